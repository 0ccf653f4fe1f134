//! A repair taken back, with both its records in the journal.

use std::path::Path;

use crate::error::Result;
use crate::journal::{self, Entry, Journal, Stage, What};
use crate::undo::{Kept, Undo};

/// Puts back what this action has written over; the person has said so.
///
/// # Errors
/// When something has changed since, or cannot be written.
pub fn take_back(state: &Path, kept: &Kept) -> Result<()> {
    let journal = Journal::of(state);
    let action = journal::action();
    journal.write(Entry {
        action: action.clone(),
        what: What::Undo,
        runs: format!("undo {}", kept.line),
        decided: "the person".to_owned(),
        ..Entry::default()
    })?;
    let done = Undo::of(state).restore(kept);
    let status = u8::from(done.is_err());
    journal.write(Entry {
        action,
        stage: Stage::Ended,
        what: What::Undo,
        exit_code: Some(status),
        ..Entry::default()
    })?;
    done
}
