//! Evidence for a sentence in scripts other than Latin, above all Chinese and Japanese: words that ask count most, then
//! grammar, then length. In scripts that set blanks, every word counts.

use super::evidence::Evidence;
use super::lexicon::{self, Sign};
use super::opening::Opening;
use super::scripts;
use super::token::{Shape, Token};

/// Points for a word that asks or begs.
const ASKS: i32 = 4;
/// So many letters at once are more than a name.
const CLAUSE: i32 = 4;
/// So many make up a verb and what asks about it.
const SPOKEN: i32 = 3;

/// Weighs the words in such scripts; file names and what stands in quotes do not count.
pub fn weigh<'a>(tokens: &[Token<'a>], opening: Opening) -> Evidence<'a> {
    let mut found = Evidence::default();
    // A command's own name says nothing.
    for (at, token) in tokens.iter().enumerate().skip(usize::from(opening.may_run())) {
        if !matches!(token.shape, Shape::Script | Shape::Odd | Shape::Name | Shape::Syntax | Shape::Number) {
            continue;
        }
        let signs = count(token.text);
        if signs.letters > 0 {
            let clause = at == 0 && (signs.letters >= CLAUSE || lexicon::requests(token.text));
            let length = (signs.letters / CLAUSE).min(2) + 2 * i32::from(clause);
            found.add(ASKS * signs.asking + signs.grammar + length, token.text);
        } else if token.is(Shape::Script) && opening == Opening::Script {
            found.add(1, token.text);
        }
    }
    let asks =
        tokens.last().is_some_and(|last| last.mark == Some('?') || matches!(last.text, "?" | "？") || is_asked(last));
    found.add(if asks && found.points > 0 { 2 } else { 0 }, "?");
    found
}

/// It ends as a spoken question does, and is more than a word that is searched for.
fn is_asked(last: &Token<'_>) -> bool {
    last.text.ends_with(['吗', '嗎']) && count(last.text).letters >= SPOKEN
}

#[derive(Debug, Default)]
struct Signs {
    /// Letters of scripts without blanks.
    letters: i32,
    asking: i32,
    grammar: i32,
}

fn count(text: &str) -> Signs {
    let mut signs = Signs::default();
    if text.is_ascii() {
        return signs;
    }
    let mut inside = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| scripts::is_unspaced(*c)) {
        signs.letters += 1;
        if at < inside {
            continue;
        }
        if let Some((word, sign)) = lexicon::sign(c, &text[at..]) {
            inside = at + word.len();
            match sign {
                Sign::Asking => signs.asking += 1,
                Sign::Grammar => signs.grammar += 1,
            }
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_sentence_are_counted() {
        for (text, letters, asking, grammar) in
            [("怎么查看所有的文件?", 9, 1, 2), ("日志", 2, 0, 0), ("plain text", 0, 0, 0), ("どう解凍する", 6, 1, 1)]
        {
            let signs = count(text);
            assert_eq!((signs.letters, signs.asking, signs.grammar), (letters, asking, grammar), "{text}");
        }
    }
}
