//! Redaction: secrets in text are replaced by placeholders before a model or the journal sees it. Pure.
//!
//! Known are: tokens by the form their issuers have published, keys in their armour, passwords in addresses, headers,
//! settings, commands and their options, and the exact values of variables whose names tell of a secret. Escape
//! sequences and, for tokens, line breaks do not hide them. What is not known by form, place or value is not found.

mod assigned;
mod blocks;
mod commands;
mod finder;
mod formats;
mod names;
mod places;
mod spread;
mod stream;
mod table;
mod value;
mod view;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

pub use stream::Stream;

/// How a placeholder begins; a number and [`CLOSES`] follow.
const OPENS: &str = "\u{ab}secret-";
const CLOSES: char = '\u{bb}';

/// Values shorter than this are not looked for by themselves: they would be found everywhere.
const SHORTEST_KNOWN: usize = 8;
/// The same for one line of a secret that has several.
const SHORTEST_LINE: usize = 16;

/// What is left over for the last line of a key: too mixed to stand anywhere else.
fn is_end_of_key(line: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| line.iter().any(kind);
    line.len() >= SHORTEST_KNOWN
        && line.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

/// True when a text holds a placeholder: it was made from a redacted one and means nothing to a program.
#[must_use]
pub fn holds_placeholder(text: &str) -> bool {
    text.contains(OPENS)
}

/// The length of the placeholder that a text begins with, if it does.
fn placeholder(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(OPENS.as_bytes())?;
    let digits = rest.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
    let closed = digits > 0 && rest[digits..].starts_with("\u{bb}".as_bytes());
    closed.then_some(OPENS.len() + digits + CLOSES.len_utf8())
}

/// Where secrets stand in a text, as byte ranges in order, none inside another.
#[must_use]
pub fn secrets(text: &[u8]) -> Vec<Range<usize>> {
    finder::secrets(text, &[])
}

/// Replaces secrets by placeholders. The same secret has the same number as long as the redactor lives.
#[derive(Debug, Default, Clone)]
pub struct Redactor {
    known: Vec<Vec<u8>>,
    numbers: HashMap<Vec<u8>, usize>,
    /// Numbers up to this one are taken by another redactor.
    taken: usize,
}

impl Redactor {
    /// One that knows secrets by their form and place.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One that also knows the values of these variables, as far as their names tell of a secret.
    #[must_use]
    pub fn with_variables<'a>(variables: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let telling = variables.filter(|(name, value)| {
            let number = value.bytes().all(|byte| byte.is_ascii_digit());
            names::telling(name).is_some()
                && value.len() >= SHORTEST_KNOWN
                && !number
                && !value::stands_for_one(value.as_bytes())
        });
        Self { known: telling.map(|(_, value)| value.as_bytes().to_vec()).collect(), ..Self::default() }
    }

    /// From now on this value is found wherever it stands, however short.
    pub fn know(&mut self, secret: &str) {
        if !secret.is_empty() && !self.known.iter().any(|known| known == secret.as_bytes()) {
            self.known.push(secret.as_bytes().to_vec());
        }
    }

    /// Placeholders of a text that was redacted elsewhere keep their numbers: none of them is given to another secret.
    pub fn leave_out(&mut self, text: &str) {
        for (at, _) in text.match_indices(OPENS) {
            let digits: String = text[at + OPENS.len()..].chars().take(9).take_while(char::is_ascii_digit).collect();
            self.taken = digits.parse().map_or(self.taken, |number: usize| self.taken.max(number));
        }
    }

    /// From now on what was found so far is found wherever it stands; of more than one line, each line by itself as well.
    pub fn remember(&mut self) {
        let mut found: Vec<Vec<u8>> = Vec::new();
        for secret in self.numbers.keys() {
            let lines = secret.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
            let parts = lines.filter(|line| line.len() < secret.len());
            let parts = parts.filter(|line| line.len() >= SHORTEST_LINE || is_end_of_key(line));
            let parts = parts.filter(|line| !line.starts_with(b"-----"));
            let whole = std::iter::once(secret.as_slice()).filter(|secret| secret.len() >= SHORTEST_KNOWN);
            found.extend(whole.chain(parts).map(<[u8]>::to_vec));
        }
        found.retain(|secret| !self.known.contains(secret));
        self.known.extend(found);
    }

    /// The text with a placeholder in the place of each secret.
    pub fn redact<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        match self.redact_bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// The same for text that need not be UTF-8.
    pub fn redact_bytes<'a>(&mut self, text: &'a [u8]) -> Cow<'a, [u8]> {
        let found = self.find(text);
        if found.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(self.replace(text, &found)) }
    }

    fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        finder::secrets(text, &self.known)
    }

    fn replace(&mut self, text: &[u8], found: &[Range<usize>]) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len());
        let mut from = 0;
        for range in found {
            out.extend_from_slice(&text[from..range.start]);
            let next = self.taken + self.numbers.len() + 1;
            let number = *self.numbers.entry(text[range.clone()].to_vec()).or_insert(next);
            out.extend_from_slice(format!("{OPENS}{number}{CLOSES}").as_bytes());
            from = range.end;
        }
        out.extend_from_slice(&text[from..]);
        out
    }
}
