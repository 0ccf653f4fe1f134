"""Is what ghost says of its own sureness true? Every first answer with its confidence, and whether it was right.

    python3 tests/bench/calibration.py [--ghost PROGRAM] [--sets text,exam,corpus,own] [--only WORD] [--jobs N]
        [--json FILE] [--from FILE] [--wrong 0.9] [--assert-right 95] [--assert-share 60]

Four sets: `text`, the text-level cases (repair-dev.jsonl in the folder GHOST_CORPUS, or ../shared/corpus); `exam`, the
project's own exam of texts (tests/kernel/texts.jsonl), put to the brain without a body; `corpus`, the in-vivo scenarios
beside the text-level cases (vivo-dev.jsonl); `own`, the project's own in tests/scenarios. PROGRAM is installed with
this tree's brain; it must be one whose `ghost why --json` tells confidences. What is set by hand is set by `exam` and
`own`; whether it holds is read from `text` and `corpus`.

Right is, of a text, an accepted answer; where none is accepted, every answer is wrong. In vivo the line is typed into
an interactive bash in ghost's host (`own`, whose checks count on output that is no terminal's: run by ghost), the
session having agreed ahead; a line that is only offered is taken, as by a person who presses Enter; right is what makes
the check hold and does no harm. Where several repairs ran one after the other, the first was right if the words it
brought are still in the last. Where nothing should be done, what ran is wrong, and so is what was offered, except where
a repair exists and must only be asked about (neg-danger): whether that is the one is not known. What neither ran nor
could be taken is not judged.

Printed: a reliability table, the share of what is offered at 0.9 and above that is right (goal: 95 %), how many of the
cases solved by a first answer reach 0.9 (goal: 60 %), the worst offenders, and the rules with most wrong answers. The
status is 0; with --assert-right or --assert-share it is 1 below them. --json keeps the answers, --from reads them back.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import shlex
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from prefix import ROOT, corpus, default_ghost, installed
from repair_engine import Engine
from repair_score import scorer

SCENARIOS = ROOT / "tests" / "scenarios"
sys.path[:0] = [str(SCENARIOS), str(ROOT / "tests" / "kernel")]

import test_texts  # noqa: E402 -- the project's own, from their folders
from player import play  # noqa: E402
from player.place import HIDDEN, NoSandbox, Options, Place  # noqa: E402
from player.scenario import Scenario, load, matching  # noqa: E402

TEMPLATES = {"corpus": "vivo-hosted-bash.sh", "own": "vivo-wrapper.sh"}
SEEN_AT = "/run/measured"
SURE = 0.9
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
TO_BE_ASKED = "neg-danger"


@dataclass(frozen=True)
class Answer:
    """A first answer; `right` is None where that cannot be said."""

    set: str
    id: str
    line: str
    answer: str
    confidence: float
    source: str
    right: bool | None


def of_texts(ghost: Path, only: list[str]) -> list[Answer]:
    """Of the text-level cases."""
    norm = scorer().norm
    found = []
    with tempfile.TemporaryDirectory(prefix="ghost-calibration-") as home:
        engine = Engine(str(ghost), home, tempfile.mkdtemp(dir=home))
        for text in corpus("repair-dev.jsonl").read_text(encoding="utf-8").splitlines():
            case: dict[str, Any] = json.loads(text)
            if only and not any(word in case["id"] for word in only):
                continue
            said: list[dict[str, Any]] = engine.proposals(case["script"], case["output"])
            if said:
                best = said[0]
                right = norm(best["repair"]) in {norm(one) for one in case["expected"]}
                row = (case["id"], case["script"], best["repair"], best["confidence"], best["source"], right)
                found.append(Answer("text", *row))
    return found


def of_exam(only: list[str]) -> list[Answer]:
    """Of the project's own exam of texts."""
    found = []
    for place, (case, said) in enumerate(test_texts.answered()):
        line = str(case["line"])
        name = f"exam-{place}"
        if said and (not only or any(word in name for word in only)):
            best = said[0]
            right = test_texts.words(best.command) in [test_texts.words(one) for one in case["answers"]]
            found.append(Answer("exam", name, line, best.command, best.confidence, f"rule {best.rule}", right))
    return found


