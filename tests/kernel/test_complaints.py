"""What messages complain of: texts of many tools in messages/*.jsonl, the words in them invented."""

from __future__ import annotations

import json
import os
import time
import unittest

import setting  # noqa: F401 -- puts the package on the path

# isort: split
from ghost_kernel import messages
from ghost_kernel.messages import reader

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "messages")
WHOLE = 262144  # characters of the largest output that a brain is sent
LONGEST = 0.25  # seconds, ten times what is usual on a busy machine


def rows(name: str) -> list[dict[str, object]]:
    """The lines of one table."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read(text: str) -> list[list[object]]:
    """The complaints as the table writes them."""
    return [[one.kind, one.word, one.offered, one.place] for one in messages.read(text)]


class TestComplaints(unittest.TestCase):
    def test_tools_messages(self) -> None:
        """Each text gives its complaints, with every name it offers, and no other."""
        for row in rows("complaints.jsonl") + rows("more.jsonl"):
            with self.subTest(tool=row["tool"], text=row["text"]):
                self.assertEqual(read(str(row["text"])), row["complaints"])

    def test_colours_and_line_ends_change_nothing(self) -> None:
        """A text with the escape sequences and line ends of a terminal reads the same."""
        for row in rows("complaints.jsonl") + rows("more.jsonl"):
            text = str(row["text"]).replace("\n", "\x1b[0m\r\n\x1b[31m")
            with self.subTest(text=text):
                self.assertEqual(read(messages.strip_controls(text)), row["complaints"])

    def test_among_other_output(self) -> None:
        """Lines of other work around a message neither hide it nor add to it."""
        for row in rows("complaints.jsonl") + rows("more.jsonl"):
            text = "Reading the list of 12 files\ncompiled 3 of 9 modules\n\n" + str(row["text"])
            with self.subTest(text=text):
                self.assertEqual(read(text), row["complaints"])

    def test_no_complaint(self) -> None:
        """Tests that fail, compilers, logs, listings and prose complain of no word of the line."""
        for row in rows("quiet.jsonl"):
            with self.subTest(text=row["text"]):
                self.assertEqual(read(str(row["text"])), [])


class TestGates(unittest.TestCase):
    def test_every_wording_is_behind_an_open_gate(self) -> None:
        """A wording that no text of its family's gate stands in would never be asked; a text in none is of no use."""
        for family, texts in reader.GATES.items():
            used = set()
            for pattern in reader.load(family):
                wording = [text for gap, text in getattr(pattern, "parts", [(False, pattern.key)]) if not gap]
                opened = [text for text in texts if any(text in part for part in wording)]
                self.assertTrue(opened, f"{family}: {wording}")
                used.update(opened)
            self.assertEqual(used, set(texts), family)


class TestHostile(unittest.TestCase):
    def test_bounded_work(self) -> None:
        """Output made to be slow costs little: no line, list or nesting of quotes is read without end."""
        piece = "error: unknown option 'x' (choose from 'a', did you mean: invalid choice: "
        for text in [
            piece * (WHOLE // len(piece)),
            (piece + "\n") * (WHOLE // len(piece)),
            "'" * WHOLE,
            "unknown command: " * (WHOLE // 17),
            "unknown command: x\nDid you mean one of these?\n" + "    a\n" * (WHOLE // 6),
            "invalid choice: 'x' (choose from " + "'a', " * (WHOLE // 5),
            "│ No such command 'a' │\n" * (WHOLE // 24),
            ": No such file or directory" * (WHOLE // 27),
            "\n" * WHOLE,
            ": " * (WHOLE // 2) + "command not found",
        ]:
            start = time.process_time()
            found = messages.read(text)
            self.assertLess(time.process_time() - start, LONGEST, text[:60])
            self.assertLessEqual(len(found), 16)


if __name__ == "__main__":
    unittest.main()
