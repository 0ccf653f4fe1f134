//! What happens after a line has failed: the machine's effects, performed.

use std::collections::VecDeque;
use std::fs::File;

use super::brain::Thinker;
use super::errands::Wait;
use super::evidence::{Evidence, failed_in_whole, shown};
use super::scene::Scene;
use super::shell::Shell;
use super::{check, live};
use crate::capture::{Capture, Ending};
use crate::client::{Answer, Trouble};
use crate::config::{Config, Folders};
use crate::job::{Job, Program};
use crate::journal::{self, Record, Step};
use crate::line::{self, Line, Parsed, Part, Resume, Scope};
use crate::machine;
use crate::policy::{self, Consent, Decision};
use crate::protocol::types::{Candidate, Name, OutcomeVerdict};
use crate::repair::{self, Effect, Event, Judgement, Machine, Shown, StrikeEnd};
use crate::ui::Ui;
use crate::verdict::{self, Verdict};

/// One repair under way.
pub(super) struct Repair<S> {
    pub(super) scene: S,
    pub(super) shell: Shell,
    pub(super) typed: Parsed,
    /// Aliases and functions of the person's shell.
    pub(super) names: Vec<Name>,
    /// The line that failed last: the typed one, or a repaired one.
    pub(super) base: Parsed,
    /// Which stage of it failed, where that is proven.
    pub(super) failed: Option<usize>,
    /// What of the candidate in hand would run.
    pub(super) part: Option<Part>,
    pub(super) first: Capture,
    /// How the run ended that decides ghost's own status.
    pub(super) last: Ending,
    pub(super) decision: Option<Decision>,
    pub(super) yes: bool,
    pub(super) report: Option<File>,
    /// Neither the journal nor the brain's memory hears of it.
    pub(super) private: bool,
    pub(super) thinker: Thinker,
    pub(super) record: Record,
    /// The action under way, as the journal names it.
    pub(super) action: String,
    /// What the candidate in hand would do beyond reading.
    pub(super) effects: Vec<policy::Effect>,
    pub(super) machine: Machine,
    pub(super) folders: Folders,
    pub(super) config: Config,
    pub(super) ui: Ui,
}

/// Where the machine stands when the driver stops.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stop {
    /// It is over.
    Over(repair::Ending),
    /// This line is going to run; how it ended is told later.
    Runs(Candidate),
}

enum Next {
    Go(Option<Event>),
    Stop(Stop),
}

/// What is told of a failure when it is looked at first.
pub(super) fn record(typed: &Parsed, ending: Ending) -> Record {
    Record {
        time: journal::now(),
        line: typed.line.text.clone(),
        cwd: std::env::current_dir().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default(),
        exit_code: ending.status(),
        verdict: "a failure".to_owned(),
        ..Record::default()
    }
}

/// A line that has run and failed: see [`policy::Failed`].
struct Tried {
    line: Parsed,
    stage: Option<usize>,
    refused: bool,
}

impl Tried {
    fn told(&self) -> policy::Failed<'_> {
        policy::Failed { line: &self.line, stage: self.stage, refused: self.refused }
    }
}

impl<S: Scene> Repair<S> {
    /// The event by which it begins.
    pub(super) fn beginning(&self) -> Event {
        Event::Failed { line: self.typed.line.text.clone(), seen: self.scene.seen(&self.first) }
    }

    /// Brings the machine this event, and does what it wants until it is over or has to wait.
    pub(super) fn drive(&mut self, event: Event) -> Stop {
        let mut over = None;
        let mut effects = VecDeque::from(self.machine.handle(event));
        while let Some(effect) = effects.pop_front() {
            if let Effect::End(ending) = &effect {
                over = Some(ending.clone());
            }
            match self.perform(effect) {
                Next::Go(Some(event)) => effects.extend(self.machine.handle(event)),
                Next::Go(None) => {}
                Next::Stop(stop) => return stop,
            }
        }
        Stop::Over(over.unwrap_or(repair::Ending::GaveUp))
    }

