//! The line as the protocol's stages: what the brain is told of it.

use crate::protocol::types::{Operator, Redirect, Stage, Word};

use super::tree::{self, Joint, RedirectKind};
use super::{Command, Parsed};

/// The stages of a line. `failed` is the stage that is proven to have failed; without it no stage says anything.
#[must_use]
pub fn stages(parsed: &Parsed, failed: Option<usize>) -> Vec<Stage> {
    let count = Count::new(&parsed.line.text);
    let mut stages = Vec::new();
    for pipeline in &parsed.list {
        for (index, command) in pipeline.commands.iter().enumerate() {
            let operator = match (index, pipeline.joint) {
                (0, Joint::Start) => Operator::Start,
                (0, Joint::And) => Operator::And,
                (0, Joint::Or) => Operator::Or,
                (0, Joint::Then) => Operator::Then,
                (0, Joint::Background) => Operator::Background,
                _ => Operator::Pipe,
            };
            let (assignments, words, redirects) = match command {
                Command::Simple(simple) => {
                    (count.words(&simple.assignments), count.words(&simple.words), &simple.redirects)
                }
                Command::Compound(compound) => (Vec::new(), Vec::new(), &compound.redirects),
            };
            let (start, end) = count.span(command.span());
            stages.push(Stage {
                operator,
                assignments,
                words,
                redirects: redirects.iter().map(|redirect| count.redirect(redirect)).collect(),
                start,
                end,
                failed: failed.map(|failed| failed == stages.len()),
            });
        }
    }
    stages
}

/// Bytes to code points.
struct Count<'a> {
    text: &'a str,
    ascii: bool,
}

impl<'a> Count<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii() }
    }

    fn point(&self, byte: usize) -> i64 {
        let points = match self.text.get(..byte) {
            Some(before) if !self.ascii => before.chars().count(),
            _ => byte,
        };
        i64::try_from(points).unwrap_or(i64::MAX)
    }

    fn span(&self, span: tree::Span) -> (i64, i64) {
        (self.point(span.start), self.point(span.end))
    }

    fn word(&self, word: &tree::Word) -> Word {
        let (start, end) = self.span(word.span);
        Word { text: word.text.clone(), value: word.value.clone(), start, end }
    }

    fn words(&self, words: &[tree::Word]) -> Vec<Word> {
        words.iter().map(|word| self.word(word)).collect()
    }

    fn redirect(&self, redirect: &tree::Redirect) -> Redirect {
        let (start, end) = self.span(redirect.span);
        let file = !matches!(redirect.kind, RedirectKind::Here | RedirectKind::Duplicate);
        Redirect {
            operator: redirect.operator.clone(),
            target: redirect.target.as_ref().filter(|_| file).map(|word| self.word(word)),
            start,
            end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Line, parse};
    use super::*;

    #[test]
    fn spans_count_code_points() {
        let parsed = parse(&Line::new("caf\u{e9} \u{1f600}x | b *.c >\u{fc} 2>&1", Dialect::Bash));
        let stages = stages(&parsed, Some(1));
        assert_eq!((stages[0].start, stages[0].end, stages[0].failed), (0, 7, Some(false)));
        assert_eq!((stages[1].operator, stages[1].failed), (Operator::Pipe, Some(true)));
        let words: Vec<_> = stages[1]
            .words
            .iter()
            .map(|word| (word.text.as_str(), word.value.as_deref(), word.start, word.end))
            .collect();
        assert_eq!(words, [("b", Some("b"), 10, 11), ("*.c", None, 12, 15)]);
        let target = stages[1].redirects[0].target.as_ref().map(|word| (word.text.as_str(), word.start));
        assert_eq!(target, Some(("\u{fc}", 17)));
        assert_eq!((stages[1].redirects[1].operator.as_str(), &stages[1].redirects[1].target), ("2>&", &None));
    }

    #[test]
    fn a_compound_command_is_a_stage_without_words() {
        let parsed = parse(&Line::new("for x in a; do ls; done > out", Dialect::Bash));
        let stages = stages(&parsed, None);
        assert_eq!((stages.len(), stages[0].words.len(), stages[0].redirects.len(), stages[0].failed), (1, 0, 1, None));
    }
}
