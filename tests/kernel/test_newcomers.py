"""What a person who is new to ghost asked, where an answer was false or unkind."""

from __future__ import annotations

import tempfile
import unittest
from unittest import mock

import setting  # noqa: F401
from ghost_kernel.checks import acting
from ghost_kernel.knowledge import managers
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


if __name__ == "__main__":
    unittest.main()
