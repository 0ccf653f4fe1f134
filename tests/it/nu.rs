//! Lines of Nushell with a real nu: what it says of them, asked of it contained, and repairs that it runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

use crate::env::{Env, GHOST, Outcome};
use crate::scripted::Scripted;
use crate::terminal::Terminal;

/// The nu on the search path.
fn nu() -> PathBuf {
    let path = std::env::var_os("PATH").expect("a search path");
    std::env::split_paths(&path)
        .map(|folder| folder.join("nu"))
        .find(|file| file.is_file())
        .expect("these tests need nu; tests/run.py brings it")
}

fn answers() -> Vec<Value> {
    let text = include_str!("../nu/answers.jsonl");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What policy says of lines, `typed` and proposed or one alone.
fn judged(env: &Env, shell: &Path, asked: &[Value]) -> Vec<Value> {
    let input: String = asked.iter().map(|one| format!("{one}\n")).collect();
    let mut command = env.command(["policy", "judge"]);
    command.env("SHELL", shell).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("ghost starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("its stdin"), input.as_bytes()).expect("it reads");
    let out = child.wait_with_output().expect("it ends");
    let text = String::from_utf8(out.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn decides(env: &Env, shell: &Path, line: &str) -> String {
    let answer = judged(env, shell, &[json!({"line": line, "shell": "nu"})]);
    answer[0]["decision"]["ask"].as_str().unwrap_or_default().to_owned()
}

/// The answers the other tests read are what this nu says. For another version: `python3 tests/nu/answers.py`.
#[test]
fn the_answers_are_this_nus_own() {
    let script = include_str!("../../wrapper/src/driver/ask.nu");
    let answers = answers();
    let lines: Vec<&Value> = answers.iter().map(|answer| &answer["line"]).collect();
    let mut child = Command::new(nu())
        .args(["--no-config-file", "--no-std-lib", "--stdin", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("nu starts");
    let input = serde_json::to_vec(&lines).expect("JSON");
    std::io::Write::write_all(&mut child.stdin.take().expect("its stdin"), &input).expect("it reads");
    let out = child.wait_with_output().expect("it ends");
    let told: Vec<Value> = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(told.len(), answers.len());
    for (told, answer) in told.iter().zip(&answers) {
        assert_eq!((&told["pieces"], &told["error"]), (&answer["pieces"], &answer["error"]), "{}", answer["line"]);
    }
}

#[test]
fn a_contained_nu_tells_how_lines_read() {
    let env = Env::new();
    env.file("a.txt", "x");
    for (line, says) in [
        ("ls | where size > 1kb | get name", "auto"),
        ("if true { ls } else { ls ..; ls }", "auto"),
        ("ls | each {|f| rm $f.name }", "ask"),
        ("'x' | save -f a.txt", "ask"),
        ("ls && ls", "ask"),
        ("ls $x", "ask"),
        (&"(".repeat(1000), "ask"),
        (&format!("ls {}", "[".repeat(200) + &"]".repeat(200)), "ask"),
    ] {
        assert_eq!(decides(&env, &nu(), line), says, "{line}");
    }
    let typed = json!({"typed": "ls && ls ..", "line": "ls; ls ..", "shell": "nu", "origins": [], "proven": false});
    assert_eq!(judged(&env, &nu(), &[typed])[0]["decision"]["ask"], "auto");
}

/// Whatever stands there under the name of nu: it changes nothing, is not waited for, and is not believed.
#[test]
fn what_calls_itself_nu_is_contained() {
    let env = Env::new();
    let line = "ls | where size > 1kb";
    assert_eq!(decides(&env, Path::new("/nonexistent/nu"), line), "ask");
    let touched = env.home().join("touched");
    let answer = |text: &str| format!("#!/bin/sh\ntouch '{}'\ncat >/dev/null\n{text}\n", touched.display());
    let own = serde_json::to_string(&answers().iter().find(|answer| answer["line"] == line)).expect("JSON");
    for (script, says) in [
        (answer(&format!("echo '[{own}]'")), "auto"),
        (answer(&format!("echo '[{own},{own}]'")), "ask"),
        (answer(&format!("echo '[{}]'", own.replace("internalcall", "string"))), "ask"),
        (answer("echo '[{\"pieces\":[],\"error\":null}]'"), "ask"),
        (
            answer(
                "echo '[{\"pieces\":[{\"shape\":\"shape_internalcall\",\"span\":{\"start\":0,\"end\":9999999999}}]}]'",
            ),
            "ask",
        ),
        (answer("exit 3"), "ask"),
        (answer("yes"), "ask"),
        (answer("sleep 60"), "ask"),
    ] {
        env.script("bin/nu", &script);
        let start = Instant::now();
        assert_eq!(decides(&env, &env.home().join("bin/nu"), line), says, "{script}");
        assert!(start.elapsed().as_secs() < 20, "{script}");
    }
    assert!(!touched.exists());
}

/// A line for nu that fails, and what a brain would do about it.
fn mended(env: &Env, typed: &str, proposed: &str, yes: bool) -> Outcome {
    let brain = Scripted::proposing(&[&[proposed]]);
    let kernel = brain.program();
    let mut words = vec!["--kernel", kernel.to_str().expect("a path")];
    words.extend(yes.then_some("--yes"));
    words.extend(["-c", typed]);
    let mut command = env.command(words);
    command.env("SHELL", nu());
    env.finish(command)
}

#[test]
fn ctrl_c_is_for_a_hook_alone_however_hurried_it_was_started() {
    for way in ["same", "late"] {
        let env = Env::new();
        let model = env.script("slow-model", "#!/bin/sh\ncat >/dev/null\nread -r said <\"$HOME/pipe\"\n");
        nix::unistd::mkfifo(&env.home().join("pipe"), nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
        env.config(
            "config.toml",
            &format!("[memory]\nenabled = false\n[models.slow]\nkind = 'command'\ncommand = ['{}']\n", model.display()),
        );
        let settings = env.home().join(".config/ghost/config.toml");
        std::fs::set_permissions(settings, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("permissions");
        let hurried = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fakes/hurried.py");
        let nu = nu();
        let [hurried, nu] = [&hurried, &nu].map(|path| path.to_str().expect("text"));
        let hook = [hurried, way, GHOST, "__hook", "failed", "--shell", nu, "--id", "1.1", "--status", "3"];
        let mut terminal = Terminal::program(&env, "/usr/bin/python3", &hook);
        terminal.expect_on_screen("asking slow … Ctrl-C stops");
        terminal.send("\x03");
        terminal.expect("heard 0, the shell has the terminal");
        assert_eq!(terminal.finish().status, Some(0), "{way}");
    }
}

#[test]
fn only_the_statement_that_failed_runs_again() {
    let env = Env::new();
    env.file("there.txt", "hello\n");
    // A second `save` would fail: it is there already.
    let out = mended(
        &env,
        "'once' | save once.txt; open --raw nowhere.txt | str trim",
        "'once' | save once.txt; open --raw there.txt | str trim",
        false,
    );
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "hello\n"), "{out:?}");
    assert_eq!(env.read("once.txt"), "once");
}

#[test]
fn a_line_with_anothers_signs_runs_in_nus_own() {
    let env = Env::new();
    let out = mended(&env, "mkdir made && ls made", "mkdir made; ls made", false);
    assert_eq!(out.status, Some(0), "{out:?}");
    assert!(env.home().join("made").is_dir());
}

#[test]
fn what_a_closure_deletes_is_never_run_unasked() {
    let env = Env::new();
    env.file("keep.txt", "x");
    for yes in [false, true] {
        let out = mended(&env, "ls nowhere", "ls | each {|f| rm $f.name }", yes);
        assert_ne!(out.status, Some(0), "{out:?}");
        assert!(env.home().join("keep.txt").exists(), "{out:?}");
    }
}
