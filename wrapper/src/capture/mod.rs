//! What a run left behind: how it ended and what it printed, bounded.
//!
//! "Unknown" is a value of its own: output nobody saw is not empty output.

mod recorder;
mod written;

use std::time::Duration;

pub(crate) use recorder::{Recorder, TAIL};
pub(crate) use written::Written;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It exited with this status (0–255).
    Exited(u8),
    /// This signal ended it.
    Signalled(u8),
    /// It could not be started: 127 when there is no such program, 126 when it is there but cannot be run.
    NotStarted(u8),
}

impl Ending {
    /// The exit status a shell would show: 128+n for signal n (POSIX 2.8.2).
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Self::Exited(status) | Self::NotStarted(status) => status,
            Self::Signalled(signal) => 128_u8.saturating_add(signal),
        }
    }
}

/// Printed bytes: the head and the tail are kept, what lies between is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The first bytes.
    pub head: Vec<u8>,
    /// The last bytes, when more was printed than the head holds.
    pub tail: Vec<u8>,
    /// Bytes left out between head and tail.
    pub dropped: u64,
}

impl Text {
    /// True when nothing was printed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.head.is_empty()
    }
}

/// What was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Nobody saw it.
    Unknown,
    /// Both streams as they came, in the order they were seen.
    Seen(Text),
}

/// Where printed bytes went before the run ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Released {
    /// The person has seen some of what was printed.
    pub any: bool,
    /// Bytes have left on a stdout that is no terminal.
    pub stdout: bool,
}

/// A finished run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// How it ended.
    pub ending: Ending,
    /// What it printed.
    pub output: Output,
    /// What left before the end.
    pub released: Released,
    /// Ctrl-C, Ctrl-\\ or a signal sent to ghost reached it: whatever the status, the end was asked for.
    pub interrupted: bool,
    /// Wall-clock time from start to end.
    pub duration: Duration,
}