def record_of(acted: str) -> dict[str, Any]:
    """What `ghost why` knew when the line was over."""
    for line in acted.splitlines():
        kind, mark, text = line.partition("\t")
        if kind == "why" and mark:
            record: dict[str, Any] = json.loads(text)
            return record
    return {}


def words(line: str) -> set[str]:
    """The words of a line, as well as they can be had."""
    try:
        return set(shlex.split(line))
    except ValueError:
        return set(line.split())


def is_right(scenario: Scenario, record: dict[str, Any], facts: Any) -> bool | None:
    """Whether the first answer was what the person wanted."""
    steps = record["steps"]
    taken = any(line.startswith("taken\t") for line in str(facts.get("acted", "")).splitlines())
    ran = [step for step in steps if step["exit_code"] is not None]
    if scenario.is_negative:
        return None if not ran and scenario.category == TO_BE_ASKED else False
    used = ran + (steps[-1:] if taken else [])
    if not used or used[0] is not steps[0] or steps[0]["decision"].startswith("refuse"):
        return None
    if facts["check"] != 0 or (scenario.forbid and facts.get("forbid") == 0):
        return False
    return words(steps[0]["line"]) - words(scenario.command) <= words(used[-1]["line"])


def of_scenario(name: str, places: tuple[Place, Place], scenario: Scenario) -> Answer | None:
    """Plays one; None where nothing was proposed."""
    place = places[scenario.is_negative]
    if play.missing(place, scenario) is not None:
        return None
    template = Path(__file__).with_name(TEMPLATES[name]).read_text(encoding="utf-8")
    session = template.replace("{command}", shlex.quote(scenario.command))
    facts = play.gather(place, scenario, session, 40)
    if "check" not in facts:
        print(f"{scenario.id} was not played: {facts.get('trouble') or facts.get('setup_log')}", file=sys.stderr)
        return None
    record = record_of(str(facts.get("acted", "")))
    if not record.get("steps"):
        return None
    first = record["steps"][0]
    if "confidence" not in first:
        raise SystemExit("this ghost does not tell how sure it is; build the present one")
    right = is_right(scenario, record, facts)
    return Answer(name, scenario.id, scenario.command, first["line"], first["confidence"], first["source"], right)


def of_scenarios(name: str, folder: Path, asked: argparse.Namespace) -> list[Answer]:
    """Of the scenarios of a set. What is only offered is taken where something is to be done."""
    files = [corpus("vivo-dev.jsonl")] if name == "corpus" else sorted(SCENARIOS.glob("*.jsonl"))
    scenarios = matching(load(files), asked.only)
    mounts, path = [f"{folder}:{SEEN_AT}"], [f"{SEEN_AT}/bin"]
    places = []
    try:
        for env in (["VIVO_TELL=1", "VIVO_TAKE=1"], ["VIVO_TELL=1"]):
            places.append(Place(Options(mounts=mounts, path=path, env=env, hide=HIDDEN)))
        with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
            both = (places[0], places[1])
            found = list(pool.map(lambda scenario: of_scenario(name, both, scenario), scenarios))
    except NoSandbox as trouble:
        raise SystemExit(f"there is no sandbox to play in: {trouble}") from trouble
    finally:
        for place in places:
            place.close()
    return [one for one in found if one is not None]


def share(part: int, whole: int) -> float:
    """In percent; of nothing, none."""
    return 100 * part / whole if whole else 0.0


