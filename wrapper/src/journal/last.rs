//! What ghost did last, for `ghost why`: one private file in the state folder, written after a repair has ended.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};
use crate::redact::Redactor;

/// What is kept of what the failed line printed, in bytes: its end, where programs say what is wrong.
const MOST_OUTPUT: usize = 2048;

/// One candidate and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// The line.
    pub line: String,
    /// What it would change, in the brain's words.
    pub why: String,
    /// The rule or other source it came from.
    pub source: String,
    /// How sure that source was, 0 to 1.
    pub confidence: f64,
    /// What policy said, with its reason.
    pub decision: String,
    /// Its exit status; `None` when it was not run.
    pub exit_code: Option<u8>,
}

/// A line that the person ran, since it had been put at their prompt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Taken {
    /// The line as they ran it: as it was offered, or changed by them.
    pub line: String,
    /// Its exit status.
    pub exit_code: u8,
}

/// What [`Record::verdict`] says of what was asked in words, and of a line that its shell could not read: neither ran.
pub const SENTENCE: &str = "a sentence";
/// See [`SENTENCE`].
pub const UNREAD: &str = "the shell could not read it";

/// What [`Record::ending`] says of an offer of which nothing has become yet.
pub const OFFERED: &str = "the line was offered and not run";

/// Seconds since 1970-01-01 UTC.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// One repair, whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Seconds since 1970-01-01 UTC.
    pub time: u64,
    /// The typed line.
    pub line: String,
    /// Where it was typed.
    pub cwd: String,
    /// Its exit status.
    pub exit_code: u8,
    /// What the verdict was.
    pub verdict: String,
    /// What was proposed, in order.
    pub steps: Vec<Step>,
    /// How it ended, in one sentence.
    pub ending: String,
    /// Trouble with the brain; empty for none.
    pub trouble: String,
    /// The end of what the failed line printed, 2 KiB at most; `None` where that was not seen.
    #[serde(default)]
    pub output: Option<String>,
    /// The offered line that the person then ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
    /// The line that worked in the place of the typed one; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repaired: String,
}

impl Record {
    /// The offered line was run by the person; `worked`: as it was meant to.
    pub fn take(&mut self, line: &str, exit_code: u8, worked: bool) {
        let how = if worked { "it worked" } else { "it failed" };
        self.ending = format!("the line was offered, and you ran it: {how}");
        self.repaired = if worked { line.to_owned() } else { String::new() };
        self.taken = Some(Taken { line: line.to_owned(), exit_code });
    }

    /// This is about the same line, at the same time.
    #[must_use]
    pub fn is_of(&self, other: &Self) -> bool {
        self.time == other.time && self.line == other.line && self.cwd == other.cwd
    }
}

fn file(state: &Path) -> PathBuf {
    state.join("last.json")
}

/// The record without secrets.
#[must_use]
pub fn redacted(mut record: Record) -> Record {
    let mut redactor = Redactor::new();
    let steps = record.steps.iter_mut().flat_map(|step| [&mut step.line, &mut step.why, &mut step.decision]);
    let taken = record.taken.iter_mut().map(|taken| &mut taken.line);
    for text in [&mut record.line, &mut record.repaired].into_iter().chain(steps).chain(taken) {
        *text = redactor.redact(text).into_owned();
    }
    // What is cut could hide where a secret begins, so it is cut afterwards.
    record.output = record.output.map(|text| end_of(&redactor.redact(&text)));
    record
}

/// The last lines that have room.
fn end_of(text: &str) -> String {
    let Some(start) = text.len().checked_sub(MOST_OUTPUT).filter(|start| *start > 0) else { return text.to_owned() };
    let tail = (start..text.len()).find_map(|at| text.get(at..)).unwrap_or_default();
    let whole = tail.split_once('\n').map_or(tail, |(_, rest)| if rest.trim().is_empty() { tail } else { rest });
    format!("…\n{whole}")
}

/// Keeps the record, without secrets. Losing it is no reason to disturb anyone, so the caller may ignore the error.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep(state: &Path, record: &Record) -> Result<()> {
    let path = file(state);
    let wrong = |error: std::io::Error| Error::new(Kind::Outside, format!("write {}", path.display())).because(error);
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(state).map_err(wrong)?;
    let text = serde_json::to_vec(&redacted(record.clone())).map_err(|error| wrong(error.into()))?;
    // Beside it first, then one rename: a reader sees the old record or the new one.
    let half = state.join(format!("last.json.{}", std::process::id()));
    let write = || {
        let mut options = std::fs::OpenOptions::new();
        let mut new = options.create(true).truncate(true).write(true).mode(0o600).open(&half)?;
        new.write_all(&text)?;
        std::fs::rename(&half, &path)
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(&half);
        wrong(error)
    })
}

/// The last record; `None` when there is none yet.
///
/// # Errors
/// When the file is there and cannot be read or understood.
pub fn last(state: &Path) -> Result<Option<Record>> {
    let path = file(state);
    let wrong = || Error::new(Kind::Outside, format!("read {}", path.display()));
    match std::fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text)
            .map(Some)
            .map_err(|error| wrong().because(error).hint("remove that file; the next repair writes it anew")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(wrong().because(error)),
    }
}

/// Appends one repair that is run to the person's report (`--report`), one a line.
///
/// # Errors
/// When it cannot be written.
pub fn report(file: &mut std::fs::File, line: &str) -> Result<()> {
    let mut text = crate::text::visible(line);
    text.push('\n');
    file.write_all(text.as_bytes()).map_err(|error| Error::new(Kind::Outside, "write the report").because(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_what_comes_back() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let state = place.path().join("state");
        assert_eq!(last(&state).expect("none"), None);
        let record = Record { line: "gti log".to_owned(), exit_code: 127, ..Record::default() };
        keep(&state, &record).expect("kept");
        assert_eq!(last(&state).expect("one"), Some(record));
        assert_eq!(std::fs::read_dir(&state).expect("a folder").count(), 1);
    }

    #[test]
    fn of_what_was_printed_the_end_is_kept_and_no_secret() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let noise = "é and more\n".repeat(400);
        let secret = "password=hunter2correcthorse";
        let printed = format!("{noise}{secret}\ncat: nots.txt: No such file or directory\n");
        let record = Record { line: "cat nots.txt".to_owned(), output: Some(printed), ..Record::default() };
        keep(place.path(), &record).expect("kept");
        let kept = last(place.path()).expect("one").and_then(|record| record.output).expect("output");
        assert!(kept.starts_with("…\né") && kept.ends_with("No such file or directory\n"), "{kept}");
        assert!(kept.len() <= MOST_OUTPUT + 4 && !kept.contains("hunter2"), "{kept}");
        let long = "x".repeat(5000);
        assert_eq!(end_of(&long).len(), MOST_OUTPUT + 4);
    }

    #[test]
    fn a_record_of_an_older_ghost_is_read() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let mut old = serde_json::to_value(Record::default()).expect("a record");
        old.as_object_mut().expect("an object").remove("output");
        std::fs::write(place.path().join("last.json"), old.to_string()).expect("a file");
        assert_eq!(last(place.path()).expect("one"), Some(Record::default()));
    }

    #[test]
    fn a_broken_record_says_what_to_do() {
        let place = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(place.path().join("last.json"), "{").expect("a file");
        let error = last(place.path()).expect_err("broken");
        assert!(error.to_string().contains("remove that file"), "{error}");
    }
}