    /// Does what the machine wants, and says what came of it.
    fn perform(&mut self, effect: Effect) -> Next {
        match effect {
            Effect::AskBrain { strike, tried } => Next::Go(Some(self.ask(strike, &tried))),
            Effect::Judge(candidate) => Next::Go(Some(Event::Judged(self.judge(&candidate)))),
            Effect::Run(candidate) => match self.run(&candidate) {
                Some(end) => Next::Go(Some(Event::Ended(end))),
                None => Next::Stop(Stop::Runs(candidate)),
            },
            Effect::AskPerson { candidate, why } => {
                self.scene.show_first();
                self.ui.offer(&candidate.command, &in_its_words(&candidate), &why);
                Next::Go(Some(Event::Answered(self.agreed())))
            }
            Effect::Show(shown) => {
                self.show(shown);
                Next::Go(None)
            }
            Effect::End(ending) => {
                self.end(&ending);
                Next::Go(None)
            }
        }
    }

    fn ask(&mut self, strike: u8, tried: &[repair::Tried]) -> Event {
        let evidence = Evidence {
            typed: &self.typed,
            dialect: self.shell.dialect,
            failed: self.failed,
            first: &self.first,
            cwd: &self.record.cwd,
            names: &self.names,
            private: self.private,
            asked: false,
        };
        let journal = self.journal();
        let event = evidence.event(strike, tried);
        let scene = &mut self.scene;
        let is_waited_for = scene.is_waited_for();
        let mut begin = || scene.waits();
        let wait =
            is_waited_for.then_some(Wait { ui: self.ui, asked: false, limit: self.config.repair, begin: &mut begin });
        match self.thinker.ask(event, &self.config, &self.folders, journal.as_ref(), wait) {
            Ok(Answer::Candidates(candidates)) => {
                self.shell.lines().prepare(candidates.iter().map(|candidate| candidate.command.as_str()));
                Event::Proposed(candidates)
            }
            Ok(Answer::GaveUp { hint, .. }) => Event::GaveUp { hint },
            Err(trouble) if trouble.is_cancel() => Event::Cancelled,
            Err(trouble) => {
                let says = self.scene.tells_of_trouble();
                Event::BrainFault(if says { told(&trouble) } else { String::new() })
            }
        }
    }

    /// Asks policy. What it says is kept, so that exactly what was judged is what runs.
    pub(super) fn judge(&mut self, candidate: &Candidate) -> Judgement {
        self.decision = None;
        let proposed = self.shell.parse(&candidate.command);
        let read = |line: &Line| self.shell.lines().read(line);
        let resume = line::resume(&self.base, self.failed, &proposed, S::SCOPE, &read);
        let judgement = self.judge_resume(candidate, &proposed, resume);
        self.record.steps.push(Step {
            line: candidate.command.clone(),
            why: candidate.why.clone(),
            source: source(candidate),
            confidence: candidate.confidence,
            decision: in_words(&judgement),
            exit_code: None,
        });
        judgement
    }

    fn judge_resume(&mut self, candidate: &Candidate, proposed: &Parsed, resume: Resume) -> Judgement {
        self.part = None;
        let part = match resume {
            Resume::Run(part) => part,
            Resume::OfferOnly(why) => return Judgement::OfferOnly { why },
        };
        self.part = Some(part.clone());
        if let Some(why) = self.scene.objection(part.text()) {
            return Judgement::OfferOnly { why };
        }
        let job = self.job(&part);
        let mut facts = machine::facts(&policy::questions(&self.typed, &part.run), self.folders.home.as_deref());
        facts.names.clone_from(&self.names);
        self.effects = policy::effects(&part.run, &facts);
        facts.way_back = self.has_way_back();
        let tried = self.failed_so_far();
        let failed: Vec<_> = tried.iter().map(Tried::told).collect();
        let request = policy::Request {
            typed: &self.typed,
            proposed,
            part: &part,
            candidate,
            job,
            failed: &failed,
            rules: &self.config.rules,
        };
        if !self.can_be_written_down() {
            return Judgement::OfferOnly { why: "what ghost does cannot be written into its journal".to_owned() };
        }
        let consent = Consent { level: self.config.level, yes: self.yes && !self.config.yes_locked };
        let decision = policy::judge(request, &facts, consent);
        let judgement = match &decision {
            Decision::Run(..) => Judgement::Run,
            Decision::Ask(offer) => Judgement::Ask { why: offer.why().to_owned(), answerable: self.scene.can_ask() },
            Decision::Refuse(why) => Judgement::Refuse { why: why.clone() },
        };
        self.decision = Some(decision);
        judgement
    }

