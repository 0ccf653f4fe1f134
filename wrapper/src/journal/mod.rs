//! What ghost did: the last repair whole, for `ghost why`, and a record of every action, for `ghost log`.
//!
//! Keeps lines and decisions, never what a command printed.

mod chain;
mod last;

pub use chain::{Entry, Journal, Stage, What, action, is_half, told, verify};
pub use last::{OFFERED, Record, SENTENCE, Step, Taken, UNREAD, keep, last, now, redacted, report};
