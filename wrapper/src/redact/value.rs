//! Values: where one ends, and whether it can be a secret at all or only speaks of one.

use std::ops::Range;

use super::names::{Family, telling};

/// No secret of one line is longer.
const LONGEST: usize = 4096;

/// How much the place says about the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// An assignment in capitals, an option of a command: whatever stands there is the value.
    Sure,
    /// In quotes behind a name.
    Quoted,
    /// A line of settings with nothing else in it.
    Setting,
    /// Anywhere else: it has to look like one.
    Loose,
}

/// A value as it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub range: Range<usize>,
    pub quoted: bool,
}

/// The value that begins at `at`: in quotes, or up to a blank or what ends a word in a shell, in JSON, in a URL.
pub(super) fn value(text: &[u8], at: usize) -> Option<Value> {
    let end = text.len().min(at + LONGEST);
    let (quote, skip) = match text.get(at..)? {
        [b'\\', quote @ (b'"' | b'\''), ..] => (Some(*quote), 2),
        [b'$', b'\'', ..] => (Some(b'\''), 2),
        [quote @ (b'"' | b'\'' | b'`'), ..] => (Some(*quote), 1),
        _ => (None, 0),
    };
    let from = at + skip;
    let Some(quote) = quote else {
        let long = text[from..end].iter().position(|byte| ends_word(*byte)).unwrap_or(end - from);
        let mut to = from + long;
        // What closes a sentence or a bracket around it is not its own.
        while to > from && matches!(text[to - 1], b',' | b'.' | b')' | b']' | b'}' | b':') {
            to -= 1;
        }
        return (to > from).then_some(Value { range: from..to, quoted: false });
    };
    let mut to = from;
    while to < end && text[to] != quote && text[to] != b'\n' {
        to += if text[to] == b'\\' && text.get(to + 1).is_some_and(|next| *next != quote || skip == 1) { 2 } else { 1 };
    }
    let mut to = to.min(end);
    if text.get(to) != Some(&quote) {
        // A quote that does not close is cut off, or was the end of what came before it: one word at most.
        to = from + text[from..to].iter().position(|byte| ends_word(*byte)).unwrap_or(to - from);
    }
    (to > from).then_some(Value { range: from..to, quoted: true })
}

fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b';' | b'&' | b'|' | b'<' | b'>' | b'\\')
}

/// No line is looked at further than this.
const LONGEST_LINE: usize = 1024;

/// Where the line of a place begins, or as far back as is looked.
pub(super) fn line_start(text: &[u8], at: usize) -> usize {
    let from = at.saturating_sub(LONGEST_LINE);
    memchr::memrchr(b'\n', &text[from..at]).map_or(from, |end| from + end + 1)
}

/// Where the line of a place ends, or as far as is looked.
pub(super) fn line_end(text: &[u8], at: usize) -> usize {
    let to = text.len().min(at + LONGEST_LINE);
    memchr::memchr(b'\n', &text[at..to]).map_or(to, |end| at + end)
}

