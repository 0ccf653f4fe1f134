//! What fills a disk: file systems with their sizes, and the biggest things below a folder.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;
use serde::Serialize;

use super::table::size;
use super::walk::{Bounds, walk};
use super::{Row, Seen};
use crate::error::{Error, Kind, Result};

/// A file system that is mounted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mount {
    /// Where.
    pub path: String,
    /// What: a device, a server's folder, or a name.
    pub source: String,
    /// Its kind.
    pub kind: String,
    /// It cannot be written.
    pub read_only: bool,
    /// All of it, in bytes; `None` where asking might wait for a server.
    pub size: Option<u64>,
    /// What is in use, in bytes.
    pub used: Option<u64>,
    /// What can still be written by others than root, in bytes.
    pub free: Option<u64>,
}

impl Row for Mount {
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("size", true),
        ("used", true),
        ("free", true),
        ("use", true),
        ("kind", false),
        ("source", false),
        ("mounted at", false),
    ];

    fn cells(&self) -> Vec<String> {
        let told = |bytes: Option<u64>| bytes.map_or_else(|| "?".to_owned(), size);
        let share = match (self.used, self.free) {
            // Of what is there for others than root, rounded up, as df(1) counts it.
            (Some(used), Some(free)) if used + free > 0 => format!("{}%", (used * 100).div_ceil(used + free)),
            _ => String::new(),
        };
        let mut place = self.path.clone();
        if self.read_only {
            place += " (read-only)";
        }
        vec![told(self.size), told(self.used), told(self.free), share, self.kind.clone(), self.source.clone(), place]
    }
}

/// Something below a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Big {
    /// What it takes on the disk, all below it included.
    pub bytes: u64,
    /// Files below it; 1 for a file.
    pub files: u64,
    /// Where it is.
    pub path: String,
    /// It is a folder.
    pub folder: bool,
}

impl Row for Big {
    const COLUMNS: &'static [(&'static str, bool)] = &[("size", true), ("files", true), ("path", false)];

    fn cells(&self) -> Vec<String> {
        let end = if self.folder { "/" } else { "" };
        vec![size(self.bytes), self.files.to_string(), format!("{}{end}", self.path)]
    }
}

/// Kinds whose server may be gone: asking for their size would wait for it.
const REMOTE: &[&str] =
    &["nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "afs", "autofs", "fuse.sshfs", "fuse.rclone"];

/// The file systems that hold something, largest first.
///
/// # Errors
/// When the list of mounts cannot be read.
pub fn mounts() -> Result<Seen<Mount>> {
    let mut rows: Vec<Mount> = distinct(listed()?).into_iter().map(measured).collect();
    // Those of the kernel's own have no size.
    rows.retain(|mount| mount.size != Some(0));
    rows.sort_by(|one, other| other.size.cmp(&one.size).then_with(|| one.path.cmp(&other.path)));
    Ok(Seen::whole(rows))
}

/// The file system that holds a path.
///
/// # Errors
/// When the path is not there, or the list of mounts cannot be read.
pub fn mount_of(path: &Path) -> Result<Option<Mount>> {
    let real = fs::canonicalize(path)
        .map_err(|error| Error::new(Kind::Outside, format!("look at {}", path.display())).because(error))?;
    // Of several at one place the last is the one on top.
    let holding = listed()?.into_iter().filter(|(_, mount)| real.starts_with(&mount.path));
    Ok(holding.max_by_key(|(_, mount)| mount.path.len()).map(|(_, mount)| measured(mount)))
}

/// What takes most room right below a folder, each with all below it, on the same file system; at most so many.
///
/// # Errors
/// When it is no folder, or cannot be read.
pub fn biggest(folder: &Path, most: usize) -> Result<Seen<Big>> {
    let wrong =
        |error: std::io::Error| Error::new(Kind::Outside, format!("look below {}", folder.display())).because(error);
    let top = fs::canonicalize(folder).map_err(wrong)?;
    fs::read_dir(&top).map_err(wrong)?;
    let mut sums: HashMap<PathBuf, Big> = HashMap::new();
    let mut seen: HashSet<(u64, u64)> = HashSet::new();
    let device = fs::metadata(&top).map_err(wrong)?.dev();
    let walked = walk(&top, Bounds::from_now(), |path, found| {
        // A file of several names takes its room once; another file system's room is not this one's.
        let counted =
            found.dev() == device && (found.nlink() < 2 || found.is_dir() || seen.insert((found.dev(), found.ino())));
        let Some(first) = path.strip_prefix(&top).ok().and_then(|below| below.components().next()) else {
            return false;
        };
        let name = PathBuf::from(first.as_os_str());
        let folder = found.is_dir() || path != top.join(&name);
        let sum = sums.entry(name.clone()).or_insert_with(|| Big {
            bytes: 0,
            files: 0,
            path: name.to_string_lossy().into_owned(),
            folder,
        });
        if counted {
            // st_blocks is in units of 512 bytes whatever the file system's are (inode(7)).
            sum.bytes = sum.bytes.saturating_add(found.blocks().saturating_mul(512));
            sum.files += u64::from(!found.is_dir());
        }
        true
    });
    let mut rows: Vec<Big> = sums.into_values().collect();
    rows.sort_by(|one, other| other.bytes.cmp(&one.bytes).then_with(|| one.path.cmp(&other.path)));
    rows.truncate(most);
    for row in &mut rows {
        row.path = folder.join(&row.path).to_string_lossy().into_owned();
    }
    Ok(Seen { rows, notes: walked.notes() })
}

/// Every mount with the number of its device.
fn listed() -> Result<Vec<(String, Mount)>> {
    let text = fs::read("/proc/self/mountinfo")
        .map_err(|error| Error::new(Kind::Outside, "read /proc/self/mountinfo").because(error))?;
    Ok(String::from_utf8_lossy(&text).lines().filter_map(parse).collect())
}

/// `36 35 98:0 /root /mnt rw,noatime shared:1 - ext3 /dev/sda1 rw`, proc_pid_mountinfo(5).
fn parse(line: &str) -> Option<(String, Mount)> {
    let (front, back) = line.split_once(" - ")?;
    let front: Vec<&str> = front.split(' ').collect();
    let mut back = back.split(' ');
    let (device, path, options) = (front.get(2)?, front.get(4)?, front.get(5)?);
    let mount = Mount {
        path: unescaped(path),
        kind: back.next()?.to_owned(),
        source: unescaped(back.next()?),
        read_only: options.split(',').any(|option| option == "ro"),
        size: None,
        used: None,
        free: None,
    };
    Some(((*device).to_owned(), mount))
}

/// Blank, tab, newline and backslash are written in octal there.
fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    // The backslash last: what it stands before then is no escape.
    for (escape, character) in [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")] {
        plain = plain.replace(escape, character);
    }
    plain
}

