//! What must not leave the machine: taken out of any bytes, and nothing else changed.

use std::time::{Duration, Instant};

use ghostsh::redact::{Redactor, Stream, secrets};

/// A token that stands on a line of its own; no issuer has given it out.
const TOKEN: &[u8] = b"ghp_Zx8Kq3Lm9Pw2Rt5VaB1cD2eF3gH4iJ5kN6oQ";

/// Nothing that is this short takes longer, on a slow machine and without optimization.
const PATIENCE: Duration = Duration::from_secs(5);

/// Redacts the bytes behind the first four, of which two say where a token is put and two where the stream is cut.
pub fn check(bytes: &[u8]) {
    let Some(([one, two, three, four], text)) = bytes.split_first_chunk() else { return };
    let at = usize::from(u16::from_le_bytes([*one, *two])) % (text.len() + 1);
    let cut = usize::from(u16::from_le_bytes([*three, *four])) % (text.len() + 1);
    let begun = Instant::now();
    let once = outside_is_unchanged(text);
    let mut again = Redactor::new();
    assert_eq!(readable(&again.redact_bytes(&once)), readable(&once), "doing it twice is not doing it once");
    if text.len() < 64 * 1024 {
        let mut stream = Stream::new(Redactor::new());
        let mut out = stream.push(&text[..cut]);
        out.extend(stream.push(&text[cut..]));
        out.extend(stream.finish());
        assert_eq!(readable(&out), readable(&once), "a stream is not redacted as the whole is");
    }
    let planted = [&text[..at], b"\n", TOKEN, b"\n", &text[at..]].concat();
    let redacted = Redactor::new().redact_bytes(&planted).into_owned();
    let left = redacted.windows(TOKEN.len()).any(|part| part == TOKEN);
    assert!(!left || holds(text), "the token is left: {}", readable(&redacted));
    assert!(begun.elapsed() < PATIENCE, "{} bytes took {:?}", text.len(), begun.elapsed());
}

/// Redacts a text and follows what was found through it: between two placeholders stands what stood there before.
fn outside_is_unchanged(text: &[u8]) -> Vec<u8> {
    let once = Redactor::new().redact_bytes(text).into_owned();
    let (mut rest, mut from) = (&once[..], 0);
    for range in secrets(text) {
        assert!(from <= range.start && range.start < range.end, "{range:?} is out of order");
        let kept = &text[from..range.start];
        assert!(rest.starts_with(kept), "changed before {range:?}: {}", readable(&once));
        rest = &rest[kept.len()..];
        let close = "\u{bb}".as_bytes();
        let end = rest.windows(close.len()).position(|part| part == close).expect("a placeholder") + close.len();
        assert!(rest.starts_with("\u{ab}secret-".as_bytes()), "no placeholder at {range:?}: {}", readable(&once));
        rest = &rest[end..];
        from = range.end;
    }
    assert_eq!(readable(rest), readable(&text[from..]), "changed behind the last secret");
    once
}

/// The fuzzer may have learned the token and written it where it is part of a longer word.
fn holds(text: &[u8]) -> bool {
    text.windows(TOKEN.len()).any(|part| part == TOKEN)
}

fn readable(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}
