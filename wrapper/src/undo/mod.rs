//! A way back: what a repair is about to overwrite is kept first, and put back when the person says so.
//!
//! Each action has a folder `undo/ACTION` in the state folder: a `manifest.json`, and copies of the files that were there
//! before (sharing their blocks where the file system can, ioctl_ficlone(2)). Nothing is put back over what has changed
//! since. What was moved is moved back: to remove it where it stands now would lose it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};
use crate::redact::Redactor;

/// Bytes kept for one action at most.
pub const MOST: u64 = 64 << 20;
/// Actions kept; older ones are let go.
const MOST_ACTIONS: usize = 20;
/// Paths of a line that are watched, since they may be moved.
const MOST_NAMED: usize = 1000;

/// What stood at a path before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Before {
    /// Nothing.
    Missing,
    /// A file; the name of its copy, and its permissions.
    File { copy: String, mode: u32 },
    /// Something that is not kept: a folder, a device, a file that is too large.
    Unkept,
}

/// How to tell whether something has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    inode: u64,
    size: u64,
    /// Nanoseconds since 1970-01-01 UTC.
    modified: i128,
    is_folder: bool,
}

impl Stamp {
    /// Of what stands there; `None` for nothing.
    fn of(path: &Path) -> Option<Self> {
        let found = fs::symlink_metadata(path).ok()?;
        let modified = i128::from(found.mtime()) * 1_000_000_000 + i128::from(found.mtime_nsec());
        // A folder changes with what is put into it, which is no matter: it is removed only while it is empty.
        let is_folder = found.is_dir();
        let (size, modified) = if is_folder { (0, 0) } else { (found.size(), modified) };
        Some(Self { inode: found.ino(), size, modified, is_folder })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Item {
    path: PathBuf,
    before: Before,
    /// As it was left behind; filled in when the action has ended.
    after: Option<Stamp>,
    /// Where it stood before; filled in as well.
    #[serde(default)]
    moved_from: Option<PathBuf>,
}

/// What a line names and what may be moved from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Named {
    path: PathBuf,
    stamp: Stamp,
}

/// One action that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The action, as the journal names it.
    pub action: String,
    /// What ran.
    pub line: String,
    /// Seconds since 1970-01-01 UTC.
    pub time: u64,
    items: Vec<Item>,
    #[serde(default)]
    named: Vec<Named>,
    ended: bool,
}

/// Copies in a state folder.
#[derive(Debug, Clone)]
pub struct Undo {
    folder: PathBuf,
}

/// Where a target of the policy's is: relative to the folder the line runs in, `~` for the home.
#[must_use]
pub fn place(target: &str, cwd: &Path, home: Option<&Path>) -> PathBuf {
    match (target.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => cwd.join(target),
    }
}

/// True when all of these are regular files that can be kept: then there is a way back.
#[must_use]
pub fn can_keep(paths: &[PathBuf]) -> bool {
    let sizes: Option<Vec<u64>> = paths
        .iter()
        .map(|path| match fs::symlink_metadata(path) {
            Ok(found) if found.is_file() && File::open(path).is_ok() => Some(found.size()),
            _ => None,
        })
        .collect();
    sizes.is_some_and(|sizes| sizes.iter().sum::<u64>() <= MOST)
}

