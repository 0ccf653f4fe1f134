//! `ghost ask`: whatever the brain does, a person gets an answer or one line why not, and nothing runs.

use serde_json::{Value, json};

use crate::env::{Env, Outcome};
use crate::scripted::{Scripted, candidate};
use crate::terminal::Terminal;

fn ask(env: &Env, brain: &Scripted, words: &[&str]) -> Outcome {
    let kernel = brain.program();
    let front = ["--kernel", kernel.to_str().expect("a path"), "ask"];
    env.ghost(front.iter().chain(words))
}

fn probe(id: &str, argv: &[&str]) -> Value {
    json!({"action": "execute", "purpose": "probe", "action_id": id, "argv": argv})
}

fn reply(text: &str) -> Value {
    json!({"action": "reply", "text": text})
}

fn part(text: &str) -> Value {
    json!({"action": "reply", "text": text, "done": false})
}

/// Its only lines on stderr, which are ghost's own.
fn lines(out: &Outcome) -> Vec<&str> {
    out.stderr.lines().collect()
}

#[test]
fn an_answer_goes_to_stdout_and_all_else_to_stderr() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        {"action": "progress", "text": "looking around"},
        {"action": "trace", "who": "a skill", "text": "it is about ls"},
        probe("one", &["ls", "--help"]),
        {"await": "result"},
        part("# ls\n\nIt lists "),
        reply("**files**."),
    ]));
    let out = ask(&env, &brain, &["what", "does ls do"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "# ls\n\nIt lists **files**.\n"), "{out:?}");
    assert_eq!(lines(&out), ["⚡ ls --help"], "{out:?}");
    let asked = &brain.events("asked")[0];
    assert_eq!(asked["text"], "what does ls do");
    assert_eq!(asked["cwd"], env.home().to_str().expect("a path"));
    assert_eq!((&asked["dialect"], &asked["traced"]), (&json!("bash"), &json!(false)));
    assert!(asked["path"].as_array().is_some_and(|path| path.contains(&json!("/usr/bin"))), "{asked}");
    assert!(asked["variables"].as_array().is_some_and(|names| names.contains(&json!("LANG"))), "{asked}");
    let log = env.ghost(["log", "--json", "--looks"]);
    assert!(log.stdout.contains("ls --help") && log.stdout.contains("what does ls do"), "{log:?}");
}

#[test]
fn who_said_what_is_told_where_it_was_asked_for() {
    let env = Env::new();
    let steps = json!([
        {"action": "trace", "who": "scout (small)", "text": "look at ls"},
        probe("one", &["touch", "planted"]),
        reply("done"),
    ]);
    let brain = Scripted::answering(steps);
    let out = ask(&env, &brain, &["--trace", "what is this"]);
    assert_eq!(out.stdout, "done\n");
    assert_eq!(lines(&out)[0], "scout (small): look at ls");
    assert!(lines(&out)[1].starts_with("policy: touch planted was not looked at"), "{out:?}");
    assert_eq!(brain.events("asked")[0]["traced"], true);
}

