"""The talker's readers of text: schemas, JSON in prose, events on the wire, thinking aloud."""

from __future__ import annotations

import json
import os
import time
import unittest

from ghost_kernel import schemas
from ghost_kernel.llm import said, streams, thinking, trouble
from setting import PROJECT

HERE = os.path.join(PROJECT, "tests", "kernel", "llm")


def rows(name: str) -> list[dict[str, object]]:
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class TestSchema(unittest.TestCase):
    def test_answers_are_judged(self) -> None:
        """Each answer keeps its schema, or is said in one line to break it at the right place."""
        for row in rows("schemas.jsonl"):
            with self.subTest(row=row):
                self.assertIsNone(schemas.unknown(row["schema"]))
                found = schemas.problem(row["value"], row["schema"])
                if row["problem"] is None:
                    self.assertIsNone(found)
                else:
                    self.assertIn(str(row["problem"]), found or "")
                    self.assertNotIn("\n", found or "")

    def test_what_cannot_be_checked_is_said(self) -> None:
        """A keyword that would be passed over is an error of the schema."""
        for bad in ({"pattern": "x"}, {"items": {"$ref": "#"}}, {"type": "float"}, {"anyOf": [{"oneOf": []}]}, []):
            with self.subTest(schema=bad):
                self.assertIsNotNone(schemas.unknown(bad))

    def test_json_is_found(self) -> None:
        """JSON is taken out of fences and prose where it is one, and not where it is none or several."""
        for row in rows("found.jsonl"):
            with self.subTest(text=str(row["text"])[:60]):
                if row["found"] is None:
                    self.assertRaises(ValueError, schemas.found, row["text"])
                else:
                    text, value = schemas.found(str(row["text"]))
                    self.assertEqual(text, row["found"])
                    self.assertEqual(value, json.loads(text))


class TestForPeople(unittest.TestCase):
    def test_nothing_in_it_does_something_to_a_terminal(self) -> None:
        """Controls, marks that turn or hide text, and halves of characters are escapes; it is the same JSON."""
        value = {"a\x9b2J": ["\u202e", "\u2028\u200b", "\x1b[2J", "\U000e0041", "ü 漢 😀 \n"], "b": "\ud800"}
        shown = schemas.for_people(value)
        self.assertTrue(shown.isprintable(), ascii(shown))
        self.assertIn("ü 漢 😀 ", shown)
        self.assertEqual(json.loads(shown), value)


class TestNumbers(unittest.TestCase):
    def test_a_count_fits_into_a_message(self) -> None:
        """However many digits a server writes."""
        for found, wanted in [(7, 7), (10**400, 2**53 - 1), (-1, 0), (True, 0), ("7", 0), (None, 0), (1.5, 0)]:
            self.assertEqual(said.number(found), wanted)


class TestStreams(unittest.TestCase):
    def test_events_however_they_are_cut(self) -> None:
        """Every cut of the bytes gives the same events, those inside a character and inside `data:` included."""
        for row in rows("events.jsonl"):
            wire = str(row["wire"]).encode()
            for size in (1, 2, 3, 5, 7, len(wire)):
                with self.subTest(wire=wire, size=size):
                    reader = streams.Events()
                    found = [one for at in range(0, len(wire), size) for one in reader.feed(wire[at : at + size])]
                    self.assertEqual(found + reader.rest(), row["data"])

    def test_an_event_is_told_when_its_blank_line_comes(self) -> None:
        """Nothing waits for the next event."""
        reader = streams.Events()
        self.assertEqual(reader.feed(b"data: a\n"), [])
        self.assertEqual(reader.feed(b"\n"), ["a"])

    def test_many_lines_cost_no_more_than_their_bytes(self) -> None:
        """A read is looked through once, however many lines it has: no copy of the rest for each."""
        wire = b"\n" * 400_000 + b"data: {}\r\n\r\n" * 40_000
        begun = time.process_time()
        reader = streams.Events()
        found = [one for at in range(0, len(wire), 65536) for one in reader.feed(wire[at : at + 65536])]
        self.assertEqual(len(found + reader.rest()), 40_000)
        reader = streams.Events()
        self.assertEqual(len(reader.feed(wire) + reader.rest()), 40_000)
        self.assertLess(time.process_time() - begun, 3.0)

    def test_a_mark_at_the_beginning_is_no_part_of_a_line(self) -> None:
        """A byte order mark, in every cut, with the line's end right behind its first bytes."""
        wire = b"\xef\xbb\xbf\ndata: a\n\n"
        for size in (1, 2, 3, 4, len(wire)):
            reader = streams.Events()
            found = [one for at in range(0, len(wire), size) for one in reader.feed(wire[at : at + size])]
            self.assertEqual(found + reader.rest(), ["a"], size)

    def test_lines_however_they_are_cut(self) -> None:
        """NDJSON in every cut."""
        wire = '{"a": "é"}\n\n{"b": 1}\r\n{"c": 2}'.encode()
        for size in range(1, len(wire)):
            reader = streams.Lines()
            found = [one for at in range(0, len(wire), size) for one in reader.feed(wire[at : at + size])]
            self.assertEqual(found + reader.rest(), ['{"a": "é"}', '{"b": 1}', '{"c": 2}'])


class TestShown(unittest.TestCase):
    def test_thinking_is_not_shown(self) -> None:
        """Thinking before the answer is left out, however the words are cut; the rest stays as it is."""
        for row in rows("thinking.jsonl"):
            said = str(row["said"])
            for size in range(1, len(said) + 1):
                with self.subTest(said=said, size=size):
                    shown = thinking.Shown()
                    text = "".join(shown.feed(said[at : at + size]) for at in range(0, len(said), size))
                    self.assertEqual(text + shown.rest(), row["shown"])

    def test_halves_of_a_character_meet(self) -> None:
        """A character that JSON wrote as two halves in two messages is shown whole; a lone half is replaced."""
        shown = thinking.Shown()
        self.assertEqual([shown.feed("a\ud83d"), shown.feed("\ude42b"), shown.rest()], ["a", "🙂b", ""])
        self.assertEqual(shown.feed("x\ud83dy"), "x\ufffdy")
        self.assertEqual(shown.feed("z\ud83d") + shown.rest(), "z\ufffd")


class TestWords(unittest.TestCase):
    def test_a_servers_words(self) -> None:
        """The message is found in the forms in use, on one line, with the type that tells more."""
        cases = {
            '{"error": {"message": "Bad\\nthing", "type": "invalid_request_error", "code": "x_y"}}': "Bad",
            '{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}': "overloaded_error",
            '[{"error": {"code": 400, "message": "no", "status": "INVALID_ARGUMENT"}}]': "INVALID_ARGUMENT",
            '{"error": "model \\"x\\" not found"}': 'model "x" not found',
            '{"detail": [{"loc": ["body", "format"], "msg": "Input should be 1", "type": "literal"}]}': "body.format",
            "plain words": "plain words",
        }
        for body, part in cases.items():
            with self.subTest(body=body):
                said = trouble.words_of(body.encode())
                self.assertIn(part, said)
                self.assertNotIn("\n", trouble.one_line(said))
        self.assertEqual(trouble.words_of(b"<html>Bad Gateway</html>"), "")


if __name__ == "__main__":
    unittest.main()
