"""A real model behind a real server on a free port of the loopback, and the talker asked to speak with it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from typing import Any

PACKAGE = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "kernel", "ghost_kernel"
)
CONTEXT = 2048
UP_S = 120.0


class Serving:
    """A server with a model, up when the block begins and ended with it."""

    def __init__(
        self, words: Sequence[str], env: dict[str, str] | None = None, ready: str = "/v1/models", port: int = 0
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            self.port = int(probe.getsockname()[1])
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 -- as long as the server lives
        words = [*words, "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT, env=env or dict(os.environ)
        )
        try:
            self._wait(ready)
        except BaseException:
            self.close()
            raise

    def _wait(self, ready: str) -> None:
        """Until it answers; a program that says nothing when it is ready can only be asked again and again."""
        end = time.monotonic() + UP_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{ready}", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not come up:\n{self.said()}")

    def said(self) -> str:
        """The end of what the server has printed."""
        self.log.seek(0)
        return self.log.read()[-3000:].decode("utf-8", "replace")

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def llama_server(folder: str, model: str, threads: int = 1, context: int = CONTEXT) -> Serving:
    """llama.cpp's own server. One thread waits for no other: on a busy machine two are slower than one."""
    words = [os.path.join(folder, "llama-server"), "--model", model, "--ctx-size", str(context), "--parallel", "1"]
    return Serving([*words, "--threads", str(threads), "--jinja", "--no-webui"], ready="/health")


def llama_cpp_python(folder: str, model: str, python: str) -> Serving:
    """The server of llama-cpp-python, on the interpreter that it was built for."""
    words = [python, "-m", "llama_cpp.server", "--model", model, "--n_ctx", str(CONTEXT), "--n_threads", "1"]
    return Serving(words, env={**os.environ, "PYTHONPATH": folder})


class Talker:
    """The talker as the body starts it; one request after the other."""

    def __init__(self) -> None:
        words = [sys.executable, "-I", "-S", PACKAGE, "mind"]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, request: dict[str, Any]) -> None:
        """Write a request."""
        assert self.process.stdin is not None, "a pipe was asked for"
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()

    def line(self) -> dict[str, Any]:
        """The next line of the answer."""
        assert self.process.stdout is not None, "a pipe was asked for"
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def ask(self, request: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
        """The pieces, and the line that ended the answer."""
        self.send(request)
        pieces = []
        while "piece" in (line := self.line()):
            pieces.append(line["piece"])
        return pieces, line

    def close(self) -> None:
        """End it, as the body does when it cancels."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait(30)


def request(kind: str, port: int, text: str, **more: Any) -> dict[str, Any]:
    """A question to the model on that port."""
    url = f"http://127.0.0.1:{port}" + ("/v1" if kind == "openai" else "")
    endpoint = {"kind": kind, "url": url, "model": "small", "key": None, "headers": {}, "timeout_ms": 120000}
    made = {"endpoint": {**endpoint, "options": {}}, "messages": [{"role": "user", "text": text}], "schema": None}
    return {**made, "max_tokens": 48, "rung": "", **more}
