//! `ghost fix`: repairs the last failure; or tells, as JSON, what could be done about any.

use std::io::Read as _;
use std::path::PathBuf;

use super::args::RunOptions;
use super::run::{run, shell_line};
use super::{Status, help};
use crate::capture::{Output, Text};
use crate::config::Folders;
use crate::driver::fix::{Failed, Proposed, proposals};
use crate::driver::{Brain, live};
use crate::error::{Error, Kind, Result};
use crate::ui::Ui;
use crate::{exit, journal};

/// The person has pressed Ctrl-C.
const INTERRUPTED: u8 = exit::SIGNAL_BASE + 2;
/// What is read of a file with output, at most.
const MOST: u64 = 16 << 20;

/// Repair the last failure, or tell what could be done about one.
#[derive(Debug, clap::Args)]
pub struct Fix {
    /// Run nothing; print the proposals as one JSON object. Exit status 1: there are none; 130: Ctrl-C was pressed.
    #[arg(long)]
    json: bool,
    /// A line that failed, instead of the last one.
    #[arg(long, value_name = "LINE")]
    line: Option<String>,
    /// Its exit status.
    #[arg(long, value_name = "STATUS", default_value_t = 1, requires = "line")]
    status: u8,
    /// A file that holds what it printed; `-` for stdin. Left out: that is not known.
    #[arg(long, value_name = "FILE", requires = "line")]
    output: Option<PathBuf>,
    /// The shell it was for; left out: $SHELL.
    #[arg(long, value_name = "SHELL", requires = "line")]
    shell: Option<PathBuf>,
}

/// Does it.
///
/// # Errors
/// When the file cannot be read, or there is no last failure.
pub fn fix(fix: &Fix, options: RunOptions) -> Result<Status> {
    let ui = Ui::new(options.color, options.quiet);
    let mut brain = Brain { program: options.kernel.clone(), ..Brain::default() };
    let failed = match &fix.line {
        Some(line) => Failed {
            line: line.clone(),
            shell: fix.shell.clone().unwrap_or_else(person_shell),
            status: fix.status,
            output: output(fix.output.as_ref())?,
            names: Vec::new(),
            live: false,
            yes: options.yes,
            private: false,
            patient: true,
            told: None,
            reader: None,
        },
        None => last(options.yes)?,
    };
    let Proposed { found, note, cancelled } = proposals(&failed, &mut brain, ui);
    if cancelled {
        return Ok(Status::Exit(INTERRUPTED));
    }
    if fix.json {
        let text = serde_json::json!({ "line": failed.line, "proposals": found });
        help::print_json(&format!("{text}\n"));
        return Ok(Status::Exit(u8::from(found.is_empty())));
    }
    let Some(best) = found.into_iter().find(|one| one.decision != "refuse") else {
        ui.note(if note.is_empty() { "there is nothing to propose" } else { &note });
        return Ok(Status::Exit(1));
    };
    ui.offer(&best.repair, &best.why, &best.reason);
    let agreed = match &best.word {
        _ if !ui.can_ask() => false,
        Some(word) => ui.ask_for(word).is_some_and(|typed| typed == *word),
        None => ui.confirm(),
    };
    if !agreed {
        return Ok(Status::Exit(1));
    }
    // The person has read the line and said yes to it: it is theirs now.
    run(shell_line(best.rest.unwrap_or(best.repair)), options)
}

/// The last failure: of this terminal's shell, or of the wrapper.
fn last(yes: bool) -> Result<Failed> {
    if let Some(failed) = live::last_failure(yes) {
        return Ok(failed);
    }
    let state = Folders::from_env().state;
    let record = state.as_deref().map(journal::last).transpose()?.flatten().ok_or_else(|| {
        Error::new(Kind::Usage, "nothing has failed yet").hint("ghost fix --line LINE --status N asks about any line")
    })?;
    Ok(Failed {
        line: record.line,
        shell: person_shell(),
        status: record.exit_code,
        output: Output::Unknown,
        names: Vec::new(),
        live: false,
        yes,
        private: false,
        patient: true,
        told: None,
        reader: None,
    })
}

/// `$SHELL`.
pub(super) fn person_shell() -> PathBuf {
    std::env::var_os("SHELL").filter(|shell| !shell.is_empty()).map_or_else(|| "/bin/sh".into(), PathBuf::from)
}

/// What a file, or stdin, says that a line printed.
pub(super) fn output(path: Option<&PathBuf>) -> Result<Output> {
    let Some(path) = path else { return Ok(Output::Unknown) };
    let mut head = Vec::new();
    let read = if *path == *"-" {
        std::io::stdin().lock().take(MOST).read_to_end(&mut head)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut head))
    };
    read.map_err(|error| {
        Error::new(Kind::Outside, format!("read {}", path.display()))
            .because(error)
            .hint("--output takes a file that holds what the line printed, or - for stdin")
    })?;
    Ok(Output::Seen(Text { head, tail: Vec::new(), dropped: 0 }))
}
