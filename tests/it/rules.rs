//! `ghost rules`, from end to end: what authors are told, and rules that others have written.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::env::Env;

/// A rule about a program that is nowhere.
const FROB: &str = r#""""frob has moved."""
from ghost_kernel.rules import Example, Fix, rule


@rule(programs=["frob"])
def propose(failure):
    return Fix(["echo", "frobbed"], why="it moved", confidence=0.9)


EXAMPLES = [Example("frob x", "frob: command not found", "echo frobbed"), Example("ls", "", None)]
"#;

fn close(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
}

/// A package of others in the home folder, closed to them, and named in the settings.
fn with_package() -> Env {
    let env = Env::new();
    let file = env.file("src/frob-rules/ghost_rules/moved.py", FROB);
    close(&file, 0o644);
    for folder in file.ancestors().skip(1).take(3) {
        close(folder, 0o755);
    }
    env.config("config.toml", "[rules]\npackages = ['~/src/frob-rules']\n");
    env
}

fn kernel_log(env: &Env) -> String {
    env.read(".local/state/ghost/brain/kernel.log")
}

#[test]
fn a_new_rule_holds_and_proposes_as_it_is_written() {
    let env = Env::new();
    let out = env.ghost(["rules", "new", "frob_target"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    assert!(env.read(".config/ghost/rules/frob_target.py").contains("@rule("), "{out:?}");
    let out = env.ghost(["rules", "check"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "✓ frob_target: 3 examples hold\n"), "{out:?}");
    for name in ["frob_target", "Frob", "../frob"] {
        let out = env.ghost(["rules", "new", name]);
        assert_eq!((out.status, out.stdout.as_str()), (Some(1), ""), "{name}: {out:?}");
    }
    env.script("bin/frob", "#!/bin/sh\necho 'frob: no target given' >&2\nexit 1\n");
    let mut command = env.command(["frob", "push"]);
    command.env("PATH", format!("{}:/usr/bin:/bin", env.home().join("bin").display()));
    let out = env.finish(command);
    assert_eq!(out.status, Some(1), "what frob does is not known, so it is offered: {out:?}");
    assert!(out.stderr.contains("ghost: frob push main   (main is the usual target"), "{out:?}");
}

#[test]
fn what_the_rules_make_of_a_line_is_told_and_nothing_is_run() {
    let env = Env::new();
    env.file("out.txt", "mkdir: cannot create directory 'a/b': No such file or directory\n");
    let out = env.ghost(["rules", "try", "mkdir a/b", "--output", "out.txt"]);
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), ""), "{out:?}");
    for part in ["mkdir_parents", "fired", "  mkdir -p a/b", "misspelt_path", "said nothing; it ended in line"] {
        assert!(out.stdout.contains(part), "{part}\n{}", out.stdout);
    }
    assert!(!env.home().join("a").exists());
    let again = env.ghost_with_input(
        ["rules", "try", "mkdir a/b", "--output", "-", "--json", "--rule", "mkdir_parents"],
        env.read("out.txt").as_bytes(),
    );
    let told: Value = serde_json::from_str(&again.stdout).unwrap_or_else(|error| panic!("{error}: {again:?}"));
    assert_eq!(told["rules"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told["rules"][0]["said"][0]["line"], "mkdir -p a/b", "{told}");
    let out = env.ghost(["rules", "try", "mkdir a/b"]);
    assert_eq!(out.status, Some(1), "not seen, so nothing is proposed: {out:?}");
    assert!(out.stdout.contains("output    (not seen)"), "{out:?}");
    let out = env.ghost(["rules", "try", "x", "--output", "/nonexistent"]);
    assert_eq!(out.status, Some(125), "{out:?}");
}

