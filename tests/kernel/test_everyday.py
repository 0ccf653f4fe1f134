"""The lines of the table of everyday tasks are read by each shell as they are meant: asked of the real ones."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import unittest

from setting import KERNEL  # noqa: F401 -- puts the package on the path

# isort: split
from ghost_kernel import shells
from ghost_kernel.checks import acting
from ghost_kernel.knowledge import everyday
from ghost_kernel.skill import Example

SHELLS = ("bash", "zsh", "fish", "nu")
KEYS = (":", "Ctrl-", "Alt-")  # what is pressed, told in the place of a line, begins so
# Commands of nu's own that do in these lines what the programs of their names do; looked at one by one.
ALIKE = frozenset("ls mv cp rm cd touch mkdir kill history clear cal alias".split())
# What nu's own of those do not know.
UNKNOWN_TO_NU = ("cp -a", "kill -9")
STANDING = {"column": "2", "size": "100M", "port": "80", "count": "10", "two": "a.txt 'b c.txt'", "file": "'b c.txt'"}


def lines(dialect: str) -> list[str]:
    """The lines as this shell writes them, with something in the places of names."""
    forms = [everyday.form(task, dialect).line for task in everyday.tasks()]
    made = [re.sub(r"\{(\w+)(:\w+)?\}", lambda one: STANDING.get(one[1], one[1]), line) for line in forms]
    made = [re.sub(r"\bPID\b", "1234", line) for line in made]
    return list(dict.fromkeys(line for line in made if not line.startswith(KEYS)))


class TestShells(unittest.TestCase):
    def test_forms_are_of_lines_that_there_are(self) -> None:
        """What was changed in one table and not in the other is seen."""
        usual = {task.line for task in everyday.tasks()}
        self.assertEqual([line for line, _ in everyday.forms() if line not in usual], [])
        self.assertLessEqual({shell for _, shell in everyday.forms()}, set(SHELLS))

    def test_each_shell_reads_them(self) -> None:
        """Their syntax is right there."""
        for shell in ("bash", "zsh", "fish"):
            program = shutil.which(shell)
            assert program is not None, f"{shell} must be on the PATH"
            option = "--no-execute" if shell == "fish" else "-n"
            for line in lines(shell):
                text = line + "\nTEXT\nEOF\n" * ("<<'EOF'" in line) + "\n"
                done = subprocess.run(
                    [program, option],
                    input=text,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.assertEqual((done.returncode, done.stderr), (0, ""), f"{shell}: {line}")

    def test_nu_reads_them(self) -> None:
        """A real one parses each."""
        nu = shutil.which("nu")
        assert nu is not None, "nu must be on the PATH"
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/lines.json", "w", encoding="utf-8") as file:
                json.dump(lines("nu"), file)
            script = "open lines.json | where {|one| not ($one | nu-check) } | to json"
            words = [nu, "--no-config-file", "--no-std-lib", "-c", script]
            done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
        self.assertEqual(json.loads(done.stdout), [])

    def test_nu_takes_them_as_they_are_meant(self) -> None:
        """No sign of other shells is left for a program to get; no command of nu's own is met by chance."""
        own = frozenset(shells.OWN.split()) - ALIKE
        usual = set(lines("bash"))
        for line in lines("nu"):
            bare = re.sub(r"'[^']*'|\"[^\"]*\"", "x", line)
            with self.subTest(line=line):
                signs = re.search(r"(?<![\w+>-])(&&|\|\||[12]?>>?|<<?|&$|\$\(|\$\{|`)(?!\w)", bare)
                self.assertIsNone(signs)
                heads = {stage.split()[0] for stage in bare.split("|") if line in usual}
                self.assertEqual(heads & own, set(), "it is written for programs, and nu has commands of these names")
                self.assertFalse(line.startswith(UNKNOWN_TO_NU))

    def test_words_of_bash_alone_are_written_otherwise(self) -> None:
        """What one shell alone knows is told to nobody else: it may be read without a complaint, and do nothing."""
        bash = {"zsh": r"disown -h|,,\}|history -d|bashrc", "fish": r"disown -h|\{1\.\.|!!|^unset|bashrc|echo \$0",
                "nu": r"disown|\{1\.\.|^unset|^fg|bashrc|echo \$0|^bash --version"}  # fmt: skip
        for shell, signs in bash.items():
            for task in everyday.tasks():
                form = everyday.form(task, shell)
                for told in (form.line, form.about, form.about_chinese):
                    with self.subTest(shell=shell, line=task.line):
                        self.assertIsNone(re.search(signs, told), told)

    def test_a_history_is_not_lost(self) -> None:
        """nu empties a file that it is still to read where both stand in one pipeline."""
        nu = shutil.which("nu")
        assert nu is not None, "nu must be on the PATH"
        line = next(one for one in lines("nu") if "history-path" in one).replace("COMMAND", "echo two")
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/history", "w", encoding="utf-8") as file:
                file.write("echo one\necho two\necho three\n")
            script = line.replace("$nu.history-path", "history")
            subprocess.run([nu, "--no-config-file", "--no-std-lib", "-c", script], cwd=folder, check=True)
            with open(f"{folder}/history", encoding="utf-8") as file:
                self.assertEqual(file.read().split("\n")[:2], ["echo one", "echo three"])


