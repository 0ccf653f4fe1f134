"""Memory: what came of a failure is known at the next one, by a real brain and in a real file."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
import threading
import unittest
from unittest import mock

from setting import HELLO, NOT_A_COMMAND, SHUTDOWN, failed, failure, talk

# isort: split
from ghost_kernel.machine import Machine
from ghost_kernel.memory import NAME, episodes, fitting, shape
from ghost_kernel.memory.store import Store

OUTPUT = "frob: cannot reach the hub\n"


class TestBrain(unittest.TestCase):
    """A brain with rules of its own, which remembers in a folder."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = os.path.realpath(folder.name)
        for name in ("state", "rules", "work", "bin", "other"):
            os.mkdir(os.path.join(self.place, name))
        for name in ("frob", "frobnicate", "git"):
            with open(os.path.join(self.place, "bin", name), "w", encoding="ascii") as file:
                file.write("#!/bin/sh\n")
            os.chmod(file.name, 0o755)
        rule = (
            "from ghost_kernel.rules import Fix, rule\n\n\n@rule(programs=['frob'], output_has='hub')\n"
            "def propose(failure):\n"
            "    return Fix(['frob', '--again', *failure.args], confidence=0.8, why='the hub is slow')\n"
        )
        with open(os.path.join(self.place, "rules", "hub.py"), "w", encoding="ascii") as file:
            file.write(rule)

    def hello(self, **more: object) -> dict[str, object]:
        """A greeting with memory on."""
        settings = {"state_dir": os.path.join(self.place, "state"), "rules_dir": os.path.join(self.place, "rules"),
                    "memory": True, **more}  # fmt: skip
        return {**HELLO, "settings": settings}

    def event(self, line: str, output: str | None = OUTPUT, cwd: str = "work", **more: object) -> dict[str, object]:
        """A failed line in one of the folders."""
        path = [os.path.join(self.place, "bin")]
        return failed(line, output, path=path, cwd=os.path.join(self.place, cwd), **more)

    def told(self, *events: object, **settings: object) -> list[dict[str, object]]:
        """What a brain proposes last, memory's word included."""
        said, done = talk(self.hello(**settings), *events, SHUTDOWN)
        self.assertEqual(done.stderr, b"")
        return list(said[-1].get("candidates", []))  # type: ignore[call-overload]

    def outcome(self, verdict: str, line: str = "") -> dict[str, object]:
        """The end of a repair."""
        return {"event": "outcome", "id": 77, "verdict": verdict, "line": line}

    def later(self, verdict: str, line: str, typed: str, cwd: str = "work", **more: object) -> dict[str, object]:
        """What became of an offer, told afterwards."""
        return {**self.outcome(verdict, line), "typed": typed, "cwd": os.path.join(self.place, cwd), **more}

    def rows(self, what: str = "*") -> list[tuple[object, ...]]:
        """What the file holds."""
        base = sqlite3.connect(os.path.join(self.place, "state", NAME))
        try:
            return base.execute(f"select {what} from episodes").fetchall()
        finally:
            base.close()

    def test_what_worked_is_proposed_again_and_surer_each_time(self) -> None:
        """Here at once, elsewhere less; the words come from where they came from then."""
        line = "frob --again a"
        sure = []
        for _ in range(3):
            self.told(self.event("frob a"), self.outcome("solved", line))
            best = self.told(self.event("frob a"))[0]
            self.assertEqual((best["command"], best["source"]), (line, "memory"))
            self.assertIn("worked", str(best["why"]))
            self.assertIn({"word": "--again", "origin": "rule"}, best["origins"])
            self.assertFalse(best["proven"])
            sure.append(float(str(best["confidence"])))
        self.assertEqual(sure, sorted(set(sure)))
        self.assertEqual(self.rows("solved, failed, declined"), [(3, 0, 0)])
        elsewhere = self.told(self.event("frob a", cwd="other"))[0]
        self.assertLess(float(str(elsewhere["confidence"])), sure[-1])

    def test_what_worked_for_one_word_is_put_into_the_words_of_now(self) -> None:
        """Without the rule that once found it; not for another subcommand."""
        self.told(self.event("frob up a"), self.outcome("solved", "frob --again up a"))
        os.unlink(os.path.join(self.place, "rules", "hub.py"))
        best = self.told(self.event("frob up 'b c'"))[0]
        self.assertEqual((best["command"], best["source"]), ("frob --again up 'b c'", "memory"))
        self.assertEqual(self.told(self.event("frob down a")), [])

    def test_what_was_turned_down_is_not_proposed_again(self) -> None:
        """Not by the rule either; for another failure of the same line it is, and elsewhere it is less sure."""
        self.assertEqual(len(self.told(self.event("frob a"))), 1)
        self.told(self.event("frob a"), self.outcome("declined", "frob --again a"))
        self.assertEqual(self.told(self.event("frob a")), [])
        self.assertEqual(len(self.told(self.event("frob a", "frob: the hub burns\n"))), 1)
        self.assertEqual(self.told(self.event("frob a", cwd="other"))[0]["confidence"], 0.56)

    def test_an_offer_that_nobody_answered_is_no_refusal(self) -> None:
        """The line was put at the prompt: whether it was run there is not known."""
        self.told(self.event("frob a"), self.outcome("offered", "frob --again a"))
        self.assertEqual(self.told(self.event("frob a"))[0]["confidence"], 0.8)
        self.assertEqual(self.rows("solved, declined, offered"), [(0, 0, 1)])

    def test_what_failed_counts_against_it(self) -> None:
        """Until it is no longer worth a try."""
        tried = [{"line": "frob --again a", "exit_code": 1, "output": OUTPUT}]
        self.told(self.event("frob a"), self.event("frob a", tried=tried, strike=2), self.outcome("gave_up"))
        self.assertEqual(self.told(self.event("frob a")), [])
        self.assertEqual(sorted(self.rows("fix, failed, given_up")), [("", 0, 1), ("frob --again a", 1, 0)])

    def test_nothing_of_a_private_line_is_kept(self) -> None:
        """Nor of the line before it, whose end was never told."""
        self.told(
            self.event("frob secretly"),
            self.event("frob a", private=True),
            self.outcome("solved", "frob --again a"),
            self.outcome("gave_up"),
        )
        self.assertEqual(self.rows(), [])

    def test_what_became_of_an_offer_is_learned_afterwards(self) -> None:
        """By another brain, and with other failures in between: it belongs to the offer, not to the repair in hand."""
        line = "frob --again a"
        self.told(self.event("frob a"), self.outcome("offered", line))
        self.assertEqual(self.told(self.event("frob a"))[0]["source"], "rule")
        self.told(self.event("frob b"), self.later("solved", line, "frob a"), self.outcome("offered", "frob --again b"))
        self.assertEqual(self.rows("line, solved, offered"), [("frob a", 1, 1), ("frob b", 0, 1)])
        best = self.told(self.event("frob a"))[0]
        self.assertEqual((best["command"], best["source"]), (line, "memory"))
        self.told(self.later("failed", line, "frob a"))
        self.assertEqual(self.rows("solved, failed")[0], (1, 1))
        self.assertLess(self.told(self.event("frob a"))[0]["confidence"], best["confidence"])

    def test_what_became_of_an_offer_is_credited_to_nothing_else(self) -> None:
        """Not to another line, another project, or a line that was never offered."""
        line = "frob --again a"
        self.told(self.event("frob a"), self.outcome("offered", line))
        self.told(self.event("frob c"), self.outcome("solved", "frob --again c"))
        for wrong in (
            self.later("solved", line, "frob b"),
            self.later("solved", line, "frob a", cwd="other"),
            self.later("solved", "frob --else", "frob a"),
            self.later("solved", "frob --again c", "frob c"),  # that one was never offered
            self.later("solved", "frob --own", "frob a", offered="frob --else"),
            self.later("gave_up", line, "frob a"),
            self.later("failed", "frob --own", "frob a", offered=line),
        ):
            self.told(wrong)
            self.assertEqual(self.rows("line, solved, failed"), [("frob a", 0, 0), ("frob c", 1, 0)], wrong)
        self.told(self.later("solved", line, "frob a"), memory=False)
        self.assertEqual(self.rows("solved")[0], (0,))
        self.told(self.later("declined", line, "frob a"))
        self.assertEqual(self.told(self.event("frob a")), [])

    def test_what_a_person_made_of_an_offer_is_the_best_teacher(self) -> None:
        """Their words are theirs; what came out of an output stays what it was."""
        self.told(self.event("frob a"), self.outcome("offered", "frob --again a"))
        own = "frob --again --slowly a"
        self.told(self.later("solved", own, "frob a", offered="frob --again a"))
        best = self.told(self.event("frob a"))[0]
        self.assertEqual((best["command"], best["source"]), (own, "memory"))
        origins = {one["word"]: one["origin"] for one in best["origins"]}
        self.assertEqual((origins["--again"], origins["--slowly"], origins["a"]), ("rule", "local", "typed"))
        self.assertEqual(self.rows("fix, solved, offered, source")[1], (own, 1, 0, "person"))

    def test_an_outcome_of_another_repair_is_not_learned(self) -> None:
        """Its line was never proposed here, or nothing has failed at all."""
        self.told(self.event("frob a"), self.outcome("solved", "frob --else"))
        self.told(self.outcome("gave_up"))
        self.told(self.event("frob a"), self.outcome("declined"))  # stopped: no line was turned down
        self.assertEqual(self.rows(), [])

    def asks(self, text: str = "how hot is the machine?") -> dict[str, object]:
        """A sentence that a skill of the person's own answers, with two lines to offer."""
        skills = os.path.join(self.place, "skills")
        if not os.path.exists(skills):
            os.mkdir(skills)
            with open(os.path.join(skills, "fans.py"), "w", encoding="ascii") as file:
                file.write(
                    "from ghost_kernel.skills import Answer, Example, frame, skill\n\n\n"
                    "@skill(frame('HOT', helps='MACHINE CPU STATUS HOW_MUCH'))\ndef answer(asked):\n"
                    "    cools, ends = asked.offer('frob --cool', 'cools it'), asked.offer('frob --off', 'ends it')\n"
                    "    return Answer('It is hot.', cools + ends)\n\n\n"
                    "EXAMPLES = [Example('how hot is the machine?', says='hot')]\n"
                )
        return {"event": "asked", "id": 8, "text": text, "cwd": os.path.join(self.place, "work"), "dialect": "bash",
                "path": [os.path.join(self.place, "bin")]}  # fmt: skip

    def offers(self, *before: object) -> list[str]:
        """What is offered after the sentence, when all this has been told before."""
        said, done = talk(self.hello(skills_dir=os.path.join(self.place, "skills")), *before, self.asks(), SHUTDOWN)
        self.assertEqual((done.stderr, said[-1]["action"]), (b"", "reply"))
        found = [one["command"] for action in said[-2:] for one in action.get("candidates", [])]  # type: ignore[attr-defined]
        return list(found)

    def asked(self, *after: object) -> None:
        """Asks it, and tells what became of that."""
        said, done = talk(self.hello(skills_dir=os.path.join(self.place, "skills")), self.asks(), *after, SHUTDOWN)
        self.assertEqual((done.stderr, said[-1]["action"]), (b"", "reply"))

    def test_what_became_of_a_sentences_offer_is_learned(self) -> None:
        """What was turned down is not offered again, and what has worked comes first."""
        text = "how hot is the machine?"
        self.assertEqual(self.offers(), ["frob --cool", "frob --off"])
        self.assertFalse(os.path.exists(os.path.join(self.place, "state", NAME)), "an answer alone is nothing to keep")
        self.asked(self.later("offered", "frob --cool", text))
        self.assertEqual(self.rows("line, fix, offered, project"), [(text, "frob --cool", 1, self.rows("cwd")[0][0])])
        self.told(self.later("declined", "frob --cool", text))
        self.assertEqual(self.offers(), ["frob --off"])
        self.asked(self.later("offered", "frob --off", text), self.later("solved", "frob --off", text))
        self.assertEqual(self.rows("fix, solved, declined"), [("frob --cool", 0, 1), ("frob --off", 1, 0)])
        self.told(self.later("solved", "frob --cool", text), self.later("solved", "frob --cool", text))
        self.assertEqual(self.offers(), ["frob --cool", "frob --off"])
        self.told(self.later("failed", "frob --cool", text), *[self.later("solved", "frob --off", text)] * 3)
        self.assertEqual(self.offers(), ["frob --off", "frob --cool"])

    def test_a_sentences_offer_is_credited_to_nothing_else(self) -> None:
        """Not to another sentence or folder, nor to a line that was not offered; and a failed line of these very words
        is another matter.
        """
        text = "how hot is the machine?"
        for wrong in (
            self.later("offered", "frob --cool", "how cold is the machine?"),
            self.later("offered", "frob --else", text),
            self.later("offered", "frob --cool", text, cwd="other"),
            self.later("solved", "frob --cool", text),
        ):
            self.asked(wrong)
            self.assertFalse(os.path.exists(os.path.join(self.place, "state", NAME)), wrong)
        self.asked(self.later("offered", "frob --cool", text), self.later("solved", "frob --cool", text))
        self.assertEqual(self.told(self.event(text, "bash: how: command not found", exit_code=127)), [])

    def test_an_offer_of_the_key_is_learned_once_it_is_at_the_prompt(self) -> None:
        """A line that was only asked about is not remembered; where it was put at the prompt, what becomes of it is."""
        line = "frob --again a"
        self.told(self.event("frob a", asked=True), self.outcome("offered", line))
        self.told(self.event("frob a", asked=True), self.later("offered", "frob --else", "frob a"))
        self.assertFalse(os.path.exists(os.path.join(self.place, "state", NAME)))
        self.told(self.event("frob a", asked=True), self.later("offered", line, "frob a"))
        self.assertEqual(self.rows("line, fix, offered"), [("frob a", line, 1)])
        self.told(self.later("solved", line, "frob a"))
        self.assertEqual(self.told(self.event("frob a"))[0]["source"], "memory")
        self.told(self.event("frob b", asked=True, private=True), self.later("offered", "frob --again b", "frob b"))
        self.assertEqual(len(self.rows()), 1)

    def test_off_means_that_nothing_is_read_or_written(self) -> None:
        """Not even what is there."""
        self.told(self.event("frob a"), self.outcome("declined", "frob --again a"))
        self.assertEqual(len(self.told(self.event("frob a"), memory=False)), 1)
        self.told(self.event("frob a"), self.outcome("declined", "frob --again a"), memory=False)
        self.assertEqual(self.rows("declined"), [(1,)])

    def test_a_placeholder_of_a_secret_is_never_proposed(self) -> None:
        """What stood there then is not known any more."""
        hidden = "frob --again \u00absecret-1\u00bb"
        self.told(self.event("frob \u00absecret-1\u00bb"), self.outcome("solved", hidden))
        os.unlink(os.path.join(self.place, "rules", "hub.py"))
        told = self.told(self.event("frob \u00absecret-1\u00bb"))
        self.assertEqual([one for one in told if one["source"] == "memory"], [])

    def test_a_proven_misspelling_stays_proven(self) -> None:
        """Memory and a rule say the same: the rule's proof counts."""
        self.told(self.event("git comit", NOT_A_COMMAND), self.outcome("solved", "git commit"))
        best = self.told(self.event("git comit", NOT_A_COMMAND))
        self.assertEqual([(one["command"], one["proven"]) for one in best], [("git commit", True)])

    def test_a_file_that_is_gone_is_not_offered(self) -> None:
        """It worked while it was there."""
        output = "cat: raedme.txt: No such file or directory\n"
        readme = os.path.join(self.place, "work", "readme.txt")
        with open(readme, "w", encoding="ascii"):
            pass
        self.told(self.event("cat raedme.txt", output), self.outcome("solved", "cat readme.txt"))
        self.assertEqual(self.rows("solved"), [(1,)])
        os.unlink(readme)
        self.assertEqual(self.told(self.event("cat raedme.txt", output)), [])

    def test_a_broken_file_is_set_aside(self) -> None:
        """It is said in the log, and memory begins anew."""
        path = os.path.join(self.place, "state", NAME)
        with open(path, "wb") as file:
            file.write(b"no base at all " * 500)
        said, done = talk(self.hello(), self.event("frob a"), self.outcome("solved", "frob --again a"), SHUTDOWN)
        self.assertEqual(said[1]["action"], "propose")
        self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertIn(b"broken-1", done.stderr)
        self.assertEqual(self.rows("solved"), [(1,)])
        self.assertTrue(os.path.exists(path + ".broken-1"))

    def test_a_file_of_a_newer_ghost_is_left_alone(self) -> None:
        """One line in the log; the repair goes on without memory."""
        path = os.path.join(self.place, "state", NAME)
        base = sqlite3.connect(path)
        base.execute("pragma user_version = 99")
        base.close()
        said, done = talk(self.hello(), self.event("frob a"), self.outcome("solved", "frob --again a"), SHUTDOWN)
        self.assertEqual((said[1]["action"], done.stderr.count(b"newer")), ("propose", 1))


