//! Lines of Nushell: its own commands, its values and what it gives to its variables; programs go to the table of programs.
//!
//! Which words name a command of its own is known where a nu has read the line (`line::nu`), and else by the name. What runs
//! inside brackets and closures is counted where it stands, whether or not it will be called.

mod repairs;
mod settings;
mod table;

pub(super) use repairs::{looking_names, reads_in_another, replaced};
use table::Own;

use super::effect::Kind;
use super::reader::Reader;
use crate::line::{self, Dialect, Line, Nature, Simple, Word};
use crate::protocol::types::{Name, NameKind};

/// Aliases inside aliases that are followed.
const MOST_NAMES: usize = 4;

/// Commands that run a closure they are given.
const RUN_CLOSURES: &[&str] = &[
    "all",
    "any",
    "chunk-by",
    "collect",
    "debug profile",
    "do",
    "each",
    "each while",
    "every",
    "explain",
    "filter",
    "generate",
    "interleave",
    "items",
    "job spawn",
    "par-each",
    "peek",
    "reduce",
    "skip until",
    "skip while",
    "take until",
    "take while",
    "tee",
    "timeit",
    "try",
    "watch",
    "where",
    "with-env",
    "zip",
];

/// Commands that run a closure where they may have a value as well.
const TAKE_CLOSURES: &[&str] = &["group-by", "insert", "rename", "sort-by", "update", "update cells", "upsert"];

/// How many of the words name a command of Nushell's own, by its longest known name; 0 for none.
fn named(words: &[Word]) -> usize {
    let texts: Vec<&str> = words.iter().take(table::LONGEST).map(|word| word.text.trim_start_matches('%')).collect();
    (1..=texts.len()).rev().find(|count| table::own(&texts[..*count].join(" ")).is_some()).unwrap_or(0)
}

/// True for a known command of Nushell's own, or a value: what no program does. By the name alone, for what the session has
/// defined is told only of some lines.
pub(super) fn runs_own(simple: &Simple) -> bool {
    match simple.nature {
        Nature::Expression => true,
        Nature::Own(_) | Nature::Program => named(&simple.words) > 0,
    }
}

/// How many of its words name a command that does nothing but look.
pub(super) fn looking(simple: &Simple) -> usize {
    let count = match simple.nature {
        Nature::Own(count) => count,
        Nature::Program if runs_own(simple) => named(&simple.words),
        Nature::Program | Nature::Expression => return 0,
    };
    let head = simple.words.get(..count).unwrap_or_default();
    let name = head.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    if matches!(table::own(&name), Some(Own::Reads)) { count } else { 0 }
}

/// A word that may be a closure which is kept somewhere: what that runs stands nowhere in the line. One that the line itself
/// has put into a variable is none the better known, for a block may have given the name another meaning.
fn kept_closure<'w>(name: &str, args: &'w [Word]) -> Option<&'w Word> {
    let is_kept = |word: &&Word| word.inner.is_empty() && word.text.starts_with('$');
    // A condition compares it, and beside a closure it is a value.
    let is_value = name == "where" && args.len() > 1
        || name != "try" && args.iter().any(|word| word.text.starts_with('{') && !word.inner.is_empty());
    if RUN_CLOSURES.contains(&name) && !is_value {
        return args.iter().find(is_kept);
    }
    args.iter().find(|word| TAKE_CLOSURES.contains(&name) && word.text.starts_with("$env."))
}

