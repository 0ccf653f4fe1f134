//! What Python has compiled of the talker, in a folder that neither talker nor brain can write to.
//!
//! A talker writes nothing and may read nothing of the brain's: without this it would compile its modules at each start.
//! They are compiled once, beside their sources, where Python looks for them (PEP 3147), by a process that can write there
//! alone and runs none of them.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::process;

/// The folder of the talker's modules, in the package.
const MODULES: &str = "llm";

/// Compiles the modules, if nobody has begun to, and their folder is ours to write to. `confined` gives the words that
/// start a program which can write to one folder alone.
///
/// Nothing depends on it: whatever goes wrong costs each start some time, and is told nobody.
pub fn compile_talker(python: &Path, package: &Path, confined: impl FnOnce(&Path) -> Vec<OsString>, deadline: Instant) {
    let modules = package.join(MODULES);
    let made = modules.join("__pycache__");
    // Whoever makes the folder fills it: it is tried once.
    if std::fs::create_dir(&made).is_err() {
        return;
    }
    let mut words = confined(&made).into_iter().chain([python.as_os_str().to_owned()]);
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).args(["-I", "-S", "-m", "compileall", "-q", "-l"]).arg(&modules);
    // It says nothing: what is waited for is its end.
    let _ = process::first_line(&mut command, deadline);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn compiled(folder: &Path) -> usize {
        std::fs::read_dir(folder.join("llm/__pycache__")).map_or(0, Iterator::count)
    }

    #[test]
    fn modules_are_compiled_once() {
        let python = crate::client::find_python(None, std::env::var_os("PATH").as_deref());
        let Some(python) = python.filter(|python| !crate::client::is_script(python)) else { return };
        let place = tempfile::tempdir().expect("a temporary folder");
        let package = place.path();
        std::fs::create_dir(package.join("llm")).expect("a folder");
        std::fs::write(package.join("llm/one.py"), "raise SystemExit('it was run')\n").expect("a module");
        std::fs::write(package.join("other.py"), "").expect("a module");
        let soon = || Instant::now() + Duration::from_secs(20);
        compile_talker(&python, package, |_| Vec::new(), soon());
        assert_eq!(compiled(package), 1);
        assert!(!package.join("__pycache__").exists());
        std::fs::write(package.join("llm/two.py"), "").expect("a module");
        compile_talker(&python, package, |_| panic!("it has been done"), soon());
        assert_eq!(compiled(package), 1);
    }

    #[test]
    fn where_it_cannot_be_done_nothing_happens() {
        let place = tempfile::tempdir().expect("a temporary folder");
        compile_talker(Path::new("/bin/false"), place.path(), |_| panic!("there is no place"), Instant::now());
    }
}
