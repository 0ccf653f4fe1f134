//! The router: is a typed line meant for the shell, or is it a sentence for somebody who reads?
//!
//! It weighs two kinds of evidence, word by word, and is shy: a line is a *sentence* only when its prose outweighs by
//! far what of it is the shell's, how far depends on the first word. A misspelt command is a command. What might be
//! either is *unsure*: it is run as a command, and if it fails the brain hears that it may be a sentence. Pure: it
//! does not look at PATH, at files or at the shell; which names are commands here the caller may tell ([`Names`]).

mod asian;
mod evidence;
mod keyboard;
mod lexicon;
mod opening;
mod prose;
mod scripts;
mod shell;
mod token;
mod weigh;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashSet};
use std::hash::BuildHasher;

use opening::Opening;
use token::Token;

/// Where a line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// To the shell.
    Command,
    /// To the brain, raw, before any shell has parsed it.
    Sentence,
    /// To the shell; if it fails, to the brain as "perhaps a sentence".
    Unsure,
}

impl Route {
    /// Its name, as `ghost route` prints it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Sentence => "sentence",
            Self::Unsure => "unsure",
        }
    }
}

/// A line's route and the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routed {
    /// Where it goes.
    pub route: Route,
    /// Why, for people.
    pub why: String,
}

/// What is a command in this session: programs, aliases, functions. Builtins and reserved words need not be among them.
pub trait Names {
    /// True when a command of exactly this name is there.
    fn contains(&self, name: &str) -> bool;
}

impl<S: BuildHasher> Names for HashSet<String, S> {
    fn contains(&self, name: &str) -> bool {
        HashSet::contains(self, name)
    }
}

impl Names for BTreeSet<String> {
    fn contains(&self, name: &str) -> bool {
        BTreeSet::contains(self, name)
    }
}

/// Bytes of a line that are looked at.
const MOST_BYTES: usize = 4096;

/// Routes a line. With `names`, a first word that is none of them is no command here, and one that is, is one.
#[must_use]
pub fn route(line: &str, names: Option<&dyn Names>) -> Routed {
    let line = beginning(line);
    if let Some(why) = forced(line) {
        return Routed { route: Route::Command, why: why.to_owned() };
    }
    let mut tokens = token::split(line);
    if tokens.is_empty() {
        return Routed { route: Route::Command, why: "nothing is there".to_owned() };
    }
    let first = opening::first(&tokens, names);
    if first.opening.may_run() {
        leave_comment_out(&mut tokens);
    }
    match first.opening {
        Opening::Shell(what) => Routed { route: Route::Command, why: format!("it begins with {what}") },
        Opening::Speaker => {
            let why = format!("the words behind {} are its own", tokens[0].text);
            Routed { route: Route::Command, why }
        }
        _ => weigh::decide(line, &tokens, first),
    }
}

/// As much of a line as is looked at, so that the time for it stays bounded.
fn beginning(line: &str) -> &str {
    if line.len() <= MOST_BYTES {
        return line;
    }
    (0..=MOST_BYTES).rev().find_map(|end| line.get(..end)).unwrap_or_default()
}

/// Lines that a person or the shell's grammar has marked as the shell's own.
fn forced(line: &str) -> Option<&'static str> {
    let start = line.chars().next()?;
    Some(match start {
        ' ' | '\t' => "a leading blank forces the shell",
        '\\' => "a leading backslash forces the shell",
        '#' => "a comment",
        '!' | '^' => "history expansion or a negated command",
        '%' => "a job",
        '/' | '~' if !line[1..].starts_with(' ') => "it begins with a path",
        '.' if !line[1..].starts_with(char::is_alphanumeric) => "it begins with a path or sources a file",
        '(' | '{' | '$' | '<' | '>' | '|' | '&' | ';' | '`' | '=' | ':' | '@' => "it begins with syntax of the shell",
        _ if line.trim_end_matches(['\n', '\r']).contains('\n') => "it has more than one line",
        _ => return None,
    })
}

/// What stands behind ` # ` is no part of a command, though it reads like prose. `#12` is a number.
fn leave_comment_out(tokens: &mut Vec<Token<'_>>) {
    let starts = |token: &Token<'_>| {
        token.text.strip_prefix('#').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if let Some(at) = tokens.iter().skip(1).position(starts) {
        tokens.truncate(at + 1);
    }
}
