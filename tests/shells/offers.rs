//! What becomes of a line that was put at the prompt: the brain hears of it once the next line has ended, and remembers.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::ask::answered_by;
use crate::repairs::proposing;
use crate::session::Session;
use crate::stage::{Mode, Setup, Shell, Stage};

/// What is offered for `try-out`, by a rule of the person's own that is not sure.
const OFFERED: &str = "mkdir made";

fn arrange(setup: &mut Setup) {
    proposing(setup, &[OFFERED]);
    setup.script("try-out", "#!/bin/sh\necho No such file >&2\nexit 3\n");
}

fn fails(session: &mut Session) {
    session.keys("try-out\r");
    session.await_at_cursor("> mkdir made");
}

/// What the brain has heard of ends, once there are so many.
fn outcomes(session: &mut Session, count: usize) -> Vec<Value> {
    let home = session.home();
    session.await_outside("outcomes", || heard(&home).len() >= count);
    heard(&home)
}

fn heard(home: &Path) -> Vec<Value> {
    let received = fs::read_to_string(home.join("brain/received.jsonl")).unwrap_or_default();
    let events = received.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.filter(|event| event["event"] == "outcome").collect()
}

in_shells!(an_offer_that_worked_is_known_the_next_time: bash zsh fish nu);
fn an_offer_that_worked_is_known_the_next_time(stage: &Stage) {
    stage.hosted(arrange, |session| {
        let made = session.home().join("made");
        fails(session);
        assert!(!session.screen().contains("this has worked"), "{}", session.screen());
        session.keys("\r");
        session.await_prompt_again();
        assert!(made.is_dir(), "{}", session.screen());
        fs::remove_dir(&made).expect("the folder goes");
        // Other failures in between are others.
        session.line(session.says("ls /none", "ls /none", "ls /none", "^ls /none"));
        session.line("clear");
        fails(session);
        assert!(session.screen().contains("ghost: mkdir made   (this has worked once here"), "{}", session.screen());
        // What is made of it now is the person's own line, and it has worked once as well.
        session.keys("\x05 more\r");
        session.await_prompt_again();
        assert!(session.home().join("more").is_dir(), "{}", session.screen());
        let told = session.line("ghost memory list");
        assert!(told.contains("mkdir made more") && told.contains("try-out"), "{told}");
    });
}

/// Another terminal's record of what happened last.
fn elsewhere(session: &Session) {
    let state = session.home().join(".local/state/ghost");
    let record = json!({"time": 1, "line": "ran-elsewhere", "cwd": "/", "exit_code": 1, "verdict": "a failure",
                        "steps": [], "ending": "the first error was shown", "trouble": ""});
    fs::write(state.join("last.json"), record.to_string()).expect("a record");
}

fn why(session: &mut Session) -> String {
    session.line("clear");
    session.line("ghost why")
}

