"""The runner itself: it counts what the tools say, goes on after a failure, and never ends well when one was there."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import sys
import tempfile
import threading
import unittest
from collections.abc import Iterator
from unittest import mock

from runner import cases, memory, nushell, suites
from runner.command import Done, check, run, side_by_side
from runner.context import Context
from runner.playing import run_all
from runner.steps import Count, Failure, Step, say
from runner.suites import count_cargo, count_nextest, count_unittest


class Counting(unittest.TestCase):
    def test_unittest(self) -> None:
        for status, text, count in (
            (0, "Ran 12 tests in 0.1s\n\nOK", Count(12, 0)),
            (0, "Ran 1 test in 0.1s\n\nOK (skipped=1)", Count(1, 0)),
            (1, "Ran 12 tests in 0.1s\n\nFAILED (failures=2, errors=1)", Count(9, 3)),
            (1, "Ran 3 tests in 0.1s\n\nFAILED (unexpected successes=1)", Count(2, 1)),
            (5, "Ran 0 tests in 0.0s\n\nNO TESTS RAN", Count(0, 1)),
            (0, "Ran 0 tests in 0.0s\n\nOK", Count(0, 1)),
            (1, "SyntaxError: invalid syntax", Count(0, 1)),
            (-9, "Ran 4 tests in 1s\n\nOK", Count(3, 1)),
            (1, "", Count(0, 1)),
        ):
            self.assertEqual(count_unittest(Done(status, text)), count, text)

    def test_nextest(self) -> None:
        for status, line, count in (
            (0, "12 tests run: 12 passed, 0 skipped", Count(12, 0)),
            (0, "12 tests run: 12 passed (3 slow), 1 skipped", Count(12, 0)),
            (100, "12 tests run: 9 passed, 2 failed, 1 timed out, 0 skipped", Count(9, 3)),
            (100, "1 test run: 0 passed, 1 failed, 0 skipped", Count(0, 1)),
            (4, "0 tests run: 0 passed, 0 skipped", Count(0, 1)),
        ):
            text = f"   Compiling x v1.0.0\n     Summary [   0.012s] {line}\n        FAIL [   0.003s] x\n"
            self.assertEqual(count_nextest(Done(status, text)), count, line)
        self.assertEqual(count_nextest(Done(101, "error: could not compile")), Count(0, 1))

    def test_cargo(self) -> None:
        line = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n"
        self.assertEqual(count_cargo(Done(0, line + line)), Count(6, 0))
        self.assertEqual(count_cargo(Done(101, line.replace("0 failed", "2 failed") + line)), Count(6, 2))
        self.assertEqual(count_cargo(Done(101, "error: could not compile")), Count(0, 1))
        self.assertEqual(count_cargo(Done(0, "")), Count(0, 1))
        self.assertEqual(count_cargo(Done(0, ""), none_is_well=True), Count(0, 0))


class Cases(unittest.TestCase):
    def test_a_verdict_for_each_shell(self) -> None:
        """A failure is never hidden, what was not run is no success, and a reason is not one either."""
        told = "#\tcolumns\n1\tfirst\ta::x a::y\ta::y fish: has none\n+\tsecond\ta::z\ta::z zsh fish nu: have none\n"
        report = "".join(
            f'<testcase name="a::{name}" classname="ghostsh::shells">{body}</testcase>'
            for name, body in (
                ("x::bash", ""),
                ("y::bash", "<failure/>"),
                ("x::zsh", ""),
                ("x::fish", ""),
                ("z::bash", ""),
            )
        )
        passed = cases.results(f'<x>{report}<testcase name="a::y::zsh" classname="ghostsh::it"/></x>')
        rows = cases.table(cases.read(told), passed).splitlines()
        self.assertEqual(rows[0].split(), ["bash", "zsh", "fish", "nu"])
        self.assertEqual(rows[1].split(), ["1", "first", "FAILED", "?", "ok", "?"])
        self.assertEqual(rows[2].split(), ["+", "second", "ok", "-", "-", "-"])


class Steps(unittest.TestCase):
    def run_steps(self, *works: Count | Failure) -> tuple[int, str]:
        out = io.StringIO()

        def work(what: Count | Failure) -> Count:
            if isinstance(what, Failure):
                raise what
            return what

        steps = [Step(f"step{place}", "a step", functools.partial(work, what)) for place, what in enumerate(works)]
        with contextlib.redirect_stdout(out):
            return run_all(steps), out.getvalue()

    def test_all_well(self) -> None:
        status, text = self.run_steps(Count(2, 0), Count(), Count(3, 0))
        self.assertEqual(status, 0)
        self.assertNotIn("failed:", text)
        self.assertEqual(text.splitlines()[-1], "ghost: 5 passed, 0 failed")

    def test_a_failure_does_not_stop_the_rest_and_is_not_forgotten(self) -> None:
        """It is named before the last step's own closing lines, and the exit code stays 1."""
        status, text = self.run_steps(Count(1, 1), Failure("no such tool"), Count(7, 0))
        self.assertEqual(status, 1)
        self.assertIn("FAILED: no such tool", text)
        self.assertLess(text.index("failed so far: step0, step1"), text.index("== step2"))
        self.assertIn("failed: step0, step1", text)
        self.assertRegex(text, re.compile(r"^ghost: 8 passed, 2 failed$", re.MULTILINE))

    def test_a_failure_of_the_last_step(self) -> None:
        status, text = self.run_steps(Count(1, 0), Count(0, 1))
        self.assertEqual((status, text.splitlines()[-1]), (1, "ghost: 1 passed, 1 failed"))

    def test_what_a_failed_step_said_first_is_told_at_the_end(self) -> None:
        def fails() -> Count:
            say("   Compiling x v1.0.0\nthe reason")
            say("\n".join(f"line {number}" for number in range(100)))
            return Count(0, 1)

        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            run_all([Step("first", "fails", fails), Step("second", "goes well", lambda: Count(1, 0))])
        end = out.getvalue().rpartition("-- second: ok")[2]
        self.assertIn("first FAILED; its first lines:\n    the reason\n    line 0\n", end)
        self.assertNotIn("line 50", end)

    def test_steps_beside_each_other_are_told_of_in_order(self) -> None:
        """Each waits for the other, so they run at the same time; an error in one of them is no end of the rest."""
        meeting = threading.Barrier(2, timeout=30)

        def work(name: str) -> Count:
            say(f"{name} begins")
            meeting.wait()
            say(f"{name} goes on")
            if name == "first":
                raise Failure("in the first")
            return Count(1, 0)

        steps = [Step(name, "a step", functools.partial(work, name), beside=True) for name in ("first", "second")]
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = run_all([*steps, Step("third", "a step", lambda: Count(1, 0))])
        said = [line for line in out.getvalue().splitlines() if line.startswith(("first ", "second ", "FAILED"))]
        told = ["first begins", "first goes on", "FAILED: in the first", "second begins", "second goes on"]
        self.assertEqual((status, said[:5]), (1, told))


