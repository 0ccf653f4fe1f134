//! What happens after a line has failed.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::File;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use super::brain::Thinker;
use super::{Order, release};
use crate::capture::{Capture, Ending, Output};
use crate::client::{Answer, Trouble};
use crate::config::{Config, Folders};
use crate::executor::{self, Held, Options, Run};
use crate::job::{Job, Program};
use crate::journal::{self, Record, Step};
use crate::line::{self, Dialect, Line, Parsed, Part, Resume, Scope};
use crate::machine::{self, Input};
use crate::policy::{self, Consent, Decision};
use crate::protocol::types::{Candidate, FailedEvent, OutcomeVerdict};
use crate::repair::{self, Effect, Event, Judgement, Machine, Seen, Shown, StrikeEnd};
use crate::text;
use crate::ui::Ui;
use crate::verdict::{self, Verdict};

/// What the brain is shown of a run's output, head and tail each at most so many bytes.
const SHOWN_BYTES: usize = 24 * 1024;

/// Takes over where the first run has ended with something else than success.
pub fn after(order: Order, run: Run, input: Input, ui: impl FnOnce() -> Ui) -> Ending {
    let shell = Shell::of(&order.program);
    let typed = line::parse(&shell.line(&order.program));
    let ending = run.capture.ending;
    match verdict::judge(&typed, &run.capture) {
        Verdict::Failure => {}
        Verdict::Success | Verdict::Answer | Verdict::Interrupted => {
            release(run.held);
            return ending;
        }
    }
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    let ui = ui();
    for complaint in &config.complaints {
        ui.note(complaint);
    }
    let mut repair = Repair {
        failed: line::failed_stage(&typed, ending.status(), shown(&run.capture).as_deref()),
        record: Record {
            time: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
            line: typed.line.text.clone(),
            cwd: cwd(),
            exit_code: ending.status(),
            verdict: "a failure".to_owned(),
            ..Record::default()
        },
        direct: matches!(order.program, Program::Exec(_)),
        yes: order.yes,
        report: order.report,
        thinker: Thinker::new(order.brain),
        first: run.capture,
        held: Some(run.held),
        last: ending,
        decision: None,
        input,
        shell,
        base: typed.clone(),
        part: None,
        typed,
        folders,
        config,
        ui,
    };
    repair.drive();
    repair.last
}

/// The shell a line is for.
struct Shell {
    program: PathBuf,
    dialect: Dialect,
}

impl Shell {
    /// The person's own. Where a program was started directly and their shell's language is another than POSIX
    /// shells speak, repairs are lines for `sh`: the words were typed to ghost, not to the shell.
    fn of(program: &Program) -> Self {
        let person = match program {
            Program::Shell { shell, .. } => shell.clone(),
            Program::Exec(_) => std::env::var_os("SHELL").map(PathBuf::from).unwrap_or_default(),
        };
        let dialect = dialect_of(person.as_os_str());
        match (program, dialect) {
            (Program::Shell { .. }, dialect) => Self { program: person, dialect: dialect.unwrap_or(Dialect::Bash) },
            (Program::Exec(_), Some(dialect @ (Dialect::Bash | Dialect::Zsh))) => Self { program: person, dialect },
            (Program::Exec(_), _) => Self { program: PathBuf::from("/bin/sh"), dialect: Dialect::Bash },
        }
    }

    fn line(&self, program: &Program) -> Line {
        let text = match program {
            Program::Shell { line, .. } => line.clone(),
            Program::Exec(argv) => {
                let words: Vec<String> = argv.iter().map(|word| word.to_string_lossy().into_owned()).collect();
                line::join(&words, self.dialect)
            }
        };
        Line::new(text, self.dialect)
    }
}

/// Which language a shell of this name speaks; `None` for one that is not known.
fn dialect_of(shell: &OsStr) -> Option<Dialect> {
    let name = std::path::Path::new(shell).file_name()?.to_str()?;
    match name {
        "bash" | "sh" | "dash" | "ash" | "ksh" | "mksh" => Some(Dialect::Bash),
        "zsh" => Some(Dialect::Zsh),
        "fish" => Some(Dialect::Fish),
        "nu" => Some(Dialect::Nu),
        _ => None,
    }
}

fn cwd() -> String {
    std::env::current_dir().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default()
}

/// One repair under way.
struct Repair {
    shell: Shell,
    typed: Parsed,
    /// The person gave a program and its words, no shell line.
    direct: bool,
    /// The line that failed last: the typed one, or a repaired one.
    base: Parsed,
    /// Which stage of it failed, where that is proven.
    failed: Option<usize>,
    /// What of the candidate in hand would run.
    part: Option<Part>,
    first: Capture,
    /// The first run's output, until it is shown or a repair has made it unneeded.
    held: Option<Held>,
    /// How the run ended that decides ghost's own status.
    last: Ending,
    decision: Option<Decision>,
    /// Standard input before anything ran.
    input: Input,
    yes: bool,
    report: Option<File>,
    thinker: Thinker,
    record: Record,
    folders: Folders,
    config: Config,
    ui: Ui,
}

