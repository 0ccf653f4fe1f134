//! One word of a POSIX-like shell: quotes are removed, and what is unknown before it runs is named.
//!
//! The limits of a word come from the line's parser; this reads the inside. It never guesses: what it does not
//! know is [`Dynamic::Odd`].

use super::tree::{Dynamic, List, Span, Word};

/// Reads the words inside `$(…)`: the text, the byte it starts at in the line, and how deep it stands.
pub(super) type Inner<'a> = &'a dyn Fn(&str, usize) -> Option<List>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    base: usize,
    value: String,
    prefix: Option<String>,
    dynamic: Option<Dynamic>,
    tilde: bool,
    quoted: bool,
    inner: Vec<List>,
    parse: Inner<'a>,
}

/// Reads `text`, which stands at byte `base` of the line.
pub(super) fn read(text: &str, base: usize, parse: Inner<'_>) -> Word {
    let mut reader = Reader {
        text,
        at: 0,
        base,
        value: String::new(),
        prefix: None,
        dynamic: None,
        tilde: false,
        quoted: false,
        inner: Vec::new(),
        parse,
    };
    reader.whole();
    let known = reader.dynamic.is_none();
    let prefix = match reader.prefix {
        Some(prefix) => prefix,
        None => reader.value.clone(),
    };
    Word {
        text: text.to_owned(),
        value: known.then_some(reader.value),
        prefix,
        dynamic: reader.dynamic,
        tilde: reader.tilde,
        quoted: reader.quoted,
        inner: reader.inner,
        span: Span { start: base, end: base + text.len() },
    }
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn unknown(&mut self, why: Dynamic) {
        if self.prefix.is_none() {
            self.prefix = Some(self.value.clone());
        }
        self.dynamic = Some(self.dynamic.map_or(why, |known| known.max(why)));
    }

    fn whole(&mut self) {
        if let Some(after) = self.text.strip_prefix('~') {
            let name = after.split('/').next().unwrap_or_default();
            if name.is_empty() {
                self.tilde = true;
            } else if !name.contains(['\'', '"', '\\', '$', '`']) {
                self.unknown(Dynamic::Glob);
            }
        }
        while let Some(next) = self.rest().chars().next() {
            match next {
                '\\' => self.escape(),
                '\'' => self.single(),
                '"' => self.double(),
                '$' => self.dollar(false),
                '`' => self.backquote(),
                _ => self.plain(next),
            }
        }
    }

    fn plain(&mut self, next: char) {
        let after = &self.rest()[next.len_utf8()..];
        match next {
            '*' | '?' => self.unknown(Dynamic::Glob),
            '[' if after.contains(']') => self.unknown(Dynamic::Glob),
            '+' | '@' | '!' if after.starts_with('(') => self.unknown(Dynamic::Glob),
            '{' if braces(after) => self.unknown(Dynamic::Braces),
            '<' | '>' if self.at == 0 && after.starts_with('(') => return self.process(),
            // The parser ends a word here unless a bracket was read another way than above.
            ' ' | '\t' | '\n' | ';' | '|' | '&' | '<' | '>' => self.unknown(Dynamic::Odd),
            _ => {}
        }
        self.value.push(next);
        self.at += next.len_utf8();
    }

    fn escape(&mut self) {
        self.quoted = true;
        match self.rest()[1..].chars().next() {
            // A backslash before a newline joins two lines.
            Some('\n') => self.at += 2,
            Some(next) => {
                self.value.push(next);
                self.at += 1 + next.len_utf8();
            }
            None => {
                self.value.push('\\');
                self.at += 1;
            }
        }
    }

    fn single(&mut self) {
        self.quoted = true;
        let body = &self.rest()[1..];
        let (body, skip) = match body.find('\'') {
            Some(end) => (&body[..end], end + 2),
            None => (body, body.len() + 1),
        };
        self.value.push_str(body);
        self.at += skip;
    }

    fn double(&mut self) {
        self.quoted = true;
        self.at += 1;
        while let Some(next) = self.rest().chars().next() {
            match next {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' => match self.rest()[1..].chars().next() {
                    Some(special @ ('$' | '`' | '"' | '\\')) => {
                        self.value.push(special);
                        self.at += 2;
                    }
                    Some('\n') => self.at += 2,
                    _ => {
                        self.value.push('\\');
                        self.at += 1;
                    }
                },
                '$' => self.dollar(true),
                '`' => self.backquote(),
                _ => {
                    self.value.push(next);
                    self.at += next.len_utf8();
                }
            }
        }
    }

    /// What `$` begins.
    fn dollar(&mut self, in_quotes: bool) {
        let after = &self.rest()[1..];
        match after.chars().next() {
            Some('\'') if !in_quotes => self.ansi_c(),
            // A translated string: the translation is not known here.
            Some('"') if !in_quotes => {
                self.unknown(Dynamic::Odd);
                self.at += 1;
            }
            Some('(') if after.starts_with("((") => {
                let end = closing(after).unwrap_or(after.len());
                // Numbers are only numbers; a name could hold more arithmetic, and that a command.
                let numbers = after[..end].chars().all(|c| c.is_ascii_digit() || " +-*/%()<>=&|^~!?:,".contains(c));
                self.unknown(if numbers { Dynamic::Variable } else { Dynamic::Odd });
                self.at += 1 + end;
            }
            Some('(') => {
                let end = closing(after);
                let body = &after[1..end.map_or(after.len(), |end| end - 1)];
                self.command(body, self.base + self.at + 2, end.is_some());
                self.at += 1 + end.unwrap_or(after.len());
            }
            Some('{') => {
                let end = closing(after);
                let body = &after[1..end.map_or(after.len(), |end| end - 1)];
                let plain = end.is_some() && (is_name(body) || special(body) || is_trimmed(body));
                self.unknown(if plain { Dynamic::Variable } else { Dynamic::Odd });
                self.at += 1 + end.unwrap_or(after.len());
            }
            Some('[') => {
                self.unknown(Dynamic::Odd);
                self.at += 2;
            }
            Some(first) if first == '_' || first.is_ascii_alphabetic() => {
                let length = after.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(after.len());
                self.unknown(Dynamic::Variable);
                self.at += 1 + length;
            }
            Some(first) if special(&after[..first.len_utf8()]) => {
                self.unknown(Dynamic::Variable);
                self.at += 2;
            }
            _ => {
                self.value.push('$');
                self.at += 1;
            }
        }
    }

    fn backquote(&mut self) {
        let body = &self.rest()[1..];
        let mut end = None;
        let mut escaped = false;
        for (index, c) in body.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '`' => {
                    end = Some(index);
                    break;
                }
                _ => {}
            }
        }
        let inside = &body[..end.unwrap_or(body.len())];
        // Backslashes inside backquotes are removed once more before the text is read: too much to follow.
        let readable = end.is_some() && !inside.contains('\\');
        self.command(inside, self.base + self.at + 1, readable);
        self.at += 1 + end.map_or(body.len(), |end| end + 1);
    }

    /// `<(…)` and `>(…)`.
    fn process(&mut self) {
        let after = &self.rest()[1..];
        let end = closing(after);
        let body = &after[1..end.map_or(after.len(), |end| end - 1)];
        self.command(body, self.base + self.at + 2, end.is_some());
        // It becomes the path of a pipe, whatever its name.
        self.prefix = Some("/".to_owned());
        self.at += 1 + end.unwrap_or(after.len());
    }

    fn command(&mut self, body: &str, base: usize, readable: bool) {
        // A comment, a here-document, a pattern of `case` and nested quoting styles can hide where the end is.
        let clear =
            readable && !body.contains(['#', '`']) && !["<<", "case", "$'"].iter().any(|mark| body.contains(mark));
        match clear.then(|| (self.parse)(body, base)).flatten() {
            Some(list) => {
                self.inner.push(list);
                self.unknown(Dynamic::Command);
            }
            None => self.unknown(Dynamic::Odd),
        }
    }

    /// `$'…'` (bash manual 3.1.2.4).
    fn ansi_c(&mut self) {
        self.quoted = true;
        let body = &self.rest()[2..];
        let mut chars = body.char_indices();
        let mut decoded = String::new();
        let mut known = true;
        let mut end = body.len();
        while let Some((index, c)) = chars.next() {
            match c {
                '\'' => {
                    end = index + 1;
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, escaped)) => match simple_escape(escaped) {
                        Some(c) => decoded.push(c),
                        None => known &= numeric(escaped, &mut chars, &mut decoded),
                    },
                    None => known = false,
                },
                _ => decoded.push(c),
            }
        }
        self.value.push_str(&decoded);
        if !known {
            self.unknown(Dynamic::Odd);
        }
        self.at += 2 + end;
    }
}

