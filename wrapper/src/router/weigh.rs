//! Weighs prose against the shell: how much a line needs to be a sentence depends on the word it begins with.

use super::evidence::Evidence;
use super::lexicon::Tags;
use super::opening::{First, Opening};
use super::token::{Shape, Token};
use super::{Route, Routed, asian, prose, shell};

/// A single word of so many letters says too little in any script: it may be an alias.
const SHORT: usize = 3;
/// Words of a question that may quote a command.
const LONG: usize = 5;

/// A line read as prose.
struct Reading<'a> {
    prose: Evidence<'a>,
    /// What the first word gives by itself.
    start: i32,
    /// What a sentence takes.
    needed: i32,
    /// False when no sentence looks like this, whatever its words.
    possible: bool,
}

/// Decides about a line that neither syntax nor its first word has settled.
pub fn decide(line: &str, tokens: &[Token<'_>], first: First) -> Routed {
    let shell = shell::weigh(tokens, first.opening);
    let options = tokens.iter().filter(|token| token.is(Shape::Option)).count();
    let Reading { prose, start, needed, mut possible } = read(tokens, first, options);
    // One word says too little, unless it is a whole sentence in a script that sets no blanks.
    possible &= tokens.len() > 1 || (first.opening == Opening::Script && line.chars().count() > SHORT);
    let run = is_plainly_run(tokens, first.opening, options);
    // Who asks about a command shows it: its options and signs speak against a question half as much.
    let quoted = if first.opening == Opening::Question && tokens.len() >= LONG { shell.points / 2 } else { 0 };
    let net = start + prose.points - shell.points + quoted;
    let route = if net >= needed && possible && !run {
        Route::Sentence
    } else if net < doubtful(first.opening) || run {
        Route::Command
    } else {
        Route::Unsure
    };
    let form = if possible && !run { "" } else { ", and not in this form" };
    let word = describe(first, tokens[0].text);
    Routed { route, why: format!("{word}; prose {prose}, shell {shell}: {net} where a sentence takes {needed}{form}") }
}

/// Reads a line as English, or as what there is more of in it.
fn read<'a>(tokens: &[Token<'a>], first: First, options: usize) -> Reading<'a> {
    let opening = first.opening;
    let (start, needed) = weight(tokens, first);
    let possible = can_be_prose(tokens, first, options);
    let mut reading = Reading { prose: prose::english(tokens, first), start, needed, possible };
    let clean = options == 0 || !opening.may_run();
    if !matches!(opening, Opening::Either | Opening::Command) {
        let foreign = prose::foreign(tokens);
        if foreign.points > reading.prose.points {
            let needed = if matches!(opening, Opening::Foreign(_)) { 3 } else { needed.min(5) };
            reading = Reading { prose: foreign, needed, possible: clean, ..reading };
        }
    }
    let asian = asian::weigh(tokens, opening);
    if asian.points > 0 {
        let needed = match opening {
            Opening::Script => 4,
            Opening::Command | Opening::Either => 6,
            _ => 5,
        };
        reading = Reading { prose: asian, needed, possible: clean, ..reading };
    }
    reading
}

/// What makes a line doubtful; below it is a command.
fn doubtful(opening: Opening) -> i32 {
    match opening {
        Opening::Command => 5,
        Opening::Unknown => 4,
        _ => 3,
    }
}

