//! `ghost policy`: what may run, and why, without running anything.

mod judge;

use std::fmt::Write as _;
use std::path::PathBuf;

use super::Status;
use super::help::print;
use crate::config::{Config, Folders};
use crate::driver;
use crate::error::{Error, Kind, Result};
use crate::line::Dialect;
use crate::policy::{self, LEVELS, Says};
use crate::text::visible;

/// Tell what may run, and why.
#[derive(Debug, clap::Subcommand)]
pub enum Policy {
    /// Tell what a line would do here, and whether it may run unasked.
    Explain(Explain),
    /// Decide about lines: JSON lines on stdin, JSON lines on stdout.
    Judge,
    /// Read the policy files there are, and try their rules with their examples.
    Test,
}

/// What `explain` takes.
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The shell whose line it is.
    #[arg(long, value_name = "SHELL", default_value = "bash", value_parser = ["bash", "zsh", "fish", "nu"])]
    shell: String,
    /// The line; put quotes around it.
    #[arg(value_name = "LINE", required = true, num_args = 1.., allow_hyphen_values = true)]
    line: Vec<String>,
}

/// Does what was asked.
///
/// # Errors
/// When stdin or stdout fails, or a policy file is wrong.
pub fn run(policy: &Policy) -> Result<Status> {
    match policy {
        Policy::Explain(explain) => Ok(self::explain(explain)),
        Policy::Judge => judge::run(),
        Policy::Test => test(),
    }
}

fn dialect(shell: &str) -> Option<Dialect> {
    Some(match shell {
        "bash" | "sh" | "dash" => Dialect::Bash,
        "zsh" => Dialect::Zsh,
        "fish" => Dialect::Fish,
        "nu" | "nushell" => Dialect::Nu,
        _ => return None,
    })
}

/// Who reads the lines of a dialect: the person's own shell where it speaks that, else one of its name.
fn shell_of(dialect: Dialect) -> PathBuf {
    let person = super::fix::person_shell();
    let is_nu = person.file_name().is_some_and(|name| name == "nu");
    if dialect == Dialect::Nu && !is_nu { PathBuf::from("nu") } else { person }
}

/// Tells of a line as it would be here and now.
fn explain(explain: &Explain) -> Status {
    let dialect = dialect(&explain.shell).unwrap_or(Dialect::Bash);
    let told = driver::explain(&shell_of(dialect), &explain.line.join(" "), None);
    let mut out = String::new();
    for complaint in &told.complaints {
        let _ = writeln!(out, "{}", visible(complaint));
    }
    for command in told.commands {
        let _ = writeln!(out, "{}", visible(&command.words.join(" ")));
        if command.effects.is_empty() {
            let _ = writeln!(out, "    only reads");
        }
        for effect in command.effects {
            let by = if effect.cause.is_empty() { String::new() } else { format!("   by {}", visible(&effect.cause)) };
            let _ = writeln!(out, "    {}{by}", visible(&effect.told()));
        }
    }
    let ruling = told.ruling;
    let _ = writeln!(out, "{}: {}", ruling.class.name(), visible(&ruling.why));
    for (level, says) in LEVELS.iter().zip(ruling.says) {
        let what = match says {
            Says::Auto => "runs unasked",
            Says::Ask if ruling.by_word => "is asked about, by a word to type",
            Says::Ask => "is asked about",
            Says::Refuse => "is refused",
        };
        let name = level.name();
        let here = if *level == told.level { "   (the level here)" } else { "" };
        let _ = writeln!(out, "    at level {name:<6}{what}{here}");
    }
    print(&out)
}

/// Reads the policy files; each is tried with its own examples when it is read.
fn test() -> Result<Status> {
    let config = Config::load(&Folders::from_env());
    if let Some(first) = config.complaints.first() {
        for complaint in &config.complaints[1..] {
            eprintln!("ghost: {}", visible(complaint));
        }
        return Err(Error::new(Kind::Settings, visible(first)));
    }
    let level = config.level.name();
    let mut out = format!("level {level}, {} rules\n", config.rules.len());
    for rule in &config.rules {
        let says = match rule.says {
            policy::rules::Says::Auto => "auto",
            policy::rules::Says::Ask => "ask",
            policy::rules::Says::Refuse => "refuse",
        };
        let words: Vec<String> = rule
            .argv
            .iter()
            .map(|pattern| match pattern {
                policy::rules::Pattern::Word(word) => word.clone(),
                policy::rules::Pattern::Any(words) => format!("{{{}}}", words.join(",")),
            })
            .collect();
        let _ = writeln!(out, "{says:<7}{}   ({})", visible(&words.join(" ")), rule.told());
    }
    Ok(print(&out))
}
