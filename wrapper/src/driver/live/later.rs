//! What became of a line that was put into the editor. The person decides, and the next line tells.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::pocket::{Pocket, shell_of};
use super::{Call, own_shell};
use crate::capture::Capture;
use crate::driver::Brain;
use crate::driver::brain::Thinker;
use crate::marks::RunId;
use crate::protocol::types::{OutcomeEvent, OutcomeVerdict};
use crate::verdict::{self, Verdict};
use crate::visit::{self, Visit};

/// fish counts its lines to this and begins again.
const FISH_COUNTS_TO: u64 = 1000;

/// An offer in the editor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Offered {
    /// The run that had ended last when it was put there.
    pub(super) id: RunId,
    /// The line that had failed, or the sentence, as it was typed.
    pub(super) typed: String,
    /// Where that was.
    pub(super) cwd: String,
    /// The whole line as it was proposed.
    pub(super) line: String,
    /// What of it was put there.
    pub(super) filled: String,
}

impl Offered {
    /// One that is put there now, for a line or a sentence that was asked about here.
    pub(super) fn new(id: RunId, typed: &str, line: &str, filled: &str) -> Self {
        let cwd = std::env::current_dir().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
        Self { id, typed: typed.to_owned(), cwd, line: line.to_owned(), filled: filled.to_owned() }
    }

    /// What the line that came next says of it; `None`: nothing.
    pub(super) fn heard(&self, call: &Call, ended: &Capture) -> Option<OutcomeEvent> {
        if call.private || call.ours || !follows(&self.id, &call.id) {
            return None;
        }
        let verdict = match verdict::judge(&own_shell(call).parse(&call.line), ended) {
            Verdict::Success | Verdict::Answer => OutcomeVerdict::Solved,
            Verdict::Failure => OutcomeVerdict::Failed,
            Verdict::Interrupted => return None,
        };
        let ran = call.line.trim();
        if ran == self.filled.trim() {
            return Some(self.told(verdict));
        }
        let is_own = verdict == OutcomeVerdict::Solved && self.filled == self.line && ran != self.typed.trim();
        (is_own && is_made_of(ran, &self.filled)).then(|| OutcomeEvent {
            line: ran.to_owned(),
            offered: self.line.clone(),
            ..self.told(verdict)
        })
    }

    pub(super) fn told(&self, verdict: OutcomeVerdict) -> OutcomeEvent {
        let Self { typed, cwd, line, .. } = self.clone();
        OutcomeEvent { id: None, verdict, line, typed, cwd, offered: String::new() }
    }
}

/// This run is the one right after that, in the same shell.
fn follows(before: &RunId, next: &RunId) -> bool {
    let count = |id: &RunId| id.0.split('.').nth(1)?.parse::<u64>().ok();
    let (Some(from), Some(to)) = (count(before), count(next)) else { return false };
    shell_of(before) == shell_of(next) && (from.checked_add(1) == Some(to) || (from == FISH_COUNTS_TO && to == 1))
}

/// The same program with at least half of its words: a line that somebody has made of the other one, not another one.
fn is_made_of(line: &str, offer: &str) -> bool {
    let mut offered = offer.split_whitespace();
    let mut words = line.split_whitespace();
    if offered.next() != words.next() {
        return false;
    }
    let mut left: Vec<&str> = offered.collect();
    let words: Vec<&str> = words.collect();
    let most = left.len().max(words.len());
    let mut same = 0;
    for word in words {
        if let Some(at) = left.iter().position(|other| *other == word) {
            left.swap_remove(at);
            same += 1;
        }
    }
    same > 0 && 2 * same >= most
}

/// An offer was taken out of the editor, and nothing ran: it was not wanted, and is not made again for this line here.
pub fn dropped(id: &RunId, host: &Path) {
    let Ok(mut visit) = Visit::begin(host) else { return };
    let Ok(taken) = visit.peek(true) else { return };
    let mut pocket = Pocket::read(&taken.pocket);
    let lent = taken.brain.map(|brain| (brain.input, brain.output, brain.process));
    let mut thinker = Thinker::new(Brain { lent, ..Brain::default() });
    if let Some(offer) = pocket.offered.take().filter(|offer| offer.id == *id) {
        if let Some(record) = pocket.happened() {
            "the line was offered, and you took it away".clone_into(&mut record.ending);
        }
        thinker.tell_later(offer.told(OutcomeVerdict::Declined));
    }
    let _ = visit.keep(pocket.text());
    if let Some((input, output, process)) = thinker.lend() {
        let _ = visit.give_back(&visit::Brain { input, output, process });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_run_is_known_by_its_number() {
        let follows = |one: &str, other: &str| follows(&RunId(one.to_owned()), &RunId(other.to_owned()));
        assert!(follows("7.9", "7.10") && follows("7.1000", "7.1"));
        for (one, other) in [("7.9", "7.9"), ("7.9", "7.11"), ("7.9", "8.10"), ("7.2", "7.1"), ("7", "7.1"), ("", "")] {
            assert!(!follows(one, other), "{one} {other}");
        }
    }

    #[test]
    fn an_edited_offer_is_told_from_another_line() {
        for (line, offer) in [
            ("mkdir -p new/folder/deep", "mkdir -p new/folder"),
            ("git push --set-upstream origin main", "git push --set-upstream origin mian"),
            ("git  push origin main", "git push --force origin main"),
        ] {
            assert!(is_made_of(line, offer), "{line}");
        }
        for (line, offer) in [
            ("git status", "git branch"),
            ("ls", "ls"),
            ("ls -la", "ls"),
            ("rm -r new/folder", "mkdir -p new/folder"),
            ("mkdir one two three -p", "mkdir -p new/folder"),
            ("cp a a a b", "cp a c d e"),
        ] {
            assert!(!is_made_of(line, offer), "{line}");
        }
    }
}