impl Undo {
    /// In this state folder.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        Self { folder: state.join("undo") }
    }

    /// Keeps what stands at these paths before an action touches them, and notes what stands at the others that its line
    /// names: that may be moved. Gives the paths that could not be kept.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn keep(
        &self,
        action: &str,
        line: &str,
        time: u64,
        paths: &[PathBuf],
        others: &[PathBuf],
    ) -> Result<Vec<PathBuf>> {
        let folder = self.folder.join(action);
        let wrong = |error: io::Error| Error::new(Kind::Outside, format!("write {}", folder.display())).because(error);
        DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(wrong)?;
        let mut left = MOST;
        let mut unkept = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        // Folders above that are not there yet may be made as well.
        let made = paths.iter().flat_map(|path| {
            let mut missing: Vec<&Path> = path.ancestors().skip(1).take_while(|above| !above.exists()).collect();
            missing.reverse();
            missing.into_iter().chain([path.as_path()])
        });
        for path in made {
            if items.iter().any(|item| item.path == path) {
                continue;
            }
            let before = match fs::symlink_metadata(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Before::Missing,
                Ok(found) if found.is_file() && found.size() <= left => {
                    let name = items.len().to_string();
                    match copy(path, &folder.join(&name)) {
                        Ok(()) => {
                            left -= found.size();
                            Before::File { copy: name, mode: found.mode() & 0o7777 }
                        }
                        Err(_) => Before::Unkept,
                    }
                }
                _ => Before::Unkept,
            };
            if before == Before::Unkept {
                unkept.push(path.to_owned());
            }
            items.push(Item { path: path.to_owned(), before, after: None, moved_from: None });
        }
        let named = others.iter().take(MOST_NAMED);
        let named = named.filter_map(|path| Some(Named { stamp: Stamp::of(path)?, path: path.clone() })).collect();
        let kept = Kept {
            action: action.to_owned(),
            line: Redactor::new().redact(line).into_owned(),
            time,
            items,
            named,
            ended: false,
        };
        self.write(&kept).map_err(wrong)?;
        Ok(unkept)
    }

    /// Notes what the action has left behind. One that has changed nothing is forgotten.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn ended(&self, action: &str) -> Result<()> {
        let Some(mut kept) = self.read(action) else { return Ok(()) };
        let gone: Vec<&Named> = kept.named.iter().filter(|named| Stamp::of(&named.path).is_none()).collect();
        for item in &mut kept.items {
            item.after = Stamp::of(&item.path);
            // On another file system it is another file of the same size and time (mv(1)).
            let is_it = |named: &&&Named| {
                item.after.is_some_and(|after| Stamp { inode: named.stamp.inode, ..after } == named.stamp)
            };
            item.moved_from = gone.iter().find(is_it).map(|named| named.path.clone());
        }
        // What has gone elsewhere may be in what was made: that is not removed then.
        let is_found = |named: &&Named| kept.items.iter().any(|item| item.moved_from.as_ref() == Some(&named.path));
        if !gone.iter().all(is_found) {
            let made = |item: &&mut Item| item.before == Before::Missing && item.moved_from.is_none();
            kept.items.iter_mut().filter(made).for_each(|item| item.before = Before::Unkept);
        }
        kept.ended = true;
        let untouched = kept.items.iter().all(|item| match &item.before {
            Before::Missing => item.after.is_none(),
            Before::File { copy, .. } => same_content(&self.folder.join(action).join(copy), &item.path),
            Before::Unkept => true,
        });
        if untouched {
            self.forget(action);
            return Ok(());
        }
        self.write(&kept).map_err(|error| Error::new(Kind::Outside, "write what can be undone").because(error))?;
        let all = self.all();
        for old in all.iter().rev().skip(MOST_ACTIONS) {
            self.forget(&old.action);
        }
        Ok(())
    }

    /// What can be taken back, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Kept> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut all: Vec<Kept> =
            entries.filter_map(|entry| self.read(entry.file_name().to_str()?)).filter(|kept| kept.ended).collect();
        all.sort_by(|one, other| (one.time, &one.action).cmp(&(other.time, &other.action)));
        all
    }

    /// Puts everything back, or nothing: where something has changed since it is left as it is.
    ///
    /// # Errors
    /// When something has changed, or cannot be written; the error names it.
    pub fn restore(&self, kept: &Kept) -> Result<()> {
        let changed = |path: &Path, how: &str| {
            Error::new(Kind::Outside, format!("undo {}", kept.line))
                .because(format!("{} {how}", path.display()))
                .hint(format!("what was there before is in {}", self.folder.join(&kept.action).display()))
        };
        for item in &kept.items {
            if item.before != Before::Unkept && Stamp::of(&item.path) != item.after {
                return Err(changed(&item.path, "has changed since"));
            }
            if let Some(from) = item.moved_from.as_deref().filter(|from| fs::symlink_metadata(from).is_ok()) {
                return Err(changed(from, "is there again"));
            }
        }
        // What was made last goes first: a file before its folder.
        for item in kept.items.iter().rev() {
            self.put_back(kept, item).map_err(|error| {
                Error::new(Kind::Outside, format!("put {} back", item.path.display()))
                    .because(error)
                    .hint(format!("what was there before is in {}", self.folder.join(&kept.action).display()))
            })?;
        }
        self.forget(&kept.action);
        Ok(())
    }

    fn put_back(&self, kept: &Kept, item: &Item) -> io::Result<()> {
        if let Some(from) = &item.moved_from {
            move_back(&item.path, from)?;
            if item.before == Before::Missing {
                return Ok(());
            }
        }
        match (&item.before, item.after) {
            (Before::Unkept, _) | (Before::Missing, None) => Ok(()),
            (Before::Missing, Some(stamp)) if stamp.is_folder => match fs::remove_dir(&item.path) {
                // What was put into it since is the person's.
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
                done => done,
            },
            (Before::Missing, Some(_)) => fs::remove_file(&item.path),
            (Before::File { copy: name, mode }, _) => {
                let folder = item.path.parent().unwrap_or(Path::new("/"));
                let beside = folder.join(format!(".ghost-undo-{}", std::process::id()));
                let put = || {
                    copy(&self.folder.join(&kept.action).join(name), &beside)?;
                    fs::set_permissions(&beside, fs::Permissions::from_mode(*mode))?;
                    fs::rename(&beside, &item.path)
                };
                put().inspect_err(|_| {
                    let _ = fs::remove_file(&beside);
                })
            }
        }
    }

    fn read(&self, action: &str) -> Option<Kept> {
        serde_json::from_slice(&fs::read(self.folder.join(action).join("manifest.json")).ok()?).ok()
    }

    fn write(&self, kept: &Kept) -> io::Result<()> {
        let path = self.folder.join(&kept.action).join("manifest.json");
        let half = path.with_extension("half");
        fs::write(&half, serde_json::to_vec(kept)?)?;
        fs::rename(half, path)
    }

    fn forget(&self, action: &str) {
        let _ = fs::remove_dir_all(self.folder.join(action));
    }
}

