//! How a run went: well, an answer, stopped by the person, or a failure. Only a failure wakes the brain.
//!
//! Decided from the line, its ending and what it printed. Which part failed and what to do about it is not asked here.

mod answers;
mod wrapped;

use crate::capture::{Capture, Ending, Output};
use crate::line::{self, Command, CompoundKind, List, Parsed, Pipeline};
use crate::text;

/// Bytes of each end of the output that are looked at.
const LOOKED_AT: usize = 32 * 1024;

/// Signals by which a person or a reader that had enough ends a program, and those that stop one (signal(7)):
/// HUP, INT, QUIT, KILL, PIPE, TERM, STOP, TSTP, TTIN, TTOU.
const STOPPING: &[u8] = &[1, 2, 3, 9, 13, 15, 19, 20, 21, 22];

/// The status with which git ends when it does not understand its options (git's usage.c), SIGHUP's in a shell.
const GIT_USAGE: u8 = 129;

/// Last lines by which programs say that the person ended them.
const SAYS_STOPPED: &[&str] = &[
    "keyboardinterrupt",
    "^c",
    "interrupted",
    "aborted!",
    "abort.",
    "operation cancelled by user",
    "operation canceled by user",
    "cancelled by user",
    "canceled by user",
    "user abort",
    "aborted by user",
];

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It did what was asked.
    Success,
    /// Its status is an answer: no match, not equal, not running.
    Answer,
    /// It was ended or stopped from outside.
    Interrupted,
    /// It failed.
    Failure,
}

/// Judges a run of that line.
#[must_use]
pub fn judge(line: &Parsed, capture: &Capture) -> Verdict {
    let status = capture.ending.status();
    if capture.interrupted && status != 0 {
        return Verdict::Interrupted;
    }
    match capture.ending {
        Ending::Signalled(signal) if STOPPING.contains(&signal) => return Verdict::Interrupted,
        Ending::Signalled(_) | Ending::NotStarted(_) => return Verdict::Failure,
        // A pipeline has its last member's status, whatever the others did.
        Ending::Exited(0) if !has_pipe(line) => return Verdict::Success,
        Ending::Exited(0) => {
            let missing = line::not_found(line, 0, printed(&capture.output).as_deref());
            return if missing.is_some_and(|stage| in_last_pipe(line, stage)) {
                Verdict::Failure
            } else {
                Verdict::Success
            };
        }
        Ending::Exited(_) => {}
    }
    let printed = printed(&capture.output);
    let printed = printed.as_deref();
    // A shell shows 128+n for a program that signal n ended (POSIX 2.8.2).
    let by_signal = status.checked_sub(128).is_some_and(|signal| STOPPING.contains(&signal))
        && !(status == GIT_USAGE && printed.is_some_and(shows_usage));
    if by_signal || printed.is_some_and(says_stopped) {
        Verdict::Interrupted
    } else if is_answer(line, status, printed) {
        Verdict::Answer
    } else {
        Verdict::Failure
    }
}

fn has_pipe(line: &Parsed) -> bool {
    line.list.last().is_some_and(|pipeline| pipeline.commands.len() > 1)
}

/// Nothing follows the pipeline this stage is in, so that what came after it has not run yet.
fn in_last_pipe(line: &Parsed, stage: usize) -> bool {
    line.commands().nth(stage).is_some_and(|(pipeline, _)| pipeline + 1 == line.list.len())
}

/// What was printed, as text; the middle of long output is left out.
fn printed(output: &Output) -> Option<String> {
    let Output::Seen(seen) = output else { return None };
    let head = seen.head.get(..LOOKED_AT).unwrap_or(&seen.head);
    let rest = seen.head.get(LOOKED_AT..).unwrap_or_default();
    let tail = [rest, seen.tail.as_slice()].concat();
    let tail = tail.get(tail.len().saturating_sub(LOOKED_AT)..).unwrap_or_default();
    let gap: &[u8] = if head.len() < seen.head.len() || seen.dropped > 0 { b"\n" } else { b"" };
    Some(text::plain(&[head, gap, tail].concat()))
}

fn says_stopped(printed: &str) -> bool {
    let last = printed.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_lowercase();
    let last = last.strip_prefix("error: ").unwrap_or(&last);
    SAYS_STOPPED.contains(&last)
}

fn shows_usage(printed: &str) -> bool {
    printed.lines().any(|line| line.starts_with("usage: ") || line.starts_with("error: ") || names_the_command(line))
}

/// git's usage in any language: a label, a colon of either width, and the command: `Verwendung: git add [<Optionen>]`.
fn names_the_command(line: &str) -> bool {
    line.split_once([':', '：']).is_some_and(|(_, rest)| {
        let rest = rest.trim_start();
        rest.starts_with("git ") && rest.contains(['[', '<'])
    })
}

fn is_answer(line: &Parsed, status: u8, printed: Option<&str>) -> bool {
    let Some(last) = line.list.last() else { return false };
    if last.negated {
        // `! a` fails when `a` went well.
        return status == 1;
    }
    let failed = line::failed_stage(line, status, printed).and_then(|stage| line.commands().nth(stage));
    match failed {
        Some((_, command)) => command_answers(command, status, printed),
        None => list_answers(&line.list, status, printed),
    }
}

fn list_answers(list: &List, status: u8, printed: Option<&str>) -> bool {
    let last = list.last().filter(|pipeline: &&Pipeline| !pipeline.background);
    last.and_then(|pipeline| pipeline.commands.last()).is_some_and(|command| command_answers(command, status, printed))
}

fn command_answers(command: &Command, status: u8, printed: Option<&str>) -> bool {
    match command {
        Command::Simple(simple) => {
            let words: Vec<Option<&str>> = simple.words.iter().map(|word| word.value.as_deref()).collect();
            wrapped::innermost(&words, status).is_some_and(|(words, status)| answers::is_answer(words, status, printed))
        }
        Command::Compound(compound) => match compound.kind {
            CompoundKind::Test | CompoundKind::Arithmetic => status == 1,
            CompoundKind::Group | CompoundKind::Subshell => {
                compound.bodies.last().is_some_and(|body| list_answers(body, status, printed))
            }
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests;
