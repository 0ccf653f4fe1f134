"""Memory among enemies: files made to be imported, a full disk, files of other accounts, names that are no text."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import tempfile
import unittest
from unittest import mock

from setting import HELLO, NOT_A_COMMAND, SHUTDOWN, brain, failed, failure, lines

# isort: split
from ghost_kernel import mind
from ghost_kernel.machine import Machine
from ghost_kernel.memory import NAME, episodes, fitting, recall, transfer
from ghost_kernel.memory.store import Store
from test_memory_command import episode

SMALL = 24_576  # bytes that a file may have on the full disk


def full_disk() -> None:
    """No file grows beyond a few pages; what tries gets an error (setrlimit(2); Python ignores the signal)."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))


class Base(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)
        for name in ("state", "bin"):
            os.mkdir(os.path.join(self.folder, name))
        self.state = os.path.join(self.folder, "state")
        for name in ("frob", "git"):
            with open(os.path.join(self.folder, "bin", name), "w", encoding="ascii") as file:
                os.chmod(file.name, 0o755)
        self.machine = Machine(self.folder, [os.path.join(self.folder, "bin")])
        self.log: list[str] = []
        self.store = Store(self.state, self.log.append)
        self.addCleanup(self.store.close)

    def memory(self, *words: str | bytes, given: bytes = b"", full: bool = False) -> subprocess.CompletedProcess[bytes]:
        """What the command says."""
        command = [os.fsencode(one) for one in (*brain("memory", "--state", self.state), *words)]
        limit = full_disk if full else None
        return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False, preexec_fn=limit)

    def exported(self, line: str, fix: str, **more: object) -> bytes:
        """A line of an export."""
        made = dict(zip(episodes.COLUMNS, episode(line, fix).row()))
        return json.dumps({**made, "error": f"{line}: no", **more}).encode() + b"\n"


class TestImport(Base):
    def recalled(self, line: str) -> list[tuple[str, float, set[str]]]:
        """What is proposed for a line: with how sure it is, and where its words come from."""
        there = failure(line, f"{line}: no\n", machine=self.machine)
        known = self.store.read(lambda base: recall.of_failure(base, there))
        found = known.candidates if known else []
        return [(one.command, one.confidence, {each.origin for each in one.origins}) for one in found]

    def test_what_is_imported_is_a_guess(self) -> None:
        """Also where each of its words was typed, and whatever it says of itself; until it has worked here."""
        there = failure("frob a b", "frob a b: no\n", machine=self.machine)
        from ghost_kernel.memory import shape

        head = {"error": shape.of_output(there.output, ["frob", "a", "b"]), "shape": shape.of_line(there)}
        told = {**head, "project": self.folder, "cwd": self.folder, "solved": 900, "source": "rule", "rule": "git",
                "origins": "typed b\nlocal frob", "proven": True}  # fmt: skip
        done = self.memory("import", given=self.exported("frob a b", "frob b a", **told))
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.recalled("frob a b"), [("frob b a", recall.GUESS, {"typed"})])
        self.assertLess(recall.GUESS, mind.UNSURE)
        offered = episode("frob a b", "frob b a", project=self.folder, origins="typed a", solved=0, offered=1, **head)
        self.store.write(lambda base: episodes.write(base, [offered]))
        self.assertEqual(self.recalled("frob a b")[0][1], recall.GUESS, "it was only offered")
        worked = episode("frob a b", "frob b a", project=self.folder, origins="typed a", **head)
        self.store.write(lambda base: episodes.write(base, [worked]))
        self.assertGreater(self.recalled("frob a b")[0][1], mind.UNSURE)
        self.memory("import", given=self.exported("frob a b", "frob b a", **told))
        self.assertGreater(self.recalled("frob a b")[0][1], mind.UNSURE, "what was learned here stays")

    def test_signs_that_nobody_sees(self) -> None:
        """Are not taken over, and not proposed where they are there already."""
        for fix in ("frob \x1b[2Ja", "frob a\r", "frob \u202ea", "frob \x7fa", "frob\x00a"):
            done = self.memory("import", given=self.exported("frob a", fix))
            self.assertEqual((done.returncode, done.stdout), (1, b"0 taken over, 1 left out\n"), fix)
            self.assertNotIn(b"\x1b", done.stderr)
            self.assertFalse(fitting.fits(fix, failure("frob a", "", machine=self.machine), True, True), fix)
        self.assertTrue(fitting.fits("frob\ta", failure("frob a", "", machine=self.machine), True, True))

    def test_half_a_sign_is_no_text(self) -> None:
        """The line is left out, the next is taken."""
        wrong = [self.exported("frob \ud800", "frob"), self.exported("frob a", "frob b", cwd="\udfff")]
        done = self.memory("import", given=b"".join([*wrong, self.exported("frob a", "frob b")]))
        self.assertEqual((done.returncode, done.stdout), (1, b"1 taken over, 2 left out\n"), done.stderr)

    def test_a_flood_takes_nothing_of_ones_own_away(self) -> None:
        """What was imported goes first."""
        own = [episode(f"frob {number}", "frob on", used=number) for number in range(20)]
        self.store.write(lambda base: episodes.write(base, own))
        flood = b"".join([self.exported(f"tarn {number}", "tarn on", used=1 << 30, solved=3) for number in range(900)])
        self.assertEqual(self.memory("--most", "40", "import", given=flood).returncode, 0)
        rows = self.store.read(lambda base: base.execute("select line from episodes").fetchall()) or []
        self.assertEqual(len([row for row in rows if row[0].startswith("frob")]), 20)
        self.assertLess(len(rows), 200)

    def test_a_stream_without_end(self) -> None:
        """Is read so far and no further."""
        bounded = mock.patch.object(transfer, "MOST_READ", 1 << 20)
        with open("/dev/zero", "rb") as zeros, bounded, mock.patch("sys.stdout"), mock.patch("sys.stderr"):
            self.assertEqual(transfer.take(self.store, zeros, 0), transfer.TROUBLE)


