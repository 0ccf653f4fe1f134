//! The doors: the command line, and one subcommand a file.

mod args;
mod ask;
mod doctor;
mod explain;
mod fix;
mod help;
mod hook;
mod init;
mod log;
mod look;
mod memory;
mod model;
mod packages;
mod policy;
mod probe;
mod redact;
mod route;
mod rules;
mod run;
mod undo;
mod uninstall;
mod why;

use std::ffi::{OsStr, OsString};

use clap::Parser as _;

use crate::error::{Error, Kind, Result};
use crate::job::Program;
use args::{Request, RunOptions};

pub use run::Status;

/// Commands of ghost's own.
#[derive(Debug, clap::Parser)]
#[command(
    name = "ghost",
    bin_name = "ghost",
    no_binary_name = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
enum Own {
    /// Show this help.
    #[command(name = "help")]
    Help,
    /// Tell what happened last, and why.
    #[command(name = "why")]
    Why(why::Why),
    /// Show what ghost did.
    #[command(name = "log")]
    Log(log::Log),
    /// Look at the machine.
    #[command(name = "look")]
    Look(look::Look),
    /// Say which models may be asked, and try them.
    #[command(name = "model", subcommand)]
    Model(model::Model),
    /// List the rules, write one, check it, see what the rules make of a line.
    #[command(name = "rules", subcommand)]
    Rules(rules::Rules),
    /// Look at what ghost remembers, search it, forget it, take it elsewhere.
    #[command(name = "memory", subcommand)]
    Memory(memory::Memory),
    /// Ask something in your own words.
    #[command(name = "ask")]
    Ask(ask::Ask),
    /// Repair the last failure, or tell what could be done about one.
    #[command(name = "fix")]
    Fix(fix::Fix),
    /// Print what a shell's rc file evaluates.
    #[command(name = "init")]
    Init(init::Init),
    /// Switch ghost off for this shell.
    #[command(name = "off")]
    Off,
    /// Switch ghost on again for this shell.
    #[command(name = "on")]
    On,
    /// Tell whether lines are commands or sentences.
    #[command(name = "route")]
    Route(route::Route),
    /// Tell what holds here, and what does not.
    #[command(name = "doctor")]
    Doctor(doctor::Doctor),
    /// Tell what may run, and why.
    #[command(name = "policy", subcommand)]
    Policy(policy::Policy),
    /// Replace secrets in text by placeholders.
    #[command(name = "redact")]
    Redact(redact::Redact),
    /// Take the last repair back.
    #[command(name = "undo")]
    Undo(undo::Undo),
    /// Remove ghost, and what its installer fetched.
    #[command(name = "uninstall")]
    Uninstall(uninstall::Uninstall),
}

/// Does what the words behind the program's name ask for.
///
/// # Errors
/// Only errors of ghost itself; how a command ended is a [`Status`].
pub fn main(words: impl Iterator<Item = OsString>) -> Result<Status> {
    match args::parse(words)? {
        Request::Argv(argv, options) => {
            if let Some(own) = options.near {
                run::is_there(&argv, own)?;
            }
            run::run(Program::Exec(argv), options)
        }
        Request::Line(line, options) => run::run(run::shell_line(line), options),
        Request::Own(words, options) => own(words, options),
        Request::Private(name, words) => private(&name, words),
        Request::Version => Ok(help::version()),
        Request::Help => Ok(help::show()),
    }
}

/// A command of ghost's own. Kept apart, so that the way of every wrapped command is short.
#[cold]
fn own(words: Vec<OsString>, options: RunOptions) -> Result<Status> {
    match Own::try_parse_from(words) {
        Ok(Own::Help) => Ok(help::show()),
        Ok(Own::Why(why)) => why::run(&why, options.color),
        Ok(Own::Log(log)) => log::run(&log),
        Ok(Own::Look(look)) => look::run(&look),
        Ok(Own::Model(model)) => model::run(&model),
        Ok(Own::Undo(undo)) => undo::run(&undo, options.color),
        Ok(Own::Rules(rules)) => rules::run(&rules, &options),
        Ok(Own::Memory(memory)) => memory::run(&memory, &options),
        Ok(Own::Ask(ask)) => ask::run(&ask, options),
        Ok(Own::Fix(fix)) => fix::fix(&fix, options),
        Ok(Own::Init(init)) => init::run(&init),
        // The hooks know these words themselves: only the shell can change the shell.
        Ok(Own::On | Own::Off) => Err(Error::new(Kind::Usage, "this shell has none of ghost's hooks")
            .hint("ghost init bash prints them; GHOST_OFF=1 switches ghost off where it is set")),
        Ok(Own::Doctor(doctor)) => doctor::run(&doctor, &options),
        Ok(Own::Policy(policy)) => policy::run(&policy),
        Ok(Own::Redact(redact)) => redact::run(&redact),
        Ok(Own::Route(route)) => route::run(&route),
        Ok(Own::Uninstall(uninstall)) => uninstall::run(&uninstall),
        Err(error) => Ok(help::clap(&error)),
    }
}

/// An entry that scripts and ghost itself use.
#[cold]
fn private(name: &OsStr, words: Vec<OsString>) -> Result<Status> {
    match name.to_str() {
        Some("__hook") => {
            // A shell waits for it: should it ever break, the person hears nothing of that.
            std::panic::set_hook(Box::new(|_| {}));
            hook::hook(&words)
        }
        Some(crate::host::ENTRY) => hook::host(&words),
        Some("__exit") => hook::exit(&words),
        Some("__reclaim") => hook::reclaim(),
        Some("__status") => run::telling(words),
        Some(crate::sandbox::BRAIN_ENTRY) => Ok(probe::brain(words)),
        Some(crate::sandbox::MIND_ENTRY) => Ok(probe::mind(words)),
        _ => probe::run(name, words),
    }
}
