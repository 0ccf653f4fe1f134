"""The extras: text cut as the model reads it, other files than the reviewed ones refused, meaning and words mixed."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import unittest

from setting import PROJECT

sys.path.insert(0, os.path.join(PROJECT, "tests", "bench"))

import documents as bench

# isort: split
from ghost_kernel.memory import documents, embedding, store, wordpiece
from ghost_kernel.memory.store import Store

EXTRAS = os.environ.get("GHOST_EXTRAS", "")  # ghost's data folder, where the extras are set up


class TestWordpiece(unittest.TestCase):
    def test_words(self) -> None:
        """Small letters, no accents; signs and ideographs stand alone."""
        for text, wanted in [
            ("Héllo, World!", "hello , world !"),
            ("a_b-c  d\te", "a _ b - c d e"),
            ("端口8080", "端 口 8080"),
            ("x\0\u200by", "xy"),
            ("", ""),
        ]:
            self.assertEqual(" ".join(wordpiece.words(text)), wanted)

    def test_pieces(self) -> None:
        """The longest known piece first; a word with an unknown rest is unknown as a whole."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write("[UNK]\n[CLS]\n[SEP]\nun\nuna\n##ffable\n##ble\nport\n")
            file.flush()
            known = wordpiece.Vocabulary(file.name)
        self.assertEqual(known.numbers("port unaffable unble unport"), [1, 7, 4, 5, 3, 6, 0, 2])
        self.assertEqual(len(known.numbers("port " * 500)), wordpiece.MOST_PIECES)
        self.assertEqual(known.numbers("x" * 101), [1, 0, 2])


class TestExtras(unittest.TestCase):
    def test_a_folder_that_others_can_write_is_not_believed(self) -> None:
        """Nor one that is not there."""
        with tempfile.TemporaryDirectory() as data:
            self.assertEqual((embedding.site(data), embedding.site("")), ("", ""))
            version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
            folder = os.path.join(data, "venv", "lib", version, "site-packages")
            os.makedirs(folder, 0o755)
            os.chmod(folder, 0o755)
            self.assertEqual(embedding.site(data), folder)
            os.chmod(folder, 0o775)
            self.assertEqual(embedding.site(data), "")

    def test_another_model_than_the_reviewed_one_is_refused(self) -> None:
        """Before anything of the packages is imported."""
        with tempfile.TemporaryDirectory() as data:
            version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
            folder = os.path.join(data, "venv", "lib", version, "site-packages")
            path = os.path.join(folder, embedding.MODEL[0])
            os.makedirs(os.path.dirname(path), 0o755)
            with self.assertRaises(embedding.Missing):
                embedding.Embedder(data)
            with open(path, "wb") as file:
                file.write(b"another model")
            with self.assertRaisesRegex(embedding.Missing, "reviewed"):
                embedding.Embedder(data)
        self.assertNotIn("onnxruntime", sys.modules)

    def test_meaning_and_words_are_mixed(self) -> None:
        """What is near comes first, what has the words next; without vectors the words alone decide."""

        class Near:
            def __init__(self, names: list[str]) -> None:
                self.names = names

            def near(self, base: sqlite3.Connection, text: str, count: int) -> list[tuple[int, float]]:
                query = "select id from passages where program = ?"
                return [(base.execute(query, (name,)).fetchone()[0], 0.9 - 0.3 * place)
                        for place, name in enumerate(self.names)]  # fmt: skip

        with tempfile.TemporaryDirectory() as folder:
            made = bench.indexed(folder)
            for names, wanted in (([], "cal"), (["bc", "tar"], "bc")):
                found = made.read(
                    lambda base, names=names: documents.search(base, "calendar", 3, meaning=Near(names))  # type: ignore
                )
                self.assertEqual((found or [])[0].program, wanted)
            made.close()

    def test_an_older_file_is_brought_up_to_date(self) -> None:
        """Step by step, and what it holds stays."""
        with tempfile.TemporaryDirectory() as folder:
            base = sqlite3.connect(os.path.join(folder, "memory.db"))
            store.MIGRATIONS[0](base)
            base.execute("insert into passages (id, source, program, title, body) values (7, 1, 'a', 'b', 'c')")
            base.execute("pragma user_version = 1")
            base.commit()
            base.close()
            made = Store(folder, print)
            self.assertEqual(made.read(lambda base: base.execute("select id from passages").fetchall()), [(7,)])
            self.assertEqual(made.read(lambda base: base.execute("select gone from vector_state").fetchall()), [(0,)])
            made.close()

    @unittest.skipUnless(embedding.site(EXTRAS), "GHOST_EXTRAS names no folder with the extras")
    def test_questions_are_answered_by_meaning(self) -> None:
        """Nine of ten, and passages that go away take their vectors with them."""
        from ghost_kernel.memory import indexing, vectors

        with tempfile.TemporaryDirectory() as folder:
            made = bench.indexed(folder)
            meaning = vectors.Meaning(embedding.Embedder(EXTRAS))
            count = indexing.give_vectors(made, meaning)
            self.assertEqual(count, len(bench.commands()))
            asked = bench.questions()
            hits = [any(one in names for one in bench.asked(made, text, meaning)) for text, names in asked]
            self.assertGreaterEqual(sum(hits) / len(hits), 0.9)
            made.write(lambda base: indexing.remove(base, ["df", "du"]))
            for table in ("vectors", "vector_bits"):
                left = made.read(lambda base, table=table: base.execute(f"select count(*) from {table}").fetchone())  # type: ignore
                self.assertEqual(left, (count - 2,))
            self.assertNotIn("df", bench.asked(made, asked[0][0], meaning))
            made.close()


if __name__ == "__main__":
    unittest.main()