class TestAnswers(unittest.TestCase):
    def test_the_form_of_the_shell_that_asks(self) -> None:
        """Names are quoted as it quotes, and what it writes otherwise is offered in its form."""
        for text, dialect, line, more in (
            ("how do I create a folder called 'a b'", "nu", "mkdir 'a b'", {"programs": ["mkdir"]}),
            ("how do I create a folder called 'a b'", "bash", "mkdir -p 'a b'", {"programs": ["mkdir"]}),
            ("move all csv files into a folder called old", "nu", "mkdir old; mv -n *.csv old/", {"files": ["a.csv"]}),
            ("how do I set an environment variable", "nu", "$env.NAME = 'value'", {}),
            ("how do I ignore 'a$(b).txt' in git", "bash", "echo 'a$(b).txt' >> .gitignore", {"files": ["a$(b).txt"]}),
            (
                "copy src to dst without overwriting existing files",
                "nu",
                "^cp -n -a src dst/",
                {"files": ["src/x", "dst/y"], "programs": ["cp"]},
            ),
            (
                "zip src into a.zip but do not overwrite an existing one",
                "nu",
                "if not (a.zip | path exists) { ^zip -r a.zip src }",
                {"files": ["src/x"], "programs": ["zip"]},
            ),
            (
                "how do I zip the folder 'my src'",
                "nu",
                "^zip -r 'my src.zip' 'my src'",
                {"files": ["my src/x"], "programs": ["zip"]},
            ),
            ("how do I set an environment variable", "fish", "set -gx NAME value", {}),
            ("how do I set an environment variable", "bash", "export NAME=value", {}),
        ):
            with self.subTest(text=text, dialect=dialect):
                given = {"programs": ["mv"], **more}
                played = acting.play(Example(text, line, dialect=dialect, **given))  # type: ignore[arg-type]
                self.assertIn(f"\n{line}\n", played.answer.text if played.answer is not None else "")

    def test_what_is_left_to_be_filled_in_is_not_offered(self) -> None:
        """A line with a word in capitals that stands for something is a pattern to go by."""
        for text, programs in (
            ("how do I find a file by name", ["find"]),
            ("how do I mount a disk", ["mount"]),
            ("how do I add a folder to PATH", []),
        ):
            played = acting.play(Example(text, "", programs=programs))
            with self.subTest(text=text):
                self.assertIsNotNone(played.answer)
                self.assertEqual(played.answer.offers if played.answer is not None else None, [])


if __name__ == "__main__":
    unittest.main()
