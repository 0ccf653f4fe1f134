//! Whether a run has read from ghost's own standard input.
//!
//! A repaired line would find what is left of it, and do something else than was meant. ghost never reads or copies
//! that input itself, so this is judged by what can be seen from outside; what is not certain counts as read.

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::stat::{SFlag, fstat};
use nix::unistd::{Whence, lseek};
use std::os::fd::BorrowedFd;

/// Standard input as it was before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Closed, a terminal or another device: it has no end that could be reached, or nothing to lose.
    Endless,
    /// A file, read up to here.
    File(i64),
    /// A pipe or a socket with so many bytes waiting.
    Stream(i32),
}

/// Not `std::io::stdin()`, which makes a buffer of 8 KiB when it is first asked for.
// SAFETY: 0, 1 and 2 are open from the start (see `executor`) to the end; nothing in ghost closes them.
const STDIN: BorrowedFd<'static> = unsafe { BorrowedFd::borrow_raw(libc::STDIN_FILENO) };

nix::ioctl_read_bad!(
    /// Bytes that can be read at once, ioctl_tty(2).
    waiting,
    libc::FIONREAD,
    libc::c_int
);

impl Input {
    /// Looks at it. Two system calls, because this is on the way of every command.
    #[must_use]
    pub fn look() -> Self {
        Self::of(STDIN)
    }

    fn of(stdin: BorrowedFd<'_>) -> Self {
        let Ok(found) = fstat(stdin) else {
            return Self::Endless;
        };
        let kind = SFlag::from_bits_truncate(found.st_mode) & SFlag::S_IFMT;
        if kind == SFlag::S_IFREG {
            Self::File(lseek(stdin, 0, Whence::SeekCur).unwrap_or(-1))
        } else if kind == SFlag::S_IFIFO || kind == SFlag::S_IFSOCK {
            Self::Stream(count(stdin).unwrap_or(-1))
        } else {
            Self::Endless
        }
    }

    /// Whether a run that began when this was seen may have read from it.
    #[must_use]
    pub fn may_be_used(self) -> bool {
        match self {
            Self::Endless => false,
            Self::File(_) => Self::of(STDIN) != self,
            // Only where nobody can have added what was taken away does an equal count prove anything.
            Self::Stream(before) => before < 0 || count(STDIN) != Some(before) || !writer_is_gone(STDIN),
        }
    }
}

fn count(stdin: BorrowedFd<'_>) -> Option<i32> {
    use std::os::fd::AsRawFd as _;
    let mut bytes = 0;
    // SAFETY: FIONREAD writes one int to the address given, which lives until the call returns.
    let asked = unsafe { waiting(stdin.as_raw_fd(), &raw mut bytes) };
    asked.ok().map(|_| bytes)
}

fn writer_is_gone(stdin: BorrowedFd<'_>) -> bool {
    let mut fds = [PollFd::new(stdin, PollFlags::POLLIN)];
    let asked = poll(&mut fds, PollTimeout::ZERO);
    asked.is_ok() && fds[0].revents().is_some_and(|seen| seen.contains(PollFlags::POLLHUP))
}
