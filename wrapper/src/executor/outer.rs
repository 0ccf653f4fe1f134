//! The person's own terminal. While it is *taken*, keys come to ghost as they are typed and bytes leave as they are;
//! its modes are put back when it is *left*, and by a guard on every way out (by the monitor, should ghost be killed).
//!
//! It stays the person's: what makes signals (Ctrl-C) and stops output (Ctrl-S) is still the terminal's own work, as
//! far as the command's terminal asks for it, so that the rest of ghost's process group is treated as without ghost.

use std::fs::OpenOptions;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt as _;

use nix::errno::Errno;
use nix::sys::termios::{
    InputFlags, LocalFlags, OutputFlags, SetArg, SpecialCharacterIndices as Key, Termios, cfmakeraw, tcgetattr,
    tcsetattr,
};
use nix::unistd::{getpgrp, read, tcgetpgrp};

use super::streams::Kind;

/// The terminal keys come from.
#[derive(Debug)]
pub(super) struct Outer {
    /// `None`: it is stdin.
    opened: Option<OwnedFd>,
    /// stdin once more, for reading without waiting; made when it is first read from.
    again: Option<OwnedFd>,
    taken: Option<Taken>,
}

#[derive(Debug)]
struct Taken {
    before: Termios,
    now: Termios,
}

/// The modes that are the terminal's own work even while it is taken.
const LOCAL: LocalFlags = LocalFlags::ISIG;
const INPUT: InputFlags = InputFlags::IXON.union(InputFlags::IXANY);
/// The keys that go with them.
const KEYS: [Key; 5] = [Key::VINTR, Key::VQUIT, Key::VSUSP, Key::VSTART, Key::VSTOP];

/// What came of reading keys.
pub(super) enum Keys {
    Typed(usize),
    /// Nothing, for now.
    None,
    /// The terminal has gone.
    Gone,
}

impl Outer {
    /// stdin, or the terminal that controls us; `None` when there is neither.
    pub(super) fn find(stdin: Kind) -> Option<Self> {
        let opened = match stdin {
            Kind::Terminal => None,
            _ => Some(open("/dev/tty")?),
        };
        Some(Self { opened, again: None, taken: None })
    }

    /// True when it is the command's stdin as well.
    pub(super) fn is_stdin(&self) -> bool {
        self.opened.is_none()
    }

    pub(super) fn modes(&self) -> Option<Termios> {
        tcgetattr(self).ok()
    }

    /// The modes for a command's terminal that stands in for this one. While we are in the background it is a shell's
    /// line editor that has it, and its modes are the editor's: then the usual ones are given, as `stty sane` would.
    pub(super) fn modes_for_command(&self) -> Option<Termios> {
        let mut modes = self.modes()?;
        if !self.is_ours() {
            modes.input_flags |= InputFlags::ICRNL | InputFlags::IXON;
            modes.output_flags |= OutputFlags::OPOST | OutputFlags::ONLCR;
            modes.local_flags |= LocalFlags::ISIG | LocalFlags::ICANON | LocalFlags::IEXTEN | LocalFlags::ECHO;
        }
        Some(modes)
    }

    /// True when it lets us change it: we are its foreground, or it is not the one that controls us.
    pub(super) fn is_ours(&self) -> bool {
        tcgetpgrp(self).map_or(true, |group| group == getpgrp())
    }

    pub(super) fn is_taken(&self) -> bool {
        self.taken.is_some()
    }

    /// Takes it, or follows a change of the command's terminal (`inner`). Does nothing when it is not ours to take.
    pub(super) fn take(&mut self, inner: &Termios) {
        let before = match &self.taken {
            Some(taken) => taken.before.clone(),
            None => match self.modes() {
                Some(modes) => modes,
                None => return,
            },
        };
        let mut now = before.clone();
        cfmakeraw(&mut now);
        now.local_flags |= inner.local_flags & LOCAL;
        now.input_flags |= inner.input_flags & INPUT;
        for key in KEYS {
            now.control_chars[key as usize] = inner.control_chars[key as usize];
        }
        let follows = self.taken.as_ref().is_some_and(|taken| taken.now == now);
        if !follows && self.is_ours() && tcsetattr(&self, SetArg::TCSANOW, &now).is_ok() {
            self.taken = Some(Taken { before, now });
        }
    }

    /// Puts its modes back. Now, not after draining: a terminal stopped by Ctrl-S would keep us waiting, and output is
    /// processed when it is written.
    pub(super) fn leave(&mut self) {
        if let Some(taken) = self.taken.take()
            && self.is_ours()
        {
            let _ = tcsetattr(&self, SetArg::TCSANOW, &taken.before);
        }
    }

