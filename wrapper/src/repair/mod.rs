//! The repair machine: observe, orient, decide, act, at most three times.
//!
//! Pure: it takes an event and returns effects; the driver performs them and brings the next event.
//! It runs nothing, knows no clock and no terminal. What it guarantees: at most three runs, never the same line
//! twice (the typed one included), every run judged first, and one ending.

mod effect;
mod event;
mod machine;

pub use effect::{Effect, Ending, Shown, Tried};
pub use event::{Event, Judgement, Seen, StrikeEnd};
pub use machine::{MAX_STRIKES, Machine};
