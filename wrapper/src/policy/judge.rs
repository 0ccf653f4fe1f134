//! The judge: effects of what would run, held against the typed line, the person's level and their consent.

use super::change::{self, Change};
use super::decision::{Consent, Decision, Level, Offer};
use super::effect::{ANYTHING, Effect, Kind, NAMED_REMOTE, gravest};
use super::facts::{Facts, Found, Look, Question};
use super::reader::{Each, Reader};
use super::rules::{self, Author, Rule, Says};
use super::unread::{Unread, unread};
use super::{Approved, By, again, decision, nu, translate};
use crate::job::{Job, Program};
use crate::line::{Dialect, Parsed, Part};
use crate::protocol::types::{Candidate, Origin, OriginKind, Source};
use crate::redact::holds_placeholder;

/// A proposed repair.
#[derive(Debug)]
pub struct Request<'a> {
    /// The line that failed.
    pub typed: &'a Parsed,
    /// The whole repaired line.
    pub proposed: &'a Parsed,
    /// What of it would run.
    pub part: &'a Part,
    /// What the brain says about it.
    pub candidate: &'a Candidate,
    /// What would be started: the part's words, or its text in a shell.
    pub job: Job,
    /// What has failed so far: the typed line, and repaired ones.
    pub failed: &'a [Failed<'a>],
    /// What people and administrators have said about exact commands.
    pub rules: &'a [Rule],
}

/// A line that has run and failed.
#[derive(Debug, Clone, Copy)]
pub struct Failed<'a> {
    /// The whole line.
    pub line: &'a Parsed,
    /// Which stage of it failed, where that is proven.
    pub stage: Option<usize>,
    /// The shell has said that it could not read the line, so that nothing of it has run.
    pub refused: bool,
}

/// What the judge will want to know about these two lines: the typed one, and what would run.
#[must_use]
pub fn questions(typed: &Parsed, run: &Parsed) -> Vec<Question> {
    let facts = Facts::default();
    let look = Look::trusting(&facts);
    let meant = translate::second_reading(typed);
    for parsed in [Some(typed), Some(run), meant.as_ref()].into_iter().flatten() {
        Reader::new(&look, parsed.line.dialect).line(parsed);
        for program in programs(parsed) {
            look.found(program);
        }
    }
    look.into_questions()
}

/// All effects of a line beyond reading.
#[must_use]
pub fn effects(line: &Parsed, facts: &Facts) -> Vec<Effect> {
    let look = Look::new(facts);
    let mut reader = Reader::new(&look, line.line.dialect);
    reader.line(line);
    reader.effects
}

/// What it does, each of its commands, and the code in it that nobody has read.
fn read(line: &Parsed, facts: &Facts) -> (Vec<Effect>, Vec<Each>, Option<Unread>) {
    let look = Look::new(facts);
    let mut reader = Reader::new(&look, line.line.dialect);
    reader.line(line);
    let code = unread(&reader.each).or(reader.guessed);
    (reader.effects, reader.each, code)
}

/// What is less sure than this is offered, whatever it does and whoever has agreed ahead: it is one of several things
/// that may have been meant.
const SURE_ENOUGH: f64 = 0.6;

/// A column of the policy's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Only reads.
    Read,
    /// One proven slip in a line that reads, or makes what is easily undone.
    HarmlessTypo,
    /// Makes something new, or what is easily undone.
    WriteNew,
    /// Writes, acts on processes or contacts hosts as the typed line was meant to.
    Within,
    /// Runs the code that the typed line was meant to run.
    OpaqueAsTyped,
    /// More than the typed line, other rights, other code, or not known.
    Beyond,
}

impl Column {
    fn runs_unasked(self, level: Level) -> bool {
        match level {
            Level::Never => false,
            Level::Ask => matches!(self, Self::Read | Self::HarmlessTypo),
            Level::Auto => self != Self::Beyond,
        }
    }

    fn answered_by_yes(self) -> bool {
        self != Self::Beyond
    }
}

