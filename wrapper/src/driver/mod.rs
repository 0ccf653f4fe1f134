//! The one place where rooms meet: performs the repair machine's effects and brings it the next event.
//!
//! The way of a command that works is short: run, release, leave. Everything else is looked at only once it failed.

pub mod ask;
mod away;
mod back;
mod books;
mod brain;
mod check;
mod child;
mod errands;
mod evidence;
mod explain;
pub mod fix;
pub mod live;
pub mod minds;
mod named;
pub mod nu;
mod repair;
mod scene;
mod shell;
mod veil;

use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::PathBuf;

use nix::unistd::Pid;

use crate::capture::Ending;
use crate::config::{Config, Folders};
use crate::error::{Error, Kind, Result};
use crate::executor::{self, Options, Run};
use crate::job::{Job, Program};
use crate::line;
use crate::machine::Input;
use crate::policy;
use crate::protocol::types::{Name, NameKind};
use crate::repair::Machine;
use crate::ui::Ui;
use crate::verdict::{self, Verdict};
use brain::Thinker;
use child::Child;
use repair::Repair;
use shell::Shell;

pub use back::take_back;
pub use brain::{kernel, try_brain};
pub use explain::{Explained, explain};

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
    /// One that slept: what it reads from, what it writes to, and its process.
    pub lent: Option<Lent>,
}

/// A brain between two requests: what it reads from, what it writes to, and its process.
pub type Lent = (OwnedFd, OwnedFd, OwnedFd);

/// Runs the order, repairs it when it fails, and says how the last run ended.
///
/// # Errors
/// Only errors of ghost itself; nothing has been run then, or its end is not known.
pub fn run(order: Order, ui: impl FnOnce() -> Ui) -> Result<Ending> {
    let job = Job { program: order.program.clone() };
    let input = Input::look();
    let run = executor::run(&policy::typed(job), &Options::default()).map_err(own)?;
    if run.capture.ending == Ending::Exited(0) {
        child::release(Some(run.held));
        return Ok(run.capture.ending);
    }
    Ok(after(order, run, input, ui))
}

fn own(error: executor::Error) -> Error {
    Error::new(Kind::Outside, "run the command").because(error)
}

/// Takes over where the first run has ended with something else than success. Kept apart from the way of those that
/// end well, which is to be short.
#[cold]
fn after(order: Order, run: Run, input: Input, ui: impl FnOnce() -> Ui) -> Ending {
    let shell = Shell::of(&order.program);
    let typed = shell.parse(&shell.line(&order.program).text);
    let ending = run.capture.ending;
    match verdict::judge(&typed, &run.capture) {
        Verdict::Failure => {}
        Verdict::Success | Verdict::Answer | Verdict::Interrupted => {
            child::release(Some(run.held));
            return ending;
        }
    }
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    let ui = ui();
    for complaint in &config.complaints {
        ui.note(complaint);
    }
    let direct = matches!(order.program, Program::Exec(_));
    let mut repair = Repair {
        scene: Child { ui, direct, input, first: Some(run.held), last: None },
        failed: line::failed_stage(&typed, ending.status(), evidence::shown(&run.capture).as_deref()),
        record: repair::record(&typed, ending),
        machine: Machine::default(),
        action: String::new(),
        effects: Vec::new(),
        names: exported_functions(),
        yes: order.yes,
        report: order.report,
        private: false,
        thinker: Thinker::new(order.brain),
        first: run.capture,
        last: ending,
        decision: None,
        shell,
        base: typed.clone(),
        part: None,
        typed,
        folders,
        config,
        ui,
    };
    let beginning = repair.beginning();
    repair.drive(beginning);
    repair.last
}

/// Functions that bash takes from its environment (bash manual, "Shell Functions"): a line that it runs may mean them
/// by the names of programs.
fn exported_functions() -> Vec<Name> {
    let name = |variable: &str| Some(variable.strip_prefix("BASH_FUNC_")?.strip_suffix("%%")?.to_owned());
    std::env::vars_os()
        .filter_map(|(variable, _)| name(variable.to_str()?))
        .map(|name| Name { name, kind: NameKind::Function, text: String::new() })
        .collect()
}
