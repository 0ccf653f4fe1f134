"""The brain's side of models: roles, fallback, schemas, budgets, and what is kept of them."""

from __future__ import annotations

import json
import os
import tempfile
import unittest

from minds import BIG, LITTLE, FakeBody, refused

# isort: split
from ghost_kernel import budget, schemas
from ghost_kernel.errors import Cancelled
from ghost_kernel.models import RUNGS, ModelError, Models
from ghost_kernel.protocol.types import Message, Model, ResultEvent, Usage

SCHEMA = {
    "type": "object",
    "properties": {"n": {"type": "integer", "minimum": 1}, "of": {"enum": ["a", "b"]}},
    "required": ["n"],
}
HI = [Message("user", "hi")]


class TestSchemas(unittest.TestCase):
    def test_what_fits_and_what_does_not(self) -> None:
        """Each word of the schema can refuse."""
        for text, complaint in (
            ('{"n": 1, "of": "a", "more": 0}', ""),
            ('{"n": 0}', "at least"),
            ('{"n": true}', "must be integer"),
            ('{"n": 1.5}', "must be integer"),
            ("{}", "n is missing"),
            ('{"n": 1, "of": "c"}', "one of"),
            ("[]", "must be object"),
            ('{"n": ', "not valid JSON"),
            ("[" * 100_000, "not valid JSON"),
        ):
            with self.subTest(text=text[:20]):
                value, wrong = schemas.read(text, SCHEMA)
                self.assertIn(complaint, wrong)
                self.assertEqual(bool(wrong), bool(complaint))
                self.assertEqual(value is None, bool(complaint))

    def test_lists_and_lengths(self) -> None:
        """Items are checked each, and counted."""
        listed = {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 2, "minLength": 1}}
        for value, complaint in ((["a"], ""), (["a", "b", "c"], "at most"), (["abc"], "[0]"), ([""], "at least")):
            self.assertIn(complaint, schemas.problem(value, listed) or "")

    def test_json_in_prose(self) -> None:
        """The last object that fits counts; a text without one does not."""
        text = 'First {"n": 0}, but rather:\n```json\n{"n": 2}\n``` {oops'
        self.assertEqual(schemas.read(text, SCHEMA, in_prose=True)[0], {"n": 2})
        self.assertIsNone(schemas.read(text, SCHEMA)[0])
        self.assertIsNone(schemas.read("{" * 5000, SCHEMA, in_prose=True)[0])


class TestBudget(unittest.TestCase):
    def test_tokens(self) -> None:
        """Four characters a token; one for a sign of Chinese."""
        self.assertEqual([budget.tokens(text) for text in ("", "abcd", "abcde", "磁盘", "磁盘ab")], [0, 1, 2, 2, 3])

    def test_both_ends_are_kept(self) -> None:
        """Of a long text the first and the last lines stay, and what is gone is said."""
        text = "".join(f"line {number}\n" for number in range(1000))
        short = budget.ends(text, 100)
        self.assertLessEqual(budget.tokens(short), 110)
        self.assertTrue(short.startswith("line 0\n"))
        self.assertTrue(short.endswith("line 999\n"))
        self.assertIn("lines left out", short)

    def test_a_conversation_fits(self) -> None:
        """The middle goes first, then the longest message loses its middle; system and last stay."""
        talk = [Message("system", "s" * 400), Message("user", "q" * 400)]
        talk += [Message("assistant", "x" * 4000), Message("user", "last " + "y" * 4000)]
        kept = budget.fit(talk, 600)
        self.assertLessEqual(budget.size(kept), 600)
        self.assertEqual([one.role for one in kept], ["system", "user", "user"])
        self.assertTrue(kept[-1].text.startswith("last "))
        self.assertEqual(kept[0].text, "s" * 400)


