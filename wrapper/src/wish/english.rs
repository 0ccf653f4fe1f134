//! English orders.

use super::states;
use crate::protocol::types::Constraint;

/// Words that an order may follow; behind any other word "do not" tells of somebody or something.
pub(super) const BEFORE: &[&str] = &[
    "but",
    "and",
    "please",
    "just",
    "so",
    "then",
    "or",
    "also",
    "simply",
    "only",
    "yet",
    "ok",
    "okay",
    "however",
    "though",
    "again",
    "pls",
    "kindly",
    "now",
    "still",
    "plus",
    "thanks",
    "important",
    "note",
];

/// Here another thought begins.
const AFTER: &[&str] = &[
    "but", "just", "only", "then", "instead", "tell", "show", "explain", "say", "name", "give", "because", "if",
    "unless", "until", "when", "since", "while", "which", "what", "where", "whether", "report", "describe",
];

/// Steps on the way to the verb.
const FILLERS: &[&str] = &[
    "ever",
    "yet",
    "please",
    "actually",
    "really",
    "you",
    "dare",
    "even",
    "try",
    "to",
    "go",
    "and",
    "bother",
    "just",
    "simply",
    "want",
    "be",
    "any",
    "the",
    "a",
    "an",
    "using",
    "all",
    "my",
    "having",
    "need",
    "ahead",
    "start",
    "let",
    "it",
    "automatically",
    "accidentally",
    "under",
    "circumstances",
    "end",
    "up",
];

/// What may be left undone without anything being forbidden: feelings, and how an answer is to look.
const HARMLESS: &[&str] = &[
    "worry",
    "know",
    "understand",
    "mind",
    "forget",
    "care",
    "hesitate",
    "think",
    "see",
    "remember",
    "panic",
    "have",
    "get",
    "show",
    "list",
    "print",
    "tell",
    "explain",
    "include",
    "mention",
    "repeat",
    "ask",
    "follow",
    "use",
    "count",
    "sort",
    "display",
    "describe",
    "give",
    "output",
    "summarize",
    "translate",
    "answer",
    "assume",
    "guess",
    "expect",
    "believe",
    "like",
    "feel",
    "hurry",
    "wait",
    "look",
    "search",
    "say",
    "apologize",
    "skip",
    "ignore",
    "match",
    "recurse",
    "descend",
];

const INSTALL: &[&str] = &["install", "reinstall", "upgrade", "installation", "installations", "installs", "upgrades"];
const DELETE: &[&str] = &[
    "delete",
    "remove",
    "erase",
    "purge",
    "wipe",
    "clean",
    "clear",
    "drop",
    "trash",
    "prune",
    "uninstall",
    "unlink",
    "truncate",
    "discard",
    "rm",
    "shred",
    "destroy",
    "deletion",
    "deletions",
    "removal",
    "cleanup",
];
const SERVICES: &[&str] = &[
    "restart",
    "stop",
    "kill",
    "reload",
    "reboot",
    "terminate",
    "shutdown",
    "disable",
    "enable",
    "restarts",
    "reboots",
];
const NETWORK: &[&str] =
    &["internet", "network", "online", "connect", "download", "downloads", "upload", "fetch", "web"];
const PRIVILEGE: &[&str] =
    &["sudo", "root", "administrator", "admin", "superuser", "doas", "su", "pkexec", "privileges"];
const CHANGE: &[&str] = &[
    "change",
    "changes",
    "modify",
    "touch",
    "edit",
    "write",
    "alter",
    "run",
    "execute",
    "move",
    "rename",
    "create",
    "save",
    "apply",
    "fix",
    "commit",
    "format",
    "replace",
    "update",
    "modifications",
    "edits",
    "do",
    "act",
    "overwrite",
    "mess",
];

/// Looking, and telling of it.
const LOOKS: &[&str] = &[
    "look", "looking", "tell", "say", "explain", "check", "describe", "report", "read", "inspect", "show", "list",
    "answer",
];

