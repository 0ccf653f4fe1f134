//! The journal: what ghost did, one record before and one after each action, never changed afterwards.
//!
//! One JSON object a line in `journal.jsonl` in the state folder, readable by its owner alone. Each record holds the
//! SHA-256 of the line before it, so that a changed, removed or inserted line shows ([`verify`]); who can write the file
//! can still write all of it anew, so for proof it has to be sent away. Many processes write at once: each takes the
//! file's lock (flock(2)), reads the last line, and writes its own with one write. When the file is full it becomes
//! `journal.1.jsonl`, and the chain goes on in a new one.
//!
//! A full disk or a crash can leave half of a record. Who has written that takes it back; where it cannot, the next writer ends
//! the line, and its own record hangs on what is there of it: so far it is as sure as any other.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use nix::fcntl::{Flock, FlockArg};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Kind, Result};
use crate::redact::Redactor;

/// Bytes after which a new file is begun.
const FULL: u64 = 8 << 20;
/// Bytes of one field at most; a record stays small however long the line was.
const LONGEST: usize = 16 * 1024;

/// Which side of an action a record tells of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is about to start.
    #[default]
    Begins,
    /// It has ended.
    Ended,
}

/// What is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A repaired line runs.
    #[default]
    Repair,
    /// Another program runs in the place of one that is not there; how it ends is the shell's to know.
    Instead,
    /// A repair is taken back.
    Undo,
    /// The brain has something looked at, in the sandbox.
    Look,
    /// The brain has a model asked.
    Mind,
}

/// One record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Milliseconds since 1970-01-01 UTC.
    pub time: u64,
    /// The action; both its records have it.
    pub action: String,
    /// Which of the two this is.
    pub stage: Stage,
    /// What is done.
    pub what: What,
    /// The line that failed, as typed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub typed: String,
    /// What runs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub runs: String,
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cwd: String,
    /// The rule or other source it came from, and words that were not typed with where each comes from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// How sure that source was, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// See `source`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<String>,
    /// What it does beyond reading, as `kind:target`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<String>,
    /// Who let it run: policy, the person, their consent ahead, the sandbox.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub decided: String,
    /// Its exit status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<u8>,
    /// Milliseconds it ran, where that was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Tokens sent to a model, where it told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_in: Option<u64>,
    /// Tokens received from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_out: Option<u64>,
    /// What that cost, where the person has named prices; in their currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Milliseconds until a model said something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_ms: Option<u64>,
    /// Why a model did not answer: a short word.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub failure: String,
    /// SHA-256 of the line before, in hexadecimal digits; empty in the first record of all.
    pub previous: String,
}

/// A name for an action that no other has: process and time.
#[must_use]
pub fn action() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}-{:x}", std::process::id(), since.as_nanos())
}

/// The record without secrets: what is written once is there for years.
fn redacted(mut entry: Entry) -> Entry {
    let mut redactor = Redactor::new();
    let texts = [&mut entry.typed, &mut entry.runs].into_iter().chain(&mut entry.origins).chain(&mut entry.effects);
    for text in texts {
        *text = redactor.redact(text).into_owned();
    }
    entry
}

/// A journal in a state folder.
#[derive(Debug, Clone)]
pub struct Journal {
    path: PathBuf,
}