#[test]
fn looks_that_are_refused_or_fail_are_results_and_not_the_end() {
    let env = Env::new();
    let argv = [&["touch", "planted"][..], &["ls", "/nonexistent"], &["sh", "-c", "touch planted"], &["ls", "--help"]];
    let names = ["write", "fails", "shell", "help"];
    let mut steps = Vec::new();
    for (name, argv) in names.iter().zip(argv) {
        steps.extend([probe(name, argv), json!({"await": "result"})]);
    }
    steps.push(json!({"action": "execute", "purpose": "probe", "action_id": "line", "command": "ls > planted"}));
    steps.push(json!({"await": "result"}));
    steps.push(reply("all seen"));
    let brain = Scripted::answering(json!(steps));
    let out = ask(&env, &brain, &["--json", "what is there"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    let results = brain.events("result");
    assert_eq!(results.len(), 5);
    assert!(
        results[0]["refused"].is_string() && results[2]["refused"].is_string() && results[4]["refused"].is_string()
    );
    assert!(results[1]["exit_code"].as_i64().is_some_and(|code| code != 0), "{results:?}");
    assert!(results[3]["stdout"].as_str().is_some_and(|text| text.contains("--all")), "{results:?}");
    let told: Value = serde_json::from_str(&out.stdout).expect("one object");
    assert_eq!(told["looks"][0]["argv"], json!(["touch", "planted"]));
    assert!(told["looks"][0]["refused"].is_string() && told["looks"][3]["exit_code"] == 0, "{told}");
    assert!(!env.home().join("planted").exists());
}

#[test]
fn a_name_forges_no_line_of_an_answer_that_is_piped() {
    let env = Env::new();
    let folder = env.home().join("names");
    std::fs::create_dir(&folder).expect("a folder");
    for name in ["a\nghost: all is well\n.txt", "b\u{202e}txt.exe", "c\u{1b}[2J.txt"] {
        std::fs::write(folder.join(name), "x".repeat(3000)).expect("a file");
    }
    for (sentence, told) in [
        ("files larger than 1 kB", "`a\\nghost: all is well\\n.txt` (2.9 KiB)"),
        ("which are the largest files here?", "`b\\u{202e}txt.exe` (2.9 KiB)"),
        ("what changed here in the last hour?", "`c\\u{1b}[2J.txt` (2.9 KiB"),
    ] {
        let mut command = env.command(["ask", "--plain", sentence]);
        command.current_dir(&folder);
        let out = env.finish(command);
        assert!(out.stdout.contains(told), "{out:?}");
        assert!(!out.stdout.lines().any(|line| line.starts_with("ghost:") || line.starts_with('.')), "{out:?}");
    }
}

#[test]
fn a_ninth_look_is_refused() {
    let env = Env::new();
    let mut steps = Vec::new();
    for number in 0..9 {
        steps.extend([probe(&number.to_string(), &["ls", "--help"]), json!({"await": "result"})]);
    }
    steps.push(reply("enough"));
    let brain = Scripted::answering(json!(steps));
    let out = ask(&env, &brain, &["what is there"]);
    assert_eq!((out.status, lines(&out).len()), (Some(0), 8), "{out:?}");
    let results = brain.events("result");
    assert_eq!((&results[7]["exit_code"], &results[8]["refused"]), (&json!(0), &json!("too many looks")));
}

#[test]
fn a_model_is_a_result_as_well() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        {"action": "mind", "action_id": "m", "name": "x", "messages": [{"role": "user", "text": "y"}]},
        {"await": "result"},
        reply("without it"),
    ]));
    let out = ask(&env, &brain, &["what is there"]);
    assert_eq!(out.stdout, "without it\n");
    assert!(brain.events("result")[0]["refused"].is_string());
}

#[test]
fn lines_are_offered_and_never_run() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        {"action": "propose", "candidates": [candidate("touch planted"), candidate("")]},
        {"action": "execute", "command": "echo x > planted", "why": "writes it"},
        {"action": "propose", "candidates": [candidate("touch planted")]},
        reply("could be done"),
    ]));
    let out = ask(&env, &brain, &["make it"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "could be done\n"), "{out:?}");
    assert_eq!(lines(&out).len(), 2, "each once: {out:?}");
    assert!(lines(&out)[0].starts_with("ghost: touch planted   ("), "{out:?}");
    assert!(lines(&out)[1].starts_with("ghost: echo x > planted   (writes it; it "), "{out:?}");
    assert!(!env.home().join("planted").exists());
}

#[test]
fn what_policy_refuses_is_not_offered() {
    let env = Env::new();
    env.config("policy.toml", "level = 'never'\n");
    let brain = Scripted::answering(json!([
        {"action": "propose", "candidates": [candidate("rm -rf notes"), candidate("touch notes"), candidate("cat «secret-1»")]},
        reply("so"),
    ]));
    let out = ask(&env, &brain, &["--json", "clean up"]);
    let told: Value = serde_json::from_str(&out.stdout).expect("one object");
    let commands: Vec<&Value> = told["offers"].as_array().expect("offers").iter().map(|one| &one["command"]).collect();
    assert_eq!(commands, ["touch notes"], "{out:?}");
    assert_eq!(told["offers"][0]["decision"], "ask");
    assert!(lines(&out)[0].starts_with("ghost: not offered: rm -rf notes ("), "{out:?}");
    assert!(lines(&out)[1].starts_with("ghost: not offered: cat «secret-1» ("), "{out:?}");
}

