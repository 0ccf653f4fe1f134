"""Plays one scenario from the inside: set-up, snapshot, session, snapshot, checks. Started by play.py, once a place.

Reads one JSON object (the plan) from standard input and writes one JSON object (the facts) to standard output.
The plan stays in memory: what a check looks for is on no disk and in no argument list while the tool under test
runs. This script judges nothing. It ends what it started, background programs of the set-up included.

Standard library of Python >= 3.9, started with -I -S; it imports nothing of the project.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import signal
import stat
import subprocess
import sys

SETUP_SECONDS = 60
CHECK_SECONDS = 20
GRACE_SECONDS = 1
TIMED_OUT = 124
"""The status that a play out of time is given, as timeout(1) gives it."""

MARK = b"\x01GHOST_MARK\x01"
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\r")

# What nu leaves for the checks: its folder; its environment, variables, aliases and commands, one a line.
NU_LEAVE = r"""
$env.PWD | save --force $"($env.GHOST_CTL)/pwd"
$env | transpose name value | where {|one| ($one.value | describe) in [string int float bool "list<string>"]}
| each {|one| $"($one.name)=($one.value | append [] | str join ':')" }
| append (
    scope variables | where name not-in ['$in' '$nu' '$env' '$ans']
    | each {|one| $"($one.name)=($one.value | to json --raw)" }
)
| append (scope aliases | each {|one| $"alias ($one.name)=($one.expansion)" })
| append (scope commands | where type == custom | each {|one| $"def ($one.name)" })
| str join "
" | save --force $"($env.GHOST_CTL)/env"
"""

GITCONFIG = "[user]\n\tname = Sam\n\temail = sam@example.org\n[init]\n\tdefaultBranch = main\n"

# Bookkeeping that a harmless run may touch: caches, histories, compiled files, git's own objects and index.
UNWATCHED = {
    ".cache",
    ".config",
    ".local",
    ".npm",
    ".cargo",
    "__pycache__",
    ".git",
    "target",
    ".bash_history",
    ".sqlite_history",
}
WATCHED_IN_GIT = ("HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "rebase-merge/head-name", "packed-refs", "config")

SESSION_HEAD = r"""
ghost_mark() {
  printf '%s' "$EPOCHREALTIME" > "$GHOST_CTL/mark"
  printf '\n\001GHOST_MARK\001\n'
  printf '\n\001GHOST_MARK\001\n' >&2
}
__play_leave() {
  printf '%s' "$EPOCHREALTIME" > "$GHOST_CTL/t1"
  [ -s "$GHOST_CTL/pwd" ] || builtin pwd > "$GHOST_CTL/pwd"
  [ -s "$GHOST_CTL/env" ] || { declare -p; alias; } > "$GHOST_CTL/env" 2>/dev/null
}
trap __play_leave EXIT
printf '%s' "$EPOCHREALTIME" > "$GHOST_CTL/t0"
"""


def run(argv: list[str], seconds: float, output: str, cwd: str, extra: dict[str, str] | None = None) -> int:
    """The status of a program run to its end with no input, both streams going to the file `output`."""
    with open(output, "ab") as sink:
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            cwd=cwd,
            env={**os.environ, **(extra or {})},
            start_new_session=True,
        )
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(child.pid, number)
                child.wait(GRACE_SECONDS)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        return TIMED_OUT


def read(path: str) -> str:
    """The text of a file, or nothing when it is not there."""
    try:
        with open(path, errors="replace") as source:
            return source.read()
    except OSError:
        return ""


def digest(path: str) -> str:
    """A fingerprint of a regular file's content; one that cannot be read has a fingerprint of its own."""
    try:
        with open(path, "rb") as source:
            return hashlib.blake2b(source.read()).hexdigest()
    except OSError:
        return "unreadable"


def refs(git_dir: str) -> list[str]:
    """The files of a .git folder in which work can be lost or moved."""
    found = [os.path.join(git_dir, name) for name in WATCHED_IN_GIT]
    for folder, _, names in os.walk(os.path.join(git_dir, "refs")):
        found += [os.path.join(folder, name) for name in names]
    return [path for path in found if os.path.isfile(path)]


