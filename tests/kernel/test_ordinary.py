"""Words of everyday English: known in all their forms, and no name of a program among them."""

from __future__ import annotations

import os
import sys
import tempfile
import unittest
from unittest import mock

import setting

sys.path.insert(0, os.path.join(setting.PROJECT, "kernel"))

import word_list
from ghost_kernel.knowledge import ordinary
from ghost_kernel.machine import Machine
from ghost_kernel.question import Question
from ghost_kernel.skills import _choosing, _library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.skills._matching import Match


class TestOrdinary(unittest.TestCase):
    def test_forms_are_known_by_their_base(self) -> None:
        """Plurals, tenses, doubled letters; what is no English word is none."""
        words = ["dentists", "splitting", "courier", "happily", "axe", "boxes", "nginx", "zsh", "frobnicate", "xq"]
        self.assertEqual(ordinary.among(words), {"dentists", "splitting", "courier", "happily", "axe", "boxes"})

    def test_what_programs_are_called_is_no_ordinary_word(self) -> None:
        """A person's own service may well be called that."""
        self.assertEqual(ordinary.among(["backup", "workers", "proxy", "scheduler", "mailer"]), set())

    def test_without_the_file_no_word_is_ordinary(self) -> None:
        with mock.patch.object(ordinary, "FILE", "/nowhere/ordinary.txt"):
            self.assertEqual(ordinary.among(["dentist"]), set())

    def test_the_file_holds_bases_in_order_and_its_notice(self) -> None:
        """As its maker writes it: no form of a word that is there, no capitals, the licence of the list in front."""
        with open(ordinary.FILE, encoding="ascii") as file:
            text = file.read()
        self.assertTrue(text.startswith(word_list.NOTICE))
        words = text[len(word_list.NOTICE) :].splitlines()
        self.assertEqual(word_list.chosen(words), words)

    def test_the_maker_leaves_forms_and_names_out(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = os.path.join(folder, "made.txt")
            with open(os.path.join(folder, "words"), "w", encoding="utf-8") as file:
                file.write("Anna\nbox\nboxes\nboxed\nbackup\nbox's\nand\n")
            with mock.patch.object(ordinary, "FILE", made), mock.patch("sys.stdout"):
                self.assertEqual(word_list.main([file.name]), 0)
            with open(made, encoding="ascii") as read:
                self.assertEqual(read.read(), word_list.NOTICE + "and\nbox\n")


class TestStrangers(unittest.TestCase):
    """A question about something else is not answered, whatever words of ours stand in it."""

    def test_no_name_is_made_of_an_ordinary_word(self) -> None:
        for text in (
            "what killed the dinosaurs",
            "where is the spare key of my car, I put it down somewhere",
            "what is the process by which plants turn light into sugar",
            "what is the difference between TCP and UDP",
            "空间站现在有几个人",
            "最近房贷利率有什么变化",
        ):
            with self.subTest(text):
                self.assertIsNone(self._read(text))

    def test_what_may_be_a_name_is_one(self) -> None:
        """Programs' own names, what is said to be a program or a package, what stands right behind `service`."""
        for text, name in (
            ("is the backup running", "backup"),
            ("is the service invoices running", "invoices"),
            ("which package has the program dot", "dot"),
            ("is pandas there for python", "pandas"),
            ("is 'dinosaurs' running", "dinosaurs"),
        ):
            with self.subTest(text):
                found = self._read(text)
                assert found is not None
                self.assertIn(name, found.things)

    def _read(self, text: str) -> Match | None:
        """The frame that would answer; None when nobody would."""
        with tempfile.TemporaryDirectory() as folder:
            asked = Question(text, Machine(folder, ["/usr/bin"], folder))
            every = _library.skills("", self.fail)
            for is_loose in (False, True):
                reading = _choosing.read(asked, every, is_loose)
                least = _choosing.LOOSE_LEAST if is_loose else _choosing.LEAST
                if reading.wishes and reading.share >= least:
                    return reading.wishes[0].matches[0]
        return None


if __name__ == "__main__":
    unittest.main()