impl Reader<'_> {
    /// A simple command of a Nushell line.
    pub(super) fn nu(&mut self, simple: &Simple) {
        let Some(first) = simple.words.first() else { return };
        match simple.nature {
            Nature::Expression => self.value(simple),
            Nature::Own(count) => self.own(&simple.words, count, 0),
            Nature::Program if first.text.starts_with('^') => self.outside(&simple.words),
            Nature::Program => match named(&simple.words) {
                0 => self.outside(&simple.words),
                count => self.own(&simple.words, count, 0),
            },
        }
    }

    /// A program, which no command of Nushell's own hides.
    fn outside(&mut self, words: &[Word]) {
        // Past the sign nobody looks for names of the session.
        let named = words.first().filter(|first| !first.text.starts_with('^')).and_then(|first| first.value.as_deref());
        if let Some(name) = named.filter(|name| self.nu_aliases.contains(*name)) {
            return self.push(Kind::Unknown, format!("the alias {name}"), name);
        }
        match named.and_then(|name| self.look.facts.names.iter().find(|known| known.name == name)).cloned() {
            Some(known) => self.session(&known, &words[1..], &words[0].text, 0),
            None => self.argv(words),
        }
    }

    /// The first `count` words name a command of Nushell's own, or of the session's.
    fn own(&mut self, words: &[Word], count: usize, depth: usize) {
        let (head, args) = words.split_at(count.min(words.len()));
        let name = head.iter().map(|word| word.text.trim_start_matches('%')).collect::<Vec<_>>().join(" ");
        let built_in = head.first().is_some_and(|word| word.text.starts_with('%'));
        let cause = head.last().map_or("", |word| word.text.as_str()).to_owned();
        if !built_in {
            if self.nu_aliases.contains(&name) {
                return self.push(Kind::Unknown, format!("the alias {name}"), &cause);
            }
            let known = self.look.facts.names.iter().find(|known| known.name == name || known.name == head[0].text);
            if let Some(known) = known.cloned() {
                return self.session(&known, args, &cause, depth);
            }
        }
        self.entered(&name);
        self.command_of_nu(&name, head, args, &cause);
        self.left();
    }

    fn command_of_nu(&mut self, name: &str, head: &[Word], args: &[Word], cause: &str) {
        if args.iter().any(|word| matches!(word.value.as_deref(), Some("--help" | "-h")) && !word.quoted) {
            return;
        }
        if let Some(word) = kept_closure(name, args) {
            self.push(Kind::Opaque, format!("code:{}", word.text), cause);
        }
        match table::own(name) {
            Some(Own::Reads) => {}
            Some(Own::Defines) => self.defined_in_nu(name, args),
            Some(Own::Does(grammar)) => self.apply(name, grammar, None, args, cause),
            Some(Own::Special) => self.special_of_nu(name, args, cause),
            None if self.is_defined(name) => {}
            None => self.push(Kind::Unknown, format!("Nushell's {name}"), &head[0].text),
        }
    }

    /// A name that the session has given a meaning.
    fn session(&mut self, known: &Name, args: &[Word], cause: &str, depth: usize) {
        let alias = (known.kind == NameKind::Alias && depth < MOST_NAMES)
            .then(|| line::parse(&Line::new(known.text.clone(), Dialect::Nu)));
        let meant = alias.as_ref().filter(|meant| meant.doubt.is_none()).and_then(line::Parsed::only);
        let Some(meant) = meant.filter(|meant| !meant.words.is_empty() && meant.redirects.is_empty()) else {
            let kind = if known.kind == NameKind::Alias { "alias" } else { "function" };
            return self.push(Kind::Opaque, format!("{kind}:{}", known.name), cause);
        };
        let count = named(&meant.words);
        let mut words = meant.words.clone();
        for word in &mut words[count..] {
            cause.clone_into(&mut word.text);
        }
        words.extend_from_slice(args);
        // One that uses its own name means what it hides.
        let same = meant.words[..count.max(1)].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        match count {
            0 if same == known.name => self.push(Kind::Opaque, format!("alias:{}", known.name), cause),
            0 => self.argv(&words),
            _ if same == known.name => {
                let (head, args) = words.split_at(count);
                self.entered(&same);
                self.command_of_nu(&same, head, args, cause);
                self.left();
            }
            _ => self.own(&words, count, depth + 1),
        }
    }

    fn defined_in_nu(&mut self, name: &str, args: &[Word]) {
        let Some(defined) = args.iter().find(|word| !word.text.starts_with('-')) else { return };
        let defined = defined.value.clone().unwrap_or_else(|| defined.text.clone());
        if name.ends_with("alias") || name.ends_with("extern") || name.ends_with("module") {
            self.nu_aliases.insert(defined);
        } else {
            // A name of Nushell's own means something else from here on; so does one that is defined twice.
            let hides = table::own(&defined).is_some() || !self.define(&defined);
            if hides {
                self.nu_aliases.insert(defined);
            }
        }
    }

    fn special_of_nu(&mut self, name: &str, args: &[Word], cause: &str) {
        match name {
            "cd" => self.enters(args.iter().find(|word| word.text == "-" || !word.text.starts_with('-'))),
            "exec" | "run-external" => match args.first() {
                Some(word) if !word.text.starts_with("...") => self.argv(args),
                _ => self.push(Kind::Unknown, format!("Nushell's {name}"), cause),
            },
            "load-env" | "with-env" => match args.first() {
                Some(word) => self.record_of_variables(word),
                None => self.push(Kind::Opaque, "env:?", cause),
            },
            _ => self.query(args, cause),
        }
    }

    /// `query db SQL`.
    fn query(&mut self, args: &[Word], cause: &str) {
        let sql = args.iter().find(|word| !word.text.starts_with('-')).and_then(|word| word.value.as_deref());
        let verb = sql.and_then(|sql| sql.split_whitespace().next()).map(str::to_ascii_lowercase);
        match verb.as_deref() {
            Some("select") if sql.is_some_and(|sql| !sql.contains(';')) => {}
            Some("insert") if sql.is_some_and(|sql| !sql.contains(';')) => {
                self.push(Kind::WriteOver, "a database", cause);
            }
            _ => self.push(Kind::Destroy, "a database", cause),
        }
    }

    /// A value by itself, or one that is given to a variable.
    fn value(&mut self, simple: &Simple) {
        let [target, sign, value @ ..] = simple.words.as_slice() else { return };
        let assigns =
            target.text.starts_with('$') && sign.text.ends_with('=') && !sign.text.starts_with(['=', '!', '<', '>'])
                || sign.text == "=";
        if assigns && let Some(name) = target.text.strip_prefix("$env.") {
            self.set_in_nu(name, sign, value.first(), &target.text);
        }
    }
}

#[cfg(test)]
mod proposals;
#[cfg(test)]
mod tests;
