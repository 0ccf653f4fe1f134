//! ghost's own errors: a kind, a cause, and what to do next. The kind alone decides the exit code.

use std::fmt;

use crate::exit;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command line of ghost itself cannot be used.
    Usage,
    /// Something outside refused: a file, a folder, a process.
    Outside,
    /// A setting of the person cannot be used.
    Settings,
}

/// An error of ghost itself, never of the command it runs.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    /// Lower case; fits after "could not".
    what: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    hint: Option<String>,
}

impl Error {
    /// An error without an outside cause. `what` fits after "could not".
    #[must_use]
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), source: None, hint: None }
    }

    /// The cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What the person can do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The exit status that tells of this error.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self.kind {
            Kind::Usage | Kind::Outside | Kind::Settings => exit::OWN_ERROR,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Usage => write!(f, "{}", self.what)?,
            Kind::Outside | Kind::Settings => write!(f, "could not {}", self.what)?,
        }
        if let Some(source) = &self.source {
            write!(f, ": {source}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}

/// What most of ghost's hands return.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_reads_as_a_sentence_with_a_next_step() {
        let error = Error::new(Kind::Outside, "write the report /x")
            .because(std::io::Error::from_raw_os_error(libc::EACCES))
            .hint("choose another file with --report");
        assert_eq!(
            error.to_string(),
            "could not write the report /x: Permission denied (os error 13)\n  choose another file with --report"
        );
        assert_eq!(error.exit_status(), 125);
    }
}
