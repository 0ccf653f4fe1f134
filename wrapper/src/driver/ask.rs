//! A sentence, answered: what is told to the brain, what it may look at on the way, and what becomes of the lines it offers.
//!
//! Nothing of an answer runs. Looks are judged and contained as those of repairs are; offers are judged, and it is the
//! person who runs them.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::brain::{Thinker, cancel};
use super::errands::{self, Errands};
use super::evidence::{path_folders, shown, variable_names};
use super::fix::Failed;
use super::live::{self, is_editable};
use super::minds::Minds;
use super::repair::in_its_words;
use super::shell::Shell;
use super::veil::Veil;
use super::{Brain, exported_functions};
use crate::capture::{Capture, Ending, Released};
use crate::client::{Aside, Body, Broken, Cancel, Look, News, Said, Trouble};
use crate::config::{Config, Folders};
use crate::journal::{self, Journal, Record};
use crate::line::{self, Line, Parsed};
use crate::policy::{self, Act, LEVELS, Says};
use crate::protocol::types::{AskedEvent, Candidate, Constraint, LastFailure, MindAction, Name};
use crate::redact::{Redactor, holds_placeholder};
use crate::tongue::Tongue;
use crate::{machine, text, wish};

const NOBODY_KNOWS: &str = "nobody here knows an answer";

/// Lines that one answer may offer.
const MOST_OFFERS: usize = 8;

/// Something asked in a person's own words.
#[derive(Debug, Default)]
pub struct Question {
    /// The sentence.
    pub text: String,
    /// The shell it was asked in.
    pub shell: PathBuf,
    /// Aliases and functions of that shell, where they are known.
    pub names: Vec<Name>,
    /// Nothing of it is written down.
    pub private: bool,
    /// Who says what within the brain is wanted as well.
    pub traced: bool,
    /// The host of the terminal it was asked in.
    pub host: Option<PathBuf>,
    /// It was typed as a command, and that has failed: models that have just not answered are not waited for again.
    pub after_failure: bool,
}

/// Hears the answer while it comes.
pub trait Listener {
    /// A part of the answer: Markdown, harmless to a terminal.
    fn says(&mut self, text: &str);

    /// This look is being taken.
    fn looks(&mut self, line: &str);

    /// This is being done.
    fn does(&mut self, text: &str);

    /// Who said what within the brain.
    fn traces(&mut self, who: &str, text: &str);

    /// Something for the person beside the answer.
    fn notes(&mut self, text: &str);
}

/// What came of it.
#[derive(Debug, Default, serde::Serialize)]
pub struct Answered {
    /// The answer, Markdown; what there was of it where it broke off.
    pub text: String,
    /// What was looked at.
    pub looks: Vec<Taken>,
    /// Lines that could come next, best first.
    pub offers: Vec<Offered>,
    /// Who in the brain answered, where that was told.
    pub source: String,
    /// What the sentence forbids.
    pub constraints: Vec<Constraint>,
    /// Why there is no answer; `None`: there is one.
    pub error: Option<String>,
    /// What would help; empty for nothing.
    pub hint: String,
    /// The person wanted no more of it.
    #[serde(skip)]
    pub cancelled: bool,
}

/// A look that the brain asked for.
#[derive(Debug, serde::Serialize)]
pub struct Taken {
    /// The programs' words; of more than one program, with `|` between them.
    pub argv: Vec<String>,
    /// Its exit status; `None` when it was not taken.
    pub exit_code: Option<u8>,
    /// Why not.
    pub refused: Option<String>,
}

/// A line that could come next. Nobody has run it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Offered {
    /// The line, for the shell it was asked in.
    pub command: String,
    /// What it is for.
    pub why: String,
    /// What policy says: `auto` or `ask`.
    pub decision: &'static str,
    /// Why policy says so; empty for `auto`.
    pub reason: String,
    /// It may be put where Enter alone runs it: policy says so, and an editor shows it as it is.
    #[serde(skip)]
    pub fits_editor: bool,
}

