//! What the shell prints, on its way to the person: marks are taken out, the output of each command is recorded, its
//! first part held back, and the prompt at which a repaired line runs is kept from view.
//!
//! Pure: bytes and times in, bytes out. Reading, writing and waiting are the relay's.

use std::time::{Duration, Instant};

use super::escapes::{CURSOR_QUERY, cursor_report, report_length, told_first};
use crate::capture::{Text, Written};
use crate::hold::{Hold, Holding, Source};
use crate::marks::{Asks, Filter, Mark, Piece, RunId};

/// What may be the beginning of a mark is kept so long: its rest follows in the same write, or it is none.
const PARTIAL: Duration = Duration::from_millis(20);
/// After a failure the hook asks within this time, or what was held back is shown.
const ASKED_WITHIN: Duration = Duration::from_millis(500);
/// Once it has asked, the answer takes no longer, or what was held back is shown.
const ANSWERED_WITHIN: Duration = Duration::from_secs(3);
/// A prompt is kept from view no longer than this; then something has gone wrong, and it is shown.
const HIDDEN_FOR: Duration = Duration::from_secs(2);
/// Held back at most while a failure is looked at.
const MOST_KEPT: usize = 1 << 20;
/// Text that is typed so soon after a line was put into the editor was meant for an empty one: nobody reads and decides
/// in less.
const BLIND: Duration = Duration::from_millis(300);

/// Puts the line that waits in the shell into its editor, or takes it out again. The hooks bind it.
pub(super) const FILL_KEY: &[u8] = b"\x1b[6973~";
/// Runs the line that was just put into the editor to be run, and nothing else. The hooks bind it.
const ACCEPT_KEY: &[u8] = b"\x1b[6976~";

/// Empties nu's editor, which takes no line from a key. The hooks bind it: F20 with Control, Alt and Shift, as xterm tells
/// that (`Ctlseqs`, "PC-Style Function Keys"), since nu knows no key with a number of its own.
const CLEAR_KEY: &[u8] = b"\x1b[34;8~";

/// A command that has ended.
#[derive(Debug, Clone)]
pub(super) struct Ended {
    pub(super) id: RunId,
    pub(super) status: u8,
    /// What it printed.
    pub(super) text: Text,
    /// The person has seen some of that.
    pub(super) shown: bool,
    /// The person has typed while it ran, or something that was typed before waits to be read.
    pub(super) typed: bool,
}

/// What is kept back from the person.
#[derive(Debug)]
enum Keeping {
    Nothing,
    /// The first output of a command under way.
    First(Holding),
    /// All that a failed command has printed, until somebody has decided what becomes of it.
    Failed {
        bytes: Vec<u8>,
        until: Instant,
    },
}

