//! `ghost route`: one answer a line, at once, and the same on every machine.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::env::{Env, Outcome};

/// Line and route of each answer.
fn answers(outcome: &Outcome) -> Vec<(String, String)> {
    let text = |answer: &Value, field: &str| answer[field].as_str().expect("a text").to_owned();
    let answers = outcome.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    answers
        .map(|answer| {
            assert!(!text(&answer, "why").is_empty(), "{answer}");
            (text(&answer, "line"), text(&answer, "route"))
        })
        .collect()
}

#[test]
fn each_line_gets_an_answer() {
    let env = Env::new();
    let out =
        env.ghost_with_input(["route"], "ls -la\n\nwhat's using port 8080?\n 怎么解压\n怎么解压 a.zip".as_bytes());
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), ""), "{out:?}");
    let expected = [
        ("ls -la", "command"),
        ("", "command"),
        ("what's using port 8080?", "sentence"),
        (" 怎么解压", "command"),
        ("怎么解压 a.zip", "sentence"),
    ];
    assert_eq!(answers(&out), expected.map(|(line, route)| (line.to_owned(), route.to_owned())));
}

#[test]
fn a_line_may_be_given_in_the_call() {
    let env = Env::new();
    for words in [&["route", "what's using port 8080?"][..], &["route", "what's", "using", "port", "8080?"]] {
        let out = env.ghost_with_input(words, b"ls\n");
        assert_eq!(answers(&out), [("what's using port 8080?".to_owned(), "sentence".to_owned())], "{out:?}");
    }
}

#[test]
fn the_names_of_a_session_are_told_by_a_file() {
    let env = Env::new();
    env.file("names", "  prettify\n\n清理\n");
    let lines = "prettify all the files\n清理 一下所有的\n".as_bytes();
    let route = |words: &[&str]| {
        answers(&env.ghost_with_input(words, lines)).into_iter().map(|(_, route)| route).collect::<Vec<_>>()
    };
    assert_eq!(route(&["route"]), ["sentence", "sentence"]);
    assert_eq!(route(&["route", "--names", "names"]), ["sentence", "command"]);
}

#[test]
fn what_is_installed_here_does_not_count() {
    let env = Env::new();
    env.script("bin/frobnicate", "#!/bin/sh\n");
    let mut answers = Vec::new();
    for path in ["/usr/bin:/bin".to_owned(), format!("{}:/usr/bin", env.home().join("bin").display())] {
        let mut command = env.command(["route"]);
        let mut child = command.env("PATH", path).stdin(Stdio::piped()).spawn().expect("ghost starts");
        child.stdin.take().expect("its stdin").write_all(b"frobnicate the files\n").expect("the line is read");
        answers.push(child.wait_with_output().expect("it ends").stdout);
    }
    assert!(!answers[0].is_empty());
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn an_answer_does_not_wait_for_the_next_line() {
    let env = Env::new();
    let mut child = env.command(["route"]).stdin(Stdio::piped()).spawn().expect("ghost starts");
    let mut input = child.stdin.take().expect("its stdin");
    let output = BufReader::new(child.stdout.take().expect("its stdout"));
    let (sender, answers) = mpsc::channel();
    let reader = thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    for line in ["pwd", "show me the way"] {
        writeln!(input, "{line}").expect("the line is read");
        let answer = answers.recv_timeout(Duration::from_secs(20));
        assert!(answer.as_ref().is_ok_and(|answer| answer.contains(line)), "{line}: {answer:?}");
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
    assert!(reader.join().expect("the reader ends").is_ok());
}

#[test]
fn a_line_that_is_no_utf8_is_answered() {
    let env = Env::new();
    let out = env.ghost_with_input(["route"], b"cat \xff\xfe\n");
    assert_eq!(answers(&out), [("cat \u{fffd}\u{fffd}".to_owned(), "command".to_owned())]);
}

#[test]
fn names_that_cannot_be_read_are_an_error_of_its_own() {
    let env = Env::new();
    let out = env.ghost_with_input(["route", "--names", "nowhere"], b"");
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
    assert!(out.stderr.contains("could not read the names in nowhere"), "{out:?}");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let env = Env::new();
    let mut child = env.command(["route"]).stdin(Stdio::piped()).spawn().expect("ghost starts");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("its stdin");
    // ghost may be gone before all lines are written.
    let _ = input.write_all("ls\n".repeat(10_000).as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
