"""The program itself was left out: `commit -m x` in a repository of git's."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, history, owners
from ghost_kernel.rules import Example, Failure, Fix, rule

SURE = 0.93
DOUBTFUL = 0.55  # several programs in use here have such a verb
OFTEN = 3  # so many times oftener than the others one of them was run


@rule(output_has=["not found", "no such file", "unknown command"], exit_codes=[1, 127], unseen=True)
def propose(failure: Failure) -> list[Fix] | None:
    word = faults.not_found(failure)
    if word is None or word not in failure.words[:1]:
        return None
    ways = owners.of(failure.machine, word.plain, failure.args)
    if len(ways) > 1:
        runs = {way: history.runs(failure.machine, " ".join([*way, word.plain])) for way in ways}
        ways.sort(key=lambda way: -runs[way])
        sure = runs[ways[0]] >= OFTEN * max(1, runs[ways[1]])
    else:
        sure = True
    return [
        Fix(
            failure.command(*way, *failure.words),
            why=f"{word.plain} is a word of {' '.join(way)}",
            confidence=SURE if sure and at == 0 else DOUBTFUL - 0.01 * at,
            origin="local",
            only=sure and at == 0,
        )
        for at, way in enumerate(ways)
    ] or None


REPO = {".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "", ".git/refs/heads/side": ""}
REMOTE = {**REPO, ".git/config": '[remote "origin"]\n\turl = x\n'}
SCRIPTS = {"package.json": '{"scripts": {"bundle": "x", "dev": "y"}}'}
UNIT = ["/lib/systemd/system/frobd.service"]
EXAMPLES = [
    Example("commit -m 'x y'", "bash: commit: command not found", "git commit -m 'x y'", programs=["git"], files=REPO),
    Example(
        "push origin main", "bash: push: command not found", "git push origin main", programs=["git"], files=REMOTE
    ),
    Example("merge side", "bash: merge: command not found", "git merge side", programs=["git"], files=REPO),
    Example("stash pop", None, "git stash pop", 127, programs=["git"], files=REPO),
    Example("run bundle", "bash: run: command not found", "npm run bundle", programs=["npm"], files=SCRIPTS),
    Example("dev", "bash: dev: command not found", "npm run dev", programs=["npm"], files=SCRIPTS),
    Example(
        "run bundle",
        "bash: run: command not found",
        "pnpm run bundle",
        programs=["pnpm", "npm"],
        files={**SCRIPTS, "pnpm-lock.yaml": ""},
    ),
    Example(
        "dist", "bash: dist: command not found", "make dist", programs=["make"], files={"Makefile": "dist: a\n\ttar\n"}
    ),
    Example(
        "run --release",
        "bash: run: command not found",
        "cargo run --release",
        programs=["cargo"],
        files={"Cargo.toml": ""},
    ),
    Example(
        "up -d",
        "bash: up: command not found",
        "docker compose up -d",
        programs=["docker"],
        files={"compose.yaml": "services:\n  web:\n    image: x\n"},
    ),
    Example("compose up", "bash: compose: command not found", "docker compose up", programs=["docker"]),
    Example(
        "restart frobd",
        "bash: restart: command not found",
        "systemctl restart frobd",
        programs=["systemctl"],
        files=UNIT,
    ),
    Example(
        "sudo stop frobd",
        "sudo: stop: command not found",
        "sudo systemctl stop frobd",
        programs=["systemctl"],
        files=UNIT,
    ),
    Example(
        "apply -f a.yaml",
        "bash: apply: command not found",
        "kubectl apply -f a.yaml",
        programs=["kubectl"],
        files={"a.yaml": ""},
    ),
    Example(
        "clone https://x.invalid/a.git",
        "bash: clone: command not found",
        "git clone https://x.invalid/a.git",
        programs=["git"],
    ),
    Example("commit -m x", "bash: commit: command not found", None, programs=["git"]),
    Example("commit -m x", "bash: commit: command not found", None, files=REPO),
    Example("add salt and pepper", "bash: add: command not found", None, programs=["git"], files=REPO),
    Example("merge sort lists", "bash: merge: command not found", None, programs=["git"], files=REPO),
    Example("restart nothing", "bash: restart: command not found", None, programs=["systemctl"], files=UNIT),
    Example("run fast", "bash: run: command not found", None, programs=["npm"], files=SCRIPTS),
    Example("build it for me", "bash: build: command not found", None, programs=["cargo"], files={"Cargo.toml": ""}),
]
