//! From a line to its effects: every simple command in it, looked through wrappers and into `sh -c` text.
//!
//! Pure, with a view of the facts. What it does not understand becomes [`Kind::Unknown`]; it never guesses.

use std::collections::BTreeSet;

use super::effect::{ANYTHING, Effect, Kind};
use super::facts::{Found, Look};
use super::protect;
use super::table::{self, Grammar};
use super::words::{BUILTINS, HARMLESS_VARIABLES, PROGRAM_FOLDERS, ZSH_OWN};
use crate::line::{
    self, Command, Compound, CompoundKind, Dialect, Dynamic, Line, Parsed, Pipeline, RedirectKind, Simple, Span, Word,
};
use crate::protocol::types::NameKind;

/// Wrappers, shells and aliases that are looked through, one inside the other.
const MOST_WRAPPED: usize = 4;

/// One simple command of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Each {
    /// Its words, by their values where those are known.
    pub words: Vec<String>,
    /// Its effects beyond reading.
    pub effects: Vec<Effect>,
    /// Where it stands in the line; `None` for what another command runs (`sh -c`).
    pub span: Option<Span>,
    /// The programs it calls, itself first.
    pub programs: Vec<String>,
    /// Where what feeds it begins among the commands before it; `None` for a command that reads what it names itself.
    pub fed_from: Option<usize>,
}

/// A program with its arguments, wherever in the line it is started.
#[derive(Debug, Clone)]
pub(super) struct Called {
    /// Its words, the program first.
    pub words: Vec<Word>,
}

impl Called {
    /// The program as it is typed.
    pub fn typed(&self) -> Option<&str> {
        self.words.first()?.value.as_deref()
    }

    /// The program's name, without a folder of the system's programs.
    pub fn name(&self) -> Option<&str> {
        let typed = self.typed()?;
        Some(PROGRAM_FOLDERS.iter().find_map(|folder| typed.strip_prefix(folder)).unwrap_or(typed))
    }

    /// Its first word that is no option; for one that has none, the first option.
    pub fn verb(&self) -> Option<&str> {
        let mut values = self.words.iter().skip(1).map(|word| word.value.as_deref());
        let first = values.clone().next().flatten();
        values.find(|value| value.is_none_or(|value| !value.starts_with('-'))).flatten().or(first)
    }
}

/// Reads effects off lines.
pub(super) struct Reader<'a> {
    pub look: &'a Look<'a>,
    pub dialect: Dialect,
    pub effects: Vec<Effect>,
    /// Every simple command it came by.
    pub each: Vec<Each>,
    /// Every program it came by, also behind wrappers.
    pub calls: Vec<Called>,
    /// Words that may name a file, each with the folder the line has gone to by then (see `folder`).
    pub named: Vec<(Word, Option<String>)>,
    /// The command under way reads what a file or another program gives it.
    pub fed: bool,
    /// Where that pipeline begins in `each`.
    feeding: usize,
    /// The programs under way, innermost last.
    programs: Vec<String>,
    /// The folder, as the line itself has changed it: relative to where it began; `None` when that is not known.
    pub folder: Option<String>,
    /// Paths the line itself has made.
    pub made: BTreeSet<String>,
    /// Folders the line itself has made: nothing is in them that could be written over.
    pub empty: BTreeSet<String>,
    /// Functions whose bodies are under way.
    defining: Vec<String>,
    /// The line gives a variable a value.
    assigns: bool,
    /// Functions the line itself has defined; what they do was counted there.
    defined: BTreeSet<String>,
    /// Names whose meaning the line itself has changed in a way that is not followed (Nushell).
    pub nu_aliases: BTreeSet<String>,
    /// A script of sed's under way leaves lines out.
    pub drops: bool,
    pub depth: usize,
}

impl<'a> Reader<'a> {
    pub fn new(look: &'a Look<'a>, dialect: Dialect) -> Self {
        Self {
            look,
            dialect,
            effects: Vec::new(),
            each: Vec::new(),
            calls: Vec::new(),
            named: Vec::new(),
            fed: false,
            feeding: 0,
            programs: Vec::new(),
            folder: Some(String::new()),
            made: BTreeSet::new(),
            empty: BTreeSet::new(),
            defining: Vec::new(),
            assigns: false,
            defined: BTreeSet::new(),
            nu_aliases: BTreeSet::new(),
            drops: false,
            depth: 0,
        }
    }

    pub fn push(&mut self, kind: Kind, target: impl Into<String>, cause: &str) {
        self.push_effect(Effect::new(kind, target, cause));
    }

