//! Policy: what may run. Pure; what it has to know of the machine comes in as a value.
//!
//! A line is read into effects by a table of programs (`reader`, `apply`, `role`, `special`, `programs`), compared with
//! the typed line (`change`) and with what has failed (`again`), and decided about (`judge`), where rules about exact
//! commands (`rules`) have their say. Only from here can an [`Approved`] come. `ruling` tells what would be decided. What a
//! sentence forbids (`forbidden`) holds for all of it.

mod again;
mod apply;
mod approved;
mod change;
mod decision;
mod effect;
mod exceptions;
mod explain;
mod facts;
mod forbidden;
mod judge;
mod nu;
mod probe;
mod programs;
mod protect;
mod reader;
mod retelling;
mod role;
pub mod rules;
mod ruling;
mod special;
mod table;
mod translate;
mod unread;
mod words;

pub use again::is_look_again;
pub use approved::{Approved, By};
pub use decision::{Answer, Consent, Decision, Level, Offer};
pub use effect::{ANYTHING, Effect, Kind};
pub use exceptions::Need;
pub use explain::{Single, Standing, Started, explain};
pub use facts::{Facts, Found, Place, Question};
pub use forbidden::{forbidden, forbidden_look};
pub use judge::{Failed, Request, effects, judge, questions};
pub use probe::{Origin, probe_allowed};
pub use retelling::{retells, searches};
pub use ruling::{Act, Class, LEVELS, Repaired, Ruling, Says, questions_of, ruling};
pub use translate::is_translation;

use crate::job::Job;

/// What the person typed themselves is theirs to run.
#[must_use]
pub fn typed(job: Job) -> Approved {
    Approved::new(job, By::Typed)
}

#[cfg(test)]
pub(crate) mod tests;
