"""Many shells write at once, and some are killed: what was said to be written is there, and the file is whole."""

from __future__ import annotations

import os
import sys
import tempfile
import unittest

from setting import PROJECT

sys.path.insert(0, os.path.join(PROJECT, "tests", "bench"))

import memory as bench


class TestCrash(unittest.TestCase):
    def test_killed_writers_lose_nothing(self) -> None:
        """Six write, three are killed in the middle."""
        with tempfile.TemporaryDirectory() as folder:
            told = bench.writers(folder, 12)
        self.assertEqual((told["lost"], told["errors"], told["integrity"]), (0, [], "ok"))
        self.assertEqual(told["rows"], told["text_rows"])
        self.assertEqual(list(told["said"])[bench.KILLED :], [12] * (bench.WRITERS - bench.KILLED))  # type: ignore[call-overload]


if __name__ == "__main__":
    unittest.main()
