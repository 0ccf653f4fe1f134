"""Failures near in meaning: a guess where the line fits as well, a place in a search, a fact for a model; and their
vectors, which go where the failures go.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import unittest
from unittest import mock

from setting import PROJECT, failed, failure

sys.path.insert(0, os.path.join(PROJECT, "tests", "bench"))

import alike as bench

# isort: split
from ghost_kernel import mind
from ghost_kernel.agents import evidence, repair
from ghost_kernel.engine import Engine
from ghost_kernel.machine import Machine
from ghost_kernel.memory import (
    Memory,
    embedding,
    episodes,
    filling,
    forgetting,
    recall,
    searching,
    shape,
    store,
    transfer,
    vectors,
)
from ghost_kernel.memory.store import Store
from ghost_kernel.protocol.types import FailedEvent

EXTRAS = os.environ.get("GHOST_EXTRAS", "")  # ghost's data folder, where the extras are set up
ROW = (b"\1" * 48, b"\2" * 384)


class Near:
    """Meaning with an answer of its own: all failures, as near as it was told."""

    def __init__(self, cosine: float = 0.9) -> None:
        self.cosine = cosine
        self.asked: list[str] = []

    def alike(self, base: sqlite3.Connection, text: str, count: int) -> list[tuple[int, float]]:
        """All there are."""
        self.asked.append(text)
        return [(row[0], self.cosine) for row in base.execute("select id from episodes order by id limit ?", (count,))]

    def compare(self, base: sqlite3.Connection, text: str, keys: list[int]) -> dict[int, float]:
        """These."""
        self.asked.append(text)
        return dict.fromkeys(keys, self.cosine)


class Base(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        for name in ("frob", "tarn", "git"):
            with open(os.path.join(self.folder, name), "w", encoding="ascii") as file:
                os.chmod(file.name, 0o755)
        self.machine = Machine(self.folder, [self.folder])
        self.store = Store(self.folder, print)
        self.addCleanup(self.store.close)

    def learn(self, line: str, output: str, fix: str, **more: object) -> None:
        """Writes down that a line helped once."""
        there = failure(line, output)
        words = [word.plain for word in shape.words_of(there.stages)]
        told: dict[str, object] = {"line": line, "output": output, "fix": fix, "solved": 1, "project": "/a", **more}
        told.setdefault("dialect", "bash")
        made = episodes.Episode(shape=shape.of_line(there), error=shape.of_output(output, words), exit_code=1, **told)
        self.store.write(lambda base: episodes.write(base, [made]))

    def near(self, line: str, output: str, cosine: float = 0.9) -> list[tuple[str, float]]:
        """What is proposed for a failure by meaning."""
        there = failure(line, output, machine=self.machine)
        found = self.store.read(lambda base: recall.of_near(base, there, Near(cosine)))  # type: ignore[arg-type]
        assert found is not None
        return [] if isinstance(found, bool) else [(one.command, one.confidence) for one in found.candidates]


class TestRecall(Base):
    def test_another_versions_words(self) -> None:
        """A guess, however often it worked; put into the words of now."""
        self.learn("frob up a", "frob: the hub is not reachable\n", "frob --again up a", solved=30)
        wanted = [("frob --again up b", recall.GUESS)]
        self.assertEqual(self.near("frob up b", "frob: cannot reach the hub\n"), wanted)
        self.assertLess(recall.GUESS, mind.UNSURE)

    def test_what_is_not_near_or_not_alike(self) -> None:
        """Too far; another subcommand; another shell; nothing said, or nothing seen."""
        self.learn("frob up a", "frob: the hub is not reachable\n", "frob --again up a")
        said = "frob: cannot reach the hub\n"
        self.assertEqual(self.near("frob up b", said, recall.NEAR - 0.01), [])
        self.assertEqual(self.near("frob down b", said), [])
        self.assertEqual(self.near("frob up b", "42\n"), [])
        self.learn("tarn up a", "tarn: gone\n", "tarn --again up a", dialect="nu")
        self.assertEqual(self.near("tarn up b", "tarn: away\n"), [])

    def test_what_failed_or_was_turned_down(self) -> None:
        """More often than it worked."""
        self.learn("frob up a", "frob: the hub is not reachable\n", "frob --again up a", failed=2)
        self.assertEqual(self.near("frob up a", "frob: cannot reach the hub\n"), [])
        self.learn("tarn up a", "tarn: the hub is not reachable\n", "tarn --again up a", declined=2)
        self.assertEqual(self.near("tarn up a", "tarn: cannot reach the hub\n"), [])

    def test_words_of_a_program_stay_untrusted(self) -> None:
        """That a line is a guess makes none of its words the person's."""
        self.learn("frob up a", "frob: no\n", "frob --hub up a", origins="output --hub")
        there = failure("frob up a", "frob: not now\n", machine=self.machine)
        found = self.store.read(lambda base: recall.of_near(base, there, Near()))  # type: ignore[arg-type]
        assert isinstance(found, recall.Recalled)
        self.assertIn(("--hub", "output"), [(one.word, one.origin) for one in found.candidates[0].origins])


