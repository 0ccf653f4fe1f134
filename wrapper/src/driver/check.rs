//! Whether what a repaired line was for holds: a look that the brain has stated beforehand, taken after the line has run.

use std::path::Path;
use std::time::{Duration, Instant};

use super::errands::Errands;
use crate::client::{Body as _, Cancel, pipeline};
use crate::config::Config;
use crate::journal::Journal;
use crate::line::Parsed;
use crate::protocol::types::Argv;

/// A person waits for the prompt: what takes longer tells nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the look says; `None` where it could not be taken, or does not know.
pub(super) fn holds(
    check: &Argv,
    cwd: &str,
    config: &Config,
    journal: Option<&Journal>,
    (line, failed): (&str, &Parsed),
) -> Option<bool> {
    let argv = pipeline(check);
    if let [words] = &argv[..]
        && let Some(holds) = of_a_file(words, Path::new(cwd))
    {
        return Some(holds);
    }
    let mut errands = Errands {
        cwd: cwd.into(),
        typed: line.to_owned(),
        failed: Some(failed.clone()),
        kernel_only: config.kernel_only,
        journal,
        cancel: &Cancel::new().ok()?,
        deadline: Instant::now() + PATIENCE,
        wait: None,
        models_until: None,
        minds: None,
        veil: None,
    };
    match errands.probe(&argv).exit_code {
        Some(0) => Some(true),
        // test(1), grep(1) and most others: 1 is "no", and more than that is trouble.
        Some(1) => Some(false),
        _ => None,
    }
}

/// `test -e PATH` and its like (test(1)), which need no program.
fn of_a_file(words: &[String], cwd: &Path) -> Option<bool> {
    let [program, question, path] = words else { return None };
    if program != "test" {
        return None;
    }
    let path = cwd.join(path);
    match question.as_str() {
        "-e" => Some(path.exists()),
        "-d" => Some(path.is_dir()),
        "-f" => Some(path.is_file()),
        "-L" => Some(path.is_symlink()),
        "-s" => Some(path.metadata().is_ok_and(|found| found.len() > 0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_looked_at_without_a_program() {
        let place = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(place.path().join("empty"), "").expect("a file");
        let says = |question: &str, path: &str| {
            of_a_file(&["test".to_owned(), question.to_owned(), path.to_owned()], place.path())
        };
        assert_eq!(says("-e", "empty"), Some(true));
        assert_eq!(says("-d", "empty"), Some(false));
        assert_eq!(says("-f", "empty"), Some(true));
        assert_eq!(says("-s", "empty"), Some(false));
        assert_eq!(says("-d", "."), Some(true));
        assert_eq!(says("-e", "gone"), Some(false));
        assert_eq!(says("-w", "empty"), None, "what is not known here is left to the program");
    }
}
