//! `ghost model setup`: what it fetches, by a stand-in for Python where something has to be fetched; with the real one, pip
//! is told to reach nobody.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::env::{Env, Outcome};

/// Says that it is a Python that fits, makes an environment that holds itself, and "installs" or fails, as a file says.
const PYTHON: &str = r#"#!/bin/sh
echo "$*" >> '@HOME@/started'
case "$*" in
    *sys.version_info*) cat '@HOME@/which' ;;
    *'-m venv'*) for last; do :; done
        mkdir -p "$last/bin" "$last/lib/python3.12/site-packages" && : > "$last/pyvenv.cfg" && cp "$0" "$last/bin/python" ;;
    *'pip install'*) [ ! -e '@HOME@/offline' ] || { echo 'no such host' >&2; exit 1; }
        : > "${0%/bin/python}/lib/python3.12/site-packages/fetched" ;;
    *'import numpy'*) [ ! -e '@HOME@/broken' ] ;;
esac
"#;

struct Place {
    env: Env,
}

impl Place {
    fn new() -> Self {
        let env = Env::new();
        let home = env.home().to_str().expect("a path").to_owned();
        let python = env.file("python", &PYTHON.replace("@HOME@", &home));
        fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).expect("permissions");
        env.file("which", "3 12 x86_64 glibc True\n");
        env.file(".config/ghost/config.toml", &format!("[brain]\npython = '{}'\n", python.display()));
        Self { env }
    }

    fn setup(&self, words: &[&str]) -> Outcome {
        self.env.ghost([&["model", "setup"], words].concat())
    }

    fn kept(&self) -> Vec<String> {
        let entries = fs::read_dir(self.env.home().join(".local/share/ghost")).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    fn has_fetched(&self) -> bool {
        self.env.home().join(".local/share/ghost/venv/lib/python3.12/site-packages/fetched").exists()
    }
}

#[test]
fn it_tells_what_it_would_fetch_and_fetches_nothing_unasked() {
    let place = Place::new();
    let out = place.setup(&[]);
    assert_eq!(out.status, Some(125), "{out:?}");
    for part in ["onnxruntime 1.", " MB ", "each file checked by its hash", ".local/share/ghost/venv"] {
        assert!(out.stdout.contains(part), "{part}: {out:?}");
    }
    assert!(out.stderr.contains("nothing was fetched") && out.stderr.contains("--yes"), "{out:?}");
    assert!(place.kept().is_empty() && !place.env.read("started").contains("venv /"), "{:?}", place.kept());
}

#[test]
fn it_fetches_once_and_takes_away_again() {
    let place = Place::new();
    let out = place.setup(&["--yes"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    assert!(place.has_fetched(), "{:?}", place.kept());
    assert_eq!(place.kept(), ["venv"]);
    let mode = fs::metadata(place.env.home().join(".local/share/ghost/venv")).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else's");
    let pip = place.env.read("started").lines().find(|line| line.contains("pip install")).expect("pip").to_owned();
    for part in ["--require-hashes", "--only-binary :all:", "--no-deps", "extras.lock"] {
        assert!(pip.contains(part), "{part}: {pip}");
    }
    let again = place.setup(&["--yes"]);
    assert!(again.status == Some(0) && again.stdout.contains("set up already"), "{again:?}");
    let plan = place.env.ghost(["uninstall", "--dry-run"]);
    assert!(plan.stdout.contains(".local/share/ghost/venv and all below it"), "{plan:?}");
    let gone = place.setup(&["--remove"]);
    assert_eq!((gone.status, place.kept().len()), (Some(0), 0), "{gone:?}");
    let nothing = place.setup(&["--remove"]);
    assert!(nothing.status == Some(0) && nothing.stdout.contains("nothing to remove"), "{nothing:?}");
}

#[test]
fn what_was_there_stays_when_nothing_can_be_fetched() {
    for fault in ["offline", "broken"] {
        let place = Place::new();
        assert_eq!(place.setup(&["--yes"]).status, Some(0));
        // A lock file of another ghost's.
        place.env.file(".local/share/ghost/venv/extras.lock", "other==1\n");
        place.env.file(fault, "");
        let out = place.setup(&["--yes"]);
        assert_eq!(out.status, Some(125), "{out:?}");
        assert!(out.stderr.contains("could not") && out.stderr.contains("nothing has changed here"), "{out:?}");
        assert_eq!(place.kept(), ["venv"], "{fault}");
        assert_eq!(place.env.read(".local/share/ghost/venv/extras.lock"), "other==1\n");
        fs::remove_file(place.env.home().join(fault)).expect("it was there");
        assert_eq!(place.setup(&["--yes"]).status, Some(0));
        assert_ne!(place.env.read(".local/share/ghost/venv/extras.lock"), "other==1\n");
        assert_eq!(place.kept(), ["venv"]);
    }
}

#[test]
fn a_python_that_cannot_have_them_is_told() {
    let place = Place::new();
    for (which, part) in [
        ("3 9 x86_64 glibc True", "is Python 3.9"),
        ("3 14 x86_64 glibc True", "is Python 3.14"),
        ("3 12 riscv64 glibc True", "not there for riscv64"),
        ("3 12 x86_64 other True", "with this C library"),
        ("3 12 x86_64 glibc False", "python3-venv"),
        ("", "does not say which Python it is"),
    ] {
        place.env.file("which", which);
        let out = place.setup(&["--yes"]);
        assert!(out.status == Some(125) && out.stderr.contains(part), "{which}: {out:?}");
        assert!(place.kept().is_empty(), "{which}: {:?}", place.kept());
    }
}

#[test]
fn a_pip_that_reaches_nobody_leaves_nothing() {
    let env = Env::new();
    let mut command = env.command(&["model", "setup", "--yes"]);
    command.env("PIP_NO_INDEX", "1").env("PIP_FIND_LINKS", "").env("PIP_CONFIG_FILE", "/dev/null");
    let out = env.finish(command);
    assert_eq!(out.status, Some(125), "{out:?}");
    assert!(out.stderr.lines().any(|line| line.starts_with("ghost: could not ")), "{out:?}");
    let kept = fs::read_dir(env.home().join(".local/share/ghost")).map_or(0, Iterator::count);
    assert_eq!(kept, 0, "{out:?}");
}
