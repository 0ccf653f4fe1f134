//! Ctrl-C while ghost thinks: not the end of ghost, but of the thought. And what does end ghost, SIGTERM and SIGHUP: only
//! after the thought, so that nothing is left behind that was started for it.

use std::cell::Cell;
use std::os::fd::{AsFd, BorrowedFd};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags};
use nix::sys::signal::{SigSet, Signal, raise};
use nix::sys::signalfd::{SfdFlags, SignalFd};

/// What ends a process from outside, and may be left to end it a moment later.
const ENDS: [Signal; 2] = [Signal::SIGTERM, Signal::SIGHUP];

/// While it lives, SIGINT does not end the process but makes this readable, and so do those that end it when this goes.
/// Whoever starts a child meanwhile lets it hear of them (`client::hear_signals`): by itself it never would.
#[derive(Debug)]
pub struct Cancel {
    before: SigSet,
    fd: SignalFd,
    /// It is wanted for another reason.
    asked: Cell<bool>,
}

impl Cancel {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system refuses a descriptor.
    pub fn new() -> nix::Result<Self> {
        let before = SigSet::thread_get_mask()?;
        let mut set = SigSet::empty();
        set.add(Signal::SIGINT);
        // What is kept back already is somebody else's to hear.
        ENDS.into_iter().filter(|signal| !before.contains(*signal)).for_each(|signal| set.add(signal));
        set.thread_block()?;
        match SignalFd::with_flags(&set, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK) {
            Ok(fd) => Ok(Self { before, fd, asked: Cell::new(false) }),
            Err(errno) => {
                before.thread_set_mask()?;
                Err(errno)
            }
        }
    }

    /// Ends the thought as Ctrl-C would.
    pub fn ask(&self) {
        self.asked.set(true);
    }

    /// Becomes readable with Ctrl-C, and when the other one does.
    ///
    /// # Errors
    /// When the system refuses a descriptor.
    pub fn or(&self, other: BorrowedFd<'_>) -> nix::Result<Epoll> {
        let either = Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?;
        for (fd, number) in [(self.fd.as_fd(), 0), (other, 1)] {
            either.add(fd, EpollEvent::new(EpollFlags::EPOLLIN, number))?;
        }
        Ok(either)
    }

    /// Ctrl-C was pressed, or it is wanted for another reason.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        if self.asked.get() {
            return true;
        }
        let mut fds = [PollFd::new(self.fd.as_fd(), PollFlags::POLLIN)];
        poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
    }
}

impl AsFd for Cancel {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        // What came while listening has been acted on; Ctrl-C must not end ghost now, and the others have waited for this.
        let mut last = None;
        while let Ok(Some(seen)) = self.fd.read_signal() {
            let number = i32::try_from(seen.ssi_signo).unwrap_or_default();
            last = ENDS.into_iter().find(|signal| *signal as i32 == number).or(last);
        }
        let _ = self.before.thread_set_mask();
        if let Some(signal) = last {
            let _ = raise(signal);
        }
    }
}