/// Bytes that have been kept from view since the shell went on to its prompt.
#[derive(Debug)]
struct Hidden {
    bytes: Vec<u8>,
    until: Instant,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Stream {
    /// `None` only while it is at work.
    filter: Option<Filter>,
    /// Since when the filter waits for the rest of a mark.
    waits: Option<Instant>,
    hold: Hold,
    keeping: Keeping,
    record: Written,
    /// A command is under way.
    running: bool,
    shown: bool,
    /// The person has typed since the command began: what comes next in the shell is theirs.
    typed: bool,
    /// Something came in one piece with the Enter that ends a line, behind it: a shell may have read it already.
    ahead: bool,
    /// A command has begun, or one has ended that had never begun: it is to be seen whether keys wait to be read.
    unsure: bool,
    /// A command has failed, and it is to be seen whether its shell has jobs that may print meanwhile.
    failed: Option<RunId>,
    /// They may: nothing is kept from view, since it could be theirs.
    in_plain_view: bool,
    ended: Option<Ended>,
    /// The shell whose command has ended last, well or not.
    shell: Option<i32>,
    /// A repaired line is going to run at the next prompt.
    expects_run: bool,
    /// What was forgotten for it: shown after all, if it does not come to that.
    forgotten: Vec<u8>,
    hidden: Option<Hidden>,
    /// To be typed once the shell's editor is ready.
    keys: Vec<u8>,
    /// A line was put into the editor then, and nothing was typed since; the key that takes it out again.
    filled: Option<(Instant, &'static [u8])>,
    /// So many questions for the cursor's place went to the terminal from a prompt that is kept from view.
    queries: usize,
    /// Printed to the terminal when the command under way has ended well.
    note: Option<(RunId, Vec<u8>)>,
    /// To be written to the terminal.
    out: Vec<u8>,
    /// The last byte written was no end of a line.
    mid_line: bool,
    now: Instant,
}

impl Stream {
    pub(super) fn new(token: &str, hold: Hold, now: Instant) -> Self {
        Self {
            filter: Some(Filter::new(token)),
            waits: None,
            hold,
            keeping: Keeping::Nothing,
            record: Written::default(),
            running: false,
            shown: false,
            typed: false,
            ahead: false,
            unsure: false,
            failed: None,
            in_plain_view: false,
            ended: None,
            shell: None,
            expects_run: false,
            forgotten: Vec::new(),
            hidden: None,
            keys: Vec::new(),
            filled: None,
            queries: 0,
            note: None,
            out: Vec::new(),
            mid_line: false,
            now,
        }
    }

    /// Takes what the shell's terminal gave at `now`.
    pub(super) fn take(&mut self, bytes: &[u8], now: Instant) {
        self.now = now;
        let Some(mut filter) = self.filter.take() else { return };
        filter.feed(bytes, &mut |piece| self.piece(piece));
        self.waits = filter.waits().then_some(now);
        self.filter = Some(filter);
    }

    /// The key that is to be pressed now that the shell's editor is ready. `waiting`: keys of the person's wait there,
    /// and go first; then none of ours is pressed.
    pub(super) fn take_keys(&mut self, waiting: bool, now: Instant) -> Vec<u8> {
        if waiting {
            self.show_hidden();
            self.keys.clear();
        } else if self.keys == FILL_KEY {
            self.filled = Some((now, FILL_KEY));
        }
        std::mem::take(&mut self.keys)
    }

    /// Takes out of what came from the terminal what the shell's editor waits for behind a prompt that is kept from view:
    /// where the cursor is. All else that comes then has to wait.
    pub(super) fn take_reports(&mut self, keys: &mut Vec<u8>) -> Vec<u8> {
        let mut reports = Vec::new();
        while self.queries > 0
            && let Some((start, end)) = cursor_report(keys)
        {
            self.queries -= 1;
            reports.extend(keys.drain(start..end));
        }
        reports
    }

    /// True once after a command has begun: somebody has to look whether keys wait to be read, and say so by
    /// [`Stream::typed`].
    pub(super) fn is_unsure(&mut self) -> bool {
        std::mem::take(&mut self.unsure)
    }

    /// Once after a command has failed whose repair may be kept from view: somebody has to look whether its shell has
    /// jobs that may print meanwhile, and say so by [`Stream::show_all`].
    pub(super) fn has_failed(&mut self) -> Option<RunId> {
        self.failed.take()
    }

    /// Nothing is kept from view until the next command has ended.
    pub(super) fn show_all(&mut self) {
        self.in_plain_view = true;
        self.release();
    }

    /// True while the first output of a command is held back.
    pub(super) fn is_holding(&self) -> bool {
        matches!(self.keeping, Keeping::First(_))
    }

    /// The shell whose command has ended last: it is its editor that keys are for.
    pub(super) fn shell(&self) -> Option<i32> {
        self.shell
    }

    /// Something else reads keys before the editor does: no line of ours comes any more, and nothing is kept from view.
    pub(super) fn give_up_editor(&mut self) {
        self.show_hidden();
    }

    /// True while a key waits to be pressed.
    pub(super) fn wants_editor(&self) -> bool {
        !self.keys.is_empty()
    }

    /// True while a key waits to be pressed, or a prompt is kept from view for a line of ours.
    pub(super) fn awaits_editor(&self) -> bool {
        self.wants_editor() || self.hidden.is_some()
    }

    /// True while what the person types has to wait: it is not for the line that is about to run.
    pub(super) fn defers_typing(&self) -> bool {
        self.hidden.is_some()
    }

    /// The person types: what is held back is shown, since it may be a question. What begins with a character may be
    /// meant for an empty line: then the key is given that takes ours out of it first.
    pub(super) fn typed(&mut self, keys: &[u8], now: Instant) -> &'static [u8] {
        if self.hidden.is_some() {
            return b"";
        }
        // At a prompt the terminal's answer to the editor is nothing that anybody has typed.
        let answered = if self.running { 0 } else { report_length(keys) };
        if answered > 0 && answered == keys.len() {
            return b"";
        }
        let keys = &keys[answered..];
        self.typed = true;
        if let Some(end) = keys.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            self.ahead = end + 1 < keys.len();
        }
        // A line that was to be put into the editor just now is not.
        self.keys.clear();
        self.release();
        let is_text = keys.first().is_some_and(|byte| *byte >= b' ' && *byte != 0x7f);
        match self.filled.take() {
            Some((filled, key)) if is_text && now < filled + BLIND => key,
            _ => b"",
        }
    }

