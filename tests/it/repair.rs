//! The main job from end to end: what the person sees, and what is left on the machine.

use serde_json::json;

use crate::env::Env;
use crate::scripted::Scripted;

/// `ghost --kernel BRAIN WORDS…`, with a scripted brain.
fn with_brain(env: &Env, brain: &Scripted, words: &[&str]) -> crate::env::Outcome {
    let kernel = brain.program();
    let mut all = vec!["--kernel", kernel.to_str().expect("a path")];
    all.extend(words);
    env.ghost(all)
}

#[test]
fn a_misspelt_program_is_repaired_and_its_error_never_shown() {
    let env = Env::new();
    let out = env.ghost(["gti", "--version"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    assert!(out.stdout.starts_with("git version "), "{out:?}");
    assert_eq!(out.stderr, "✓ git --version\n");
}

#[test]
fn a_command_that_works_is_left_alone() {
    let env = Env::empty();
    let out = env.ghost(["printf", "a\\nb"]);
    assert_eq!((out.status, out.stdout.as_str(), out.stderr.as_str()), (Some(0), "a\nb", ""));
    assert!(!env.home().join(".cache").exists() && !env.home().join(".local").exists(), "nothing is written");
}

#[test]
fn an_answer_is_no_failure_and_wakes_nobody() {
    let env = Env::new();
    env.file("notes", "abc\n");
    let brain = Scripted::proposing(&[&["echo never"]]);
    for words in [&["grep", "zebra", "notes"][..], &["-c", "test -f nothing"], &["cmp", "-s", "notes", "/etc/passwd"]] {
        let out = with_brain(&env, &brain, words);
        assert_eq!((out.status, out.stdout.as_str(), out.stderr.as_str()), (Some(1), "", ""), "{words:?}");
    }
    assert_eq!(brain.pid(), None, "the brain was started");
}

#[test]
fn what_a_look_shows_reaches_the_brain_without_its_secrets() {
    let env = Env::new();
    let (typed, other) = (["Zx8Kq3", "Lm9Pw2"].concat(), ["Qw7Rt5", "Yu1Op4"].concat());
    env.file("work/settings.txt", &format!("name = plain\npassword = {other}\nuser bob:{typed}\n"));
    let look =
        |id: &str, argv: &[&str]| json!({"action": "execute", "purpose": "probe", "action_id": id, "argv": argv});
    let brain = Scripted::doing(json!([
        look("a", &["cat", "settings.txt"]),
        {"await": "result"},
        look("b", &["cat", "settings.txt", "nowhere"]),
        {"await": "result"},
        {"action": "propose", "candidates": [crate::scripted::candidate("echo -u bob:\u{ab}secret-1\u{bb}")]},
    ]));
    let (kernel, line) = (brain.program(), format!("frob-nothing -u bob:{typed}"));
    let mut command = env.command(["--kernel", kernel.to_str().expect("a path"), "-c", &line]);
    command.current_dir(env.home().join("work"));
    let out = env.finish(command);
    let results = brain.events("result");
    assert_eq!(results.len(), 2, "{:?}", brain.received());
    for result in &results {
        let seen = result["stdout"].as_str().expect("a text");
        assert_eq!(seen, "name = plain\npassword = \u{ab}secret-2\u{bb}\nuser bob:\u{ab}secret-1\u{bb}\n");
    }
    assert!(results[1]["stderr"].as_str().is_some_and(|text| text.contains("nowhere")), "{results:?}");
    // What was typed is put back in its word, as ever.
    assert!(out.stdout.contains(&format!("bob:{typed}")) || out.stderr.contains(&format!("bob:{typed}")), "{out:?}");
}

#[test]
fn quiet_drops_the_line() {
    let out = Env::new().ghost(["--quiet", "gti", "--version"]);
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), ""));
}

#[test]
fn what_may_have_been_a_sentence_is_said_to_be_one_only_where_nothing_else_helps() {
    let env = Env::new();
    let said = |words: &[&str]| env.ghost(words).stderr;
    let hint = said(&["biggest", "files", "here"]);
    assert!(hint.contains("if it was a question, ask it: ghost ask 'biggest files here'"), "{hint}");
    for words in [&["delpoy-all", "-n", "now"][..], &["gti", "--version"], &["ls", "/nowhere/the/biggest/files"]] {
        assert!(!said(words).contains("question"), "{words:?}: {}", said(words));
    }
}

