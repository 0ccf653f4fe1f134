//! The fallback for text that does not parse: a tolerant split into parts and words, so that the brain can still
//! see what was meant. Its result is a guess and always carries a doubt.

use super::tree::{Command, Joint, List, Pipeline, Redirect, RedirectKind, Simple, Span};
use super::word;

/// Words kept at most; what follows is not looked at.
const MOST_WORDS: usize = 2000;

struct Scan<'a> {
    text: &'a str,
    at: usize,
    list: List,
    commands: Vec<Command>,
    simple: Simple,
    joint: Joint,
    words: usize,
}

/// Splits any text.
pub(super) fn split(text: &str) -> List {
    let mut scan = Scan {
        text,
        at: 0,
        list: List::new(),
        commands: Vec::new(),
        simple: Simple::default(),
        joint: Joint::Start,
        words: 0,
    };
    while scan.at < text.len() && scan.words < MOST_WORDS {
        scan.step();
    }
    scan.end_pipeline(Joint::Then);
    scan.list
}

impl Scan<'_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let Some(next) = rest.chars().next() else { return };
        match next {
            '\n' | ';' => self.joined(1, Joint::Then),
            ' ' | '\t' | '\r' => self.at += 1,
            '|' if rest.starts_with("||") => self.joined(2, Joint::Or),
            '|' => {
                self.end_command();
                self.at += if rest.starts_with("|&") { 2 } else { 1 };
            }
            '&' if rest.starts_with("&&") => self.joined(2, Joint::And),
            '&' if !rest.starts_with("&>") => self.joined(1, Joint::Background),
            '<' | '>' | '&' => self.redirect(self.at),
            '#' if self.at == 0 || self.text[..self.at].ends_with([' ', '\t', '\n']) => {
                self.at += rest.find('\n').unwrap_or(rest.len());
            }
            _ => self.word(),
        }
    }

    fn joined(&mut self, length: usize, joint: Joint) {
        self.end_pipeline(joint);
        self.at += length;
    }

    fn grow(&mut self, span: Span) {
        if self.simple.span == Span::default() {
            self.simple.span = span;
        }
        self.simple.span.end = span.end;
        self.words += 1;
    }

    fn word(&mut self) {
        let start = self.at;
        let end = word_end(self.text, start);
        let raw = &self.text[start..end];
        let digits = !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_digit());
        self.at = end;
        if digits && self.text[end..].starts_with(['<', '>']) {
            return self.redirect(start);
        }
        let word = word::read(raw, start, &|_, _| None);
        self.grow(word.span);
        if self.simple.words.is_empty() && assignment(raw) {
            self.simple.assignments.push(word);
        } else {
            self.simple.words.push(word);
        }
    }

    fn redirect(&mut self, start: usize) {
        let rest = &self.text[self.at..];
        let length = rest.len() - rest.trim_start_matches(['<', '>', '&']).len();
        let sign = &rest[..length];
        let kind = match sign {
            "<" => RedirectKind::Read,
            ">>" | "&>>" => RedirectKind::Append,
            "<>" => RedirectKind::Both,
            ">&" | "<&" => RedirectKind::Duplicate,
            _ if sign.starts_with("<<") => RedirectKind::Here,
            _ => RedirectKind::Write,
        };
        self.at += length;
        let operator = self.text[start..self.at].to_owned();
        let blanks = self.text[self.at..].len() - self.text[self.at..].trim_start_matches([' ', '\t']).len();
        let begin = self.at + blanks;
        let end = word_end(self.text, begin);
        let target = (end > begin).then(|| {
            self.at = end;
            word::read(&self.text[begin..end], begin, &|_, _| None)
        });
        let span = Span { start, end: self.at };
        self.grow(span);
        self.simple.redirects.push(Redirect { operator, kind, target, span });
    }

    fn end_command(&mut self) {
        let simple = std::mem::take(&mut self.simple);
        if simple != Simple::default() {
            self.commands.push(Command::Simple(simple));
        }
    }

    fn end_pipeline(&mut self, next: Joint) {
        self.end_command();
        let commands = std::mem::take(&mut self.commands);
        if let (Some(first), Some(last)) = (commands.first(), commands.last()) {
            let span = Span { start: first.span().start, end: last.span().end };
            self.list.push(Pipeline {
                joint: self.joint,
                negated: false,
                timed: false,
                background: next == Joint::Background,
                commands,
                span,
            });
            self.joint = next;
        }
    }
}

/// One past the last byte of the word at `start`; an unclosed quote reaches to the end of the text.
fn word_end(text: &str, start: usize) -> usize {
    let mut quote = None;
    let mut depth = 0_usize;
    let mut chars = text[start..].char_indices();
    while let Some((index, c)) = chars.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => {
                chars.next();
            }
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') if depth > 0 || text[..start + index].ends_with('$') => depth += 1,
            (None, ')') if depth > 0 => depth -= 1,
            (None, ' ' | '\t' | '\r' | '\n' | ';' | '|' | '&' | '<' | '>') if depth == 0 => return start + index,
            _ => {}
        }
    }
    text.len()
}

fn assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        split(text)
            .iter()
            .flat_map(|pipeline| &pipeline.commands)
            .filter_map(Command::simple)
            .map(|simple| simple.words.iter().map(|word| word.text.clone()).collect())
            .collect()
    }

    #[test]
    fn everything_is_split_somehow() {
        for (text, parts) in [
            ("echo it's fine", vec![vec!["echo", "it's fine"]]),
            ("cat a 2>err >", vec![vec!["cat", "a"]]),
            ("a && && b", vec![vec!["a"], vec!["b"]]),
            ("A=1 run", vec![vec!["run"]]),
            ("x $(a b; c) y", vec![vec!["x", "$(a b; c)", "y"]]),
            ("x (a b) y", vec![vec!["x", "(a", "b)", "y"]]),
            ("a\\ b c\\", vec![vec!["a\\ b", "c\\"]]),
            ("ls # no | more", vec![vec!["ls"]]),
            ("", vec![]),
        ] {
            assert_eq!(words(text), parts, "{text}");
        }
    }
}