def table(answers: list[Answer]) -> None:
    """How often what was said with so much confidence is right."""
    print(f"{'confidence':<14} {'count':>6} {'right':>6} {'share':>8} {'said':>8}")
    for low, high in zip(BINS, BINS[1:]):
        last = high == BINS[-1]
        inside = [one for one in answers if low <= one.confidence and (one.confidence < high or last)]
        right = sum(bool(one.right) for one in inside)
        mean = 100 * sum(one.confidence for one in inside) / len(inside) if inside else 0.0
        held = share(right, len(inside))
        print(f"{low:.1f} to {high:.1f}     {len(inside):>6} {right:>6} {held:>6.1f} % {mean:>6.1f} %")


def worst(answers: list[Answer], least: float) -> None:
    """What was said with much confidence and was wrong; which rules are wrong most often."""
    wrong = [one for one in answers if not one.right]
    print(f"wrong with {least} or more:")
    for one in sorted(wrong, key=lambda one: -one.confidence):
        if one.confidence >= least:
            print(f"  {one.confidence:.3f} {one.set} {one.id} [{one.source}]: {one.line!r} -> {one.answer!r}")
    print("rules with wrong answers:")
    sources = {one.source for one in wrong}
    counts = {name: sum(one.source == name for one in wrong) for name in sources}
    for name in sorted(sources, key=lambda name: (-counts[name], name))[:15]:
        mine = [one for one in answers if one.source == name]
        mean = sum(one.confidence for one in mine) / len(mine)
        print(f"  {counts[name]:>3} wrong of {len(mine):<4} said {100 * mean:5.1f} %  {name}")


def main() -> int:
    """Collects the answers and tells how far they can be believed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ghost", type=Path, default=default_ghost())
    parser.add_argument("--sets", default="text,exam,corpus,own")
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="ids or categories with this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the answers there")
    parser.add_argument("--from", dest="kept", type=Path, metavar="FILE", help="take the answers kept there")
    parser.add_argument(
        "--wrong", type=float, default=SURE, metavar="C", help="list what was wrong with this confidence or more"
    )
    parser.add_argument("--assert-right", type=float, metavar="PCT", help=f"fail below this share right at {SURE}")
    parser.add_argument("--assert-share", type=float, metavar="PCT", help=f"fail below this share of solved at {SURE}")
    asked = parser.parse_args()
    answers: list[Answer] = []
    if asked.kept:
        answers = [Answer(**one) for one in json.loads(asked.kept.read_text(encoding="utf-8"))]
    else:
        with installed(asked.ghost.resolve()) as folder:
            for name in asked.sets.split(","):
                if name == "text":
                    answers += of_texts(folder / "bin" / "ghost", asked.only)
                elif name == "exam":
                    answers += of_exam(asked.only)
                elif name in ("corpus", "own"):
                    answers += of_scenarios(name, folder, asked)
                else:
                    parser.error(f"there is no set {name}")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(one) for one in answers], indent=1) + "\n", encoding="utf-8")
    judged = [one for one in answers if one.right is not None]
    for name in dict.fromkeys(one.set for one in judged):
        print(f"-- {name}")
        table([one for one in judged if one.set == name])
    print("-- all")
    table(judged)
    sure = [one for one in judged if one.confidence >= SURE]
    solved = [one for one in judged if one.right]
    right = share(sum(bool(one.right) for one in sure), len(sure))
    reach = share(sum(one.confidence >= SURE for one in solved), len(solved))
    print(f"offered at {SURE} or more: {len(sure)}, right {right:.1f} % (goal 95 %)")
    print(f"solved by the first answer: {len(solved)}, of them at {SURE} or more {reach:.1f} % (goal 60 %)")
    print(f"not judged: {len(answers) - len(judged)}")
    worst(judged, asked.wrong)
    missed = [
        f"{what} {is_:.1f} %, at least {wanted:g} % were asked"
        for what, is_, wanted in (("right", right, asked.assert_right), ("share", reach, asked.assert_share))
        if wanted is not None and is_ < wanted
    ]
    for said in missed:
        print(f"missed: {said}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
