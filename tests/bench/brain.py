"""A brain on pipes for benches: the body's messages, and a process that answers them.

Speaks as the body does, without policy or sandbox: every probe is answered with "refused" at once.
"""

from __future__ import annotations

import compileall
import json
import os
import subprocess
import sys
import time
from typing import Any

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KERNEL = os.path.join(PROJECT, "kernel")
PACKAGE = os.path.join(KERNEL, "ghost_kernel")
sys.path.insert(0, KERNEL)

from ghost_kernel import shells  # noqa: E402 -- the project's own, from its folder
from ghost_kernel.line import Word  # noqa: E402

Message = dict[str, Any]


def hello(home: str) -> Message:
    """The greeting."""
    return {"event": "hello", "id": 1, "protocol": 1, "ghost": "0.1.0", "settings": {"home": home}}


def failed(line: str, exit_code: int, output: str, cwd: str, path: list[str], dialect: str = "bash") -> Message:
    """A failed line as the body tells of it."""
    stages = []
    for stage in shells.split(line, dialect):
        redirects: list[Message] = []
        for one in stage.redirects:
            redirects.append({"operator": one.operator, "start": one.start, "end": one.end})
            if one.target is not None:
                redirects[-1]["target"] = _word(one.target)
        told: Message = {"start": stage.start, "end": stage.end, "operator": stage.operator, "redirects": redirects}
        told["words"] = [_word(word) for word in (*stage.prefix, *stage.words)]
        told["assignments"] = [_word(word) for word in stage.assignments]
        stages.append(told)
    if len(stages) == 1:
        stages[0]["failed"] = True
    return {
        "event": "failed",
        "id": 2,
        "line": line,
        "cwd": cwd,
        "exit_code": exit_code,
        "output": output,
        "stages": stages,
        "path": path,
        "dialect": dialect,
    }


def _word(word: Word) -> Message:
    return {"text": word.text, "value": word.value, "start": word.start, "end": word.end}


def encoded(*messages: Message) -> bytes:
    """One line each."""
    return b"".join([json.dumps(one).encode() + b"\n" for one in messages])


def compiled(python: str) -> None:
    """Compiles the package first, as an installation does; without it each start compiles anew."""
    if python == sys.executable:
        compileall.compile_dir(PACKAGE, quiet=1)
    else:
        subprocess.run([python, "-m", "compileall", "-q", PACKAGE], check=True)


class Brain:
    """A brain that stays awake."""

    def __init__(self, python: str, home: str) -> None:
        compiled(python)
        command = [python, "-I", "-S", os.path.join(PACKAGE, "__main__.py")]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self._child.stdin is None or self._child.stdout is None:
            raise AssertionError("both streams are pipes")
        self._to, self._from = self._child.stdin, self._child.stdout
        self._say(encoded(hello(home)))
        if self._hear().get("action") != "hello":
            raise SystemExit("the brain did not greet")

    def ask(self, event: Message) -> tuple[Message, float, int]:
        """Its answer, the milliseconds that it took without our own part, and how many probes it wanted."""
        said = encoded(event)
        probes = 0
        taken = 0.0
        while True:
            begun = time.perf_counter()
            self._say(said)
            line = self._from.readline()
            taken += time.perf_counter() - begun
            action: Message = json.loads(line)
            if action.get("action") != "execute":
                return action, taken * 1000, probes
            probes += 1
            said = encoded({"event": "result", "action_id": action["action_id"], "refused": "this is a bench"})

    def work(self) -> float:
        """Milliseconds of processor time that it has used so far: waiting for others is not in it."""
        process = (~self._child.pid << 3) | 2  # the process's clock of that kind (clock_getcpuclockid(3))
        return time.clock_gettime(process) * 1000

    def end(self) -> None:
        """Says goodbye and waits for the end."""
        self._say(encoded({"event": "shutdown"}))
        self._to.close()
        self._child.wait()

    def _say(self, said: bytes) -> None:
        self._to.write(said)
        self._to.flush()

    def _hear(self) -> Message:
        heard: Message = json.loads(self._from.readline())
        return heard
