//! An answer from the terminal itself, whatever stdin is.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};
use std::thread::JoinHandle;
use std::time::Duration;

use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{FlushArg, LocalFlags, SetArg, tcflush, tcgetattr, tcsetattr};

/// Prints the question and waits for one key. `y` is yes; any other key, the end of input, or no terminal is no.
pub fn key(question: &str) -> bool {
    let Some(mut terminal) = asked(question) else {
        return false;
    };
    let Ok(before) = tcgetattr(&terminal) else {
        return false;
    };
    let mut keys = before.clone();
    // Ctrl-C is a key like any other here, and means no: a signal would end ghost with the terminal in this state.
    keys.local_flags.remove(LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::ISIG);
    if tcsetattr(&terminal, SetArg::TCSANOW, &keys).is_err() {
        return false;
    }
    let mut key = [0_u8; 1];
    let read = terminal.read(&mut key);
    let _ = tcsetattr(&terminal, SetArg::TCSANOW, &before);
    let yes = matches!(read, Ok(1)) && matches!(key, [b'y' | b'Y']);
    let _ = writeln!(terminal, "{}", if yes { "y" } else { "n" });
    yes
}

/// Prints the question and waits for a line. `None` at the end of input, or without a terminal.
pub fn word(question: &str) -> Option<String> {
    let terminal = asked(question)?;
    let mut line = String::new();
    // A person's answer is short; anything else that comes is no answer.
    let read = BufReader::new(terminal).take(4096).read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim().to_owned())
}

/// True when somebody has typed what nobody has read yet, with or without Enter.
pub fn has_typed_ahead() -> bool {
    let Ok(terminal) = File::open("/dev/tty") else { return false };
    let Ok(before) = tcgetattr(&terminal) else { return false };
    // In line mode a line that is not ended does not count (termios(3), "Canonical and noncanonical mode").
    let mut keys = before.clone();
    keys.local_flags.remove(LocalFlags::ICANON);
    let is_changed = keys != before && tcsetattr(&terminal, SetArg::TCSANOW, &keys).is_ok();
    let mut count: libc::c_int = 0;
    // SAFETY: FIONREAD writes one int (ioctl_tty(2)).
    let told = unsafe { libc::ioctl(terminal.as_raw_fd(), libc::FIONREAD, &raw mut count) };
    if is_changed {
        let _ = tcsetattr(&terminal, SetArg::TCSANOW, &before);
    }
    told == 0 && count > 0
}

/// Between two looks at what was typed.
const GLANCE: Duration = Duration::from_millis(100);

/// Becomes readable when somebody types; nothing of it is read. Watched until this is dropped.
#[derive(Debug)]
pub struct Keys {
    end: OwnedFd,
    /// Closed, it ends the watch.
    stop: Option<OwnedFd>,
    watch: Option<JoinHandle<()>>,
}

impl Keys {
    /// Begins to watch. A job in the background must not: it would be stopped.
    pub(super) fn watch(has_typed: impl Fn() -> bool + Send + 'static) -> Option<Self> {
        let terminal = File::open("/dev/tty").ok()?;
        if nix::unistd::tcgetpgrp(&terminal).ok()? != nix::unistd::getpgrp() {
            return None;
        }
        let (end, told) = nix::unistd::pipe2(OFlag::O_CLOEXEC).ok()?;
        let (stopped, stop) = nix::unistd::pipe2(OFlag::O_CLOEXEC).ok()?;
        let glances = move || {
            let is_over = || {
                let mut fds = [PollFd::new(stopped.as_fd(), PollFlags::POLLIN)];
                let millis = u16::try_from(GLANCE.as_millis()).unwrap_or(u16::MAX);
                poll(&mut fds, PollTimeout::from(millis)) != Ok(0)
            };
            loop {
                if has_typed() {
                    // Nobody to tell when it is dropped at this very moment.
                    let _ = nix::unistd::write(&told, b"k");
                    return;
                }
                if is_over() {
                    return;
                }
            }
        };
        let watch = std::thread::Builder::new().name("keys".to_owned()).spawn(glances).ok()?;
        Some(Self { end, stop: Some(stop), watch: Some(watch) })
    }

    /// Somebody has typed.
    #[must_use]
    pub fn are_there(&self) -> bool {
        let mut fds = [PollFd::new(self.end.as_fd(), PollFlags::POLLIN)];
        poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
            && fds[0].revents().is_some_and(|seen| seen.contains(PollFlags::POLLIN))
    }
}

impl AsFd for Keys {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.end.as_fd()
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(watch) = self.watch.take() {
            // One that has panicked watches nothing either.
            let _ = watch.join();
        }
    }
}

/// The terminal, with the question on it and whatever was typed before it was seen thrown away: that is no answer.
fn asked(question: &str) -> Option<File> {
    let mut terminal = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
    tcflush(terminal.as_fd(), FlushArg::TCIFLUSH).ok()?;
    terminal.write_all(question.as_bytes()).ok()?;
    Some(terminal)
}