impl Journal {
    /// The one in this state folder.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        Self { path: state.join("journal.jsonl") }
    }

    /// Writes a record: time and chain are filled in, secrets are taken out.
    ///
    /// # Errors
    /// When the file cannot be opened, locked or written.
    pub fn write(&self, entry: Entry) -> Result<()> {
        self.append(redacted(entry)).map_err(|error| self.wrong("write", error))
    }

    /// True when a record could be written now.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.open().is_ok()
    }

    fn append(&self, mut entry: Entry) -> io::Result<()> {
        let mut file = self.lock()?;
        if file.metadata()?.len() >= FULL {
            let last = last_line(&mut file)?;
            std::fs::rename(&self.path, self.old())?;
            // Whoever waits for the old file's lock sees that it has gone.
            drop(file);
            file = self.lock()?;
            if file.metadata()?.len() == 0 {
                entry.previous = digest(&last);
            }
        }
        let last = last_line(&mut file)?;
        if !last.is_empty() {
            entry.previous = digest(&last);
        }
        entry.time = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
        for text in [&mut entry.typed, &mut entry.runs, &mut entry.cwd, &mut entry.source] {
            shorten(text);
        }
        let mut line = serde_json::to_vec(&entry)?;
        line.push(b'\n');
        // A line that was torn by a full disk or a crash stays alone on its own.
        if ends_torn(&mut file)? {
            line.insert(0, b'\n');
        }
        let before = file.metadata()?.len();
        file.write_all(&line).inspect_err(|_| {
            // Half a record tells nobody anything.
            let _ = file.set_len(before);
        })
    }

    /// Opens and locks the file that is there now.
    fn lock(&self) -> io::Result<Flock<File>> {
        loop {
            let file = self.open()?;
            let file = Flock::lock(file, FlockArg::LockExclusive).map_err(|(_, errno)| io::Error::from(errno))?;
            let ours = file.metadata()?;
            match std::fs::metadata(&self.path) {
                Ok(now) if (now.dev(), now.ino()) == (ours.dev(), ours.ino()) => return Ok(file),
                // It was filled and moved away while we waited.
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn open(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).mode(0o600).custom_flags(libc::O_NOFOLLOW);
        match options.open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = self.path.parent().unwrap_or(Path::new("/"));
                DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
                options.open(&self.path)
            }
            opened => opened,
        }
    }

    fn old(&self) -> PathBuf {
        self.path.with_extension("1.jsonl")
    }

    /// The lines that are there, oldest first.
    ///
    /// # Errors
    /// When a file is there and cannot be read.
    pub fn lines(&self) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for path in [self.old(), self.path.clone()] {
            let file = match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(self.wrong("read", error)),
            };
            for line in BufReader::new(file).split(b'\n') {
                let line = line.map_err(|error| self.wrong("read", error))?;
                lines.push(String::from_utf8_lossy(&line).into_owned());
            }
        }
        Ok(lines)
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn wrong(&self, what: &str, error: io::Error) -> Error {
        Error::new(Kind::Outside, format!("{what} {}", self.path.display())).because(error)
    }
}

/// True for what is there of a record that was cut while it was written.
#[must_use]
pub fn is_half(line: &str) -> bool {
    line.starts_with('{') && serde_json::from_str::<Entry>(line).is_err_and(|error| error.is_eof())
}

/// How many records there are, and which are half ones, for people.
#[must_use]
pub fn told(lines: &[String]) -> String {
    let halves: Vec<String> =
        (1..).zip(lines).filter(|(_, line)| is_half(line)).map(|(number, _)| number.to_string()).collect();
    let whole = format!("{} records", lines.len() - halves.len());
    match halves.as_slice() {
        [] => whole,
        [line] => format!("{whole}, and half of one (line {line}), which a full disk or a crash has cut"),
        lines => format!(
            "{whole}, and halves of {} (lines {}), which a full disk or a crash has cut",
            lines.len(),
            lines.join(", ")
        ),
    }
}

/// The first line that does not fit, counted from 1, and why; `None`: the chain holds. The first of all may hang on lines
/// that are no longer kept. Half a record fits where the next one was written after it, or where there is none yet.
#[must_use]
pub fn verify(lines: &[String]) -> Option<(usize, &'static str)> {
    let mut before: Option<&str> = None;
    for (index, line) in lines.iter().enumerate() {
        if is_half(line) {
            let hangs_on_it = |next: &String| match serde_json::from_str::<Entry>(next) {
                Ok(entry) => entry.previous == digest(line.as_bytes()),
                Err(_) => is_half(next),
            };
            if lines.get(index + 1).is_none_or(hangs_on_it) {
                before = Some(line);
                continue;
            }
        }
        let Ok(entry) = serde_json::from_str::<Entry>(line) else {
            return Some((index + 1, "it is no record"));
        };
        if before.is_some_and(|before| digest(before.as_bytes()) != entry.previous) {
            return Some((index + 1, "the line before it is not the one it was written after"));
        }
        before = Some(line);
    }
    None
}

fn digest(line: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in Sha256::digest(line) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The last whole line, or what is there of it, without its end.
fn last_line(file: &mut File) -> io::Result<Vec<u8>> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut tail = Vec::new();
    let mut from = length;
    // Backwards, until the line's beginning is in it.
    loop {
        let body = tail.strip_suffix(b"\n").unwrap_or(&tail);
        if let Some(at) = memchr::memrchr(b'\n', body) {
            return Ok(body[at + 1..].to_vec());
        }
        if from == 0 {
            return Ok(body.to_vec());
        }
        let step = from.min(4096);
        from -= step;
        file.seek(SeekFrom::Start(from))?;
        let mut piece = vec![0; usize::try_from(step).unwrap_or_default()];
        file.read_exact(&mut piece)?;
        piece.extend_from_slice(&tail);
        tail = piece;
    }
}

