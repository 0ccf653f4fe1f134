//! The plugin in a real nu: what nu's test support has no commands, folders, programs or terminal for.

#[allow(dead_code, reason = "shared with the wrapper's tests, which use more of it")]
#[path = "../../../tests/it/terminal.rs"]
mod terminal;

mod brain;
mod env;
mod programs;
mod records;
