"""One connection to one server: HTTP/1.1 kept alive, TLS with the system's certificates, proxies, and time limits.

`http.client` reads the messages; what lies under it is `clock`'s socket, for whose every read and write the
request's deadline counts: a server that drips one byte a second is cut off as surely as a silent one.
Redirects are not followed: a key goes nowhere but to the host it was given for.
"""

from __future__ import annotations

import http.client
import socket

from ghost_kernel.errors import one_line
from ghost_kernel.llm import place as places
from ghost_kernel.llm.clock import Clock, Clocked
from ghost_kernel.llm.trouble import Trouble, of_answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl

    from ghost_kernel.llm.place import Place

    _Address = tuple[int, int, int, str, tuple[object, ...]]

CONNECT_S = 10.0
"""Seconds that connecting may take, over all addresses of a host."""
SILENCE_S = 60.0
"""Seconds a server may say nothing once its answer has begun. Before that it reads, and only the deadline counts."""
PIECE = 65536
LONGEST_WAIT_S = 86400.0
"""Seconds that `Retry-After` can ask for; nobody waits so long, and more is told as that much."""
TIMEOUT_HINT = "timeout_seconds of the model says how long it may take"


class Answer:
    """An answer that is being read."""

    def __init__(self, response: http.client.HTTPResponse, largest: int, host: str, clock: Clock) -> None:
        self.status = response.status
        self.kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        self.wait = seconds(response.getheader("Retry-After"))
        self._response = response
        self._left = largest
        self._host = host
        self._clock = clock

    def read(self) -> bytes:
        """What the next read brings; nothing at the end. Raises OSError and HTTPException as they come."""
        data = self._response.read1(PIECE)
        self._clock.silence = SILENCE_S
        self._left -= len(data)
        if self._left < 0:
            raise Trouble("server", f"{self._host} sends far more than was asked for", "look whether its url is right")
        if not data and self._response.length:
            raise http.client.IncompleteRead(b"", self._response.length)
        return data

    def all(self, most: int) -> bytes:
        """The whole body, or so much of it as may be wanted and has come."""
        found = b""
        try:
            while len(found) < most and (data := self.read()):
                found += data
        except (OSError, http.client.HTTPException):
            pass
        return found[:most]


class Wire:
    """A connection to one server, opened when it is needed and again when the server has closed it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._proxy = places.proxy(place)
        self._open: http.client.HTTPConnection | None = None
        self._last: http.client.HTTPResponse | None = None

    def close(self) -> None:
        """Hang up; a server that is still speaking notices."""
        if self._last is not None:
            self._last.close()
        if self._open is not None:
            self._open.close()
        self._open = self._last = None

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes, clock: Clock, largest: int) -> Answer:
        """Send a request and read the head of its answer. A kept connection that turns out closed is opened anew."""
        kept = self._kept()
        try:
            return self._once(method, path, headers, body, clock, largest)
        except Trouble as trouble:
            # The server had hung up between two requests: it has not seen this one.
            if not (kept and trouble.again):
                raise
        return self._once(method, path, headers, body, clock, largest)

    def _kept(self) -> bool:
        """Whether there is a connection whose last answer was read to its end; one that is not is closed."""
        if self._open is None:
            return False
        sock = self._open.sock
        if sock is not None and self._last is not None and not self._last.isclosed():
            assert isinstance(sock, Clocked), "every connection is made here"
            sock.clock = Clock(0.05)  # the end of the last answer is here by now, or not worth waiting for
            try:
                self._last.read(PIECE)
            except (OSError, http.client.HTTPException):
                pass
        if sock is None or (self._last is not None and not self._last.isclosed()):
            self.close()
            return False
        return True

    def _once(self, method: str, path: str, headers: dict[str, str], body: bytes, clock: Clock, largest: int) -> Answer:
        label = self.place.label
        through = self._proxy is not None and not self.place.secure
        try:
            if self._open is None:
                if self._proxy is not None:
                    label = f"the proxy {self._proxy.label}"
                self._open = self._connect(clock)
                label = self.place.label
            assert isinstance(self._open.sock, Clocked), "it was just opened, or is kept"
            self._open.sock.clock = clock
            try:
                self._open.request(method, f"http://{label}{path}" if through else path, body, self._headers(headers))
            except (BrokenPipeError, ConnectionResetError):
                pass  # a server that does not want the body may have said why
            response = self._last = self._open.getresponse()
            if 300 <= response.status < 400:
                raise _redirected(response.getheader("Location") or "", self.place)
            if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
                raise Trouble("server", f"{label} answers compressed, though that was not asked for")
            return Answer(response, largest, label, clock)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise unreachable(error, label, clock) from None
        except Trouble:
            self.close()
            raise

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        made = {"Host": self.place.label, "Accept-Encoding": "identity", "User-Agent": "ghost", **more}
        if self.place.login is not None:
            made.setdefault("Authorization", basic(self.place.login))
        if self._proxy is not None and self._proxy.login is not None and not self.place.secure:
            made["Proxy-Authorization"] = basic(self._proxy.login)
        return made

    def _connect(self, clock: Clock) -> http.client.HTTPConnection:
        first = self._proxy or self.place
        sock = _dial(first, clock)
        try:
            if self._proxy is not None and self.place.secure:
                self._tunnel(Clocked(sock, clock))
            if self.place.secure:
                sock.settimeout(clock.left(CONNECT_S))
                sock = _certificates().wrap_socket(sock, server_hostname=self.place.host)
        except BaseException:
            sock.close()
            raise
        made = http.client.HTTPConnection(self.place.host, self.place.port)
        made.auto_open = 0
        made.sock = Clocked(sock, clock)
        return made

    def _tunnel(self, sock: Clocked) -> None:
        """Ask the proxy to connect us through (RFC 9110, 9.3.6)."""
        assert self._proxy is not None, "asked where there is one"
        host = f"[{self.place.host}]" if ":" in self.place.host else self.place.host
        head = f"CONNECT {host}:{self.place.port} HTTP/1.1\r\nHost: {host}:{self.place.port}\r\n"
        if self._proxy.login is not None:
            head += f"Proxy-Authorization: {basic(self._proxy.login)}\r\n"
        sock.sendall(head.encode("ascii") + b"\r\n")
        response = http.client.HTTPResponse(sock, method="CONNECT")  # type: ignore[arg-type]
        response.begin()
        if response.status != 200:
            raise of_answer(response.status, b"", f"{self._proxy.label} (proxy)", "", key=False)


def _dial(place: Place, clock: Clock) -> socket.socket:
    """A TCP connection, each of the host's addresses tried in turn for its share of the time."""
    addresses = _addresses(place, clock)
    if places.is_here(place.host):
        # What was called this machine was promised to stay here: somebody may have given the name another address.
        addresses = [one for one in addresses if places.is_loopback(str(one[4][0]))]
        if not addresses:
            raise OSError("its name stands for another machine here")
    end = Clock(clock.left(CONNECT_S))
    error: OSError = OSError("no address")
    for place_in_row, (family, kind, number, _, address) in enumerate(addresses):
        sock = socket.socket(family, kind, number)
        try:
            sock.settimeout(max(end.left() / (len(addresses) - place_in_row), 0.001))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        except OSError as one:
            sock.close()
            error = one
    raise error