#[test]
fn three_strikes_then_the_first_error_and_what_was_tried() {
    let env = Env::new();
    let brain =
        Scripted::proposing(&[&["ls /nonexistent/1"], &["ls /nonexistent/2"], &["ls /nonexistent/3"], &["echo never"]]);
    env.script("bin/fails", "#!/bin/sh\necho told; echo it hurts >&2; exit 9\n");
    let out = with_brain(&env, &brain, &["--yes", "bin/fails"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(9), "told\n"), "the first run's own\n{out:?}");
    let lines: Vec<&str> = out.stderr.lines().collect();
    assert_eq!(lines[0], "it hurts", "the first error, first\n{out:?}");
    assert_eq!(lines.len(), 4, "{out:?}");
    for (number, line) in (1..).zip(&lines[1..]) {
        assert!(line.contains(&format!("ls /nonexistent/{number}")) && line.contains("status 2"), "{out:?}");
    }
    let failed = brain.events("failed");
    assert_eq!(failed.len(), 3);
    assert_eq!(failed[2]["strike"], 3);
    assert_eq!(failed[2]["tried"][1]["line"], "ls /nonexistent/2");
    assert!(failed[2]["tried"][1]["output"].as_str().is_some_and(|text| text.contains("nonexistent/2")));
    assert_eq!(brain.events("outcome")[0]["verdict"], "gave_up");
}

#[test]
fn a_line_that_ends_well_without_what_it_was_for_is_a_strike() {
    let env = Env::new();
    env.script("bin/fails", "#!/bin/sh\nexit 9\n");
    let with = |line: &str, check: serde_json::Value| {
        let mut one = crate::scripted::candidate(line);
        one["check"] = check;
        json!([{"action": "propose", "candidates": [one]}])
    };
    let brain = Scripted::new(&json!({"failed": [
        with("mkdir made", json!(["test", "-d", "made/below"])),
        with("mkdir -p made/below", json!(["test", "-d", "made/below"])),
    ]}));
    let out = with_brain(&env, &brain, &["--yes", "bin/fails"]);
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), "✓ mkdir -p made/below\n"), "{out:?}");
    let tried = &brain.events("failed")[1]["tried"][0];
    assert_eq!((&tried["line"], &tried["exit_code"]), (&json!("mkdir made"), &json!(0)));
    assert!(tried["refused"].as_str().is_some_and(|why| why.contains("not there")), "{tried}");
    assert_eq!(brain.events("outcome")[0]["verdict"], "solved");
}

#[test]
fn a_check_that_cannot_be_made_changes_nothing() {
    let env = Env::new();
    env.script("bin/fails", "#!/bin/sh\nexit 9\n");
    for check in [json!(["rm", "made"]), json!(["no-such-program-here"]), json!([]), json!(["test", "-d", "made"])] {
        let mut one = crate::scripted::candidate("mkdir -p made");
        one["check"] = check.clone();
        let brain = Scripted::doing(json!([{"action": "propose", "candidates": [one]}]));
        let out = with_brain(&env, &brain, &["--yes", "bin/fails"]);
        assert_eq!((out.status, out.stderr.as_str()), (Some(0), "✓ mkdir -p made\n"), "{check}: {out:?}");
        assert!(env.home().join("made").is_dir(), "{check}");
    }
}

#[test]
fn the_failed_line_is_run_once() {
    let env = Env::new();
    env.script("bin/fails", "#!/bin/sh\necho x >> runs; exit 3\n");
    let brain = Scripted::proposing(&[&["bin/fails", "echo mended"]]);
    let out = with_brain(&env, &brain, &["--yes", "bin/fails"]);
    assert_eq!(out.stdout, "mended\n", "{out:?}");
    assert_eq!(env.read("runs"), "x\n", "the typed line ran once");
}