    /// Takes it anew with the modes it had been taken with: somebody else may have changed them meanwhile.
    pub(super) fn retake(&mut self) {
        if let Some(taken) = &self.taken
            && (!self.is_ours() || tcsetattr(&self, SetArg::TCSANOW, &taken.now).is_err())
        {
            self.taken = None;
        }
    }

    /// The byte that makes `signal` when it is typed here, if one does.
    pub(super) fn key_for(&self, signal: i32) -> Option<u8> {
        let key = match signal {
            libc::SIGINT => Key::VINTR,
            libc::SIGQUIT => Key::VQUIT,
            libc::SIGTSTP => Key::VSUSP,
            _ => return None,
        };
        let modes = match &self.taken {
            Some(taken) => taken.now.clone(),
            None => self.modes()?,
        };
        let byte = modes.control_chars[key as usize];
        (byte != 0).then_some(byte)
    }

    /// Reads what was typed. To be called when there is something; a Ctrl-C may have taken it away since (termios(3),
    /// NOFLSH), and nobody would end a read that waits, hence one that does not. O_NONBLOCK belongs to the open file,
    /// which we share with others, hence a second opening; where that is refused the read may wait.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Keys {
        if self.opened.is_none() && self.again.is_none() {
            self.again = open("/proc/self/fd/0");
        }
        let keys = self.again.as_ref().map_or_else(|| self.as_fd(), OwnedFd::as_fd);
        match read(keys, buffer) {
            Ok(0) => Keys::Gone,
            Ok(count) => Keys::Typed(count),
            Err(Errno::EINTR | Errno::EAGAIN) => Keys::None,
            Err(_) => Keys::Gone,
        }
    }
}

/// Opens a terminal so that it is never waited for.
fn open(path: &str) -> Option<OwnedFd> {
    let flags = libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_CLOEXEC;
    OpenOptions::new().read(true).custom_flags(flags).open(path).ok().map(OwnedFd::from)
}

impl AsFd for Outer {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match &self.opened {
            Some(fd) => fd.as_fd(),
            // SAFETY: 0, 1 and 2 are open from the start (see `inherited`) to the end; nothing in ghost closes them.
            None => unsafe { BorrowedFd::borrow_raw(libc::STDIN_FILENO) },
        }
    }
}

impl Drop for Outer {
    fn drop(&mut self) {
        self.leave();
    }
}

/// True when this terminal turns a newline into carriage return and newline.
pub(super) fn adds_returns(terminal: BorrowedFd<'_>) -> bool {
    let wanted = OutputFlags::OPOST | OutputFlags::ONLCR;
    tcgetattr(terminal).is_ok_and(|modes| modes.output_flags.contains(wanted))
}

/// Takes the carriage returns out that the command's terminal has put before newlines, for a terminal that will put
/// them in again. A carriage return at the very end stays in `carry` until it is known what follows.
pub(crate) fn without_returns(bytes: &[u8], carry: &mut bool) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len() + 1);
    for &byte in bytes {
        if *carry && byte != b'\n' {
            plain.push(b'\r');
        }
        *carry = byte == b'\r';
        if !*carry {
            plain.push(byte);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_not_there_are_not_waited_for() {
        let null = std::fs::File::open("/dev/null").expect("a device");
        let pty = super::super::pty::open(None, null.as_fd()).expect("a terminal");
        let name = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&pty.slave));
        let mut outer = Outer { opened: open(&name), again: None, taken: None };
        assert!(outer.opened.is_some() && matches!(outer.read(&mut [0; 8]), Keys::None));
        nix::unistd::write(&pty.master, b"typed\n").expect("keys");
        let mut typed = [0; 8];
        assert!(matches!(outer.read(&mut typed), Keys::Typed(6)) && typed.starts_with(b"typed\n"));
    }

    #[test]
    fn takes_out_only_what_a_terminal_puts_in() {
        let check = |pieces: &[&str], expected: &str| {
            let mut carry = false;
            let mut plain = Vec::new();
            for piece in pieces {
                plain.extend(without_returns(piece.as_bytes(), &mut carry));
            }
            plain.extend(carry.then_some(b'\r'));
            assert_eq!(String::from_utf8_lossy(&plain), expected, "{pieces:?}");
        };
        check(&["a\r\nb\r\n"], "a\nb\n");
        check(&["a\r", "\nb"], "a\nb");
        check(&["10%\r", "20%\r"], "10%\r20%\r");
        check(&["a\r\r\n", "\r"], "a\r\n\r");
        check(&["a\nb"], "a\nb");
    }
}
