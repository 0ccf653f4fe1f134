//! Keys that take up lines of their own.

use std::ops::Range;

/// No key is longer.
const LONGEST: usize = 64 * 1024;

/// A private key in its armour (RFC 7468, RFC 9580), from its `-----BEGIN`; without its end, as far as it goes on.
pub(super) fn armoured(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = &text[at..text.len().min(at + LONGEST)];
    let head = rest.get(11..)?;
    let label = head.windows(5).take(64).position(|part| part == b"-----")?;
    if !is_of_secret(&head[..label]) {
        return None;
    }
    let body = 11 + label + 5;
    if let Some(end) = find(&rest[body..], b"-----END ") {
        let from = body + end + 9;
        let close = find(&rest[from..], b"-----").map_or(rest.len(), |close| from + close + 5);
        // Code that only speaks of keys has none between the two.
        let key = rest[body..from].split(|byte| !is_base64(byte)).any(|run| run.len() >= 16);
        return key.then_some(at..at + close);
    }
    let mut to = body;
    for line in rest[body..].split_inclusive(|byte| *byte == b'\n') {
        let bare = line.trim_ascii();
        let header = bare.contains(&b':')
            && bare.iter().take_while(|byte| **byte != b':').all(|byte| byte.is_ascii_alphabetic() || *byte == b'-');
        if !(bare.iter().all(is_base64) || header) {
            break;
        }
        to += line.len();
    }
    (to > body + 16).then_some(at..at + to)
}

fn is_of_secret(label: &[u8]) -> bool {
    let secret = [&b"PRIVATE KEY"[..], b"Static key"].iter().any(|kind| find(label, kind).is_some());
    secret && !label.contains(&b'\n')
}

/// The lines of a key whose beginning is not there, from its `-----END`.
pub(super) fn tail(text: &[u8], at: usize) -> Option<Range<usize>> {
    let label = text[at + 9..].windows(5).take(64).position(|part| part == b"-----")?;
    if !is_of_secret(&text[at + 9..at + 9 + label]) {
        return None;
    }
    let from = at.saturating_sub(LONGEST);
    let mut lines = text[from..at].rsplit(|byte| *byte == b'\n');
    // The armour begins its line, which may be indented, or one that has changed (diff(1), git).
    let indent = lines.next().filter(|line| changed(line).iter().all(|byte| matches!(byte, b' ' | b'\t')))?;
    let end = at - indent.len();
    let mut start = end;
    for line in lines {
        let bare = changed(line).trim_ascii();
        // The last line has what is left over, however short.
        let is_rest = start == end && !bare.is_empty() && !bare.contains(&b' ');
        if !(bare.len() >= 16 || is_rest) || !bare.iter().all(is_base64) {
            break;
        }
        start -= line.len() + 1;
    }
    (start < end).then_some(start..end)
}

/// A line without the sign that says that it has changed.
fn changed(line: &[u8]) -> &[u8] {
    line.split_first().filter(|(sign, _)| b"+-<>".contains(sign)).map_or(line, |(_, rest)| rest)
}

/// The private members of a JSON Web Key (RFC 7518, 6), from its `"kty"`.
pub(super) fn key_set(text: &[u8], at: usize) -> Vec<Range<usize>> {
    let near = at.saturating_sub(4096);
    let Some(open) = memchr::memrchr2(b'{', b'}', &text[near..at]).map(|open| near + open) else { return Vec::new() };
    // One in which it stands first is read only once.
    let from =
        if text[open] == b'{' && find(&text[open..at], b"\"kty\"").is_none() { open } else { return Vec::new() };
    let end = from + memchr::memchr(b'}', &text[from..text.len().min(from + 8192)]).unwrap_or(0);
    let object = &text[from..end];
    let member = |name: &str| {
        let key = format!("\"{name}\"");
        let found = find(object, key.as_bytes())? + key.len();
        let gap = object[found..].iter().take_while(|byte| matches!(byte, b' ' | b':')).count();
        super::value::value(text, from + found + gap).filter(|value| value.quoted && value.range.len() >= 16)
    };
    ["d", "p", "q", "dp", "dq", "qi", "k"].iter().filter_map(|name| member(name)).map(|value| value.range).collect()
}

/// What was drawn for a `random_password`, in a state file.
pub(super) fn drawn(text: &[u8], end: usize) -> Option<Range<usize>> {
    let near = &text[end..text.len().min(end + 1024)];
    let result = find(near, b"\"result\"")? + 8;
    let gap = near[result..].iter().take_while(|byte| matches!(byte, b' ' | b':')).count();
    super::value::value(text, end + result + gap).filter(|value| value.quoted).map(|value| value.range)
}

/// What stands behind `Private-Lines: N` and `Private-MAC:` in a key of PuTTY's (its documentation, appendix C).
pub(super) fn putty(text: &[u8], end: usize) -> Option<Range<usize>> {
    let rest = &text[end..text.len().min(end + LONGEST)];
    let first = rest.split(|byte| *byte == b'\n').next()?;
    let told = first.trim_ascii();
    let Some(count) = std::str::from_utf8(told).ok().and_then(|text| text.parse::<usize>().ok()) else {
        // The code that proves the key.
        let from = end + first.iter().take_while(|byte| **byte == b' ').count();
        return (told.len() >= 32 && told.iter().all(u8::is_ascii_hexdigit)).then(|| from..from + told.len());
    };
    let from = first.len() + 1;
    let long: usize =
        rest.get(from..)?.split_inclusive(|byte| *byte == b'\n').take(count.min(500)).map(<[u8]>::len).sum();
    let key = rest[from..from + long].trim_ascii_end().len();
    (key > 0).then(|| end + from..end + from + key)
}

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b' ' | b'\r')
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, part)
}
