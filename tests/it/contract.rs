//! The corpus of messages in `tests/protocol` as the body reads it; `tests/kernel/test_protocol.py` reads the same
//! files as the brain does. A file is one line; its name begins with the message's tag.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ghostsh::protocol::codec::{decode_action, decode_event, encode_event};
use ghostsh::protocol::types::{Action, Event};

fn corpus(kind: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/protocol").join(kind);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus of messages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a message"))
        })
        .collect()
}

fn tag(name: &str) -> &str {
    name.split('-').next().unwrap_or(name)
}

#[test]
fn every_valid_message_is_read() {
    for (name, line) in corpus("valid") {
        let (event, action) = (decode_event(&line), decode_action(&line));
        assert!(event.is_ok() != action.is_ok(), "{name}: {event:?} {action:?}");
    }
}

#[test]
fn no_invalid_message_is_read() {
    for (name, line) in corpus("invalid") {
        let (event, action) = (decode_event(&line), decode_action(&line));
        assert!(event.is_err() && action.is_err(), "{name}: {event:?} {action:?}");
    }
}

#[test]
fn an_event_survives_being_written_and_read() {
    for (name, line) in corpus("valid") {
        if let Ok(event) = decode_event(&line) {
            let written = encode_event(&event).expect("a line that fits");
            let again = decode_event(&written);
            assert_eq!(again.as_ref(), Ok(&event), "{name}");
        }
    }
}

#[test]
fn every_message_has_a_valid_and_an_invalid_file() {
    let tags: BTreeSet<&str> = Event::TAGS.iter().chain(Action::TAGS).copied().collect();
    for kind in ["valid", "invalid"] {
        let files = corpus(kind);
        let found: BTreeSet<&str> = files.iter().map(|(name, _)| tag(name)).collect();
        let missing: Vec<&&str> = tags.iter().filter(|tag| !found.contains(**tag)).collect();
        assert!(missing.is_empty(), "no {kind} file for {missing:?}");
    }
}