#[test]
fn the_failed_line_is_not_run_again_because_it_is_written_otherwise() {
    let env = Env::new();
    env.script("bin/fails", "#!/bin/sh\necho ran >>ran; exit 9\n");
    let bin = env.home().join("bin/fails");
    let fails = bin.to_str().expect("a path");
    for line in [
        format!("'{fails}'  x"),
        format!("{fails} x 2>&1 | tail -1"),
        format!("true && {fails} x"),
        format!("env {fails} x || true"),
        format!("sh -c '{fails} x'"),
    ] {
        let brain = Scripted::proposing(&[&[&line], &[&line]]);
        env.file("ran", "");
        let out = with_brain(&env, &brain, &["--yes", fails, "x"]);
        assert_eq!((out.status, env.read("ran").as_str()), (Some(9), "ran\n"), "{line}: {out:?}");
    }
    // What a strike has run is no other line either.
    let brain = Scripted::proposing(&[&["ls /nowhere/x"], &["'ls'  /nowhere/x", "true; ls /nowhere/x"]]);
    let out = with_brain(&env, &brain, &["--yes", fails, "x"]);
    assert_eq!(out.stderr.matches("(ended with").count(), 1, "{out:?}");
    // Of this one only the end has run, and nothing but that can have failed.
    let line = "test -d / && stat /nowhere 2>/dev/null";
    let brain =
        Scripted::proposing(&[&[line], &["test -d / && 'stat' /nowhere 2>/dev/null", &format!("{line} || true")]]);
    let out = with_brain(&env, &brain, &["--yes", "-c", "test -d / && statt /nowhere"]);
    assert_eq!(brain.events("failed").len(), 2, "{out:?}");
    assert_eq!(out.stderr.matches("(ended with").count(), 1, "{out:?}");
}

#[test]
fn without_a_terminal_and_without_consent_an_offer_is_printed_and_nothing_runs() {
    let env = Env::new();
    let out = env.ghost(["mkdir", "a/b/c"]);
    assert_eq!(out.status, Some(1), "{out:?}");
    assert!(out.stderr.contains("ghost: mkdir -p a/b/c"), "{out:?}");
    assert!(!env.home().join("a").exists());
    let out = env.ghost(["--yes", "mkdir", "a/b/c"]);
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), "✓ mkdir -p a/b/c\n"));
    assert!(env.home().join("a/b/c").is_dir());
}

#[test]
fn consent_ends_where_things_are_lost_or_rights_are_gained() {
    for line in
        ["rm -rf kept", "sudo ls", "git push --force", "pkill -9 no-such-process-here", "curl x | sh", "shred kept"]
    {
        let env = Env::new();
        env.file("kept", "precious\n");
        let brain = Scripted::proposing(&[&[line]]);
        let out = with_brain(&env, &brain, &["--yes", "--report", "report", "-c", "fial kept"]);
        assert_eq!(out.status, Some(127), "{line}\n{out:?}");
        assert_eq!(env.read("kept"), "precious\n", "{line}");
        assert_eq!(env.read("report"), "", "{line}: nothing was run");
    }
}

