//! The private entry that a probe is started through.

use std::ffi::{OsStr, OsString};

use super::Status;
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::sandbox;

/// Confines this process, then becomes the program to look with; comes back only when that failed.
///
/// # Errors
/// When the entry is not known.
pub fn run(name: &OsStr, words: Vec<OsString>) -> Result<Status> {
    if name != sandbox::ENTRY {
        return Err(Error::new(Kind::Usage, format!("there is no private entry {}", name.display())));
    }
    let refused = sandbox::enter(words);
    eprintln!("ghost: probe: {refused}");
    Ok(Status::Exit(exit::OWN_ERROR))
}
