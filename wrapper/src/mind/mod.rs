//! Asking a model: by the talker over HTTP, or by a program of the person's. What leaves the machine leaves it here.
//!
//! Every text goes through `redact` in this room, whatever the caller did before. Keys are had at the moment of asking and
//! go to the talker's stdin and nowhere else. Which model is asked, and whether one is, is not decided here.

mod key;
mod program;
mod prompt;
mod talker;

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::client::{self, Until};
use crate::model::{Key, Model, Way};
use crate::protocol::types::{Message, MindAction};
use crate::redact::{Redactor, Stream};

pub use key::{is_on_path, state as key_state};
use talker::Talker;
pub use talker::{Launch, certificates, proxy_port};

/// Bytes of an answer. A model that goes on behind them is stopped, and what it has said is the answer: nobody reads more,
/// and a result has to fit into one message.
const LONGEST_ANSWER: usize = client::MOST;

/// Bytes from which on a key is known again in texts.
const LEAST_KEY: usize = 4;

/// How an answer has ended that was too long, as for one that had no tokens left.
const TOO_LONG: &str = "length";

/// Why there is no answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failure {
    /// A short word: `unauthorized`, `rate_limited`, `unreachable`, `timeout`, `invalid`, `key`, `missing`, `cancelled` …
    pub code: String,
    /// One line.
    pub message: String,
    /// What the person can do next; empty where nothing is known.
    pub hint: String,
}

impl Failure {
    fn new(code: &str, message: impl Into<String>, hint: &str) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: hint.to_owned() }
    }

    fn cancelled() -> Self {
        Self::new("cancelled", "it was stopped", "")
    }

    fn late(waited: Duration) -> Self {
        let seconds = waited.as_secs_f64();
        Self::new(
            "timeout",
            format!("no answer within {seconds:.0} s"),
            "timeout_seconds of the model says how long it may take",
        )
    }

    /// Says what can be done where the settings alone know.
    fn advise(&mut self, model: &Model, is_short: bool) {
        let name = &model.name;
        match (self.code.as_str(), &model.way) {
            ("timeout", _) if is_short => {
                "[ask] seconds and [model] repair_seconds in config.toml say how long is waited"
                    .clone_into(&mut self.hint);
            }
            ("unauthorized", Way::Http { key, .. }) if self.hint.is_empty() => {
                let another = match key {
                    Key::Env(variable) => {
                        format!("${variable} holds its key: set it to another where your shell starts")
                    }
                    Key::File(path) => format!("its key is the first line of {}: put another there", path.display()),
                    Key::Command(words) => {
                        let program = words.first().map_or("", String::as_str);
                        format!("its key is what {program} gives: change it there")
                    }
                    Key::None => format!(
                        "none is configured: ghost model remove {name}, then add it again with --key-env, --key-file or \
                         --key-command"
                    ),
                };
                self.hint = format!("{another}; ghost model test {name} tries it");
            }
            _ => {}
        }
    }

    /// What cannot be read, whatever it was: nothing of it is shown.
    fn garbled() -> Self {
        Self::new("invalid", "the model's answer could not be read", "")
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, " ({})", self.hint) }
    }
}

/// What a request cost.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Spent {
    /// Tokens sent; 0: not told.
    pub input_tokens: u64,
    /// Tokens received; 0: not told.
    pub output_tokens: u64,
    /// Milliseconds until the model said something, counted from when it was to be asked.
    pub first_ms: u64,
    /// The way in which the schema was kept.
    pub rung: String,
    /// Why it ended: stop, length, refusal.
    pub stop: String,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What the model said, redacted, and cut where it is longer than a message may be.
    pub text: String,
    /// Bytes that were cut.
    pub dropped: usize,
    /// What it cost.
    pub spent: Spent,
    /// Why there is nothing.
    pub failure: Option<Failure>,
}

impl Outcome {
    fn failed(failure: Failure) -> Self {
        Self { failure: Some(failure), ..Self::default() }
    }
}

/// A request as it leaves: without secrets.
#[derive(Debug)]
struct Request<'a> {
    messages: Vec<Message>,
    schema: Option<String>,
    max_tokens: i64,
    rung: &'a str,
}

/// The models of one request of the person's: a talker stays, with its connection, until this goes.
#[derive(Debug)]
pub struct Minds {
    redactor: Redactor,
    talkers: HashMap<String, Talker>,
}

impl Default for Minds {
    fn default() -> Self {
        Self::new()
    }
}

impl Minds {
    /// Nothing is started yet. The values of the environment's variables whose names tell of a secret are known from now on.
    #[must_use]
    pub fn new() -> Self {
        let variables: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let known = variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Self { redactor: Redactor::with_variables(known), talkers: HashMap::new() }
    }

