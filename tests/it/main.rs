//! The real `ghost` in a sandboxed environment: what goes in, what comes out, and what is left behind.

mod architecture;
mod ask;
mod confined_brain;
mod contract;
mod corpus;
mod doctor;
mod env;
mod exceptions;
mod extras;
mod faults;
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
mod fuzz_replay;
mod hardship;
mod hosted;
mod hosted_hostile;
mod hosted_keys;
mod hosted_old_bash;
mod injected;
mod journal;
mod look;
mod memory;
mod model;
mod nu;
mod policy_disguises;
mod policy_door;
mod policy_lines;
mod policy_properties;
mod redact;
mod repair;
mod route;
mod rules;
mod run_jobs;
mod run_pipes;
mod run_signals;
mod run_terminal;
mod sandbox;
mod sandbox_ladder;
mod screen;
mod scripted;
mod server;
#[expect(dead_code, reason = "shared with the tests of shells, which use more of it")]
mod terminal;
mod undo;
mod uninstall;
mod wishes;
