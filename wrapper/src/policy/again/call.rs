//! Programs that start another one and change nothing about it are looked through.

use super::same::Expands;
use crate::line::{Simple, Word};

/// A program that is called, and the variables that are set for it.
pub(super) struct Call {
    pub(super) assignments: Vec<Word>,
    pub(super) words: Vec<Word>,
}

impl Call {
    /// It as it stands there, then without its first wrapper, and so on.
    pub(super) fn layers(simple: &Simple) -> Vec<Self> {
        let mut layers = vec![Self { assignments: simple.assignments.clone(), words: simple.words.clone() }];
        while let Some(next) = layers.last().and_then(Self::unwrapped) {
            layers.push(next);
        }
        layers
    }

    fn value(&self, at: usize) -> &str {
        self.words.get(at).and_then(|word| word.value.as_deref()).unwrap_or_default()
    }

    pub(super) fn name(&self) -> &str {
        self.value(0)
    }

    /// It starts another program as a shell would.
    pub(super) fn is_plain(&self) -> bool {
        matches!(last_of(self.name()), "command" | "builtin" | "exec" | "env" | "nohup" | "noglob" | "nocorrect")
    }

    /// What is started by a program that starts another one and changes nothing about it.
    fn unwrapped(&self) -> Option<Self> {
        let wrapper = last_of(self.name());
        // Options whose value may stand apart.
        let with_value: &[&str] = match wrapper {
            "command" | "builtin" | "env" | "nohup" | "setsid" | "time" | "noglob" | "nocorrect" => &[],
            "exec" => &["-a"],
            "nice" => &["-n"],
            "ionice" => &["-c", "-n"],
            "stdbuf" => &["-i", "-o", "-e"],
            "timeout" => &["-k", "-s"],
            _ => return None,
        };
        let mut at = 1;
        while self.value(at).starts_with('-') {
            let option = self.value(at);
            at += 1;
            match wrapper {
                _ if option == "--" => break,
                // Options of `env` are no matter of indifference, and `command -v` starts nothing.
                "env" => return None,
                "command" if option != "-p" => return None,
                _ => at += usize::from(with_value.contains(&option)),
            }
        }
        let mut assignments = self.assignments.clone();
        while let Some(word) = self.words.get(at).filter(|word| wrapper == "env" && word.prefix.contains('=')) {
            assignments.push(word.clone());
            at += 1;
        }
        at += usize::from(wrapper == "timeout");
        let words = self.words.get(at..).filter(|words| !words.is_empty())?.to_vec();
        Some(Self { assignments, words })
    }
}

fn last_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// The text that another shell is given, or `eval` in this one.
pub(super) fn shell_text(words: &[Word], expands: Expands) -> Option<(String, Expands)> {
    let mut call = Call { assignments: Vec::new(), words: words.to_vec() };
    while let Some(next) = call.unwrapped() {
        call = next;
    }
    let values: Vec<&str> = call.words.iter().map(|word| word.value.as_deref()).collect::<Option<_>>()?;
    let (program, arguments) = values.split_first()?;
    match last_of(program) {
        "eval" => Some((arguments.join(" "), expands)),
        "sh" | "bash" | "dash" | "zsh" | "ksh" => {
            let at = arguments
                .iter()
                .position(|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c'))?;
            arguments.get(at + 1).map(|text| ((*text).to_owned(), Expands::Otherwise))
        }
        _ => None,
    }
}
