//! What of a repaired line is still to run.
//!
//! Parts that went well are never run again. Where the shell that ran them is gone, those that only changed its
//! state (`cd`, `export` …) are repeated in front, because the rest was meant to run in that state.

use super::tree::{Command, Compound, CompoundKind, Dynamic, Joint, Nature, Pipeline, Simple, Word};
use super::{Line, Parsed, every_word};

/// Where the repair will run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In a new shell; the one that ran the line is gone with its state.
    Child,
    /// In the person's live shell, where what went well has left its traces.
    Session,
}

/// What is to be done with a proposed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resume {
    /// This much of it is to run.
    Run(Part),
    /// The person may take the line, ghost may not run it; why, as a sentence without its full stop.
    OfferOnly(String),
}

/// The part of a repaired line that is still to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The whole repaired line, for the history and for the person.
    pub line: String,
    /// What runs, read.
    pub run: Parsed,
    /// Stages of the typed line, beside the failed one, that have run already and would run a second time: the other
    /// members of its pipeline.
    pub again: Vec<usize>,
}

impl Part {
    /// What runs, as a line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.run.line.text
    }

    /// What runs, as words that need no shell: one command of known words, nothing else.
    #[must_use]
    pub fn words(&self) -> Option<Vec<&str>> {
        let simple = self.run.only().filter(|_| self.run.doubt.is_none())?;
        let bare = simple.assignments.is_empty()
            && simple.redirects.is_empty()
            && !simple.words.is_empty()
            && !simple.words.iter().any(|word| word.tilde);
        simple.literal().filter(|_| bare)
    }
}

/// Decides what of `proposed` is to run after stage `failed` of `typed` failed. `read` reads a part of it.
#[must_use]
pub fn resume(
    typed: &Parsed,
    failed: Option<usize>,
    proposed: &Parsed,
    scope: Scope,
    read: &dyn Fn(&Line) -> Parsed,
) -> Resume {
    let line = trimmed(&proposed.line.text).to_owned();
    let offer = |why: &str| Resume::OfferOnly(why.to_owned());
    let run = |text: String, again| {
        let run = match text == proposed.line.text {
            true => proposed.clone(),
            false => read(&Line::new(text, proposed.line.dialect)),
        };
        let lost = |pipeline: &Pipeline| trace(pipeline, &run.list) == Trace::State || is_read_in(pipeline);
        if scope == Scope::Child && !run.list.is_empty() && run.list.iter().all(lost) {
            return offer("it changes the shell it runs in, and only you can run it in yours");
        }
        Resume::Run(Part { line: line.clone(), run, again })
    };
    let pipeline = match failed.and_then(|stage| typed.commands().nth(stage)) {
        Some((pipeline, _)) => pipeline,
        None if typed.list.len() <= 1 => 0,
        None => return offer("it is not known which part failed"),
    };
    let again: Vec<usize> = typed
        .commands()
        .enumerate()
        .filter(|(stage, (index, _))| *index == pipeline && failed != Some(*stage))
        .map(|(stage, _)| stage)
        .collect();
    // A line that did not parse was refused as a whole.
    let unread = !typed.is_parsed();
    if pipeline == 0 || unread {
        let again = if unread { Vec::new() } else { again };
        return run(line.clone(), again);
    }
    if !proposed.is_parsed() || proposed.list.len() <= pipeline {
        return offer("the parts that went well are not the same");
    }
    let (done, rest) = proposed.list.split_at(pipeline);
    let same = done.iter().zip(&typed.list).all(|(left, right)| same_pipeline(proposed, left, typed, right));
    if !same || rest[0].joint != typed.list[pipeline].joint {
        return offer("the parts that went well are not the same");
    }
    let tail = trimmed(&proposed.line.text[rest[0].span.start..]);
    let front = match scope {
        Scope::Session => Some(String::new()),
        Scope::Child => front(proposed, done, rest[0].joint),
    };
    match front {
        Some(front) => run(format!("{front}{tail}"), again),
        None => offer("what went before changed the shell in a way that cannot be repeated"),
    }
}