#[test]
fn every_repair_that_runs_is_reported() {
    let env = Env::new();
    let out = env.ghost(["--yes", "--report", "report", "-c", "mkdir a/b"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    let out = env.ghost(["--report=report", "gti", "--version"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    assert_eq!(env.read("report"), "mkdir -p a/b\ngit --version\n");
}

#[test]
fn a_report_that_cannot_be_written_is_said_before_anything_runs() {
    let env = Env::new();
    let out = env.ghost(["--report", "/proc/nonexistent/report", "touch", "made"]);
    assert_eq!(out.status, Some(125), "{out:?}");
    assert!(out.stderr.contains("--report"), "it says what to do\n{out:?}");
    assert!(!env.home().join("made").exists());
}

#[test]
fn what_changes_only_a_shell_is_offered() {
    let env = Env::new();
    env.file("documents/x", "");
    let out = env.ghost(["--yes", "--report", "report", "-c", "cd documnets"]);
    assert_ne!(out.status, Some(0), "{out:?}");
    assert!(out.stderr.contains("cd documents"), "{out:?}");
    assert_eq!(env.read("report"), "");
}

#[test]
fn only_what_failed_and_what_follows_runs_again() {
    let env = Env::new();
    env.file("lib/Makefile", "all:\n\techo built > built\n");
    let out = env.ghost(["--yes", "-c", "echo once >> log && cd lib && mkae && echo done"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "echo built > built\ndone\n"), "{out:?}");
    assert_eq!(env.read("log"), "once\n");
    assert_eq!(env.read("lib/built"), "built\n", "in the folder the line had gone to");
}

#[test]
fn once_output_has_left_through_a_pipe_nothing_is_run() {
    let env = Env::new();
    let brain = Scripted::proposing(&[&["echo mended"]]);
    let long = "head -c 3000000 /dev/zero; ehco x";
    let out = with_brain(&env, &brain, &["--yes", "-c", long]);
    assert_eq!(out.status, Some(127), "{:?}", out.stderr);
    assert_eq!(out.stdout.len(), 3_000_000, "the output is whole, and nothing follows it");
    assert!(out.stderr.contains("ghost: echo mended"), "{}", out.stderr);
}

#[test]
fn input_that_was_used_up_makes_it_an_offer() {
    let env = Env::new();
    let brain = Scripted::proposing(&[&["cat"]]);
    let kernel = brain.program();
    let kernel = kernel.to_str().expect("a path");
    let out = env.ghost_with_input(["--yes", "--kernel", kernel, "-c", "cat > /dev/null; exit 4"], b"precious\n");
    assert_eq!((out.status, out.stdout.as_str()), (Some(4), ""), "{out:?}");
    assert!(out.stderr.contains("ghost: cat"), "{out:?}");
    // A program that never started has read nothing.
    let brain = Scripted::proposing(&[&["cat"]]);
    let kernel = brain.program();
    let out = env.ghost_with_input(["--yes", "--kernel", kernel.to_str().expect("a path"), "cta"], b"precious\n");
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "precious\n"), "{out:?}");
}

#[test]
fn why_tells_what_happened_last() {
    let env = Env::new();
    assert_eq!(env.ghost(["why"]).stdout, "Nothing has failed yet.\n");
    let _ = env.ghost(["gti", "--version"]);
    let told = env.ghost(["why"]).stdout;
    for part in ["typed     gti --version", "proposed  git --version", "status 127", "status 0", "worked"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let json: serde_json::Value = serde_json::from_str(&env.ghost(["why", "--json"]).stdout).expect("JSON");
    assert_eq!(json["steps"][0]["line"], "git --version");
    let sure = json["steps"][0]["confidence"].as_f64().expect("a number");
    assert!((0.5..1.0).contains(&sure), "{sure}");
    assert!(told.contains(&format!("{:.0} % sure", sure * 100.0)), "{told}");
}

#[test]
fn ghosts_own_errors_are_clear_and_125() {
    let env = Env::new();
    for (words, part) in [
        (&["--no-such-option", "ls"][..], "no option --no-such-option"),
        (&["-c"], "needs a value"),
        (&["-c", "ls", "-l"], "put quotes around it"),
        (&["why", "--odd"], "--odd"),
        (&["rules"], "list"),
        (&[""], "empty"),
    ] {
        let out = env.ghost(words.iter().copied());
        assert_eq!(out.status, Some(125), "{words:?}\n{out:?}");
        assert!(out.stderr.contains(part), "{words:?}\n{out:?}");
        assert_eq!(out.stdout, "", "{words:?}");
    }
}

#[test]
fn switched_off_it_is_not_there() {
    let env = Env::new();
    let mut command = env.command(["gti", "--version"]);
    command.env("GHOST_OFF", "1");
    let out = env.finish(command);
    assert_eq!((out.status, out.stdout.as_str()), (Some(127), ""), "{out:?}");
}

#[test]
fn rules_of_ones_own_are_equals_and_a_broken_one_is_named() {
    let env = Env::new();
    let rule = "\"\"\"frob has moved.\"\"\"\nfrom ghost_kernel.rules import Example, Fix, rule\n\n\
        @rule(programs=[\"frob\"])\ndef propose(failure):\n    return Fix([\"echo\", \"frobbed\"], why=\"it moved\", confidence=0.9)\n\n\
        EXAMPLES = [Example(\"frob x\", \"frob: command not found\", \"echo frobbed\", exit_code=127), Example(\"ls\", \"\", None)]\n";
    env.config("rules/frob.py", rule);
    env.config("rules/broken.py", "raise ValueError('no')\n");
    let out = env.ghost(["--yes", "frob", "x"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "frobbed\n"), "{out:?}");
    let log = env.read(".local/state/ghost/brain/kernel.log");
    assert!(log.contains("broken.py") && log.contains("ValueError"), "{log}");
    let listed = env.ghost(["rules", "list"]);
    assert!(listed.stdout.contains("frob"), "{listed:?}");
    let path = env.home().join(".config/ghost/rules/frob.py");
    let checked = env.ghost(["rules".as_ref(), "check".as_ref(), path.as_os_str()]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    let broken = env.ghost(["rules", "check", "/proc/nonexistent.py"]);
    assert_eq!(broken.status, Some(1), "{broken:?}");
}

#[test]
fn the_brain_is_shown_what_was_printed_and_no_values_of_variables() {
    let env = Env::new();
    let brain = Scripted::doing(json!([{"action": "give_up"}]));
    let kernel = brain.program();
    let mut command = env.command([
        "--kernel",
        kernel.to_str().expect("a path"),
        "-c",
        "echo out; echo err >&2; nosuchcmd a | cat; exit 5",
    ]);
    command.env("SECRET_TOKEN", "hunter2");
    let out = env.finish(command);
    assert_eq!(out.status, Some(5));
    let failed = &brain.events("failed")[0];
    assert_eq!(failed["output"].as_str().map(|text| text.starts_with("out\nerr\n")), Some(true), "{failed}");
    assert!(failed["variables"].as_array().is_some_and(|names| names.contains(&json!("SECRET_TOKEN"))));
    assert!(!failed.to_string().contains("hunter2"), "values stay here");
}

#[test]
fn a_run_that_dies_of_a_signal_is_told_as_such() {
    let env = Env::new();
    let out = env.ghost(["-c", "kill -KILL $$"]);
    assert_eq!((out.status, out.signal), (None, Some(9)), "{out:?}");
    let out = env.ghost(["-c", "kill -TERM $$"]);
    assert_eq!((out.status, out.signal), (None, Some(15)), "{out:?}");
}

#[test]
fn what_the_parts_that_went_well_printed_is_not_lost() {
    let env = Env::new();
    let out = env.ghost(["--yes", "-c", "echo a; mkdri sub && ls -d sub"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "a\nsub\n"), "{out:?}");
    assert_eq!(out.stderr, "✓ echo a; mkdir sub && ls -d sub\n");
}

#[test]
fn what_went_well_in_a_strike_is_not_run_again_by_the_next() {
    let env = Env::new();
    let brain = Scripted::proposing(&[&["echo x >> log && ls nowhere"], &["echo x >> log && echo done"]]);
    let out = with_brain(&env, &brain, &["--yes", "-c", "ehco x >> log && ls nowhere"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "done\n"), "{out:?}");
    assert_eq!(env.read("log"), "x\n", "the part that went well ran once");
}

#[test]
fn a_function_in_the_environment_is_not_taken_for_the_program_of_its_name() {
    let env = Env::new();
    env.file("notes", "");
    let brain = Scripted::proposing(&[&["ls *"]]);
    let kernel = brain.program();
    let mut command = env.command(["--kernel", kernel.to_str().expect("a path"), "-c", "lss *"]);
    command.env("BASH_FUNC_ls%%", "() { echo owned; }");
    let out = env.finish(command);
    assert_eq!((out.status, out.stdout.as_str()), (Some(127), ""), "{out:?}");
    assert!(out.stderr.contains("function:ls"), "{out:?}");
}

#[test]
fn a_slip_in_a_command_of_ghosts_own_runs_no_other_program() {
    let env = Env::new();
    let brain = Scripted::proposing(&[&["echo ran"]]);
    let kernel = brain.program();
    let words = ["--kernel", kernel.to_str().expect("a path"), "--yes"];
    let out = env.ghost([&words[..], &["docter"]].concat());
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
    assert!(out.stderr.contains("there is no program docter") && out.stderr.contains("ghost doctor"), "{out:?}");
    // Where it is said to be one, and where it is one.
    let out = env.ghost([&words[..], &["--", "docter"]].concat());
    assert_eq!(out.stdout, "ran\n", "{out:?}");
}
