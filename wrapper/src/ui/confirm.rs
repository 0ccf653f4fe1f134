//! A yes or no from the terminal itself, whatever stdin is.

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::os::fd::AsFd as _;

use nix::sys::termios::{FlushArg, LocalFlags, SetArg, tcflush, tcgetattr, tcsetattr};

/// Prints the question and waits for one key. `y` is yes; any other key, the end of input, or no terminal is no.
pub fn ask(question: &str) -> bool {
    let Ok(mut terminal) = OpenOptions::new().read(true).write(true).open("/dev/tty") else {
        return false;
    };
    let Ok(before) = tcgetattr(&terminal) else {
        return false;
    };
    let mut keys = before.clone();
    // Signals stay on: Ctrl-C ends ghost as it would end any question.
    keys.local_flags.remove(LocalFlags::ICANON | LocalFlags::ECHO);
    // What was typed before the question was seen is no answer to it.
    let _ = tcflush(terminal.as_fd(), FlushArg::TCIFLUSH);
    let _ = terminal.write_all(question.as_bytes());
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