    /// The lines that have run and failed.
    fn failed_so_far(&self) -> Vec<Tried> {
        let output = shown(&self.first);
        let typed = line::failed_stage(&self.typed, self.first.ending.status(), output.as_deref());
        let refused = line::nu::is_refused(&self.typed, output.as_deref());
        let mut base = (self.typed.clone(), typed);
        let mut failed = vec![Tried { line: base.0.clone(), stage: typed, refused }];
        let read = |line: &Line| self.shell.lines().read(line);
        for tried in self.machine.tried() {
            let Some(status) = tried.exit_code else { continue };
            let line = self.shell.parse(&tried.line);
            // No more of it has run than was left of the one before.
            let stage = match line::resume(&base.0, base.1, &line, S::SCOPE, &read) {
                Resume::Run(part) => failed_in_whole(&line, &part.run, status, tried.output.as_deref()),
                Resume::OfferOnly(_) => None,
            };
            let refused = line::nu::is_refused(&line, tried.output.as_deref());
            failed.push(Tried { line: line.clone(), stage, refused });
            base = (line, stage);
        }
        failed
    }

    /// A simple command of literal words is started as it is; anything else needs the shell.
    fn job(&self, part: &Part) -> Job {
        let program = match part.words() {
            Some(words) if self.scene.is_direct() => Program::Exec(words.iter().map(Into::into).collect()),
            _ => Program::Shell { shell: self.shell.program.clone(), line: part.text().to_owned() },
        };
        Job { program }
    }

    /// Puts the offer in hand to the person. What they agree to is kept as approved.
    fn agreed(&mut self) -> bool {
        let Some(Decision::Ask(offer)) = self.decision.take() else {
            return false;
        };
        let answer = match offer.word() {
            Some(word) => self.ui.ask_for(word),
            None => self.ui.confirm().then(String::new),
        };
        let accepted = match (&answer, offer.word()) {
            (Some(typed), Some(_)) => offer.accept(policy::Answer::Word(typed)),
            (Some(_), None) => offer.accept(policy::Answer::Yes),
            (None, _) => return false,
        };
        self.decision = accepted.ok().map(Decision::Run);
        self.decision.is_some()
    }

    /// Runs what was approved. `None`: how it ended is told later.
    fn run(&mut self, candidate: &Candidate) -> Option<StrikeEnd> {
        let Some(Decision::Run(approved)) = self.decision.take() else {
            return Some(StrikeEnd::Interrupted);
        };
        if let Some(report) = &mut self.report
            && let Err(error) = journal::report(report, &candidate.command)
        {
            self.ui.error(&error);
        }
        self.begin(candidate, &approved);
        if self.part.as_ref().is_some_and(|part| part.text() != part.line) {
            // What went well before is not run again, so its output is shown now.
            self.scene.show_parts_before();
        }
        match self.scene.run(&approved) {
            Ok(Some(capture)) => Some(self.ended(candidate, &capture)),
            Ok(None) => None,
            Err(why) => Some(StrikeEnd::Failed {
                exit_code: crate::exit::OWN_ERROR,
                output: Some(why),
                seen: repair::Seen::Nothing,
            }),
        }
    }

    /// What the end of a repaired line means.
    pub(super) fn ended(&mut self, candidate: &Candidate, capture: &Capture) -> StrikeEnd {
        let status = capture.ending.status();
        self.close(capture);
        if let Some(step) = self.record.steps.last_mut() {
            step.exit_code = Some(status);
        }
        let part = self.part.take();
        let line = self.shell.parse(&candidate.command);
        match verdict::judge(&line, capture) {
            Verdict::Success if self.misses(candidate) => {
                // Where there is one command, it is the one.
                self.failed = (line.commands().count() == 1).then_some(0);
                self.base = line;
                StrikeEnd::Missed { output: shown(capture), seen: self.scene.seen(capture) }
            }
            Verdict::Success | Verdict::Answer => {
                self.last = capture.ending;
                self.scene.show_last();
                StrikeEnd::Solved
            }
            Verdict::Interrupted => {
                self.last = capture.ending;
                self.scene.show_last();
                StrikeEnd::Interrupted
            }
            Verdict::Failure => {
                let output = shown(capture);
                self.failed = part.and_then(|part| failed_in_whole(&line, &part.run, status, output.as_deref()));
                self.base = line;
                StrikeEnd::Failed { exit_code: status, output, seen: self.scene.seen(capture) }
            }
        }
    }

