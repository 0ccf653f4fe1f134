"""Feeds ghost with invented bytes: `python3 tests/fuzz.py`.

    python3 tests/fuzz.py [--seconds N] [--only TARGET[,TARGET…]]

Builds the targets of `fuzz/` and runs each for N seconds (600 when not told), one after the other. Bytes that break
what must hold are kept in `fuzz/findings/TARGET`, where the ordinary tests replay them from then on. The exit code is
1 if anything was found. What is fetched and built goes to `target`; needs a C++ compiler for libFuzzer.
"""

from __future__ import annotations

import argparse
import glob
import hashlib
import json
import os
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FUZZ = os.path.join(PROJECT, "fuzz")
sys.path[:0] = [os.path.join(PROJECT, "kernel"), os.path.join(PROJECT, "tests")]

if TYPE_CHECKING:
    from runner.context import Context

CARGO_FUZZ = "0.13.2"
# A line is refused from 4096 bytes on; what lies just beyond is to be tried as well.
LONGEST = 4300
# One input may take that many seconds. The targets themselves are stricter.
PATIENCE = 10
MEMORY = 1024  # MiB


class Ran(NamedTuple):
    """What came of a target."""

    executions: int
    findings: list[str]
    # It ended in another way than by the end of its time or a finding: the last lines of what it said.
    trouble: str


def targets() -> list[str]:
    """The names of all targets."""
    return sorted(os.path.splitext(name)[0] for name in os.listdir(os.path.join(FUZZ, "fuzz_targets")))


def build(context: Context) -> dict[str, str]:
    """Compile every target, with cargo-fuzz, which is fetched when it is not there. Returns their programs by name."""
    from runner.command import check, run
    from runner.getting import get_rust
    from runner.steps import Failure, say
    from setup_ghost.system import which

    get_rust(context)
    folder = os.path.join(context.env["CARGO_TARGET_DIR"], "fuzz")
    # It compiles with other flags: what it has compiled is of no use to others, nor theirs to it.
    env = {**context.env, "CARGO_TARGET_DIR": folder}
    if not which("cargo-fuzz", env):
        say(f"installing cargo-fuzz {CARGO_FUZZ}")
        words = ["cargo", "install", "cargo-fuzz", "--version", CARGO_FUZZ, "--locked", "--root", context.tools]
        if not check(words, env, PROJECT):
            raise Failure("cargo-fuzz cannot be installed")
    # Sanitizers need a nightly compiler. What is fed here has next to no unsafe code: panics are looked for.
    words = ["cargo", "fuzz", "build", "--fuzz-dir", FUZZ, "--sanitizer", "none"]
    if run(words, env, FUZZ).status != 0:
        raise Failure("the targets cannot be compiled")
    programs = {name: glob.glob(os.path.join(folder, "*", "release", name)) for name in targets()}
    return {name: found[0] for name, found in programs.items() if found}


def add_lines(context: Context, corpus: str) -> None:
    """Every text of the corpora, where those are, as something to begin with."""
    folder = context.env.get("GHOST_CORPUS") or context.path("..", "shared", "corpus")
    for path in glob.glob(os.path.join(folder, "*.jsonl")):
        with open(path, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        for text in (value for row in rows for value in row.values() if isinstance(value, str)):
            data = text.encode("utf-8", "surrogatepass")
            with open(os.path.join(corpus, hashlib.sha256(data).hexdigest()), "wb") as file_of_one:
                file_of_one.write(data)


def feed(context: Context, name: str, program: str, seconds: int) -> Ran:
    """Run one target."""
    from runner.command import run

    corpus = os.path.join(context.env["CARGO_TARGET_DIR"], "fuzz", "corpus", name)
    findings = os.path.join(FUZZ, "findings", name)
    for folder in (corpus, findings):
        os.makedirs(folder, exist_ok=True)
    add_lines(context, corpus)
    known = set(os.listdir(findings))
    words = [program, f"-max_total_time={seconds}", f"-timeout={PATIENCE}", f"-rss_limit_mb={MEMORY}"]
    words += [f"-max_len={LONGEST}", f"-artifact_prefix={findings}{os.sep}", "-print_final_stats=1"]
    dictionary = os.path.join(FUZZ, "dictionaries", {"repair": "judge"}.get(name, name))
    words += [f"-dict={dictionary}"] if os.path.exists(dictionary) else []
    # The first folder is added to, the others are only read.
    words += [corpus, os.path.join(FUZZ, "seeds", name), findings]
    if name == "frames":
        words += [context.path("tests", "protocol", kind) for kind in ("valid", "invalid")]
    done = run(words, context.env, FUZZ, show=False, limit=seconds + 300)
    found = [os.path.join(findings, new) for new in sorted(set(os.listdir(findings)) - known)]
    counts = re.findall(r"^stat::number_of_executed_units:\s*(\d+)", done.text, re.MULTILINE)
    last = "\n".join(done.text.splitlines()[-40:])
    if not os.listdir(findings):
        os.rmdir(findings)
    return Ran(int(counts[-1]) if counts else 0, found, last if found or done.status != 0 or not counts else "")


def main() -> int:
    """Parse the command line and run the targets. Returns the exit code."""
    from runner.context import Context
    from runner.steps import Failure, say

    parser = argparse.ArgumentParser(description="Feeds ghost with invented bytes.")
    parser.add_argument("--seconds", metavar="N", type=int, default=600, help="for each target; 600 when not told")
    parser.add_argument("--only", metavar="TARGET", action="append", default=[], help="run these targets alone")
    options = parser.parse_args()
    chosen = {name for names in options.only for name in names.split(",")} or set(targets())
    if unknown := chosen - set(targets()):
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(targets())}")

    context = Context(PROJECT, allow_missing=False)
    well = True
    try:
        programs = build(context)
        for name in sorted(chosen):
            ran = feed(context, name, programs[name], options.seconds)
            if ran.trouble:
                say(ran.trouble)
            say(f"{name}: {ran.executions} executions, {len(ran.findings)} findings {' '.join(ran.findings)}".rstrip())
            well = well and not ran.trouble
    except Failure as failure:
        say(f"FAILED: {failure}")
        well = False
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
