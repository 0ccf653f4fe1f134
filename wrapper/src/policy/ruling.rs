//! What policy says of a line by itself, or as the repair of a typed one, at each level: for `ghost policy` and for tests.

use super::decision::{Consent, Decision, Level};
use super::effect::{Effect, Kind, gravest};
use super::facts::{Facts, Look};
use super::judge::{Failed, Request, judge};
use super::reader::Reader;
use super::rules::Rule;
use super::unread::unread;
use crate::job::{Job, Program};
use crate::line::{self, Dialect, Line, Parsed, Part, Word};
use crate::protocol::types::Candidate;

/// What is asked about.
#[derive(Debug)]
pub enum Act {
    /// A line, for a shell.
    Line(Parsed),
    /// Programs started without a shell, each fed by the one before.
    Argv(Vec<Vec<String>>),
}

/// The effect that counts most, as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Nothing but output.
    Read,
    /// The person's own files or state.
    Write,
    /// Another machine.
    Network,
    /// Other rights, or the system.
    Privileged,
    /// Code that the line does not show, or a line that is not understood.
    ExecUnknown,
    /// Something is lost.
    Destructive,
}

impl Class {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Network => "network",
            Self::Privileged => "privileged",
            Self::ExecUnknown => "exec-unknown",
            Self::Destructive => "destructive",
        }
    }
}

impl From<&Effect> for Class {
    fn from(effect: &Effect) -> Self {
        match effect.kind {
            // It is asked about as any write is; that the content is gone is what counts here.
            Kind::WriteOver if effect.replaces => Self::Destructive,
            Kind::Read => Self::Read,
            Kind::WriteNew | Kind::WriteOver | Kind::Process => Self::Write,
            Kind::Net => Self::Network,
            Kind::Privilege => Self::Privileged,
            Kind::Opaque | Kind::Unknown => Self::ExecUnknown,
            Kind::Destroy => Self::Destructive,
        }
    }
}

/// What is said at one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It runs unasked.
    Auto,
    /// The person is asked.
    Ask,
    /// It is not for ghost to run.
    Refuse,
}

impl Says {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Ask => "ask",
            Self::Refuse => "refuse",
        }
    }
}

/// The whole answer.
#[derive(Debug)]
pub struct Ruling {
    /// See [`Class`].
    pub class: Class,
    /// Everything beyond reading.
    pub effects: Vec<Effect>,
    /// At the level `never`, `ask`, `auto`.
    pub says: [Says; 3],
    /// The reason of the strictest of them, a fragment after "it" or a clause of its own.
    pub why: String,
    /// It takes a typed word to agree to it: something is lost for good, or code runs that nobody has read. Where Enter
    /// alone would run it, it is not put.
    pub by_word: bool,
}

/// The levels, in the order of [`Ruling::says`].
pub const LEVELS: [Level; 3] = [Level::Never, Level::Ask, Level::Auto];

/// A typed line that the act would repair.
#[derive(Debug)]
pub struct Repaired<'a> {
    /// The line.
    pub typed: &'a Parsed,
    /// What a brain would say of the repair: its command is filled in here.
    pub candidate: Candidate,
}

/// Decides about an act.
#[must_use]
pub fn ruling(act: &Act, repaired: Option<Repaired<'_>>, rules: &[Rule], facts: &Facts) -> Ruling {
    let look = Look::new(facts);
    let Reader { effects, each, guessed, .. } = read(act, &look);
    let class = effects.iter().map(Class::from).max().unwrap_or(Class::Read);
    let destroys = gravest(&effects) == Kind::Destroy;
    let code = unread(&each).or(guessed);
    let by_word = destroys || code.is_some();
    let (says, mut why) = match repaired {
        None => alone(act, &effects, rules, facts),
        Some(repaired) => as_repair(act, repaired, rules, facts),
    };
    let is_own_reason = gravest(&effects) != Kind::Read && why == told(&effects);
    if let Some(code) = code.filter(|_| is_own_reason && !destroys) {
        why = format!("it {}", code.told());
    }
    Ruling { class, effects, says, why, by_word }
}

/// The reason that lies in what it does.
fn told(effects: &[Effect]) -> String {
    match effects.iter().max_by_key(|effect| effect.kind) {
        Some(effect) => format!("it {}", effect.told()),
        None => "it only reads".to_owned(),
    }
}

