//! What a word of nu's comes to, when that is known before the line runs.

use crate::line::tree::{Dynamic, Word};

/// How nu treats the text of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// As an argument of a program: quotes are taken away wherever they stand, patterns and homes are found.
    Outside,
    /// As a pattern of file names for one of nu's own commands.
    Pattern,
    /// As a path: homes are found.
    Path,
    /// As it stands, but for quotes around the whole.
    Text,
}

/// Fills in what is known of a word that is text alone.
pub(super) fn fill(word: &mut Word, taken: Taken) {
    let text = word.text.clone();
    let whole = whole_quotes(&text);
    let read = match (taken, whole) {
        (_, Some('r')) => raw(&text).map(|value| Read { value, quoted: true, ..Read::default() }),
        (Taken::Outside, _) => outside(&text),
        (_, Some('`')) => Some(Read { value: text[1..text.len() - 1].to_owned(), bare: true, ..Read::default() }),
        (_, Some('"')) => {
            escaped(&text[1..text.len() - 1]).map(|value| Read { value, quoted: true, ..Read::default() })
        }
        (_, Some(_)) => Some(Read { value: text[1..text.len() - 1].to_owned(), quoted: true, ..Read::default() }),
        _ if text.contains(['\'', '"', '`']) => None,
        _ => Some(Read { value: text.clone(), bare: true, ..Read::default() }),
    };
    let Some(read) = read else {
        word.dynamic = Some(Dynamic::Odd);
        return;
    };
    word.quoted = read.quoted || text.starts_with('`');
    let found = match taken {
        Taken::Outside => read.pattern,
        Taken::Pattern => read.bare.then(|| read.value.find(['*', '?', '[', '{'])).flatten(),
        Taken::Path | Taken::Text => None,
    };
    let home = taken != Taken::Text && read.bare && read.value.starts_with('~');
    word.tilde = home && (read.value == "~" || read.value.starts_with("~/"));
    // `...` is the folder above the one above; `~name` another person's home.
    let dots = |part: &str| part.len() > 2 && part.bytes().all(|byte| byte == b'.');
    let climbs = taken != Taken::Text && read.bare && read.value.split('/').any(dots);
    if found.is_some() || climbs || home && !word.tilde {
        word.dynamic = Some(Dynamic::Glob);
        word.prefix = read.value[..found.filter(|_| !climbs && !home).unwrap_or(0)].to_owned();
        return;
    }
    word.prefix.clone_from(&read.value);
    word.value = Some(read.value);
}

/// The text that stands in quotes; `None` where it does not, or with an escape that is not known.
#[must_use]
pub fn text_of(quoted: &str) -> Option<String> {
    match whole_quotes(quoted)? {
        'r' => raw(quoted),
        '"' => escaped(&quoted[1..quoted.len() - 1]),
        _ => Some(quoted[1..quoted.len() - 1].to_owned()),
    }
}

#[derive(Default)]
struct Read {
    value: String,
    /// Some of it is quoted.
    quoted: bool,
    /// It begins without a quote that would take away what a `~` means.
    bare: bool,
    /// Where a pattern begins in the value.
    pattern: Option<usize>,
}

/// The kind of quotes that are around all of it.
fn whole_quotes(text: &str) -> Option<char> {
    let first = text.chars().next()?;
    if first == 'r' && text.len() > 1 && text[1..].starts_with('#') && text.ends_with('#') {
        return Some('r');
    }
    let inside = text.strip_prefix(first)?.strip_suffix(first)?;
    let ends = match first {
        '"' => ends_unescaped(inside),
        '\'' | '`' => !inside.contains(first),
        _ => false,
    };
    ends.then_some(first)
}

/// No quote in it that is not escaped, and no escape that swallows the last one.
fn ends_unescaped(inside: &str) -> bool {
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return false,
            '\\' if chars.next().is_none() => return false,
            _ => {}
        }
    }
    true
}

fn raw(text: &str) -> Option<String> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let inside = text.get(1 + hashes..text.len().checked_sub(hashes)?)?;
    Some(inside.strip_prefix('\'')?.strip_suffix('\'')?.to_owned())
}

/// An argument of a program, made of bare and quoted stretches.
fn outside(text: &str) -> Option<Read> {
    let mut read = Read { bare: !text.starts_with(['\'', '"']), ..Read::default() };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if matches!(first, '\'' | '"' | '`') {
            let mut end = 1;
            loop {
                let next = rest[end..].find(['\\', first])? + end;
                if first == '"' && rest[next..].starts_with('\\') {
                    end = next + 1 + rest[next + 1..].chars().next()?.len_utf8();
                } else if rest[next..].starts_with(first) {
                    end = next;
                    break;
                } else {
                    end = next + 1;
                }
            }
            let inside = &rest[1..end];
            match first {
                '"' => read.value.push_str(&escaped(inside)?),
                '`' => {
                    let at = read.value.len();
                    read.pattern = read.pattern.or(inside.find(['*', '?', '[']).map(|found| at + found));
                    read.value.push_str(inside);
                }
                _ => read.value.push_str(inside),
            }
            read.quoted |= first != '`';
            rest = &rest[end + 1..];
        } else {
            let end = rest.find(['\'', '"', '`']).unwrap_or(rest.len());
            let at = read.value.len();
            read.pattern = read.pattern.or(rest[..end].find(['*', '?', '[']).map(|found| at + found));
            read.value.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    Some(read)
}

/// The text of a string in double quotes; `None` for an escape that is not known.
fn escaped(inside: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next()? {
            same @ ('"' | '\'' | '\\' | '/' | '(' | ')' | '{' | '}' | '$' | '^' | '#' | '|' | '~') => out.push(same),
            'a' => out.push('\u{7}'),
            'b' => out.push('\u{8}'),
            'e' => out.push('\u{1b}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => {
                let rest = chars.as_str().strip_prefix('{')?;
                let (digits, after) = rest.split_once('}')?;
                out.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                chars = after.chars();
            }
            _ => return None,
        }
    }
    Some(out)
}
