//! Which Python runs the brain.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use nix::unistd::{AccessFlags, access};
use serde::{Deserialize, Serialize};

use super::process;

/// What an interpreter says when it is asked which one it is.
const WHICH: &str = "import sys; print(sys.executable)";

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
    candidates.retain(|candidate| access(candidate, AccessFlags::X_OK).is_ok());
    let native = candidates.iter().find(|candidate| !is_script(candidate));
    native.or(candidates.first()).cloned()
}

/// What a script led to, as the state folder keeps it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    script: PathBuf,
    /// The script's last change, seconds and nanoseconds.
    changed: (i64, i64),
    size: u64,
    interpreter: PathBuf,
}

impl Known {
    fn is_about(&self, script: &Path, found: &Metadata) -> bool {
        self.script == script && self.changed == (found.mtime(), found.mtime_nsec()) && self.size == found.len()
    }
}

/// The interpreter that a script of a version manager's ends up with; `None` when it does not say.
///
/// It is asked once. The answer is kept in the state folder for as long as the script stays as it is and the interpreter
/// is there: outside the folder that the brain may write to, which must not choose what it is run by.
#[must_use]
pub fn behind(script: &Path, state: Option<&Path>, deadline: Instant) -> Option<PathBuf> {
    let found = std::fs::metadata(script).ok()?;
    let file = state.map(|state| state.join("python.json"));
    let kept = file.as_deref().and_then(|file| serde_json::from_slice::<Known>(&std::fs::read(file).ok()?).ok());
    if let Some(known) = kept.filter(|known| known.is_about(script, &found) && is_native(&known.interpreter)) {
        return Some(known.interpreter);
    }
    let interpreter = said_by(script, deadline).filter(|path| is_native(path))?;
    // Some scripts set more up than they choose: without them, too, it has to start.
    said_by(&interpreter, deadline)?;
    if let Some(file) = &file {
        let changed = (found.mtime(), found.mtime_nsec());
        let known = Known { script: script.to_owned(), changed, size: found.len(), interpreter: interpreter.clone() };
        // It is asked again then.
        let _ = keep(file, &known);
    }
    Some(interpreter)
}

fn said_by(python: &Path, deadline: Instant) -> Option<PathBuf> {
    let mut command = Command::new(python);
    command.args(["-I", "-S", "-c", WHICH]);
    process::first_line(&mut command, deadline).map(PathBuf::from)
}

fn is_native(python: &Path) -> bool {
    python.is_absolute() && access(python, AccessFlags::X_OK).is_ok() && !is_script(python)
}

/// Beside it first, then one rename: a reader sees all of it or nothing.
fn keep(file: &Path, known: &Known) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let half = file.with_extension(format!("json.{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    let mut new = options.create(true).truncate(true).write(true).mode(0o600).open(&half)?;
    let written = new.write_all(&serde_json::to_vec(known)?).and_then(|()| std::fs::rename(&half, file));
    if written.is_err() {
        let _ = std::fs::remove_file(&half);
    }
    written
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
    use std::time::Duration;

    #[test]
    fn the_persons_own_choice_wins() {
        let chosen = Path::new("/opt/python");
        assert_eq!(find(Some(chosen), None).as_deref(), Some(chosen));
    }

    #[test]
    fn a_script_is_known_by_its_first_bytes() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let script = place.path().join("python3");
        program(&script, "#!/bin/sh\n");
        assert!(is_script(&script));
        assert!(!is_script(&std::env::current_exe().expect("this program")));
    }

    fn program(path: &Path, text: &str) {
        std::fs::write(path, text).expect("a script");
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).expect("permissions");
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    /// A script that notes each start and becomes what `becomes` says, and where it notes them.
    fn stand_in(place: &Path, becomes: &str) -> (PathBuf, PathBuf) {
        let (script, starts) = (place.join("python3"), place.join("starts"));
        program(&script, &format!("#!/bin/sh\necho >> '{}'\n{becomes}\n", starts.display()));
        (script, starts)
    }

    fn count(starts: &Path) -> usize {
        std::fs::read(starts).map_or(0, |text| text.len())
    }

    #[test]
    fn a_version_managers_script_is_asked_once() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let python = find(None, std::env::var_os("PATH").as_deref()).filter(|python| is_native(python));
        let Some(python) = python else { return }; // no machine that builds this is without one; nothing to test then
        let exec = format!("exec '{}' \"$@\"", python.display());
        let (script, starts) = stand_in(place.path(), &exec);
        let state = place.path().join("state");
        let found = behind(&script, Some(&state), soon()).expect("an interpreter");
        assert!(is_native(&found), "{}", found.display());
        assert_eq!(behind(&script, Some(&state), soon()), Some(found.clone()));
        assert_eq!(count(&starts), 1, "the answer was kept");
        assert_eq!(std::fs::metadata(state.join("python.json")).expect("a file").mode() & 0o777, 0o600);
        // Another version was chosen: the manager has written its script anew.
        stand_in(place.path(), &format!("# longer\n{exec}"));
        assert_eq!(behind(&script, Some(&state), soon()), Some(found));
        assert_eq!(count(&starts), 2, "the script has changed");
    }

    #[test]
    fn a_kept_interpreter_that_has_gone_is_not_taken() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let (script, starts) = stand_in(place.path(), "exit 1");
        let found = std::fs::metadata(&script).expect("a script");
        let known = Known {
            script: script.clone(),
            changed: (found.mtime(), found.mtime_nsec()),
            size: found.len(),
            interpreter: place.path().join("gone"),
        };
        keep(&place.path().join("python.json"), &known).expect("kept");
        assert_eq!(behind(&script, Some(place.path()), soon()), None);
        assert_eq!(count(&starts), 1);
    }

    #[test]
    fn what_a_script_says_must_be_an_interpreter() {
        for says in ["exit 3", "echo python3", "echo /", "echo \"$0\"", "echo /bin/false"] {
            let place = tempfile::tempdir().expect("a temporary folder");
            let (script, _) = stand_in(place.path(), says);
            assert_eq!(behind(&script, Some(place.path()), soon()), None, "{says}");
            assert!(!place.path().join("python.json").exists(), "{says}");
        }
    }

    #[test]
    fn a_script_that_hangs_is_not_waited_for() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let (script, starts) = stand_in(place.path(), "exec sleep 1000");
        assert_eq!(behind(&script, None, Instant::now() + Duration::from_millis(300)), None);
        assert!(count(&starts) <= 1);
    }
}
