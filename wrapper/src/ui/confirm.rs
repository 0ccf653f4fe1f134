//! An answer from the terminal itself, whatever stdin is.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::fd::{AsFd as _, AsRawFd as _};

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

/// The terminal, with the question on it and whatever was typed before it was seen thrown away: that is no answer.
fn asked(question: &str) -> Option<File> {
    let mut terminal = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
    tcflush(terminal.as_fd(), FlushArg::TCIFLUSH).ok()?;
    terminal.write_all(question.as_bytes()).ok()?;
    Some(terminal)
}
