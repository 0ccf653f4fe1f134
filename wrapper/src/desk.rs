//! What a hook's process and the terminal's host say to each other: one JSON object a line over a socket that only
//! this user can open. Values only.
//!
//! The hook's process does the thinking, in the shell's own folder and environment; the host knows what was printed,
//! keeps things between two calls, and holds output back.

use serde::{Deserialize, Serialize};

use crate::marks::RunId;

/// Version of this conversation. A host of another version is left alone.
pub const VERSION: u32 = 1;

/// A question or order for the host is never longer, newline included.
pub const LONGEST: usize = 2 << 20;

/// From a hook's process to the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Are you there?
    Hello {
        /// See [`VERSION`].
        version: u32,
    },
    /// What did this command print, and what was kept? Answered once its end has been read.
    Take {
        /// See [`VERSION`].
        version: u32,
        /// Which command.
        id: RunId,
        /// The brain is wanted as well.
        brain: bool,
    },
    /// What is kept, and what this command printed if that is still known, without waiting for anything.
    Peek {
        /// See [`VERSION`].
        version: u32,
        /// Which command, if any.
        id: Option<RunId>,
        /// The brain is wanted as well.
        brain: bool,
    },
    /// Forget what is held back.
    Forget,
    /// A line of ours runs at the next prompt, which nobody needs to see.
    ExpectRun,
    /// Show what is held back.
    Release,
    /// Keep this until it is asked for.
    Keep {
        /// Whatever the asker will need.
        pocket: String,
    },
    /// Print this once the command has ended well.
    Note {
        /// Which command.
        id: RunId,
        /// Bytes for the terminal, as text.
        text: String,
    },
    /// Here is a brain: its input, its output and its process come with the message.
    Return,
}

/// From the host to a hook's process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// It is done.
    Done {
        /// What was to be forgotten had not been seen.
        was_held: bool,
    },
    /// The answer to [`Ask::Take`] and [`Ask::Peek`]. So many bytes follow; a brain's descriptors come with it.
    Taken {
        /// The command is the last one that ended; `None` when nothing is known of it.
        run: Option<Run>,
        /// What was kept.
        pocket: String,
        /// A brain comes with the message.
        brain: bool,
    },
    /// It cannot be done.
    Refused {
        /// Why.
        why: Refusal,
    },
}

/// What is known of a command that ended. Its output follows the message, head first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its exit status.
    pub status: u8,
    /// Bytes of the head.
    pub head: usize,
    /// Bytes of the tail.
    pub tail: usize,
    /// Bytes left out between them.
    pub dropped: u64,
    /// The person has seen some of it.
    pub shown: bool,
    /// The person has typed while it ran, or something that was typed before waits to be read.
    pub typed: bool,
}

/// Why the host cannot help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It is of another version, and this is the first time that it says so.
    Version,
    /// It is of another version; that was said before.
    VersionAgain,
    /// The message made no sense.
    Unclear,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_way() {
        let id = RunId("1.2".to_owned());
        for ask in [
            Ask::Take { version: VERSION, id: id.clone(), brain: true },
            Ask::Note { id, text: "\u{1b}[2mx\r\n".to_owned() },
            Ask::Keep { pocket: "{\"a\":\"\\n\"}".to_owned() },
            Ask::Return,
        ] {
            let line = serde_json::to_string(&ask).expect("text");
            assert!(!line.contains('\n'));
            assert_eq!(serde_json::from_str::<Ask>(&line).expect("a message"), ask);
        }
    }
}
