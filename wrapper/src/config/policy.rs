//! `policy.toml`: root's, the person's, and a project's. The strictest of them wins.
//!
//! Root's file may let run what is never automatic, by rules about exact commands, and may lock; the person's loosens up to
//! the ceiling; a project's only tightens. A file that cannot be read or understood, or that another account could have
//! written, means that nothing runs unasked, and is said aloud.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::read_toml;
use crate::policy::Level;
pub(super) use crate::policy::rules::Author;
use crate::policy::rules::{Pattern, Rule, Says};

/// Root's own policy.
pub(super) const SYSTEM: &str = "/etc/ghost/policy.toml";

/// A project's policy, from its folder or one below.
const OF_PROJECT: &str = ".ghost/policy.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    level: Option<LevelName>,
    #[serde(default)]
    lock: Vec<Lock>,
    #[serde(default)]
    rule: Vec<RuleTable>,
    #[serde(default)]
    sandbox: SandboxTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SandboxTable {
    #[serde(default)]
    require: Require,
}

/// Which sandboxes looks may be taken in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Require {
    /// Whichever holds.
    #[default]
    Any,
    /// The kernel's own alone.
    Landlock,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LevelName {
    Never,
    Ask,
    Auto,
}

/// What root can take out of the person's hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Lock {
    /// The level: at most root's, or the usual one where root names none.
    Level,
    /// Another brain.
    Kernel,
    /// Consent ahead of time.
    Yes,
    /// Rules of the person's that let something run.
    Rules,
    /// Models: none is asked.
    Models,
    /// Memory: nothing is remembered on this machine.
    Memory,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    argv: Vec<WordTable>,
    decision: SaysName,
    #[serde(default)]
    why: String,
    #[serde(default)]
    examples: Examples,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum WordTable {
    Word(String),
    Any(AnyTable),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyTable {
    any: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SaysName {
    Auto,
    Ask,
    Refuse,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    #[serde(default, rename = "match")]
    matching: Vec<String>,
    #[serde(default)]
    no_match: Vec<String>,
}

/// All files together.
#[derive(Debug)]
pub(super) struct Policy {
    pub level: Level,
    pub locks: Vec<Lock>,
    pub rules: Vec<Rule>,
    /// No look is taken in bubblewrap.
    pub kernel_only: bool,
    pub complaints: Vec<String>,
}

/// The policy file of the project that `here` lies in: the nearest one above, below the home folder and the root.
pub(super) fn of_project(here: &Path, home: Option<&Path>) -> Option<PathBuf> {
    let above = here.ancestors().take_while(|folder| Some(*folder) != home && folder.parent().is_some());
    above.map(|folder| folder.join(OF_PROJECT)).find(|path| path.symlink_metadata().is_ok())
}

/// Reads what there is of the three.
pub(super) fn read(system: &Path, folder: Option<&Path>, project: Option<&Path>) -> Policy {
    let mut policy =
        Policy { level: Level::Ask, locks: Vec::new(), rules: Vec::new(), kernel_only: false, complaints: Vec::new() };
    let mut level = None;
    let person = folder.map(|folder| folder.join("policy.toml"));
    let files = [(Some(system), Author::System), (person.as_deref(), Author::Person), (project, Author::Project)];
    for (path, author) in files {
        let Some(path) = path else { continue };
        match trusted(path, author)
            .and_then(|()| read_toml::<PolicyFile>(path))
            .and_then(|file| file.map_or(Ok(None), |file| checked(file, author, path).map(Some)))
        {
            Ok(Some((says, locks, rules, kernel_only))) => {
                policy.kernel_only |= kernel_only;
                level = strictest(level, says.filter(|says| author != Author::Project || *says < Level::Auto));
                policy.locks.extend(locks);
                policy.rules.extend(rules);
            }
            Ok(None) => {}
            Err(why) => {
                policy.complaints.push(format!("{why}; nothing runs unasked until that is mended"));
                level = Some(Level::Never);
                if author == Author::System {
                    policy.locks.extend([
                        Lock::Level,
                        Lock::Kernel,
                        Lock::Yes,
                        Lock::Rules,
                        Lock::Models,
                        Lock::Memory,
                    ]);
                }
            }
        }
    }
    if policy.locks.contains(&Lock::Level) {
        level = strictest(level, Some(Level::Ask)).filter(|_| system_level(system).is_none()).or(level);
    }
    if policy.locks.contains(&Lock::Rules) {
        policy.rules.retain(|rule| rule.author != Author::Person || rule.says != Says::Auto);
    }
    policy.level = level.unwrap_or(Level::Ask);
    policy
}

/// The level that root names.
fn system_level(system: &Path) -> Option<Level> {
    read_toml::<PolicyFile>(system).ok().flatten()?.level.map(Level::from)
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Never => Self::Never,
            LevelName::Ask => Self::Ask,
            LevelName::Auto => Self::Auto,
        }
    }
}

