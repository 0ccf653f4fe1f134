//! What the judge has to know of the machine: it asks in values, and is answered in values.
//!
//! Looking is the body's work. An answer that is missing counts as the worst one: the file exists, the program is
//! another one than its name says.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::protocol::types::Name;

/// Something the judge needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// What stands at this path? Absolute, or `~/…`, or relative to the folder the line runs in.
    Path(String),
    /// Which program does this name start? A bare name.
    Program(String),
    /// Is there a name in this folder that a program would take for an option or a command? As [`Question::Path`]; empty
    /// for the folder the line runs in.
    Signs(String),
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nothing.
    Missing,
    /// A regular file; its path with all links resolved.
    File(String),
    /// A folder; its path with all links resolved.
    Folder(String),
    /// A device, a socket, a pipe, or something that cannot be looked at.
    Other,
}

/// What a bare name starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No program of that name is on the search path.
    Missing,
    /// A program in a folder that only root can write.
    System,
    /// A program in another folder of the search path, and none of that name in one of root's.
    Own,
    /// A program that hides one of root's by its place, or that a relative folder of the search path holds.
    Hiding,
}

/// The answers, and who and where the person is.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The folder the line runs in, absolute.
    pub cwd: String,
    /// The person's home; empty when there is none.
    pub home: String,
    /// The line runs with root's rights.
    pub root: bool,
    /// Aliases and functions of the person's shell; empty for a shell that has none.
    pub names: Vec<Name>,
    /// What the line would write over is kept first and can be put back.
    pub way_back: bool,
    /// The folders of the search path that are absolute.
    pub search: Vec<String>,
    paths: HashMap<String, Place>,
    ways: HashMap<String, String>,
    programs: HashMap<String, Found>,
    signs: HashMap<String, bool>,
}

impl Facts {
    /// Facts without an answer.
    #[must_use]
    pub fn new(cwd: impl Into<String>, home: impl Into<String>, root: bool) -> Self {
        Self { cwd: cwd.into(), home: home.into(), root, ..Self::default() }
    }

    /// Answers [`Question::Path`].
    pub fn set_path(&mut self, path: impl Into<String>, place: Place) {
        let path = path.into();
        if let Some(tidy) = respelt(&path) {
            self.paths.entry(tidy).or_insert_with(|| place.clone());
        }
        self.paths.insert(path, place);
    }

    /// Where a write to that path would arrive, though nothing is there yet: all links on the way resolved.
    pub fn set_way(&mut self, path: impl Into<String>, real: impl Into<String>) {
        let (path, real) = (path.into(), real.into());
        if let Some(tidy) = respelt(&path) {
            self.ways.entry(tidy).or_insert_with(|| real.clone());
        }
        self.ways.insert(path, real);
    }

    /// The real path behind the path, where it is known: of what is there, or of what would be.
    pub(super) fn real(&self, path: &str) -> Option<&str> {
        match self.paths.get(path) {
            Some(Place::File(real) | Place::Folder(real)) => Some(real),
            _ => self.ways.get(path).map(String::as_str),
        }
    }

    /// Answers [`Question::Program`].
    pub fn set_program(&mut self, name: impl Into<String>, found: Found) {
        self.programs.insert(name.into(), found);
    }

    /// Answers [`Question::Signs`].
    pub fn set_signs(&mut self, folder: impl Into<String>, are_there: bool) {
        self.signs.insert(folder.into(), are_there);
    }
}

/// The path as effects name it (`./a` is `a`); behind a link `..` leads elsewhere than names tell.
fn respelt(path: &str) -> Option<String> {
    let tidy = super::protect::tidy(path);
    (tidy != path && !path.split('/').any(|part| part == "..")).then_some(tidy)
}

/// The judge's view of the facts; what it asked for is noted.
pub(super) struct Look<'a> {
    pub facts: &'a Facts,
    /// Names that nobody has looked up are taken for the usual programs: for collecting questions, and where the
    /// program is started by its path anyway.
    pub trusting: bool,
    asked: RefCell<Vec<Question>>,
}

impl<'a> Look<'a> {
    pub fn new(facts: &'a Facts) -> Self {
        Self { facts, trusting: false, asked: RefCell::default() }
    }

    pub fn trusting(facts: &'a Facts) -> Self {
        Self { trusting: true, ..Self::new(facts) }
    }

    pub fn place(&self, path: &str) -> Option<&'a Place> {
        self.note(Question::Path(path.to_owned()));
        self.facts.paths.get(path)
    }

    pub fn found(&self, name: &str) -> Option<Found> {
        self.note(Question::Program(name.to_owned()));
        self.facts.programs.get(name).copied()
    }

    pub fn has_signs(&self, folder: &str) -> bool {
        self.note(Question::Signs(folder.to_owned()));
        self.facts.signs.get(folder).copied().unwrap_or(true)
    }

    fn note(&self, question: Question) {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&question) {
            asked.push(question);
        }
    }

    pub fn into_questions(self) -> Vec<Question> {
        self.asked.into_inner()
    }
}
