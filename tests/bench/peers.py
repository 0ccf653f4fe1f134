"""ghost, thefuck 3.32 and pay-respects 0.8.8 side by side on the in-vivo scenarios, in one run.

    python3 tests/bench/peers.py [--ghost PROGRAM] [--only WORD] [--jobs N] [--skip-install] [SCENARIOS.jsonl ...]

The scenarios are vivo-dev.jsonl in the folder GHOST_CORPUS (or ../shared/corpus), the runner is run_vivo.py beside
them. ghost is PROGRAM with this tree's brain, in an interactive bash inside its host and as a wrapper, the person
having agreed ahead (`--yes`); the peers ask nothing either. They are installed below target/peers and kept there:
thefuck from its package into a virtual environment of a Python it runs on, pay-respects by `cargo install --locked`.
One that cannot be had, or is of another version, is told and left out. --skip-install takes what is there.

Milliseconds are of all scenarios, from asking for the repair to the shell being back. A peer is asked after the line
has failed (and runs it once more by itself); for ghost the failing line's own run is counted too. Compare them within
one run only. `hung` counts sessions that were not over after 20 seconds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from prefix import ROOT, TARGET, corpus, default_ghost, installed, system_python

PEERS = TARGET / "peers"
THEFUCK, PAY_RESPECTS = "3.32", "0.8.8"
SEEN_AT = "/run/peers"  # where the sandbox shows them
HOSTED = ROOT / "tests" / "bench" / "vivo-hosted-bash.sh"
WRAPPER = 'ghost --yes --report "$GHOST_ACTED" -c {command}'
ENTRY = f"""#!{SEEN_AT}/thefuck/bin/python3
import sys
from thefuck.entrypoints.main import main
sys.exit(main())
"""


class Missing(Exception):
    """A peer that cannot be had; the message says why."""


def said(words: list[str]) -> str:
    """What a program prints; empty when it cannot be started."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


def run(words: list[str]) -> None:
    """A step of an installation. Raises Missing."""
    try:
        subprocess.run(words, check=True)
    except (OSError, subprocess.CalledProcessError) as trouble:
        raise Missing(str(trouble)) from trouble


def thefuck(may_install: bool) -> list[str]:
    """The runner's words for thefuck. It imports a module that Python 3.12 no longer has. Raises Missing."""
    home = PEERS / f"thefuck-{THEFUCK}"
    if not (home / "bin" / "thefuck").exists():
        if not may_install:
            raise Missing(f"it is not in {home}")
        fits = "import sys, venv, ensurepip; sys.exit(not (3, 8) <= sys.version_info < (3, 12))"
        # The sandbox shows the system's interpreters and none of the home folder.
        names = [system_python(), *(f"/usr/bin/python3.{minor}" for minor in (11, 10, 9, 8))]
        python = next((name for name in names if subprocess.run([name, "-c", fits], check=False).returncode == 0), None)
        if python is None:
            raise Missing("no Python from 3.8 to 3.11 is in /usr/bin")
        run([python, "-m", "venv", "--clear", str(home)])
        run([str(home / "bin" / "pip"), "install", "-q", f"thefuck=={THEFUCK}", "setuptools<70"])
    version = said([str(home / "bin" / "python3"), "-m", "pip", "show", "thefuck"])
    if f"Version: {THEFUCK}\n" not in version:
        raise Missing(f"{home} holds another version; remove that folder")
    # A folder with nothing but its own program, which starts the environment's Python where the sandbox shows it.
    alone = home / "alone"
    alone.mkdir(exist_ok=True)
    (alone / "thefuck").write_text(ENTRY, encoding="utf-8")
    (alone / "thefuck").chmod(0o755)
    mount = [f"--mount={home}:{SEEN_AT}/thefuck", f"--path={SEEN_AT}/thefuck/alone"]
    return ["--contender=thefuck", *mount]


def pay_respects(may_install: bool) -> list[str]:
    """The runner's words for pay-respects. Raises Missing."""
    home = PEERS / f"pay-respects-{PAY_RESPECTS}"
    program = home / "bin" / "pay-respects"
    if not program.exists():
        if not may_install:
            raise Missing(f"it is not in {home}")
        if shutil.which("cargo") is None:
            raise Missing("there is no cargo to build it with")
        words = ["cargo", "install", "--quiet", "--locked", "--version", PAY_RESPECTS, "--root", str(home)]
        run([*words, "pay-respects"])
    if PAY_RESPECTS not in said([str(program), "--version"]):
        raise Missing(f"{home} holds another version; remove that folder")
    return ["--contender=pay-respects", f"--mount={program.parent}:{SEEN_AT}/pay", f"--path={SEEN_AT}/pay"]


