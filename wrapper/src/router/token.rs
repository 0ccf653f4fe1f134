//! Splits a line into words, quotes and operators, well enough for both readings: as a shell would see it, and as a
//! person writes. Not a parser: nothing here decides what runs, and an apostrophe is an apostrophe.

use super::lexicon::{Tags, look_up};
use super::scripts;

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Letters, with apostrophes and hyphens inside.
    Word,
    /// Letters of a script other than Latin.
    Script,
    /// Begins with a digit: a count, a size, a port.
    Number,
    /// An identifier: digits or underscores beside letters.
    Name,
    /// Wholly in quotes.
    Quoted,
    /// `-x`, `--long`.
    Option,
    /// A path or an address.
    Path,
    /// A name with an ending, or with a dot before it.
    File,
    /// A pattern.
    Glob,
    /// `$NAME`.
    Variable,
    /// `$(…)` or a line in backticks.
    Substitution,
    /// `NAME=value`.
    Assignment,
    /// `|`, `&&`, `;`, `>` …
    Operator,
    /// A mark by itself: a dash, an opened or closed parenthesis.
    Mark,
    /// `{`, `}`, `[`, `[[`, `{}`, `\;`, `=` and what else is the shell's own.
    Syntax,
    /// Anything else.
    Odd,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// Without the punctuation around it.
    pub text: &'a str,
    pub shape: Shape,
    /// Of a word; empty for anything else.
    pub tags: Tags,
    /// Punctuation of prose that follows at once: one of `,` `.` `?` `!` `:`, the last of them.
    pub mark: Option<char>,
    /// An opening parenthesis stands before it.
    pub opened: bool,
    /// A closing parenthesis stands behind it that does not belong to it.
    pub closed: bool,
}

impl Token<'_> {
    pub fn is(&self, shape: Shape) -> bool {
        self.shape == shape
    }

    /// What a noun phrase may be about: words and all that names a thing.
    pub fn names_a_thing(&self) -> bool {
        match self.shape {
            // A letter is a file as often as an article or a noun.
            Shape::Word => self.text.len() > 1,
            Shape::Number | Shape::Name | Shape::Quoted | Shape::Path | Shape::File | Shape::Glob => true,
            Shape::Variable | Shape::Substitution | Shape::Script => true,
            _ => false,
        }
    }
}

/// More tokens than this say nothing new, and the time for a line stays bounded.
const MOST: usize = 64;

/// The tokens of a line, the first ones of a long one.
pub fn split(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(24);
    let mut rest = line;
    while tokens.len() < MOST {
        rest = rest.trim_start_matches(char::is_whitespace);
        if rest.is_empty() {
            break;
        }
        let length = operator(rest);
        if length > 0 {
            tokens.push(Token {
                text: &rest[..length],
                shape: Shape::Operator,
                tags: Tags::default(),
                mark: None,
                opened: false,
                closed: false,
            });
            rest = &rest[length..];
            continue;
        }
        let end = end_of_word(rest);
        tokens.push(classify(&rest[..end]));
        rest = &rest[end..];
    }
    tokens
}

/// The length of the operator that the text begins with, a file descriptor before it included; 0 when there is none.
fn operator(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let bytes = text.as_bytes();
    let redirects = matches!(bytes.get(digits), Some(b'<' | b'>'));
    if digits > 0 && !redirects {
        return 0;
    }
    let run = bytes[digits..].iter().take_while(|byte| matches!(byte, b'|' | b'&' | b';' | b'<' | b'>')).count();
    let mut length = digits + run;
    // `2>&1`, `>&-`
    if run > 1 && bytes[length - 1] == b'&' && redirects {
        length += bytes[length..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
    }
    if run == 0 { 0 } else { length }
}

/// Where the word ends that the text begins with.
fn end_of_word(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((at, character)) = characters.next() {
        let after = at + character.len_utf8();
        let skip_to = match character {
            _ if character.is_whitespace() => return at,
            '|' | ';' | '<' | '>' if at > 0 => return at,
            // `a&b` in an address is no operator; `a& ` and `a && b` are.
            '&' if at > 0 && !text[after..].starts_with(char::is_alphanumeric) => return at,
            '\\' => text[after..].chars().next().map(|next| after + next.len_utf8()),
            // An open quote takes the rest of the line, but for inches.
            '"' if at == 0 || !before.is_some_and(|c| c.is_ascii_digit()) => {
                Some(closing(text, after, character).unwrap_or(text.len()))
            }
            '`' => closing(text, after, character),
            '\'' if !before.is_some_and(char::is_alphanumeric) => closing(text, after, character),
            '$' if text[after..].starts_with('(') => Some(matching(text, after)),
            _ => None,
        };
        if let Some(to) = skip_to {
            while characters.next_if(|(at, _)| *at < to).is_some() {}
        }
        before = Some(character);
    }
    text.len()
}

/// Where a quote that opened before `from` is closed; `None` when it never is, and then it is no quote.
fn closing(text: &str, from: usize, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in text[from..].char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quote != '\'' => escaped = true,
            _ if character == quote => return Some(from + at + character.len_utf8()),
            _ => {}
        }
    }
    None
}

