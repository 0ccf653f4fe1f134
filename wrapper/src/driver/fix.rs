//! What could be done about a line that failed, without doing it.

use std::path::PathBuf;

use super::brain::Thinker;
use super::errands::Wait;
use super::evidence::{Evidence, shown};
use super::nu::Reader;
use super::repair::{Repair, in_its_words, record};
use super::scene::Scene;
use super::shell::Shell;
use super::veil::Veil;
use super::{Brain, Lent};
use crate::capture::{Capture, Ending, Output, Released};
use crate::client::Answer;
use crate::config::{Config, Folders};
use crate::line::nu::Told;
use crate::line::{self, Scope};
use crate::policy::{Approved, Decision};
use crate::protocol::types::{Candidate, FailedEvent, Name, Source};
use crate::repair::{Judgement, Machine, Seen};
use crate::ui::Ui;

/// A line that failed.
#[derive(Debug, Clone)]
pub struct Failed {
    /// The line.
    pub line: String,
    /// The shell it was for.
    pub shell: PathBuf,
    /// Its exit status.
    pub status: u8,
    /// What it printed.
    pub output: Output,
    /// Aliases and functions of the shell.
    pub names: Vec<Name>,
    /// It ran in a shell that is still there, and a repair would run there as well.
    pub live: bool,
    /// The person's consent.
    pub yes: bool,
    /// Somebody waits for it at their prompt, so that a model may be asked.
    pub patient: bool,
    /// History leaves the line out: nothing of it may be kept, or leave the machine.
    pub private: bool,
    /// What the shell itself has said of the line's words (Nushell).
    pub told: Option<Told>,
    /// Who tells of what Nushell's lines consist; `None`: a nu is started for that.
    pub reader: Option<Reader>,
}

/// A repair that nobody has run.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Proposal {
    /// The whole repaired line.
    pub repair: String,
    /// What it does about the failure.
    pub why: String,
    /// How sure the brain is, 0 to 1.
    pub confidence: f64,
    /// What policy says: `auto`, `ask` or `refuse`.
    pub decision: &'static str,
    /// Why policy says so; empty for `auto`.
    pub reason: String,
    /// What proposed it: `rule NAME`, `memory` or `model`.
    pub source: String,
    /// What of the line is still to run, where that is known.
    #[serde(skip)]
    pub rest: Option<String>,
    /// The word that agrees to it, where a plain yes is too easily said.
    #[serde(skip)]
    pub word: Option<String>,
}

/// What there is for a failed line.
#[derive(Debug, Default)]
pub struct Proposed {
    /// Best first, each judged.
    pub found: Vec<Proposal>,
    /// Why there is nothing, or what else could be done; empty where nobody knows.
    pub note: String,
    /// The person wanted no more of it.
    pub cancelled: bool,
}

/// All that the brain has for it.
#[must_use]
pub fn proposals(failed: &Failed, brain: &mut Brain, ui: Ui) -> Proposed {
    let lent = Brain { lent: brain.lent.take(), program: brain.program.take(), ..Brain::default() };
    let (proposed, left) =
        if failed.live { propose::<Live>(failed, lent, ui) } else { propose::<Gone>(failed, lent, ui) };
    brain.lent = left;
    proposed
}

/// What the brain would be asked about it, secrets left out.
#[must_use]
pub fn question(failed: &Failed) -> FailedEvent {
    let shell = shell_of(failed);
    let dialect = shell.dialect;
    let typed = shell.parse(&failed.line);
    let first = capture(failed);
    let cwd = record(&typed, first.ending).cwd;
    let stage = line::failed_stage(&typed, failed.status, shown(&first).as_deref());
    let evidence = Evidence {
        typed: &typed,
        dialect,
        failed: stage,
        first: &first,
        cwd: &cwd,
        names: &failed.names,
        private: failed.private,
        asked: true,
    };
    Veil::new().over(evidence.event(1, &[]))
}

/// Its shell, with what is known of its line.
fn shell_of(failed: &Failed) -> Shell {
    let shell = Shell::named(failed.shell.clone()).read_by(failed.reader.as_ref());
    if let Some(told) = &failed.told {
        shell.lines().know(&failed.line, told.clone());
    }
    shell
}