/// Decides about a repair.
#[must_use]
pub fn judge(request: Request<'_>, facts: &Facts, consent: Consent) -> Decision {
    let Request { typed, proposed, part, candidate, job, failed, rules } = request;
    if !starts_what_was_judged(&job, part) {
        return Decision::Refuse("what would be started is not what was judged".to_owned());
    }
    if holds_placeholder(&proposed.line.text) {
        return Decision::Refuse("it holds a placeholder instead of a secret".to_owned());
    }
    if failed.iter().any(|failed| again::is_second_look(failed, &part.run, facts)) {
        return Decision::Refuse("it is what has failed already, written otherwise".to_owned());
    }
    let (effects, each, code) = read(&part.run, facts);
    // A line that Nushell could not make sense of says what it would say in bash, where it says anything there.
    let meant_line = translate::second_reading(typed);
    let (typed_effects, typed_each, typed_code) = read(meant_line.as_ref().unwrap_or(typed), facts);
    let translated = meant_line.is_some_and(|meant| {
        let as_meant = |effect: &Effect| typed_effects.iter().any(|other| same_but_for_quotes(effect, other));
        translate::says_the_same(&meant, proposed) && effects.iter().all(as_meant)
    });
    let change = change::one(typed, proposed).filter(Change::is_near);
    let untrusted = if translated { Vec::new() } else { untrusted_words(typed, proposed, candidate, facts) };
    // In a line that nu could not read, what has changed may be a part of a word.
    let in_part = proposed.line.dialect == Dialect::Nu;
    let is_of = |word: &String, whole: &String| whole == word || in_part && whole.contains(word.as_str());
    let proven = candidate.proven
        && change
            .as_ref()
            .is_some_and(|change| !change.to.iter().any(|word| untrusted.iter().any(|one| is_of(word, &one.word))));

    let rule = rules::deciding(rules, part.words().as_deref());
    match rule {
        Some(rule) if rule.says == Says::Refuse => return Decision::Refuse(rule.told()),
        // Root alone can let run what is never automatic, and only words that are named.
        Some(Rule { says: Says::Auto, author: Author::System, .. }) if consent.level != Level::Never => {
            return Decision::Run(Approved::new(job, By::Rule));
        }
        _ => {}
    }
    if let Some(effect) = effects.iter().find(|effect| effect.kind == Kind::Destroy) {
        return destructive(effect, &effects, typed, proposed, &typed_effects, &untrusted, consent, job);
    }

    // With another file read in the rest is what was typed, known or not.
    let read_in = candidate.proven && untrusted.is_empty() && nu::reads_in_another(typed, proposed);
    // A broken line is judged as it was meant: one proven slip, or quoting alone, changes no intent.
    let meant = proven || translated || read_in || change::only_quoting(typed, proposed);
    // Code that nobody has read is for the person to fetch: they have typed so but for a slip, or type a word of it.
    let as_typed = meant || change.is_some() && candidate.source != Source::Model;
    if let Some(code) = code.filter(|code| !as_typed && typed_code.as_ref() != Some(code)) {
        let why = with_origin(format!("it {}", code.told()), &untrusted);
        return Decision::Ask(Offer { job, why, effects, word: Some(code.word().to_owned()), yes: false });
    }
    let (new, gone) = match translated {
        true => (Vec::new(), Vec::new()),
        false => (change::new_words(typed, proposed), change::new_words(proposed, typed)),
    };
    let slip = change.as_ref().map(|change| change.to.as_slice()).unwrap_or_default();
    // A program that does not exist was certainly misspelt; which one was meant is for the person to say.
    let named = consent.yes
        && untrusted.is_empty()
        && change.as_ref().is_some_and(|change| names_program(typed, proposed, change, facts));
    // With nothing but a folder made or a right given in front, an unchanged command does what was asked of it, though
    // what it is done to cannot be known before it runs.
    let added = || each.iter().filter(|run| !typed_each.iter().any(|typed| typed.words == run.words));
    let prepared = added().all(|run| run.words.first().is_some_and(|program| program == "mkdir" || program == "chmod"));
    // The same words run other code in another folder, and who knows what behind another command: not unasked, and with
    // a yes only behind a `cd` to a folder below or above.
    let elsewhere: Vec<&Each> = added().filter(|run| !has_opaque(&run.effects) && !prepares(run)).collect();
    let moved = has_opaque(&effects) && !elsewhere.is_empty() && !read_in;
    let near_by = elsewhere.iter().all(|run| {
        matches!(run.words.as_slice(), [go, folder] if matches!(go.as_str(), "cd" | "pushd") && is_below_or_above(folder))
    });
    let within = |effect: &&Effect| {
        // What is to be written need not exist: no slip is seen in its name.
        let named_file = slip.iter().any(|word| is_of(word, &effect.cause))
            && !programs(proposed).any(|program| program == effect.cause);
        let meant = named || meant && !(effect.replaces && named_file);
        effect.kind <= Kind::WriteNew
            || meant
            || prepared && typed_effects.contains(effect) && !new.contains(&effect.cause)
            || typed_effects.iter().any(|other| same(effect, other) && !moved_on(effect, other, &new, &gone))
    };
    let kind = gravest(&effects);
    // An option that was typed, only misspelt, is no looser than what was typed.
    let respelt = |word: &String| slip.contains(word) && gone.iter().any(|gone| change::near(gone, word));
    let looser = kind > Kind::WriteNew && new.iter().any(|word| loosens(word, &each) && !respelt(word));
    let beyond = effects.iter().find(|effect| !within(effect) || looser && effect.kind > Kind::WriteNew);
    let has = |kind: Kind| effects.iter().any(|effect| effect.kind == kind);
    let column = if has(Kind::Unknown) && !read_in || has(Kind::Privilege) || beyond.is_some() {
        Column::Beyond
    } else if read_in {
        Column::OpaqueAsTyped
    } else if has(Kind::Opaque) {
        if meant || opaque_as_typed(&each, &typed_each) { Column::OpaqueAsTyped } else { Column::Beyond }
    } else if kind > Kind::WriteNew {
        Column::Within
    } else if kind == Kind::Read {
        Column::Read
    } else if proven || translated {
        Column::HarmlessTypo
    } else {
        Column::WriteNew
    };

    let again = run_again(typed, part, facts);
    // As root nothing is above "ask".
    let level = if facts.root { consent.level.min(Level::Ask) } else { consent.level };
    // A rule of the person's own lets run what level auto would.
    let level = match rule.map(|rule| rule.says) {
        Some(Says::Auto) if level != Level::Never && !facts.root => Level::Auto,
        Some(Says::Ask) => Level::Never,
        _ => level,
    };
    // What is written over for good is asked about, however much may run unasked.
    let lost = !facts.way_back && has(Kind::WriteOver);
    let guessed = candidate.confidence < SURE_ENOUGH;
    let replaced = if translated { None } else { nu::replaced(typed, proposed, &effects, facts) };
    let held = guessed || replaced.is_some();
    let unasked = column.runs_unasked(level) && untrusted.is_empty() && again.is_none() && !lost && !held && !moved;
    let led = untrusted.iter().find(|one| leads(&one.word, &each));
    let twice =
        again.as_ref().is_some_and(|effect| !matches!(effect.kind, Kind::WriteNew | Kind::WriteOver | Kind::Net));
    let yes = column.answered_by_yes() && led.is_none() && !twice && !held && (!moved || near_by);
    if unasked || (consent.yes && yes) {
        return Decision::Run(Approved::new(job, if unasked { By::Policy } else { By::Consent }));
    }
    let gravest = effects.iter().max_by_key(|effect| effect.kind);
    let why = if let Some(rule) = rule.filter(|rule| rule.says == Says::Ask) {
        rule.told()
    } else if let Some(one) = led.or_else(|| untrusted.first().filter(|_| column.runs_unasked(level))) {
        one.told()
    } else if let Some(effect) = again {
        format!("a part that has run already would run again, and it {}", effect.told())
    } else if let Some(effect) = beyond {
        format!("it {}, beyond the line you typed", effect.told())
    } else if let Some(effect) = gravest.filter(|_| lost && column.runs_unasked(level)) {
        format!("it {}, and what was there could not be put back", effect.told())
    } else if let Some(effect) = replaced {
        format!("it {} with what a mended part of the line puts out", effect.told())
    } else if guessed {
        "it is only one of the things that may be meant".to_owned()
    } else if let Some(effect) = gravest {
        format!("it {}", effect.told())
    } else {
        "nothing runs unasked at this level".to_owned()
    };
    let why = with_origin(why, &untrusted);
    Decision::Ask(Offer { job, why, effects, word: None, yes })
}