    /// What stands there, if anything does, gets other content.
    pub fn push_replaced(&mut self, target: impl Into<String>, cause: &str) {
        self.push_effect(Effect { replaces: true, is_path: true, ..Effect::new(Kind::WriteOver, target, cause) });
    }

    /// Something is done to what stands at this path.
    pub fn push_at(&mut self, kind: Kind, path: impl Into<String>, cause: &str) {
        self.push_effect(Effect { is_path: true, ..Effect::new(kind, path, cause) });
    }

    /// Files that were changed since so many effects have lost something by it.
    pub fn taken_since(&mut self, before: usize) {
        for effect in &mut self.effects[before..] {
            effect.takes |= effect.kind == Kind::WriteOver && !effect.replaces;
        }
    }

    fn push_effect(&mut self, effect: Effect) {
        let kind = effect.kind;
        let effect = Effect { program: self.programs.last().cloned(), ..effect };
        if kind > Kind::Read && !self.effects.contains(&effect) {
            self.effects.push(effect);
        }
    }

    /// All of a line. A line with a doubt is unknown, whatever else it is.
    pub fn line(&mut self, parsed: &Parsed) {
        if let Some(doubt) = parsed.doubt {
            self.push(Kind::Unknown, doubt.to_string(), "");
        }
        self.list(&parsed.list);
    }

    pub fn list(&mut self, list: &[Pipeline]) {
        for pipeline in list {
            let feeding = self.feeding;
            if !self.fed {
                self.feeding = self.each.len();
            }
            for (index, command) in pipeline.commands.iter().enumerate() {
                let fed = self.fed;
                self.fed |= index > 0;
                // Members of a pipeline and background jobs run in shells of their own.
                let folder = self.folder.clone();
                self.command(command);
                self.fed = fed;
                if self.dialect == Dialect::Nu {
                    self.may_have_moved(folder, pipeline.commands.len() > 1);
                } else if pipeline.commands.len() > 1 || pipeline.background {
                    self.folder = folder;
                }
            }
            self.feeding = feeding;
        }
    }

    /// Nushell runs all of a pipeline in one shell; whether a part of one was reached is not known.
    fn may_have_moved(&mut self, before: Option<String>, in_part: bool) {
        if in_part && self.folder != before {
            self.folder = None;
        }
    }

    /// A command of the shell's own is under way; [`Reader::left`] ends it.
    pub fn entered(&mut self, name: &str) {
        self.programs.push(name.to_owned());
    }

    /// See [`Reader::entered`].
    pub fn left(&mut self) {
        self.programs.pop();
    }

    /// The line itself defines a function of that name; false when it has done so before.
    pub fn define(&mut self, name: &str) -> bool {
        self.defined.insert(name.to_owned())
    }

    /// True for a function that the line itself has defined.
    pub fn is_defined(&self, name: &str) -> bool {
        self.defined.contains(name)
    }

    pub fn command(&mut self, command: &Command) {
        match command {
            Command::Simple(simple) => self.simple(simple),
            Command::Compound(compound) => self.compound(compound),
        }
    }

    /// A program that is started without a shell. `fed`: by the program before it.
    pub fn started(&mut self, words: &[Word], fed: bool) {
        let before = std::mem::take(&mut self.effects);
        if words.iter().any(|word| word.text.contains('\0')) || words.first().is_none_or(|first| first.text.is_empty())
        {
            self.push(Kind::Unknown, "no program can be started so", "");
        }
        self.fed = fed;
        let calls = self.calls.len();
        self.argv(words);
        let words = words.iter().map(|word| word.text.clone()).collect();
        self.note(words, None, calls, before);
        self.fed = false;
    }

    /// What has been pushed since `before` is one command's, and so are the calls from that one on.
    fn note(&mut self, words: Vec<String>, span: Option<Span>, calls: usize, before: Vec<Effect>) {
        let own = std::mem::replace(&mut self.effects, before);
        for effect in &own {
            if !self.effects.contains(effect) {
                self.effects.push(effect.clone());
            }
        }
        let mut programs: Vec<String> = Vec::new();
        for name in self.calls[calls..].iter().filter_map(Called::typed) {
            if !programs.iter().any(|known| known == name) {
                programs.push(name.to_owned());
            }
        }
        let fed_from = self.fed.then_some(self.feeding);
        self.each.push(Each { words, effects: own, span, programs, fed_from });
    }

