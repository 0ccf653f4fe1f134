//! The only writer of ghost's own words. They go to stderr, or to the terminal when a person is asked; never to stdout, but
//! for the answer to a sentence (`answer`).
//!
//! It says what it is given; what is worth saying is decided elsewhere.

mod answer;
mod confirm;
mod ground;
pub mod markdown;
pub mod spinner;

pub use answer::{AnswerView, To};
pub use confirm::{Keys, has_typed_ahead};
pub use ground::{Ground, keep as keep_ground};

use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::os::fd::{AsFd, AsRawFd as _};

use nix::sys::termios::{LocalFlags, tcgetattr};

use crate::repair::Tried;
use crate::text::visible;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set (no-color.org) or `TERM` is `dumb`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How ghost speaks.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    color: bool,
    quiet: bool,
    /// It says what is being done while one waits.
    spins: bool,
    terminal: bool,
    /// A terminal that obeys: one on which a line can be taken away again.
    is_screen: bool,
    when: Color,
}

/// How many columns the terminal behind that descriptor has; `None` where there is none, or it does not tell.
#[must_use]
pub fn columns(terminal: &impl AsFd) -> Option<u16> {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: the descriptor is open, and TIOCGWINSZ (ioctl_tty(2)) writes a winsize, which `size` is.
    let told = unsafe { libc::ioctl(terminal.as_fd().as_raw_fd(), libc::TIOCGWINSZ, &raw mut size) };
    (told == 0 && size.ws_col > 0).then_some(size.ws_col)
}

/// Whoever writes to stderr now is stopped: the terminal is another job's, and set to stop others (termios(3), TOSTOP).
fn stops_writers() -> bool {
    let terminal = std::io::stderr();
    let is_others = nix::unistd::tcgetpgrp(&terminal).is_ok_and(|group| group != nix::unistd::getpgrp());
    is_others && tcgetattr(&terminal).is_ok_and(|modes| modes.local_flags.contains(LocalFlags::TOSTOP))
}

const DIM: &str = "\u{1b}[2m";
const GREEN: &str = "\u{1b}[32;2m";
const RESET: &str = "\u{1b}[0m";

impl Ui {
    /// Looks at stderr and the environment.
    #[must_use]
    pub fn new(color: Color, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let ui = Self { color: false, quiet, spins: !quiet, terminal, is_screen: terminal && !dumb, when: color };
        Self { color: ui.colors(terminal), ..ui }
    }

    /// The same without a word but what is being done while one waits.
    #[must_use]
    pub fn only_waiting(self) -> Self {
        Self { quiet: true, spins: true, ..self }
    }

    /// Colours are to be used on such a stream.
    fn colors(&self, terminal: bool) -> bool {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        match self.when {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    /// Somebody sits at the terminal that ghost speaks to.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        self.terminal && std::io::stdin().is_terminal()
    }

    /// A line on stderr that says what is being done while one waits: nothing at all without a terminal that can take such
    /// a line away again or would stop who writes to it, or where ghost is to be quiet.
    #[must_use]
    pub fn spinner(&self) -> spinner::Spinner {
        let is_wanted = self.is_screen && self.spins && !stops_writers();
        let terminal = is_wanted.then(|| std::io::stderr().as_fd().try_clone_to_owned());
        match terminal {
            Some(Ok(terminal)) => spinner::Spinner::on(File::from(terminal), self.color),
            _ => spinner::Spinner::none(),
        }
    }

    /// Watches for what is typed while that one turns; `None` where nobody sits at a terminal that is ours to look at.
    #[must_use]
    pub fn watch_keys(&self, spinner: &spinner::Spinner) -> Option<Keys> {
        if self.terminal { Keys::watch(spinner.keys()) } else { None }
    }

    /// The words of [`Ui::solved`], for a terminal that somebody else writes to; empty when nothing is to be said.
    #[must_use]
    pub fn solved_text(&self, line: &str) -> String {
        match (self.quiet, self.color) {
            (true, _) => String::new(),
            (false, true) => format!("{GREEN}✓ {}{RESET}\r\n", visible(line)),
            (false, false) => format!("✓ {}\r\n", visible(line)),
        }
    }

    /// What ran instead of what was typed.
    pub fn solved(&self, line: &str) {
        if !self.quiet {
            self.say(GREEN, &format!("✓ {}", visible(line)));
        }
    }

    /// One dim line.
    pub fn note(&self, text: &str) {
        if !self.quiet && !text.is_empty() {
            self.say(DIM, &format!("ghost: {}", visible(text)));
        }
    }

    /// What was tried, and how each ended.
    pub fn tried(&self, tried: &[Tried]) {
        for one in tried {
            let line = visible(&one.line);
            let ended = match (one.exit_code, &one.refused) {
                (Some(0), Some(why)) => visible(why),
                (Some(status), _) => format!("ended with status {status}"),
                (None, Some(why)) => format!("not run: {}", visible(why)),
                (None, None) => "not run".to_owned(),
            };
            self.say(DIM, &format!("ghost tried: {line}   ({ended})"));
        }
    }

    /// A line that was not run, with what it would do and why it was not run.
    pub fn offer(&self, line: &str, what: &str, why: &str) {
        let reason: Vec<String> =
            [what, why].iter().filter(|text| !text.is_empty()).map(|text| visible(text)).collect();
        let reason = reason.join("; ");
        let line = visible(line);
        if reason.is_empty() {
            self.say("", &format!("ghost: {line}"));
        } else if self.color {
            self.say("", &format!("ghost: {line}   {DIM}({reason}){RESET}"));
        } else {
            self.say("", &format!("ghost: {line}   ({reason})"));
        }
    }

    /// Asks whether the offered line may run; Enter alone is no. False when nobody can be asked.
    #[must_use]
    pub fn confirm(&self) -> bool {
        confirm::key("run it? [y/N] ")
    }

    /// Asks this question of ghost's own; one key answers. No is the answer of nobody.
    #[must_use]
    pub fn agrees(&self, question: &str) -> bool {
        confirm::key(question)
    }

    /// Asks for a word that has to be typed in full, because the line destroys something. `None` when nobody answers.
    #[must_use]
    pub fn ask_for(&self, word: &str) -> Option<String> {
        confirm::word(&format!("type {} to run it: ", visible(word)))
    }

    /// An error of ghost's own.
    pub fn error(&self, error: &crate::error::Error) {
        self.say("", &format!("ghost: {error}"));
    }

    fn say(&self, style: &str, text: &str) {
        // Nobody to tell when stderr is closed; that is no reason to fail.
        let mut err = std::io::stderr().lock();
        let _ = if self.color && !style.is_empty() {
            writeln!(err, "{style}{text}{RESET}")
        } else {
            writeln!(err, "{text}")
        };
    }
}
