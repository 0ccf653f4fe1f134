//! The brain's source inside this binary, unpacked once to a folder named by its hash.

use std::fs::{self, DirBuilder};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};

/// All files, one after the other (see `build.rs`). A table of names and contents would be some hundred pointers, which
/// are all written anew at each start (position-independent code), though hardly any start looks at them.
static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kernel.archive"));

/// Names this very source.
pub const HASH: &str = env!("GHOST_KERNEL_HASH");

/// Names below the package's folder, and contents.
fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let mut rest = ARCHIVE;
    std::iter::from_fn(move || {
        let (name, after) = line(rest)?;
        let (length, after) = line(after)?;
        let (content, after) = after.split_at_checked(length.parse().ok()?)?;
        rest = after;
        Some((name, content))
    })
}

fn line(text: &'static [u8]) -> Option<(&'static str, &'static [u8])> {
    let end = text.iter().position(|&byte| byte == b'\n')?;
    Some((str::from_utf8(&text[..end]).ok()?, &text[end + 1..]))
}

/// The folder of the package `ghost_kernel` below the first base that can be written, unpacked when it is not there.
///
/// # Errors
/// When no base can be written.
pub fn unpacked(bases: &[PathBuf]) -> Result<PathBuf> {
    let mut last = Error::new(Kind::Outside, "find a folder to unpack the brain to");
    for base in bases {
        match unpack_below(base) {
            Ok(folder) => return Ok(folder),
            Err(error) => {
                last = Error::new(Kind::Outside, format!("unpack the brain below {}", base.display())).because(error);
            }
        }
    }
    Err(last)
}

fn unpack_below(base: &Path) -> std::io::Result<PathBuf> {
    private_folder(base)?;
    let home = base.join(format!("kernel-{HASH}"));
    let package = home.join("ghost_kernel");
    if package.join("__main__.py").exists() {
        return Ok(package);
    }
    // A folder of our own name first, then one rename: another ghost sees all of it or nothing.
    let half = base.join(format!("kernel-{HASH}.{}", std::process::id()));
    let written = write_all(&half.join("ghost_kernel"));
    let placed = written.and_then(|()| match fs::rename(&half, &home) {
        Err(_) if package.join("__main__.py").exists() => Ok(()), // another ghost was first
        other => other,
    });
    if let Err(error) = placed {
        let _ = fs::remove_dir_all(&half);
        return Err(error);
    }
    let _ = fs::remove_dir_all(&half);
    Ok(package)
}

/// A folder that nobody else can write to, since what lies in it will be run.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let found = fs::symlink_metadata(folder)?;
    let ours = found.is_dir() && found.uid() == nix::unistd::geteuid().as_raw();
    if !ours || found.mode() & 0o022 != 0 {
        return Err(std::io::Error::other("others can write to that folder"));
    }
    Ok(())
}

fn write_all(package: &Path) -> std::io::Result<()> {
    for (name, content) in files() {
        let path = package.join(name);
        if let Some(parent) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
        }
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(content)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_unpacked_once_and_whole() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let base = place.path().join("ghost");
        let package = unpacked(std::slice::from_ref(&base)).expect("unpacked");
        let read = files().map(|(name, content)| format!("{name}\n{}\n", content.len()).len() + content.len());
        assert_eq!(read.sum::<usize>(), ARCHIVE.len(), "no file is left out");
        for (name, content) in files() {
            assert_eq!(&fs::read(package.join(name)).expect("a file"), content);
        }
        assert!(package.join("knowledge/commands.table").is_file(), "the table of commands is a part of the brain");
        let left: Vec<_> = fs::read_dir(&base).expect("a folder").flatten().collect();
        assert_eq!(left.len(), 1, "nothing half-done is left: {left:?}");
        assert_eq!(unpacked(&[base]).expect("again"), package);
    }

    #[test]
    fn the_second_base_is_taken_when_the_first_cannot_be_written() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let file = place.path().join("file");
        fs::write(&file, "").expect("a file");
        let bases = [file.join("below"), place.path().join("good")];
        assert!(unpacked(&bases).expect("unpacked").starts_with(place.path().join("good")));
        assert!(unpacked(&bases[..1]).is_err());
    }

    #[test]
    fn a_folder_others_can_write_to_is_not_used() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().expect("a temporary folder");
        let base = place.path().join("open");
        fs::create_dir(&base).expect("a folder");
        fs::set_permissions(&base, fs::Permissions::from_mode(0o777)).expect("permissions");
        assert!(unpacked(&[base]).is_err());
    }
}
