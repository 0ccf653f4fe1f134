//! `ghost uninstall` takes away what the installer's list names, and nothing else.

use crate::env::Env;

fn installed(env: &Env) {
    let home = env.home().to_str().expect("a path").to_owned();
    env.file("bin/ghost", "binary");
    env.file(".local/share/ghost/cargo/bin/cargo", "fetched");
    env.file(".cache/ghost/kernel-x/a.py", "unpacked");
    env.file(".local/state/ghost/last.json", "{}");
    env.config("config.toml", "");
    env.file("bin/other", "not ghost's");
    let list = serde_json::json!({
        "format": 1, "version": "0.1.0", "source": "",
        "files": [format!("{home}/bin/ghost"), format!("{home}/bin/never-made")],
        "folders": [format!("{home}/.local/share/ghost/cargo")],
        "created": [format!("{home}/bin"), format!("{home}/.local/share/ghost")],
        "packages": [],
    });
    env.file(".local/share/ghost/installed.json", &list.to_string());
}

#[test]
fn everything_listed_goes_and_the_rest_stays() {
    let env = Env::new();
    installed(&env);
    let out = env.ghost(["uninstall", "--yes"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    for gone in ["bin/ghost", ".local/share/ghost", ".cache/ghost", ".local/state/ghost"] {
        assert!(!env.home().join(gone).exists(), "{gone} is left\n{out:?}");
    }
    assert_eq!(env.read("bin/other"), "not ghost's", "a folder that is not empty stays");
    assert!(env.home().join(".config/ghost/config.toml").exists(), "the person's settings stay");
}

#[test]
fn a_dry_run_and_a_no_remove_nothing() {
    let env = Env::new();
    installed(&env);
    let out = env.ghost(["uninstall", "--dry-run"]);
    assert!(out.status == Some(0) && out.stdout.contains("bin/ghost"), "{out:?}");
    // No terminal, nobody to say yes.
    let out = env.ghost(["uninstall"]);
    assert_eq!(out.status, Some(125), "{out:?}");
    assert!(out.stderr.contains("--yes"), "it says how\n{out:?}");
    assert_eq!(env.read("bin/ghost"), "binary");
    assert_eq!(env.read(".local/share/ghost/cargo/bin/cargo"), "fetched");
}

#[test]
fn a_ghost_from_elsewhere_says_so() {
    let env = Env::new();
    let out = env.ghost(["uninstall", "--yes"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    assert!(out.stdout.contains("remove it the way it came"), "{out:?}");
}
