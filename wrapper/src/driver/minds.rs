//! Models, for the brain: it names one, and hears what that said or why it said nothing. Which model comes next when one
//! cannot be had is the brain's business.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{away, brain};
use crate::client::{self, Look, Until};
use crate::config::{Config, Folders, Models};
use crate::journal::{self, Entry, Journal, Stage, What};
use crate::mind::{self, Failure, Launch, Outcome, Spent};
use crate::model::{Model, Way};
use crate::protocol::types::{self, MindAction, Usage};
use crate::sandbox::{self, Reach};

/// How long the talker's modules may take to be compiled, once.
const COMPILING: Duration = Duration::from_secs(5);

/// The largest number of a message (RFC 8259, section 6).
const MOST: i64 = (1 << 53) - 1;

/// What the brain is told of a model: no address, no key.
#[must_use]
pub(super) fn told(model: &Model) -> types::Model {
    types::Model {
        name: model.name.clone(),
        roles: model.roles.clone(),
        local: model.is_local(),
        context: i64::from(model.context),
        is_agent: model.is_agent(),
    }
}

/// The models of one request of the person's. What was started for it ends with this value.
#[derive(Debug)]
pub struct Minds<'a> {
    config: &'a Config,
    folders: &'a Folders,
    journal: Option<Journal>,
    typed: String,
    hands: mind::Minds,
    /// Those that have just not answered are not asked.
    skips: bool,
    /// What the person has not been told yet.
    news: Option<String>,
}

impl<'a> Minds<'a> {
    /// Nothing is started yet. `typed` is what the person asked, for the journal; empty where that is to be kept private:
    /// that a model was asked is written down all the same.
    #[must_use]
    pub fn new(config: &'a Config, folders: &'a Folders, typed: &str) -> Self {
        let journal = folders.state.as_deref().map(Journal::of);
        Self { config, folders, journal, typed: typed.to_owned(), hands: mind::Minds::new(), skips: false, news: None }
    }

    /// For a line that has failed: nobody has asked for this, so those that have just not answered are not waited for again.
    #[must_use]
    pub(super) fn for_a_failure(self) -> Self {
        Self { skips: true, ..self }
    }

    /// What the person is to be told once, if there is something.
    pub(super) fn news(&mut self) -> Option<String> {
        self.news.take()
    }

    /// Whether there is one that may be asked.
    pub(super) fn can_ask(&self) -> bool {
        !self.config.models.used.is_empty()
    }

    /// Asks the model that the action names. What the model says is given to `on_piece` while it says it; an empty piece
    /// says that there are the news of `until`.
    ///
    /// The result has exit code 0 and all that was said in `stdout`, or `refused`, with a short word for the kind of trouble
    /// in `stderr`.
    pub fn ask(&mut self, action: &MindAction, until: Until<'_>, on_piece: &mut dyn FnMut(&str)) -> Look {
        let begun = Instant::now();
        let outcome = match usable(&self.config.models, &action.name) {
            Ok(model) => self.asked(model, action, until, on_piece),
            Err(failure) => Outcome { failure: Some(failure), ..Outcome::default() },
        };
        looked(outcome, begun)
    }

    fn asked(
        &mut self,
        model: &Model,
        action: &MindAction,
        until: Until<'_>,
        on_piece: &mut dyn FnMut(&str),
    ) -> Outcome {
        let state = self.folders.state.as_deref();
        if let Some(ago) = state.filter(|_| self.skips).and_then(|state| away::since(state, &model.name)) {
            return Outcome { failure: Some(left_alone(model, ago)), ..Outcome::default() };
        }
        let name = journal::action();
        let cwd = std::env::current_dir().unwrap_or_default();
        let begins = Entry {
            action: name.clone(),
            what: What::Mind,
            typed: self.typed.clone(),
            runs: model.name.clone(),
            cwd: cwd.to_string_lossy().into_owned(),
            source: "the brain".to_owned(),
            decided: "the settings".to_owned(),
            ..Entry::default()
        };
        let is_written = self.journal.as_ref().is_some_and(|journal| journal.write(begins).is_ok());
        if !is_written && !model.is_local() {
            // What leaves the machine is written down before it does.
            return Outcome { failure: Some(unwritten()), ..Outcome::default() };
        }
        let begun = Instant::now();
        let (config, folders) = (self.config, self.folders);
        let outcome = self.hands.ask(model, action, || launch(model, config, folders), until, on_piece);
        if let Some(journal) = self.journal.as_ref().filter(|_| is_written) {
            // It has happened; that its end could not be written does not undo it.
            let _ = journal.write(ended(name, model, &outcome, begun));
        }
        // One that was given no time has not failed to answer.
        let was_waited_for = begun.elapsed() * 2 >= model.timeout.min(self.config.repair);
        let is_late = outcome.failure.as_ref().is_some_and(|failure| failure.code == "timeout");
        if let Some(state) = state.filter(|_| was_waited_for || !is_late)
            && away::keep(state, &model.name, &outcome)
        {
            let (name, minutes) = (&model.name, away::LEFT_ALONE.as_secs() / 60);
            self.news = Some(format!(
                "{name} does not answer, so no failing line waits for it for {minutes} minutes (ghost model test {name})"
            ));
        }
        outcome
    }
}

