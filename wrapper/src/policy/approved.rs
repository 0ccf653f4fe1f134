//! `Approved`: the only thing the executor takes. It can be made inside `policy` alone.

use crate::job::Job;

/// A job that policy has let through.
#[derive(Debug)]
pub struct Approved {
    job: Job,
    by: By,
}

/// Who let it run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Policy, unasked.
    Policy,
    /// The person ahead of time, by `--yes`.
    Consent,
    /// Root ahead of time, by a rule about exactly this command.
    Rule,
    /// The person, asked.
    Person,
    /// Nobody had to: the person typed it.
    Typed,
}

impl By {
    /// For the journal.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Consent => "--yes",
            Self::Rule => "a rule",
            Self::Person => "the person",
            Self::Typed => "typed",
        }
    }
}

impl Approved {
    /// Made by the judge, and for what the person typed themselves.
    pub(in crate::policy) fn new(job: Job, by: By) -> Self {
        Self { job, by }
    }

    /// Who let it run.
    #[must_use]
    pub fn by(&self) -> By {
        self.by
    }

    /// What may be run.
    #[must_use]
    pub fn job(&self) -> &Job {
        &self.job
    }
}
