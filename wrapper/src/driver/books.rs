//! What is written down of a repair that runs: the journal before and after it, and copies of what it writes over.

use std::path::{Path, PathBuf};

use super::repair::{Repair, source};
use super::scene::Scene;
use crate::capture::Capture;
use crate::journal::{self, Entry, Journal, Stage};
use crate::line::Part;
use crate::policy::{self, Approved};
use crate::protocol::types::{Candidate, OriginKind};
use crate::undo::{self, Undo};

impl<S: Scene> Repair<S> {
    /// True when the journal takes what the candidate in hand would do. Where nothing can be written at all, what only reads
    /// may run without it.
    pub(super) fn can_be_written_down(&self) -> bool {
        self.effects.is_empty() || self.journal().is_none_or(|journal| journal.is_writable())
    }

    /// Paths that the candidate in hand would write to, as far as they are known.
    fn written(&self, kinds: &[policy::Kind]) -> Vec<PathBuf> {
        let known =
            self.effects.iter().filter(|effect| kinds.contains(&effect.kind) && effect.target != policy::ANYTHING);
        known
            .map(|effect| undo::place(&effect.target, Path::new(&self.record.cwd), self.folders.home.as_deref()))
            .collect()
    }

    /// What it would write over is known, and can be kept.
    pub(super) fn has_way_back(&self) -> bool {
        let over = self.effects.iter().filter(|effect| effect.kind == policy::Kind::WriteOver);
        let paths = self.written(&[policy::Kind::WriteOver]);
        !self.private && self.folders.state.is_some() && paths.len() == over.count() && undo::can_keep(&paths)
    }

    /// The other paths that the line about to run names.
    fn named(&self, written: &[PathBuf]) -> Vec<PathBuf> {
        let Some(part) = &self.part else { return Vec::new() };
        let home = self.folders.home.as_deref();
        let asked = policy::questions(&self.typed, &part.run).into_iter().filter_map(|question| match question {
            policy::Question::Path(path) => Some(undo::place(&path, Path::new(&self.record.cwd), home)),
            policy::Question::Program(_) | policy::Question::Signs(_) => None,
        });
        asked.filter(|path| !written.contains(path)).collect()
    }

    /// Keeps what is about to be written to.
    fn keep(&mut self, line: &str) {
        let Some(state) = self.folders.state.as_deref().filter(|_| !self.private) else { return };
        let paths = self.written(&[policy::Kind::WriteNew, policy::Kind::WriteOver]);
        if paths.is_empty() {
            return;
        }
        match Undo::of(state).keep(&self.action, line, self.record.time, &paths, &self.named(&paths)) {
            Ok(unkept) => {
                for path in unkept.iter().filter(|path| path.is_file()) {
                    self.ui.note(&format!("{} is too large to be kept: this cannot be undone", path.display()));
                }
            }
            Err(error) => self.ui.error(&error),
        }
    }

    /// Writes into the journal that a repaired line is about to run. It could be written a moment ago.
    pub(super) fn begin(&mut self, candidate: &Candidate, approved: &Approved) {
        let Some(journal) = self.journal() else { return };
        self.action = journal::action();
        let runs = self.part.as_ref().map_or(&*candidate.command, Part::text).to_owned();
        self.keep(&runs);
        let _ = journal.write(Entry {
            action: self.action.clone(),
            typed: self.typed.line.text.clone(),
            runs,
            cwd: self.record.cwd.clone(),
            source: source(candidate),
            confidence: Some(candidate.confidence),
            origins: candidate
                .origins
                .iter()
                .map(|origin| format!("{}: {}", origin.word, origin_name(origin.origin)))
                .collect(),
            effects: self.effects.iter().map(|effect| format!("{}:{}", effect.kind.name(), effect.target)).collect(),
            decided: approved.by().name().to_owned(),
            ..Entry::default()
        });
    }

    pub(super) fn journal(&self) -> Option<Journal> {
        self.folders.state.as_deref().filter(|_| !self.private).map(Journal::of)
    }

    /// Writes down how the action under way has ended, and what it has left behind.
    pub(super) fn close(&mut self, capture: &Capture) {
        let Some(journal) = self.journal() else { return };
        if let Some(state) = &self.folders.state {
            // It has run; what cannot be noted cannot be undone.
            let _ = Undo::of(state).ended(&self.action);
        }
        let duration = u64::try_from(capture.duration.as_millis()).ok().filter(|_| !capture.duration.is_zero());
        let entry = Entry {
            action: std::mem::take(&mut self.action),
            stage: Stage::Ended,
            exit_code: Some(capture.ending.status()),
            duration_ms: duration,
            ..Entry::default()
        };
        // It has run: there is nobody left to be stopped by what cannot be written.
        let _ = journal.write(entry);
    }
}

fn origin_name(origin: OriginKind) -> &'static str {
    match origin {
        OriginKind::Typed => "typed",
        OriginKind::Local => "this machine",
        OriginKind::Rule => "a rule",
        OriginKind::Output => "the program's output",
        OriginKind::Model => "a model",
    }
}
