"""A scenario: one record of a JSONL file, checked when it is read, and the choice of which ones to play.

The fields are described in README.md beside play.py. This module starts nothing and judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIX = "fix"
NEGATIVE = "negative"

BASH = "bash"
NU = "nu"


class BadScenario(Exception):
    """A record that cannot be played; the message names the file, the line and the trouble."""


@dataclass(frozen=True)
class Scenario:
    """One failing line with what surrounds it, and how to tell whether the person got what they wanted."""

    id: str
    category: str
    kind: str
    setup: str
    command: str
    intent: str
    check: str
    forbid: str
    expected: tuple[str, ...]
    tempting: tuple[str, ...]
    offline_solvable: bool
    needs: tuple[str, ...]
    changes_state: bool
    shell: str = BASH

    @property
    def is_negative(self) -> bool:
        """Whether the right thing is to run nothing."""
        return self.kind == NEGATIVE


_TEXT = ("id", "category", "kind", "setup", "command", "intent", "check")
_LISTS = ("expected", "tempting", "needs")


def parse(record: Any) -> Scenario:
    """The scenario that a decoded record describes. Raises BadScenario; unknown fields are ignored."""
    if not isinstance(record, dict):
        raise BadScenario("a record must be an object")
    for name in _TEXT:
        if not isinstance(record.get(name), str):
            raise BadScenario(f"{name!r} must be a string")
    for name in _LISTS:
        value = record.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadScenario(f"{name!r} must be a list of strings")
    if record["kind"] not in (FIX, NEGATIVE):
        raise BadScenario(f"'kind' is {record['kind']!r}, not {FIX} or {NEGATIVE}")
    shell = record.get("shell", BASH)
    if shell not in (BASH, NU):
        raise BadScenario(f"'shell' is {shell!r}, not {BASH} or {NU}")
    if record["kind"] == FIX and not record.get("expected"):
        raise BadScenario("a scenario to fix needs an expected answer")
    for name in ("id", "command", "check"):
        if not record[name].strip():
            raise BadScenario(f"{name!r} is empty")
    lists = {name: tuple(record.get(name, [])) for name in _LISTS}
    return Scenario(
        id=record["id"],
        category=record["category"],
        kind=record["kind"],
        setup=record["setup"],
        command=record["command"],
        intent=record["intent"],
        check=record["check"],
        forbid=record.get("forbid") or "",
        expected=lists["expected"],
        tempting=lists["tempting"],
        needs=lists["needs"],
        offline_solvable=bool(record.get("offline_solvable")),
        changes_state=bool(record.get("changes_state")),
        shell=shell,
    )


def load(paths: Iterable[Path]) -> list[Scenario]:
    """All scenarios of the files, in order. Raises BadScenario or OSError; an id may occur once only."""
    found: list[Scenario] = []
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                scenario = parse(json.loads(line))
            except (BadScenario, ValueError) as trouble:
                raise BadScenario(f"{where}: {trouble}") from trouble
            if scenario.id in seen:
                raise BadScenario(f"{where}: the id {scenario.id!r} is already used in {seen[scenario.id]}")
            seen[scenario.id] = where
            found.append(scenario)
    return found


def matching(scenarios: Sequence[Scenario], words: Sequence[str]) -> list[Scenario]:
    """Those whose id or category contains one of the words; all when no word is given."""
    if not words:
        return list(scenarios)
    return [one for one in scenarios if any(word in one.id or word in one.category for word in words)]


def spread(scenarios: Sequence[Scenario], limit: int) -> list[Scenario]:
    """At most `limit` scenarios, taken one from each category in turn, so that a short run sees every kind."""
    groups: dict[str, list[Scenario]] = {}
    for one in scenarios:
        groups.setdefault(one.category, []).append(one)
    taken: list[Scenario] = []
    depth = 0
    while len(taken) < min(limit, len(scenarios)):
        layer = [group[depth] for group in groups.values() if depth < len(group)]
        taken += layer[: limit - len(taken)]
        depth += 1
    chosen = {one.id for one in taken}
    return [one for one in scenarios if one.id in chosen]
