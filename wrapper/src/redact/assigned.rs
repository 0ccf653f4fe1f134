//! Values behind telling names: `NAME=value`, `name: value`, `"name": "value"`, `--name value`, `<name>value</name>`.

use std::ops::Range;

use super::names::{Family, telling, telling_in_chinese};
use super::spread;
use super::value::{self, Place};

/// No name is longer.
const LONGEST: usize = 96;
/// No name has more words.
const MOST_TURNS: usize = 14;

/// The whole name around a place in the text.
pub(super) fn name_around(text: &[u8], at: Range<usize>) -> Range<usize> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let left = text[..at.start].iter().rev().take(LONGEST).take_while(|byte| part(byte)).count();
    let right = text[at.end..].iter().take(LONGEST).take_while(|byte| part(byte)).count();
    at.start - left..at.end + right
}

/// True for the name of a call that is given a password.
pub(super) fn authenticates(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    let says = [&b"auth"[..], b"login", b"credential", b"password", b"set_var"].iter().any(|word| holds(&lower, word));
    says || std::str::from_utf8(name).is_ok_and(|name| telling(name).is_some_and(|family| family != Family::Token))
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
    // What was made by chance happens to hold such a word.
    if value::turns(bare.as_bytes()) > MOST_TURNS {
        return None;
    }
    let field = matches!(bare, "auth" | "_auth");
    let chinese = telling_in_chinese(bare);
    let family = telling(bare).or(chinese).or(field.then_some(Family::Token))?;
    let found = Found { text, name, word, bare, family };
    let secret = found.value().or_else(|| found.below()).or_else(|| found.at_the_end())?;
    // A field of that name holds base64 in a registry's settings, and anything elsewhere.
    let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    // What is said there in Chinese is no value.
    let said = chinese.is_some() && !text[secret.clone()].is_ascii();
    (!said && !field || secret.len() >= 12 && text[secret.clone()].iter().all(base64)).then_some(secret)
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
        let near = if closed { self.beside(at) } else { None };
        if let Some(secret) = near.or_else(|| self.named(at)) {
            return Some(secret);
        }
        // **Password:** in Markdown.
        at += text[at..].iter().take(2).take_while(|byte| **byte == b'*').count();
        let operator = at + blanks(&text[at..]);
        let tight = operator == at;
        match text.get(operator..)? {
            [b'=', b'=' | b'~', ..] => None,
            [b'=', b'>', ..] => self.assigned(operator + 2 + dumped(&text[operator + 2..]), false),
            [b':', b'=', ..] => self.assigned(operator + 2, before == Some(b'{')),
            [b'=', ..] => self.assigned(operator + 1, tight),
            [b'+', b'=', ..] => self.assigned(operator + 2, tight),
            [b':', b':', ..] => None,
            [b':', ..] => self.told(operator + 1, closed),
            // A full-width colon; "is".
            [0xef, 0xbc, 0x9a, ..] => self.in_chinese(operator + 3, self.alone()),
            [0xe6, 0x98, 0xaf, ..] | [0xe4, 0xb8, 0xba, ..] => self.in_chinese(operator + 3, false),
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
        let defined = self.word.starts_with("-D") || self.word.starts_with("-P");
        let option = self.word.starts_with("--") || defined;
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
        let before = &self.text[self.name.start.saturating_sub(256)..self.name.start];
        let word = before.rsplit(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
        // The name of a thing in a cloud: arn:aws:secretsmanager:…:secret:…
        if before.ends_with(b":") && holds(word, b"arn:") {
            return None;
        }
        let at = at + self.text[at..].iter().take(2).take_while(|byte| **byte == b'*').count();
        if let Some(typed) = typed(&self.text[at..]) {
            return self.accept(at + typed, Place::Quoted);
        }
        let from = at + blanks(&self.text[at..]);
        // `KEY: Kind = 3`: a constant and its type.
        let name = self.text[from..]
            .iter()
            .take(LONGEST)
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'))
            .count();
        if name > 0 && self.text[from + name..].starts_with(b" = ") {
            return None;
        }
        let line = value::line_start(self.text, self.name.start);
        let spread = spread::list(self.text, from, self.family);
        if let Some(secret) = spread.or_else(|| spread::block(self.text, line, from, self.family)) {
            return Some(secret);
        }
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

    /// Behind a sign of Chinese.
    fn in_chinese(&self, at: usize, alone: bool) -> Option<Range<usize>> {
        let from = at + blanks(&self.text[at..]);
        self.accept(from, if alone { Place::Setting } else { Place::Loose })
    }

    /// As the next word.
    fn given(&self, at: usize) -> Option<Range<usize>> {
        let text = self.text;
        let line = value::line_start(text, self.name.start);
        let left = &text[line..self.name.start];
        let next = text.get(at)?;
        if *next == b'-' && self.word.starts_with('-') {
            return None;
        }
        // "the password is …"
        if let Some(word) = ["is ", "was "].iter().find(|word| text[at..].starts_with(word.as_bytes()))
            && self.family == Family::Password
        {
            return self.accept(at + word.len(), Place::Loose);
        }
        let quoted = matches!(next, b'"' | b'\'');
        let option = self.word.starts_with("--") || self.word.starts_with('-') && self.family == Family::Password;
        if option {
            return self.accept(at, Place::Sure);
        }
        if ends_in_set(left) {
            let whole = |range: &Range<usize>| {
                let rest = &text[range.end..value::line_end(text, range.end)];
                !rest.iter().find(|byte| !matches!(byte, b' ' | b'"' | b'\'')).is_some_and(u8::is_ascii_alphanumeric)
            };
            return self.accept(at, Place::Sure).filter(whole);
        }
        if *next == b'`' && !self.bare.eq_ignore_ascii_case("password") {
            return None;
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
        let left = &self.text[value::line_start(self.text, self.name.start)..self.name.start];
        let shown =
            [&b"echo $"[..], b"echo \"$", b"echo ${", b"echo \"${", b"printenv "].iter().any(|end| left.ends_with(end))
                && line.iter().all(|byte| matches!(byte, b'"' | b'}' | b' ' | b'\r'));
        if !(line.trim_ascii_end().ends_with(b":") || shown) {
            return None;
        }
        let gap = self.text[at..].iter().take(8).take_while(|byte| byte.is_ascii_whitespace()).count();
        let found = value::value(self.text, at + gap)?;
        let secret = &self.text[found.range.clone()];
        let alone = self.text.get(found.range.end).is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        (alone && secret.len() >= 8 + usize::from(!shown) * 4 && value::looks_random(secret)).then_some(found.range)
    }

    /// "Password for bob: …": the last word of the line, behind a colon.
    fn at_the_end(&self) -> Option<Range<usize>> {
        let (line, end) = self.rest_of_line();
        let line = line.trim_ascii_end();
        let colon = memchr::memmem::rfind(line, b": ")?;
        // "Your new secret key is: …"
        let is = line[..colon].ends_with(b" is") && self.family == Family::Secret;
        if self.family != Family::Password && !is {
            return None;
        }
        let word = line[colon + 2..].trim_ascii_start();
        let from = end - self.rest_of_line().0.len() + line.len() - word.len();
        let kind = word.contains(&b'<') && word.contains(&b'>') || word.contains(&b'(');
        let one = !word.is_empty() && !kind && !word.iter().any(u8::is_ascii_whitespace);
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
        let line = value::line_start(self.text, self.name.start);
        self.text[line..self.name.start]
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'+' | b'"' | b'\'' | b';'))
    }

    /// What stands beside the name in a list, in quotes as it is: `("PASSWORD", "…")`, `1) "password"` and `2) "…"`, and what
    /// an element of that name holds: `<property name="password">…</property>`.
    fn beside(&self, at: usize) -> Option<Range<usize>> {
        let text = self.text;
        let rest = text.get(at..text.len().min(at + 64))?;
        let from = match rest {
            [b',', ..] if self.is_first() => 1 + blanks(&rest[1..]),
            [b'>', ..] => {
                let found = value::value(text, at + 1).filter(|found| !found.quoted)?;
                let closed = text[found.range.end..].starts_with(b"</");
                let secret = value::is_secret(&text[found.range.clone()], false, self.family, Place::Loose);
                return (closed && secret).then_some(found.range);
            }
            [b'\n', rest @ ..] => {
                let number = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b' ').count();
                (rest.get(number..number + 2) == Some(b") ") && number > 0).then_some(number + 3)?
            }
            _ => return None,
        };
        matches!(rest.get(from), Some(b'"' | b'\'')).then_some(())?;
        self.accept(at + from, Place::Loose)
    }

    /// The name in its quotes is the first thing in a bracket.
    fn is_first(&self) -> bool {
        let before = &self.text[self.name.start.saturating_sub(8)..self.name.start.saturating_sub(1)];
        before.trim_ascii_end().ends_with(b"(")
    }

    /// `name: PASSWORD` and `value: …`, on one line or two; `variable "password" { default = … }`.
    fn named(&self, at: usize) -> Option<Range<usize>> {
        let text = self.text;
        let left = &text[self.name.start.saturating_sub(16)..self.name.start];
        let left = left.strip_suffix(b"\"").or_else(|| left.strip_suffix(b"'")).unwrap_or(left);
        let word = if left.ends_with(b"variable ") {
            "default"
        } else if [&b"name"[..], b"Name", b"key", b"Key"].iter().any(|word| {
            let left = left.trim_ascii_end();
            let left = left.strip_suffix(b":").or_else(|| left.strip_suffix(b"="));
            left.is_some_and(|left| left.strip_suffix(b"\"").unwrap_or(left).ends_with(word))
        }) {
            "value"
        } else {
            return None;
        };
        let rest = &text[at..text.len().min(at + 256)];
        let found = memchr::memmem::find(rest, word.as_bytes()).or_else(|| memchr::memmem::find(rest, b"Value"))?;
        let between = &rest[..found];
        // Nothing that ends this thing, or begins the next.
        let apart = [&b"}"[..], b"- ", b"name"].iter().any(|end| holds(between, end));
        let from = found + word.len();
        let from = from + usize::from(matches!(rest.get(from), Some(b'"' | b'\'')));
        let operator = from + blanks(&rest[from..]);
        if apart || !matches!(rest.get(operator), Some(b':' | b'=')) {
            return None;
        }
        let at = at + operator + 1;
        let from = at + blanks(&text[at..]);
        let quoted = matches!(text.get(from), Some(b'"' | b'\''));
        self.accept(from, if quoted { Place::Quoted } else { Place::Loose })
    }

    fn accept(&self, at: usize, place: Place) -> Option<Range<usize>> {
        let mut found = value::value(self.text, at + wrapped(&self.text[at..]))?;
        let is_line = !found.quoted && matches!(place, Place::Setting | Place::Sure) && self.alone();
        if is_line {
            found.range.end = spread::end_of_setting(self.text, &found.range);
        }
        if self.family == Family::Password {
            let end = value::line_end(self.text, found.range.start);
            let whole = if is_line { found.range.start..end } else { found.range.clone() };
            let trimmed = self.text[whole.clone()].trim_ascii_end();
            if spread::is_phrase(trimmed) {
                return Some(whole.start..whole.start + trimmed.len());
            }
        }
        // A setting is a line: with more words in it, it is a sentence.
        let rest = &self.text[found.range.end..value::line_end(self.text, found.range.end)];
        // Unless those are settings as well.
        let more = !found.quoted && rest.iter().any(u8::is_ascii_alphanumeric) && !rest.contains(&b'=');
        // A field and its type: `password: Zeroizing<String>,`.
        let letters = self.text[found.range.clone()].iter().all(u8::is_ascii_alphabetic);
        let kind = letters && !found.quoted && matches!(rest.first(), Some(b',' | b'<' | b';'));
        let more = more && !self.bare.eq_ignore_ascii_case("password");
        let place = if place == Place::Setting && (kind || more) { Place::Loose } else { place };
        let value = &self.text[found.range.clone()];
        value::is_secret(value, found.quoted, self.family, place).then_some(found.range)
    }
}

