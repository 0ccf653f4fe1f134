//! From nu's pieces to the tree: the brackets and separators of the text are followed, and every piece has to be met on
//! the way. `None` at any point: what nu said and what stands there do not fit.

use super::Piece;
use super::lex::{self, Token};
use super::shapes::{is_call, is_known, is_outside, is_value};
use super::value::{self, Taken};
use crate::line::tree::{Command, Dynamic, Joint, List, Nature, Pipeline, Redirect, RedirectKind, Simple, Span, Word};

/// Blocks inside blocks that are followed.
const DEEPEST: usize = 24;

/// Commands behind whose `=` the rest of the statement is a value, or what a name stands for.
const NAMING: &[&str] = &["let", "mut", "const", "export const", "alias", "export alias"];

/// Commands whose words may hold types, which nu tells nothing of.
const TYPED: &[&str] = &["let", "mut", "const", "export const", "def", "export def", "extern", "export extern"];

/// Operators that give what stands before them a value.
const ASSIGNING: &[&str] = &["=", "+=", "-=", "*=", "/=", "++="];

pub(super) struct Builder<'a> {
    text: &'a str,
    pieces: Vec<&'a Piece>,
    at: usize,
    depth: usize,
}

/// What a word is made of.
#[derive(Default)]
struct Inside {
    lists: Vec<List>,
    /// The shape of the one piece that is all of it.
    whole: Option<String>,
    variable: bool,
    interpolated: bool,
    collected: bool,
    spread: bool,
    called: bool,
    pieces: usize,
}

impl<'a> Builder<'a> {
    pub fn new(text: &'a str, pieces: &'a [Piece]) -> Option<Self> {
        let mut kept: Vec<&Piece> = Vec::new();
        for piece in pieces {
            let known = text.get(piece.start..piece.end).is_some();
            if !known || piece.shape == "garbage" || !is_known(&piece.shape) {
                return None;
            }
            match kept.last() {
                // Flags are told once for every letter, and a column's name as the variable that it becomes.
                Some(last) if (last.start, last.end) == (piece.start, piece.end) => {}
                Some(last) if last.end > piece.start => return None,
                _ if piece.start == piece.end => return None,
                _ => kept.push(piece),
            }
        }
        Some(Self { text, pieces: kept, at: 0, depth: 0 })
    }

    pub fn whole(mut self) -> Option<List> {
        let list = self.block(Span { start: 0, end: self.text.len() })?;
        (self.at == self.pieces.len()).then_some(list)
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn piece(&self) -> Option<&'a Piece> {
        self.pieces.get(self.at).copied()
    }

