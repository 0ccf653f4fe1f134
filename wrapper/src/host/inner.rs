//! The shell's own terminal (pty(7)), and the shell in it.

use std::ffi::{CString, c_char};
use std::fs::{self, OpenOptions};
use std::io;
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::sys::signal::SigSet;
use nix::sys::termios::{InputFlags, LocalFlags, SetArg, tcgetattr, tcsetattr};
use nix::unistd::{ForkResult, Pid, fork, getpgid, tcgetpgrp};

use super::origin::Origin;
use super::outer::Outer;
use crate::executor::ignores_pipe;

/// A fresh terminal.
#[derive(Debug)]
pub(super) struct Inner {
    /// Does not block.
    pub(super) master: OwnedFd,
    slave: OwnedFd,
    /// Its name below `/dev/pts`.
    pub(super) name: PathBuf,
}

impl Inner {
    /// Opens one that is like the person's.
    ///
    /// # Errors
    /// When the machine has none to give (ptmx(4)).
    pub(super) fn open(outer: &Outer) -> io::Result<Self> {
        let flags = libc::O_NOCTTY | libc::O_NONBLOCK | libc::O_CLOEXEC;
        let master: OwnedFd = OpenOptions::new().read(true).write(true).custom_flags(flags).open("/dev/ptmx")?.into();
        let unlock: libc::c_int = 0;
        let mut number: libc::c_uint = 0;
        // SAFETY: TIOCSPTLCK reads one int, TIOCGPTN writes one unsigned int; TIOCGPTPEER takes flags and returns a new
        // descriptor of the slave (ioctl_tty(2)).
        let slave = unsafe {
            if libc::ioctl(master.as_raw_fd(), libc::TIOCSPTLCK, &raw const unlock) != 0
                || libc::ioctl(master.as_raw_fd(), libc::TIOCGPTN, &raw mut number) != 0
            {
                return Err(io::Error::last_os_error());
            }
            let flags = libc::O_RDWR | libc::O_NOCTTY | libc::O_CLOEXEC;
            libc::ioctl(master.as_raw_fd(), libc::TIOCGPTPEER, flags)
        };
        if slave < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made for us.
        let slave = unsafe { OwnedFd::from_raw_fd(slave) };
        tcsetattr(&master, SetArg::TCSANOW, outer.modes())?;
        let inner = Self { master, slave, name: PathBuf::from(format!("/dev/pts/{number}")) };
        outer.copy_size(std::os::fd::AsFd::as_fd(&inner.master));
        // The shell finds it by its name (`ttyname`): in a container without our /dev/pts it would not.
        inner.name.metadata()?;
        Ok(inner)
    }

    /// Gives it what was typed at the person's terminal before that was ours. Echoed there, it is not echoed here.
    ///
    /// This has to be over before the shell starts: shells remember the modes that they find.
    pub(super) fn give(&self, typed: &[u8]) {
        let Ok(modes) = tcgetattr(&self.slave) else { return };
        let mut silent = modes.clone();
        silent.local_flags &= !(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::ISIG | LocalFlags::IEXTEN);
        if typed.is_empty() || tcsetattr(&self.slave, SetArg::TCSANOW, &silent).is_err() {
            return;
        }
        let count = nix::unistd::write(&self.master, typed).unwrap_or(0);
        // The kernel takes it through its line discipline in its own time; this is far more than it needs.
        let end = Instant::now() + Duration::from_millis(50);
        while self.waiting() < count && Instant::now() < end {
            super::relay::poll(&mut [], Some(Duration::from_micros(200)));
        }
        let _ = tcsetattr(&self.slave, SetArg::TCSANOW, &modes);
    }

    /// Bytes that a program could read.
    fn waiting(&self) -> usize {
        let mut count: libc::c_int = 0;
        // SAFETY: FIONREAD writes one int (ioctl_tty(2)).
        unsafe { libc::ioctl(self.slave.as_raw_fd(), libc::FIONREAD, &raw mut count) };
        usize::try_from(count).unwrap_or(0)
    }

    /// Starts the shell in it, in a session of its own and with this signal mask, and keeps only the master.
    ///
    /// # Errors
    /// When there is no process to be had, or the shell's program cannot be executed any more.
    pub(super) fn start(self, origin: &Origin, mask: &SigSet) -> io::Result<(OwnedFd, Pid)> {
        let words = pointers(&origin.words);
        let environment = pointers(&origin.environment);
        // Closed by execve; what comes through it before that is why there was none.
        let (told, tell) = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC)?;
        // SAFETY: ghost has one thread here; the child makes system calls only and allocates nothing.
        match unsafe { fork() }? {
            ForkResult::Parent { child } => {
                drop(tell);
                let mut error = [0_u8; 4];
                loop {
                    match nix::unistd::read(&told, &mut error) {
                        Err(nix::errno::Errno::EINTR) => {}
                        Ok(4) => {
                            let _ = nix::sys::wait::waitpid(child, None);
                            return Err(io::Error::from_raw_os_error(i32::from_ne_bytes(error)));
                        }
                        Ok(_) | Err(_) => return Ok((self.master, child)),
                    }
                }
            }
            ForkResult::Child => {
                // SAFETY: async-signal-safe calls only (signal-safety(7)), on descriptors and pointers that are valid.
                unsafe {
                    libc::setsid();
                    libc::ioctl(self.slave.as_raw_fd(), libc::TIOCSCTTY, 0);
                    for fd in 0..=2 {
                        libc::dup2(self.slave.as_raw_fd(), fd);
                    }
                    if !ignores_pipe() {
                        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
                    }
                    libc::sigprocmask(libc::SIG_SETMASK, mask.as_ref(), std::ptr::null_mut());
                    libc::execve(origin.program.as_ptr(), words.as_ptr(), environment.as_ptr());
                    let error = nix::errno::Errno::last_raw();
                    libc::write(tell.as_raw_fd(), (&raw const error).cast(), size_of_val(&error));
                    libc::_exit(127)
                }
            }
        }
    }
}

