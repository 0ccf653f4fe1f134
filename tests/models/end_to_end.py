"""The talker with a real small model behind two real servers: streams, schemas on every rung they have, a cancel; and
ghost at a terminal with that model.

The model is far too small to be right: what is looked at is form, never what it says. Run by the step `models` of
tests/run.py, which gets model and servers and names their folder in GHOST_TEST_MODELS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from serving import CONTEXT, Serving, Talker, llama_cpp_python, llama_server, request

FOLDER = os.environ.get("GHOST_TEST_MODELS", "")
MODEL = os.path.join(FOLDER, "SmolLM2-135M-Instruct.Q4_1.gguf")
SERVER = os.path.join(FOLDER, "llama-server")
OTHER = os.path.join(FOLDER, "llama-cpp-python")
GHOST = os.environ.get("GHOST_TEST_BINARY", "")
QUESTION = "Name a colour."
ABOUT_A_FILE = "Analyze the Rust code in src/main.rs and explain how the input loop is implemented."
PROGRAM = """fn main() {
    for line in std::io::stdin().lines() {
        println!("{}", line.unwrap().len());
    }
}
"""
SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"colour": {"enum": ["red", "green", "blue"]}, "sure": {"type": "boolean"}},
        "required": ["colour", "sure"],
        "additionalProperties": False,
    }
)


class Asking(unittest.TestCase):
    """What both servers are asked."""

    serving: Serving

    @classmethod
    def tearDownClass(cls) -> None:
        cls.serving.close()

    def setUp(self) -> None:
        self.talker = Talker()
        self.addCleanup(self.talker.close)

    def answered(self, kind: str, text: str = QUESTION, **more: Any) -> tuple[list[str], dict[str, Any]]:
        pieces, end = self.talker.ask(request(kind, self.serving.port, text, **more))
        self.assertIn("done", end, f"{end}\n{self.serving.said()}")
        return pieces, end["done"]

    def streams(self, kind: str, *, counts: bool = True) -> None:
        """Words come in pieces, which together are the answer; tokens are counted; the most tokens end it."""
        pieces, done = self.answered(kind, "Count from one to fifty, in words.", max_tokens=12)
        self.assertGreater(len(pieces), 1)
        self.assertEqual("".join(pieces), done["text"])
        self.assertGreater(done["first_ms"], 0)
        self.assertIn(done["stop"], ("stop", "length"))
        if counts:
            self.assertGreater(done["input_tokens"], 5)
            self.assertEqual(done["stop"] == "length", done["output_tokens"] >= 12)
        self.assertLessEqual(done["output_tokens"], 13)

    def keeps(self, kind: str, rung: str, expected: str) -> None:
        """An answer in the schema's form, by that rung or the one that the server comes down to."""
        pieces, done = self.answered(kind, schema=SCHEMA, rung=rung)
        self.assertEqual((pieces, done["rung"]), ([], expected))
        found = json.loads(done["text"])
        self.assertIn(found["colour"], ("red", "green", "blue"))
        self.assertIsInstance(found["sure"], bool)

    def cancels(self, kind: str) -> None:
        """Let go in the middle of a long answer: the talker ends, the server is free for the next question at once."""
        self.talker.send(request(kind, self.serving.port, "Write a very long story.", max_tokens=1500))
        self.assertIn("piece", self.talker.line())
        self.talker.close()
        self.talker = Talker()
        self.addCleanup(self.talker.close)
        self.answered(kind, "Say hello.", max_tokens=4)


