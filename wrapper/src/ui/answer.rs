//! The answer to a sentence while it comes, and the dim lines around it.
//!
//! The answer is what was asked for, so it goes to stdout; everything beside it goes to stderr. Where both are one terminal
//! they share its lines: nothing is written into the middle of another's.

use std::io::Write as _;

use super::waiting::Waiting;
use super::{DIM, Ui};
use crate::text::{cut_to, visible};

/// Where the answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To stdout.
    Stdout,
    /// To stderr: stdout says something to a shell.
    Stderr,
    /// Nowhere: it is told as a whole in the end.
    Nobody,
}

/// See the module.
#[derive(Debug)]
pub struct AnswerView {
    ui: Ui,
    to: To,
    /// Text of the answer stands in the line under way.
    mid_line: bool,
    waiting: Option<Waiting>,
}

impl AnswerView {
    /// Nothing is said yet.
    #[must_use]
    pub fn new(ui: Ui, to: To) -> Self {
        Self { ui, to, mid_line: false, waiting: None }
    }

    /// A part of the answer. A reader that has left is no error.
    pub fn says(&mut self, text: &str) {
        if text.is_empty() || self.to == To::Nobody {
            return;
        }
        self.mid_line = !text.ends_with('\n');
        if let Some(waiting) = &self.waiting {
            waiting.hide(self.mid_line);
        }
        self.write(text);
    }

    /// This look is being taken.
    pub fn looks(&mut self, line: &str) {
        let line = format!("⚡ {}", visible(line));
        self.dim(&if self.ui.terminal { cut_to(&line, usize::from(super::width())) } else { line });
    }

    /// Who said what within the brain.
    pub fn traces(&mut self, who: &str, text: &str) {
        for line in text.lines() {
            self.dim(&format!("{}: {}", visible(who), visible(line)));
        }
    }

    /// This is being done: shown while nothing else is, where somebody is there to see it.
    pub fn does(&mut self, text: &str) {
        if self.ui.quiet || !self.ui.is_screen {
            return;
        }
        match &self.waiting {
            Some(waiting) => waiting.tell(text),
            None => self.waiting = Some(Waiting::begin(text, self.ui.color)),
        }
    }

    /// A word of ghost's own.
    pub fn notes(&mut self, text: &str) {
        self.at_line_start();
        self.ui.note(text);
    }

    /// A line that could come next.
    pub fn offers(&mut self, line: &str, what: &str, why: &str) {
        self.at_line_start();
        self.ui.offer(line, what, why);
    }

    /// All has been said.
    pub fn ends(&mut self) {
        self.waiting = None;
        if std::mem::take(&mut self.mid_line) {
            self.write("\n");
        }
    }

    /// It was stopped: what the terminal shows of the key goes as well.
    pub fn stops(&mut self) {
        self.waiting = None;
        if self.mid_line {
            self.ends();
        } else if self.ui.is_screen {
            let _ = write!(std::io::stderr().lock(), "\r\u{1b}[K");
        }
    }

    fn dim(&mut self, text: &str) {
        if !self.ui.quiet {
            self.at_line_start();
            self.ui.say(DIM, text);
        }
    }

    fn at_line_start(&mut self) {
        if std::mem::take(&mut self.mid_line) {
            self.write("\n");
        }
        if let Some(waiting) = &self.waiting {
            waiting.hide(false);
        }
    }

    fn write(&self, text: &str) {
        let _ = match self.to {
            To::Nobody => Ok(()),
            To::Stderr => std::io::stderr().lock().write_all(text.as_bytes()),
            To::Stdout => {
                let mut stdout = std::io::stdout().lock();
                stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
            }
        };
    }
}
