//! Looks at the machine: who listens, what runs, which units there are, what fills a disk or the memory, what has
//! changed last.
//!
//! It reads `/proc`, `/sys` and folders, starts no process, opens no socket and writes nothing. Parsing is kept apart
//! from reading, so that a test hands in text. What a topic finds are rows ([`Row`]): a table for people, JSON for
//! programs.

pub mod changes;
pub mod disk;
pub mod memory;
pub mod ports;
mod process;
pub mod processes;
mod table;
pub mod units;
mod walk;

pub use table::{Row, json, table};

/// What a topic has found.
#[derive(Debug)]
pub struct Seen<T> {
    /// What there is, in the order it is shown.
    pub rows: Vec<T>,
    /// Sentences about what could not be seen, or was not looked at.
    pub notes: Vec<String>,
}

impl<T> Seen<T> {
    /// Rows without a reservation.
    fn whole(rows: Vec<T>) -> Self {
        Self { rows, notes: Vec::new() }
    }
}
