//! A job made ready to be started: its program found, its words in the form execve wants.

use std::ffi::{CString, OsStr, OsString};
use std::io;
use std::os::fd::RawFd;

use libc::sigset_t;
use nix::unistd::Pid;

use super::lookup::{self, Refusal};
use super::start::{Arguments, Plan, Stream};

/// What is to be started.
#[derive(Debug)]
pub(super) struct Command {
    name: OsString,
    program: CString,
    arguments: Arguments,
}

impl Command {
    /// Finds the program along `path`. The inner error is the job's own end: no such program.
    ///
    /// # Errors
    /// `InvalidInput` when there is no word at all, or one holds a NUL byte.
    pub(super) fn find(words: Vec<OsString>, path: Option<&OsStr>) -> io::Result<Result<Self, Refusal>> {
        let Some(name) = words.first().cloned() else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let arguments = Arguments::new(words)?;
        Ok(lookup::find(&name, path).map(|program| Self { name, program, arguments }))
    }

    /// Starts it.
    ///
    /// # Errors
    /// The errno of execve(2) or clone(2).
    pub(super) fn start(&self, streams: [Stream; 3], foreground: Option<RawFd>, mask: sigset_t) -> Result<Pid, i32> {
        let plan = Plan { program: &self.program, arguments: &self.arguments, streams, foreground, mask };
        let started = match plan.start() {
            Err(error) if error.raw_os_error() == Some(libc::ENOEXEC) && lookup::is_script(&self.program) => {
                plan.start_through_sh()
            }
            other => other,
        };
        started.map_err(|error| error.raw_os_error().unwrap_or(libc::EINVAL))
    }

    /// What `start`'s errno means.
    pub(super) fn refused(&self, errno: i32) -> Refusal {
        lookup::refused(&self.name, &self.program, errno)
    }
}
