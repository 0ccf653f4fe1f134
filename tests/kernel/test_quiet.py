"""Everyday failures that no other line mends: whatever is printed, nothing is to be proposed.

Compilers, linters, tests, the network, other people's files, answers by status, a program's own words, and texts that
want something run; each in a folder whose names tempt. The cases lie in quiet.jsonl, with an `output` of null where
it was not seen. They were written before any of the rules was changed for them.

    python3 tests/kernel/test_quiet.py           # what was proposed, case by case
"""

from __future__ import annotations

import json
import os
import tempfile
import unittest

from setting import PROJECT
from test_texts import event, lay_out, tools

# isort: split
from ghost_kernel import mind
from ghost_kernel.engine import Engine
from ghost_kernel.machine import Machine
from ghost_kernel.protocol.types import Name

CASES = os.path.join(PROJECT, "tests", "kernel", "quiet.jsonl")
LEAST = 120
PROJECT_FILES = {
    "Makefile": "all: build\nbuild:\n\tcc -o ledger ledger.c\ntest:\n\t./run-tests\nlint:\n\tcheck\ninstall:\n",
    "package.json": '{"name": "ledger", "scripts": {"build": "tsc", "test": "mocha", "lint": "eslint", "dev": "vite"}}',
    "Cargo.toml": '[package]\nname = "ledger"\nversion = "0.1.0"\n',
    "ledger.c": "int main(void) { return 0; }\n",
    "ledger.cpp": "int main() { return 0; }\n",
    "Ledger.java": "class Ledger {}\n",
    "main.rs": "fn main() {}\n",
    "src/main.rs": "fn main() {}\n",
    "src/app.ts": "x\n",
    "src/tool.py": "x\n",
    "lib/ledger.js": "x\n",
    "tests/test_ledger.py": "x\n",
    "tests/test_book.py": "x\n",
    "tool.py": "import sys\n",
    "deploy.sh": "#!/bin/sh\n",
    "notes.md": "text\n",
    "readme.txt": "text\n",
    "chapter-01.md": "text\n",
    "names.txt": "two\none\n",
    "data.json": '{"items": []}\n',
    "config.yaml": "x: 1\n",
    "sums.txt": "x\n",
    "main.tf": "x\n",
    "build/app.o": "x\n",
    "dist/": "",
    ".git/HEAD": "ref: refs/heads/tidy\n",
    ".git/config": '[remote "origin"]\n\turl = git.example.test:ann/ledger.git\n[branch "tidy"]\n\tremote = origin\n',
    ".git/refs/heads/tidy": "0" * 40 + "\n",
    ".git/refs/heads/develop": "0" * 40 + "\n",
    ".git/refs/heads/feature-y": "0" * 40 + "\n",
    ".git/refs/remotes/origin/tidy": "0" * 40 + "\n",
}


def read() -> list[dict[str, object]]:
    """All cases."""
    with open(CASES, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def proposed(case: dict[str, object], path: str, engine: Engine, dialect: str = "bash") -> list[tuple[str, str]]:
    """What the brain proposes, each with its rule."""
    with tempfile.TemporaryDirectory() as folder:
        own = os.path.join(folder, "own")
        work = os.path.join(folder, "home", "ledger")
        lay_out(work, PROJECT_FILES)
        lay_out(work, case.get("files", {}))  # type: ignore[arg-type]
        lay_out(own, {f"{name}*": "" for name in case.get("programs", [])})  # type: ignore[attr-defined]
        machine = Machine(work, [own, path], os.path.dirname(work))
        machine.keep("listeners", dict)  # what listens here does not matter
        told = event(str(case["line"]), str(case["output"]), int(str(case["status"])))
        told.output = None if case["output"] is None else str(case["output"])
        told.dialect = dialect
        told.names = [Name(name, "alias", text) for name, text in case.get("aliases", {}).items()]  # type: ignore[attr-defined]
        return [(one.command, one.rule) for one in mind.think(told, machine, engine).candidates]


def needless(dialect: str = "bash") -> list[str]:
    """The cases on which something was proposed, and what."""
    log: list[str] = []
    engine = Engine("", log.append)
    found = []
    with tempfile.TemporaryDirectory() as path:
        tools(path)
        for case in read():
            if dialect != "bash" and str(case["output"]).startswith("bash: "):
                continue  # another shell's own complaint
            got = proposed(case, path, engine, dialect)
            if got:
                found.append(f"{case['line']!r} {str(case['output'])[-160:]!r}: {got}")
    return found + log


class TestQuiet(unittest.TestCase):
    def test_the_exam_is_of_some_size(self) -> None:
        """No case stands there twice."""
        cases = read()
        self.assertGreaterEqual(len(cases), LEAST)
        keys = [(one["line"], one["output"], one["status"]) for one in cases]
        self.assertEqual(len(keys), len(set(keys)))

    def test_nothing_is_proposed(self) -> None:
        """Nor does any rule raise."""
        self.assertEqual(needless(), [])

    def test_nothing_is_proposed_in_nushell(self) -> None:
        """The same programs fail in the same way there."""
        self.assertEqual(needless("nu"), [])


if __name__ == "__main__":
    print("\n".join(needless()))