class TestModels(unittest.TestCase):
    def models(self, body: FakeBody, *models: Model, state: str = "") -> Models:
        return Models(models, body.ask, state, 5)

    def test_roles(self) -> None:
        """A model that names no role takes all; the order is the person's."""
        one, two = Model("one", ["critic"]), Model("two")
        models = self.models(FakeBody({}), one, two)
        self.assertEqual([model.name for model in models.of("critic")], ["one", "two"])
        self.assertEqual([model.name for model in models.of("answer")], ["two"])
        self.assertFalse(self.models(FakeBody({}), one).has("scout"))

    def test_the_next_one_is_asked(self) -> None:
        """What fails is passed over; what all say is one line."""
        body = FakeBody({"big": [refused("unauthorized:\nno key")], "little": ["ok"]})
        said = self.models(body, BIG, LITTLE).ask("answer", HI)
        self.assertEqual((said.text, said.model.name), ("ok", "little"))
        self.assertEqual([one.id for one in body.asked], [5, 5])
        body = FakeBody({"big": [refused("unauthorized:\nno key")], "little": [""]})
        with self.assertRaises(ModelError) as caught:
            self.models(body, BIG, LITTLE).ask("answer", HI)
        self.assertEqual(caught.exception.line, "big: unauthorized: no key; little said nothing")
        self.assertIn("ghost model", caught.exception.hint)

    def test_of_two_hundred_only_a_few_are_waited_for(self) -> None:
        """What is said stays one short line, however many there are."""
        many = [Model(f"m{number}", context=128000) for number in range(200)]
        body = FakeBody({one.name: [refused("nobody listens there")] for one in many})
        with self.assertRaises(ModelError) as caught:
            Models(many, body.ask).ask("", HI)
        self.assertLess(len(caught.exception.line), 200)
        self.assertEqual(len(body.asked), 4)

    def test_what_to_do_next_is_the_hint(self) -> None:
        """The body says it in brackets."""
        with self.assertRaises(ModelError) as caught:
            self.models(FakeBody({"big": [refused("the key (of big) is wrong (set it anew)")]}), BIG).ask("answer", HI)
        self.assertEqual((caught.exception.line, caught.exception.hint),
                         ("big: the key (of big) is wrong", "set it anew"))  # fmt: skip

    def test_what_was_shown_is_not_begun_anew(self) -> None:
        """No second model after the first piece."""

        class Breaks(FakeBody):
            def ask(self, action, on_piece=None):  # type: ignore[no-untyped-def]
                on_piece("half")
                return refused("the stream broke off")

        shown: list[str] = []
        with self.assertRaises(ModelError) as caught:
            self.models(Breaks({}), BIG, LITTLE).ask("answer", HI, on_piece=shown.append)
        self.assertEqual((shown, caught.exception.shown), (["half"], True))

    def test_each_way_to_fail_is_one_line(self) -> None:
        """Status, refusal, wrong JSON, an answer that was cut."""
        for answer, line in (
            (ResultEvent("", exit_code=1, stderr="\nno such model\nmore\n"), "big: no such model"),
            (ResultEvent("", exit_code=3), "big: it ended with status 3"),
            (ResultEvent("", exit_code=0, stdout="no", usage=Usage(stop="refusal")), "big declined to answer"),
            (ResultEvent("", exit_code=0, stdout='{"n": 0}'), "big: n must be at least 1, not 0"),
            (ResultEvent("", exit_code=0, stdout='{"n": ', usage=Usage(stop="length")), "big broke off after 9 tokens"),
        ):
            with self.subTest(line=line), self.assertRaises(ModelError) as caught:
                self.models(FakeBody({"big": [answer]}), BIG).ask("answer", HI, SCHEMA, 9)
            self.assertEqual(caught.exception.line, line)

    def test_a_cancel_goes_up(self) -> None:
        """It is no failure of the model."""
        with self.assertRaises(Cancelled):
            self.models(FakeBody({"big": [Cancelled("no")]}), BIG, LITTLE).ask("answer", HI)

    def test_a_program_that_answers_in_prose(self) -> None:
        """It gets one text with the schema in it, and one more try with what was wrong."""
        agent = Model("agent", is_agent=True)
        body = FakeBody({"agent": ['Sure: {"n": 0}', 'Oh. {"n": 4}']})
        said = self.models(body, agent).ask("answer", [Message("system", "be kind"), *HI], SCHEMA)
        self.assertEqual(said.value, {"n": 4})
        first, second = body.asked
        self.assertEqual((len(first.messages), first.schema, first.messages[0].role), (1, None, "user"))
        self.assertIn('"minimum":1', first.messages[0].text)
        self.assertIn("be kind", first.messages[0].text)
        self.assertIn("must be at least 1", second.messages[0].text)
        body = FakeBody({"agent": ["no", "no"]})
        with self.assertRaises(ModelError):
            self.models(body, agent).ask("answer", HI, SCHEMA)

    def test_what_is_sent_fits(self) -> None:
        """The answer's tokens are left free."""
        body = FakeBody({"little": ["ok"]})
        self.models(body, LITTLE).ask("answer", [Message("user", "x" * 100_000)], None, 1000)
        sent = body.asked[0]
        self.assertLessEqual(budget.size(sent.messages) + sent.max_tokens, 4096)

    def test_the_way_that_worked_is_kept(self) -> None:
        """In one file of the brain's folder; what is broken is forgotten."""
        with tempfile.TemporaryDirectory() as folder:
            self.models(FakeBody({"big": [{"n": 1}]}), BIG, state=folder).ask("answer", HI, SCHEMA)
            self.assertEqual(os.listdir(folder), [RUNGS])
            body = FakeBody({"big": [{"n": 1}], "little": [{"n": 1}]})
            models = self.models(body, BIG, LITTLE, state=folder)
            models.ask("answer", HI, SCHEMA)
            self.assertEqual(body.asked[0].rung, "json_schema")
            for broken in (b"{", b"[1]", b'{"big": 5}', b"\xff"):
                with open(os.path.join(folder, RUNGS), "wb") as file:
                    file.write(broken)
                body = FakeBody({"big": [{"n": 1}]})
                self.models(body, BIG, state=folder).ask("answer", HI, SCHEMA)
                self.assertEqual(body.asked[0].rung, "")
                with open(os.path.join(folder, RUNGS), encoding="utf-8") as written:
                    self.assertEqual(json.load(written), {"big": "json_schema"})
        body = FakeBody({"big": [{"n": 1}]})
        self.models(body, BIG, state=os.path.join(folder, "gone")).ask("answer", HI, SCHEMA)


if __name__ == "__main__":
    unittest.main()
