//! Somebody at a terminal: types, and waits for what must appear. Never waits for a time.

use std::io::{ErrorKind, Read as _, Write as _};
use std::num::NonZero;
use std::os::fd::AsFd as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Child;
use std::time::{Duration, Instant};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

use crate::env::{Env, GHOST};

/// After this the test has failed: nothing here takes a second.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How often something outside of the terminal is looked at.
const LOOK: Duration = Duration::from_millis(2);

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

/// What a terminal says when it is asked: where the cursor is, what it is, which colours it has.
#[derive(Default)]
struct Answers {
    /// It says something.
    are_wanted: bool,
    pending: Vec<u8>,
}

impl vt100::Callbacks for Answers {
    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        first: Option<u8>,
        _second: Option<u8>,
        params: &[&[u16]],
        end: char,
    ) {
        let answer = match (first, end, params) {
            (None, 'n', [[6]]) => {
                let (row, column) = screen.cursor_position();
                format!("\x1b[{};{}R", row + 1, column + 1)
            }
            (None, 'n', [[5]]) => "\x1b[0n".to_owned(),
            (None, 'c', _) => "\x1b[?62;22c".to_owned(),
            (Some(b'>'), 'c', _) => "\x1b[>0;276;0c".to_owned(),
            (Some(b'?'), 'u', _) => "\x1b[?0u".to_owned(),
            _ => return,
        };
        self.pending.extend_from_slice(answer.as_bytes());
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, params: &[&[u8]]) {
        if let [number @ (b"10" | b"11"), b"?"] = params {
            let number = String::from_utf8_lossy(number);
            self.pending.extend_from_slice(format!("\x1b]{number};rgb:0101/2323/4545\x1b\\").as_bytes());
        }
    }
}

/// A terminal with a program at it.
pub struct Terminal {
    pty: Pty,
    child: Child,
    /// All that was printed.
    printed: Vec<u8>,
    /// Up to where it has been waited for.
    read: usize,
    screen: vt100::Parser<Answers>,
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
        let command = Command::new(program)
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
            .envs(variables.iter().copied());
        Self::start(command, None)
    }

    /// Starts this at 24 lines of 80, a terminal of this user's.
    pub fn start(command: Command, owner: Option<(u32, u32)>) -> Self {
        let (pty, pts) = open().expect("a terminal");
        pty.resize(Size::new(24, 80)).expect("a size");
        if let Some((user, group)) = owner {
            // As a login does: what runs there may open its terminal by name.
            std::os::unix::fs::fchown(&pts, Some(user), Some(group)).expect("a terminal is given away");
        }
        let child = command.spawn(pts).expect("the program starts");
        let [rows, columns] = [24, 80].map(|size| NonZero::new(size).expect("not zero"));
        let screen = vt100::Parser::new_with_callbacks(rows, columns, 0, Answers::default());
        Self { pty, child, printed: Vec::new(), read: 0, screen, prompt: 1 }
    }

    /// From now on it answers programs that ask it something.
    pub fn answers(&mut self) {
        self.screen.callbacks_mut().are_wanted = true;
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

    /// Types more than a terminal takes at once, and reads meanwhile.
    pub fn paste(&mut self, keys: &[u8]) {
        let deadline = Instant::now() + PATIENCE;
        let flags = fcntl(&self.pty, FcntlArg::F_GETFL).map(OFlag::from_bits_retain).expect("flags of a terminal");
        fcntl(&self.pty, FcntlArg::F_SETFL(flags | OFlag::O_NONBLOCK)).expect("flags of a terminal");
        let mut rest = keys;
        while !rest.is_empty() {
            match self.pty.write(rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    assert!(Instant::now() < deadline, "a terminal takes no keys");
                    let mut asked = [PollFd::new(self.pty.as_fd(), PollFlags::POLLIN | PollFlags::POLLOUT)];
                    poll(&mut asked, PollTimeout::try_from(PATIENCE).expect("seconds")).expect("a terminal");
                    if asked[0].revents().is_some_and(|events| events.contains(PollFlags::POLLIN)) {
                        self.more(deadline);
                    }
                }
                Err(error) => panic!("a terminal takes keys: {error}"),
            }
        }
        fcntl(&self.pty, FcntlArg::F_SETFL(flags)).expect("flags of a terminal");
    }

    /// Changes the size.
    pub fn resize(&mut self, rows: u16, columns: u16) {
        self.pty.resize(Size::new(rows, columns)).expect("a size");
        let [rows, columns] = [rows, columns].map(|size| NonZero::new(size).expect("not zero"));
        self.screen.set_size(rows, columns);
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
        self.until(&format!("{text:?}"), |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as it should be.
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self.screen.screen()) {
            assert!(self.more(deadline), "{what} is not on the screen\n{}", self.screen.screen().contents());
        }
        self.read = self.printed.len();
    }

    /// Waits until something outside is as it should be, and reads meanwhile.
    pub fn until_outside(&mut self, what: &str, is_so: impl FnMut() -> bool) {
        self.until_outside_or(|| what.to_owned(), is_so);
    }

    /// The same; `what` is asked for its words only when it never is so.
    pub fn until_outside_or(&mut self, what: impl Fn() -> String, mut is_so: impl FnMut() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so() {
            assert!(Instant::now() < deadline, "not so: {}\n{}", what(), self.screen.screen().contents());
            if !self.more(Instant::now() + LOOK) {
                // Nobody has it open any more, or nothing came: neither is a reason to spin.
                let _ = poll(&mut [], PollTimeout::try_from(LOOK).expect("milliseconds"));
            }
        }
    }

    /// What the screen shows.
    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// The process that was started.
    pub fn pid(&self) -> u32 {
        self.child.id()
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
                    let answers = std::mem::take(&mut self.screen.callbacks_mut().pending);
                    if self.screen.callbacks().are_wanted {
                        // A terminal that nobody listens to any more has nobody to answer.
                        let _ = self.pty.write_all(&answers);
                    }
                    true
                }
                Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted),
                Ok(_) => false,
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
