"""Every rule does what its examples say, and the index of gates is up to date."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest

from setting import KERNEL, PACKAGE, brain, failure

# isort: split
from ghost_kernel import checks
from ghost_kernel.engine import Engine
from ghost_kernel.errors import RuleError
from ghost_kernel.loading import PACKAGE as RULES
from ghost_kernel.loading import builtin_names, load_builtin, load_file
from ghost_kernel.rule import Gates

GOOD = '''"""A rule of mine."""
from ghost_kernel.rules import Example, Fix, rule

@rule(programs=["frob"], output_has="no")
def propose(failure):
    return Fix([*failure.words, "-x"])

EXAMPLES = [Example("frob a", "no", "frob a -x"), Example("frob a", "yes", None)]
'''


class TestBuiltin(unittest.TestCase):
    def test_examples_hold(self) -> None:
        """Each rule has a sentence, an example that fires and one that stays quiet, and they hold."""
        for name in builtin_names():
            one = load_builtin(name)
            with self.subTest(rule=name):
                self.assertEqual(checks.faults_of(one, sys.modules[f"{RULES}.{name}"]), [])

    def test_the_index_names_every_rule(self) -> None:
        """It is what kernel/rules_index.py writes."""
        files = [name[:-3] for name in os.listdir(os.path.join(PACKAGE, "rules")) if name.endswith(".py")]
        self.assertEqual(sorted(name for name in files if name[0] != "_"), sorted(builtin_names()))
        index = os.path.join(KERNEL, "rules_index.py")
        done = subprocess.run([sys.executable, index, "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_nothing_destructive_comes_of_a_misspelling(self) -> None:
        """Whatever program is near, one that destroys is never proposed."""
        from ghost_kernel.knowledge import programs
        from ghost_kernel.machine import Machine

        with tempfile.TemporaryDirectory() as folder:
            for name in programs.DESTRUCTIVE:
                path = os.path.join(folder, name)
                with open(path, "w", encoding="utf-8"):
                    pass
                os.chmod(path, 0o755)
            for name in sorted(programs.DESTRUCTIVE):
                wrong = name[0] + name[2:1:-1] + name[1] + name[3:] if len(name) > 2 else name[::-1]
                whole = failure(f"{wrong} x", f"bash: {wrong}: command not found", 127, Machine(folder, [folder]))
                for rule, fix in Engine().ask(whole):
                    new = [str(word) for _, word in getattr(fix, "swaps", [])]
                    self.assertFalse(any(programs.is_destructive(word) for word in new), f"{wrong}: {rule} {new}")


class TestGates(unittest.TestCase):
    def test_every_gate_has_to_be_open(self) -> None:
        """Inside a gate one match is enough."""
        whole = failure("sudo git push", "fatal: No upstream", 128)
        for gates, is_open in [
            (Gates(), True),
            (Gates(programs=["git"]), True),
            (Gates(programs=["sudo"]), True),
            (Gates(programs=["npm"]), False),
            (Gates(output_has=["no UPSTREAM"]), True),
            (Gates(output_has=["x", "fatal"]), True),
            (Gates(output_has=["x"]), False),
            (Gates(line_has=["push"]), True),
            (Gates(line_has=["pull"]), False),
            (Gates(exit_codes=[128]), True),
            (Gates(exit_codes=[1]), False),
            (Gates(programs=["git"], output_has=["x"]), False),
        ]:
            self.assertEqual(gates.open(whole), is_open, gates.as_tuple())

    def test_unknown_output_is_not_empty_output(self) -> None:
        """A rule that needs to see it stays shut; one that says `unseen` is asked."""
        whole = failure("git push", None)
        self.assertFalse(Gates(output_has=["x"]).open(whole))
        self.assertTrue(Gates(output_has=["x"], unseen=True).open(whole))
        self.assertTrue(Gates(programs=["git"]).open(whole))


class TestEngine(unittest.TestCase):
    def test_one_sure_answer_is_enough(self) -> None:
        """At the first strike; afterwards, or where the stage is not proven, every rule is asked."""
        line, output = "git comit", "git: 'comit' is not a git command.\n\nThe most similar command is\n\tcommit"
        first = failure(line, output)
        self.assertEqual([name for name, _ in Engine().ask(first)], ["misspelt_subcommand"])
        later = failure(line, output)
        later.tried = ["git commit"]
        self.assertGreater(len(Engine().ask(later)), 1)
        self.assertGreater(len(Engine().ask(first.at(first.stage, False))), 1)

    def test_misspellings_come_first(self) -> None:
        """In the index, and so in the order in which rules are asked."""
        names = builtin_names()
        slots = [name for name in names if name.startswith("misspelt_")]
        self.assertEqual(names[: len(slots)], slots)


class TestOwn(unittest.TestCase):
    """A person's own rules."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def write(self, name: str, text: str) -> str:
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_a_good_one_is_loaded_and_checked(self) -> None:
        """Its name is the file's."""
        one, module = load_file(self.write("mine.py", GOOD))
        self.assertEqual((one.name, one.about), ("mine", "A rule of mine."))
        self.assertEqual(checks.faults_of(one, module), [])

    def test_a_wrong_example_is_found(self) -> None:
        """So is one that is missing."""
        for text, fault in [
            (GOOD.replace('"frob a -x"', '"frob a -y"'), "does not hold"),
            (GOOD.replace(', Example("frob a", "yes", None)', ""), "no example stays quiet"),
            (GOOD.replace('Example("frob a", "no", "frob a -x"), ', ""), "no example fires"),
            (GOOD.replace('"""A rule of mine."""', ""), "docstring"),
            (GOOD.replace('Example("frob a", "yes", None)', 'Example("frob a", "no", None)'), "does not hold"),
        ]:
            one, module = load_file(self.write("mine.py", text))
            self.assertIn(fault, " ".join(checks.faults_of(one, module)), text)

    def test_what_cannot_be_loaded_is_named(self) -> None:
        """Whatever is wrong with it."""
        for text in ("1/0", "this is no Python", "raise SystemExit", "", GOOD + "\n@rule()\ndef other(f):\n    pass\n"):
            with self.assertRaises(RuleError) as caught:
                load_file(self.write("mine.py", text))
            self.assertIn("mine", str(caught.exception))

    def test_a_changed_file_is_loaded_anew(self) -> None:
        """Without starting the brain again."""
        path = self.write("mine.py", GOOD)
        engine = Engine(self.folder)
        self.assertEqual([one.about for one in engine.own()], ["A rule of mine."])
        self.write("mine.py", GOOD.replace("of mine", "of ours"))
        os.utime(path, ns=(1, 1))
        self.assertEqual([one.about for one in engine.own()], ["A rule of ours."])

    def test_one_that_raises_is_skipped(self) -> None:
        """The others are asked, and the log names it once a failure."""
        self.write("bad.py", GOOD.replace("return Fix", "raise ValueError('oh') or Fix"))
        self.write("good.py", GOOD)
        log: list[str] = []
        said = Engine(self.folder, log.append).ask(failure("frob a", "no"))
        self.assertEqual([name for name, _ in said], ["good"])
        self.assertEqual(len(log), 1)
        self.assertIn("bad", log[0])

    def test_odd_answers_are_dropped(self) -> None:
        """A rule may return what it likes."""
        for answer in ("[1, None, 'x']", "'text'", "[]", "None"):
            self.write("odd.py", GOOD.replace('Fix([*failure.words, "-x"])', answer))
            os.utime(os.path.join(self.folder, "odd.py"), ns=(1, len(answer)))
            self.assertEqual(Engine(self.folder).ask(failure("frob a", "no")), [], answer)

    def test_the_doors(self) -> None:
        """`rules list` and `rules check` as the body calls them."""
        path = self.write("mine.py", GOOD)
        listed = subprocess.run(
            brain("rules", "--rules-dir", self.folder, "list"), capture_output=True, text=True, check=False
        )
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn("misspelt_program", listed.stdout)
        self.assertIn("A rule of mine.  (yours)", listed.stdout)
        good = subprocess.run(brain("rules", "check", path), capture_output=True, text=True, check=False)
        self.assertEqual((good.returncode, good.stdout), (0, "✓ mine: 2 examples hold\n"))
        bad = subprocess.run(
            brain("rules", "check", self.write("bad.py", "1/0")), capture_output=True, text=True, check=False
        )
        self.assertEqual(bad.returncode, 1)
        self.assertIn("ZeroDivisionError", bad.stdout)
        wrong = subprocess.run(brain("dance"), capture_output=True, text=True, check=False)
        self.assertEqual((wrong.returncode, wrong.stderr), (2, checks.USAGE))

    def test_missing_files_and_folders(self) -> None:
        """No folder means no rules; a file that is not there is said so."""
        self.assertEqual(Engine("/nowhere/at/all").own(), [])
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertEqual(checks.main(["rules", "check", "/nowhere/x.py"]), 1)
        self.assertIn("cannot be loaded", said.getvalue())


if __name__ == "__main__":
    unittest.main()
