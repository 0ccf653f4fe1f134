#!/usr/bin/env python3
"""Asks the question set of tests/kernel/documents/ of an index of its descriptions; tells how often the first or one of
the first three passages answers, and how long that took.

    python3 tests/bench/documents.py [--misses] [--extras FOLDER] [--memory FOLDER]

With --memory, the brain's folder of a ghost whose `ghost memory index --man` has run, they are asked of that: tens of
thousands of passages, in which many others have the same words.
FOLDER is ghost's data folder with the extras in its venv, made by the same Python.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(PROJECT / "kernel"))

from ghost_kernel.memory import documents, filling, indexing  # noqa: E402
from ghost_kernel.memory.store import Store  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.memory.vectors import Meaning

SET = PROJECT / "tests" / "kernel" / "documents"


def commands() -> list[tuple[str, str]]:
    """Names with their descriptions."""
    lines = (SET / "commands.txt").read_text(encoding="utf-8").splitlines()
    return [(name, about.strip()) for name, _, about in (line.partition(":") for line in lines)]


def questions() -> list[tuple[str, list[str]]]:
    """Questions with the names that answer them."""
    lines = (SET / "questions.txt").read_text(encoding="utf-8").splitlines()
    return [(text.strip(), names.split()) for text, _, names in (line.partition("|") for line in lines)]


def indexed(folder: str) -> Store:
    """A memory that holds the descriptions."""
    store = Store(folder, print)
    made = [indexing.Document(name, "manual", "1", [(name, name, about)]) for name, about in commands()]
    store.write(lambda base: indexing.write(base, made))
    return store


def asked(store: Store, text: str, meaning: Meaning | None = None) -> list[str]:
    """The names of the first three passages."""
    found = store.read(lambda base: documents.search(base, text, 12, meaning=meaning))
    return list(dict.fromkeys([one.program for one in found or []]))[:3]


def extras(store: Store) -> Meaning | None:
    """The extras, when they are named, with the vectors of what is indexed."""
    if "--extras" not in sys.argv:
        return None
    from ghost_kernel.memory import embedding, vectors

    meaning = vectors.Meaning(embedding.Embedder(sys.argv[sys.argv.index("--extras") + 1]))
    if "--memory" not in sys.argv:
        filling.everything(store, meaning.embedder)
    return meaning


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        if "--memory" in sys.argv:
            store = Store(sys.argv[sys.argv.index("--memory") + 1], print)
        else:
            store = indexed(folder)
        meaning = extras(store)
        for whose, is_of in (("English", str.isascii), ("Chinese", lambda text: not text.isascii())):
            first = among = count = 0
            start = time.perf_counter()
            for text, names in questions():
                if not is_of(text):
                    continue
                found = asked(store, text, meaning)
                count += 1
                first += bool(found) and found[0] in names
                among += any(name in names for name in found)
                if "--misses" in sys.argv and not any(name in names for name in found):
                    print(f"    {text}: {', '.join(found)}; wanted {', '.join(names)}")
            each = (time.perf_counter() - start) * 1000 / count
            print(f"{whose}: first {first} of {count}, among three {among} ({among / count:.0%}), {each:.2f} ms each")
        store.close()


if __name__ == "__main__":
    main()
