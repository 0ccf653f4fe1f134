//! Which stage of a failed line failed: proven from the line's own logic, its status and what it printed.
//!
//! A wrong answer would run a part twice, so everything that is not proven is `None`.

use super::tree::{Command, Joint, Pipeline, Simple};
use super::{Dialect, Doubt, Parsed, nu};

/// Lines of output looked at, from the start and from the end.
const MOST_LINES: usize = 200;

/// Programs that run another one; their own complaints name it.
const WRAPPERS: &[&str] = &[
    "sudo", "doas", "env", "nice", "nohup", "time", "timeout", "command", "exec", "xargs", "stdbuf", "setsid", "ionice",
];

/// Commands that begin every complaint of theirs with their own name: silent means well.
const SELF_NAMING: &[&str] = &[
    "cat", "cd", "chmod", "chown", "cp", "du", "head", "install", "ln", "ls", "mkdir", "mktemp", "mv", "popd", "pushd",
    "rm", "rmdir", "sed", "sort", "tail", "tar", "tee", "touch", "wc",
];

/// Commands that do not fail.
const UNFAILING: &[&str] = &[":", "echo", "export", "pwd", "true", "umask", "alias", "sleep", "clear"];

/// They name their sources, not themselves, in what they print of errors.
const COMPILERS: &[&str] =
    &["cc", "c++", "clang", "clang++", "g++", "gcc", "gfortran", "ghc", "go", "javac", "kotlinc", "rustc", "tsc"];

/// They start compilers, whose messages are then theirs.
const BUILDERS: &[&str] = &[
    "bash", "bazel", "cargo", "cmake", "dash", "gmake", "gradle", "just", "make", "meson", "mvn", "ninja", "node",
    "npm", "npx", "perl", "pip", "pnpm", "python", "python3", "ruby", "sh", "tox", "yarn", "zsh",
];

/// What a message contains that tells of a failure rather than of progress.
const COMPLAINTS: &[&str] = &[
    "error",
    "fatal",
    "fail",
    "not ",
    "no such",
    "cannot",
    "can't",
    "could",
    "unknown",
    "unable",
    "invalid",
    "illegal",
    "unrecognized",
    "unrecognised",
    "unsupported",
    "undefined reference",
    "denied",
    "missing",
    "usage",
    "***",
    "refused",
    "must ",
    "too ",
    "ambiguous",
    "expected",
    "bad ",
];

/// The stage that failed, as its index among [`Parsed::commands`], when `status` (not 0) and `output` prove it.
///
/// `output` is both streams as text, `None` when nobody saw them.
#[must_use]
pub fn failed_stage(parsed: &Parsed, status: u8, output: Option<&str>) -> Option<usize> {
    if parsed.line.dialect == Dialect::Nu {
        match output.and_then(|output| nu::proof(parsed, output)) {
            Some(nu::Proof::Refused) => return Some(0),
            Some(nu::Proof::Stage(stage)) => return Some(stage),
            None => {}
        }
    }
    if !parsed.is_parsed() {
        // A line that a shell cannot read is refused as a whole: nothing of it has run.
        let whole = parsed.doubt == Some(Doubt::Syntax) && !parsed.line.text.trim_end().contains('\n');
        let single = parsed.commands().count() == 1;
        return (single || (whole && output.is_some_and(|output| lines(output).any(is_syntax_error)))).then_some(0);
    }
    let evidence = Evidence { parsed, status, output };
    if parsed.commands().count() == 1 {
        return Some(0).filter(|_| !parsed.list[0].negated);
    }
    let first = first_suspect(&parsed.list, parsed.line.dialect)?;
    if let Some(stage) = not_found(parsed, status, output) {
        return Some(stage).filter(|stage| evidence.pipeline_of(*stage) >= first);
    }
    let suspects: Vec<usize> = (first..parsed.list.len()).collect();
    let earlier_spoke = (0..first).any(|index| evidence.complains(index) && evidence.all_in(index, SELF_NAMING));
    // In `a && b` whatever has spoken has run, so everything before it went well.
    let spoke = suspects.iter().rev().copied().find(|index| evidence.speaks(*index));
    if earlier_spoke && spoke.is_none() {
        return None;
    }
    let left: Vec<usize> = match spoke {
        Some(last) if evidence.complains(last) => vec![last],
        _ => suspects
            .into_iter()
            .filter(|index| spoke.is_none_or(|last| *index >= last))
            .filter(|index| spoke == Some(*index) || !evidence.cannot_have_failed(*index))
            .collect(),
    };
    match left.as_slice() {
        [only] => evidence.member(*only),
        _ => None,
    }
}

