//! Answers the judge's questions by looking.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::policy::{Facts, Found, Place, Question};

/// Folders that hold the system's programs, whatever the search path says.
const SYSTEM_FOLDERS: &[&str] = &["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/// What is asked, answered for the folder and the search path ghost runs with.
#[must_use]
pub fn facts(questions: &[Question], home: Option<&Path>) -> Facts {
    let cwd = std::env::current_dir().unwrap_or_default();
    let home = home.unwrap_or(Path::new(""));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let search: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let root = nix::unistd::geteuid().is_root();
    let mut facts = Facts::new(cwd.to_string_lossy(), home.to_string_lossy(), root);
    for question in questions {
        match question {
            Question::Path(name) => facts.set_path(name.as_str(), place(&absolute(name, &cwd, home))),
            Question::Program(name) => facts.set_program(name.as_str(), program(name, &search)),
        }
    }
    facts
}

fn absolute(name: &str, cwd: &Path, home: &Path) -> PathBuf {
    match name.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None if name == "~" => home.to_owned(),
        None => cwd.join(name),
    }
}

fn place(path: &Path) -> Place {
    let resolved = match fs::canonicalize(path) {
        Ok(resolved) => resolved,
        // A link to nothing is something all the same: a write would go through it.
        Err(_) if path.symlink_metadata().is_ok() => return Place::Other,
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            return Place::Missing;
        }
        Err(_) => return Place::Other,
    };
    let name = resolved.to_string_lossy().into_owned();
    match fs::metadata(&resolved) {
        Ok(found) if found.is_file() => Place::File(name),
        Ok(found) if found.is_dir() => Place::Folder(name),
        _ => Place::Other,
    }
}

fn program(name: &str, search: &[PathBuf]) -> Found {
    let holds = |folder: &Path| {
        fs::metadata(folder.join(name)).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    };
    let Some(first) = search.iter().find(|folder| holds(folder)) else {
        return Found::Missing;
    };
    if first.is_absolute() && only_root_writes(first) {
        return Found::System;
    }
    let hides = SYSTEM_FOLDERS.iter().any(|folder| holds(Path::new(folder)));
    if !first.is_absolute() || hides { Found::Hiding } else { Found::Own }
}

fn only_root_writes(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|found| found.uid() == 0 && found.mode() & 0o022 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn executable(path: &Path) {
        fs::write(path, "#!/bin/sh\n").expect("a script");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    #[test]
    fn a_place_is_what_stands_there() {
        let room = tempfile::tempdir().expect("a temporary folder");
        let here = fs::canonicalize(room.path()).expect("a folder");
        fs::write(here.join("file"), "").expect("a file");
        std::os::unix::fs::symlink("file", here.join("link")).expect("a link");
        std::os::unix::fs::symlink("nothing", here.join("dangling")).expect("a link");
        let name = |path: &str| here.join(path).to_string_lossy().into_owned();
        let look = |path: &str| place(&absolute(path, &here, &here));
        assert_eq!(look("file"), Place::File(name("file")));
        assert_eq!(look("~/link"), Place::File(name("file")));
        assert_eq!(look("."), Place::Folder(here.to_string_lossy().into_owned()));
        assert_eq!(look("nothing"), Place::Missing);
        assert_eq!(look("file/below"), Place::Missing);
        assert_eq!(look("dangling"), Place::Other);
        assert_eq!(look("/dev/null"), Place::Other);
    }

    #[test]
    fn a_program_is_told_by_where_it_lies() {
        let room = tempfile::tempdir().expect("a temporary folder");
        executable(&room.path().join("frobnicate-it"));
        executable(&room.path().join("ls"));
        let own = vec![room.path().to_owned(), PathBuf::from("/usr/bin")];
        let system = vec![PathBuf::from("/usr/bin"), room.path().to_owned()];
        // A temporary folder of root's would be root's alone.
        let mine = if only_root_writes(room.path()) { Found::System } else { Found::Own };
        assert_eq!(program("frobnicate-it", &own), mine);
        assert_eq!(program("ls", &system), Found::System);
        assert_eq!(program("no-such-program-here", &own), Found::Missing);
        fs::set_permissions(room.path(), fs::Permissions::from_mode(0o777)).expect("permissions");
        assert_eq!(program("frobnicate-it", &own), Found::Own);
        assert_eq!(program("ls", &own), Found::Hiding);
    }
}