    fn compound(&mut self, compound: &Compound) {
        self.words(&compound.words);
        self.redirects(&compound.redirects);
        let folder = self.folder.clone();
        match compound.kind {
            CompoundKind::Function => {
                let name = compound.words.first().map(|word| word.text.clone()).unwrap_or_default();
                // Defined anew, it may come round to itself.
                if !self.defined.insert(name.clone()) {
                    self.push(Kind::Unknown, format!("the function {name} twice"), &name);
                }
                self.defining.push(name);
            }
            CompoundKind::For => {
                for name in &compound.notes {
                    self.variable(name, "", name);
                }
                self.assigns |=
                    compound.words.iter().any(|word| word.value.as_deref().is_some_and(|value| value.contains("/dev")));
            }
            CompoundKind::Test => self.test(compound),
            CompoundKind::Count if plain_count(&compound.notes) => {}
            CompoundKind::Arithmetic | CompoundKind::Count => self.push(Kind::Unknown, "arithmetic", "(("),
            CompoundKind::Coprocess => self.push(Kind::Unknown, "a coprocess", "coproc"),
            CompoundKind::Group
            | CompoundKind::Subshell
            | CompoundKind::If
            | CompoundKind::While
            | CompoundKind::Case => {}
        }
        for body in &compound.bodies {
            self.list(body);
        }
        if compound.kind == CompoundKind::Function {
            self.defining.pop();
        }
        match compound.kind {
            CompoundKind::Subshell => self.folder = folder,
            CompoundKind::Group => {}
            // Whether a branch was taken, and how often, is not known.
            _ if self.folder != folder => self.folder = None,
            _ => {}
        }
    }

