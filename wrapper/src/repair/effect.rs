//! What the machine wants done.

use crate::protocol::types::Candidate;

/// One earlier strike.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tried {
    /// The line that was run, or refused.
    pub line: String,
    /// Its exit status; `None` when it was not run.
    pub exit_code: Option<u8>,
    /// What it printed; `None` when that is unknown.
    pub output: Option<String>,
    /// Why it was not run; or, of one that was run, why that was not enough.
    pub refused: Option<String>,
}

/// How the repair ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// A repaired line worked.
    Solved(Candidate),
    /// A line was offered, and nobody has answered yet.
    Offered(Candidate),
    /// The person was asked about a line, and did not want it.
    Declined(Candidate),
    /// Nothing worked, or there was nothing to try.
    GaveUp,
    /// The person stopped it.
    Cancelled,
}

/// What is to be shown before the end.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// The line that worked.
    Solved(Candidate),
    /// The first error as it was, then what was tried, then a hint or a complaint about the brain where there is one.
    FirstError {
        /// How each strike ended.
        tried: Vec<Tried>,
        /// One dim line at most; empty for none.
        note: String,
    },
    /// The first error, then a line that was not run.
    Offer {
        /// The line.
        candidate: Candidate,
        /// Why it was not run.
        why: String,
        /// How earlier strikes ended.
        tried: Vec<Tried>,
    },
}

/// What the driver is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the brain for lines. Answer: `Proposed`, `GaveUp` or `BrainFault`.
    AskBrain {
        /// Which strike the answer is for, 1 to 3.
        strike: u8,
        /// What was tried so far.
        tried: Vec<Tried>,
    },
    /// Let policy judge it. Answer: `Judged`.
    Judge(Candidate),
    /// Run what was just judged, or agreed to. Answer: `Ended`.
    Run(Candidate),
    /// Show the first error and the offer, and ask. Answer: `Answered`.
    AskPerson {
        /// The line.
        candidate: Candidate,
        /// Why it is not run unasked.
        why: String,
    },
    /// Show this.
    Show(Shown),
    /// It is over.
    End(Ending),
}
