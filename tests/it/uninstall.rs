//! `ghost uninstall` takes away what the installer's list names, and nothing else.

use std::process::Command;

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

/// As if the installer had put two packages there, on a machine whose package client only tells what it was asked.
fn with_packages(env: &Env, apt: &str) -> Command {
    let list = serde_json::json!({ "format": 1, "packages": ["zqzq-rustc", "zqzq-cargo", "zqzq-gone"], "along": ["zqzq-gcc"] });
    env.file(".local/share/ghost/installed.json", &list.to_string());
    env.script(
        "tools/dpkg-query",
        "#!/bin/sh\necho installed zqzq-rustc\necho installed zqzq-cargo\necho not-installed zqzq-gone\n",
    );
    env.script("tools/apt-get", &format!("#!/bin/sh\necho \"$@\" >>'{}/calls'\n{apt}\n", env.home().display()));
    let mut command = env.command(["uninstall", "--yes"]);
    command.env("PATH", format!("{}/tools:/usr/bin:/bin", env.home().display()));
    command
}

#[test]
fn packages_go_with_what_came_along() {
    let env = Env::new();
    let apt = "case \"$*\" in
        *--auto-remove*) for n in idle gcc rustc cargo; do echo \"Remv zqzq-$n [1]\"; done ;;
        *--simulate*) for n in rustc cargo; do echo \"Remv zqzq-$n [1]\"; done ;;
    esac";
    let out = env.finish(with_packages(&env, apt));
    let all = "zqzq-rustc zqzq-cargo zqzq-gcc";
    assert!(out.stdout.contains(&format!("remove the packages {all}\n")), "{out:?}");
    if nix::unistd::geteuid().is_root() {
        assert_eq!(out.status, Some(0), "{out:?}");
        assert_eq!(env.read("calls").lines().last(), Some(&*format!("remove -y -q -- {all}")));
    } else {
        assert!(out.status == Some(125) && out.stderr.contains(&format!("apt-get remove {all}")), "{out:?}");
    }
}

#[test]
fn packages_that_others_need_stay_and_so_they_do_when_apt_does_not_say() {
    for (apt, why) in [
        ("for n in rustc cargo other; do echo \"Remv zqzq-$n [1]\"; done", "needed by zqzq-other"),
        ("echo broken; exit 100", "does not say"),
    ] {
        let env = Env::new();
        let out = env.finish(with_packages(&env, apt));
        assert_eq!(out.status, Some(0), "{out:?}");
        assert!(
            out.stdout.contains("leave the packages zqzq-rustc zqzq-cargo: ") && out.stdout.contains(why),
            "{out:?}"
        );
        assert!(env.read("calls").lines().all(|call| call.starts_with("--simulate")), "{}", env.read("calls"));
    }
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
