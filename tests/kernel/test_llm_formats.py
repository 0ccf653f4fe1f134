"""The talker against scripted servers of all four formats: what is sent, what is shown, and every fault in one line."""

from __future__ import annotations

import json
import threading
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from ghost_kernel.llm import exchange
from model_server import (
    FORMATS,
    KEY,
    Format,
    Handler,
    InProcess,
    Script,
    Server,
    Told,
    refusing,
    request,
    saying,
    sending,
    sse,
    wire,
)

SCHEMA = {
    "type": "object",
    "properties": {"line": {"type": "string"}, "sure": {"type": "number"}},
    "required": ["line"],
    "additionalProperties": False,
}
GOOD = '{"line": "ls -l", "sure": 1}'
BROKEN = '{"line": "ls -l", '
WRONG = '{"line": 7}'


class Case(unittest.TestCase):
    def setUp(self) -> None:
        patch = mock.patch.object(exchange, "PAUSE_S", 0.001)
        patch.start()
        self.addCleanup(patch.stop)

    @contextmanager
    def each(self, form: Format, *scripts: Script) -> Iterator[tuple[Server, InProcess]]:
        with self.subTest(format=form.kind), Server(*scripts) as server, InProcess() as talker:
            yield server, talker

    def one_line(self, told: Told, code: str, *parts: str) -> None:
        """A failure of that code, on one line that names these, without the key."""
        assert told.failed is not None, told
        self.assertEqual(told.failed["code"], code, told)
        both = f"{told.failed['message']} {told.failed['hint']}"
        for part in parts:
            self.assertIn(part, both)
        self.assertNotIn("\n", both)
        self.assertNotIn("Traceback", both)
        self.assertNotIn(KEY, both)


