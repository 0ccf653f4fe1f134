"""What `rules new`, `rules check` and `rules try` tell those who write rules."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import unittest

from setting import NOT_A_COMMAND, PROJECT, brain, failed, lines

GOOD = '''"""A rule of mine."""
from ghost_kernel.rules import Example, Fix, Hint, rule

@rule(programs=["frob"], output_has="no")
def propose(failure):
    if failure.stage.has("-n"):
        return None
    return Fix([*failure.words, "-x"])

EXAMPLES = [Example("frob a", "no", "frob a -x"), Example("frob -n", "no", None)]
'''


class Author(unittest.TestCase):
    """Somebody with a folder for rules."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.base = os.path.realpath(holder.name)
        self.folder = os.path.join(self.base, "rules")

    def write(self, name: str, text: str) -> str:
        path = os.path.join(self.base, name)
        os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def rules(self, *words: str, said: bytes = b"") -> tuple[int, str, str]:
        """What `rules` with these words exits with and prints."""
        command = brain("rules", "--rules-dir", self.folder, *words)
        done = subprocess.run(command, input=said, capture_output=True, timeout=60, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


class TestNew(Author):
    def test_what_is_written_holds(self) -> None:
        """The folder is made; the rule is found by its name; what to do next is said."""
        status, said, _ = self.rules("new", "frob_target")
        path = os.path.join(self.folder, "frob_target.py")
        self.assertEqual(status, 0)
        for part in (path, "ghost rules check frob_target", "ghost rules try"):
            self.assertIn(part, said)
        self.assertEqual(self.rules("check", "frob_target"), (0, "✓ frob_target: 3 examples hold\n", ""))
        self.assertIn("where none was given, main is meant.  (yours)", self.rules("list")[1])

    def test_it_passes_the_linters_words_too(self) -> None:
        """It is Python 3.9, and no line is too long."""
        self.rules("new", "x2")
        with open(os.path.join(self.folder, "x2.py"), encoding="utf-8") as file:
            text = file.read()
        compile(text, "x2.py", "exec")
        self.assertLessEqual(max(map(len, text.splitlines())), 120)

    def test_bad_names_and_files_that_are_there_are_refused(self) -> None:
        """Nothing is written, nothing is changed."""
        for name in ["Frob", "2x", "a-b", "a b", "../x", "a/b", "", "_x", "x.py", "class", "é", "new\n"]:
            status, said, complaint = self.rules("new", name)
            self.assertEqual((status, said), (1, ""), name)
            self.assertIn("cannot be a rule's name", complaint, name)
        self.assertFalse(os.path.exists(self.folder))
        path = self.write("rules/mine.py", GOOD)
        status, _, complaint = self.rules("new", "mine")
        self.assertEqual(status, 1)
        self.assertIn("is there already", complaint)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), GOOD)
        os.symlink("/nowhere/at/all", os.path.join(self.folder, "link.py"))
        self.assertIn("is there already", self.rules("new", "link")[2])


class TestLesson(Author):
    def test_the_rule_of_the_lesson_does_what_the_lesson_says(self) -> None:
        """docs/rules.md: first the fault that is shown there, then, with the gate put right, none."""
        with open(os.path.join(PROJECT, "docs", "rules.md"), encoding="utf-8") as file:
            lesson = file.read()
        rule = lesson.partition("```python\n")[2].partition("```")[0]
        self.write("rules/frob_env.py", rule)
        status, said, _ = self.rules("check", "frob_env")
        self.assertEqual(status, 1)
        for line in said.splitlines():
            self.assertIn("    " + line + "\n", lesson)
        self.write("rules/frob_env.py", rule.replace("no environment is given", "no environment given"))
        status, said, _ = self.rules("check", "frob_env")
        self.assertEqual(status, 0)
        self.assertIn("    " + said, lesson)