/// Without a shell's blanks around it. One behind a backslash is a word, and any other kind of blank is part of one.
fn trimmed(text: &str) -> &str {
    const BLANKS: &[char] = &[' ', '\t', '\n'];
    let text = text.trim_start_matches(BLANKS);
    let end = text.trim_end_matches(BLANKS);
    let escaped = (end.len() - end.trim_end_matches('\\').len()) % 2 == 1;
    if escaped { &text[..text.len().min(end.len() + 1)] } else { end }
}

fn same_pipeline(a: &Parsed, left: &Pipeline, b: &Parsed, right: &Pipeline) -> bool {
    let flags = |pipeline: &Pipeline| (pipeline.joint, pipeline.negated, pipeline.timed, pipeline.background);
    flags(left) == flags(right)
        && left.commands.len() == right.commands.len()
        && left.commands.iter().zip(&right.commands).all(|pair| match pair {
            (Command::Simple(left), Command::Simple(right)) => same_simple(left, right),
            (Command::Compound(left), Command::Compound(right)) => a.text(left.span) == b.text(right.span),
            _ => false,
        })
}

fn same_simple(left: &Simple, right: &Simple) -> bool {
    fn texts(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.text.as_str()).collect()
    }
    let redirects = |simple: &Simple| -> Vec<(String, Option<String>)> {
        simple
            .redirects
            .iter()
            .map(|redirect| (redirect.operator.clone(), redirect.target.as_ref().map(|word| word.text.clone())))
            .collect()
    };
    texts(&left.words) == texts(&right.words)
        && texts(&left.assignments) == texts(&right.assignments)
        && redirects(left) == redirects(right)
}

/// A file of settings is read into the shell; what is left of that ends with the shell.
fn is_read_in(pipeline: &Pipeline) -> bool {
    match pipeline.commands.as_slice() {
        [Command::Simple(simple)] => simple.redirects.is_empty() && matches!(simple.program(), Some("source" | ".")),
        _ => false,
    }
}

/// What a part that went well has done to the shell it ran in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trace {
    /// Nothing.
    None,
    /// State that the same words bring back.
    State,
    /// State that cannot be brought back.
    Lost,
}

/// Commands of the shell that change its state and nothing else.
pub(super) const STATE: &[&str] = &[
    "cd", "pushd", "popd", "export", "unset", "set", "shopt", "setopt", "unsetopt", "alias", "unalias", "umask",
    "declare", "typeset", "readonly", "ulimit", "emulate", "dirs",
];

/// Commands of the shell whose work in it cannot be repeated: they run code, or take input that is gone.
const LOST: &[&str] = &[
    "source",
    ".",
    "eval",
    "exec",
    "read",
    "mapfile",
    "readarray",
    "trap",
    "let",
    "getopts",
    "shift",
    "return",
    "exit",
    "local",
    "wait",
    "bind",
    "enable",
    "builtin",
    "command",
    "fc",
    "disown",
    "fg",
    "bg",
    "vared",
    "zmodload",
    "autoload",
    "hash",
    "printf",
];

/// The text to repeat before the rest, or `None` when that cannot be known.
fn front(parsed: &Parsed, done: &[Pipeline], last: Joint) -> Option<String> {
    let traces: Vec<Trace> = done.iter().map(|pipeline| trace(pipeline, done)).collect();
    if traces.contains(&Trace::Lost) {
        return None;
    }
    if !traces.contains(&Trace::State) {
        return Some(String::new());
    }
    let joints: Vec<Joint> = done.iter().skip(1).map(|pipeline| pipeline.joint).chain([last]).collect();
    if traces.iter().all(|trace| *trace == Trace::State) {
        // They did the same before, so all of it may stand as it was written.
        let end = done.last()?.span.end;
        return Some(format!("{}{}", &parsed.line.text[done[0].span.start..end], sign(last)));
    }
    // Only what certainly ran is repeated: the start of a list, or what is joined by `&&` to the part that failed.
    let tail_start = joints.iter().rposition(|joint| *joint != Joint::And).map_or(0, |at| at + 1);
    let mut text = String::new();
    for (index, (pipeline, trace)) in done.iter().zip(&traces).enumerate() {
        let starts = matches!(pipeline.joint, Joint::Start | Joint::Then | Joint::Background);
        if *trace != Trace::State {
            continue;
        }
        if !(starts || index >= tail_start) {
            return None;
        }
        let all_and = joints[index..].iter().all(|joint| *joint == Joint::And);
        text.push_str(parsed.text(pipeline.span));
        text.push_str(if all_and { " && " } else { "; " });
    }
    Some(text)
}