/// Has it answered. What is said goes to `listener` as it comes.
#[must_use]
pub fn ask(question: &Question, mut brain: Brain, listener: &mut dyn Listener) -> Answered {
    let cancel = match cancel() {
        Ok(cancel) => cancel,
        Err(trouble) => return Answered { error: Some(trouble.to_string()), ..Answered::default() },
    };
    listener.does(&Tongue::of(&question.text).say("thinking"));
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    for complaint in &config.complaints {
        listener.notes(complaint);
    }
    let kept = question.host.as_deref().map(|host| live::kept(host, question.shell.clone())).unwrap_or_default();
    // Another brain than ghost's own is for this question alone.
    let is_own = brain.program.is_none() && brain.socket.is_none();
    let sleeping = if is_own {
        brain.lent = kept.brain;
        None
    } else {
        kept.brain
    };
    let mut thinker = Thinker::new(brain);
    let answered =
        answered(question, (kept.failed.as_ref(), kept.told), &config, &folders, &mut thinker, (listener, &cancel));
    let sleeping = if is_own { thinker.lend() } else { sleeping };
    if let (Some(host), Some(lent)) = (question.host.as_deref(), sleeping) {
        live::give_back(host, lent);
    }
    answered
}

fn answered(
    question: &Question,
    (failed, told): (Option<&Failed>, Option<Record>),
    config: &Config,
    folders: &Folders,
    thinker: &mut Thinker,
    (listener, cancel): (&mut dyn Listener, &Cancel),
) -> Answered {
    let shell = Shell::named(question.shell.clone());
    let tongue = Tongue::of(&question.text);
    let mut veil = Veil::new();
    let event = veil.over_sentence(event(question, &shell, (failed, told), folders));
    let constraints = event.constraints.clone();
    let deadline = Instant::now() + config.asked;
    let journal = folders.state.as_deref().filter(|_| !question.private).map(Journal::of);
    let minds = Minds::new(config, folders, if question.private { "" } else { &event.text });
    let errands = Errands {
        cwd: PathBuf::from(&event.cwd),
        typed: event.text.clone(),
        failed: failed_line(&event),
        kernel_only: config.kernel_only,
        journal: journal.as_ref(),
        cancel,
        deadline,
        wait: None,
        models_until: None,
        veil: Some(&mut veil),
        minds: Some(if question.after_failure { minds.for_a_failure() } else { minds }),
    };
    let mut hearing = Hearing {
        errands,
        listener,
        candidates: Vec::new(),
        answered: Answered { constraints, ..Answered::default() },
        heard: false,
        home: folders.home.as_deref(),
        tongue,
    };
    let said = thinker.with_client(config, folders, cancel, deadline, |client| {
        // One that had died in its sleep has said nothing yet.
        (!hearing.heard).then(|| client.asked(event.clone(), cancel, deadline, &mut hearing))
    });
    let Hearing { candidates, mut answered, listener, .. } = hearing;
    match said {
        Ok(Said::Answered) if answered.text.trim().is_empty() && candidates.is_empty() => {
            answered.error = Some(tongue.say(NOBODY_KNOWS));
        }
        Ok(Said::Answered) => {
            let candidates: Vec<Candidate> = candidates.into_iter().map(|one| veil.candidate(one)).collect();
            answered.offers =
                judged(&candidates, &answered.constraints, (question, tongue), &shell, config, folders, listener);
        }
        Ok(Said::GaveUp { why, hint }) => {
            answered.error = Some(tongue.say(if why.is_empty() { NOBODY_KNOWS } else { &why }));
            answered.hint = tongue.say(&hint);
        }
        Err(trouble) => {
            answered.cancelled = trouble.is_cancel();
            if matches!(trouble, Trouble::Broken(Broken::Late)) {
                answered.hint = tongue.say("[ask] seconds in config.toml says how long an answer may take");
            }
            answered.error = Some(tongue.say(&trouble.to_string()));
        }
    }
    answered
}