class TestAnswers(Case):
    def test_an_answer_streams(self) -> None:
        """Pieces come as they are sent; the end has all, what it cost, and why it ended; thinking is not shown."""
        for form in FORMATS:
            with self.each(form, saying(form, ["Grüße, ", "日本 ", "🙂"])) as (server, talker):
                told = talker.ask(request(form, server.port))
                assert told.done is not None, told
                self.assertEqual("".join(told.pieces), "Grüße, 日本 🙂")
                self.assertGreater(told.done.pop("first_ms"), 0)
                expected = {
                    "text": "Grüße, 日本 🙂",
                    "input_tokens": 11,
                    "output_tokens": 7,
                    "rung": "",
                    "stop": "stop",
                }
                self.assertEqual(told.done, expected)
                asked = server.asked[0]
                self.assertEqual(asked.path, form.path)
                self.assertEqual(asked.headers["accept-encoding"], "identity")
                self.assertIn("Be brief.", json.dumps(asked.body))
                self.assertNotIn(KEY, asked.path)

    def test_how_the_key_and_the_limit_are_sent(self) -> None:
        """Each format has its header and its name for the most tokens, which are always sent."""
        limits = {
            "openai": lambda body: body["max_tokens"],
            "anthropic": lambda body: body["max_tokens"],
            "gemini": lambda body: body["generationConfig"]["maxOutputTokens"],
            "ollama": lambda body: body["options"]["num_predict"],
        }
        names = {
            "openai": "authorization",
            "anthropic": "x-api-key",
            "gemini": "x-goog-api-key",
            "ollama": "authorization",
        }
        for form in FORMATS:
            with self.each(form, saying(form, ["x"])) as (server, talker):
                talker.ask(
                    request(form, server.port, endpoint={"headers": {"X-Team": "seven"}, "options": {"top_k": 3}})
                )
                asked = server.asked[0]
                self.assertEqual(limits[form.kind](asked.body), 64)
                self.assertIn(KEY, asked.headers[names[form.kind]])
                self.assertEqual(asked.headers["x-team"], "seven")
                self.assertIn('"top_k": 3', json.dumps(asked.body))
                self.assertEqual("anthropic-version" in asked.headers, form.kind == "anthropic")

    def test_however_the_bytes_are_cut(self) -> None:
        """A chunk may end inside a character or inside `data:`; comments, events and CRLF are passed over."""
        for form in FORMATS:
            data = b"".join(wire(form, ["Grüße 日", "本🙂"]))
            if form.stream_kind == "text/event-stream":
                data = b": hello\n\n" + data.replace(b"\n", b"\r\n")
            for size in (1, 3, 7):
                cut = [data[at : at + size] for at in range(0, len(data), size)]
                with self.each(form, sending(form, cut)) as (server, talker):
                    told = talker.ask(request(form, server.port))
                    assert told.done is not None, told
                    self.assertEqual((told.done["text"], "".join(told.pieces)), ("Grüße 日本🙂", "Grüße 日本🙂"))

    def test_a_piece_is_there_when_it_comes(self) -> None:
        """The first words are on the output while the server still holds the rest back."""
        for form in FORMATS:
            shown = threading.Event()

            def script(to: Handler, form: Format = form, shown: threading.Event = shown) -> None:
                to.begin(form.stream_kind)
                to.chunk(b"".join([*form.begin(), form.word("first")]))
                self.assertTrue(shown.wait(20), "the piece was held back")
                to.chunk(b"".join([form.word(" second"), *form.finish("stop")]))
                to.end()

            with self.each(form, script) as (server, talker):
                output = talker.talker._output

                def piece(text: str, shown: threading.Event = shown, real: object = output.piece) -> None:
                    real(text)  # type: ignore[operator]
                    shown.set()

                with mock.patch.object(output, "piece", piece):
                    told = talker.ask(request(form, server.port))
                self.assertEqual(told.pieces, ["first", " second"])

    def test_cut_by_length(self) -> None:
        """An answer that reached its most tokens says so."""
        for form in FORMATS:
            with self.each(form, saying(form, ["and then"], "length")) as (server, talker):
                told = talker.ask(request(form, server.port))
                assert told.done is not None, told
                self.assertEqual((told.done["stop"], told.done["text"]), ("length", "and then"))

    def test_refusals(self) -> None:
        """A refusal is an answer that stopped for it, with a schema as well: nobody asks again."""
        for form in FORMATS[:3]:
            for schema in (None, SCHEMA):
                with self.each(form, sending(form, [*form.begin(), *form.refusal()])) as (server, talker):
                    told = talker.ask(request(form, server.port, schema=schema))
                    assert told.done is not None, told
                    self.assertEqual(told.done["stop"], "refusal")
                    self.assertEqual(len(server.asked), 1)

    def test_an_answer_that_does_not_stream(self) -> None:
        """A server that ignores `stream` and sends one JSON value is understood."""
        whole = {
            "openai": {"choices": [{"message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}]},
            "anthropic": {"type": "message", "content": [{"type": "text", "text": "hi"}], "stop_reason": "end_turn"},
            "gemini": [{"candidates": [{"content": {"parts": [{"text": "hi"}]}, "finishReason": "STOP"}]}],
            "ollama": {"message": {"role": "assistant", "content": "hi"}, "done": True, "done_reason": "stop"},
        }
        for form in FORMATS:
            with self.each(form, refusing(200, json.dumps(whole[form.kind], indent=1))) as (server, talker):
                told = talker.ask(request(form, server.port))
                assert told.done is not None, told
                self.assertEqual((told.done["text"], told.pieces), ("hi", ["hi"]))

    def test_a_stream_under_a_wrong_name(self) -> None:
        """Events that a gateway calls application/json are still events."""
        for form in FORMATS[:3]:
            script = sending(form._replace(stream_kind="application/json"), [b"\n", *wire(form, ["x", "y"])])
            with self.each(form, script) as (server, talker):
                self.assertEqual("".join(talker.ask(request(form, server.port)).pieces), "xy")


class TestConnection(Case):
    def test_the_connection_is_kept(self) -> None:
        """Two requests go over one connection."""
        for form in FORMATS:
            with self.each(form, saying(form, ["x"])) as (server, talker):
                for _ in range(3):
                    self.assertIsNotNone(talker.ask(request(form, server.port)).done)
                self.assertEqual(len({asked.peer for asked in server.asked}), 1)

    def test_a_kept_connection_that_was_closed(self) -> None:
        """A server that hangs up between two requests costs nothing: not a try, not a word."""
        for form in FORMATS:

            def script(to: Handler, form: Format = form) -> None:
                saying(form, ["x"])(to)
                to.close_connection = True

            # Not one try of those that a request has.
            with mock.patch.object(exchange, "TRIES", 1), self.each(form, script) as (server, talker):
                for _ in range(2):
                    self.assertIsNotNone(talker.ask(request(form, server.port)).done)
                self.assertEqual(len(server.asked), 2)

    def test_a_server_that_keeps_nothing_open(self) -> None:
        """`Connection: close`, a body that the end of the connection ends: read to its end, twice."""
        for form in FORMATS:

            def script(to: Handler, form: Format = form) -> None:
                to.send_response(200)
                to.send_header("Content-Type", form.stream_kind)
                to.send_header("Connection", "close")
                to.end_headers()
                to.wfile.write(b"".join([*form.begin(), form.word("x")]))
                to.wfile.write(b"".join([form.word("y"), *form.finish("stop")]))

            with self.each(form, script) as (server, talker):
                for _ in range(2):
                    self.assertEqual("".join(talker.ask(request(form, server.port)).pieces), "xy")

    def test_the_server_is_gone(self) -> None:
        """Nothing listens: unreachable, the host named."""
        for form in FORMATS:
            with Server() as server:
                port = server.port
            with self.subTest(format=form.kind), InProcess() as talker:
                self.one_line(talker.ask(request(form, port)), "unreachable", f"127.0.0.1:{port}")

    def test_a_name_that_is_none(self) -> None:
        """A host that cannot be resolved is named."""
        with InProcess() as talker:
            told = talker.ask(request(FORMATS[0], 1, endpoint={"url": "http://nowhere.invalid/v1"}))
            self.one_line(told, "unreachable", "nowhere.invalid")

    def test_no_tls_where_it_is_expected(self) -> None:
        """https to a server that speaks http is one line."""
        with Server(saying(FORMATS[0], ["x"])) as server, InProcess() as talker:
            url = f"https://127.0.0.1:{server.port}/v1"
            self.one_line(talker.ask(request(FORMATS[0], 1, endpoint={"url": url})), "unreachable", "TLS")

    def test_a_reset_before_the_first_byte(self) -> None:
        """Hung up before an answer began: asked again, at most three times."""
        for form in FORMATS:

            def hang_up(to: Handler) -> None:
                to.close_connection = True

            with self.each(form, hang_up, hang_up, saying(form, ["x"])) as (server, talker):
                self.assertIsNotNone(talker.ask(request(form, server.port)).done)
            with self.each(form, hang_up) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "unreachable", "hung up")
                self.assertEqual(len(server.asked), 3)

    def test_a_redirect(self) -> None:
        """Nobody is followed to another host, or anywhere with the key."""
        for form in FORMATS:
            with self.each(form, refusing(307, "", Location="https://elsewhere.example/v1")) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "redirected", "elsewhere.example")
                self.assertEqual(len(server.asked), 1)


class TestTime(Case):
    def test_a_slow_first_byte(self) -> None:
        """A server that says nothing is left when the time is up; it is not asked again."""
        for form in FORMATS:
            with self.each(form, lambda to: to.server.go_on.wait(20) and None) as (server, talker):
                told = talker.ask(request(form, server.port, endpoint={"timeout_ms": 150}))
                self.one_line(told, "timeout", f"127.0.0.1:{server.port}", "in 1 s", "timeout_seconds")
                self.assertEqual(len(server.asked), 1)

    def test_a_slow_drip(self) -> None:
        """A byte now and then does not stretch the deadline: of the head, of a chunk's size, of the words."""

        def drip(to: Handler) -> None:
            while not to.server.go_on.wait(0.02):  # the drip itself: what it is that is tested
                to.wfile.write(b"x")

        def words(to: Handler) -> None:
            to.begin()
            while not to.server.go_on.wait(0.02):
                to.chunk(b": still here\n\n" if to.path != "/api/chat" else b" \n")

        def size(to: Handler) -> None:
            to.begin()
            while not to.server.go_on.wait(0.02):
                to.wfile.write(b"0")

        for form in FORMATS:
            for script in (drip, words, size):
                with self.each(form, script) as (server, talker):
                    told = talker.ask(request(form, server.port, endpoint={"timeout_ms": 200}))
                    self.one_line(told, "timeout", "in 1 s", "timeout_seconds")
                    self.assertTrue(server.hung_up.wait(20), "the server was not left")

    def test_retry_after(self) -> None:
        """429 is asked again when the server says; where that is too late, at once told with the seconds."""
        for form in FORMATS:
            busy = form.error("rate_limit_error", "slow down")
            with self.each(form, refusing(429, busy, Retry_After="0"), saying(form, ["x"])) as (server, talker):
                self.assertIsNotNone(talker.ask(request(form, server.port)).done)
            with self.each(form, refusing(429, busy, Retry_After="300")) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "rate_limited", "slow down", "300 s")
                self.assertEqual(len(server.asked), 1)
            with self.each(form, refusing(429, busy)) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "rate_limited", "slow down")
                self.assertEqual(len(server.asked), 3)

    def test_no_credit_is_not_asked_again(self) -> None:
        """A 429 for want of money stays what it is."""
        form = FORMATS[0]
        with self.each(form, refusing(429, form.error("insufficient_quota", "You exceeded your quota"))) as (
            server,
            talker,
        ):
            self.one_line(talker.ask(request(form, server.port)), "rate_limited", "credit")
            self.assertEqual(len(server.asked), 1)

    def test_server_errors(self) -> None:
        """500, 503 and 529 are asked again; fine then is fine, three times is told."""
        for form in FORMATS:
            for status in (500, 503, 529):
                bad = refusing(status, form.error("overloaded_error", "Overloaded"))
                with self.each(form, bad, saying(form, ["x"])) as (server, talker):
                    self.assertIsNotNone(talker.ask(request(form, server.port)).done)
                with self.each(form, bad) as (server, talker):
                    self.one_line(talker.ask(request(form, server.port)), "server", str(status), "Overloaded")
                    self.assertEqual(len(server.asked), 3)