fn sign(joint: Joint) -> &'static str {
    match joint {
        Joint::And => " && ",
        Joint::Or => " || ",
        Joint::Start | Joint::Then => "; ",
        Joint::Background => " & ",
    }
}

fn trace(pipeline: &Pipeline, all: &[Pipeline]) -> Trace {
    if pipeline.background {
        return Trace::None;
    }
    let mut odd = false;
    every_word(std::slice::from_ref(pipeline), &mut |word| odd |= word.dynamic == Some(Dynamic::Odd));
    let Some(last) = pipeline.commands.last() else { return Trace::None };
    let found = command(last, all);
    match found {
        _ if odd => Trace::Lost,
        Trace::None => Trace::None,
        // Members of a pipeline run in shells of their own, in zsh but for the last.
        _ if pipeline.commands.len() > 1 => Trace::Lost,
        _ => found,
    }
}

fn command(command: &Command, all: &[Pipeline]) -> Trace {
    match command {
        Command::Simple(simple) => of_simple(simple, all),
        Command::Compound(compound) => of_compound(compound, all),
    }
}

/// True when a simple command may change the shell it runs in.
#[must_use]
pub fn changes_shell(simple: &Simple) -> bool {
    // `cd .` goes nowhere, and `cd "$PWD"` no further.
    let texts: Vec<String> = simple.words.iter().map(|word| word.text.replace(['"', '\''], "")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).filter(|text| *text != "--").collect();
    let stays = matches!(texts.as_slice(), ["cd", "." | "./" | "$PWD" | "${PWD}" | "$(pwd)" | "`pwd`"]);
    !stays && of_simple(simple, &[]) != Trace::None
}

/// Commands of Nushell's own that change its state in ways that are not followed: by what they define, or what they run.
const LOST_IN_NU: &[&str] = &[
    "alias",
    "config",
    "const",
    "def",
    "exec",
    "exit",
    "export",
    "export-env",
    "extern",
    "hide",
    "hide-env",
    "job",
    "let",
    "load-env",
    "module",
    "mut",
    "overlay",
    "plugin",
    "source",
    "source-env",
    "stor",
    "umask",
    "ulimit",
    "unlet",
    "use",
];

/// `None` for a command that other shells have as well.
fn of_nu(simple: &Simple) -> Option<Trace> {
    let runs = simple.words.iter().any(|word| !word.inner.is_empty());
    let trace = match (simple.nature, simple.words.first()?.text.trim_start_matches('%')) {
        (Nature::Program, _) => return None,
        (Nature::Expression, target) => match simple.words.get(1) {
            Some(sign) if sign.text == "=" && target.starts_with("$env.") && !runs => Trace::State,
            Some(sign) if sign.text.ends_with('=') && target.starts_with('$') => Trace::Lost,
            _ if runs => Trace::Lost,
            _ => Trace::None,
        },
        (Nature::Own(_), name) if LOST_IN_NU.contains(&name) => Trace::Lost,
        (Nature::Own(_), "cd") if !runs => Trace::State,
        // What runs in its blocks runs in this shell; who knows which of it did.
        (Nature::Own(_), _) if runs => Trace::Lost,
        _ => Trace::None,
    };
    Some(trace)
}

