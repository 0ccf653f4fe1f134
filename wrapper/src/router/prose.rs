//! Evidence for prose: words of grammar where grammar has them, and the punctuation of a writer.

use super::evidence::Evidence;
use super::lexicon::Tags;
use super::opening::{First, Opening};
use super::token::{Shape, Token};

/// Weighs what of the line is English, the first word left out.
pub fn english<'a>(tokens: &[Token<'a>], first: First) -> Evidence<'a> {
    let First { opening, capital } = first;
    let mut found = Evidence::default();
    let verb = tokens[0].tags.any(Tags::VERB | Tags::PROGRAM);
    // Lists of names are made of nouns and verbs: behind a command they say little.
    let most_content = if opening.may_run() { 2 } else { 4 };
    let (mut content, mut grammar) = (0, 0);
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let (before, next) = (tokens.get(at - 1), tokens.get(at + 1));
        punctuation(&mut found, token, next.is_none());
        grammar += i32::from(next.is_none() && (token.mark == Some('?') || token.text == "?"));
        match token.shape {
            Shape::Word => {}
            // `10 MB`, `3 days`
            Shape::Number if next.is_some_and(|next| next.tags.any(Tags::NOUN)) => {
                found.add(1, token.text);
                continue;
            }
            _ => continue,
        }
        let tags = token.tags;
        // A lone word in parentheses is a writer's aside; a shell has no use for it.
        found.add(2 * i32::from(token.opened && token.closed), token.text);
        // Behind the verb an object begins, or a clause: *delete the …*, *show me …*, *explain how …*.
        if at == 1 && tags.any(Tags::AUXILIARY) && tokens[0].tags.any(Tags::QUESTION) {
            // *who is …*, *where are …*
            found.add(2, token.text);
        }
        if at == 1 && verb {
            found.add(object_points(token, next, tokens.len()), token.text);
        }
        if tags.any(Tags::GRAMMAR | Tags::ADDRESS) {
            let points = grammar_points(token, before, next);
            grammar += i32::from(points > 0);
            found.add(points, token.text);
        } else if tags.any(Tags::CONTENT) && content < most_content {
            content += 1;
            found.add(1, token.text);
        }
    }
    // Words without one of grammar among them may be a list, or `push origin main` of somebody who forgot the program.
    // `it push origin main` of one who slipped on `git` has no grammar behind its first word at all.
    if grammar == 0 && (tokens.len() >= 5 || !capital) {
        let slip = opening == Opening::Phrase && !tokens[0].tags.any(Tags::GREETING);
        found.points -= if slip { content } else { (content - 2).max(0) };
    }
    let only_words = tokens.iter().all(|token| {
        matches!(token.shape, Shape::Word | Shape::Number | Shape::Quoted | Shape::File | Shape::Mark | Shape::Script)
    });
    if only_words && tokens.len() >= 4 && grammar >= 1 {
        found.add(1, "words only");
    }
    found
}

/// What the word behind a verb is worth when it begins the verb's object or a clause.
fn object_points(token: &Token<'_>, next: Option<&Token<'_>>, count: usize) -> i32 {
    let tags = token.tags;
    let led = next.is_some_and(Token::names_a_thing);
    // `mv a b`, `make all`: a determiner has its noun behind it.
    let begins = tags.any(Tags::PRONOUN)
        || (tags.any(Tags::DETERMINER) && led)
        || (tags.any(Tags::QUESTION | Tags::ADVERB) && led && next.is_some_and(|next| next.is(Shape::Word)))
        || (tags.any(Tags::CONJUNCTION) && count >= 4);
    if begins {
        return 2;
    }
    // *start printing …*
    if tags.any(Tags::ADJECTIVE) && token.text.ends_with("ing") && next.is_some() {
        return 1;
    }
    // *information about …*
    let qualified = next.is_some_and(|next| next.tags.any(Tags::PREPOSITION)) && count >= 4;
    i32::from(tags.any(Tags::NOUN) && qualified)
}

/// What a word of grammar is worth in its place; nothing where grammar would not have it.
fn grammar_points(token: &Token<'_>, before: Option<&Token<'_>>, next: Option<&Token<'_>>) -> i32 {
    let led = next.is_some_and(Token::names_a_thing);
    let followed = next.is_some();
    let next_is_word = next.is_some_and(|next| {
        next.tags.any(Tags::DETERMINER | Tags::PRONOUN | Tags::QUESTION | Tags::NOUN | Tags::ADJECTIVE)
    });
    let tags = token.tags;
    let single = token.text.len() == 1;
    if tags.any(Tags::PRONOUN) && !(single && token.text != "I") {
        // *delete them*: behind a verb it is the object.
        let object = before.is_some_and(|before| before.tags.any(Tags::VERB));
        return 1 + i32::from(followed || object);
    }
    if tags.any(Tags::DETERMINER) {
        // `a` is the name of a file as often as an article.
        return i32::from(led) * if single { 1 } else { 2 };
    }
    if tags.any(Tags::COURTESY) {
        return 4;
    }
    if tags.any(Tags::ADDRESS) {
        return 1;
    }
    if tags.any(Tags::QUESTION | Tags::AUXILIARY | Tags::ADVERB) {
        return i32::from(!single);
    }
    // *information about volumes*: a preposition joins what is spoken of.
    let joins = led && next_is_word && before.is_some_and(|before| before.tags.any(Tags::CONTENT));
    i32::from(led && before.is_some_and(Token::names_a_thing)) + i32::from(joins)
}

/// What writers put behind words and shells do not.
fn punctuation<'a>(found: &mut Evidence<'a>, token: &Token<'a>, last: bool) {
    let wordy = matches!(token.shape, Shape::Word | Shape::Script | Shape::Quoted | Shape::Number | Shape::File);
    match token.mark {
        Some('?') if last && wordy => found.add(2, "?"),
        Some('.' | '!') if last && token.is(Shape::Word) => found.add(1, "."),
        Some(',') if !last && wordy => found.add(1, ","),
        _ if last && matches!(token.text, "?" | "？") => found.add(2, "?"),
        _ => {}
    }
    if token.is(Shape::Word) && token.text.len() > 3 && is_contraction(token.text) {
        found.add(1, token.text);
    }
}

/// `don't`, `what's`, `files'`
fn is_contraction(text: &str) -> bool {
    text.split_once(['\'', '’']).is_some_and(|(_, end)| matches!(end, "s" | "t" | "re" | "ve" | "ll" | "d" | "m" | ""))
}

/// Weighs what of the line is one other European language, the one that has most. The first word counts when it
/// begins sentences in that language.
pub fn foreign<'a>(tokens: &[Token<'a>]) -> Evidence<'a> {
    let mut counts = [0_i32; 16];
    let mut letters = 0;
    for (at, token) in tokens.iter().enumerate() {
        if !token.is(Shape::Word) {
            continue;
        }
        let bits = if at == 0 { token.tags.opens() } else { token.tags.languages() | token.tags.opens() };
        for (language, count) in counts.iter_mut().enumerate() {
            *count += i32::from(bits >> language & 1);
        }
        letters += i32::from(!token.text.is_ascii());
    }
    let best = counts.iter().copied().max().unwrap_or(0);
    let mut found = Evidence::default();
    if best < 2 {
        return found;
    }
    let language = counts.iter().position(|count| *count == best).unwrap_or(0);
    for token in tokens.iter().filter(|token| (token.tags.languages() | token.tags.opens()) >> language & 1 == 1) {
        found.add(1, token.text);
    }
    found.add(letters.min(2), "accents");
    if let Some(last) = tokens.last() {
        punctuation(&mut found, last, true);
    }
    found
}
