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
mod tests {
    use super::*;

    struct Place {
        folder: tempfile::TempDir,
        undo: Undo,
    }

    impl Place {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let undo = Undo::of(&folder.path().join("state"));
            Self { folder, undo }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// Keeps these, lets `act` change them, and gives what can be taken back.
        fn acts(&self, action: &str, names: &[&str], act: impl FnOnce(&Self)) -> Option<Kept> {
            let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
            self.undo.keep(action, "a line", 1, &paths, &[]).expect("kept");
            act(self);
            self.undo.ended(action).expect("ended");
            self.undo.all().into_iter().find(|kept| kept.action == action)
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.path(name), text).expect("a file");
        }

        fn read(&self, name: &str) -> Option<String> {
            fs::read_to_string(self.path(name)).ok()
        }
    }

    #[test]
    fn everything_is_put_back() {
        let place = Place::new();
        place.write("over", "old");
        place.write("gone", "old too");
        fs::set_permissions(place.path("over"), fs::Permissions::from_mode(0o755)).expect("permissions");
        let kept = place.acts("1", &["over", "gone", "made", "folder", "never"], |place| {
            place.write("over", "new");
            fs::remove_file(place.path("gone")).expect("removed");
            place.write("made", "new");
            fs::create_dir(place.path("folder")).expect("a folder");
        });
        let kept = kept.expect("it can be taken back");
        assert_eq!(kept.told().len(), 4, "{:?}", kept.told());
        place.undo.restore(&kept).expect("restored");
        assert_eq!((place.read("over").as_deref(), place.read("gone").as_deref()), (Some("old"), Some("old too")));
        assert_eq!(fs::metadata(place.path("over")).expect("a file").permissions().mode() & 0o777, 0o755);
        assert!(!place.path("made").exists() && !place.path("folder").exists());
        assert!(place.undo.all().is_empty(), "once");
    }

    #[test]
    fn folders_that_were_made_on_the_way_go_as_well() {
        let place = Place::new();
        let kept = place.acts("1", &["a/b/c", "a/b/d"], |place| {
            fs::create_dir_all(place.path("a/b/c")).expect("folders");
            place.write("a/b/d", "new");
        });
        place.undo.restore(&kept.expect("kept")).expect("restored");
        assert!(!place.path("a").exists());
        // What was put there since stays, and so does what it lies in.
        let kept = place.acts("2", &["a/b/c"], |place| fs::create_dir_all(place.path("a/b/c")).expect("folders"));
        place.write("a/mine", "x");
        place.undo.restore(&kept.expect("kept")).expect("restored");
        assert!(place.path("a/mine").exists() && !place.path("a/b").exists());
    }

    #[test]
    fn what_was_moved_is_moved_back() {
        let place = Place::new();
        for (name, text) in [("from", "precious"), ("other", "mine"), ("over", "old")] {
            place.write(name, text);
        }
        fs::create_dir(place.path("folder")).expect("a folder");
        place.write("folder/deep", "x");
        let moves = [("from", "to"), ("other", "over"), ("folder", "elsewhere")];
        let [from, to] = [|pair: &(&str, &str)| pair.0.to_owned(), |pair: &(&str, &str)| pair.1.to_owned()];
        let paths =
            |which: fn(&(&str, &str)) -> String| moves.iter().map(|one| place.path(&which(one))).collect::<Vec<_>>();
        place.undo.keep("1", "mv", 1, &paths(to), &paths(from)).expect("kept");
        for pair in &moves {
            fs::rename(place.path(pair.0), place.path(pair.1)).expect("moved");
        }
        place.undo.ended("1").expect("ended");
        let kept = place.undo.all().pop().expect("it can be taken back");
        assert!(kept.told().iter().all(|line| line.starts_with("moves ")), "{:?}", kept.told());
        place.undo.restore(&kept).expect("restored");
        assert_eq!((place.read("from").as_deref(), place.read("other").as_deref()), (Some("precious"), Some("mine")));
        assert_eq!((place.read("over").as_deref(), place.read("folder/deep").as_deref()), (Some("old"), Some("x")));
        assert!(!place.path("to").exists() && !place.path("elsewhere").exists());
        // Where something stands there again, nothing is moved over it.
        place.undo.keep("2", "mv", 1, &[place.path("to")], &[place.path("from")]).expect("kept");
        fs::rename(place.path("from"), place.path("to")).expect("moved");
        place.undo.ended("2").expect("ended");
        place.write("from", "new");
        let kept = place.undo.all().pop().expect("kept");
        assert!(place.undo.restore(&kept).expect_err("refused").to_string().contains("from is there again"));
        assert_eq!((place.read("from").as_deref(), place.read("to").as_deref()), (Some("new"), Some("precious")));
    }

    #[test]
    fn what_has_changed_since_is_left_alone() {
        let place = Place::new();
        for name in ["one", "two"] {
            place.write(name, "old");
        }
        let kept = place.acts("1", &["one", "two"], |place| {
            place.write("one", "new");
            place.write("two", "new");
        });
        place.write("two", "newer");
        let error = place.undo.restore(&kept.expect("kept")).expect_err("refused");
        assert!(error.to_string().contains("two has changed since"), "{error}");
        assert_eq!(place.read("one").as_deref(), Some("new"), "all or nothing");
    }

    #[test]
    fn what_changed_nothing_is_forgotten_and_so_is_what_is_old() {
        let place = Place::new();
        place.write("same", "old");
        assert_eq!(place.acts("0", &["same", "never"], |place| place.write("same", "old")), None);
        for number in 0..MOST_ACTIONS + 5 {
            place.acts(&format!("{number:02}"), &["same"], |place| place.write("same", &number.to_string()));
        }
        let all = place.undo.all();
        assert_eq!((all.len(), all[0].action.as_str()), (MOST_ACTIONS, "05"));
    }

    #[test]
    fn what_is_too_large_or_no_file_is_said() {
        let place = Place::new();
        let large = File::create(place.path("large")).expect("a file");
        large.set_len(MOST + 1).expect("a size");
        fs::create_dir(place.path("folder")).expect("a folder");
        std::os::unix::fs::symlink("/etc/passwd", place.path("link")).expect("a link");
        let paths = ["large", "folder", "link"].map(|name| place.path(name));
        assert_eq!(place.undo.keep("1", "a line", 1, &paths, &[]).expect("kept"), paths);
        for path in &paths {
            assert!(!can_keep(std::slice::from_ref(path)), "{path:?}");
        }
        place.write("small", "x");
        assert!(can_keep(&[place.path("small")]) && !can_keep(&[place.path("small"), place.path("missing")]));
    }
}
