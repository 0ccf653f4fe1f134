//! The program table: one small file a program says what its options and operands do. See `programs/README.md`.
//!
//! An allow-list: what a file does not name is unknown, and unknown is asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use serde::Deserialize;

use super::programs;

/// What a program, or one of its subcommands, does.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Grammar {
    /// What it is for, a clause about the program: the first line of its file.
    pub about: String,
    /// Effects of a plain call: `KIND`, `KIND:TARGET`, or `ROLE=PATH`.
    pub does: Vec<String>,
    /// Effects of a call without operands, instead of `does`.
    pub alone: Option<Vec<String>>,
    /// Roles of the operands, in order; at most one ends in `...` and may stand any number of times.
    pub operands: Vec<String>,
    /// The role of operands after `--`, where it is another one.
    pub dashed: Option<String>,
    /// Options that take no value and change nothing.
    pub flags: String,
    /// Options whose value is mere text.
    pub values: String,
    /// Options whose value, mere text, may only be glued on: `--color=always`, `-O2`.
    pub optional: String,
    /// Beginnings of options that are harmless however they go on.
    pub prefixes: String,
    /// Beginnings that are not harmless, though one of `prefixes` begins them.
    pub except: String,
    /// A word that begins with `@` names a file of further options.
    pub at_files: bool,
    /// Options that do more; several names of one option are separated by blanks.
    pub options: BTreeMap<String, OptionRule>,
    /// Subcommands; several names of one are separated by blanks.
    pub commands: BTreeMap<String, Grammar>,
    /// Options of the program may also stand after its subcommand.
    pub everywhere: bool,
    /// Every option that does more than print is named here: of a word that may be any option nothing worse is to be
    /// expected than of these.
    pub whole: bool,
    /// `-5` is an option.
    pub numbers: bool,
    /// Long options have one dash; letters are not grouped.
    pub single: bool,
    /// Options end at the first operand.
    pub stop: bool,
    /// The command it runs gets words that are not in the line.
    pub feeds: bool,
    /// Every argument is text, whatever it looks like.
    pub raw: bool,
    /// Read by a function of its own instead: `special/`.
    pub special: Option<String>,
    /// Lines that do nothing but read.
    pub quiet: Vec<String>,
    /// Lines that do more, and what: `kind target`, several separated by `;`.
    pub fires: BTreeMap<String, String>,
}

/// What an option does.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OptionRule {
    /// It takes a value of that role.
    Value(String),
    /// More than that.
    Full(Box<FullRule>),
}

/// An option that does more than take a value.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct FullRule {
    /// The role of its value.
    pub value: Option<String>,
    /// Its value may only be glued on.
    pub optional: bool,
    /// Effects it adds.
    pub does: Vec<String>,
    /// Its effects stand instead of those of a plain call.
    pub instead: bool,
    /// Operand roles it takes away from the front.
    pub skip: usize,
    /// `FROM TO`: operands of one role get another.
    pub turn: Option<String>,
    /// Roles of the operands from now on.
    pub operands: Option<Vec<String>>,
}

/// An option as it is looked up.
pub(super) enum Known<'a> {
    /// Harmless, without value.
    Flag,
    /// Harmless, its value is text.
    Text,
    /// Harmless, its value is text and glued on.
    Glued,
    /// With effects or a value that has a role.
    Rule(&'a FullRule),
    /// Its value has a role.
    Role(&'a str),
}

impl Known<'_> {
    /// It takes the next word as its value when none is glued on.
    pub fn takes_value(&self) -> bool {
        match self {
            Self::Text | Self::Role(_) => true,
            Self::Rule(rule) => rule.value.is_some() && !rule.optional,
            Self::Flag | Self::Glued => false,
        }
    }

    /// It may have a value at all.
    pub fn may_have_value(&self) -> bool {
        match self {
            Self::Text | Self::Glued | Self::Role(_) => true,
            Self::Rule(rule) => rule.value.is_some(),
            Self::Flag => false,
        }
    }
}

fn lists(names: &str, wanted: &str) -> bool {
    names.split_ascii_whitespace().any(|name| name == wanted)
}

impl Grammar {
    /// Looks an option up by its full name, dashes included.
    pub fn option(&self, name: &str) -> Option<Known<'_>> {
        let ruled = self.options.iter().find(|(names, _)| lists(names, name)).map(|(_, rule)| match rule {
            OptionRule::Value(role) => Known::Role(role),
            OptionRule::Full(rule) => Known::Rule(rule),
        });
        ruled.or_else(|| {
            // An option that may also have a glued value is named twice.
            if lists(&self.optional, name) {
                Some(Known::Glued)
            } else if lists(&self.flags, name) {
                Some(Known::Flag)
            } else if lists(&self.values, name) {
                Some(Known::Text)
            } else {
                None
            }
        })
    }

    /// True when the word begins like an option that is harmless however it goes on.
    pub fn has_prefix(&self, word: &str) -> bool {
        let begins = |beginnings: &str| beginnings.split_ascii_whitespace().any(|prefix| word.starts_with(prefix));
        begins(&self.prefixes) && !begins(&self.except)
    }

    /// The subcommand of that name.
    pub fn command(&self, name: &str) -> Option<&Grammar> {
        self.commands.iter().find(|(names, _)| lists(names, name)).map(|(_, grammar)| grammar)
    }

    /// The role of operand `index` of `count`, after what options have changed.
    pub fn role(roles: &[String], index: usize, count: usize) -> Option<&str> {
        let open = roles.iter().position(|role| role.ends_with("..."));
        let Some(open) = open else { return roles.get(index).map(|role| role.trim_end_matches('?')) };
        let after = roles.len() - open - 1;
        // Operands that must stand after the repeated one win over it; optional ones in front do not.
        let role = if index < open.min(count.saturating_sub(after)) {
            &roles[index]
        } else if index + after >= count {
            &roles[roles.len() - (count - index)]
        } else {
            &roles[open]
        };
        Some(role.trim_end_matches("...").trim_end_matches('?'))
    }
}

/// The grammar of a program, if the table has it. Read when it is first asked for, and kept.
///
/// # Panics
/// When a file of the table is not valid, which a test excludes.
pub(super) fn grammar(program: &str) -> Option<&'static Grammar> {
    static READ: OnceLock<Mutex<BTreeMap<&'static str, &'static Grammar>>> = OnceLock::new();
    let (file, text) = programs::find(program)?;
    let mut read = READ.get_or_init(Mutex::default).lock().ok()?;
    Some(read.entry(file).or_insert_with(|| {
        let grammar: Grammar =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("programs/{file}.toml is not valid: {error}"));
        Box::leak(Box::new(grammar))
    }))
}
