//! ghost's body: runs what was typed, watches how it ends, and runs a repair that policy has approved.
//!
//! The rooms, bottom floor first; imports point down only (see ARCHITECTURE.md):
//! words (`line`, `job`, `capture`, `desk`, `hold`, `marks`, `model`, `protocol`, `error`, `exit`), thought (`router`, `verdict`,
//! `policy`, `redact`, `repair`, `text`, `tongue`, `wish`), hands (`executor`, `host`, `visit`, `sandbox`, `screen`, `client`, `journal`,
//! `undo`, `look`, `memory`, `mind`, `ui`, `config`), `driver`, and the doors (`cli`).

pub mod capture;
pub mod cli;
pub mod client;
pub mod config;
pub mod desk;
pub mod driver;
pub mod error;
pub mod executor;
pub mod exit;
pub mod hold;
pub mod host;
pub mod job;
pub mod journal;
pub mod line;
pub mod look;
pub mod machine;
pub mod marks;
pub mod memory;
pub mod mind;
pub mod model;
pub mod policy;
pub mod protocol;
pub mod redact;
pub mod repair;
pub mod router;
pub mod sandbox;
pub mod screen;
pub mod text;
pub mod tongue;
pub mod ui;
pub mod undo;
pub mod verdict;
pub mod visit;
pub mod wish;
