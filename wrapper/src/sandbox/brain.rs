//! The private entry that the brain is started through: this process gives up what a brain does without, and becomes its
//! interpreter.
//!
//! A brain reads what the person can read, writes to one folder of its own, starts nothing but the interpreter it is, and
//! talks to nobody but the body that started it. Where the kernel has no Landlock it is started all the same: without it
//! nothing would be repaired there at all, and what it proposes is judged in any case.

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset,
    RulesetAttr as _, RulesetCreatedAttr as _, RulesetStatus, Scope,
};
use nix::sys::resource::{Resource, setrlimit};

use super::{Refused, confine, filter};
use crate::policy::Need;

/// The private word.
pub const BRAIN_ENTRY: &str = "__brain";

/// Program loaders that an interpreter may name (ld.so(8), and musl's).
pub(super) const LOADERS: &[&str] = &[
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
];

/// The words to start a brain through: what it may write to, then the interpreter and its words follow.
#[must_use]
pub fn brain_front(ghost: &Path, folder: Option<&Path>) -> Vec<OsString> {
    let mut words = vec![ghost.into(), BRAIN_ENTRY.into()];
    if let Some(folder) = folder {
        words.extend(["--write".into(), folder.into()]);
    }
    words
}

/// `__brain [--write FOLDER] PROGRAM WORD…`: does not return when all is well.
///
/// # Errors
/// When a confinement that was had does not hold, or the interpreter cannot be started.
pub fn enter_brain(words: Vec<OsString>) -> Refused {
    let mut words = words.into_iter().peekable();
    let folder = words.next_if(|word| word == "--write").and_then(|_| words.next()).map(PathBuf::from);
    let Some(program) = words.next() else { return Refused::new("no program is named") };
    if let Err(refused) = lock(Path::new(&program), folder.as_deref()) {
        return refused;
    }
    Refused::new(format!("the brain cannot be started: {}", Command::new(&program).args(words).exec()))
}

fn lock(program: &Path, folder: Option<&Path>) -> Result<(), Refused> {
    // A crash leaves nothing lying about.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let is_held = landlock(program, folder).map_err(|error| Refused::new(format!("Landlock failed: {error}")))?;
    if is_held {
        filter::program(Need::Contained)?.load()?;
        confine::try_files()?;
        confine::try_sockets(Need::Contained)?;
    }
    Ok(())
}

/// False where the kernel has nothing of it.
fn landlock(program: &Path, folder: Option<&Path>) -> Result<bool, landlock::RulesetError> {
    let all = AccessFs::from_all(ABI::V6);
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(all)?
        .handle_access(AccessNet::from_all(ABI::V6))?
        .scope(Scope::from_all(ABI::V6))?
        .create()?;
    if let Ok(root) = PathFd::new("/") {
        ruleset = ruleset.add_rule(PathBeneath::new(root, read))?;
    }
    for file in LOADERS.iter().map(Path::new).chain([program]) {
        if let Ok(file) = PathFd::new(file) {
            ruleset = ruleset.add_rule(PathBeneath::new(file, AccessFs::ReadFile | AccessFs::Execute))?;
        }
    }
    if let Ok(null) = PathFd::new("/dev/null") {
        ruleset = ruleset.add_rule(PathBeneath::new(null, AccessFs::ReadFile | AccessFs::WriteFile))?;
    }
    if let Some(folder) = folder.and_then(|folder| PathFd::new(folder).ok()) {
        ruleset = ruleset.add_rule(PathBeneath::new(folder, all & !AccessFs::Execute))?;
    }
    let status = ruleset.restrict_self()?;
    Ok(status.ruleset != RulesetStatus::NotEnforced && status.no_new_privs)
}