#[test]
fn what_the_sentence_forbids_is_kept_whatever_the_brain_wants() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        probe("far", &["ls", "/etc"]),
        {"await": "result"},
        {"action": "propose", "candidates": [candidate("sudo apt install nginx"), candidate("ls -l")]},
        reply("so"),
    ]));
    let out = ask(&env, &brain, &["--json", "Is nginx here? Do not install it yet, and look in this folder only."]);
    let told: Value = serde_json::from_str(&out.stdout).expect("one object");
    assert_eq!(told["constraints"], json!(["no_install", "folder_only"]), "{told}");
    assert_eq!(brain.events("asked")[0]["constraints"], told["constraints"]);
    assert!(told["looks"][0]["refused"].is_string(), "{told}");
    let commands: Vec<&Value> = told["offers"].as_array().expect("offers").iter().map(|one| &one["command"]).collect();
    assert_eq!(commands, ["ls -l"], "{out:?}");
    assert!(lines(&out)[0].starts_with("ghost: not offered: sudo apt install nginx ("), "{out:?}");
}

#[test]
fn json_is_one_object_whatever_happens() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        {"action": "trace", "who": "skill units", "text": "nginx"},
        part("It "), reply("runs."),
    ]));
    let out = ask(&env, &brain, &["--json", "is it there"]);
    let told: Value = serde_json::from_str(&out.stdout).expect("one object");
    let expected = json!({"text": "It runs.", "looks": [], "offers": [], "source": "skill units", "constraints": [],
                          "error": null, "hint": ""});
    assert_eq!((out.status, told, out.stderr.as_str()), (Some(0), expected, ""));
    let brain = Scripted::answering(json!([{"action": "give_up", "why": "nobody knows", "hint": "ask a person"}]));
    let out = ask(&env, &brain, &["--json", "is it there"]);
    let told: Value = serde_json::from_str(&out.stdout).expect("one object");
    assert_eq!((&told["error"], &told["hint"]), (&json!("nobody knows"), &json!("ask a person")));
    assert_eq!((out.status, out.stderr.as_str()), (Some(1), "ghost: nobody knows; ask a person\n"));
}

#[test]
fn a_line_that_is_no_object_is_a_part_of_the_answer_and_never_a_command() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        {"raw": "touch planted"}, {"raw": ""}, {"raw": "[\"touch\", \"planted\"]"}, reply("end"),
    ]));
    let out = ask(&env, &brain, &["what is this"]);
    assert_eq!(out.stdout, "touch planted\n\n[\"touch\", \"planted\"]\nend\n", "{out:?}");
    assert!(!env.home().join("planted").exists());
    assert_eq!(out.stderr, "");
}

#[test]
fn a_brain_that_breaks_costs_one_line_and_nothing_runs() {
    let cases: Vec<(&str, Value)> = vec![
        ("silent", json!({"asked": [[{"stall": true}]]})),
        ("silent at hello", json!({"hello": [{"stall": true}]})),
        ("text at hello", json!({"hello": [{"raw": "hello"}]})),
        ("dies at hello", json!({"hello": [{"exit": 1}]})),
        ("dies in the middle", json!({"asked": [[part("half"), {"exit": 1}]]})),
        ("dies within a line", json!({"asked": [[{"raw": "{\"action\": \"reply\", \"te"}, {"exit": 0}]]})),
        ("dies after a look", json!({"asked": [[probe("x", &["ls", "--help"]), {"await": "result"}, {"exit": 3}]]})),
        ("another version", json!({"hello": [{"action": "hello", "protocol": 99, "kernel": "x"}]})),
        ("floods one line", json!({"asked": [[{"flood": 100_000_000}]]})),
        ("floods objects", json!({"asked": [[{"lines": 30_000_000}]]})),
        ("floods the answer", json!({"asked": [vec![part(&"x".repeat(60_000)); 8]]})),
        ("endless unknown actions", json!({"asked": [vec![json!({"action": "dance"}); 40]]})),
        ("gives up", json!({"asked": [[{"action": "give_up"}]]})),
        (
            "reports an error",
            json!({"asked": [[{"action": "error", "code": "x", "message": "it hurts", "hint": "wait"}]]}),
        ),
        ("nothing to say", json!({"asked": [[reply("")]]})),
        ("of another request", json!({"asked": [[{"action": "reply", "id": 77, "text": "stale"}, {"exit": 0}]]})),
    ];
    for (name, script) in cases {
        let env = Env::new();
        env.config("config.toml", "[brain]\ndeadline_ms = 1500\n[ask]\nseconds = 2\n");
        let brain = Scripted::new(&script);
        let out = ask(&env, &brain, &["what is this"]);
        assert_eq!(out.status, Some(1), "{name}\n{out:?}");
        let own: Vec<&str> = lines(&out).into_iter().filter(|line| !line.starts_with('⚡')).collect();
        assert_eq!(own.len(), 1, "{name}: one line\n{out:?}");
        assert!(!out.stdout.contains("stale"), "{name}");
        assert!(name != "floods the answer" || own[0].contains("it sent too much"), "{out:?}");
        if let Some(pid) = brain.pid() {
            let gone = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None).is_err();
            assert!(gone, "{name}: the brain is left running");
        }
    }
}