/// What the brain is asked, secrets included.
fn event(
    question: &Question,
    shell: &Shell,
    (failed, told): (Option<&Failed>, Option<Record>),
    folders: &Folders,
) -> AskedEvent {
    let names = match (&question.names, failed) {
        (names, _) if !names.is_empty() => names.clone(),
        (_, Some(failed)) => failed.names.clone(),
        _ => exported_functions(),
    };
    AskedEvent {
        id: None,
        text: question.text.clone(),
        cwd: std::env::current_dir().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default(),
        dialect: shell.dialect,
        constraints: wish::constraints(&question.text),
        path: path_folders(),
        variables: variable_names(),
        names,
        last_failure: match (failed, told) {
            (Some(failed), told) if told.as_ref().is_none_or(|told| is_about(told, failed)) => {
                Some(as_told(failed, told.map(|told| told.repaired)))
            }
            (_, Some(told)) => Some(of_record(told)),
            (_, None) if question.host.is_none() => journaled(folders.state.as_deref()),
            (_, None) => None,
        },
        private: question.private,
        traced: question.traced,
    }
}

/// The line that failed last.
fn failed_line(event: &AskedEvent) -> Option<Parsed> {
    let failed = event.last_failure.as_ref()?;
    Some(line::parse(&Line::new(failed.line.clone(), event.dialect)))
}

/// Both tell of the same failure. (The record has no secrets.)
fn is_about(told: &Record, failed: &Failed) -> bool {
    told.exit_code == failed.status && Redactor::new().redact(&failed.line) == told.line
}

fn as_told(failed: &Failed, repaired: Option<String>) -> LastFailure {
    let capture = Capture {
        ending: Ending::Exited(failed.status),
        output: failed.output.clone(),
        released: Released { any: true, stdout: false },
        interrupted: false,
        duration: std::time::Duration::ZERO,
    };
    LastFailure {
        line: failed.line.clone(),
        exit_code: i64::from(failed.status),
        output: shown(&capture),
        repaired: repaired.unwrap_or_default(),
    }
}

/// The last failure of the wrapper, or of a shell without a host, with the end of what it printed.
fn journaled(state: Option<&Path>) -> Option<LastFailure> {
    journal::last(state?).ok()?.map(of_record)
}

fn of_record(Record { line, exit_code, output, repaired, .. }: Record) -> LastFailure {
    LastFailure { line, exit_code: i64::from(exit_code), output, repaired }
}

/// The body while a sentence is being answered.
struct Hearing<'a, 'b> {
    errands: Errands<'a, 'static>,
    listener: &'b mut dyn Listener,
    candidates: Vec<Candidate>,
    answered: Answered,
    /// The brain has said something.
    heard: bool,
    home: Option<&'a Path>,
    /// The language of the sentence.
    tongue: Tongue,
}

impl Body for Hearing<'_, '_> {
    fn probe(&mut self, argv: &[Vec<String>]) -> Look {
        self.heard = true;
        let allowed = self.errands.allowed(argv).and_then(|needs| match self.forbidden(argv) {
            Some(why) => Err(why),
            None => self.errands.retold(argv).map_or(Ok(needs), Err),
        });
        let look = match allowed {
            Ok(needs) => {
                self.listener.looks(&errands::told(argv));
                self.errands.take(argv, &needs)
            }
            Err(why) => Look::refused(&why),
        };
        let refused = look.refused.as_ref().map(|why| self.tongue.say(why));
        if let Some(why) = &refused {
            let told = self.tongue.fill("{} was not looked at: {}", &[&errands::told(argv), why]);
            self.listener.traces("policy", &told);
        }
        self.answered.looks.push(Taken { argv: argv.join(&"|".to_owned()), exit_code: look.exit_code, refused });
        look
    }

    fn mind(&mut self, question: &MindAction, news: News<'_>, on_piece: &mut dyn FnMut(&str) -> Vec<Aside>) -> Look {
        self.heard = true;
        let (answered, listener, tongue) = (&mut self.answered, &mut *self.listener, self.tongue);
        self.errands.think(question, news, &mut |text| {
            for aside in on_piece(text) {
                match aside {
                    Aside::Reply(text) => says(&text, answered, listener),
                    Aside::Progress(text) => listener.does(&tongue.say(&text)),
                    Aside::Trace(who, text) => traces(&who, &text, answered, listener),
                }
            }
        })
    }

