//! The private entry that a probe is started through.

use std::ffi::{OsStr, OsString};

use super::Status;
use crate::error::{Error, Kind, Result};

/// Confines this process, then becomes the program to look with.
///
/// # Errors
/// When the entry is not known.
pub fn run(name: &OsStr, _words: Vec<OsString>) -> Result<Status> {
    Err(Error::new(Kind::Usage, format!("there is no private entry {}", name.display())))
}