    /// What is to be written to the terminal.
    pub(super) fn out(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// Does what is due at `now`; gives the time until the next thing is.
    pub(super) fn tick(&mut self, now: Instant) -> Option<Duration> {
        self.now = now;
        if self.waits.is_some_and(|since| now >= since + PARTIAL) {
            self.waits = None;
            if let Some(mut filter) = self.filter.take() {
                filter.settle(&mut |piece| self.piece(piece));
                self.filter = Some(filter);
            }
        }
        let expired = match &mut self.keeping {
            Keeping::First(holding) => {
                holding.left(now).is_some_and(|left| left.is_zero()) && holding.expire().is_break()
            }
            Keeping::Failed { until, .. } => now >= *until,
            Keeping::Nothing => false,
        };
        if expired {
            self.release();
        }
        if self.hidden.as_ref().is_some_and(|hidden| now >= hidden.until) {
            self.show_hidden();
        }
        let keeping = match &self.keeping {
            Keeping::First(holding) => holding.left(now),
            Keeping::Failed { until, .. } => Some(until.saturating_duration_since(now)),
            Keeping::Nothing => None,
        };
        let partial = self.waits.map(|since| (since + PARTIAL).saturating_duration_since(now));
        let hidden = self.hidden.as_ref().map(|hidden| hidden.until.saturating_duration_since(now));
        [keeping, partial, hidden].into_iter().flatten().min()
    }

    /// The command with this identity, if it is the last that has ended.
    pub(super) fn ended(&self, id: &RunId) -> Option<&Ended> {
        self.ended.as_ref().filter(|ended| ended.id == *id)
    }

    /// What it has printed is still held back, all of it.
    pub(super) fn is_held(&self) -> bool {
        matches!(self.keeping, Keeping::Failed { .. }) && !self.shown
    }

    /// Somebody has begun to look at the failure.
    pub(super) fn looked_at(&mut self, now: Instant) {
        if let Keeping::Failed { until, .. } = &mut self.keeping {
            *until = now + ANSWERED_WITHIN;
        }
    }

    /// Shows what is held back.
    pub(super) fn release(&mut self) {
        match std::mem::replace(&mut self.keeping, Keeping::Nothing) {
            Keeping::Nothing => {}
            Keeping::First(holding) => {
                let kept = holding.end();
                for (_, bytes) in kept.runs() {
                    self.send(bytes);
                }
            }
            Keeping::Failed { bytes, .. } => self.send(&bytes),
        }
    }

    /// Nothing more will come: all that is kept back is shown.
    pub(super) fn finish(&mut self) {
        if let Some(mut filter) = self.filter.take() {
            filter.settle(&mut |piece| self.piece(piece));
            self.filter = Some(filter);
        }
        self.release();
        self.show_hidden();
    }

    /// Shows what is held back of this command.
    pub(super) fn release_of(&mut self, id: &RunId) {
        if matches!(self.keeping, Keeping::Failed { .. }) && self.ended(id).is_some() {
            self.release();
        }
    }

    /// Forgets what is held back of this command. False when it has been shown already.
    pub(super) fn forget(&mut self, id: &RunId) -> bool {
        let held = self.is_held() && self.ended(id).is_some();
        if let Keeping::Failed { bytes, .. } = &mut self.keeping
            && held
        {
            self.forgotten = std::mem::take(bytes);
            self.keeping = Keeping::Nothing;
        }
        held
    }

    /// The next prompt is not shown: a repaired line runs there.
    pub(super) fn expect_run(&mut self) {
        self.expects_run = true;
    }

    /// Prints this when the command under way has ended well: another program has been put in its place.
    pub(super) fn note_for(&mut self, id: RunId, text: Vec<u8>) {
        self.note = Some((id, text));
    }

    fn piece(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Bytes(bytes) => self.bytes(bytes),
            Piece::Mark(Mark::Begin(id)) => self.begin(id),
            Piece::Mark(Mark::End { id, status, asks }) => self.end(id, status, asks),
            Piece::Mark(Mark::Prompt) => self.prompt(),
            Piece::Mark(Mark::Wake) => {
                if self.hidden.is_some() || self.in_plain_view && !self.typed {
                    self.keys = [FILL_KEY, ACCEPT_KEY].concat();
                }
            }
            Piece::Mark(Mark::Fill) => {
                if !self.typed {
                    self.keys = FILL_KEY.to_vec();
                }
            }
            Piece::Mark(Mark::Filled) => self.filled = Some((self.now, CLEAR_KEY)),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if let Some(hidden) = &mut self.hidden {
            let mut rest = bytes;
            while let Some(at) = memchr::memmem::find(rest, CURSOR_QUERY) {
                // Nothing is seen of it, and it is asked once.
                hidden.bytes.extend_from_slice(&rest[..at]);
                rest = &rest[at + CURSOR_QUERY.len()..];
                self.out.extend_from_slice(CURSOR_QUERY);
                self.queries += 1;
            }
            hidden.bytes.extend_from_slice(rest);
            if hidden.bytes.len() > MOST_KEPT {
                self.show_hidden();
            }
            return;
        }
        self.record.push(bytes);
        let bytes = match &self.keeping {
            Keeping::First(holding) if !holding.is_keeping() => {
                // Titles and the like show nothing, and nu tells its own before it looks for the command.
                let (told, bytes) = bytes.split_at(told_first(bytes));
                self.out.extend_from_slice(told);
                bytes
            }
            _ => bytes,
        };
        if bytes.is_empty() {
            return;
        }
        let full = match &mut self.keeping {
            Keeping::Nothing => return self.send(bytes),
            Keeping::First(holding) => holding.push(Source::Out, bytes, self.now).is_break(),
            Keeping::Failed { bytes: kept, .. } => {
                kept.extend_from_slice(bytes);
                kept.len() > MOST_KEPT
            }
        };
        if full {
            self.release();
        }
    }

    fn begin(&mut self, _id: RunId) {
        self.release();
        self.hidden = None;
        self.queries = 0;
        self.expects_run = false;
        self.forgotten.clear();
        self.keys.clear();
        self.filled = None;
        self.note = None;
        self.record = Written::default();
        self.shown = false;
        self.typed = std::mem::take(&mut self.ahead);
        self.unsure = true;
        self.running = true;
        let hold = if self.typed { Hold::NONE } else { self.hold };
        self.keeping = Holding::begin(hold).map_or(Keeping::Nothing, Keeping::First);
    }

    fn end(&mut self, id: RunId, status: u8, asks: Asks) {
        let text = std::mem::take(&mut self.record).finish();
        self.in_plain_view = false;
        self.shell = id.shell();
        self.failed = (asks == Asks::WhatToDo).then(|| id.clone());
        let under_way = std::mem::take(&mut self.running);
        match std::mem::replace(&mut self.keeping, Keeping::Nothing) {
            Keeping::First(holding) if asks == Asks::WhatToDo => {
                let mut bytes = Vec::new();
                for (_, run) in holding.end().runs() {
                    bytes.extend_from_slice(run);
                }
                self.keeping = Keeping::Failed { bytes, until: self.now + ASKED_WITHIN };
            }
            other => {
                self.keeping = other;
                self.release();
            }
        }
        // A line that the shell refused to read was echoed and complained about in full view.
        let shown = self.shown || !under_way;
        if let Some((noted, note)) = self.note.take()
            && noted == id
            && status == 0
        {
            if self.mid_line {
                self.send(b"\r\n");
            }
            self.send(&note);
        }
        if !under_way {
            // What was typed was that line.
            self.typed = std::mem::take(&mut self.ahead);
            self.unsure = true;
        }
        if asks != Asks::Nothing || status != 0 {
            self.ended = Some(Ended { id, status, text, shown, typed: self.typed });
        }
        self.expects_run = false;
    }

    fn prompt(&mut self) {
        if !std::mem::take(&mut self.expects_run) {
            return;
        }
        self.release();
        if self.in_plain_view {
            return;
        }
        self.hidden = Some(Hidden { bytes: Vec::new(), until: self.now + HIDDEN_FOR });
        if self.typed {
            // What was typed is read first.
            self.show_hidden();
        }
    }

    /// No line of ours runs here: nothing is kept from view.
    fn show_hidden(&mut self) {
        self.keys.clear();
        if let Some(hidden) = self.hidden.take() {
            let forgotten = std::mem::take(&mut self.forgotten);
            self.send(&forgotten);
            self.send(&hidden.bytes);
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last() {
            self.shown = true;
            self.mid_line = *last != b'\n';
            self.out.extend_from_slice(bytes);
        }
    }
}

#[cfg(test)]
mod tests;
