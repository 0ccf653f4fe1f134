"""The text-level figures over all cases and over those whose answer is not risky; on request, what failed, by rule.

    python3 tests/bench/repair_score.py [--ghost PROGRAM] [--text] [--failures] [--dump FILE] [CASES.jsonl]
        [--assert-first PCT] [--assert-three PCT] [--assert-needless N]

The cases are those of repair-dev.jsonl in the folder GHOST_CORPUS (or ../shared/corpus), the scorer is score_repair.py
beside them; the engine is repair_engine.py with an installation of PROGRAM and this tree's brain, or with --text
text_engine.py, the brain without the body. The engine runs once, and its answers are scored twice.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from prefix import corpus, default_ghost, installed

HERE = Path(__file__).resolve().parent

Case = dict[str, Any]
Answers = list[list[str]]


def scorer() -> Any:
    """The corpus's own scorer, as a module: what is equal is its to say."""
    spec = importlib.util.spec_from_file_location("score_repair", corpus("score_repair.py"))
    if spec is None or spec.loader is None:
        raise SystemExit("score_repair.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers(engine: list[str], cases: list[Case]) -> tuple[Answers, list[float]]:
    """What the engine says to each case, and the milliseconds it took."""
    found: Answers = []
    taken: list[float] = []
    with tempfile.TemporaryDirectory(prefix="ghost-score-") as empty:
        child = subprocess.Popen(engine, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=empty)
        if child.stdin is None or child.stdout is None:
            raise AssertionError("both streams are pipes")
        for case in cases:
            begun = time.perf_counter()
            child.stdin.write(json.dumps({"script": case["script"], "output": case["output"]}) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
            if not line:
                child.wait()
                raise SystemExit(f"the engine ended at {case['id']}")
            found.append(json.loads(line))
            taken.append((time.perf_counter() - begun) * 1000)
        child.stdin.close()
        child.wait()
    return found, taken


def tell_failures(score: Any, cases: list[Case], found: Answers) -> None:
    """Every case that is not right at once: rule by rule, then the needless answers."""
    wrong: dict[str, list[str]] = {}
    for case, said in zip(cases, found):
        right = {score.norm(one) for one in case["expected"]}
        if case["kind"] == "no_match":
            if said:
                wrong.setdefault("(needless)", []).append(f"{case['script']!r} -> {said}")
        elif not said or score.norm(said[0]) not in right:
            place = "second or third" if any(score.norm(one) in right for one in said[:3]) else "no"
            risky = ", risky" if case.get("risky") else ""
            wrong.setdefault(case["rule"], []).append(f"{case['script']!r} ({place}{risky}) -> {said}")
    for rule, lines in sorted(wrong.items()):
        print(f"{rule}: {len(lines)}")
        for line in lines:
            print(f"    {line}")


def missed(figures: dict[str, Any], asked: argparse.Namespace) -> list[str]:
    """What was asked for and not reached, over all cases."""
    needless = sum(int(figures[f"needless_answers_{kind}"].partition("/")[0]) for kind in ("with_output", "no_output"))
    said = []
    if asked.assert_first is not None and figures["first_right_pct"] < asked.assert_first:
        said.append(f"first answer right {figures['first_right_pct']} %, at least {asked.assert_first:g} % were asked")
    if asked.assert_three is not None and figures["right_in_three_pct"] < asked.assert_three:
        said.append(f"within three {figures['right_in_three_pct']} %, at least {asked.assert_three:g} % were asked")
    if asked.assert_needless is not None and needless > asked.assert_needless:
        said.append(f"{needless} needless answers, at most {asked.assert_needless} were allowed")
    return said


def main() -> int:
    """Runs the engine once, and tells the figures. Exit status 1: something asserted was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="?", type=Path)
    parser.add_argument("--ghost", type=Path, default=default_ghost())
    parser.add_argument("--text", action="store_true", help="the brain alone, without the body")
    parser.add_argument("--failures", action="store_true", help="what was not right, by rule")
    parser.add_argument("--dump", type=Path, metavar="FILE", help="write every answer beside the expected one")
    parser.add_argument("--assert-first", type=float, metavar="PCT")
    parser.add_argument("--assert-three", type=float, metavar="PCT")
    parser.add_argument("--assert-needless", type=int, metavar="N")
    asked = parser.parse_args()
    path: Path = asked.cases or corpus("repair-dev.jsonl")
    cases: list[Case] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    score = scorer()
    if asked.text:
        found, taken = answers([sys.executable, str(HERE / "text_engine.py")], cases)
    else:
        with installed(asked.ghost.resolve()) as folder:
            engine = [sys.executable, str(HERE / "repair_engine.py"), str(folder / "bin" / "ghost")]
            found, taken = answers(engine, cases)
    plain = [place for place, case in enumerate(cases) if not case.get("risky")]
    whole = score.score(cases, found, taken)
    part = score.score([cases[n] for n in plain], [found[n] for n in plain], [taken[n] for n in plain])
    print(f"{'':<34} {'all':>10} {'not risky':>10}")
    for name, value in whole.items():
        print(f"{name:<34} {value!s:>10} {part[name]!s:>10}")
    if asked.failures:
        tell_failures(score, cases, found)
    if asked.dump:
        with asked.dump.open("w", encoding="utf-8") as file:
            for case, said in zip(cases, found):
                told = {"id": case["id"], "script": case["script"], "first": case.get("first"), "answers": said}
                file.write(json.dumps(told, ensure_ascii=False) + "\n")
    shortfalls = missed(whole, asked)
    for shortfall in shortfalls:
        print(f"missed: {shortfall}")
    return 1 if shortfalls else 0


if __name__ == "__main__":
    sys.exit(main())