/// The stage whose program the shell did not find, when its message says so.
#[must_use]
pub fn not_found(parsed: &Parsed, status: u8, output: Option<&str>) -> Option<usize> {
    let output = output?;
    let mut found = None;
    for name in lines(output).filter_map(|line| missing_name(line, status)) {
        let mut matching = parsed.commands().enumerate().filter(|(_, (_, command))| {
            command.simple().is_some_and(|simple| programs(simple).any(|program| program == name))
        });
        if let (Some((stage, _)), None) = (matching.next(), matching.next()) {
            match found {
                Some(other) if other != stage => return None,
                _ => found = Some(stage),
            }
        }
    }
    found
}

/// The first pipeline that can have given the line its status: the last one, and those `&&` joins to it. Nushell goes on
/// behind nothing that failed.
fn first_suspect(list: &[Pipeline], dialect: Dialect) -> Option<usize> {
    let mut first = list.len().checked_sub(1)?;
    if list[first].background {
        return None;
    }
    let goes_on = |joint: Joint| joint == Joint::And || joint == Joint::Then && dialect == Dialect::Nu;
    while first > 0 && goes_on(list[first].joint) {
        first -= 1;
    }
    (!list[first..].iter().any(|pipeline| pipeline.negated)).then_some(first)
}

fn lines(output: &str) -> impl Iterator<Item = &str> {
    let count = output.lines().count();
    output
        .lines()
        .enumerate()
        .filter(move |(index, _)| *index < MOST_LINES || index + MOST_LINES >= count)
        .map(|(_, line)| line.trim())
}

fn is_syntax_error(line: &str) -> bool {
    ["syntax error", "unexpected EOF", "parse error", "unmatched", "Unexpected end of", "Unterminated", "unterminated"]
        .iter()
        .any(|mark| line.contains(mark))
}

/// The program that a shell's or a wrapper's message calls missing.
fn missing_name(line: &str, status: u8) -> Option<&str> {
    // Nushell and Debian's handler put the name into a sentence.
    for (open, close) in [("Command `", "` not found"), ("Command '", "' not found")] {
        if let Some((_, after)) = line.split_once(open) {
            return after.split_once(close).map(|(name, _)| name);
        }
    }
    let parts: Vec<&str> = line.split(": ").collect();
    let (speaker, last) = (parts.first()?, parts.last()?);
    if let Some(at) =
        parts.iter().position(|part| matches!(*part, "command not found" | "Unknown command" | "unknown command"))
    {
        // zsh and fish name it after the message, bash before it.
        return if at + 1 < parts.len() { Some(last) } else { parts.get(at.checked_sub(1)?).copied() };
    }
    let name = parts.get(parts.len().checked_sub(2)?)?;
    let shell = is_shell(speaker);
    let wrapper = WRAPPERS.contains(speaker);
    if wrapper && parts.len() >= 3 || shell && parts.len() >= 3 {
        let quoted = name.rsplit_once(' ').map_or(*name, |(_, name)| name);
        let name = if wrapper { quoted } else { name };
        let missing = last.contains("not found") || last.starts_with("No such file") || status == 127;
        return missing.then(|| name.trim_matches(['\'', '`', '"', '\u{2018}', '\u{2019}']));
    }
    None
}

fn is_shell(speaker: &str) -> bool {
    let name = speaker.rsplit('/').next().unwrap_or(speaker).trim_start_matches('-');
    let name = name.split(':').next().unwrap_or(name);
    matches!(name, "bash" | "sh" | "dash" | "zsh" | "fish" | "ksh" | "ash" | "mksh")
}

/// The program of a command, and those its wrappers run.
fn programs(simple: &Simple) -> impl Iterator<Item = &str> {
    let wrapped = simple.program().is_some_and(|program| WRAPPERS.contains(&base(program)));
    simple
        .words
        .iter()
        .filter_map(|word| word.value.as_deref())
        .enumerate()
        .filter(move |(index, _)| *index == 0 || wrapped)
        .map(|(_, value)| value)
}

fn base(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

struct Evidence<'a> {
    parsed: &'a Parsed,
    status: u8,
    output: Option<&'a str>,
}

impl<'a> Evidence<'a> {
    fn pipeline_of(&self, stage: usize) -> usize {
        self.parsed.commands().nth(stage).map_or(0, |(pipeline, _)| pipeline)
    }

