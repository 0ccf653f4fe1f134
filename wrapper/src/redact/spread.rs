//! Values that are more than a word behind a name: a list in brackets, a block below it (YAML 1.2, 8.1), a phrase.

use std::ops::Range;

use super::names::Family;
use super::value::{self, Place};

/// Elements of a list that are looked at.
const MOST_ELEMENTS: usize = 64;
/// Bytes of a block that are looked at.
const LONGEST_BLOCK: usize = 16 * 1024;

/// `["…", "…"]` on one line: from the first secret in it to the last.
pub(super) fn list(text: &[u8], at: usize, family: Family) -> Option<Range<usize>> {
    let inside = text.get(at).filter(|byte| **byte == b'[').map(|_| at + 1)?;
    let end = inside + memchr::memchr(b']', &text[inside..value::line_end(text, inside)])?;
    let mut found: Option<Range<usize>> = None;
    let mut from = inside;
    for _ in 0..MOST_ELEMENTS {
        from += text[from..end].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b',')).count();
        let Some(element) = value::value(&text[..end], from) else { break };
        if value::is_secret(&text[element.range.clone()], element.quoted, family, Place::Loose) {
            let start = found.as_ref().map_or(element.range.start, |found| found.start);
            found = Some(start..element.range.end);
        }
        from = element.range.end + usize::from(element.quoted);
    }
    found
}

/// `|` or `>`, and lines below that stand further in than the line of the name, which begins at `line`.
pub(super) fn block(text: &[u8], line: usize, at: usize, family: Family) -> Option<Range<usize>> {
    let rest = text.get(at..text.len().min(at + LONGEST_BLOCK))?;
    let head = rest.first().filter(|byte| matches!(byte, b'|' | b'>')).map(|_| 1)?;
    let head = head + rest[head..].iter().take(2).take_while(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')).count();
    let break_at = head + rest[head..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    if rest.get(break_at) != Some(&b'\n') {
        return None;
    }
    let indent = |line: &[u8]| line.iter().take_while(|byte| **byte == b' ').count();
    let outer = indent(&text[line..]);
    let (mut from, mut found): (usize, Option<Range<usize>>) = (break_at + 1, None);
    while from < rest.len() {
        let end = memchr::memchr(b'\n', &rest[from..]).map_or(rest.len(), |end| from + end);
        let whole = &rest[from..end];
        let content = whole.trim_ascii();
        if !content.is_empty() {
            if indent(whole) <= outer {
                break;
            }
            let begins = from + indent(whole);
            let start = found.as_ref().map_or(begins, |found| found.start);
            found = Some(start..begins + content.len());
        }
        from = end + 1;
    }
    let found = found?;
    let first = rest[found.clone()].split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    value::is_secret(first, true, family, Place::Quoted).then_some(at + found.start..at + found.end)
}

/// Words that were drawn to be a password, as "correct horse battery staple": four or more, none of those that sentences
/// are made of.
pub(super) fn is_phrase(value: &[u8]) -> bool {
    let words: Vec<&[u8]> = value.split(|byte| *byte == b' ').collect();
    words.len() >= 4
        && words.iter().all(|word| (3..=12).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase))
        && !words.iter().any(|word| value::speaks(word))
}

/// Where a word ends that is all that stands behind a name at the beginning of a line: the shell's signs are its own
/// there. What is made of names alone is a type: `str|None`, `Option<String>`.
pub(super) fn end_of_setting(text: &[u8], range: &Range<usize>) -> usize {
    let stop = value::line_end(text, range.end);
    let rest = &text[range.end..stop];
    // (A line that is written into a text: `password: abc\nport: 80`.)
    let ends = |at: usize| match rest[at] {
        b'\\' => matches!(rest.get(at + 1), None | Some(b'n' | b'r' | b't' | b'"' | b'\'')),
        byte => byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`'),
    };
    let long = (0..rest.len()).find(|at| ends(*at)).unwrap_or(rest.len());
    let mut end = range.end + long;
    while end > range.end && matches!(text[end - 1], b',' | b'.' | b')' | b']' | b'}' | b':' | b';') {
        end -= 1;
    }
    let whole = &text[range.start..end];
    let sign = |byte: &u8| matches!(byte, b'|' | b'<' | b'>' | b'[' | b']' | b'.');
    let name =
        |word: &[u8]| word.iter().skip(1).all(u8::is_ascii_lowercase) && word.iter().all(u8::is_ascii_alphabetic);
    let is_type = whole.split(sign).all(name);
    if is_type { range.end } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_no_sentence() {
        assert!(is_phrase(b"correct horse battery staple"));
        for text in ["enter the new one twice", "three little words", "Correct horse battery staple", "a b c d e f"] {
            assert!(!is_phrase(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_setting_ends_at_a_blank() {
        for (text, first, whole) in [
            ("ab1&c;d|e x", 3, "ab1&c;d|e"),
            ("str|None", 3, "str"),
            ("Option<String>,", 6, "Option"),
            ("ab;", 2, "ab"),
            ("a1\\nb", 2, "a1"),
            ("a1\\mb", 2, "a1\\mb"),
        ] {
            let end = end_of_setting(text.as_bytes(), &(0..first));
            assert_eq!(&text[..end], whole, "{text}");
        }
    }
}
