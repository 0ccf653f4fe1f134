//! `ghost memory index --help-of PROGRAM…`: what programs say of themselves, asked because the person names them, by the
//! looks that a repair would take: policy says whether, the sandbox where. The brain starts nothing; it gets the texts.

use std::path::Path;

use crate::config::{Config, Folders};
use crate::journal::{self, Entry, Journal, Stage, What};
use crate::redact::Redactor;
use crate::{policy, sandbox, text};

/// Programs in one call.
const MOST_PROGRAMS: usize = 200;

/// One JSON object a line for each program that says something: its name and its text. Also whether one says nothing;
/// why is on stderr by then.
pub fn texts(programs: &[String], config: &Config, folders: &Folders, cwd: &Path) -> (Vec<u8>, bool) {
    let journal = folders.state.as_deref().map(Journal::of);
    let mut lines = Vec::new();
    let mut is_silent = programs.len() > MOST_PROGRAMS;
    if is_silent {
        eprintln!("ghost: only the first {MOST_PROGRAMS} programs are asked");
    }
    for program in programs.iter().take(MOST_PROGRAMS) {
        match asked(program, config, journal.as_ref(), cwd) {
            Ok(said) => {
                let told = serde_json::json!({ "program": program, "text": Redactor::new().redact(&said) });
                lines.extend_from_slice(told.to_string().as_bytes());
                lines.push(b'\n');
            }
            Err(why) => {
                eprintln!("ghost: {} is left out: {}", text::visible(program), text::visible(&why));
                is_silent = true;
            }
        }
    }
    (lines, is_silent)
}

/// What the program prints for `--help`, whichever stream it takes.
///
/// # Errors
/// Why it was not asked, or that it says nothing.
fn asked(program: &str, config: &Config, journal: Option<&Journal>, cwd: &Path) -> Result<String, String> {
    let argv = [vec![program.to_owned(), "--help".to_owned()]];
    let needs = policy::probe_allowed(&argv, &sandbox::origins(&argv))
        .map_err(|why| if is_here(program) { why } else { "there is no such program".to_owned() })?;
    let action = journal::action();
    let write = |entry: Entry| journal.map(|journal| journal.write(Entry { action: action.clone(), ..entry }));
    write(Entry {
        what: What::Look,
        runs: format!("{program} --help"),
        cwd: cwd.to_string_lossy().into_owned(),
        source: "ghost memory index".to_owned(),
        decided: "policy, in the sandbox".to_owned(),
        ..Entry::default()
    });
    let limits = sandbox::Limits { kernel_only: config.kernel_only, ..sandbox::Limits::default() };
    let seen = sandbox::probe(&argv, &needs, cwd, &limits, None);
    let exit_code = seen.as_ref().map_or(crate::exit::OWN_ERROR, |seen| seen.exit_code);
    write(Entry { stage: Stage::Ended, what: What::Look, exit_code: Some(exit_code), ..Entry::default() });
    let seen = seen.map_err(|refused| refused.to_string())?;
    let said = if seen.stdout.trim().is_empty() { seen.stderr } else { seen.stdout };
    if said.trim().is_empty() { Err("it says nothing of itself".to_owned()) } else { Ok(said) }
}

/// Whether the search path has a file of that name, whoever put it there.
fn is_here(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
