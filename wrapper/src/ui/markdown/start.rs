//! How a line begins: which blocks it goes on with, which it opens, and what it is.
//!
//! As CommonMark 0.31 has it, and more lenient where models are: a nested list may be indented by two columns whatever the
//! mark above is wide, and code in a list item ends with its fence alone.

use super::flow::Container;

/// Not enough of the line is here; which signs leave it so.
pub(super) struct More(pub Until);

/// What comes next before it need be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Until {
    /// Anything.
    #[default]
    Any,
    /// Another sign.
    Other(char),
    /// Another sign that is no blank.
    OtherThanRule(char),
    /// This sign.
    Sign(char),
}

impl Until {
    /// A line that was undecided is so with this sign as well.
    pub fn stays(self, next: char) -> bool {
        match self {
            Self::Any => false,
            Self::Other(sign) => next == sign,
            Self::OtherThanRule(sign) => next == sign || matches!(next, ' ' | '\t'),
            Self::Sign(sign) => next != sign,
        }
    }
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Leaf {
    Blank,
    Text,
    Heading(usize),
    Fence(Fence),
    /// A line of the fenced code that is under way, and its end.
    Code,
    Close,
    /// Code by its indentation.
    Indented,
    Rule,
    Row,
    /// Signs that make the line above a heading: that one is shown already.
    Underline,
}

/// A fence that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fence {
    mark: char,
    length: usize,
    indent: usize,
}

/// What is known when a line begins.
pub(super) struct Context<'a> {
    pub containers: &'a [Container],
    pub paragraph: bool,
    pub fence: Option<&'a Fence>,
}

/// How the line begins.
#[derive(Debug)]
pub(super) struct Start {
    /// So many of the containers go on.
    pub matched: usize,
    /// These begin.
    pub opened: Vec<Container>,
    pub leaf: Leaf,
    /// Where its content begins.
    pub rest: usize,
}

/// A longer beginning is text.
pub(super) const MOST: usize = 512;
/// Nobody reads what is deeper in quotes and lists: marks there are text.
const MOST_AROUND: usize = 12;

#[derive(Clone, Copy)]
struct Cursor<'a> {
    line: &'a [char],
    at: usize,
    complete: bool,
}

impl Cursor<'_> {
    fn peek(&self) -> Result<Option<char>, More> {
        match self.line.get(self.at) {
            Some(character) => Ok(Some(*character)),
            None if self.complete => Ok(None),
            None => Err(More(Until::Any)),
        }
    }

    /// The same within a run of signs that would go on.
    fn peek_in(&self, until: Until) -> Result<Option<char>, More> {
        self.peek().map_err(|More(_)| More(until))
    }

    /// Steps over blanks; the columns they take.
    fn blanks(&mut self) -> Result<usize, More> {
        let mut columns = 0;
        loop {
            match self.peek_in(Until::OtherThanRule(' '))? {
                Some(' ') => columns += 1,
                Some('\t') => columns += 4,
                _ => return Ok(columns),
            }
            self.at += 1;
        }
    }

    /// Steps over at most so many columns of blanks that are there.
    fn skip(&mut self, mut columns: usize) {
        while columns > 0 {
            match self.line.get(self.at) {
                Some(' ') => columns -= 1,
                Some('\t') => columns = columns.saturating_sub(4),
                _ => return,
            }
            self.at += 1;
        }
    }

    fn run(&mut self, mark: char) -> Result<usize, More> {
        let from = self.at;
        while self.peek_in(Until::Other(mark))? == Some(mark) {
            self.at += 1;
        }
        Ok(self.at - from)
    }

    /// Steps over a mark of a quote, where one stands here.
    fn quote(&mut self) -> Result<bool, More> {
        let before = self.at;
        if self.blanks()? > 3 || self.peek()? != Some('>') {
            self.at = before;
            return Ok(false);
        }
        self.at += 1;
        if self.peek()? == Some(' ') {
            self.at += 1;
        }
        Ok(true)
    }

    /// A bullet or a number with a blank behind it: what is shown for it.
    fn bullet(&mut self, bullet: &str) -> Result<Option<(String, Option<u64>)>, More> {
        let before = self.at;
        let (mark, number) = match self.peek()? {
            Some('-' | '*' | '+') => {
                self.at += 1;
                (bullet.to_owned(), None)
            }
            Some(digit) if digit.is_ascii_digit() => {
                let mut digits = String::new();
                while let Some(digit) = self.peek()?.filter(char::is_ascii_digit) {
                    digits.push(digit);
                    self.at += 1;
                }
                let Some(sign) = self.peek()?.filter(|sign| matches!(sign, '.' | ')') && digits.len() < 10) else {
                    self.at = before;
                    return Ok(None);
                };
                self.at += 1;
                (format!("{digits}{sign} "), digits.parse().ok())
            }
            _ => return Ok(None),
        };
        match self.peek()? {
            None | Some(' ' | '\t') => Ok(Some((mark, number))),
            Some(_) => {
                self.at = before;
                Ok(None)
            }
        }
    }

    /// Three or more of the same sign and nothing else.
    fn rule(mut self) -> Result<bool, More> {
        let Some(mark) = self.peek()? else { return Ok(false) };
        let mut count = 0;
        loop {
            match self.peek_in(Until::OtherThanRule(mark))? {
                Some(other) if other == mark => count += 1,
                Some(' ' | '\t') => {}
                Some(_) => return Ok(false),
                None => return Ok(count >= 3),
            }
            self.at += 1;
        }
    }
}

