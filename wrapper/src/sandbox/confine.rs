//! The private entry: this process gives up what a look does not need, makes sure that it is gone, and becomes the
//! program. Where the kernel cannot take it away, a process inside bubblewrap does the same with what it has.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::UnixDatagram;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset,
    RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _, RulesetError, RulesetStatus, Scope,
};
use nix::sys::resource::{Resource, setrlimit};

use super::rung::{self, Rung};
use super::{Refused, bubblewrap, filter};
use crate::client::keep_to_the_streams;
use crate::policy::Need;

/// What may be read: the system, nobody's home.
pub(super) const READABLE: &[&str] =
    &["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/sys/devices/system/cpu"];
/// Devices that may be read; [`NULL`] may be written to as well.
const DEVICES: &[&str] = &["/dev/urandom", "/dev/zero"];
const NULL: &str = "/dev/null";
/// Of the process table, for one with capabilities: they would open the environment of others to it (proc(5), "ptrace
/// access mode"). Who has none reads of others what everybody reads, and Landlock keeps the rest from it.
const PROCESSES_WITHOUT_OTHERS: &[&str] = &[
    "/proc/self",
    "/proc/filesystems",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/proc/stat",
    "/proc/uptime",
    "/proc/loadavg",
    "/proc/sys/kernel",
];
const ALL_PROCESSES: &[&str] = &["/proc"];

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

/// What the private entry was asked for.
pub(super) struct Asked {
    /// The rung to take, where the caller leaves no choice.
    forced: Option<Rung>,
    /// What the program may have beyond reading.
    need: Need,
    /// Folders to be readable beside the system's.
    pub readable: Vec<PathBuf>,
    /// The program and its words.
    pub argv: Vec<OsString>,
}

/// The word that asks for the first rung and no other.
pub(super) const KERNEL: &str = "--kernel";
/// The word that asks for the second rung, and the one that its inner side is started with.
const BUBBLEWRAP: &str = "--bubblewrap";
pub(super) const INSIDE: &str = "--inside";

/// The words that tell the entry of a need.
#[must_use]
pub fn need_words(need: Need) -> Vec<OsString> {
    match need {
        Need::Netlink => vec![NEED.into(), NETLINK.into()],
        Need::DaemonSocket => vec![NEED.into(), DAEMON.into()],
        Need::Contained | Need::OwnLook => Vec::new(),
    }
}

/// `__probe [--kernel | --bubblewrap | --inside] [--need netlink|daemon] [--read FOLDER]… PROGRAM WORD…`: does not return when all is well.
///
/// `--inside` needs nothing of the kernel's own, but what a probe must not do is tried all the same: outside of
/// bubblewrap it is refused.
///
/// # Errors
/// When anything of the confinement cannot be had; the program is not started then.
pub fn enter(words: Vec<OsString>) -> Refused {
    // What the person's shell holds open is not the probe's: it could be written to. What ghost listens to, it hears too.
    let _ = keep_to_the_streams();
    let mut words = words.into_iter().peekable();
    let inside = words.next_if(|word| word == INSIDE).is_some();
    let kernel = words.next_if(|word| word == KERNEL).map(|_| Rung::Kernel);
    let forced = kernel.or_else(|| words.next_if(|word| word == BUBBLEWRAP).map(|_| Rung::Bubblewrap));
    let need = match words.next_if(|word| word == NEED).and_then(|_| words.next()) {
        None => Need::Contained,
        Some(word) if word == NETLINK => Need::Netlink,
        Some(word) if word == DAEMON => Need::DaemonSocket,
        Some(_) => return Refused::new("there is no such need"),
    };
    let mut readable: Vec<PathBuf> = Vec::new();
    if need == Need::DaemonSocket {
        readable.extend(JOURNAL.iter().map(PathBuf::from));
    }
    while words.next_if(|word| word == "--read").is_some() {
        readable.extend(words.next().map(PathBuf::from));
    }
    let asked = Asked { forced, need, readable, argv: words.collect() };
    let prepared = if inside { prepare_inside(&asked) } else { prepare(&asked) };
    match prepared {
        Ok(mut command) => Refused::new(format!("the program cannot be started: {}", command.exec())),
        Err(refused) => refused,
    }
}

fn prepare(asked: &Asked) -> Result<Command, Refused> {
    let command = command(&asked.argv)?;
    match asked.forced.unwrap_or_else(rung::found) {
        Rung::Kernel => {
            limit()?;
            landlock(&asked.readable)?;
            filter::program(asked.need)?.load()?;
            try_files()?;
            try_sockets(asked.need)?;
            try_neighbours()?;
            Ok(command)
        }
        // Inside there is neither a network to ask about nor a daemon to ask.
        Rung::Bubblewrap if asked.need != Need::Contained => {
            Err(Refused::new("what it needs is not to be had inside bubblewrap"))
        }
        Rung::Bubblewrap => bubblewrap::front(asked),
        Rung::None => Err(Refused::new("there is neither Landlock with seccomp nor bubblewrap here")),
    }
}

