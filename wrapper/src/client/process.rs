//! The brain as a child process: starting it, and making sure that it ends.

use std::ffi::OsString;
use std::os::fd::{AsFd as _, AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{SigSet, Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::connection::{Connection, Until};
use crate::error::{Error, Kind, Result};

/// What a brain gets to end by itself before it is ended.
pub const GRACE: Duration = Duration::from_millis(100);

/// The same for one that was told an outcome, to write it down: some milliseconds, and more on a machine that is busy.
pub const LAST_THOUGHT: Duration = Duration::from_secs(1);

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
        /// Words that start a program which becomes the interpreter; empty for none.
        front: Vec<OsString>,
        /// The folder it may write to, its compiled modules among others.
        folder: Option<PathBuf>,
    },
    /// A brain that is already there: the bootstrap's own process, over this socket.
    Handed {
        /// The socket.
        socket: OwnedFd,
        /// Its process, to be reaped.
        pid: Option<Pid>,
    },
    /// A brain that was greeted by an earlier process and slept since.
    Lent {
        /// What it reads from.
        input: OwnedFd,
        /// What it writes to.
        output: OwnedFd,
        /// Its process (pidfd_open(2)).
        process: OwnedFd,
    },
}

/// The process behind a connection.
#[derive(Debug)]
pub enum Process {
    /// Our child, in a process group of its own.
    Child(Child),
    /// The bootstrap's child, which became ours by execve.
    Handed(Option<Pid>),
    /// A former child of an earlier process; nobody of ours reaps it.
    Lent(OwnedFd),
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
        Kernel::Lent { input, output, process } => return Ok((output, input, Process::Lent(process))),
        // It is started elsewhere, see below.
        Kernel::Program(program) if program.components().count() > 1 => {
            Command::new(std::path::absolute(&program).unwrap_or(program))
        }
        Kernel::Program(program) => Command::new(program),
        Kernel::Package { python, package, front, folder } => {
            let mut words = front.into_iter().chain([python.into_os_string()]);
            let mut command = Command::new(words.next().unwrap_or_default());
            command.args(words).args(["-I", "-S"]);
            if let Some(folder) = folder {
                // Beside its sources it could not write them (python(1), `-X pycache_prefix`).
                let mut prefix = OsString::from("pycache_prefix=");
                prefix.push(folder.join(COMPILED));
                command.arg("-X").arg(prefix);
            }
            // The file, not the folder: with a folder Python looks for an archive first.
            command.arg(package.join("__main__.py"));
            command
        }
    };
    let stderr = log.and_then(open_log).map_or_else(Stdio::null, Stdio::from);
    let spawned = spawn(&mut command, stderr);
    let mut child = spawned.map_err(|error| Error::new(Kind::Outside, "start the brain").because(error))?;
    match (child.stdout.take(), child.stdin.take()) {
        (Some(stdout), Some(stdin)) => Ok((stdout.into(), stdin.into(), Process::Child(child))),
        _ => Err(Error::new(Kind::Outside, "talk to the brain")),
    }
}

/// A program that does not outlive this, whatever it is at then.
#[derive(Debug)]
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first line that a program prints; `None` when there is none in time. It finds what a brain would find, and ends
/// with this.
pub fn first_line(command: &mut Command, deadline: Instant) -> Option<String> {
    let mut child = spawn(command, Stdio::null()).ok()?;
    let ends = child.stdout.take().zip(child.stdin.take());
    let said = ends.and_then(|(stdout, stdin)| {
        let mut connection = Connection::new(stdout.into(), stdin.into()).ok()?;
        connection.receive(Until::alone(deadline)).ok()
    });
    Process::Child(child).end(GRACE);
    said.and_then(|line| String::from_utf8(line).ok())
}

fn spawn(command: &mut Command, stderr: Stdio) -> std::io::Result<Child> {
    let passed: Vec<(OsString, OsString)> = std::env::vars_os()
        .filter(|(name, _)| name.to_str().is_some_and(|name| PASSED_ON.contains(&name) || name.starts_with("LC_")))
        .collect();
    // SAFETY: between fork and exec a few system calls are made, which take numbers and a set of signals.
    unsafe { command.pre_exec(keep_to_the_streams) };
    command
        .env_clear()
        .envs(passed)
        // One that sleeps between two failures must not keep the person's folder busy.
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .process_group(0)
        .spawn()
}

/// What Python has compiled, in the folder of the brain's own.
pub const COMPILED: &str = "compiled";