    /// True when the line has run well and what it was for does not hold, as far as the brain could say how that is seen.
    /// A look that cannot be taken tells nothing.
    fn misses(&self, candidate: &Candidate) -> bool {
        let Some(check) = &candidate.check else { return false };
        check::holds(check, &self.record.cwd, &self.config, self.journal().as_ref(), (&candidate.command, &self.typed))
            == Some(false)
    }

    fn show(&mut self, shown: Shown) {
        match shown {
            Shown::Solved(candidate) => self.ui.solved(&candidate.command),
            Shown::FirstError { tried, note } => {
                match self.said_in_the_shells_words(&tried) {
                    // What came of it is what came of the line.
                    Some(status) => {
                        self.last = Ending::Exited(status);
                        self.scene.show_last();
                    }
                    None => self.scene.show_first(),
                }
                self.ui.tried(&tried);
                self.ui.note(&note);
            }
            Shown::Offer { candidate, why, tried } => {
                self.scene.show_first();
                self.ui.tried(&tried);
                self.ui.offer(&candidate.command, &in_its_words(&candidate), &why);
                // What has to be agreed to by a typed word is not put where Enter alone agrees to it.
                let needs_word = matches!(&self.decision, Some(Decision::Ask(offer)) if offer.word().is_some());
                self.scene.offered(self.part.as_ref().map(Part::text).filter(|_| !needs_word));
            }
        }
    }

    /// The status of the one line that was run, where that is what the person typed, put into words that their shell reads:
    /// of what they had typed nothing had run.
    fn said_in_the_shells_words(&self, tried: &[repair::Tried]) -> Option<u8> {
        let [only] = tried else { return None };
        let is_the_same = policy::is_translation(&self.typed, &self.shell.parse(&only.line));
        only.exit_code.filter(|_| is_the_same)
    }

    /// Tells the brain, and keeps the record for `ghost why`.
    fn end(&mut self, ending: &repair::Ending) {
        let (verdict, line, told) = match ending {
            repair::Ending::Solved(candidate) => {
                (OutcomeVerdict::Solved, candidate.command.clone(), "the repaired line worked")
            }
            repair::Ending::Offered(candidate) => {
                (OutcomeVerdict::Offered, candidate.command.clone(), journal::OFFERED)
            }
            repair::Ending::Declined(candidate) => {
                (OutcomeVerdict::Declined, candidate.command.clone(), "the line was offered and declined")
            }
            repair::Ending::GaveUp => (OutcomeVerdict::GaveUp, String::new(), "the first error was shown"),
            repair::Ending::Cancelled => (OutcomeVerdict::GaveUp, String::new(), "it was stopped"),
        };
        self.record.ending = told.to_owned();
        self.record.trouble.clone_from(&self.thinker.trouble);
        if self.private {
            return;
        }
        self.record.output = shown(&self.first);
        if matches!(ending, repair::Ending::Solved(_)) {
            self.record.repaired.clone_from(&line);
        }
        self.thinker.tell(verdict, line);
        if let Some(state) = &self.folders.state {
            // Losing the record must not disturb anyone.
            let _ = journal::keep(state, &self.record);
        }
        if S::SCOPE == Scope::Child {
            // A live shell's is kept with all else that is kept there.
            live::keep_told(&self.record);
        }
    }
}

/// What the brain says for it; where a model has written that, marked as its words.
pub(super) fn in_its_words(candidate: &Candidate) -> String {
    match candidate.source {
        crate::protocol::types::Source::Model if !candidate.why.is_empty() => {
            format!("a model says: {}", candidate.why)
        }
        _ => candidate.why.clone(),
    }
}

pub(super) fn source(candidate: &Candidate) -> String {
    let kind = match candidate.source {
        crate::protocol::types::Source::Rule => "rule",
        crate::protocol::types::Source::Memory => "memory",
        crate::protocol::types::Source::Model => "model",
    };
    format!("{kind} {}", candidate.rule).trim().to_owned()
}

fn in_words(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Run => "run".to_owned(),
        Judgement::Ask { why, .. } => format!("ask: {why}"),
        Judgement::Refuse { why } => format!("refuse: {why}"),
        Judgement::OfferOnly { why } => format!("offer: {why}"),
    }
}

/// One line for the person; a brain that found nothing wrong with itself says nothing.
fn told(trouble: &Trouble) -> String {
    trouble.to_string()
}
