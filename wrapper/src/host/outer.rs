//! The person's own terminal, opened by its name: an open file of our own, since O_NONBLOCK on the one we share with
//! the shell would reach every program in it.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use nix::sys::termios::{SetArg, Termios, cfmakeraw, tcgetattr, tcsetattr};
use nix::unistd::{Pid, getpgrp, tcgetpgrp, tcsetpgrp, ttyname};

/// See the module.
#[derive(Debug)]
pub(super) struct Outer {
    file: File,
    before: Termios,
    /// Its foreground before it was taken: the shell that asked for a host.
    foreground: Pid,
}

impl Outer {
    /// The terminal we were started at.
    ///
    /// # Errors
    /// When there is none, or it cannot be opened or asked.
    pub(super) fn open() -> io::Result<Self> {
        Self::at(&name()?)
    }

    fn at(name: &Path) -> io::Result<Self> {
        let flags = libc::O_NOCTTY | libc::O_NONBLOCK | libc::O_CLOEXEC;
        let mut options = OpenOptions::new();
        options.read(true).write(true).custom_flags(flags);
        let file = match options.open(name) {
            // It belongs to somebody else, who has become us in it (`su -`). Everybody may open their controlling
            // terminal (tty(4)).
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && controls_us(name) => {
                options.open("/dev/tty").map_err(|_| error)?
            }
            opened => opened?,
        };
        let before = tcgetattr(&file)?;
        let foreground = tcgetpgrp(&file)?;
        Ok(Self { file, before, foreground })
    }

    pub(super) fn modes(&self) -> &Termios {
        &self.before
    }

    /// Keys come as they are typed and bytes leave as they are, until [`Outer::give_back`].
    ///
    /// # Errors
    /// When the terminal has gone.
    pub(super) fn take(&self) -> io::Result<()> {
        let mut raw = self.before.clone();
        cfmakeraw(&mut raw);
        Ok(tcsetattr(&self.file, SetArg::TCSADRAIN, &raw)?)
    }

    /// What was typed before it was ours, up to so many bytes: it has been echoed here.
    pub(super) fn typed_before(&self, most: usize) -> Vec<u8> {
        let mut typed = vec![0; most];
        let count = nix::unistd::read(&self.file, &mut typed).unwrap_or(0);
        typed.truncate(count);
        typed
    }

    /// Makes our process group its foreground: who looks at the terminal from outside (tmux) sees us.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub(super) fn become_foreground(&self) -> io::Result<()> {
        Ok(tcsetpgrp(&self.file, getpgrp())?)
    }

    /// Puts modes and foreground back. Errors are of no use to anyone: the terminal has gone then.
    pub(super) fn give_back(&self) {
        let _ = tcsetattr(&self.file, SetArg::TCSADRAIN, &self.before);
        let _ = tcsetpgrp(&self.file, self.foreground);
    }

    /// Gives the terminal with this master the size of this one.
    pub(super) fn copy_size(&self, master: BorrowedFd<'_>) {
        let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
        // SAFETY: both calls take one winsize.
        unsafe {
            if libc::ioctl(self.file.as_raw_fd(), libc::TIOCGWINSZ, &raw mut size) == 0 {
                libc::ioctl(master.as_raw_fd(), libc::TIOCSWINSZ, &raw const size);
            }
        }
    }
}

/// The name of the terminal that is stdin, or else stderr: an rc file may be read from a pipe.
///
/// # Errors
/// When neither is one.
pub(super) fn name() -> io::Result<PathBuf> {
    let [stdin, stderr] = streams();
    Ok(ttyname(stdin).or_else(|_| ttyname(stderr))?)
}

/// True when the terminal of that name, one of those streams, is our controlling terminal: of another one nobody says
/// which group is in its foreground (tcgetpgrp(3), ENOTTY).
fn controls_us(name: &Path) -> bool {
    streams().into_iter().any(|fd| ttyname(fd).is_ok_and(|found| found == name) && tcgetpgrp(fd).is_ok())
}

fn streams() -> [BorrowedFd<'static>; 2] {
    // SAFETY: 0, 1 and 2 are open for as long as ghost runs (see `executor::inherited`).
    [libc::STDIN_FILENO, libc::STDERR_FILENO].map(|fd| unsafe { BorrowedFd::borrow_raw(fd) })
}

impl AsFd for Outer {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}
