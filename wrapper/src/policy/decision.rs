//! What policy says: run, ask, or refuse. An [`Approved`] comes out of here and of nowhere else.

use super::approved::{Approved, By};
use super::effect::Effect;
use crate::job::Job;

/// The person's own setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing runs unasked.
    Never,
    /// What only reads, and a proven slip in a harmless line, run unasked.
    Ask,
    /// So does what stays within the typed line's effects.
    Auto,
}

impl Level {
    /// Its name in settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Ask => "ask",
            Self::Auto => "auto",
        }
    }
}

/// What the person has agreed to beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Their level.
    pub level: Level,
    /// `--yes`: their answer to questions that may be answered so.
    pub yes: bool,
}

/// The judge's word.
#[derive(Debug)]
pub enum Decision {
    /// It may run now.
    Run(Approved),
    /// It may run when the person says so.
    Ask(Offer),
    /// It is not for ghost to run; why.
    Refuse(String),
}

/// What the person said to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// A plain yes.
    Yes,
    /// A word they typed.
    Word(&'a str),
}

/// A line that waits for the person's word.
#[derive(Debug)]
pub struct Offer {
    pub(super) job: Job,
    pub(super) why: String,
    pub(super) effects: Vec<Effect>,
    pub(super) word: Option<String>,
    pub(super) yes: bool,
}

impl Offer {
    /// Why it is asked, one sentence without its full stop.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// What it would do beyond reading.
    #[must_use]
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// The word the person has to type to agree, where a plain yes is too easily said.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        self.word.as_deref()
    }

    /// True when `--yes` answers it.
    #[must_use]
    pub fn answered_by_yes(&self) -> bool {
        self.yes
    }

    /// Turns the person's answer into leave to run.
    ///
    /// # Errors
    /// Gives the offer back when the answer is not the one that [`Offer::word`] asks for.
    pub fn accept(self, answer: Answer<'_>) -> Result<Approved, Box<Offer>> {
        let agreed = match (&self.word, answer) {
            (None, Answer::Yes) => true,
            (Some(word), Answer::Word(typed)) => word == typed.trim(),
            (None, Answer::Word(_)) | (Some(_), Answer::Yes) => false,
        };
        if agreed { Ok(Approved::new(self.job, By::Person)) } else { Err(Box::new(self)) }
    }
}