    /// The statements of a stretch of text.
    fn block(&mut self, span: Span) -> Option<List> {
        if self.depth > DEEPEST {
            return None;
        }
        self.depth += 1;
        let tokens = lex::tokens(self.text, span)?;
        let mut list = List::new();
        let mut statement: Vec<Token> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            let Token::End(sign) = token else {
                statement.push(*token);
                continue;
            };
            // A line goes on behind a pipe, and where the next one begins with it.
            let next = tokens[index..].iter().find(|token| !matches!(token, Token::End(false)));
            let goes_on = matches!(next, Some(Token::Pipe(_))) || matches!(statement.last(), Some(Token::Pipe(_)));
            if *sign || !goes_on {
                self.statement(&std::mem::take(&mut statement), &mut list)?;
            }
        }
        self.statement(&statement, &mut list)?;
        self.depth -= 1;
        Some(list)
    }

    fn statement(&mut self, tokens: &[Token], list: &mut List) -> Option<()> {
        if tokens.is_empty() {
            return Some(());
        }
        let mut commands: Vec<Command> = Vec::new();
        let mut rest = tokens;
        loop {
            let (simple, taken) = self.command(rest)?;
            commands.push(Command::Simple(simple));
            rest = &rest[taken..];
            let Some(Token::Pipe(at)) = rest.first() else { break };
            let piece = self.piece()?;
            if piece.shape != "pipe" || piece.start != *at || piece.end != at + 1 {
                return None;
            }
            self.at += 1;
            rest = &rest[1..];
        }
        let span = Span { start: commands.first()?.span().start, end: commands.last()?.span().end };
        let joint = if list.is_empty() { Joint::Start } else { Joint::Then };
        list.push(Pipeline { joint, negated: false, timed: false, background: false, commands, span });
        rest.is_empty().then_some(())
    }

    /// One command, and how many tokens it took; it ends before a pipe.
    fn command(&mut self, tokens: &[Token]) -> Option<(Simple, usize)> {
        let items: Vec<Span> =
            tokens.iter().map_while(|token| if let Token::Item(span) = token { Some(*span) } else { None }).collect();
        let mut simple =
            Simple { span: Span { start: items.first()?.start, end: items.last()?.end }, ..Simple::default() };
        let mut next = 0;
        while self.sets_variable(*items.get(next)?) {
            let (word, taken) = self.word(&items[next..])?;
            simple.assignments.push(word);
            next += taken;
            // The blank behind it is a piece as well.
            if self.piece().is_some_and(|piece| piece.shape == "record" && self.is_blank(piece)) {
                self.at += 1;
            }
        }
        let head = *items.get(next)?;
        let sign = self.slice(head).chars().next()?;
        let start = head.start + usize::from(matches!(sign, '^' | '%'));
        let piece = self.piece().filter(|piece| piece.start < head.end);
        let mut name = "";
        match piece {
            Some(piece) if piece.shape == "internalcall" && piece.start == start && sign != '^' => {
                name = self.slice(Span { start: piece.start, end: piece.end });
                let words = items[next..].iter().take_while(|item| item.end <= piece.end).count();
                if words == 0 || items[next + words - 1].end != piece.end {
                    return None;
                }
                for item in &items[next..next + words] {
                    let mut word = Word { text: self.slice(*item).to_owned(), span: *item, ..Word::default() };
                    let value = word.text.trim_start_matches('%').to_owned();
                    word.prefix.clone_from(&value);
                    word.value = Some(value);
                    simple.words.push(word);
                }
                simple.nature = Nature::Own(words);
                self.at += 1;
                next += words;
            }
            _ if sign == '%' => return None,
            Some(piece) if is_outside(&piece.shape) && piece.start == start && piece.end == head.end => {
                let mut word = Word { text: self.slice(head).to_owned(), span: head, ..Word::default() };
                let mut bare = Word { text: self.slice(Span { start, end: head.end }).to_owned(), ..Word::default() };
                value::fill(&mut bare, Taken::Outside);
                (word.value, word.prefix, word.dynamic) = (bare.value, bare.prefix, bare.dynamic);
                (word.tilde, word.quoted) = (bare.tilde, bare.quoted);
                simple.words.push(word);
                self.at += 1;
                next += 1;
            }
            // `^(…)`, `^$x`: what runs is not known before it does.
            _ if sign == '^' => {
                let (mut word, taken) = self.word_from(&items[next..], start)?;
                word.dynamic = word.dynamic.max(Some(Dynamic::Variable));
                word.value = None;
                word.text = self.slice(word.span).to_owned();
                simple.words.push(word);
                next += taken;
            }
            // A bare word in front is called, unless it is a value by its look.
            Some(piece) if !is_value(&piece.shape) && !matches!(sign, '"' | '\'' | '`' | '$' | 'r') => return None,
            _ => {
                simple.nature = Nature::Expression;
                let (word, taken) = self.word(&items[next..])?;
                simple.words.push(word);
                next += taken;
            }
        }
        let naming = NAMING.contains(&name);
        while next < items.len() {
            let text = self.slice(items[next]);
            let assigns = naming && text == "="
                || simple.nature == Nature::Expression
                    && simple.words.len() == 1
                    && simple.words[0].text.starts_with('$')
                    && ASSIGNING.contains(&text);
            if assigns {
                return self.assigned(simple, tokens, &items, next);
            }
            if self.piece().is_some_and(|piece| piece.shape == "redirection" && piece.start == items[next].start) {
                next += self.redirect(&items[next..], tokens.get(next + 1), &mut simple)?;
                continue;
            }
            let (word, taken) = self.argument(&items[next..], name, &simple)?;
            simple.words.push(word);
            next += taken;
        }
        Some((simple, items.len()))
    }

    /// `NAME=value` before a command is a record to nu.
    fn sets_variable(&self, item: Span) -> bool {
        let (Some(name), Some(sign)) = (self.piece(), self.pieces.get(self.at + 1)) else { return false };
        name.start == item.start
            && name.shape == "string"
            && sign.shape == "record"
            && sign.start == name.end
            && self.text.get(sign.start..sign.end) == Some("=")
    }

    fn is_blank(&self, piece: &Piece) -> bool {
        self.text.get(piece.start..piece.end).is_some_and(|text| text.trim().is_empty())
    }

    fn argument(&mut self, items: &[Span], name: &str, simple: &Simple) -> Option<(Word, usize)> {
        let item = *items.first()?;
        let text = self.slice(item);
        let silent = self.piece().is_none_or(|piece| piece.start >= item.end);
        if silent && (text == "--" || TYPED.contains(&name) && !text.contains(['(', '$', '{'])) {
            return Some((Word { text: text.to_owned(), span: item, ..Word::literal(text) }, 1));
        }
        let (word, taken) = self.word(items)?;
        // `else if` is one command to nu, and two to its flattening.
        let chained = text == "if" && name == "if" && simple.words.last().is_some_and(|before| before.text == "else");
        let called = self
            .pieces
            .get(..self.at)?
            .iter()
            .rev()
            .take_while(|piece| piece.start >= item.start)
            .any(|piece| piece.start == item.start && piece.shape == "internalcall");
        (!called || chained).then_some((word, taken))
    }

    /// `x = VALUE`: the value reaches to the end of the statement, through pipes.
    fn assigned(
        &mut self,
        mut simple: Simple,
        tokens: &[Token],
        items: &[Span],
        sign: usize,
    ) -> Option<(Simple, usize)> {
        let mark = items[sign];
        if let Some(piece) = self.piece().filter(|piece| piece.start == mark.start) {
            if piece.end != mark.end || !matches!(piece.shape.as_str(), "operator" | "keyword") {
                return None;
            }
            self.at += 1;
        }
        let text = self.slice(mark);
        simple.words.push(Word { text: text.to_owned(), span: mark, ..Word::literal(text) });
        let start = items.get(sign + 1)?.start;
        let end = match tokens.last()? {
            Token::Item(span) => span.end,
            Token::Pipe(_) | Token::End(_) => return None,
        };
        let span = Span { start, end };
        let plain = sign + 2 == items.len() && tokens.len() == items.len() && {
            let piece = self.piece();
            !piece.is_some_and(|piece| is_call(&piece.shape) && piece.start <= start + 1)
        };
        let word = if plain {
            let (word, taken) = self.word(&items[sign + 1..])?;
            if taken != 1 {
                return None;
            }
            word
        } else {
            let inner = self.block(span)?;
            Word {
                text: self.slice(span).to_owned(),
                dynamic: Some(Dynamic::Command),
                inner: vec![inner],
                span,
                ..Word::default()
            }
        };
        simple.words.push(word);
        simple.span.end = end;
        Some((simple, tokens.len()))
    }

    /// `o> FILE` and its like; how many items it took.
    fn redirect(&mut self, items: &[Span], behind: Option<&Token>, simple: &mut Simple) -> Option<usize> {
        let (piece, item) = (self.piece()?, *items.first()?);
        if piece.end != item.end {
            return None;
        }
        self.at += 1;
        let operator = self.slice(item).to_owned();
        // `e>|`: the other stream goes into the pipe.
        if let Some(Token::Pipe(at)) = behind.filter(|_| items.len() == 1)
            && *at == item.end
        {
            let target = Some(Word::literal("|"));
            simple.redirects.push(Redirect { operator, kind: RedirectKind::Duplicate, target, span: item });
            return Some(1);
        }
        let kind = if operator.ends_with(">>") { RedirectKind::Append } else { RedirectKind::Write };
        let (mut target, taken) = self.word(&items[1..])?;
        if target.inner.is_empty() && !target.quoted && target.text.starts_with('~') {
            value::fill(&mut target, Taken::Path);
        }
        let span = Span { start: item.start, end: target.span.end };
        simple.redirects.push(Redirect { operator, kind, target: Some(target), span });
        Some(1 + taken)
    }

    fn word(&mut self, items: &[Span]) -> Option<(Word, usize)> {
        self.word_from(items, items.first()?.start)
    }

    /// A word of one item, or of as many as a piece of it covers, and how many those are. What stands before `from` is a
    /// sign.
    fn word_from(&mut self, items: &[Span], from: usize) -> Option<(Word, usize)> {
        let first = *items.first()?;
        let mut taken = 1;
        // A signature with its types is one piece of several items.
        if let Some(piece) = self.piece().filter(|piece| piece.start < first.end && piece.end > first.end) {
            taken = items.iter().take_while(|item| item.start < piece.end).count();
            if items[taken - 1].end != piece.end {
                return None;
            }
        }
        let span = Span { start: first.start, end: items[taken - 1].end };
        let inside = self.inside(Span { start: from, ..span })?;
        let mut word = Word { text: self.slice(span).to_owned(), span, ..Word::default() };
        match &inside.whole {
            // A signature is no text of a word's, whatever it quotes.
            Some(shape) if shape == "signature" => {
                word.prefix.clone_from(&word.text);
                word.value = Some(word.text.clone());
            }
            Some(shape) => {
                let taken = match shape.as_str() {
                    "external" | "external_resolved" | "externalarg" => Taken::Outside,
                    "globpattern" => Taken::Pattern,
                    "filepath" | "directory" => Taken::Path,
                    _ => Taken::Text,
                };
                value::fill(&mut word, taken);
            }
            None => {
                let mixed = word.text.contains(['\'', '"', '`']);
                word.dynamic = if !inside.lists.is_empty() || inside.called {
                    Some(Dynamic::Command)
                } else if inside.variable {
                    Some(Dynamic::Variable)
                } else if inside.collected || inside.interpolated || inside.spread {
                    Some(Dynamic::Braces)
                } else if mixed {
                    Some(Dynamic::Odd)
                } else {
                    None
                };
                if word.dynamic.is_none() {
                    word.prefix.clone_from(&word.text);
                    word.value = Some(word.text.clone());
                }
            }
        }
        word.inner = inside.lists;
        Some((word, taken))
    }

    /// Goes through the pieces of a word.
    fn inside(&mut self, span: Span) -> Option<Inside> {
        let mut inside = Inside::default();
        let mut at = span.start;
        let mut end = span.end;
        // A pattern that is made of values is told without its quotes, the last of which may be told as part of the
        // bracket behind it.
        let opens = self.slice(span).get(..2).filter(|sign| matches!(*sign, "$\"" | "$'"));
        if let Some(sign) = opens.filter(|_| self.piece().is_some_and(|piece| piece.start == at + 2)) {
            if !self.slice(span).ends_with(&sign[1..]) {
                return None;
            }
            inside.interpolated = true;
            at += 2;
            end -= 1;
        }
        while let Some(piece) = self.piece().filter(|piece| piece.start < end) {
            if piece.start < at || piece.end > end || !self.says_nothing(at, piece.start) {
                return None;
            }
            inside.pieces += 1;
            let text = self.slice(Span { start: piece.start, end: piece.end });
            match piece.shape.as_str() {
                "block" | "closure" => {
                    at = self.bracket(piece, text, end, &mut inside)?;
                    continue;
                }
                "variable" => inside.variable = true,
                "string_interpolation" | "glob_interpolation" => inside.interpolated = true,
                "list" | "record" | "table" => inside.collected = true,
                "operator" if text == "..." => inside.spread = true,
                "internalcall" => inside.called = true,
                "pipe" | "redirection" | "external" | "external_resolved" => return None,
                _ => {}
            }
            if inside.called && inside.pieces > 1 {
                return None;
            }
            if (piece.start, piece.end) == (span.start, span.end) {
                inside.whole = (!matches!(
                    piece.shape.as_str(),
                    "variable" | "list" | "record" | "table" | "string_interpolation" | "glob_interpolation"
                ))
                .then(|| piece.shape.clone());
            }
            self.at += 1;
            at = piece.end;
        }
        self.says_nothing(at, end).then_some(inside)
    }

    /// A stretch of which nu says nothing holds nothing that could do anything.
    fn says_nothing(&self, start: usize, end: usize) -> bool {
        self.text.get(start..end).is_some_and(|gap| gap.chars().all(|c| " \t\n.?!,:=>|;{}()[]".contains(c)))
    }

    /// A block, a closure or a group in brackets: what runs in it. Returns where it ends.
    fn bracket(&mut self, piece: &Piece, text: &str, end: usize, inside: &mut Inside) -> Option<usize> {
        let open = piece.start + text.find(|c: char| !c.is_whitespace())?;
        if !matches!(self.text.as_bytes()[open], b'(' | b'{') {
            return None;
        }
        let close = lex::closed(self.text, open, end)?;
        let mut start = open + 1;
        let interior = self.text.get(start..close - 1)?;
        let blanks = interior.len() - interior.trim_start().len();
        if interior[blanks..].starts_with('|') {
            let names = start + blanks + 1;
            start = names + self.text.get(names..close)?.find('|')? + 1;
            if start > piece.end {
                return None;
            }
        }
        self.at += 1;
        if piece.end == close {
            inside.lists.push(List::new());
            return Some(close);
        }
        let list = self.block(Span { start, end: close - 1 })?;
        let last = self.piece()?;
        if last.shape != piece.shape || last.end != close {
            return None;
        }
        self.at += 1;
        inside.lists.push(list);
        Some(close)
    }
}
