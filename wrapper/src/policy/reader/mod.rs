//! From a line to its effects: every simple command in it, looked through wrappers and into `sh -c` text.
//!
//! Pure, with a view of the facts. What it does not understand becomes [`Kind::Unknown`]; it never guesses.

mod compound;
mod program;
mod simple;

use std::collections::BTreeSet;

use super::effect::{Effect, Kind};
use super::facts::Look;
use super::unread::{self, Unread};
use super::words::PROGRAM_FOLDERS;
use crate::line::{Command, Dialect, Parsed, Pipeline, Span, Word};

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
    /// Where what runs while its words are made begins among the commands before it.
    pub made_from: usize,
    /// What it reads by redirections, as typed.
    pub reads: Vec<String>,
    /// Variables that get what it puts out.
    pub into: Vec<String>,
    /// Functions of the line's that it is a part of.
    pub within: Vec<String>,
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
    /// What the words of a line that could not be read tell of such code.
    pub guessed: Option<Unread>,
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
            guessed: None,
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
            self.guessed = self.guessed.take().or_else(|| unread::by_words(&parsed.line));
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
        self.note(words, None, calls, before, self.each.len());
        self.fed = false;
    }

    /// What has been pushed since `before` is one command's, and so are the calls from that one on.
    fn note(&mut self, words: Vec<String>, span: Option<Span>, calls: usize, before: Vec<Effect>, made_from: usize) {
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
        let (reads, into, within) = (Vec::new(), Vec::new(), self.defining.clone());
        self.each.push(Each { words, effects: own, span, programs, fed_from, made_from, reads, into, within });
    }

    /// What the commands from that one on put out goes into these variables, and so does what was in those that `text`
    /// names.
    pub fn goes_into(&mut self, from: usize, names: &[String], text: &str) {
        for (at, one) in self.each.iter_mut().enumerate() {
            let carried = one.into.iter().any(|name| unread::mentions(text, name));
            if at >= from || carried {
                one.into.extend(names.iter().cloned());
            }
        }
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
