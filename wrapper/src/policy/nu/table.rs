//! What Nushell's own commands do: `commands.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::policy::table::Grammar;

/// Words of the longest name of a command.
pub(super) const LONGEST: usize = 2;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    reads: String,
    groups: String,
    also: String,
    defines: String,
    commands: BTreeMap<String, Grammar>,
}

/// What a command does.
#[derive(Clone, Copy)]
pub(super) enum Own {
    /// It looks, or changes values on their way.
    Reads,
    /// It gives a name a meaning.
    Defines,
    /// What its grammar says.
    Does(&'static Grammar),
    /// It is read by a function: what it runs, or sets, is among its words.
    Special,
}

/// Commands that are read by a function.
const SPECIAL: &[&str] = &["cd", "exec", "run-external", "load-env", "with-env", "query db"];

fn table() -> &'static Table {
    static READ: OnceLock<Table> = OnceLock::new();
    READ.get_or_init(|| {
        let text = include_str!(concat!(env!("OUT_DIR"), "/nu/commands.json"));
        let mut table: Table =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("nu/commands.toml is not valid: {error}"));
        // Nushell reads flags from the line itself: no value is ever one.
        table.commands.values_mut().for_each(|grammar| grammar.whole = true);
        table
    })
}

/// What the command of that name does; `None` where nobody has said so.
///
/// # Panics
/// When the file is not valid, which a test excludes.
pub(super) fn own(name: &str) -> Option<Own> {
    let table = table();
    if SPECIAL.contains(&name) {
        return Some(Own::Special);
    }
    if let Some(grammar) = table.commands.get(name) {
        return Some(Own::Does(grammar));
    }
    if table.defines.split('|').any(|other| other == name) {
        return Some(Own::Defines);
    }
    let is_in = |list: &str, name: &str| list.split_ascii_whitespace().any(|other| other == name);
    let reads = match name.split_once(' ') {
        None => is_in(&table.reads, name),
        Some((_, rest)) if rest.contains(' ') => false,
        Some((group, _)) => is_in(&table.groups, group) || table.also.split(['|', '\n']).any(|other| other == name),
    };
    reads.then_some(Own::Reads)
}

/// The names of one word that only look.
#[cfg(test)]
pub(super) fn reading() -> impl Iterator<Item = &'static str> {
    table().reads.split_ascii_whitespace()
}

/// Every command with a grammar.
#[cfg(test)]
pub(super) fn grammars() -> impl Iterator<Item = (&'static str, &'static Grammar)> {
    table().commands.iter().map(|(name, grammar)| (name.as_str(), grammar))
}
