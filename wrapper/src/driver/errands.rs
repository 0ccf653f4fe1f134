//! What the brain has the body do on the way to an answer: looks at the machine, and questions to models.

use std::os::fd::AsFd as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::minds::Minds;
use super::named::{self, Named};
use super::veil::Veil;
use crate::client::{Aside, Body, Cancel, Look, News, Until};
use crate::journal::{self, Entry, Journal, Stage, What};
use crate::line::{self, Dialect, Parsed};
use crate::protocol::types::MindAction;
use crate::ui::spinner::Spinner;
use crate::ui::{Keys, Ui, keep_ground};
use crate::{policy, sandbox};

/// Those of one request.
pub(super) struct Errands<'a, 'w> {
    /// Where looks are taken.
    pub(super) cwd: PathBuf,
    /// What they are taken for, as the journal tells it.
    pub(super) typed: String,
    /// The line that has failed, which no look may be.
    pub(super) failed: Option<Parsed>,
    /// In the kernel's own sandbox or not at all.
    pub(super) kernel_only: bool,
    /// `None`: nothing is written down.
    pub(super) journal: Option<&'a Journal>,
    /// Models that may be asked; `None`: none.
    pub(super) minds: Option<Minds<'a>>,
    pub(super) cancel: &'a Cancel,
    pub(super) deadline: Instant,
    /// Somebody waits for a repair meanwhile.
    pub(super) wait: Option<Wait<'w>>,
    /// When that wait is over, once it has begun.
    pub(super) models_until: Option<Instant>,
    /// What takes secrets out of what was seen; `None`: nobody hears of it.
    pub(super) veil: Option<&'a mut Veil>,
}

/// A person who waits at their prompt for what a model says.
pub(super) struct Wait<'a> {
    pub(super) ui: Ui,
    /// The person has asked for it: models that have just not answered are asked again.
    pub(super) asked: bool,
    /// How long all models may take together, from the first question on.
    pub(super) limit: Duration,
    /// Makes the terminal ready for it; false where nothing can be shown.
    pub(super) begin: &'a mut dyn FnMut() -> bool,
}

impl Body for Errands<'_, '_> {
    fn probe(&mut self, argv: &[Vec<String>]) -> Look {
        let allowed = self.allowed(argv).and_then(|needs| self.retold(argv).map_or(Ok(needs), Err));
        match allowed {
            Ok(needs) => self.take(argv, &needs),
            Err(why) => Look::refused(&why),
        }
    }

    fn mind(&mut self, question: &MindAction, news: News<'_>, on_piece: &mut dyn FnMut(&str) -> Vec<Aside>) -> Look {
        keep_ground();
        let begun = self.wait.as_mut().map(|wait| (wait.ui, wait.limit, (wait.begin)()));
        let Some((ui, limit, is_shown)) = begun else {
            return self.think(question, news, &mut |text| drop(on_piece(text)));
        };
        let spinner = if is_shown { ui.spinner() } else { Spinner::none() };
        spinner.set(&format!("asking {} … Ctrl-C stops", question.name));
        // Who types goes on without an answer.
        let keys = ui.watch_keys(&spinner);
        let either = keys.as_ref().and_then(|keys| self.cancel.or(keys.as_fd()).ok());
        let until = Until::new(self.cancel, *self.models_until.get_or_insert_with(|| Instant::now() + limit));
        let stop = either.as_ref().map(|either| either.0.as_fd()).or(until.cancel);
        let until = Until { cancel: stop, news: Some(news), ..until };
        let look = self.think_until(question, until, &mut |text| drop(on_piece(text)));
        if keys.as_ref().is_some_and(Keys::are_there) {
            self.cancel.ask();
        }
        drop((keys, spinner));
        if let Some(news) = self.minds.as_mut().and_then(Minds::news).filter(|_| is_shown) {
            ui.note(&news);
        }
        look
    }
}