/// `Some("…")`, `b"…"`: how much stands before the quote.
fn wrapped(text: &[u8]) -> usize {
    let word = text.iter().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let open = word > 0 && text.get(word) == Some(&b'(');
    let gap =
        if open { text[word + 1..].iter().take(64).take_while(|byte| byte.is_ascii_whitespace()).count() } else { 0 };
    match text.get(word..) {
        Some([b'(', rest @ ..]) if open && matches!(rest.get(gap), Some(b'"' | b'\'')) => word + 1 + gap,
        Some([b'"' | b'\'', ..]) if word == 1 => 1,
        _ => 0,
    }
}

/// ` &str = "…"`: how much stands before the quote, behind a name's colon.
fn typed(text: &[u8]) -> Option<usize> {
    let kind = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'&' | b'\'' | b'_' | b'<' | b'>' | b':' | b'?' | b'|')
    };
    let long = text.iter().take(48).take_while(|byte| kind(byte)).count();
    let letters = text[..long].iter().any(u8::is_ascii_alphabetic);
    let equals = letters && text.get(long) == Some(&b'=');
    let from = long + 1 + blanks(text.get(long + 1..)?);
    (equals && matches!(text.get(from), Some(b'"' | b'\'' | b'`'))).then_some(from)
}

/// What `var_dump` of PHP's prints before a text: `string(14) `, on a line of its own.
fn dumped(text: &[u8]) -> usize {
    let gap = text.iter().take(64).take_while(|byte| byte.is_ascii_whitespace()).count();
    let Some(rest) = text[gap..].strip_prefix(b"string(") else { return 0 };
    let digits = rest.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    if rest[digits..].starts_with(b") ") { gap + 7 + digits + 2 } else { 0 }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take(256).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
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