fn simple_escape(c: char) -> Option<char> {
    Some(match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\x07',
        'b' => '\x08',
        'e' | 'E' => '\x1b',
        'f' => '\x0c',
        'v' => '\x0b',
        '\\' | '\'' | '"' | '?' => c,
        _ => return None,
    })
}

/// `\xHH`, `\NNN`, `\uHHHH`, `\UHHHHHHHH`; false when it is none of these or no ASCII character comes out.
fn numeric(kind: char, chars: &mut std::str::CharIndices<'_>, out: &mut String) -> bool {
    let (radix, most, mut digits) = match kind {
        'x' => (16, 2, String::new()),
        'u' => (16, 4, String::new()),
        'U' => (16, 8, String::new()),
        '0'..='7' => (8, 2, kind.to_string()),
        _ => return false,
    };
    for _ in 0..most {
        let mut ahead = chars.clone();
        match ahead.next() {
            Some((_, c)) if c.is_digit(radix) => {
                digits.push(c);
                *chars = ahead;
            }
            _ => break,
        }
    }
    match u32::from_str_radix(&digits, radix).ok().and_then(char::from_u32) {
        // Bytes above 127 make a character only together with their neighbours.
        Some(c) if c != '\0' && (c.is_ascii() || matches!(kind, 'u' | 'U')) => out.push(c),
        _ => return false,
    }
    true
}

