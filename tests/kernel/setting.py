"""What the kernel's tests stand on: the package on the path, short ways to a failure, a message, a running brain."""

from __future__ import annotations

import json
import os
import subprocess
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KERNEL = os.path.join(PROJECT, "kernel")
PACKAGE = os.path.join(KERNEL, "ghost_kernel")
if KERNEL not in sys.path:
    sys.path.insert(0, KERNEL)

from ghost_kernel import lexer  # noqa: E402
from ghost_kernel.failure import Failure  # noqa: E402
from ghost_kernel.machine import Machine, Seen  # noqa: E402

HELLO = {"event": "hello", "id": 1, "protocol": 1, "ghost": "0.1.0"}
SHUTDOWN = {"event": "shutdown"}
NOT_A_COMMAND = "git: 'comit' is not a git command. See 'git --help'.\n"


def failure(line: str, output: str | None = "", exit_code: int = 1, machine: Machine | None = None) -> Failure:
    """A failure of a line that is taken apart here."""
    return Failure(line, exit_code, output, lexer.split(line), machine or Machine())


def looking(answers: dict[str, str]) -> Machine:
    """A machine that answers probes from a table and has nothing else."""

    def look(argv: list[str], why: str) -> Seen | None:
        said = answers.get(" ".join(argv))
        return None if said is None else Seen(0, said, "")

    return Machine(look=look)


def failed(line: str, output: str | None, exit_code: int = 1, **more: object) -> dict[str, object]:
    """A failed event as the body would send it, without a parse of its own."""
    stages = []
    for stage in lexer.split(line):
        words, assignments = (
            [{"text": word.text, "value": word.value, "start": word.start, "end": word.end} for word in some]
            for some in ([*stage.prefix, *stage.words], stage.assignments)
        )
        stages.append(
            {
                "operator": stage.operator,
                "assignments": assignments,
                "words": words,
                "start": stage.start,
                "end": stage.end,
            }
        )
    event: dict[str, object] = {"event": "failed", "id": 2, "line": line, "output": output, "exit_code": exit_code}
    return {**event, "stages": stages, **more}


def lines(*messages: object) -> bytes:
    """The messages as the pipe carries them; bytes go as they are."""
    made = [one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in messages]
    return b"".join(made)


def brain(*args: str) -> list[str]:
    """The words that start a brain with this interpreter, as the body does."""
    return [sys.executable, "-I", "-S", PACKAGE, *args]


def talk(*messages: object) -> tuple[list[dict[str, object]], subprocess.CompletedProcess[bytes]]:
    """Everything a brain answers to these messages, and how it ended."""
    done = subprocess.run(brain(), input=lines(*messages), capture_output=True, timeout=60, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()], done
