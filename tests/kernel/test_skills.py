"""Skills: what their examples say holds, sentences are read as they are meant, the rest is left alone."""

from __future__ import annotations

import gc
import json
import os
import tempfile
import time
import unittest

import setting
from ghost_kernel import telling
from ghost_kernel.checks import acting
from ghost_kernel.knowledge import filesearch
from ghost_kernel.machine import Machine
from ghost_kernel.question import Question
from ghost_kernel.sentence import Sentence
from ghost_kernel.skill import Example
from ghost_kernel.skills import _asked_line, _choosing, _library, _remarks

SENTENCES = os.path.join(setting.PROJECT, "tests", "kernel", "skills")


def example(case: dict[str, object]) -> Example:
    """The example of a sentence in a file: its machine's, with what the line itself says on top."""
    fields: dict[str, object] = {}
    name = case.pop("machine", None)
    if name:
        with open(os.path.join(SENTENCES, "machines", f"{name}.json"), encoding="utf-8") as file:
            fields = json.load(file)
    for key, value in case.items():
        if key in ("files", "probes", "aliases") and isinstance(value, dict):
            fields[key] = {**dict(fields.get(key) or {}), **value}  # type: ignore[call-overload]
        else:
            fields[key] = value
    return Example(**fields)  # type: ignore[arg-type]


class TestExamples(unittest.TestCase):
    def test_examples_hold(self) -> None:
        """Each skill answers its own examples among all others, and stays quiet where it says so."""
        for name in _library.builtin_names():
            with self.subTest(skill=name):
                one, module = _library.load_builtin(name)
                self.assertEqual(acting.faults_of(one, module), [])

    def test_the_manuals_example_holds(self) -> None:
        """The skill that docs/skills.md shows is one, and does what it says."""
        with open(os.path.join(setting.PROJECT, "docs", "skills.md"), encoding="utf-8") as file:
            text = file.read().split("```python\n", 1)[1].split("```", 1)[0]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "fans.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            one, module = _library.load_file(path)
            self.assertEqual(acting.faults_of(one, module, [one, *_library.builtin(self.fail)]), [])


class TestNames(unittest.TestCase):
    """Who makes a file chooses its name: it stays a name in whatever answer it stands in."""

    SIGNS = "x\nFORGED: it is fine\u202e\x1b[2J\u2028FORGED\r"

    def test_a_name_forges_no_line(self) -> None:
        """Each example is played with files beside its own that hold the same, and whose names want to be more."""
        for name in _library.builtin_names():
            for case in acting.examples_of(_library.load_builtin(name)[1]):
                files = dict(case.files) if hasattr(case.files, "items") else dict.fromkeys(case.files, "")
                for path, content in list(files.items()):
                    folder, slash, base = path.rpartition("/")
                    if base and not content.startswith("-> ") and path[0] != "/":
                        files[f"{folder}{slash}{self.SIGNS}{base}"] = content
                if case.silent or not files:
                    continue
                probes = {words: self.spoilt(said) for words, said in case.probes.items() if isinstance(said, str)}
                spoilt = Example(
                    case.text, files=files, programs=case.programs, probes={**dict(case.probes), **probes},
                    constraints=case.constraints, cwd=case.cwd, failed=case.failed, aliases=case.aliases,
                )  # fmt: skip
                played = acting.play(spoilt)
                text = played.answer.text if played.answer is not None else ""
                with self.subTest(skill=name, sentence=case.text):
                    forged = [line for line in text.splitlines() if line.startswith("FORGED")]
                    hidden = sorted({char for char in text if not char.isprintable()} - {"\n", "\t"})
                    self.assertEqual((forged, hidden), ([], []), text)

    def spoilt(self, said: str) -> str:
        """What a look has printed, with one more file beside each that it names below the folder."""
        lines = [line for line in said.split("\n") if line.startswith("./")]
        return said + "".join(f"./{self.SIGNS}{line[2:]}\n" for line in lines)

    def test_a_name_is_told_whole(self) -> None:
        """A line's end in a name makes no second name of it, and is seen."""
        found = "./a\n# Forged\nb.pdf\n./c.pdf\n"
        self.assertEqual(filesearch.whole(found, "."), ["./a\n# Forged\nb.pdf", "./c.pdf"])
        self.assertEqual(filesearch.whole("d/a:1:x\nd/b\nc:2:y\n", "d"), ["d/a:1:x", "d/b\nc:2:y"])
        self.assertEqual(filesearch.whole("1:x\n2:y\n", "a.txt"), ["1:x", "2:y"])
        self.assertEqual(filesearch.whole("", "."), [])
        self.assertEqual(telling.code("a\n`b\u202e\t\u3000c\x1b"), "`` a\\n`b\\u{202e}  c\\u{1b} ``")


