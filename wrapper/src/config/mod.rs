//! The person's settings and folders, read once, and only when a line has failed.
//!
//! What loosens is taken from the person's own files and, above the ceiling, from root's; never from the environment
//! or from a project (`policy`). `config.toml` says how ghost works, `policy.toml` what may run.

mod folders;
mod models;
mod policy;
mod prompt;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::policy::Level;
use crate::policy::rules::Rule;

pub use folders::Folders;
pub use models::{Models, is_name as is_model_name};
use policy::Lock;

/// Bytes of a file of settings at most.
const LONGEST_FILE: u64 = 1024 * 1024;

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
    #[serde(default)]
    rules: RulesSection,
    models: Option<toml::Value>,
    model: Option<toml::Value>,
    #[serde(default)]
    ask: AskSection,
    #[serde(default)]
    memory: MemorySection,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskSection {
    seconds: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemorySection {
    enabled: Option<bool>,
    most: Option<u32>,
    vectors: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesSection {
    #[serde(default)]
    packages: Vec<PathBuf>,
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

/// The settings in force.
#[derive(Debug)]
pub struct Config {
    /// The interpreter of the brain.
    pub python: Option<PathBuf>,
    /// How long the brain may think about one strike.
    pub deadline: Duration,
    /// How long the answer to a sentence may take, all that is looked at for it included.
    pub asked: Duration,
    /// How long models may be asked about one strike of a repair: somebody waits at their prompt.
    pub repair: Duration,
    /// Programs that are never repaired.
    pub ignored_programs: Vec<String>,
    /// Folders in and below which nothing is repaired.
    pub ignored_folders: Vec<PathBuf>,
    /// How long a command's first output is kept back in a host; zero: never. `None`: the usual time.
    pub hold: Option<Duration>,
    /// Hooks without a host may ask the terminal what it shows.
    pub terminal_text: bool,
    /// Folders and wheels with rules of others, as absolute paths. No project can name one.
    pub rule_packages: Vec<PathBuf>,
    /// What came of failures may be remembered. Root can forbid that.
    pub memory: bool,
    /// How many failures are remembered at most; 0: the usual number.
    pub memory_most: i64,
    /// What is near in meaning is found too, where the extras are set up.
    pub memory_vectors: bool,
    /// How much runs unasked.
    pub level: Level,
    /// What was said about exact commands.
    pub rules: Vec<Rule>,
    /// Looks are taken in the kernel's own sandbox or not at all.
    pub kernel_only: bool,
    /// Root forbids another brain (`--kernel`).
    pub kernel_locked: bool,
    /// Root forbids consent ahead of time (`--yes`).
    pub yes_locked: bool,
    /// Models that may be asked.
    pub models: Models,
    /// What was wrong with a file; one line each.
    pub complaints: Vec<String>,
}

impl Config {
    /// Reads the files below these folders.
    #[must_use]
    pub fn load(folders: &Folders) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        let project = policy::of_project(&here, folders.home.as_deref());
        let mut config = Self::read_at(
            folders.config.as_deref(),
            folders.home.as_deref(),
            Path::new(policy::SYSTEM),
            project.as_deref(),
        );
        for path in config.ignored_folders.iter_mut().chain(&mut config.rule_packages) {
            if let (Ok(rest), Some(home)) = (path.strip_prefix("~"), &folders.home) {
                *path = home.join(rest);
            }
        }
        if let Some(folder) = &folders.config {
            // What is relative lies beside the file that names it.
            config.rule_packages.iter_mut().for_each(|path| *path = folder.join(&*path));
        }
        config
    }

    /// True when the person wants lines with one of these programs, or in this folder, left alone.
    pub fn ignores<'a>(&self, mut programs: impl Iterator<Item = &'a str>, folder: &Path) -> bool {
        let base = |program: &'a str| program.rsplit('/').next().unwrap_or(program);
        programs.any(|program| self.ignored_programs.iter().any(|name| name == base(program)))
            || self.ignored_folders.iter().any(|ignored| folder.starts_with(ignored))
    }

    #[cfg(test)]
    fn read(folder: Option<&Path>, system: &Path, project: Option<&Path>) -> Self {
        Self::read_at(folder, None, system, project)
    }

    fn read_at(folder: Option<&Path>, home: Option<&Path>, system: &Path, project: Option<&Path>) -> Self {
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
        let complaints_before = complaints.len();
        let policy = policy::read(system, folder, project);
        complaints.extend(policy.complaints);
        let models = match (folder, file.as_deref()) {
            (Some(folder), Some(file)) => {
                let places = models::Places { file, folder, home };
                own_models(&config, &places, policy.locks.contains(&Lock::Models), &mut complaints)
            }
            _ => Models { locked: policy.locks.contains(&Lock::Models), ..Models::default() },
        };
        let repair = models::repair_time(config.model.as_ref(), &mut complaints);
        Self {
            models,
            python: config.brain.python,
            ignored_programs: config.ignore.programs,
            ignored_folders: config.ignore.folders,
            hold: config.host.hold_ms.map(Duration::from_millis),
            terminal_text: config.hooks.terminal_text,
            rule_packages: config.rules.packages,
            deadline: Duration::from_millis(config.brain.deadline_ms.unwrap_or(5000)),
            asked: Duration::from_secs(config.ask.seconds.unwrap_or(60).into()),
            repair,
            // Of a file that cannot be read nobody knows whether it switches memory off.
            memory: complaints_before == 0
                && config.memory.enabled.unwrap_or(true)
                && !policy.locks.contains(&Lock::Memory),
            memory_most: i64::from(config.memory.most.unwrap_or(0)).min(10_000_000),
            memory_vectors: complaints_before == 0 && config.memory.vectors.unwrap_or(true),
            level: policy.level,
            rules: policy.rules,
            kernel_only: policy.kernel_only,
            kernel_locked: policy.locks.contains(&Lock::Kernel),
            yes_locked: policy.locks.contains(&Lock::Yes),
            complaints,
        }
    }
}

/// The models of the file. They say where words of the person's go and which programs are started for it, so a file that
/// others could have written is not believed about them.
fn own_models(config: &ConfigFile, places: &models::Places<'_>, locked: bool, complaints: &mut Vec<String>) -> Models {
    if config.models.is_none() && config.model.is_none() {
        return Models { locked, ..Models::default() };
    }
    if let Err(why) = policy::trusted(places.file, policy::Author::Person) {
        complaints.push(format!("{why}; no model is asked until that is mended"));
        return Models { locked, ..Models::default() };
    }
    let mut found = models::read(config.models.as_ref(), config.model.as_ref(), places, complaints);
    if locked {
        found.used.clear();
    }
    Models { locked, ..found }
}

impl Models {
    /// The models that a text of `config.toml` would have, and what is wrong with it.
    #[must_use]
    pub fn of_text(text: &str, folders: &Folders) -> (Self, Vec<String>) {
        let mut complaints = Vec::new();
        let folder = folders.config.clone().unwrap_or_default();
        let file = folder.join("config.toml");
        let places = models::Places { file: &file, folder: &folder, home: folders.home.as_deref() };
        let found = match toml::from_str::<toml::Table>(text) {
            Ok(table) => models::read(table.get("models"), table.get("model"), &places, &mut complaints),
            Err(_) => {
                complaints.push(format!("{} is not TOML", file.display()));
                Self::default()
            }
        };
        (found, complaints)
    }
}

fn read_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, String> {
    let text = match text_of(path) {
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

/// The text of a file of settings. Every failure reads it, and a project may have one: a pipe in its place is not waited
/// for, and a device without an end is not read to it.
///
/// # Errors
/// When it is no plain file, is no text, is too long, or cannot be read.
pub fn text_of(path: &Path) -> std::io::Result<String> {
    use std::io::{Error, ErrorKind, Read as _};
    use std::os::unix::fs::OpenOptionsExt as _;
    let file = std::fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)?;
    // Asked of what is open: the name may lead elsewhere by now.
    if !file.metadata()?.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is not a plain file"));
    }
    let mut text = String::new();
    file.take(LONGEST_FILE + 1).read_to_string(&mut text)?;
    match u64::try_from(text.len()) {
        Ok(length) if length <= LONGEST_FILE => Ok(text),
        _ => Err(Error::new(ErrorKind::FileTooLarge, "it is too long for settings")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_place_of_a_file_is_not_waited_for() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let project = place.path().join("policy.toml");
        let file = place.path().join("config.toml");
        let complaints = || {
            let config = Config::read(Some(place.path()), Path::new("/nonexistent"), None);
            assert!(!config.memory, "nobody knows what it says of memory");
            config.complaints
        };
        for path in [&file, &project] {
            nix::unistd::mkfifo(path, nix::sys::stat::Mode::S_IRUSR).expect("a pipe");
        }
        assert_eq!(complaints().len(), 2, "{:?}", complaints());
        for path in [&file, &project] {
            std::fs::remove_file(path).expect("a pipe");
            std::os::unix::fs::symlink("/dev/zero", path).expect("a link");
        }
        assert_eq!(complaints().len(), 2, "{:?}", complaints());
        std::fs::remove_file(&file).expect("a link");
        std::fs::write(&file, " ".repeat(2 << 20)).expect("a file");
        assert!(complaints().iter().any(|told| told.contains("too long")), "{:?}", complaints());
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
    fn packages_of_rules_lie_where_the_settings_say() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("ghost");
        std::fs::create_dir(&folder).expect("a folder");
        let text = "[rules]\npackages = ['~/mine', '/srv/one.whl', 'two', '../three']\n";
        std::fs::write(folder.join("config.toml"), text).expect("a file");
        let folders = Folders { home: Some("/h".into()), config: Some(folder.clone()), ..Folders::default() };
        let wanted = ["/h/mine".into(), "/srv/one.whl".into(), folder.join("two"), folder.join("../three")];
        assert_eq!(Config::load(&folders).rule_packages, wanted);
        std::fs::write(folder.join("config.toml"), "[rules]\npackage = ['x']\n").expect("a file");
        let config = Config::load(&folders);
        assert_eq!((config.rule_packages.len(), config.complaints.len()), (0, 1));
    }

    #[test]
    fn models_are_taken_from_a_file_that_nobody_else_could_have_written() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().expect("a temporary folder");
        let file = place.path().join("config.toml");
        std::fs::write(&file, "[models.m]\ncommand = ['think']\n[brain]\ndeadline_ms = 7\n").expect("a file");
        let read = |mode: u32| {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("permissions");
            let config = Config::read(Some(place.path()), Path::new("/nonexistent"), None);
            assert_eq!(config.deadline, Duration::from_millis(7));
            (config.models.used.len(), config.complaints.len())
        };
        assert_eq!(read(0o600), (1, 0));
        assert_eq!(read(0o602), (0, 1));
    }

    #[test]
    fn root_can_lock_models() {
        // Only root's file counts as one.
        if !nix::unistd::geteuid().is_root() {
            return;
        }
        let place = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(place.path().join("config.toml"), "[models.m]\ncommand = ['think']\n").expect("a file");
        let system = place.path().join("system.toml");
        let read = |text: &str| {
            std::fs::write(&system, text).expect("a file");
            let models = Config::read(Some(place.path()), &system, None).models;
            (models.used.len(), models.all.len(), models.locked)
        };
        assert_eq!(read(""), (1, 1, false));
        assert_eq!(read("lock = ['models']"), (0, 1, true));
        assert_eq!(read("lock = ['modles']"), (0, 1, true), "what is not understood locks all there is");
    }

    #[test]
    fn the_terminal_is_asked_only_where_that_is_said() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let read = |text: &str| {
            std::fs::write(place.path().join("config.toml"), text).expect("a file");
            let config = Config::read(Some(place.path()), Path::new("/nonexistent"), None);
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
    fn an_answer_may_take_as_long_as_is_said() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let read = |text: &str| {
            std::fs::write(place.path().join("config.toml"), text).expect("a file");
            let config = Config::read(Some(place.path()), Path::new("/nonexistent"), None);
            (config.asked.as_secs(), config.complaints.len())
        };
        assert_eq!(read(""), (60, 0));
        assert_eq!(read("[ask]\nseconds = 5\n"), (5, 0));
        assert_eq!(read("[ask]\nseconds = -1\n"), (60, 1));
    }

    #[test]
    fn a_repair_waits_as_long_for_models_as_is_said() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let read = |text: &str| {
            std::fs::write(place.path().join("config.toml"), text).expect("a file");
            let config = Config::read(Some(place.path()), Path::new("/nonexistent"), None);
            (config.repair.as_secs(), config.complaints.len())
        };
        assert_eq!(read(""), (15, 0));
        assert_eq!(read("[model]\nrepair_seconds = 40\n"), (40, 0));
        for wrong in ["0", "601", "'5'", "-1"] {
            assert_eq!(read(&format!("[model]\nrepair_seconds = {wrong}\n")), (15, 1), "{wrong}");
        }
    }

    #[test]
    fn memory_is_on_until_somebody_switches_it_off() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let root = place.path().join("root.toml");
        let read = |text: &str, lock: &str| {
            std::fs::write(place.path().join("config.toml"), text).expect("a file");
            std::fs::write(&root, lock).expect("a file");
            let config = Config::read(Some(place.path()), &root, None);
            (config.memory, config.memory_most)
        };
        assert_eq!(read("", ""), (true, 0));
        assert_eq!(read("[memory]\nmost = 500\n", ""), (true, 500));
        assert_eq!(read("[memory]\nenabled = false\n", ""), (false, 0));
        assert_eq!(read("", "lock = ['memory']\n"), (false, 0));
        // Whether it was switched off is not known.
        assert!(!read("[memory]\nenabled = 'no'\n", "").0);
        let vectors = |text: &str| {
            std::fs::write(place.path().join("config.toml"), text).expect("a file");
            Config::read(Some(place.path()), &root, None).memory_vectors
        };
        assert!(vectors("") && vectors("[memory]\nvectors = true\n"));
        assert!(!vectors("[memory]\nvectors = false\n") && !vectors("[memory]\nvectors = 'no'\n"));
        assert!(!read("[memory]\nenabled = false\n[brain]\ndeadline_ms = 'x'\n", "").0);
    }

    #[test]
    fn a_broken_config_is_said_and_defaults_hold() {
        let place = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(place.path().join("config.toml"), "[brain]\ndeadline_ms = 'x'\n").expect("a file");
        let config = Config::read(Some(place.path()), Path::new("/nonexistent"), None);
        assert_eq!(config.deadline, Duration::from_secs(5));
        assert!(config.complaints[0].contains("line 2"), "{:?}", config.complaints);
    }
}
