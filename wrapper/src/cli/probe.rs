//! The private entries that probes and the brain are started through.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;

use super::Status;
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::sandbox;

/// Confines this process, then becomes the brain; comes back only when that failed. Its log hears why.
pub fn brain(words: Vec<OsString>) -> Status {
    let refused = sandbox::enter_brain(words);
    eprintln!("ghost: brain: {refused}");
    Status::Exit(exit::OWN_ERROR)
}

/// `--state` tells what sandbox there is, for tests and reports of trouble.
/// Else confines this process, then becomes the program to look with; comes back only when that failed.
///
/// # Errors
/// When the entry is not known.
pub fn run(name: &OsStr, words: Vec<OsString>) -> Result<Status> {
    if name != sandbox::ENTRY {
        return Err(Error::new(Kind::Usage, format!("there is no private entry {}", name.display())));
    }
    if words == ["--state"] {
        let _ = writeln!(std::io::stdout(), "{}", sandbox::state());
        return Ok(Status::Exit(0));
    }
    let refused = sandbox::enter(words);
    eprintln!("ghost: probe: {refused}");
    Ok(Status::Exit(exit::OWN_ERROR))
}