class Missing(unittest.TestCase):
    def scenarios(self, *options: bool) -> Iterator[tuple[Count, str]]:
        """The step on a machine where nothing can be sandboxed."""
        told = Done(3, "play.py: no sandbox, so nothing was played: no namespaces here\nplay.py: --plain …\n")
        for allowed in options:
            with tempfile.TemporaryDirectory() as folder:
                with open(os.path.join(folder, "Cargo.toml"), "w", encoding="ascii") as file:
                    file.write('version = "0.1.0"\nrust-version = "1.88"\n')
                context = Context(folder, allow_missing=allowed)
                out = io.StringIO()
                with mock.patch.object(suites, "run", lambda *_, **__: told), contextlib.redirect_stdout(out):
                    yield suites.scenarios(context), out.getvalue()

    def test_without_a_sandbox_the_scenarios_are_missing(self) -> None:
        """As in most containers: a failure that says why, or left out where the person has allowed it."""
        (failed, why), (allowed, also) = self.scenarios(False, True)
        self.assertEqual((failed, allowed), (Count(0, 1), Count()))
        self.assertIn("MISSING: play.py: no sandbox", why)
        self.assertIn("--allow-missing leaves this step out", why)
        self.assertIn("allowed: play.py: no sandbox", also)


class Memory(unittest.TestCase):
    def is_possible(self, needed: str, fs: str = "ext4", free: int = 64 << 30, **env: str) -> bool:
        """On a machine where everything else can be had."""
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch.dict(os.environ, {"PATH": "/usr/bin:/bin", **env}, clear=True))
            for name, value in (("os.geteuid", 0), ("os.getcwd", "/srv"), ("shutil.which", "/usr/bin/x")):
                stack.enter_context(mock.patch(name, lambda *_, value=value: value))
            stack.enter_context(mock.patch.object(memory, "_kind_of", lambda _: fs))
            stack.enter_context(mock.patch.object(memory, "_free_memory", lambda: free))
            stack.enter_context(mock.patch("subprocess.run", lambda *_, **__: mock.Mock(returncode=0)))
            stack.enter_context(mock.patch.object(sys, "executable", "/usr/bin/python3"))
            return memory._is_possible([needed])

    def test_nothing_that_is_needed_is_covered(self) -> None:
        self.assertTrue(self.is_possible("/srv/project"))
        self.assertFalse(self.is_possible("/tmp/project"))
        self.assertFalse(self.is_possible("/srv/project", HOME="/tmp/home"))
        self.assertFalse(self.is_possible("/srv/project", PATH="/usr/bin:/tmp/bin"))
        self.assertFalse(self.is_possible("/srv/project", TMPDIR="/srv/mine"))

    def test_where_nothing_is_won_or_there_is_little_memory_the_disk_is_used(self) -> None:
        self.assertFalse(self.is_possible("/srv/project", fs="tmpfs"))
        self.assertFalse(self.is_possible("/srv/project", free=1 << 30))


