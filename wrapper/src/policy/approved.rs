//! `Approved`: the only thing the executor takes. It can be made inside `policy` alone.

use crate::job::Job;

/// A job that policy has let through.
#[derive(Debug)]
pub struct Approved {
    job: Job,
}

impl Approved {
    /// Made by the judge, and for what the person typed themselves.
    pub(in crate::policy) fn new(job: Job) -> Self {
        Self { job }
    }

    /// What may be run.
    #[must_use]
    pub fn job(&self) -> &Job {
        &self.job
    }
}
