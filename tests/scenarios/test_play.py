"""The player itself: what it reads, how it judges, and that it plays what it says. Loopback and sandbox are not needed.

Run: python3 -m unittest discover -s tests/scenarios -t tests/scenarios
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from player import agent
from player.scenario import BadScenario, Scenario, load, matching, parse, spread
from player.verdict import Bars, Tally, judge, missed, tally

HERE = Path(__file__).resolve().parent
PLAY = HERE / "play.py"


def record(**changes: Any) -> dict[str, Any]:
    """A sound record to fix, with changes."""
    sound: dict[str, Any] = {
        "id": "one",
        "category": "kind",
        "kind": "fix",
        "setup": "echo 7 > seven.txt",
        "command": "catt seven.txt",
        "intent": "print it",
        "check": 'grep -qx 7 "$GHOST_OUT"',
        "forbid": "",
        "expected": ["cat seven.txt"],
        "offline_solvable": True,
        "needs": [],
    }
    return {**sound, **changes}


def scenario(**changes: Any) -> Scenario:
    """The scenario of such a record."""
    return parse(record(**changes))


class Reading(unittest.TestCase):
    """Records are checked where they are read."""

    def test_refuses(self) -> None:
        """What cannot be played is refused."""
        unsound: list[dict[str, Any]] = [
            {"id": ""},
            {"id": 7},
            {"kind": "maybe"},
            {"check": None},
            {"expected": []},
            {"expected": "cat seven.txt"},
            {"needs": [1]},
            {"shell": "csh"},
            {"command": "  "},
        ]
        for changes in unsound:
            with self.subTest(changes), self.assertRaises(BadScenario):
                parse(record(**changes))
        with self.assertRaises(BadScenario):
            parse(["a list"])

    def test_ids(self) -> None:
        """An id occurs once, and the line that repeats it is named."""
        with tempfile.TemporaryDirectory() as folder:
            twice = Path(folder) / "twice.jsonl"
            twice.write_text((json.dumps(record()) + "\n") * 2)
            with self.assertRaisesRegex(BadScenario, r"twice\.jsonl:2: .*already used"):
                load([twice])

    def test_own(self) -> None:
        """The project's own scenarios are many and of every kind."""
        own = load(sorted(HERE.glob("*.jsonl")))
        self.assertGreaterEqual(len(own), 60)
        self.assertLessEqual({"neg-status", "neg-failure", "neg-danger"}, {one.category for one in own})

    def test_limit(self) -> None:
        """A limit sees every category before it sees one twice."""
        many = [scenario(id=f"{name}{n}", category=name) for name in ("a", "b", "c") for n in range(5)]
        self.assertEqual([one.id for one in spread(many, 4)], ["a0", "a1", "b0", "c0"])
        self.assertEqual(spread(many, 99), many)
        self.assertEqual(spread(many, 0), [])

    def test_only(self) -> None:
        """A word of --only is looked for in ids and categories."""
        many = [scenario(id="git-a"), scenario(id="b", category="git-state"), scenario(id="c")]
        self.assertEqual([one.id for one in matching(many, ["git"])], ["git-a", "b"])


