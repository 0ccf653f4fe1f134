//! Taking a repair back, from end to end.

use crate::env::Env;
use crate::scripted::Scripted;

fn repaired(env: &Env, line: &str, flags: &[&str]) -> crate::env::Outcome {
    let brain = Scripted::proposing(&[&[line]]);
    let kernel = brain.program();
    let words = ["--kernel", kernel.to_str().expect("a path")];
    env.ghost([&words, flags, &["-c", &line.replacen("from", "form", 1)]].concat())
}

#[test]
fn what_was_written_over_is_put_back() {
    let env = Env::new();
    env.file("from", "new\n");
    env.file("to", "old\n");
    assert_eq!(env.ghost(["undo"]).stdout, "There is nothing to take back.\n");
    let out = repaired(&env, "cp from to", &["--yes"]);
    assert_eq!((out.status, env.read("to").as_str()), (Some(0), "new\n"), "{out:?}");
    // Without a terminal and without --yes it is only shown.
    let out = env.ghost(["undo"]);
    assert_eq!((out.status, env.read("to").as_str()), (Some(1), "new\n"), "{out:?}");
    assert!(out.stdout.starts_with("undo  cp from to\n  puts ") && out.stdout.contains("/to back"), "{out:?}");
    let out = env.ghost(["undo", "--yes"]);
    assert_eq!((out.status, env.read("to").as_str()), (Some(0), "old\n"), "{out:?}");
    assert_eq!(env.ghost(["undo", "--yes"]).stdout, "There is nothing to take back.\n");
    let log = env.ghost(["log"]).stdout;
    assert!(log.lines().count() == 2 && log.contains("undo cp from to"), "{log}");
}

#[test]
fn what_has_changed_since_is_not_overwritten() {
    let env = Env::new();
    env.file("from", "new\n");
    env.file("to", "old\n");
    assert_eq!(repaired(&env, "cp from to", &["--yes"]).status, Some(0));
    env.file("to", "mine\n");
    let out = env.ghost(["undo", "--yes"]);
    assert_eq!((out.status, env.read("to").as_str()), (Some(125), "mine\n"), "{out:?}");
    assert!(out.stderr.contains("has changed since"), "{out:?}");
}

#[test]
fn what_is_too_large_to_be_kept_is_said() {
    let env = Env::new();
    env.file("from", "new\n");
    let large = std::fs::File::create(env.home().join("large")).expect("a file");
    large.set_len(ghostsh::undo::MOST + 1).expect("a size");
    let out = repaired(&env, "cp from large", &["--yes"]);
    assert_eq!((out.status, env.read("large").as_str()), (Some(0), "new\n"), "{out:?}");
    assert!(out.stderr.contains("too large to be kept"), "{out:?}");
    assert_eq!(env.ghost(["undo"]).stdout, "There is nothing to take back.\n");
}

#[test]
fn what_was_moved_is_moved_back() {
    let env = Env::new();
    env.file("from", "precious\n");
    let out = repaired(&env, "mv from to", &["--yes"]);
    assert_eq!((out.status, env.read("to").as_str()), (Some(0), "precious\n"), "{out:?}");
    let out = env.ghost(["undo", "--yes"]);
    assert!(out.stdout.contains("  moves ") && out.stdout.ends_with("It is taken back.\n"), "{out:?}");
    assert_eq!((env.read("from").as_str(), env.home().join("to").exists()), ("precious\n", false));
    // Over another file, into a folder: both are back where they were.
    env.file("over", "old\n");
    assert_eq!(repaired(&env, "mv from over", &["--yes"]).status, Some(0));
    assert_eq!(env.ghost(["undo", "--yes"]).status, Some(0));
    assert_eq!((env.read("from").as_str(), env.read("over").as_str()), ("precious\n", "old\n"));
    std::fs::create_dir(env.home().join("folder")).expect("a folder");
    assert_eq!(repaired(&env, "mv from folder", &["--yes"]).status, Some(0));
    assert_eq!(env.read("folder/from"), "precious\n");
    assert_eq!(env.ghost(["undo", "--yes"]).status, Some(0));
    assert_eq!((env.read("from").as_str(), env.home().join("folder").exists()), ("precious\n", true));
}
