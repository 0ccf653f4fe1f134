//! Which units systemd has, and what can be told of them from files alone: the manager itself is not asked, since that
//! takes a socket.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Row, Seen};

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Its name, its kind included.
    pub unit: String,
    /// The person's own manager has it, not the system's.
    pub of_user: bool,
    /// What it does.
    pub state: State,
    /// Another unit pulls it in by a link in a `.wants` or `.requires` folder.
    pub enabled: bool,
    /// The file it is read from.
    pub path: String,
}

/// What can be told of a unit without asking its manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has processes.
    Running,
    /// It has none. One that did its work and ended is among these.
    NoProcess,
    /// It is switched off for good: its file is empty, or `/dev/null`.
    Masked,
    /// A pattern for units that carry a name behind the @.
    Template,
    /// Its kind has no processes of its own.
    Unknown,
}

impl Row for Unit {
    const COLUMNS: &'static [(&'static str, bool)] =
        &[("unit", false), ("of", false), ("state", false), ("enabled", false), ("file", false)];

    fn cells(&self) -> Vec<String> {
        let state = match self.state {
            State::Running => "running",
            State::NoProcess => "no process",
            State::Masked => "masked",
            State::Template => "template",
            State::Unknown => "-",
        };
        vec![
            self.unit.clone(),
            if self.of_user { "user" } else { "system" }.to_owned(),
            state.to_owned(),
            if self.enabled { "yes" } else { "no" }.to_owned(),
            self.path.clone(),
        ]
    }
}

/// Kinds of units (systemd.unit(5)); the second says whether one has processes of its own.
const KINDS: &[(&str, bool)] = &[
    ("service", true),
    ("scope", true),
    ("socket", false),
    ("timer", false),
    ("target", false),
    ("path", false),
    ("mount", false),
    ("automount", false),
    ("swap", false),
    ("device", false),
    ("slice", false),
];

/// Where the system's units are, the first one wins (systemd.unit(5), "Unit File Load Path").
const SYSTEM: &[&str] = &[
    "etc/systemd/system",
    "run/systemd/system",
    "run/systemd/generator",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system",
];

/// The same for a person's own, behind those in their home.
const USER: &[&str] = &["etc/systemd/user", "run/systemd/user", "usr/local/lib/systemd/user", "usr/lib/systemd/user"];
const USER_HOME: &[&str] = &[".config/systemd/user", ".local/share/systemd/user"];

/// Groups of processes that are looked through; a machine has hundreds.
const MOST_GROUPS: usize = 20_000;

/// The units below a root folder whose names hold this, by name; `None` where systemd is not the manager
/// (`sd_booted(3)`).
#[must_use]
pub fn units(root: &Path, home: Option<&Path>, name: Option<&str>) -> Option<Seen<Unit>> {
    root.join("run/systemd/system").is_dir().then_some(())?;
    let groups = groups(&root.join("sys/fs/cgroup"));
    let system = SYSTEM.iter().map(|folder| root.join(folder)).collect();
    let own = home.into_iter().flat_map(|home| USER_HOME.iter().map(|folder| home.join(folder)));
    let user = own.chain(USER.iter().map(|folder| root.join(folder))).collect();
    let mut rows = within(system, false, &groups);
    rows.extend(within(user, true, &groups));
    rows.retain(|unit| name.is_none_or(|name| unit.unit.contains(name)));
    rows.sort_by(|one, other| (one.of_user, &one.unit).cmp(&(other.of_user, &other.unit)));
    Some(Seen::whole(rows))
}

/// The units of these folders, and the instances that run of templates in them.
fn within(folders: Vec<PathBuf>, of_user: bool, groups: &Groups) -> Vec<Unit> {
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut enabled = HashSet::new();
    for folder in folders {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.ends_with(".wants") || name.ends_with(".requires") {
                let links = fs::read_dir(entry.path()).into_iter().flatten().flatten();
                enabled.extend(links.filter_map(|link| link.file_name().into_string().ok()));
            } else if kind(&name).is_some() {
                files.entry(name).or_insert_with(|| entry.path());
            }
        }
    }
    let running = if of_user { &groups.user } else { &groups.system };
    for name in running.iter().chain(&enabled) {
        if let Some(path) = template(name).and_then(|template| files.get(&template)).cloned() {
            files.entry(name.clone()).or_insert(path);
        }
    }
    let unit = |(unit, path): (String, PathBuf)| Unit {
        state: state(&unit, &path, running.contains(&unit)),
        enabled: enabled.contains(&unit),
        path: path.to_string_lossy().into_owned(),
        of_user,
        unit,
    };
    files.into_iter().map(unit).collect()
}

/// Whether units of that name's kind have processes; `None` when it is no unit's name.
fn kind(name: &str) -> Option<bool> {
    let (_, suffix) = name.rsplit_once('.')?;
    KINDS.iter().find(|(kind, _)| *kind == suffix).map(|(_, has_processes)| *has_processes)
}