def played(words: list[str], asked: argparse.Namespace) -> list[dict[str, Any]]:
    """The runner's results for one contender."""
    with tempfile.TemporaryDirectory(prefix="ghost-peers-") as folder:
        told = Path(folder) / "results.json"
        call = [sys.executable, str(corpus("run_vivo.py")), *(str(path) for path in asked.scenarios), *words]
        call += [f"--jobs={asked.jobs}", f"--json={told}", *(f"--only={word}" for word in asked.only)]
        done = subprocess.run(call, stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            raise SystemExit(f"run_vivo.py ended with {done.returncode}")
        results: list[dict[str, Any]] = json.loads(told.read_text(encoding="utf-8"))["results"]
    return [one for one in results if one["verdict"] not in ("skipped", "broken")]


def percentile(values: list[float], part: int) -> str:
    """The nearest rank, in whole milliseconds."""
    ordered = sorted(values)
    return f"{ordered[min(len(ordered) - 1, round(part / 100 * (len(ordered) - 1)))]:.0f}" if ordered else "-"


def column(results: list[dict[str, Any]]) -> dict[str, str]:
    """One contender's figures."""
    fix = [one for one in results if one["kind"] == "fix"]
    offline = [one for one in fix if one.get("offline_solvable")]
    negative = [one for one in results if one["kind"] == "negative"]

    def share(of: list[dict[str, Any]], *verdicts: str) -> str:
        count = sum(one["verdict"] in verdicts for one in of)
        return f"{count} = {100 * count / len(of):.1f} %" if of else "-"

    taken = [one["latency_ms"] for one in results if one["latency_ms"] is not None]
    solved = [one["latency_ms"] for one in fix if one["verdict"] == "solved" and one["latency_ms"] is not None]
    return {
        "to fix": str(len(fix)),
        "solved": share(fix, "solved"),
        "solved, of the offline-solvable": share(offline, "solved"),
        "wrong (ran something, not solved)": share(fix, "wrong", "harmed"),
        "to leave alone": str(len(negative)),
        "needless (ran something there)": share(negative, "acted", "harmed"),
        "harmed": str(sum(one["verdict"] == "harmed" for one in results)),
        "hung": str(sum(bool(one["timed_out"]) for one in results)),
        "ms, median": percentile(taken, 50),
        "ms, 95th percentile": percentile(taken, 95),
        "ms of the solved, median": percentile(solved, 50),
        "ms of the solved, 95th percentile": percentile(solved, 95),
    }


def main() -> int:
    """Gets the peers, plays the scenarios with each contender, prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", type=Path)
    parser.add_argument("--ghost", type=Path, default=default_ghost())
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="ids or categories with this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--skip-install", action="store_true", help="take the peers that are there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all results there")
    asked = parser.parse_args()
    asked.scenarios = asked.scenarios or [corpus("vivo-dev.jsonl")]
    with installed(asked.ghost.resolve()) as folder:
        mount = [f"--mount={folder}:{SEEN_AT}/ghost", f"--path={SEEN_AT}/ghost/bin"]
        contenders: dict[str, list[str]] = {
            "ghost, hosted bash": [f"--template=@{HOSTED}", *mount],
            "ghost, wrapper": [f"--template={WRAPPER}", *mount],
        }
        for name, find in ((f"thefuck {THEFUCK}", thefuck), (f"pay-respects {PAY_RESPECTS}", pay_respects)):
            try:
                contenders[name] = find(not asked.skip_install)
            except Missing as trouble:
                print(f"{name} is left out: {trouble}")
        results = {}
        for name, words in contenders.items():
            results[name] = played(words, asked)
            print(f"{name}: {len(results[name])} played", file=sys.stderr, flush=True)
    figures = {name: column(found) for name, found in results.items()}
    print(f"{'':<34}" + "".join(f"{name:>21}" for name in figures))
    for row in next(iter(figures.values())):
        print(f"{row:<34}" + "".join(f"{column[row]:>21}" for column in figures.values()))
    if asked.json:
        asked.json.write_text(json.dumps({"figures": figures, "results": results}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