/// True when what stands there is a secret, for all one can see.
pub(super) fn is_secret(value: &[u8], quoted: bool, family: Family, place: Place) -> bool {
    // The beginning tells.
    let value = &value[..value.len().min(512)];
    if stands_for_one(value) || value.len() < 3 {
        return false;
    }
    let words = value.iter().any(|byte| *byte == b' ' || *byte == b'\t');
    let called = value.iter().position(|byte| !(byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.' | b':')));
    let call = !quoted && called.is_some_and(|at| at > 0 && matches!(value[at], b'(' | b'['));
    if call && place != Place::Sure || is_path(value) || value.starts_with(b"http://") || value.starts_with(b"https://")
    {
        return false;
    }
    if !quoted && (is_hexadecimal(value) || place != Place::Sure && is_code(value)) {
        return false;
    }
    // What people choose has a sign in it that no word has.
    let sign =
        value.iter().any(|byte| matches!(byte, b'!' | b'#' | b'%' | b'*' | b'+' | b'@' | b'^' | b'&' | b'~' | b'?'));
    let password = family == Family::Password && value.len() >= 8 && !words;
    let chosen = password && (sign && turns(value) >= 2 || turns(value) >= 3 && !is_spelled(value));
    if chosen || looks_random(value) {
        return !words || family == Family::Password || place == Place::Sure;
    }
    let number = value.iter().all(u8::is_ascii_digit);
    let short = number && value.len() < 6;
    let plain = !speaks(value) && !short;
    match (place, family) {
        (Place::Sure, Family::Password) => plain,
        (Place::Sure, _) => plain && !number && !words,
        (Place::Quoted, Family::Password) => plain && !words && !number,
        (Place::Quoted, Family::Secret) => plain && !words && value.len() >= 8,
        (Place::Quoted, _) => plain && !words && value.len() >= 16 && !is_name(value),
        (Place::Setting, Family::Password) => plain && !words && value.len() >= 4 && !number && !is_reference(value),
        (Place::Setting | Place::Loose, _) => false,
    }
}

/// `0x1f`: a number.
fn is_hexadecimal(value: &[u8]) -> bool {
    value.len() <= 18 && value.starts_with(b"0x") && value[2..].iter().all(u8::is_ascii_hexdigit)
}

/// `Token![fn]`, `token::Brace`, `*mut u8`: what programs say in the place of a value.
fn is_code(value: &[u8]) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.');
    let name = value.iter().take_while(|byte| part(byte)).count();
    let letter = value.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    let invoked = letter && matches!(value[name..], [b'!', b'[' | b'(' | b'{', ..]);
    let method = letter && value[..name].contains(&b'.') && value.get(name) == Some(&b'(');
    let within =
        letter && value[..name].windows(2).any(|pair| pair == b"::") && (name == value.len() || value[name] == b'<');
    let pointer = [&b"*mut"[..], b"*const", b"&mut", b"[Token!["].iter().any(|begins| value.starts_with(begins));
    invoked || method || within || pointer
}

/// How often the kind of character changes, counted within what separators leave whole: a word has few turns, chance many.
pub(super) fn turns(value: &[u8]) -> usize {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        b'0'..=b'9' => 3,
        b'_' | b'-' | b'.' | b'/' | b':' | b'=' | b',' | b' ' => 0,
        _ => 4,
    };
    let pairs = value.windows(2).filter(|pair| {
        let (one, other) = (kind(pair[0]), kind(pair[1]));
        one != 0 && other != 0 && one != other
    });
    pairs.count()
}

/// True for what nobody would choose as a word.
pub(super) fn looks_random(value: &[u8]) -> bool {
    value.len() >= 8 && turns(value) >= 3 && !is_camel(value)
}

/// `EllipticCurve`, and nothing less like words: each begins with one capital and has three small letters at least.
fn is_spelled(value: &[u8]) -> bool {
    let capitals = value.split(|byte| !byte.is_ascii_uppercase()).any(|run| run.len() > 1);
    let short = value.split(|byte| !byte.is_ascii_lowercase()).any(|run| matches!(run.len(), 1 | 2));
    is_camel(value) && !capitals && !short
}

/// `EllipticCurvePrivateKey`: letters alone, in words that begin with a capital.
fn is_camel(value: &[u8]) -> bool {
    if !value.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-' | b'/')) {
        return false;
    }
    if value.iter().any(u8::is_ascii_digit) {
        // `X509CertificateFlag`, `Ed25519PrivateKey`: numbers are few, and what else there is are words.
        let numbers = value.split(|byte| !byte.is_ascii_digit()).filter(|number| !number.is_empty()).count();
        let words = value.split(|byte| !byte.is_ascii_lowercase()).filter(|word| !word.is_empty());
        let (short, letters) =
            words.fold((false, 0), |(short, letters), word| (short || word.len() < 3, letters + word.len()));
        let share = letters * 100 / value.len();
        return numbers <= 1 && share >= 65 && !short;
    }
    let small = value.split(|byte| !byte.is_ascii_lowercase()).filter(|word| !word.is_empty());
    let (words, letters) = small.fold((0, 0), |(words, letters), word| (words + 1, letters + word.len()));
    let single = value.split(|byte| !byte.is_ascii_lowercase()).any(|word| word.len() == 1);
    !single && letters >= 4 * words
}

/// References, placeholders, and words that say that there is none.
pub(super) fn stands_for_one(value: &[u8]) -> bool {
    let reference = match value {
        [b'$', next, ..] => *next == b'{' || *next == b'(' || *next == b'_' || next.is_ascii_alphabetic(),
        [b'<' | b'{' | b'[' | b'(', ..] => true,
        [b'%', b's' | b'(' | b'{' | b'd' | b'v', ..] => true,
        // A tag of YAML's, a regular expression.
        [b'!', rest @ ..] if rest.iter().all(u8::is_ascii_alphabetic) => !looks_random(value),
        [b'/', b'^', ..] | [b'^', b'[' | b'(', ..] => true,
        _ => super::placeholder(value).is_some(),
    };
    let same = value.first().is_some_and(|first| {
        matches!(first, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b'?' | b'#') && value.iter().all(|byte| byte == first)
    });
    // TOKEN, YOUR_PASSWORD, your-api-key-here.
    let named = std::str::from_utf8(value).is_ok_and(|text| {
        let capitals = value.iter().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'));
        let lower = text.to_ascii_lowercase();
        (capitals && telling(text).is_some()) || lower.starts_with("your-") || lower.starts_with("your_")
    });
    let ellipsis = value.ends_with(b"...") || value.ends_with("\u{2026}".as_bytes());
    reference || same || named || ellipsis
}