/// Reads the beginning of a line; `complete`: there is no more of it.
pub(super) fn start(line: &[char], complete: bool, bullet: &str, context: &Context<'_>) -> Result<Start, More> {
    let cut = line.len() > MOST;
    let mut cursor = Cursor { line: &line[..line.len().min(MOST)], at: 0, complete: complete || cut };
    let matched = matched(&mut cursor, bullet, context)?;
    let left = &context.containers[matched..];
    if let Some(fence) = context.fence
        && !left.contains(&Container::Quote)
    {
        let leaf = if closes(cursor, fence)? { Leaf::Close } else { Leaf::Code };
        cursor.skip(fence.indent);
        return Ok(Start { matched: context.containers.len(), opened: Vec::new(), leaf, rest: cursor.at });
    }
    let paragraph = context.paragraph && context.fence.is_none();
    let mut opened = Vec::new();
    loop {
        let before = cursor;
        let indent = cursor.blanks()?;
        let going_on = paragraph && opened.is_empty();
        let in_list = !context.containers.is_empty() || !opened.is_empty();
        let found = |leaf, rest| Ok(Start { matched, opened: opened.clone(), leaf, rest });
        let Some(first) = cursor.peek()? else { return found(Leaf::Blank, cursor.at) };
        if indent >= 4 && !going_on && !in_list {
            let mut code = before;
            code.skip(4);
            return found(Leaf::Indented, code.at);
        }
        let here = cursor.at;
        if matched + opened.len() >= MOST_AROUND && matches!(first, '>' | '-' | '*' | '+' | '0'..='9') {
            return found(Leaf::Text, here);
        }
        match first {
            '>' if cursor.quote()? => {
                opened.push(Container::Quote);
                continue;
            }
            '#' => {
                let level = cursor.run('#')?;
                if level <= 6 && matches!(cursor.peek()?, None | Some(' ' | '\t')) {
                    cursor.blanks()?;
                    return found(Leaf::Heading(level), cursor.at);
                }
                return found(Leaf::Text, here);
            }
            '`' | '~' => {
                let length = cursor.run(first)?;
                let inside = |character: &char| first == '`' && *character == '`';
                if length >= 3 && !line[cursor.at..].iter().any(inside) {
                    // What stands behind the marks tells the language, and whether this is a fence at all.
                    let until = if first == '`' { Until::Sign(first) } else { Until::Sign('\n') };
                    while cursor.peek_in(until)?.is_some() {
                        cursor.at += 1;
                    }
                    return found(Leaf::Fence(Fence { mark: first, length, indent }), cursor.at);
                }
                return found(Leaf::Text, here);
            }
            '|' => return found(Leaf::Row, here),
            '=' if going_on && left.is_empty() => {
                cursor.run('=')?;
                cursor.blanks()?;
                let leaf = if cursor.peek()?.is_none() { Leaf::Underline } else { Leaf::Text };
                return found(leaf, here);
            }
            '-' | '*' | '_' if cursor.rule()? && !cut => return found(Leaf::Rule, line.len()),
            _ => {}
        }
        let Some((mark, number)) = cursor.bullet(bullet)? else { return found(Leaf::Text, here) };
        // A year at the start of a line begins no list in the middle of a sentence.
        if going_on && (!in_list && number.is_some_and(|number| number != 1) || cursor.peek()?.is_none()) {
            return found(Leaf::Text, here);
        }
        let width = cursor.at - here;
        let after = cursor;
        let blanks = cursor.blanks()?;
        let gap = if (1..=4).contains(&blanks) && cursor.peek()?.is_some() { blanks } else { 1 };
        cursor = after;
        cursor.skip(gap);
        opened.push(Container::Item { indent, content: indent + width + gap, mark, fresh: true });
    }
}

/// How many of the containers the line goes on with; steps over their marks.
fn matched(cursor: &mut Cursor<'_>, bullet: &str, context: &Context<'_>) -> Result<usize, More> {
    for (index, container) in context.containers.iter().enumerate() {
        match container {
            Container::Quote => {
                if !cursor.quote()? {
                    return Ok(index);
                }
            }
            Container::Item { indent, content, .. } => {
                let mut inner = *cursor;
                let columns = inner.blanks()?;
                if inner.peek()?.is_none() {
                    continue;
                }
                if columns >= *content {
                    cursor.skip(*content);
                } else if columns >= indent + 2 && context.fence.is_none() && inner.clone().bullet(bullet)?.is_some() {
                    *cursor = inner;
                } else {
                    return Ok(index);
                }
            }
        }
    }
    Ok(context.containers.len())
}

fn closes(mut cursor: Cursor<'_>, fence: &Fence) -> Result<bool, More> {
    cursor.blanks()?;
    let length = cursor.run(fence.mark)?;
    if length < fence.length {
        return Ok(false);
    }
    cursor.blanks()?;
    Ok(cursor.peek()?.is_none())
}
