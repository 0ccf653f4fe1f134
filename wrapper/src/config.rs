//! The person's settings and folders, read once, and only when a line has failed.
//!
//! What loosens is taken from the person's own files and, above the ceiling, from root's; never from the environment
//! or from a project. A policy file that cannot be read or understood means the strictest level, said aloud.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::policy::Level;

/// Root's own policy; the strictest of this and the person's wins.
const SYSTEM_POLICY: &str = "/etc/ghost/policy.toml";

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

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    brain: BrainSection,
    #[serde(default)]
    ignore: IgnoreSection,
    #[serde(default)]
    host: HostSection,
    #[serde(default)]
    hooks: HooksSection,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct IgnoreSection {
    #[serde(default)]
    programs: Vec<String>,
    #[serde(default)]
    folders: Vec<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HostSection {
    hold_ms: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HooksSection {
    #[serde(default)]
    terminal_text: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct BrainSection {
    python: Option<PathBuf>,
    deadline_ms: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    level: Option<LevelName>,
    #[serde(default)]
    lock: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LevelName {
    Never,
    Ask,
    Auto,
}

/// The settings in force.
#[derive(Debug)]
pub struct Config {
    /// The interpreter of the brain.
    pub python: Option<PathBuf>,
    /// How long the brain may think about one strike.
    pub deadline: Duration,
    /// Programs that are never repaired.
    pub ignored_programs: Vec<String>,
    /// Folders in and below which nothing is repaired.
    pub ignored_folders: Vec<PathBuf>,
    /// How long a command's first output is kept back in a host; zero: never. `None`: the usual time.
    pub hold: Option<Duration>,
    /// Hooks without a host may ask the terminal what it shows.
    pub terminal_text: bool,
    /// How much runs unasked.
    pub level: Level,
    /// Root forbids another brain (`--kernel`).
    pub kernel_locked: bool,
    /// What was wrong with a file; one line each.
    pub complaints: Vec<String>,
}

impl Config {
    /// Reads the files below these folders.
    #[must_use]
    pub fn load(folders: &Folders) -> Self {
        let mut config = Self::read(folders.config.as_deref(), Path::new(SYSTEM_POLICY));
        for folder in &mut config.ignored_folders {
            if let (Ok(rest), Some(home)) = (folder.strip_prefix("~"), &folders.home) {
                *folder = home.join(rest);
            }
        }
        config
    }

    /// True when the person wants lines with one of these programs, or in this folder, left alone.
    pub fn ignores<'a>(&self, mut programs: impl Iterator<Item = &'a str>, folder: &Path) -> bool {
        let base = |program: &'a str| program.rsplit('/').next().unwrap_or(program);
        programs.any(|program| self.ignored_programs.iter().any(|name| name == base(program)))
            || self.ignored_folders.iter().any(|ignored| folder.starts_with(ignored))
    }

    fn read(folder: Option<&Path>, system: &Path) -> Self {
        let mut complaints = Vec::new();
        let file = folder.map(|folder| folder.join("config.toml"));
        let config: ConfigFile = match file.as_deref().map(read_toml) {
            Some(Ok(found)) => found.unwrap_or_default(),
            Some(Err(why)) => {
                complaints.push(why);
                ConfigFile::default()
            }
            None => ConfigFile::default(),
        };
        let mut level = None;
        let mut kernel_locked = false;
        let person = folder.map(|folder| folder.join("policy.toml"));
        for (path, of_system) in [(Some(system.to_owned()), true), (person, false)] {
            let Some(path) = path else { continue };
            let found = if of_system { trusted(&path) } else { Ok(()) };
            match found.and_then(|()| read_toml::<PolicyFile>(&path)) {
                Ok(Some(file)) => {
                    let says = file.level.map(|name| match name {
                        LevelName::Never => Level::Never,
                        LevelName::Ask => Level::Ask,
                        LevelName::Auto => Level::Auto,
                    });
                    level = strictest(level, says);
                    kernel_locked |= of_system && file.lock.iter().any(|name| name == "kernel");
                }
                Ok(None) => {}
                Err(why) => {
                    complaints.push(format!("{why}; nothing runs unasked until that is mended"));
                    level = Some(Level::Never);
                    kernel_locked |= of_system;
                }
            }
        }
        Self {
            python: config.brain.python,
            ignored_programs: config.ignore.programs,
            ignored_folders: config.ignore.folders,
            hold: config.host.hold_ms.map(Duration::from_millis),
            terminal_text: config.hooks.terminal_text,
            deadline: Duration::from_millis(config.brain.deadline_ms.unwrap_or(5000)),
            level: level.unwrap_or(Level::Ask),
            kernel_locked,
            complaints,
        }
    }
}

fn strictest(one: Option<Level>, other: Option<Level>) -> Option<Level> {
    let rank = |level: Level| match level {
        Level::Never => 0,
        Level::Ask => 1,
        Level::Auto => 2,
    };
    match (one, other) {
        (Some(one), Some(other)) => Some(if rank(one) <= rank(other) { one } else { other }),
        (level, None) | (None, level) => level,
    }
}

/// A file that speaks for root must be root's, and nobody else's to write.
fn trusted(path: &Path) -> Result<(), String> {
    match std::fs::metadata(path) {
        Ok(found) if found.uid() != 0 || found.mode() & 0o022 != 0 => {
            Err(format!("{} is not root's alone", path.display()))
        }
        _ => Ok(()),
    }
}

fn read_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, String> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Ok(None),
        Err(error) => return Err(format!("{} cannot be read: {error}", path.display())),
    };
    let wrong = |error: toml::de::Error| {
        let line = error.span().map_or(0, |span| text[..span.start].lines().count().max(1));
        format!("{}, line {line}: {}", path.display(), error.message())
    };
    toml::from_str(&text).map(Some).map_err(wrong)
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

    /// Reads settings from a person's and a system's policy file; `None` for no file.
    fn config(person: Option<&str>, system: Option<&str>) -> Config {
        let place = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: Option<&str>| {
            let path = place.path().join(name);
            if let Some(text) = text {
                std::fs::write(&path, text).expect("a file");
            }
            path
        };
        write("policy.toml", person);
        let system = write("system.toml", system);
        Config::read(Some(place.path()), &system)
    }

    #[test]
    fn programs_and_folders_can_be_left_alone() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let text = "[ignore]\nprograms = ['make']\nfolders = ['~/work', '/srv']\n[host]\nhold_ms = 0\n";
        let folder = place.path().join("ghost");
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join("config.toml"), text).expect("a file");
        let config = Config::load(&Folders { home: Some("/h".into()), config: Some(folder), ..Folders::default() });
        let ignores = |program: &str, folder: &str| config.ignores([program].into_iter(), Path::new(folder));
        assert!(ignores("make", "/x") && ignores("/usr/bin/make", "/x") && ignores("ls", "/h/work/deep"));
        assert!(ignores("ls", "/srv") && !ignores("ls", "/h/workshop") && !ignores("cmake", "/x"));
        assert_eq!(config.hold, Some(Duration::ZERO));
    }

    #[test]
    fn the_strictest_level_wins() {
        let level = |person, system| config(person, system).level;
        assert_eq!(level(None, None), Level::Ask);
        assert_eq!(level(Some("level = 'auto'"), None), Level::Auto);
        assert_eq!(level(Some("level = 'never'"), None), Level::Never);
    }

    #[test]
    fn a_policy_nobody_understands_is_the_strictest_and_said_aloud() {
        for broken in ["level = 'sometimes'", "levle = 'auto'", "level ="] {
            let config = config(Some(broken), None);
            assert_eq!(config.level, Level::Never, "{broken}");
            assert_eq!(config.complaints.len(), 1, "{broken}");
        }
    }

    #[test]
    fn the_terminal_is_asked_only_where_that_is_said() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let read = |text: &str| {
            std::fs::write(place.path().join("config.toml"), text).expect("a file");
            let config = Config::read(Some(place.path()), Path::new("/nonexistent"));
            (config.terminal_text, config.complaints.len())
        };
        assert_eq!(read(""), (false, 0));
        assert_eq!(read("[hooks]\n"), (false, 0));
        assert_eq!(read("[hooks]\nterminal_text = true\n"), (true, 0));
        for text in ["[hooks]\nterminal_text = 'yes'\n", "[hooks]\nterminal_txt = true\n", "terminal_text = true\n"] {
            assert_eq!(read(text), (false, 1), "{text}");
        }
    }

    #[test]
    fn a_broken_config_is_said_and_defaults_hold() {
        let place = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(place.path().join("config.toml"), "[brain]\ndeadline_ms = 'x'\n").expect("a file");
        let config = Config::read(Some(place.path()), Path::new("/nonexistent"));
        assert_eq!(config.deadline, Duration::from_secs(5));
        assert!(config.complaints[0].contains("line 2"), "{:?}", config.complaints);
    }
}
