//! Imports point down only, and what is pure touches nothing outside.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, bottom floor first; a room may use rooms of lower floors, and of its own floor only itself.
const FLOORS: &[&[&str]] = &[
    &["capture", "desk", "error", "exit", "hold", "job", "line", "marks", "model", "protocol"],
    &["policy", "redact", "repair", "router", "text", "tongue", "verdict", "wish"],
    &[
        "client", "config", "executor", "host", "journal", "look", "machine", "memory", "mind", "sandbox", "screen",
        "ui", "undo", "visit",
    ],
    &["driver"],
    &["cli"],
    &["main"],
];

/// Words may build on words: a line is part of a message, a job of an error.
const ALLOWED_SIDEWAYS: &[(&str, &str)] = &[
    ("line", "protocol"),
    ("line", "capture"),
    ("error", "exit"),
    ("policy", "text"),
    ("policy", "redact"),
    ("repair", "text"),
    ("verdict", "text"),
    ("desk", "marks"),
    ("sandbox", "client"),
    ("sandbox", "executor"),
    ("host", "executor"),
    ("mind", "client"),
];

/// Names that reach outside; the thinking floors use none of them.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "std::thread",
    "std::io",
    "Instant::now",
    "SystemTime",
    "nix::",
    "libc::",
    "println!",
    "eprintln!",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

/// The room a file belongs to: its first folder, or its own name.
fn room(file: &Path) -> String {
    let inside = file.strip_prefix(source()).expect("below the source folder");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The text without comments and without its test module, which may use what it likes.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a source file");
    let before_tests = text.split("\n#[cfg(test)]").next().unwrap_or_default();
    let uncommented = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    before_tests.lines().map(uncommented).collect::<Vec<_>>().join("\n")
}

fn sources() -> BTreeMap<PathBuf, String> {
    let mut files = Vec::new();
    rust_files(&source(), &mut files);
    let is_test = |file: &Path| file.ends_with("tests.rs") || file.parent().is_some_and(|room| room.ends_with("tests"));
    files.retain(|file| !file.ends_with("lib.rs") && !is_test(file));
    files.into_iter().map(|file| (file.clone(), code(&file))).collect()
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&name))
}

/// Rooms that the code names as `crate::ROOM` or `ghostsh::ROOM`, braces included.
fn used(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for prefix in ["crate::", "ghostsh::"] {
        for (at, _) in code.match_indices(prefix) {
            let rest = &code[at + prefix.len()..];
            let list = rest.strip_prefix('{').and_then(|inner| inner.split('}').next());
            let names = list.map_or_else(|| vec![rest], |list| list.split(',').collect());
            for name in names {
                let word: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                rooms.push(word);
            }
        }
    }
    rooms
}

#[test]
fn imports_point_down_only() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let here = room(&file);
        let Some(own) = floor(&here) else {
            wrong.push(format!("{} stands on no floor", file.display()));
            continue;
        };
        for other in used(&code) {
            let Some(theirs) = floor(&other) else { continue };
            let sideways = ALLOWED_SIDEWAYS.contains(&(here.as_str(), other.as_str()));
            if other != here && theirs >= own && !sideways {
                wrong.push(format!("{} ({here}) uses {other}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_thinking_floors_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        if floor(&room(&file)).is_some_and(|floor| floor <= 1) {
            let names = OUTSIDE.iter().filter(|name| code.contains(**name));
            wrong.extend(names.map(|name| format!("{} uses {name}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_policy_makes_an_approved_and_only_it_is_executed() {
    let policy =
        sources().into_iter().find(|(file, _)| file.ends_with("policy/approved.rs")).expect("policy/approved.rs");
    assert!(policy.1.contains("pub(in crate::policy) fn new"), "the constructor is policy's own");
    for (file, code) in sources() {
        let name = file.strip_prefix(source()).expect("below the source folder").to_owned();
        if name.starts_with("executor") && code.contains("pub fn run") {
            assert!(code.contains("run(approved: &Approved"), "{} runs what was not approved", name.display());
        }
    }
}
