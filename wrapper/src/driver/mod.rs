//! The one place where rooms meet: performs the repair machine's effects and brings it the next event.
//!
//! The way of a command that works is short: run, release, leave. Everything else is looked at only once it failed.

mod brain;
mod repair;

use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::PathBuf;

use nix::unistd::Pid;

use crate::capture::Ending;
use crate::error::{Error, Kind, Result};
use crate::executor::{self, Options};
use crate::job::{Job, Program};
use crate::machine::Input;
use crate::policy;
use crate::ui::Ui;

pub use brain::kernel;

/// What the person wants run, and how.
#[derive(Debug)]
pub struct Order {
    /// What to run.
    pub program: Program,
    /// The person's consent to what policy would ask about.
    pub yes: bool,
    /// Where every repair that is run is written.
    pub report: Option<File>,
    /// Which brain.
    pub brain: Brain,
}

/// Which brain to use; empty for the one that belongs to this ghost.
#[derive(Debug, Default)]
pub struct Brain {
    /// Another program.
    pub program: Option<PathBuf>,
    /// One that is there already, over this socket.
    pub socket: Option<OwnedFd>,
    /// Its process.
    pub pid: Option<Pid>,
}

/// Runs the order, repairs it when it fails, and says how the last run ended.
///
/// # Errors
/// Only errors of ghost itself; nothing has been run then, or its end is not known.
pub fn run(order: Order, ui: impl FnOnce() -> Ui) -> Result<Ending> {
    let job = Job { program: order.program.clone() };
    let input = Input::look();
    let run = executor::run(&policy::typed(job), &Options::default()).map_err(own)?;
    if run.capture.ending == Ending::Exited(0) {
        release(run.held);
        return Ok(run.capture.ending);
    }
    Ok(repair::after(order, run, input, ui))
}

/// Lets held output go. A closed stdout or stderr is the reader's choice and no error of the run.
fn release(held: executor::Held) {
    let _ = held.release();
}

fn own(error: executor::Error) -> Error {
    Error::new(Kind::Outside, "run the command").because(error)
}
