//! `ghost route`: is a line a command or a sentence? The words of the call, or lines on stdin; one JSON object each on stdout.
//!
//! It does not look at PATH: what is a command here is told by `--names` or not at all, so that an answer depends on
//! the line alone.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Status;
use crate::error::{Error, Kind, Result};
use crate::router::{self, Names};

/// Tell whether lines are commands or sentences: this one, or those of the standard input.
#[derive(Debug, clap::Args)]
pub struct Route {
    /// A file with the names that are commands in this session, one a line.
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// The line, in one word or several.
    #[arg(value_name = "LINE")]
    words: Vec<OsString>,
}

/// What is printed about a line.
#[derive(Serialize)]
struct Answer<'a> {
    line: &'a str,
    route: &'a str,
    why: &'a str,
}

/// Routes the line that was given, or every line of stdin until it ends.
///
/// # Errors
/// When the names or stdin cannot be read, or stdout cannot be written. A reader that left early is no error.
pub fn run(route: &Route) -> Result<Status> {
    let names = route.names.as_deref().map(read_names).transpose()?;
    let names = names.as_ref().map(|names| names as &dyn Names);
    if !route.words.is_empty() {
        let line = route.words.join(OsStr::new(" "));
        return answer(&line.to_string_lossy(), names, &mut std::io::stdout().lock())
            .map_or_else(gone, |()| Ok(Status::Exit(0)));
    }
    let mut input = BufReader::new(std::io::stdin());
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes);
        if read.map_err(|error| Error::new(Kind::Outside, "read stdin").because(error))? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(bytes.strip_suffix(b"\n").unwrap_or(&bytes));
        // Whoever asks about one line at a time gets its answer at once.
        let written = answer(&text, names, &mut output)
            .and_then(|()| if input.buffer().is_empty() { output.flush() } else { Ok(()) });
        if let Err(error) = written {
            return gone(error);
        }
    }
    output.flush().map_or_else(gone, |()| Ok(Status::Exit(0)))
}

fn answer(line: &str, names: Option<&dyn Names>, output: &mut impl Write) -> std::io::Result<()> {
    let routed = router::route(line, names);
    let answer = Answer { line, route: routed.route.name(), why: &routed.why };
    output.write_all(crate::text::json(&serde_json::to_string(&answer)?).as_bytes())?;
    output.write_all(b"\n")
}

fn gone(error: std::io::Error) -> Result<Status> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(Status::Exit(0)),
        _ => Err(Error::new(Kind::Outside, "write to stdout").because(error)),
    }
}

fn read_names(file: &Path) -> Result<HashSet<String>> {
    let bytes = std::fs::read(file)
        .map_err(|error| Error::new(Kind::Outside, format!("read the names in {}", file.display())).because(error))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect())
}
