//! Where the person's files lie.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Folders of the person, from the XDG Base Directory Specification; `None` where there is no home.
#[derive(Debug, Clone, Default)]
pub struct Folders {
    /// The home folder.
    pub home: Option<PathBuf>,
    /// `$XDG_CONFIG_HOME/ghost`.
    pub config: Option<PathBuf>,
    /// `$XDG_STATE_HOME/ghost`.
    pub state: Option<PathBuf>,
    /// `$XDG_CACHE_HOME/ghost`.
    pub cache: Option<PathBuf>,
    /// `$XDG_DATA_HOME/ghost`.
    pub data: Option<PathBuf>,
    /// `$XDG_RUNTIME_DIR/ghost`.
    pub runtime: Option<PathBuf>,
}

impl Folders {
    /// From the environment. Relative paths are ignored, as the specification says; so is a home that is not there,
    /// because ghost makes folders in a home and no homes. Nothing of ghost's is read from or written to what belongs to
    /// another user: settings name programs and rules that would run with our rights, as root's under `sudo -E`.
    #[must_use]
    pub fn from_env() -> Self {
        let var = |name: &str| std::env::var_os(name).filter(|value| name != "HOME" || Path::new(value).is_dir());
        let user = nix::unistd::geteuid().as_raw();
        Self::from_vars(var, |path| {
            std::fs::metadata(path).map_or(true, |found| found.uid() == user || found.uid() == 0)
        })
    }

    fn from_vars(var: impl Fn(&str) -> Option<OsString>, is_ours: impl Fn(&Path) -> bool) -> Self {
        let absolute = |name: &str| var(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = absolute("HOME");
        let below = |name: &str, default: &str| {
            let base = absolute(name).or_else(|| home.as_ref().map(|home| home.join(default)));
            let theirs =
                |path: &PathBuf| path.ancestors().find(|part| part.exists()).is_some_and(|part| !is_ours(part));
            base.map(|path| path.join("ghost")).filter(|path| !theirs(path))
        };
        Self {
            config: below("XDG_CONFIG_HOME", ".config"),
            state: below("XDG_STATE_HOME", ".local/state"),
            cache: below("XDG_CACHE_HOME", ".cache"),
            data: below("XDG_DATA_HOME", ".local/share"),
            runtime: absolute("XDG_RUNTIME_DIR").filter(|path| is_ours(path)).map(|path| path.join("ghost")),
            home,
        }
    }

    /// Where the embedded brain may be unpacked to, best first.
    #[must_use]
    pub fn unpack_bases(&self) -> Vec<PathBuf> {
        let mut bases: Vec<PathBuf> = self.cache.iter().chain(&self.runtime).cloned().collect();
        let user = nix::unistd::geteuid().as_raw();
        bases.push(std::env::temp_dir().join(format!("ghost-{user}")));
        bases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(vars: &[(&str, &str)]) -> Folders {
        let find = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        Folders::from_vars(find, |_| true)
    }

    #[test]
    fn folders_follow_the_specification() {
        let plain = folders(&[("HOME", "/h")]);
        assert_eq!(plain.state, Some(PathBuf::from("/h/.local/state/ghost")));
        assert_eq!(plain.runtime, None);
        let moved = folders(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "/c"), ("XDG_CACHE_HOME", "relative")]);
        assert_eq!(moved.config, Some(PathBuf::from("/c/ghost")));
        assert_eq!(moved.cache, Some(PathBuf::from("/h/.cache/ghost")));
        assert_eq!(folders(&[]).config, None);
    }

    #[test]
    fn what_belongs_to_another_user_is_left_alone() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let home = place.path().to_str().expect("a path that is text");
        let theirs = place.path().join(".config");
        std::fs::create_dir(&theirs).expect("a folder");
        let vars = [("HOME", home), ("XDG_RUNTIME_DIR", home)];
        let find = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        let folders = Folders::from_vars(find, |path| path != theirs);
        assert_eq!((folders.config, folders.state.is_some()), (None, true));
        let folders = Folders::from_vars(find, |path| path != place.path());
        assert_eq!((folders.config.is_some(), folders.state, folders.runtime), (true, None, None));
        assert_eq!(folders.home.as_deref(), Some(place.path()), "`~` still means it");
    }
}
