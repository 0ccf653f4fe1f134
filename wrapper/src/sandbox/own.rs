//! ghost's own look, for the brain: taken in this process, which gives up writing, sockets and other programs first. It
//! becomes no other program, so it can be held more tightly than one, and may see more.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{Refused, confine, filter};
use crate::policy::Need;

/// The option of the private entry that stands for `ghost look`; the topic and its words follow.
pub const LOOK: &str = "--look";

/// The topic that wants to know which files others have open. Landlock hides those from whom it confines, whatever it
/// lets them read (ptrace restrictions, landlock(7)); there the filter of system calls alone keeps everything as it is.
const PORTS: &str = "ports";

/// Confines this process for a look with these words.
///
/// # Errors
/// When anything of the confinement cannot be had; there must be no look then.
pub fn enter_look(words: &[OsString]) -> Result<(), Refused> {
    confine::limit()?;
    if words.first().is_none_or(|topic| topic != PORTS) {
        confine::landlock(&[PathBuf::from("/")])?;
    }
    filter::program(Need::OwnLook)?.load()?;
    confine::try_files()?;
    confine::try_sockets(Need::OwnLook)
}