impl Repair {
    fn drive(&mut self) {
        let mut machine = Machine::default();
        let seen = self.seen(&self.first);
        let line = self.typed.line.text.clone();
        let mut effects = VecDeque::from(machine.handle(Event::Failed { line, seen }));
        while let Some(effect) = effects.pop_front() {
            if let Some(event) = self.perform(effect) {
                effects.extend(machine.handle(event));
            }
        }
    }

    /// Does what the machine wants, and says what came of it.
    fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::AskBrain { strike, tried } => Some(self.ask(strike, &tried)),
            Effect::Judge(candidate) => Some(Event::Judged(self.judge(&candidate))),
            Effect::Run(candidate) => Some(Event::Ended(self.run(&candidate))),
            Effect::AskPerson { candidate, why } => {
                self.show_first();
                self.ui.offer(&candidate.command, &candidate.why, &why);
                Some(Event::Answered(self.agreed()))
            }
            Effect::Show(shown) => {
                self.show(shown);
                None
            }
            Effect::End(ending) => {
                self.end(&ending);
                None
            }
        }
    }

    fn ask(&mut self, strike: u8, tried: &[repair::Tried]) -> Event {
        let event = self.failed_event(strike, tried);
        match self.thinker.ask(event, &self.config, &self.folders) {
            Ok(Answer::Candidates(candidates)) => Event::Proposed(candidates),
            Ok(Answer::GaveUp { hint, .. }) => Event::GaveUp { hint },
            Err(trouble) if trouble.is_cancel() => Event::Cancelled,
            Err(trouble) => Event::BrainFault(told(&trouble)),
        }
    }
}

impl Repair {
    /// Asks policy. What it says is kept, so that exactly what was judged is what runs.
    fn judge(&mut self, candidate: &Candidate) -> Judgement {
        self.decision = None;
        let proposed = line::parse(&Line::new(candidate.command.clone(), self.shell.dialect));
        let resume = line::resume(&self.base, self.failed, &proposed, Scope::Child);
        let judgement = self.judge_resume(candidate, &proposed, resume);
        self.record.steps.push(Step {
            line: candidate.command.clone(),
            why: candidate.why.clone(),
            source: source(candidate),
            decision: in_words(&judgement),
            exit_code: None,
        });
        judgement
    }

    fn judge_resume(&mut self, candidate: &Candidate, proposed: &Parsed, resume: Resume) -> Judgement {
        let part = match resume {
            Resume::Run(part) => part,
            Resume::OfferOnly(why) => return Judgement::OfferOnly { why },
        };
        self.part = Some(part.clone());
        let job = self.job(&part);
        let facts = machine::facts(&policy::questions(&self.typed, &part.run), self.folders.home.as_deref());
        let request = policy::Request { typed: &self.typed, proposed, part: &part, candidate, job };
        let consent = Consent { level: self.config.level, yes: self.yes };
        let decision = policy::judge(request, &facts, consent);
        let judgement = match &decision {
            Decision::Run(..) => Judgement::Run,
            Decision::Ask(offer) => Judgement::Ask { why: offer.why().to_owned(), answerable: self.ui.can_ask() },
            Decision::Refuse(why) => Judgement::Refuse { why: why.clone() },
        };
        self.decision = Some(decision);
        judgement
    }

