"""Measures how fast text is redacted, and what is missed: python3 tests/bench/redact.py [--ghost PROGRAM]

A text is made by repeating source code and what is logged on this machine, and goes through `ghost redact` and through
`cat`, five times each: the medians are printed, in MB/s. Then come texts that are made to take long, of one MB each:
the slowest is told. Where `secrets-dev.jsonl` is in the folder GHOST_CORPUS, or in ../shared/corpus, each record goes
through `ghost redact` as well: a secret is missed when any character of it is left, and a record without one has to
come out as it went in. The status is 1 when one is missed or changed.
"""

from __future__ import annotations

import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.environ.get("GHOST_CORPUS") or os.path.join(PROJECT, "..", "shared", "corpus")
SOURCES = ["wrapper/src/**/*.rs", "kernel/**/*.py", "tests/**/*.py", "**/*.md", "Cargo.lock"]
LOGS = ["/var/log/*.log", "/var/log/apt/*.log"]
ROUNDS = 5
HOSTILE = [
    "password=",
    "password: [",
    "secret: |\n  ",
    "密码：a&",
    "://",
    "://a:@",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----\n",
    '"kty"',
    "eyJ",
    "/eyJ",
]
HOSTILE += [
    "://hook",
    "Cookie: a=b;",
    ":5432:",
    " -p ",
    "curl -u ",
    "password,user\n",
    "TOKEN=Zx8Kq3Lm9Pw2\n",
    "\x1b]8;;",
]


def sample() -> bytes:
    """Source code of the project and logs of this machine, each file once."""
    patterns = [os.path.join(PROJECT, source) for source in SOURCES] + LOGS
    parts = []
    for path in (path for pattern in patterns for path in sorted(glob.glob(pattern, recursive=True))):
        # Texts that are there to be redacted are no ordinary ones.
        if os.path.isfile(path) and os.access(path, os.R_OK) and f"tests{os.sep}redact" not in path:
            with open(path, "rb") as file:
                parts.append(file.read(1 << 20))
    return b"\n".join(parts)


def speed(words: list[str], path: str) -> float:
    """MB/s of a filter: the median of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        with open(path, "rb") as text:
            begun = time.perf_counter()
            # A pipe, as people use it: what writes to nowhere might not write at all.
            with subprocess.Popen(words, stdin=text, stdout=subprocess.PIPE) as running:
                assert running.stdout is not None
                while running.stdout.read(1 << 20):
                    pass
            if running.returncode != 0:
                sys.exit(f"{words[0]} ended with {running.returncode}")
            rounds.append(os.path.getsize(path) / 1e6 / (time.perf_counter() - begun))
    return statistics.median(rounds)


def took(ghost: str, part: str) -> float:
    """Seconds for a MB of nothing but this."""
    begun = time.perf_counter()
    redacted(ghost, part * (1_000_000 // len(part)))
    return time.perf_counter() - begun


def redacted(ghost: str, text: str) -> str:
    """The text as it comes out."""
    environment = {"PATH": os.defpath}
    done = subprocess.run([ghost, "redact"], input=text.encode(), capture_output=True, check=True, env=environment)
    return done.stdout.decode()


def kept(text: str, after: str) -> list[bool]:
    """Which characters of a text are left: what stands between placeholders stood there before, in the same order."""
    pieces = after.split("\u00ab")
    parts = [pieces[0], *(piece.split("\u00bb", 1)[-1] for piece in pieces[1:])]
    left = [False] * len(text)
    at = 0
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        at = len(text) - len(part) if last else text.find(part, at)
        if at < 0 or not text.startswith(part, at):
            return [True] * len(text)
        left[at : at + len(part)] = [True] * len(part)
        at += len(part)
    return left


def wrong(ghost: str, record: dict[str, Any]) -> list[str]:
    """What is missed in a record, or changed without need."""
    text = "".join(record["parts"])
    after = redacted(ghost, text)
    if not record["spans"]:
        return [] if after == text else [f"changed {record['id']}: {after!r}"]
    left = kept(text, after)
    missed = [span for span in record["spans"] if any(left[span["start"] : span["end"]])]
    return [f"missed {record['id']} ({span['kind']}): {after!r}" for span in missed]


def main() -> int:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Measures the redactor.")
    target = os.environ.get("CARGO_TARGET_DIR") or os.path.join(PROJECT, "target")
    parser.add_argument("--ghost", default=os.path.join(target, "release", "ghost"), help="the program to measure")
    parser.add_argument("--megabytes", type=int, default=100, help="how long the text is; 100 when not told")
    options = parser.parse_args()

    text = sample()
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(options.megabytes * 1_000_000 // len(text) + 1):
            file.write(text)
        file.truncate(options.megabytes * 1_000_000)
        file.flush()
        plain, fast = speed(["cat"], file.name), speed([options.ghost, "redact"], file.name)
    print(f"ghost redact {fast:.0f} MB/s, {fast / plain:.1%} of cat with {plain:.0f} MB/s")

    slowest, part = max((took(options.ghost, part), part) for part in HOSTILE)
    print(f"slowest hostile text: {slowest:.1f} s for a MB of {part!r}")

    path = os.path.join(CORPUS, "secrets-dev.jsonl")
    if not os.path.exists(path):
        print("secrets-dev.jsonl is not there")
        return 0
    with open(path, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    found = [line for record in records for line in wrong(options.ghost, record)]
    spans = sum(len(record["spans"]) for record in records)
    clean = sum(not record["spans"] for record in records)
    changed = sum(line.startswith("changed") for line in found)
    print(f"missed {len(found) - changed} of {spans} secrets, changed {changed} of {clean} texts without any")
    print("".join(line + "\n" for line in found), end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
