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
from ghost_kernel.memory import documents, embedding, graph, store, wordpiece
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
        known = wordpiece.Vocabulary("[UNK]\n[CLS]\n[SEP]\nun\nuna\n##ffable\n##ble\nport\n")
        self.assertEqual(known.numbers("port unaffable unble unport"), [1, 7, 4, 5, 3, 6, 0, 2])
        self.assertEqual(len(known.numbers("port " * 500)), wordpiece.MOST_PIECES)
        self.assertEqual(known.numbers("x" * 101), [1, 0, 2])


def field(number: int, value: bytes) -> bytes:
    """A protobuf field; its length always in two bytes."""
    return bytes([number << 3 | 2, len(value) & 127 | 128, len(value) >> 7]) + value


def node(operator: str, inputs: str, output: str, more: bytes = b"") -> bytes:
    """A node of a graph, as a field of it."""
    named = [field(1, one.encode()) for one in inputs.split()] + [field(2, output.encode())]
    return field(1, b"".join(named) + field(4, operator.encode()) + more)


class TestGraph(unittest.TestCase):
    WEIGHTS = (
        node("Cast", "w_q", "w_f"), node("Mul", "w_f w_scale", "w"),
        node("Cast", "e_q", "e_f", field(5, b"float")), node("Mul", "e_f e_scale", "e"),
    )  # fmt: skip

    def steps(self, *nodes: bytes) -> list[str]:
        """What a graph of these nodes becomes."""
        made = graph.whole_numbers(b"\x08\x0a" + field(7, b"".join([*nodes, field(5, b"numbers")])))
        parts = {number: value for number, value, _ in graph.fields(made)}
        self.assertIn(b"com.microsoft", parts[8])
        inside = [(number, value) for number, value, _ in graph.fields(parts[7])]
        self.assertIn((5, b"numbers"), inside)
        read = [graph.Node(value) for number, value in inside if number == 1]
        return [b" ".join([one.operator, *one.inputs, b"->", *one.outputs]).decode() for one in read]

    def test_products_take_weights_as_they_are(self) -> None:
        """Rows of words are widened alone, and other steps stay."""
        given = [node("Gather", "e ids", "x"), node("MatMul", "x w", "y"), node("MatMul", "y x", "z")]
        self.assertEqual(
            self.steps(*self.WEIGHTS, *given),
            ["Gather e_q ids -> x_rows", "Gather e_scale ids -> x_scales", "Cast x_rows -> x_wide",
             "Mul x_wide x_scales -> x", "DynamicQuantizeMatMul x w_q w_scale -> y", "MatMul y x -> z"],
        )  # fmt: skip

    def test_what_is_no_such_graph_is_refused(self) -> None:
        """Another use of weights, a message that is cut off, or none."""
        with self.assertRaises(graph.Unreadable):
            self.steps(*self.WEIGHTS, node("Add", "x w", "y"))
        for wrong in (field(7, b"long")[:-1], b"\x0b", b"\x80" * 12, b"\x15\x00"):
            with self.assertRaises(graph.Unreadable):
                graph.whole_numbers(wrong)

    @unittest.skipUnless(embedding.site(EXTRAS) and graph.is_exact(), "no extras, or no such processor")
    def test_vectors_stay_what_they_were(self) -> None:
        """Rounded products turn a vector by little, whatever stands beside it."""
        from unittest import mock

        texts = ["which process listens on a port", "no space left on device", "x", "a b " * 80]
        here = embedding.Embedder(EXTRAS).vectors(texts)
        with mock.patch.object(graph, "is_exact", return_value=False):
            plain = embedding.Embedder(EXTRAS).vectors(texts)
        self.assertGreater(float((here * plain).sum(axis=1).min()), 0.985)


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
        is_loaded = "onnxruntime" in sys.modules
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
            self.assertEqual("onnxruntime" in sys.modules, is_loaded)

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
        from ghost_kernel.memory import filling, indexing, vectors

        with tempfile.TemporaryDirectory() as folder:
            made = bench.indexed(folder)
            meaning = vectors.Meaning(embedding.Embedder(EXTRAS))
            count = filling.everything(made, meaning.embedder)
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
