//! Statuses that are answers. One row a question that programs answer with their status.

use super::wrapped::base;

/// When a row applies.
enum When {
    /// Whatever its arguments.
    Always,
    /// Where no argument reads like a file's name.
    NoFile,
    /// With this subcommand.
    Asks(&'static str),
    /// With one of these words among its arguments; a short option may stand in a group (`-qc`).
    With(&'static [&'static str]),
    /// With this subcommand and one of these words.
    Both(&'static str, &'static [&'static str]),
}

use When::{Always, Asks, Both, NoFile, With};

/// A row: programs, when, which statuses are answers, and whether the program says its answer in words of its own
/// on stderr, where another program's words would tell of an error.
struct Row {
    programs: &'static [&'static str],
    when: When,
    statuses: &'static [u8],
    spoken: bool,
}

const fn quiet(programs: &'static [&'static str], when: When, statuses: &'static [u8]) -> Row {
    Row { programs, when, statuses, spoken: false }
}

const fn spoken(programs: &'static [&'static str], when: When, statuses: &'static [u8]) -> Row {
    Row { programs, when, statuses, spoken: true }
}

const TABLE: &[Row] = &[
    // Nothing matched.
    quiet(&["grep", "egrep", "fgrep", "zgrep", "bzgrep", "xzgrep", "rg", "ag", "ack", "ugrep", "look"], Always, &[1]),
    quiet(&["git"], Asks("grep"), &[1]),
    // They differ.
    quiet(&["diff", "cmp", "zdiff", "zcmp", "colordiff", "diff3", "vimdiff"], Always, &[1]),
    quiet(&["git"], Both("diff", &["--exit-code", "--quiet", "--no-index", "--check"]), &[1, 2]),
    quiet(&["git"], Both("diff-index", &["--exit-code", "--quiet"]), &[1]),
    quiet(&["git"], Both("diff-files", &["--exit-code", "--quiet"]), &[1]),
    quiet(&["git"], Both("diff-tree", &["--exit-code", "--quiet"]), &[1]),
    // It is not so.
    quiet(&["test", "[", "expr", "false", "let"], Always, &[1]),
    spoken(&["tty"], Always, &[1]),
    quiet(&["mountpoint"], Always, &[1, 32]),
    quiet(&["dpkg"], With(&["--compare-versions"]), &[1]),
    quiet(&["jq"], With(&["-e", "--exit-status"]), &[1, 4]),
    quiet(&["make"], With(&["-q", "--question"]), &[1]),
    spoken(&["sort"], With(&["-c", "-C", "--check"]), &[1]),
    quiet(&["git"], Both("merge-base", &["--is-ancestor"]), &[1]),
    quiet(&["git"], Both("rev-parse", &["-q", "--quiet"]), &[1]),
    quiet(&["git"], Both("show-ref", &["-q", "--quiet", "--exists", "--verify"]), &[1, 2]),
    quiet(&["git"], Both("cat-file", &["-e"]), &[1]),
    quiet(&["git"], Both("config", &["--get", "--get-all", "--get-regexp"]), &[1]),
    quiet(&["git"], Both("ls-remote", &["--exit-code"]), &[2]),
    quiet(&["git"], Asks("check-ignore"), &[1]),
    quiet(&["git"], Asks("check-ref-format"), &[1]),
    // There is no such program, process, user, session.
    spoken(&["which", "whence", "command", "hash"], Always, &[1, 127]),
    // In another system's shell it prints a file.
    spoken(&["type"], NoFile, &[1, 127]),
    quiet(&["pgrep", "pkill", "pidof", "fuser", "lsof"], Always, &[1]),
    spoken(&["killall"], Always, &[1]),
    quiet(&["getent"], Always, &[2]),
    spoken(&["tmux"], With(&["has-session", "has"]), &[1]),
    // It does not run.
    quiet(&["systemctl"], Asks("is-active"), &[3, 4]),
    quiet(&["systemctl"], Asks("is-enabled"), &[1, 4]),
    quiet(&["systemctl"], Asks("is-failed"), &[1]),
    quiet(&["systemctl"], Asks("status"), &[3]),
    // No reply, or not in time.
    quiet(&["ping", "ping6", "fping", "arping"], Always, &[1]),
    spoken(&["nc", "ncat"], With(&["-z"]), &[1]),
    spoken(&["timeout"], Always, &[124]),
    // There are findings.
    quiet(&["shellcheck", "eslint", "mypy", "flake8", "pylint", "yamllint", "codespell"], Always, &[1]),
    quiet(&["ruff"], Asks("check"), &[1]),
    quiet(&["black", "prettier", "isort"], With(&["--check", "-c", "-l", "--list-different"]), &[1]),
    // End of input, or the end of what was asked.
    quiet(&["read"], Always, &[1]),
];

/// True when this program, called so, answers with this status.
pub(super) fn is_answer(words: &[Option<&str>], status: u8, printed: Option<&str>) -> bool {
    let Some(program) = words.first().copied().flatten().map(base) else { return false };
    let arguments = &words[1..];
    TABLE.iter().any(|row| {
        row.programs.contains(&program)
            && row.statuses.contains(&status)
            && row.when.applies(program, arguments)
            && (row.spoken || !printed.is_some_and(|printed| tells_of_an_error(printed, program)))
    })
}

impl When {
    fn applies(&self, program: &str, arguments: &[Option<&str>]) -> bool {
        match self {
            Self::Always => true,
            Self::NoFile => !arguments.iter().flatten().any(|word| word.trim_start_matches('.').contains('.')),
            Self::Asks(command) => subcommand(program, arguments) == Some(command),
            Self::With(words) => has(arguments, words),
            Self::Both(command, words) => subcommand(program, arguments) == Some(command) && has(arguments, words),
        }
    }
}

fn has(arguments: &[Option<&str>], wanted: &[&str]) -> bool {
    arguments.iter().flatten().any(|word| {
        wanted.iter().any(|wanted| {
            let grouped = match (wanted.as_bytes(), word.as_bytes()) {
                ([b'-', letter], [b'-', first, rest @ ..]) if *letter != b'-' && *first != b'-' => {
                    first == letter || rest.contains(letter)
                }
                _ => false,
            };
            word == wanted || grouped
        })
    })
}

/// The first argument that is no option; `git` has options with a value in front of it.
fn subcommand<'a>(program: &str, arguments: &[Option<&'a str>]) -> Option<&'a str> {
    let mut arguments = arguments.iter().copied().flatten();
    loop {
        let word = arguments.next()?;
        if program == "git" && matches!(word, "-C" | "-c" | "--git-dir" | "--work-tree") {
            arguments.next()?;
        } else if !word.starts_with('-') {
            return Some(word);
        }
    }
}

/// The program itself, or the shell that should have started it, complains.
fn tells_of_an_error(printed: &str, program: &str) -> bool {
    const SHELLS: &[&str] = &["bash", "sh", "dash", "zsh", "fish", "ksh", "ash"];
    printed.lines().any(|line| {
        let Some((speaker, rest)) = line.split_once(": ") else { return line.starts_with("usage:") };
        let speaker = base(speaker).trim_start_matches('-');
        let shell = SHELLS.contains(&speaker.split(':').next().unwrap_or(speaker));
        let own = speaker == program || matches!(speaker, "fatal" | "error" | "usage" | "Usage");
        // `diff: a: Only …` does not exist; `grep: a: binary file matches` and warnings are no errors.
        (shell || own) && !rest.contains("binary file matches") && !rest.starts_with("warning")
    })
}