    /// `[[ … ]]`: operators that evaluate arithmetic or subscripts can run code (bash manual, "Shell Arithmetic").
    fn test(&mut self, compound: &Compound) {
        const PLAIN: &[&str] = &[
            "-a", "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-k", "-p", "-r", "-s", "-t", "-u", "-w", "-x", "-G", "-L",
            "-N", "-O", "-S", "-z", "-n", "=", "==", "!=", "=~", "<", ">", "-nt", "-ot", "-ef",
        ];
        // Numbers that stand in the line can be compared: nothing in them is evaluated.
        let number = |word: &Word| {
            word.value
                .as_deref()
                .is_some_and(|value| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let numbers = compound.words.iter().all(number);
        for operator in &compound.notes {
            let compares = matches!(operator.as_str(), "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge");
            let plain = PLAIN.contains(&operator.as_str()) || compares && numbers;
            if !plain {
                self.push(Kind::Unknown, format!("[[ {operator}"), operator);
            }
        }
    }

    fn simple(&mut self, simple: &Simple) {
        // Effects are kept apart per command, also those that an earlier command has had as well.
        let before = std::mem::take(&mut self.effects);
        self.words(&simple.assignments);
        let first = self.named.len();
        self.words(&simple.words);
        if !simple.words.is_empty() {
            // What is started is judged as a program, wherever it lies.
            self.named.remove(first);
        }
        for assignment in &simple.assignments {
            self.assignment(assignment);
        }
        self.assigns |= !simple.assignments.is_empty();
        self.redirects(&simple.redirects);
        self.named_descriptors(simple);
        let fed = self.fed;
        let calls = self.calls.len();
        self.fed |= simple
            .redirects
            .iter()
            .any(|redirect| matches!(redirect.kind, RedirectKind::Read | RedirectKind::Here | RedirectKind::Both));
        match self.dialect {
            Dialect::Nu => self.nu(simple),
            _ if simple.words.is_empty() => {}
            _ => self.argv(&simple.words),
        }
        let words = simple.assignments.iter().chain(&simple.words);
        let words = words.map(|word| word.value.clone().unwrap_or_else(|| word.text.clone())).collect();
        let span = (self.depth == 0).then_some(simple.span);
        self.note(words, span, calls, before);
        self.fed = fed;
    }

    /// What runs while the words are made.
    fn words(&mut self, words: &[Word]) {
        for word in words {
            self.named.push((word.clone(), self.folder.clone()));
            for list in &word.inner {
                let folder = self.folder.clone();
                self.list(list);
                if self.dialect == Dialect::Nu {
                    // A block runs in this shell, and who knows whether it did.
                    self.may_have_moved(folder, true);
                } else {
                    self.folder = folder;
                }
            }
            if word.dynamic == Some(Dynamic::Odd) {
                self.push(Kind::Unknown, format!("the expansion {}", word.text), &word.text);
            }
        }
    }

    /// `NAME=value`.
    pub fn assignment(&mut self, word: &Word) {
        let (name, value) = word.text.split_once('=').unwrap_or((&word.text, ""));
        self.variable(name.trim_end_matches('+'), value, &word.text);
    }

    /// Programs look for variables in capitals; what one of those changes is not known.
    pub fn variable(&mut self, name: &str, value: &str, cause: &str) {
        let plain = !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
        // Settings that programs read in small letters.
        let proxy = name.ends_with("_proxy") || name.starts_with("npm_") || name.starts_with("yarn_");
        let own =
            name.bytes().any(|byte| byte.is_ascii_lowercase()) && !name.bytes().any(|byte| byte.is_ascii_uppercase());
        // What a shell reads itself is not the line's own, whatever its letters.
        let special = match self.dialect {
            Dialect::Zsh => {
                // Numbers are computed when they are set.
                let number = matches!(name, "COLUMNS" | "LINES") && !value.bytes().all(|byte| byte.is_ascii_digit());
                number || ZSH_OWN.contains(&name) || name.starts_with("dis_") || name.ends_with("_functions")
            }
            Dialect::Fish => name.starts_with("fish_"),
            Dialect::Bash | Dialect::Nu => false,
        };
        let harmless =
            plain && !proxy && !special && (own || name.starts_with("LC_") || HARMLESS_VARIABLES.contains(&name));
        if !plain {
            self.push(Kind::Unknown, format!("the variable {name}"), cause);
        } else if !harmless {
            self.push(Kind::Opaque, format!("env:{name}={value}"), cause);
        }
    }

    /// `{NAME}>file` sets a variable (bash manual, "Redirections"); to the parser it is a word before a redirection.
    fn named_descriptors(&mut self, simple: &Simple) {
        for word in simple.words.iter().chain(&simple.assignments) {
            let name = word.text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            if let Some(name) = name
                && simple.redirects.iter().any(|redirect| redirect.span.start == word.span.end)
            {
                self.push(Kind::Unknown, format!("the variable {name}"), &word.text);
            }
        }
    }

    fn redirects(&mut self, redirects: &[line::Redirect]) {
        for redirect in redirects {
            let Some(target) = &redirect.target else {
                self.push(Kind::Unknown, format!("the redirection {}", redirect.operator), &redirect.operator);
                continue;
            };
            self.words(std::slice::from_ref(target));
            let process = !target.inner.is_empty() && target.text.starts_with(['<', '>']);
            let network = ["/dev/tcp/", "/dev/udp/"].iter().find_map(|device| target.prefix.strip_prefix(device));
            match redirect.kind {
                RedirectKind::Duplicate | RedirectKind::Here => {}
                _ if process => {}
                _ if network.is_some() => {
                    let host = network.and_then(|rest| rest.split('/').next()).unwrap_or(ANYTHING);
                    self.push(Kind::Net, host, &target.text);
                }
                // bash opens a connection where the value says so.
                RedirectKind::Read
                    if self.assigns
                        && target.value.is_none()
                        && ["/dev/tcp/", "/dev/udp/"].iter().any(|device| device.starts_with(&target.prefix)) =>
                {
                    self.push(Kind::Unknown, format!("the file {}", target.text), &target.text);
                }
                RedirectKind::Read => {}
                RedirectKind::Write => self.written(target, &target.text),
                RedirectKind::Append => self.appended(target, &target.text),
                RedirectKind::Both => self.edited(target, &target.text),
            }
        }
    }

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

    /// The path as a question: with what the line itself did to the folder; `None` when that is not known.
    pub fn path(&self, value: &str) -> Option<String> {
        if value.starts_with('/') || value == "~" || value.starts_with("~/") {
            return Some(value.to_owned());
        }
        let folder = self.folder.as_deref()?;
        Some(if folder.is_empty() { value.to_owned() } else { format!("{folder}/{value}") })
    }
}

/// `for ((i=0; i<9; i++))`: one counter and numbers.
fn plain_count(notes: &[String]) -> bool {
    let Some((name, start)) = notes.first().and_then(|note| note.split_once('=')) else { return false };
    let (name, start) = (name.trim(), start.trim());
    let lower = !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
    lower
        && start.bytes().all(|byte| byte.is_ascii_digit())
        && notes[1..].iter().all(|note| {
            note.split(|c: char| !(c == '_' || c.is_ascii_alphanumeric()))
                .all(|word| word.is_empty() || word == name || word.bytes().all(|byte| byte.is_ascii_digit()))
                && note.chars().all(|c| c == '_' || c.is_ascii_alphanumeric() || " <>=!+-*/%".contains(c))
        })
}
