//! The journal, from end to end: nothing runs before it is written down, and what is written down can be checked.

use ghostsh::journal::{Entry, Journal};
use serde_json::Value;

use crate::env::Env;
use crate::scripted::Scripted;

const JOURNAL: &str = ".local/state/ghost/journal.jsonl";

fn with_brain(env: &Env, brain: &Scripted, words: &[&str]) -> crate::env::Outcome {
    let kernel = brain.program();
    env.ghost([&["--kernel", kernel.to_str().expect("a path"), "--yes"], words].concat())
}

fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

#[test]
fn an_action_is_written_down_before_it_starts_and_after_it_has_ended() {
    let env = Env::new();
    let copy = format!("cp {JOURNAL} seen");
    let brain = Scripted::proposing(&[&[&copy]]);
    let out = with_brain(&env, &brain, &["pc", JOURNAL, "seen"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    let seen = records(&env.read("seen"));
    let whole = records(&env.read(JOURNAL));
    assert_eq!((seen.len(), whole.len()), (1, 2), "{whole:?}");
    assert_eq!(seen[0], whole[0], "it was there when the line ran");
    assert_eq!((&whole[0]["stage"], &whole[0]["runs"]), (&"begins".into(), &copy.as_str().into()));
    assert_eq!(whole[0]["typed"], format!("pc {JOURNAL} seen"));
    assert_eq!(whole[0]["effects"], serde_json::json!(["write-new:seen"]));
    assert_eq!((&whole[0]["confidence"], &whole[1]["confidence"]), (&0.9.into(), &Value::Null));
    assert_eq!((&whole[1]["stage"], &whole[1]["exit_code"]), (&"ended".into(), &0.into()));
    assert_eq!(whole[0]["action"], whole[1]["action"]);
}

#[test]
fn what_cannot_be_written_down_does_not_run() {
    let env = Env::new();
    std::fs::create_dir_all(env.home().join(JOURNAL)).expect("a folder in its place");
    let brain = Scripted::proposing(&[&["touch new"]]);
    let out = with_brain(&env, &brain, &["tuoch", "new"]);
    assert_eq!(out.status, Some(127), "{out:?}");
    assert!(!env.home().join("new").exists());
    assert!(out.stderr.contains("touch new") && out.stderr.contains("journal"), "it is offered: {out:?}");
}

#[test]
fn the_journal_is_shown_and_checked() {
    let env = Env::new();
    assert_eq!(env.ghost(["log"]).stdout, "Nothing has been done yet.\n");
    for _ in 0..3 {
        assert_eq!(env.ghost(["gti", "--version"]).status, Some(0));
    }
    let shown = env.ghost(["log", "--last", "2"]).stdout;
    assert_eq!(shown.lines().count(), 2, "{shown}");
    assert!(
        shown
            .lines()
            .all(|line| line.contains("status 0") && line.contains("git --version   (for gti --version; policy)"))
    );
    assert_eq!(env.ghost(["log", "--json"]).stdout, env.read(JOURNAL));
    let out = env.ghost(["log", "verify"]);
    assert_eq!((out.status, out.stdout.starts_with("6 records")), (Some(0), true), "{out:?}");
    let changed = env.read(JOURNAL).replacen("gti --version", "rm --version", 1);
    std::fs::write(env.home().join(JOURNAL), changed).expect("changed");
    let out = env.ghost(["log", "verify"]);
    assert_eq!(out.status, Some(125), "{out:?}");
    assert!(out.stderr.contains("from line 2 on"), "{out:?}");
}

/// `ghost ask`, which takes a look and writes that down, where no file may grow beyond so many KiB.
fn looks_on_a_disk_of(env: &Env, kib: u64) {
    let steps = serde_json::json!([
        {"action": "execute", "action_id": "1", "argv": ["uname", "-s"], "purpose": "probe"},
        {"await": "result"},
        {"action": "reply", "text": "so it is"},
    ]);
    let brain = Scripted::answering(steps);
    let kernel = brain.program();
    let words = [crate::env::GHOST, "--kernel", kernel.to_str().expect("a path"), "ask", "what is this"];
    let ghost = env.command::<&str>([]);
    let mut command = std::process::Command::new("/bin/bash");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {kib}; exec \"$@\""), "bash"]).args(words).env_clear();
    command.envs(ghost.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(env.home());
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
    command.stderr(std::process::Stdio::piped());
    let out = env.finish(command);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "so it is\n"), "{out:?}");
}