#[test]
fn without_a_brain_there_is_one_line() {
    let env = Env::new();
    for kernel in ["/proc/nonexistent/brain", "/", "/etc/passwd"] {
        let out = env.ghost(["--kernel", kernel, "ask", "what is this"]);
        assert_eq!(
            (out.status, out.stdout.as_str(), out.stderr.lines().count()),
            (Some(1), "", 1),
            "{kernel}\n{out:?}"
        );
    }
}

#[test]
fn a_question_may_come_from_stdin() {
    let env = Env::new();
    let brain = Scripted::answering(json!([reply("yes")]));
    let kernel = brain.program();
    let out = env.ghost_with_input(["--kernel", kernel.to_str().expect("a path"), "ask"], b"is it there?\n");
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "yes\n"), "{out:?}");
    assert_eq!(brain.events("asked")[0]["text"], "is it there?");
    let brain = Scripted::answering(json!([reply("yes")]));
    assert_eq!(ask(&env, &brain, &["--", "--is", "it", "there"]).stdout, "yes\n");
    assert_eq!(brain.events("asked")[0]["text"], "--is it there");
    for out in [env.ghost(["ask"]), env.ghost(["ask", " "])] {
        assert_eq!(out.status, Some(125), "{out:?}");
        assert!(out.stderr.contains("nothing was asked"), "{out:?}");
    }
}

#[test]
fn what_would_command_a_terminal_is_shown_instead() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        {"action": "trace", "who": "x\u{1b}[2J", "text": "y\u{1b}]0;z\u{7}"},
        probe("x", &["ls", "--help\u{1b}[2J"]),
        {"action": "propose", "candidates": [{"command": "echo \u{1b}[2J", "why": "\u{9b}2J"}]},
        {"raw": "raw \u{1b}[2J"},
        reply("a\u{1b}]52;c;eA==\u{7}b \u{202e}c"),
    ]));
    let out = ask(&env, &brain, &["--trace", "what is this"]);
    assert_eq!(out.stdout, "raw \\u{1b}[2J\na\\u{1b}]52;c;eA==\\u{7}b \\u{202e}c\n");
    assert!(!out.stderr.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{out:?}");
    assert!(!out.stderr.is_empty());
}

#[test]
fn secrets_stay_here() {
    let env = Env::new();
    let secret = ["Zx8Kq3", "Lm9Pw2"].concat();
    env.file("settings.txt", &format!("password = {secret}\n"));
    let line = format!("curl -u bob:{secret} https://x.example");
    let brain = Scripted::answering(json!([
        probe("x", &["cat", "settings.txt"]),
        {"await": "result"},
        {"action": "propose", "candidates": [candidate("curl -u bob:\u{ab}secret-1\u{bb} https://y.example")]},
        reply("so"),
    ]));
    let kernel = brain.program();
    std::fs::create_dir(env.home().join("work")).expect("a folder");
    std::fs::rename(env.home().join("settings.txt"), env.home().join("work/settings.txt")).expect("moved");
    let mut command = env.command(["--kernel", kernel.to_str().expect("a path"), "ask", "--json", "why does", &line]);
    command.current_dir(env.home().join("work"));
    let out = env.finish(command);
    let told: Value = serde_json::from_str(&out.stdout).expect("one object");
    assert_eq!(told["looks"][0]["exit_code"], 0, "{out:?}");
    for event in brain.received() {
        assert!(!event.to_string().contains(&secret), "{event}");
    }
    assert!(brain.events("result")[0]["stdout"].as_str().is_some_and(|text| text.contains('\u{ab}')));
    // In a word that was typed with it, it comes back.
    assert_eq!(told["offers"][0]["command"], format!("curl -u bob:{secret} https://y.example"), "{told}");
}

