"""The talker's connection, as a process and in its parts: the door, who reads it, proxies, certificates, dates."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

from ghost_kernel.llm import place, wire
from ghost_kernel.llm.clock import Clock
from ghost_kernel.llm.trouble import Trouble
from model_server import FORMATS, KEY, Handler, InProcess, Server, request, saying, told_by
from setting import PACKAGE

OPENAI = FORMATS[0]


def talker(**more: str) -> subprocess.Popen[bytes]:
    """The talker as the body starts it."""
    words = [sys.executable, "-I", "-S", PACKAGE, "mind"]
    env = {"PATH": os.environ.get("PATH", ""), **more}
    return subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, bufsize=0
    )


class TestDoor(unittest.TestCase):
    def test_two_requests_and_the_end(self) -> None:
        """A request a line, an answer each over one connection, nothing on stderr, and an end at the end of stdin."""
        with Server(saying(OPENAI, ["日", "本"])) as server:
            asked = json.dumps(request(OPENAI, server.port)).encode() + b"\n"
            with talker() as process:
                said, complaints = process.communicate(asked + b"\n" + asked, timeout=60)
        lines = [json.loads(line) for line in said.decode().splitlines()]
        ends = [place for place, line in enumerate(lines) if "done" in line]
        self.assertEqual(len(ends), 2)
        self.assertEqual(told_by(lines[: ends[0] + 1]).pieces, ["日", "本"])
        self.assertEqual((complaints, process.returncode), (b"", 0))
        self.assertEqual(len({one.peer for one in server.asked}), 1)

    def test_nobody_reads_any_more(self) -> None:
        """Once the body has let go of its output the talker hangs up, though the server says nothing: a cancel."""

        def silent(to: Handler) -> None:
            to.begin()
            to.chunk(b"".join([*OPENAI.begin(), OPENAI.word("It ")]))
            waiting.set()
            to.connection.settimeout(60)
            if not to.connection.recv(1):
                to.server.hung_up.set()

        waiting = threading.Event()
        with Server(silent) as server, talker() as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(request(OPENAI, server.port)).encode() + b"\n")
            self.assertEqual(json.loads(process.stdout.readline()), {"piece": "It "})
            self.assertTrue(waiting.wait(60))
            process.stdout.close()
            self.assertTrue(server.hung_up.wait(60), "the server was not left")
            self.assertEqual(process.wait(60), 1)
            process.stdin.close()
            assert process.stderr is not None
            self.assertEqual(process.stderr.read(), b"")

    def test_a_mistake_of_ours_is_one_line(self) -> None:
        """Even what nobody thought of is told without a traceback, and without what it is about."""
        with Server(saying(OPENAI, ["x"])) as server, InProcess() as one:
            with mock.patch("ghost_kernel.llm.openai.take", side_effect=KeyError(KEY)):
                told = one.ask(request(OPENAI, server.port))
            assert told.failed is not None
            self.assertEqual(told.failed["message"], "the answer could not be read (KeyError)")
            self.assertIsNotNone(one.ask(request(OPENAI, server.port)).done)


class TestProxy(unittest.TestCase):
    def test_which_way(self) -> None:
        """What the environment says, by whose rules: lower case first, NO_PROXY's domains, ports and networks."""
        env = {"https_proxy": "http://p.example:3128", "HTTP_PROXY": "q.example:8080"}
        cases: list[tuple[str, dict[str, str], str | None]] = [
            ("https://api.example.org/v1", env, "p.example:3128"),
            ("http://api.example.org/v1", env, "q.example:8080"),
            ("https://api.example.org/v1", {}, None),
            ("https://api.example.org/v1", {"ALL_PROXY": "http://a.example:1"}, "a.example:1"),
            ("https://api.example.org/v1", {**env, "no_proxy": "example.org"}, None),
            ("https://api.example.org/v1", {**env, "no_proxy": "x, .example.org"}, None),
            ("https://api.example.org/v1", {**env, "NO_PROXY": "*.example.org"}, None),
            ("https://api.example.org/v1", {**env, "NO_PROXY": "ample.org"}, "p.example:3128"),
            ("https://api.example.org/v1", {**env, "NO_PROXY": "*"}, None),
            ("https://api.example.org:8443/v1", {**env, "NO_PROXY": "api.example.org:443"}, "p.example:3128"),
            ("https://api.example.org/v1", {**env, "NO_PROXY": "api.example.org:443"}, None),
            ("http://10.1.2.3:8000/v1", {**env, "NO_PROXY": "10.0.0.0/8"}, None),
            ("http://11.1.2.3:8000/v1", {**env, "NO_PROXY": "10.0.0.0/8"}, "q.example:8080"),
            ("http://127.0.0.1:8080/v1", env, None),
            ("http://localhost:8080/v1", env, None),
            ("http://[::1]:8080/v1", env, None),
            ("http://[::ffff:127.0.0.1]:8080/v1", env, None),
            ("http://LOCALHOST.:8080/v1", env, None),
            ("http://127.0.0.1.example:8080/v1", env, "q.example:8080"),
        ]
        for url, said, wanted in cases:
            with self.subTest(url=url, env=said):
                found = place.proxy(place.parse(url), said)
                self.assertEqual(found.label if found else None, wanted)
        self.assertRaises(Trouble, place.proxy, place.parse("http://x.example"), {"ALL_PROXY": "socks5://x:1"})

    def test_what_is_called_this_machine_stays_here(self) -> None:
        """A name that stands for loopback is asked nowhere else, whatever address it has been given."""
        here, elsewhere = ("127.0.0.1", 1), ("192.0.2.1", 1)
        for found, wanted in [([elsewhere], []), ([elsewhere, here], [here])]:
            answers = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", one) for one in found]
            dialled: list[object] = []

            def asked(host: str, *rest: object, answers: object = answers) -> object:
                if len(rest) > 4 and rest[4]:
                    raise socket.gaierror(socket.EAI_NONAME, "no number")
                return answers

            def connect(_: socket.socket, address: object, dialled: list[object] = dialled) -> None:
                dialled.append(address)
                raise ConnectionRefusedError

            to = place.parse("http://models.localhost:1/v1")
            patched = mock.patch("socket.getaddrinfo", asked), mock.patch("socket.socket.connect", connect)
            with patched[0], patched[1], self.assertRaises(OSError):
                wire._dial(to, Clock(5))
            self.assertEqual(dialled, wanted)

    def test_through_a_proxy(self) -> None:
        """http is asked of the proxy by its whole address, with the proxy's password, which no message repeats."""
        told = request(OPENAI, 0, endpoint={"url": "http://models.example:8000/v1"})
        with Server(saying(OPENAI, ["x"]), lambda to: to.answer(407, "")) as server:
            env = {"HTTP_PROXY": f"http://me:hush-hush@127.0.0.1:{server.port}"}
            with talker(**env) as process:
                line = json.dumps(told).encode() + b"\n"
                said, _ = process.communicate(line + line, timeout=60)
        self.assertEqual(server.asked[0].path, "http://models.example:8000/v1/chat/completions")
        self.assertTrue(server.asked[0].headers["proxy-authorization"].startswith("Basic "))
        self.assertIn(b'"done"', said)
        self.assertIn(b"wants a name and a password", said)
        self.assertNotIn(b"hush-hush", said)

    def test_a_proxy_that_is_gone(self) -> None:
        """The proxy is named, not the server behind it."""
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        with talker(HTTPS_PROXY=f"http://127.0.0.1:{port}") as process:
            told = request(OPENAI, 0, endpoint={"url": "https://models.example/v1"})
            said, _ = process.communicate(json.dumps(told).encode() + b"\n", timeout=60)
        self.assertIn(f"the proxy 127.0.0.1:{port}".encode(), said)


