//! The answer to a sentence while it comes, and the dim lines around it.
//!
//! The answer is what was asked for, so it goes to stdout; everything beside it goes to stderr. Where both are one terminal
//! they share its lines: nothing is written into the middle of another's.

use std::io::{IsTerminal as _, Write as _};

use super::markdown::Page;
use super::spinner::Spinner;
use super::{DIM, Ui, columns};
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
    /// The answer is read on a terminal: shown as a page, not as it is written.
    page: Option<Page>,
    /// Text of the answer stands in the line under way.
    mid_line: bool,
    spinner: Option<Spinner>,
    /// What it says; empty for nothing.
    doing: String,
}

impl AnswerView {
    /// Nothing is said yet. `plain`: the Markdown as it is written, on a terminal as well.
    #[must_use]
    pub fn new(ui: Ui, to: To, plain: bool) -> Self {
        let (is_read, width) = match to {
            To::Stdout => (std::io::stdout().is_terminal(), columns(&std::io::stdout())),
            To::Stderr => (ui.terminal, columns(&std::io::stderr())),
            To::Nobody => (false, None),
        };
        let page = (is_read && !plain).then(|| Page::new(width.unwrap_or(0), ui.colors(is_read)));
        Self { ui, to, page, mid_line: false, spinner: None, doing: String::new() }
    }

    /// A part of the answer. A reader that has left is no error.
    pub fn says(&mut self, text: &str) {
        let shown = match &mut self.page {
            Some(page) => page.push(text),
            None => text.to_owned(),
        };
        self.show(&shown);
    }

    /// This look is being taken.
    pub fn looks(&mut self, line: &str) {
        let line = format!("⚡ {}", visible(line));
        let width = columns(&std::io::stderr()).map(usize::from);
        self.dim(&width.map_or_else(|| line.clone(), |width| cut_to(&line, width)));
    }

    /// Who said what within the brain.
    pub fn traces(&mut self, who: &str, text: &str) {
        for line in text.lines() {
            self.dim(&format!("{}: {}", visible(who), visible(line)));
        }
    }

    /// This is being done: shown while nothing else is, where somebody is there to see it.
    pub fn does(&mut self, text: &str) {
        text.clone_into(&mut self.doing);
        if !self.mid_line {
            self.spinner.get_or_insert_with(|| self.ui.spinner()).set(text);
        }
    }

    /// A word of ghost's own.
    pub fn notes(&mut self, text: &str) {
        self.beside(|ui| ui.note(text));
    }

    /// A line that could come next.
    pub fn offers(&mut self, line: &str, what: &str, why: &str) {
        self.beside(|ui| ui.offer(line, what, why));
    }

    /// All has been said.
    pub fn ends(&mut self) {
        self.spinner = None;
        if let Some(page) = &mut self.page {
            let rest = page.finish();
            self.show(&rest);
        }
        self.end_line();
    }

    /// It was stopped: what the terminal shows of the key goes as well.
    pub fn stops(&mut self) {
        let was_mid_line = self.mid_line;
        self.ends();
        if self.ui.is_screen && !was_mid_line {
            let _ = write!(std::io::stderr().lock(), "\r\u{1b}[K");
        }
    }

    fn dim(&mut self, text: &str) {
        if !self.ui.quiet {
            self.beside(|ui| ui.say(DIM, text));
        }
    }

    /// Writes something to stderr, in lines of its own.
    fn beside(&mut self, write: impl FnOnce(&Ui)) {
        self.end_line();
        match &self.spinner {
            Some(spinner) => spinner.hidden(|| write(&self.ui)),
            None => write(&self.ui),
        }
    }

    /// The line of the answer that is under way ends; what the answer is at that place it stays.
    fn end_line(&mut self) {
        let end = match &mut self.page {
            Some(page) => page.interrupt(),
            None if self.mid_line => "\n".to_owned(),
            None => String::new(),
        };
        self.show(&end);
    }

    fn show(&mut self, text: &str) {
        if text.is_empty() || self.to == To::Nobody {
            return;
        }
        self.mid_line = !text.ends_with('\n');
        if let Some(spinner) = &self.spinner {
            spinner.set("");
        }
        let _ = match self.to {
            To::Nobody => Ok(()),
            To::Stderr => std::io::stderr().lock().write_all(text.as_bytes()),
            To::Stdout => {
                let mut stdout = std::io::stdout().lock();
                stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
            }
        };
        if let Some(spinner) = &self.spinner
            && !self.mid_line
        {
            spinner.set(&self.doing);
        }
    }
}