class TestMind(Base):
    def think(self, line: str, output: str, meaning: Near) -> list[tuple[str, float]]:
        """What is proposed with rules, memory and a meaning that is loaded."""
        memory = Memory(self.folder, print)
        memory._meaning = meaning  # type: ignore[assignment]
        event = FailedEvent.from_wire(failed(line, output, 1, path=[self.folder], cwd=self.folder))
        found = mind.think(event, Machine(event.cwd, event.path), Engine(), memory).candidates
        return [(one.command, one.confidence) for one in found]

    def test_meaning_is_asked_last(self) -> None:
        """Neither where text knows this failure nor where a rule is sure; else what it has is proposed."""
        self.learn("frob up a", "frob: the hub is not reachable\n", "frob --again up a")
        self.learn("git comit", "git: never heard of it\n", "git status")
        meaning = Near()
        self.assertEqual(
            self.think("frob up a", "frob: the hub is not reachable\n", meaning)[0][0], "frob --again up a"
        )
        self.think("git comit", "git: 'comit' is not a git command. See 'git --help'.\n", meaning)
        self.assertEqual(meaning.asked, [])
        said = "frob: cannot reach the hub\n"
        self.assertEqual(self.think("frob up a", said, meaning), [("frob --again up a", recall.GUESS)])
        self.assertEqual(meaning.asked, ["cannot reach the hub"])

    def test_a_refusal_known_by_text_is_not_asked_again(self) -> None:
        """What was turned down for this very failure does not come back as a guess."""
        self.learn("frob up a", "frob: no\n", "frob --again up a", solved=0, declined=1)
        self.learn("frob up a", "frob: not now\n", "frob --again up a")
        self.learn("git comit", "git: never heard of it\n", "git status")
        meaning = Near()
        self.assertEqual(self.think("frob up a", "frob: no\n", meaning), [])
        self.assertEqual(meaning.asked, [])

    def test_extras_that_break_are_let_go(self) -> None:
        """One line in the log, and words alone from then on."""
        self.learn("frob up a", "frob: the hub is not reachable\n", "frob --again up a")
        log: list[str] = []
        memory = Memory(self.folder, log.append)
        memory._meaning = mock.Mock(**{"compare.side_effect": RuntimeError("no room")})
        there = failure("frob up b", "frob: cannot reach the hub\n", machine=self.machine)
        self.assertIsNone(memory.near(there))
        self.assertIsNone(memory._meaning)
        self.assertEqual(log, ["what is remembered is found by words alone: no room"])
        memory._meaning = mock.Mock(**{"embedder.vectors.side_effect": RuntimeError("no room")})
        memory._give_vectors()
        self.assertEqual(len(log), 2)
        memory._opened().close()

    def test_what_a_model_is_told(self) -> None:
        """Of other projects only where every model for it is on this machine; and it gets into the question."""
        self.learn("frob up a", "frob: the hub sleeps\n", "frob wake", project="/elsewhere")
        event = FailedEvent.from_wire(
            failed("frob up z", "frob: the hub naps\n", 1, path=[self.folder], cwd=self.folder)
        )
        memory = Memory(self.folder, print)
        thought = mind.think(event, Machine(event.cwd, event.path), Engine(), memory)
        for places, wanted in (((True,), ["here before: frob up a failed, frob wake worked"]), ((True, False), [])):
            models = mock.Mock()
            models.of.return_value = [mock.Mock(local=place) for place in places]
            with mock.patch("ghost_kernel.agents.repair.candidates", return_value=[]) as asked:
                mind.better(thought, event, models, lambda who, text: None, memory)
            self.assertEqual(asked.call_args.args[4], wanted)
        assert thought.failure is not None
        said = repair.messages(thought.failure, [], 250, True, ["here before: x failed, y worked"])
        self.assertIn("here before: x failed, y worked", said[-1].text)
        memory._opened().close()


