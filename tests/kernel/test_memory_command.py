"""`ghost memory …`: what a person sees of their memory, takes away, and brings in from elsewhere."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import unittest

from setting import brain

# isort: split
from ghost_kernel.memory import NAME, episodes, transfer
from ghost_kernel.memory.store import Store


def episode(line: str, fix: str, **more: object) -> episodes.Episode:
    """A failure and what helped."""
    values: dict[str, object] = {"solved": 1, "used": 1000, "created": 1000, "exit_code": 1, "dialect": "bash"}
    return episodes.Episode(**{**values, "line": line, "fix": fix, "shape": line, "output": f"{line}: no\n", **more})


class TestCommand(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def fill(self, *more: episodes.Episode) -> None:
        """A memory of two failures, and others."""
        store = Store(self.folder, print)
        made = [episode("frob a", "frob --again a", origins="rule --again"),
                episode("tarn é", "", solved=0, given_up=1, used=2000), *more]  # fmt: skip
        store.write(lambda base: episodes.write(base, made))
        store.close()

    def memory(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """What the command says."""
        command = brain("memory", "--state", self.folder, *words)
        return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)

    def test_there_may_be_nothing(self) -> None:
        """That is said, and no file is made."""
        for words in (["list", "9"], ["search", "9", "--", "x"], ["stats"], ["export"], ["forget", "--all"]):
            done = self.memory(*words)
            self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        self.assertEqual(os.listdir(self.folder), [])

    def test_list_and_search(self) -> None:
        """For people and for programs."""
        self.fill(episode("frob \x1b[31mb", "frob c"))
        told = self.memory("list", "9").stdout.decode()
        self.assertIn("frob a → frob --again a  (worked 1)", told)
        self.assertIn("tarn é: nothing helped  (given up)", told)
        self.assertNotIn("\x1b", told)
        self.assertEqual(told.count("\n"), 3)
        rows = [json.loads(line) for line in self.memory("list", "1", "--json").stdout.splitlines()]
        self.assertEqual([(one["line"], one["given_up"]) for one in rows], [("tarn é", 1)])
        for text, count in (("again", 1), ("arn", 1), ("nothing like it", 0), ("frob", 2)):
            found = self.memory("search", "9", "--json", "--", text).stdout.splitlines()
            self.assertEqual(len(found), count, text)

    def test_what_is_forgotten_is_gone_from_the_file(self) -> None:
        """Every byte of it."""
        self.fill(episode("frob hunterseven", "frob hunterseven --again", output="hunterseven said no"))
        done = self.memory("forget", "--like", "HUNTERSEVEN")
        self.assertEqual((done.returncode, done.stdout), (0, b"1 forgotten\n"))
        for name in os.listdir(self.folder):
            with open(os.path.join(self.folder, name), "rb") as file:
                self.assertNotIn(b"hunterseven", file.read(), name)
        self.assertEqual(self.memory("forget", "1").stdout, b"1 forgotten\n")
        self.assertEqual(self.memory("forget", "1").returncode, 1)
        self.assertEqual(self.memory("forget", "--all").stdout, b"1 forgotten\n")
        self.assertEqual(self.memory("forget", "x").returncode, 2)
        self.assertEqual(json.loads(self.memory("stats", "--json").stdout)["episodes"], 0)

    def test_what_is_exported_can_be_imported(self) -> None:
        """Twice makes no difference."""
        self.fill()
        lines = self.memory("export").stdout
        self.memory("forget", "--all")
        for _ in range(2):
            done = self.memory("import", given=lines)
            self.assertEqual((done.returncode, done.stdout), (0, b"2 taken over, 0 left out\n"))
        self.assertEqual(json.loads(self.memory("stats", "--json").stdout)["solved"], 1)
        row = Store(self.folder, print).read(
            lambda base: base.execute("select fix, solved, origins from episodes where solved > 0").fetchall()
        )
        self.assertEqual(row, [("frob --again a", 1, episodes.IMPORTED)])  # where its words came from is not believed

    def test_an_import_is_checked(self) -> None:
        """Each line for itself; what is wrong is named and left out."""
        good = dict(zip(episodes.COLUMNS, episode("frob x", "frob y").row()))
        for wrong in (
            {"line": ""}, {"line": 7}, {"dialect": "tcsh"}, {"exit_code": 256}, {"solved": -1}, {"used": -5},
            {"fix": "a\nb"}, {"line": "x" * 5000}, {"created": "now"}, {"cwd": None}, {"output": "\0"},
        ):  # fmt: skip
            done = self.memory("import", given=json.dumps({**good, **wrong}).encode() + b"\n")
            self.assertEqual((done.returncode, done.stdout), (1, b"0 taken over, 1 left out\n"), wrong)
            self.assertEqual(done.stderr.count(b"\n"), 1)
        junk = b"{\n\n[1]\n\xff\n" + b"[" * 3000 + b"\n" + b"x" * 200_000 + b"\n"
        done = self.memory("import", given=junk + json.dumps({**good, "solved": 999, "used": 1 << 39}).encode())
        self.assertEqual((done.returncode, done.stdout), (1, b"1 taken over, 5 left out\n"))
        row = json.loads(self.memory("list", "9", "--json").stdout)
        self.assertEqual(row["solved"], transfer.MOST_COUNT)
        self.assertLess(row["used"], 1 << 39)

    def test_documents_go_as_well(self) -> None:
        """And that is said."""
        self.fill()
        page = os.path.join(self.folder, "ferry.md")
        with open(page, "w", encoding="utf-8") as file:
            file.write("# Ferry\n\nCarries things.\n")
        self.memory("index", "--", page)
        self.assertEqual(self.memory("forget", "--all").stdout, b"2 forgotten, and 1 document\n")
        self.assertEqual(json.loads(self.memory("stats", "--json").stdout)["sources"], 0)

    def test_what_is_no_export_is_told_in_one_line(self) -> None:
        """Whatever it is."""
        done = self.memory("import", given=b"root:x:0:0\nann:x:1:1\n" * 30)
        self.assertEqual((done.returncode, done.stdout), (1, b"0 taken over, 60 left out\n"))
        self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertIn(b"nothing `ghost memory export` has written", done.stderr)
        self.assertIn(b"line 1 is left out: it is no JSON", self.memory("import", given=b"no\n").stderr)

    def test_words_that_make_no_sense(self) -> None:
        """How it is used is said."""
        self.fill()
        for words in ([], ["dance"], ["list"], ["list", "x"], ["search"], ["forget"]):
            done = self.memory(*words)
            self.assertEqual((done.returncode, done.stderr[:6]), (2, b"usage:"), words)
        done = subprocess.run(brain("memory", "list", "1"), capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2)

    def test_help_texts(self) -> None:
        """A passage for each option; read again where they have changed, cleaned of what moves a cursor."""
        said = "Usage: frob [-q] FILE\n\nFrobs a file.\n\n"
        said += "  -q, --quiet   say \x1b[1mnothing\x1b[0m\n  -x\n  --hub=NAME  ask that hub\n"
        for text, told in ((said, b"1 documents indexed in 3"), (said, b"0 passages, 1 as they were"),
                           (said + "  --new  a new one\n", b"1 documents indexed in 4")):  # fmt: skip
            given = json.dumps({"program": "frob", "text": text}).encode() + b"\n"
            done = self.memory("index", "--helps", given=given)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertIn(told, done.stdout)
        found = json.loads(self.memory("search", "1", "--documents", "--json", "--", "quiet").stdout)
        self.assertEqual(
            (found["program"], found["title"], found["place"]), ("frob", "frob -q, --quiet", "frob --help")
        )
        self.assertEqual(found["body"], "-q, --quiet say nothing")
        found = json.loads(self.memory("search", "1", "--documents", "--json", "--", "frobs a file").stdout)
        self.assertEqual((found["title"], found["kind"]), ("frob", "help"))

    def test_interrupted(self) -> None:
        """Ctrl-C ends it with one line and the shells' status; what was written is whole and is not read again."""
        row = json.dumps({"program": "frob", "text": "  -q, --quiet  say nothing\n"}) + "\n"
        rows = [row.replace("frob", f"frob{number}").encode() for number in range(201)]
        # Behind the first two hundred, which are one transaction, follows more than a pipe holds: once all is taken,
        # they are written, and it waits for more.
        rest = [json.dumps({"program": "large", "text": " " * 200_000}).encode() + b"\n"]
        command = brain("memory", "--state", self.folder, "index", "--helps")
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdin is not None and process.stdout is not None and process.stderr is not None
            process.stdin.write(b"".join(rows + rest))
            process.stdin.flush()
            for _ in range(3):
                process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(60), 130)
            self.assertEqual(process.stdout.read(), b"")
            said = process.stderr.read().decode()
        self.assertRegex(said, r"^ghost: interrupted; [^\n]* is kept, and is not read again\n$")
        store = Store(self.folder, print)
        self.assertEqual(store.read(lambda base: base.execute("pragma integrity_check").fetchone()[0]), "ok")
        store.close()
        done = self.memory("index", "--helps", given=b"".join(rows))
        self.assertRegex(done.stdout.decode(), r"^1 documents indexed in 1 passages, 200 as they were")

    def test_documents(self) -> None:
        """Indexed and found."""
        page = os.path.join(self.folder, "frob.md")
        with open(page, "w", encoding="utf-8") as file:
            file.write("# frob\n\n> Frob things.\n\n- Frob all of them:\n\n`frob --all`\n")
        self.assertIn(b"1 documents indexed in 2 passages", self.memory("index", "--", page).stdout)
        done = self.memory("search", "1", "--documents", "--json", "--", "how do I frob all")
        self.assertEqual(json.loads(done.stdout)["title"], "frob: Frob all of them")
        self.assertEqual(self.memory("index", "--", page + ".no").returncode, 1)
        self.assertTrue(os.path.exists(os.path.join(self.folder, NAME)))


if __name__ == "__main__":
    unittest.main()