/// The bytes from the opening bracket at the start of `text` to past its closing one, quotes respected.
fn closing(text: &str) -> Option<usize> {
    let mut stack: Vec<char> = Vec::new();
    let mut chars = text.char_indices();
    while let Some((index, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '\'' if stack.last() != Some(&'"') => {
                chars.by_ref().find(|(_, c)| *c == '\'')?;
            }
            '"' if stack.last() == Some(&'"') => {
                stack.pop();
            }
            '"' => stack.push('"'),
            '(' => stack.push(')'),
            '{' => stack.push('}'),
            ')' | '}' if stack.last() == Some(&c) => {
                stack.pop();
                if stack.is_empty() {
                    return Some(index + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// True when `{` before `after` begins a brace expansion: `{a,b}` or `{1..9}`.
fn braces(after: &str) -> bool {
    let mut depth = 0_usize;
    let mut list = false;
    let mut chars = after.char_indices();
    while let Some((index, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '{' => depth += 1,
            '}' if depth == 0 => return list || after[..index].contains(".."),
            '}' => depth -= 1,
            ',' => list = true,
            _ => {}
        }
    }
    false
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
}

/// `${name%.*}`, `${name:-text}` and their like, with nothing in them that runs or is set.
fn is_trimmed(text: &str) -> bool {
    let length = text.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (name, rest) = text.split_at(length);
    let operator = ["%", "#", ":-", "-", ":+", "+", "/", "^", ","].iter().any(|operator| rest.starts_with(operator));
    let count = text.strip_prefix('#').is_some_and(is_name);
    count || (is_name(name) && operator && !rest.contains(['$', '`', '(', '[', '<', '>', '@', '"', '\'', '\\']))
}

/// `$?`, `$1` and the like.
fn special(text: &str) -> bool {
    matches!(text, "@" | "*" | "#" | "?" | "-" | "$" | "!")
        || (text.len() == 1 && text.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Word {
        read(text, 0, &|_, _| Some(Vec::new()))
    }

    #[test]
    fn quotes_are_removed() {
        for (text, value) in [
            ("plain", "plain"),
            ("'a b'", "a b"),
            ("\"a 'b' \\\"c\\\" \\d\"", "a 'b' \"c\" \\d"),
            ("a\\ b", "a b"),
            ("it\\'s", "it's"),
            ("$'tab\\there\\x41\\101'", "tab\thereAA"),
            ("$'it\\'s'x", "it'sx"),
            ("--x='y z'", "--x=y z"),
            ("a$", "a$"),
            ("\"cost: $ 5\"", "cost: $ 5"),
            ("''", ""),
            ("[", "["),
            ("{}", "{}"),
            ("{a}", "{a}"),
            ("a\\\nb", "ab"),
            ("'*.txt'", "*.txt"),
            ("\\$x", "$x"),
            ("caf\u{e9}", "caf\u{e9}"),
        ] {
            assert_eq!(one(text).value.as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_unknown_is_named() {
        for (text, why, prefix) in [
            ("*.txt", Dynamic::Glob, ""),
            ("src/*.rs", Dynamic::Glob, "src/"),
            ("a[bc]", Dynamic::Glob, "a"),
            ("x!(y)", Dynamic::Glob, "x"),
            ("~anna/x", Dynamic::Glob, ""),
            ("f{,.bak}", Dynamic::Braces, "f"),
            ("{1..3}", Dynamic::Braces, ""),
            ("$HOME/x", Dynamic::Variable, ""),
            ("a\"$b\"c", Dynamic::Variable, "a"),
            ("${b}", Dynamic::Variable, ""),
            ("$?", Dynamic::Variable, ""),
            ("$(date)", Dynamic::Command, ""),
            ("\"x $(date)\"", Dynamic::Command, "x "),
            ("`date`", Dynamic::Command, ""),
            ("${x:-$(rm y)}", Dynamic::Odd, ""),
            ("${x@P}", Dynamic::Odd, ""),
            ("${!x}", Dynamic::Odd, ""),
            ("${a[$(id)]}", Dynamic::Odd, ""),
            ("$((1+2))", Dynamic::Variable, ""),
            ("$((x+2))", Dynamic::Odd, ""),
            ("${x%.*}", Dynamic::Variable, ""),
            ("${#x}", Dynamic::Variable, ""),
            ("${x:-none}", Dynamic::Variable, ""),
            ("${x:=none}", Dynamic::Odd, ""),
            ("${x:1:2}", Dynamic::Odd, ""),
            ("${x/a/$(id)}", Dynamic::Odd, ""),
            ("<(ls)", Dynamic::Command, "/"),
            ("`a \\`b\\``", Dynamic::Odd, ""),
            ("\"$(echo # )\n id)\"", Dynamic::Odd, ""),
            ("$(cat <<E\nE\n)", Dynamic::Odd, ""),
            ("$(case x in a) b;; esac)", Dynamic::Odd, ""),
            ("$'\\xff'", Dynamic::Odd, ""),
            ("$\"hi\"", Dynamic::Odd, ""),
        ] {
            let word = one(text);
            assert_eq!(word.dynamic, Some(why), "{text}");
            assert_eq!(word.value, None, "{text}");
            assert_eq!(word.prefix, prefix, "{text}");
        }
    }

    #[test]
    fn own_home_is_kept_and_told() {
        for (text, tilde) in [("~", true), ("~/x", true), ("'~/x'", false), ("a~", false)] {
            assert_eq!(one(text).tilde, tilde, "{text}");
        }
        assert_eq!(one("~/a\\ b").value.as_deref(), Some("~/a b"));
    }

    #[test]
    fn commands_inside_are_handed_on_with_their_place() {
        let seen = std::cell::RefCell::new(Vec::new());
        read("x\"$(ls \"a)b\")\"`id`", 10, &|text, base| {
            seen.borrow_mut().push((text.to_owned(), base));
            Some(Vec::new())
        });
        assert_eq!(seen.into_inner(), [("ls \"a)b\"".to_owned(), 14), ("id".to_owned(), 25)]);
    }

    #[test]
    fn unclosed_quotes_end_with_the_text() {
        assert_eq!(one("it's fine").value.as_deref(), Some("its fine"));
        assert_eq!(one("\"open").value.as_deref(), Some("open"));
        assert_eq!(one("$(open").dynamic, Some(Dynamic::Odd));
    }
}