/// The reason, and where a word comes from that nobody vouches for.
fn with_origin(why: String, untrusted: &[Untrusted]) -> String {
    match untrusted.first().map(Untrusted::told) {
        Some(told) if told != why => format!("{why}; {told}"),
        _ => why,
    }
}

#[expect(clippy::too_many_arguments, reason = "what the judge has found out so far")]
fn destructive(
    effect: &Effect,
    effects: &[Effect],
    typed: &Parsed,
    proposed: &Parsed,
    typed_effects: &[Effect],
    untrusted: &[Untrusted],
    consent: Consent,
    job: Job,
) -> Decision {
    // Where the person asked for nothing destructive, no new program and no respelt word may become it.
    let new = change::new_words(typed, proposed);
    let gone = change::new_words(proposed, typed);
    let respelt = |word: &String| {
        gone.iter().any(|gone| gone.contains(word.as_str()) || (gone.len() > 2 && change::near(gone, word)))
    };
    let asked_for = typed_effects.iter().any(|effect| effect.kind == Kind::Destroy);
    let slipped_in = effects.iter().filter(|effect| effect.kind == Kind::Destroy).find(|effect| {
        let by_word = new.contains(&effect.cause) && respelt(&effect.cause);
        !asked_for && (by_word || effect.program.as_ref().is_some_and(|program| new.contains(program)))
    });
    if let Some(effect) = slipped_in {
        return Decision::Refuse(format!("it {}, and no slip is mended into that", effect.told()));
    }
    if consent.level == Level::Never {
        return Decision::Refuse(format!("it {}", effect.told()));
    }
    let word = if effect.target == ANYTHING || effect.target.contains(char::is_whitespace) {
        effect.cause.split_whitespace().next().unwrap_or("yes")
    } else {
        effect.target.as_str()
    };
    Decision::Ask(decision::Offer {
        why: with_origin(format!("it {}", effect.told()), untrusted),
        word: Some(word.to_owned()),
        effects: effects.to_vec(),
        yes: false,
        job,
    })
}

