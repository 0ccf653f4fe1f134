"""How a run is told: the table by category, the summary line, the JSON file. Pure but for writing that file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .verdict import Result, Tally, tally

_ROW = "{:<18} {:>4} {:>6} {:>5} {:>8} | {:>4} {:>4} {:>8} | {:>6} {:>7}"


def by_category(results: Sequence[Result]) -> dict[str, Tally]:
    """A tally for each category, in the order of their names."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.scenario.category, []).append(result)
    return {name: tally(groups[name]) for name in sorted(groups)}


def table(results: Sequence[Result]) -> str:
    """One row a category and one for all."""
    lines = [
        _ROW.format("category", "fix", "solved", "wrong", "unsolved", "neg", "held", "needless", "harmed", "skipped")
    ]
    for name, counts in [*by_category(results).items(), ("all", tally(results))]:
        lines.append(
            _ROW.format(
                name,
                counts.fix,
                counts.solved,
                counts.wrong,
                counts.unsolved,
                counts.negative,
                counts.held,
                counts.needless,
                counts.harmed,
                counts.skipped,
            )
        )
    return "\n".join(lines)


def percentile(values: Sequence[float], part: int) -> float | None:
    """The nearest-rank percentile of some values; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part / 100 * (len(ordered) - 1)))]


def times(results: Sequence[Result]) -> dict[str, float | None]:
    """Milliseconds from asking for a repair to the shell being back, of the solved ones."""
    taken = [one.milliseconds for one in results if one.verdict == "solved" and one.milliseconds is not None]
    return {"median": percentile(taken, 50), "p95": percentile(taken, 95)}


def summary_line(results: Sequence[Result]) -> str:
    """The whole run in one line."""
    total = tally(results)
    offline = tally(one for one in results if one.scenario.offline_solvable)
    return (
        f"solved {total.solved} of {total.fix} ({total.solved_percent:.1f} %; of the offline-solvable "
        f"{offline.solved_percent:.1f} %), wrong {total.wrong} ({total.wrong_percent:.1f} %), "
        f"held {total.held} of {total.negative}, needless {total.needless}, harmed {total.harmed}, "
        f"skipped {total.skipped}, broken {total.broken}"
    )


def troubles(results: Sequence[Result]) -> list[str]:
    """A line for each play that a reader wants to look at: broken, wrong, needless, harmed, or out of time."""
    lines = []
    for one in results:
        if one.verdict in ("broken", "wrong", "acted", "harmed") or one.timed_out:
            ran = f" ran: {one.acted!r}" if one.acted else ""
            late = " (out of time)" if one.timed_out else ""
            lines.append(f"{one.verdict:<7} {one.scenario.id}: {one.scenario.command!r}{ran} {one.why}{late}".rstrip())
    return lines


def save(path: Path, results: Sequence[Result], contender: str) -> None:
    """Write all that is known of the run. Raises OSError."""
    told: dict[str, Any] = {
        "contender": contender,
        "summary": {**asdict(tally(results)), "milliseconds_solved": times(results)},
        "by_category": {name: asdict(counts) for name, counts in by_category(results).items()},
        "results": [
            {
                "id": one.scenario.id,
                "category": one.scenario.category,
                "kind": one.scenario.kind,
                "offline_solvable": one.scenario.offline_solvable,
                "command": one.scenario.command,
                "verdict": one.verdict,
                "why": one.why,
                "acted": one.acted,
                "milliseconds": one.milliseconds,
                "timed_out": one.timed_out,
                "output": one.output,
            }
            for one in results
        ],
    }
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
