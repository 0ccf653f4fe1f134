"""The brain as a process: what goes in over real pipes, and what comes out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tempfile
import unittest

from setting import HELLO, NOT_A_COMMAND, SHUTDOWN, brain, failed, lines, talk

# isort: split
from ghost_kernel import server


class TestTalk(unittest.TestCase):
    def test_hello_is_answered(self) -> None:
        """The answer bears the request's id, the version of the protocol and the brain's own."""
        said, done = talk(HELLO, SHUTDOWN)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(said[0]["action"], "hello")
        self.assertEqual((said[0]["protocol"], said[0]["id"], said[0]["minds"]), (1, 1, ["rules"]))

    def test_settings_may_change(self) -> None:
        """A second greeting with other settings is obeyed; one with the same begins nothing anew."""
        from ghost_kernel.handlers import Brain
        from ghost_kernel.protocol import types

        class Nobody:
            def log(self, text: str) -> None:
                raise AssertionError(text)

        mind = Brain(Nobody())  # type: ignore[arg-type]
        event = types.HelloEvent.from_wire({**HELLO, "settings": {"locale": "C"}})
        mind.handle(event)
        engine = mind.engine
        self.assertIsInstance(mind.handle(event), types.HelloAction)
        self.assertIs(mind.engine, engine)
        mind.handle(types.HelloEvent.from_wire({**HELLO, "settings": {"locale": "de_DE.UTF-8"}}))
        self.assertIsNot(mind.engine, engine)
        self.assertEqual(mind.settings.locale, "de_DE.UTF-8")

    def test_a_failed_line_is_repaired(self) -> None:
        """The proposal holds the whole line, proven, with the source of its new word."""
        said, _ = talk(HELLO, failed("sudo git comit -m 'a b' > log", NOT_A_COMMAND), SHUTDOWN)
        best = said[1]["candidates"][0]
        self.assertEqual(best["command"], "sudo git commit -m 'a b' > log")
        self.assertEqual((best["rule"], best["proven"]), ("misspelt_subcommand", True))
        self.assertIn({"word": "commit", "origin": "local"}, best["origins"])

    def test_what_nobody_can_repair_is_given_up(self) -> None:
        """An answer comes in any case."""
        said, _ = talk(HELLO, failed("true", "", 1), SHUTDOWN)
        self.assertEqual((said[1]["action"], said[1]["id"]), ("give_up", 2))

    def test_bad_input_is_answered_and_survived(self) -> None:
        """Each bad line gets an error; the good one after them is still answered."""
        bad = [
            b"hello\n",
            b"\xff\xfe\n",
            b"{}\n",
            b'{"event":"dance"}\n',
            b'{"event":"failed"}\n',
            b"[1]\n",
            b"\n",
            b"  \n",
        ]
        said, done = talk(HELLO, *bad, failed("git comit", NOT_A_COMMAND), SHUTDOWN)
        self.assertEqual(done.returncode, 0)
        self.assertEqual([one["action"] for one in said], ["hello", *["error"] * 6, "propose"])
        self.assertEqual([one["code"] for one in said[1:7]].count("unknown_event"), 1)

    def test_an_endless_line_is_one_error(self) -> None:
        """A line over the bound is skipped to its end; what follows is read."""
        said, _ = talk(HELLO, b"x" * 3_000_000 + b"\n", failed("git comit", NOT_A_COMMAND), SHUTDOWN)
        self.assertEqual([one["action"] for one in said], ["hello", "error", "propose"])

    def test_the_end_of_the_input_ends_the_brain(self) -> None:
        """No shutdown is needed, not even the end of a line."""
        said, done = talk(HELLO, b'{"event":"shutdown"')
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual([one["action"] for one in said], ["hello", "error"])

    def test_an_output_nobody_reads_ends_the_brain(self) -> None:
        """Without a word on stderr."""
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            brain(), input=lines(HELLO, HELLO), stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False
        )
        os.close(writer)
        self.assertEqual(done.stderr, b"")

    def test_a_failed_line_may_have_been_a_sentence(self) -> None:
        """The person hears so where nothing else can be said: no program has that name, and no rule a repair."""
        said = {}
        line = "whose is that"
        for perhaps, status in ((True, 127), (False, 127), (True, 1)):
            event = {**failed(line, "", status), "perhaps_sentence": perhaps}
            said[perhaps, status] = talk(HELLO, event, SHUTDOWN)[0][1]
        self.assertIn("question", said[True, 127]["hint"])
        self.assertEqual({one["action"] for one in said.values()}, {"give_up"})
        self.assertEqual([one.get("hint", "") for one in said.values()][1:], ["", ""])

    def test_a_sentence_is_given_up(self) -> None:
        """There is no model yet, and the person hears so."""
        said, _ = talk(HELLO, {"event": "asked", "text": "what is this?", "id": 5}, SHUTDOWN)
        self.assertEqual((said[1]["action"], said[1]["id"]), ("give_up", 5))

    def test_rules_of_the_person_are_equals(self) -> None:
        """A rule from the person's folder answers; one that raises is named in the log and skipped."""
        head = "from ghost_kernel.rules import Fix, rule\n\n\n"
        with tempfile.TemporaryDirectory() as folder:
            files = {
                "mine.py": head + "@rule(programs=['frob'])\n"
                "def propose(failure):\n    return Fix(['frob', '--right'], confidence=0.9)\n",
                "raises.py": head + "@rule()\ndef propose(failure):\n    raise OSError('no')\n",
                "broken.py": "this is no Python\n",
                "empty.py": "",
                "exits.py": "raise SystemExit(3)\n",
            }
            for name, text in files.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            hello = {**HELLO, "settings": {"rules_dir": folder}}
            said, done = talk(hello, failed("frob --wrong", "no", 1), SHUTDOWN)
        self.assertEqual(said[1]["candidates"][0]["command"], "frob --right")
        log = done.stderr.decode()
        for name in ("raises", "broken.py", "empty", "exits.py"):
            self.assertIn(name, log)