/// Exactly the words, or exactly the text, that was read.
fn starts_what_was_judged(job: &Job, part: &Part) -> bool {
    match &job.program {
        Program::Shell { line, .. } => line == part.text(),
        Program::Exec(argv) => part.words().is_some_and(|words| {
            words.len() == argv.len() && words.iter().zip(argv).all(|(word, arg)| arg.to_str() == Some(word))
        }),
    }
}

fn same(effect: &Effect, other: &Effect) -> bool {
    effect.kind == other.kind
        && effect.target == other.target
        && effect.target != ANYTHING
        // What was to be added to is not to be emptied.
        && (!effect.replaces || other.replaces)
}

/// The same, where each shell has its own quotes around a value.
fn same_but_for_quotes(effect: &Effect, other: &Effect) -> bool {
    let bare = |effect: &Effect| Effect { target: effect.target.replace(['"', '\''], ""), ..effect.clone() };
    same(&bare(effect), &bare(other))
}

/// Another remote's name in the place of the typed one: both are only known by their names.
fn moved_on(effect: &Effect, other: &Effect, new: &[String], gone: &[String]) -> bool {
    effect.target == NAMED_REMOTE && new.contains(&effect.cause) && gone.contains(&other.cause)
}

fn has_opaque(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| effect.kind == Kind::Opaque)
}

/// True for what makes or opens something and changes neither the folder nor the code that a command behind it meets.
fn prepares(run: &Each) -> bool {
    run.words.first().is_some_and(|program| matches!(program.as_str(), "mkdir" | "chmod" | "touch" | "sed"))
}