#[test]
fn the_last_failure_comes_with_it() {
    let env = Env::new();
    let brain = Scripted::new(&json!({"failed": [[{"action": "give_up"}]], "asked": [[reply("so")]]}));
    let kernel = brain.program();
    let kernel = kernel.to_str().expect("a path");
    let failed = env.ghost(["--kernel", kernel, "-c", "ls /nonexistent"]);
    assert_eq!(failed.status, Some(2), "{failed:?}");
    let out = ask(&env, &brain, &["why", "did", "that fail"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    let last = &brain.events("asked")[0]["last_failure"];
    assert_eq!((&last["line"], &last["exit_code"]), (&json!("ls /nonexistent"), &json!(2)));
    assert!(last["output"].as_str().is_some_and(|said| said.contains("No such file")), "{last}");
}

/// At a terminal, with this brain.
fn at_terminal(env: &Env, brain: &Scripted, words: &[&str]) -> Terminal {
    let kernel = brain.program();
    let front = ["--kernel", kernel.to_str().expect("a path"), "ask"];
    let words: Vec<&str> = front.iter().chain(words).copied().collect();
    Terminal::program(env, crate::env::GHOST, &words)
}

#[test]
fn ctrl_c_ends_it_at_any_moment_and_leaves_nothing_behind() {
    let slow = json!([{"action": "progress", "text": "it takes a while"}, probe("x", &["find", "/proc/self/fd/0"]), {"stall": true}]);
    for (name, steps) in [
        ("while nothing comes", json!([{"told": "begun"}, {"stall": true}])),
        (
            "while a line is shown",
            json!([{"action": "progress", "text": "it takes a while"}, {"told": "begun"}, {"stall": true}]),
        ),
        ("in the middle of an answer", json!([part("The half of it"), {"told": "begun"}, {"stall": true}])),
        ("after a look", slow),
    ] {
        let env = Env::new();
        env.config("config.toml", "[ask]\nseconds = 600\n");
        let brain = Scripted::answering(steps);
        let mut terminal = at_terminal(&env, &brain, &["what is this"]);
        match name {
            "while a line is shown" => terminal.expect_on_screen("it takes a while"),
            "in the middle of an answer" => terminal.expect_on_screen("The half"),
            "after a look" => terminal.expect_on_screen("⚡ find"),
            _ => terminal.until_outside("it has begun", || !brain.read("begun").is_empty()),
        }
        terminal.send("\x03");
        terminal.until("nothing but the answer", |screen| {
            let text = screen.contents();
            !text.contains("it takes a while") && !text.contains("thinking") && !text.contains("^C")
                || text.contains("The half")
        });
        let left = terminal.finish();
        assert_eq!((left.status, left.signal), (Some(130), None), "{name}: {left:?}");
        let pid = brain.pid().expect("it was started");
        assert!(nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None).is_err(), "{name}: it is left running");
    }
}

#[test]
fn what_is_being_done_is_shown_after_a_while_and_goes_again() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        {"action": "progress", "text": "reading the manual"},
        {"await": "nothing"},
    ]));
    let mut terminal = at_terminal(&env, &brain, &["what is this"]);
    terminal.expect_on_screen("reading the manual");
    terminal.send("\x03");
    let left = terminal.finish();
    assert_eq!((left.status, left.signal), (Some(130), None), "{left:?}");
    // With the answer it is gone, and where nobody sees it it is never drawn.
    let quick = Scripted::answering(json!([{"action": "progress", "text": "reading the manual"}, reply("It is so.")]));
    let out = ask(&env, &quick, &["what is this"]);
    assert_eq!((out.stdout.as_str(), out.stderr.as_str()), ("It is so.\n", ""));
    let quick = Scripted::answering(json!([{"action": "progress", "text": "reading the manual"}, reply("It is so.")]));
    let mut terminal = at_terminal(&env, &quick, &["what is this"]);
    terminal.expect_on_screen("It is so.");
    assert!(!terminal.screen().contents().contains("manual"), "{}", terminal.screen().contents());
    assert_eq!(terminal.finish().status, Some(0));
}

#[test]
fn no_look_is_the_line_that_has_failed() {
    let env = Env::new();
    assert_eq!(env.ghost(["--quiet", "-c", "cat /nonexistent/frob"]).status, Some(1));
    let again = [&["cat", "/nonexistent/frob"][..], &["env", "cat", "/nonexistent/frob"], &["ls", "/nonexistent"]];
    let mut steps = Vec::new();
    for (name, argv) in ["same", "wrapped", "other"].iter().zip(again) {
        steps.extend([probe(name, argv), json!({"await": "result"})]);
    }
    steps.push(reply("seen"));
    let brain = Scripted::answering(json!(steps));
    let out = ask(&env, &brain, &["why did that fail"]);
    assert_eq!((out.status, lines(&out).len()), (Some(0), 1), "one look is taken: {out:?}");
    let results = brain.events("result");
    for refused in &results[..2] {
        assert!(refused["refused"].as_str().is_some_and(|why| why.contains("failed")), "{refused}");
    }
    assert_eq!(results[2]["exit_code"], 2, "{}", results[2]);
}

