//! `ghost look line LINE`: what a line would do, command by command, and whether ghost would run it unasked. It runs
//! nothing of it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Status, help};
use crate::driver::{self, Explained};
use crate::error::{Error, Kind, Result};
use crate::line::{Command, CompoundKind, Joint, Pipeline, Redirect, RedirectKind, Word};
use crate::policy::{Effect, Says, Single, Standing, Started};
use crate::text::{self, visible};

/// A line as a whole.
#[derive(Serialize)]
struct Told<'a> {
    line: &'a str,
    shell: &'a str,
    class: &'static str,
    decision: &'static str,
    reason: &'a str,
    /// Why the line could not be read for sure.
    doubt: Option<String>,
    commands: Vec<Part<'a>>,
}

/// One command of it.
#[derive(Serialize)]
struct Part<'a> {
    text: &'a str,
    words: &'a [String],
    joined: &'static str,
    /// The construct it stands in, innermost: `for`, `$(…)`, `a text of the command that follows`.
    within: Option<&'static str>,
    programs: Vec<Program<'a>>,
    redirections: Vec<Redirection>,
    effects: Vec<Does<'a>>,
    unknown: Vec<&'a str>,
    decision: &'static str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Program<'a> {
    name: &'a str,
    standing: &'static str,
    about: &'a str,
}

#[derive(Clone, Serialize)]
struct Redirection {
    operator: String,
    target: String,
    does: String,
}

#[derive(Serialize)]
struct Does<'a> {
    kind: &'static str,
    target: &'a str,
    cause: &'a str,
    told: String,
}

/// Tells of the line.
///
/// # Errors
/// When there is no shell of that name here.
pub fn run(line: &str, shell: Option<&str>, json: bool) -> Result<Status> {
    let shell = match shell {
        None => super::fix::person_shell(),
        Some(name @ ("bash" | "sh" | "dash" | "ksh" | "zsh" | "fish" | "nu")) => PathBuf::from(name),
        Some(name) => {
            let error = Error::new(Kind::Usage, format!("there is no shell {} here", visible(name)));
            return Err(error.hint("bash, zsh, fish or nu"));
        }
    };
    let explained = driver::explain(&shell, line, None);
    for complaint in &explained.complaints {
        eprintln!("ghost: {}", visible(complaint));
    }
    let told = told(&explained, &shell);
    let text = match json {
        // Texts alone: nothing that could not be written as JSON.
        true => serde_json::to_string(&told).map(|told| text::json(&told) + "\n").unwrap_or_default(),
        false => read_aloud(&told),
    };
    Ok(help::print(&text))
}

fn told<'a>(explained: &'a Explained, shell: &'a Path) -> Told<'a> {
    let mut places = HashMap::new();
    walk(&explained.line.list, None, &mut places);
    let place = |single: &Single| single.span.and_then(|span| places.get(&(span.start, span.end)));
    // What a command runs while its words are made, or from a text, was noted before it: people read from the left.
    let mut commands: Vec<(usize, bool, Part<'_>)> = Vec::new();
    let mut start = usize::MAX;
    for single in explained.commands.iter().rev() {
        start = single.span.map_or(start, |span| span.start);
        commands.push((start, single.span.is_none(), part(explained, single, place(single))));
    }
    commands.reverse();
    commands.sort_by_key(|(start, inside, _)| (*start, *inside));
    let ruling = &explained.ruling;
    Told {
        line: &explained.line.line.text,
        shell: shell.file_name().and_then(|name| name.to_str()).unwrap_or("sh"),
        class: ruling.class.name(),
        decision: explained.here(ruling.says).name(),
        reason: &ruling.why,
        doubt: explained.line.doubt.map(|doubt| doubt.to_string()),
        commands: commands.into_iter().map(|(_, _, part)| part).collect(),
    }
}

fn part<'a>(explained: &'a Explained, single: &'a Single, place: Option<&Place>) -> Part<'a> {
    let program = |started: &'a Started| Program {
        name: &started.name,
        standing: started.standing.name(),
        about: &started.about,
    };
    let does = |effect: &'a Effect| Does {
        kind: effect.kind.name(),
        target: &effect.target,
        cause: &effect.cause,
        told: effect.told(),
    };
    Part {
        text: single.span.map(|span| explained.line.text(span)).unwrap_or_default(),
        words: &single.words,
        joined: place.map_or("inside", |place| place.joined),
        within: match (place, single.span) {
            (Some(place), _) => place.within,
            (None, _) => Some("a text that the line runs"),
        },
        programs: single.programs.iter().map(program).collect(),
        redirections: place.map(|place| place.redirections.clone()).unwrap_or_default(),
        effects: single.effects.iter().map(does).collect(),
        unknown: single.unknown(),
        decision: explained.here(single.says).name(),
        reason: &single.why,
    }
}

/// Where a command stands.
struct Place {
    joined: &'static str,
    within: Option<&'static str>,
    redirections: Vec<Redirection>,
}

