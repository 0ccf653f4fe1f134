//! Where nu's words end: blanks, separators, quotes and brackets, as its lexer sees them. What the words are is for nu
//! to say.

use crate::line::tree::Span;

/// Brackets inside brackets that are followed.
const DEEPEST: usize = 200;

/// What stands between two blanks or separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Item(Span),
    /// `|`, at this byte.
    Pipe(usize),
    /// `;` or the end of a line.
    End(bool),
}

/// The tokens of a stretch of text; `None` where a quote or a bracket is left open, or too much is nested.
pub(super) fn tokens(text: &str, span: Span) -> Option<Vec<Token>> {
    let bytes = text.as_bytes();
    let mut at = span.start;
    let mut tokens = Vec::new();
    while at < span.end {
        match bytes[at] {
            b' ' | b'\t' | b'\r' => at += 1,
            b'\n' => {
                tokens.push(Token::End(false));
                at += 1;
            }
            b';' => {
                tokens.push(Token::End(true));
                at += 1;
            }
            b'|' => {
                tokens.push(Token::Pipe(at));
                at += 1;
            }
            b'#' => at = end_of_line(bytes, at, span.end),
            _ => {
                let end = item(bytes, at, span.end)?;
                tokens.push(Token::Item(Span { start: at, end }));
                at = end;
            }
        }
    }
    Some(tokens)
}

fn end_of_line(bytes: &[u8], at: usize, end: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..end]).map_or(end, |length| at + length)
}

/// The end of the item that begins here.
fn item(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    let mut open: Vec<u8> = Vec::new();
    while at < end {
        let byte = bytes[at];
        match byte {
            b'"' | b'\'' | b'`' => {
                at = quoted(bytes, at, end)?;
                continue;
            }
            b'r' if (at == start || !is_word(bytes[at - 1])) && raw(bytes, at, end).is_some() => {
                at = raw(bytes, at, end)?;
                continue;
            }
            b'(' => open.push(b')'),
            b'[' => open.push(b']'),
            b'{' => open.push(b'}'),
            b')' | b']' | b'}' if open.pop() != Some(byte) => return None,
            b'#' if !open.is_empty() && matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r') => {
                at = end_of_line(bytes, at, end);
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' | b'|' | b';' if open.is_empty() => return Some(at),
            _ => {}
        }
        if open.len() > DEEPEST {
            return None;
        }
        at += 1;
    }
    open.is_empty().then_some(at)
}

/// One past the bracket that closes the one at `start`.
pub(super) fn closed(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = 0_usize;
    let mut at = start;
    while at < end {
        match bytes[at] {
            b'"' | b'\'' | b'`' => {
                at = quoted(bytes, at, end)?;
                continue;
            }
            b'r' if !is_word(bytes[at - 1]) && raw(bytes, at, end).is_some() => {
                at = raw(bytes, at, end)?;
                continue;
            }
            b'#' if matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r') => {
                at = end_of_line(bytes, at, end);
                continue;
            }
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => {
                open = open.checked_sub(1)?;
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// One past the quote that ends the one at `start`.
fn quoted(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let quote = bytes[start];
    let mut at = start + 1;
    while at < end {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// One past a raw string, `r#'…'#`, that begins here.
fn raw(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let hashes = bytes[start + 1..end].iter().take_while(|byte| **byte == b'#').count();
    let open = start + 1 + hashes;
    if hashes == 0 || open >= end || bytes[open] != b'\'' {
        return None;
    }
    let mut close = vec![b'\''];
    close.resize(hashes + 1, b'#');
    memchr::memmem::find(&bytes[open + 1..end], &close).map(|length| open + 1 + length + close.len())
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}