pub(super) fn read(words: &[&str], found: &mut Vec<Constraint>) {
    let first = words.first().copied().unwrap_or_default();
    if first == "why" {
        return;
    }
    for (at, word) in words.iter().enumerate() {
        let rest = &words[at + 1..];
        let before = at.checked_sub(1).map(|before| words[before]);
        let order = before.is_none_or(|before| BEFORE.contains(&before));
        match *word {
            "don't" | "dont" | "never" if order => forbid(rest, found),
            // "… which package it is don't install it": of one thing nobody says so.
            "don't" | "dont" if ends_an_order(&words[..at]) => forbid(rest, found),
            "do" if rest.first() == Some(&"not") && ends_an_order(&words[..at]) => forbid(&rest[1..], found),
            "not" if before == Some("let's") => known(rest, 2, found),
            "means" if words[..at].ends_with(&["by", "no"]) => known(rest, 3, found),
            "don't" | "dont" if matches!(before, Some("i" | "we")) => unwanted(rest, found),
            "do" if matches!(before, Some("i" | "we")) && rest.first() == Some(&"not") => unwanted(&rest[1..], found),
            "shouldn't" | "can't" | "cannot" if before == Some("you") => known(rest, 3, found),
            "should" | "may" | "can" if before == Some("you") && rest.first() == Some(&"not") => {
                known(&rest[1..], 3, found);
            }
            "allowed" | "permitted" if to_you(&words[..at]) && rest.first() == Some(&"to") => known(rest, 3, found),
            "forbidden" | "prohibited" if matches!(before, Some("it's" | "is")) && rest.first() == Some(&"to") => {
                known(rest, 2, found);
            }
            "circumstances" if words[..at].ends_with(&["under", "no"]) => known(rest, 3, found),
            "skip" if order => {
                let what = rest.iter().take(2).filter(|word| !word.ends_with("ed"));
                found.extend(what.filter_map(|word| class(word)).find(|one| *one != Constraint::NoChange));
            }
            "no" | "nothing" if sure(&words[..at]) => known(rest, 4, found),
            "no" if words[..at].ends_with(&["must", "be"]) => known(rest, 2, found),
            "do" if order && rest.first() == Some(&"not") => forbid(&rest[1..], found),
            "must"
                if matches!(rest.first(), Some(&("not" | "never"))) && !matches!(first, "what" | "which" | "who") =>
            {
                known(&rest[1..], 3, found)
            }
            "mustn't" | "avoid" | "refrain" | "rather" => known(rest, 3, found),
            "hold" if rest.first() == Some(&"off") => known(&rest[1..], 3, found),
            "not" if matches!(before, Some("but" | "and" | "or")) => known(rest, 1, found),
            "not" if rest.starts_with(&["as", "root"]) => found.push(Constraint::NoPrivilege),
            "without" | "w/o" => without(rest, found),
            "no" if order || before == Some("make") || before == Some("with") => nothing_of(words.len(), rest, found),
            "nothing" => nothing(before, rest, found),
            "only" | "just" | "simply" | "merely" => only(before, rest, found),
            "offline" => {
                let told = before.is_some_and(|before| matches!(before, "stay" | "remain" | "work" | "be" | "keep"))
                    || words[..at].ends_with(&["while", "staying"])
                    || before.is_some_and(|before| {
                        matches!(before, "strictly" | "fully" | "completely" | "entirely" | "purely")
                    })
                    || matches!(words[..at], [.., "keep" | "keeping", "it" | "this" | "everything" | "that"])
                    || at == 1 && before == Some("staying");
                if told || words.len() == 1 || before == Some("stays") || rest == ["please"] || rest == ["only"] {
                    found.push(Constraint::NoNetwork);
                }
            }
            "off" if matches!(before, Some("stay" | "keep" | "staying" | "keeping")) => {
                let rest = rest.strip_prefix(&["the"]).unwrap_or(rest);
                found.extend(rest.first().and_then(|word| class(word)).filter(|one| *one == Constraint::NoNetwork));
            }
            "limited" | "confined" | "restricted"
                if !asks(words) && rest.first() == Some(&"to") && here(&rest[1..]) =>
            {
                found.push(Constraint::FolderOnly);
            }
            "downtime" | "outage" | "interruption" if before == Some("no") && !asks(words) => {
                found.push(Constraint::NoServices);
            }
            "read-only" | "readonly" | "dry-run" if words.len() <= 4 && (order || before == Some("in")) => {
                found.push(Constraint::NoChange);
            }
            "dry" | "read" if words.len() <= 4 && matches!(rest.first(), Some(&("run" | "only"))) => {
                found.push(Constraint::NoChange);
            }
            "hands" if rest.first() == Some(&"off") => found.push(Constraint::NoChange),
            "leave" | "leaving" if order || *word == "leaving" => left(rest, found),
            "keep" | "keeping" if order && is_as_it_is(rest) => found.push(Constraint::NoChange),
            "keep" | "keeping" if order && matches!(rest.first(), Some(&("all" | "everything" | "every"))) => {
                found.push(Constraint::NoDelete);
            }
            "user" | "account" if as_ordinary(&words[..at]) => found.push(Constraint::NoPrivilege),
            "staying" | "remaining" if here(rest) => found.push(Constraint::FolderOnly),
            "stay" | "remain" if order && here(rest) => found.push(Constraint::FolderOnly),
            _ => {}
        }
    }
    // "in this folder only"
    let last = words.last().copied().unwrap_or_default();
    let alone = matches!(last, "only" | "alone") || last == "please" && words.iter().rev().nth(1) == Some(&"only");
    if alone && words.iter().enumerate().any(|(at, _)| here(&words[at..])) {
        found.push(Constraint::FolderOnly);
    }
}

