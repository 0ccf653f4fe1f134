//! `ghost policy`: decisions that can be asked for, and the files they rest on.

use serde_json::{Value, json};

use crate::env::Env;
use crate::scripted::Scripted;

fn judged(env: &Env, questions: &[Value]) -> Vec<Value> {
    let text: String = questions.iter().map(|question| format!("{question}\n")).collect();
    let out = env.ghost_with_input(["policy", "judge"], text.as_bytes());
    assert_eq!(out.status, Some(0), "{out:?}");
    out.stdout.lines().map(|line| serde_json::from_str(line).expect("an answer")).collect()
}

#[test]
fn every_question_has_its_answer() {
    let env = Env::new();
    for (question, class, effects, decision) in [
        (json!({"line": "ls -la"}), "read", json!([]), ["ask", "auto", "auto"]),
        (json!({"line": "mkdir x"}), "write", json!(["WriteNew:x"]), ["ask", "ask", "auto"]),
        (json!({"line": "echo x > a"}), "destructive", json!(["WriteOver:a"]), ["ask", "ask", "ask"]),
        (
            json!({"line": "echo x > a", "facts": {"paths": {"a": "missing"}}}),
            "write",
            json!(["WriteNew:a"]),
            ["ask", "ask", "auto"],
        ),
        (json!({"line": "rm x", "shell": "zsh"}), "destructive", json!(["Destroy:x"]), ["refuse", "ask", "ask"]),
        (json!({"argv": ["rm", "-r", "a b"]}), "destructive", json!(["Destroy:a b"]), ["refuse", "ask", "ask"]),
        (json!({"argv": ["cat", "$(rm x)", "*"]}), "read", json!([]), ["ask", "auto", "auto"]),
        (json!({"argv": [["cat", "a"], ["head", "-3"]]}), "read", json!([]), ["ask", "auto", "auto"]),
        (json!({"argv": ["./x"]}), "exec-unknown", json!(["Opaque:file:x"]), ["ask", "ask", "ask"]),
        (json!({"line": "git status", "typed": "gti status"}), "read", json!([]), ["ask", "auto", "auto"]),
        (
            json!({"line": "git status", "typed": "gti status", "origins": [{"word": "git", "origin": "output"}]}),
            "read",
            json!([]),
            ["ask", "ask", "ask"],
        ),
        (json!({"line": "mkdir x", "typed": "mkdri x"}), "write", json!(["WriteNew:x"]), ["ask", "auto", "auto"]),
        (
            json!({"line": "mkdir x", "typed": "mkdri x", "proven": false}),
            "write",
            json!(["WriteNew:x"]),
            ["ask", "ask", "auto"],
        ),
        (
            json!({"line": "rm x", "typed": "cat x"}),
            "destructive",
            json!(["Destroy:x"]),
            ["refuse", "refuse", "refuse"],
        ),
        (
            json!({"line": "sudo ls", "typed": "ls"}),
            "privileged",
            json!(["Privilege:another account"]),
            ["ask", "ask", "ask"],
        ),
    ] {
        let answer = &judged(&env, std::slice::from_ref(&question))[0];
        assert_eq!((&answer["class"], &answer["effects"]), (&json!(class), &effects), "{question}: {answer}");
        let [never, ask, auto] = decision;
        assert_eq!(answer["decision"], json!({"never": never, "ask": ask, "auto": auto}), "{question}: {answer}");
        assert!(answer["why"].as_str().is_some_and(|why| !why.is_empty()), "{question}");
    }
}

#[test]
fn what_is_no_question_gets_an_error_and_the_rest_its_answers() {
    let env = Env::new();
    for bad in [
        "{",
        "[]",
        "{}",
        r#"{"line": 1}"#,
        r#"{"argv": []}"#,
        r#"{"line": "ls", "shell": "cmd"}"#,
        r#"{"line": "ls", "argv": ["ls"]}"#,
        r#"{"line": "ls", "facts": {"paths": {"a": "elsewhere"}}}"#,
        "\u{ff}",
    ] {
        let out = env.ghost_with_input(["policy", "judge"], format!("{bad}\n{{\"line\": \"ls\"}}").as_bytes());
        assert_eq!(out.status, Some(125), "{bad}: {out:?}");
        let answers: Vec<Value> = out.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert!(answers[0]["error"].as_str().is_some_and(|error| !error.is_empty()), "{bad}: {out:?}");
        assert_eq!(answers[1]["class"], "read", "{bad}");
    }
}

