//! Somebody at a terminal: types, and waits for what must appear. Never waits for a time.

use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::os::fd::AsFd as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Child;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

use crate::env::{Env, GHOST};

/// After this the test has failed: nothing here takes a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a program at a terminal ended.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Left {
    /// The exit status; `None` when a signal ended it.
    pub status: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// What it printed since the last thing waited for.
    pub rest: String,
}

/// A terminal with a program at it.
pub struct Terminal {
    pty: Pty,
    child: Child,
    /// All that was printed.
    printed: Vec<u8>,
    /// Up to where it has been waited for.
    read: usize,
    screen: vt100::Parser,
    /// The number of the next prompt of [`Terminal::bash`].
    prompt: u32,
}

impl Terminal {
    /// ghost with these words, 24 lines of 80, without a brain.
    pub fn ghost(env: &Env, words: &[&str]) -> Self {
        Self::program(env, GHOST, &[&["--kernel", "/bin/false", "--"], words].concat())
    }

    /// A program with these words.
    pub fn program(env: &Env, program: &str, words: &[&str]) -> Self {
        Self::program_with(env, program, words, &[])
    }

    /// A program with these words, and these variables beside or instead of the usual ones.
    pub fn program_with(env: &Env, program: &str, words: &[&str], variables: &[(&str, &str)]) -> Self {
        let (pty, pts) = open().expect("a terminal");
        pty.resize(Size::new(24, 80)).expect("a size");
        let child = Command::new(program)
            .args(words)
            .current_dir(env.home())
            .env_clear()
            .env("HOME", env.home())
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("SHELL", "/bin/bash")
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm")
            .env("GHOST", GHOST)
            .env("HISTFILE", "/dev/null")
            .envs(variables.iter().copied())
            .spawn(pts)
            .expect("the program starts");
        let [rows, columns] = [24, 80].map(|size| NonZero::new(size).expect("not zero"));
        Self { pty, child, printed: Vec::new(), read: 0, screen: vt100::Parser::new(rows, columns, 0), prompt: 1 }
    }

    /// bash with numbered prompts, and `g` as a short name for ghost without a brain.
    pub fn bash(env: &Env) -> Self {
        let rc = env
            .file("rc", "bind 'set enable-bracketed-paste off'\nPS1='<\\#> '\ng=\"$GHOST --kernel /bin/false --\"\n");
        let mut shell = Self::program(env, "bash", &["--noprofile", "--rcfile", rc.to_str().expect("a path"), "-i"]);
        shell.await_prompt();
        shell
    }

    /// Waits for the next prompt; gives what was printed before it.
    pub fn await_prompt(&mut self) -> String {
        let prompt = format!("<{}> ", self.prompt);
        self.prompt += 1;
        let printed = self.expect(&prompt);
        printed.strip_suffix(&prompt).unwrap_or(&printed).to_owned()
    }

    /// Types a line and waits for the next prompt; gives what was printed between.
    pub fn line(&mut self, line: &str) -> String {
        self.send(&format!("{line}\n"));
        let printed = self.await_prompt();
        let echoed = format!("{line}\r\n");
        printed.strip_prefix(&echoed).unwrap_or(&printed).to_owned()
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        self.pty.write_all(keys.as_bytes()).expect("a terminal takes keys");
    }

    /// Changes the size.
    pub fn resize(&self, rows: u16, columns: u16) {
        self.pty.resize(Size::new(rows, columns)).expect("a size");
    }

    /// Waits until this is printed; gives all since the last thing waited for, up to its end.
    pub fn expect(&mut self, text: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        // Up to here there is none: what was looked at once is not looked at again with each piece that comes.
        let mut from = self.read;
        loop {
            let unread = &self.printed[from..];
            if let Some(at) = unread.windows(text.len()).position(|window| window == text.as_bytes()) {
                let end = from + at + text.len();
                let found = String::from_utf8_lossy(&self.printed[self.read..end]).into_owned();
                self.read = end;
                return found;
            }
            from = (self.printed.len() + 1).saturating_sub(text.len()).max(from);
            assert!(
                self.more(deadline),
                "{text:?} was not printed, but\n{:?}",
                String::from_utf8_lossy(unread_of(self))
            );
        }
    }

    /// Waits until the screen shows this.
    pub fn expect_on_screen(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(text) {
            assert!(self.more(deadline), "{text:?} is not on the screen\n{}", self.screen.screen().contents());
        }
        self.read = self.printed.len();
    }

    /// All bytes printed so far.
    pub fn printed(&self) -> &[u8] {
        &self.printed
    }

    /// Waits for the end.
    pub fn finish(mut self) -> Left {
        let deadline = Instant::now() + PATIENCE;
        while self.more(deadline) {}
        let rest = String::from_utf8_lossy(unread_of(&self)).into_owned();
        assert!(Instant::now() < deadline, "it does not end\n{rest:?}");
        let status = self.child.wait().expect("its status");
        Left { status: status.code(), signal: status.signal(), rest }
    }

    /// Reads some more; false when there will be no more, or the time is up.
    fn more(&mut self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = PollTimeout::try_from(left).expect("seconds");
        let ready = poll(&mut [PollFd::new(self.pty.as_fd(), PollFlags::POLLIN)], left);
        let mut buffer = [0; 4096];
        match ready {
            Ok(0) => false,
            // EIO: nobody has the terminal open any more.
            _ => match self.pty.read(&mut buffer) {
                Ok(count) if count > 0 => {
                    self.printed.extend_from_slice(&buffer[..count]);
                    self.screen.process(&buffer[..count]);
                    true
                }
                _ => false,
            },
        }
    }
}

fn unread_of(terminal: &Terminal) -> &[u8] {
    &terminal.printed[terminal.read..]
}

/// True when this program is installed; says so aloud when it is not.
pub fn have(program: &str) -> bool {
    let found =
        ["/usr/local/bin", "/usr/bin", "/bin"].iter().any(|folder| std::path::Path::new(folder).join(program).exists());
    if !found {
        eprintln!("{program} is not installed: not tested with it");
    }
    found
}