/// One a device: of several places that show the same, the one nearest to the root.
fn distinct(mounts: Vec<(String, Mount)>) -> Vec<Mount> {
    let mut chosen: HashMap<String, Mount> = HashMap::new();
    for (device, mount) in mounts {
        match chosen.entry(device) {
            std::collections::hash_map::Entry::Vacant(place) => drop(place.insert(mount)),
            std::collections::hash_map::Entry::Occupied(mut place) => {
                if mount.path.len() < place.get().path.len() {
                    place.insert(mount);
                }
            }
        }
    }
    chosen.into_values().collect()
}

fn measured(mut mount: Mount) -> Mount {
    if REMOTE.contains(&mount.kind.as_str()) {
        return mount;
    }
    if let Ok(found) = statvfs(Path::new(&mount.path)) {
        let bytes = |blocks: u64| blocks.saturating_mul(found.fragment_size());
        mount.size = Some(bytes(found.blocks()));
        mount.used = Some(bytes(found.blocks().saturating_sub(found.blocks_free())));
        mount.free = Some(bytes(found.blocks_available()));
    }
    mount
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_are_read_from_the_kernels_list() {
        let line =
            "36 35 98:0 /r /mnt/my\\040disk\\134 ro,noatime master:1 shared:2 - ext3 /dev/sd\\040a rw,errors=continue";
        let (device, mount) = parse(line).expect("a mount");
        assert_eq!(
            (device.as_str(), mount.path.as_str(), mount.kind.as_str(), mount.source.as_str(), mount.read_only),
            ("98:0", "/mnt/my disk\\", "ext3", "/dev/sd a", true)
        );
        for wrong in ["", "36 35 98:0 /r /mnt rw", "36 35 - ext3 x"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_device_is_shown_once_where_it_is_nearest_to_the_root() {
        let at = |device: &str, path: &str| parse(&format!("1 1 {device} / {path} rw - ext4 x rw")).expect("a mount");
        let shown = distinct(vec![at("1:1", "/a/b"), at("1:1", "/"), at("1:1", "/c"), at("1:2", "/d")]);
        let mut paths: Vec<_> = shown.iter().map(|mount| mount.path.as_str()).collect();
        paths.sort_unstable();
        assert_eq!(paths, ["/", "/d"]);
    }

    #[test]
    fn a_share_is_told_of_what_others_than_root_can_have() {
        let (_, mount) = parse("1 1 1:1 / / rw - ext4 x rw").expect("a mount");
        assert_eq!(mount.cells()[..4], ["?", "?", "?", ""]);
        let mount = Mount { size: Some(4096), used: Some(2048), free: Some(1024), ..mount };
        assert_eq!(mount.cells()[..4], ["4.0 KiB", "2.0 KiB", "1.0 KiB", "67%"]);
    }

    #[test]
    fn the_biggest_come_first_and_a_file_of_two_names_counts_once() {
        let room = tempfile::tempdir().expect("a temporary folder");
        let top = room.path();
        fs::create_dir_all(top.join("big/deep")).expect("folders");
        fs::write(top.join("big/deep/file"), vec![1; 300_000]).expect("a file");
        fs::hard_link(top.join("big/deep/file"), top.join("big/again")).expect("a link");
        fs::write(top.join("small"), vec![1; 100_000]).expect("a file");
        let seen = biggest(top, 9).expect("a look");
        let rows: Vec<_> = seen.rows.iter().map(|row| (row.path.rsplit('/').next(), row.files, row.folder)).collect();
        assert_eq!(rows, [(Some("big"), 1, true), (Some("small"), 1, false)]);
        assert!((300_000..500_000).contains(&seen.rows[0].bytes), "{:?}", seen.rows);
        assert_eq!(biggest(top, 1).expect("a look").rows.len(), 1);
        assert!(biggest(&top.join("small"), 9).is_err());
    }

    #[test]
    fn this_machine_has_a_file_system() {
        let root = mount_of(Path::new("/")).expect("mounts").expect("one");
        assert!(root.path == "/" && root.size.is_some_and(|size| size > 0), "{root:?}");
        assert!(!mounts().expect("mounts").rows.is_empty());
        assert!(mount_of(Path::new("/proc/nonexistent")).is_err());
    }
}
