//! Runs what policy has approved, once, and watches how it ends: what was printed is captured, bounded, and the first
//! of it is held back for a moment. Nothing here decides what may run, or whether an ending is a failure.
//!
//! Linux only: signalfd, ptys and `/proc` are used as Linux has them.

mod bulk;
mod command;
mod error;
mod flow;
mod held;
mod inherited;
mod keyboard;
mod lookup;
mod monitor;
mod outer;
mod outlet;
mod plain;
mod poll;
mod pty;
mod relay;
mod run;
mod signals;
mod sink;
mod start;
mod straggler;
mod streams;
mod terminal;
mod wanting;

pub use crate::hold::Hold;
pub use error::Error;
pub use held::Held;
pub(crate) use inherited::ignores_pipe;
pub use inherited::note_inherited;
pub(crate) use outer::without_returns;
pub use run::{Options, Run, run};
