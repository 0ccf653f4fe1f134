//! The real `ghost` in a sandboxed environment: what goes in, what comes out, and what is left behind.

mod architecture;
mod confined_brain;
mod contract;
mod env;
mod exceptions;
mod faults;
mod hardship;
mod hosted;
mod hosted_hostile;
mod hosted_keys;
mod hosted_old_bash;
mod journal;
mod look;
mod repair;
mod route;
mod run_jobs;
mod run_pipes;
mod run_signals;
mod run_terminal;
mod sandbox;
mod screen;
mod scripted;
#[expect(dead_code, reason = "shared with the tests of shells, which use more of it")]
mod terminal;
mod undo;
mod uninstall;