/// Where the parenthesis at `from` is closed, or the end.
fn matching(text: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text[from..].bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return from + at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn classify(raw: &str) -> Token<'_> {
    let mut token =
        Token { text: raw, shape: Shape::Odd, tags: Tags::default(), mark: None, opened: false, closed: false };
    if let Some(shape) = syntax(raw) {
        token.shape = shape;
        return token;
    }
    trim(&mut token);
    if token.text.is_empty() {
        token.text = raw;
        token.shape = Shape::Mark;
        return token;
    }
    token.shape = shape(token.text);
    if token.shape == Shape::Word {
        token.tags = word_tags(token.text);
    } else if token.shape == Shape::Path && is_alternation(token.text) {
        // `files/directories`, `and/or`
        token.shape = Shape::Word;
        token.tags = look_up(token.text.rsplit('/').next().unwrap_or_default());
    }
    token
}

/// What only a shell writes, as a whole token.
fn syntax(raw: &str) -> Option<Shape> {
    Some(match raw {
        "{" | "}" | "[" | "]" | "[[" | "]]" | "((" | "))" | "{}" | "\\" | "\\;" | "\\(" | "\\)" | "=" | "==" | "!="
        | "=~" | "+=" | "()" | "{};" | "'{}'" | "\"{}\"" | "';'" | "';';" | ":" => Shape::Syntax,
        "." | ".." | "~" => Shape::Path,
        "-" | "–" | "—" | "*" | "?" | "!" | "," | "(" | ")" | "/" | "…" | "..." | "？" | "！" | "。" => {
            Shape::Mark
        }
        _ => return None,
    })
}

/// Takes the punctuation of prose off both ends.
fn trim(token: &mut Token<'_>) {
    let inner = token.text.trim_start_matches(['(', '（', '¿', '¡']);
    token.opened = token.text.starts_with(['(', '（']);
    token.text = inner;
    if inner.matches('`').count() == 1 {
        // A backtick without its fellow is a slip of the pen.
        token.text = inner.trim_matches('`');
    }
    loop {
        let Some(last) = token.text.chars().next_back() else { return };
        let mark = match last {
            ',' | '.' | '?' | '!' | ':' => Some(last),
            '，' | '、' => Some(','),
            '。' => Some('.'),
            '？' | '؟' | '；' => Some('?'),
            '！' => Some('!'),
            '：' => Some(':'),
            ')' if !token.text.contains('(') => None,
            '）' if !token.text.contains('（') => None,
            '）' => {
                token.text = &token.text[..token.text.len() - last.len_utf8()];
                continue;
            }
            _ => return,
        };
        token.closed |= matches!(last, ')' | '）');
        // `..` and `dir/.` are paths, `x=` is an assignment.
        if last == '.' && (token.text.ends_with("/.") || token.text.ends_with("..")) {
            return;
        }
        token.text = &token.text[..token.text.len() - last.len_utf8()];
        // The outermost counts: `"why?"!`
        token.mark = token.mark.or(mark);
    }
}

fn shape(text: &str) -> Shape {
    let first = text.chars().next().unwrap_or(' ');
    let last = text.chars().next_back().unwrap_or(' ');
    if let Some(long) = text.strip_prefix('-') {
        return if long.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-') {
            Shape::Option
        } else {
            Shape::Odd
        };
    }
    if matches!(first, '"' | '\'' | '`' | '“' | '‘' | '«' | '「') && text.len() > 1 {
        let whole = closing(text, first.len_utf8(), partner(first)) == Some(text.len());
        return match first {
            '`' if whole && text.contains(' ') => Shape::Substitution,
            _ if whole || last == partner(first) => Shape::Quoted,
            _ if text.contains('/') => Shape::Path,
            _ => Shape::Odd,
        };
    }
    if text.starts_with("$(") || text.starts_with("<(") {
        return Shape::Substitution;
    }
    if first == '$' {
        return if text.contains('/') { Shape::Path } else { Shape::Variable };
    }
    if text.contains('=') && is_assignment(text) {
        return Shape::Assignment;
    }
    if first == '~' || text.contains('/') {
        return Shape::Path;
    }
    if is_mnemonic(text) {
        return Shape::Word;
    }
    if text.contains(['*', '?', '[']) {
        return Shape::Glob;
    }
    if text.contains(['{', '}', '\\', '^', '(', ')', '$', '"', '`', '=']) {
        return Shape::Syntax;
    }
    if first.is_ascii_digit() {
        return Shape::Number;
    }
    if first == '.' || has_ending(text) {
        return Shape::File;
    }
    if text.chars().any(scripts::is_foreign) {
        // Latin letters among those of a script that sets blanks between words are somebody's trick or mistake.
        let mixed = text.chars().any(|c| c.is_ascii_alphabetic()) && !text.chars().any(scripts::is_unspaced);
        return if mixed { Shape::Name } else { Shape::Script };
    }
    if text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-') || scripts::is_joining(c)) {
        return Shape::Word;
    }
    if text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
        return Shape::Name;
    }
    Shape::Odd
}

