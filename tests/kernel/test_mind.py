"""From a failed event to ranked candidates: which stage is blamed, what is proven, what earlier strikes change."""

from __future__ import annotations

import os
import tempfile
import unittest
from unittest import mock

from setting import NOT_A_COMMAND, failed, failure

# isort: split
from ghost_kernel import blame, mind, ranking
from ghost_kernel.engine import Engine
from ghost_kernel.failure import Failure
from ghost_kernel.line import Word
from ghost_kernel.machine import Machine
from ghost_kernel.protocol import types
from ghost_kernel.protocol.types import Candidate, FailedEvent, Origin


def think(line: str, output: str | None, exit_code: int = 1, **more: object) -> list[Candidate]:
    """The candidates for a line."""
    event = FailedEvent.from_wire(failed(line, output, exit_code, **more))
    return mind.think(event, Machine(event.cwd, event.path), Engine()).candidates


class TestSeveral(unittest.TestCase):
    def test_what_a_short_word_may_stand_for(self) -> None:
        """The words it is short for, best first, at most three, none of them sure."""
        for line, output, wanted in [
            ("frob li", "error: unknown command 'li'\n(Did you mean one of link, list?)", ["frob link", "frob list"]),
            ("frob co", "frob: command 'co' is ambiguous:\n    copy commit\n", ["frob copy", "frob commit"]),
            (
                "frob --re x",
                "frob: option '--re' is ambiguous; possibilities: '--reverse' '--recursive' '--repeat' '--read'",
                ["frob --recursive x", "frob --read x", "frob --repeat x"],
            ),
            (
                "frob --mode s",
                "frob: ambiguous argument 's' for '--mode'\nValid arguments are:\n  - 'swift'\n  - 'steady'\n  - 'no'",
                ["frob --mode swift", "frob --mode steady"],
            ),
        ]:
            found = think(line, output)
            self.assertEqual([one.command for one in found], wanted)
            self.assertTrue(all(one.confidence < 0.7 and not one.proven for one in found), found)

    def test_several_words_at_fault(self) -> None:
        """All that one message names are repaired in one go."""
        output = "Command(s) not found:\n    buidl\n    puhs\n\nAvailable commands:\n\n    build\n    push\n    test\n"
        self.assertEqual(think("frob buidl puhs", output)[0].command, "frob build push")


class TestBlame(unittest.TestCase):
    def check(self, line: str, output: str | None, place: int | None, proven: bool, **flags: bool | None) -> None:
        """The stage that is blamed first, by its place in the line."""
        whole = failure(line, output, 127 if output is None else 1)
        for key, flag in flags.items():
            whole.stages[int(key[1:])].failed = flag
        found = blame.at_fault(whole)
        first = whole.stages.index(found[0][0]) if found else None
        self.assertEqual((first, bool(found) and found[0][1]), (place, proven), line)

    def test_the_body_knows_best(self) -> None:
        """What it has proven is not doubted."""
        self.check("a && b", "a: no", 1, True, s1=True)
        self.check("a && b", "", 0, False, s1=False)

    def test_one_stage_is_proven(self) -> None:
        """There is no other."""
        self.check("a b c", "", 0, True)

    def test_a_message_names_it(self) -> None:
        """By its program, by a shell that did not find it, by a file that could not be opened."""
        self.check("touch a && mv a b/ && echo", "mv: cannot move 'a' to 'b/': Not a directory", 1, True)
        self.check("ls | frob | wc", "bash: line 1: frob: command not found", 1, True)
        self.check("ls && echo > x/y", "bash: line 1: x/y: No such file or directory", 1, True)

    def test_nothing_is_proven_by_silence(self) -> None:
        """Then the last one is only the likeliest."""
        self.check("a && b", "something", 1, False)
        self.check("git a && git b", "git: no", 1, False)

    def test_a_compound_command_is_nobody(self) -> None:
        """It has no words to mend."""
        self.check("((a))", "", None, False)
        self.check("[[ a ]]", "", None, False)

    def test_a_group_is_what_stands_in_it(self) -> None:
        """Plain commands in it can be mended where they are."""
        self.check("(a b)", "", 0, True)


