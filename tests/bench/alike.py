#!/usr/bin/env python3
"""Asks memory about the pairs of failures in tests/memory/: is what helped the first found for the second, and is it
proposed where it should not be?

    python3 tests/bench/alike.py [--extras FOLDER] [--misses]

FOLDER is ghost's data folder with the extras in its venv, made by the same Python; without it words alone decide.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(PROJECT / "kernel"), str(PROJECT / "tests" / "kernel")]

import setting  # noqa: E402

# isort: split
from ghost_kernel.failure import Failure  # noqa: E402
from ghost_kernel.machine import Machine  # noqa: E402
from ghost_kernel.memory import episodes, filling, recall, searching, shape, vectors  # noqa: E402
from ghost_kernel.memory.store import Store  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.memory.vectors import Meaning

SET = PROJECT / "tests" / "memory" / "alike.jsonl"
KINDS = ("meaning", "look", "version")


class Pair:
    """What was remembered, and what fails now."""

    def __init__(self, told: dict[str, object], place: int) -> None:
        self.kind = str(told["kind"])
        self.known = dict(told["known"])  # type: ignore[call-overload]
        self.now = dict(told["now"])  # type: ignore[call-overload]
        self.number = place + 1


def pairs() -> list[Pair]:
    """All of them."""
    lines = SET.read_text(encoding="utf-8").splitlines()
    return [Pair(json.loads(line), place) for place, line in enumerate(lines)]


def machine(folder: str) -> Machine:
    """One that has every program of the pairs."""
    for one in pairs():
        for line in (one.known["line"], one.known["fix"], one.now["line"]):
            name = line.split()[0]
            if "/" not in name:
                Path(folder, name).touch(mode=0o755)
    return Machine(folder, [folder])


def remembered(folder: str, meaning: Meaning | None) -> Store:
    """A memory in which the first of each pair has happened, once."""
    store = Store(folder, print)
    made = []
    for one in pairs():
        failure = setting.failure(one.known["line"], one.known["output"])
        words = [word.plain for word in shape.words_of(failure.stages)]
        made.append(
            episodes.Episode(
                shape=shape.of_line(failure), error=shape.of_output(failure.output, words), dialect="bash",
                line=failure.line, project=f"/srv/{one.number}", cwd="/", exit_code=1, output=failure.output,
                fix=one.known["fix"], solved=1, created=one.number, used=one.number,
            )
        )  # fmt: skip
    store.write(lambda base: episodes.write(base, made))
    if meaning is not None:
        filling.everything(store, meaning.embedder)
    return store


def found(store: Store, failure: Failure, meaning: Meaning | None, count: int = 3) -> list[int]:
    """The numbers of the failures that a search for this one finds."""
    words = [word.plain for word in shape.words_of(failure.stages)]
    said = shape.spoken(failure.line, shape.of_output(failure.output, words))
    text = f"{failure.line} {said}"
    return store.read(lambda base: searching.hybrid(base, text, said, count, meaning)) or []


def judge(meaning: Meaning | None) -> dict[str, list[tuple[Pair, bool, list[tuple[str, float]]]]]:
    """For each kind: the pair, whether its first is among three that are found, and what is proposed by meaning."""
    told: dict[str, list[tuple[Pair, bool, list[tuple[str, float]]]]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/bin")
        here = machine(f"{folder}/bin")
        store = remembered(folder, meaning)
        for one in pairs():
            failure = setting.failure(one.now["line"], one.now["output"], machine=here)
            is_found = one.number in found(store, failure, meaning)
            near = store.read(lambda base, failure=failure: recall.of_near(base, failure, meaning))  # type: ignore
            lines = [] if near is None or isinstance(near, bool) else near.candidates
            told[one.kind].append((one, is_found, [(each.command, each.confidence) for each in lines]))
        store.close()
    return told


def main() -> None:
    """Prints the figures."""
    meaning = None
    if "--extras" in sys.argv:
        from ghost_kernel.memory import embedding

        meaning = vectors.Meaning(embedding.Embedder(sys.argv[sys.argv.index("--extras") + 1]))
    for kind, rows in judge(meaning).items():
        proposed = [(one, lines) for one, _, lines in rows if lines]
        print(f"{kind:8} {sum(is_found for _, is_found, _ in rows):3} of {len(rows)} found among three; "
              f"{len(proposed)} proposed by meaning")  # fmt: skip
        if "--misses" in sys.argv:
            for one, is_found, lines in rows:
                print("   ", "+" if is_found else "-", one.now["line"], "|", one.now["output"].strip()[:70], lines)


if __name__ == "__main__":
    main()