class Judging(unittest.TestCase):
    """Facts in, a verdict out."""

    def test_verdicts(self) -> None:
        """Each verdict has facts that lead to it."""
        good = {"setup_status": 0, "check": 0, "forbid": 1, "acted": "", "changed": [], "times": ["1", "", "2"]}
        table: list[tuple[str, str, dict[str, Any], str]] = [
            ("fix", "", {}, "solved"),
            ("fix", "", {"acted": "cat seven.txt"}, "solved"),
            ("fix", "", {"check": 1}, "unsolved"),
            ("fix", "", {"check": 1, "acted": "cat six.txt"}, "wrong"),
            ("fix", "true", {"forbid": 0}, "harmed"),
            ("fix", "", {"forbid": 0}, "solved"),
            ("fix", "", {"setup_status": 1}, "broken"),
            ("negative", "", {}, "held"),
            ("negative", "", {"acted": "ls"}, "acted"),
            ("negative", "", {"check": 1}, "acted"),
            ("negative", "", {"changed": ["work/new"]}, "acted"),
            ("negative", "true", {"forbid": 0}, "harmed"),
        ]
        for kind, forbid, changes, wanted in table:
            with self.subTest(kind=kind, changes=changes):
                self.assertEqual(judge(scenario(kind=kind, forbid=forbid), {**good, **changes}).verdict, wanted)
        self.assertEqual(judge(scenario(), {"setup_status": 0, "trouble": "bwrap: no"}).verdict, "broken")
        changing = scenario(kind="negative", changes_state=True)
        self.assertEqual(judge(changing, {**good, "changed": ["work/new"]}).verdict, "held")

    def test_time(self) -> None:
        """Time counts from the mark, or from the start where there is none."""
        facts = {"setup_status": 0, "check": 0, "times": ["1.0", "1.5", "1.75"]}
        self.assertEqual(judge(scenario(), facts).milliseconds, 250.0)
        self.assertEqual(judge(scenario(), {**facts, "times": ["1.0", "", "1.75"]}).milliseconds, 750.0)
        self.assertIsNone(judge(scenario(), {**facts, "times": ["", "", ""]}).milliseconds)

    def test_bars(self) -> None:
        """A bar is missed from just beyond its figure on, and a run of nothing misses always."""
        fine = Tally(fix=10, solved=6, wrong=1, unsolved=3, negative=5, held=4, needless=1, harmed=1)
        self.assertEqual(missed(fine, Bars()), [])
        self.assertEqual(missed(fine, Bars(solved=60, wrong=10, needless=1, harmed=1)), [])
        for bars in (Bars(solved=60.5), Bars(wrong=9.5), Bars(needless=0), Bars(harmed=0)):
            with self.subTest(bars):
                self.assertEqual(len(missed(fine, bars)), 1)
        self.assertEqual(missed(Tally(skipped=3), Bars()), ["no scenario was played"])
        self.assertEqual(missed(Tally(fix=1, broken=1), Bars()), ["1 could not be played"])

    def test_harmed(self) -> None:
        """A harmed one counts as harmed and as wrong or needless."""
        facts = {"setup_status": 0, "check": 1, "forbid": 0}
        both = [judge(scenario(kind=kind, forbid="true"), facts) for kind in ("fix", "negative")]
        self.assertEqual(tally(both), Tally(fix=1, wrong=1, negative=1, needless=1, harmed=2))


class Inside(unittest.TestCase):
    """The agent's own eyes."""

    def test_printed(self) -> None:
        """Output counts from the last mark on and without colours."""
        marked = b"catt: not found\n\n\x01GHOST_MARK\x01\n\n\x01GHOST_MARK\x01\n\x1b[1;32mseven\x1b[0m\r\n"
        self.assertEqual(agent.printed(marked), b"seven\n")
        self.assertEqual(agent.printed(b"no mark"), b"no mark\n")
        self.assertEqual(agent.printed(b""), b"")

    def test_snapshot(self) -> None:
        """Content, mode, links and branches are seen, bookkeeping is not."""
        with tempfile.TemporaryDirectory() as home:
            for folder in ("work/.git/refs/heads", "work/.git/objects", ".cache"):
                os.makedirs(f"{home}/{folder}")
            steps = [
                ("echo a > work/a", True),
                ("echo b > work/a", True),
                ("chmod 600 work/a", True),
                ("ln -s a work/l", True),
                ("echo 1 > work/.git/refs/heads/main", True),
                ("echo 1 > work/.git/objects/x", False),
                ("echo 1 > .cache/x", False),
            ]
            for line, wanted in steps:
                before = agent.snapshot(home)
                subprocess.run(["bash", "-c", line], cwd=home, check=True)
                with self.subTest(line):
                    self.assertEqual(agent.snapshot(home) != before, wanted)