/// `getty@tty1.service` is made from `getty@.service`.
fn template(name: &str) -> Option<String> {
    let (prefix, rest) = name.split_once('@')?;
    let (instance, suffix) = rest.rsplit_once('.')?;
    (!instance.is_empty()).then(|| format!("{prefix}@.{suffix}"))
}

fn state(name: &str, path: &Path, has_group: bool) -> State {
    if has_group {
        return State::Running;
    }
    let masked = fs::metadata(path).is_ok_and(|found| found.len() == 0 && !found.is_dir())
        && fs::metadata(path).is_ok_and(|found| found.is_file() || found.file_type().is_char_device());
    match kind(name) {
        _ if masked => State::Masked,
        _ if name.contains("@.") => State::Template,
        Some(true) => State::NoProcess,
        _ => State::Unknown,
    }
}

/// Names of units that have a group of processes.
#[derive(Debug, Default)]
struct Groups {
    system: HashSet<String>,
    user: HashSet<String>,
}

/// Goes through the tree of groups (cgroups(7)). Below `user@UID.service` they belong to a person's own manager.
fn groups(top: &Path) -> Groups {
    let mut groups = Groups::default();
    // Version 1 keeps systemd's tree beside those of the controllers.
    let tree = if top.join("systemd").is_dir() { top.join("systemd") } else { top.to_owned() };
    let mut waiting = vec![(tree, false)];
    let mut seen = 0;
    while let Some((folder, of_user)) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            seen += 1;
            if seen > MOST_GROUPS {
                return groups;
            }
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                continue;
            }
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else { continue };
            let below_user = of_user || (name.starts_with("user@") && name.ends_with(".service"));
            if kind(&name) == Some(true) && is_populated(&path) {
                if of_user { &mut groups.user } else { &mut groups.system }.insert(name);
            }
            waiting.push((path, below_user));
        }
    }
    groups
}

/// A group stays for a moment when its last process has ended. Version 1 does not say, and removes it at once.
fn is_populated(group: &Path) -> bool {
    fs::read_to_string(group.join("cgroup.events")).map_or(true, |text| text.lines().any(|line| line == "populated 1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: PathBuf, text: &str) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// A machine with a few units, one of each state.
    fn machine() -> tempfile::TempDir {
        let room = tempfile::tempdir().expect("a temporary folder");
        let root = room.path();
        fs::create_dir_all(root.join("run/systemd/system")).expect("folders");
        for name in ["web.service", "idle.service", "getty@.service", "x.timer", "gone.service", "readme.txt"] {
            file(root.join("usr/lib/systemd/system").join(name), "[Unit]\n");
        }
        file(root.join("etc/systemd/system/web.service"), "[Unit]\n");
        file(root.join("etc/systemd/system/multi-user.target.wants/web.service"), "");
        std::os::unix::fs::symlink("/dev/null", root.join("etc/systemd/system/gone.service")).expect("a link");
        let groups = root.join("sys/fs/cgroup");
        file(groups.join("system.slice/web.service/cgroup.events"), "populated 1\nfrozen 0\n");
        file(groups.join("system.slice/idle.service/cgroup.events"), "populated 0\nfrozen 0\n");
        file(groups.join("system.slice/system-getty.slice/getty@tty1.service/cgroup.events"), "populated 1\n");
        file(groups.join("user.slice/user@1000.service/app.slice/notes.service/cgroup.events"), "populated 1\n");
        file(root.join("home/.config/systemd/user/notes.service"), "[Unit]\n");
        file(root.join("usr/lib/systemd/system/notes.service"), "[Unit]\n");
        room
    }

    #[test]
    fn a_units_state_is_told_from_files() {
        let room = machine();
        let home = room.path().join("home");
        let seen = units(room.path(), Some(&home), None).expect("systemd");
        let rows: Vec<_> =
            seen.rows.iter().map(|row| (row.unit.as_str(), row.of_user, row.state, row.enabled)).collect();
        assert_eq!(
            rows,
            [
                ("getty@.service", false, State::Template, false),
                ("getty@tty1.service", false, State::Running, false),
                ("gone.service", false, State::Masked, false),
                ("idle.service", false, State::NoProcess, false),
                ("notes.service", false, State::NoProcess, false),
                ("web.service", false, State::Running, true),
                ("x.timer", false, State::Unknown, false),
                ("notes.service", true, State::Running, false),
            ]
        );
        let web = seen.rows.iter().find(|row| row.unit == "web.service").expect("it");
        assert!(web.path.ends_with("etc/systemd/system/web.service"), "{web:?}");
    }

    #[test]
    fn a_name_chooses_and_a_machine_without_systemd_has_none() {
        let room = machine();
        let names = |name: &str| units(room.path(), None, Some(name)).expect("systemd").rows.len();
        assert_eq!((names("getty"), names("web.service"), names("none")), (2, 1, 0));
        fs::remove_dir_all(room.path().join("run")).expect("it goes");
        assert!(units(room.path(), None, None).is_none());
    }
}
