//! How Nushell's lines are read: a nu is asked of what they consist. The one that is the person's shell is started for it,
//! contained, unless somebody else can tell; what was told once is kept.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use crate::line::nu::{By, Told, is_plain};
use crate::line::{self, Dialect, Line, Parsed};
use crate::sandbox::{self, Limits};

/// Tells of what lines consist, as a nu sees them. Nothing of them is run.
pub trait NuReader {
    /// An answer for each line, in their order; `None` where there is none to be had.
    fn read(&mut self, lines: &[&str]) -> Vec<Option<Told>>;
}

/// A [`NuReader`] that several hold.
#[derive(Clone)]
pub struct Reader(Rc<RefCell<dyn NuReader>>);

impl Reader {
    /// Shares it.
    #[must_use]
    pub fn new(reader: impl NuReader + 'static) -> Self {
        Self(Rc::new(RefCell::new(reader)))
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

/// What a nu is given to do; the lines come on its stdin.
const ASK: &str = include_str!("ask.nu");

/// Lines of one question, and bytes of a line; beyond that nothing is asked.
const MOST_LINES: usize = 64;
const LONGEST: usize = 4096;
/// Opening brackets of a line: nu follows them without a bound.
const MOST_BRACKETS: usize = 120;
/// Bytes of an answer.
const MOST_ANSWER: usize = 4 << 20;
/// How long a nu may take. It answers within a tenth of that, or it is not well.
const TIME: Duration = Duration::from_secs(2);

/// A nu that is started for every question, where it can write nothing, reach nobody and see no home.
#[derive(Debug)]
pub struct FreshNu {
    program: Option<PathBuf>,
}

impl FreshNu {
    /// The nu of that path, or of that name on the search path.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        Self { program: found(program) }
    }
}

/// Where a program is.
fn found(program: &Path) -> Option<PathBuf> {
    if program.components().count() > 1 {
        return program.is_absolute().then(|| program.to_owned());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

impl NuReader for FreshNu {
    fn read(&mut self, lines: &[&str]) -> Vec<Option<Told>> {
        let nothing = vec![None; lines.len()];
        let Some(program) = self.program.as_deref().filter(|_| lines.len() <= MOST_LINES) else { return nothing };
        // A line that nu would not come back from is left out, and the others are asked about.
        let fit = |line: &&str| line.len() <= LONGEST && brackets(line) <= MOST_BRACKETS;
        let asked: Vec<&str> = lines.iter().copied().filter(fit).collect();
        let Ok(input) = serde_json::to_vec(&asked) else { return nothing };
        let words = ["--no-config-file", "--no-std-lib", "--stdin", "-c", ASK];
        let limits = Limits { time: TIME, bytes: MOST_ANSWER, ..Limits::default() };
        let seen = match sandbox::ask(program, &words, &input, &limits) {
            Ok(seen) if seen.exit_code == 0 && seen.dropped == 0 => seen,
            // It will not be better the next time.
            _ => {
                self.program = None;
                return nothing;
            }
        };
        let answers: Vec<serde_json::Value> = serde_json::from_str(&seen.stdout).unwrap_or_default();
        if answers.len() != asked.len() {
            return nothing;
        }
        let mut answers = answers.iter();
        lines.iter().map(|line| Told::read(answers.next().filter(|_| fit(line))?, By::Fresh)).collect()
    }
}

fn brackets(line: &str) -> usize {
    line.bytes().filter(|byte| matches!(byte, b'(' | b'[' | b'{')).count()
}

/// Reads lines of one shell, and remembers what it was told of them.
pub(super) struct Lines {
    dialect: Dialect,
    known: RefCell<HashMap<String, Option<Told>>>,
    reader: Reader,
}

impl Lines {
    /// Of that shell.
    pub(super) fn new(program: &Path, dialect: Dialect) -> Self {
        // Nothing is looked for where the shell is another one.
        let program = if dialect == Dialect::Nu { program } else { Path::new("/") };
        Self::with(dialect, Reader::new(FreshNu::new(program)))
    }

    /// Of a shell whose lines somebody else can tell of.
    pub(super) fn with(dialect: Dialect, reader: Reader) -> Self {
        Self { dialect, known: RefCell::default(), reader }
    }

    /// What the person's own shell has said of a line.
    pub(super) fn know(&self, line: &str, told: Told) {
        self.known.borrow_mut().insert(line.to_owned(), Some(told));
    }

    /// Asks about several lines at once, which takes as long as asking about one.
    pub(super) fn prepare<'a>(&self, lines: impl IntoIterator<Item = &'a str>) {
        if self.dialect != Dialect::Nu {
            return;
        }
        let mut known = self.known.borrow_mut();
        let mut new: Vec<&str> = Vec::new();
        for line in lines {
            if is_plain(line) || known.contains_key(line) || new.contains(&line) {
                continue;
            }
            // What is left of a line that was read needs no other start of a nu.
            let tail = known.iter().find_map(|(whole, told)| told.as_ref()?.of_tail(whole, line));
            match tail {
                Some(told) => drop(known.insert(line.to_owned(), Some(told))),
                None => new.push(line),
            }
        }
        if new.is_empty() {
            return;
        }
        let told = self.reader.0.borrow_mut().read(&new);
        let told = told.into_iter().chain(std::iter::repeat(None));
        known.extend(new.into_iter().map(str::to_owned).zip(told));
    }

    /// A line, read.
    pub(super) fn parse(&self, text: &str) -> Parsed {
        self.prepare([text]);
        self.read(&Line::new(text, self.dialect))
    }

    /// A line that was prepared, or one of another shell.
    pub(super) fn read(&self, line: &Line) -> Parsed {
        if line.dialect == Dialect::Nu {
            self.prepare([line.text.as_str()]);
        }
        let known = self.known.borrow();
        line::nu::parse(line, known.get(&line.text).and_then(Option::as_ref))
    }
}

/// Lines of any shell, read as the driver would: for `ghost policy`.
#[must_use]
pub fn read_lines(shell: &Path, dialect: Dialect, texts: &[&str]) -> Vec<Parsed> {
    let lines = Lines::new(shell, dialect);
    lines.prepare(texts.iter().copied());
    texts.iter().map(|text| lines.parse(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::nu::Piece;

    /// One that knows a few lines, and counts how often it is asked.
    struct Counted(Rc<RefCell<Vec<Vec<String>>>>);

    impl NuReader for Counted {
        fn read(&mut self, lines: &[&str]) -> Vec<Option<Told>> {
            self.0.borrow_mut().push(lines.iter().map(|line| (*line).to_owned()).collect());
            let piece = |shape: &str, start: usize, end: usize| Piece { shape: shape.to_owned(), start, end };
            let told = |line: &&str| {
                let pieces = match *line {
                    "ls; cat (ls)" => vec![
                        piece("internalcall", 0, 2),
                        piece("external", 4, 7),
                        piece("block", 8, 9),
                        piece("internalcall", 9, 11),
                        piece("block", 11, 12),
                    ],
                    _ => return None,
                };
                Some(Told { pieces, error: None, by: By::Session })
            };
            lines.iter().map(told).collect()
        }
    }

    #[test]
    fn several_lines_are_one_question_and_none_is_asked_twice() {
        let asked = Rc::new(RefCell::default());
        let lines = Lines::with(Dialect::Nu, Reader::new(Counted(Rc::clone(&asked))));
        lines.prepare(["git status", "ls; cat (ls)", "ls; $x", "ls; $x"]);
        for _ in 0..2 {
            assert_eq!(lines.parse("git status").doubt, None);
            assert_eq!(lines.parse("ls; cat (ls)").doubt, None);
            assert!(lines.parse("ls; $x").doubt.is_some());
            // The rest of a line that was read.
            assert_eq!(lines.parse("cat (ls)").doubt, None);
        }
        assert_eq!(*asked.borrow(), [["ls; cat (ls)", "ls; $x"]]);
        assert!(lines.parse("at (ls)").doubt.is_some(), "it begins in the middle of a statement");
        assert_eq!(asked.borrow().len(), 2);
    }

    #[test]
    fn what_the_shell_itself_said_needs_no_other() {
        let asked = Rc::new(RefCell::default());
        let lines = Lines::with(Dialect::Nu, Reader::new(Counted(Rc::clone(&asked))));
        lines.know("ls; ls", Told { pieces: Vec::new(), error: Some("AnyKind".to_owned()), by: By::Session });
        assert!(!lines.parse("ls; ls").is_parsed());
        assert!(asked.borrow().is_empty());
    }

    #[test]
    fn other_shells_ask_nobody() {
        let asked = Rc::new(RefCell::default());
        let lines = Lines::with(Dialect::Bash, Reader::new(Counted(Rc::clone(&asked))));
        assert_eq!(lines.parse("ls; cat $(ls)").doubt, None);
        assert!(asked.borrow().is_empty());
    }
}