fn capture(failed: &Failed) -> Capture {
    Capture {
        ending: Ending::Exited(failed.status),
        output: failed.output.clone(),
        released: Released { any: true, stdout: false },
        interrupted: false,
        duration: std::time::Duration::ZERO,
    }
}

fn propose<S: Scene + Default>(failed: &Failed, brain: Brain, ui: Ui) -> (Proposed, Option<Lent>) {
    let shell = shell_of(failed);
    let typed = shell.parse(&failed.line);
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    for complaint in &config.complaints {
        ui.note(complaint);
    }
    let first = capture(failed);
    let mut repair = Repair {
        failed: line::failed_stage(&typed, failed.status, shown(&first).as_deref()),
        record: record(&typed, first.ending),
        machine: Machine::default(),
        action: String::new(),
        effects: Vec::new(),
        scene: S::default(),
        shell,
        names: failed.names.clone(),
        base: typed.clone(),
        part: None,
        last: first.ending,
        first,
        decision: None,
        yes: failed.yes,
        report: None,
        private: true,
        thinker: Thinker::new(brain),
        typed,
        folders,
        config,
        ui,
    };
    let evidence = Evidence {
        typed: &repair.typed,
        dialect: repair.shell.dialect,
        failed: repair.failed,
        first: &repair.first,
        cwd: &repair.record.cwd,
        names: &repair.names,
        private: failed.private,
        asked: true,
    };
    let mut begin = || true;
    let wait = failed.patient.then_some(Wait { ui, asked: true, limit: repair.config.repair, begin: &mut begin });
    let event = evidence.event(1, &[]);
    let mut proposed = Proposed::default();
    let candidates = match repair.thinker.ask(event, &repair.config, &repair.folders, None, wait) {
        Ok(Answer::Candidates(candidates)) => candidates,
        Ok(Answer::GaveUp { hint, .. }) => {
            proposed.note = hint;
            Vec::new()
        }
        Err(trouble) => {
            proposed.cancelled = trouble.is_cancel();
            proposed.note = trouble.to_string();
            Vec::new()
        }
    };
    repair.shell.lines().prepare(candidates.iter().map(|candidate| candidate.command.as_str()));
    proposed.found = candidates.iter().map(|candidate| proposal(&mut repair, candidate)).collect();
    (proposed, repair.thinker.lend())
}

fn proposal<S: Scene>(repair: &mut Repair<S>, candidate: &Candidate) -> Proposal {
    let (decision, reason) = match repair.judge(candidate) {
        Judgement::Run => ("auto", String::new()),
        Judgement::Ask { why, .. } | Judgement::OfferOnly { why } => ("ask", why),
        Judgement::Refuse { why } => ("refuse", why),
    };
    let kind = match candidate.source {
        Source::Rule => "rule",
        Source::Memory => "memory",
        Source::Model => "model",
    };
    Proposal {
        repair: candidate.command.clone(),
        why: in_its_words(candidate),
        confidence: candidate.confidence,
        decision,
        reason,
        source: format!("{kind} {}", candidate.rule).trim().to_owned(),
        word: match &repair.decision {
            Some(Decision::Ask(offer)) => offer.word().map(str::to_owned),
            _ => None,
        },
        rest: repair.part.as_ref().map(|part| part.text().to_owned()),
    }
}

/// A place where nothing runs. `LIVE`: the shell that ran the line is still there.
#[derive(Default)]
struct Paper<const LIVE: bool>;
type Live = Paper<true>;
type Gone = Paper<false>;

impl<const LIVE: bool> Scene for Paper<LIVE> {
    const SCOPE: Scope = if LIVE { Scope::Session } else { Scope::Child };

    fn can_ask(&self) -> bool {
        false
    }

    fn is_direct(&self) -> bool {
        false
    }

    fn seen(&self, _capture: &Capture) -> Seen {
        Seen::Some
    }

    fn run(&mut self, _approved: &Approved) -> Result<Option<Capture>, String> {
        Err("nothing runs here".to_owned())
    }

    fn show_first(&mut self) {}

    fn is_waited_for(&self) -> bool {
        true
    }

    fn waits(&mut self) -> bool {
        true
    }

    fn show_parts_before(&mut self) {}

    fn show_last(&mut self) {}

    fn offered(&mut self, _take: Option<&str>) {}
}