    /// Asks `model`. `launch` says how its talker is started, and is called only where one has to be. What the model says
    /// is given to `on_piece` while it says it.
    pub fn ask(
        &mut self,
        model: &Model,
        action: &MindAction,
        launch: impl FnOnce() -> Result<Launch, Failure>,
        until: Until<'_>,
        on_piece: &mut dyn FnMut(&str),
    ) -> Outcome {
        let begun = Instant::now();
        let own = begun + model.timeout;
        // Somebody may wait for less than that, or be asked with so much just now.
        let is_short = until.deadline + Duration::from_secs(1) < own;
        let until = Until { deadline: until.deadline.min(own), ..until };
        let mut outcome = match &model.way {
            Way::Command { words, .. } => {
                let request = self.request(action);
                // What it gives away of what it has read is taken out line by line.
                let mut stream = Stream::new(self.redactor.clone());
                let outcome = program::ask(words, &prompt::joined(&request), begun, until, &mut |piece: &str| {
                    if piece.is_empty() {
                        return on_piece("");
                    }
                    hand_on(&stream.push(piece.as_bytes()), on_piece);
                    hand_on(&stream.pause(), on_piece);
                });
                hand_on(&stream.finish(), on_piece);
                outcome
            }
            Way::Http { .. } => match self.talker(model, launch, until) {
                Ok(talker) => {
                    let request = self.request(action);
                    self.talk(talker, model, &request, begun, until, on_piece)
                }
                Err(failure) => Outcome::failed(failure),
            },
        };
        let kept = client::fitting(&outcome.text, LONGEST_ANSWER).len();
        if kept < outcome.text.len() {
            outcome.dropped += outcome.text.len() - kept;
            outcome.text.truncate(kept);
        }
        // A model behind a server knows what it was sent; an agent may have read what nobody gave it, and either may repeat
        // a key in its error.
        if model.is_agent()
            && let Cow::Owned(hidden) = self.redactor.redact(&outcome.text)
        {
            outcome.text = hidden;
        }
        if let Some(failure) = &mut outcome.failure {
            failure.advise(model, is_short);
            for text in [&mut failure.code, &mut failure.message, &mut failure.hint] {
                *text = crate::text::visible(&self.redactor.redact(text));
            }
        }
        outcome
    }

    /// What leaves. A secret that was seen once is known from then on.
    fn request<'a>(&mut self, action: &'a MindAction) -> Request<'a> {
        action.messages.iter().for_each(|message| self.redactor.leave_out(&message.text));
        let mut hide = |text: &str| {
            let hidden = self.redactor.redact(text).into_owned();
            self.redactor.remember();
            hidden
        };
        let schema = action.schema.as_deref().map(&mut hide);
        let hidden: Vec<String> = action.messages.iter().map(|message| hide(&message.text)).collect();
        // Twice: what a later message gave away stands in an earlier one as well.
        let messages = action.messages.iter().zip(hidden);
        let messages = messages.map(|(message, text)| Message { role: message.role, text: hide(&text) }).collect();
        Request { messages, schema, max_tokens: action.max_tokens, rung: &action.rung }
    }

    /// The talker that is there, or a new one with its key.
    fn talker(
        &mut self,
        model: &Model,
        launch: impl FnOnce() -> Result<Launch, Failure>,
        until: Until<'_>,
    ) -> Result<Talker, Failure> {
        if let Some(talker) = self.talkers.remove(&model.name) {
            return Ok(talker);
        }
        let key = match &model.way {
            Way::Http { key, .. } => key::read(key, until)?,
            Way::Command { .. } => None,
        };
        // One of a letter or two would be found in every word.
        if let Some(key) = key.as_ref().filter(|key| key.len() >= LEAST_KEY) {
            self.redactor.know(key);
        }
        Talker::start(&launch()?, key)
    }

    fn talk(
        &mut self,
        mut talker: Talker,
        model: &Model,
        request: &Request<'_>,
        begun: Instant,
        until: Until<'_>,
        on_piece: &mut dyn FnMut(&str),
    ) -> Outcome {
        match talker.ask(model, request, begun, until, on_piece) {
            Ok(outcome) if outcome.dropped > 0 => {
                // It has not come to its end.
                talker.end_now();
                outcome
            }
            Ok(outcome) => {
                self.talkers.insert(model.name.clone(), talker);
                outcome
            }
            Err(failure) => {
                // It may still be at it: what comes from it later would be taken for the next answer.
                talker.end_now();
                Outcome::failed(failure)
            }
        }
    }
}

fn hand_on(bytes: &[u8], on_piece: &mut dyn FnMut(&str)) {
    let text = String::from_utf8_lossy(bytes);
    if !text.is_empty() {
        on_piece(&text);
    }
}

#[cfg(test)]
mod tests;
