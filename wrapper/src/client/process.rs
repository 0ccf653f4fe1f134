//! The brain as a child process: starting it, and making sure that it ends.

use std::ffi::OsString;
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::error::{Error, Kind, Result};

/// What a brain gets to think its last thought (remember an outcome) before it is ended.
const GRACE: Duration = Duration::from_millis(100);

/// Variables a brain may know. Its interpreter ignores its own (`-I`), and the rest is none of its business.
const PASSED_ON: &[&str] = &["HOME", "LANG", "LANGUAGE", "TZ", "PATH", "TMPDIR"];

/// Which brain is started, and how.
#[derive(Debug)]
pub enum Kernel {
    /// A program that speaks the protocol on its standard streams (`--kernel`).
    Program(PathBuf),
    /// The package `ghost_kernel`, by this interpreter.
    Package {
        /// The interpreter.
        python: PathBuf,
        /// The package's folder.
        package: PathBuf,
    },
    /// A brain that is already there: the bootstrap's own process, over this socket.
    Handed {
        /// The socket.
        socket: OwnedFd,
        /// Its process, to be reaped.
        pid: Option<Pid>,
    },
}

/// The process behind a connection.
#[derive(Debug)]
pub enum Process {
    /// Our child, in a process group of its own.
    Child(Child),
    /// The bootstrap's child, which became ours by execve.
    Handed(Option<Pid>),
}

/// Starts a brain; gives what to read from, what to write to, and the process.
///
/// # Errors
/// When it cannot be started.
pub fn start(kernel: Kernel, log: Option<&Path>) -> Result<(OwnedFd, OwnedFd, Process)> {
    let mut command = match kernel {
        Kernel::Handed { socket, pid } => {
            let other = socket
                .try_clone()
                .map_err(|error| Error::new(Kind::Outside, "use the brain that was handed over").because(error))?;
            return Ok((socket, other, Process::Handed(pid)));
        }
        Kernel::Program(program) => Command::new(program),
        Kernel::Package { python, package } => {
            let mut command = Command::new(python);
            // The file, not the folder: with a folder Python looks for an archive first.
            command.args(["-I", "-S"]).arg(package.join("__main__.py"));
            command
        }
    };
    let passed: Vec<(OsString, OsString)> = std::env::vars_os()
        .filter(|(name, _)| name.to_str().is_some_and(|name| PASSED_ON.contains(&name) || name.starts_with("LC_")))
        .collect();
    let stderr = log.and_then(open_log).map_or_else(Stdio::null, Stdio::from);
    let spawned = command
        .env_clear()
        .envs(passed)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .process_group(0)
        .spawn();
    let mut child = spawned.map_err(|error| Error::new(Kind::Outside, "start the brain").because(error))?;
    match (child.stdout.take(), child.stdin.take()) {
        (Some(stdout), Some(stdin)) => Ok((stdout.into(), stdin.into(), Process::Child(child))),
        _ => Err(Error::new(Kind::Outside, "talk to the brain")),
    }
}

/// The log, appended to; begun anew once it has grown past a megabyte.
fn open_log(path: &Path) -> Option<std::fs::File> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    if let Some(folder) = path.parent() {
        let _ = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    }
    let large = std::fs::metadata(path).is_ok_and(|found| found.len() > 1 << 20);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).mode(0o600).append(!large).write(true).truncate(large);
    options.open(path).ok()
}

impl Process {
    /// Waits a moment for it to end by itself, then ends its whole group. The connection must be closed already.
    pub fn end(self) {
        match self {
            Self::Child(child) => {
                let pid = Pid::from_raw(child.id().cast_signed());
                if !ended_within(pid, GRACE) {
                    let _ = killpg(pid, Signal::SIGKILL);
                    let _ = waitpid(pid, None);
                }
            }
            Self::Handed(Some(pid)) => {
                if !ended_within(pid, GRACE) {
                    let _ = nix::sys::signal::kill(pid, Signal::SIGKILL);
                    let _ = waitpid(pid, None);
                }
            }
            Self::Handed(None) => {}
        }
    }
}

/// Waits by a descriptor of the process (pidfd_open(2)), so that an end is seen at once and nothing spins.
fn ended_within(pid: Pid, grace: Duration) -> bool {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use std::os::fd::AsFd as _;
    let gone = || !matches!(waitpid(pid, Some(WaitPidFlag::WNOHANG)), Ok(WaitStatus::StillAlive));
    // SAFETY: pidfd_open takes two integers and returns a new descriptor or -1.
    let raw = unsafe { libc::syscall(libc::SYS_pidfd_open, pid.as_raw(), 0) };
    let Ok(raw) = i32::try_from(raw) else {
        return gone();
    };
    if raw < 0 {
        return gone();
    }
    // SAFETY: the descriptor was just returned to us and belongs to nobody else.
    let fd = unsafe { OwnedFd::from_raw_fd(raw) };
    debug_assert!(fd.as_raw_fd() >= 0, "pidfd_open gave a descriptor");
    let end = Instant::now() + grace;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let millis = u16::try_from(left.as_millis()).unwrap_or(u16::MAX);
        let mut fds = [PollFd::new(fd.as_fd(), PollFlags::POLLIN)];
        match poll(&mut fds, PollTimeout::from(millis)) {
            Err(nix::errno::Errno::EINTR) if !left.is_zero() => {}
            _ => return gone(),
        }
    }
}
