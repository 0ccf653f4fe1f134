//! The command line of `ghost CMD…`, read by hand: this is the way every wrapped command goes.
//!
//! Options of ghost's own stand before the command; the first word that is none begins it, and all that follows is
//! the command's.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::error::{Error, Kind, Result};
use crate::ui::Color;

/// Words that are commands of ghost's own. A program of the same name is run by `ghost -- NAME`.
pub const SUBCOMMANDS: &[&str] = &[
    "ask",
    "doctor",
    "fix",
    "help",
    "init",
    "log",
    "look",
    "memory",
    "model",
    "off",
    "on",
    "policy",
    "redact",
    "route",
    "rules",
    "undo",
    "uninstall",
    "why",
];

/// Options that hold for a run.
#[derive(Debug, Default)]
pub struct RunOptions {
    /// `--yes`: the person's consent to what policy would ask about, as far as consent goes.
    pub yes: bool,
    /// `--quiet`: no line of ghost's own after a repair.
    pub quiet: bool,
    /// `--report FILE`: every repair that is run is appended there.
    pub report: Option<PathBuf>,
    /// `--color WHEN`.
    pub color: Color,
    /// `--kernel PROGRAM`: another brain.
    pub kernel: Option<PathBuf>,
    /// `--kernel-fd N`: a brain that is there already, from the bootstrap.
    pub kernel_fd: Option<i32>,
    /// `--kernel-pid PID`: its process.
    pub kernel_pid: Option<i32>,
    /// The command of ghost's own that the program's name is a slip of the fingers away from.
    pub near: Option<&'static str>,
}

/// What is to be done.
#[derive(Debug)]
pub enum Request {
    /// Run a program with its arguments.
    Argv(Vec<OsString>, RunOptions),
    /// Run a line through the person's shell.
    Line(String, RunOptions),
    /// A command of ghost's own; the words as they stand, its name first.
    Own(Vec<OsString>, RunOptions),
    /// A private entry (`__probe`); the words behind its name.
    Private(OsString, Vec<OsString>),
    /// `--version`.
    Version,
    /// `--help`, or no words at all.
    Help,
}

/// Reads the words behind the program's name.
///
/// # Errors
/// When an option is unknown or lacks its value.
pub fn parse(words: impl Iterator<Item = OsString>) -> Result<Request> {
    let mut words = words.peekable();
    let mut options = RunOptions::default();
    while let Some(word) = words.next() {
        let option = word.as_encoded_bytes().starts_with(b"-") && word != "-";
        let Some(text) = option.then(|| word.to_str()).flatten() else {
            return command(word, words.collect(), options);
        };
        let (name, attached) = match text.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(OsString::from(value))),
            _ => (text, None),
        };
        if attached.is_some() && !matches!(name, "--report" | "--color" | "--kernel" | "--kernel-fd" | "--kernel-pid") {
            return Err(usage(format!("{name} takes no value")));
        }
        let mut value =
            || attached.clone().or_else(|| words.next()).ok_or_else(|| usage(format!("{name} needs a value")));
        match name {
            "--" => {
                let argv: Vec<_> = words.collect();
                return if argv.is_empty() {
                    Err(usage("nothing stands after --"))
                } else {
                    Ok(Request::Argv(argv, options))
                };
            }
            "-c" => {
                let line = value()?.into_string().map_err(|_| usage("the line after -c is not UTF-8"))?;
                if words.peek().is_some() {
                    return Err(usage("-c takes one line; put quotes around it"));
                }
                return Ok(Request::Line(line, options));
            }
            "-y" | "--yes" => options.yes = true,
            "-q" | "--quiet" => options.quiet = true,
            "--report" => options.report = Some(value()?.into()),
            "--kernel" => options.kernel = Some(value()?.into()),
            "--kernel-fd" => options.kernel_fd = Some(number(name, &value()?)?),
            "--kernel-pid" => options.kernel_pid = Some(number(name, &value()?)?),
            "--color" | "--colour" => {
                options.color = match value()?.to_str() {
                    Some("auto") => Color::Auto,
                    Some("always") => Color::Always,
                    Some("never") => Color::Never,
                    _ => return Err(usage("--color takes auto, always or never")),
                }
            }
            "-V" | "--version" => return Ok(Request::Version),
            "-h" | "--help" => return Ok(Request::Help),
            _ => return Err(usage(format!("there is no option {name}"))),
        }
    }
    // The bootstrap hands a brain over even when nothing is to be run with it.
    Ok(Request::Help)
}

