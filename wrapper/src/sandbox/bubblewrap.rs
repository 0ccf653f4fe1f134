//! The second rung: a probe inside bubblewrap's namespaces, for kernels that lack Landlock or seccomp.
//!
//! The same is readable as on the first rung, all of it read-only; there is no network, no other process and no terminal.
//! ghost is started once more inside, tries what must be forbidden there, and becomes the program.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::confine::{Asked, INSIDE, READABLE, command};
use super::{ENTRY, Refused, program};

/// That path alone: distributions that keep namespaces from programs let this one have them, and no other.
const PROGRAM: &str = "/usr/bin/bwrap";
/// Where ghost itself is seen inside.
const OWN: &str = "/run/ghost";

/// Whether bubblewrap is there, and root's alone to change. That it works here is not known before it is tried.
pub fn is_there() -> bool {
    program::find("bwrap", Some("/usr/bin".as_ref())).is_ok_and(|found| found == Path::new(PROGRAM))
}

/// The words to become a probe through, tried out with a program that does nothing.
///
/// # Errors
/// When bubblewrap is not there, does not work here, or does not hold; with what it said.
pub fn front(asked: &Asked) -> Result<Command, Refused> {
    if !is_there() {
        return Err(Refused::new(format!("{PROGRAM} is not there, or others than root can change it")));
    }
    let own = std::env::current_exe().map_err(|error| Refused::new(format!("ghost does not find itself: {error}")))?;
    let cwd = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    let walls = walls(&own, &cwd, &asked.readable);
    let inside = |argv: &[OsString]| {
        let through = [PROGRAM.into()].into_iter().chain(walls.iter().cloned());
        let inner = [OWN, ENTRY, INSIDE].map(OsString::from);
        command(&through.chain(inner).chain(argv.iter().cloned()).collect::<Vec<_>>())
    };
    // Its own failures look like a program's: they are told apart by one that cannot fail.
    let mut trial = inside(&["/bin/true".into()])?;
    trial.stdin(Stdio::null()).stdout(Stdio::null());
    let tried = trial.output().map_err(|error| Refused::new(format!("{PROGRAM} cannot be started: {error}")))?;
    if !tried.status.success() {
        let said = String::from_utf8_lossy(&tried.stderr);
        return Err(Refused::new(format!("bubblewrap does not work here: {}", said.trim_end())));
    }
    inside(&asked.argv)
}

/// What is seen inside, and how.
fn walls(own: &Path, cwd: &Path, readable: &[PathBuf]) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    let mut add = |some: &[&dyn AsRef<std::ffi::OsStr>]| words.extend(some.iter().map(|word| (*word).as_ref().into()));
    add(&[&"--unshare-all", &"--new-session", &"--die-with-parent"]);
    // Folders of the system may be links to one another.
    for folder in READABLE {
        match std::fs::read_link(folder) {
            Ok(to) => add(&[&"--symlink", &to, folder]),
            Err(_) => add(&[&"--ro-bind-try", folder, folder]),
        }
    }
    add(&[&"--proc", &"/proc", &"--dev", &"/dev", &"--dir", &"/tmp", &"--dir", &"/var/tmp", &"--dir", &cwd]);
    for folder in readable.iter().filter(|folder| !READABLE.iter().any(|known| folder.starts_with(known))) {
        add(&[&"--ro-bind-try", folder, folder]);
    }
    add(&[&"--ro-bind", &own, &OWN, &"--remount-ro", &"/dev", &"--remount-ro", &"/", &"--chdir", &cwd, &"--"]);
    words
}