in_shells!(why_tells_of_this_terminal_and_of_what_became_of_an_offer: bash zsh fish nu);
fn why_tells_of_this_terminal_and_of_what_became_of_an_offer(stage: &Stage) {
    let with_a_record = |setup: &mut Setup| {
        arrange(setup);
        setup.file(".local/state/ghost/last.json", "");
    };
    stage.hosted(with_a_record, |session| {
        elsewhere(session);
        let told = why(session);
        assert!(told.contains("Nothing has failed in this terminal yet") && told.contains("ran-elsewhere"), "{told}");
        fails(session);
        elsewhere(session);
        session.keys("\x15");
        session.await_empty_prompt();
        let told = why(session);
        for part in [
            "typed     try-out",
            "ended     status 3",
            "proposed  mkdir made",
            "so        the line was offered and not run",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        session.line("clear");
        fails(session);
        session.keys("\r");
        session.await_prompt_again();
        let kept = session.read(".local/state/ghost/last.json");
        assert!(kept.contains("\"taken\":{\"line\":\"mkdir made\",\"exit_code\":0}"), "{kept}");
        elsewhere(session);
        let told = why(session);
        for part in ["typed     try-out", "you ran   mkdir made", "  ended   status 0", "you ran it: it worked"] {
            assert!(told.contains(part), "{part}: {told}");
        }
        // The key puts it there again, and it is taken away.
        session.line("clear");
        session.keys("\x1bg");
        session.await_at_cursor("> mkdir made");
        session.interrupt();
        session.await_empty_prompt();
        let told = why(session);
        assert!(told.contains("typed     try-out") && told.contains("offered, and you took it away"), "{told}");
        assert!(!told.contains("you ran"), "{told}");
        // No hook is told of what ghost has run itself.
        session.line("ghost -- ls /none/there");
        elsewhere(session);
        let told = why(session);
        assert!(told.contains("typed     ls /none/there") && told.contains("status 2"), "{told}");
    });
}

in_shells!(why_tells_of_a_sentences_offer: bash zsh fish nu);
fn why_tells_of_a_sentences_offer(stage: &Stage) {
    const SENTENCE: &str = "is the web server of this machine running?";
    let offer = json!({"action": "propose", "candidates": [{"command": "mkdir one", "why": "makes it"}]});
    let script = json!({"asked": [[offer, {"action": "reply", "text": "It is not."}]]});
    stage.hosted(
        |setup| answered_by(setup, &script),
        |session| {
            session.keys(&format!("{SENTENCE}\r"));
            session.await_at_cursor("> mkdir one");
            session.keys("\r");
            session.await_prompt_again();
            let told = why(session);
            for part in
                [&format!("asked     {SENTENCE}"), "proposed  mkdir one", "you ran   mkdir one", "  ended   status 0"]
            {
                assert!(told.contains(part), "{part}: {told}");
            }
        },
    );
}

/// A brain that offers the same line each time and hears what becomes of it.
fn deaf_to_nothing(setup: &mut Setup) {
    let offer = serde_json::json!([{"action": "propose", "candidates": [{"command": "mkdir made"}]}]);
    answered_by(setup, &serde_json::json!({"failed": [offer, offer, offer, offer, offer, offer]}));
    setup.script("try-out", "#!/bin/sh\necho No such file >&2\nexit 3\n");
}

in_shells!(the_brain_hears_what_became_of_an_offer: bash zsh fish nu);
fn the_brain_hears_what_became_of_an_offer(stage: &Stage) {
    stage.play(Mode::Hold, deaf_to_nothing, |session| {
        let said = |told: &Value| {
            ["verdict", "line", "typed", "offered"].map(|name| told[name].as_str().unwrap_or_default().to_owned())
        };
        session.keys("try-out\r");
        session.await_at_cursor("> mkdir made");
        session.keys("\r");
        session.await_prompt_again();
        let told = outcomes(session, 2);
        assert_eq!(told[0]["verdict"], "offered", "{told:?}");
        assert_eq!(said(&told[1]), ["solved", "mkdir made", "try-out", ""]);
        assert_eq!(told[1]["cwd"].as_str().map(Path::new), Some(&*session.home()));
        session.keys("try-out\r");
        session.await_at_cursor("> mkdir made");
        session.keys("\x05 more\r");
        if session.shell == Shell::Nu {
            // nu's own makes what is not there.
            session.await_prompt_again();
            let told = outcomes(session, 4);
            assert_eq!(said(&told[3]), ["solved", "mkdir made more", "try-out", "mkdir made"]);
            return;
        }
        // One of them is there already, so it fails: that is no word on what was offered.
        session.await_at_cursor("> mkdir made");
        assert_eq!(outcomes(session, 4)[3]["verdict"], "offered");
        // Gone from the screen, it is not taken for the next one.
        session.keys("\x15");
        session.await_prompt_again();
        session.keys("try-out\r");
        // Once the brain has been told of it, what stands at the prompt is the new one.
        assert_eq!(outcomes(session, 5)[4]["verdict"], "offered");
        session.await_at_cursor("> mkdir made");
        session.keys("\r");
        session.await_text("File exists");
        session.await_at_cursor("> mkdir made");
        let told = outcomes(session, 7);
        assert_eq!(said(&told[5]), ["failed", "mkdir made", "try-out", ""], "{told:?}");
    });
}

/// What is told of an end: the verdict, the line, and what it had been offered for.
fn said(told: &Value) -> [String; 3] {
    ["verdict", "line", "typed"].map(|name| told[name].as_str().unwrap_or_default().to_owned())
}

in_shells!(the_brain_hears_what_became_of_a_sentences_offer: bash zsh fish nu);
fn the_brain_hears_what_became_of_a_sentences_offer(stage: &Stage) {
    const SENTENCE: &str = "is the web server of this machine running?";
    let arrange = |setup: &mut Setup| {
        let steps = |line: &str| json!([{"action": "propose", "candidates": [{"command": line}]}, {"action": "reply", "text": "so it is"}]);
        // Where nu has read the sentence first, it was a failure.
        answered_by(setup, &json!({"asked": [steps("mkdir one"), steps("mkdir two")]}));
    };
    stage.hosted(arrange, |session| {
        let home = session.home();
        let asks = |session: &mut Session, line: &str| {
            session.keys(&format!("{SENTENCE}\r"));
            session.await_at_cursor(&format!("> {line}"));
        };
        asks(session, "mkdir one");
        session.keys("\r");
        session.await_prompt_again();
        assert!(home.join("one").is_dir(), "{}", session.screen());
        let told = outcomes(session, 2);
        assert_eq!(said(&told[0]), ["offered", "mkdir one", SENTENCE]);
        assert_eq!(said(&told[1]), ["solved", "mkdir one", SENTENCE]);
        assert_eq!(told[0]["cwd"].as_str().map(Path::new), Some(&*home));
        asks(session, "mkdir two");
        session.interrupt();
        session.await_empty_prompt();
        let told = outcomes(session, 4);
        assert_eq!(said(&told[2]), ["offered", "mkdir two", SENTENCE]);
        assert_eq!(said(&told[3]), ["declined", "mkdir two", SENTENCE], "{told:?}");
    });
}

in_shells!(the_brain_hears_what_became_of_the_keys_offer: bash zsh fish nu);
fn the_brain_hears_what_became_of_the_keys_offer(stage: &Stage) {
    stage.play(Mode::Hold, deaf_to_nothing, |session| {
        session.keys("try-out\r");
        session.await_at_cursor("> mkdir made");
        session.keys("\x15");
        session.await_empty_prompt();
        // Others in between are nobody's business.
        session.line("echo something else");
        session.keys("\x1bg");
        session.await_at_cursor("> mkdir made");
        assert_eq!(said(&outcomes(session, 2)[1]), ["offered", "mkdir made", "try-out"]);
        session.keys("\r");
        session.await_prompt_again();
        assert!(session.home().join("made").is_dir(), "{}", session.screen());
        let told = outcomes(session, 3);
        assert_eq!(said(&told[2]), ["solved", "mkdir made", "try-out"], "{told:?}");
        assert_eq!(told[2]["cwd"].as_str().map(Path::new), Some(&*session.home()));
        // Taken out again it is one that was dropped, and a line behind it is another line.
        session.keys("\x1bg");
        session.await_at_cursor("> mkdir made");
        session.keys("\x15");
        session.await_empty_prompt();
        session.line("echo something else");
        session.line("echo the last");
        let told = outcomes(session, 4);
        assert_eq!((told.len(), said(&told[3])), (4, said(&told[1])), "{told:?}");
    });
}

in_shells!(other_lines_say_nothing_of_an_offer: bash zsh fish nu);
fn other_lines_say_nothing_of_an_offer(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        deaf_to_nothing(setup);
        setup.settings("HISTCONTROL=ignorespace", "setopt hist_ignore_space", "", "");
    };
    stage.play(Mode::Hold, arrange, |session| {
        for line in ["echo something else", " mkdir made", "waits-not"] {
            session.keys("try-out\r");
            session.await_at_cursor("> mkdir made");
            session.keys("\x15");
            session.await_empty_prompt();
            if line == "waits-not" {
                // Behind another line it is a line like any other.
                session.line("echo something else");
                session.line("mkdir made");
            } else {
                session.line(line);
            }
            if session.home().join("made").exists() {
                fs::remove_dir(session.home().join("made")).expect("the folder goes");
            }
        }
        let told = outcomes(session, 3);
        assert!(told.iter().all(|event| event["verdict"] == "offered"), "{told:?}");
        assert_eq!(told.len(), 3, "{told:?}");
    });
}

in_shells!(an_offer_that_was_taken_away_is_not_made_again: bash zsh fish nu);
fn an_offer_that_was_taken_away_is_not_made_again(stage: &Stage) {
    stage.hosted(arrange, |session| {
        fails(session);
        session.interrupt();
        session.await_empty_prompt();
        session.line("clear");
        let screen = session.line("try-out");
        assert!(screen.contains("No such file") && !screen.contains("mkdir"), "{screen}");
        assert!(!session.home().join("made").exists());
    });
}