impl Errands<'_, '_> {
    /// What each program of a look may have beyond reading, where it may be taken at all.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn allowed(&self, argv: &[Vec<String>]) -> Result<Vec<policy::Need>, String> {
        if self.failed.as_ref().is_some_and(|failed| policy::is_look_again(failed, argv)) {
            return Err("it is the line that has failed, which is not run again".to_owned());
        }
        policy::probe_allowed(argv, &sandbox::origins(argv))
    }

    /// Why a look would show secrets in a form in which nothing knows them again, if it would. The secrets of the files that
    /// it names are known from then on. Where no model is asked nothing leaves.
    pub(super) fn retold(&mut self, argv: &[Vec<String>]) -> Option<String> {
        let asks_models = self.asks_models();
        let veil = self.veil.as_mut().filter(|_| asks_models)?;
        let program = policy::retells(argv);
        let searches = policy::searches(argv);
        for (path, found) in named::by_words(argv, &self.cwd) {
            let (holds, why) = match found {
                Named::Text(text) => (veil.learn(&text), "holds a secret"),
                // In what is no text nothing is sure to be known again.
                Named::Opaque(text) => (veil.learn(&text) || program.is_some(), "may hold secrets"),
                Named::Folder => (searches, "may hold secrets"),
            };
            if let (Some(program), true) = (program, holds) {
                let path = path.display();
                return Some(format!("{path} {why}, and {program} shows what it reads in parts or in other letters"));
            }
        }
        let program = program.filter(|_| searches)?;
        Some(format!("what is searched may hold secrets, and {program} shows it in parts or in other letters"))
    }

    fn asks_models(&self) -> bool {
        self.minds.as_ref().is_some_and(Minds::can_ask)
    }

    /// What a look has shown, without secrets: those of the files whose lines a search has printed are known by then.
    fn veiled(&mut self, argv: &[Vec<String>], look: Look) -> Look {
        let learns = self.asks_models() && policy::searches(argv);
        let Some(veil) = &mut self.veil else { return look };
        if learns {
            let Some(texts) = named::by_output(&look.stdout, &self.cwd) else {
                return Look::refused("it reads more files than can be looked through for secrets");
            };
            for text in texts {
                veil.learn(&text);
            }
            veil.learn_lines_of_keys(&look.stdout);
        }
        Look { stdout: veil.text(look.stdout), stderr: veil.text(look.stderr), ..look }
    }

    /// A question to a model.
    pub(super) fn think(&mut self, question: &MindAction, news: News<'_>, on_piece: &mut dyn FnMut(&str)) -> Look {
        let until = Until { news: Some(news), ..Until::new(self.cancel, self.deadline) };
        self.think_until(question, until, on_piece)
    }

    fn think_until(&mut self, question: &MindAction, until: Until<'_>, on_piece: &mut dyn FnMut(&str)) -> Look {
        match &mut self.minds {
            Some(minds) => minds.ask(question, until, on_piece),
            None => Look::refused("no model is asked for this"),
        }
    }
}

/// The look as a line that a person could type.
pub(super) fn told(argv: &[Vec<String>]) -> String {
    argv.iter().map(|words| line::join(words, Dialect::Bash)).collect::<Vec<_>>().join(" | ")
}

impl Errands<'_, '_> {
    /// A look that is allowed: taken where it can change nothing, and written down. Where nothing can be written it is
    /// taken all the same: it leaves nothing to be told of. What was seen has no secrets any more.
    pub(super) fn take(&mut self, argv: &[Vec<String>], needs: &[policy::Need]) -> Look {
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
        let look = match seen {
            Ok(result) => Look {
                exit_code: Some(result.exit_code),
                stdout: result.stdout,
                stderr: result.stderr,
                dropped: result.dropped,
                duration: result.duration,
                ..Look::default()
            },
            Err(error) => Look::refused(&error.to_string()),
        };
        self.veiled(argv, look)
    }
}
