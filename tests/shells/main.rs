//! What people do in their shells: typed into a bare bash, zsh, fish and nu and into ones that ghost hosts, and compared
//! on the screen. What differs is a fault of the host's or of the hooks'.
//!
//! `table.rs` lists the cases. A case types, and waits for what must appear; it never waits for a time.

#[path = "../it/env.rs"]
#[expect(dead_code, reason = "shared with the other tests, which use more of it")]
mod env;
#[path = "../it/terminal.rs"]
#[expect(dead_code, reason = "shared with the other tests, which use more of it")]
mod terminal;

#[macro_use]
mod stage;
mod person;
mod session;

mod ask;
mod capture;
mod examples;
mod faults;
mod fullscreen;
mod history;
mod jobs;
mod keys;
mod late;
mod live;
mod loads;
mod model;
mod nesting;
mod nu;
mod offers;
mod passwords;
mod quiet;
mod repairs;
mod starts;
mod statuses;
mod table;
mod terminals;
mod typing;
mod waiting;