type Checked = (Option<Level>, Vec<Lock>, Vec<Rule>, bool);

/// What a file says, its rules tried with their examples.
fn checked(file: PolicyFile, author: Author, path: &Path) -> Result<Checked, String> {
    let wrong = |what: String| format!("{}: {what}", path.display());
    if author != Author::System && !file.lock.is_empty() {
        return Err(wrong("only root's file can lock".to_owned()));
    }
    let mut rules = Vec::new();
    for table in file.rule {
        let examples = table.examples;
        let rule = Rule {
            argv: table.argv.into_iter().map(Pattern::from).collect(),
            says: match table.decision {
                SaysName::Auto => Says::Auto,
                SaysName::Ask => Says::Ask,
                SaysName::Refuse => Says::Refuse,
            },
            why: crate::text::visible(&table.why),
            author,
        };
        if rule.argv.is_empty() {
            return Err(wrong("a rule without a command".to_owned()));
        }
        if author == Author::Project && rule.says == Says::Auto {
            return Err(wrong("a project's rules can only ask or refuse".to_owned()));
        }
        let words = |line: &String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let failing = |line: &&String, wanted: bool| rule.matches(&words(line)) != wanted;
        if let Some(line) = examples.matching.iter().find(|line| failing(line, true)) {
            return Err(wrong(format!("the rule does not match its example \"{line}\"")));
        }
        if let Some(line) = examples.no_match.iter().find(|line| failing(line, false)) {
            return Err(wrong(format!("the rule matches \"{line}\", which it must not")));
        }
        rules.push(rule);
    }
    Ok((file.level.map(Level::from), file.lock, rules, file.sandbox.require == Require::Landlock))
}

impl From<WordTable> for Pattern {
    fn from(table: WordTable) -> Self {
        match table {
            WordTable::Word(word) => Self::Word(word),
            WordTable::Any(table) => Self::Any(table.any),
        }
    }
}

fn strictest(one: Option<Level>, other: Option<Level>) -> Option<Level> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (level, None) | (None, level) => level,
    }
}

/// A file speaks for who owns it. Root's must be root's alone, up to the root folder; the person's own is theirs or root's,
/// and nobody else's to write; a project's can only tighten, but not for another account.
pub(super) fn trusted(path: &Path, author: Author) -> Result<(), String> {
    let Ok(found) = std::fs::metadata(path) else { return Ok(()) };
    let user = nix::unistd::geteuid().as_raw();
    let named = |what: &str| Err(format!("{} {what}", path.display()));
    match author {
        Author::System => {
            let alone = |path: &Path| {
                std::fs::metadata(path)
                    .is_ok_and(|found| found.uid() == 0 && (found.mode() & 0o022 == 0 || is_sticky(&found)))
            };
            let all = std::fs::canonicalize(path).is_ok_and(|real| real.ancestors().all(alone));
            if found.mode() & 0o022 != 0 || !all { named("is not root's alone") } else { Ok(()) }
        }
        Author::Person | Author::Project if found.uid() != user && found.uid() != 0 => {
            named("belongs to another account")
        }
        Author::Person | Author::Project if found.mode() & 0o002 != 0 => named("can be written by anybody"),
        Author::Person if found.mode() & 0o020 != 0 && found.gid() != nix::unistd::getegid().as_raw() => {
            named("can be written by a group")
        }
        Author::Person | Author::Project => Ok(()),
    }
}