/// True for a path that leads straight down from the working folder, or straight up.
fn is_below_or_above(folder: &str) -> bool {
    let mut parts = folder.split('/').filter(|part| !matches!(*part, "" | "."));
    let up = parts.clone().all(|part| part == "..");
    let known = !folder.starts_with(['/', '~', '-']) && !folder.contains(['$', '`', '*', '?', '[', '{']);
    known && (up || parts.all(|part| part != ".."))
}

/// True when the change is of one program's name, and what was typed there does not exist.
fn names_program(typed: &Parsed, proposed: &Parsed, change: &Change, facts: &Facts) -> bool {
    let look = Look::new(facts);
    let ([from], [to]) = (change.from.as_slice(), change.to.as_slice()) else { return false };
    let (left, right): (Vec<&str>, Vec<&str>) = (programs(typed).collect(), programs(proposed).collect());
    let mut differing = left.iter().zip(&right).filter(|(left, right)| left != right);
    left.len() == right.len()
        && differing.next() == Some((&from.as_str(), &to.as_str()))
        && differing.next().is_none()
        && look.found(from) == Some(Found::Missing)
}

/// The names that stand where programs do, those with a folder left out.
fn programs(line: &Parsed) -> impl Iterator<Item = &str> {
    line.commands().filter_map(|(_, command)| command.simple()?.program()).filter(|program| !program.contains('/'))
}

/// An option that answers a program's question beforehand, takes a safeguard away, or aims at all there is.
fn loosens(word: &str, each: &[Each]) -> bool {
    const WORDS: &[&str] = &["-f", "-y", "-k", "-g", "--yes", "--all", "--insecure", "--overwrite", "--global"];
    const BEGINNINGS: &[&str] =
        &["--force", "--assume-yes", "--no-check", "--no-verify", "--break-", "--allow-", "--trust", "--disable-"];
    // Of git's options with such a name these two take nothing away that a reset does not bring back.
    const HARMLESS: &[&str] = &["--allow-unrelated-histories", "--allow-empty"];
    // Writes over without a question there; elsewhere it names what is to be made.
    let unpacks = || {
        each.iter().any(|each| {
            let program = each.words.first().map(|program| program.rsplit('/').next().unwrap_or(program));
            program.is_some_and(|program| matches!(program, "unzip" | "funzip" | "unar"))
                && each.words.iter().any(|one| one == word)
        })
    };
    WORDS.contains(&word)
        || word == "-o" && unpacks()
        || BEGINNINGS.iter().any(|begin| word.starts_with(begin)) && !HARMLESS.contains(&word)
}

/// A word of the proposal that nobody vouches for: not the person, not this machine, not a rule.
struct Untrusted {
    word: String,
    /// Where the brain says it comes from.
    origin: Option<OriginKind>,
}

impl Untrusted {
    /// A clause for the person.
    fn told(&self) -> String {
        let from = match self.origin {
            Some(OriginKind::Output) => "comes from the program's output, not from you or this machine",
            Some(OriginKind::Model | OriginKind::Rule) => "comes from a model, not from you or this machine",
            // A repair of a repair says of a word that stood in the first one that it was typed.
            Some(OriginKind::Typed) => "was not in the line you typed",
            Some(OriginKind::Local) | None => "comes from nowhere that ghost knows",
        };
        format!("the word {} {from}", self.word)
    }
}

