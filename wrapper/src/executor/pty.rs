//! The command's own terminal (pty(7)). ghost has the master's side.

use std::fs::OpenOptions;
use std::io;
use std::os::fd::{AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd};
use std::os::unix::fs::OpenOptionsExt as _;

use nix::sys::termios::{SetArg, Termios, tcsetattr};

/// A fresh terminal.
#[derive(Debug)]
pub(super) struct Pty {
    /// Does not block.
    pub(super) master: OwnedFd,
    pub(super) slave: OwnedFd,
}

/// Opens one with these modes and the size of `like`.
///
/// # Errors
/// When the machine has no ptys to give (ptmx(4)).
pub(super) fn open(modes: Option<&Termios>, like: BorrowedFd<'_>) -> io::Result<Pty> {
    let flags = libc::O_NOCTTY | libc::O_NONBLOCK | libc::O_CLOEXEC;
    let master: OwnedFd = OpenOptions::new().read(true).write(true).custom_flags(flags).open("/dev/ptmx")?.into();
    let unlock: libc::c_int = 0;
    // SAFETY: TIOCSPTLCK reads one int; TIOCGPTPEER takes flags and returns a new descriptor of the slave, which needs
    // no name and therefore no /dev/pts (ioctl_tty(2)).
    let slave = unsafe {
        if libc::ioctl(master.as_raw_fd(), libc::TIOCSPTLCK, &raw const unlock) != 0 {
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
    if let Some(modes) = modes {
        tcsetattr(&master, SetArg::TCSANOW, modes)?;
    }
    copy_size(like, &master);
    Ok(Pty { master, slave })
}

/// Gives the command's terminal the size of ours; the kernel tells the command (SIGWINCH).
pub(super) fn copy_size(from: BorrowedFd<'_>, master: &OwnedFd) {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: both calls take one winsize.
    unsafe {
        if libc::ioctl(from.as_raw_fd(), libc::TIOCGWINSZ, &raw mut size) == 0 {
            libc::ioctl(master.as_raw_fd(), libc::TIOCSWINSZ, &raw const size);
        }
    }
}