/// The inner side of the second rung: takes the filter where there is one, and tries what bubblewrap must have taken.
fn prepare_inside(asked: &Asked) -> Result<Command, Refused> {
    let command = command(&asked.argv)?;
    limit()?;
    try_files()?;
    try_network()?;
    if rung::has_seccomp() {
        filter::program(Need::Contained)?.load()?;
        try_sockets(Need::Contained)?;
    }
    Ok(command)
}

/// The program in the environment of a probe.
pub(super) fn command(argv: &[OsString]) -> Result<Command, Refused> {
    let (program, words) = argv.split_first().ok_or_else(|| Refused::new("no program is named"))?;
    let mut command = Command::new(program);
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
        .and_then(|ruleset| allow(ruleset, readable))
        .and_then(landlock::RulesetCreated::restrict_self)
        .map_err(|error| wrong(&error))?;
    if status.ruleset == RulesetStatus::NotEnforced || !status.no_new_privs {
        return Err(wrong(&"the kernel does not enforce it"));
    }
    Ok(())
}

/// Adds what may be read. Each rule costs a probe's start a few system calls; what cannot be opened is not there.
fn allow(mut ruleset: RulesetCreated, readable: &[PathBuf]) -> Result<RulesetCreated, RulesetError> {
    let read = AccessFs::from_read(ABI::V3);
    let processes = if has_capabilities() { PROCESSES_WITHOUT_OTHERS } else { ALL_PROCESSES };
    let system = READABLE.iter().chain(DEVICES).chain(processes).map(Path::new).filter(|path| !is_in_usr(path));
    let more = readable.iter().map(PathBuf::as_path).filter(|path| !READABLE.iter().any(|known| path == known));
    for path in system.chain(more) {
        if let Ok(place) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(place, read))?;
        }
    }
    match PathFd::new(NULL) {
        Ok(null) => ruleset.add_rule(PathBeneath::new(null, AccessFs::ReadFile | AccessFs::WriteFile)),
        Err(_) => Ok(ruleset),
    }
}

/// `/bin` and the like, where they are links into `/usr`, which is readable as it is.
fn is_in_usr(path: &Path) -> bool {
    let leads_there = |to: PathBuf| Path::new("/").join(to).parent() == Some(Path::new("/usr"));
    path.components().count() == 2 && path != Path::new("/usr") && std::fs::read_link(path).is_ok_and(leads_there)
}

/// Whether this process has rights beyond its account's (capabilities(7)). What cannot be told counts as yes.
fn has_capabilities() -> bool {
    /// `_LINUX_CAPABILITY_VERSION_3` (linux/capability.h): two times effective, permitted, inheritable follow.
    const VERSION: u32 = 0x2008_0522;
    let mut header = [VERSION, 0];
    let mut sets = [u32::MAX; 6];
    // SAFETY: capget(2) reads a header of two words and fills six, which is what the pointers lead to.
    let known = unsafe { libc::syscall(libc::SYS_capget, header.as_mut_ptr(), sets.as_mut_ptr()) } == 0;
    !known || sets[0] != 0 || sets[3] != 0 || nix::unistd::geteuid().is_root()
}

/// Tries to write where anybody may. A kernel that says yes to a lock and leaves the door open is not trusted.
pub(super) fn try_files() -> Result<(), Refused> {
    let name = format!("ghost-lock-{}", std::process::id());
    for folder in [Path::new("."), Path::new("/tmp"), Path::new("/var/tmp"), Path::new("/dev/shm")] {
        let path = folder.join(&name);
        if std::fs::OpenOptions::new().write(true).create_new(true).open(&path).is_ok() {
            let _ = std::fs::remove_file(&path);
            return Err(Refused::new("the sandbox does not hold: a file could be written"));
        }
    }
    Ok(())
}

/// Tries to have a socket beyond the one kind that is needed.
pub(super) fn try_sockets(need: Need) -> Result<(), Refused> {
    // Landlock knows nothing of UDP: a refusal is the filter's.
    let reached = TcpListener::bind(("127.0.0.1", 0)).is_ok() || UdpSocket::bind(("127.0.0.1", 0)).is_ok();
    let local = need != Need::DaemonSocket && UnixDatagram::unbound().is_ok();
    if reached || local || UnixDatagram::pair().is_ok() {
        return Err(Refused::new("the sandbox does not hold: a socket could be had"));
    }
    Ok(())
}

/// Tries to read what is another process's own.
fn try_neighbours() -> Result<(), Refused> {
    if File::open(format!("/proc/{}/environ", nix::unistd::getppid())).is_ok() {
        return Err(Refused::new("the sandbox does not hold: another process could be looked into"));
    }
    Ok(())
}

/// Tries to find a way to another machine; a connected datagram socket sends nothing. The address belongs to nobody
/// (RFC 5737), and any route would lead to it.
fn try_network() -> Result<(), Refused> {
    let reaches = |socket: UdpSocket| socket.connect(("192.0.2.1", 9)).is_ok();
    if UdpSocket::bind(("0.0.0.0", 0)).is_ok_and(reaches) {
        return Err(Refused::new("the sandbox does not hold: there is a way to the network"));
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
