//! The brain's package beside this binary: in a checkout's build folder, or in the same prefix.
//!
//! What lies there will be run. One that another account could have put there, or could change, is none: the brain inside
//! the binary is taken then.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Folders and files of a package that are looked at; one with more is no package of ours.
const MOST_ENTRIES: usize = 2000;

/// The folder of the package, where there is one that only root, the person and the owner of the binary can have made.
#[must_use]
pub fn package_beside(binary: &Path) -> Option<PathBuf> {
    // A link that is turned round later leads nowhere new: what is looked at is what is run.
    let package = found(binary)?.canonicalize().ok()?;
    let trust = Trust { owner: fs::metadata(binary).ok()?.uid(), person: nix::unistd::geteuid().as_raw() };
    let binary = binary.canonicalize().ok()?;
    // Who can write to a folder above both could have changed the binary as well.
    let common = package.ancestors().find(|folder| binary.starts_with(folder))?;
    let mut left = MOST_ENTRIES;
    let mut above = package.ancestors().skip(1).take_while(|folder| folder.starts_with(common));
    let is_safe = above.all(|folder| trust.holds(folder)) && trust.holds_all(&package, &mut left);
    is_safe.then_some(package)
}

fn found(binary: &Path) -> Option<PathBuf> {
    let folder = binary.parent()?;
    for above in folder.ancestors().take(4) {
        // A checkout is known by the contract that lies beside the package.
        let kernel = above.join("kernel");
        if above.join("Cargo.toml").is_file() && kernel.join("protocol/schema.json").is_file() {
            return Some(kernel.join("ghost_kernel"));
        }
    }
    let lib = folder.parent()?.join("lib");
    let mut versions: Vec<_> = fs::read_dir(lib).ok()?.flatten().map(|entry| entry.path()).collect();
    versions.sort();
    versions
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("python3")))
        .map(|path| path.join("site-packages/ghost_kernel"))
        .find(|package| package.join("__main__.py").is_file())
}

/// Whose files may be run: root's, the person's, and those of whoever could have changed the binary.
struct Trust {
    owner: u32,
    person: u32,
}

impl Trust {
    /// What lies in this folder already is nobody else's to replace: in a sticky one that is so for all (inode(7)).
    fn holds(&self, folder: &Path) -> bool {
        let closed = |found: &Metadata| found.mode() & 0o022 == 0 || found.mode() & 0o1000 != 0;
        fs::metadata(folder).is_ok_and(|found| closed(&found) && self.is_from(&found))
    }

    /// This file or folder, and everything in it, is nobody else's to change or to add to. A link would lead to what was
    /// not looked at.
    fn holds_all(&self, path: &Path, left: &mut usize) -> bool {
        let Some(less) = left.checked_sub(1) else { return false };
        *left = less;
        let Ok(found) = fs::symlink_metadata(path) else { return false };
        if found.is_symlink() || found.mode() & 0o022 != 0 || !self.is_from(&found) {
            return false;
        }
        if !found.is_dir() {
            return true;
        }
        fs::read_dir(path)
            .is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| self.holds_all(&entry.path(), left))))
    }

    fn is_from(&self, found: &Metadata) -> bool {
        [0, self.person, self.owner].contains(&found.uid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

    /// A binary in `bin`, a package where pip puts it.
    fn place() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let root = place.path().canonicalize().expect("a path");
        let binary = root.join("usr/bin/ghost");
        let package = root.join("usr/lib/python3.11/site-packages/ghost_kernel");
        for folder in [binary.parent().expect("a folder"), &package.join("rules")] {
            fs::create_dir_all(folder).expect("folders");
        }
        for file in [&binary, &package.join("__main__.py"), &package.join("rules/one.py")] {
            fs::write(file, "").expect("a file");
            mode(file, 0o644);
        }
        for folder in ["usr", "usr/bin", "usr/lib", "usr/lib/python3.11", "usr/lib/python3.11/site-packages"] {
            mode(&root.join(folder), 0o755);
        }
        mode(&package, 0o755);
        mode(&package.join("rules"), 0o755);
        (place, binary, package)
    }

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }

    #[test]
    fn a_package_is_found_in_the_same_prefix_and_in_a_checkout() {
        let (place, binary, package) = place();
        assert_eq!(package_beside(&binary), Some(package));
        // Others' folders above both are no matter: the binary lies in them too.
        mode(place.path(), 0o777);
        assert!(package_beside(&binary).is_some());
        let kernel = place.path().canonicalize().expect("a path").join("usr/kernel");
        fs::create_dir_all(kernel.join("protocol")).expect("a folder");
        fs::create_dir_all(kernel.join("ghost_kernel")).expect("a folder");
        fs::write(kernel.join("protocol/schema.json"), "").expect("a file");
        fs::write(place.path().join("usr/Cargo.toml"), "").expect("a file");
        for folder in [&kernel, &kernel.join("ghost_kernel")] {
            mode(folder, 0o755);
        }
        assert_eq!(package_beside(&binary), Some(kernel.join("ghost_kernel")));
        mode(&kernel, 0o777);
        assert_eq!(package_beside(&binary), None, "and none further away");
    }

    #[test]
    fn one_that_others_can_change_is_none() {
        for open in [
            "usr",
            "usr/lib",
            "usr/lib/python3.11",
            "usr/lib/python3.11/site-packages",
            "usr/lib/python3.11/site-packages/ghost_kernel",
            "usr/lib/python3.11/site-packages/ghost_kernel/rules",
        ] {
            for bits in [0o775, 0o757] {
                let (place, binary, _) = place();
                mode(&place.path().join(open), bits);
                assert_eq!(package_beside(&binary), None, "{open} {bits:o}");
            }
        }
        for file in ["__main__.py", "rules/one.py"] {
            let (_place, binary, package) = place();
            mode(&package.join(file), 0o666);
            assert_eq!(package_beside(&binary), None, "{file}");
        }
    }

    #[test]
    fn in_a_sticky_folder_nobody_replaces_what_is_anothers() {
        let (place, binary, package) = place();
        mode(&place.path().join("usr"), 0o1777);
        assert_eq!(package_beside(&binary), Some(package.clone()));
        mode(&package, 0o1777);
        assert_eq!(package_beside(&binary), None, "but new files can be put there");
    }

    #[test]
    fn one_that_belongs_to_another_account_is_none() {
        if !nix::unistd::geteuid().is_root() {
            // Files cannot be given away.
            return;
        }
        for name in ["usr/lib", "usr/lib/python3.11/site-packages/ghost_kernel/__main__.py"] {
            let (place, binary, package) = place();
            chown(place.path().join(name), Some(12345), None).expect("given away");
            assert_eq!(package_beside(&binary), None, "{name}");
            chown(&binary, Some(12345), None).expect("given away");
            assert_eq!(package_beside(&binary), Some(package), "the owner of the binary could change that too");
        }
    }

    #[test]
    fn a_link_leads_to_what_is_looked_at() {
        let (place, binary, package) = place();
        let elsewhere = place.path().canonicalize().expect("a path").join("elsewhere");
        fs::rename(&package, &elsewhere).expect("moved");
        symlink(&elsewhere, &package).expect("a link");
        assert_eq!(package_beside(&binary), Some(elsewhere.clone()));
        mode(&elsewhere, 0o777);
        assert_eq!(package_beside(&binary), None);
        mode(&elsewhere, 0o755);
        symlink("/tmp", elsewhere.join("more")).expect("a link");
        assert_eq!(package_beside(&binary), None, "what is behind it was not looked at");
    }
}
