//! `ghost log`: every action, from the journal.

mod minds;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};

use super::{Status, help};
use crate::config::Folders;
use crate::error::{Error, Kind, Result};
use crate::journal::{self, Entry, Journal, Stage, What, is_half, verify};
use crate::text::{self, visible};

/// Show what ghost did.
#[derive(Debug, clap::Args)]
pub struct Log {
    /// The records as they were written, one JSON object a line: all of them, or those that --looks or --minds shows.
    #[arg(long)]
    json: bool,
    /// Go on with what is written from now on.
    #[arg(short, long)]
    follow: bool,
    /// Only so many actions, the last ones.
    #[arg(short = 'n', long, value_name = "COUNT")]
    last: Option<usize>,
    /// Also what was only looked at.
    #[arg(long)]
    looks: bool,
    /// The models that were asked instead, with what each cost.
    #[arg(long, conflicts_with_all = ["looks", "follow"])]
    minds: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Is the journal as it was written?
    Verify,
}

/// Prints the journal, or whether it is whole.
///
/// # Errors
/// When it cannot be read.
pub fn run(log: &Log) -> Result<Status> {
    let Some(state) = Folders::from_env().state else {
        return Err(Error::new(Kind::Outside, "find the state folder").hint("set HOME or XDG_STATE_HOME"));
    };
    let journal = Journal::of(&state);
    if log.verb.is_some() {
        return checked(&journal);
    }
    let lines = journal.lines()?;
    if lines.is_empty() && !log.follow {
        return Ok(help::print("Nothing has been done yet.\n"));
    }
    let count = log.last.unwrap_or(usize::MAX);
    let text = if log.json {
        records(&lines, count, log)
    } else if log.minds {
        minds::table(&lines, count)
    } else {
        table(&lines, count, log.looks)
    };
    let status = match text.is_empty() && !log.follow && !log.json {
        true => help::print("Nothing has been run yet. --looks shows what was looked at, --minds the models asked.\n"),
        false => help::print(&text),
    };
    if log.follow { follow(&journal, log.json, log.looks) } else { Ok(status) }
}

fn checked(journal: &Journal) -> Result<Status> {
    let lines = journal.lines()?;
    match verify(&lines) {
        None => Ok(help::print(&format!("{}; each was written after the one before it\n", journal::told(&lines)))),
        Some((line, why)) => {
            Err(Error::new(Kind::Outside, format!("trust {} from line {line} on", journal.path().display()))
                .because(why)
                .hint("somebody has changed it, or a full disk has cut it"))
        }
    }
}

/// A line for each action: when it began, what ran, for which line, how it ended.
fn table(lines: &[String], count: usize, looks: bool) -> String {
    let entries: Vec<Entry> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let begins: Vec<&Entry> =
        entries.iter().filter(|entry| entry.stage == Stage::Begins && is_shown(entry, looks)).collect();
    let from = begins.len().saturating_sub(count);
    let ended = entries.iter().filter(|entry| entry.stage == Stage::Ended);
    let ended: HashMap<&str, &Entry> = ended.map(|entry| (entry.action.as_str(), entry)).collect();
    begins[from..].iter().map(|begin| row(begin, ended.get(begin.action.as_str()).copied())).collect()
}

/// The records as they were written: those of the last actions of the kinds that are wanted.
fn records(lines: &[String], count: usize, log: &Log) -> String {
    let is_wanted = |line: &&String| match (log.minds, log.looks) {
        (false, false) => !is_half(line),
        (minds, looks) => serde_json::from_str::<Entry>(line)
            .is_ok_and(|entry| if minds { entry.what == What::Mind } else { is_shown(&entry, looks) }),
    };
    let wanted: Vec<&String> = lines.iter().filter(is_wanted).collect();
    let from = wanted.len().saturating_sub(count);
    text::json(&wanted[from..].iter().fold(String::new(), |text, line| text + line + "\n"))
}

/// Looks are shown where they are asked for; models have a view of their own.
fn is_shown(entry: &Entry, looks: bool) -> bool {
    match entry.what {
        What::Look => looks,
        What::Mind => false,
        What::Repair | What::Instead | What::Undo => true,
    }
}

