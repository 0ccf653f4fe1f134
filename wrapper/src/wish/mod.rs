//! What a sentence forbids: "do not install it yet", "only look", "不要联网". Pure.
//!
//! It reads orders alone. A question why something does not work holds a "not" as well, and forbids nothing. Where both
//! readings are possible the stricter one is taken: a constraint too many costs a question, one too few costs trust. Policy
//! keeps what is found here (`policy::forbidden`), whatever the brain asks for.

mod chinese;
mod english;
mod european;
mod japanese;
mod states;

use crate::protocol::types::Constraint;

/// The order in which constraints are told, gravest first.
const ALL: [Constraint; 7] = [
    Constraint::NoChange,
    Constraint::NoInstall,
    Constraint::NoDelete,
    Constraint::NoNetwork,
    Constraint::NoPrivilege,
    Constraint::NoServices,
    Constraint::FolderOnly,
];

/// What the sentence forbids, each once.
#[must_use]
pub fn constraints(text: &str) -> Vec<Constraint> {
    let mut found = Vec::new();
    let text = text.to_lowercase().replace(['’', '‘', '＇'], "'");
    // What is put in between for more weight ends no thought.
    let text =
        text.replace(", under any circumstances,", " ever").replace(", ever,", " ever").replace(", ever ", " ever ");
    for clause in clauses(&text) {
        let words: Vec<&str> = words(clause);
        english::read(&words, &mut found);
        states::read(&words, &mut found);
        // What is asked in Spanish is marked where it begins.
        if !clause.trim_start().starts_with('¿') {
            european::read(&words, &mut found);
        }
        if japanese::is(clause) {
            japanese::read(clause, &mut found);
        } else {
            chinese::read(clause, &text, &mut found);
        }
    }
    ALL.into_iter().filter(|one| found.contains(one)).collect()
}

/// Parts of the text between signs that end a thought; a full stop within a name ends none.
fn clauses(text: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut from = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match character {
            '.' | ',' | ':' | '-' | '/' => next.is_none_or(char::is_whitespace),
            _ => "!?;()[]{}，。！？；：（）【】…—–".contains(character),
        };
        if ends {
            clauses.push(&text[from..at]);
            from = at + character.len_utf8();
        }
    }
    clauses.push(&text[from..]);
    clauses
}

fn words(clause: &str) -> Vec<&str> {
    let inside = |character: char| character.is_alphanumeric() || matches!(character, '\'' | '-' | '/' | '.' | '_');
    clause.split(|character: char| !inside(character)).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: &str = include_str!("../../../tests/wish/sentences.txt");

    fn name(constraint: Constraint) -> String {
        serde_json::to_value(constraint).unwrap().as_str().unwrap().to_owned()
    }

    fn read(text: &str) -> Vec<String> {
        constraints(text).into_iter().map(name).collect()
    }

    #[test]
    fn sentences_forbid_what_they_say() {
        let mut wrong = Vec::new();
        let mut count = 0;
        for line in SENTENCES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (expected, text) = line.split_once('\t').unwrap();
            let mut expected: Vec<&str> = expected.split(',').filter(|word| *word != "-").collect();
            expected.sort_unstable();
            let mut found = read(text);
            found.sort();
            count += 1;
            if found != expected {
                wrong.push(format!("{text}\n    expected {expected:?}, found {found:?}"));
            }
        }
        assert!(count > 400, "{count}");
        assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn how_it_is_typed_does_not_matter() {
        for text in [
            "DON'T INSTALL IT",
            "don’t install it",
            "dont install it",
            "do  not\ninstall it",
            "Is it here?Do not install it!",
        ] {
            assert_eq!(read(text), ["no_install"], "{text}");
        }
        assert_eq!(constraints(""), []);
        assert_eq!(constraints("don't"), []);
        assert_eq!(constraints("不要"), []);
    }
}
