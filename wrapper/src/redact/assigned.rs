//! Values behind telling names: `NAME=value`, `name: value`, `"name": "value"`, `--name value`, `<name>value</name>`.

use std::ops::Range;

use super::names::{Family, telling};
use super::value::{self, Place};

/// No name is longer.
const LONGEST: usize = 96;

/// The whole name around a place in the text.
pub(super) fn name_around(text: &[u8], at: Range<usize>) -> Range<usize> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let left = text[..at.start].iter().rev().take(LONGEST).take_while(|byte| part(byte)).count();
    let right = text[at.end..].iter().take(LONGEST).take_while(|byte| part(byte)).count();
    at.start - left..at.end + right
}

/// The secrets that a name tells of, if there are any behind it.
pub(super) fn behind(text: &[u8], name: &Range<usize>) -> Vec<Range<usize>> {
    let Some(first) = first_behind(text, name) else { return Vec::new() };
    // "old" -> "new": a plan tells of both.
    let after = &text[first.end..];
    let arrow = after.strip_prefix(b"\"").unwrap_or(after);
    let second = arrow.strip_prefix(b" -> ").and_then(|rest| value::value(text, text.len() - rest.len()));
    let second = second
        .filter(|second| value::is_secret(&text[second.range.clone()], second.quoted, Family::Password, Place::Quoted));
    std::iter::once(first).chain(second.map(|second| second.range)).collect()
}

fn first_behind(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    let word = std::str::from_utf8(&text[name.clone()]).ok()?;
    let bare = word.trim_start_matches('-').trim_end_matches('.');
    let field = matches!(bare, "auth" | "_auth");
    let family = telling(bare).or(field.then_some(Family::Token))?;
    let found = Found { text, name, word, bare, family };
    let secret = found.value().or_else(|| found.below()).or_else(|| found.at_the_end())?;
    // A field of that name holds base64 in a registry's settings, and anything elsewhere.
    let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    (!field || secret.len() >= 12 && text[secret.clone()].iter().all(base64)).then_some(secret)
}

struct Found<'a> {
    text: &'a [u8],
    name: &'a Range<usize>,
    word: &'a str,
    bare: &'a str,
    family: Family,
}

