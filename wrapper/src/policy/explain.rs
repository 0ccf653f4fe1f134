//! What policy sees in a line, command by command: for people who want to know what a line would do.

use super::effect::{Effect, Kind};
use super::facts::{Facts, Found, Look};
use super::reader::Each;
use super::rules::Rule;
use super::ruling::{Act, Says, alone, read};
use super::table;
use super::words::{BUILTINS, PROGRAM_FOLDERS};
use crate::line::Span;
use crate::protocol::types::NameKind;

/// One simple command of an act, as if it stood alone.
#[derive(Debug)]
pub struct Single {
    /// Its words.
    pub words: Vec<String>,
    /// Everything it does beyond reading.
    pub effects: Vec<Effect>,
    /// At the level `never`, `ask`, `auto`.
    pub says: [Says; 3],
    /// Why, as in [`super::Ruling`].
    pub why: String,
    /// Where it stands in the line; `None` for what another command of the line runs, which follows here.
    pub span: Option<Span>,
    /// The programs it starts: itself, and behind a wrapper what that starts.
    pub programs: Vec<Started>,
}

impl Single {
    /// The words whose meaning nobody knows.
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for effect in self.effects.iter().filter(|effect| effect.kind == Kind::Unknown && !effect.cause.is_empty()) {
            if !found.contains(&effect.cause.as_str()) {
                found.push(&effect.cause);
            }
        }
        found
    }
}

/// A program that a command starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Its name, as typed.
    pub name: String,
    /// What is known of it.
    pub standing: Standing,
    /// What it is for, a clause about it; empty where the table does not know it.
    pub about: String,
}

/// What is known of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The shell's own command.
    Shell,
    /// The table says what it does.
    Known,
    /// The table says so, and there is no such program here.
    NotHere,
    /// An alias or a function of the person's.
    Own,
    /// A program of this machine that the table does not know.
    Stranger,
    /// A file that is started by its path.
    File,
    /// Not the program that usually has this name.
    Hiding,
    /// There is no such program.
    Missing,
}

impl Standing {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shell => "shell",
            Self::Known => "known",
            Self::NotHere => "not-here",
            Self::Own => "own",
            Self::Stranger => "stranger",
            Self::File => "file",
            Self::Hiding => "hiding",
            Self::Missing => "missing",
        }
    }
}

/// Every simple command of an act, each decided about by itself.
#[must_use]
pub fn explain(act: &Act, rules: &[Rule], facts: &Facts) -> Vec<Single> {
    let look = Look::new(facts);
    let commands = read(act, &look).each.into_iter();
    let single = |Each { words, effects, span, programs, .. }| {
        let (says, why) = alone(&Act::Argv(vec![words.clone()]), &effects, rules, facts);
        let programs = programs.iter().map(|name| started(name, &look)).collect();
        Single { words, effects, says, why, span, programs }
    };
    commands.map(single).collect()
}

fn started(name: &str, look: &Look<'_>) -> Started {
    let bare = PROGRAM_FOLDERS.iter().find_map(|folder| name.strip_prefix(folder)).unwrap_or(name);
    let known = table::grammar(bare);
    let own = look.facts.names.iter().find(|known| known.name == name);
    let standing = match (own.map(|own| own.kind), known) {
        (Some(NameKind::Alias | NameKind::Function), _) => Standing::Own,
        _ if BUILTINS.contains(&name) => Standing::Shell,
        (_, Some(_)) if name.contains('/') => Standing::Known,
        _ if name.contains('/') => Standing::File,
        (_, known) => match (look.found(name), known) {
            (Some(Found::Hiding), _) => Standing::Hiding,
            (Some(Found::Missing), Some(_)) => Standing::NotHere,
            (_, Some(_)) => Standing::Known,
            (Some(Found::System | Found::Own), None) => Standing::Stranger,
            (Some(Found::Missing) | None, None) => Standing::Missing,
        },
    };
    let told = matches!(standing, Standing::Shell | Standing::Known | Standing::NotHere);
    let about = known.filter(|_| told).map(|grammar| grammar.about.clone()).unwrap_or_default();
    Started { name: name.to_owned(), standing, about }
}
