//! The brain can touch nothing but a folder of its own, and start nothing.

use crate::env::Env;

/// A rule that tries what a brain must not be able to do, and writes down what came of it.
const TRIES: &str = r#""""Tries its locks."""
from __future__ import annotations

import os
import socket

from ghost_kernel.rules import Example, Failure, Fix, rule

HOME = os.environ["HOME"]
OWN = os.path.join(HOME, ".local/state/ghost/brain")


def tried(name, act):
    try:
        act()
    except OSError as error:
        return f"{name}: {error.strerror}\n"
    return f"{name}: done\n"


def start():
    pid = os.fork()
    if pid == 0:
        try:
            os.execv("/bin/sh", ["sh", "-c", f"touch {HOME}/started"])
        except OSError:
            os._exit(9)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9:
        raise PermissionError(13, "Permission denied")


def write(path):
    with open(path, "w") as file:
        file.write("x")


@rule(programs=["frobnicate"])
def propose(failure: Failure) -> Fix | None:
    told = tried("own folder", lambda: write(os.path.join(OWN, "own")))
    told += tried("home", lambda: write(os.path.join(HOME, "written")))
    told += tried("temporary", lambda: write("/tmp/ghost-test-of-the-brain"))
    told += tried("settings", lambda: os.remove(os.path.join(HOME, "kept")))
    told += tried("program", start)
    told += tried("socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    told += tried("signal", lambda: os.kill(os.getppid(), 0))
    told += tried("reading", lambda: open("/etc/hostname").close())
    with open(os.path.join(OWN, "told"), "w") as file:
        file.write(told)
    return Fix(["true"], why="it was tried", confidence=0.9)


EXAMPLES = [Example("frobnicate", "frobnicate: command not found", "true", exit_code=127), Example("ls", "", None)]
"#;

#[test]
fn the_brain_writes_to_its_own_folder_and_starts_nothing() {
    let env = Env::new();
    env.config("rules/tries.py", TRIES);
    env.file("kept", "x");
    let out = env.ghost(["frobnicate"]);
    let told = env.read(".local/state/ghost/brain/told");
    for line in [
        "own folder: done",
        "home: Permission denied",
        "temporary: Permission denied",
        "settings: Permission denied",
        "program: Permission denied",
        "socket: Operation not permitted",
        "reading: done",
    ] {
        assert!(told.lines().any(|found| found == line), "{line}\n{told}{out:?}");
    }
    assert!(!told.contains("signal: done"), "{told}");
    for name in ["written", "started"] {
        assert!(!env.home().join(name).exists(), "{name}");
    }
    assert!(env.home().join("kept").exists());
}

#[test]
fn its_modules_are_compiled_once() {
    let env = Env::empty();
    assert_eq!(env.ghost(["gti", "--version"]).status, Some(0));
    let compiled = env.home().join(".local/state/ghost/brain/compiled");
    assert!(compiled.is_dir(), "a second start need not compile anew");
}
