//! Policy: what may run. Pure; what it has to know of the machine comes in as a value.

mod approved;

pub use approved::Approved;

use crate::job::Job;

/// What the person typed themselves is theirs to run.
#[must_use]
pub fn typed(job: Job) -> Approved {
    Approved::new(job)
}
