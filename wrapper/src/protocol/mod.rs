//! The synapse: what body and brain say to each other. Values only; pipes and processes are the client's.
//!
//! `types` is generated from `kernel/protocol/schema.json`; `codec` turns one message into one line and back.

pub mod codec;
pub mod types;

pub use types::{Action, Event};