/// Notes where each simple command of a list stands, by its span.
fn walk(list: &[Pipeline], within: Option<&'static str>, places: &mut HashMap<(usize, usize), Place>) {
    for pipeline in list {
        for (index, command) in pipeline.commands.iter().enumerate() {
            let joined = match (index, pipeline.joint) {
                (0, Joint::Start) => "start",
                (0, Joint::And) => "and",
                (0, Joint::Or) => "or",
                (0, Joint::Then) => "then",
                (0, Joint::Background) => "background",
                _ => "pipe",
            };
            match command {
                Command::Simple(simple) => {
                    let redirections = simple.redirects.iter().map(redirection).collect();
                    let span = (simple.span.start, simple.span.end);
                    places.insert(span, Place { joined, within, redirections });
                    let targets = simple.redirects.iter().filter_map(|redirect| redirect.target.as_ref());
                    inner(simple.assignments.iter().chain(&simple.words).chain(targets), places);
                }
                Command::Compound(compound) => {
                    let kind = match compound.kind {
                        CompoundKind::Group => "{ … }",
                        CompoundKind::Subshell => "( … )",
                        CompoundKind::If => "if",
                        CompoundKind::For | CompoundKind::Count => "for",
                        CompoundKind::While => "while",
                        CompoundKind::Case => "case",
                        CompoundKind::Function => "a function",
                        CompoundKind::Test => "[[ … ]]",
                        CompoundKind::Arithmetic => "(( … ))",
                        CompoundKind::Coprocess => "coproc",
                    };
                    inner(compound.words.iter(), places);
                    for body in &compound.bodies {
                        walk(body, Some(kind), places);
                    }
                }
            }
        }
    }
}

fn inner<'a>(words: impl Iterator<Item = &'a Word>, places: &mut HashMap<(usize, usize), Place>) {
    for list in words.flat_map(|word| &word.inner) {
        walk(list, Some("$(…)"), places);
    }
}

fn redirection(redirect: &Redirect) -> Redirection {
    let target = redirect.target.as_ref().map(|word| word.text.clone()).unwrap_or_default();
    let what = match redirect.operator.chars().next() {
        Some('2') => "what it complains of",
        Some('&') => "all it prints",
        _ => "what it prints",
    };
    let does = match redirect.kind {
        RedirectKind::Read => format!("it reads {target}"),
        RedirectKind::Write if target == "/dev/null" => format!("{what} is thrown away"),
        RedirectKind::Write => format!("{what} goes to {target}, in place of what is there"),
        RedirectKind::Append => format!("{what} is added to {target}"),
        RedirectKind::Both => format!("it reads and writes {target}"),
        RedirectKind::Duplicate if target == "-" => "a descriptor is closed".to_owned(),
        RedirectKind::Duplicate => format!("{what} goes where descriptor {target} goes"),
        RedirectKind::Here => "it reads a text of the line".to_owned(),
    };
    Redirection { operator: redirect.operator.clone(), target, does }
}

/// For people.
fn read_aloud(told: &Told<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    if let Some(doubt) = &told.doubt {
        let _ = writeln!(out, "not read for sure: {}\n", visible(doubt));
    }
    for part in &told.commands {
        let sign = match part.joined {
            "and" => "&& ",
            "or" => "|| ",
            "then" => "; ",
            "background" => "& ",
            "pipe" => "| ",
            _ => "",
        };
        let text = if part.text.is_empty() { part.words.join(" ") } else { part.text.to_owned() };
        let within = part.within.map(|within| format!("   (within {within})")).unwrap_or_default();
        let _ = writeln!(out, "{sign}{}{within}", visible(&text));
        for program in &part.programs {
            let _ = writeln!(out, "    {}: {}", visible(program.name), standing(program));
        }
        for redirection in &part.redirections {
            let _ = writeln!(out, "    {} {}", visible(&redirection.operator), visible(&redirection.does));
        }
        if part.effects.is_empty() {
            out.push_str("  - only reads\n");
        }
        for effect in &part.effects {
            let by = if effect.cause.is_empty() { String::new() } else { format!("   by {}", visible(effect.cause)) };
            let _ = writeln!(out, "  - {}{by}", visible(&effect.told));
        }
        if !part.unknown.is_empty() {
            let unknown: Vec<String> = part.unknown.iter().map(|word| visible(word)).collect();
            let _ = writeln!(out, "  ? not known: {}", unknown.join(" "));
        }
    }
    let reason = visible(told.reason);
    let _ = match told.decision {
        decision if decision == Says::Auto.name() => writeln!(out, "\nghost would run it unasked: {reason}"),
        decision if decision == Says::Refuse.name() => writeln!(out, "\nghost would not run it: {reason}"),
        _ => writeln!(out, "\nghost would ask before it runs it: {reason}"),
    };
    out
}

fn standing(program: &Program<'_>) -> String {
    let about = program.about;
    let is = |standing: Standing| program.standing == standing.name();
    match about.is_empty() {
        false if is(Standing::NotHere) => format!("{about}; it is not installed here"),
        false => about.to_owned(),
        true if is(Standing::Shell) => "a command of the shell".to_owned(),
        true if is(Standing::Own) => "an alias or a function of yours".to_owned(),
        true if is(Standing::Stranger) => "a program that ghost knows nothing of".to_owned(),
        true if is(Standing::File) => "a program or a script, by its path".to_owned(),
        true if is(Standing::Hiding) => "not the program that usually has this name".to_owned(),
        true if is(Standing::Missing) => "there is no such program here".to_owned(),
        true => "known to ghost".to_owned(),
    }
}