/// A line that repairs nothing: only what reads, and at level auto what makes something new.
pub(super) fn alone(act: &Act, effects: &[Effect], rules: &[Rule], facts: &Facts) -> ([Says; 3], String) {
    let gravest = effects.iter().max_by_key(|effect| effect.kind);
    let kind = gravest.map_or(Kind::Read, |effect| effect.kind);
    let words = words(act);
    let words: Option<Vec<&str>> = words.as_ref().map(|words| words.iter().map(String::as_str).collect());
    let rule = super::rules::deciding(rules, words.as_deref());
    let says = LEVELS.map(|level| {
        let level = if facts.root { level.min(Level::Ask) } else { level };
        match rule.map(|rule| (rule.says, rule.author)) {
            Some((super::rules::Says::Refuse, _)) => return Says::Refuse,
            Some((super::rules::Says::Ask, _)) if kind != Kind::Destroy => return Says::Ask,
            Some((super::rules::Says::Auto, super::rules::Author::System)) if level != Level::Never => {
                return Says::Auto;
            }
            Some((super::rules::Says::Auto, _)) if kind <= Kind::WriteNew && level != Level::Never => {
                return Says::Auto;
            }
            _ => {}
        }
        match (kind, level) {
            (Kind::Destroy, Level::Never) => Says::Refuse,
            (Kind::Read, Level::Ask | Level::Auto) | (Kind::WriteNew, Level::Auto) => Says::Auto,
            _ => Says::Ask,
        }
    });
    let why = rule.map_or_else(|| told(effects), Rule::told);
    (says, why)
}

fn as_repair(act: &Act, repaired: Repaired<'_>, rules: &[Rule], facts: &Facts) -> ([Says; 3], String) {
    let Repaired { typed, mut candidate } = repaired;
    let (proposed, direct) = match act {
        Act::Line(line) => (line.clone(), false),
        Act::Argv(members) => {
            let joined: Vec<String> = members.iter().map(|words| line::join(words, Dialect::Bash)).collect();
            (line::parse(&Line::new(joined.join(" | "), Dialect::Bash)), members.len() == 1)
        }
    };
    candidate.command.clone_from(&proposed.line.text);
    let part = Part { line: proposed.line.text.clone(), run: proposed.clone(), again: Vec::new() };
    let mut why = String::new();
    let says = LEVELS.map(|level| {
        let program = match part.words() {
            Some(words) if direct => Program::Exec(words.iter().map(Into::into).collect()),
            _ => Program::Shell { shell: "sh".into(), line: part.text().to_owned() },
        };
        let failed = [Failed { line: typed, stage: None, refused: false }];
        let job = Job { program };
        let request =
            Request { typed, proposed: &proposed, part: &part, candidate: &candidate, job, failed: &failed, rules };
        match judge(request, facts, Consent { level, yes: false }) {
            Decision::Run(_) => Says::Auto,
            Decision::Ask(offer) => {
                offer.why().clone_into(&mut why);
                Says::Ask
            }
            Decision::Refuse(reason) => {
                why = reason;
                Says::Refuse
            }
        }
    });
    // At the strictest level everything is asked about: that is no reason to tell.
    if says[1] == Says::Auto {
        let kind = gravest(&effects_of(act, facts));
        why = if kind == Kind::Read { "it only reads".to_owned() } else { "it is the typed line, mended".to_owned() };
    }
    (says, why)
}

/// What the judge will want to know about an act, and about the line it would repair.
#[must_use]
pub fn questions_of(act: &Act, typed: Option<&Parsed>) -> Vec<super::Question> {
    let facts = Facts::default();
    let look = Look::trusting(&facts);
    read(act, &look);
    let meant = typed.and_then(super::translate::second_reading);
    for typed in [typed, meant.as_ref()].into_iter().flatten() {
        Reader::new(&look, typed.line.dialect).line(typed);
    }
    look.into_questions()
}

fn effects_of(act: &Act, facts: &Facts) -> Vec<Effect> {
    read(act, &Look::new(facts)).effects
}

/// Reads all of an act.
pub(super) fn read<'a>(act: &Act, look: &'a Look<'a>) -> Reader<'a> {
    match act {
        Act::Line(line) => {
            let mut reader = Reader::new(look, line.line.dialect);
            reader.line(line);
            reader
        }
        Act::Argv(members) => {
            let mut reader = Reader::new(look, Dialect::Bash);
            for (at, words) in members.iter().enumerate() {
                let words: Vec<Word> = words.iter().map(|word| Word::literal(word)).collect();
                reader.started(&words, at > 0);
            }
            reader
        }
    }
}

/// The words of a single command that needs no shell.
fn words(act: &Act) -> Option<Vec<String>> {
    match act {
        Act::Argv(members) => members.first().filter(|_| members.len() == 1).cloned(),
        Act::Line(line) => {
            let part = Part { line: String::new(), run: line.clone(), again: Vec::new() };
            part.words().map(|words| words.into_iter().map(str::to_owned).collect())
        }
    }
}
