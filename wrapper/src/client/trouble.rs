//! Why there is no answer.

use super::connection::Broken;
use crate::protocol::types::VERSION;

/// See the module.
#[derive(Debug)]
pub enum Trouble {
    /// It could not be started.
    Missing(String),
    /// It speaks another version of the protocol.
    Version(i64),
    /// The connection broke.
    Broken(Broken),
    /// It sent what is no message.
    Garbled(String),
    /// It reported an error of its own.
    Failed(String),
}

impl Trouble {
    /// The person stopped it.
    #[must_use]
    pub fn is_cancel(&self) -> bool {
        matches!(self, Self::Broken(Broken::Cancelled))
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(why) => write!(f, "no brain: {why}"),
            Self::Version(theirs) => {
                write!(f, "the brain speaks version {theirs} of the protocol, ghost {VERSION}")
            }
            Self::Broken(broken) => write!(f, "the brain: {broken}"),
            Self::Garbled(why) => write!(f, "the brain sent {why}"),
            Self::Failed(why) => write!(f, "the brain: {why}"),
        }
    }
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}
