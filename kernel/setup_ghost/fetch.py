"""Fetching one file over HTTP(S) into a file, with its checksum verified while it arrives.

Proxies (`HTTPS_PROXY`, `NO_PROXY` …) and `SSL_CERT_FILE` are obeyed by urllib and OpenSSL themselves. A file that did
not arrive whole or has another checksum is removed.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request
import urllib.response

from .say import Say
from .system import MEGABYTE
from .trouble import Trouble, Unreachable

_PATIENCE = 30.0  # seconds without a byte
_SMALL = 1 << 22


def host_of(url: str) -> str:
    """The name that a message tells the person."""
    return urllib.parse.urlsplit(url).hostname or url


def text_at(url: str, accept: str = "*/*") -> tuple[str, str]:
    """A small text and its content type. Raises Unreachable."""
    with _open(url, accept) as answer:
        try:
            body = answer.read(_SMALL)
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable(url, str(error)) from None
        return body.decode("utf-8", "replace"), answer.headers.get_content_type()


def sha256_at(url: str) -> str:
    """The checksum in a file such as `rustup-init.sha256`: the digest alone or as sha256sum prints it."""
    words = text_at(url)[0].split()
    digest = words[0].lower() if words else ""
    if len(digest) != 64 or any(letter not in "0123456789abcdef" for letter in digest):
        raise Trouble(
            f"{url} does not hold a SHA-256 checksum",
            "something between here and there answers in its place: check the network and its proxy",
        )
    return digest


def download(url: str, target: str, sha256: str, say: Say) -> None:
    """Write what stands at `url` to `target`. Raises Unreachable, or Trouble for a wrong checksum or a full disk."""
    name = os.path.basename(urllib.parse.urlsplit(url).path)
    try:
        digest = _copy(url, target, name, say)
        if digest != sha256:
            raise Trouble(
                f"{name} from {host_of(url)} has a wrong checksum (expected {sha256[:12]}…, got {digest[:12]}…)",
                "it was not used and is removed; try again, and if it stays wrong do not trust that source",
            )
    except BaseException:
        if os.path.exists(target):
            os.unlink(target)
        raise
    finally:
        say.clear()


def _copy(url: str, target: str, name: str, say: Say) -> str:
    digest = hashlib.sha256()
    done = 0
    with _open(url, "*/*") as answer, open(target, "wb") as file:
        total = int(answer.headers.get("Content-Length") or 0)
        while True:
            try:
                block = answer.read(1 << 18)
            except (OSError, http.client.HTTPException) as error:
                raise _unreachable(url, str(error)) from None
            if not block:
                break
            digest.update(block)
            done += len(block)
            try:
                file.write(block)
            except OSError as error:
                raise Trouble(
                    f"{target} could not be written: {error.strerror}", "make room on that disk and run this again"
                ) from None
            share = f" of {total // MEGABYTE}" if total else ""
            say.status(f"fetching {name}: {done // MEGABYTE}{share} MB")
    if total and done != total:
        raise _unreachable(url, f"the connection ended after {done} of {total} bytes")
    return digest.hexdigest()


def _open(url: str, accept: str) -> urllib.response.addinfourl:
    request = urllib.request.Request(url, headers={"Accept": accept, "User-Agent": "ghost-setup"})
    try:
        answer: urllib.response.addinfourl = urllib.request.urlopen(request, timeout=_PATIENCE)
    except urllib.error.HTTPError as error:
        error.close()
        raise _unreachable(url, f"HTTP status {error.code}") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise Unreachable(
                f"the certificate of {host_of(url)} could not be verified",
                "install the ca-certificates package, or point SSL_CERT_FILE to your network's certificates",
            ) from None
        raise _unreachable(url, getattr(error.reason, "strerror", None) or str(error.reason)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _unreachable(url, str(error)) from None
    return answer


def _unreachable(url: str, reason: str) -> Unreachable:
    return Unreachable(
        f"{url} could not be fetched: {reason}",
        f"check the network (HTTPS_PROXY where there is a proxy) and whether {host_of(url)} may be reached",
    )
