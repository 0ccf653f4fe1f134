//! Is a proposal nothing but the line that failed, written otherwise? Running it would be a second look at the same
//! failure, and what it had done would be done twice.
//!
//! It is, when the part that failed stands in it with the same meaning and nothing before it changes anything: blanks,
//! quotes, braces, wrappers that change nothing (`env`, `nice`, `sh -c '…'`), more output redirections, a pipe or
//! `|| true` behind it make no other line of it.

use super::facts::{Facts, Look};
use super::judge::Failed;
use super::reader::Reader;
use crate::line::{
    self, Command, Compound, CompoundKind, Dialect, Line, Pipeline, Redirect, RedirectKind, Simple, Word,
};
use crate::protocol::types::Name;

/// Groups, substitutions and shells that are looked into, one inside the other.
const DEEPEST: usize = 8;

/// What was found, in the order in which the line would run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The part that failed.
    Again,
    /// Something that may change how it ends.
    Change,
    /// Neither.
    Nothing,
}

/// See the module. What of the failed line is not proven to have failed is not looked for.
pub(super) fn is_second_look(failed: &Failed<'_>, run: &line::Parsed, facts: &Facts) -> bool {
    let Some(part) = failed_part(failed) else { return false };
    let look = Look::new(facts);
    Walk { part, look: &look, names: &facts.names }.list(&run.list, run.line.dialect, 0) == Way::Again
}

/// The members of a pipeline up to the one that failed.
fn failed_part<'a>(failed: &Failed<'a>) -> Option<&'a [Command]> {
    let list = &failed.line.list;
    if !failed.line.is_parsed() {
        // It was refused as a whole, and nothing of it has run.
        return None;
    }
    let (pipeline, members) = match failed.stage {
        Some(stage) => {
            let (index, _) = failed.line.commands().nth(stage)?;
            let before = list[..index].iter().map(|pipeline| pipeline.commands.len()).sum::<usize>();
            (list.get(index)?, stage - before + 1)
        }
        None if list.len() == 1 => (&list[0], list[0].commands.len()),
        None => return None,
    };
    let mut part = pipeline.commands.get(..members)?;
    // `{ a; }` and `( a )` fail as `a` does.
    while let [Command::Compound(compound)] = part
        && matches!(compound.kind, CompoundKind::Group | CompoundKind::Subshell)
        && let [body] = compound.bodies.as_slice()
        && let [pipeline] = body.as_slice()
    {
        part = &pipeline.commands;
    }
    (!part.is_empty()).then_some(part)
}

struct Walk<'a> {
    part: &'a [Command],
    look: &'a Look<'a>,
    names: &'a [Name],
}

impl Walk<'_> {
    fn list(&self, list: &[Pipeline], dialect: Dialect, depth: usize) -> Way {
        for pipeline in list {
            let same = pipeline.commands.len() >= self.part.len()
                && self.part.iter().zip(&pipeline.commands).all(|(failed, other)| self.same(failed, other));
            if same {
                return Way::Again;
            }
            for command in &pipeline.commands {
                let way = self.command(command, dialect, depth);
                if way != Way::Nothing {
                    return way;
                }
            }
        }
        Way::Nothing
    }

    fn command(&self, command: &Command, dialect: Dialect, depth: usize) -> Way {
        if depth > DEEPEST {
            // Nobody writes so but to hide something.
            return Way::Again;
        }
        let (words, bodies) = match command {
            Command::Simple(simple) => (simple.assignments.iter().chain(&simple.words), &[][..]),
            Command::Compound(compound) => ([].iter().chain(&compound.words), compound.bodies.as_slice()),
        };
        let inner = words.flat_map(|word| &word.inner).chain(bodies);
        for list in inner {
            let way = self.list(list, dialect, depth + 1);
            if way != Way::Nothing {
                return way;
            }
        }
        let Command::Simple(simple) = command else { return Way::Nothing };
        if let Some(text) = shell_text(simple) {
            let parsed = line::parse(&Line::new(text, Dialect::Bash));
            return self.list(&parsed.list, Dialect::Bash, depth + 1);
        }
        let mut reader = Reader::new(self.look, dialect);
        reader.command(command);
        if reader.effects.is_empty() && !line::changes_shell(simple) { Way::Nothing } else { Way::Change }
    }

    fn same(&self, failed: &Command, other: &Command) -> bool {
        match (failed, other) {
            (Command::Simple(failed), Command::Simple(other)) => self.same_simple(failed, other),
            (Command::Compound(failed), Command::Compound(other)) => same_compound(failed, other),
            _ => false,
        }
    }

    fn same_simple(&self, failed: &Simple, other: &Simple) -> bool {
        let as_typed = Called::by(failed, false);
        let called = [Called::by(other, false), Called::by(other, true)];
        // Past an alias or a function, by a quote or a wrapper, it is another command.
        let name = as_typed.words.first().and_then(|word| word.value.as_deref()).unwrap_or_default();
        let is_own = self.names.iter().any(|known| known.name == name);
        let as_written = failed.words.first().zip(other.words.first()).is_some_and(|(one, two)| one.text == two.text);
        if is_own && !as_written {
            return false;
        }
        called.iter().any(|called| same_words(as_typed.words, called.words) && as_typed.sets == called.sets)
            && only_more_output(&failed.redirects, &other.redirects)
    }
}

