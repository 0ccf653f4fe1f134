//! The private entry that the talker is started through: the process that speaks with a model's server. It gives up what
//! that does without, and becomes its interpreter.
//!
//! A talker holds a key and reaches the network, so it can reach nothing else: it reads its own code, Python's own
//! library, and what names and certificates are looked up in; it writes nothing, starts nothing, and connects to the one
//! port it is for. UDP is had for the look-up of names alone, and not where the server is this machine.

use std::ffi::{OsStr, OsString};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, NetPort, PathBeneath, PathFd, Ruleset,
    RulesetAttr as _, RulesetCreatedAttr as _, RulesetStatus, Scope,
};
use nix::sys::resource::{Resource, setrlimit};

use super::brain::LOADERS;
use super::{Refused, confine, filter, rung};

/// From which version on Landlock knows of ports (landlock(7)).
const PORTS_ABI: u32 = 4;

/// The private word.
pub const MIND_ENTRY: &str = "__mind";

/// What programs are linked with, and what a look-up of names or certificates reads (resolv.conf(5), nsswitch.conf(5),
/// gai.conf(5); the certificates of Debian, Fedora, SUSE, Alpine and Arch).
const READABLE: &[&str] = &[
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/nsswitch.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/protocols",
    "/etc/localtime",
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/etc/crypto-policies",
    "/usr/share/ca-certificates",
    "/usr/share/pki",
    "/usr/local/share/ca-certificates",
    "/var/lib/ca-certificates",
    "/usr/share/locale",
    "/usr/share/zoneinfo",
    "/dev/urandom",
];

/// What a talker is for.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Ports it may connect to: the server's, and a proxy's.
    pub ports: Vec<u16>,
    /// Everything is on this machine: no name has to be looked up anywhere.
    pub local: bool,
    /// Files and folders to be read beside the system's: its code, certificates that the environment names.
    pub readable: Vec<PathBuf>,
    /// Folders of which names alone can be read: Python looks its packages up in the folder that they lie in.
    pub listed: Vec<PathBuf>,
}

/// The words to start a talker through; the interpreter and its words follow.
#[must_use]
pub fn mind_front(ghost: &Path, reach: &Reach) -> Vec<OsString> {
    let mut words = vec![ghost.into(), MIND_ENTRY.into()];
    if reach.local {
        words.push("--local".into());
    }
    for port in &reach.ports {
        words.extend(["--port".into(), port.to_string().into()]);
    }
    for path in &reach.readable {
        words.extend(["--read".into(), path.into()]);
    }
    for path in &reach.listed {
        words.extend(["--list".into(), path.into()]);
    }
    words
}

/// `__mind [--local] [--port PORT]… [--read PATH]… [--list FOLDER]… PROGRAM WORD…`: does not return when all is well.
///
/// # Errors
/// When a confinement that was had does not hold, or the interpreter cannot be started.
pub fn enter_mind(words: Vec<OsString>) -> Refused {
    let mut words = words.into_iter().peekable();
    let mut reach = Reach { local: words.next_if(|word| word == "--local").is_some(), ..Reach::default() };
    while words.next_if(|word| word == "--port").is_some() {
        let Some(port) = words.next().and_then(|word| word.to_str()?.parse().ok()) else {
            return Refused::new("a port is a number");
        };
        reach.ports.push(port);
    }
    while words.next_if(|word| word == "--read").is_some() {
        reach.readable.extend(words.next().map(PathBuf::from));
    }
    while words.next_if(|word| word == "--list").is_some() {
        reach.listed.extend(words.next().map(PathBuf::from));
    }
    let Some(program) = words.next() else { return Refused::new("no program is named") };
    if let Err(refused) = lock(&program, &reach) {
        return refused;
    }
    Refused::new(format!("the talker cannot be started: {}", Command::new(&program).args(words).exec()))
}

fn lock(program: &OsStr, reach: &Reach) -> Result<(), Refused> {
    // A crash would leave the key lying about.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let held =
        landlock(Path::new(program), reach).map_err(|error| Refused::new(format!("Landlock failed: {error}")))?;
    filter::talker(reach.local)?.load()?;
    if held.files {
        confine::try_files()?;
    }
    try_sockets()?;
    if held.ports { try_ports(&reach.ports) } else { Ok(()) }
}

/// What the kernel has of it.
struct Held {
    files: bool,
    ports: bool,
}

fn landlock(program: &Path, reach: &Reach) -> Result<Held, landlock::RulesetError> {
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V6))?
        .handle_access(AccessNet::from_all(ABI::V6))?
        .scope(Scope::from_all(ABI::V6))?
        .create()?;
    let system = READABLE.iter().map(PathBuf::from);
    for path in system.chain(library(program)).chain(reach.readable.iter().cloned()) {
        if let Ok(place) = PathFd::new(&path) {
            // What is said of a file must not be a right that only folders have.
            let access = if path.is_dir() { AccessFs::ReadFile | AccessFs::ReadDir } else { AccessFs::ReadFile.into() };
            ruleset = ruleset.add_rule(PathBeneath::new(place, access))?;
        }
    }
    for path in &reach.listed {
        if let Ok(place) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(place, AccessFs::ReadDir))?;
        }
    }
    for file in LOADERS.iter().map(Path::new).chain([program]) {
        if let Ok(file) = PathFd::new(file) {
            ruleset = ruleset.add_rule(PathBeneath::new(file, AccessFs::ReadFile | AccessFs::Execute))?;
        }
    }
    if let Ok(null) = PathFd::new("/dev/null") {
        ruleset = ruleset.add_rule(PathBeneath::new(null, AccessFs::ReadFile | AccessFs::WriteFile))?;
    }
    for port in &reach.ports {
        ruleset = ruleset.add_rule(NetPort::new(*port, AccessNet::ConnectTcp))?;
    }
    let status = ruleset.restrict_self()?;
    let files = status.ruleset != RulesetStatus::NotEnforced && status.no_new_privs;
    Ok(Held { files, ports: files && rung::landlock_abi().is_some_and(|abi| abi >= PORTS_ABI) })
}

/// Where an interpreter finds its own library: below the folder above the one it lies in, by its own name and by where
/// that leads; and what tells a virtual environment where that is (site(3), pyvenv.cfg).
fn library(program: &Path) -> Vec<PathBuf> {
    let above = |program: &Path| Some(program.parent()?.parent()?.to_owned());
    let real = std::fs::canonicalize(program).ok();
    let folders = [above(program), real.as_deref().and_then(above)].into_iter().flatten();
    folders.flat_map(|folder| ["lib", "lib64", "pyvenv.cfg"].map(|name| folder.join(name))).collect()
}

/// Tries to have sockets that are not for it.
fn try_sockets() -> Result<(), Refused> {
    use std::net::{TcpListener, UdpSocket};
    use std::os::unix::net::UnixDatagram;
    let listens = TcpListener::bind(("127.0.0.1", 0)).is_ok() || UdpSocket::bind(("127.0.0.1", 0)).is_ok();
    if listens || UnixDatagram::unbound().is_ok() || UnixDatagram::pair().is_ok() {
        return Err(Refused::new("the sandbox does not hold: a socket could be had"));
    }
    Ok(())
}

/// Tries a port of this machine that is not for it. Whoever is there hears nothing: the kernel refuses before.
fn try_ports(allowed: &[u16]) -> Result<(), Refused> {
    let Some(port) = (1..=u16::MAX).find(|port| !allowed.contains(port)) else { return Ok(()) };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        _ => Err(Refused::new("the sandbox does not hold: another port could be reached")),
    }
}
