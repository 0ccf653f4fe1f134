"""Starts a tool: shown as it runs, or silent unless it fails. Every run has a time limit and no standard input."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple, TypeVar

from .steps import Failure, say, write

LIMIT = 30 * 60.0  # seconds; a first compilation of everything takes a fifth of it on two cores
_KEPT = 1 << 20
_RUNNING: set[int] = set()  # process groups of tools, each the number of its leader

T = TypeVar("T")


class Done(NamedTuple):
    """How a tool ended: its status and the end of what it printed, stdout and stderr in one."""

    status: int
    text: str


def run(words: Sequence[str], env: Mapping[str, str], cwd: str, *, show: bool = True, limit: float = LIMIT) -> Done:
    """Run to the end. Raises Failure when the tool cannot be started or does not end in time.

    The tool gets a process group of its own, so that what it started ends with it.
    """
    sys.stdout.flush()
    try:
        child = subprocess.Popen(
            list(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
        )
    except OSError as error:
        raise Failure(f"{words[0]} cannot be started: {error.strerror}") from None
    _RUNNING.add(child.pid)
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(limit, end)
    timer.start()
    kept = b""
    assert child.stdout is not None, "a pipe was asked for"
    try:
        for line in child.stdout:
            kept = (kept + line)[-_KEPT:]
            if show:
                write(line.decode("utf-8", "replace"))
        status = child.wait()
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
    finally:
        _RUNNING.discard(child.pid)
        timer.cancel()
        child.stdout.close()
    text = kept.decode("utf-8", "replace")
    if late.is_set():
        raise Failure(f"{os.path.basename(words[0])} did not end within {limit:.0f} s:\n{_tail(text)}")
    return Done(status, text)


def side_by_side(
    works: Sequence[Callable[[], T]], at_once: int = 2, told: Callable[[T], object] = lambda _: None
) -> list[T]:
    """What these give, in their order, so many of them at the same time; `told` hears of each once all before it have
    ended. They show nothing, so that what is told stays in order. When one raises, or the person interrupts, the tools
    of all are ended.
    """
    with ThreadPoolExecutor(at_once) as pool:
        waited = [pool.submit(work) for work in works]
        try:
            results = []
            for one in waited:
                results.append(one.result())
                told(results[-1])
            return results
        except BaseException:
            for one in waited:
                one.cancel()
            while wait(waited, timeout=0.1).not_done:  # again and again: one of them may be starting a tool just now
                for leader in list(_RUNNING):
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(leader, signal.SIGKILL)
            raise


def check(words: Sequence[str], env: Mapping[str, str], cwd: str, *, limit: float = LIMIT) -> bool:
    """Run silently; show what was printed only when the status is not 0."""
    done = run(words, env, cwd, show=False, limit=limit)
    if done.status != 0:
        say(f"$ {' '.join(words)}\n{_tail(done.text)}\n(status {done.status})")
    return done.status == 0


def _tail(text: str) -> str:
    return "\n".join(text.splitlines()[-200:])
