//! Evidence for the shell: what people write to it and hardly ever to somebody who reads.

use super::evidence::Evidence;
use super::lexicon::Tags;
use super::opening::Opening;
use super::token::{Shape, Token};

/// What a command line inside a sentence counts at most.
const QUOTED_AT_MOST: i32 = 8;

/// Weighs what of the line is the shell's.
pub fn weigh<'a>(tokens: &[Token<'a>], opening: Opening) -> Evidence<'a> {
    let mut found = Evidence::default();
    // A path behind the first word is its operand; later it may be what a sentence is about.
    let operand = if opening == Opening::Script { usize::MAX } else { 1 };
    let mut options = 0;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        match token.shape {
            Shape::Option => {
                options += 1;
                found.add(if options == 1 { 3 } else { 2 }, token.text);
            }
            Shape::Operator => found.add(operator(token.text, next), token.text),
            Shape::Syntax => found.add(3, token.text),
            Shape::Assignment => found.add(2, token.text),
            Shape::Substitution | Shape::Odd => found.add(2, token.text),
            Shape::Variable => found.add(1, token.text),
            Shape::Path | Shape::File if at == operand => found.add(2, token.text),
            Shape::Glob | Shape::Name if at == operand => found.add(1, token.text),
            _ => {}
        }
    }
    // A sentence may quote a whole command line; a command does not begin as sentences do.
    if matches!(opening, Opening::Question | Opening::Request | Opening::Phrase | Opening::Thing | Opening::Foreign(_))
    {
        found.points = found.points.min(QUOTED_AT_MOST);
    }
    found
}

/// An operator, and what it leads to.
fn operator(text: &str, next: Option<&Token<'_>>) -> i32 {
    let runs = next.is_some_and(|next| next.tags.any(Tags::COMMAND) && !next.tags.any(Tags::GRAMMAR));
    match text {
        "|" | "&&" | "||" | "|&" => 2 + 2 * i32::from(runs),
        ";" => 1 + 2 * i32::from(runs),
        ">" | "<" | ">>" => 1,
        "&" if next.is_some() => 1,
        _ => 3,
    }
}
