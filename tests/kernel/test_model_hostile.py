"""What a model may put into each place of each answer: it is taken or refused in a line, and nothing is raised."""

from __future__ import annotations

import copy
import json
import os
import tempfile
import unittest
from collections.abc import Iterator, Sequence
from typing import Any

from minds import FakeBody, asked, brain
from setting import failed

# isort: split
from ghost_kernel import schemas
from ghost_kernel.agents import choosing, critic, prompts, repair, scout
from ghost_kernel.protocol.types import FailedEvent, Model

VERDICTS = {"verdicts": [{"number": 1, "against": "no", "drop": False, "doubt": 0.5}]}
NO_LOOKS: dict[str, object] = {"looks": []}
LINES = {"lines": [{"line": "frob -r moon", "why": "so it is done"}]}
LOOKS = {"looks": [{"why": "to see", "argv": ["ls", "-l"]}]}
ANSWERS: list[tuple[Any, Any]] = [
    (critic.SCHEMA, VERDICTS),
    (scout.SCHEMA, LOOKS),
    (prompts.LINES, LINES),
    (prompts.LINES_OR_LOOKS, {**LOOKS, **LINES}),
    (repair.schema(2), LINES),
    (choosing.schema(["--reversed"]), {"option": "--reversed"}),
]
HERE = "@@here@@"
HOSTILE = (
    "0", "-1", "1.0", "2.5", "-0.0", "1e400", "-1e400", "1e-400", "1e15", "1e308", "1" + "0" * 400, "9" * 5000,
    "-" + "9" * 20, "NaN", "Infinity", "-Infinity", "true", "null", "[]", "{}", "[[]]", '[1, "a", null, {}]', '""',
    '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"a\\nb\\u001b[2J\\u202e"', '{"a": 1, "a": 2}', '{"\\ud800": 1}',
    '{"\\u0000": "\\u0000"}', "[" * 70 + "]" * 70, "[" * 900 + "]" * 900, "[" * 10_000 + "]" * 10_000,
    '{"a":' * 10_000 + "1" + "}" * 10_000, '"' + "x" * 500_000 + '"', '"' + '{\\"' * 50_000 + '"',
    "[" + ",".join(["1"] * 50_000) + "]", "", ",", "/", "0x10", "'a'", "undefined",
)  # fmt: skip
SMALL = [one for one in HOSTILE if len(one) < 5000]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a value, the value itself first."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def spoilt(value: Any, hostile: Sequence[str] = HOSTILE) -> Iterator[tuple[str, str]]:
    """The text of the value with something hostile in each of its places, and where it stands."""
    for path in places(value):
        if not path:
            continue
        with_mark = copy.deepcopy(value)
        at = with_mark
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = HERE
        text = json.dumps(with_mark)
        for one in hostile:
            yield text.replace(f'"{HERE}"', one), f"{path} {one[:20]}"
    whole = json.dumps(value)
    for one in hostile:
        yield one, f"all {one[:20]}"
        yield whole[:-1] + f', "more": {one}}}', f"more {one[:20]}"
        yield f"I thought of {one} and {whole}", f"prose {one[:20]}"
    yield whole[:-1] + "," + whole[1:], "twice"
    yield whole[:-1], "cut"


class TestEveryPlace(unittest.TestCase):
    def test_taken_or_refused_in_a_line(self) -> None:
        """By the brain and by the talker, which reads answers of servers in the same way."""
        for schema, value in ANSWERS:
            self.assertEqual(schemas.read(json.dumps(value), schema), (value, ""))
            # What is large is read alike whatever it is held to.
            for text, told in spoilt(value, HOSTILE if schema is critic.SCHEMA else SMALL):
                with self.subTest(told=told):
                    found, wrong = schemas.read(text, schema, in_prose=True)
                    self.assertNotEqual(found is None, wrong == "")
                    self.assertLess(len(wrong), 400)
                    wrong.encode()
                    json.dumps(found, allow_nan=False).encode()
                    try:
                        text, found = schemas.found(text)
                    except ValueError as error:
                        self.assertLess(len(str(error)), 400)
                        continue
                    self.assertLess(len(schemas.problem(found, schema) or ""), 400)

    def test_what_is_no_whole_number_of_a_line(self) -> None:
        """A list is not asked for its item 0.0, and nothing is compared that has no size."""
        for number, wrong in (
            ("1.0", "must be integer"),
            ("1e400", "too large"),
            ("1" + "0" * 400, "too large"),
            ("NaN", "not JSON"),
            ("true", "must be integer"),
        ):
            text = json.dumps(VERDICTS).replace('"number": 1', f'"number": {number}')
            self.assertIn(wrong, schemas.read(text, critic.SCHEMA)[1], number)


class TestBehind(unittest.TestCase):
    """What is done with an answer that was taken."""

    def setUp(self) -> None:
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.cwd = kept.name
        os.mkdir(os.path.join(self.cwd, ".bin"))
        with open(os.path.join(self.cwd, ".bin", "frob"), "w", encoding="utf-8"):
            pass
        os.chmod(os.path.join(self.cwd, ".bin", "frob"), 0o755)

    def mend(self, *minds: object) -> None:
        """A repair by a diagnostician and a critic of its own."""
        body = FakeBody({"one": [minds[0], minds[0]], "judge": [minds[1]]})  # type: ignore[list-item]
        models = [Model("one", ["diagnostician"], context=64000), Model("judge", ["critic"])]
        event = failed("frob moon", "frob: cannot do that\n", 1, path=[f"{self.cwd}/.bin"], cwd=self.cwd)
        self.assertIsNotNone(brain(body, models).handle(FailedEvent.from_wire(event)))

    def test_repairs(self) -> None:
        """The brain has something to say of each."""
        for text, told in spoilt(LINES, SMALL):
            with self.subTest(told=told):
                self.mend(text, VERDICTS)
        for text, told in spoilt(VERDICTS, SMALL):
            with self.subTest(told=told):
                self.mend(LINES, text)

    def test_sentences(self) -> None:
        """As well where looks are chosen and lines are judged."""
        models = [Model("worker", ["answer", "diagnostician", "scout"], context=64000), Model("judge", ["critic"])]
        both = {"looks": [], **LINES}
        runs = [("frob the moon and remove it", [text, "No."], VERDICTS, told) for text, told in spoilt(both, SMALL)]
        runs += [("remove the moon", [both], text, told) for text, told in spoilt(VERDICTS, SMALL)]
        runs += [("why is the moon there", [text, NO_LOOKS, "So."], "", told) for text, told in spoilt(LOOKS, SMALL)]
        for sentence, worker, judge, told in runs:
            with self.subTest(told=told):
                body = FakeBody({"worker": [*worker, *["No."] * 4], "judge": [judge]})  # type: ignore[list-item]
                asked(body, models, sentence, self.cwd)
                self.assertEqual(body.logged, [])


if __name__ == "__main__":
    unittest.main()
