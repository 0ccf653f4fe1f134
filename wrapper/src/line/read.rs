//! From the parser's tree to ours: brush-parser reads the grammar of the line, this gives it spans in bytes
//! and words that say what is known of them.

use brush_parser::ast::{self, SourceLocation};
use brush_parser::{ParserOptions, SourceSpan, Token};

use super::tree::{Command, Compound, CompoundKind, Joint, List, Pipeline, Redirect, RedirectKind, Simple, Span, Word};
use super::word;

/// Substitutions inside substitutions that are followed; deeper ones are [`super::Dynamic::Odd`].
const MOST_NESTED: usize = 6;
/// Opening brackets and keywords a text may have before the parser, which is recursive, is asked.
const MOST_OPENINGS: usize = 120;
/// Brackets inside brackets, and `case`s: with every further one that is left open the parser takes twice as long to
/// find that out, or four times.
const MOST_BRACKETS: usize = 10;
const MOST_CASES: usize = 6;
/// Bytes of text the parser is asked to read.
const MOST_BYTES: usize = 16 * 1024;

/// Reads a text; `None` when it does not parse or is too large to try.
pub(super) fn read(text: &str) -> Option<List> {
    Reader::new(text, 0, 0).list()
}

struct Reader<'a> {
    text: &'a str,
    /// Byte of the whole line at which `text` begins.
    base: usize,
    depth: usize,
    /// The byte of every character, when not every character is one byte.
    bytes: Option<Vec<usize>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, base: usize, depth: usize) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).chain([text.len()]).collect());
        Self { text, base, depth, bytes }
    }

    fn list(&self) -> Option<List> {
        if self.depth > MOST_NESTED || self.text.len() > MOST_BYTES || !tame(self.text) {
            return None;
        }
        let options = ParserOptions::default();
        // The parser is not ours; should it ever panic, the line is one that does not parse.
        let program =
            std::panic::catch_unwind(|| brush_parser::Parser::new(self.text.as_bytes(), &options).parse_program())
                .ok()?
                .ok()?;
        let mut list = List::new();
        for complete in &program.complete_commands {
            self.compound_list(complete, &mut list);
        }
        self.settle_spans(&mut list);
        Some(list)
    }

    /// Byte in `text` of a character's number.
    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(character).copied().unwrap_or(self.text.len()),
            None => character.min(self.text.len()),
        }
    }

    /// Bytes in `text`.
    fn local(&self, location: &SourceSpan) -> Span {
        let start = self.byte(location.start.index);
        Span { start, end: self.byte(location.end.index).max(start) }
    }

    /// Bytes in the line.
    fn span(&self, location: Option<SourceSpan>) -> Span {
        let local = location.map_or_else(Span::default, |location| self.local(&location));
        self.shift(local)
    }

    fn shift(&self, local: Span) -> Span {
        Span { start: local.start + self.base, end: local.end + self.base }
    }

    fn compound_list(&self, items: &ast::CompoundList, list: &mut List) {
        let mut joint = if list.is_empty() { Joint::Start } else { Joint::Then };
        for ast::CompoundListItem(and_or, separator) in &items.0 {
            list.push(self.pipeline(&and_or.first, joint));
            for more in &and_or.additional {
                let (joint, pipeline) = match more {
                    ast::AndOr::And(pipeline) => (Joint::And, pipeline),
                    ast::AndOr::Or(pipeline) => (Joint::Or, pipeline),
                };
                list.push(self.pipeline(pipeline, joint));
            }
            joint = Joint::Then;
            if matches!(separator, ast::SeparatorOperator::Async) {
                joint = Joint::Background;
                if let Some(last) = list.last_mut() {
                    last.background = true;
                }
            }
        }
    }

    fn body(&self, items: &ast::CompoundList) -> List {
        let mut list = List::new();
        self.compound_list(items, &mut list);
        list
    }

    fn pipeline(&self, pipeline: &ast::Pipeline, joint: Joint) -> Pipeline {
        let commands: Vec<Command> = pipeline.seq.iter().map(|command| self.command(command)).collect();
        let mut span = self.span(pipeline.timed.as_ref().and_then(SourceLocation::location));
        if let (Some(first), Some(last)) = (commands.first(), commands.last()) {
            if pipeline.timed.is_none() {
                span.start = first.span().start;
            }
            span.end = last.span().end;
        }
        Pipeline { joint, negated: pipeline.bang, timed: pipeline.timed.is_some(), background: false, commands, span }
    }

    fn command(&self, command: &ast::Command) -> Command {
        match command {
            ast::Command::Simple(simple) => Command::Simple(self.simple(simple)),
            ast::Command::Compound(compound, redirects) => {
                let mut made = self.compound(compound);
                self.redirects(redirects.as_ref(), &mut made.redirects);
                Command::Compound(made)
            }
            ast::Command::Function(function) => {
                let mut made = self.compound(&function.body.0);
                self.redirects(function.body.1.as_ref(), &mut made.redirects);
                let bodies = vec![vec![Pipeline {
                    joint: Joint::Start,
                    negated: false,
                    timed: false,
                    background: false,
                    span: made.span,
                    commands: vec![Command::Compound(made)],
                }]];
                Command::Compound(Compound {
                    kind: CompoundKind::Function,
                    bodies,
                    words: vec![self.word(&function.fname)],
                    notes: Vec::new(),
                    redirects: Vec::new(),
                    span: self.span(function.location()),
                })
            }
            ast::Command::ExtendedTest(test, redirects) => {
                let mut made = self.empty(CompoundKind::Test, test.location());
                self.test(&test.expr, &mut made);
                self.redirects(redirects.as_ref(), &mut made.redirects);
                Command::Compound(made)
            }
        }
    }

    fn empty(&self, kind: CompoundKind, location: Option<SourceSpan>) -> Compound {
        Compound {
            kind,
            bodies: Vec::new(),
            words: Vec::new(),
            notes: Vec::new(),
            redirects: Vec::new(),
            span: self.span(location),
        }
    }

    fn compound(&self, compound: &ast::CompoundCommand) -> Compound {
        use ast::CompoundCommand as C;
        let made = |kind| self.empty(kind, compound.location());
        match compound {
            C::BraceGroup(group) => Compound { bodies: vec![self.body(&group.list)], ..made(CompoundKind::Group) },
            C::Subshell(group) => Compound { bodies: vec![self.body(&group.list)], ..made(CompoundKind::Subshell) },
            C::IfClause(clause) => {
                let mut bodies = vec![self.body(&clause.condition), self.body(&clause.then)];
                for more in clause.elses.iter().flatten() {
                    bodies.extend(more.condition.as_ref().map(|condition| self.body(condition)));
                    bodies.push(self.body(&more.body));
                }
                Compound { bodies, ..made(CompoundKind::If) }
            }
            C::ForClause(clause) => Compound {
                bodies: vec![self.body(&clause.body.list)],
                words: clause.values.iter().flatten().map(|word| self.word(word)).collect(),
                notes: vec![clause.variable_name.clone()],
                ..made(CompoundKind::For)
            },
            C::ArithmeticForClause(clause) => Compound {
                bodies: vec![self.body(&clause.body.list)],
                notes: [&clause.initializer, &clause.condition, &clause.updater]
                    .into_iter()
                    .flatten()
                    .map(|part| part.value.clone())
                    .collect(),
                ..made(CompoundKind::Count)
            },
            C::WhileClause(clause) | C::UntilClause(clause) => {
                Compound { bodies: vec![self.body(&clause.0), self.body(&clause.1.list)], ..made(CompoundKind::While) }
            }
            C::CaseClause(clause) => {
                let mut words = vec![self.word(&clause.value)];
                words.extend(clause.cases.iter().flat_map(|case| &case.patterns).map(|word| self.word(word)));
                Compound {
                    bodies: clause
                        .cases
                        .iter()
                        .filter_map(|case| case.cmd.as_ref())
                        .map(|list| self.body(list))
                        .collect(),
                    words,
                    ..made(CompoundKind::Case)
                }
            }
            C::Arithmetic(arithmetic) => {
                Compound { notes: vec![arithmetic.expr.value.clone()], ..made(CompoundKind::Arithmetic) }
            }
            C::Coprocess(coprocess) => {
                let command = self.command(&coprocess.body);
                Compound {
                    bodies: vec![vec![Pipeline {
                        joint: Joint::Start,
                        negated: false,
                        timed: false,
                        background: false,
                        span: command.span(),
                        commands: vec![command],
                    }]],
                    ..made(CompoundKind::Coprocess)
                }
            }
        }
    }

    fn test(&self, expression: &ast::ExtendedTestExpr, made: &mut Compound) {
        use ast::ExtendedTestExpr as T;
        match expression {
            T::And(left, right) | T::Or(left, right) => {
                self.test(left, made);
                self.test(right, made);
            }
            T::Not(inner) | T::Parenthesized(inner) => self.test(inner, made),
            T::UnaryTest(operator, word) => {
                made.notes.push(operator.to_string());
                made.words.push(self.word(word));
            }
            T::BinaryTest(operator, left, right) => {
                made.notes.push(operator.to_string());
                made.words.push(self.word(left));
                made.words.push(self.word(right));
            }
        }
    }

    fn simple(&self, simple: &ast::SimpleCommand) -> Simple {
        let mut made = Simple::default();
        for item in simple.prefix.iter().flat_map(|prefix| &prefix.0) {
            match item {
                ast::CommandPrefixOrSuffixItem::IoRedirect(redirect) => made.redirects.extend(self.redirect(redirect)),
                ast::CommandPrefixOrSuffixItem::AssignmentWord(_, word)
                | ast::CommandPrefixOrSuffixItem::Word(word) => {
                    made.assignments.push(self.word(word));
                }
                ast::CommandPrefixOrSuffixItem::ProcessSubstitution(_, shell) => {
                    made.assignments.push(self.substitution(shell))
                }
            }
        }
        made.words.extend(simple.word_or_name.as_ref().map(|word| self.word(word)));
        for item in simple.suffix.iter().flat_map(|suffix| &suffix.0) {
            match item {
                ast::CommandPrefixOrSuffixItem::IoRedirect(redirect) => made.redirects.extend(self.redirect(redirect)),
                ast::CommandPrefixOrSuffixItem::AssignmentWord(_, word)
                | ast::CommandPrefixOrSuffixItem::Word(word) => {
                    made.words.push(self.word(word));
                }
                ast::CommandPrefixOrSuffixItem::ProcessSubstitution(_, shell) => {
                    made.words.push(self.substitution(shell))
                }
            }
        }
        let spans = || {
            made.assignments
                .iter()
                .chain(&made.words)
                .map(|word| word.span)
                .chain(made.redirects.iter().map(|redirect| redirect.span))
                .filter(|span| span.end > 0)
        };
        made.span = Span {
            start: spans().map(|span| span.start).min().unwrap_or_default(),
            end: spans().map(|span| span.end).max().unwrap_or_default(),
        };
        made
    }

    fn word(&self, word: &ast::Word) -> Word {
        let Some(location) = word.loc.as_ref() else {
            // Words the parser makes itself (`2>&1` for `|&`) stand nowhere in the text.
            return self.read_word(&word.value, 0, Span::default());
        };
        let mut local = self.local(location);
        let slice = &self.text[local.start..local.end];
        local.start += slice.len() - slice.trim_start_matches([' ', '\t', '\n']).len();
        let slice = &self.text[local.start..local.end.max(local.start)];
        let span = self.shift(local);
        let mut made = self.read_word(slice, span.start, span);
        slice.clone_into(&mut made.text);
        made
    }

    fn read_word(&self, text: &str, start: usize, span: Span) -> Word {
        let parse = |inside: &str, base: usize| Reader::new(inside, base, self.depth + 1).list();
        Word { span, ..word::read(text, start, &parse) }
    }

    /// `<(…)` and `>(…)`: the parser's span begins at the bracket.
    fn substitution(&self, shell: &ast::SubshellCommand) -> Word {
        let mut local = self.local(&shell.loc);
        local.start = local.start.saturating_sub(1);
        let span = self.shift(local);
        self.read_word(&self.text[local.start..local.end], span.start, span)
    }

    fn redirects(&self, list: Option<&ast::RedirectList>, into: &mut Vec<Redirect>) {
        into.extend(list.iter().flat_map(|list| &list.0).filter_map(|redirect| self.redirect(redirect)));
    }

    fn redirect(&self, redirect: &ast::IoRedirect) -> Option<Redirect> {
        use ast::{IoFileRedirectKind as K, IoFileRedirectTarget as T, IoRedirect as R};
        let (kind, target) = match redirect {
            R::File(_, kind, target) => {
                let kind = match kind {
                    K::Read => RedirectKind::Read,
                    K::Write | K::Clobber => RedirectKind::Write,
                    K::Append => RedirectKind::Append,
                    K::ReadAndWrite => RedirectKind::Both,
                    K::DuplicateInput | K::DuplicateOutput => RedirectKind::Duplicate,
                };
                let target = match target {
                    T::Filename(word) | T::Duplicate(word) => self.word(word),
                    T::ProcessSubstitution(_, shell) => self.substitution(shell),
                    T::Fd(_) => return None,
                };
                // `>&file` writes both streams to a file (bash manual 3.6.4).
                let descriptor = target
                    .value
                    .as_deref()
                    .is_some_and(|text| text.trim_end_matches('-').bytes().all(|byte| byte.is_ascii_digit()));
                match kind {
                    RedirectKind::Duplicate if !descriptor => (RedirectKind::Write, target),
                    kind => (kind, target),
                }
            }
            R::OutputAndError(word, append) => {
                let kind = if *append { RedirectKind::Append } else { RedirectKind::Write };
                (kind, self.word(word))
            }
            R::HereString(_, word) => (RedirectKind::Here, self.word(word)),
            R::HereDocument(_, document) => {
                let mut target = self.word(&document.here_end);
                // The body of a here-document is text unless it is expanded.
                let odd = document.requires_expansion && document.doc.value.contains(['$', '`']);
                target.dynamic = odd.then_some(super::tree::Dynamic::Odd);
                (RedirectKind::Here, target)
            }
        };
        // `|&` stands for `2>&1 |` and has no place of its own.
        if target.span == Span::default() {
            return None;
        }
        let (operator, start) = self.operator_before(target.span.start);
        let span = Span { start, end: target.span.end };
        Some(Redirect { operator, kind, target: Some(target), span })
    }

    /// The redirection operator that ends before byte `end` of the line, and where it begins.
    fn operator_before(&self, end: usize) -> (String, usize) {
        let before = &self.text[..end - self.base];
        let trimmed = before.trim_end_matches([' ', '\t']);
        let rest = trimmed.trim_end_matches(['<', '>', '|', '&', '-']);
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        // A number belongs to it only when it is a word of its own.
        let alone = digits.is_empty() || digits.ends_with([' ', '\t', '\n', ';', '|', '&', '(', '<', '>']);
        let start = if alone { digits.len() } else { rest.len() };
        (trimmed[start..].to_owned(), start + self.base)
    }

    /// Gives compound commands and `!` the places the parser does not keep, from its tokens.
    fn settle_spans(&self, list: &mut List) {
        let wanted = |pipeline: &Pipeline| {
            pipeline.negated
                || pipeline.commands.is_empty()
                || pipeline.commands.iter().any(|command| command.simple().is_none())
        };
        if !list.iter().any(wanted) {
            return;
        }
        let options = ParserOptions::default().tokenizer_options();
        let Ok(tokens) = brush_parser::uncached_tokenize_str(self.text, &options) else {
            return;
        };
        let mut places: Vec<(Span, bool, bool)> = tokens
            .iter()
            .map(|token| match token {
                Token::Operator(text, location) => {
                    let joins = matches!(text.as_str(), "|" | "|&" | "&&" | "||" | ";" | "&" | "\n");
                    (self.span(Some(location.clone())), joins, false)
                }
                Token::Word(text, location) => {
                    (self.span(Some(location.clone())), false, matches!(text.as_str(), "!" | "time"))
                }
            })
            .filter(|(span, ..)| span.end > span.start)
            .collect();
        places.sort_by_key(|(span, ..)| span.start);
        let starts: Vec<usize> = list
            .iter()
            .flat_map(|pipeline| &pipeline.commands)
            .map(|command| command.span().start)
            .chain([self.base + self.text.len()])
            .collect();
        let mut index = 0;
        let mut done = self.base;
        for pipeline in list {
            let before = done;
            for command in &mut pipeline.commands {
                index += 1;
                let limit = starts[index];
                if let Command::Compound(compound) = command {
                    let within = |span: &Span| span.start >= done && span.end <= limit;
                    let first = places.iter().find(|(span, joins, mark)| within(span) && !joins && !mark);
                    let last = places.iter().rev().find(|(span, joins, mark)| within(span) && !joins && !mark);
                    if let (Some((first, ..)), Some((last, ..))) = (first, last) {
                        compound.span = Span { start: first.start, end: last.end };
                    }
                }
                done = command.span().end.max(done);
            }
            let first = places.iter().find(|(span, joins, _)| span.start >= before && !joins);
            if let Some((first, ..)) = first {
                pipeline.span.start = first.start;
            }
            pipeline.span.end = pipeline
                .commands
                .last()
                .map_or_else(|| first.map_or(done, |(span, ..)| span.end), |command| command.span().end);
            done = done.max(pipeline.span.end);
        }
    }
}

/// The most brackets that are open at one place.
fn bracket_depth(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// True when the parser can be asked: not too deep for its recursion and its patience, no number that it cannot hold, and
/// no here-document together with a substitution, where its tokenizer may not come to an end.
fn tame(text: &str) -> bool {
    if bracket_depth(text) > MOST_BRACKETS || text.matches("case").count() > MOST_CASES {
        return false;
    }
    let openings = text.matches(['(', '{', '`']).count()
        + text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| {
                matches!(*word, "if" | "while" | "until" | "for" | "case" | "coproc" | "select" | "do" | "then")
            })
            .count();
    let digits = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    let here = text.replace("<<<", "").contains("<<");
    let substitution = text.contains('`') || ["$(", "<(", ">(", "${"].iter().any(|mark| text.contains(mark));
    openings <= MOST_OPENINGS && (digits <= 9 || !text.contains(['<', '>', '['])) && !(here && substitution)
}