/// "I don't want …": what is wanted is no order, but what is to be done is; losing and seeing is not doing.
fn unwanted(rest: &[&str], found: &mut Vec<Constraint>) {
    let Some(("want" | "wish", rest)) = rest.split_first().map(|(first, rest)| (*first, rest)) else { return };
    let verb = rest.iter().find(|word| !FILLERS.contains(word)).copied().unwrap_or_default();
    if HARMLESS.contains(&verb) || matches!(verb, "lose" | "miss") {
        return;
    }
    known(rest, 6, found);
}

/// "you are not", "you're not"
fn to_you(before: &[&str]) -> bool {
    matches!(before, [.., "you", "are", "not"] | [.., "you're", "not"] | [.., "you", "aren't"])
}

/// "make sure that", "ensure"
fn sure(before: &[&str]) -> bool {
    let before = before.strip_suffix(&["that"]).unwrap_or(before);
    matches!(before.last(), Some(&("sure" | "ensure")))
}

/// "as a normal user"
fn as_ordinary(before: &[&str]) -> bool {
    matches!(before, [.., "as", "a" | "an" | "my", "normal" | "ordinary" | "unprivileged" | "regular"])
}

/// The constraint that a verb or noun belongs to.
pub(super) fn class(word: &str) -> Option<Constraint> {
    let of = |list: &[&str]| list.contains(&word) || gerund(word).iter().any(|base| list.contains(&base.as_str()));
    let classes = [
        (INSTALL, Constraint::NoInstall),
        (DELETE, Constraint::NoDelete),
        (SERVICES, Constraint::NoServices),
        (NETWORK, Constraint::NoNetwork),
        (PRIVILEGE, Constraint::NoPrivilege),
        (CHANGE, Constraint::NoChange),
    ];
    classes.into_iter().find(|(list, _)| of(list)).map(|(_, constraint)| constraint)
}

/// What a word in -ing or -ed may be made of.
fn gerund(word: &str) -> Vec<String> {
    let Some(stem) = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed")) else { return Vec::new() };
    let mut bases = vec![stem.to_owned(), format!("{stem}e")];
    let mut letters = stem.chars().rev();
    if let (Some(last), Some(before)) = (letters.next(), letters.next())
        && last == before
    {
        bases.push(stem[..stem.len() - last.len_utf8()].to_owned());
    }
    if let Some(stem) = stem.strip_suffix('i') {
        bases.push(format!("{stem}y"));
    }
    bases
}

fn until_next_thought<'a, 'w>(words: &'a [&'w str]) -> &'a [&'w str] {
    let end = words.iter().position(|word| AFTER.contains(word)).unwrap_or(words.len());
    &words[..end]
}

