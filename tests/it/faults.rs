//! Whatever the brain does, the person gets the original output and status, and at most one dim line.

use serde_json::{Value, json};

use crate::env::Env;
use crate::scripted::{Scripted, candidate};

/// A command that prints on both streams and fails, and what it prints.
const FAILING: &str = "echo told; echo complained >&2; exit 3";

/// Runs the failing command with this brain, and checks what must hold for every fault.
fn survives(name: &str, brain: &Scripted) -> Vec<String> {
    let env = Env::new();
    env.config("config.toml", "[brain]\ndeadline_ms = 1500\n");
    let kernel = brain.program();
    let out = env.ghost(["--kernel", kernel.to_str().expect("a path"), "-c", FAILING]);
    assert_eq!(out.status, Some(3), "{name}: the original status\n{out:?}");
    assert_eq!(out.stdout, "told\n", "{name}: the original output");
    let mut lines: Vec<String> = out.stderr.lines().map(str::to_owned).collect();
    assert_eq!(lines.first().map(String::as_str), Some("complained"), "{name}: the original error, first\n{out:?}");
    lines.remove(0);
    assert!(lines.len() <= 1, "{name}: at most one line of ghost's own\n{out:?}");
    if let Some(pid) = brain.pid() {
        let gone = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None).is_err();
        assert!(gone, "{name}: the brain is left running");
    }
    lines
}

#[test]
fn a_brain_that_breaks_costs_one_line_at_most() {
    let proposal = json!({"action": "propose", "candidates": [{"command": "echo never > never"}]});
    let cases: Vec<(&str, Value)> = vec![
        ("silent", json!({"failed": [[{"stall": true}]]})),
        ("silent at hello", json!({"hello": [{"stall": true}]})),
        ("dies at hello", json!({"hello": [{"exit": 1}]})),
        ("dies half-way", json!({"failed": [[{"raw": "{\"action\": \"propose\", \"candid"}, {"exit": 0}]]})),
        ("another version", json!({"hello": [{"action": "hello", "protocol": 99, "kernel": "x"}]})),
        ("garbled", json!({"failed": [[{"raw": "Traceback (most recent call last):"}, proposal]]})),
        ("not UTF-8", json!({"failed": [[{"hex": "7b22ff227d0a"}, proposal]]})),
        ("floods one line", json!({"failed": [[{"flood": 100_000_000}]]})),
        ("floods lines", json!({"failed": [[{"lines": 30_000_000}]]})),
        ("a line over a megabyte", json!({"failed": [[{"flood": 1_179_648}, {"raw": ""}, proposal]]})),
        ("unknown actions only", json!({"failed": [[{"action": "dance"}, {"stall": true}]]})),
        ("endless unknown actions", json!({"failed": [vec![json!({"action": "dance"}); 40]]})),
        ("gives up", json!({"failed": [[{"action": "give_up"}]]})),
        ("reports an error", json!({"failed": [[{"action": "error", "code": "x", "message": "it hurts"}]]})),
        ("a proposal of nothing", json!({"failed": [[{"action": "propose", "candidates": []}]]})),
        ("an empty line", json!({"failed": [[{"action": "propose", "candidates": [{"command": ""}]}]]})),
        ("the same line", json!({"failed": [[{"action": "propose", "candidates": [{"command": FAILING}]}]]})),
    ];
    for (name, script) in cases {
        survives(name, &Scripted::new(&script));
    }
}

#[test]
fn an_execute_while_nobody_asked_runs_nothing() {
    for (name, script) in [
        ("before hello", json!({"before": [{"action": "execute", "command": "echo x > unasked"}]})),
        (
            "at hello",
            json!({"hello": [{"action": "execute", "command": "echo x > unasked"},
                                      {"action": "hello", "protocol": 1, "kernel": "x"}]}),
        ),
        ("of another request", json!({"failed": [[{"action": "execute", "id": 77, "command": "echo x > unasked"}]]})),
    ] {
        let env = Env::new();
        env.config("config.toml", "[brain]\ndeadline_ms = 1500\n");
        let brain = Scripted::new(&script);
        let out = env.ghost(["--yes", "--kernel", brain.program().to_str().expect("a path"), "-c", FAILING]);
        assert_eq!(out.status, Some(3), "{name}\n{out:?}");
        assert!(!env.home().join("unasked").exists(), "{name}: it ran");
        assert!(!brain.events("error").is_empty(), "{name}: the brain is told");
    }
}

#[test]
fn an_unknown_action_is_answered_and_the_next_answer_still_counts() {
    let brain = Scripted::doing(json!([
        {"action": "dance"},
        {"action": "propose", "candidates": [candidate("echo mended")]},
    ]));
    let env = Env::new();
    let out = env.ghost(["--yes", "--kernel", brain.program().to_str().expect("a path"), "-c", "ehco mended"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "mended\n"), "{out:?}");
    assert_eq!(brain.events("error")[0]["code"], "unknown_action");
}

#[test]
fn no_brain_at_all_leaves_the_original() {
    let env = Env::new();
    for kernel in ["/proc/nonexistent/brain", "/", "/etc/passwd"] {
        let out = env.ghost(["--kernel", kernel, "-c", FAILING]);
        assert_eq!((out.status, out.stdout.as_str()), (Some(3), "told\n"), "{kernel}\n{out:?}");
        assert_eq!(out.stderr.lines().count(), 2, "{kernel}: one line of ghost's own\n{out:?}");
    }
}

#[test]
fn a_message_without_an_id_belongs_to_the_request_in_hand() {
    let brain = Scripted::doing(json!([{"action": "propose", "candidates": [candidate("echo mended")]}]));
    let env = Env::new();
    let out = env.ghost(["--yes", "--kernel", brain.program().to_str().expect("a path"), "-c", "ehco mended"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "mended\n"), "{out:?}");
}