#[test]
fn a_full_disk_costs_the_journal_no_more_than_what_did_not_fit() {
    let env = Env::new();
    let journal = Journal::of(&env.home().join(".local/state/ghost"));
    let entry = |runs: String| Entry { action: "1".to_owned(), runs, ..Entry::default() };
    let length = || std::fs::metadata(journal.path()).expect("the journal").len();
    journal.write(entry(String::new())).expect("written");
    journal.write(entry("x".to_owned())).expect("written");
    // Room for less than a record is left.
    let each = usize::try_from(length()).expect("a length") / 2;
    journal.write(entry("x".repeat(4096 - 40 - 3 * each))).expect("written");
    let kib = length().div_ceil(1024);
    let room = kib * 1024 - length();
    assert!((1..150).contains(&room), "{room}");
    let before = env.read(JOURNAL);
    looks_on_a_disk_of(&env, kib);
    assert_eq!(env.read(JOURNAL), before, "nothing is left of what did not fit");
    looks_on_a_disk_of(&env, 1 << 20);
    let told = env.ghost(["log", "verify"]);
    assert_eq!(
        (told.status, told.stdout.as_str()),
        (Some(0), "5 records; each was written after the one before it\n"),
        "{told:?}"
    );
}

#[test]
fn half_a_record_is_told_of_and_harms_no_other() {
    let env = Env::new();
    assert_eq!(env.ghost(["gti", "--version"]).status, Some(0));
    let whole = env.read(JOURNAL);
    // What the power has gone away from.
    std::fs::write(env.home().join(JOURNAL), format!("{whole}{{\"time\":17,\"act")).expect("torn");
    let said = "2 records, and half of one (line 3), which a full disk or a crash has cut";
    let doctor = |said: &str| {
        let out = env.ghost(["doctor"]);
        let line = out.stdout.lines().find(|line| line.contains("journal.jsonl")).unwrap_or_default().to_owned();
        assert!(line.starts_with("ok ") && line.ends_with(said), "{out:?}");
    };
    doctor(&format!("is whole, {said}"));
    assert_eq!(env.ghost(["gti", "--version"]).status, Some(0));
    doctor(&format!("is whole, {}", said.replace("2 records", "4 records")));
    assert_eq!(env.ghost(["log", "verify"]).status, Some(0));
    assert_eq!(records(&env.ghost(["log", "--json"]).stdout).len(), 4);
    assert_eq!(env.ghost(["log"]).stdout.lines().count(), 2);
    let changed = env.read(JOURNAL).replacen("\"time\":17,", "\"time\":18,", 1);
    std::fs::write(env.home().join(JOURNAL), changed).expect("changed");
    let out = env.ghost(["log", "verify"]);
    assert!(out.stderr.contains("from line 3 on"), "{out:?}");
}

#[test]
fn neither_the_brain_nor_a_file_of_ghosts_hears_of_a_secret() {
    let env = Env::new();
    let secret = ["Zx8Kq3", "Lm9Pw2"].concat();
    // The brain proposes with what it was told: a placeholder in the word that was typed.
    let brain = Scripted::proposing(&[&["echo --password=\u{ab}secret-1\u{bb}"]]);
    let line = format!("ecoh --password={secret}");
    let out = with_brain(&env, &brain, &["-c", &line]);
    let heard = serde_json::to_string(&brain.received()).expect("text");
    assert!(heard.contains("\u{ab}secret-1\u{bb}") && !heard.contains(&secret), "{heard}");
    assert_eq!(out.stdout, format!("--password={secret}\n"), "the person's own word is in its place again: {out:?}");
    let mut folders = vec![env.home().join(".local/state/ghost")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let bytes = std::fs::read(entry.path()).expect("a file");
                assert!(!String::from_utf8_lossy(&bytes).contains(&secret), "{}", entry.path().display());
                files += 1;
            }
        }
    }
    assert!(files >= 2, "the journal, and what happened last");
    // Put anywhere else, a placeholder is refused.
    let brain = Scripted::proposing(&[&["echo stolen=\u{ab}secret-1\u{bb}"]]);
    let out = with_brain(&env, &brain, &["-c", &line]);
    assert_eq!(out.status, Some(127), "{out:?}");
    assert!(out.stdout.is_empty(), "{out:?}");
}

#[test]
fn what_is_looked_at_is_written_down_and_shown_when_asked_for() {
    let env = Env::new();
    let brain = Scripted::new(&serde_json::json!({
        "failed": [[{"action": "execute", "action_id": "1", "argv": ["uname", "-s"], "purpose": "probe"}]],
        "result": [{"action": "give_up"}],
    }));
    let out = with_brain(&env, &brain, &["tuoch", "new"]);
    assert_eq!(out.status, Some(127), "{out:?}");
    let whole = records(&env.read(JOURNAL));
    assert_eq!(whole.len(), 2, "{whole:?}");
    assert_eq!(
        (&whole[0]["what"], &whole[0]["runs"], &whole[0]["typed"]),
        (&"look".into(), &"uname -s".into(), &"tuoch new".into())
    );
    assert_eq!((&whole[1]["stage"], &whole[1]["exit_code"]), (&"ended".into(), &0.into()));
    assert!(env.ghost(["log"]).stdout.starts_with("Nothing has been run yet"));
    assert!(env.ghost(["log", "--looks"]).stdout.contains("uname -s   (for tuoch new; policy, in the sandbox)"));
    assert!(env.ghost(["log", "verify"]).stdout.starts_with("2 records"));
}
