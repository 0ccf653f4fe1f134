"""Time limits that hold: a clock for a request, and a socket whose every read and write looks at it."""

from __future__ import annotations

import io
import select
import socket
import time

from ghost_kernel.llm.trouble import Trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Gone(Exception):
    """Nobody reads our answer any more."""


class Clock:
    """The time a request has, from when the clock is made."""

    def __init__(self, seconds: float) -> None:
        self._all = seconds
        self._end = time.monotonic() + seconds
        self.silence = 3600.0
        """Seconds that the server may say nothing."""

    def left(self, most: float = 3600.0) -> float:
        """Seconds that are left, not more than `most`; zero when it is over."""
        return max(min(self._end - time.monotonic(), most), 0.0)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.left() <= 0.0

    @property
    def told(self) -> str:
        """`20 s`: whole seconds, as the settings have them."""
        return f"{-(-self._all // 1):.0f} s"


class Clocked:
    """A socket as `http.client` uses one. While it waits it also looks whether somebody still reads our answer."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        self.clock = clock
        self._sock = sock
        self._readers = 0
        self._closed = False

    def sendall(self, data: bytes) -> None:
        """Send all of it, or raise when the time is up."""
        self._sock.settimeout(self._left())
        self._sock.sendall(data)

    def receive(self, room: memoryview) -> int:
        """Bytes into the room, as many as have come; at least one, or none at the end."""
        pending: Callable[[], int] | None = getattr(self._sock, "pending", None)
        if pending is None or not pending():
            self._wait()
        self._sock.settimeout(self._left())
        return self._sock.recv_into(room)

    def _left(self) -> float:
        left = self.clock.left(self.clock.silence)
        if left <= 0.0:
            raise socket.timeout("timed out")
        return left

    def _wait(self) -> None:
        waiting = select.poll()
        waiting.register(self._sock.fileno(), select.POLLIN)
        if OUT is not None:
            waiting.register(OUT, 0)
        for number, event in waiting.poll(self._left() * 1000):
            if number == OUT and event & (select.POLLERR | select.POLLHUP):
                raise Gone
            if number != OUT:
                return
        raise socket.timeout("timed out")

    def makefile(self, mode: str) -> io.BufferedReader:
        """What `http.client` reads an answer from."""
        assert mode == "rb", "it only reads this way"
        self._readers += 1
        return io.BufferedReader(_Reading(self), 65536)

    def close(self) -> None:
        """Hang up, once no answer is read from it any more: so does a socket of Python's own."""
        self._closed = True
        if self._readers == 0:
            self._sock.close()

    def released(self) -> None:
        """A reader of it is closed."""
        self._readers -= 1
        if self._closed:
            self.close()


class _Reading(io.RawIOBase):
    """Reads from a clocked socket; closing it leaves the socket open for the next request."""

    def __init__(self, sock: Clocked) -> None:
        self._sock = sock

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            self._sock.released()
        super().close()

    def readinto(self, room: object) -> int:
        return self._sock.receive(memoryview(room))  # type: ignore[arg-type]


OUT: int | None = None
"""The descriptor of our answers; watched for a reader that is gone."""


def rest(seconds: float, clock: Clock) -> None:
    """Wait before trying again, as long as somebody reads; raises when nobody does or the time is up."""
    if seconds >= clock.left():
        raise Trouble("timeout", f"there was no answer in {clock.told}")
    waiting = select.poll()
    if OUT is not None:
        waiting.register(OUT, 0)
    if any(event & (select.POLLERR | select.POLLHUP) for _, event in waiting.poll(seconds * 1000)):
        raise Gone