/// Every new word is traced to where the brain says it comes from; what it says was typed is looked up.
fn untrusted_words(typed: &Parsed, proposed: &Parsed, candidate: &Candidate, facts: &Facts) -> Vec<Untrusted> {
    let bare = |word: &str| -> String { word.chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect() };
    let vouches = |origin: &Origin| match origin.origin {
        OriginKind::Local => true,
        OriginKind::Rule => candidate.source != Source::Model,
        OriginKind::Typed => bare(&typed.line.text).contains(&bare(&origin.word)),
        OriginKind::Output | OriginKind::Model => false,
    };
    let in_nu = proposed.line.dialect == Dialect::Nu;
    let mut names = nu::looking_names(proposed, facts);
    if !names.is_empty() {
        for word in change::words(typed) {
            if let Some(at) = names.iter().position(|name| *name == word) {
                names.swap_remove(at);
            }
        }
    }
    let mut untrusted: Vec<Untrusted> = change::new_words(typed, proposed)
        .into_iter()
        .filter_map(|word| {
            let itself =
                candidate.origins.iter().find(|origin| origin.word == word || bare(&origin.word) == bare(&word));
            if let Some(origin) = itself {
                return (!vouches(origin)).then_some(Untrusted { word, origin: Some(origin.origin) });
            }
            // To the brain what stands in brackets is one word; each that holds this one has to be vouched for.
            let around: Vec<&Origin> =
                candidate.origins.iter().filter(|origin| in_nu && change::holds(&origin.word, &word)).collect();
            if let Some(origin) = around.iter().find(|origin| !vouches(origin)) {
                return Some(Untrusted { word, origin: Some(origin.origin) });
            }
            let named = names.iter().position(|name| *name == word).filter(|_| candidate.source != Source::Model);
            if let Some(at) = named {
                names.swap_remove(at);
                return None;
            }
            around.is_empty().then_some(Untrusted { word, origin: None })
        })
        .collect();
    untrusted.dedup_by(|one, other| one.word == other.word);
    untrusted
}

/// True when an untrusted word decides what runs, or whom it talks to: the program, or any word of a command that runs
/// code or contacts somebody, for what its options do there is often not known.
fn leads(word: &str, each: &[Each]) -> bool {
    // A remote that goes by a name is one the person has set up.
    let grave = |effect: &Effect| {
        !matches!(effect.kind, Kind::Read | Kind::WriteNew | Kind::WriteOver) && effect.target != NAMED_REMOTE
    };
    each.iter().any(|each| {
        let first = each.words.first().is_some_and(|program| program == word);
        first
            || each.effects.iter().any(grave) && each.words.iter().any(|one| one == word)
            || each.effects.iter().any(|effect| grave(effect) && effect.cause == word)
    })
}

/// The gravest effect of what has run already and would run a second time.
fn run_again(typed: &Parsed, part: &Part, facts: &Facts) -> Option<Effect> {
    let look = Look::new(facts);
    let mut reader = Reader::new(&look, typed.line.dialect);
    for stage in &part.again {
        if let Some((_, command)) = typed.commands().nth(*stage) {
            // A program that does not exist has not run.
            let program = command.simple().and_then(|simple| simple.program());
            if program.is_none_or(|program| look.found(program) != Some(Found::Missing)) {
                reader.command(command);
            }
        }
    }
    reader.effects.into_iter().max_by_key(|effect| effect.kind)
}

/// Every command that runs unseen code runs the same code as a typed one. Where the table knows the program, its effects
/// tell; code it knows nothing of gets the same arguments as well, only the interpreter in front of it may be another.
fn opaque_as_typed(each: &[Each], typed: &[Each]) -> bool {
    const UNREAD: &[&str] = &["file:", "program:", "module:", "function:", "alias:", "code:", "env:"];
    let opaque = |each: &Each| -> Vec<String> {
        each.effects.iter().filter(|effect| effect.kind == Kind::Opaque).map(|effect| effect.target.clone()).collect()
    };
    // Code that comes from a pipe is what the other commands make it.
    const FED: &[&str] = &["an interactive shell", "interactive code", "its input"];
    let fed = each.iter().any(|run| opaque(run).iter().any(|target| FED.contains(&target.as_str())));
    if fed && !each.iter().all(|run| typed.iter().any(|typed| typed.words == run.words)) {
        return false;
    }
    each.iter().filter(|run| !opaque(run).is_empty()).all(|run| {
        let unread = opaque(run).iter().any(|target| UNREAD.iter().any(|kind| target.starts_with(kind)));
        typed.iter().any(|typed| {
            let arguments = typed.words.get(1..).unwrap_or_default();
            let front = run.words.len().checked_sub(arguments.len()).map(|front| run.words.split_at(front));
            let plain = |front: &[String]| front.iter().all(|word| !word.starts_with('-') || word == "-m");
            let same_arguments = front.is_some_and(|(front, rest)| rest == arguments && plain(front));
            opaque(run) == opaque(typed) && (same_arguments || !unread)
        })
    })
}
