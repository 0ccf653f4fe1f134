//! Going down a tree of folders within bounds: so many entries, so much time, one file system, no symbolic link.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How far a walk goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Entries looked at, at most.
    pub(super) entries: usize,
    /// Until when.
    pub(super) until: Instant,
}

impl Bounds {
    /// What a person waits for, and what stays below the time a probe has.
    pub(super) fn from_now() -> Self {
        Self { entries: 500_000, until: Instant::now() + Duration::from_secs(3) }
    }
}

/// How a walk ended.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Entries it has looked at.
    pub(super) entries: usize,
    /// It ended at a bound.
    pub(super) is_cut: bool,
    /// Folders that could not be read.
    pub(super) closed: usize,
}

impl Walked {
    /// What has to be said of it.
    pub(super) fn notes(&self) -> Vec<String> {
        let cut = self.is_cut.then(|| format!("there is more: only {} entries were looked at", self.entries));
        let closed = (self.closed > 0).then(|| format!("folders that could not be read: {}", self.closed));
        cut.into_iter().chain(closed).collect()
    }
}

/// Shows everything below a folder to `see`, which says of a folder whether to go into it. The order is the file
/// system's, wide before deep, so that a bound leaves out what lies deepest.
pub(super) fn walk(top: &Path, bounds: Bounds, mut see: impl FnMut(&Path, &Metadata) -> bool) -> Walked {
    let mut walked = Walked::default();
    let Ok(device) = fs::metadata(top).map(|found| found.dev()) else {
        walked.closed = 1;
        return walked;
    };
    let mut waiting: std::collections::VecDeque<PathBuf> = [top.to_owned()].into();
    while let Some(folder) = waiting.pop_front() {
        let Ok(entries) = fs::read_dir(&folder) else {
            walked.closed += 1;
            continue;
        };
        for entry in entries.flatten() {
            if walked.entries >= bounds.entries || Instant::now() >= bounds.until {
                walked.is_cut = true;
                return walked;
            }
            walked.entries += 1;
            // Of the entry itself: what a link points at is another's place.
            let Ok(found) = entry.metadata() else { continue };
            let path = entry.path();
            if see(&path, &found) && found.is_dir() && found.dev() == device {
                waiting.push_back(path);
            }
        }
    }
    walked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(top: &Path, bounds: Bounds) -> (Vec<String>, Walked) {
        let mut names = Vec::new();
        let walked = walk(top, bounds, |path, _| {
            names.push(path.strip_prefix(top).expect("below").to_string_lossy().into_owned());
            !path.ends_with("shut")
        });
        names.sort();
        (names, walked)
    }

    #[test]
    fn it_goes_where_it_is_told_and_follows_no_link() {
        let room = tempfile::tempdir().expect("a temporary folder");
        let top = room.path();
        for folder in ["a/b", "shut/in"] {
            fs::create_dir_all(top.join(folder)).expect("folders");
        }
        fs::write(top.join("a/b/file"), "").expect("a file");
        std::os::unix::fs::symlink(top, top.join("loop")).expect("a link");
        let (names, walked) = seen(top, Bounds::from_now());
        assert_eq!(names, ["a", "a/b", "a/b/file", "loop", "shut"]);
        assert_eq!((walked.is_cut, walked.closed, walked.notes().len()), (false, 0, 0));
    }

    #[test]
    fn it_ends_at_its_bounds() {
        let room = tempfile::tempdir().expect("a temporary folder");
        for name in ["a", "b", "c"] {
            fs::write(room.path().join(name), "").expect("a file");
        }
        let few = Bounds { entries: 2, ..Bounds::from_now() };
        let (names, walked) = seen(room.path(), few);
        assert_eq!((names.len(), walked.is_cut), (2, true));
        let late = Bounds { until: Instant::now(), ..Bounds::from_now() };
        let (names, walked) = seen(room.path(), late);
        assert_eq!((names.len(), walked.is_cut), (0, true));
        assert_eq!(walk(&room.path().join("none"), few, |_, _| true).closed, 1);
    }
}