class TestThink(unittest.TestCase):
    def test_every_word_that_was_not_typed_has_an_origin(self) -> None:
        """Policy wants to know."""
        best = think("git comit -m x", NOT_A_COMMAND)[0]
        self.assertEqual(
            [(one.word, one.origin) for one in best.origins],
            [("git", "typed"), ("commit", "local"), ("-m", "typed"), ("x", "typed")],
        )
        self.assertTrue(best.proven)

    def test_more_than_a_word_is_never_proven(self) -> None:
        """A new option, a command before."""
        best = think("mkdir a/b", "mkdir: cannot create directory 'a/b': No such file or directory", cwd="/")[0]
        self.assertEqual((best.command, best.proven), ("mkdir -p a/b", False))

    def test_an_unproven_stage_lowers_confidence(self) -> None:
        """And the rest of the line stays as it is."""
        sure = think("git comit", NOT_A_COMMAND)[0]
        guess = think("frob && git comit ; frob", NOT_A_COMMAND.replace("git:", "x:"))[0]
        self.assertEqual(guess.command, "frob && git commit ; frob")
        self.assertLess(guess.confidence, sure.confidence)

    def test_where_one_stage_alone_can_be_repaired_it_is_the_one(self) -> None:
        """Of two that could be repaired either may be meant."""
        output = NOT_A_COMMAND.replace("git:", "x:")
        alone = think("frob && git comit ; frob", output)[0]
        either = think("frob && git comit ; git comit -a", output)
        self.assertEqual({one.confidence < alone.confidence for one in either}, {True})

    def test_what_was_tried_is_not_proposed_again(self) -> None:
        """The next strike is another line, or none."""
        tried = [{"line": "git commit", "exit_code": 1, "output": "nothing to commit"}]
        self.assertNotIn(
            "git commit", [one.command for one in think("git comit", NOT_A_COMMAND, tried=tried, strike=2)]
        )

    def test_an_earlier_strike_that_got_further_is_mended(self) -> None:
        """Its line is taken apart here, since the body sends the typed one's stages."""
        tried = [{"line": "git commit && git puhs", "exit_code": 1, "output": "git: 'puhs' is not a git command."}]
        best = think("git comit && git puhs", NOT_A_COMMAND, tried=tried, strike=2)[0]
        self.assertEqual(best.command, "git commit && git push")

    def test_a_refused_strike_is_not_mended(self) -> None:
        """It was never run."""
        tried = [{"line": "git puhs", "refused": "no"}]
        self.assertEqual(think("frob", "", tried=tried, strike=2), [])

    def test_hints_are_for_when_there_is_nothing_else(self) -> None:
        """A missing program that has no stand-in here."""
        event = FailedEvent.from_wire(failed("htop", "bash: htop: command not found", 127))
        thought = mind.think(event, Machine("/", ["/nowhere"]), Engine())
        self.assertEqual(thought.candidates, [])
        self.assertIn("htop", thought.hint)

    def test_a_misspelt_program_that_is_not_installed_is_named(self) -> None:
        """Nothing on this machine is meant, so the person hears what is, and how to get it where that is known."""
        for tools, how in (([], "git"), (["apt-get"], "git: apt-get install git"), (["apt-get", "sudo"], "sudo apt-")):
            with tempfile.TemporaryDirectory() as folder:
                for name in tools:
                    path = os.path.join(folder, name)
                    with open(path, "w", encoding="ascii") as file:
                        file.write("#!/bin/sh\n")
                    os.chmod(path, 0o755)
                event = FailedEvent.from_wire(failed("gti --version", "ghost: gti: command not found", 127))
                with mock.patch.object(os, "geteuid", return_value=1000):  # root needs no sudo
                    thought = mind.think(event, Machine("/", [folder]), Engine())
            self.assertEqual(thought.candidates, [])
            self.assertIn("git may be meant, which is not installed; it is in the package git", thought.hint)
            self.assertIn(how, thought.hint)

    def test_lines_of_all_sorts_raise_nothing(self) -> None:
        """Whatever a person types and a program prints."""
        log: list[str] = []
        outputs = [
            None,
            "",
            "command not found: \n: not found",
            "'" * 50,
            "No such file or directory",
            "usage: [a|b",
            "\x1b[" * 9,
        ]
        lines = [
            "",
            " ",
            "'",
            "git",
            "git ''",
            "a=1",
            "> x",
            "| |",
            "cd",
            "$(",
            "ls '' \"\" -",
            "sudo",
            "x " * 200,
            "é ß 漢",
            "-- - --- -=",
        ]
        for line in lines:
            for output in outputs:
                for code in (1, 2, 126, 127):
                    event = FailedEvent.from_wire(failed(line, output, code))
                    mind.think(event, Machine("/", ["/usr/bin"]), Engine("", log.append))
        self.assertEqual(log, [])


