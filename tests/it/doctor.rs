//! `ghost doctor`, from end to end.

use serde_json::Value;

use crate::env::Env;

fn finding<'a>(found: &'a Value, what: &str) -> &'a Value {
    found["findings"].as_array().expect("findings").iter().find(|one| one["what"] == what).expect(what)
}

fn examined(env: &Env) -> (Option<i32>, Value) {
    let out = env.ghost(["doctor", "--json"]);
    (out.status, serde_json::from_str(&out.stdout).unwrap_or_else(|error| panic!("{error}: {out:?}")))
}

#[test]
fn what_holds_is_told() {
    let env = Env::new();
    let (status, found) = examined(&env);
    assert_eq!((status, &found["holds"]), (Some(0), &Value::Bool(true)), "{found}");
    for (what, part) in [
        ("looks", "Landlock"),
        ("brain", "answers after"),
        ("rules", "built in, 0 of yours"),
        ("skills", "built in, 0 of yours"),
        ("policy", "level ask"),
        ("journal", "is whole, 0 records"),
        ("models", "none is configured: nothing ever connects anywhere"),
        ("memory", "0 failures, 0 passages of documents, 0 kB; without the extras (ghost model setup)"),
        ("shell", "no host"),
        ("nushell", "nu"),
    ] {
        let told = finding(&found, what)["told"].as_str().expect("text");
        assert!(told.contains(part), "{what}: {told}");
    }
    let out = env.ghost(["doctor"]);
    assert_eq!((out.status, out.stdout.lines().count()), (Some(0), 10), "{out:?}");
}

#[test]
fn a_skill_that_cannot_be_loaded_is_told_of_and_does_nothing_here() {
    let env = Env::new();
    let good = "\"\"\"Answers.\"\"\"\nfrom ghost_kernel.skills import Asked, frame, skill\n\n\n\
                @skill(frame(\"WHY\"))\ndef answer(asked: Asked) -> str | None:\n    return None\n";
    env.config("skills/good.py", &format!("from __future__ import annotations\n{good}"));
    let (status, found) = examined(&env);
    assert_eq!((status, &finding(&found, "skills")["holds"]), (Some(0), &Value::Bool(true)), "{found}");
    assert!(finding(&found, "skills")["told"].as_str().is_some_and(|told| told.ends_with("1 of yours")), "{found}");
    env.config("skills/cut.py", "import os\n\ndef answer(\n");
    let planted = env.home().join("planted");
    let text = format!("from pathlib import Path\n\nPath({:?}).write_text('x')\n", planted.to_str().expect("text"));
    env.config("skills/writes.py", &text);
    env.config("skills/none.py", "x = 1\n");
    env.config("skills/empty.py", "x = 1\n\nfrob(x)\n");
    let (status, found) = examined(&env);
    assert_eq!((status, &finding(&found, "skills")["holds"]), (Some(1), &Value::Bool(false)), "{found}");
    let told = finding(&found, "skills")["told"].as_str().expect("text");
    let folder = env.home().join(".config/ghost/skills");
    for (file, why) in [
        ("cut.py", "SyntaxError: "),
        ("cut.py", ", line 3)"),
        ("empty.py", "NameError: name 'frob' is not defined (line 3)"),
        ("writes.py", "Permission denied"),
        ("none.py", "must define exactly one @skill, it has 0"),
    ] {
        let place = folder.join(file).display().to_string();
        assert!(told.split("; ").any(|one| one.contains(&place) && one.contains(why)), "{file} {why}: {told}");
    }
    assert!(!planted.exists());
}

#[test]
fn models_and_memory_are_told_without_connecting_anywhere() {
    let env = Env::new();
    // Somebody listens there, and would see it.
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.set_nonblocking(true).expect("a setting");
    let port = listener.local_addr().expect("an address").port();
    env.file(
        ".config/ghost/config.toml",
        &format!(
            "[memory]\nenabled = false\n[models.near]\nkind = 'openai'\nurl = 'http://127.0.0.1:{port}/v1'\nmodel = 'm'\n\
             roles = ['critic']\n[models.far]\nkind = 'anthropic'\nurl = 'https://api.example.org'\nmodel = 'm'\n\
             key_env = 'NO_SUCH_KEY'\n"
        ),
    );
    let (status, found) = examined(&env);
    assert_eq!(status, Some(0), "{found}");
    let told = finding(&found, "models")["told"].as_str().expect("text").to_owned();
    for part in ["near (this machine, critic only", "far (leaves this machine", "NO_SUCH_KEY"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(finding(&found, "memory")["told"], "it is switched off: nothing is remembered");
    assert!(listener.accept().is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock), "it has connected");
    // A table that cannot be used is no fault of the machine's, but it does not hold.
    env.file(".config/ghost/config.toml", "[models.odd]\nkind = 'telepathy'\n");
    let (status, found) = examined(&env);
    assert_eq!((status, &finding(&found, "models")["holds"]), (Some(1), &Value::Bool(false)), "{found}");
}

#[test]
fn what_does_not_hold_is_told_and_the_status_says_so() {
    let env = Env::new();
    env.file(".config/ghost/policy.toml", "level = 'sometimes'\n");
    env.file(".config/ghost/config.toml", "[brain]\npython = '/nonexistent/python'\n");
    env.file(".local/state/ghost/journal.jsonl", "{}\nno record\n");
    let (status, found) = examined(&env);
    assert_eq!((status, &found["holds"]), (Some(1), &Value::Bool(false)), "{found}");
    for what in ["policy", "journal"] {
        assert_eq!(finding(&found, what)["holds"], false, "{what}: {found}");
    }
    assert_eq!(finding(&found, "looks")["holds"], true, "{found}");
}

#[test]
fn another_brain_is_none_of_its_business_and_a_dead_one_is_told() {
    let env = Env::new();
    let out = env.ghost(["--kernel", "/bin/false", "doctor"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
    env.file(".config/ghost/config.toml", "[brain]\npython = '/bin/false'\n");
    let (status, found) = examined(&env);
    assert_eq!((status, &finding(&found, "brain")["holds"]), (Some(1), &Value::Bool(false)), "{found}");
    assert!(finding(&found, "rules")["told"].as_str().is_some_and(|told| told.contains("does not answer")), "{found}");
}

#[test]
fn a_plugin_for_another_nu_is_told_with_what_to_do() {
    let env = Env::new();
    env.script("bin/nu", "#!/bin/sh\necho 0.108.0\n");
    let plugin = env.script("bin/nu_plugin_ghost", "#!/bin/sh\necho nu_plugin_ghost 0.1.0, built for nu 0.107.0\n");
    // Beside it: a copy of ghost, so that whatever lies beside the one that is tested does not matter.
    std::fs::copy(crate::env::GHOST, env.home().join("bin/ghost")).expect("a copy");
    let path = format!("{}:/usr/bin:/bin", env.home().join("bin").display());
    let ask = || {
        let mut command = std::process::Command::new(env.home().join("bin/ghost"));
        command.args(["doctor", "--json"]).env_clear().env("HOME", env.home()).env("PATH", &path);
        let out = command.output().expect("ghost starts");
        let found: Value = serde_json::from_slice(&out.stdout).expect("an object");
        let told = finding(&found, "nushell");
        (told["holds"] == true, told["told"].as_str().expect("text").to_owned())
    };
    let (holds, told) = ask();
    assert!(!holds && told.contains("nu 0.108.0 does not take") && told.contains("ghost init nu"), "{told}");
    std::fs::remove_file(plugin).expect("removed");
    assert!(ask().0, "a nu without the plugin is no fault");
}