@unittest.skipUnless(shutil.which("openssl"), "no openssl to make a certificate with")
class TestCertificates(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.key, self.certificate = (os.path.join(self.folder, name) for name in ("key.pem", "cert.pem"))
        words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        words += ["-keyout", self.key, "-out", self.certificate, "-days", "2", "-subj", "/CN=models.example"]
        words += ["-addext", "subjectAltName=DNS:models.example,IP:127.0.0.1"]
        subprocess.run(words, check=True, capture_output=True)

    def serve(self, server: Server) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

    def ask(self, url: str, **env: str) -> bytes:
        with talker(**env) as process:
            told = request(OPENAI, 0, endpoint={"url": url})
            said, complaints = process.communicate(json.dumps(told).encode() + b"\n", timeout=60)
        self.assertEqual(complaints, b"")
        return said

    def test_tls(self) -> None:
        """A certificate that the system trusts is taken, one that it does not is named in one line, and no key sent."""
        with Server(saying(OPENAI, ["x" * 40000, "y"])) as server:
            self.serve(server)
            url = f"https://127.0.0.1:{server.port}/v1"
            self.assertIn(b'"unreachable", "message": "the certificate of 127.0.0.1', self.ask(url))
            self.assertEqual(server.asked, [])
            self.assertIn(b'"done"', self.ask(url, SSL_CERT_FILE=self.certificate))

    def test_tls_through_a_proxy(self) -> None:
        """CONNECT, then TLS with the server behind it: the proxy sees neither key nor question."""
        seen = bytearray()

        def connect(to: Handler) -> None:
            to.send_response(200)
            to.end_headers()
            with socket.create_connection(("127.0.0.1", behind.port)) as far:

                def back() -> None:
                    while data := far.recv(65536):
                        to.connection.sendall(data)

                answers = threading.Thread(target=back, daemon=True)
                answers.start()
                while data := to.connection.recv(65536):
                    seen.extend(data)
                    far.sendall(data)
            to.close_connection = True

        with Server(saying(OPENAI, ["x"])) as behind, Server(connect) as proxy:
            self.serve(behind)
            env = {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}", "SSL_CERT_FILE": self.certificate}
            said = self.ask("https://models.example/v1", **env)
        self.assertIn(b'"done"', said)
        self.assertEqual(proxy.asked[0].path, "models.example:443")
        self.assertEqual(behind.asked[0].headers["authorization"], f"Bearer {KEY}")
        self.assertNotIn(KEY.encode(), bytes(seen))


class TestParts(unittest.TestCase):
    def test_retry_after(self) -> None:
        """Seconds, or a date; what is neither says nothing."""
        cases = {
            "7": 7.0,
            "0": 0.0,
            "1.5": 1.5,
            "Wed, 21 Oct 2015 07:28:10 GMT": 10.0,
            "Wed, 21 Oct 2015 07:27:00 GMT": 0.0,
            "": None,
            "soon": None,
            "-3": None,
            "9" * 400: 86400.0,
            "Wed, 21 Oct 2315 07:27:00 GMT": 86400.0,
        }
        now = 1445412480.0  # Wed, 21 Oct 2015 07:28:00 GMT
        for text, wanted in cases.items():
            with self.subTest(text=text):
                self.assertEqual(wire.seconds(text, now), wanted)

    def test_urls(self) -> None:
        """Hosts, ports and paths; a name and password are kept apart."""
        found = place.parse("https://me:p%40ss@api.example.org:8443/open ai".replace(" ", "%20") + "/v1/?api-version=2")
        self.assertEqual((found.host, found.port, found.path), ("api.example.org", 8443, "/open%20ai/v1"))
        self.assertEqual((found.login, found.label), ("me:p@ss", "api.example.org:8443"))
        self.assertEqual(found.under(found.path + "/x", "alt=sse"), "/open%20ai/v1/x?alt=sse&api-version=2")
        self.assertEqual(place.parse("http://[::1]:80").label, "[::1]")
        self.assertEqual(place.parse("https://bücher.example").host, "xn--bcher-kva.example")
        for bad in (
            "",
            "api.example.org",
            "ftp://x",
            "http://",
            "http://x:99999",
            "http://x y",
            "http://x/\r\nHost: y",
        ):
            with self.subTest(url=bad), self.assertRaises(Trouble):
                place.parse(bad)

    def test_a_name_that_takes_too_long(self) -> None:
        """A resolver that does not answer does not hold the talker."""
        free = threading.Event()
        real = socket.getaddrinfo

        def slow(host: str, port: int, family: int = 0, kind: int = 0, number: int = 0, flags: int = 0) -> object:
            if flags & socket.AI_NUMERICHOST:
                return real(host, port, family, kind, number, flags)
            free.wait(60)
            return []

        with mock.patch.object(socket, "getaddrinfo", slow):
            one = wire.Wire(place.parse("http://slow.example"))
            with self.assertRaises(Trouble) as caught:
                one.send("GET", "/", {}, b"", Clock(0.1), 1000)
        free.set()
        self.assertEqual(caught.exception.code, "timeout")


if __name__ == "__main__":
    unittest.main()