#[test]
fn a_try_sees_this_folder_this_path_and_no_secret() {
    let env = Env::new();
    env.file("notes.md", "");
    let out = env.ghost_with_input(
        ["rules", "try", "cat notse.md", "--output", "-"],
        b"cat: notse.md: No such file or directory\n",
    );
    assert!(out.stdout.contains("cat notes.md"), "{out:?}");
    env.script("bin/frobnicate", "");
    let mut command = env.command(["rules", "try", "frobnicaet", "--status", "127"]);
    command.env("PATH", format!("{}:/usr/bin:/bin", env.home().join("bin").display()));
    let out = env.finish(command);
    assert!(
        out.stdout.contains("0.88  frobnicate") || out.stdout.contains("frobnicate  (misspelt_program)"),
        "{out:?}"
    );
    // Rules are shown what a brain is shown.
    let out = env.ghost(["rules", "try", "curl -u me:hunter2hunter2 localhost"]);
    assert!(!out.stdout.contains("hunter2") && out.stdout.contains("«secret-1»"), "{out:?}");
}

#[test]
fn a_package_of_others_repairs_and_its_name_shows() {
    let env = with_package();
    let out = env.ghost(["--yes", "frob", "x"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "frobbed\n"), "{out:?}");
    let why = env.ghost(["why", "--json"]).stdout;
    assert!(why.contains("frob-rules/moved"), "{why}");
    let out = env.ghost(["rules", "list"]);
    assert!(out.stdout.contains("frob-rules/moved") && out.stdout.contains("(from "), "{out:?}");
    let out = env.ghost(["rules", "check", "frob-rules"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "✓ frob-rules/moved: 2 examples hold\n"), "{out:?}");
    let doctor = env.ghost(["doctor"]);
    assert!(doctor.stdout.contains("1 of package frob-rules"), "{doctor:?}");
    assert_eq!(kernel_log(&env), "");
    assert!(env.home().join(".local/state/ghost/brain/rules.kept").is_file(), "the next brain need not read it");
}

#[test]
fn a_package_that_others_can_change_is_refused_and_the_rest_works() {
    let env = with_package();
    close(&env.home().join("src/frob-rules/ghost_rules/moved.py"), 0o666);
    let out = env.ghost(["--yes", "frob", "x"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(127), ""), "{out:?}");
    let log = kernel_log(&env);
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.contains("is refused") && log.contains("can be changed by other accounts"), "{log}");
    assert_eq!(env.ghost(["gti", "--version"]).status, Some(0), "the built-in rules go on");
    for words in [&["rules", "list"][..], &["rules", "check"], &["doctor"]] {
        let out = env.ghost(words.iter().copied());
        assert_eq!(out.status, Some(1), "{words:?}: {out:?}");
        assert!(format!("{out:?}").contains("can be changed by other accounts"), "{words:?}: {out:?}");
    }
}

#[test]
fn a_missing_package_costs_one_line_in_the_log() {
    let env = Env::new();
    env.config("config.toml", "[rules]\npackages = ['gone', '/nonexistent/x.whl']\n");
    assert_eq!(env.ghost(["gti", "--version"]).status, Some(0));
    let log = kernel_log(&env);
    assert_eq!(log.lines().count(), 2, "{log}");
    let folder = env.home().join(".config/ghost/gone");
    assert!(log.contains(&folder.display().to_string()), "relative to the settings\n{log}");
}

#[test]
fn a_project_cannot_name_packages() {
    let env = with_package();
    env.config("config.toml", "");
    for name in [".ghost/config.toml", ".ghost/policy.toml", "config.toml"] {
        close(&env.file(name, "[rules]\npackages = ['../src/frob-rules', '~/src/frob-rules']\n"), 0o644);
    }
    let out = env.ghost(["--yes", "frob", "x"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(127), ""), "{out:?}");
    assert!(!env.ghost(["rules", "list"]).stdout.contains("frob-rules"));
}

#[test]
fn rules_that_are_listed_and_tried_can_write_nothing() {
    let env = with_package();
    let text = FROB.replace("from ghost", "import os\nopen(os.environ['HOME'] + '/written', 'w')\nfrom ghost");
    close(&env.file("src/frob-rules/ghost_rules/moved.py", &text), 0o644);
    for words in [&["rules", "list"][..], &["rules", "try", "frob x"], &["doctor"]] {
        let out = env.ghost(words.iter().copied());
        assert!(format!("{out:?}").contains("Permission denied"), "{words:?}: {out:?}");
        assert!(!env.home().join("written").exists(), "{words:?}");
    }
}
