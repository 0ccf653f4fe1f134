//! English orders that tell of a state: "deleting is not allowed", "nothing should get installed", "leave nginx running".

use super::english::{self, BEFORE};
use crate::protocol::types::Constraint;

/// With these a question begins; it asks what is so, and orders nothing.
const ASKS: &[&str] = &[
    "is", "isn't", "are", "aren't", "am", "was", "were", "does", "did", "has", "how", "what", "which", "who", "whose",
    "where", "when", "can", "could", "may", "should", "why", "if",
];

/// Somebody asks or tells of what is forbidden.
const TOLD: &[&str] = &["why", "whether", "said", "says", "say", "how", "if"];

/// What is kept when "all", "the" or "my" of it is.
const KEPT: &[&str] = &[
    "files",
    "originals",
    "original",
    "data",
    "copies",
    "backups",
    "contents",
    "content",
    "things",
    "pictures",
    "logs",
];

/// Programs that install others, by their name or kind.
const MANAGERS: &[&str] =
    &["apt", "apt-get", "dnf", "yum", "pacman", "zypper", "apk", "brew", "snap", "flatpak", "pip", "npm", "cargo"];

pub(super) fn read(words: &[&str], found: &mut Vec<Constraint>) {
    if words.first().is_some_and(|first| ASKS.contains(first)) {
        return;
    }
    for at in 0..words.len() {
        let (before, here) = (&words[..at], &words[at..]);
        let order = before.last().is_none_or(|word| BEFORE.contains(word));
        if let ["keep" | "leave" | "keeping" | "leaving", rest @ ..] = here
            && (order || here[0].ends_with("ing"))
        {
            found.extend(kept(here[0].starts_with("keep"), rest));
        }
        if before.iter().any(|word| TOLD.contains(word)) {
            continue;
        }
        if is_verdict(here) {
            // The subject is what stands behind the last "but" or "and".
            let from = before.iter().rposition(|word| BEFORE.contains(word)).map_or(0, |from| from + 1);
            found.extend(before[from..].iter().find_map(|word| english::class(word)));
        }
        match here {
            ["no" | "nothing", rest @ ..] => found.extend(nothing_may(rest)),
            ["should" | "may" | "shall", "not", "be" | "get", rest @ ..]
            | ["shouldn't" | "mustn't", "be" | "get", rest @ ..] => {
                found.extend(rest.iter().take(2).find_map(|word| done(word)));
            }
            ["must" | "should", rest @ ..] | ["has" | "have" | "needs" | "need", "to", rest @ ..] => {
                found.extend(stays(rest));
            }
            ["keeps" | "stays" | "remains", ..] if before.iter().any(|word| matches!(*word, "sure" | "ensure")) => {
                found.extend(stays(here));
            }
            _ => {}
        }
    }
}

/// "is forbidden", "are not allowed", "is off limits"
fn is_verdict(words: &[&str]) -> bool {
    let (not, rest) = match words {
        ["is" | "are", "not", rest @ ..] | ["isn't" | "aren't", rest @ ..] => (true, rest),
        ["is" | "are", "strictly" | "absolutely", rest @ ..] | ["is" | "are", rest @ ..] => (false, rest),
        _ => return false,
    };
    match rest {
        ["allowed" | "permitted" | "wanted" | "desired" | "needed" | "required" | "acceptable", ..]
        | ["an", "option", ..] => not,
        ["forbidden" | "prohibited" | "disallowed" | "banned" | "off-limits" | "taboo", ..]
        | ["off", "limits", ..]
        | ["out", "of", "the", "question", ..] => !not,
        _ => false,
    }
}

/// "… should get installed", "… file may go away", "… is to be changed", behind "no" or "nothing"
fn nothing_may(rest: &[&str]) -> Option<Constraint> {
    let at =
        rest.iter().take(4).position(|word| matches!(*word, "should" | "may" | "must" | "shall" | "is" | "are"))?;
    // "no file that may be deleted" tells of files.
    if rest[..at].iter().any(|word| matches!(*word, "outside" | "that" | "which" | "who")) {
        return None;
    }
    let rest = match &rest[at..] {
        ["is" | "are", "to", rest @ ..] => rest,
        ["is" | "are", ..] => return None,
        rest => &rest[1..],
    };
    match rest {
        ["be" | "get", how, ..] => done(how),
        ["go", "away" | "missing", ..] | ["disappear" | "vanish", ..] => Some(Constraint::NoDelete),
        _ => None,
    }
}

/// What was done to something that is "installed", "lost", "changed".
fn done(word: &str) -> Option<Constraint> {
    match word {
        "lost" | "thrown" | "gone" => Some(Constraint::NoDelete),
        "stopped" | "killed" => Some(Constraint::NoServices),
        "written" | "overwritten" | "done" => Some(Constraint::NoChange),
        "uploaded" | "downloaded" => Some(Constraint::NoNetwork),
        _ => english::class(word),
    }
}

/// "… be kept", "… keep running", "… stay as it is", behind "must"
fn stays(rest: &[&str]) -> Option<Constraint> {
    match rest {
        ["be", "kept" | "preserved", ..]
        | ["stay" | "remain", "in", "place", ..]
        | ["keep", "all" | "every" | "everything", ..] => Some(Constraint::NoDelete),
        ["keep" | "keeps" | "continue" | "stay" | "stays" | "remain" | "remains", how, ..] => match *how {
            "running" | "up" | "online" | "alive" | "reachable" | "available" => Some(Constraint::NoServices),
            "offline" => Some(Constraint::NoNetwork),
            "as" | "unchanged" | "untouched" | "intact" => Some(Constraint::NoChange),
            _ => None,
        },
        _ => None,
    }
}

/// "… nginx running", "… every file in place", "… the originals", behind "keep" or "leave"
fn kept(keep: bool, rest: &[&str]) -> Option<Constraint> {
    let end = rest.iter().position(|word| matches!(*word, "and" | "but" | "while")).unwrap_or(rest.len());
    match &rest[..end] {
        [_, .., "running" | "up" | "alive"] => Some(Constraint::NoServices),
        [_, .., "in", "place"] => Some(Constraint::NoDelete),
        [_, .., "unchanged" | "untouched" | "intact"] => Some(Constraint::NoChange),
        ["the" | "my" | "our" | "these" | "both" | "old" | "existing", what] if keep && KEPT.contains(what) => {
            Some(Constraint::NoDelete)
        }
        _ => None,
    }
}

/// "the package manager", "apt"
pub(super) fn is_manager(words: &[&str]) -> bool {
    words.windows(2).any(|pair| matches!(pair, ["package", "manager" | "managers"]))
        || words.iter().any(|word| MANAGERS.contains(word))
}