fn partner(quote: char) -> char {
    match quote {
        '“' => '”',
        '‘' => '’',
        '«' => '»',
        '「' => '」',
        same => same,
    }
}

/// `NAME=`, `of=`, `a.b=`: a name stands before the sign.
fn is_assignment(text: &str) -> bool {
    let name = text.split('=').next().unwrap_or_default();
    let name = name.strip_suffix('+').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']'))
}

/// `[c]reate`, `e[x]tract`: a letter is pointed out, as descriptions of options do.
fn is_mnemonic(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let pointed = text.matches('[').count();
    pointed == 1
        && letters >= 4
        && letters + 2 == text.chars().count()
        && text.split_once('[').and_then(|(_, rest)| rest.split_once(']')).is_some_and(|(inner, _)| inner.len() <= 2)
}

/// A dot inside, with letters or digits on both sides.
fn has_ending(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem.ends_with(char::is_alphanumeric)
            && !ending.is_empty()
            && ending.len() <= 12
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

/// A word's classes; a compound with a hyphen is what its last part is, if that is no word of grammar.
fn word_tags(text: &str) -> Tags {
    if text.contains('[') {
        let plain: String = text.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        return look_up(&plain);
    }
    let tags = look_up(text);
    if tags != Tags::default() {
        return tags;
    }
    match text.rsplit_once('-') {
        Some((_, last)) => look_up(last).without(Tags::GRAMMAR | Tags::COMMAND | Tags::SPEAKER),
        None => tags,
    }
}

/// `files/directories`: words, not a path; one of them is known to be one.
fn is_alternation(text: &str) -> bool {
    let mut known = false;
    text.split('/').all(|part| {
        known |= look_up(part).any(Tags::GRAMMAR | Tags::CONTENT);
        part.len() > 1 && part.chars().all(char::is_alphabetic)
    }) && known
        && text.matches('/').count() == 1
        && text.split('/').all(|part| look_up(part).any(Tags::GRAMMAR | Tags::CONTENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[(&str, Shape)]) {
        let found: Vec<_> = split(line).iter().map(|token| (token.text, token.shape)).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn a_line_is_split_as_both_would_read_it() {
        use Shape::{
            Assignment, File, Glob, Number, Operator, Option, Path, Quoted, Substitution, Syntax, Variable, Word,
        };
        check("ls -la|wc", &[("ls", Word), ("-la", Option), ("|", Operator), ("wc", Word)]);
        check("make 2>&1 >x", &[("make", Word), ("2>&1", Operator), (">", Operator), ("x", Word)]);
        check("what's 'a b'?", &[("what's", Word), ("'a b'", Quoted)]);
        check("A=1 rm $x *.txt", &[("A=1", Assignment), ("rm", Word), ("$x", Variable), ("*.txt", Glob)]);
        check("x $(a b) `c d`", &[("x", Word), ("$(a b)", Substitution), ("`c d`", Substitution)]);
        check("find . {} \\;", &[("find", Word), (".", Path), ("{}", Syntax), ("\\;", Syntax)]);
        check("10 MB of a.txt.", &[("10", Number), ("MB", Word), ("of", Word), ("a.txt", File)]);
        check("files/folders in a/b", &[("files/folders", Word), ("in", Word), ("a/b", Path)]);
        check("e[x]tract [a-z]", &[("e[x]tract", Word), ("[a-z]", Glob)]);
    }

    #[test]
    fn only_a_double_quote_left_open_takes_the_rest() {
        check("the users' files", &[("the", Shape::Word), ("users'", Shape::Word), ("files", Shape::Word)]);
        check("a 12\" disk", &[("a", Shape::Word), ("12\"", Shape::Syntax), ("disk", Shape::Word)]);
        check("say \"hello you", &[("say", Shape::Word), ("\"hello you", Shape::Odd)]);
    }

    #[test]
    fn punctuation_of_prose_is_told_apart() {
        let marks: Vec<_> = split("well, (done)? `x`: a... 好？").iter().map(|token| token.mark).collect();
        assert_eq!(marks, [Some(','), Some('?'), Some(':'), None, Some('?')]);
    }

    #[test]
    fn a_long_line_is_cut() {
        assert_eq!(split(&"a ".repeat(10_000)).len(), MOST);
    }
}