/// What is kept back here, for as long as ghost listens to Ctrl-C, comes through in what is started meanwhile: the mask
/// outlives exec (sigprocmask(2)), and the standard library leaves it as it is.
///
/// # Errors
/// Never; the signature is that of what runs between fork and exec.
pub fn hear_signals() -> std::io::Result<()> {
    let _ = SigSet::empty().thread_set_mask();
    Ok(())
}

/// Whatever else is open here, a lock or a pipe of the person's shell, is closed by exec: a brain outlives the shell's
/// use for it. Signals are heard, see [`hear_signals`].
///
/// # Errors
/// Never; the signature is that of what runs between fork and exec.
pub fn keep_to_the_streams() -> std::io::Result<()> {
    hear_signals()?;
    const FIRST: libc::c_uint = 3;
    // SAFETY: takes three numbers (close_range(2)).
    let done = unsafe { libc::syscall(libc::SYS_close_range, FIRST, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) };
    if done != 0 {
        // Before Linux 5.11: one by one. Those that are not open refuse, and that is all.
        for fd in 3..1024 {
            // SAFETY: takes numbers; FD_CLOEXEC is the only flag of a descriptor (fcntl(2)).
            unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) };
        }
    }
    Ok(())
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
    /// Waits so long for it to end by itself, then ends its whole group. The connection must be closed already.
    pub fn end(self, grace: Duration) {
        match self {
            Self::Child(child) => {
                let pid = Pid::from_raw(child.id().cast_signed());
                if !ended_within(pid, grace) {
                    let _ = killpg(pid, Signal::SIGKILL);
                    let _ = waitpid(pid, None);
                }
            }
            Self::Handed(Some(pid)) => {
                if !ended_within(pid, grace) {
                    let _ = nix::sys::signal::kill(pid, Signal::SIGKILL);
                    let _ = waitpid(pid, None);
                }
            }
            Self::Handed(None) => {}
            Self::Lent(process) => {
                if !signalled_within(process.as_fd(), grace) {
                    // SAFETY: sends a signal to the process behind our descriptor; no information goes with it.
                    unsafe {
                        libc::syscall(
                            libc::SYS_pidfd_send_signal,
                            process.as_raw_fd(),
                            libc::SIGKILL,
                            std::ptr::null::<libc::siginfo_t>(),
                            0,
                        )
                    };
                }
            }
        }
    }
}

impl Process {
    /// A descriptor by which another process can wait for it and end it; `None` where that cannot be had.
    pub fn handle(&self) -> Option<OwnedFd> {
        match self {
            Self::Child(child) => open_process(Pid::from_raw(child.id().cast_signed())),
            Self::Handed(pid) => pid.and_then(open_process),
            Self::Lent(process) => process.try_clone().ok(),
        }
    }
}

/// pidfd_open(2).
fn open_process(pid: Pid) -> Option<OwnedFd> {
    // SAFETY: takes two integers and returns a new descriptor or -1.
    let raw = unsafe { libc::syscall(libc::SYS_pidfd_open, pid.as_raw(), 0) };
    let raw = i32::try_from(raw).ok().filter(|raw| *raw >= 0)?;
    // SAFETY: the descriptor was just returned to us and belongs to nobody else.
    Some(unsafe { OwnedFd::from_raw_fd(raw) })
}

/// Waits by a descriptor of the process, so that an end is seen at once and nothing spins.
fn ended_within(pid: Pid, grace: Duration) -> bool {
    if let Some(process) = open_process(pid) {
        signalled_within(process.as_fd(), grace);
    }
    !matches!(waitpid(pid, Some(WaitPidFlag::WNOHANG)), Ok(WaitStatus::StillAlive))
}

/// True when the process behind the descriptor ends in time.
fn signalled_within(process: BorrowedFd<'_>, grace: Duration) -> bool {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    let end = Instant::now() + grace;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let millis = u16::try_from(left.as_millis()).unwrap_or(u16::MAX);
        match poll(&mut [PollFd::new(process, PollFlags::POLLIN)], PollTimeout::from(millis)) {
            Err(nix::errno::Errno::EINTR) if !left.is_zero() => {}
            ready => return ready.is_ok_and(|count| count > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_started_hears_of_signals_while_ghost_listens_to_them_itself() {
        let _listening = crate::client::Cancel::new().expect("a descriptor");
        let mut command = Command::new("sed");
        command.args(["-n", "s/^SigBlk:.//p", "/proc/self/status"]);
        let held = first_line(&mut command, Instant::now() + Duration::from_secs(20));
        assert_eq!(held, Some("0".repeat(16)));
    }
}
