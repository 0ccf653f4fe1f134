"""What a person who is new to ghost asked, where an answer was false or unkind."""

from __future__ import annotations

import os
import tempfile
import unittest
from unittest import mock

import setting
from ghost_kernel import conversation
from ghost_kernel.checks import acting
from ghost_kernel.knowledge import managers, weighing
from ghost_kernel.skill import Example
from ghost_kernel.skills import _choosing, _library


def told(example: Example, user: int = 1000) -> str:
    """The answer to a person with this number of account; empty where nobody answers."""
    with tempfile.TemporaryDirectory() as base, mock.patch.object(managers, "own", lambda: user):
        question = acting.stage_set(example, base, [])
        found = _choosing.answer_with(question, _library.builtin(lambda text: None), lambda text: None)
        return found.text if found is not None else ""


_NOBODY = '{"protocol":"tcp","address":"0.0.0.0","port":2024,"pid":0,"program":"","others":[],"uid":0,"user":"root"}\n'
_PROBES = {"ghost look ports --json": _NOBODY, "ghost look ports 2024 --json": _NOBODY}


class TestRoot(unittest.TestCase):
    """Root is not told to be root."""

    def test_root_is_told_of_the_kernel(self) -> None:
        for text in ("which ports are open", "who uses port 2024", "kill the process on port 2024"):
            with self.subTest(text=text):
                self.assertIn("does not show here", told(Example(text, probes=_PROBES), 0))
                self.assertIn("only root and its owner", told(Example(text, probes=_PROBES), 1000))

    def test_in_chinese(self) -> None:
        self.assertNotIn("只有 root", told(Example("2024端口被谁占用", probes=_PROBES), 0))


class TestWeighing(unittest.TestCase):
    """What time did not allow to look at has no share and no certain place."""

    def test_every_child_is_looked_into(self) -> None:
        with tempfile.TemporaryDirectory() as base:
            for name, size in (("a/b/c", 10), ("b/one", 4000), ("c", 20)):
                os.makedirs(os.path.dirname(os.path.join(base, name)), exist_ok=True)
                with open(os.path.join(base, name), "wb") as file:
                    file.write(b"x" * size)
            whole = weighing.weigh(base)
            self.assertTrue(whole.is_whole)
            self.assertEqual({one.name: one.size for one in whole.children}, {"a": 10, "b": 4000, "c": 20})
            self.assertEqual([one.path for one in whole.largest], ["b/one", "c", "a/b/c"])
            part = weighing.weigh(base, seconds=-1)
            self.assertFalse(part.is_whole)
            self.assertEqual({one.name for one in part.children if not one.is_whole}, {"a", "b"})

    def test_a_part_is_said_first_and_has_no_shares(self) -> None:
        files = {"films/one": "x" * 5000, "notes/two": "x"}
        for text, said in (("which folder takes the most room", "not certain"), ("哪个目录占空间最多", "不确定")):
            with self.subTest(text=text), mock.patch.object(weighing.weigh, "__defaults__", ((), 100, -1.0)):
                answer = told(Example(text, files=files))
                self.assertIn(said, answer.splitlines()[0])
                self.assertNotIn("%", answer)
                self.assertIn("du -xhd1 .", answer)


class TestNobody(unittest.TestCase):
    """Where nobody answers, that is said shortly, and in Chinese where that was asked in."""

    def test_both_are_short_and_stand_in_the_chinese_table(self) -> None:
        path = os.path.join(setting.PROJECT, "wrapper", "src", "tongue", "chinese.tsv")
        with open(path, encoding="utf-8") as file:
            known = {line.split("\t")[0] for line in file}
        for text in (*conversation.NOBODY, *conversation.PRIVATE):
            with self.subTest(text=text):
                self.assertIn(text, known)
        self.assertLess(len("; ".join(conversation.NOBODY)), 90)


if __name__ == "__main__":
    unittest.main()
