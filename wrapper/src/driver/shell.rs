//! The shell a line is for, and the language it speaks.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::nu::{Lines, Reader};
use crate::job::Program;
use crate::line::{self, Dialect, Line, Parsed};

/// The shell a line is for.
pub(super) struct Shell {
    pub(super) program: PathBuf,
    pub(super) dialect: Dialect,
    lines: Lines,
}

impl Shell {
    /// The person's own. Where a program was started directly and their shell's language is another than POSIX
    /// shells speak, repairs are lines for `sh`: the words were typed to ghost, not to the shell.
    pub(super) fn of(program: &Program) -> Self {
        let person = match program {
            Program::Shell { shell, .. } => shell.clone(),
            Program::Exec(_) => std::env::var_os("SHELL").map(PathBuf::from).unwrap_or_default(),
        };
        let dialect = dialect_of(person.as_os_str());
        match (program, dialect) {
            (Program::Shell { .. }, dialect) => Self::new(person, dialect.unwrap_or(Dialect::Bash)),
            (Program::Exec(_), Some(dialect @ (Dialect::Bash | Dialect::Zsh))) => Self::new(person, dialect),
            (Program::Exec(_), _) => Self::new(PathBuf::from("/bin/sh"), Dialect::Bash),
        }
    }

    /// The person's live shell; one that is not known is held to speak as bash does.
    pub(super) fn named(program: PathBuf) -> Self {
        let dialect = dialect_of(program.as_os_str()).unwrap_or(Dialect::Bash);
        Self::new(program, dialect)
    }

    fn new(program: PathBuf, dialect: Dialect) -> Self {
        let lines = Lines::new(&program, dialect);
        Self { program, dialect, lines }
    }

    /// The same, whose lines are read by somebody else where there is one.
    pub(super) fn read_by(self, reader: Option<&Reader>) -> Self {
        match reader {
            Some(reader) => Self { lines: Lines::with(self.dialect, reader.clone()), ..self },
            None => self,
        }
    }

    /// What is told of its lines.
    pub(super) fn lines(&self) -> &Lines {
        &self.lines
    }

    /// A line of it, read.
    pub(super) fn parse(&self, text: &str) -> Parsed {
        self.lines.parse(text)
    }

    pub(super) fn line(&self, program: &Program) -> Line {
        let text = match program {
            Program::Shell { line, .. } => line.clone(),
            Program::Exec(argv) => {
                let words: Vec<String> = argv.iter().map(|word| word.to_string_lossy().into_owned()).collect();
                line::join(&words, self.dialect)
            }
        };
        Line::new(text, self.dialect)
    }
}

/// Which language a shell of this name speaks; `None` for one that is not known.
fn dialect_of(shell: &OsStr) -> Option<Dialect> {
    let name = Path::new(shell).file_name()?.to_str()?;
    match name {
        "bash" | "sh" | "dash" | "ash" | "ksh" | "mksh" => Some(Dialect::Bash),
        "zsh" => Some(Dialect::Zsh),
        "fish" => Some(Dialect::Fish),
        "nu" => Some(Dialect::Nu),
        _ => None,
    }
}
