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
    let absolute_ones = search.iter().filter(|folder| folder.is_absolute());
    facts.search = absolute_ones.map(|folder| folder.to_string_lossy().into_owned()).collect();
    for question in questions {
        match question {
            Question::Path(name) => {
                let path = absolute(name, &cwd, home);
                let place = place(&path);
                // The streams' names are links to what has no path.
                let stream = ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder));
                if matches!(place, Place::Missing | Place::Other)
                    && !stream
                    && let Some(real) = way(&path)
                {
                    facts.set_way(name.as_str(), real.to_string_lossy());
                }
                facts.set_path(name.as_str(), place);
            }
            Question::Program(name) => facts.set_program(name.as_str(), program(name, &search)),
            Question::Signs(name) => facts.set_signs(name.as_str(), has_signs(&absolute(name, &cwd, home))),
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

/// So many names are looked through.
const MOST_NAMES: usize = 20_000;

/// Whether a pattern that matches names of this folder may match an option (`-x`) or an editor's command (`+x`).
fn has_signs(folder: &Path) -> bool {
    let Ok(names) = fs::read_dir(folder) else { return true };
    let is_plain = |entry: std::io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            !entry.file_name().as_encoded_bytes().starts_with(b"-")
                && !entry.file_name().as_encoded_bytes().starts_with(b"+")
        })
    };
    !names.enumerate().all(|(count, entry)| count < MOST_NAMES && is_plain(entry))
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

/// As many links to nothing are followed one after the other.
const MOST_LINKS: usize = 16;

/// Where a write would arrive that goes to neither a file nor a folder; for what is not there yet its nearest folder that
/// is there, with all links resolved, and the rest. `None` where that cannot be told.
fn way(path: &Path) -> Option<PathBuf> {
    if let Ok(real) = fs::canonicalize(path) {
        return Some(real);
    }
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let (folder, rest) = nearest(&path)?;
        let mut parts = rest.components();
        let first = folder.join(parts.next()?);
        // A link to nothing: what is written goes to where it leads.
        let Ok(target) = fs::read_link(&first) else { return Some(folder.join(rest)) };
        path = folder.join(target).join(parts.as_path());
    }
    None
}

fn nearest(path: &Path) -> Option<(PathBuf, PathBuf)> {
    path.ancestors().skip(1).find_map(|folder| {
        let real = fs::canonicalize(folder).ok()?;
        Some((real, path.strip_prefix(folder).ok()?.to_owned()))
    })
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
    fn what_is_not_there_yet_is_where_links_lead() {
        let room = tempfile::tempdir().expect("a temporary folder");
        let here = fs::canonicalize(room.path()).expect("a folder");
        fs::create_dir_all(here.join("work")).expect("a folder");
        fs::create_dir_all(here.join("far/deep")).expect("a folder");
        for (to, name) in [
            ("../far", "out"),
            ("../far/none", "dangling"),
            ("round", "round"),
            ("../far/deep", "deep"),
            ("/dev/null", "device"),
        ] {
            std::os::unix::fs::symlink(to, here.join("work").join(name)).expect("a link");
        }
        for (path, real) in [
            ("new", "work/new"),
            ("out/new", "far/new"),
            ("out/new/below/it", "far/new/below/it"),
            ("dangling", "far/none"),
            ("dangling/new", "far/none/new"),
            ("deep/../new", "far/new"),
        ] {
            assert_eq!(way(&here.join("work").join(path)), Some(here.join(real)), "{path}");
        }
        assert_eq!(way(&here.join("work/device")), Some(PathBuf::from("/dev/null")));
        assert_eq!(way(&here.join("work/round")), None);
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