impl Kept {
    /// What taking it back does, a line each.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let line = |item: &Item| {
            let path = item.path.display();
            if let Some(from) = &item.moved_from {
                let rest =
                    if matches!(item.before, Before::File { .. }) { ", and puts back what it replaced" } else { "" };
                return Some(format!("moves {path} back to {}{rest}", from.display()));
            }
            match (&item.before, item.after) {
                (Before::Missing, Some(_)) => Some(format!("removes {path}")),
                (Before::File { .. }, Some(_)) => Some(format!("puts {path} back as it was")),
                (Before::File { .. }, None) => Some(format!("puts {path} back")),
                (Before::Unkept, _) => Some(format!("leaves {path} as it is: it was not kept")),
                (Before::Missing, None) => None,
            }
        };
        self.items.iter().filter_map(line).collect()
    }
}

/// A private copy that shares the blocks of the file where that is possible. Links are not followed.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let source = OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(from)?;
    let target = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    // SAFETY: two open descriptors.
    if unsafe { libc::ioctl(target.as_raw_fd(), libc::FICLONE, source.as_raw_fd()) } == 0 {
        return Ok(());
    }
    io::copy(&mut &source, &mut &target).map(|_| ())
}

/// By a rename; on another file system by a copy of the file, and then without the one that stands here.
fn move_back(path: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(path, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices && path.is_file() => {
            let found = fs::metadata(path)?;
            copy(path, to)?;
            fs::set_permissions(to, fs::Permissions::from_mode(found.mode() & 0o7777))?;
            File::options().write(true).open(to)?.set_modified(found.modified()?)?;
            fs::remove_file(path)
        }
        done => done,
    }
}

fn same_content(one: &Path, other: &Path) -> bool {
    match (fs::read(one), fs::read(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
