//! What the brain has the body do on the way to an answer: looks at the machine, and questions to models.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::minds::Minds;
use crate::client::{Body, Cancel, Look};
use crate::journal::{self, Entry, Journal, Stage, What};
use crate::line::{self, Dialect};
use crate::protocol::types::{MindAction, ResultEvent};
use crate::{policy, sandbox};

/// Those of one request.
pub(super) struct Errands<'a> {
    /// Where looks are taken.
    pub(super) cwd: PathBuf,
    /// What they are taken for, as the journal tells it.
    pub(super) typed: String,
    /// In the kernel's own sandbox or not at all.
    pub(super) kernel_only: bool,
    /// `None`: nothing is written down.
    pub(super) journal: Option<&'a Journal>,
    /// Models that may be asked; `None`: none.
    pub(super) minds: Option<Minds<'a>>,
    pub(super) cancel: &'a Cancel,
    pub(super) deadline: Instant,
}

impl Body for Errands<'_> {
    fn probe(&mut self, argv: &[Vec<String>]) -> Look {
        match allowed(argv) {
            Ok(needs) => self.take(argv, &needs),
            Err(why) => Look::refused(&why),
        }
    }

    fn mind(&mut self, question: &MindAction, on_piece: &mut dyn FnMut(&str)) -> Look {
        use std::os::fd::AsFd as _;
        match &mut self.minds {
            Some(minds) => seen(minds.ask(question, Some(self.cancel.as_fd()), self.deadline, on_piece)),
            None => Look::refused("no model is asked for this"),
        }
    }
}

/// What each program of a look may have beyond reading, where policy lets it be taken at all.
///
/// # Errors
/// Why not.
pub(super) fn allowed(argv: &[Vec<String>]) -> Result<Vec<policy::Need>, String> {
    policy::probe_allowed(argv, &sandbox::origins(argv))
}

/// What a model said, as any errand ends.
fn seen(result: ResultEvent) -> Look {
    Look {
        exit_code: result.exit_code.and_then(|code| u8::try_from(code).ok()),
        stdout: result.stdout,
        stderr: result.stderr,
        dropped: u64::try_from(result.dropped).unwrap_or_default(),
        duration: Duration::from_millis(u64::try_from(result.duration_ms).unwrap_or_default()),
        refused: result.refused,
        usage: result.usage,
    }
}

/// The look as a line that a person could type.
pub(super) fn told(argv: &[Vec<String>]) -> String {
    argv.iter().map(|words| line::join(words, Dialect::Bash)).collect::<Vec<_>>().join(" | ")
}

impl Errands<'_> {
    /// A look that is allowed: taken where it can change nothing, and written down. Where nothing can be written it is
    /// taken all the same: it leaves nothing to be told of.
    pub(super) fn take(&self, argv: &[Vec<String>], needs: &[policy::Need]) -> Look {
        use std::os::fd::AsFd as _;
        let usual = sandbox::Limits::default();
        let left = self.deadline.saturating_duration_since(Instant::now());
        let limits = sandbox::Limits { kernel_only: self.kernel_only, time: usual.time.min(left), ..usual };
        let write = |entry: Entry| self.journal.map(|journal| journal.write(entry));
        let action = journal::action();
        write(Entry {
            action: action.clone(),
            what: What::Look,
            typed: self.typed.clone(),
            runs: told(argv),
            cwd: self.cwd.to_string_lossy().into_owned(),
            source: "the brain".to_owned(),
            decided: "policy, in the sandbox".to_owned(),
            ..Entry::default()
        });
        let seen = sandbox::probe(argv, needs, &self.cwd, &limits, Some(self.cancel.as_fd()));
        let duration = seen.as_ref().ok().and_then(|seen| u64::try_from(seen.duration.as_millis()).ok());
        write(Entry {
            action,
            stage: Stage::Ended,
            what: What::Look,
            exit_code: Some(seen.as_ref().map_or(crate::exit::OWN_ERROR, |seen| seen.exit_code)),
            duration_ms: duration,
            ..Entry::default()
        });
        match seen {
            Ok(result) => Look {
                exit_code: Some(result.exit_code),
                stdout: result.stdout,
                stderr: result.stderr,
                dropped: result.dropped,
                duration: result.duration,
                ..Look::default()
            },
            Err(error) => Look::refused(&error.to_string()),
        }
    }
}