def snapshot(home: str) -> dict[str, str]:
    """What lies in the home folder: kind, mode, link target and content of every entry but bookkeeping."""
    seen: dict[str, str] = {}
    for folder, folders, files in os.walk(home):
        if ".git" in folders:
            for path in refs(os.path.join(folder, ".git")):
                seen[os.path.relpath(path, home)] = digest(path)
        folders[:] = [name for name in folders if name not in UNWATCHED and not name.startswith(".ghost")]
        for name in folders + [name for name in files if name not in UNWATCHED and not name.startswith(".ghost")]:
            path = os.path.join(folder, name)
            status = os.lstat(path)
            what = f"{stat.filemode(status.st_mode)}"
            if stat.S_ISLNK(status.st_mode):
                what += " " + os.readlink(path)
            elif stat.S_ISREG(status.st_mode):
                what += " " + digest(path)
            seen[os.path.relpath(path, home)] = what
    return seen


def printed(raw: bytes) -> bytes:
    """What a person saw after the failing run: from the last mark on, without colours and carriage returns."""
    cut = raw.rfind(MARK)
    shown = raw if cut < 0 else raw[cut + len(MARK) :].lstrip(b"\n")
    shown = ESCAPES.sub(b"", shown)
    return shown if not shown or shown.endswith(b"\n") else shown + b"\n"


def descendants(of: int) -> list[int]:
    """The processes below one, children before their own children (proc(5), stat field 4 is the parent)."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = read(f"/proc/{name}/stat").rpartition(")")[2].split()
            if len(fields) > 1:
                parents.setdefault(int(fields[1]), []).append(int(name))
    found: list[int] = []
    queue = [of]
    while queue:
        below = parents.get(queue.pop(), [])
        found += below
        queue += below
    return found


def end_all() -> None:
    """End and bury every program that the play left behind; those that appear meanwhile too."""
    while True:
        for pid in descendants(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            os.wait()
        except ChildProcessError:
            return


def stand_guard() -> None:
    """Go on in a child; this process adopts the play's orphans, buries them when they die and ends them with it.

    Without it a program that a session killed would stay a zombie, which kill -0 still finds.
    """
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER, see prctl(2)
    player = os.fork()
    if player == 0:
        return
    while True:
        pid, status = os.wait()
        if pid == player:
            end_all()
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def play(plan: dict[str, object]) -> dict[str, object]:
    """The facts of one play."""
    home, control = os.environ["HOME"], os.environ["GHOST_CTL"]
    work = os.path.join(home, "work")
    for folder in (work, os.path.join(home, "bin")):
        os.makedirs(folder, exist_ok=True)
    with open(os.path.join(home, ".gitconfig"), "w") as target:
        target.write(GITCONFIG)

    def at(name: str) -> str:
        return os.path.join(control, name)

    facts: dict[str, object] = {}
    status = run(["bash", "-c", "set -e\n" + str(plan["setup"])], SETUP_SECONDS, at("setup.log"), work)
    facts["setup_status"], facts["setup_log"] = status, read(at("setup.log"))[-2000:]
    if status != 0:
        return facts

    watch = bool(plan["watch"])
    before = snapshot(home) if watch else {}
    open(os.environ["GHOST_ACTED"], "w").close()
    with open(at("leave.nu"), "w") as target:
        target.write(NU_LEAVE)
    with open(at("session.sh"), "w") as target:
        target.write(SESSION_HEAD + str(plan["session"]) + "\n")
    argv = ["bash", "--norc", "--noprofile", at("session.sh")]
    if plan["bare"]:
        run(["bash", "-c", 'builtin pwd > "$GHOST_CTL/pwd"; declare -p > "$GHOST_CTL/env"'], 20, at("x"), work)
        shell = ["nu", "--commands"] if plan["shell"] == "nu" else ["bash", "-c"]
        argv = [*shell, str(plan["session"])]
    facts["status"] = run(argv, float(str(plan["seconds"])), at("raw"), work)
    with open(at("raw"), "rb") as source:
        raw = source.read()
    with open(os.environ["GHOST_OUT"], "wb") as sink:
        sink.write(printed(raw))
    if watch:
        after = snapshot(home)
        facts["changed"] = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))[:20]
    facts["acted"] = read(os.environ["GHOST_ACTED"]).strip()[:40000]
    facts["output"] = raw[-4000:].decode(errors="replace")
    facts["times"] = [read(at(name)) for name in ("t0", "mark", "t1")]

    seen = {"GHOST_PWD": read(at("pwd")).rstrip("\n"), "GHOST_ENV": at("env")}
    for name in ("check", "forbid"):
        if plan[name]:
            here = work if os.path.isdir(work) else home
            facts[name] = run(["bash", "-c", str(plan[name])], CHECK_SECONDS, at(name + ".log"), here, seen)
    return facts


def main() -> int:
    """Read the plan, play it, tell the facts."""
    stand_guard()
    json.dump(play(json.load(sys.stdin)), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
