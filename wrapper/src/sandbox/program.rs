//! Which file a probe's program is. Only what root has put where root alone can write counts: a program of the same
//! name in the person's own folders may be anything.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::Refused;
use crate::policy::Origin;

/// Looked through after the search path, so that `/usr/sbin` is seen where a person's path leaves it out.
const SYSTEM: &[&str] = &["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/// The program of that bare name.
///
/// # Errors
/// When there is none that root alone can have put there.
pub fn find(name: &str, search: Option<&std::ffi::OsStr>) -> Result<PathBuf, Refused> {
    if name.is_empty() || name.contains('/') {
        return Err(Refused::new("a look names its program without a folder"));
    }
    let given = search.map(|path| std::env::split_paths(path).collect::<Vec<_>>()).unwrap_or_default();
    let system = SYSTEM.iter().map(PathBuf::from);
    given
        .into_iter()
        .chain(system)
        .filter(|folder| folder.is_absolute() && roots_alone(folder))
        .map(|folder| folder.join(name))
        .find(|program| {
            std::fs::metadata(program).is_ok_and(|found| {
                found.is_file()
                    && found.uid() == 0
                    && found.mode() & 0o022 == 0
                    && found.permissions().mode() & 0o111 != 0
            })
        })
        .ok_or_else(|| Refused::new(format!("{name} is no program of the system")))
}

/// Where packages put programs, and what those are links to. `/usr/local` and `/opt` are for what comes by hand
/// (hier(7)). A package's own list of files would tell it for certain, and take longer to read than the look.
const PACKAGED: &[&str] = &["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/lib", "/usr/libexec", "/usr/share", "/lib"];

/// Who has put the program there that [`find`] finds under this name.
#[must_use]
pub fn origin(name: &str, search: Option<&std::ffi::OsStr>) -> Origin {
    let Ok(found) = find(name, search) else { return Origin::Other };
    // Behind its links, such as those of alternatives.
    match std::fs::canonicalize(&found) {
        Ok(real) if is_packaged(&found) && is_packaged(&real) && real.parent().is_some_and(roots_alone) => {
            Origin::Package
        }
        _ => Origin::Other,
    }
}

fn is_packaged(path: &Path) -> bool {
    PACKAGED.iter().any(|folder| path.starts_with(folder))
}

/// Nobody but root can put something there, or swap a folder above it.
pub fn roots_alone(folder: &Path) -> bool {
    std::fs::canonicalize(folder).is_ok_and(|real| {
        real.ancestors()
            .all(|above| std::fs::metadata(above).is_ok_and(|found| found.uid() == 0 && found.mode() & 0o022 == 0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_told_by_its_place() {
        assert_eq!(origin("ls", None), Origin::Package);
        assert_eq!(origin("no-such-program-here", None), Origin::Other);
        for (path, packaged) in [
            ("/usr/bin/ls", true),
            ("/usr/lib/git-core/git", true),
            ("/usr/local/bin/ls", false),
            ("/opt/x/bin/x", false),
            ("/usr/binx/ls", false),
            ("/home/ann/bin/ls", false),
        ] {
            assert_eq!(is_packaged(Path::new(path)), packaged, "{path}");
        }
    }

    #[test]
    fn only_roots_programs_are_found() {
        assert!(find("ls", None).is_ok());
        assert!(find("/bin/ls", None).is_err());
        assert!(find("", None).is_err());
        let place = tempfile::tempdir().expect("a temporary folder");
        let own = place.path().join("frobnicate-it");
        std::fs::write(&own, "#!/bin/sh\n").expect("a script");
        std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o755)).expect("permissions");
        // Below /tmp, which anyone can write: whoever owns it, it does not count.
        assert!(find("frobnicate-it", Some(place.path().as_os_str())).is_err());
    }
}
