//! The person's live shell as a place where lines run, with a host or without.

use std::io::Write as _;

use super::{Act, Reply};
use crate::capture::Capture;
use crate::driver::scene::Scene;
use crate::executor::without_returns;
use crate::job::Program;
use crate::line::Scope;
use crate::policy::Approved;
use crate::repair::Seen;
use crate::ui::Ui;
use crate::visit::Visit;

/// See the module.
pub(super) struct Live {
    pub(super) visit: Option<Visit>,
    /// The first error, once the host has forgotten it unseen.
    pub(super) forgotten: Option<Vec<u8>>,
    /// The host has forgotten it just now.
    pub(super) forgot: bool,
    /// The first output is more than a line: more than an error alone.
    pub(super) is_long: bool,
    /// History leaves the typed line out, and is to leave out what comes of it.
    pub(super) private: bool,
    /// The person has typed since the line began: the shell reads that first.
    pub(super) typed: bool,
    /// The shell is too old to be told to run anything.
    pub(super) only_offers: bool,
    /// Words that the shell replaces wherever they stand.
    pub(super) global_aliases: Vec<String>,
    /// The signs of history expansion, where the person has chosen others (`histchars`).
    pub(super) history_signs: String,
    /// It was told in this terminal that there is trouble with the brain.
    pub(super) told_trouble: bool,
    pub(super) reply: Reply,
}

impl Scene for Live {
    const SCOPE: Scope = Scope::Session;

    fn can_ask(&self) -> bool {
        // A question would stand between the person and their prompt; the line editor is the place to answer.
        false
    }

    fn is_direct(&self) -> bool {
        false
    }

    fn seen(&self, capture: &Capture) -> Seen {
        if self.typed {
            Seen::TooMuch
        } else if capture.released.any {
            Seen::Some
        } else {
            Seen::Nothing
        }
    }

    fn objection(&self, line: &str) -> Option<String> {
        if self.only_offers {
            return Some("your shell is too old for ghost to run it there".to_owned());
        }
        // The line goes through the editor, and what was judged has to be what runs.
        if expands_history(line, &self.history_signs) {
            return Some("your shell would put a part of its history into it".to_owned());
        }
        if line.contains('\n') {
            return Some("it is more than one line".to_owned());
        }
        if line.ends_with('\\') {
            return Some("your shell would wait for the rest of it".to_owned());
        }
        let mut words = line.split(|c: char| c.is_whitespace() || ";|&()<>".contains(c));
        let global = words.find(|word| self.global_aliases.iter().any(|name| name == word));
        global.map(|name| format!("{name} is an alias wherever it stands"))
    }

    fn tells_of_trouble(&mut self) -> bool {
        // Once in a terminal: a shell is used for long, and without a host nobody remembers that it was told.
        self.visit.is_some() && !std::mem::replace(&mut self.told_trouble, true)
    }

    fn run(&mut self, approved: &Approved) -> Result<Option<Capture>, String> {
        let Program::Shell { line, .. } = &approved.job().program else {
            return Err("a shell runs lines".to_owned());
        };
        if let Some(visit) = &mut self.visit {
            // Where either fails the error is seen, and so is the prompt: nothing is lost.
            self.forgot = visit.forget() == Ok(true);
            let _ = visit.expect_run();
        }
        self.reply.act = Act::Run(self.as_private(line));
        Ok(None)
    }

    fn show_first(&mut self) {
        let Some(visit) = &mut self.visit else { return };
        match self.forgotten.take() {
            None => {
                let _ = visit.release();
            }
            Some(first) => {
                // What the last strike has printed is not shown.
                let _ = visit.forget();
                // The terminal puts the carriage returns in again. There is nobody to tell when it has gone.
                let mut carry = false;
                let _ = std::io::stderr().write_all(&without_returns(&first, &mut carry));
            }
        }
    }

    fn is_waited_for(&self) -> bool {
        true
    }

    fn waits(&mut self) -> bool {
        // At a later strike as at the first: what the repairs have printed is nobody's.
        self.show_first();
        true
    }

    fn show_parts_before(&mut self) {
        if self.is_long {
            self.show_first();
        }
    }

    fn show_last(&mut self) {
        self.forgotten = None;
        if let Some(visit) = &mut self.visit {
            let _ = visit.release();
        }
    }

    fn offered(&mut self, take: Option<&str>) {
        if let Some(line) = take.filter(|line| !self.typed && is_editable(line)) {
            self.reply.act = Act::Fill(self.as_private(line));
        }
    }
}

impl Live {
    /// What was typed is asked, and nobody needs to see what the shell said to it.
    pub(super) fn answer_instead(&mut self) {
        if let Some(visit) = &mut self.visit {
            let _ = visit.forget();
        }
        self.reply.act = Act::Ask;
    }

    /// Says this below what the line has printed; nothing for nothing.
    pub(super) fn tell_below(&mut self, text: &str, ui: Ui) {
        if !text.is_empty() {
            self.show_first();
            ui.note(text);
        }
    }

    /// With a blank in front, by which a shell leaves it out of its history.
    fn as_private(&self, line: &str) -> String {
        if self.private { format!(" {line}") } else { line.to_owned() }
    }
}

/// True when a line editor shows the line as it is: some print what a terminal would obey.
pub(in crate::driver) fn is_editable(line: &str) -> bool {
    crate::text::visible(line) == line
}

/// True when history expansion may find something in the line (bash(1) and zshexpn(1), "HISTORY EXPANSION"): a `!`
/// before anything but a blank, `=` or the end. Quotes are not looked at: a line too many is only offered. `signs` are
/// others than `!^#`; empty for these.
fn expands_history(line: &str, signs: &str) -> bool {
    let mut signs = signs.chars();
    let (event, quick) = (signs.next().unwrap_or('!'), signs.next().unwrap_or('^'));
    let places = line.char_indices().filter(|(_, c)| *c == event);
    let mut following = places.map(|(at, c)| line[at + c.len_utf8()..].chars().next());
    line.starts_with(quick) || following.any(|next| next.is_some_and(|next| !next.is_whitespace() && next != '='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_signs_are_seen() {
        for line in ["echo !!", "rm !$", "^a^b", "echo 'a!b'", "git log !-2", "a && !c"] {
            assert!(expands_history(line, ""), "{line}");
        }
        for (line, signs) in [("echo @x", "@^#"), ("%a%b", "@%#"), ("echo \u{a7}x", "\u{a7}")] {
            assert!(expands_history(line, signs), "{line}");
        }
        assert!(!expands_history("echo !x", "@^#"));
        for line in ["echo hello!", "test ! -f x", "[ a != b ]", "git commit -m done! x"] {
            assert!(!expands_history(line, ""), "{line}");
        }
    }

    #[test]
    fn what_an_editor_would_not_show_is_not_put_there() {
        assert!(is_editable("git log --oneline 'a b' \u{e9}"));
        for line in ["git log\u{1b}[2J", "git log\r", "a\nb", "ls \u{202e}x", "x\0y"] {
            assert!(!is_editable(line), "{line:?}");
        }
    }
}