/// Words that stand behind a name without being its value.
pub(super) fn speaks(value: &[u8]) -> bool {
    const WORDS: &[&str] = &[
        "a",
        "accepted",
        "already",
        "an",
        "and",
        "any",
        "are",
        "argument",
        "arguments",
        "as",
        "at",
        "authentication",
        "be",
        "before",
        "bool",
        "boolean",
        "by",
        "can",
        "cannot",
        "change-me",
        "change_me",
        "changed",
        "changeme",
        "default",
        "denied",
        "disabled",
        "does",
        "dummy",
        "empty",
        "enabled",
        "error",
        "example",
        "expired",
        "failed",
        "false",
        "field",
        "file",
        "flag",
        "for",
        "from",
        "given",
        "has",
        "hidden",
        "if",
        "in",
        "incorrect",
        "instead",
        "int",
        "invalid",
        "is",
        "it",
        "length",
        "login",
        "missing",
        "must",
        "needed",
        "nil",
        "no",
        "none",
        "not",
        "null",
        "number",
        "off",
        "ok",
        "on",
        "only",
        "option",
        "optional",
        "options",
        "or",
        "parameter",
        "placeholder",
        "prompt",
        "protected",
        "provided",
        "redacted",
        "refused",
        "rejected",
        "required",
        "set",
        "should",
        "str",
        "string",
        "text",
        "that",
        "the",
        "this",
        "to",
        "todo",
        "true",
        "type",
        "unchanged",
        "undefined",
        "unknown",
        "unset",
        "until",
        "updated",
        "used",
        "user",
        "using",
        "valid",
        "value",
        "was",
        "when",
        "which",
        "will",
        "with",
        "without",
        "wrong",
        "yes",
        "you",
    ];
    std::str::from_utf8(value).is_ok_and(|text| {
        let bare = text.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_lowercase();
        WORDS.binary_search(&bare.as_str()).is_ok() || (telling(&bare).is_some() && is_name(bare.as_bytes()))
    })
}

/// `os.environ`, `user_id`: names as programs write them.
fn is_name(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-' | b'.'))
}

/// Names with dots between them: `var.db_password`.
fn is_reference(value: &[u8]) -> bool {
    value.iter().any(|byte| matches!(byte, b'.' | b'_'))
        && value.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.'))
}

/// A file's name and not base64 that happens to begin so.
fn is_path(value: &[u8]) -> bool {
    let begins =
        value.starts_with(b"/") || value.starts_with(b"./") || value.starts_with(b"~/") || value.starts_with(b"../");
    begins && !value.iter().any(|byte| matches!(byte, b'+' | b'=')) && turns(value) < 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_a_word_does() {
        for (text, found) in [
            ("abc def", "abc"),
            ("'a b' c", "a b"),
            ("\"a\\\"b\" c", "a\\\"b"),
            ("\\\"ab\\\", c", "ab\\"),
            ("ab;c", "ab"),
            ("ab,\n", "ab"),
            ("ab#c&d", "ab#c"),
        ] {
            let value = value(text.as_bytes(), 0).expect(text);
            assert_eq!(&text[value.range], found, "{text}");
        }
        assert!(value(b"", 0).is_none() && value(b"\"\"", 0).is_none() && value(b" x", 0).is_none());
    }

    #[test]
    fn chance_is_told_from_words() {
        for text in ["ZXlOCVzg3aR9u", "0f3a9c1be4d27a55", "p4$$w0rd!X", "aB3dE6"] {
            assert_eq!(looks_random(text.as_bytes()), text.len() >= 8, "{text}");
        }
        for text in ["python3.11", "v1.2.3-rc1", "userName", "2024-11-02", "incorrect", "sha256sum", "next_token"] {
            assert!(!looks_random(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn words_are_in_order() {
        assert!(speaks(b"required") && speaks(b"yes") && speaks(b"a") && !speaks(b"hunter"));
        assert!(speaks(b"incorrect.") && speaks(b"api_key"));
    }
}
