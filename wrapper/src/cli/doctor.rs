//! `ghost doctor`: what holds here, and what does not.

mod minds;
mod nushell;

use std::fmt::Write as _;

use super::Status;
use super::args::RunOptions;
use super::help::print;
use crate::config::{Config, Folders};
use crate::driver;
use crate::error::{Error, Kind, Result};
use crate::journal::{self, Journal, verify};
use crate::sandbox;
use crate::text::{self, visible};

/// Tell what holds here. Exit status 1: something does not.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    /// One JSON object instead.
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
#[derive(serde::Serialize)]
struct Finding {
    what: &'static str,
    holds: bool,
    told: String,
}

/// Looks at everything in turn. It starts a brain, one confined program, what reads memory, and nu and its plugin to hear their versions.
///
/// # Errors
/// When another brain is named: what is told is what holds without it.
pub fn run(doctor: &Doctor, options: &RunOptions) -> Result<Status> {
    if options.kernel.is_some() {
        return Err(
            Error::new(Kind::Usage, "--kernel does not go with doctor").hint("it tells of the brain of your settings")
        );
    }
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    let findings = [
        looks(),
        brain(&config, &folders),
        of_package("rules", super::rules::state(&folders, &config)),
        of_package("skills", super::rules::state_of_skills(&folders, &config)),
        policy(&config),
        journal(&folders),
        minds::models(&config),
        minds::memory(&config, &folders),
        shell(),
        nushell::nushell(),
    ];
    let all = findings.iter().all(|finding| finding.holds);
    let text = if doctor.json {
        text::json(&serde_json::json!({ "holds": all, "findings": findings }).to_string()) + "\n"
    } else {
        findings.iter().fold(String::new(), |mut text, finding| {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{:<7} {:<8} {}",
                if finding.holds { "ok" } else { "not ok" },
                finding.what,
                visible(&finding.told)
            );
            text
        })
    };
    Ok(match print(&text) {
        Status::Exit(0) if !all => Status::Exit(1),
        status => status,
    })
}

fn looks() -> Finding {
    let state = sandbox::state();
    Finding { what: "looks", holds: state.trouble.is_empty(), told: state.to_string() }
}

fn brain(config: &Config, folders: &Folders) -> Finding {
    match driver::try_brain(config, folders) {
        Ok(told) => Finding { what: "brain", holds: true, told },
        Err(error) => Finding { what: "brain", holds: false, told: error.to_string() },
    }
}

/// What the brain's package says of files that it reads: they run there, confined.
fn of_package(what: &'static str, said: Result<(bool, String)>) -> Finding {
    match said {
        Ok((_, told)) if told.is_empty() => {
            Finding { what, holds: false, told: "the brain's package does not answer".to_owned() }
        }
        Ok((holds, told)) => Finding { what, holds, told },
        Err(error) => Finding { what, holds: false, told: error.to_string() },
    }
}

fn policy(config: &Config) -> Finding {
    let level = config.level.name();
    let told = match config.complaints.as_slice() {
        [] => format!("level {level}, {} rules about exact commands", config.rules.len()),
        complaints => complaints.join("; "),
    };
    Finding { what: "policy", holds: config.complaints.is_empty(), told }
}

fn journal(folders: &Folders) -> Finding {
    let Some(state) = &folders.state else {
        return Finding { what: "journal", holds: false, told: "there is no state folder: set HOME".to_owned() };
    };
    let journal = Journal::of(state);
    let path = journal.path().display().to_string();
    let (holds, told) = match journal.lines() {
        Err(error) => (false, error.to_string()),
        Ok(lines) => match verify(&lines) {
            Some((line, why)) => (false, format!("{path} cannot be trusted from line {line} on: {why}")),
            None if !journal.is_writable() => {
                (false, format!("{path} cannot be written: what changes anything is only offered"))
            }
            None => (true, format!("{path} is whole, {}", journal::told(&lines))),
        },
    };
    Finding { what: "journal", holds, told }
}

/// A shell without a host is no fault: hooks work without one, and so does `ghost CMD`.
fn shell() -> Finding {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let told = if set("GHOST_OFF") {
        "ghost is switched off here (GHOST_OFF)"
    } else if set("GHOST_SOCK") {
        "this shell has a host: what fails here is repaired in place"
    } else {
        "this shell has no host: put eval \"$(ghost init bash)\" into its rc file, or the like for zsh, fish and nu"
    };
    Finding { what: "shell", holds: true, told: told.to_owned() }
}