/// A known command with an option: what prose there is, is its operands'.
fn is_plainly_run(tokens: &[Token<'_>], opening: Opening, options: usize) -> bool {
    match opening {
        Opening::Command => options > 0,
        Opening::Either => tokens.get(1).is_some_and(|second| second.is(Shape::Option)),
        _ => false,
    }
}

/// Behind a word that may be a command, prose has to begin at once and to stay without options.
fn can_be_prose(tokens: &[Token<'_>], first: First, options: usize) -> bool {
    let Some(second) = tokens.get(1) else { return true };
    let asks = tokens.last().is_some_and(|last| last.mark == Some('?') || last.text == "?");
    match first.opening {
        Opening::Either => options < 2,
        Opening::Command => asks || second.tags.any(Tags::QUESTION | Tags::AUXILIARY | Tags::PRONOUN),
        Opening::Unknown | Opening::Foreign(_) => {
            options == 0 && (asks || first.capital || second.tags.any(Tags::GRAMMAR))
        }
        _ => true,
    }
}

/// What the first word gives by itself, and how much is needed for a sentence that begins so.
fn weight(tokens: &[Token<'_>], first: First) -> (i32, i32) {
    let (start, needed) = match first.opening {
        Opening::Question => (3, 4),
        Opening::Phrase | Opening::Request if tokens[0].tags.any(Tags::GREETING) => (5, 4),
        Opening::Phrase if asks_whether(tokens) => (5, 5),
        Opening::Phrase if tokens[0].tags.any(STRONG) => (2, 5),
        Opening::Phrase => (2, 6),
        Opening::Request if first.capital && orders(tokens) => (2, 6),
        Opening::Request => (2, 5),
        Opening::Thing => (1, 6),
        Opening::Script => (2, 4),
        Opening::Either if tokens[0].tags.any(Tags::QUESTION) && has_its_verb(tokens) => (5, 6),
        Opening::Either if tokens[0].tags.any(Tags::QUESTION) => (2, 6),
        // An object that is no word of English, or a name, is a command's more often.
        Opening::Either if tokens.get(1).is_some_and(is_a_name) => (1, 8),
        Opening::Either => (1, 6),
        Opening::Unknown => (0, 7),
        Opening::Command | Opening::Foreign(_) | Opening::Speaker | Opening::Shell(_) => (0, 9),
    };
    let capital = match first.opening {
        _ if !first.capital => 0,
        Opening::Request if !tokens[0].tags.any(Tags::COMMAND) => 3,
        Opening::Question | Opening::Phrase | Opening::Request | Opening::Thing => 2,
        _ => 1,
    };
    (start + capital, needed)
}

/// *is docker installed*, *does nginx run*: between the auxiliary and what is said of it stands a name, of which nothing
/// is known here.
fn asks_whether(tokens: &[Token<'_>]) -> bool {
    const ABOUT: std::ops::RangeInclusive<usize> = 3..=6;
    if !ABOUT.contains(&tokens.len()) || !tokens[0].tags.any(Tags::AUXILIARY) {
        return false;
    }
    let last = &tokens[tokens.len() - 1];
    let acts = last.tags.any(Tags::VERB) && !last.tags.any(Tags::NOUN);
    // Participles are adjectives here.
    let state = last.tags.any(Tags::ADJECTIVE | Tags::ADVERB | Tags::PREPOSITION);
    let said = if is_a_form_of_be(tokens[0].text) { state } else { state || acts };
    said && tokens.iter().all(|token| token.is(Shape::Word) && !token.opened)
}

fn is_a_form_of_be(text: &str) -> bool {
    const FORMS: &[&str] = &["is", "are", "was", "were", "am", "isn't", "aren't", "wasn't", "isnt", "arent", "wasnt"];
    FORMS.contains(&text.to_ascii_lowercase().as_str())
}

/// *where is jq*, *who started process 1*: a question word that is a command too, with the question's verb behind it.
fn has_its_verb(tokens: &[Token<'_>]) -> bool {
    let Some(second) = tokens.get(1) else { return false };
    // `which make cmake`: a verb that is a command or a thing as well may be an operand.
    let acts = second.tags.any(Tags::VERB) && !second.tags.any(Tags::COMMAND | Tags::NOUN);
    let past = second.tags.any(Tags::ADJECTIVE) && second.text.ends_with("ed");
    tokens.len() > 2 && second.is(Shape::Word) && (second.tags.any(Tags::AUXILIARY) || acts || past)
}

/// `Make test`: a command and its own verb, written with a capital letter by habit or by a telephone.
fn orders(tokens: &[Token<'_>]) -> bool {
    let second = tokens.get(1).map(|second| second.tags).unwrap_or_default();
    tokens.len() == 2 && tokens[0].tags.any(Tags::COMMAND) && second.any(Tags::VERB) && !second.any(Tags::ADDRESS)
}

/// Words that begin a sentence as soon as anything follows; a preposition or a conjunction needs more.
const STRONG: Tags =
    Tags::ADDRESS.or(Tags::PRONOUN).or(Tags::DETERMINER).or(Tags::AUXILIARY).or(Tags::QUESTION).or(Tags::ADVERB);

fn is_a_name(token: &Token<'_>) -> bool {
    token.is(Shape::Word)
        && (token.tags == Tags::default() || token.text.starts_with(char::is_uppercase))
        && !is_acronym(token.text)
}

/// `PDF`, `USB`
fn is_acronym(text: &str) -> bool {
    (2..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn describe(first: First, word: &str) -> String {
    match first.opening {
        Opening::Question => format!("{word} asks"),
        Opening::Request => format!("{word} asks for something to be done"),
        Opening::Phrase => format!("{word} begins a phrase"),
        Opening::Thing => format!("{word} names a thing"),
        Opening::Either => format!("{word} is a command and a word"),
        Opening::Foreign(_) => format!("{word} begins a sentence in another language"),
        Opening::Script => "it begins in another script".to_owned(),
        Opening::Command | Opening::Speaker | Opening::Shell(_) => format!("{word} is a command"),
        Opening::Unknown => format!("{word} is not known"),
    }
}
