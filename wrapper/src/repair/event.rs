//! What the machine is told.

use crate::protocol::types::Candidate;

/// What of the failed run the person, or a program behind a pipe, has seen already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Seen {
    /// Everything is still held back: a repair may stay silent.
    Nothing,
    /// The person has seen output; a repair may follow it on the terminal.
    Some,
    /// Bytes have left where they cannot be taken back, or input was used up: only an offer is possible.
    TooMuch,
}

/// What policy says of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It may run unasked.
    Run,
    /// The person is to be asked; `answerable`: there is somebody who can answer.
    Ask {
        /// Why it is not run unasked.
        why: String,
        /// Somebody sits at the terminal.
        answerable: bool,
    },
    /// It must not run, and must not be offered.
    Refuse {
        /// Why.
        why: String,
    },
    /// It could only be shown: running it from here would change nothing (`cd` in a child), or what failed is not proven.
    OfferOnly {
        /// Why.
        why: String,
    },
}

/// How a repaired line ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StrikeEnd {
    /// It worked, or answered "no" as its kind of program does.
    Solved,
    /// It failed as well.
    Failed {
        /// Its exit status.
        exit_code: u8,
        /// What it printed; `None` when that is unknown.
        output: Option<String>,
        /// What has left already.
        seen: Seen,
    },
    /// It ended well, and what the line was for does not hold.
    Missed {
        /// What it printed; `None` when that is unknown.
        output: Option<String>,
        /// What has left already.
        seen: Seen,
    },
    /// The person, or a signal, ended it.
    Interrupted,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The typed line failed.
    Failed {
        /// The line.
        line: String,
        /// What has left already.
        seen: Seen,
    },
    /// The brain answered.
    Proposed(Vec<Candidate>),
    /// The brain has nothing.
    GaveUp {
        /// What the person could do; may be empty.
        hint: String,
    },
    /// The brain is missing, late, garbled or dead.
    BrainFault(String),
    /// Policy has judged the candidate in hand.
    Judged(Judgement),
    /// The person answered an offer.
    Answered(bool),
    /// The repaired line ended.
    Ended(StrikeEnd),
    /// Ctrl-C while no command was running.
    Cancelled,
}
