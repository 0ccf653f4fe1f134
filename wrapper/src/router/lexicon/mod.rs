//! What the router knows of words: to which classes a word belongs, by lists (see README.md beside this file).

mod asian;
mod english;
mod european;
mod programs;

use std::collections::HashMap;
use std::sync::LazyLock;

/// Classes of a word, as bits. The lower half are classes, the upper half the languages whose grammar it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tags(u64);

impl Tags {
    pub const DETERMINER: Self = Self(1);
    pub const PRONOUN: Self = Self(1 << 1);
    pub const PREPOSITION: Self = Self(1 << 2);
    pub const CONJUNCTION: Self = Self(1 << 3);
    pub const AUXILIARY: Self = Self(1 << 4);
    pub const QUESTION: Self = Self(1 << 5);
    pub const ADVERB: Self = Self(1 << 6);
    pub const ADDRESS: Self = Self(1 << 7);
    pub const VERB: Self = Self(1 << 8);
    pub const NOUN: Self = Self(1 << 9);
    pub const ADJECTIVE: Self = Self(1 << 10);
    /// A reserved word or builtin: a command whatever is installed.
    pub const BUILTIN: Self = Self(1 << 11);
    pub const PROGRAM: Self = Self(1 << 12);
    pub const SPEAKER: Self = Self(1 << 13);
    /// What is said to somebody and is never an operand.
    pub const COURTESY: Self = Self(1 << 14);
    /// What opens a conversation.
    pub const GREETING: Self = Self(1 << 15);

    /// Words of grammar, as against words of a subject.
    pub const GRAMMAR: Self = Self(0b0111_1111);
    /// Words that make up what is spoken of.
    pub const CONTENT: Self = Self(Self::VERB.0 | Self::NOUN.0 | Self::ADJECTIVE.0);
    /// Any command.
    pub const COMMAND: Self = Self(Self::BUILTIN.0 | Self::PROGRAM.0);

    const LANGUAGE: u32 = 32;
    const OPENER: u32 = 48;

    /// True when the word is in one of these classes.
    pub const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// These classes and those.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The same without those classes.
    pub const fn without(self, those: Self) -> Self {
        Self(self.0 & !those.0)
    }

    /// The languages other than English to whose grammar it belongs, a bit each.
    pub const fn languages(self) -> u16 {
        (self.0 >> Self::LANGUAGE) as u16
    }

    /// The languages other than English in which it begins a question or a request.
    pub const fn opens(self) -> u16 {
        (self.0 >> Self::OPENER) as u16
    }
}

impl std::ops::BitOr for Tags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

static LEXICON: LazyLock<HashMap<&'static str, Tags>> = LazyLock::new(|| {
    let mut lexicon = HashMap::<&str, Tags>::with_capacity(4096);
    let mut add = |list: &'static str, tags: Tags| {
        for word in list.split_ascii_whitespace() {
            let entry = lexicon.entry(word).or_default();
            *entry = *entry | tags;
        }
    };
    add(english::DETERMINERS, Tags::DETERMINER);
    add(english::PRONOUNS, Tags::PRONOUN);
    add(english::PREPOSITIONS, Tags::PREPOSITION);
    add(english::CONJUNCTIONS, Tags::CONJUNCTION);
    add(english::AUXILIARIES, Tags::AUXILIARY);
    add(english::QUESTIONS, Tags::QUESTION);
    add(english::ADVERBS, Tags::ADVERB);
    add(english::ADDRESSES, Tags::ADDRESS);
    add(english::COURTESIES, Tags::COURTESY);
    add(english::GREETINGS, Tags::GREETING);
    add(english::VERBS, Tags::VERB);
    add(english::NOUNS, Tags::NOUN);
    add(english::ADJECTIVES, Tags::ADJECTIVE);
    add(programs::BUILTINS, Tags::BUILTIN);
    add(programs::PROGRAMS, Tags::PROGRAM);
    add(programs::SPEAKERS, Tags::SPEAKER | Tags::PROGRAM);
    for (place, language) in european::LANGUAGES.iter().enumerate() {
        add(language.openers, Tags(1 << (Tags::OPENER as usize + place)));
        add(language.grammar, Tags(1 << (Tags::LANGUAGE as usize + place)));
    }
    lexicon
});