/// "do not …"
fn forbid(rest: &[&str], found: &mut Vec<Constraint>) {
    let at = rest.iter().position(|word| !FILLERS.contains(word)).unwrap_or(rest.len());
    let Some(verb) = rest.get(at) else {
        // "do not start it", "don't let it": a filler was the verb.
        if rest.contains(&"start") {
            found.push(Constraint::NoServices);
        }
        return;
    };
    if *verb == "leave" || *verb == "outside" {
        if here(&rest[at + 1..]) || rest[at + 1..].iter().any(|word| FOLDERS.contains(word)) {
            found.push(Constraint::FolderOnly);
        }
        return;
    }
    if rest[..at].contains(&"start") && class(verb).is_none() {
        return found.push(Constraint::NoServices);
    }
    let rest = until_next_thought(&rest[at..]);
    // "don't touch anything outside this folder": within it that may be.
    if rest.iter().position(|word| *word == "outside").is_some_and(|at| is_place(&rest[at + 1..])) {
        return found.push(Constraint::FolderOnly);
    }
    // Behind a harmless verb only what it is done with counts: "don't use sudo".
    let harmless = HARMLESS.contains(verb);
    if harmless && !matches!(*verb, "use" | "have" | "get") {
        return;
    }
    let from = found.len();
    for word in rest {
        match class(word) {
            // A verb behind another one is a thing: "don't delete the backup I made before the update".
            Some(Constraint::NoChange) if found.len() > from => {}
            Some(constraint) => found.push(constraint),
            None => {}
        }
    }
    if harmless && states::is_manager(rest) {
        found.push(Constraint::NoInstall);
    }
    if rest.windows(2).any(|pair| pair == ["go", "online"]) {
        found.push(Constraint::NoNetwork);
    }
    let phrase = |words: &[&str]| rest.windows(words.len()).any(|window| window == words);
    if phrase(&["throw", "away"]) || phrase(&["get", "rid"]) {
        found.push(Constraint::NoDelete);
    }
    if phrase(&["shut", "down"]) || phrase(&["turn", "off"]) {
        found.push(Constraint::NoServices);
    }
    if found.len() == from && !harmless {
        found.push(Constraint::NoChange);
    }
}

/// Only what is known counts, in the next words.
fn known(rest: &[&str], most: usize, found: &mut Vec<Constraint>) {
    found.extend(until_next_thought(rest).iter().take(most).find_map(|word| class(word)));
}

fn without(rest: &[&str], found: &mut Vec<Constraint>) {
    let mut words = rest.iter().filter(|word| !FILLERS.contains(word)).take(2).copied();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if matches!(first, "overwriting" | "losing") {
        // What is there stays there, though something may be written beside it.
        if first == "overwriting" || matches!(second, "data" | "files" | "anything") {
            found.push(Constraint::NoDelete);
        }
        return;
    }
    if states::is_manager(&[first, second]) {
        found.push(Constraint::NoInstall);
    }
    match (class(first), first) {
        (Some(constraint), _) => found.push(constraint),
        (None, "going" | "internet" | "accessing" | "touching") => found.extend(class(second)),
        (None, "starting" | "stopping") => found.push(Constraint::NoServices),
        _ => {}
    }
    if matches!(first, "starting") {
        found.push(Constraint::NoServices);
    }
}

/// "no sudo please", "make no changes"
fn nothing_of(length: usize, rest: &[&str], found: &mut Vec<Constraint>) {
    match rest {
        ["new" | "more" | "further" | "other" | "additional" | "extra", "packages" | "software" | "programs", ..] => {
            found.push(Constraint::NoInstall);
        }
        // One connection that is not there is what is wrong; "no connections to the outside" is said of what may be done.
        ["connections" | "requests" | "calls", "to", "the", "outside" | "internet" | "network", ..]
        | ["outgoing" | "external", "connections" | "requests" | "calls", ..] => found.push(Constraint::NoNetwork),
        _ => {}
    }
    let Some(constraint) = rest.iter().take(2).find_map(|word| class(word)) else { return };
    // "no network" alone may as well be what is wrong; said at length it is no order.
    if length <= 4 || matches!(constraint, Constraint::NoChange | Constraint::NoInstall) {
        found.push(constraint);
    }
}

