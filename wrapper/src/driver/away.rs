//! Models that have just not answered: a file of each in the state folder, whose age says how long ago that was. A line that
//! fails does not wait for them again.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::mind::Outcome;

/// How long one is left alone.
pub(super) const LEFT_ALONE: Duration = Duration::from_secs(300);

/// What it means that there is no answer: a server that is not there, or has no time.
const CODES: &[&str] = &["timeout", "unreachable", "rate_limited"];

fn file(state: &Path, name: &str) -> PathBuf {
    state.join("away").join(name)
}

/// How long ago it has not answered, where that is not long.
pub(super) fn since(state: &Path, name: &str) -> Option<Duration> {
    let written = std::fs::metadata(file(state, name)).ok()?.modified().ok()?;
    SystemTime::now().duration_since(written).ok().filter(|ago| *ago < LEFT_ALONE)
}

/// Keeps what came of asking it. True when that is news: it has not answered, and did before.
pub(super) fn keep(state: &Path, name: &str, outcome: &Outcome) -> bool {
    let path = file(state, name);
    match &outcome.failure {
        None => {
            let _ = std::fs::remove_file(path);
            false
        }
        Some(failure) if CODES.contains(&failure.code.as_str()) => {
            let is_news = since(state, name).is_none();
            let folder = path.parent().unwrap_or(state);
            let _ = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
            // Where it cannot be written, the next line waits again.
            std::fs::write(path, "").is_ok() && is_news
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mind::Failure;

    #[test]
    fn one_that_has_not_answered_is_left_alone_for_a_while() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let state = place.path();
        let ended = |code: &str| Outcome {
            failure: Some(Failure { code: code.to_owned(), ..Failure::default() }),
            ..Outcome::default()
        };
        for code in ["cancelled", "unauthorized", "invalid", "key"] {
            assert!(!keep(state, "m", &ended(code)) && since(state, "m").is_none(), "{code}");
        }
        for code in CODES {
            assert!(keep(state, "m", &ended(code)), "{code} is news");
            assert!(!keep(state, "m", &ended(code)), "and is it once");
            assert!(since(state, "m").is_some() && since(state, "other").is_none());
            let _ = keep(state, "m", &Outcome::default());
            assert!(since(state, "m").is_none(), "it has answered");
        }
        assert!(keep(state, "m", &ended("timeout")));
        let file = std::fs::File::open(file(state, "m")).expect("a file");
        file.set_modified(SystemTime::now() - LEFT_ALONE).expect("a time");
        assert!(since(state, "m").is_none(), "it is long ago");
        file.set_modified(SystemTime::now() + LEFT_ALONE).expect("a time");
        assert!(since(state, "m").is_none(), "a clock was set");
    }
}