class TestCheck(Author):
    def test_what_can_be_named(self) -> None:
        """Files, folders, wheels, rules of all kinds, packages; and without a word all that are not built in."""
        self.write("rules/mine.py", GOOD)
        self.write("pkg/ghost_rules/theirs.py", GOOD)
        packages = ("--package", os.path.join(self.base, "pkg"))
        mine, theirs = "✓ mine: 2 examples hold\n", "✓ pkg/theirs: 2 examples hold\n"
        for words, said in [
            ((), mine + theirs),
            (("mine",), mine),
            (("pkg/theirs",), theirs),
            (("pkg",), theirs),
            ((os.path.join(self.folder, "mine.py"),), mine),
            ((self.folder,), "✓ rules/mine: 2 examples hold\n"),
            (("jq_filter", "mine"), "✓ jq_filter: 2 examples hold\n" + mine),
        ]:
            self.assertEqual(self.rules(*packages, "check", *words), (0, said, ""), words)

    def test_what_is_not_there_is_a_fault(self) -> None:
        """An empty folder as well; but having no rules of one's own is none."""
        os.mkdir(os.path.join(self.base, "empty"))
        for word, part in [
            ("frobnicate", "there is no rule, file or folder of that name"),
            ("/nowhere/x.py", "cannot be loaded"),
            (os.path.join(self.base, "empty"), "has no rule"),
        ]:
            status, said, _ = self.rules("check", word)
            self.assertEqual((status, said[:1]), (1, "✗"), word)
            self.assertIn(part, said)
        status, said, _ = self.rules("check")
        self.assertEqual(status, 0)
        self.assertIn("ghost rules new", said)
        self.assertEqual(self.rules("--package", "/nowhere", "check")[0], 1)

    def fault(self, *changes: tuple[str, str]) -> str:
        text = GOOD
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.write("rules/mine.py", text)
        status, said, complaint = self.rules("check")
        self.assertEqual((status, complaint), (1, ""), said)
        return said

    def test_a_fault_tells_where_the_rule_got_stuck(self) -> None:
        """The example, what came, what was expected, and why: gate, function, fix."""
        said = self.fault(('"frob a -x"', '"frob a -y"'))
        for part in ["example 1 does not hold", "line      frob a\n", "expected  frob a -y", "came      frob a -x"]:
            self.assertIn(part, said)
        for changes, part in [
            ([('Example("frob a"', 'Example("grob a"')], "gate programs: 'grob' is none of 'frob'"),
            ([('"frob a", "no"', '"frob a", "yes"')], "gate output_has: nothing printed has 'no'"),
            ([('"frob a", "no"', '"frob a", None')], "gate output_has: the output was not seen"),
            ([('output_has="no"', "exit_codes=[2, 3]")], "gate exit_codes: 1 is none of 2, 3"),
            ([('output_has="no"', 'line_has="z"')], "gate line_has: the line has none of 'z'"),
            ([('Example("frob a"', 'Example("frob a -n"')], "said nothing; it ended in line 7: return None"),
            ([("return Fix([*failure.words, ", "return Hint(*[")], "it gave a hint only: -x"),
            ([("return Fix(", "raise ValueError('oh')  # ")], "it raised ValueError: oh in line 8"),
            ([('[*failure.words, "-x"]', "failure.words")], "its fix was dropped"),
            ([('Fix([*failure.words, "-x"])', "Fix(line=failure.line)")], "it leaves the line as it was"),
            ([('"no", None)', '"no", None, files=5)')], "its files cannot be laid out"),
            ([("return None", "raise ValueError('oh')")], "it raised ValueError: oh in line 7"),
            ([('"frob -n", "no", None', '"frob n", "no", None')], "came      frob n -x"),
            ([('"frob a", "no", "frob a -x"', '"frob a | wc", "grob: no", "x"')], "at `wc`: gate programs"),
        ]:
            self.assertIn(part, self.fault(*changes))

    def test_every_fault_is_told(self) -> None:
        """A broken file beside a good one is named, and the good one is checked."""
        self.write("rules/broken.py", "1/0\n")
        self.write("rules/mine.py", GOOD)
        status, said, _ = self.rules("check")
        self.assertEqual(status, 1)
        self.assertIn("broken.py cannot be loaded: ZeroDivisionError", said)
        self.assertIn("✓ mine", said)


