"""The exam of Nushell's texts: a line, what nu 0.115.1 printed, and which line is the best one now.

The cases lie in nu_texts.jsonl, recorded by nu_record.py: `answers` are the acceptable lines, best first, and empty
where nothing is to be proposed. They were written before the rules. Floors are in per cent.

    python3 tests/kernel/test_nu_texts.py           # what was missed, case by case
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from typing import Any

from setting import PROJECT

# isort: split
from ghost_kernel import line, mind, nulexer, shells
from ghost_kernel.engine import Engine
from ghost_kernel.knowledge import nushell
from ghost_kernel.machine import Machine
from ghost_kernel.protocol.types import Candidate, FailedEvent, Name, Redirect, Stage, Word
from nu_record import HOME, lay_out
from test_texts import tools

CASES = os.path.join(PROJECT, "tests", "kernel", "nu_texts.jsonl")
FIRST = 95  # the first answer is an acceptable one
NEEDLESS = 2  # an answer where none is wanted


def read() -> list[dict[str, Any]]:
    """All cases."""
    with open(CASES, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def plain(line: str) -> str:
    """The line without differences of blanks and quotes' kind that nu does not see."""
    return " ".join(line.replace("'", '"').split())


def ask(case: dict[str, Any], path: str) -> list[Candidate]:
    """What the brain proposes."""
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        inner = os.path.join(os.path.realpath(folder), "work")
        os.mkdir(inner)
        lay_out(inner, case.get("files", {}))
        names = ["HOME", "PATH", "PWD", "USER", "EDITOR", "LANG", "TERM", *case.get("variables", [])]
        machine = Machine(inner, [path], inner)
        failure = event(case, names, inner)
        return [
            Candidate(one.command.replace(inner, "{home}"), one.why, one.confidence, one.rule)
            for one in mind.think(failure, machine, Engine("", print)).candidates
        ]


def event(case: dict[str, Any], variables: list[str], folder: str) -> FailedEvent:
    """The case as the body would tell of it."""

    def word(one: line.Word) -> Word:
        return Word(one.text, one.start, one.end, one.value)

    stages = [
        Stage(
            start=stage.start,
            end=stage.end,
            operator=stage.operator,
            assignments=[word(one) for one in stage.assignments],
            words=[word(one) for one in (*stage.prefix, *stage.words)],
            redirects=[
                Redirect(one.operator, one.start, one.end, one.target and word(one.target)) for one in stage.redirects
            ],
        )
        for stage in nulexer.split(case["line"])
    ]
    return FailedEvent(
        line=case["line"], exit_code=case["status"] or 1, output=case["output"].replace(HOME, folder), stages=stages,
        dialect="nu", variables=variables, names=[Name(one, "function") for one in case.get("names", {})],
    )  # fmt: skip


class NuTexts(unittest.TestCase):
    """Floors for the share of right first answers, and for answers where none is wanted."""

    def test_floors(self) -> None:
        """Most failures are repaired by the first answer; hardly any that should be left alone gets one."""
        right, wanted, needless, quiet, _ = score()
        self.assertGreaterEqual(100 * right, FIRST * wanted)
        self.assertLessEqual(100 * needless, NEEDLESS * quiet)

    def test_own_names_are_those_of_the_table(self) -> None:
        """What the engine takes for a command of nu's own is what the table begins with."""
        heads = {name.partition(" ")[0] for name in nushell.shipped().names}
        self.assertEqual(set(shells.OWN.split()), heads)

    def test_answers_are_nu(self) -> None:
        """Every acceptable answer can be parsed by a real nu."""
        nu = shutil.which("nu")
        assert nu is not None, "nu must be on the PATH"
        lines = [answer for case in read() for answer in case["answers"]]
        with tempfile.TemporaryDirectory(prefix="kit-") as folder:
            lay_out(folder, {"lines.json": json.dumps(lines), "settings.nu": "", "helpers.nu": ""})
            script = "open lines.json | each {|one| {line: $one, error: (ast --json $one | get error)} } | to json"
            done = subprocess.run(
                [nu, "--no-config-file", "--no-std-lib", "-c", script],
                cwd=folder, capture_output=True, text=True, check=True,
            )  # fmt: skip
        bad = [one for one in json.loads(done.stdout) if one["error"] not in (None, "null", "")]
        self.assertEqual(bad, [])


def score() -> tuple[int, int, int, int, list[str]]:
    """Right first answers, of how many; needless answers, of how many; what was missed."""
    right = wanted = needless = quiet = 0
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kit-") as path:
        tools(path)
        for case in read():
            found = ask(case, path)
            first = plain(found[0].command) if found else ""
            if case["answers"]:
                wanted += 1
                if first in [plain(one) for one in case["answers"]]:
                    right += 1
                else:
                    missed.append(f"{case['line']}  ->  {_told(found)}  not  {case['answers'][0]}")
            else:
                quiet += 1
                if found:
                    needless += 1
                    missed.append(f"{case['line']}  ->  {_told(found)}  not quiet")
    return right, wanted, needless, quiet, missed


def _told(found: list[Candidate]) -> str:
    return f"{found[0].command} ({found[0].confidence} {found[0].rule})" if found else "nothing"


if __name__ == "__main__":
    if sys.argv[1:] == []:
        good, of, odd, left, lines = score()
        print("\n".join(lines))
        print(f"right first {good}/{of}, needless {odd}/{left}")
    else:
        unittest.main()
