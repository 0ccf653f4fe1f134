//! Looks that cannot touch: a program started where it can read the system and write nothing, reach no network and
//! signal nobody.
//!
//! ghost is re-executed with a private first word, confines itself (`confine`), tries what must now be forbidden, and
//! becomes the program; restricting between fork and exec would not be safe. Where the kernel has not all of it, the same
//! is done inside bubblewrap (`rung`, `bubblewrap`). Where neither can be had nothing is started: there is no weaker way. What a look needs
//! beyond that is policy's to say (`Need`); ghost's own looks are taken in the confined process itself (`own`).

mod bpf;
mod brain;
mod bubblewrap;
mod confine;
mod filter;
mod mind;
mod own;
mod probe;
mod program;
mod rung;

pub use brain::{BRAIN_ENTRY, brain_front, enter_brain};
pub use confine::{enter, need_words};
pub use mind::{MIND_ENTRY, Reach, enter_mind, mind_front};
pub use own::{LOOK, enter_look};
pub use probe::{Limits, Sighting, ask, origins, probe};
pub use rung::{Rung, State, has_landlock, state};

/// The private word ghost is re-executed with.
pub const ENTRY: &str = "__probe";

/// Why no look was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(String);

impl Refused {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}