/// "deleting nothing", "change nothing", "nothing outside this folder"
fn nothing(before: Option<&str>, rest: &[&str], found: &mut Vec<Constraint>) {
    if rest.first() == Some(&"outside") {
        found.push(Constraint::FolderOnly);
    } else if before == Some("want") || matches!(rest, ["should" | "may" | "must" | "shall", "be", ..]) {
        known(rest, 3, found);
    } else if let Some(before) = before
        && !before.ends_with("ed")
    {
        found.extend(class(before));
    }
}

/// "only look", "just tell me", "only in this folder"
fn only(before: Option<&str>, rest: &[&str], found: &mut Vec<Constraint>) {
    let Some(next) = rest.first() else {
        if before.is_some_and(|before| matches!(before, "look" | "looking" | "reading" | "observe" | "watch" | "read"))
        {
            found.push(Constraint::NoChange);
        }
        return;
    };
    if LOOKS.contains(next) && before.is_none_or(|before| before != "is" && before != "are") {
        found.push(Constraint::NoChange);
    }
    if rest.starts_with(&["want", "to", "know"]) || rest.starts_with(&["a", "look"]) {
        found.push(Constraint::NoChange);
    }
    if here(rest) {
        found.push(Constraint::FolderOnly);
    }
}

/// "leave it as it is", "leave my files alone"
fn left(rest: &[&str], found: &mut Vec<Constraint>) {
    if is_as_it_is(rest) {
        found.push(Constraint::NoChange);
    }
}

fn is_as_it_is(rest: &[&str]) -> bool {
    let as_it_is =
        rest.windows(3).any(|window| matches!(window, ["as", "it" | "they", "is" | "are"] | ["as", "is", _]));
    let ends = rest.last().is_some_and(|word| matches!(*word, "alone" | "untouched" | "unchanged" | "as-is"));
    as_it_is || ends || rest.ends_with(&["as", "is"]) || rest.contains(&"untouched")
}

/// A question about what is so, or was.
fn asks(words: &[&str]) -> bool {
    matches!(
        words.first(),
        Some(
            &("is"
                | "was"
                | "are"
                | "were"
                | "why"
                | "how"
                | "which"
                | "what"
                | "did"
                | "does"
                | "has"
                | "had"
                | "when")
        )
    )
}

/// Whether "don't" behind these words is an order: what one does, or is, "doesn't"; of several, and of people, "don't" is
/// told. "make sure you don't" is one as well.
fn ends_an_order(before: &[&str]) -> bool {
    if sure(before.strip_suffix(&["you"]).unwrap_or(&[])) {
        return true;
    }
    let Some(last) = before.last() else { return false };
    const MANY: &[&str] = &[
        "i", "we", "they", "you", "who", "that", "which", "people", "these", "those", "some", "many", "most", "both",
        "why", "data", "children", "men", "women", "folks", "what", "to", "and", "or", "police", "all", "if", "when",
        "because", "few", "others", "media", "criteria", "software",
    ];
    before.first() != Some(&"why") && !last.ends_with('s') && !MANY.contains(last)
        || matches!(before, [.., "whatever", "you", "do"])
        || matches!(before, [.., "it", "is"])
}

const FOLDERS: &[&str] = &["folder", "directory", "dir", "repo", "repository", "project", "tree", "subfolder"];

/// "of this folder", "the project"
fn is_place(words: &[&str]) -> bool {
    let words = words.strip_prefix(&["of"]).unwrap_or(words);
    here(words) || matches!(words, ["the" | "my" | "our", folder, ..] if FOLDERS.contains(folder))
}

/// "in this folder", "inside the current directory", "here"
fn here(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    if matches!(*first, "in" | "inside" | "within" | "under" | "below") {
        return here(rest);
    }
    let rest = if *first == "the" { rest } else { words };
    match rest {
        ["this" | "current", folder, ..] => FOLDERS.contains(folder),
        _ => false,
    }
}