fn same_compound(one: &Compound, other: &Compound) -> bool {
    let same_list = |one: &line::List, other: &line::List| {
        one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| {
                (one.joint, one.negated) == (other.joint, other.negated)
                    && one.commands.len() == other.commands.len()
                    && one.commands.iter().zip(&other.commands).all(|pair| match pair {
                        (Command::Simple(one), Command::Simple(other)) => {
                            same_words(&one.words, &other.words)
                                && same_words(&one.assignments, &other.assignments)
                                && only_more_output(&one.redirects, &other.redirects)
                        }
                        (Command::Compound(one), Command::Compound(other)) => same_compound(one, other),
                        _ => false,
                    })
            })
    };
    one.kind == other.kind
        && one.notes == other.notes
        && same_words(&one.words, &other.words)
        && only_more_output(&one.redirects, &other.redirects)
        && one.bodies.len() == other.bodies.len()
        && one.bodies.iter().zip(&other.bodies).all(|(one, other)| same_list(one, other))
}

/// Words are the same by their values where those are known, else by their text.
fn same_words(one: &[Word], other: &[Word]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| match (&one.value, &other.value) {
            (Some(value), Some(same)) => value == same && one.tilde == other.tilde,
            (None, None) => plain_expansions(&one.text) == plain_expansions(&other.text),
            _ => false,
        })
}

/// `${name}` as `$name`, where no letter follows that would be read as a part of it.
fn plain_expansions(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        plain.push_str(before);
        let is_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
        match after.split_once('}') {
            Some((name, behind)) if name.chars().all(is_name) && !behind.starts_with(is_name) => {
                plain.push('$');
                plain.push_str(name);
                rest = behind;
            }
            _ => {
                plain.push_str("${");
                rest = after;
            }
        }
    }
    plain + rest
}

/// Input and files are the same; what is printed may go to more places.
fn only_more_output(failed: &[Redirect], other: &[Redirect]) -> bool {
    // What goes to a device is lost, whichever it is: without that there would only be more to see.
    let files = |redirects: &[Redirect]| -> Vec<(String, RedirectKind, String)> {
        let real = redirects.iter().filter(|redirect| redirect.kind != RedirectKind::Duplicate);
        let file = |redirect: &Redirect| {
            let target = redirect.target.as_ref();
            let target = target.map(|word| word.value.clone().unwrap_or_else(|| word.text.clone()));
            let operator = redirect.operator.trim_end_matches('|').to_owned();
            let operator = operator.strip_prefix("1>").map_or(operator.clone(), |rest| format!(">{rest}"));
            (operator, redirect.kind, target.unwrap_or_default())
        };
        let is_written = |kind| matches!(kind, RedirectKind::Write | RedirectKind::Append);
        real.map(file).filter(|(_, kind, target)| !(is_written(*kind) && target.starts_with("/dev/"))).collect()
    };
    let mut rest = files(other);
    for file in files(failed) {
        match rest.iter().position(|other| *other == file) {
            Some(at) => drop(rest.remove(at)),
            None => return false,
        }
    }
    rest.iter().all(|(_, kind, _)| matches!(kind, RedirectKind::Write | RedirectKind::Append))
}

