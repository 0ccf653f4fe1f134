//! A program with its arguments: what its name stands for, and text that a shell will run.

use super::{Called, Reader};
use crate::line::{self, Dialect, Line, Word};
use crate::policy::effect::Kind;
use crate::policy::facts::Found;
use crate::policy::protect;
use crate::policy::table::{self, Grammar};
use crate::policy::words::{BUILTINS, PROGRAM_FOLDERS};
use crate::protocol::types::NameKind;

/// Wrappers, shells and aliases that are looked through, one inside the other.
const MOST_WRAPPED: usize = 4;

impl Reader<'_> {
    /// A program with its arguments.
    pub fn argv(&mut self, words: &[Word]) {
        let Some(first) = words.first() else { return };
        let Some(name) = first.value.clone() else {
            self.push(Kind::Unknown, format!("the command {}", first.text), &first.text);
            return;
        };
        if self.depth > MOST_WRAPPED {
            self.push(Kind::Unknown, "too many wrappers", &first.text);
            return;
        }
        if !name.is_ascii() || name.is_empty() {
            self.push(Kind::Unknown, format!("the command {name}"), &first.text);
            return;
        }
        self.calls.push(Called { words: words.to_vec() });
        self.named.extend(words[1..].iter().map(|word| (word.clone(), self.folder.clone())));
        self.depth += 1;
        self.programs.push(name.clone());
        self.program(&name, first, &words[1..]);
        self.programs.pop();
        self.depth -= 1;
    }

    fn program(&mut self, name: &str, word: &Word, args: &[Word]) {
        let cause = word.text.as_str();
        if name.contains('/') || word.tilde {
            let bare =
                PROGRAM_FOLDERS.iter().find_map(|folder| name.strip_prefix(folder)).filter(|bare| !bare.contains('/'));
            match bare.and_then(|bare| table::grammar(bare).map(|grammar| (bare, grammar))) {
                Some((bare, grammar)) => self.call(bare, grammar, args, cause),
                None => {
                    let path = self.path(name).unwrap_or_else(|| name.to_owned());
                    self.push(Kind::Opaque, format!("file:{}", protect::tidy(&path)), cause);
                }
            }
            return;
        }
        // `command` and every other program in front look for no function.
        let shell = ["eval", "trap", "time"];
        let wrapped = self.programs.iter().rev().skip(1).any(|before| !shell.contains(&before.as_str()));
        if !wrapped && self.defining.iter().any(|defining| defining == name) {
            return self.push(Kind::Destroy, format!("the function {name}, which calls itself"), cause);
        }
        if !wrapped && self.defined.contains(name) {
            // It may have been defined in another shell, or in a branch that was not taken.
            let known = BUILTINS.contains(&name) || table::grammar(name).is_some();
            if !known && self.look.found(name).is_none_or(|found| found == Found::Missing) {
                return;
            }
        }
        if let Some(known) = self.look.facts.names.iter().find(|known| known.name == name) {
            match known.kind {
                NameKind::Function => self.push(Kind::Opaque, format!("function:{name}"), cause),
                NameKind::Alias => self.alias(name, &known.text.clone(), args, cause),
            }
            // In quotes, behind `command` and in other wrappers the name means the program after all.
            if !BUILTINS.contains(&name) && self.look.found(name).is_none_or(|found| found == Found::Missing) {
                return;
            }
        }
        // zsh's -p is a flag; the word behind it is a variable.
        if self.dialect == Dialect::Zsh
            && name == "read"
            && args.iter().any(|word| word.prefix.starts_with('-') && word.prefix.contains(['p', 'i', 'k', 'q', 'z']))
        {
            return self.push(Kind::Unknown, "read with options of zsh's own", cause);
        }
        if self.dialect == Dialect::Fish && name == "set" {
            return self.push(Kind::Opaque, "set", cause);
        }
        if self.dialect == Dialect::Fish {
            // Its own commands of these names take code, or open a browser.
            let takes_code = match name {
                "alias" | "bind" | "complete" | "help" => !args.is_empty(),
                "read" => args.iter().any(|word| word.prefix.starts_with('-') || word.value.is_none()),
                _ => false,
            };
            if takes_code {
                return self.push(Kind::Opaque, format!("fish's {name}"), cause);
            }
        }
        if self.dialect == Dialect::Fish && name == "history" {
            let verb = args.first().and_then(|word| word.value.as_deref());
            if !args.is_empty() && !matches!(verb, Some("search" | "merge" | "save")) {
                return self.push(Kind::Destroy, "the history", cause);
            }
        }
        let builtin = BUILTINS.contains(&name) && self.dialect != Dialect::Nu;
        let found = if builtin { Some(Found::System) } else { self.look.found(name) };
        match (found, table::grammar(name)) {
            (Some(Found::Hiding), _) => {
                self.push(Kind::Unknown, format!("{name}, which is not the usual program"), cause)
            }
            (None, _) if !self.look.trusting => {
                self.push(Kind::Unknown, format!("{name}, which was not looked up"), cause)
            }
            (_, Some(grammar)) => self.call(name, grammar, args, cause),
            (Some(Found::System | Found::Own), None) => self.push(Kind::Opaque, format!("program:{name}"), cause),
            (_, None) => self.push(Kind::Unknown, format!("the program {name}"), cause),
        }
    }

    fn call(&mut self, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
        match &grammar.special {
            Some(special) => self.special(special, name, grammar, args, cause),
            None => self.apply(name, grammar, None, args, cause),
        }
    }

    /// An alias stands for its text; one that uses its own name means the program of that name.
    fn alias(&mut self, name: &str, text: &str, args: &[Word], cause: &str) {
        let parsed = line::parse(&Line::new(text, self.dialect));
        let next = args.first().and_then(|word| word.value.as_deref());
        let is_alias =
            |name: &str| self.look.facts.names.iter().any(|known| known.kind == NameKind::Alias && known.name == name);
        // One that ends in a blank has the next word looked up as well.
        if text.ends_with([' ', '\t']) && next.is_some_and(is_alias) {
            return self.push(Kind::Opaque, format!("alias:{name}"), cause);
        }
        let simple = parsed.only().filter(|_| parsed.doubt.is_none());
        let Some(simple) = simple.filter(|simple| simple.redirects.is_empty() && simple.assignments.is_empty()) else {
            return self.push(Kind::Opaque, format!("alias:{name}"), cause);
        };
        let mut words = simple.words.clone();
        let Some(first) = words.first().cloned() else { return };
        for word in &mut words {
            cause.clone_into(&mut word.text);
        }
        words.extend_from_slice(args);
        self.words(&simple.words);
        let same = first.value.as_deref() == Some(name);
        match table::grammar(name) {
            Some(grammar) if same => self.call(name, grammar, &words[1..], cause),
            _ if same => self.push(Kind::Opaque, format!("program:{name}"), cause),
            _ => self.argv(&words),
        }
    }

    /// Text that a shell will run.
    pub fn shell(&mut self, word: &Word, cause: &str) {
        match &word.value {
            Some(text) => self.shell_text(text, cause),
            None => self.push(Kind::Unknown, format!("the code {}", word.text), cause),
        }
    }

    /// Text that a shell will run with words behind it that are not in the line: bash puts the index and the line there
    /// (bash manual, "mapfile").
    pub fn callback(&mut self, word: &Word, cause: &str) {
        match &word.value {
            Some(text) => self.shell_text(&format!("{text} \"$index\" \"$line\""), cause),
            None => self.shell(word, cause),
        }
    }

    /// Text that a shell will run.
    pub fn shell_text(&mut self, text: &str, cause: &str) {
        if self.depth > MOST_WRAPPED {
            return self.push(Kind::Unknown, "too many wrappers", cause);
        }
        let shell = if self.programs.last().is_some_and(|program| program.ends_with("zsh")) {
            Dialect::Zsh
        } else {
            Dialect::Bash
        };
        let parsed = line::parse(&Line::new(text, shell));
        let (dialect, folder) = (self.dialect, self.folder.clone());
        self.depth += 1;
        self.dialect = shell;
        self.line(&parsed);
        self.dialect = dialect;
        self.depth -= 1;
        self.folder = folder;
    }
}
