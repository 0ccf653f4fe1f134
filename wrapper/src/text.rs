//! Text for people: what came from elsewhere made harmless to a terminal. Pure.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use crate::line::disguised;

/// The text on one line, with every character that a terminal would obey or that hides others shown as an escape.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            _ if disguised(character) => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
    }
    shown
}

/// JSON as it was, with every character that a terminal would obey or that hides others as `\\u`: the same to whoever reads it
/// (RFC 8259, section 7). Such characters stand in strings alone.
#[must_use]
pub fn json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if disguised(character) && !matches!(character, '\r' | '\n') {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // Writing to a string cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Prose of any number of lines, with whatever a terminal would obey shown as an escape. Blanks of other scripts are blanks,
/// and what joins the parts of a picture is left out.
#[must_use]
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(character),
            '\r' | '\u{200d}' => {}
            '\u{3000}' => shown.push_str("  "),
            _ if character.is_whitespace() && !character.is_control() => shown.push(' '),
            _ if disguised(character) => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
    }
    shown
}

/// As much of the beginning of a line as fits into so many columns, with a sign where something is left out. Characters of
/// East Asia and pictures take two (UAX #11; those that are ambiguous one).
#[must_use]
pub fn cut_to(text: &str, columns: usize) -> String {
    let width = |character: char| character.width().unwrap_or(0);
    if text.chars().map(width).sum::<usize>() <= columns {
        return text.to_owned();
    }
    let mut left = columns.saturating_sub(1);
    let fits = |character: &char| {
        left.checked_sub(width(*character)).is_some_and(|rest| {
            left = rest;
            true
        })
    };
    text.chars().take_while(fits).chain(std::iter::once('…')).collect()
}

/// Text as a program meant it to be read: escape sequences removed (ECMA-48), carriage returns applied.
///
/// A line that was overwritten by `\r` keeps only what was last written over it, as a terminal would show it.
#[must_use]
pub fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut line_start = 0;
    while let Some(character) = characters.next() {
        match character {
            '\u{1b}' => skip_escape(&mut characters),
            // A terminal adds one to each line end, also to what a program ended so itself.
            '\r' if matches!(characters.peek(), Some('\n' | '\r')) => {}
            '\r' => out.truncate(line_start),
            '\u{8}' => {
                if out.len() > line_start {
                    out.pop();
                }
            }
            '\n' => {
                out.push('\n');
                line_start = out.len();
            }
            '\t' => out.push('\t'),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

fn skip_escape(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match characters.next() {
        // CSI: parameters, then one final byte.
        Some('[') => {
            for character in characters.by_ref() {
                if ('\u{40}'..='\u{7e}').contains(&character) {
                    break;
                }
            }
        }
        // OSC, DCS, SOS, PM, APC: up to BEL or ST.
        Some(']' | 'P' | 'X' | '^' | '_') => {
            while let Some(character) = characters.next() {
                if character == '\u{7}' || (character == '\u{1b}' && characters.next_if_eq(&'\\').is_some()) {
                    break;
                }
            }
        }
        // Two-byte forms with an intermediate, such as a choice of character set.
        Some('(' | ')' | '*' | '+' | '#' | ' ' | '%') => {
            characters.next();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        for (text, shown) in [
            ("git log", "git log"),
            ("a\nb\tc", "a\\nb\\tc"),
            ("x\u{1b}[2Jy", "x\\u{1b}[2Jy"),
            ("a\u{202e}b\u{200b}c", "a\\u{202e}b\\u{200b}c"),
            ("rm\u{2800}\u{3164}x\u{a0}y", "rm\\u{2800}\\u{3164}x\\u{a0}y"),
            ("größe 漢字", "größe 漢字"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn prose_stays_prose_and_commands_a_terminal_nothing() {
        for (text, shown) in [
            ("# A\n\n- b\tc\r\n", "# A\n\n- b\tc\n"),
            ("x\u{1b}]0;title\u{7}y\u{9b}2J", "x\\u{1b}]0;title\\u{7}y\\u{9b}2J"),
            ("a\u{a0}b\u{3000}c\u{202e}d", "a b  c\\u{202e}d"),
            ("größe 漢字 \u{1f469}\u{200d}\u{1f680}", "größe 漢字 \u{1f469}\u{1f680}"),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }

    #[test]
    fn json_stays_the_same_and_does_nothing_to_a_terminal() {
        let value = serde_json::json!({"a\u{9b}2J": ["\u{202e}x", "\u{2028}", "\u{e0041}", "ü 漢 😀", "\n\t\u{7f}"]});
        let shown = json(&format!("{value}\n"));
        assert!(shown.ends_with("}\n") && !shown.trim_end().chars().any(disguised), "{shown}");
        assert!(
            shown.contains("\\u009b2J") && shown.contains("\\udb40\\udc41") && shown.contains("ü 漢 😀"),
            "{shown}"
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
    }

    #[test]
    fn a_line_is_cut_to_its_columns() {
        for (text, columns, shown) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("漢字漢", 6, "漢字漢"),
            ("漢字漢", 5, "漢字…"),
            ("漢字漢", 4, "漢…"),
            ("a", 0, "…"),
        ] {
            assert_eq!(cut_to(text, columns), shown, "{text} {columns}");
        }
    }

    #[test]
    fn output_is_read_as_a_person_sees_it() {
        for (bytes, text) in [
            (&b"plain\n"[..], "plain\n"),
            (b"\x1b[31merror\x1b[0m: no\r\n", "error: no\n"),
            (b"10%\r50%\rdone\n", "done\n"),
            (b"ends its own lines\r\r\n", "ends its own lines\n"),
            (b"\x1b]8;;http://x\x07link\x1b]8;;\x1b\\!\n", "link!\n"),
            (b"\x1b(Bok\x07\n", "ok\n"),
            (b"cut \x1b[3", "cut "),
            (b"bad \xff byte\n", "bad \u{fffd} byte\n"),
            (b"man\x08n\n", "man\n"),
        ] {
            assert_eq!(plain(bytes), text);
        }
    }
}
