//! The monitor: a small process between ghost and a command that has a terminal of its own. It leads that terminal's
//! session. Without it the command's process group would be orphaned (setpgid(2)) and Ctrl-Z would do nothing.
//!
//! It starts the command, tells ghost when it stops and ends, and passes signals on. Should ghost be killed, it puts
//! the person's terminal back and makes sure that the command ends. It is a fork of ghost that never returns and, once
//! the command runs, only makes system calls.

use std::io;
use std::mem::{self, MaybeUninit};
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd, RawFd};
use std::ptr;

use libc::{c_int, sigset_t};
use nix::sys::termios::{LocalFlags, OutputFlags, SetArg, Termios, tcgetattr, tcsetattr};
use nix::unistd::Pid;

use super::command::Command;
use super::outer::Outer;
use super::start::Stream;
use super::straggler::close_all_but;

/// From ghost being gone to the command being killed, in seconds: an editor saves meanwhile.
const GRACE: i32 = 2;

/// What the monitor tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The command could not be started: an errno.
    Failed(c_int),
    /// A signal has stopped it.
    Stopped(c_int),
    /// It has ended: a status as wait(2) gives it.
    Ended(c_int),
}

/// What ghost tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Send the command this signal.
    Signal(c_int),
    /// Let the command's process group go on.
    Continue,
    /// The terminal has gone: tell the command's process group.
    HangUp,
    /// The person's terminal is taken (true) or left: put it back, or leave it alone, should ghost be gone.
    Guard(bool),
}

/// A message: one packet.
type Packet = [c_int; 2];

impl News {
    fn pack(self) -> Packet {
        match self {
            Self::Failed(value) => [0, value],
            Self::Stopped(value) => [1, value],
            Self::Ended(value) => [2, value],
        }
    }

    fn unpack([kind, value]: Packet) -> Option<Self> {
        match kind {
            0 => Some(Self::Failed(value)),
            1 => Some(Self::Stopped(value)),
            2 => Some(Self::Ended(value)),
            _ => None,
        }
    }
}

impl Order {
    fn pack(self) -> Packet {
        match self {
            Self::Signal(value) => [0, value],
            Self::Continue => [1, 0],
            Self::Guard(value) => [2, value.into()],
            Self::HangUp => [3, 0],
        }
    }

    fn unpack([kind, value]: Packet) -> Option<Self> {
        match kind {
            0 => Some(Self::Signal(value)),
            1 => Some(Self::Continue),
            2 => Some(Self::Guard(value != 0)),
            3 => Some(Self::HangUp),
            _ => None,
        }
    }
}

/// What came over the line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard<T> {
    Said(T),
    Nothing,
    /// The other side is gone.
    Gone,
}

/// ghost's line to the monitor.
#[derive(Debug)]
pub(super) struct Monitor {
    pub(super) pid: Pid,
    pub(super) line: OwnedFd,
}

/// What the monitor works with.
pub(super) struct Setup<'a> {
    pub(super) command: &'a Command,
    pub(super) slave: &'a OwnedFd,
    pub(super) streams: [Stream; 3],
    /// The mask ghost was started with.
    pub(super) mask: sigset_t,
    /// The person's terminal and its modes, when ghost takes it from the start or may do so later.
    pub(super) outer: Option<(&'a Outer, Termios)>,
    /// ghost takes it from the start.
    pub(super) guard: bool,
}

/// Starts the monitor, which starts the command.
///
/// # Errors
/// When there is no socket or process to be had.
pub(super) fn start(setup: &Setup<'_>) -> io::Result<Monitor> {
    let mut ends = [-1; 2];
    let kind = libc::SOCK_SEQPACKET | libc::SOCK_CLOEXEC;
    // SAFETY: room for two descriptors.
    if unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, ends.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: both were just made for us.
    let [ours, theirs] = ends.map(|fd| unsafe { OwnedFd::from_raw_fd(fd) });
    // SAFETY: the child never returns; see `serve` for what it does.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            drop(ours);
            serve(setup, theirs.as_raw_fd())
        }
        pid => Ok(Monitor { pid: Pid::from_raw(pid), line: ours }),
    }
}

impl Monitor {
    pub(super) fn tell(&self, order: Order) {
        send(self.line.as_raw_fd(), order.pack());
    }

    /// What the monitor has said, without waiting.
    pub(super) fn hear(&self) -> Heard<News> {
        match receive(self.line.as_raw_fd()) {
            Heard::Said(packet) => News::unpack(packet).map_or(Heard::Nothing, Heard::Said),
            Heard::Nothing => Heard::Nothing,
            Heard::Gone => Heard::Gone,
        }
    }
}

fn send(line: RawFd, packet: Packet) {
    // SAFETY: a valid packet; a packet goes whole or not at all.
    unsafe { libc::send(line, packet.as_ptr().cast(), mem::size_of::<Packet>(), libc::MSG_NOSIGNAL) };
}

fn receive(line: RawFd) -> Heard<Packet> {
    let mut packet: Packet = [0; 2];
    let size = mem::size_of::<Packet>();
    // SAFETY: room for one packet.
    let got = unsafe { libc::recv(line, packet.as_mut_ptr().cast(), size, libc::MSG_DONTWAIT) };
    match usize::try_from(got) {
        Ok(got) if got == size => Heard::Said(packet),
        Err(_) if io::Error::last_os_error().kind() == io::ErrorKind::WouldBlock => Heard::Nothing,
        _ => Heard::Gone,
    }
}

