//! The private entries that probes, the brain and the talker are started through.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;

use super::Status;
use super::args::RunOptions;
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::{policy, sandbox};

/// Confines this process, then becomes the brain; comes back only when that failed. Its log hears why.
pub fn brain(words: Vec<OsString>) -> Status {
    let refused = sandbox::enter_brain(words);
    eprintln!("ghost: brain: {refused}");
    Status::Exit(exit::OWN_ERROR)
}

/// Confines this process, then becomes the talker; comes back only when that failed. Who started it hears why.
pub fn mind(words: Vec<OsString>) -> Status {
    let refused = sandbox::enter_mind(words);
    eprintln!("ghost: mind: {refused}");
    Status::Exit(exit::OWN_ERROR)
}

/// `--state` tells what sandbox there is, `--needs PROGRAM WORD…` what policy lets a look have beyond reading; both for
/// tests and reports of trouble.
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
    if words.first().is_some_and(|first| first == "--needs") {
        return needs(&words[1..]);
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

/// The words by which this entry is told of what policy lets a look have.
fn needs(words: &[OsString]) -> Result<Status> {
    let argv = vec![words.iter().map(|word| word.to_string_lossy().into_owned()).collect()];
    let needs = policy::probe_allowed(&argv, &sandbox::origins(&argv))
        .map_err(|why| Error::new(Kind::Usage, "take that look").because(why))?;
    for word in needs.into_iter().flat_map(sandbox::need_words) {
        let _ = writeln!(std::io::stdout(), "{}", word.display());
    }
    Ok(Status::Exit(0))
}
