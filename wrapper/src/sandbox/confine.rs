//! The private entry: this process gives up what a look does not need, makes sure that it is gone, and becomes the
//! program.

use std::ffi::{OsStr, OsString};
use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::UnixDatagram;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset,
    RulesetAttr as _, RulesetCreatedAttr as _, RulesetStatus, Scope, path_beneath_rules,
};
use nix::sys::resource::{Resource, setrlimit};

use super::{Refused, filter};
use crate::policy::Need;

/// What may be read: the system, nobody's home.
const READABLE: &[&str] = &[
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc",
    "/opt",
    "/proc/self",
    "/proc/filesystems",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/proc/stat",
    "/proc/sys/kernel",
    "/sys/devices/system/cpu",
    "/dev/urandom",
    "/dev/zero",
];

/// Where the journal is (systemd-journald.service(8)); the person's own rights still hold there.
const JOURNAL: &[&str] = &["/run/log/journal", "/var/log/journal"];

/// The option that names a need, and its values.
const NEED: &str = "--need";
const NETLINK: &str = "netlink";
const DAEMON: &str = "daemon";

/// Files a probe may have open, and more processes than there are now, at most.
const OPEN_FILES: u64 = 256;
const PROCESSES: u64 = 64;
/// Seconds of processor time.
const CPU_SECONDS: u64 = 10;
/// Seconds of any time, for a program that closes its streams and stays.
const ALL_SECONDS: libc::c_uint = 11;

/// The words that tell the entry of a need.
pub(super) fn need_words(need: Need) -> Vec<OsString> {
    match need {
        Need::Netlink => vec![NEED.into(), NETLINK.into()],
        Need::DaemonSocket => vec![NEED.into(), DAEMON.into()],
        Need::Contained | Need::OwnLook => Vec::new(),
    }
}

/// `__probe [--need netlink|daemon] [--read FOLDER]… PROGRAM WORD…`: does not return when all is well.
///
/// # Errors
/// When anything of the confinement cannot be had; the program is not started then.
pub fn enter(words: Vec<OsString>) -> Refused {
    match prepare(words) {
        Ok(mut command) => Refused::new(format!("the program cannot be started: {}", command.exec())),
        Err(refused) => refused,
    }
}

fn prepare(words: Vec<OsString>) -> Result<Command, Refused> {
    let mut words = words.into_iter().peekable();
    let mut readable: Vec<PathBuf> = READABLE.iter().map(PathBuf::from).collect();
    let need = match words.next_if(|word| word == NEED).and_then(|_| words.next()) {
        None => Need::Contained,
        Some(word) if word == NETLINK => Need::Netlink,
        Some(word) if word == DAEMON => Need::DaemonSocket,
        Some(_) => return Err(Refused::new("there is no such need")),
    };
    if need == Need::DaemonSocket {
        readable.extend(JOURNAL.iter().map(PathBuf::from));
    }
    while words.next_if(|word| word == "--read").is_some() {
        readable.extend(words.next().map(PathBuf::from));
    }
    let program = words.next().ok_or_else(|| Refused::new("no program is named"))?;
    limit()?;
    landlock(&readable)?;
    for filter in [filter::no_clone3()?, filter::program(need)?] {
        seccompiler::apply_filter(&filter)
            .map_err(|error| Refused::new(format!("system calls cannot be filtered: {error}")))?;
    }
    try_the_locks(need)?;
    let mut command = Command::new(&program);
    command.args(words).env_clear().envs(environment(|name| std::env::var_os(name)));
    Ok(command)
}