class TestFaults(Case):
    def test_the_key_is_not_accepted(self) -> None:
        """401 and 403 say how to set it, once; a key that the server repeats is not."""
        for form in FORMATS:
            for status in (401, 403):
                body = form.error("authentication_error", f"Incorrect API key provided: {KEY}")
                with self.each(form, refusing(status, body)) as (server, talker):
                    told = talker.ask(request(form, server.port))
                    self.one_line(told, "unauthorized", "key is not accepted")
                    self.assertEqual(len(server.asked), 1)

    def test_a_bad_key_as_400(self) -> None:
        """Gemini says INVALID_ARGUMENT for a key that it does not know."""
        form = FORMATS[2]
        body = form.error("INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")
        with self.each(form, refusing(400, body)) as (server, talker):
            self.one_line(talker.ask(request(form, server.port, schema=SCHEMA)), "unauthorized")
            self.assertEqual(len(server.asked), 1)

    def test_no_key(self) -> None:
        """A server that wants a key where there is none says so."""
        with self.each(FORMATS[0], refusing(401, "{}")) as (server, talker):
            told = talker.ask(request(FORMATS[0], server.port, endpoint={"key": None}))
            self.one_line(told, "unauthorized", "wants a key")
            self.assertNotIn("authorization", server.asked[0].headers)

    def test_a_key_that_is_none(self) -> None:
        """A key with a line break inside is not sent, and not shown."""
        with self.each(FORMATS[0], saying(FORMATS[0], ["x"])) as (server, talker):
            told = talker.ask(request(FORMATS[0], server.port, endpoint={"key": "sk-se\ncret"}))
            self.one_line(told, "unauthorized", "line break")
            self.assertNotIn("cret", json.dumps(told))
            self.assertEqual(server.asked, [])
            self.assertIsNotNone(talker.ask(request(FORMATS[0], server.port, endpoint={"key": f"{KEY}\n"})).done)

    def test_a_key_the_server_says_aloud(self) -> None:
        """Not even as an answer is the key written."""
        for form in FORMATS:
            with self.each(form, saying(form, [f"your key is {KEY}!"])) as (server, talker):
                told = talker.ask(request(form, server.port))
                self.assertEqual("".join(told.pieces), "your key is [key]!")
                self.assertNotIn(KEY, json.dumps(told))

    def test_an_unknown_model(self) -> None:
        """404 for a model names those there are, the likeliest first."""
        lists = {
            "openai": {"data": [{"id": "other"}, {"id": "mini"}]},
            "anthropic": {"data": [{"id": "other"}, {"id": "mini"}]},
            "gemini": {"models": [{"name": "models/other"}, {"name": "models/mini"}]},
            "ollama": {"models": [{"name": "other"}, {"name": "mini"}]},
        }
        for form in FORMATS:
            gone = refusing(404, form.error("not_found_error", "model 'm' not found"))
            with self.each(form, gone, refusing(200, json.dumps(lists[form.kind]))) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "unknown_model", "no model m", "mini, other")
                self.assertEqual(server.asked[1].method, "GET")
            with self.each(form, gone) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "unknown_model", "ghost model list")

    def test_too_long(self) -> None:
        """More than fits is told as that, in each provider's words; a schema's ladder is not climbed down for it."""
        words = {
            "openai": ("context_length_exceeded", "This model's maximum context length is 8192 tokens."),
            "anthropic": ("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
            "gemini": (
                "INVALID_ARGUMENT",
                "The input token count (9) exceeds the maximum number of tokens allowed (8).",
            ),
            "ollama": ("", "the request exceeds the available context size"),
        }
        for form in FORMATS:
            with self.each(form, refusing(400, form.error(*words[form.kind]))) as (server, talker):
                self.one_line(talker.ask(request(form, server.port, schema=SCHEMA)), "too_long")
                self.assertEqual(len(server.asked), 1)

    def test_a_truncated_stream(self) -> None:
        """A stream that ends before its end: told so, after what had come, and not asked again once it was shown."""
        for form in FORMATS:
            messages = [*form.begin(), form.word("It is "), form.word("half")]

            def cut(to: Handler, form: Format = form, messages: list[bytes] = messages) -> None:
                to.begin(form.stream_kind)
                for message in messages:
                    to.chunk(message)
                to.close_connection = True

            def inside(to: Handler, form: Format = form, messages: list[bytes] = messages) -> None:
                to.begin(form.stream_kind)
                to.chunk(b"".join(messages) + form.word("more")[:-9])
                to.end()

            for script in (cut, inside, sending(form, messages)):
                with self.each(form, script) as (server, talker):
                    told = talker.ask(request(form, server.port))
                    self.one_line(told, "truncated", "broke off")
                    self.assertEqual("".join(told.pieces), "It is half")
                    self.assertEqual(len(server.asked), 1)
            with self.each(form, cut, saying(form, [GOOD])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                self.assertIsNotNone(told.done, "nothing was shown: it may be asked again")

    def test_an_error_inside_the_stream(self) -> None:
        """What goes wrong after 200 is told as its status would have been."""
        for form in FORMATS:
            error = form.error("overloaded_error", "Overloaded just now")
            message = sse(error, "error") if form.kind != "ollama" else error.encode() + b"\n"
            with self.each(form, sending(form, [*form.begin(), form.word("It "), message])) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "server", "Overloaded just now")
                self.assertEqual(len(server.asked), 1)

    def test_what_is_not_an_answer(self) -> None:
        """A web page, something compressed, bytes that are no JSON, an empty answer: one line each."""
        for form in FORMATS:
            junk = b"data: <html>\n\n" if form.kind != "ollama" else b"<html>\n"
            for script, code in (
                (lambda to: to.answer(200, "<html>", "text/html"), "server"),
                (lambda to: to.answer(200, b"\x1f\x8b", Content_Encoding="gzip"), "server"),
                (sending(form, [junk, *wire(form, ["x"])]), "server"),
                (refusing(200, "null"), "truncated"),
                (refusing(200, "[1, {}]"), "truncated"),
                (refusing(200, ""), "truncated"),
                (refusing(404, "<html>nothing</html>"), "server"),
                (refusing(418, "[" * 5000), "server"),
            ):
                with self.each(form, script) as (server, talker):
                    self.one_line(talker.ask(request(form, server.port)), code)

    def test_a_huge_body(self) -> None:
        """An answer that never ends is left after what its tokens can need."""
        for form in FORMATS:

            def endless(to: Handler, form: Format = form) -> None:
                to.begin(form.stream_kind)
                while True:
                    to.chunk((b":" + b"x" * 65000 if form.kind != "ollama" else b" " * 65000) + b"\n")

            with self.each(form, endless) as (server, talker):
                self.one_line(talker.ask(request(form, server.port)), "server", "far more")
                self.assertTrue(server.hung_up.wait(20))

    def test_requests_that_are_none(self) -> None:
        """What the body would never send is one line as well, and the next request is answered."""
        form = FORMATS[0]
        with self.each(form, saying(form, ["x"])) as (server, talker):
            good = request(form, server.port)
            for bad in (b"{", b"[]", b"{}", b"\xff", b"[" * 5000):
                self.one_line(talker.ask(bad), "request")
            for more in (
                {"messages": []},
                {"messages": [{"role": "tool", "text": "x"}]},
                {"max_tokens": 0},
                {"schema": "{"},
                {"schema": '{"pattern": "x"}'},
                {"endpoint": {**good["endpoint"], "url": "ftp://x"}},
                {"endpoint": {**good["endpoint"], "url": "http://[::1"}},
                {"endpoint": {**good["endpoint"], "kind": "other"}},
                {"endpoint": {**good["endpoint"], "timeout_ms": 0}},
            ):
                self.one_line(talker.ask({**good, **more}), "request")
            self.assertIsNotNone(talker.ask(good).done)


class TestSchema(Case):
    def test_an_answer_with_a_schema(self) -> None:
        """The first rung is asked in each format's own way; no piece is shown; the JSON is taken out of its fence."""
        fields = {
            "openai": lambda body: body["response_format"]["json_schema"]["schema"],
            "anthropic": lambda body: body["output_config"]["format"]["schema"],
            "gemini": lambda body: body["generationConfig"]["responseJsonSchema"],
            "ollama": lambda body: body["format"],
        }
        for form in FORMATS:
            with self.each(form, saying(form, ["```json\n", GOOD, "\n```"])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                assert told.done is not None, told
                self.assertEqual((told.pieces, told.done["text"], told.done["rung"]), ([], GOOD, "json_schema"))
                self.assertEqual(fields[form.kind](server.asked[0].body)["required"], ["line"])

    def test_down_the_ladder_where_it_is_refused(self) -> None:
        """Each refusal of the form leads one rung down, to the last, which has it in words; the rung is told."""
        said = {
            400: "response_format.type json_schema is not supported",
            422: "Input should be 'text'",
            500: "response_format",
        }
        for form in FORMATS:
            rungs = exchange.format_of(form.kind).RUNGS
            for status, text in said.items():
                scripts = [refusing(status, form.error("x", text))] * (len(rungs) - 1)
                with self.each(form, *scripts, saying(form, [GOOD])) as (server, talker):
                    told = talker.ask(request(form, server.port, schema=SCHEMA))
                    assert told.done is not None, told
                    self.assertEqual(told.done["rung"], "prompt")
                    self.assertEqual(len(server.asked), len(rungs), "a refusal of the form is not tried again")
                    self.assertIn("JSON Schema", json.dumps(server.asked[-1].body))

    def test_the_remembered_rung_is_first(self) -> None:
        """What worked before is asked at once; where it does not any more, those below it."""
        for form in FORMATS[:3]:
            assert form.tool is not None
            with self.each(form, sending(form, [*form.begin(), *form.tool(GOOD)])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA, rung="tool"))
                assert told.done is not None, told
                self.assertEqual((json.loads(told.done["text"]), told.done["rung"]), (json.loads(GOOD), "tool"))
                self.assertEqual(len(server.asked), 1)
            with self.each(form, refusing(400, form.error("x", "no tools")), saying(form, [GOOD])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA, rung="tool"))
                assert told.done is not None, told
                self.assertEqual((told.done["rung"], len(server.asked)), ("prompt", 2))

    def test_a_rung_that_is_not_heeded(self) -> None:
        """Prose where JSON was asked for: one rung down; the tokens of both are counted."""
        for form in FORMATS:
            with self.each(form, saying(form, ["Use ls."]), saying(form, [GOOD])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                assert told.done is not None, told
                self.assertEqual(told.done["rung"], exchange.format_of(form.kind).RUNGS[1])
                self.assertEqual((told.done["input_tokens"], told.done["output_tokens"]), (22, 14))

    def test_a_wrong_answer_is_sent_back_once(self) -> None:
        """The error goes back with the answer; right then is right, wrong twice is told."""
        for form in FORMATS:
            with self.each(form, saying(form, [WRONG]), saying(form, [GOOD])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                assert told.done is not None, told
                again = json.dumps(server.asked[1].body)
                self.assertIn("line must be string, not integer", again)
                self.assertIn(json.dumps(WRONG)[1:-1], json.loads(json.dumps(again)).replace("\\\\", "\\"))
            with self.each(form, saying(form, [WRONG])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                self.one_line(told, "invalid", "line must be string")
                self.assertEqual(len(server.asked), 2)

    def test_no_json_at_all(self) -> None:
        """Invalid JSON on every rung, and after it was sent back: told; a rung is never asked thrice."""
        for form in FORMATS:
            with self.each(form, saying(form, [BROKEN])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                self.one_line(told, "invalid", "not valid JSON")
                self.assertEqual(len(server.asked), len(exchange.format_of(form.kind).RUNGS) + 1)

    def test_cut_json(self) -> None:
        """JSON cut by the most tokens is asked for again on the same rung, shorter."""
        for form in FORMATS:
            with self.each(form, saying(form, [BROKEN], "length"), saying(form, [GOOD])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                assert told.done is not None, told
                self.assertEqual(told.done["rung"], "json_schema")
                self.assertIn("shorter", json.dumps(server.asked[1].body))

    def test_cut_prose(self) -> None:
        """Prose cut by the most tokens is no JSON that was cut: the form was not heeded, and the next rung is asked."""
        for form in FORMATS:
            with self.each(form, saying(form, ["A colour is"], "length"), saying(form, [GOOD])) as (server, talker):
                told = talker.ask(request(form, server.port, schema=SCHEMA))
                assert told.done is not None, told
                self.assertEqual(told.done["rung"], exchange.format_of(form.kind).RUNGS[1])

    def test_what_openais_newer_models_want(self) -> None:
        """max_completion_tokens, and no temperature: learnt from the refusal, told with the rung, known next time."""
        form = FORMATS[0]
        tokens = (
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        )
        warm = "Unsupported value: 'temperature' does not support 0 with this model."
        scripts = [refusing(400, form.error("unsupported_parameter", text)) for text in (tokens, warm)]
        with self.each(form, *scripts, saying(form, [GOOD])) as (server, talker):
            told = talker.ask(request(form, server.port, schema=SCHEMA))
            assert told.done is not None, told
            self.assertEqual(told.done["rung"], "json_schema+completion_tokens+no_temperature")
            last = server.asked[-1].body
            self.assertEqual(last["max_completion_tokens"], 64)
            self.assertFalse({"max_tokens", "temperature"} & set(last))
            again = talker.ask(request(form, server.port, schema=SCHEMA, rung=told.done["rung"]))
            self.assertIsNotNone(again.done)
            self.assertEqual(len(server.asked), 4)

    def test_a_server_that_knows_no_stream_options(self) -> None:
        """The usage is not asked for then, and the answer comes without it."""
        form = FORMATS[0]
        bad = refusing(422, json.dumps({"detail": [{"loc": ["body", "stream_options"], "msg": "extra inputs"}]}))
        with self.each(form, bad, saying(form, ["x"])) as (server, talker):
            told = talker.ask(request(form, server.port))
            assert told.done is not None, told
            self.assertNotIn("stream_options", server.asked[1].body)


class TestReferences(unittest.TestCase):
    def test_every_format_names_its_reference(self) -> None:
        """A script is as good as what it was written from."""
        for form in FORMATS:
            self.assertTrue(form.reference, form.kind)


if __name__ == "__main__":
    unittest.main()