class TestDisk(Base):
    def intact(self) -> bool:
        """Whether the file is whole."""
        base = sqlite3.connect(os.path.join(self.state, NAME))
        try:
            return base.execute("pragma integrity_check").fetchone() == ("ok",)
        finally:
            base.close()

    def test_a_full_disk_costs_a_line(self) -> None:
        """The repair goes on; what was there before is whole, and is added to later."""
        self.store.write(lambda base: episodes.write(base, [episode("frob x", "frob y")]))
        self.store.close()
        long = "a" * 4000
        hello = {**HELLO, "settings": {"state_dir": self.state, "memory": True}}
        event = failed(f"git comit {long}", NOT_A_COMMAND + long, path=self.machine.path, cwd=self.folder)
        told = {"event": "outcome", "id": 7, "verdict": "solved", "line": f"git commit {long}"}
        for full, rows in ((True, 1), (False, 2)):
            done = subprocess.run(brain(), input=lines(hello, event, told, event, SHUTDOWN), capture_output=True,
                                  timeout=60, check=False, preexec_fn=full_disk if full else None)  # fmt: skip
            said = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual([one["action"] for one in said], ["hello", "propose", "propose"], done.stderr)
            self.assertEqual(b"memory" in done.stderr, full, done.stderr)
            self.assertTrue(self.intact())
            self.assertEqual(self.store.read(lambda base: base.execute("select count(*) from episodes").fetchone()),
                             (rows,))  # fmt: skip
            self.store.close()

    def test_an_import_that_does_not_fit_says_so(self) -> None:
        """And counts what it could not keep."""
        given = b"".join([self.exported(f"frob {number} {'y' * 900}", "frob on") for number in range(300)])
        done = self.memory("import", given=given, full=True)
        self.assertEqual((done.returncode, done.stdout), (1, b"0 taken over, 300 left out\n"))
        self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertEqual(self.memory("import", given=given).stdout, b"300 taken over, 0 left out\n")

    def test_forgetting_needs_room(self) -> None:
        """Where there is none that is said; it is done later."""
        made = [episode(f"frob {number} {'y' * 900}", "frob on") for number in range(100)]
        self.store.write(lambda base: episodes.write(base, made))
        self.store.close()
        done = self.memory("forget", "--all", full=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"memory", done.stderr)
        self.assertTrue(self.intact())
        self.assertEqual(self.memory("forget", "--all").returncode, 0)
        with open(os.path.join(self.state, NAME), "rb") as file:
            self.assertNotIn(b"y" * 900, file.read())

    def test_documents_that_do_not_fit(self) -> None:
        """Are not said to be indexed."""
        page = os.path.join(self.folder, "page.md")
        with open(page, "w", encoding="ascii") as file:
            file.writelines([f"# Part {number}\n\n{'frob the hub ' * 80}\n\n" for number in range(60)])
        done = self.memory("index", "--", page, full=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"0 documents indexed", done.stdout)


class TestOthers(Base):
    def test_a_file_of_another_account(self) -> None:
        """Is neither read nor written."""
        self.store.write(lambda base: episodes.write(base, [episode("frob x", "frob y")]))
        self.store.close()
        with mock.patch("os.geteuid", return_value=os.geteuid() + 1):
            self.assertIsNone(self.store.read(lambda base: "read"))
            self.assertIsNone(self.store.write(lambda base: "written"))
        self.assertEqual(len(self.log), 1)
        self.assertIn("not this account's own file", self.log[0])

    def test_words_that_are_no_text(self) -> None:
        """One line, no trace of a program's inside."""
        self.store.write(lambda base: episodes.write(base, [episode("frob ?", "frob y")]))
        for words in (["search", "5", "--"], ["forget", "--like"]):
            done = self.memory(*words, b"\xff")
            self.assertEqual((done.returncode, done.stdout, done.stderr.count(b"\n")), (1, b"", 1), done)

    def test_names_that_are_no_text(self) -> None:
        """Are left out, by a line without signs that move a terminal's cursor; others are indexed."""
        for name in (b"one.md", b"two\x1b[2J.md", b"three\xff.md"):
            with open(os.path.join(os.fsencode(self.folder), name), "wb") as file:
                file.write(b"# Frob\n\nHow to frob the hub.\n")
        done = self.memory("index", "--", self.folder)
        self.assertIn(b"2 documents indexed", done.stdout)
        self.assertIn(b"its name is no text", done.stderr)
        os.chmod(os.path.join(self.folder, "two\x1b[2J.md"), 0)
        done = self.memory("index", "--", os.path.join(self.folder, "two\x1b[2J.tar"))
        self.assertNotIn(b"\x1b", done.stderr)


if __name__ == "__main__":
    unittest.main()