/// True of a speaker's name with one slip in it: a letter too many, too few, another one, or two in the wrong order.
pub fn is_nearly_a_speaker(word: &str) -> bool {
    programs::SPEAKERS
        .split_ascii_whitespace()
        .any(|name| name.len() > 3 && is_one_slip(name.as_bytes(), word.as_bytes()))
}

fn is_one_slip(name: &[u8], word: &[u8]) -> bool {
    if name.len().abs_diff(word.len()) > 1 {
        return false;
    }
    let same = name.iter().zip(word).take_while(|(one, other)| one == other).count();
    let (name, word) = (&name[same..], &word[same..]);
    match (name, word) {
        ([first, second, name_rest @ ..], [one, other, word_rest @ ..])
            if first == other && second == one && name_rest == word_rest =>
        {
            true
        }
        ([_, name_rest @ ..], [_, word_rest @ ..]) => name_rest == word_rest || name_rest == word || name == word_rest,
        // One of them has ended: what is left of the other is one letter at most.
        _ => true,
    }
}

/// What a word of Chinese or Japanese is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Asking,
    Grammar,
}

/// By first character; words that ask come first.
static SIGNS: LazyLock<HashMap<char, Vec<(&'static str, Sign)>>> = LazyLock::new(|| {
    let mut signs = HashMap::<char, Vec<_>>::new();
    for (list, sign) in [(asian::ASKING, Sign::Asking), (asian::GRAMMAR, Sign::Grammar)] {
        for word in list.split_ascii_whitespace() {
            signs.entry(word.chars().next().unwrap_or_default()).or_default().push((word, sign));
        }
    }
    signs
});

/// The word that the text, whose first character this is, begins with.
pub fn sign(first: char, text: &str) -> Option<(&'static str, Sign)> {
    SIGNS.get(&first)?.iter().find(|(word, _)| text.starts_with(word)).copied()
}

/// True when the text begins with a Chinese verb that requests.
pub fn requests(text: &str) -> bool {
    asian::REQUESTS.split_ascii_whitespace().any(|verb| text.starts_with(verb))
}

/// Longest word that is looked up; nothing in the lists is longer.
const LONGEST: usize = 24;

/// The classes of a word, whatever its case; for an inflected form those of its base.
pub fn look_up(word: &str) -> Tags {
    let mut lower = [0_u8; LONGEST];
    let Some(lower) = lower_case(word, &mut lower) else {
        return Tags::default();
    };
    let found = exact(lower);
    if found.any(Tags::GRAMMAR | Tags::CONTENT) {
        return found;
    }
    found | inflected(lower)
}

fn exact(word: &str) -> Tags {
    LEXICON.get(word).copied().unwrap_or_default()
}

/// Without allocating: words are looked up on the way to a prompt.
fn lower_case<'a>(word: &str, into: &'a mut [u8; LONGEST]) -> Option<&'a str> {
    let mut length = 0;
    for character in word.chars() {
        // The typographic apostrophe is what some keyboards and pages give.
        let lower = if character == '’' { '\'' } else { character.to_lowercase().next().unwrap_or(character) };
        let end = length + lower.len_utf8();
        lower.encode_utf8(into.get_mut(length..end)?);
        length = end;
    }
    std::str::from_utf8(&into[..length]).ok()
}

