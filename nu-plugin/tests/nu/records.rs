//! Values: their types, and that they are about the place where nu is.

use std::path::Path;

use ghostsh::journal::{Entry, Journal, Stage};
use ghostsh::undo::Undo;

use crate::env::Env;

fn state(env: &Env) -> std::path::PathBuf {
    env.home().join(".local/state/ghost")
}

#[test]
fn the_journal_has_times_lengths_and_numbers() {
    let env = Env::new();
    assert_eq!(env.told("ghost log | length"), "0");
    let journal = Journal::of(&state(&env));
    let begins = Entry {
        time: 1_700_000_000_000,
        action: "1".to_owned(),
        typed: "gti log".to_owned(),
        runs: "git log".to_owned(),
        confidence: Some(0.9),
        ..Entry::default()
    };
    journal.write(begins).expect("written");
    let ended = Entry { action: "1".to_owned(), stage: Stage::Ended, exit_code: Some(1), ..Entry::default() };
    journal.write(Entry { duration_ms: Some(1500), ..ended }).expect("written");
    let kinds =
        "ghost log | first | [$in.time $in.duration $in.status $in.confidence] | each { describe } | str join ' '";
    assert_eq!(env.told(kinds), "datetime duration int float");
    assert_eq!(env.told("ghost log | where status != 0 and duration > 1sec | get ran.0"), "git log");
    assert_eq!(env.told("ghost log --last 0 | length"), "0");
    assert_eq!(env.told("(ghost status).journal.size | describe"), "filesize");
}

#[test]
fn a_line_is_explained_where_nu_is() {
    let env = Env::new();
    env.file("a/there.md", "kept");
    env.file("b/else.md", "");
    let effects = |folder: &str| {
        env.told(&format!("cd {folder}; ghost explain 'cp /etc/hostname there.md' --shell bash | get effects.0.0"))
    };
    assert_eq!((effects("a").as_str(), effects("b").as_str()), ("write-over", "write-new"));
    let decisions = env.told("ghost explain 'ls | xargs rm -rf' --shell bash | get decision | str join ' '");
    assert_eq!(decisions, "auto ask");
}

#[test]
fn the_persons_settings_count_and_wrong_ones_are_told() {
    let env = Env::new();
    assert_eq!(env.told("(ghost status).level"), "ask");
    env.file(".config/ghost/policy.toml", "level = 'sometimes'\n");
    assert!(env.told("(ghost status).complaints | str join").contains("sometimes"));
    assert_eq!(env.told("$env.XDG_CONFIG_HOME = '/nonexistent'; (ghost status).complaints | length"), "0");
}

#[test]
fn status_tells_the_versions() {
    let env = Env::new();
    let versions = env.told(
        "(ghost status).versions | [$in.ghost $in.plugin $in.built_for ($in.nu == (version).version)] | str join ' '",
    );
    let own = env!("CARGO_PKG_VERSION");
    assert_eq!(versions, format!("{own} {own} 0.115.1 true"));
    assert_eq!(env.told("ghost status | [$in.hosted $in.brain_asleep] | str join ' '"), "false false");
}

#[test]
fn a_repair_is_taken_back() {
    let env = Env::new();
    let place = env.file("notes.md", "before");
    let undo = Undo::of(&state(&env));
    undo.keep("7-a", "cp other.md notes.md", 1_700_000_000, std::slice::from_ref(&place), &[]).expect("kept");
    std::fs::write(&place, "after").expect("written");
    undo.ended("7-a").expect("noted");
    assert_eq!(env.told("ghost undo --list | get line.0"), "cp other.md notes.md");
    assert_eq!(env.told("ghost undo --list | get time.0 | describe"), "datetime");
    // Nobody is there to be asked.
    let out = env.nu("ghost undo");
    assert_ne!(out.status, Some(0), "{out:?}");
    assert!(out.stderr.contains("ghost undo --yes"), "{out:?}");
    assert_eq!(read(&place), "after");
    assert_eq!(env.told("(ghost undo --yes).undone"), "true");
    assert_eq!(read(&place), "before");
    assert_eq!(env.told("ghost log | last | [$in.what $in.status] | str join ' '"), "undo 0");
    assert_eq!(env.told("ghost undo | describe"), "nothing");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file")
}

#[test]
fn routes_are_told_row_by_row() {
    let env = Env::new();
    assert_eq!(
        env.told("['git status' 'why is it so slow today'] | ghost route | get route | str join ' '"),
        "command sentence"
    );
    assert_eq!(env.told("'git status' | ghost route | get route"), "command");
}