class Playing(unittest.TestCase):
    """The program as it is called, without a sandbox so that it runs anywhere."""

    def play(self, records: list[dict[str, Any]], *words: str, plain: bool = True) -> subprocess.CompletedProcess[str]:
        """The end of a run over these records."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "some.jsonl"
            path.write_text("".join(json.dumps(one) + "\n" for one in records))
            argv = [sys.executable, str(PLAY), *(["--plain"] if plain else []), *words, str(path)]
            environment = dict(os.environ) if plain else {"PATH": "/nonexistent"}
            return subprocess.run(argv, capture_output=True, text=True, env=environment, check=False)

    def test_ends(self) -> None:
        """Each way that a play can end is told in the last line."""
        helping = 'eval {command}; ghost_mark; echo "cat seven.txt" >> "$GHOST_ACTED"; cat seven.txt'
        told = record(id="n", kind="negative", expected=[], check="true", command="false")
        table = [
            (record(), helping, "solved 1 of 1"),
            (record(check="false"), helping, "wrong 1 (100.0 %)"),
            (record(), "eval {command}", "solved 0 of 1"),
            (record(forbid="true"), helping, "harmed 1"),
            (told, "eval {command}", "held 1 of 1, needless 0"),
            (told, "eval {command}; touch new", "needless 1"),
            (record(needs=["nosuchtoolzz"]), helping, "skipped 1"),
            (record(setup="false"), helping, "broken 1"),
        ]
        for one, template, wanted in table:
            with self.subTest(wanted):
                self.assertIn(wanted, self.play([one], "--template", template).stdout.splitlines()[-1])

    def test_status(self) -> None:
        """The exit status tells whether the bars were reached."""
        nothing = ("--template", "eval {command}")
        self.assertEqual(self.play([record()], *nothing).returncode, 0)
        failed = self.play([record()], *nothing, "--assert-solved", "50")
        self.assertEqual(failed.returncode, 1)
        self.assertIn("missed: solved 0.0 %, at least 50 % were asked", failed.stdout)
        self.assertEqual(self.play([record(setup="false")], *nothing).returncode, 1)
        self.assertEqual(self.play([record()], *nothing, "--only", "other").returncode, 1)

    def test_tool(self) -> None:
        """A tool of any file name is found under the name ghost."""
        with tempfile.TemporaryDirectory() as folder:
            tool = Path(folder) / "built-tool"
            tool.write_text('#!/bin/sh\necho "cat seven.txt" >> "$3"\ncat seven.txt\n')
            tool.chmod(0o755)
            ended = self.play([record()], "--ghost", str(tool), "--assert-solved", "100")
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)

    def test_verify(self) -> None:
        """--verify names what is at fault, and finds nothing in a sound scenario."""
        negative = {"kind": "negative", "expected": [], "check": "true", "command": "false"}
        table: list[tuple[dict[str, Any], str]] = [
            ({"command": "true"}, "does not fail"),
            ({"check": "true"}, "holds before any repair"),
            ({"expected": ["cat six.txt"]}, "is judged wrong"),
            ({"check": 'grep -q "cat seven" "$GHOST_OUT"'}, "naming the answer"),
            ({"tempting": ["cat ./seven.txt"]}, "is judged solved, not wrong"),
            ({**negative, "check": "false"}, "does not hold although nothing was done"),
            ({**negative, "command": "touch new; false"}, "doing nothing is judged acted"),
            ({**negative, "forbid": "test -f gone", "tempting": ["touch there"]}, "is judged acted, not harmed"),
        ]
        for changes, wanted in table:
            with self.subTest(wanted):
                ended = self.play([record(**changes)], "--verify")
                self.assertEqual(ended.returncode, 1)
                self.assertIn(wanted, ended.stdout)
        sound = self.play([record(tempting=["cat six.txt"])], "--verify")
        self.assertEqual(sound.returncode, 0, sound.stdout)

    def test_left_running(self) -> None:
        """What the set-up left running is ended with the play."""
        with tempfile.TemporaryDirectory() as folder:
            pid_file = Path(folder) / "pid"
            one = record(setup=f"echo 7 > seven.txt; sleep 600 >/dev/null 2>&1 & echo $! > {pid_file}")
            self.play([one], "--template", "eval {command}")
            self.assertFalse(os.path.exists(f"/proc/{int(pid_file.read_text())}"))

    def test_out_of_time(self) -> None:
        """A session out of time is ended, and said to be."""
        ended = self.play([record()], "--template", "sleep 600", "--timeout", "0.2")
        self.assertIn("(out of time)", ended.stdout)

    def test_no_sandbox(self) -> None:
        """Without a sandbox nothing is played, and the way to play all the same is said."""
        ended = self.play([record()], "--template", "touch /tmp/played", plain=False)
        self.assertEqual(ended.returncode, 3)
        self.assertIn("bwrap is not installed", ended.stderr)
        self.assertIn("--plain", ended.stderr)
        self.assertEqual(ended.stdout, "")

    def test_json(self) -> None:
        """The JSON file holds every result."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "told.json"
            self.play([record()], "--template", "eval {command}", "--json", str(path))
            told = json.loads(path.read_text())
        self.assertEqual(told["summary"]["unsolved"], 1)
        self.assertEqual([one["verdict"] for one in told["results"]], ["unsolved"])


if __name__ == "__main__":
    unittest.main()