/// `files` → `file`, `copies` → `copy`, `searches` → `search`, `running` → `run`, `copied` → `copy`.
fn inflected(word: &str) -> Tags {
    let mut base = [0_u8; LONGEST];
    let mut ending = |cut: &str, put: &str, only: Tags| -> Tags {
        let Some(stem) = word.strip_suffix(cut).filter(|stem| stem.len() >= 2) else {
            return Tags::default();
        };
        let length = stem.len() + put.len();
        if length > LONGEST {
            return Tags::default();
        }
        base[..stem.len()].copy_from_slice(stem.as_bytes());
        base[stem.len()..length].copy_from_slice(put.as_bytes());
        std::str::from_utf8(&base[..length]).map_or(Tags::default(), |word| Tags(exact(word).0 & only.0))
    };
    let named = Tags::VERB | Tags::NOUN;
    let mut found = Tags::default();
    for (cut, put) in [("s", ""), ("es", ""), ("ies", "y"), ("'s", ""), ("s'", "")] {
        found = found | ending(cut, put, named);
    }
    // A participle qualifies a noun, or tells what is being done.
    for (cut, put) in [("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e")] {
        if ending(cut, put, Tags::VERB).any(Tags::VERB) {
            found = found | Tags::ADJECTIVE;
        }
    }
    // An adverb of manner may stand anywhere.
    if word.len() >= 7 && word.ends_with("ly") {
        found = found | Tags::ADJECTIVE;
    }
    // *rebuild*, *unpatch*: what can be done can be done again or undone.
    for prefix in ["re", "un", "de", "dis", "pre", "auto", "over"] {
        if let Some(stem) = word.strip_prefix(prefix).filter(|stem| stem.len() >= 4 && exact(stem).any(Tags::VERB)) {
            found = found | (Tags(exact(stem).0 & Tags::VERB.0));
        }
    }
    // A doubled consonant: stopped, running.
    if let Some(stem) = word.strip_suffix("ed").or_else(|| word.strip_suffix("ing")) {
        let doubled = stem.as_bytes().split_last().is_some_and(|(last, rest)| rest.last() == Some(last));
        // The last two bytes may be equal inside one character.
        let single = stem.get(..stem.len().saturating_sub(1)).filter(|_| doubled);
        if single.is_some_and(|single| exact(single).any(Tags::VERB)) {
            found = found | Tags::ADJECTIVE;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_every_form() {
        for (word, tags) in [
            ("the", Tags::DETERMINER),
            ("The", Tags::DETERMINER),
            ("WHAT’S", Tags::QUESTION),
            ("files", Tags::NOUN),
            ("directories", Tags::NOUN),
            ("copies", Tags::VERB),
            ("searches", Tags::VERB),
            ("running", Tags::ADJECTIVE),
            ("modified", Tags::ADJECTIVE),
            ("containing", Tags::ADJECTIVE),
            ("find", Tags::PROGRAM),
            ("find", Tags::VERB),
        ] {
            assert!(look_up(word).any(tags), "{word}: {:?}", look_up(word));
        }
    }

    #[test]
    fn what_is_no_word_belongs_nowhere() {
        for word in
            ["", "gti", "s", "ing", "xss", "a-word-much-longer-than-any-in-the-lists", "ﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀ", "baṹed"]
        {
            assert_eq!(look_up(word), Tags::default(), "{word}");
        }
    }

    #[test]
    fn one_slip_is_one_slip() {
        for (word, near) in [
            ("ehco", true),
            ("eco", true),
            ("echoo", true),
            ("eecho", true),
            ("ecto", true),
            ("hceo", false),
            ("ego", false),
            ("tell", false),
            ("", false),
        ] {
            assert_eq!(is_nearly_a_speaker(word), near, "{word}");
        }
    }

    #[test]
    fn the_lists_hold_lower_case_words_that_fit() {
        for word in LEXICON.keys() {
            assert!(word.len() <= LONGEST && word.to_lowercase() == **word, "{word}");
        }
    }

    #[test]
    fn a_word_of_another_language_is_no_more_than_that() {
        assert!(look_up("wie").opens() != 0 && look_up("tutti").languages() != 0);
        assert!(!look_up("wie").any(Tags::GRAMMAR | Tags::CONTENT));
    }
}