fn ends_torn(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

fn shorten(text: &mut String) {
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn place() -> (tempfile::TempDir, Journal) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let journal = Journal::of(&place.path().join("state"));
        (place, journal)
    }

    fn entry(runs: &str) -> Entry {
        Entry { action: "1".to_owned(), runs: runs.to_owned(), ..Entry::default() }
    }

    #[test]
    fn each_record_hangs_on_the_one_before() {
        let (_place, journal) = place();
        for number in 0..50 {
            journal.write(entry(&format!("line {number}"))).expect("written");
        }
        let lines = journal.lines().expect("read");
        assert_eq!((lines.len(), verify(&lines)), (50, None));
        let mode = std::fs::metadata(journal.path()).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        // Each kind of change shows.
        let mut changed = lines.clone();
        changed[7] = changed[7].replace("line 7", "line 8");
        assert_eq!(verify(&changed).map(|(line, _)| line), Some(9));
        let mut removed = lines.clone();
        removed.remove(20);
        assert_eq!(verify(&removed).map(|(line, _)| line), Some(21));
        let mut swapped = lines.clone();
        swapped.swap(3, 4);
        assert_eq!(verify(&swapped).map(|(line, _)| line), Some(4));
        let mut torn = lines.clone();
        torn[30].truncate(20);
        assert_eq!(verify(&torn).map(|(line, _)| line), Some(31));
        // From its beginning on lines may be gone.
        assert_eq!(verify(&lines[10..]), None);
    }

    #[test]
    fn a_full_file_is_put_aside_and_the_chain_goes_on() {
        let (_place, journal) = place();
        let long = "x".repeat(LONGEST);
        let count = usize::try_from(FULL).expect("it fits") / LONGEST + 20;
        for _ in 0..count {
            journal.write(entry(&long)).expect("written");
        }
        assert!(journal.old().exists());
        let lines = journal.lines().expect("read");
        assert_eq!((lines.len(), verify(&lines)), (count, None));
        assert!(std::fs::metadata(journal.path()).expect("a file").len() < FULL);
    }

    #[test]
    fn two_hundred_write_at_once() {
        let (_place, journal) = place();
        let write = |number: usize| {
            // Longer than a pipe takes whole, and of many lengths.
            journal.write(entry(&"x".repeat(number * 50))).expect("written");
        };
        std::thread::scope(|scope| {
            for number in 0..200 {
                scope.spawn(move || (0..5).for_each(|_| write(number)));
            }
        });
        let lines = journal.lines().expect("read");
        assert_eq!((lines.len(), verify(&lines)), (1000, None));
    }

    #[test]
    fn a_torn_line_harms_no_other() {
        let (_place, journal) = place();
        journal.write(entry("one")).expect("written");
        let mut file = OpenOptions::new().append(true).open(journal.path()).expect("opened");
        file.write_all(b"{\"time\":12").expect("torn");
        journal.write(entry("two")).expect("written");
        let lines = journal.lines().expect("read");
        assert_eq!((lines.len(), verify(&lines)), (3, None));
        assert!(lines[2].contains("two") && is_half(&lines[1]) && !is_half(&lines[0]));
        // Changed, or taken out, it shows as any other does.
        let mut changed = lines.clone();
        changed[1] = "{\"time\":13".to_owned();
        assert_eq!(verify(&changed).map(|(line, _)| line), Some(2));
        changed.remove(1);
        assert_eq!(verify(&changed).map(|(line, _)| line), Some(2));
        // One that nobody has written after is the last, or another half of one.
        assert_eq!((verify(&lines[..2]), verify(&[lines[1].clone(), lines[1].clone()])), (None, None));
        for other in ["", "{}x", "12", "{\"time\":\"x\"", "notes"] {
            assert!(!is_half(other), "{other}");
        }
    }

    #[test]
    fn the_last_of_a_full_file_may_be_half_of_one() {
        let (_place, journal) = place();
        journal.write(entry("one")).expect("written");
        let mut file = OpenOptions::new().append(true).open(journal.path()).expect("opened");
        file.write_all(format!("{{\"runs\":\"{}", "x".repeat(FULL as usize)).as_bytes()).expect("torn");
        journal.write(entry("two")).expect("written");
        let lines = journal.lines().expect("read");
        assert!(journal.old().exists());
        assert_eq!((lines.len(), verify(&lines)), (3, None));
    }

    #[test]
    fn what_is_too_long_is_shortened() {
        let (_place, journal) = place();
        journal.write(entry(&"é".repeat(LONGEST))).expect("written");
        let lines = journal.lines().expect("read");
        assert!(lines[0].len() < LONGEST + 500);
    }

    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let (place, journal) = place();
        std::fs::create_dir(place.path().join("state")).expect("a folder");
        std::os::unix::fs::symlink(place.path().join("theirs"), journal.path()).expect("a link");
        assert!(journal.write(entry("one")).is_err() && !journal.is_writable());
        assert!(!place.path().join("theirs").exists());
    }
}
