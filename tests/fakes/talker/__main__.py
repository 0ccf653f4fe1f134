"""A talker that lies, floods, stalls, dies or tries its locks; the model's name says which.

`http` asks a real server on loopback in the shape of chat completions, streamed. Started as the real one is, with the
word `mind`; it answers lines on stdin with lines on stdout.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from importlib import import_module
from typing import Any, Callable

# As the real one does: the package is looked up in the folder that it lies in.
_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(_HERE))
_lines = import_module(os.path.basename(_HERE) + ".lines")
say, done = _lines.say, _lines.done


def asked(request: dict[str, Any]) -> None:
    endpoint = request["endpoint"]
    kind = endpoint["model"]
    if kind == "echo":  # all it was told, its key as well
        say(piece="one ")
        say(piece="two")
        done(json.dumps(request))
    elif kind == "who":
        done(str(os.getpid()))
    elif kind == "knows":  # command line and environment, where others can read them
        with open("/proc/self/cmdline", encoding="utf-8") as file:
            words = file.read()
        done(json.dumps({"words": words, "environment": dict(os.environ)}))
    elif kind == "garbage":
        print("what is this?", flush=True)
    elif kind == "odd":
        say(neither=1)
    elif kind == "flood":
        while True:
            sys.stdout.write("x" * 65536)
    elif kind == "many":
        while True:
            say(piece="x" * 60000)
    elif kind == "long":
        say(piece="x" * 50000)
        done("x" * 200000)
    elif kind == "dies":
        sys.stderr.write(f"Traceback: {endpoint['key']}\n")
        sys.exit(3)
    elif kind == "silent":
        say(piece="well")
        signal.pause()
    elif kind == "refuses":
        message = f"Incorrect key: {endpoint['key']}\x1b[2J"
        say(failed={"code": "unauthorized", "message": message, "hint": "look at the key"})
    elif kind == "unauthorized":
        say(failed={"code": "unauthorized", "message": "the key is not accepted", "hint": ""})
    elif kind == "tries":
        say(failed={"code": "refused", "message": tries(request), "hint": ""})
    else:
        http(request)


def tried(name: str, act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return f"{name}: {error.strerror}"
    return f"{name}: done"


def tries(request: dict[str, Any]) -> str:
    """What it can do beyond its errand; the settings of the endpoint say with what."""
    options = request["endpoint"]["options"]

    def connect(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass

    def write(path: str) -> None:
        with open(path, "w", encoding="utf-8") as file:
            file.write("x")

    def start() -> None:
        pid = os.fork()
        if pid == 0:
            try:
                os.execv("/bin/sh", ["sh", "-c", "true"])
            except OSError:
                os._exit(9)
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9:
            raise PermissionError(13, "Permission denied")

    def listen() -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))

    def fast() -> None:
        with socket.socket() as one:
            one.sendto(b"x", socket.MSG_FASTOPEN, ("127.0.0.1", options["other"]))

    home = options["home"]
    return "; ".join(
        [
            tried("server", lambda: connect(options["port"])),
            tried("other port", lambda: connect(options["other"])),
            tried("fast open", fast),
            tried("home", lambda: open(os.path.join(home, "kept"), "rb").close()),
            tried("settings", lambda: open(os.path.join(home, ".config/ghost/config.toml"), "rb").close()),
            tried("beside", lambda: open(os.path.join(os.path.dirname(_HERE), "other/kept"), "rb").close()),
            tried("list home", lambda: os.listdir(home)),
            tried("passwd", lambda: open("/etc/passwd", "rb").close()),
            tried("parent", lambda: open(f"/proc/{os.getppid()}/environ", "rb").close()),
            tried("hosts", lambda: open("/etc/hosts", "rb").close()),
            tried("write", lambda: write(os.path.join(home, "written"))),
            tried("temporary", lambda: write("/tmp/ghost-test-of-a-talker")),
            tried("program", start),
            tried("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()),
            tried("unix", lambda: socket.socket(socket.AF_UNIX).close()),
            tried("listen", listen),
            tried("signal", lambda: os.kill(os.getppid(), 0)),
        ]
    )


def http(request: dict[str, Any]) -> None:
    from http.client import HTTPConnection
    from urllib.parse import urlsplit

    endpoint = request["endpoint"]
    url = urlsplit(endpoint["url"])
    messages = [{"role": one["role"], "content": one["text"]} for one in request["messages"]]
    body: dict[str, Any] = {"model": endpoint["model"], "messages": messages, "stream": True}
    body["max_tokens"] = request["max_tokens"]
    if request["schema"]:
        body["response_format"] = {"type": "json_schema", "json_schema": {"schema": json.loads(request["schema"])}}
    headers = {"Content-Type": "application/json"}
    if endpoint["key"]:
        headers["Authorization"] = "Bearer " + endpoint["key"]
    try:
        connection = HTTPConnection(url.hostname or "", url.port, timeout=endpoint["timeout_ms"] / 1000)
        connection.request("POST", url.path + "/chat/completions", json.dumps(body), headers)
        response = connection.getresponse()
        if response.status != 200:
            code = {401: "unauthorized", 429: "rate_limited"}.get(response.status, "server")
            say(failed={"code": code, "message": f"the server answers {response.status}", "hint": ""})
            return
        text = ""
        for line in response:
            data = line.decode().strip()
            if not data.startswith("data: {"):
                continue
            for choice in json.loads(data[6:]).get("choices", []):
                piece = choice.get("delta", {}).get("content") or ""
                text += piece
                say(piece=piece)
        done(text, rung="json_schema" if request["schema"] else "")
    except OSError as error:
        say(failed={"code": "unreachable", "message": f"the server cannot be reached: {error.strerror}", "hint": ""})


def main() -> None:
    if sys.argv[1:] != ["mind"]:
        sys.exit(2)
    for line in sys.stdin:
        asked(json.loads(line))


main()