#[test]
fn an_execute_is_a_proposal_whose_words_come_from_nowhere() {
    let brain = Scripted::doing(json!([{"action": "execute", "command": "systemctl restart nginx"}]));
    let env = Env::new();
    let out = env.ghost(["--yes", "--kernel", brain.program().to_str().expect("a path"), "-c", FAILING]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(3), "told\n"), "{out:?}");
    assert!(out.stderr.contains("ghost: systemctl restart nginx"), "it is offered, not run\n{out:?}");
}

#[test]
fn a_probe_is_a_look_and_gets_its_result() {
    let brain = Scripted::doing(json!([
        {"action": "execute", "purpose": "probe", "action_id": "look", "argv": ["ls", "--help"]},
        {"action": "execute", "purpose": "probe", "action_id": "write", "argv": ["touch", "planted"]},
        {"action": "execute", "purpose": "probe", "action_id": "shell", "command": "ls > planted"},
        {"action": "mind", "action_id": "model", "name": "x", "messages": [{"role": "user", "text": "y"}]},
    ]));
    let env = Env::new();
    env.config("config.toml", "[brain]\ndeadline_ms = 3000\n");
    let out = env.ghost(["--yes", "--kernel", brain.program().to_str().expect("a path"), "-c", FAILING]);
    assert_eq!(out.status, Some(3), "{out:?}");
    let results = brain.events("result");
    let of = |id: &str| results.iter().find(|result| result["action_id"] == id).expect(id).clone();
    assert_eq!(of("look")["exit_code"], 0, "{results:?}");
    assert!(of("look")["stdout"].as_str().is_some_and(|text| text.contains("--all")), "{results:?}");
    for refused in ["write", "shell", "model"] {
        assert!(of(refused)["refused"].is_string(), "{refused}: {results:?}");
    }
    assert!(!env.home().join("planted").exists());
}

#[test]
fn without_a_home_without_folders_and_on_a_read_only_home_it_still_repairs() {
    let env = Env::new();
    let brain = Scripted::proposing(&[&["echo mended"]]);
    let kernel = brain.program();
    let kernel = kernel.to_str().expect("a path");
    let words = ["--yes", "--kernel", kernel, "-c", "ehco mended"];
    for (name, change) in [
        ("no HOME", vec![("HOME", None)]),
        ("HOME is a file", vec![("HOME", Some("/etc/passwd"))]),
        ("HOME is not there", vec![("HOME", Some("/proc/nonexistent/home"))]),
        ("a relative HOME", vec![("HOME", Some("here"))]),
    ] {
        let mut command = env.command(words);
        for (key, value) in change {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
        let out = env.finish(command);
        assert_eq!((out.status, out.stdout.as_str()), (Some(0), "mended\n"), "{name}\n{out:?}");
    }
}

#[test]
fn compiled_modules_that_were_cut_off_are_made_anew() {
    // (A home of its own: what the others' share is not to be cut.)
    let env = Env::empty();
    let repaired = |env: &Env| env.ghost(["--yes", "-c", "ehco mended"]);
    assert_eq!(repaired(&env).stdout, "mended\n");
    let mut folders = vec![env.home().join(".local/state/ghost/brain/compiled")];
    let mut cut = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let file = std::fs::File::options().write(true).open(entry.path()).expect("a file");
                file.set_len(20).expect("it is cut");
                cut += 1;
            }
        }
    }
    assert!(cut > 10, "{cut}");
    // Not even Python itself starts from these.
    let out = repaired(&env);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "mended\n"), "{out:?}");
}

#[test]
fn ctrl_c_while_the_brain_thinks_ends_the_thought_at_once() {
    let env = Env::new();
    env.config("config.toml", "[brain]\ndeadline_ms = 600000\n");
    let brain = Scripted::doing(json!([{"interrupt": true}, {"stall": true}]));
    let out = env.ghost(["--kernel", brain.program().to_str().expect("a path"), "-c", FAILING]);
    assert_eq!((out.status, out.stdout.as_str(), out.stderr.as_str()), (Some(3), "told\n", "complained\n"), "{out:?}");
}

#[test]
fn no_brain_is_taken_from_beside_the_program_that_another_account_could_have_put_there() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = Env::new();
    let binary = env.home().join("usr/bin/ghost");
    env.file("usr/bin/ghost", "");
    std::fs::copy(crate::env::GHOST, &binary).expect("a copy of ghost");
    let main = "import os\nopen(os.environ['HOME'] + '/.local/state/ghost/brain/foreign', 'w')\n";
    env.file("usr/lib/python3.9/site-packages/ghost_kernel/__main__.py", main);
    let run = || {
        let mut command = std::process::Command::new(&binary);
        command.args(["gti", "--version"]).env_clear().env("HOME", env.home()).env("PATH", "/usr/bin:/bin");
        env.finish(command)
    };
    // Where a brain may write.
    let foreign = env.home().join(".local/state/ghost/brain/foreign");
    let mode = |name: &str, mode: u32| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(env.home().join(name), permissions).expect("permissions");
    };
    let mut package = std::path::PathBuf::new();
    for name in ["usr", "lib", "python3.9", "site-packages", "ghost_kernel"] {
        package.push(name);
        mode(&package.to_string_lossy(), 0o755);
    }
    mode("usr/lib/python3.9/site-packages/ghost_kernel/__main__.py", 0o644);
    mode("usr/lib", 0o777);
    let out = run();
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), "\u{2713} git --version\n"), "the one inside: {out:?}");
    assert!(!foreign.exists());
    mode("usr/lib", 0o755);
    let out = run();
    assert_ne!(out.status, Some(0), "the one beside it: {out:?}");
    assert!(foreign.exists());
}
