"""Imports point down, and a cold brain imports little."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
import unittest

from setting import HELLO, NOT_A_COMMAND, PACKAGE, SHUTDOWN, failed, lines

# Bottom floor first; a room may import from lower floors, and those of its own that are named with it.
FLOORS = [
    ["errors"],
    ["protocol"],
    ["quoting", "spelling", "messages", "outside", "schemas", "budget", "telling"],
    ["line", "machine", "question", "models", "sentence"],
    ["lexer", "nulexer"],
    ["shells"],
    ["rule", "skill"],
    ["failure"],
    ["knowledge"],
    ["slots"],
    ["rules"],
    ["loading", "keeping"],
    ["shelf"],
    ["engine", "blame", "splice", "ranking", "intents"],
    ["memory"],
    ["agents"],
    ["mind"],
    ["skills"],
    ["conversation"],
    ["handlers", "checks", "llm"],
    ["server"],
    ["__main__"],
]
SIDEWAYS = {
    ("agents", "agents"), ("checks", "checks"), ("knowledge", "knowledge"), ("llm", "llm"), ("memory", "memory"),
    ("messages", "messages"), ("protocol", "protocol"), ("rules", "rules"), ("sentence", "sentence"),
    ("skills", "skills"),
}  # fmt: skip
# What a repair of a misspelt git subcommand must never import, and other common slips only where it is said.
HEAVY = {
    "re", "json", "typing", "enum", "dataclasses", "inspect", "asyncio", "pathlib", "subprocess", "argparse", "logging",
    "collections", "functools", "contextlib", "tempfile", "shutil", "traceback", "threading", "socket", "unittest",
    "ghost_kernel.models", "ghost_kernel.agents",
    "ghost_kernel.checks", "ghost_kernel.shelf", "ghost_kernel.keeping", "zipfile",
    "sqlite3", "ghost_kernel.memory.store", "ghost_kernel.memory.recall",
    "ghost_kernel.knowledge.standins", "ghost_kernel.knowledge.options",
    "ghost_kernel.knowledge.paths",
    "ghost_kernel.knowledge.vocabulary", "ghost_kernel.knowledge.completions",
    "ghost_kernel.knowledge.manpages", "ghost_kernel.knowledge.helptext",
    "ghost_kernel.sentence", "ghost_kernel.skill", "ghost_kernel.skills", "ghost_kernel.telling",
    "ghost_kernel.question", "ghost_kernel.conversation",
}  # fmt: skip
MOST_MODULES = 75  # a third of them is Python's own, whatever is started
MOST_OF_OURS = 40
MOST_RULES = 4  # the index is one


def room(path: str) -> str:
    """The floor's name for a file: its folder in the package, or its own name."""
    inside = os.path.relpath(path, PACKAGE)
    return inside.partition(os.sep)[0].replace(".py", "")


def imports(path: str) -> set[str]:
    """The rooms that a file imports, those for type checkers only left out."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    found = set()
    todo = list(ast.iter_child_nodes(tree))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ghost_kernel"):
            parts = (node.module or "").split(".")
            found.update([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            found.update(alias.name.split(".")[1] for alias in node.names if alias.name.startswith("ghost_kernel."))
        todo.extend(ast.iter_child_nodes(node))
    return found


class TestDirection(unittest.TestCase):
    def test_imports_point_down(self) -> None:
        """No room knows one above it, and none beside it but where that is said."""
        floor = {name: height for height, names in enumerate(FLOORS) for name in names}
        for folder, _, names in os.walk(PACKAGE):
            for name in names:
                if not name.endswith(".py") or (folder == PACKAGE and name == "__init__.py"):
                    continue
                path = os.path.join(folder, name)
                self.assertIn(room(path), floor, path)
                for other in imports(path):
                    below = floor[other] < floor[room(path)] or (room(path), other) in SIDEWAYS
                    self.assertTrue(below, f"{os.path.relpath(path, PACKAGE)} imports {other}")

    def test_rules_do_not_import_each_other(self) -> None:
        """What two rules share belongs to knowledge."""
        rules = os.path.join(PACKAGE, "rules")
        for name in os.listdir(rules):
            if name.endswith(".py"):
                with open(os.path.join(rules, name), encoding="utf-8") as file:
                    self.assertNotIn("ghost_kernel.rules.", file.read().replace("ghost_kernel.rules._gates", ""), name)


class TestStart(unittest.TestCase):
    def loaded(self, line: str, output: str, exit_code: int, becomes: bytes) -> set[str]:
        """The modules of a whole repair in a folder with a readme, hello and shutdown included."""
        program = (
            "import sys\n"
            f"sys.path.insert(0, {os.path.dirname(PACKAGE)!r})\n"
            "from ghost_kernel.server import serve\n"
            "serve(sys.stdin.buffer, sys.stdout.buffer)\n"
            "sys.stderr.write(' '.join(sys.modules))\n"
        )
        with tempfile.TemporaryDirectory() as folder:
            for name in ("readme.txt", "python3", "git", "cat"):
                with open(os.path.join(folder, name), "w", encoding="utf-8"):
                    os.chmod(os.path.join(folder, name), 0o755)
            event = failed(line, output, exit_code, path=[folder], cwd=folder)
            done = subprocess.run(
                [sys.executable, "-I", "-S", "-c", program],
                input=lines(HELLO, event, SHUTDOWN),
                capture_output=True,
                timeout=60,
                check=False,
            )
        self.assertIn(becomes, done.stdout)
        return set(done.stderr.decode().split())

    def test_a_cold_repair_imports_little(self) -> None:
        """The common slips: few modules of ours, hardly a rule beside the one that answers, nothing heavy."""
        for line, output, exit_code, becomes, more in (
            ("git comit -m x", NOT_A_COMMAND, 1, b"git commit -m x", set()),
            (
                "pyhton3 a.py",
                "bash: pyhton3: command not found\n",
                127,
                b"python3 a.py",
                {"ghost_kernel.knowledge.standins"},
            ),
            (
                "cat raedme.txt",
                "cat: raedme.txt: No such file or directory\n",
                1,
                b"cat readme.txt",
                {"ghost_kernel.knowledge.paths"},
            ),
        ):
            with self.subTest(line=line):
                loaded = self.loaded(line, output, exit_code, becomes)
                self.assertEqual(loaded & HEAVY, more)
                ours = sorted(name for name in loaded if name.startswith("ghost_kernel"))
                self.assertLessEqual(len(ours), MOST_OF_OURS, ours)
                rules = sorted(name for name in ours if name.startswith("ghost_kernel.rules."))
                self.assertLessEqual(len(rules), MOST_RULES, rules)
                self.assertLessEqual(len(loaded), MOST_MODULES, sorted(loaded))


if __name__ == "__main__":
    unittest.main()
