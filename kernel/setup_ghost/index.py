"""A package of PyPI by its name, as one wheel file.

It comes through pip where any pip can be had, else through the index that the person configured. No index is named
here: pip knows its own.
"""

from __future__ import annotations

import configparser
import glob
import hashlib
import html.parser
import json
import os
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator

from . import fetch
from .apt import Apt
from .places import Places
from .say import Say
from .system import ask, last_lines, run_logged, which
from .trouble import Trouble, Unreachable

_ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"


class Wheel:
    """What is wanted: a name and a version, and the checksum of the file for this machine."""

    def __init__(self, name: str, version: str, tag: str, sha256: str) -> None:
        self.name, self.version, self.tag, self.sha256 = name, version, tag, sha256

    def matches(self, filename: str) -> bool:
        """Whether a file of the index is the one for this machine."""
        return filename.startswith(f"{self.name}-{self.version}-") and filename.endswith(f"{self.tag}.whl")


def obtain(wheel: Wheel, folder: str, places: Places, apt: Apt, say: Say) -> str:
    """Fetch the wheel into a folder and verify it. Returns its path. Raises Unreachable when no way leads to it."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="ghost-pip-") as scratch:
        for pip, env in pips(places, apt, scratch):
            say.status(f"fetching {wheel.name} {wheel.version} with pip")
            words = [*pip, "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "-d", folder]
            if run_logged([*words, f"{wheel.name}=={wheel.version}"], env, places.log) == 0:
                found = [name for name in os.listdir(folder) if wheel.matches(name)]
                if found:
                    return _verified(os.path.join(folder, found[0]), wheel)
            failures.append("pip: " + (" / ".join(last_lines(places.log, 1)) or "said nothing"))
            break  # one pip that answers is enough: a second one asks the same index
    index = configured_index(places)
    if index and not failures:
        return _from_index(wheel, index, folder, say)
    raise Unreachable(
        f"{wheel.name} could not be fetched ({failures[0] if failures else 'there is no pip, and no index is set'})",
        f"install a C compiler (gcc or clang), or pip; the words of the tools are in {places.log}",
    )


def pips(places: Places, apt: Apt, scratch: str) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Ways to run pip, each with its environment.

    This interpreter's, another on the PATH, a wheel of pip that lies here, Debian's file of it.
    """
    env = pip_env(places.env)
    commands = [[sys.executable, "-m", "pip"]]
    for name in ("python3", "pip3", "pip"):
        path = which(name, places.env)
        if path is not None:
            commands.append([path, "-m", "pip"] if name == "python3" else [path])
    for command in commands:
        if ask([*command, "--version"], env).text.startswith("pip "):
            yield command, env
    wheels = _pip_wheels("/usr")
    if not wheels and not configured_index(places) and apt.unpack(["python3-pip-whl"], scratch):
        wheels = _pip_wheels(os.path.join(scratch, "usr"))
    for path in wheels:
        command = [sys.executable, os.path.join(path, "pip")]
        if ask([*command, "--version"], env).text.startswith("pip "):
            yield command, env


def pip_env(env: dict[str, str]) -> dict[str, str]:
    """What pip runs with: no talk about itself, and the certificates that hold for everything else."""
    env = {**env, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    if env.get("SSL_CERT_FILE"):
        env.setdefault("PIP_CERT", env["SSL_CERT_FILE"])
    return env


def _pip_wheels(usr: str) -> list[str]:
    try:
        import ensurepip

        bundled = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")
    except ImportError:
        bundled = ""
    folders = [bundled, os.path.join(usr, "share", "python-wheels")]
    return [path for folder in folders if folder for path in sorted(glob.glob(os.path.join(folder, "pip-*.whl")))]


def configured_index(places: Places) -> str:
    """The index in pip's or uv's environment variables or in pip's files; empty where none is set."""
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"):
        if places.env.get(name):
            return places.env[name]
    files = [places.env.get("PIP_CONFIG_FILE", "")]
    if places.home:
        config = places.env.get("XDG_CONFIG_HOME") or os.path.join(places.home, ".config")
        files += [os.path.join(config, "pip", "pip.conf"), os.path.join(places.home, ".pip", "pip.conf")]
    for path in [*files, "/etc/pip.conf"]:
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            if path and os.path.isfile(path) and parser.read(path, encoding="utf-8"):
                for section in ("download", "global"):
                    if parser.get(section, "index-url", fallback=""):
                        return parser.get(section, "index-url")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue
    return ""


def _from_index(wheel: Wheel, index: str, folder: str, say: Say) -> str:
    page = f"{index.rstrip('/')}/{wheel.name}/"
    text, kind = fetch.text_at(page, _ACCEPT)
    for filename, url in files_of(text, kind):
        if wheel.matches(filename):
            target = os.path.join(folder, filename)
            fetch.download(urllib.parse.urljoin(page, url), target, wheel.sha256, say)
            return target
    raise Unreachable(
        f"{fetch.host_of(page)} has no {wheel.name} {wheel.version} for this machine",
        "install a C compiler (gcc or clang), or set PIP_INDEX_URL to an index that has it",
    )


def files_of(text: str, kind: str) -> list[tuple[str, str]]:
    """File names and addresses on a project's page of the simple API, in JSON (PEP 691) or HTML (PEP 503)."""
    if kind.endswith("json"):
        try:
            files = json.loads(text).get("files", [])
            return [(str(file["filename"]), str(file["url"])) for file in files]
        except (ValueError, AttributeError, KeyError, TypeError):
            return []
    page = _Anchors()
    page.feed(text)
    return [(urllib.parse.unquote(os.path.basename(urllib.parse.urlsplit(url).path)), url) for url in page.addresses]


class _Anchors(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.addresses += [value for name, value in attrs if name == "href" and value]


def _verified(path: str, wheel: Wheel) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    if digest.hexdigest() != wheel.sha256:
        os.unlink(path)
        raise Trouble(
            f"{os.path.basename(path)} has a wrong checksum (got {digest.hexdigest()[:12]}…)",
            "it was not used and is removed; do not trust the package index that is configured here",
        )
    return path