fn left_alone(model: &Model, ago: Duration) -> Failure {
    Failure {
        code: "away".to_owned(),
        message: format!("it did not answer {} s ago, and is not asked again yet", ago.as_secs()),
        hint: format!("ghost model test {} asks it", model.name),
    }
}

fn unwritten() -> Failure {
    Failure {
        code: "journal".to_owned(),
        message: "the journal cannot be written, and nothing leaves this machine without it".to_owned(),
        hint: "ghost doctor says what holds here".to_owned(),
    }
}

fn usable<'a>(models: &'a Models, name: &str) -> Result<&'a Model, Failure> {
    models.named(name).ok_or_else(|| {
        let (message, hint) = match models.locked {
            true => ("root does not let models be asked here", ""),
            false => ("there is no such model in use", "ghost model list shows those there are"),
        };
        Failure { code: "refused".to_owned(), message: message.to_owned(), hint: hint.to_owned() }
    })
}

fn ended(action: String, model: &Model, outcome: &Outcome, begun: Instant) -> Entry {
    let Spent { input_tokens, output_tokens, first_ms, .. } = outcome.spent;
    let told = |tokens: u64| Some(tokens).filter(|tokens| *tokens > 0);
    let is_told = input_tokens > 0 || output_tokens > 0;
    Entry {
        action,
        stage: Stage::Ended,
        what: What::Mind,
        duration_ms: u64::try_from(begun.elapsed().as_millis()).ok(),
        tokens_in: told(input_tokens),
        tokens_out: told(output_tokens),
        cost: model.cost(input_tokens, output_tokens).filter(|_| is_told),
        first_ms: told(first_ms),
        failure: outcome.failure.as_ref().map(|failure| failure.code.clone()).unwrap_or_default(),
        ..Entry::default()
    }
}

fn looked(outcome: Outcome, begun: Instant) -> Look {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX).min(MOST);
    let Outcome { text, dropped, spent, failure } = outcome;
    let usage = Usage {
        input_tokens: number(spent.input_tokens),
        output_tokens: number(spent.output_tokens),
        first_ms: number(spent.first_ms),
        rung: spent.rung,
        stop: spent.stop,
    };
    let is_there = failure.is_none();
    Look {
        exit_code: is_there.then_some(0),
        stdout: text,
        stderr: failure.as_ref().map(|failure| failure.code.clone()).unwrap_or_default(),
        dropped: u64::try_from(dropped).unwrap_or(u64::MAX),
        duration: begun.elapsed(),
        refused: failure.map(|failure| failure.to_string()),
        usage: is_there.then_some(usage),
    }
}

/// How the talker of this model is started: confined to its own code, to what names and certificates are looked up in, and
/// to the ports of the model's server and of the proxy on the way there.
fn launch(model: &Model, config: &Config, folders: &Folders) -> Result<Launch, Failure> {
    let failed = |message: String, hint: &str| Failure { code: "missing".to_owned(), message, hint: hint.to_owned() };
    let Way::Http { address, .. } = &model.way else { return Err(failed("it is not asked over HTTP".to_owned(), "")) };
    let (python, package) = brain::interpreter(config, folders)
        .map_err(|error| failed(error.to_string(), "ghost doctor says what holds here"))?;
    if client::is_script(&python) {
        // It starts others, so it cannot be held to one; and it would hold a key.
        let message = format!("{} is a script, and what speaks with models must not start others", python.display());
        return Err(failed(message, "name an interpreter as brain.python in config.toml"));
    }
    let own = std::env::current_exe().map_err(|error| failed(format!("ghost does not find itself: {error}"), ""))?;
    let local = address.is_loopback();
    let proxy = mind::proxy_port(address, |name| std::env::var(name).ok()).filter(|_| !local);
    let mut readable: Vec<PathBuf> = vec![package.clone()];
    readable.extend(mind::certificates(|name| std::env::var_os(name)));
    client::compile_talker(
        &python,
        &package,
        |made| sandbox::brain_front(&own, Some(made)),
        Instant::now() + COMPILING,
    );
    let listed = package.parent().map(PathBuf::from).into_iter().collect();
    let reach = Reach { ports: [address.port()].into_iter().chain(proxy).collect(), local, readable, listed };
    Ok(Launch { front: sandbox::mind_front(&own, &reach), python, package, local })
}