class Nushell(unittest.TestCase):
    """The nu that tests drive is the pinned one."""

    def get(self, version: str, folder: str) -> tuple[Count, str]:
        """The step on a machine with that nu and without npm."""
        with open(os.path.join(folder, "Cargo.toml"), "w", encoding="ascii") as file:
            file.write('version = "0.1.0"\nrust-version = "1.88"\n')
        program = os.path.join(folder, "programs", "nu")
        os.mkdir(os.path.dirname(program))
        with open(program, "w", encoding="ascii") as file:
            file.write(f"#!/bin/sh\necho {version}\n")
        os.chmod(program, 0o755)
        context = Context(folder, allow_missing=False)
        context.env["PATH"] = os.path.join(context.tools, "bin") + os.pathsep + os.path.dirname(program)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            return nushell.get_all(context), out.getvalue()

    def test_another_version_on_the_path_is_not_taken(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            count, told = self.get("0.99.0", folder)
            self.assertEqual(count, Count(0, 3))
            self.assertIn(f"MISSING: nu {nushell.NU} missing (no npm to get it with)", told)
            self.assertFalse(os.path.lexists(os.path.join(folder, "target", "tools", "bin", "nu")))

    def test_the_right_version_on_the_path_saves_the_way(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            count, _ = self.get(nushell.NU, folder)
            self.assertEqual(count, Count(0, 2))
            for name in ("bin", f"nu-{nushell.NU}"):
                self.assertTrue(os.access(os.path.join(folder, "target", "tools", name, "nu"), os.X_OK))


class Commands(unittest.TestCase):
    def test_a_tool_that_hangs_is_ended_with_all_that_it_started(self) -> None:
        """Its child holds the pipe open too, so that a child left over would keep the run from ending."""
        with tempfile.TemporaryDirectory() as folder, self.assertRaises(Failure) as caught:
            fifo = os.path.join(folder, "never")
            os.mkfifo(fifo)
            run(["sh", "-c", f"echo begun; cat '{fifo}' & cat '{fifo}'"], os.environ, folder, show=False, limit=0.5)
        self.assertIn("did not end within", str(caught.exception))
        self.assertIn("begun", str(caught.exception))

    def test_a_tool_that_is_not_there(self) -> None:
        self.assertRaises(Failure, run, ["/nowhere/tool"], os.environ, "/")

    def test_side_by_side(self) -> None:
        """Each of two waits for the other; what they give is in order."""
        with tempfile.TemporaryDirectory() as folder:
            one, other = (os.path.join(folder, name) for name in ("one", "other"))
            os.mkfifo(one)
            os.mkfifo(other)
            lines = (f"echo first >'{one}'; cat '{other}'", f"cat '{one}'; echo second >'{other}'")
            works = [functools.partial(run, ["sh", "-c", line], os.environ, "/", show=False) for line in lines]
            self.assertEqual([done.text for done in side_by_side(works)], ["second\n", "first\n"])

    def test_when_one_of_them_raises_no_other_goes_on(self) -> None:
        """The other would never end by itself."""
        with tempfile.TemporaryDirectory() as folder:
            never, begun = (os.path.join(folder, name) for name in ("never", "begun"))
            os.mkfifo(never)
            os.mkfifo(begun)

            def raises() -> Done:
                with open(begun, "rb"):  # opens when the other does
                    raise Failure("no more")

            hangs = functools.partial(run, ["sh", "-c", f": >'{begun}'; cat '{never}'"], os.environ, "/", show=False)
            self.assertRaises(Failure, side_by_side, [raises, hangs])

    def test_a_silent_tool_speaks_only_when_it_fails(self) -> None:
        for status, words in ((0, ""), (3, "it said this")):
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                done = check(
                    [sys.executable, "-c", f"print('it said this'); raise SystemExit({status})"], os.environ, "/"
                )
            self.assertEqual(done, status == 0)
            self.assertEqual("it said this" in out.getvalue().splitlines(), bool(words))


if __name__ == "__main__":
    unittest.main()