fn command(word: OsString, rest: Vec<OsString>, options: RunOptions) -> Result<Request> {
    if word.is_empty() {
        return Err(usage("the command is empty"));
    }
    if word.as_encoded_bytes().starts_with(b"__") {
        return Ok(Request::Private(word, rest));
    }
    let own = SUBCOMMANDS.iter().any(|name| word == *name);
    let near = if own { None } else { word.to_str().and_then(near_own) };
    let argv: Vec<_> = std::iter::once(word).chain(rest).collect();
    Ok(if own { Request::Own(argv, options) } else { Request::Argv(argv, RunOptions { near, ..options }) })
}

/// The command of ghost's own from which one letter is missing in the word, is too many, is another, or has changed places
/// with the next. Words of three letters are near to too much.
fn near_own(word: &str) -> Option<&'static str> {
    SUBCOMMANDS.iter().copied().find(|own| word.len() > 3 && own.len() > 2 && is_slip(word.as_bytes(), own.as_bytes()))
}

fn is_slip(typed: &[u8], meant: &[u8]) -> bool {
    let before = typed.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (typed, meant) = (&typed[before..], &meant[before..]);
    let after = typed.iter().rev().zip(meant.iter().rev()).take_while(|(one, other)| one == other).count();
    match (&typed[..typed.len() - after], &meant[..meant.len() - after]) {
        ([_], []) | ([], [_]) | ([_], [_]) => true,
        ([one, two], [first, second]) => (one, two) == (second, first),
        _ => false,
    }
}

fn number(name: &str, value: &OsStr) -> Result<i32> {
    let parsed = value.to_str().and_then(|text| text.parse().ok()).filter(|number| *number >= 0);
    parsed.ok_or_else(|| usage(format!("{name} takes a number")))
}

fn usage(what: impl Into<String>) -> Error {
    Error::new(Kind::Usage, what).hint("ghost --help shows how; ghost -- COMMAND runs a command of any name")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Request> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_first_word_that_is_no_option_begins_the_command() {
        for (line, argv, yes) in [
            ("git status", "git status", false),
            ("--yes git --yes", "git --yes", true),
            ("-q -y -- why x", "why x", true),
            ("-- --odd", "--odd", false),
            ("ls -c", "ls -c", false),
        ] {
            let Ok(Request::Argv(words, options)) = read(line) else {
                panic!("{line}");
            };
            let words: Vec<_> = words.iter().filter_map(|word| word.to_str()).collect();
            assert_eq!((words.join(" ").as_str(), options.yes), (argv, yes), "{line}");
        }
    }

    #[test]
    fn names_of_ghosts_own_win_over_programs() {
        assert!(matches!(read("why"), Ok(Request::Own(..))));
        assert!(matches!(read("--quiet rules list"), Ok(Request::Own(..))));
        assert!(matches!(read("__probe x"), Ok(Request::Private(..))));
        assert!(matches!(read("-- __probe"), Ok(Request::Argv(..))));
    }

    #[test]
    fn a_slip_in_a_name_of_ghosts_own_is_seen() {
        for (line, near) in [
            ("docter", Some("doctor")),
            ("whyy", Some("why")),
            ("askk hello", Some("ask")),
            ("udno", Some("undo")),
            ("memry list", Some("memory")),
            ("-y lok", None),
            ("docker ps", None),
            ("make", None),
            ("doctors2", None),
            ("-- docter", None),
        ] {
            let Ok(Request::Argv(_, options)) = read(line) else { panic!("{line}") };
            assert_eq!(options.near, near, "{line}");
        }
    }

    #[test]
    fn values_may_be_attached() {
        let Ok(Request::Line(line, options)) =
            parse(["--report=r x", "--color", "never", "-c", "a && b"].into_iter().map(OsString::from))
        else {
            panic!("a line");
        };
        assert_eq!(line, "a && b");
        assert_eq!(options.report, Some(PathBuf::from("r x")));
        assert_eq!(options.color, Color::Never);
    }

    #[test]
    fn what_cannot_be_meant_is_said() {
        for (line, part) in [
            ("--sudo ls", "no option --sudo"),
            ("--report", "needs a value"),
            ("--color maybe ls", "auto, always or never"),
            ("-c ls -l", "put quotes around it"),
            ("--yes=1 ls", "takes no value"),
            ("--kernel-fd x ls", "takes a number"),
            ("--", "nothing stands after"),
        ] {
            let error = read(line).expect_err(line).to_string();
            assert!(error.contains(part), "{line}: {error}");
        }
    }
}