pub(super) fn limit() -> Result<(), Refused> {
    let wrong = |errno: nix::errno::Errno| Refused::new(format!("limits cannot be set: {}", errno.desc()));
    let mut found = std::mem::MaybeUninit::<libc::sysinfo>::zeroed();
    // SAFETY: sysinfo(2) fills the structure whose address it is given.
    let known = unsafe { libc::sysinfo(found.as_mut_ptr()) } == 0;
    // SAFETY: all bytes were zero at least, and the structure holds integers only.
    let running = if known { u64::from(unsafe { found.assume_init() }.procs) } else { 1024 };
    for (resource, most) in [
        (Resource::RLIMIT_CPU, CPU_SECONDS),
        (Resource::RLIMIT_FSIZE, 0),
        (Resource::RLIMIT_NOFILE, OPEN_FILES),
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_NPROC, running + PROCESSES),
    ] {
        let (_, hard) = nix::sys::resource::getrlimit(resource).map_err(wrong)?;
        setrlimit(resource, most.min(hard), most.min(hard)).map_err(wrong)?;
    }
    // SAFETY: alarm(2) takes a number and fails never; the clock goes on ticking across execve.
    unsafe { libc::alarm(ALL_SECONDS) };
    Ok(())
}

pub(super) fn landlock(readable: &[PathBuf]) -> Result<(), Refused> {
    let wrong = |error: &dyn std::fmt::Display| Refused::new(format!("Landlock is not to be had: {error}"));
    // ABI 3 is the least that covers truncation; what later kernels add is taken where it is there.
    let needed = ABI::V3;
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(needed))
        .and_then(|ruleset| {
            let ruleset = ruleset.set_compatibility(CompatLevel::BestEffort);
            ruleset
                .handle_access(AccessFs::from_all(ABI::V6))?
                .handle_access(AccessNet::from_all(ABI::V6))?
                .scope(Scope::from_all(ABI::V6))
        })
        .and_then(Ruleset::create)
        .and_then(|ruleset| ruleset.add_rules(path_beneath_rules(readable, AccessFs::from_read(needed))))
        .and_then(|ruleset| match PathFd::new("/dev/null") {
            Ok(null) => {
                let both = AccessFs::ReadFile | AccessFs::WriteFile;
                ruleset.add_rule(PathBeneath::new(null, both))
            }
            Err(_) => Ok(ruleset),
        })
        .and_then(landlock::RulesetCreated::restrict_self)
        .map_err(|error| wrong(&error))?;
    if status.ruleset == RulesetStatus::NotEnforced || !status.no_new_privs {
        return Err(wrong(&"the kernel does not enforce it"));
    }
    Ok(())
}

/// Tries what must be forbidden now. A kernel that says yes to a lock and leaves the door open is not trusted.
pub(super) fn try_the_locks(need: Need) -> Result<(), Refused> {
    let name = format!("ghost-lock-{}", std::process::id());
    for folder in [Path::new("."), Path::new("/tmp"), Path::new("/var/tmp"), Path::new("/dev/shm")] {
        let path = folder.join(&name);
        if std::fs::OpenOptions::new().write(true).create_new(true).open(&path).is_ok() {
            let _ = std::fs::remove_file(&path);
            return Err(Refused::new("the sandbox does not hold: a file could be written"));
        }
    }
    // Landlock knows nothing of UDP: a refusal is the filter's.
    let reached = TcpListener::bind(("127.0.0.1", 0)).is_ok() || UdpSocket::bind(("127.0.0.1", 0)).is_ok();
    let local = need != Need::DaemonSocket && UnixDatagram::unbound().is_ok();
    if reached || local || UnixDatagram::pair().is_ok() {
        return Err(Refused::new("the sandbox does not hold: a socket could be had"));
    }
    Ok(())
}

/// What a probe knows of the person: their language. Its home is nowhere, so that no settings of theirs are run.
fn environment(var: impl Fn(&str) -> Option<OsString>) -> Vec<(OsString, OsString)> {
    const FIXED: &[(&str, &str)] = &[
        ("HOME", "/nonexistent"),
        ("TERM", "dumb"),
        ("NO_COLOR", "1"),
        ("PAGER", "cat"),
        ("GIT_PAGER", "cat"),
        ("MANPAGER", "cat"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "core.fsmonitor"),
        ("GIT_CONFIG_VALUE_0", "false"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
    ];
    let kept = ["PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "TZ", "COLUMNS"];
    let kept = kept.iter().filter_map(|name| Some((OsString::from(name), var(name)?)));
    let fixed = FIXED.iter().map(|(name, value)| (OsStr::new(name).to_owned(), OsStr::new(value).to_owned()));
    kept.chain(fixed).collect()
}