    fn reply(&mut self, text: &str) {
        self.heard = true;
        says(text, &mut self.answered, self.listener);
    }

    fn offer(&mut self, candidates: Vec<Candidate>) {
        self.heard = true;
        let room = MOST_OFFERS.saturating_sub(self.candidates.len());
        self.candidates.extend(candidates.into_iter().take(room));
    }

    fn progress(&mut self, text: &str) {
        self.heard = true;
        self.listener.does(&self.tongue.say(text));
    }

    fn trace(&mut self, who: &str, text: &str) {
        self.heard = true;
        traces(who, text, &mut self.answered, self.listener);
    }
}

fn says(text: &str, answered: &mut Answered, listener: &mut dyn Listener) {
    let text = text::harmless(text);
    answered.text.push_str(&text);
    listener.says(&text);
}

fn traces(who: &str, text: &str, answered: &mut Answered, listener: &mut dyn Listener) {
    // The last to say something is the one who answered.
    who.clone_into(&mut answered.source);
    listener.traces(who, text);
}

impl Hearing<'_, '_> {
    /// Why what the sentence forbids rules this look out, if it does.
    fn forbidden(&self, argv: &[Vec<String>]) -> Option<String> {
        let act = Act::Argv(argv.to_vec());
        let facts = machine::facts(&policy::questions_of(&act, None), self.home);
        policy::forbidden_look(&self.answered.constraints, argv, &facts)
    }
}

/// What policy says of each line. What it refuses, or the sentence forbids, is not offered.
fn judged(
    candidates: &[Candidate],
    constraints: &[Constraint],
    (question, tongue): (&Question, Tongue),
    shell: &Shell,
    config: &Config,
    folders: &Folders,
    listener: &mut dyn Listener,
) -> Vec<Offered> {
    shell.lines().prepare(candidates.iter().map(|candidate| candidate.command.as_str()));
    let mut offers: Vec<Offered> = Vec::new();
    for candidate in candidates.iter().filter(|candidate| !candidate.command.trim().is_empty()) {
        match judge(candidate, constraints, question, shell, config, folders) {
            Ok(offer) if offers.iter().any(|other| other.command == offer.command) => {}
            Ok(offer) => {
                let (why, reason) = (tongue.say(&offer.why), tongue.say(&offer.reason));
                offers.push(Offered { why, reason, ..offer });
            }
            Err(why) => {
                listener.notes(&tongue.fill("not offered: {} ({})", &[&candidate.command, &tongue.say(&why)]));
            }
        }
    }
    offers
}

fn judge(
    candidate: &Candidate,
    constraints: &[Constraint],
    question: &Question,
    shell: &Shell,
    config: &Config,
    folders: &Folders,
) -> Result<Offered, String> {
    if holds_placeholder(&candidate.command) {
        return Err("it holds the sign for a secret".to_owned());
    }
    let act = Act::Line(shell.parse(&candidate.command));
    let mut facts = machine::facts(&policy::questions_of(&act, None), folders.home.as_deref());
    facts.names.clone_from(&question.names);
    if let Some(why) = policy::forbidden(constraints, &act, &facts) {
        return Err(why);
    }
    let ruling = policy::ruling(&act, None, &config.rules, &facts);
    let says = LEVELS.iter().zip(ruling.says).find(|(level, _)| **level == config.level).map(|(_, says)| says);
    let (decision, reason) = match says {
        Some(Says::Refuse) => return Err(ruling.why),
        Some(Says::Auto) => ("auto", String::new()),
        Some(Says::Ask) | None => ("ask", ruling.why),
    };
    Ok(Offered {
        command: candidate.command.clone(),
        why: in_its_words(candidate),
        decision,
        reason,
        fits_editor: !ruling.by_word && is_editable(&candidate.command),
    })
}