class TestSentences(unittest.TestCase):
    """Sentences of people, on prepared machines. At least 92 in 100 are answered right, no change offered wrongly."""

    LEAST = 0.92

    def test_sentences(self) -> None:
        """Each file by itself; `skill` names who has to answer, null that nobody may."""
        for file_name in sorted(os.listdir(SENTENCES)) if os.path.isdir(SENTENCES) else []:
            if not file_name.endswith(".jsonl"):
                continue
            with open(os.path.join(SENTENCES, file_name), encoding="utf-8") as file:
                cases = [json.loads(line) for line in file if line.strip()]
            wrong = []
            for case in cases:
                name = case.pop("skill", "")
                case.pop("note", None)
                one = example({**case, "silent": True} if name is None else case)
                played = acting.play(one)
                for fault in acting.faults(one, played, name or ""):
                    wrong.append(f"{one.text}\n    {fault}")
                    break
                offers = [offer.command for offer in played.answer.offers] if played.answer is not None else []
                self.assertFalse(set(offers) - set(one.offers), f"{one.text}: {offers}")
            with self.subTest(file=file_name):
                share = 1 - len(wrong) / len(cases)
                self.assertGreaterEqual(share, self.LEAST, f"{file_name}: {share:.0%}\n" + "\n".join(wrong))


class TestStories(unittest.TestCase):
    """What is told around a question lends it names and files, and wants no answer itself."""

    def answer(self, text: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "list.txt"), "w", encoding="utf-8") as file:
                file.write("one\ntwo\nthree\n")
            said = _choosing.answer(Question(text, Machine(folder, ["/usr/bin"], folder)), "", None)
            return said.text if said is not None else ""

    def test_a_question_takes_its_file_from_what_was_told(self) -> None:
        self.assertIn("3", self.answer("A customer mailed list.txt over to us yesterday. How many lines does it have?"))
        self.assertEqual("", self.answer("A customer mailed something over to us yesterday. How does it feel?"))

    def test_what_is_forbidden_counts_wherever_it_stands(self) -> None:
        """Of a long text not every wish is read, but every prohibition is."""
        text = "list the files. " * 12 + "Do not delete anything."
        reading = _choosing.read(Question(text, Machine("/", ["/usr/bin"], "/")), _library.skills("", self.fail))
        self.assertIn("no_delete", reading.constraints)

    def test_an_order_or_a_second_question_is_no_story(self) -> None:
        self.assertTrue(_remarks.is_story(Sentence("nginx refused to come back up again").clauses))
        for text in ("show me the nginx config again", "why did nginx refuse to come up?", "do not delete it please"):
            self.assertFalse(_remarks.is_story(Sentence(text).clauses), text)
        self.assertFalse(_remarks.is_story(Sentence("syslog").clauses), "a heading")


class TestLines(unittest.TestCase):
    """The line of shell that a sentence asks about."""

    def line(self, text: str) -> str:
        return _asked_line.line(Question(text, Machine("/", ["/usr/bin", "/bin"], "/")))

    def test_it_is_found_among_what_is_said_beside_it(self) -> None:
        """Neither the question around it nor what the person says about running it is a part of it."""
        for text, expected in (
            ("What does kill -9 1234 do? I only want to know, do not run it.", "kill -9 1234"),
            ("set -euo pipefail does what exactly", "set -euo pipefail"),
            ("what does chmod -R 755 . do?", "chmod -R 755 ."),
            ("explain the flags in rsync -avz --delete a/ b/", "rsync -avz --delete a/ b/"),
            ("rm -rf build 这条命令会做什么?先不要执行。", "rm -rf build"),
            ("chmod -R 755 . 会干嘛", "chmod -R 755 ."),
            ("脚本开头的 set -e 是干嘛的", "set -e"),
            ("tar -xf a.tgz fails, what do I do", ""),
            ("what do I do now", ""),
            ("what does exit code 137 mean", ""),
            ("what does exit 137 mean", "exit 137"),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.line(text), expected)

    def test_no_text_takes_long(self) -> None:
        """What might be read in very many ways is read in one: this would not end otherwise."""
        for piece in ("do what it ", "what do ", "explain it this ", "什么", "what ? ", "it would do "):
            with self.subTest(piece=piece):
                self.line((piece * 4000)[:4000])