class TestSearch(Base):
    def found(self, text: str, meaning: Near | None) -> list[int]:
        """Numbers, best first."""
        return self.store.read(lambda base: searching.hybrid(base, text, text, 9, meaning)) or []  # type: ignore

    def test_words_and_meaning(self) -> None:
        """All words before some, some before none; without meaning, words alone; what is far is not found."""
        self.learn("frob up", "frob: hub asleep\n", "x")
        self.learn("tarn up", "tarn: link asleep\n", "y")
        self.learn("git up", "git: nothing alike\n", "z")
        self.assertEqual(self.found("tarn asleep", Near(0.5)), [2, 1, 3])
        self.assertEqual(self.found("tarn asleep", Near(0.1)), [2, 1])
        self.assertEqual(sorted(self.found("asleep", None)), [1, 2])
        self.assertEqual(self.found("quiet", Near(0.1)), [])


class TestPast(Base):
    def test_facts_for_a_model(self) -> None:
        """Of the same program, what worked; of other projects only where the model is here; no secret, no signs."""
        self.learn("frob up a", "frob: the hub sleeps\n", "frob wake", project=self.folder)
        self.learn("frob up b", "frob: the hub sleeps\n", "frob rouse", project="/b")
        self.learn("frob up c", "frob: the hub sleeps\n", "frob \u00absecret-1\u00bb", project=self.folder)
        self.learn("frob up d", "frob: the hub sleeps\n", "frob \x1b[2J", project=self.folder)
        self.learn("frob up e", "frob: the hub sleeps\n", "frob sing", project=self.folder, solved=0, failed=1)
        self.learn("tarn up f", "tarn: the hub sleeps\n", "tarn wake", project=self.folder)
        memory = Memory(self.folder, print)
        there = failure("frob up z", "frob: the hub sleeps\n", machine=self.machine)
        told = "here before: frob up a failed, frob wake worked"
        self.assertEqual(memory.past(there, only_here=True), [told])
        both = memory.past(there, only_here=False)
        self.assertEqual(sorted(both), [told, "here before: frob up b failed, frob rouse worked"])
        self.assertIn(told, evidence.of(there, 250, both).splitlines())
        self.assertNotIn(told, evidence.of(there, 5, both))
        memory._opened().close()