@unittest.skipUnless(os.path.isdir(SERVER) and os.path.isfile(MODEL), "no llama-server here")
class TestLlamaServer(Asking):
    @classmethod
    def setUpClass(cls) -> None:
        cls.serving = llama_server(SERVER, MODEL)

    def test_openai_streams(self) -> None:
        """Chat completions, word by word."""
        self.streams("openai")

    def test_anthropic_streams(self) -> None:
        """Messages, word by word."""
        self.streams("anthropic")

    def test_openai_keeps_a_schema(self) -> None:
        """The first two rungs hold the model to the schema."""
        for rung in ("", "json_schema", "json_object"):
            with self.subTest(rung=rung):
                self.keeps("openai", rung, rung or "json_schema")

    def test_anthropic_and_a_schema(self) -> None:
        """This server heeds no schema here, and the model may fail by words alone: an answer in form, or one line."""
        asked = request("anthropic", self.serving.port, QUESTION, schema=SCHEMA)
        asked["endpoint"]["options"] = {"temperature": 0}
        pieces, end = self.talker.ask(asked)
        self.assertEqual(pieces, [])
        if "done" in end:
            self.assertIn(json.loads(end["done"]["text"])["colour"], ("red", "green", "blue"))
        else:
            self.assertEqual(end["failed"]["code"], "invalid", end)

    def test_too_long(self) -> None:
        """More than its context is told as that, with a schema and without."""
        for schema in (None, SCHEMA):
            _, end = self.talker.ask(request("openai", self.serving.port, "word " * (CONTEXT * 2), schema=schema))
            self.assertEqual(end.get("failed", {}).get("code"), "too_long", end)

    def test_a_cancel(self) -> None:
        """Cancelled in the middle, the server goes on to the next."""
        for kind in ("openai", "anthropic"):
            with self.subTest(kind=kind):
                self.cancels(kind)


@unittest.skipUnless(os.path.isfile(os.path.join(OTHER, ".complete")) and os.path.isfile(MODEL), "no llama_cpp.server")
class TestLlamaCppPython(Asking):
    @classmethod
    def setUpClass(cls) -> None:
        with open(os.path.join(OTHER, ".complete"), encoding="utf-8") as file:
            cls.serving = llama_cpp_python(OTHER, MODEL, file.read().split(" ", 1)[1])

    def test_streams(self) -> None:
        """Chat completions, word by word; this server's streams do not tell what was used, and that is borne."""
        self.streams("openai", counts=False)

    def test_the_ladder_falls(self) -> None:
        """It refuses json_schema: one rung down the schema is kept, and that rung is told."""
        self.keeps("openai", "", "json_object")

    def test_a_forced_tool(self) -> None:
        """The third rung, which this server has."""
        self.keeps("openai", "tool", "tool")

    def test_a_cancel(self) -> None:
        """Cancelled in the middle, the server goes on to the next."""
        self.cancels("openai")


@unittest.skipUnless(os.path.isdir(SERVER) and os.path.isfile(MODEL) and GHOST, "no llama-server or no ghost here")
class TestAtATerminal(unittest.TestCase):
    """A question about a file, asked of ghost at a terminal: it is read, something is answered, and nothing runs."""

    def test_a_question_about_a_file(self) -> None:
        """The look is shown, the model's words are on the screen, and the journal has looks and requests alone."""
        serving = llama_server(SERVER, MODEL)
        self.addCleanup(serving.close)
        with tempfile.TemporaryDirectory() as home:
            settings = f"[models.small]\nkind = 'openai'\nurl = 'http://127.0.0.1:{serving.port}/v1'\nmodel = 'small'\n"
            work = os.path.join(home, "work")
            for name, text in ((".config/ghost/config.toml", settings), ("work/src/main.rs", PROGRAM)):
                path = os.path.join(home, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            status, shown = at_a_terminal([GHOST, "ask", ABOUT_A_FILE], home, work)
            with open(os.path.join(home, ".local/state/ghost/journal.jsonl"), encoding="utf-8") as file:
                entries = [json.loads(line) for line in file]
            self.assertEqual(sorted(os.listdir(work)), ["src"])
        self.assertEqual(status, 0, shown)
        looks = [line for line in shown.splitlines() if "⚡" in line]
        self.assertTrue(any("src/main.rs" in line for line in looks), shown)
        said = [line for line in shown.splitlines() if line.strip() and line not in looks]
        self.assertTrue(said, shown)
        kinds = {entry.get("what", "look") for entry in entries}
        self.assertLessEqual(kinds, {"look", "mind", "probe"}, entries)
        self.assertIn("mind", kinds, entries)


def at_a_terminal(words: list[str], home: str, cwd: str) -> tuple[int, str]:
    """The exit status of a program at a terminal of its own, and all that it printed there."""
    master, slave = os.openpty()
    env = {"HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    process = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=env, start_new_session=True)
    os.close(slave)
    shown = b""
    while True:
        try:
            block = os.read(master, 65536)
        except OSError:  # Linux says so when the last program has left (EIO)
            break
        if not block:
            break
        shown += block
    os.close(master)
    return process.wait(30), shown.decode("utf-8", "replace")


if __name__ == "__main__":
    unittest.main()
