"""Hands the command over: ghost takes this process's place, pid, terminal and job; a child becomes its brain.

The two talk over a socket pair, one JSON object a line. ghost gets its end as `--kernel-fd N` and the child's pid as
`--kernel-pid PID`, so that it can reap it, and can start another brain by itself should this one die.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Sequence

from .places import Places


def hand_over(ghost: str, command: Sequence[str], places: Places) -> None:
    """Does not return, unless ghost cannot be started: then OSError is raised and the child ends at its input's end."""
    sys.stdout.flush()
    ours, theirs = socket.socketpair()
    brain = os.fork()
    if brain == 0:
        theirs.close()
        _serve(ours, places)  # never returns
    ours.close()
    os.set_inheritable(theirs.fileno(), True)
    # Python ignores these two, and an ignored signal stays ignored across exec: the command would not end on a
    # closed pipe.
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execv(ghost, ["ghost", "--kernel-fd", str(theirs.fileno()), "--kernel-pid", str(brain), *command])
    finally:
        theirs.close()


def _serve(ours: socket.socket, places: Places) -> None:
    """Be the brain until ghost closes its end. In a session of its own: no terminal, no Ctrl-C, nothing on stdout."""
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _redirect(places)
        from ghost_kernel import server

        with ours.makefile("rb") as reader, ours.makefile("wb") as writer:
            server.serve(reader, writer)
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def _redirect(places: Places) -> None:
    """Input and output lead nowhere, what goes wrong is told in the brain's own log."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        os.makedirs(os.path.dirname(places.brain_log), mode=0o700, exist_ok=True)
        log = os.open(places.brain_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        log = nowhere
    for descriptor, source in ((0, nowhere), (1, nowhere), (2, log)):
        os.dup2(source, descriptor)
