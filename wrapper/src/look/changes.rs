//! What has changed last below a folder: files by the time of their content, newest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::table::{size, span};
use super::walk::{Bounds, walk};
use super::{Row, Seen};
use crate::error::{Error, Kind, Result};

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// When its content was written last, in milliseconds after 1970-01-01 UTC.
    pub modified_ms: u64,
    /// Its size.
    pub bytes: u64,
    /// Where it is.
    pub path: String,
    /// How long ago that was, in milliseconds; 0 for a time to come.
    pub ago_ms: u64,
}

impl Row for Change {
    const COLUMNS: &'static [(&'static str, bool)] = &[("changed", true), ("size", true), ("file", false)];

    fn cells(&self) -> Vec<String> {
        let ago = format!("{} ago", span(Duration::from_millis(self.ago_ms)));
        vec![ago, size(self.bytes), self.path.clone()]
    }
}

/// Folders of tools, full of files that nobody has written by hand.
const SKIPPED: &[&str] = &[".git", "node_modules", "target"];

/// The files below a folder that have changed last, at most so many. Symbolic links are not followed.
///
/// # Errors
/// When it is no folder, or cannot be read.
pub fn changes(folder: &Path, most: usize) -> Result<Seen<Change>> {
    let wrong =
        |error: std::io::Error| Error::new(Kind::Outside, format!("look below {}", folder.display())).because(error);
    // The one that was named may be a link.
    let top = fs::canonicalize(folder).map_err(wrong)?;
    fs::read_dir(&top).map_err(wrong)?;
    // The oldest of those kept lies on top, so that a newer one takes its place.
    let mut newest: BinaryHeap<Reverse<(Duration, PathBuf, u64)>> = BinaryHeap::new();
    let walked = walk(&top, Bounds::from_now(), |path, found| {
        if found.is_dir() {
            return !SKIPPED.iter().any(|name| path.ends_with(name));
        }
        if found.is_file() && most > 0 {
            let time = found.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
            newest.push(Reverse((time.unwrap_or_default(), path.to_owned(), found.len())));
            if newest.len() > most {
                newest.pop();
            }
        }
        false
    });
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let rows = newest.into_sorted_vec().into_iter().map(|Reverse((time, path, bytes))| Change {
        modified_ms: milliseconds(time),
        bytes,
        // As the folder was named, so that the path can be used where it was asked for.
        path: path.strip_prefix(&top).map_or_else(|_| path.clone(), |below| shown(folder, below)).display().to_string(),
        ago_ms: milliseconds(now.saturating_sub(time)),
    });
    Ok(Seen { rows: rows.collect(), notes: walked.notes() })
}

fn shown(folder: &Path, below: &Path) -> PathBuf {
    if folder == Path::new(".") { below.to_owned() } else { folder.join(below) }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_files_come_first_and_tools_folders_are_left_out() {
        let room = tempfile::tempdir().expect("a temporary folder");
        let top = room.path();
        let now = SystemTime::now();
        for (name, age) in [("a/old", 900), ("new", 10), ("a/b/middle", 300), (".git/x", 1), ("a/target/x", 1)] {
            let path = top.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            let file = fs::File::create(&path).expect("a file");
            file.set_modified(now - Duration::from_secs(age)).expect("a time");
        }
        std::os::unix::fs::symlink("new", top.join("link")).expect("a link");
        let names = |most: usize| -> Vec<PathBuf> {
            let seen = changes(top, most).expect("changes");
            seen.rows.iter().map(|row| Path::new(&row.path).strip_prefix(top).expect("below").to_owned()).collect()
        };
        assert_eq!(names(9), [Path::new("new"), Path::new("a/b/middle"), Path::new("a/old")]);
        assert_eq!(names(1), [Path::new("new")]);
        assert!(names(0).is_empty());
        let first = &changes(top, 1).expect("changes").rows[0];
        assert!((10_000..60_000).contains(&first.ago_ms), "{first:?}");
    }

    #[test]
    fn what_is_no_folder_is_said() {
        let error = changes(Path::new("/etc/passwd"), 1).expect_err("a file").to_string();
        assert!(error.starts_with("could not look below /etc/passwd"), "{error}");
        assert!(changes(Path::new("/proc/nonexistent"), 1).is_err());
    }
}
