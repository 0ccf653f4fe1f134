//! What is to be run: values only.

use std::ffi::OsString;
use std::path::PathBuf;

/// The program of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    /// A program with its arguments, started by execve without a shell. Never empty.
    Exec(Vec<OsString>),
    /// A line for a shell, started as `SHELL -c LINE`.
    Shell {
        /// The shell, as in `$SHELL`.
        shell: PathBuf,
        /// The line.
        line: String,
    },
}

impl Program {
    /// The argument vector to start.
    #[must_use]
    pub fn argv(&self) -> Vec<OsString> {
        match self {
            Self::Exec(words) => words.clone(),
            Self::Shell { shell, line } => {
                vec![shell.clone().into_os_string(), "-c".into(), line.into()]
            }
        }
    }
}

/// Something to run in the person's working folder and environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What to start.
    pub program: Program,
}
