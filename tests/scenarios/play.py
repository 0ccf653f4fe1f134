#!/usr/bin/env python3
"""Play scenarios: a line fails in a fresh home; does the person get what they wanted? Python standard library only.

  play.py --ghost target/release/ghost               play the scenarios beside this file
  play.py --ghost BIN_FOLDER FILE.jsonl …            play other files of the same format
  play.py --ghost … --hosted                         type the lines at the prompt of a shell in ghost's host
  play.py --verify                                   examine the scenarios themselves; no tool is needed
  play.py --ghost … --limit 20 --assert-wrong 5 --assert-harmed 0     a smoke run that can fail

A contender is a piece of bash, the template. In it {command} is the failing line, shell-quoted; it runs that line
and repairs it. It may call `ghost_mark` after the failing run (time and output count from there), writes each repair
that it ran to the file $GHOST_ACTED, one a line, and runs in the session's own shell, so that a `cd` counts.

Exit status: 0 all asked was reached, 1 something asked was missed or a scenario is at fault, 2 it could not be played,
3 there is no sandbox to play in.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from player import play, report
from player.place import HIDDEN, NoSandbox, Options, Place
from player.scenario import BadScenario, Scenario, load, matching, spread
from player.verdict import Bars, missed, tally

TEMPLATE = 'ghost --yes --report "$GHOST_ACTED" -c {command}'
HERE = Path(__file__).resolve().parent
HOSTED = "../bench/vivo-hosted-{shell}.sh"
"""From here: the template that types a line at the prompt of its shell in ghost's host."""

Told = TypeVar("Told")


def options() -> argparse.ArgumentParser:
    """What can be asked of this program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="JSONL; those beside this program if none")
    parser.add_argument("--ghost", type=Path, metavar="PATH", help="the binary, or a folder that holds it")
    parser.add_argument(
        "--template", default=TEMPLATE, help="bash with {command}; @FILE reads it (default: %(default)s)"
    )
    parser.add_argument(
        "--hosted", action="store_true", help="the template for a prompt in the host, by the line's shell"
    )
    parser.add_argument("--verify", action="store_true", help="examine the scenarios, not a tool")
    parser.add_argument(
        "--only", action="append", default=[], metavar="WORD", help="ids or categories with this in them"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="at most N scenarios, spread over the categories")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at once (default: %(default)s)")
    parser.add_argument("--timeout", type=float, default=20, metavar="S", help="seconds for one session (default: 20)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all results there")
    parser.add_argument("--assert-solved", type=float, metavar="PCT", help="fail below this share of those to fix")
    parser.add_argument("--assert-wrong", type=float, metavar="PCT", help="fail above this share of those to fix")
    parser.add_argument("--assert-needless", type=int, metavar="N", help="fail above so many negatives acted upon")
    parser.add_argument("--assert-harmed", type=int, metavar="N", help="fail above so many harmed")
    parser.add_argument(
        "--mount", action="append", default=[], metavar="SRC[:DST]", help="show this in the sandbox too"
    )
    parser.add_argument(
        "--path", action="append", default=[], metavar="DIR", help="put this on the PATH of the session"
    )
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE", help="for the session")
    parser.add_argument("--hide", action="append", default=[], metavar="NAME", help="hide this program as well")
    parser.add_argument("--warm", action="store_true", help="the brain is unpacked and compiled before, once for all")
    parser.add_argument("--net", action="store_true", help="leave the network on")
    parser.add_argument("--plain", action="store_true", help="no sandbox: as yourself, in a temporary HOME")
    return parser


def everyone(jobs: int, ask: Callable[[Scenario], Told], scenarios: list[Scenario]) -> list[Told]:
    """What `ask` says of each scenario, several at once, in the order given."""
    with concurrent.futures.ThreadPoolExecutor(max(1, jobs)) as pool:
        return list(pool.map(ask, scenarios))


def verify(place: Place, scenarios: list[Scenario], jobs: int, seconds: float) -> int:
    """Examine the scenarios and tell what is wrong with them. The exit status."""

    def ask(scenario: Scenario) -> list[str] | None:
        return None if play.missing(place, scenario) else play.faults(place, scenario, seconds)

    bad = skipped = 0
    for scenario, found in zip(scenarios, everyone(jobs, ask, scenarios)):
        if found is None:
            skipped += 1
            print(f"skipped {scenario.id}: needs {play.missing(place, scenario)}")
        elif found:
            bad += 1
            print(scenario.id, *found, sep="\n    ")
    print(f"{len(scenarios) - bad - skipped} sound, {bad} at fault, {skipped} skipped")
    return 1 if bad or skipped == len(scenarios) else 0


def contend(place: Place, scenarios: list[Scenario], asked: argparse.Namespace) -> int:
    """Play the scenarios with a tool and tell how it did. The exit status."""
    template: str = asked.template
    if template.startswith("@"):
        template = Path(template[1:]).read_text(encoding="utf-8")
    templates = {one.shell: template for one in scenarios}
    if asked.hosted:
        template = HOSTED
        templates = {shell: (HERE / HOSTED.format(shell=shell)).read_text(encoding="utf-8") for shell in templates}
    results = everyone(asked.jobs, lambda one: play.perform(place, one, templates[one.shell], asked.timeout), scenarios)
    print(report.table(results))
    for said in report.troubles(results):
        print(said)
    taken = report.times(results)
    if taken["median"] is not None:
        print(f"time of a solved one: median {taken['median']} ms, 95th percentile {taken['p95']} ms")
    if asked.json:
        report.save(asked.json, results, template)
    bars = Bars(asked.assert_solved, asked.assert_wrong, asked.assert_needless, asked.assert_harmed)
    shortfalls = missed(tally(results), bars)
    for said in shortfalls:
        print(f"missed: {said}")
    print(report.summary_line(results))
    return 1 if shortfalls else 0


def main() -> int:
    """Parse, play, and turn what went wrong into an exit status."""
    parser = options()
    asked = parser.parse_args()
    if asked.hosted and asked.template != TEMPLATE:
        parser.error("--hosted is a template of its own")
    if not asked.verify and asked.ghost is None and asked.template == TEMPLATE:
        parser.error("give --ghost PATH, a --template of your own, or --verify")
    if asked.ghost is not None and not asked.ghost.exists():
        parser.error(f"there is no {asked.ghost}")
    try:
        scenarios = matching(load(asked.files or sorted(HERE.glob("*.jsonl"))), asked.only)
        wishes = Options(
            asked.ghost, asked.mount, asked.path, asked.env, HIDDEN | set(asked.hide), asked.net, asked.plain
        )
        place = Place(wishes)
    except NoSandbox as trouble:
        print(f"play.py: no sandbox, so nothing was played: {trouble}", file=sys.stderr)
        print("play.py: --plain plays without one, as yourself, in a temporary HOME", file=sys.stderr)
        return 3
    except (BadScenario, OSError) as trouble:
        print(f"play.py: could not read the scenarios: {trouble}", file=sys.stderr)
        return 2
    try:
        if asked.plain:
            print("play.py: no sandbox: the network is on and no tool is hidden", file=sys.stderr)
        if asked.limit is not None:
            scenarios = spread([one for one in scenarios if play.missing(place, one) is None], asked.limit)
        if asked.verify:
            return verify(place, scenarios, asked.jobs, asked.timeout)
        if asked.warm and scenarios:
            play.warm_up(place, scenarios[0], asked.timeout)
        return contend(place, scenarios, asked)
    finally:
        place.close()


if __name__ == "__main__":
    sys.exit(main())
