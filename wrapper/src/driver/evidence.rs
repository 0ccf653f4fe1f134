//! What is known of a failure, put into the brain's terms.

use crate::capture::{Capture, Ending, Output};
use crate::line::{self, Dialect, Parsed};
use crate::protocol::types::{FailedEvent, Name};
use crate::repair;
use crate::router::{self, Route};
use crate::text;

/// What the brain is shown of a run's output, head and tail each at most so many bytes.
const SHOWN_BYTES: usize = 24 * 1024;

/// A line that failed.
pub(super) struct Evidence<'a> {
    pub(super) typed: &'a Parsed,
    pub(super) dialect: Dialect,
    /// Which stage failed, where that is proven.
    pub(super) failed: Option<usize>,
    pub(super) first: &'a Capture,
    pub(super) cwd: &'a str,
    /// Aliases and functions of the person's shell.
    pub(super) names: &'a [Name],
    /// Nothing of it may be kept, or leave the machine.
    pub(super) private: bool,
    /// It was only asked about: what comes of it is not remembered.
    pub(super) asked: bool,
}

impl Evidence<'_> {
    /// The question to the brain.
    pub(super) fn event(&self, strike: u8, tried: &[repair::Tried]) -> FailedEvent {
        let ending = self.first.ending;
        FailedEvent {
            id: None,
            strike: i64::from(strike),
            line: self.typed.line.text.clone(),
            dialect: self.dialect,
            cwd: self.cwd.to_owned(),
            exit_code: i64::from(ending.status()),
            signal: match ending {
                Ending::Signalled(signal) => Some(i64::from(signal)),
                Ending::Exited(_) | Ending::NotStarted(_) => None,
            },
            output: shown(self.first),
            output_dropped: match &self.first.output {
                Output::Seen(text) => i64::try_from(text.dropped).unwrap_or(i64::MAX).min(9_007_199_254_740_991),
                Output::Unknown => 0,
            },
            stages: line::stages(self.typed, self.failed),
            names: self.names.to_vec(),
            path: path_folders(),
            variables: variable_names(),
            tried: tried.iter().map(tried_event).collect(),
            perhaps_sentence: router::route(&self.typed.line.text, None).route != Route::Command,
            private: self.private,
            asked: self.asked,
        }
    }
}

/// The stage of the whole line that failed, when only the end of it ran.
pub(super) fn failed_in_whole(whole: &Parsed, run: &Parsed, status: u8, output: Option<&str>) -> Option<usize> {
    let failed = line::failed_stage(run, status, output)?;
    // Counted from the end: what ran may begin with parts that only bring the shell's state back.
    let behind = run.commands().count().checked_sub(failed + 1)?;
    whole.commands().count().checked_sub(behind + 1)
}

fn tried_event(tried: &repair::Tried) -> crate::protocol::types::Tried {
    crate::protocol::types::Tried {
        line: tried.line.clone(),
        exit_code: tried.exit_code.map(i64::from),
        output: tried.output.clone(),
        refused: tried.refused.clone(),
    }
}

/// Names of the environment's variables; never their values.
pub(super) fn variable_names() -> Vec<String> {
    std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()).collect()
}

/// Where programs are looked for.
pub(super) fn path_folders() -> Vec<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.to_string_lossy().into_owned()).collect()
}

/// What was printed, as text, without the middle of long output.
pub(super) fn shown(capture: &Capture) -> Option<String> {
    let Output::Seen(seen) = &capture.output else {
        return None;
    };
    if seen.dropped == 0 && seen.head.len() + seen.tail.len() <= 2 * SHOWN_BYTES {
        return Some(text::plain(&[seen.head.as_slice(), seen.tail.as_slice()].concat()));
    }
    let head = seen.head.get(..SHOWN_BYTES).unwrap_or(&seen.head);
    let start = seen.tail.len().saturating_sub(SHOWN_BYTES);
    let tail = seen.tail.get(start..).unwrap_or_default();
    let text = format!("{}\n…\n{}", text::plain(head), text::plain(tail));
    Some(text)
}