/// A command without what stands in front of it and changes nothing about it.
struct Called<'a> {
    /// `NAME=value`, whoever sets it.
    sets: Vec<String>,
    words: &'a [Word],
}

impl<'a> Called<'a> {
    /// `all`: what only limits it or makes it wait for others (`timeout`, `nice`) is left out as well.
    fn by(simple: &'a Simple, all: bool) -> Self {
        let meant = |word: &Word| word.value.clone().unwrap_or_else(|| plain_expansions(&word.text));
        let mut sets: Vec<String> = simple.assignments.iter().map(meant).collect();
        let mut words = simple.words.as_slice();
        loop {
            let value = |at: usize| words.get(at).and_then(|word| word.value.as_deref()).unwrap_or_default();
            let name = value(0).rsplit('/').next().unwrap_or_default();
            let limits = matches!(name, "nice" | "ionice" | "stdbuf" | "timeout" | "nohup" | "setsid");
            let starts = matches!(name, "command" | "builtin" | "exec" | "env" | "time" | "noglob" | "nocorrect");
            if !(starts || all && limits) {
                break;
            }
            let mut at = 1;
            while value(at).starts_with('-') {
                match (name, value(at)) {
                    (_, "--") => {
                        at += 1;
                        break;
                    }
                    // Another environment, or no more than a question.
                    ("env", _) | ("command", "-v" | "-V") => return Self { sets, words },
                    ("nice", "-n") | ("ionice", "-c" | "-n") | ("stdbuf", "-i" | "-o" | "-e") => at += 2,
                    ("timeout", "-k" | "-s") | ("exec", "-a") => at += 2,
                    _ => at += 1,
                }
            }
            while name == "env" && value(at).contains('=') {
                sets.push(value(at).to_owned());
                at += 1;
            }
            if name == "timeout" {
                at += 1;
            }
            if at >= words.len() {
                break;
            }
            words = &words[at..];
        }
        Self { sets, words }
    }
}

