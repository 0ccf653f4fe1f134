//! What is kept at the host between two calls of a hook.

use serde::{Deserialize, Serialize};

use super::Call;
use super::later::Offered;
use crate::capture::{Capture, Ending, Output, Released, Text};
use crate::journal::{self, Record, Step};
use crate::marks::RunId;
use crate::protocol::types::{Candidate, Name};
use crate::repair::Machine;

/// Kept of a first error, head and tail each at most.
const KEPT_BYTES: usize = 32 * 1024;

/// See the module.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Pocket {
    pub(super) under_way: Option<UnderWay>,
    pub(super) last: Option<LastFailure>,
    /// What has happened since that failed, for `ghost why`: a line offered for a sentence, or a run of `ghost COMMAND`.
    #[serde(default)]
    pub(super) since: Option<Record>,
    pub(super) replaced: Option<Replaced>,
    /// What stands in the editor, put there by us.
    #[serde(default)]
    pub(super) offered: Option<Offered>,
    /// Trouble with the brain was told.
    #[serde(default)]
    pub(super) told_trouble: bool,
}

/// A line in which another program was put in the place of one that is not there.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Replaced {
    pub(super) id: RunId,
    /// The one that is not there.
    pub(super) name: String,
    /// The one that ran.
    pub(super) program: String,
}

impl Pocket {
    /// What another version, or nobody, has left is nothing.
    pub(super) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// What happened last in this terminal.
    pub(super) fn happened(&mut self) -> Option<&mut Record> {
        self.since.as_mut().or_else(|| self.last.as_mut()?.record.as_mut())
    }

    /// Something is offered, for this line or sentence: what happens next is about that.
    pub(super) fn offers(&mut self, offered: &Offered, verdict: &str) {
        let step = Step { line: offered.line.clone(), decision: "ask: it was asked for".to_owned(), ..Step::default() };
        let last = self.last.as_mut().filter(|last| last.line == offered.typed).and_then(|last| last.record.as_mut());
        let record = match last {
            Some(record) => {
                self.since = None;
                record
            }
            None => self.since.insert(Record {
                time: journal::now(),
                line: offered.typed.clone(),
                cwd: offered.cwd.clone(),
                verdict: verdict.to_owned(),
                ..Record::default()
            }),
        };
        if record.steps.last().is_none_or(|last| last.line != step.line) {
            record.steps.push(step);
        }
        record.taken = None;
        journal::OFFERED.clone_into(&mut record.ending);
        *record = journal::redacted(std::mem::take(record));
    }

    pub(super) fn text(&self) -> String {
        // Values of ours always become text.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The last line that failed, for `ghost fix`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LastFailure {
    pub(super) id: RunId,
    pub(super) line: String,
    pub(super) status: u8,
    pub(super) names: Vec<Name>,
    /// What became of it: without secrets.
    #[serde(default)]
    pub(super) record: Option<Record>,
}

/// A repair whose line is running in the shell.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct UnderWay {
    /// The shell's process, as in its runs' identities.
    pub(super) shell: String,
    /// The line it runs.
    pub(super) runs: String,
    pub(super) candidate: Candidate,
    pub(super) machine: Machine,
    pub(super) typed: String,
    pub(super) private: bool,
    pub(super) first: First,
    pub(super) record: Record,
    /// As the journal names it.
    #[serde(default)]
    pub(super) action: String,
}

impl UnderWay {
    /// This call tells how that line has ended. (What is kept at the host may come from anybody who runs as the person:
    /// it has to fit what the shell tells.)
    pub(super) fn is_about(&self, call: &Call) -> bool {
        let runs = self.runs.trim();
        call.ours
            && self.shell == shell_of(&call.id)
            && runs == call.line.trim()
            && self.candidate.command.trim().ends_with(runs)
    }
}

/// The shell a run belongs to.
pub(super) fn shell_of(id: &RunId) -> &str {
    id.0.split('.').next().unwrap_or_default()
}

/// How the typed line ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct First {
    status: u8,
    output: Option<Printed>,
    /// The person has seen none of it.
    pub(super) hidden: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Printed {
    head: String,
    tail: String,
    dropped: u64,
}

impl First {
    pub(super) fn of(capture: &Capture, hidden: bool) -> Self {
        let output = match &capture.output {
            Output::Unknown => None,
            Output::Seen(text) => {
                let head = text.head.get(..KEPT_BYTES).unwrap_or(&text.head);
                let tail = text.tail.get(text.tail.len().saturating_sub(KEPT_BYTES)..).unwrap_or_default();
                let kept = head.len() + tail.len();
                Some(Printed {
                    head: String::from_utf8_lossy(head).into_owned(),
                    tail: String::from_utf8_lossy(tail).into_owned(),
                    dropped: text.dropped + (text.head.len() + text.tail.len() - kept) as u64,
                })
            }
        };
        Self { status: capture.ending.status(), output, hidden }
    }

    pub(super) fn capture(&self) -> Capture {
        let output = match &self.output {
            None => Output::Unknown,
            Some(printed) => Output::Seen(Text {
                head: printed.head.clone().into_bytes(),
                tail: printed.tail.clone().into_bytes(),
                dropped: printed.dropped,
            }),
        };
        capture(self.status, output, !self.hidden)
    }

    /// What is to be shown of it after all.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match &self.output {
            Some(printed) => [printed.head.as_bytes(), printed.tail.as_bytes()].concat(),
            None => Vec::new(),
        }
    }
}

/// A run in the live shell, which tells 128+n for a program that signal n has ended.
pub(super) fn capture(status: u8, output: Output, shown: bool) -> Capture {
    Capture {
        ending: Ending::Exited(status),
        output,
        released: Released { any: shown, stdout: false },
        interrupted: false,
        duration: std::time::Duration::ZERO,
    }
}