    /// A simple command of literal words is started as it is; anything else needs the shell.
    fn job(&self, part: &Part) -> Job {
        let program = match part.words() {
            Some(words) if self.direct => Program::Exec(words.iter().map(Into::into).collect()),
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

    fn run(&mut self, candidate: &Candidate) -> StrikeEnd {
        let Some(Decision::Run(approved)) = self.decision.take() else {
            return StrikeEnd::Interrupted;
        };
        if let Some(report) = &mut self.report
            && let Err(error) = journal::report(report, &candidate.command)
        {
            self.ui.error(&error);
        }
        let part = self.part.take();
        if part.as_ref().is_some_and(|part| part.text() != part.line)
            && let Some(held) = &mut self.held
        {
            // What went well before is not run again, so its output is shown now; a reader may have gone.
            let _ = held.release_stdout();
        }
        let run = match executor::run(&approved, &Options::default()) {
            Ok(run) => run,
            Err(error) => {
                return StrikeEnd::Failed {
                    exit_code: crate::exit::OWN_ERROR,
                    output: Some(error.to_string()),
                    seen: Seen::Nothing,
                };
            }
        };
        let status = run.capture.ending.status();
        if let Some(step) = self.record.steps.last_mut() {
            step.exit_code = Some(status);
        }
        let line = line::parse(&Line::new(candidate.command.clone(), self.shell.dialect));
        match verdict::judge(&line, &run.capture) {
            Verdict::Success | Verdict::Answer => {
                self.last = run.capture.ending;
                self.held = None;
                release(run.held);
                StrikeEnd::Solved
            }
            Verdict::Interrupted => {
                self.last = run.capture.ending;
                self.held = None;
                release(run.held);
                StrikeEnd::Interrupted
            }
            Verdict::Failure => {
                let output = shown(&run.capture);
                self.failed = part.and_then(|part| failed_in_whole(&line, &part.run, status, output.as_deref()));
                self.base = line;
                StrikeEnd::Failed { exit_code: status, output, seen: self.seen(&run.capture) }
            }
        }
    }

    fn seen(&self, capture: &Capture) -> Seen {
        let never_began = matches!(capture.ending, Ending::NotStarted(_));
        if capture.released.stdout || (!never_began && self.input.may_be_used()) {
            Seen::TooMuch
        } else if capture.released.any {
            Seen::Some
        } else {
            Seen::Nothing
        }
    }

    fn show_first(&mut self) {
        if let Some(held) = self.held.take() {
            release(held);
        }
    }

    fn show(&mut self, shown: Shown) {
        match shown {
            Shown::Solved(candidate) => self.ui.solved(&candidate.command),
            Shown::FirstError { tried, note } => {
                self.show_first();
                self.ui.tried(&tried);
                self.ui.note(&note);
            }
            Shown::Offer { candidate, why, tried } => {
                self.show_first();
                self.ui.tried(&tried);
                self.ui.offer(&candidate.command, &candidate.why, &why);
            }
        }
    }

    /// Tells the brain, and keeps the record for `ghost why`.
    fn end(&mut self, ending: &repair::Ending) {
        let (verdict, line, told) = match ending {
            repair::Ending::Solved(candidate) => {
                (OutcomeVerdict::Solved, candidate.command.clone(), "the repaired line worked")
            }
            repair::Ending::Offered(candidate) => {
                (OutcomeVerdict::Declined, candidate.command.clone(), "the line was offered and not run")
            }
            repair::Ending::GaveUp => (OutcomeVerdict::GaveUp, String::new(), "the first error was shown"),
            repair::Ending::Cancelled => (OutcomeVerdict::Declined, String::new(), "it was stopped"),
        };
        self.record.ending = told.to_owned();
        let thinker = std::mem::replace(&mut self.thinker, Thinker::new(super::Brain::default()));
        self.record.trouble = thinker.trouble.clone();
        thinker.finish(verdict, line);
        if let Some(state) = &self.folders.state {
            // Losing the record must not disturb anyone.
            let _ = journal::keep(state, &self.record);
        }
    }

    fn failed_event(&self, strike: u8, tried: &[repair::Tried]) -> FailedEvent {
        let ending = self.first.ending;
        FailedEvent {
            id: None,
            strike: i64::from(strike),
            line: self.typed.line.text.clone(),
            dialect: self.shell.dialect,
            cwd: self.record.cwd.clone(),
            exit_code: i64::from(ending.status()),
            signal: match ending {
                Ending::Signalled(signal) => Some(i64::from(signal)),
                Ending::Exited(_) | Ending::NotStarted(_) => None,
            },
            output: shown(&self.first),
            output_dropped: match &self.first.output {
                Output::Seen(text) => i64::try_from(text.dropped).unwrap_or(i64::MAX).min(9_007_199_254_740_991),
                Output::Unknown => 0,
            },
            stages: line::stages(&self.typed, self.failed),
            names: Vec::new(),
            path: path_folders(),
            variables: std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()).collect(),
            tried: tried.iter().map(tried_event).collect(),
        }
    }
}

/// The stage of the whole line that failed, when only the end of it ran.
fn failed_in_whole(whole: &Parsed, run: &Parsed, status: u8, output: Option<&str>) -> Option<usize> {
    let failed = line::failed_stage(run, status, output)?;
    // Counted from the end: what ran may begin with parts that only bring the shell's state back.
    let behind = run.commands().count().checked_sub(failed + 1)?;
    whole.commands().count().checked_sub(behind + 1)
}

fn tried_event(tried: &repair::Tried) -> crate::protocol::types::Tried {
    crate::protocol::types::Tried {
        line: tried.line.clone(),
        exit_code: tried.exit_code.map(i64::from),
        output: tried.output.clone(),
        refused: tried.refused.clone(),
    }
}

fn path_folders() -> Vec<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.to_string_lossy().into_owned()).collect()
}

/// What was printed, as text, without the middle of long output.
fn shown(capture: &Capture) -> Option<String> {
    let Output::Seen(seen) = &capture.output else {
        return None;
    };
    if seen.dropped == 0 && seen.head.len() + seen.tail.len() <= 2 * SHOWN_BYTES {
        return Some(text::plain(&[seen.head.as_slice(), seen.tail.as_slice()].concat()));
    }
    let head = seen.head.get(..SHOWN_BYTES).unwrap_or(&seen.head);
    let start = seen.tail.len().saturating_sub(SHOWN_BYTES);
    let tail = seen.tail.get(start..).unwrap_or_default();
    let text = format!("{}\n…\n{}", text::plain(head), text::plain(tail));
    Some(text)
}

fn source(candidate: &Candidate) -> String {
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
