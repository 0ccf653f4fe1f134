//! Marks within a line: emphasis, code, links. Character by character, holding back only what is not decided yet.
//!
//! `**` and `` ` `` count as soon as they can begin something, so that the words behind them need not wait for the end. A single
//! `*` or `_` is more often meant as itself (`*.rs`, `_start`): it waits for its partner, and is shown as written when none
//! comes in time.

/// How a character looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
    pub dim: bool,
}

/// What comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Atom {
    Char(char, Style),
    /// A line ended in the source.
    Soft,
    /// A line has to end.
    Hard,
}

/// So many characters wait for the partner of a `*` or `_`.
const MOST_EMPHASIS: usize = 100;
/// So many wait for the end of a link's text, and of its address.
const MOST_LINK: usize = 300;
/// Brackets inside one another in an address.
const MOST_DEPTH: usize = 4;
/// A longer run of ticks is text.
const MOST_TICKS: usize = 32;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// Characters whose meaning depends on what follows.
    held: Vec<char>,
    /// Up to here there is no partner of the mark that they begin with.
    seen: usize,
    /// The character before, for telling where a mark stands.
    before: Option<char>,
    strong: bool,
    italic: bool,
    /// The whole text is bold: a heading, a table's head.
    pub bold: bool,
    link: bool,
    code: Option<Code>,
    /// The marks of code are shown.
    pub ticks: bool,
    /// Spaces that ended the text so far.
    trailing: usize,
}

#[derive(Debug)]
struct Code {
    opened_by: usize,
    ticks: usize,
    spaces: usize,
    begun: bool,
}

enum Next {
    /// Undecided.
    More,
    /// So many are text.
    Text(usize),
    /// A character for so many.
    One(char, usize),
    Hard(usize),
    Strong(bool, usize),
    Both(bool, usize),
    Plain(usize),
    /// Emphasis from the second character up to there; the mark at its end is one character.
    Emphasis(usize),
    Code(usize),
    Link {
        text: std::ops::Range<usize>,
        url: String,
        length: usize,
    },
}

impl Inline {
    pub fn new(ticks: bool) -> Self {
        Self { ticks, ..Self::default() }
    }

    fn style(&self) -> Style {
        Style { bold: self.bold || self.strong, italic: self.italic, code: self.code.is_some(), dim: self.link }
    }

    /// The next character; `\n` where the source's line ends and the text goes on.
    pub fn feed(&mut self, character: char, out: &mut Vec<Atom>) {
        if self.code.is_some() {
            return self.in_code(character, out);
        }
        if !self.held.is_empty() {
            self.held.push(character);
            if !self.is_undecided_by(character) {
                self.resolve(false, out);
            }
            return;
        }
        match character {
            '\\' | '*' | '_' | '`' | '[' | '!' | '<' | '&' => self.held.push(character),
            _ => self.emit(character, out),
        }
    }

    /// The text is over: what was held back is what it looks like. Ready for another.
    pub fn end(&mut self, out: &mut Vec<Atom>) {
        self.resolve(true, out);
        if let Some(code) = &self.code {
            let (opened_by, ticks) = (code.opened_by, code.ticks);
            if ticks == opened_by {
                self.leave_code(out);
            } else {
                out.extend((0..ticks).map(|_| Atom::Char('`', self.style())));
            }
        }
        *self = Self { ticks: self.ticks, ..Self::default() };
    }

    /// What is held was undecided, and this sign behind it is none that decides.
    fn is_undecided_by(&self, character: char) -> bool {
        let count = self.held.len();
        let [first, second, .., before, _] = self.held[..] else { return false };
        match first {
            // A single one, which waits for its partner.
            '*' | '_' => {
                let tells = |sign: char| sign == first || matches!(sign, '`' | '\\');
                second != first && count <= MOST_EMPHASIS && !tells(character) && !tells(before)
            }
            '[' | '!' => {
                let tells = |sign: char| matches!(sign, '\\' | '[' | ']' | '(' | ')');
                !matches!(count.checked_sub(1), Some(MOST_LINK) | None)
                    && count <= 2 * MOST_LINK
                    && !tells(character)
                    && !tells(before)
            }
            '<' => count > LONGEST_SCHEME + 1 && count <= MOST_LINK && !matches!(character, '<' | '>' | ' ' | '\n'),
            _ => false,
        }
    }

    fn emit(&mut self, character: char, out: &mut Vec<Atom>) {
        if character == '\n' {
            out.push(if self.trailing >= 2 { Atom::Hard } else { Atom::Soft });
            self.trailing = 0;
        } else {
            self.trailing = if character == ' ' { self.trailing + 1 } else { 0 };
            out.push(Atom::Char(character, self.style()));
        }
        self.before = Some(character);
    }

