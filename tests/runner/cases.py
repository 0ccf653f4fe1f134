"""The verdict of each shell case, a column a shell, from `tests/shells/cases.tsv` and nextest's report."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

SHELLS = ("bash", "zsh", "fish", "nu")


class Case(NamedTuple):
    """A line of the table: its number (`+` for what has none), what it is about, its tests, and where one is not in."""

    number: str
    what: str
    tests: list[str]
    excused: list[tuple[str, str]]


def read(text: str) -> list[Case]:
    """The cases; the first line says what the columns are."""
    cases = []
    for line in text.splitlines()[1:]:
        number, what, tests, reasons = line.split("\t")
        excused = []
        for reason in filter(None, reasons.split("; ")):
            test, *shells = reason.partition(": ")[0].split(" ")
            excused += [(test, shell) for shell in shells]
        cases.append(Case(number, what, tests.split(" "), excused))
    return cases


def results(report: str) -> dict[str, bool]:
    """Which of the shell tests passed, by the report of nextest (JUnit's XML)."""
    found = {}
    for test in ElementTree.fromstring(report).iter("testcase"):
        if test.get("classname", "").endswith("::shells"):
            found[test.get("name", "")] = test.find("failure") is None and test.find("error") is None
    return found


def table(cases: list[Case], passed: dict[str, bool]) -> str:
    """ok, FAILED, or `-` where none of its tests can be played in that shell, or `?` where one was not run."""
    lines = [f"{'':4}{'':52}" + "".join(f"{shell:8}" for shell in SHELLS).rstrip()]
    for case in cases:
        verdicts = [_verdict(case, shell, passed) for shell in SHELLS]
        row = f"{case.number:>2}  {case.what:52}" + "".join(f"{verdict:8}" for verdict in verdicts)
        lines.append(row.rstrip())
    return "\n".join(lines)


def _verdict(case: Case, shell: str, passed: dict[str, bool]) -> str:
    tests = [f"{test}::{shell}" for test in case.tests if (test, shell) not in case.excused]
    if not tests:
        return "-"
    if any(passed.get(test) is False for test in tests):
        return "FAILED"
    return "ok" if all(test in passed for test in tests) else "?"


def report(project: str, target: str) -> str:
    """The table of the last run; empty where there is no report of one."""
    try:
        with open(os.path.join(target, "nextest", "default", "junit.xml"), encoding="utf-8") as file:
            passed = results(file.read())
    except (OSError, ElementTree.ParseError):
        return ""
    with open(os.path.join(project, "tests", "shells", "cases.tsv"), encoding="utf-8") as file:
        return table(read(file.read()), passed) if passed else ""
