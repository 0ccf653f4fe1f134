//! What the fuzzer checks, over what is known: seeds, past findings, messages of the protocol, and every line of the
//! corpora where they are. Needs no fuzzer; `tests/fuzz.py` is the command that invents bytes of its own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fuzz;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of a folder by name; none where there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// A panic inside says what was wrong; this says with which bytes.
fn replay(name: &str, check: fn(&[u8]), bytes: &[u8]) {
    let done = std::panic::catch_unwind(|| check(bytes));
    assert!(done.is_ok(), "{name} does not hold for {:?}", String::from_utf8_lossy(bytes));
}

#[test]
fn seeds_and_findings_hold() {
    for (name, check) in fuzz::TARGETS {
        let seeds = files(&project().join("fuzz/seeds").join(name));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for file in seeds.into_iter().chain(files(&project().join("fuzz/findings").join(name))) {
            replay(name, *check, &fs::read(&file).expect("a seed"));
        }
    }
}

#[test]
fn every_target_is_a_program_of_the_fuzzer() {
    let manifest = fs::read_to_string(project().join("fuzz/Cargo.toml")).expect("the fuzzer's manifest");
    let mut programs: Vec<String> = files(&project().join("fuzz/fuzz_targets"))
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    programs.sort();
    let targets: Vec<&str> = fuzz::TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(programs, targets);
    for name in targets {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is missing in fuzz/Cargo.toml");
    }
}

#[test]
fn messages_hold() {
    for kind in ["valid", "invalid"] {
        for file in files(&project().join("tests/protocol").join(kind)) {
            replay("frames", fuzz::frames::check, &fs::read(&file).expect("a message"));
        }
    }
}

/// Every text of every row goes through every target: what one room never meets is what another has to bear. A pair of
/// lines takes the longest, and gets those that belong together.
#[test]
fn lines_of_the_corpora_hold() {
    let folder = std::env::var_os("GHOST_CORPUS").map_or_else(|| project().join("../shared/corpus"), PathBuf::from);
    for file in files(&folder).into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "jsonl")) {
        // What is redacted is read many times over: of long files some lines do.
        let every = if file.ends_with("secrets-dev.jsonl") { 1 } else { 8 };
        for (number, row) in fs::read_to_string(&file).expect("a corpus").lines().enumerate() {
            let row: serde_json::Value = serde_json::from_str(row).expect("a row of a corpus");
            for text in row.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str()) {
                for (name, check) in fuzz::TARGETS.iter().filter(|(name, _)| *name != "repair") {
                    if *name == "redact" && number % every != 0 {
                        continue;
                    }
                    replay(name, *check, text.as_bytes());
                }
            }
            if let (Some(typed), Some(proposed)) = (row["script"].as_str(), row["first"].as_str()) {
                replay("repair", fuzz::repair::check, format!("{typed}\0{proposed}").as_bytes());
            }
        }
    }
}