def _addresses(place: Place, clock: Clock) -> list[_Address]:
    """What the host's name stands for. Asking knows no time limit, so a thread asks, except for an address itself."""
    try:
        return socket.getaddrinfo(place.host, place.port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)  # type: ignore[return-value]
    except OSError:
        pass
    import threading

    found: list[list[_Address] | Exception] = []

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(place.host, place.port, 0, socket.SOCK_STREAM))  # type: ignore[arg-type]
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(clock.left(CONNECT_S))
    if not found:
        raise socket.timeout("the name was not resolved in time")
    if isinstance(found[0], OSError):
        raise found[0]
    if isinstance(found[0], Exception):
        raise socket.gaierror("not a name")
    return found[0]


_context: ssl.SSLContext | None = None


def _certificates() -> ssl.SSLContext:
    """TLS with the system's certificates; an interpreter that was built elsewhere may look for them elsewhere."""
    import os
    import ssl

    global _context
    if _context is None:
        _context = ssl.create_default_context()
        paths = ssl.get_default_verify_paths()
        if not paths.cafile and not (paths.capath and os.listdir(paths.capath)):
            for bundle in (
                "/etc/ssl/certs/ca-certificates.crt",
                "/etc/pki/tls/certs/ca-bundle.crt",
                "/etc/ssl/cert.pem",
            ):
                if os.path.isfile(bundle):
                    _context.load_verify_locations(bundle)
                    break
    return _context


def basic(login: str) -> str:
    """The header for a name and password."""
    import base64

    return "Basic " + base64.b64encode(login.encode()).decode()


def unreachable(error: BaseException, label: str, clock: Clock) -> Trouble:
    """What an error of the network means, with the host named."""
    import ssl

    if isinstance(error, (TimeoutError, socket.timeout)):
        if clock.over:
            return Trouble("timeout", f"{label} has not answered in {clock.told}", TIMEOUT_HINT)
        why = "does not answer"
    elif isinstance(error, ssl.SSLCertVerificationError):
        return Trouble("unreachable", f"the certificate of {label} is not trusted: {one_line(error.verify_message)}")
    elif isinstance(error, ssl.SSLError):
        return Trouble("unreachable", f"{label} does not speak TLS as it should", "is it http:// instead of https://?")
    elif isinstance(error, socket.gaierror):
        why = "is a name that cannot be resolved"
    elif isinstance(error, ConnectionRefusedError):
        why = "does not take connections: nothing listens there"
    elif isinstance(error, (http.client.RemoteDisconnected, ConnectionError)):
        trouble = Trouble("unreachable", f"{label} hung up before it answered", "look whether the server still runs")
        trouble.again = True
        return trouble
    elif isinstance(error, http.client.HTTPException):
        return Trouble("server", f"what {label} answers is not HTTP", "look whether its url is right")
    else:
        why = f"cannot be reached: {one_line(getattr(error, 'strerror', None) or str(error), 80)}"
    return Trouble("unreachable", f"{label} {why}", "look whether the server runs and its url is right")


def _redirected(target: str, place: Place) -> Trouble:
    from urllib.parse import urlsplit

    try:
        other = urlsplit(target).hostname or place.host
    except ValueError:
        other = "elsewhere"
    where = "another address of its own" if other == place.host else one_line(other, 80)
    return Trouble(
        "redirected",
        f"{place.label} sends us on to {where}; ghost does not follow with a key in its hand",
        "if that is right, put the new address into the model's url",
    )


def seconds(retry_after: str | None, now: float | None = None) -> float | None:
    """How long `Retry-After` asks to wait: seconds, or until a date (RFC 9110, 10.2.3)."""
    text = (retry_after or "").strip()
    if text.replace(".", "", 1).isdecimal():
        return min(float(text), LONGEST_WAIT_S)
    import email.utils
    import time

    try:
        until = email.utils.parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return min(max(until - (time.time() if now is None else now), 0.0), LONGEST_WAIT_S)