class TestRanking(unittest.TestCase):
    def rank(self, *given: tuple[str, float], typed: str = "typed", tried: tuple[str, ...] = ()) -> list[str]:
        """The lines in their order."""
        made = [Candidate(command=line, confidence=confidence) for line, confidence in given]
        return [one.command for one in ranking.rank(made, typed, list(tried))]

    def test_best_first_and_few(self) -> None:
        """At most three, none below one half."""
        self.assertEqual(self.rank(("a", 0.6), ("b", 0.9), ("c", 0.49)), ["b", "a"])
        self.assertEqual(len(self.rank(*[(str(one), 0.9) for one in range(9)])), ranking.MOST)

    def test_nothing_twice(self) -> None:
        """Nor the typed line, nor one that was tried; blanks do not make another line, quotes do."""
        self.assertEqual(self.rank(("a  b", 0.9), ("a b", 0.8)), ["a  b"])
        self.assertEqual(self.rank(("x  y", 0.9), typed="x y"), [])
        self.assertEqual(self.rank(("x y", 0.9), typed="x\u00a0y"), ["x y"])
        self.assertEqual(self.rank(("a", 0.9), tried=("a ",)), [])
        self.assertEqual(self.rank(("'a  b'", 0.9), typed="'a b'"), ["'a  b'"])

    def test_proof_is_kept(self) -> None:
        """When two rules say the same and one can prove it."""
        made = [Candidate(command="a", confidence=0.9), Candidate(command="a", confidence=0.8, proven=True)]
        self.assertTrue(ranking.rank(made, "t", [])[0].proven)

    def test_two_witnesses_are_surer_than_one(self) -> None:
        """One that looked at this machine and one that read the message; not two that read the same message."""

        def said(rule: str, origin: str, confidence: float) -> Candidate:
            return Candidate(command="a", confidence=confidence, rule=rule, origins=[Origin("a", origin)])

        both = ranking.rank([said("x", "local", 0.8), said("y", "output", 0.8)], "t", [])[0]
        self.assertGreater(both.confidence, 0.8)
        self.assertLess(both.confidence, 0.9)
        same = ranking.rank([said("x", "output", 0.8), said("y", "output", 0.8)], "t", [])[0]
        self.assertEqual(same.confidence, 0.8)
        even = ranking.rank([said("x", "local", 0.8), said("y", "output", 0.5)], "t", [])[0]
        self.assertEqual(even.confidence, 0.8)


class TestFailure(unittest.TestCase):
    def test_from_a_message(self) -> None:
        """Words, redirections, aliases and earlier strikes are taken over."""
        event = FailedEvent.from_wire(
            {
                **failed("ll x", "no"),
                "names": [{"name": "ll", "kind": "alias", "text": "ls -l"}],
                "tried": [{"line": "ls"}],
                "variables": ["HOME"],
            }
        )
        made = Failure.of(event, Machine())
        self.assertEqual(
            (made.program, made.aliases, made.tried, made.variables), ("ll", {"ll": "ls -l"}, ["ls"], ["HOME"])
        )

    def test_words_as_paths(self) -> None:
        """Home and the working folder are known, other variables and globs are not."""
        made = failure("x", machine=Machine("/w", [], "/h"))
        for text, value, path in [
            ("a", "a", "a"),
            ("~/a", "~/a", "~/a"),
            ("~/a", None, "~/a"),
            ("$HOME/a", None, "/h/a"),
            ('"$HOME/a b"', None, "/h/a b"),
            ("$PWD/a", None, "/w/a"),
            ("$OTHER/a", None, None),
            ("*.c", None, None),
            ("*.c", "*.c", None),
            ("'*.c'", "*.c", "*.c"),
        ]:
            self.assertEqual(made.path_of(Word(text, value, 0, len(text))), path, text)

    def test_blamed_words(self) -> None:
        """Those that the output names for a problem, however they were typed."""
        made = failure(
            "cp ~/a 'b c' > d/e",
            "cp: cannot stat '/h/a': No such file or directory\nx: d/e: No such file",
            1,
            Machine("/", [], "/h"),
        )
        self.assertEqual([word.text for word in made.blamed("No such file")], ["~/a", "d/e"])

    def test_the_protocol_version_is_ours(self) -> None:
        """The schema's own."""
        self.assertEqual(types.VERSION, 1)


if __name__ == "__main__":
    unittest.main()