    fn simples(&self, pipeline: usize) -> impl Iterator<Item = &'a Simple> {
        self.parsed.list[pipeline].commands.iter().filter_map(Command::simple)
    }

    fn all_in(&self, pipeline: usize, names: &[&str]) -> bool {
        self.parsed.list[pipeline].commands.iter().all(|command| {
            command.simple().and_then(Simple::program).is_some_and(|program| names.contains(&base(program)))
        })
    }

    fn cannot_have_failed(&self, pipeline: usize) -> bool {
        let silent = self.output.is_some() && !self.speaks(pipeline) && self.all_in(pipeline, SELF_NAMING);
        let unredirected = self.simples(pipeline).all(|simple| simple.redirects.is_empty());
        unredirected && (silent || self.all_in(pipeline, UNFAILING))
    }

    /// Something it printed names it.
    fn speaks(&self, pipeline: usize) -> bool {
        self.output.is_some_and(|output| {
            lines(output).any(|line| self.simples(pipeline).any(|simple| self.names(line, simple, pipeline)))
        })
    }

    /// It is named in a message that tells of a failure.
    fn complains(&self, pipeline: usize) -> bool {
        self.output.is_some_and(|output| {
            lines(output)
                .filter(|line| complaint(line))
                .any(|line| self.simples(pipeline).any(|simple| self.names(line, simple, pipeline)))
        })
    }

    /// The member of a pipeline that failed: its last, unless only another one is named.
    fn member(&self, pipeline: usize) -> Option<usize> {
        let first = self.parsed.commands().position(|(index, _)| index == pipeline)?;
        let commands = &self.parsed.list[pipeline].commands;
        let last = commands.len().checked_sub(1)?;
        let named = |index: usize| {
            let simple = commands[index].simple();
            simple.zip(self.output).is_some_and(|(simple, output)| {
                lines(output).filter(|line| complaint(line)).any(|line| self.names(line, simple, pipeline))
            })
        };
        let mut others = (0..last).filter(|index| named(*index));
        match (named(last), others.next(), others.next()) {
            (false, Some(other), None) => Some(first + other),
            (false, Some(_), Some(_)) => None,
            _ => Some(first + last),
        }
    }

    /// True when the message begins with the command's name, or is of a form that only this command can have printed.
    fn names(&self, line: &str, simple: &Simple, pipeline: usize) -> bool {
        let shell_says = line.split(": ").next().is_some_and(is_shell);
        let parts: Vec<&str> = line.split(": ").collect();
        let speaker = parts.first().copied().unwrap_or_default();
        let by_name = programs(simple).any(|program| {
            let name = base(program);
            // Nushell starts programs by their whole path, and so many of them call themselves.
            let by_path = self.parsed.line.dialect == Dialect::Nu && speaker.starts_with('/') && base(speaker) == name;
            let prefix = by_path
                || speaker == program
                || speaker == name
                || speaker.strip_prefix(name).is_some_and(|rest| rest.starts_with(['[', ':']) || rest == " error");
            prefix && parts.len() > 1 || (shell_says && parts[1..].contains(&program))
        });
        let by_target = shell_says
            && simple
                .redirects
                .iter()
                .filter_map(|redirect| redirect.target.as_ref()?.value.as_deref())
                .any(|target| parts[1..].contains(&target));
        let other = |simple: &Simple| {
            let mine: Vec<&str> = programs(simple).collect();
            (0..self.parsed.list.len())
                .filter(|index| *index != pipeline)
                .any(|index| self.simples(index).any(|other| programs(other).any(|program| mine.contains(&program))))
        };
        let by_name = by_name && (!other(simple) || self.alone(pipeline, &|simple| quotes(line, simple)));
        by_name || by_target || self.only_of_its_family(line, simple, pipeline)
    }

    /// Only this pipeline has a command that passes the test.
    fn alone(&self, pipeline: usize, test: &dyn Fn(&Simple) -> bool) -> bool {
        (0..self.parsed.list.len()).filter(|index| self.simples(*index).any(test)).eq([pipeline])
    }

    /// `fatal: …` is git's, `E: …` apt's, `error: …` of whoever has the quoted word; each only where one stage fits.
    fn only_of_its_family(&self, line: &str, simple: &Simple, pipeline: usize) -> bool {
        const FAMILIES: &[(&str, &[&str])] = &[
            ("fatal: ", &["git"]),
            ("npm ERR!", &["npm", "npx"]),
            ("npm error", &["npm", "npx"]),
            ("E: ", &["apt", "apt-get"]),
            ("Traceback (most recent", &["python", "python3"]),
            ("ERROR: ", &["pip", "pip3"]),
        ];
        let of = |names: &[&str], simple: &Simple| programs(simple).any(|program| names.contains(&base(program)));
        if let Some((_, names)) = FAMILIES.iter().find(|(mark, _)| line.starts_with(mark)) {
            let quoting = |simple: &Simple| of(names, simple) && quotes(line, simple);
            return of(names, simple)
                && (self.alone(pipeline, &|simple| of(names, simple))
                    || quoting(simple) && self.alone(pipeline, &quoting));
        }
        if of(COMPILERS, simple) && is_compilers(line, simple) {
            let compiling = |simple: &Simple| of(COMPILERS, simple) || of(BUILDERS, simple);
            return self.alone(pipeline, &compiling);
        }
        if !line.starts_with("error: ") && !line.starts_with("error[") {
            return false;
        }
        self.status != 0 && quotes(line, simple) && self.alone(pipeline, &|simple| quotes(line, simple))
    }
}

