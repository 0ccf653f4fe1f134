//! German, French and Spanish orders about installing, deleting, changing and restarting, in their usual forms.

use crate::protocol::types::Constraint;

/// Beginnings of verbs.
const STEMS: [(Constraint, &[&str]); 4] = [
    (Constraint::NoInstall, &["installier", "installe", "installez", "installer", "instal"]),
    (
        Constraint::NoDelete,
        &[
            "lösch",
            "loesch",
            "entfern",
            "supprim",
            "efface",
            "enlev",
            "borr",
            "elimin",
            "suprim",
            "deinstall",
            "désinstall",
        ],
    ),
    (
        Constraint::NoChange,
        &[
            "änder",
            "aender",
            "ander",
            "veränder",
            "anfass",
            "modifi",
            "chang",
            "touch",
            "toqu",
            "cambi",
            "bearbeit",
            "schreib",
        ],
    ),
    (Constraint::NoServices, &["neustart", "redémarr", "redemarr", "reinici", "beend"]),
];

/// A question or a report, not an order.
const TOLD: &[&str] = &[
    "warum", "wieso", "weshalb", "wenn", "falls", "lässt", "laesst", "kann", "konnte", "wurde", "wird", "ist", "sind",
    "hat", "haben", "habe", "ich", "wer", "pourquoi", "si", "quand", "il", "elle", "qui", "je", "peut", "est", "por",
    "qué", "cuando", "puede", "porque", "se",
];

/// With these a question begins.
const ASKS: &[&str] = &[
    "warum", "wieso", "weshalb", "wie", "was", "wer", "wo", "ist", "sind", "darf", "kann", "pourquoi", "comment",
    "est", "est-il", "est-ce", "qui", "où", "quand", "por", "cómo", "qué", "quién", "dónde", "cuándo",
];

pub(super) fn read(words: &[&str], found: &mut Vec<Constraint>) {
    if words.first().is_some_and(|first| !ASKS.contains(first)) {
        verdicts(words, found);
    }
    if words.iter().any(|word| TOLD.contains(word)) {
        return;
    }
    for (at, word) in words.iter().enumerate() {
        let Some(constraint) = class(word) else { continue };
        let before = &words[..at];
        let near = |from: usize| &words[at.saturating_sub(from)..(at + 4).min(words.len())];
        let german = near(3).iter().any(|word| matches!(*word, "nicht" | "nichts" | "keine" | "keinen" | "kein"))
            || before.contains(&"ohne");
        let ne = word.starts_with("n'") || before.iter().rev().take(2).any(|word| matches!(*word, "ne" | "n'"));
        let french = ne && near(1).iter().any(|word| matches!(*word, "pas" | "rien" | "jamais" | "plus"))
            || before.iter().rev().take(3).any(|word| *word == "sans") && ends_as_infinitive(word);
        let spanish = before.iter().rev().take(2).any(|word| matches!(*word, "no" | "nunca")) && forbidden_form(word)
            || before.last() == Some(&"sin") && ends_as_infinitive(word);
        if german && !english(word) || french || spanish {
            found.push(constraint);
        }
    }
    for pair in words.windows(2) {
        if matches!(pair, ["ohne" | "sans" | "sin", "sudo" | "root"]) {
            found.push(Constraint::NoPrivilege);
        }
        if matches!(
            pair,
            ["ohne" | "sans" | "sin", "internet" | "netz" | "netzwerk" | "réseau" | "connexion" | "red" | "conexión"]
        ) {
            found.push(Constraint::NoNetwork);
        }
    }
}

/// "Löschen ist verboten", "il est interdit de supprimer", "no se permite instalar"
fn verdicts(words: &[&str], found: &mut Vec<Constraint>) {
    let first_of = |words: &[&str]| words.iter().find_map(|word| class(word));
    for at in 0..words.len() {
        let (before, here) = (&words[..at], &words[at..]);
        match here {
            ["ist" | "sind", "verboten" | "untersagt" | "tabu", ..]
            | ["ist" | "sind", "nicht", "erlaubt" | "gestattet" | "gewünscht", ..] => found.extend(first_of(before)),
            ["interdit" | "interdiction" | "défense" | "prohibido", rest @ ..] => {
                found.extend(first_of(&rest[..rest.len().min(2)]));
            }
            ["pas", "permis" | "autorisé", rest @ ..]
            | ["no", "se", "permite" | "puede", rest @ ..]
            | ["no", "está", "permitido", rest @ ..] => found.extend(first_of(&rest[..rest.len().min(2)])),
            _ => {}
        }
    }
}

fn class(word: &str) -> Option<Constraint> {
    let word = ["l'", "n'", "d'"].iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word);
    let begins = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    STEMS.iter().find(|(_, stems)| begins(stems)).map(|(constraint, _)| *constraint)
}

/// -er, -ir, -re; -ar with its pronouns.
fn ends_as_infinitive(word: &str) -> bool {
    ["er", "ir", "re", "ar", "arlo", "arla", "arlos", "arlas", "irlo", "irlos", "erlo"]
        .iter()
        .any(|end| word.ends_with(end))
}

/// Spanish forbids in the subjunctive: -es, -e, -éis, -en; -as, -a of verbs in -er and -ir; or by the infinitive.
fn forbidden_form(word: &str) -> bool {
    ["es", "en", "éis", "as", "ar", "er", "ir"].iter().any(|end| word.ends_with(end))
}

/// Words that English shares.
fn english(word: &str) -> bool {
    matches!(word, "install" | "installed" | "changes" | "changed" | "change" | "touch")
}