#[test]
fn a_line_is_explained_as_it_would_be_here() {
    let env = Env::new();
    env.file("there", "x");
    let out = env.ghost(["policy", "explain", "cat there > copy && rm -r there"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    for part in [
        "cat there\n    changes copy",
        "rm -r there\n    may lose something for good (there)   by there",
        "at level ask   is asked about, by a word to type   (the level here)",
    ] {
        assert!(out.stdout.contains(part), "{part}: {}", out.stdout);
    }
    assert!(env.home().join("there").exists(), "nothing has run");
    let out = env.ghost(["policy", "explain", "ls \u{1b}[2J"]);
    assert!(!out.stdout.contains('\u{1b}') && out.stdout.contains("U+001B"), "{out:?}");
}

const POLICY: &str = ".config/ghost/policy.toml";

#[test]
fn policy_files_are_tried() {
    let env = Env::new();
    env.file(
        POLICY,
        "level = 'auto'\n[[rule]]\nargv = ['git', 'push', { any = ['a', 'b'] }]\ndecision = 'ask'\nwhy = 'ours'\n",
    );
    let out = env.ghost(["policy", "test"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    assert!(out.stdout.starts_with("level auto, 1 rules\nask    git push {a,b}   (a rule of yours: ours)"), "{out:?}");
    env.file(POLICY, "[[rule]]\nargv = ['ls']\ndecision = 'auto'\nexamples = { match = ['ls -l'] }\n");
    let out = env.ghost(["policy", "test"]);
    assert_eq!(out.status, Some(125), "{out:?}");
    assert!(out.stderr.contains("does not match its example") && out.stderr.contains("policy.toml"), "{out:?}");
}

#[test]
fn rules_decide_about_exact_commands() {
    let env = Env::new();
    let brain = Scripted::proposing(&[&["touch new"]]);
    let kernel = brain.program();
    let run = |yes: bool| {
        let yes: &[&str] = if yes { &["--yes"] } else { &[] };
        env.ghost([&["--kernel", kernel.to_str().expect("a path")], yes, &["tuoch", "new"]].concat())
    };
    let made = || std::fs::remove_file(env.home().join("new")).is_ok();
    let rule = |says: &str| format!("[[rule]]\nargv = ['touch', 'new']\ndecision = '{says}'\nwhy = 'for a reason'\n");
    assert!(run(false).stderr.contains("touch new") && !made(), "asked about at the usual level");
    env.file(POLICY, &rule("auto"));
    // As root nothing is above "ask", whatever a rule of the person's own says.
    let root = nix::unistd::geteuid().is_root();
    let out = run(false);
    assert_eq!(made(), !root, "{out:?}");
    env.file(".ghost/policy.toml", &rule("refuse"));
    // The home is no project; a folder in it is.
    let out = run(false);
    assert_eq!(made(), !root, "{out:?}");
    env.file(POLICY, &rule("refuse"));
    let out = run(true);
    assert!(!made(), "{out:?}");
    env.file(POLICY, &rule("ask"));
    let out = run(false);
    assert!(!made() && out.stderr.contains("for a reason"), "{out:?}");
    assert!(run(true).status == Some(0) && made(), "consent answers what is asked");
}

#[test]
fn a_project_only_tightens() {
    let env = Env::new();
    let project = env.home().join("project");
    env.file("project/.ghost/policy.toml", "level = 'never'\n");
    let brain = Scripted::proposing(&[&["echo hi"]]);
    let run = || {
        let mut command = env.command(["--kernel", brain.program().to_str().expect("a path"), "ecoh", "hi"]);
        command.current_dir(&project);
        env.finish(command)
    };
    let out = run();
    assert_eq!((out.stdout.as_str(), out.status), ("", Some(127)), "{out:?}");
    env.file("project/.ghost/policy.toml", "level = 'auto'\n");
    assert_eq!(run().stdout, "hi\n");
    env.file("project/.ghost/policy.toml", "levl = 'auto'\n");
    let out = run();
    assert!(out.stdout.is_empty() && out.stderr.contains("nothing runs unasked until that is mended"), "{out:?}");
}

#[test]
fn where_a_word_comes_from_is_told() {
    let env = Env::new();
    let told = |source: &str, origins: Value| {
        let candidate = json!({"command": "touch elsewhere", "why": "trust me", "source": source, "origins": origins});
        let brain = Scripted::doing(json!([{"action": "propose", "candidates": [candidate]}]));
        let out = env.ghost(["--kernel", brain.program().to_str().expect("a path"), "tuoch", "new"]);
        assert_eq!(out.status, Some(127), "{out:?}");
        out.stderr
    };
    let origin = |origin: &str| json!([{"word": "touch", "origin": "rule"}, {"word": "elsewhere", "origin": origin}]);
    for (source, origins, part) in [
        ("rule", origin("output"), "the word elsewhere comes from the program's output"),
        ("rule", origin("model"), "the word elsewhere comes from a model"),
        ("model", origin("local"), "a model says: trust me"),
        (
            "rule",
            json!([{"word": "touch", "origin": "rule"}]),
            "the word elsewhere comes from nowhere that ghost knows",
        ),
    ] {
        let said = told(source, origins);
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!env.home().join("elsewhere").exists());
}