/// The linker's or the compiler's own, or an error at a line of a source that the command names.
fn is_compilers(line: &str, simple: &Simple) -> bool {
    const PARTS: &[&str] = &["/usr/bin/ld: ", "ld: ", "collect2: error", "cc1: ", "cc1plus: "];
    const RUST: &[&str] = &["error[E", "error: aborting due to"];
    let rust = programs(simple).any(|program| base(program) == "rustc");
    let at_source = |source: &str| {
        line.strip_prefix(source)
            .and_then(|rest| rest.strip_prefix(':'))
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()) && rest.contains("error"))
    };
    (if rust { RUST } else { PARTS }).iter().any(|part| line.starts_with(part))
        || simple.words.iter().skip(1).filter_map(|word| word.value.as_deref()).any(at_source)
}

/// The message puts one of the command's words into quotes.
fn quotes(line: &str, simple: &Simple) -> bool {
    const MARKS: [(char, char); 4] = [('\'', '\''), ('`', '`'), ('"', '"'), ('\u{2018}', '\u{2019}')];
    simple.words.iter().skip(1).filter_map(|word| word.value.as_deref()).any(|value| {
        value.len() > 1 && MARKS.iter().any(|(open, close)| line.contains(&format!("{open}{value}{close}")))
    })
}

fn complaint(line: &str) -> bool {
    let lower = line.to_lowercase();
    !lower.contains("warning") && (COMPLAINTS.iter().any(|mark| lower.contains(mark)) || !lower.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::super::{Line, parse};
    use super::*;

    fn blame(text: &str, status: u8, output: &str) -> Option<usize> {
        failed_stage(&parse(&Line::new(text, Dialect::Bash)), status, Some(output))
    }

    #[test]
    fn the_shell_names_the_missing_program() {
        for (text, output, stage) in [
            ("cd x && sortt y", "bash: line 1: sortt: command not found", Some(1)),
            ("sortt y | uniq -c", "/bin/bash: line 1: sortt: command not found", Some(0)),
            ("ls; sortt y", "zsh:1: command not found: sortt", Some(1)),
            ("a && sortt y", "zsh: command not found: sortt", Some(1)),
            ("a && sortt y && c", "sh: 1: sortt: not found", Some(1)),
            ("a && sortt y", "fish: Unknown command: sortt\nfish:\na && sortt y\n     ^~~~^", Some(1)),
            ("a && sortt y", "Error: nu::shell::external_command\n help: Command `sortt` not found", Some(1)),
            ("a && sortt y", "Command 'sortt' not found, did you mean:", Some(1)),
            ("a && sudo sortt y", "sudo: sortt: command not found", Some(1)),
            ("a && env X=1 sortt y", "env: \u{2018}sortt\u{2019}: No such file or directory", Some(1)),
            ("a && nohup sortt", "nohup: failed to run command 'sortt': No such file or directory", Some(1)),
            ("a && sortt y", "bash: Zeile 1: sortt: Kommando nicht gefunden.", Some(1)),
            ("sortt x && sortt y", "bash: line 1: sortt: command not found", None),
            (
                "sortt x; ls nowhere",
                "bash: line 1: sortt: command not found\nls: cannot access 'nowhere': No such file",
                None,
            ),
        ] {
            assert_eq!(blame(text, 127, output), stage, "{text}");
        }
    }

    #[test]
    fn the_lines_own_logic_counts() {
        for (text, output, stage) in [
            ("frobnicate", "", Some(0)),
            ("a || b", "", Some(1)),
            ("a ; b", "", Some(1)),
            ("a && b; c", "", Some(2)),
            ("a; b | c", "", Some(2)),
            ("a && b", "", None),
            ("a && b || c && d", "", None),
            ("! a", "", None),
            ("a &", "", Some(0)),
            ("a & b &", "", None),
            ("echo x && b", "", Some(1)),
            ("cd x && b", "", Some(1)),
            ("mkdir x && echo y && b", "", Some(2)),
        ] {
            assert_eq!(blame(text, 1, output), stage, "{text}");
        }
    }

    #[test]
    fn one_program_named_in_the_error() {
        for (text, output, stage) in [
            ("cd nowhere && b", "bash: line 1: cd: nowhere: No such file or directory", Some(0)),
            ("a && gcc x.c -lnope", "gcc: error: unrecognized command-line option", Some(1)),
            ("a && git swich x", "git: 'swich' is not a git command. See 'git --help'.", Some(1)),
            ("a && git checkout xy", "error: pathspec 'xy' did not match any file(s) known to git", Some(1)),
            ("git add x && git swich y", "git: 'swich' is not a git command. See 'git --help'.", Some(1)),
            ("git add . && a", "fatal: not a git repository", Some(0)),
            ("git add . && git push", "fatal: not a git repository", None),
            ("git add oen && git commit", "fatal: pathspec 'oen' did not match any files", Some(0)),
            ("git add one && git add one", "fatal: pathspec 'one' did not match any files", None),
            ("gcc a.c -o a && ./a", "/usr/bin/ld: a.o: undefined reference to `sqrt'", Some(0)),
            ("gcc a.c -o a && ./a", "a.c:3:1: error: expected ';'", Some(0)),
            ("rustc a.rs && ./a", "error[E0425]: cannot find value\n  --> a.rs:2:5", Some(0)),
            ("rustc a.rs && ./a", "warning: unused\n  --> a.rs:2:5", None),
            ("javac A.java && java A", "A.java:1: error: class, interface expected", Some(0)),
            ("make && gcc a.c && ./a", "collect2: error: ld returned 1 exit status", None),
            ("gcc a.c && gcc b.c", "collect2: error: ld returned 1 exit status", None),
            ("grep -n x a.c && ./a", "a.c:3: error x", None),
            ("cargo test && cargo pubish", "error: no such command: `pubish`", Some(1)),
            ("make && ./go --fst", "make: Nothing to be done for 'all'.\n./go: unrecognized option '--fst'", Some(1)),
            ("make && ./go", "make: *** [Makefile:3: all] Error 1", Some(0)),
            ("make && ./go", "make: Entering directory 'x'", None),
            ("a | cat nowhere | c", "cat: nowhere: No such file or directory", Some(1)),
            ("cat nowhere | c", "cat: nowhere: No such file or directory", Some(0)),
            ("cat nowhere | grep x", "", Some(1)),
            ("a > no/where && b", "bash: line 1: no/where: No such file or directory", Some(0)),
            ("cd nowhere; make", "bash: line 1: cd: nowhere: No such file or directory", None),
            (
                "cd nowhere; make",
                "bash: line 1: cd: nowhere: No such file or directory\nmake: *** No targets specified",
                Some(1),
            ),
            ("mkdir x && cp -r y z", "mkdir: cannot create directory 'x': File exists", Some(0)),
        ] {
            assert_eq!(blame(text, 2, output), stage, "{text}");
        }
    }

    #[test]
    fn unseen_output_proves_nothing_but_logic() {
        let parsed = |text: &str| parse(&Line::new(text, Dialect::Bash));
        assert_eq!(failed_stage(&parsed("cd x && b"), 1, None), None);
        assert_eq!(failed_stage(&parsed("echo x && b"), 1, None), Some(1));
        assert_eq!(failed_stage(&parsed("a; b"), 1, None), Some(1));
    }

    #[test]
    fn a_line_the_shell_could_not_read_has_not_begun() {
        let message = "bash: -c: line 1: unexpected EOF while looking for matching `\"'";
        assert_eq!(blame("a && echo \"x", 2, message), Some(0));
        assert_eq!(blame("a && echo \"x", 2, ""), None);
        assert_eq!(blame("echo \"x", 2, ""), Some(0));
    }
}
