//! Whom the tests type as: an account of its own for each shell, where root has made them; else whoever runs the tests.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use nix::unistd::{User, chown, geteuid, getuid};

use crate::env::GHOST;

/// Where `tests/runner/people.py` leaves the accounts' password.
const PASSWORD: &str = "/etc/ghost-tests.password";

/// A person with an account on this machine.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name to log in with.
    pub name: String,
    /// The home folder that a login finds.
    pub home: PathBuf,
    user: u32,
    group: u32,
    /// Made for the tests.
    is_ours: bool,
}

impl Person {
    /// The one whose login shell this is.
    pub fn with_shell(shell: &str) -> Self {
        let name = format!("ghost-{shell}");
        let found = if geteuid().is_root() { User::from_name(&name) } else { User::from_uid(getuid()) };
        let user = found.expect("accounts can be read").unwrap_or_else(|| {
            panic!("there is no account {name} to type as; `python3 tests/run.py --only people` makes it")
        });
        Self {
            name: user.name,
            home: user.dir,
            user: user.uid.as_raw(),
            group: user.gid.as_raw(),
            is_ours: geteuid().is_root(),
        }
    }

    /// User and group to start programs as; `None`: they are the test's own.
    pub fn ids(&self) -> Option<(u32, u32)> {
        self.is_ours.then_some((self.user, self.group))
    }

    /// The password. Where there are no accounts of ours this is a failure, unless missing things are allowed.
    pub fn password(&self) -> Option<String> {
        let password = std::fs::read_to_string(PASSWORD).ok().filter(|_| self.is_ours);
        if password.is_none() {
            let told = "passwords can only be tested as root, with the accounts of `tests/run.py --only people`";
            assert!(std::env::var_os("GHOST_ALLOW_MISSING").is_some(), "{told}");
            eprintln!("{told}: not tested");
        }
        password.map(|password| password.trim_end().to_owned())
    }

    /// Gives a file or folder to them.
    pub fn own(&self, path: &Path) {
        if self.is_ours {
            chown(path, Some(self.user.into()), Some(self.group.into())).expect("a file is given away");
        }
    }

    /// Gives a folder to them with all that is in it.
    pub fn own_all(&self, folder: &Path) {
        self.own(folder);
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let kind = entry.file_type().expect("a kind of file");
            if kind.is_dir() {
                self.own_all(&entry.path());
            } else if !kind.is_symlink() {
                self.own(&entry.path());
            }
        }
    }
}

/// The real `ghost`, where everybody may run it: a checkout in root's home is closed to others.
pub fn ghost() -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| {
        let built = Path::new(GHOST);
        if !geteuid().is_root() || built.ancestors().skip(1).all(is_open) {
            return built.to_owned();
        }
        use std::os::unix::fs::MetadataExt as _;
        let found = std::fs::metadata(built).expect("a built ghost");
        let copy = PathBuf::from(format!(
            "/var/tmp/ghost-tests/{}-{}-{}/ghost",
            found.ino(),
            found.mtime(),
            found.mtime_nsec()
        ));
        if !copy.exists() {
            std::fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
            if std::fs::hard_link(built, &copy).is_ok() {
                return copy;
            }
            let fresh = tempfile::NamedTempFile::new_in(copy.parent().expect("a folder")).expect("a file");
            std::fs::copy(built, fresh.path()).expect("a copy");
            fresh.persist(&copy).expect("a copy");
        }
        copy
    })
}

/// nu, which is in no folder of the system: as the accounts' own shell, else where the tests' programs are.
pub fn nu() -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| {
        if geteuid().is_root() {
            return nix::unistd::User::from_name("ghost-nu").ok().flatten().expect("an account with nu").shell;
        }
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let found = std::env::split_paths(&folders).map(|folder| folder.join("nu")).find(|path| path.is_file());
        found.expect("nu is on the path; `python3 tests/run.py --only programs` gets it")
    })
}

fn is_open(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(folder).is_ok_and(|found| found.mode() & 0o005 == 0o005)
}