#[test]
fn a_long_look_is_cut_to_the_width_of_the_terminal() {
    let env = Env::new();
    let long = "a".repeat(300);
    let brain = Scripted::answering(json!([probe("x", &["ls", "a b", &long]), reply("seen")]));
    let mut terminal = at_terminal(&env, &brain, &["what is this"]);
    terminal.expect_on_screen("seen");
    let screen = terminal.screen().contents();
    let line = screen.lines().find(|line| line.starts_with('⚡')).expect("the look").to_owned();
    assert!(line.starts_with("⚡ ls 'a b' aaa") && line.ends_with('…'), "{line}");
    assert_eq!(screen.lines().nth(1), Some("seen"), "{screen}");
    assert_eq!(terminal.finish().status, Some(0));
}

/// A model that speaks only once its first words were shown: what collects an answer before it shows it hangs here.
#[test]
fn a_word_is_shown_while_the_model_still_speaks() {
    use std::io::Read as _;
    let env = Env::new();
    let gate = env.home().join("gate");
    nix::unistd::mkfifo(&gate, nix::sys::stat::Mode::S_IRUSR | nix::sys::stat::Mode::S_IWUSR).expect("a pipe");
    let speaks = env.script("bin/speaks", &format!("#!/bin/sh\ncat >/dev/null\necho one\ncat '{}'\n", gate.display()));
    env.config("config.toml", &format!("[models.own]\ncommand = ['{}']\n", speaks.display()));
    let brain = Scripted::answering(json!([
        {"action": "mind", "action_id": "m", "name": "own", "messages": [{"role": "user", "text": "say something"}]},
        {"await": "piece"},
        part("first words "),
        {"await": "result"},
        reply("and the last"),
    ]));
    let kernel = brain.program();
    let mut child =
        env.command(["--kernel", kernel.to_str().expect("a path"), "ask", "say", "it"]).spawn().expect("ghost starts");
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut shown = [0_u8; 12];
    stdout.read_exact(&mut shown).expect("what was said first");
    assert_eq!(&shown, b"first words ");
    std::fs::write(&gate, "two").expect("the model goes on");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("the rest");
    assert_eq!(rest, "and the last\n");
    assert!(child.wait().expect("an end").success());
    assert_eq!(brain.events("result")[0]["stdout"], "one\ntwo");
}

/// What another writes between two parts of an answer ends the line, and nothing of what the answer is there.
#[test]
fn a_page_goes_on_as_what_it_is_behind_a_line_of_another() {
    let env = Env::new();
    let brain = Scripted::answering(json!([
        part("Run **this**:\n\n```sh\nls -"),
        {"action": "trace", "who": "critic", "text": "fine"},
        part("la\n```\n\nThen *look* at "),
        probe("one", &["ls", "--help"]),
        {"await": "result"},
        reply("it."),
    ]));
    let mut terminal = at_terminal(&env, &brain, &["--trace", "how", "do", "I", "see", "hidden", "files"]);
    terminal.expect_on_screen("it.");
    let screen = terminal.screen().contents();
    assert_eq!(terminal.finish().status, Some(0), "{screen}");
    let lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
    let from = lines.iter().position(|line| *line == "Run this:").unwrap_or_else(|| panic!("{screen}"));
    let rest: Vec<&str> = lines[from..].iter().copied().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        rest[..7],
        ["Run this:", "│ ls -", "critic: fine", "│ la", "Then look at", "⚡ ls --help", "it."],
        "{screen}"
    );
}

#[test]
fn a_repository_is_seen_from_a_folder_below_its_top() {
    let env = Env::new();
    env.file("shop/src/a.rs", "fn main() {}\n");
    let mut script = std::process::Command::new("/bin/sh");
    let make =
        "git init -q && git add . && git -c user.name=Ann -c user.email=a@example.org commit -qm 'Open the shop'";
    let made = script.args(["-c", make]).current_dir(env.home().join("shop")).env("HOME", env.home()).status();
    assert!(made.expect("git").success());
    let mut command = env.command(["ask", "show me the last 5 commits"]);
    command.current_dir(env.home().join("shop/src"));
    let out = env.finish(command);
    assert!(out.stdout.contains("Open the shop"), "{out:?}");
}
