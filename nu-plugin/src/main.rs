//! ghost inside Nushell: repairs as records, lines explained as tables, the journal with real times.
//!
//! A door like `cli`: it decides nothing. Repairs come from `ghostsh::driver`, and what is run is run by the program
//! `ghost` beside this one.

// Nu's errors are as large as they are, and its own commands return them so.
#![expect(clippy::result_large_err, reason = "ShellError is nu's")]

mod about;
mod binary;
mod commands;
mod data;
mod place;
mod plugin;
mod reading;
mod rendering;
mod room;
mod shell;
#[cfg(test)]
mod tests;
mod trouble;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use nu_plugin::{MsgPackSerializer, serve_plugin};

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    match words.first().and_then(|word| word.to_str()) {
        Some("--stdio" | "--local-socket") => {
            room::outlive_ctrl_c();
            serve_plugin(&plugin::Ghost::default(), MsgPackSerializer);
            ExitCode::SUCCESS
        }
        // The library starts its own program once more to lock itself in before it becomes the brain, or a look.
        Some(entry) if entry.starts_with("__") => match ghostsh::cli::main(words.into_iter()) {
            Ok(status) => status.leave().into(),
            Err(error) => {
                eprintln!("ghost: {error}");
                error.exit_status().into()
            }
        },
        Some("--version" | "-V") => say(&about::version()),
        _ => say(&about::text()),
    }
}

fn say(text: &str) -> ExitCode {
    let written = std::io::stdout().lock().write_all(text.as_bytes());
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