class TestDamage(unittest.TestCase):
    def test_a_compiled_file_that_was_cut_off(self) -> None:
        """The brain starts all the same, and the next time as quickly as ever."""
        with tempfile.TemporaryDirectory() as folder:
            words = [brain()[0], "-I", "-S", "-X", f"pycache_prefix={folder}", os.path.join(brain()[3], "__main__.py")]

            def start() -> subprocess.CompletedProcess[bytes]:
                told = lines(HELLO, failed("frob x", "no", 1), SHUTDOWN)
                return subprocess.run(words, input=told, capture_output=True, timeout=60, check=False)

            self.assertEqual(start().returncode, 0)
            compiled = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
            # (Without those of Python's own it does not come so far: the body begins anew then.)
            compiled = [path for path in compiled if "ghost_kernel" in path]
            self.assertGreater(len(compiled), 10)
            for path in compiled:
                os.truncate(path, 20)
            done = start()
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertIn(b'"give_up"', done.stdout)
            start()
            self.assertGreater(min(os.path.getsize(path) for path in compiled), 20)


class TestProbe(unittest.TestCase):
    """A look at the machine, through the body."""

    LINE = failed("frob --reucrsive x", "frob: unrecognized option '--reucrsive'\n")
    HELP = "  --recursive  go down\n"

    def talk(self, *answers: dict[str, object]) -> list[dict[str, object]]:
        """The brain's messages when the body answers the first probe with these."""
        with tempfile.TemporaryDirectory() as folder:
            frob = os.path.join(folder, "frob")
            with open(frob, "w", encoding="utf-8"):
                pass
            os.chmod(frob, 0o755)
            said, _ = talk(HELLO, {**self.LINE, "path": [folder], "cwd": folder}, *answers, SHUTDOWN)
        return said

    def test_its_result_is_used(self) -> None:
        """The brain asks with words, not with a line, and waits for the answer of that name."""
        said = self.talk(
            {"event": "result", "action_id": "another", "exit_code": 0, "stdout": "--reuse"},
            {"event": "result", "action_id": "look-1", "exit_code": 0, "stdout": self.HELP},
        )
        self.assertEqual(said[1]["action"], "execute")
        self.assertEqual((said[1]["argv"], said[1]["purpose"], said[1]["id"]), (["frob", "--help"], "probe", 2))
        self.assertEqual(said[2]["candidates"][0]["command"], "frob --recursive x")

    def test_a_refused_one_is_done_without(self) -> None:
        """What everybody knows is tried instead."""
        said = self.talk({"event": "result", "action_id": "look-1", "refused": "no sandbox"})
        self.assertEqual(said[-1]["candidates"][0]["command"], "frob --recursive x")
        self.assertIn({"word": "--recursive", "origin": "rule"}, said[-1]["candidates"][0]["origins"])

    def test_an_error_for_it_is_a_refusal(self) -> None:
        """The body may not know what to do with it."""
        said = self.talk({"event": "error", "code": "wrong_field", "message": "?"})
        self.assertEqual(said[-1]["action"], "propose")

    def test_a_cancel_drops_the_request(self) -> None:
        """That is said, nothing more comes of it, and the next request is answered."""
        said = self.talk({"event": "cancel", "id": 2}, failed("git comit", NOT_A_COMMAND, id=9))
        self.assertEqual([one["action"] for one in said], ["hello", "execute", "cancelled", "propose"])
        self.assertEqual((said[2]["id"], said[3]["id"]), (2, 9))

    def test_a_cancel_that_comes_late_is_answered_as_well(self) -> None:
        """The body waits for that before it asks anything else."""
        result = {"event": "result", "action_id": "look-1", "exit_code": 0, "stdout": self.HELP}
        said = self.talk(result, {"event": "cancel", "id": 2})
        self.assertEqual([one["action"] for one in said], ["hello", "execute", "propose", "cancelled"])

    def test_a_second_request_has_to_wait(self) -> None:
        """It is refused, and the first one goes on."""
        said = self.talk(
            failed("git comit", NOT_A_COMMAND, id=9),
            {"event": "result", "action_id": "look-1", "exit_code": 0, "stdout": self.HELP},
        )
        self.assertEqual([(one["action"], one.get("code")) for one in said][2], ("error", "busy"))
        self.assertEqual(said[3]["action"], "propose")

    def test_shutdown_ends_a_wait(self) -> None:
        """The brain does not hang on a body that leaves."""
        said = self.talk()
        self.assertEqual([one["action"] for one in said], ["hello", "execute"])


class TestServe(unittest.TestCase):
    def test_serve_takes_any_pair_of_files(self) -> None:
        """The bootstrap hands over its own pipes."""
        reader, writer = io.BytesIO(lines(HELLO, SHUTDOWN)), io.BytesIO()
        server.serve(reader, writer)
        self.assertEqual(json.loads(writer.getvalue())["action"], "hello")

    def test_a_fault_of_ours_is_an_error_not_an_end(self) -> None:
        """A handler that raises is answered with `internal`."""

        class Broken:
            def __init__(self, connection: server.Connection) -> None:
                pass

            def handle(self, event: object) -> None:
                raise ValueError("oh")

        reader, writer = io.BytesIO(lines(HELLO, HELLO)), io.BytesIO()
        original, server.Brain = server.Brain, Broken
        stderr, server.sys.stderr = server.sys.stderr, io.StringIO()
        try:
            server.serve(reader, writer)
        finally:
            server.Brain = original
            server.sys.stderr = stderr
        said = [json.loads(line) for line in writer.getvalue().splitlines()]
        self.assertEqual([one["code"] for one in said], ["internal", "internal"])


if __name__ == "__main__":
    unittest.main()
