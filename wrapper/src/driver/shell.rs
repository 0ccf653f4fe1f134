//! The shell a line is for, and the language it speaks.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::job::Program;
use crate::line::{self, Dialect, Line};

/// The shell a line is for.
pub(super) struct Shell {
    pub(super) program: PathBuf,
    pub(super) dialect: Dialect,
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
            (Program::Shell { .. }, dialect) => Self { program: person, dialect: dialect.unwrap_or(Dialect::Bash) },
            (Program::Exec(_), Some(dialect @ (Dialect::Bash | Dialect::Zsh))) => Self { program: person, dialect },
            (Program::Exec(_), _) => Self { program: PathBuf::from("/bin/sh"), dialect: Dialect::Bash },
        }
    }

    /// The person's live shell; one that is not known is held to speak as bash does.
    pub(super) fn named(program: PathBuf) -> Self {
        let dialect = dialect_of(program.as_os_str()).unwrap_or(Dialect::Bash);
        Self { program, dialect }
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

/// Which language the lines of a shell of this name are in; one that is not known is held to speak as bash does.
#[must_use]
pub fn dialect_named(shell: &str) -> Dialect {
    dialect_of(OsStr::new(shell)).unwrap_or(Dialect::Bash)
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
