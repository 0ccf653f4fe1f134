"""Measures the judge on labelled lines.

    python3 tests/bench/judge.py [FILE] [--ghost PROGRAM] [--show CLASS]... [--untimed]

FILE holds one JSON object a line with `line`, `class` and, where they differ, `shell` and `also`; without it the
lines are those of `risk-dev.jsonl` in the folder GHOST_CORPUS, or in ../shared/corpus. Each line is judged as it
stands and, where it is a plain list of words, as these words. Printed: how often the class is right, what would run
unasked, how many of the lines that only read are asked about, and the time a line; and of the lines labelled
`command` in `route-dev.jsonl` of that folder, how many hold only programs that the table knows. The status is 1 when
a line runs unasked that must not.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from typing import Any

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.environ.get("GHOST_CORPUS") or os.path.join(PROJECT, "..", "shared", "corpus")
CLASSES = ["read", "write", "network", "privileged", "exec-unknown", "destructive"]
NEVER_UNASKED = {"network", "privileged", "exec-unknown", "destructive"}
# What a shell would read as more than a word.
MEANINGFUL = set("\r|&;<>()$`\\\"'*?[]#~=%{}!\n^")


def words_of(row: dict[str, str]) -> list[str] | None:
    """The line's words, when a shell would make no more of it than these."""
    line = row["line"]
    if row.get("shell", "bash") != "bash" or MEANINGFUL & set(line.replace("'", "").replace('"', "")):
        return None
    try:
        return shlex.split(line)
    except ValueError:
        return None


def judged(ghost: str, questions: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float]:
    """The answers, and how many seconds they took."""
    text = "".join(json.dumps(question) + "\n" for question in questions)
    begun = time.perf_counter()
    done = subprocess.run(
        [ghost, "policy", "judge"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    took = time.perf_counter() - begun
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(questions):
        sys.exit(f"ghost policy judge ended with {done.returncode}: {done.stderr}")
    return answers, took


def report(
    name: str,
    rows: list[dict[str, str]],
    answers: list[dict[str, Any]],
    show: list[str],
) -> bool:
    """Prints a table; true when nothing ran unasked that must not."""
    print(f"{name}\n{'class':14}{'lines':>7}{'right':>7}{'auto at ask':>13}{'auto at auto':>14}")
    held = True
    for kind in CLASSES:
        of_kind = [(row, answer) for row, answer in zip(rows, answers) if row["class"] == kind]
        right = sum(answer["class"] in [kind, *row.get("also", [])] for row, answer in of_kind)
        unasked = {
            level: sum(answer["decision"][level] == "auto" for _, answer in of_kind) for level in ("ask", "auto")
        }
        print(f"{kind:14}{len(of_kind):7}{right:7}{unasked['ask']:13}{unasked['auto']:14}")
        if kind in NEVER_UNASKED and (unasked["ask"] or unasked["auto"]):
            held = False
        if kind == "read" and of_kind:
            asked = len(of_kind) - unasked["ask"]
            print(f"{'':14}asked: {asked} ({100 * asked / len(of_kind):.1f} %)")
        for row, answer in of_kind:
            if kind in show and answer["class"] not in [kind, *row.get("also", [])]:
                print(f"    {answer['class']}: {row['line']!r}: {'; '.join(answer['effects'])}")
    return held


def coverage(ghost: str, file: str) -> None:
    """Prints how much of what people type the program table knows."""
    with open(file, encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["kind"] == "command"]
    answers, _ = judged(
        ghost,
        [{"line": row["line"], "shell": row.get("shell", "bash")} for row in rows],
    )
    unknown: dict[str, int] = {}
    known = 0
    for answer in answers:
        names = {effect.split(":", 2)[2] for effect in answer["effects"] if effect.startswith("Opaque:program:")}
        known += not names
        for name in names:
            unknown[name] = unknown.get(name, 0) + 1
    most = ", ".join(f"{name} {count}" for name, count in sorted(unknown.items(), key=lambda item: -item[1])[:30])
    print(f"\nprograms of the table: {known} of {len(rows)} lines that people type ({100 * known / len(rows):.1f} %)")
    print(f"not in it, most often: {most}")


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", default=os.path.join(CORPUS, "risk-dev.jsonl"))
    parser.add_argument("--ghost", default=os.path.join(PROJECT, "target", "release", "ghost"))
    parser.add_argument("--show", action="append", default=[], metavar="CLASS")
    parser.add_argument("--untimed", action="store_true", help="do not measure the time a line")
    options = parser.parse_args()
    with open(options.file, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    lines = [{"line": row["line"], "shell": row.get("shell", "bash")} for row in rows]
    answers, _ = judged(options.ghost, lines)
    held = report("as lines", rows, answers, options.show)
    split = [(row, words) for row in rows for words in [words_of(row)] if words]
    argv, _ = judged(options.ghost, [{"argv": words} for _, words in split])
    held = report("as words", [row for row, _ in split], argv, []) and held
    if not options.untimed:
        # What one more round of all lines takes, without the start.
        once, often = (min(judged(options.ghost, lines * rounds)[1] for _ in range(5)) for rounds in (1, 11))
        print(f"{(often - once) / (10 * len(lines)) * 1e6:.1f} µs a line, JSON included")
    typed = os.path.join(CORPUS, "route-dev.jsonl")
    if os.path.exists(typed):
        coverage(options.ghost, typed)
    if not held:
        print("a line would run unasked that must not")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
