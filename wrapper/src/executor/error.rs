//! Why ghost itself could not run a job. How the job itself ended is a `Capture`, never an error.

use std::{fmt, io};

/// ghost's own trouble.
#[derive(Debug)]
pub struct Error {
    /// Fits after "could not".
    what: &'static str,
    source: io::Error,
}

impl Error {
    /// For `map_err`: what could not be done.
    pub(super) fn to(what: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self { what, source }
    }

    /// For `map_err` on calls that give an errno.
    pub(super) fn errno(what: &'static str) -> impl Fn(nix::errno::Errno) -> Self {
        move |errno| Self { what, source: errno.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {}: {}", self.what, self.source)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