impl Found<'_> {
    fn value(&self) -> Option<Range<usize>> {
        let text = self.text;
        let before = self.name.start.checked_sub(1).map(|at| text[at]);
        let quote = before.filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        let mut at = self.name.end;
        if quote.is_some() && text.get(at) == Some(&b'\\') {
            at += 1;
        }
        let closed = quote.is_some() && text.get(at) == quote.as_ref();
        at += usize::from(closed);
        // A subscript's end: config["password"] = …
        at += usize::from(closed && text.get(at) == Some(&b']'));
        if before == Some(b'<') && text.get(at) == Some(&b'>') {
            return self.accept(at + 1, Place::Quoted);
        }
        let operator = at + blanks(&text[at..]);
        let tight = operator == at;
        match text.get(operator..)? {
            [b'=', b'=' | b'~', ..] => None,
            [b'=', b'>', ..] | [b':', b'=', ..] => self.assigned(operator + 2, false),
            [b'=', ..] => self.assigned(operator + 1, tight),
            [b'+', b'=', ..] => self.assigned(operator + 2, tight),
            [b':', b':', ..] => None,
            [b':', ..] => self.told(operator + 1, closed),
            rest if closed && !tight && rest.starts_with(b"value=") => self.accept(operator + 6, Place::Quoted),
            _ if closed => None,
            _ if !tight => self.given(operator),
            _ => None,
        }
    }

    /// Behind `=`.
    fn assigned(&self, at: usize, tight: bool) -> Option<Range<usize>> {
        let from = at + blanks(&self.text[at..]);
        let tight = tight && from == at;
        let capitals = self.bare.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        let option = self.word.starts_with("--");
        let place = if tight && (capitals || option) {
            Place::Sure
        } else if matches!(self.text.get(from), Some(b'"' | b'\'' | b'`' | b'\\')) {
            Place::Quoted
        } else if self.alone() {
            Place::Setting
        } else {
            Place::Loose
        };
        self.accept(from, place)
    }

    /// Behind `:`.
    fn told(&self, at: usize, closed: bool) -> Option<Range<usize>> {
        let from = at + blanks(&self.text[at..]);
        let inner = from + wrapped(&self.text[from..]);
        let quoted = matches!(self.text.get(inner), Some(b'"' | b'\'' | b'`' | b'\\'));
        let place = if quoted {
            Place::Quoted
        } else if !closed && from > at && self.alone() {
            Place::Setting
        } else {
            Place::Loose
        };
        self.accept(from, place)
    }

    /// As the next word.
    fn given(&self, at: usize) -> Option<Range<usize>> {
        let text = self.text;
        let line = text[..self.name.start].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let left = &text[line..self.name.start];
        let next = text.get(at)?;
        if *next == b'-' && self.word.starts_with('-') {
            return None;
        }
        let quoted = matches!(next, b'"' | b'\'');
        let option = self.word.starts_with("--") || self.word.starts_with('-') && self.family == Family::Password;
        if option || ends_in_set(left) {
            return self.accept(at, Place::Sure);
        }
        if self.family != Family::Password {
            return self.accept(at, Place::Loose).filter(|range| range.len() >= 20);
        }
        if quoted && self.bare.eq_ignore_ascii_case("psk") {
            return self.accept(at, Place::Quoted);
        }
        let logs_in = |text: &[u8]| ["machine ", "login "].iter().any(|word| holds(text, word.as_bytes()));
        let near = &text[self.name.start.saturating_sub(256)..self.name.start];
        let exactly = self.bare.eq_ignore_ascii_case("password");
        if exactly && logs_in(near) {
            return self.accept(at, Place::Setting);
        }
        if quoted && exactly {
            return self.accept(at, Place::Quoted);
        }
        self.accept(at, Place::Loose)
    }

    /// On a line of its own below one that ends in a colon.
    fn below(&self) -> Option<Range<usize>> {
        let (line, at) = self.rest_of_line();
        if !line.trim_ascii_end().ends_with(b":") {
            return None;
        }
        let gap = self.text[at..].iter().take(8).take_while(|byte| byte.is_ascii_whitespace()).count();
        let found = value::value(self.text, at + gap)?;
        let secret = &self.text[found.range.clone()];
        let alone = self.text.get(found.range.end).is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        (alone && secret.len() >= 12 && value::looks_random(secret)).then_some(found.range)
    }

    /// "Password for bob: …": the last word of the line, behind a colon.
    fn at_the_end(&self) -> Option<Range<usize>> {
        let (line, end) = self.rest_of_line();
        if self.family != Family::Password {
            return None;
        }
        let line = line.trim_ascii_end();
        let colon = memchr::memmem::rfind(line, b": ")?;
        let word = line[colon + 2..].trim_ascii_start();
        let from = end - self.rest_of_line().0.len() + line.len() - word.len();
        let one = !word.is_empty() && !word.iter().any(u8::is_ascii_whitespace);
        (one && value::is_secret(word, false, self.family, Place::Loose)).then(|| from..from + word.len())
    }

    /// What stands behind the name on its line, and where that ends.
    fn rest_of_line(&self) -> (&[u8], usize) {
        let rest = &self.text[self.name.end..self.text.len().min(self.name.end + 512)];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        (&rest[..end], self.name.end + end)
    }

    /// The name begins its line, and one value is all that follows it there.
    fn alone(&self) -> bool {
        let line = self.text[..self.name.start].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        self.text[line..self.name.start]
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'+' | b'"' | b'\'' | b';'))
    }

    fn accept(&self, at: usize, place: Place) -> Option<Range<usize>> {
        let found = value::value(self.text, at + wrapped(&self.text[at..]))?;
        // A setting is a line: with more words in it, it is a sentence.
        let rest = &self.text[found.range.end..];
        let rest = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        // Unless those are settings as well.
        let more = !found.quoted && rest.iter().any(u8::is_ascii_alphanumeric) && !rest.contains(&b'=');
        let place = if place == Place::Setting && more && !self.bare.eq_ignore_ascii_case("password") {
            Place::Loose
        } else {
            place
        };
        let value = &self.text[found.range.clone()];
        value::is_secret(value, found.quoted, self.family, place).then_some(found.range)
    }
}

/// `Some("…")`, `b"…"`: how much stands before the quote.
fn wrapped(text: &[u8]) -> usize {
    let word = text.iter().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    match text.get(word..) {
        Some([b'(', b'"' | b'\'', ..]) if word > 0 => word + 1,
        Some([b'"' | b'\'', ..]) if word == 1 => 1,
        _ => 0,
    }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn holds(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|part| part == word)
}

/// `set NAME value`, `set -gx NAME value`, `configure set NAME value`.
fn ends_in_set(left: &[u8]) -> bool {
    let mut words = left.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty()).rev();
    let before = words.find(|word| !word.starts_with(b"-"));
    before.is_some_and(|word| word == b"set" || word.eq_ignore_ascii_case(b"setenv")) && left.ends_with(b" ")
}