/// Where in the kernel a shell waits for a key: poll(2), select(2), a read from a terminal.
const AT_KEYS: &[&str] = &["poll", "select", "wait_woken", "n_tty_read"];
/// And where for its programs: the end of a pipe, a child, another thread of its own that does.
const ELSEWHERE: &[&str] = &["pipe_read", "do_wait", "futex"];

/// Whether the line editor of a shell reads keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Editor {
    /// It waits for one.
    Reads,
    /// It may be about to, or the kernel does not tell.
    Unknown,
    /// It does not.
    Away,
    /// Nor will it soon: something else has the terminal and reads keys.
    Ousted,
}

/// Looks at the line editor of this shell; of a shell that nobody knows, at the terminal alone.
///
/// Line mode is off then, and so is the usual translation of Enter: readline and fish turn ICRNL off, zsh turns INLCR on
/// as well, so that both keys are told apart; what asks for a single key (`read -n`, `read -k`) leaves that as it is. The
/// shell has the foreground, and waits neither for a program nor for the output of one that its prompt has started
/// (proc(5), `wchan`: `0` for a process that runs, and for all where the kernel does not tell).
pub(super) fn editor(master: &OwnedFd, shell: Option<Pid>) -> Editor {
    let Some(modes) = tcgetattr(master).ok().filter(|modes| !modes.local_flags.contains(LocalFlags::ICANON)) else {
        return Editor::Away;
    };
    let tells_apart = !modes.input_flags.contains(InputFlags::ICRNL) || modes.input_flags.contains(InputFlags::INLCR);
    let group = shell.and_then(|shell| getpgid(Some(shell)).ok());
    if !tells_apart || group.is_some_and(|group| tcgetpgrp(master) != Ok(group)) {
        return Editor::Ousted;
    }
    let Some(shell) = shell.filter(|_| group.is_some()) else { return Editor::Unknown };
    let waits = fs::read_to_string(format!("/proc/{shell}/wchan")).unwrap_or_default();
    let is_at = |places: &[&str]| places.iter().any(|place| waits.contains(place));
    if is_at(ELSEWHERE) {
        Editor::Away
    } else if is_at(AT_KEYS) {
        Editor::Reads
    } else {
        Editor::Unknown
    }
}

/// True when something was typed into the terminal with this master that nobody has read yet. (A line editor that gives
/// the terminal back turns on line mode, and by that the kernel makes all that waits readable, ended or not.)
pub(super) fn has_unread(master: &OwnedFd) -> bool {
    let mut count: libc::c_int = 0;
    // SAFETY: TIOCGPTPEER takes flags and returns a new descriptor of the slave; FIONREAD writes one int.
    unsafe {
        let flags = libc::O_RDONLY | libc::O_NOCTTY | libc::O_NONBLOCK | libc::O_CLOEXEC;
        let slave = libc::ioctl(master.as_raw_fd(), libc::TIOCGPTPEER, flags);
        if slave < 0 {
            return false;
        }
        let slave = OwnedFd::from_raw_fd(slave);
        libc::ioctl(slave.as_raw_fd(), libc::FIONREAD, &raw mut count) == 0 && count > 0
    }
}

/// True when the shell has jobs in the background that may print at any time: children of its that are in process groups
/// of their own and not stopped (proc(5), `children` and `stat`). Where the kernel does not tell, there are none. The group
/// in the foreground is no such job: it is what a hook has started, in a shell that gives every program a group. Neither is ghost itself, which
/// may not have the foreground yet, nor what nu has begun to start: nu's own jobs are threads.
pub(super) fn has_running_jobs(master: &OwnedFd, shell: Pid) -> bool {
    let Ok(own) = getpgid(Some(shell)) else { return false };
    let foreground = tcgetpgrp(master).unwrap_or(own);
    let program = |process: &str| fs::read_link(format!("/proc/{process}/exe")).ok();
    let (ours, shells) = (program("self"), program(&shell.to_string()));
    let is_nu = shells.as_ref().and_then(|shell| shell.file_name()).is_some_and(|name| name == "nu");
    let is_hook = |child: Pid| {
        let runs = program(&child.to_string());
        runs.is_some() && (runs == ours || is_nu && runs == shells)
    };
    let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap_or_default();
    children.split_ascii_whitespace().filter_map(|number| number.parse().ok()).map(Pid::from_raw).any(|child| {
        getpgid(Some(child)).is_ok_and(|group| group != own && group != foreground) && !is_hook(child) && {
            let stat = fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
            state.is_some_and(|state| !"TtZX".contains(state))
        }
    })
}

/// Echo and line mode, by whose change a program shows that it asks for something.
pub(super) fn asking_modes(master: &OwnedFd) -> Option<LocalFlags> {
    tcgetattr(master).ok().map(|modes| modes.local_flags & (LocalFlags::ICANON | LocalFlags::ECHO))
}

fn pointers(strings: &[CString]) -> Vec<*const c_char> {
    strings.iter().map(|string| string.as_ptr()).chain([std::ptr::null()]).collect()
}