fn row(begin: &Entry, end: Option<&Entry>) -> String {
    let ended = match (end.and_then(|end| end.exit_code), begin.what) {
        (Some(status), _) => format!("status {status}"),
        (None, What::Instead) => "in its place".to_owned(),
        (None, _) => "not ended".to_owned(),
    };
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, "{}  {ended:<12}  {}", clock(begin.time), visible(&begin.runs));
    if !begin.typed.is_empty() {
        let _ = write!(text, "   (for {}; {})", visible(&begin.typed), visible(&begin.decided));
    }
    text.push('\n');
    text
}

/// Date and time in UTC, as RFC 3339 writes them, to the second.
fn clock(milliseconds: u64) -> String {
    let seconds = i64::try_from(milliseconds / 1000).unwrap_or(i64::MAX);
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Civil from days, in the proleptic Gregorian calendar: years begin in March, eras are 400 years.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// Prints what is appended, until the reader leaves.
fn follow(journal: &Journal, json: bool, looks: bool) -> Result<Status> {
    let wrong =
        |error: std::io::Error| Error::new(Kind::Outside, format!("read {}", journal.path().display())).because(error);
    let mut at = std::fs::metadata(journal.path()).map_or(0, |found| found.len());
    let mut partial = Vec::new();
    // The folder is watched: the file may be put aside, or not be there yet.
    let folder = journal.path().parent().unwrap_or(journal.path());
    let watch = Inotify::init(InitFlags::IN_CLOEXEC).map_err(|errno| wrong(errno.into()))?;
    let changes = AddWatchFlags::IN_MODIFY | AddWatchFlags::IN_CREATE | AddWatchFlags::IN_MOVED_TO;
    watch.add_watch(folder, changes).map_err(|errno| wrong(errno.into()))?;
    loop {
        let Ok(mut file) = std::fs::File::open(journal.path()) else {
            watch.read_events().map_err(|errno| wrong(errno.into()))?;
            continue;
        };
        let length = file.metadata().map_err(wrong)?.len();
        if length < at {
            // It was full, and a new one was begun.
            at = 0;
        }
        file.seek(SeekFrom::Start(at)).map_err(wrong)?;
        at += u64::try_from(file.read_to_end(&mut partial).map_err(wrong)?).unwrap_or_default();
        let Some(end) = memchr::memrchr(b'\n', &partial) else {
            match watch.read_events() {
                Ok(_) | Err(Errno::EINTR) => continue,
                Err(errno) => return Err(wrong(errno.into())),
            }
        };
        let whole: Vec<u8> = partial.drain(..=end).collect();
        let text = String::from_utf8_lossy(&whole);
        let text = if json {
            text::json(&text.split_inclusive('\n').filter(|line| !is_half(line)).collect::<String>())
        } else {
            text.lines().map(|line| told(line, looks)).collect()
        };
        let mut stdout = std::io::stdout().lock();
        if stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).is_err() {
            // Nobody reads any more.
            return Ok(Status::Exit(0));
        }
    }
}

/// One record of a followed journal.
fn told(line: &str, looks: bool) -> String {
    match serde_json::from_str::<Entry>(line) {
        Ok(entry) if !is_shown(&entry, looks) => String::new(),
        Ok(entry) if entry.stage == Stage::Ended => {
            let status = entry.exit_code.map_or_else(String::new, |status| format!("status {status}"));
            format!("{}  {status}\n", clock(entry.time))
        }
        Ok(entry) => row(&entry, None).replace("not ended   ", "begins      "),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_utc() {
        for (seconds, told) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(clock(seconds * 1000), told);
        }
    }

    #[test]
    fn both_records_of_an_action_are_one_line() {
        let lines: Vec<String> = [
            Entry {
                action: "a".to_owned(),
                typed: "gti".to_owned(),
                runs: "git".to_owned(),
                decided: "policy".to_owned(),
                ..Entry::default()
            },
            Entry { action: "b".to_owned(), runs: "ls\u{1b}[2J".to_owned(), ..Entry::default() },
            Entry { action: "a".to_owned(), stage: Stage::Ended, exit_code: Some(3), ..Entry::default() },
        ]
        .iter()
        .map(|entry| serde_json::to_string(entry).expect("text"))
        .collect();
        assert_eq!(
            table(&lines, 9, false),
            "1970-01-01T00:00:00Z  status 3      git   (for gti; policy)\n1970-01-01T00:00:00Z  not ended     ls\\u{1b}[2J\n"
        );
        assert!(table(&lines, 1, false).starts_with("1970-01-01T00:00:00Z  not ended"));
    }
}
