//! The private entries that probes and the brain are started through.

use std::ffi::{OsStr, OsString};

use super::Status;
use super::args::RunOptions;
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::sandbox;

/// Confines this process, then becomes the brain; comes back only when that failed. Its log hears why.
pub fn brain(words: Vec<OsString>) -> Status {
    let refused = sandbox::enter_brain(words);
    eprintln!("ghost: brain: {refused}");
    Status::Exit(exit::OWN_ERROR)
}

/// Confines this process, then becomes the program to look with; comes back only when that failed.
///
/// # Errors
/// When the entry is not known.
pub fn run(name: &OsStr, words: Vec<OsString>) -> Result<Status> {
    if name != sandbox::ENTRY {
        return Err(Error::new(Kind::Usage, format!("there is no private entry {}", name.display())));
    }
    let refused = match words.split_first() {
        Some((first, rest)) if first == sandbox::LOOK => match sandbox::enter_look(rest) {
            Ok(()) => {
                return super::own(
                    [OsString::from("look")].into_iter().chain(rest.to_vec()).collect(),
                    RunOptions::default(),
                );
            }
            Err(refused) => refused,
        },
        _ => sandbox::enter(words),
    };
    eprintln!("ghost: probe: {refused}");
    Ok(Status::Exit(exit::OWN_ERROR))
}
