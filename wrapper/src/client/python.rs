//! Which Python runs the brain.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The interpreter: the one the settings name, else the system's, else the first on PATH that is no script.
///
/// The system's goes first and scripts go last because version managers put a shell script of that name on PATH,
/// which takes ten times as long to start as the interpreter it ends up with.
#[must_use]
pub fn find(configured: Option<&Path>, path: Option<&OsStr>) -> Option<PathBuf> {
    if let Some(python) = configured {
        return Some(python.to_owned());
    }
    let fallback = OsString::new();
    let on_path = std::env::split_paths(path.unwrap_or(&fallback)).map(|folder| folder.join("python3"));
    let mut candidates = vec![PathBuf::from("/usr/bin/python3")];
    candidates.extend(on_path);
    candidates.retain(|candidate| nix::unistd::access(candidate, nix::unistd::AccessFlags::X_OK).is_ok());
    let native = candidates.iter().find(|candidate| !is_script(candidate));
    native.or(candidates.first()).cloned()
}

/// True when it is text that names its interpreter (execve(2), "Interpreter scripts").
#[must_use]
pub fn is_script(program: &Path) -> bool {
    let mut magic = [0_u8; 2];
    let read = File::open(program).and_then(|mut file| file.read_exact(&mut magic));
    read.is_ok() && magic == *b"#!"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_persons_own_choice_wins() {
        let chosen = Path::new("/opt/python");
        assert_eq!(find(Some(chosen), None).as_deref(), Some(chosen));
    }

    #[test]
    fn a_script_is_known_by_its_first_bytes() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let script = place.path().join("python3");
        std::fs::write(&script, "#!/bin/sh\n").expect("a script");
        std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).expect("permissions");
        assert!(is_script(&script));
        assert!(!is_script(&std::env::current_exe().expect("this program")));
    }
}