fn of_simple(simple: &Simple, all: &[Pipeline]) -> Trace {
    if let Some(trace) = of_nu(simple) {
        return trace;
    }
    let substituted = simple.assignments.iter().chain(&simple.words).any(|word| word.dynamic >= Some(Dynamic::Command));
    let kind = match simple.words.first().map(|word| word.value.as_deref()) {
        None if simple.assignments.is_empty() => Trace::None,
        None => Trace::State,
        Some(None) => Trace::Lost,
        Some(Some(name)) if STATE.contains(&name) => Trace::State,
        Some(Some("printf")) if !simple.words.iter().any(|word| word.text.starts_with("-v")) => Trace::None,
        Some(Some(name)) if LOST.contains(&name) || defines(all, name) => Trace::Lost,
        Some(Some(_)) => Trace::None,
    };
    if kind == Trace::State && substituted { Trace::Lost } else { kind }
}

/// A function of that name is defined in the line: what it does to the shell is not followed.
fn defines(all: &[Pipeline], name: &str) -> bool {
    all.iter().flat_map(|pipeline| &pipeline.commands).any(|command| match command {
        Command::Compound(compound) => {
            compound.kind == CompoundKind::Function && compound.words.first().is_some_and(|word| word.text == name)
        }
        Command::Simple(_) => false,
    })
}