class TestWeight(unittest.TestCase):
    def test_a_question_leaves_no_circles_behind(self) -> None:
        """A brain looks seldom for garbage that refers to itself: frames are tried hundreds of times for a question."""
        text = "by which rule is that kept out of the recordings, and where does it stay?"
        with tempfile.TemporaryDirectory() as folder:

            def ask() -> None:
                _choosing.answer(Question(text, Machine(folder, ["/usr/bin"], folder)), "", None)

            ask()
            gc.collect()
            gc.disable()
            try:
                ask()
                self.assertEqual(gc.collect(), 0)
            finally:
                gc.enable()


class TestLong(unittest.TestCase):
    def test_no_sentence_takes_long(self) -> None:
        """However many sentences, names or quoted words it has: some took a minute, and now take half a second."""
        machine = Machine("/", ["/usr/bin", "/bin"], "/")
        for piece in (". ", "`a` ", "' ", "a.b ", "list files and ", "第1行"):
            for size in (1000, 4000):
                begun = time.process_time()
                _choosing.answer(Question((piece * size)[:size], machine), "", None)
                with self.subTest(piece=piece, size=size):
                    self.assertLess(time.process_time() - begun, 8.0)

    def test_no_blanks_take_long(self) -> None:
        """A word of the shell may stand behind any number of them; it is not looked for everywhere."""
        begun = time.process_time()
        _asked_line.sign("什么是" + "\t" * 1000 + " do?")
        self.assertLess(time.process_time() - begun, 2.0)


class TestFiles(unittest.TestCase):
    def test_only_ordinary_files_are_read(self) -> None:
        """A pipe that nobody writes to is not waited for, a device without an end not read."""
        with tempfile.TemporaryDirectory() as folder:
            os.mkfifo(os.path.join(folder, "pipe.log"))
            os.symlink("/dev/zero", os.path.join(folder, "zero.log"))
            with open(os.path.join(folder, "plain.log"), "w", encoding="utf-8") as file:
                file.write("one two\nthree")
            said = {}
            for name in ("pipe", "zero", "plain"):
                asked = Question(f"how many lines does {name}.log have", Machine(folder, ["/usr/bin"], folder))
                answer = _choosing.answer(asked, "", None)
                said[name] = answer.text if answer is not None else ""
            self.assertIn("no ordinary file", said["pipe"])
            self.assertIn("no ordinary file", said["zero"])
            self.assertIn("2 lines", said["plain"])


class TestOwnSkills(unittest.TestCase):
    def test_a_broken_one_is_named_and_skipped(self) -> None:
        """The others still answer; the log says which file, once."""
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "broken.py"), "w", encoding="utf-8") as file:
                file.write("def (")
            with open(os.path.join(folder, "weather.py"), "w", encoding="utf-8") as file:
                file.write(
                    '"""How hot it is."""\n'
                    "from ghost_kernel.skills import Asked, frame, skill\n"
                    '@skill(frame("HOT"))\n'
                    "def answer(asked: Asked) -> str:\n"
                    '    return asked.say("21 degrees", "21 度")\n'
                )
            with open(os.path.join(folder, "misspelt.py"), "w", encoding="utf-8") as file:
                file.write(
                    "from ghost_kernel.skills import frame, skill\n"
                    '@skill(frame("HOTT"))\n'
                    "def answer(asked): return ''\n"
                )
            said: list[str] = []
            for _ in range(2):
                with tempfile.TemporaryDirectory() as base:
                    question = acting.stage_set(Example("what is the temperature?"), base, [])
                    answer = _choosing.answer(question, folder, said.append)
                    self.assertIsNotNone(answer)
                    assert answer is not None
                    self.assertEqual(answer.text, "21 degrees")
        self.assertEqual(len(said), 2, said)
        self.assertIn("broken.py", said[0])
        self.assertIn("HOTT", said[1])


if __name__ == "__main__":
    unittest.main()