class TestVectors(Base):
    def keys(self) -> list[set[int]]:
        """Whose vectors there are, in both tables."""
        tables = (vectors.EPISODES.numbers, vectors.EPISODES.bits)
        return [{row[0] for row in self.store.read(lambda base, one=one: base.execute(f"select episode from {one}")  # type: ignore
                .fetchall()) or []} for one in tables]  # fmt: skip

    def given(self) -> int:
        """Gives all that have none a vector; gives how many."""
        texts = self.store.read(lambda base: vectors.missing(base, 100, vectors.EPISODES)) or []
        rows = [(key, *ROW) for key, _ in texts]
        self.store.write(lambda base: vectors.write(base, rows, vectors.EPISODES))
        return len(rows)

    def test_they_go_with_their_failures(self) -> None:
        """Forgotten, pruned, brought in from elsewhere; of what is gone none is kept."""
        for number in range(6):
            self.learn(f"frob {number}", "frob: no\n", "frob on", used=number)
        self.assertEqual((self.given(), self.given()), (6, 0))
        self.store.write(lambda base: forgetting.these(base, [2]))
        self.store.write(lambda base: forgetting.like(base, "frob 2"))
        self.assertEqual(self.keys(), [{1, 4, 5, 6}] * 2)
        self.store.write(lambda base: episodes.prune(base, 3))
        self.assertEqual(self.keys(), [{4, 5, 6}] * 2)
        self.store.write(lambda base: vectors.write(base, [(2, *ROW)], vectors.EPISODES))
        self.assertEqual(self.keys(), [{4, 5, 6}] * 2)
        row = self.store.read(lambda base: base.execute(transfer.ALL).fetchone())
        self.store.write(
            lambda base: episodes.write(base, [episodes.Episode(**dict(zip(episodes.COLUMNS, row or ())))])
        )
        self.assertEqual(self.given(), 0, "one that is there already keeps its vector")
        self.store.write(forgetting.everything)
        self.assertEqual(self.keys(), [set(), set()])

    @unittest.skipUnless(embedding.site(EXTRAS), "GHOST_EXTRAS names no folder with the extras")
    def test_what_is_no_vector(self) -> None:
        """Is left out: a row cut short, say by another version, costs itself alone."""
        for line in ("frob a", "frob b"):
            self.learn(line, "frob: no\n", "frob on")
        meaning = vectors.Meaning(embedding.Embedder(EXTRAS))
        filling.everything(self.store, meaning.embedder)
        for cut in ("episode_bits set bits", "episode_vectors set numbers"):
            self.store.write(lambda base, cut=cut: base.execute(f"update {cut} = x'01' where episode = 1"))  # type: ignore
        found = self.store.read(lambda base: meaning.alike(base, "no", 9)) or []
        self.assertEqual([key for key, _ in found], [2])
        self.assertEqual(list(self.store.read(lambda base: meaning.compare(base, "no", [1, 2])) or {}), [2])

    def test_what_a_vector_is_made_of(self) -> None:
        """What was said, without what differs; the line where nothing was."""
        self.learn("frob a.txt", "frob: cannot open 'a.txt' at /srv/a:12\n\n", "x")
        self.learn("tarn b", "", "y")
        texts = self.store.read(lambda base: vectors.missing(base, 9, vectors.EPISODES))
        self.assertEqual(texts, [(2, "tarn b"), (1, "cannot open ' ' at")])
        newer = self.store.read(lambda base: vectors.missing(base, 9, vectors.EPISODES, after=1))
        self.assertEqual(newer, [(2, "tarn b")])

    def test_a_file_of_the_version_before(self) -> None:
        """Keeps what it has, and takes vectors."""
        self.learn("frob a", "frob: no\n", "frob on")
        self.store.close()
        base = sqlite3.connect(self.store.path)
        for name in ("episode_vectors", "episode_bits", "episode_state"):
            base.execute(f"drop table {name}")
        base.execute("drop trigger episodes_vector_gone")
        base.execute("pragma user_version = 2")
        base.commit()
        base.close()
        self.assertEqual(self.given(), 1)
        self.assertEqual(self.store.read(lambda base: base.execute("pragma user_version").fetchone()),
                         (len(store.MIGRATIONS),))  # fmt: skip


@unittest.skipUnless(embedding.site(EXTRAS), "GHOST_EXTRAS names no folder with the extras")
class TestExtras(unittest.TestCase):
    def test_pairs(self) -> None:
        """More is found than by words alone; what only looks alike is not proposed; all is a guess."""
        told = bench.judge(vectors.Meaning(embedding.Embedder(EXTRAS)))
        plain = bench.judge(None)
        hits = [sum(is_found for _, is_found, _ in some["meaning"]) for some in (told, plain)]
        self.assertGreater(hits[0], hits[1] + 3)
        self.assertEqual([one.now for one, _, lines in told["look"] if lines], [])
        self.assertGreater(sum(bool(lines) for _, _, lines in told["version"]), 2)
        sure = [confidence for rows in told.values() for _, _, lines in rows for _, confidence in lines]
        self.assertLess(max(sure), mind.UNSURE)

    def test_a_brain_makes_them_itself(self) -> None:
        """Once words alone have found nothing, beside its work; and of what it learns afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            there = failure("frob a", "frob: the hub is not reachable\n")
            memory = Memory(folder, print, data=EXTRAS)
            told: dict[str, object] = {"shape": shape.of_line(there), "dialect": "bash", "fix": "frob on", "solved": 1}
            one = episodes.Episode(line="frob b", error="frob: cannot reach the hub", **told)
            memory._opened().write(lambda base: episodes.write(base, [one]))
            memory.prepare()
            self.assertFalse(memory._is_loading, "nobody has asked")
            self.assertIsNone(memory.near(failure("tarn a", "tarn: no\n")))
            self.assertFalse(memory._wants_meaning, "nothing is alike")
            self.assertIsNone(memory.near(there))
            self.assertTrue(memory._wants_meaning)
            memory._is_loading = True  # the thread's work, done here
            memory._loaded()
            state = "select highest from episode_state"
            self.assertEqual(memory._opened().read(lambda base: base.execute(state).fetchone()), (1,))
            other = episodes.Episode(line="frob c", error="frob: x", **told)
            memory._opened().write(lambda base: episodes.write(base, [other]))
            memory._give_vectors()
            self.assertEqual(memory._opened().read(lambda base: base.execute(state).fetchone()), (2,))
            memory._opened().close()


if __name__ == "__main__":
    unittest.main()
