//! Secrets below the name of a column: in lists with commas, in what databases print, in tables of Markdown.

use std::ops::Range;

use super::names::telling;
use super::value;

/// A heading is no longer, and a table is read no further.
const LONGEST_HEADING: usize = 512;
const LONGEST: usize = 32 * 1024;

/// What was found in a table, and where it ends.
pub(super) struct Columns {
    pub end: usize,
    pub secrets: Vec<Range<usize>>,
}

/// The secrets of the table whose heading this name stands in, if it does.
pub(super) fn columns(text: &[u8], name: &Range<usize>) -> Columns {
    let none = Columns { end: 0, secrets: Vec::new() };
    let (from, to) = (value::line_start(text, name.start), value::line_end(text, name.end));
    let heading = &text[from..to];
    let before = text[from..name.start].iter().rev().find(|byte| !matches!(byte, b' ' | b'"'));
    let after = text[name.end..to].iter().find(|byte| !matches!(byte, b' ' | b'"' | b'\r'));
    let separator = match (before, after) {
        (Some(mark @ (b',' | b'|' | b';' | b'\t')), None) | (None, Some(mark @ (b',' | b'|' | b';' | b'\t'))) => *mark,
        (Some(one @ (b',' | b'|' | b';' | b'\t')), Some(other)) if one == other => *one,
        _ => return none,
    };
    let part = |byte: &u8| {
        byte.is_ascii_alphanumeric() || *byte == separator || matches!(byte, b' ' | b'_' | b'-' | b'.' | b'"' | b'\r')
    };
    let named =
        heading.split(|byte| *byte == separator).filter(|name| name.iter().any(u8::is_ascii_alphabetic)).count();
    if named < 2 || heading.len() > LONGEST_HEADING || !heading.iter().all(part) {
        return none;
    }
    let names: Vec<&[u8]> = heading.split(|byte| *byte == separator).collect();
    let tells = |name: &&[u8]| std::str::from_utf8(bare(name)).is_ok_and(|name| telling(name).is_some());
    let telling: Vec<bool> = names.iter().map(tells).collect();
    let mut found = Columns { end: to, secrets: Vec::new() };
    let mut start = to + 1;
    for line in text.get(start..text.len().min(start + LONGEST)).unwrap_or_default().split(|byte| *byte == b'\n') {
        let rule = line.iter().all(|byte| matches!(byte, b'-' | b'+' | b'|' | b':' | b'=' | b' ' | b'\r'));
        let cells = line.split(|byte| *byte == separator).count();
        if !(rule && !line.is_empty() || cells == names.len()) {
            break;
        }
        let mut at = start;
        for (cell, tells) in line.split(|byte| *byte == separator).zip(&telling) {
            let secret = bare(cell);
            let skipped = cell.iter().take_while(|byte| matches!(byte, b' ' | b'"' | b'`')).count();
            let word = !secret.iter().any(|byte| byte.is_ascii_whitespace() || matches!(byte, b'(' | b')'))
                && !value::stands_for_one(secret);
            if *tells && word && value::looks_random(secret) {
                found.secrets.push(at + skipped..at + skipped + secret.len());
            }
            at += cell.len() + 1;
        }
        start += line.len() + 1;
        found.end = start;
    }
    found
}

/// A cell without blanks and quotes around it.
fn bare(mut cell: &[u8]) -> &[u8] {
    let around = |byte: &u8| matches!(byte, b' ' | b'"' | b'`' | b'\r');
    while let [first, rest @ ..] = cell {
        if !around(first) {
            break;
        }
        cell = rest;
    }
    while let [rest @ .., last] = cell {
        if !around(last) {
            break;
        }
        cell = rest;
    }
    cell
}