/// The text that a shell is given, or `eval`.
fn shell_text(simple: &Simple) -> Option<String> {
    let words = Called::by(simple, true).words;
    let values: Vec<&str> = words.iter().map(|word| word.value.as_deref()).collect::<Option<_>>()?;
    let (program, arguments) = values.split_first()?;
    match program.rsplit('/').next()? {
        "eval" => Some(arguments.join(" ")),
        "sh" | "bash" | "dash" | "zsh" | "ksh" => {
            let at = arguments
                .iter()
                .position(|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c'))?;
            arguments.get(at + 1).map(|text| (*text).to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Found, Place, Question, questions};
    use crate::protocol::types::NameKind;

    fn read(text: &str) -> line::Parsed {
        line::parse(&Line::new(text, Dialect::Bash))
    }

    fn again(typed: &str, stage: Option<usize>, run: &str, names: &[&str]) -> bool {
        let (typed, run) = (read(typed), read(run));
        let mut facts = Facts::new("/home/ann", "/home/ann", false);
        let name = |name: &&str| Name { name: (*name).to_owned(), kind: NameKind::Function, text: String::new() };
        facts.names = names.iter().map(name).collect();
        for question in questions(&typed, &run) {
            match question {
                Question::Path(path) => facts.set_path(path, Place::Missing),
                Question::Program(name) => facts.set_program(name, Found::System),
            }
        }
        is_second_look(&Failed { line: &typed, stage }, &run, &facts)
    }

    #[test]
    fn the_failed_line_is_known_however_it_is_written() {
        for run in [
            "make  all",
            "'make' all",
            "ma\\ke \"all\"",
            "make all;",
            "make all # once more",
            "make all || true",
            "make all; echo done",
            "make all 2>&1 | tail -5",
            "make all >log 2>&1",
            "true; make all",
            ": && make all",
            "echo trying && make all",
            "cd . && make all",
            "{ make all; }",
            "(make all)",
            "time make all",
            "command make all",
            "env make all",
            "exec make all",
            "nice -n 5 make all",
            "timeout 60 make all",
            "/usr/bin/env make all",
            "sh -c 'make all'",
            "bash -lc \"make all\"",
            "eval make all",
            "echo \"$(make all)\"",
            "cat <(make all)",
            "if make all; then ls; fi",
            "while ! make all; do ls; done",
            "! make all",
            "make all &",
            "env -- make all",
            "nice -- make all",
            "command -p make all",
            "setsid -c make all",
            "exec -a other make all",
            "env nice -n 5 make all",
            "{ { { { { { { { { { { make all; }; }; }; }; }; }; }; }; }; }; }",
            "cd ./ && make all",
            "cd -- . && make all",
            "cd \"$PWD\" && make all",
            "cd $(pwd); make all",
            "f() { make all; }; f",
            "for i in 1; do make all; done",
        ] {
            assert!(again("make all", Some(0), run, &[]), "{run}");
        }
        for (typed, run) in [
            ("A=1 make all", "env A=1 make all"),
            ("env A=1 make all", "A='1' make all"),
            ("env make all", "make all"),
            ("command make all", "make 'all'"),
            ("make all >/dev/null 2>&1", "make all"),
            ("make all 2>/dev/null", "make all 2>&1 | less"),
            ("make all >log", "make all 1>log"),
            ("make all >log", "make all >|'log'"),
        ] {
            assert!(again(typed, Some(0), run, &[]), "{typed} → {run}");
        }
        assert!(again("ls $x", None, "ls ${x}", &[]));
        assert!(again("{ make all; }", Some(0), "make all", &[]));
        assert!(again("for i in 1 2; do make $i; done", Some(0), "for i in 1 2 ; do  make $i; done", &[]));
        assert!(again("cat a | make all", None, "cat a | make 'all'", &[]));
        assert!(again("cat a | make all", Some(1), "cat a | make all | head", &[]));
        assert!(again("ls; make all", Some(1), "make all", &[]), "the part that failed");
        assert!(again("make all >log", Some(0), "make all > log", &[]));
    }

    #[test]
    fn another_line_is_another_line() {
        for run in [
            "make al",
            "make 'a ll'",
            "make all -k",
            "make -C . all",
            "A=1 make all",
            "env A=1 make all",
            "env -i make all",
            "sudo make all",
            "mkdir build && make all",
            "cd src && make all",
            "export A=1; make all",
            "A=1; make all",
            "touch Makefile; make all",
            "source env && make all",
            "make all <answers",
            "cat answers | make all",
            "yes | make all",
            "git pull && make all",
            "./configure && make all",
            "echo make all",
            "make clean; make all",
        ] {
            assert!(!again("make all", Some(0), run, &[]), "{run}");
        }
        for (typed, run) in [
            ("git commit -m a b", "git commit -m 'a b'"),
            ("ls $x", "ls \"$x\""),
            ("cat my file", "cat 'my file'"),
            ("echo x >/etc/y", "echo x | tee /etc/y"),
            ("ls 2>1", "ls 2>&1"),
            ("timeout 5 make all", "make all"),
            ("sudo make all", "make all"),
            ("find . -name *.c", "find . -name '*.c'"),
            ("ls ~", "ls '~'"),
            ("make all >/etc/log", "make all >log"),
            ("make all -v", "command -v make all"),
            ("nice -n -5 make all", "make all"),
        ] {
            assert!(!again(typed, Some(0), run, &[]), "{typed} → {run}");
        }
        assert!(!again("cat b | make all", Some(1), "cat a | make all", &[]), "its input is another one");
        assert!(!again("ls; make all", None, "make all", &[]), "nobody knows which part has failed");
        assert!(!again("echo 'x", None, "echo 'x'", &[]), "nothing of it has run");
    }

    #[test]
    fn past_an_alias_it_is_another_command() {
        assert!(again("ls -l", Some(0), "ls  -l", &["ls"]));
        assert!(!again("ls -l", Some(0), "\\ls -l", &["ls"]));
        assert!(!again("ls -l", Some(0), "command ls -l", &["ls"]));
        assert!(again("ls -l", Some(0), "command ls -l", &[]));
    }
}