/// In such a folder, `/tmp` say, nobody can put something in the place of another account's file.
fn is_sticky(found: &std::fs::Metadata) -> bool {
    found.is_dir() && found.mode() & 0o1000 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads policies from these texts; `None` for no file. As root, or the system's file would not count.
    fn policy(system: Option<&str>, person: Option<&str>, project: Option<&str>) -> Policy {
        let place = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: Option<&str>| {
            let path = place.path().join(name);
            if let Some(text) = text {
                std::fs::write(&path, text).expect("a file");
            }
            path
        };
        write("policy.toml", person);
        let project = write("project.toml", project);
        read(&write("system.toml", system), Some(place.path()), Some(&project))
    }

    const RESTART: &str = "[[rule]]\nargv = ['systemctl', 'restart', { any = ['nginx', 'redis'] }]\ndecision = 'auto'\n\
                           examples = { match = ['systemctl restart nginx'], no_match = ['systemctl restart sshd'] }\n";

    #[test]
    fn the_strictest_level_wins() {
        for (person, project, level) in [
            (None, None, Level::Ask),
            (Some("auto"), None, Level::Auto),
            (Some("never"), None, Level::Never),
            (None, Some("auto"), Level::Ask),
            (Some("auto"), Some("auto"), Level::Auto),
            (Some("auto"), Some("ask"), Level::Ask),
            (Some("auto"), Some("never"), Level::Never),
        ] {
            let text = |level: &str| format!("level = '{level}'");
            let found = policy(None, person.map(text).as_deref(), project.map(text).as_deref());
            assert_eq!(found.level, level, "{person:?} {project:?}");
            assert!(found.complaints.is_empty());
        }
    }

    #[test]
    fn what_nobody_understands_or_may_say_is_the_strictest_and_said_aloud() {
        for broken in [
            "level = 'sometimes'",
            "levle = 'auto'",
            "level =",
            "lock = ['level']",
            "[[rule]]\nargv = []\ndecision = 'ask'",
            "[[rule]]\nargv = ['ls']\ndecision = 'perhaps'",
            "[[rule]]\nargv = ['ls']\ndecision = 'ask'\nexamples = { match = ['ls -l'] }",
            "[[rule]]\nargv = ['ls']\ndecision = 'ask'\nexamples = { no_match = ['ls'] }",
        ] {
            let found = policy(None, Some(broken), None);
            assert_eq!((found.level, found.complaints.len()), (Level::Never, 1), "{broken}");
        }
        let found = policy(None, Some("level = 'auto'"), Some(RESTART));
        assert_eq!((found.level, found.complaints.len()), (Level::Never, 1), "a project does not loosen");
    }

    #[test]
    fn any_file_can_require_the_kernels_own_sandbox() {
        let landlock = Some("[sandbox]\nrequire = 'landlock'");
        let any = Some("[sandbox]\nrequire = 'any'");
        for (person, project, only) in
            [(None, None, false), (any, any, false), (landlock, any, true), (any, landlock, true)]
        {
            let found = policy(None, person, project);
            assert_eq!((found.kernel_only, found.complaints.len()), (only, 0), "{person:?} {project:?}");
        }
        assert_eq!(policy(None, Some("[sandbox]\nrequire = 'none'"), None).level, Level::Never);
    }

    #[test]
    fn rules_are_read() {
        let found = policy(None, Some(RESTART), Some(&RESTART.replace("auto", "refuse")));
        assert!(found.complaints.is_empty(), "{:?}", found.complaints);
        let says: Vec<_> = found.rules.iter().map(|rule| (rule.says, rule.author)).collect();
        assert_eq!(says, [(Says::Auto, Author::Person), (Says::Refuse, Author::Project)]);
    }

    #[test]
    fn a_file_that_others_could_have_written_is_not_believed() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("policy.toml");
        std::fs::write(&path, "level = 'auto'").expect("a file");
        let level = |mode: u32| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("permissions");
            let found = read(Path::new("/nonexistent"), Some(place.path()), None);
            (found.level, found.complaints.len())
        };
        assert_eq!(level(0o600), (Level::Auto, 0));
        assert_eq!(level(0o646), (Level::Never, 1));
        if nix::unistd::geteuid().is_root() {
            std::os::unix::fs::chown(&path, Some(65534), None).expect("another owner");
            assert_eq!(level(0o600), (Level::Never, 1));
        }
    }

    #[test]
    fn root_can_lock() {
        // Only root's file counts as one.
        if !nix::unistd::geteuid().is_root() {
            return;
        }
        let found = policy(Some("lock = ['level', 'yes', 'rules', 'kernel']"), Some("level = 'auto'"), None);
        assert_eq!(found.level, Level::Ask);
        assert_eq!(found.locks.len(), 4);
        let found = policy(Some("lock = ['rules']"), Some(RESTART), None);
        assert!(found.rules.is_empty() && found.complaints.is_empty());
        let found = policy(Some("level = 'auto'\nlock = ['level']"), Some("level = 'auto'"), None);
        assert_eq!(found.level, Level::Auto);
        let found = policy(Some("lock = ['everything']"), Some("level = 'auto'"), None);
        assert_eq!((found.level, found.locks.len(), found.complaints.len()), (Level::Never, 5, 1));
        assert_eq!(policy(Some(RESTART), None, None).rules[0].author, Author::System);
    }

    #[test]
    fn a_project_is_the_nearest_above() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let deep = place.path().join("a/b/c");
        std::fs::create_dir_all(&deep).expect("folders");
        std::fs::create_dir_all(place.path().join("a/.ghost")).expect("a folder");
        let file = place.path().join("a/.ghost/policy.toml");
        std::fs::write(&file, "").expect("a file");
        assert_eq!(of_project(&deep, None), Some(file.clone()));
        assert_eq!(of_project(&deep, Some(&place.path().join("a/b"))), None, "not from the home or above it");
        assert_eq!(of_project(place.path(), None), None);
    }
}
