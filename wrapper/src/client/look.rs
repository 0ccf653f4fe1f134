//! What an errand of the brain's gave: a look at the machine, or what a model said.

use std::time::Duration;

use crate::protocol::types::{ResultEvent, Usage};

/// Bytes of each stream that go into a message. A line holds a mebibyte, and JSON may make six bytes of one.
pub const MOST: usize = 80 * 1024;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// Its exit status; `None` when it was not run.
    pub exit_code: Option<u8>,
    /// What it printed, or what the model said.
    pub stdout: String,
    /// What it complained.
    pub stderr: String,
    /// Bytes left out.
    pub dropped: u64,
    /// How long it ran.
    pub duration: Duration,
    /// Why it was not run.
    pub refused: Option<String>,
    /// What it cost, where a model was asked.
    pub usage: Option<Usage>,
}

impl Look {
    /// A look that was not taken.
    #[must_use]
    pub fn refused(why: &str) -> Self {
        Self { refused: Some(why.to_owned()), ..Self::default() }
    }

    pub(super) fn into_event(self, id: i64, action_id: String) -> ResultEvent {
        let bounded = |number: u128| i64::try_from(number).unwrap_or(i64::MAX).min(9_007_199_254_740_991);
        let (stdout, out) = cut(self.stdout);
        let (stderr, err) = cut(self.stderr);
        ResultEvent {
            id: Some(id),
            action_id,
            exit_code: self.exit_code.map(i64::from),
            stdout,
            stderr,
            dropped: bounded(u128::from(self.dropped) + (out + err) as u128),
            duration_ms: bounded(self.duration.as_millis()),
            refused: self.refused,
            usage: self.usage,
        }
    }
}

/// The beginning of the text that fits, and how many bytes were left out.
fn cut(mut text: String) -> (String, usize) {
    let whole = text.len();
    text.truncate(fitting(&text, MOST).len());
    let left = whole - text.len();
    (text, left)
}

/// The beginning of the text that has at most so many bytes.
#[must_use]
pub fn fitting(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

/// The text in pieces that fit into messages.
pub(super) fn parts(mut text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let (part, rest) = text.split_at(fitting(text, MOST).len());
        parts.push(part);
        text = rest;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_piece_goes_in_several_messages_and_all_of_it() {
        let text = format!("x{}", "漢".repeat(MOST));
        let parts = parts(&text);
        assert!(parts.len() > 3 && parts.iter().all(|part| !part.is_empty() && part.len() <= MOST));
        assert_eq!(parts.concat(), text);
        assert!(super::parts("").is_empty());
    }

    #[test]
    fn however_much_was_seen_the_message_fits_into_a_line() {
        let look = Look { stdout: "\u{1}".repeat(3 * MOST), stderr: "漢".repeat(MOST), ..Look::default() };
        let event = look.into_event(1, "x".to_owned());
        let kept = event.stdout.len() + event.stderr.len();
        assert_eq!(usize::try_from(event.dropped).expect("a number") + kept, 6 * MOST);
        let line = crate::protocol::codec::encode_event(&crate::protocol::types::Event::Result(event));
        assert!(line.is_ok());
    }
}
