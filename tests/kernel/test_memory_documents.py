"""Documents: cut into passages, found by questions, brought in again only when they have changed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import tempfile
import time
import unittest
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

from setting import HELLO, PROJECT, SHUTDOWN, talk

sys.path.insert(0, os.path.join(PROJECT, "tests", "bench"))

import documents as bench

# isort: split
from ghost_kernel import conversation
from ghost_kernel.knowledge import roff
from ghost_kernel.memory import documents, hiding, indexing, passages, searching, synonyms
from ghost_kernel.memory.store import Store

LEAST_ENGLISH, LEAST_CHINESE = 0.7, 0.9  # of the questions; the goal without extras was 0.55

PAGE = """# frob

> Frob things.
> More information: <https://frob.example>.

- Frob a file:

`frob {{file}}`

- Frob all:

`frob --all`
"""
MAKEFILE = """# all there is
CC := cc
.PHONY: all

# Builds the manual.
manual pages: src ## in two colours
\tdoc src

%.o: %.c
\tcc $<
"""
MARKDOWN = """# Ferry

Carries things.

## Building

Run `make ferry`.

```
# no heading
```

## Testing

Run it.
"""


class TestQuestions(unittest.TestCase):
    def test_the_set_is_whole(self) -> None:
        """Sixty questions, each answered by a command that is described."""
        names = {name for name, _ in bench.commands()}
        self.assertEqual((len(bench.questions()), len(names)), (60, len(bench.commands())))
        for text, wanted in bench.questions():
            self.assertTrue(set(wanted) <= names, text)

    def test_questions_find_their_commands(self) -> None:
        """Among the first three, without extras."""
        with tempfile.TemporaryDirectory() as folder:
            store = bench.indexed(folder)
            hits: dict[bool, list[bool]] = {True: [], False: []}
            for text, names in bench.questions():
                hits[text.isascii()].append(any(one in names for one in bench.asked(store, text)))
            store.close()
        self.assertGreaterEqual(sum(hits[True]) / len(hits[True]), LEAST_ENGLISH)
        self.assertGreaterEqual(sum(hits[False]) / len(hits[False]), LEAST_CHINESE)


class TestPassages(unittest.TestCase):
    def test_pages_of_examples(self) -> None:
        """A passage for what the program does, and one for each example."""
        self.assertEqual(
            passages.of_text("frob.md", PAGE),
            [("frob", "frob", "Frob things."), ("frob", "frob: Frob a file", "Frob a file: frob file"),
             ("frob", "frob: Frob all", "Frob all: frob --all")],
        )  # fmt: skip

    def test_make_files(self) -> None:
        """A passage for each target that can be named, with what is said of it."""
        found = passages.of_text("Makefile", MAKEFILE)
        self.assertEqual([title for _, title, _ in found], ["make manual", "make pages"])
        self.assertEqual(found[0][2], "in two colours\nBuilds the manual.\ndoc src")

    def test_markdown(self) -> None:
        """A passage a section, under the headings above it; what stands in code is no heading."""
        found = passages.of_text("README.md", MARKDOWN)
        self.assertEqual([title for _, title, _ in found], ["Ferry", "Ferry / Building", "Ferry / Testing"])
        self.assertIn("# no heading", found[1][2])

    def test_bounds(self) -> None:
        """However long a document is, and however it is cut."""
        for name, text in (("a.md", "x" * 100_000), ("a.txt", "x\n\n" * 100_000), ("Makefile", "a: b\n\tc\n" * 9999)):
            found = passages.of_text(name, text)
            self.assertLessEqual(len(found), passages.MOST_PASSAGES)
            self.assertTrue(all(len(body) <= passages.MOST_BODY for _, _, body in found))


class TestIndexing(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = os.path.realpath(folder.name)
        self.docs = os.path.join(self.place, "docs")
        os.mkdir(self.docs)
        self.store = Store(self.place, print)
        self.addCleanup(self.store.close)

    def write(self, name: str, text: str) -> str:
        """A document in the folder."""
        path = os.path.join(self.docs, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def index(self, *paths: str, here: str = "") -> str:
        """What indexing says."""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            indexing.run(self.store, list(paths), False, here)
        return said.getvalue()

    def titles(self, text: str, **more: object) -> list[str]:
        """What is found for a question."""
        found = self.store.read(lambda base: documents.search(base, text, 9, **more)) or []  # type: ignore[arg-type]
        return [one.title for one in found]

    def test_only_what_has_changed_is_read_again(self) -> None:
        """And what is gone is forgotten."""
        readme, page = self.write("README.md", MARKDOWN), self.write("frob.md", PAGE)
        self.assertIn("2 documents indexed in 6 passages", self.index(self.docs))
        self.assertIn("0 documents indexed in 0 passages, 2 as they were", self.index(self.docs))
        os.unlink(page)
        self.write("README.md", MARKDOWN + "\n## Sailing\n\nBy wind.\n")
        os.utime(readme, ns=(1, 1))
        self.assertIn("1 documents indexed in 4 passages, 0 as they were, 1 gone", self.index(self.docs))
        self.assertEqual(self.titles("frob a file"), [])
        self.assertEqual(self.titles("sailing"), ["Ferry / Sailing"])

    def test_archives(self) -> None:
        """Zip and tar; half of one is said and costs nothing else."""
        page = self.write("frob.md", PAGE)
        packed = os.path.join(self.place, "pages.zip")
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(page, "pages/common/frob.md")
        tarred = os.path.join(self.place, "pages.tar.gz")
        with tarfile.open(tarred, "w:gz") as tar:
            tar.add(page, "pages/common/frob.md")
        for path in (packed, tarred):
            self.assertIn("1 documents indexed in 3 passages", self.index(path))
            self.assertIn("1 as they were", self.index(path))
            with open(path, "rb") as file:
                half = file.read()[:60]
            with open(path, "wb") as file:
                file.write(half)
            self.assertIn("cannot be read", self.index(path))

    def test_a_project(self) -> None:
        """Its own words, and nothing of secrets."""
        self.write("README.md", MARKDOWN)
        self.write("Makefile", MAKEFILE)
        self.write(".env", "KEY=hunter2hunter2\n")
        os.symlink(os.path.join(self.docs, ".env"), os.path.join(self.docs, "install.txt"))
        self.index(here=self.docs)
        self.index(os.path.join(self.docs, ".env"))
        self.assertEqual(self.titles("hunter2hunter2"), [])
        self.assertEqual(self.titles("colours manual")[0], "make manual")

    def test_filters_and_what_is_installed(self) -> None:
        """Of two that fit alike the one that is here comes first."""
        for name in ("aaa", "bbb"):
            self.write(f"{name}.md", PAGE.replace("frob", name))
        self.index(self.docs)
        self.assertEqual(self.titles("all", installed={"bbb"})[0], "bbb: Frob all")
        self.assertEqual(self.titles("all", installed={"aaa"})[0], "aaa: Frob all")
        self.assertEqual({one[:3] for one in self.titles("all things file", program="aaa")}, {"aaa"})
        self.assertEqual(self.titles("all", kinds=["manual"]), [])

    def test_languages_without_blanks(self) -> None:
        """By runs of three signs."""
        self.write("a.md", "# 说明\n\n这个工具可以导出报表。\n")
        self.index(self.docs)
        self.assertEqual(self.titles("怎么导出报表"), ["说明"])

    def test_any_text_can_be_asked(self) -> None:
        """Signs of the query language are words like others, or none."""
        self.write("frob.md", PAGE)
        self.index(self.docs)
        for text in ("", " ", '"', "a OR b", "NEAR(", "title:x", "*", "frob*", "'; drop table", "\0", "怎", "-x", "^"):
            self.titles(text)
            self.store.read(lambda base, text=text: searching.episodes(base, text, 5))  # type: ignore[misc]
        self.assertEqual(self.titles("frob" * 5000), [])

    def test_no_password_is_kept(self) -> None:
        """Not one byte of it, of files as of archives; the words around it are found."""
        ghp = "ghp_" + "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY"
        key = (
            "-----BEGIN OPENSSH "
            + "PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\nQyNTUxOQAAACBx\n-----END OPENSSH PRIVATE KEY-----"
        )
        secrets = ("Wq7&tr;Nx9", "grey otters swim", "Zk4mTq8w", "Pl3nk#Vx", "Hd5Jg1Nc6", "Gm2x(yy)Qa7", "Vb8Nw3Lk0Qz",
                   ghp, "QyNTUxOQAAACBx", "Rt6yUi9o", "Cw3Dx7Pf")  # fmt: skip
        text = (
            f'# Ferry\n\nThe hawser\'s\npassword: {secrets[0]}\ndb_passphrase = "{secrets[1]}"\nurl: postgres://ann:'
            f'{secrets[2]}@db/x\n数据库密码：{secrets[3]}\nexport API_TOKEN={secrets[4]}\n"client_secret": '
            f'"{secrets[5]}",\nthe password is {secrets[6]}\n{secrets[7]}\n{key}\nmysql --password={secrets[9]} x\n'
            f"login with pass={secrets[10]}\n"
        )
        page = self.write("ferry.md", text)
        packed = os.path.join(self.place, "pages.zip")
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(page, "ferry.md")
        self.index(self.docs, packed)
        self.assertEqual(self.titles("hawser"), ["Ferry", "Ferry"])
        self.store.close()
        for name in os.listdir(self.place):
            if name.startswith("memory.db"):
                with open(os.path.join(self.place, name), "rb") as file:
                    kept = file.read().decode("utf-8", "replace")
                for secret in secrets:
                    self.assertNotIn(secret, kept)
        for plain in (
            "Set the password: it is asked for twice.", "token: a word of the text", "--token=TOKEN",
            "password: <yours>",            "api_key: $API_KEY", "the password is asked for", "secretly: hidden", "curl https://example.org:8080/a@b",
            "a token is a string", "pass the salt", "PASSWORD=…",
        ):  # fmt: skip
            self.assertEqual(hiding.hidden(plain), plain)
        begun = time.process_time()
        for odd in ("a" * 1_000_000, "token" * 200_000, "://" * 300_000, "eyJa-" * 200_000, "password " * 100_000):
            hiding.hidden(odd)
        self.assertLess(time.process_time() - begun, 20)

    def test_what_was_indexed_is_read_again_when_more_is_hidden(self) -> None:
        """A document that has not changed may hold what was not known for a secret."""
        self.write("ferry.md", "# Ferry\n\nThe hawser is Qk3mTq8w\n")
        self.index(self.docs)
        with (
            mock.patch("ghost_kernel.memory.hiding.KNOWS", 99),
            mock.patch("ghost_kernel.memory.hiding.hidden", lambda text: text.replace("Qk3mTq8w", "«secret»")),
        ):
            self.index(self.docs)
        bodies = self.store.read(lambda base: [row[0] for row in base.execute("select body from passages")]) or []
        self.assertIn("«secret»", " ".join(bodies))
        self.assertNotIn("Qk3mTq8w", " ".join(bodies))

    def test_what_is_left_out_is_told(self) -> None:
        """Of what was named; and why."""
        with open(os.path.join(self.docs, "a.bin"), "wb") as file:
            file.write(b"x\0y")
        os.mkdir(os.path.join(self.docs, "src"))
        os.mkfifo(os.path.join(self.docs, "pipe"))
        self.write("id_rsa", "x")
        for name, why in (("id_rsa", "by its name it holds secrets"), ("a.bin", "it is no text"),
                          ("src", "no document is in it"), ("pipe", "it is no file")):  # fmt: skip
            self.assertIn(f"{name} is left out: {why}", self.index(os.path.join(self.docs, name)))
        page = self.write("frob.md", PAGE)
        for _ in range(2):
            self.assertNotIn("left out", self.index(page))

    def test_an_archive_of_anything_ends(self) -> None:
        """What is unpacked has a bound, of what is no page too, however well it was packed; the rest is left out."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as tar:
            for name, size in (("one.md", 4000), ("none.bin", 300_000), ("two.md", 4000)):
                entry = tarfile.TarInfo(name)
                entry.size = size
                tar.addfile(entry, io.BytesIO(b"frobbing is done well " * (size // 22 + 1)))
        plain = packed.getvalue()
        for ending, pack in ((".tar", bytes), (".tar.gz", gzip.compress), (".tar.bz2", bz2.compress),
                             (".tar.xz", lzma.compress)):  # fmt: skip
            path = os.path.join(self.place, f"bomb{ending}")
            with open(path, "wb") as file:
                file.write(pack(plain))
            with mock.patch.object(indexing, "MOST_UNPACKED", 200_000):
                said = self.index(path)
            self.assertIn("the rest is left out", said, ending)
            self.assertIn("1 documents indexed", said, ending)
            with mock.patch.object(indexing, "MOST_UNPACKED", 200_000):
                self.assertIn("0 documents indexed", self.index(path))
            os.utime(path, (1, 1))
            self.assertIn("2 documents indexed", self.index(path), ending)
        path = os.path.join(self.place, "bomb.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(40):
                archive.writestr(f"{number}.md", "frobbing is done well " * 1000)
        with mock.patch.object(indexing, "MOST_UNPACKED", 200_000):
            said = self.index(path)
        self.assertIn("the rest is left out", said)
        self.assertIn("9 documents indexed", said)
        os.utime(path, (1, 1))
        with mock.patch.object(indexing, "MOST_OF_ARCHIVE", 50):
            self.assertIn("holds more than 50 passages; the rest is left out", self.index(path))


class TestAnswers(unittest.TestCase):
    def test_a_sentence_that_nobody_understands_is_looked_up(self) -> None:
        """In what was indexed; what has nothing to do with it is not shown."""
        with tempfile.TemporaryDirectory() as folder:
            page = os.path.join(folder, "ferry.md")
            with open(page, "w", encoding="utf-8") as file:
                file.write(MARKDOWN + "\n## Mooring\n\nTie the hawser to the bollard.\n")
            store = Store(folder, print)
            with redirect_stdout(io.StringIO()):
                indexing.run(store, [page], False, "")
            store.close()
            said = {}
            hello = {**HELLO, "settings": {"state_dir": folder, "memory": True}}
            for text in ("why would the hawser need a bollard?", "would the moon mind the hawser of a gnu?"):
                said[text] = talk(hello, {"event": "asked", "text": text, "id": 5}, SHUTDOWN)[0][-1]
            first, second = said.values()
            self.assertEqual(first["action"], "reply")
            self.assertIn("Tie the hawser", str(first["text"]))
            self.assertEqual(second["action"], "give_up")

    def test_what_has_little_to_do_with_it(self) -> None:
        """Most of the telling words stand in one passage, or it is left alone; one word and a greeting ask nothing."""
        body = "Opens the page in a browser such as chromium or firefox, and prints the port of the local server."
        page = documents.Passage("frob-browse", "frob-browse: description", body, "", "manual", 1.0)
        for text in (
            "hello", "thank you", "help", "ports?", "good morning", "browser", "how much memory is the browser using",
            "which port has my database", "is the weather nice where the server is", "what is a monad",
            "could the printer print in colour", "memory", "你好", "sport and its servants in rome",
        ):  # fmt: skip
            self.assertFalse(documents.covers(text, page), text)
        for text in ("open a page in the browser", "port of the local server", "which browsers open pages"):
            self.assertTrue(documents.covers(text, page), text)
        about = documents.Passage("", "说明", "这个工具可以导出报表。", "", "file", 1.0)
        self.assertTrue(documents.covers("怎么导出报表", about))
        self.assertFalse(documents.covers("怎么删除旧的报表文件", about))

    def test_it_is_short(self) -> None:
        """And ends behind a word."""
        long = conversation._shortened("the hawser is tied " * 40)
        self.assertTrue(long.endswith(("the …", "hawser …", "is …", "tied …")) and len(long) < 310, long)
        self.assertEqual(conversation._shortened("short"), "short")

    def test_nothing_of_the_pen_is_left(self) -> None:
        """Moves, registers and the bodies of macros are no text."""
        source = (
            ".SH DESCRIPTION\n.de Vb END\n.ft rubbish\nmore rubbish\n.END\n.ig\nremarks\n..\n"
            ".ie n \\{\\\n\\h'-04'\\(bu\\h'+03'\\c\n.\\}\nFrobs\\n[x] \\s-1all\\s0.\n.de\nnever ends\n"
        )
        lines = ((line.text, line.sort == roff.HEADING) for line in roff.lines(source, 100))
        self.assertEqual(
            list(passages.of_manual("frob", lines)), [("frob", "frob: description", "* Frobs all. never ends")]
        )


class TestSynonyms(unittest.TestCase):
    def test_endings(self) -> None:
        """A word in any of its forms has the same other words."""
        for form in ("delete", "deletes", "deleted", "deleting"):
            self.assertIn("remove", synonyms.others(form))
        self.assertEqual(synonyms.others("hydrogen"), [])

    def test_the_longest_chinese_word_counts(self) -> None:
        """A folder is no file."""
        self.assertEqual(synonyms.of_chinese("删除文件夹"), ["directory", "delete", "remove"])
        self.assertEqual(synonyms.of_chinese("delete"), [])


if __name__ == "__main__":
    unittest.main()