class TestStore(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.log: list[str] = []
        self.store = Store(self.folder, self.log.append)
        self.addCleanup(self.store.close)

    def test_who_makes_the_file_at_the_same_time_is_waited_for(self) -> None:
        """SQLite itself does not wait for a writer where the kind of journal changes."""
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        descriptor = os.open(os.path.join(place.name, NAME), os.O_RDWR | os.O_CREAT, 0o600)
        os.close(descriptor)
        other = sqlite3.connect(os.path.join(place.name, NAME), isolation_level=None, check_same_thread=False)
        other.execute("begin immediate")
        done = threading.Timer(0.3, other.execute, ["rollback"])
        done.start()
        log: list[str] = []
        store = Store(place.name, log.append)
        store.write(lambda base: base.execute("select 1"))
        store.close()
        done.join()
        other.close()
        self.assertEqual(log, [])

    def test_the_file_is_the_persons_alone(self) -> None:
        """Also one that was made otherwise, and what SQLite puts beside it."""
        self.store.write(lambda base: episodes.write(base, [episode("a")]))
        os.chmod(self.store.path, 0o644)
        again = Store(self.folder, self.log.append)
        self.addCleanup(again.close)
        self.assertEqual(again.read(lambda base: base.execute("select count(*) from episodes").fetchone()), (1,))
        for name in os.listdir(self.folder):
            mode = stat.S_IMODE(os.stat(os.path.join(self.folder, name)).st_mode)
            self.assertEqual(mode & 0o077, 0, name)

    def test_a_file_that_cannot_be_closed_to_others_is_read_where_they_could_not_have_written_it(self) -> None:
        """A confined brain changes no rights; a file that came back from a backup is not lost by that."""
        self.store.write(lambda base: None)
        for mode, works in ((0o644, True), (0o662, False)):
            self.store.close()
            os.chmod(self.store.path, mode)
            with mock.patch("os.chmod", side_effect=PermissionError(1, "Operation not permitted")):
                done = self.store.read(lambda base: "read")
            self.assertEqual(done, "read" if works else None, self.log)
        self.assertIn("chmod 600", self.log[-1])

    def test_a_link_in_its_place_is_refused(self) -> None:
        """Nothing is written where it leads."""
        target = os.path.join(self.folder, "target")
        with open(target, "w", encoding="ascii"):
            pass
        os.symlink(target, self.store.path)
        self.assertIsNone(self.store.write(lambda base: episodes.write(base, [episode("a")])))
        self.assertEqual((os.path.getsize(target), len(self.log)), (0, 1))

    def test_a_folder_that_cannot_be_written_is_one_line(self) -> None:
        """No error goes up."""
        store = Store(os.path.join(self.folder, "nowhere"), self.log.append)
        self.assertIsNone(store.write(lambda base: episodes.write(base, [episode("a")])))
        self.assertEqual(len(self.log), 1)

    def test_the_least_useful_goes_first(self) -> None:
        """What solved something stays longer than what is only newer."""
        old = episode("solved", used=1)
        old.solved = 12
        self.store.write(lambda base: episodes.write(base, [old], 40))
        self.store.write(
            lambda base: episodes.write(base, [episode(f"line {one}", used=one) for one in range(2, 200)], 40)
        )
        rows = self.store.read(lambda base: base.execute("select line from episodes").fetchall()) or []
        self.assertLessEqual(len(rows), 40)
        self.assertIn(("solved",), rows)
        self.assertIn(("line 199",), rows)
        counted = self.store.read(
            lambda base: base.execute("select count(*) from episodes_text where episodes_text match 'line'").fetchone()
        )
        self.assertEqual(counted, (len(rows) - 1,))


def episode(line: str, **more: object) -> episodes.Episode:
    """One that is worth a row."""
    return episodes.Episode(**{"line": line, "fix": line + " x", "dialect": "bash", "used": 1, "created": 1,
                               "exit_code": 1, "shape": line, **more})  # fmt: skip


class TestShape(unittest.TestCase):
    def test_lines_of_one_shape(self) -> None:
        """Programs, subcommands and options stay; names do not."""
        for one, other in [
            ("git checkout mian", "git checkout featrue"),
            ("mkdir a/b", "mkdir 'x y/z'"),
            ("sudo apt install foo | tee log", "sudo apt install bar | tee other"),
            ("kill 12", "kill 345"),
        ]:
            self.assertEqual(shape.of_line(failure(one)), shape.of_line(failure(other)), one)
        others = [("git checkout x", "git switch x"), ("ls -l x", "ls -a x"), ("a b", "a b | c"), ("rm a", "rm $a")]
        for one, other in [*others, ("own up x", "own down x")]:
            self.assertNotEqual(shape.of_line(failure(one)), shape.of_line(failure(other)), one)

    def test_messages_of_one_kind(self) -> None:
        """Numbers, paths, quoted and typed names are taken out."""
        same = [
            ("cat: a.txt: No such file", "cat: b: No such file", ["a.txt"], ["b"]),
            ("x: line 3: pid 77 died in /tmp/a", "x: line 9: pid 8 died in /var/b", [], []),
            ("error: branch 'one' not found", "error: branch 'two' not found", [], []),
        ]
        for one, other, mine, theirs in same:
            self.assertEqual(shape.of_output(one, mine), shape.of_output(other, theirs))
        self.assertNotEqual(shape.of_output("x: no", []), shape.of_output("x: yes", []))
        self.assertEqual(len({shape.of_output(None, []), shape.of_output("", [])}), 2)


class TestFitting(unittest.TestCase):
    def check(self, old: str, fix: str, now: str, wanted: str) -> None:
        """What becomes of the line that helped once."""
        self.assertEqual(fitting.carried_over(old, fix, failure(now)), wanted, now)

    def test_words_are_carried_over_where_that_is_exact(self) -> None:
        """In their own quotes, wherever they stand."""
        self.check("mkdir a/b", "mkdir -p a/b", "mkdir 'x y/z'", "mkdir -p 'x y/z'")
        self.check("git comit -m one", "git commit -m one", "git comit -m 'two three'", "git commit -m 'two three'")
        self.check("cp a b", "cp -r a b", "cp c d", "cp -r c d")
        self.check("frob a > b", "frob -f a > b", "frob c > d", "frob -f c > d")

    def test_what_is_not_exact_is_not_carried_over(self) -> None:
        """A corrected name, a part of a word, a word that came from the place, two that were one."""
        self.check("cat raedme", "cat readme", "cat otehr", "")
        self.check("touch a/b/c", "mkdir -p a/b && touch a/b/c", "touch x/y/z", "")
        self.check("git push", "git push -u origin main", "git push x", "")
        self.check("frob a", "frob a hub7", "frob b", "")
        self.check("cp a a", "cp -r a a", "cp b c", "")
        self.check("frob a", "frob -x a", "frob $b", "")
        self.check("frob a", "frob -x a", "frob *", "")
        self.check("frob a", "frob -x a # not a", "frob b", "")

    def test_what_it_brings_in_has_to_be_here(self) -> None:
        """Programs, files, names of things; a name that nobody can look up counts where it has worked."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("frob", "there.txt"):
                with open(os.path.join(folder, name), "w", encoding="ascii"):
                    os.chmod(os.path.join(folder, name), 0o755)
            machine = Machine(folder, [folder])
            missing = "frob: x.txt: No such file or directory\n"
            for line, fix, output, here, wanted in [
                ("forb a", "frob a", "forb: not found", False, True),
                ("forb a", "frobs a", "forb: not found", True, False),
                ("frob x.txt", "frob there.txt", missing, False, True),
                ("frob x.txt", "frob gone.txt", missing, True, False),
                ("frob x", "frob x hub7", "frob: no hub", True, True),
                ("frob x", "frob x hub7", "frob: no hub", False, False),
                ("frob x", "frob x hub7", "frob: try hub7 instead", False, True),
                ("frob x", "frob -v x", "frob: no", False, True),
                ("frob x", "frob -v x\nrm y", "frob: no", True, False),
            ]:
                made = failure(line, output, machine=machine)
                self.assertEqual(fitting.fits(fix, made, here, here), wanted, (line, fix, output, here))


if __name__ == "__main__":
    unittest.main()