fn of_compound(compound: &Compound, all: &[Pipeline]) -> Trace {
    match compound.kind {
        CompoundKind::Subshell | CompoundKind::Test => Trace::None,
        CompoundKind::Function => Trace::State,
        CompoundKind::Arithmetic | CompoundKind::Coprocess | CompoundKind::For | CompoundKind::Count => Trace::Lost,
        CompoundKind::Group | CompoundKind::If | CompoundKind::While | CompoundKind::Case => {
            let quiet = compound.bodies.iter().flatten().all(|pipeline| trace(pipeline, all) == Trace::None);
            if quiet { Trace::None } else { Trace::Lost }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Line, parse};
    use super::*;

    fn run(typed: &str, failed: Option<usize>, proposed: &str, scope: Scope) -> Option<String> {
        let read = |text: &str| parse(&Line::new(text, Dialect::Bash));
        match resume(&read(typed), failed, &read(proposed), scope, &parse) {
            Resume::Run(part) => {
                assert_eq!(part.line, proposed.trim());
                Some(part.text().to_owned())
            }
            Resume::OfferOnly(_) => None,
        }
    }

    #[test]
    fn what_went_well_is_not_run_again() {
        for (typed, failed, proposed, expected) in [
            ("gi status", Some(0), "git status", Some("git status")),
            ("gi status", None, "git status", Some("git status")),
            ("./pay && gi status", Some(1), "./pay && git status", Some("git status")),
            ("./pay  &&  gi status; ls", Some(1), "./pay && git status; ls", Some("git status; ls")),
            ("./pay; gi log | head", Some(1), "./pay; git log | head", Some("git log | head")),
            ("./pay && gi status", None, "./pay && git status", None),
            ("./pay && gi status", Some(1), "./play && git status", None),
            ("./pay && gi status", Some(1), "./pay; git status", None),
            ("./pay && gi status", Some(1), "git status", None),
            ("./pay && gi status", Some(1), "./pay && mkdir x && git status", Some("mkdir x && git status")),
            ("./pay >log && gi status", Some(1), "./pay >log2 && git status", None),
            ("./pay || gi status", Some(1), "./pay || git status", Some("git status")),
        ] {
            assert_eq!(run(typed, failed, proposed, Scope::Session).as_deref(), expected, "{typed}");
            assert_eq!(run(typed, failed, proposed, Scope::Child).as_deref(), expected, "{typed} in a child");
        }
    }

    #[test]
    fn only_a_shells_own_blanks_are_left_out() {
        for (proposed, runs) in [
            (" \tls a \n", "ls a"),
            ("\u{a0}ls", "\u{a0}ls"),
            ("ls\u{2003}", "ls\u{2003}"),
            ("ls a\\  ", "ls a\\ "),
            ("ls a\\\\ ", "ls a\\\\"),
            ("ls a\\", "ls a\\"),
        ] {
            assert_eq!(trimmed(proposed), runs);
        }
    }

    #[test]
    fn a_new_shell_gets_the_state_back() {
        for (typed, failed, proposed, expected) in [
            ("cd x && gi log", 1, "cd x && git log", Some("cd x && git log")),
            ("cd x; gi log", 1, "cd x; git log", Some("cd x; git log")),
            ("mkdir x && cd x && gi init", 2, "mkdir x && cd x && git init", Some("cd x && git init")),
            ("cd x; ./pay; gi log", 2, "cd x; ./pay; git log", Some("cd x; git log")),
            (
                "A=1; export B=2; ./pay && gi log",
                3,
                "A=1; export B=2; ./pay && git log",
                Some("A=1; export B=2; git log"),
            ),
            ("cd x || cd y; gi log", 2, "cd x || cd y; git log", Some("cd x || cd y; git log")),
            ("./pay && cd x; gi log", 2, "./pay && cd x; git log", None),
            ("A=$(date); gi log", 1, "A=$(date); git log", None),
            ("source env; gi log", 1, "source env; git log", None),
            ("read x; gi log", 1, "read x; git log", None),
            ("{ cd x; }; gi log", 1, "{ cd x; }; git log", None),
            ("(cd x); gi log", 1, "(cd x); git log", Some("git log")),
            ("f() { cd x; }; f; gi log", 2, "f() { cd x; }; f; git log", None),
            ("./pay | read x; gi log", 2, "./pay | read x; git log", None),
            ("./serve & gi log", 1, "./serve & git log", Some("git log")),
            ("trap 'rm y' EXIT; gi log", 1, "trap 'rm y' EXIT; git log", None),
        ] {
            assert_eq!(run(typed, Some(failed), proposed, Scope::Child).as_deref(), expected, "{typed}");
        }
        assert_eq!(run("cd x && gi log", Some(1), "cd x && git log", Scope::Session).as_deref(), Some("git log"));
    }

    #[test]
    fn other_members_of_the_pipeline_are_told() {
        let read = |text: &str| parse(&Line::new(text, Dialect::Bash));
        let found =
            resume(&read("a; tee x | srot | wc"), Some(2), &read("a; tee x | sort | wc"), Scope::Session, &parse);
        let Resume::Run(part) = found else { panic!("it is proven what has run") };
        assert_eq!((part.text(), part.again.as_slice()), ("tee x | sort | wc", &[1, 3][..]));
    }

    #[test]
    fn what_only_changes_a_shell_is_not_run_in_a_child() {
        for (proposed, useful) in [
            ("cd x", false),
            ("cd x && A=1", false),
            (". ./x", false),
            ("source x && ls", true),
            ("mkdir x && cd x", true),
            ("export A=1 && ls", true),
            ("ls", true),
        ] {
            assert_eq!(run("no", Some(0), proposed, Scope::Child).is_some(), useful, "{proposed}");
            assert!(run("no", Some(0), proposed, Scope::Session).is_some(), "{proposed}");
        }
    }

    #[test]
    fn words_that_need_no_shell() {
        let read = |text: &str| parse(&Line::new(text, Dialect::Bash));
        for (proposed, words) in [
            ("git  log 'a b'", true),
            ("ls *.c", false),
            ("ls ~/x", false),
            ("A=1 ls", false),
            ("ls >x", false),
            ("a; b", false),
            ("a | b", false),
            ("! a", false),
            ("ls $x", false),
        ] {
            let Resume::Run(part) = resume(&read("no"), Some(0), &read(proposed), Scope::Session, &parse) else {
                panic!("one part")
            };
            assert_eq!(part.words().is_some(), words, "{proposed}");
        }
    }

    #[test]
    fn a_line_that_was_refused_runs_whole() {
        assert_eq!(run("a && echo \"x", Some(0), "a && echo \"x\"", Scope::Child).as_deref(), Some("a && echo \"x\""));
        assert_eq!(run("a && echo \"x", None, "a && echo \"x\"", Scope::Child), None);
    }
}