/// The monitor's whole life.
fn serve(setup: &Setup<'_>, line: RawFd) -> ! {
    let slave = setup.slave.as_raw_fd();
    // SAFETY: system calls on descriptors of ours; the handler does nothing.
    let waiting = unsafe {
        libc::setsid();
        libc::ioctl(slave, libc::TIOCSCTTY, 0);
        let mut all = MaybeUninit::uninit();
        libc::sigfillset(all.as_mut_ptr());
        // All kept back: SIGTTOU would forbid to make the command the foreground, SIGHUP would end us too early.
        libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), ptr::null_mut());
        let mut action: libc::sigaction = mem::zeroed();
        action.sa_sigaction = on_child as *const () as libc::sighandler_t;
        libc::sigaction(libc::SIGCHLD, &raw const action, ptr::null_mut());
        let mut waiting = all.assume_init();
        libc::sigdelset(&raw mut waiting, libc::SIGCHLD);
        waiting
    };
    let pid = match setup.command.start(setup.streams, Some(slave), setup.mask) {
        Ok(pid) => pid.as_raw(),
        Err(errno) => {
            send(line, News::Failed(errno).pack());
            leave();
        }
    };
    let outer = setup.outer.as_ref().map(|(outer, _)| {
        use std::os::fd::AsFd as _;
        outer.as_fd().as_raw_fd()
    });
    close_all_but(&[line, outer.unwrap_or(-1)]);
    if outer != Some(libc::STDIN_FILENO) {
        // SAFETY: nothing here reads from it.
        unsafe { libc::close(libc::STDIN_FILENO) };
    }
    // SAFETY: nothing here writes to them.
    unsafe {
        libc::close(libc::STDOUT_FILENO);
        libc::close(libc::STDERR_FILENO);
    }

    let mut guard = setup.guard;
    let mut running = true;
    loop {
        let mut status = 0;
        // SAFETY: a valid place for one status.
        while running && unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG | libc::WUNTRACED) } > 0 {
            let news = if libc::WIFSTOPPED(status) {
                News::Stopped(libc::WSTOPSIG(status))
            } else {
                running = false;
                News::Ended(status)
            };
            send(line, news.pack());
        }
        let mut asked = libc::pollfd { fd: line, events: libc::POLLIN, revents: 0 };
        // SAFETY: one valid entry, a valid mask, no time-out.
        unsafe { libc::ppoll(&raw mut asked, 1, ptr::null(), &raw const waiting) };
        match receive(line) {
            Heard::Nothing => {}
            Heard::Said(packet) => match Order::unpack(packet) {
                // SAFETY: the command has not been reaped, so the number is still its own.
                Some(Order::Signal(signal)) if running => unsafe {
                    if libc::kill(pid, signal) != 0 {
                        // Not ours to signal (a program that became another user): its group may hold some that are.
                        libc::kill(-pid, signal);
                    }
                },
                // SAFETY: as above; its process group bears its number.
                Some(Order::Continue) if running => unsafe {
                    libc::kill(-pid, libc::SIGCONT);
                },
                Some(Order::HangUp) if running => hang_up(pid),
                Some(Order::Guard(value)) => guard = value,
                _ => {}
            },
            Heard::Gone => {
                if guard {
                    put_back(setup);
                }
                if running {
                    end(pid, &waiting);
                }
                leave();
            }
        }
    }
}

extern "C" fn on_child(_signal: c_int) {}

/// ghost was killed while it had the person's terminal. If that still looks the way ghost had made it, nobody else has
/// taken care of it.
fn put_back(setup: &Setup<'_>) {
    if let Some((outer, before)) = &setup.outer {
        let taken = tcgetattr(outer).is_ok_and(|now| {
            !now.local_flags.intersects(LocalFlags::ICANON | LocalFlags::ECHO)
                && !now.output_flags.contains(OutputFlags::OPOST)
        });
        if taken {
            let _ = tcsetattr(outer, SetArg::TCSANOW, before);
        }
    }
}

/// What a shell does for its jobs when its terminal goes: the kernel tells the leader of the session only, which is us.
/// A stopped process would not hear it, hence SIGCONT.
fn hang_up(pid: libc::pid_t) {
    // SAFETY: the command has not been reaped; its process group bears its number.
    unsafe {
        libc::kill(-pid, libc::SIGHUP);
        libc::kill(-pid, libc::SIGCONT);
    }
}

/// ghost is gone, and the terminal with it. Waits a moment, then kills what is left.
fn end(pid: libc::pid_t, waiting: &sigset_t) {
    hang_up(pid);
    let mut left = libc::timespec { tv_sec: GRACE.into(), tv_nsec: 0 };
    // SAFETY: no entries, a valid time and mask; the process has not been reaped.
    unsafe {
        libc::ppoll(ptr::null_mut(), 0, &raw mut left, waiting);
        if libc::waitpid(pid, ptr::null_mut(), libc::WNOHANG) == 0 {
            libc::kill(-pid, libc::SIGKILL);
        }
    }
}

fn leave() -> ! {
    // SAFETY: ends this process without running anything of ghost's.
    unsafe { libc::_exit(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        for news in [News::Failed(2), News::Stopped(19), News::Ended(256)] {
            assert_eq!(News::unpack(news.pack()), Some(news));
        }
        for order in [Order::Signal(15), Order::Continue, Order::HangUp, Order::Guard(true), Order::Guard(false)] {
            assert_eq!(Order::unpack(order.pack()), Some(order));
        }
        assert_eq!((News::unpack([9, 0]), Order::unpack([9, 0])), (None, None));
    }
}