class TestTry(Author):
    def tried(self, line: str, output: str | None, *words: str, **more: object) -> tuple[int, str]:
        event = failed(line, output, **{"path": os.environ["PATH"].split(":"), "cwd": self.base, **more})  # type: ignore[arg-type]
        status, said, complaint = self.rules("try", *words, said=lines(event))
        self.assertEqual(complaint, "")
        return status, said

    def found(
        self, line: str, output: str | None, *words: str
    ) -> tuple[int, dict[str, dict[str, object]], dict[str, object]]:
        status, said = self.tried(line, output, "--json", *words)
        told = json.loads(said)
        return status, {row["rule"]: row for row in told["rules"]}, told

    def test_what_fired_and_what_was_shut_is_told(self) -> None:
        """By default what fired, what was asked, and what is about this program; nothing else."""
        self.write("rules/mine.py", GOOD)
        self.write("rules/shut.py", GOOD.replace('"no"', '"other"'))
        status, said = self.tried("frob a", "frob: no")
        self.assertEqual(status, 0)
        for part in [
            "at fault  frob a  (proven)", "open   fired  (yours)", "0.75  frob a -x", "new words from rule",
            "shut   gate output_has: nothing printed has 'other'", "1  0.75  frob a -x  (mine)", "--all shows them",
        ]:  # fmt: skip
            self.assertIn(part, said)
        self.assertNotIn("git_push_upstream", said)
        every = self.tried("frob a", "frob: no", "--all")[1]
        self.assertIn("git_push_upstream", every)
        self.assertNotIn("--all shows", every)

    def test_one_rule_is_asked_even_where_another_was_sure(self) -> None:
        """And that it would not have been is said."""
        self.write("rules/mine.py", GOOD)
        status, rows, told = self.found("git comit", NOT_A_COMMAND + "\nThe most similar command is\n\tcommit\n")
        self.assertEqual(status, 0)
        self.assertIsNone(rows["misspelt_subcommand"]["shut"])
        later = [name for name, row in rows.items() if row["not_asked"]]
        self.assertIn("synonym", later)
        self.assertEqual(rows["synonym"]["not_asked"], "misspelt_subcommand was sure already")
        self.assertIsNone(rows["synonym"]["ended"])
        _, rows, _ = self.found(
            "git comit", NOT_A_COMMAND + "\nThe most similar command is\n\tcommit\n", "--rule", "synonym"
        )
        self.assertEqual(list(rows), ["synonym"])
        self.assertIn("line", str(rows["synonym"]["ended"]))
        self.assertIn("candidates", told)

    def test_why_a_candidate_was_left_out(self) -> None:
        """Too unlikely, the same as another's, the line itself, more than are proposed."""
        self.write(
            "rules/many.py",
            GOOD.replace(
                'return Fix([*failure.words, "-x"])',
                'return [Fix(["frob", one], confidence=chance) for one, chance in'
                " [('a', .9), ('b', .9), ('c', .8), ('c', .7), ('d', .6), ('e', .2)]]",
            ),
        )
        _, rows, told = self.found("frob a", "no")
        said = rows["many"]["said"]
        assert isinstance(said, list)
        self.assertEqual(
            [(one["line"], one["dropped"]) for one in said],
            [
                (None, "it leaves the line as it was"), ("frob b", None), ("frob c", None), ("frob c", "as many says"),
                ("frob d", None), ("frob e", "below 0.5: less likely than not"),
            ],
        )  # fmt: skip
        candidates = told["candidates"]
        assert isinstance(candidates, list)
        self.assertEqual([one["line"] for one in candidates], ["frob b", "frob c", "frob d"])

    def test_probes_are_named_and_not_taken(self) -> None:
        """Nothing is run."""
        rule = GOOD.replace("if failure", "failure.machine.probe(['frob', '--help'])\n    if failure")
        self.write("rules/asks.py", rule)
        _, _, told = self.found("frob a", "no")
        self.assertIn("frob --help", told["probes"])  # type: ignore[arg-type]
        self.assertIn("    frob --help\n", self.tried("frob a", "no")[1])

    def test_silence_is_explained(self) -> None:
        """Where the function ended, what it raised, that it gave a hint; the status is 1."""
        self.write("rules/mine.py", GOOD)
        self.write("rules/hints.py", GOOD.replace("return Fix([*failure.words, ", "return Hint(*["))
        self.write("rules/raises.py", GOOD.replace("return None", "raise KeyError('k')"))
        status, said = self.tried("frob -n", "no")
        self.assertEqual(status, 1)
        for part in [
            "said nothing; it ended in line 7: return None", "raised KeyError: 'k' in line 7", "nothing is proposed",
        ]:  # fmt: skip
            self.assertIn(part, said)
        self.assertIn("hint  -x", self.tried("frob", "no")[1])
        unseen = self.tried("frob a", None)[1]
        self.assertIn("output    (not seen)", unseen)
        self.assertIn("the output was not seen, and the rule has no unseen=True", unseen)

    def test_every_stage_held_at_fault_is_told_of(self) -> None:
        """In the order in which they were asked about."""
        self.write("rules/mine.py", GOOD)
        said = self.tried("frob a && frob b", "no")[1]
        self.assertLess(said.index("asked about `frob b`"), said.index("asked about `frob a`"))
        self.assertIn("at fault  frob b  (likely)", said)

    def test_what_makes_no_sense_is_said(self) -> None:
        """No event, another event, no such rule, odd words."""
        for said in (b"", b"{}\n", b'{"event":"shutdown"}\n'):
            status, out, complaint = self.rules("try", said=said)
            self.assertEqual((status, out), (2, ""))
            self.assertIn("no failed event", complaint)
        status, _, complaint = self.rules("try", "--rule", "frobnicate", said=lines(failed("frob", "no")))
        self.assertEqual((status, "there is no rule of that name" in complaint), (2, True))
        for words in (["--rule"], ["--odd"], ["line"]):
            self.assertIn("usage:", self.rules("try", *words)[2])


if __name__ == "__main__":
    unittest.main()