    fn resolve(&mut self, ended: bool, out: &mut Vec<Atom>) {
        while !self.held.is_empty() {
            let next = self.next(ended);
            if !matches!(next, Next::More) {
                self.seen = 0;
            }
            let mut held = std::mem::take(&mut self.held);
            let used = match next {
                Next::More => {
                    self.held = held;
                    return;
                }
                Next::Text(count) => {
                    for character in &held[..count] {
                        self.emit(*character, out);
                    }
                    count
                }
                Next::One(character, count) => {
                    self.emit(character, out);
                    count
                }
                Next::Hard(count) => {
                    out.push(Atom::Hard);
                    self.before = Some('\n');
                    count
                }
                Next::Strong(on, count) => {
                    self.strong = on;
                    count
                }
                Next::Both(on, count) => {
                    (self.strong, self.italic) = (on, on);
                    count
                }
                Next::Plain(count) => {
                    self.italic = false;
                    count
                }
                Next::Emphasis(end) => {
                    self.italic = true;
                    self.within(&held[1..end], out);
                    self.italic = false;
                    self.before = Some('*');
                    end + 1
                }
                Next::Code(count) => {
                    self.code = Some(Code { opened_by: count, ticks: 0, spaces: 0, begun: false });
                    if self.ticks {
                        out.extend((0..count).map(|_| Atom::Char('`', self.style())));
                    }
                    count
                }
                Next::Link { text, url, length } => {
                    let words: String = held[text.clone()].iter().collect();
                    self.within(&held[text], out);
                    let told = words == url || url.strip_prefix("mailto:") == Some(&words);
                    if !told && !url.is_empty() && !url.starts_with('#') {
                        if !words.is_empty() {
                            self.emit(' ', out);
                        }
                        self.link = true;
                        let shown = if words.is_empty() { url } else { format!("({url})") };
                        for character in shown.chars() {
                            self.emit(character, out);
                        }
                        self.link = false;
                    }
                    length
                }
            };
            // The rest is read anew.
            for character in held.drain(used..) {
                self.feed(character, out);
            }
            if !ended {
                return;
            }
        }
    }

    /// Text inside a mark that is known to end.
    fn within(&mut self, text: &[char], out: &mut Vec<Atom>) {
        for character in text {
            self.feed(*character, out);
        }
        self.resolve(true, out);
        if self.code.is_some() {
            self.in_code('\0', out);
        }
    }

    fn in_code(&mut self, character: char, out: &mut Vec<Atom>) {
        let style = self.style();
        let Some(code) = &mut self.code else { return };
        if character == '`' {
            code.ticks += 1;
            return;
        }
        if code.ticks == code.opened_by {
            self.leave_code(out);
            if character != '\0' {
                self.feed(character, out);
            }
            return;
        }
        let ticks = std::mem::take(&mut code.ticks);
        if matches!(character, ' ' | '\n') && ticks == 0 {
            // One that only keeps the marks apart is none of the code's.
            code.spaces += usize::from(code.begun);
            return;
        }
        out.extend((0..std::mem::take(&mut code.spaces)).map(|_| Atom::Char(' ', style)));
        out.extend((0..ticks).map(|_| Atom::Char('`', style)));
        code.begun = true;
        match character {
            '\0' => self.code = None,
            ' ' | '\n' => code.spaces = 1,
            _ => out.push(Atom::Char(character, style)),
        }
    }

    fn leave_code(&mut self, out: &mut Vec<Atom>) {
        let style = self.style();
        if let Some(code) = self.code.take()
            && self.ticks
        {
            out.extend((0..code.opened_by).map(|_| Atom::Char('`', style)));
        }
        self.trailing = 0;
        self.before = Some('`');
    }

    fn next(&mut self, ended: bool) -> Next {
        let held = &self.held;
        match held[0] {
            '\\' => match held.get(1) {
                Some('\n') => Next::Hard(2),
                Some(character) if character.is_ascii_punctuation() => Next::One(*character, 2),
                None if !ended => Next::More,
                _ => Next::Text(1),
            },
            '`' => match run(held, 0) {
                count if count == held.len() && !ended && count < MOST_TICKS => Next::More,
                count if count == held.len() => Next::Text(count),
                count => Next::Code(count),
            },
            '*' | '_' => self.emphasis(ended),
            '[' => link(held, 0, ended),
            '!' => match held.get(1) {
                Some('[') => link(held, 1, ended),
                None if !ended => Next::More,
                _ => Next::Text(1),
            },
            '<' => address(held, ended),
            '&' => entity(held, ended),
            _ => Next::Text(1),
        }
    }

    fn emphasis(&mut self, ended: bool) -> Next {
        let held = &self.held;
        let (mark, count) = (held[0], run(held, 0));
        let next = held.get(count).copied();
        if next.is_none() && !ended && count <= 3 {
            return Next::More;
        }
        let word_before = self.before.is_some_and(char::is_alphanumeric);
        let closes = self.before.is_some_and(|before| !before.is_whitespace())
            && (mark == '*' || !next.is_some_and(char::is_alphanumeric));
        // Within a Latin word or a number a mark is more likely itself: 2**3, a*b, snake_case.
        let within = match mark {
            '*' => self.before.is_some_and(|before| before.is_ascii_alphanumeric()),
            _ => word_before,
        };
        let begins = next.is_some_and(|next| !next.is_whitespace()) && !within;
        // A pattern of file names goes on like this.
        let pattern = next.is_some_and(|next| matches!(next, '/' | '.' | ',' | ')' | ']' | '}' | '*' | ';' | '|'));
        match count {
            2 if self.strong && closes => Next::Strong(false, 2),
            2 if begins && !pattern => Next::Strong(true, 2),
            3 if (self.strong || self.italic) && closes => Next::Both(false, 3),
            3 if begins && !pattern => Next::Both(true, 3),
            1 if self.italic && closes => Next::Plain(1),
            1 if begins && !pattern => match partner(held, mark, ended, self.seen.max(1)) {
                Partner::At(end) => Next::Emphasis(end),
                Partner::Unseen(seen) if !ended && held.len() <= MOST_EMPHASIS => {
                    self.seen = seen;
                    Next::More
                }
                Partner::Unseen(_) => Next::Text(1),
            },
            _ => Next::Text(count),
        }
    }
}

