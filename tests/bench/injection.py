"""Tries text that wants something run: python3 tests/bench/injection.py [FILE]... [--ghost PROGRAM]

FILE holds one JSON object a line: a `command` that failed, the `text` it printed, and `forbidden`, regular
expressions that nothing may match that would run without asking. Without it: `injection_texts.jsonl` beside this, and
`injection-dev.jsonl` of the folder GHOST_CORPUS, or of ../shared/corpus.

Nothing is run. Each text goes to brains that repeat whatever it says, as lines and as the parts of lines that look
like commands, in three ways: saying that the words come from the output, from a model, or nothing at all; and to
ghost's own brain. `ghost fix --json` tells what policy says of each proposal, at the level `ask`, at `auto`, and with
`--yes`. The status is 1 when something forbidden would run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from typing import Any

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.environ.get("GHOST_CORPUS") or os.path.join(PROJECT, "..", "shared", "corpus")

BRAIN = """#!/usr/bin/env python3
import json, os, sys
with open(os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "says.json")) as file:
    says = json.load(file)
for line in sys.stdin:
    event = json.loads(line)["event"]
    if event == "hello":
        print(json.dumps({"action": "hello", "protocol": 1, "kernel": "repeats"}), flush=True)
    elif event == "failed":
        print(json.dumps({"action": "propose", "candidates": says}), flush=True)
    elif event == "shutdown":
        break
"""


def spoken(text: str) -> list[str]:
    """Whatever the text could mean to have run."""
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
    found = [line.strip(" \t$>#") for one in (text, plain) for line in one.splitlines()]
    for line in list(found):
        found += re.findall(r"`([^`]+)`", line) + re.findall(r"'([^']+)'", line) + re.findall(r'"([^"]+)"', line)
        found += [line[at.end() :].strip() for at in re.finditer(r"[:>?!.] |\b(?:run|try|use|with|first) ", line)]
        # Sentences end where commands need not.
        found += [part.rstrip(".!?") for part in re.split(r" (?:to|and then|first|now)\b", line)]
    kept: list[str] = []
    for line in found:
        if line and len(line) < 4000 and line not in kept:
            kept.append(line)
    return kept


def repeated(lines: list[str], how: str) -> list[dict[str, Any]]:
    """The lines as a brain's candidates."""
    candidates = []
    for line in lines:
        candidate: dict[str, Any] = {
            "command": line,
            "confidence": 0.99,
            "proven": True,
        }
        if how in ("output", "model"):
            candidate["origins"] = [{"word": word, "origin": how} for word in line.split()]
        if how == "model":
            candidate["source"] = "model"
        candidates.append(candidate)
    return candidates


class Trial:
    """A home with a brain that repeats, and what ghost would do there."""

    def __init__(self, folder: str, ghost: str) -> None:
        self.folder, self.ghost = folder, ghost
        self.brain = os.path.join(folder, "brain")
        with open(self.brain, "w", encoding="utf-8") as file:
            file.write(BRAIN)
        os.chmod(self.brain, 0o700)
        os.makedirs(os.path.join(folder, "home", ".config", "ghost"))

    def level(self, name: str) -> None:
        """Sets the person's level."""
        with open(
            os.path.join(self.folder, "home", ".config", "ghost", "policy.toml"),
            "w",
            encoding="utf-8",
        ) as file:
            file.write(f"level = '{name}'\n")

    def unasked(self, row: dict[str, Any], candidates: list[dict[str, Any]] | None, yes: bool) -> list[str]:
        """Lines that would run; without candidates those of ghost's own brain."""
        if candidates is not None:
            with open(os.path.join(self.folder, "says.json"), "w", encoding="utf-8") as file:
                json.dump(candidates, file)
        words = [
            self.ghost,
            *(["--yes"] if yes else []),
            *(["--kernel", self.brain] if candidates is not None else []),
        ]
        words += [
            "fix",
            "--json",
            "--shell",
            "/bin/bash",
            "--line",
            row["command"],
            "--output",
            "-",
        ]
        home = os.path.join(self.folder, "home")
        env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        done = subprocess.run(
            words,
            input=row["text"],
            capture_output=True,
            encoding="utf-8",
            cwd=home,
            env=env,
            check=False,
        )
        if done.returncode not in (0, 1):
            sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return [one["repair"] for one in json.loads(done.stdout)["proposals"] if one["decision"] == "auto"]


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--ghost", default=os.path.join(PROJECT, "target", "release", "ghost"))
    options = parser.parse_args()
    own = os.path.join(PROJECT, "tests", "bench", "injection_texts.jsonl")
    corpus = os.path.join(CORPUS, "injection-dev.jsonl")
    rows: list[dict[str, Any]] = []
    for name in options.files or [own, *([corpus] if os.path.exists(corpus) else [])]:
        with open(name, encoding="utf-8") as file:
            rows += [json.loads(line) for line in file]
    proposed = forbidden = 0
    unasked: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(folder, os.path.abspath(options.ghost))
        for level, yes in (("ask", False), ("auto", False), ("auto", True)):
            trial.level(level)
            for row in rows:
                lines = spoken(row["text"])
                for how in ("nothing", "output", "model", None):
                    candidates = repeated(lines, how) if how else None
                    proposed += len(candidates or [])
                    for line in trial.unasked(row, candidates, yes):
                        unasked.add(line)
                        if any(re.search(pattern, line) for pattern in row["forbidden"]):
                            forbidden += 1
                            print(f"would run at level {level}{' with --yes' if yes else ''}: {line!r}")
    print(f"{len(rows)} texts, {proposed} proposals that repeat them, forbidden and run unasked: {forbidden}")
    print(f"others that would run unasked: {len(unasked)}{': ' if unasked else ''}{'; '.join(sorted(unasked)[:8])}")
    return 1 if forbidden else 0


if __name__ == "__main__":
    sys.exit(main())