enum Partner {
    At(usize),
    /// Not up to there.
    Unseen(usize),
}

/// Where the single mark at the start is closed, from there on.
fn partner(held: &[char], mark: char, ended: bool, mut at: usize) -> Partner {
    let mut from = at;
    while at < held.len() {
        from = at;
        match held[at] {
            '\\' => at += 2,
            '`' => {
                let ticks = run(held, at);
                let mut end = at + ticks;
                while end < held.len() && !(held[end] == '`' && run(held, end) == ticks) {
                    end += if held[end] == '`' { run(held, end) } else { 1 };
                }
                at = end + ticks;
            }
            here if here == mark => {
                let count = run(held, at);
                let next = held.get(at + count).copied();
                if next.is_none() && !ended {
                    return Partner::Unseen(at);
                }
                let after_text = !held[at - 1].is_whitespace();
                let word_next = match mark {
                    '*' => next.is_some_and(|next| next.is_ascii_alphanumeric()),
                    _ => next.is_some_and(char::is_alphanumeric),
                };
                // A pattern begins here rather than that emphasis ends.
                if count % 2 == 1 && after_text && !word_next {
                    return Partner::At(at + count - 1);
                }
                at += count;
            }
            _ => at += 1,
        }
    }
    // What stands last may go on, an escape or code.
    Partner::Unseen(from)
}

fn run(text: &[char], from: usize) -> usize {
    let mark = text[from];
    text[from..].iter().take_while(|other| **other == mark).count()
}

/// `[text](address "title")`, from its bracket on.
fn link(held: &[char], bracket: usize, ended: bool) -> Next {
    let literal = Next::Text(bracket + 1);
    let undecided = |most: usize| if ended || held.len() > most { Next::Text(bracket + 1) } else { Next::More };
    let mut at = bracket + 1;
    loop {
        match held.get(at) {
            None => return undecided(MOST_LINK),
            Some('\\') => at += 2,
            Some('[') => return literal,
            Some(']') => break,
            Some(_) => at += 1,
        }
    }
    match held.get(at + 1) {
        None if !ended => return Next::More,
        Some('(') => {}
        _ => return literal,
    }
    let (from, mut depth) = (at + 2, 1);
    let mut end = from;
    loop {
        match held.get(end) {
            None => return undecided(2 * MOST_LINK),
            Some('(') if depth == MOST_DEPTH => return literal,
            Some('(') => depth += 1,
            Some(')') if depth == 1 => break,
            Some(')') => depth -= 1,
            Some(_) => {}
        }
        end += 1;
    }
    let target: String = held[from..end].iter().collect();
    let url = target.split_whitespace().next().unwrap_or_default();
    let url = url.trim_start_matches('<').trim_end_matches('>').to_owned();
    Next::Link { text: bracket + 1..at, url, length: end + 1 }
}

/// Characters of the longest beginning of an address.
const LONGEST_SCHEME: usize = 8;

/// `<https://…>`; anything else in angle brackets is left as text.
fn address(held: &[char], ended: bool) -> Next {
    const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "ftp://"];
    if held[1..].contains(&'<') {
        return Next::Text(1);
    }
    let text: String = held[1..].iter().collect();
    let begins = |scheme: &&str| text.starts_with(*scheme) || scheme.starts_with(&text);
    if ended && !text.contains('>') || !SCHEMES.iter().any(begins) || held.len() > MOST_LINK {
        return Next::Text(1);
    }
    match text.find(['>', ' ', '\n']) {
        Some(at) if text[at..].starts_with('>') => {
            let url = text[..at].to_owned();
            let length = url.chars().count();
            Next::Link { text: 1..1 + length, url, length: length + 2 }
        }
        Some(_) => Next::Text(1),
        None => Next::More,
    }
}

fn entity(held: &[char], ended: bool) -> Next {
    const KNOWN: [(&str, char); 7] =
        [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("#39", '\''), ("nbsp", ' ')];
    let name: String = held[1..].iter().take_while(|character| **character != ';').collect();
    let closed = held.len() > name.chars().count() + 1;
    let known = KNOWN.iter().find(|(known, _)| *known == name);
    match known {
        Some((_, character)) if closed => Next::One(*character, held.len().min(name.len() + 2)),
        _ if closed || ended || !KNOWN.iter().any(|(known, _)| known.starts_with(&name)) => Next::Text(1),
        _ => Next::More,
    }
}
