"""Where things are and go: the checkout, the XDG folders, the program's folder. Looks at names, writes nothing."""

from __future__ import annotations

import hashlib
import os
import re

from .trouble import Trouble

_SOURCES = ("wrapper", "kernel/ghost_kernel", "kernel/protocol", "shell-hooks")


class Places:
    """Every folder that setting up may touch, and what the checkout says about itself.

    XDG base directory specification: a variable that is not an absolute path is ignored.
    """

    def __init__(self, kernel: str, env: dict[str, str], bin_dir: str | None = None) -> None:
        self.env = env
        self.kernel = kernel
        self.checkout = os.path.dirname(kernel)
        self.home = env.get("HOME", "")
        self.data = self._xdg("XDG_DATA_HOME", ".local/share")
        self.cache = self._xdg("XDG_CACHE_HOME", ".cache")
        given = bin_dir or env.get("GHOST_BIN_DIR", "")
        self.bin_given = bool(given)
        self.bin = os.path.abspath(given) if given else self._below_home(".local/bin")

    @property
    def installed_ghost(self) -> str:
        """Where the program is put."""
        return os.path.join(self.bin, "ghost")

    @property
    def manifest(self) -> str:
        """The list of what was put on this machine."""
        return os.path.join(self.data, "installed.json")

    @property
    def brain_log(self) -> str:
        """Where the brain's stderr goes; nowhere, when there is neither HOME nor XDG_STATE_HOME."""
        try:
            return os.path.join(self._xdg("XDG_STATE_HOME", ".local/state"), "brain", "kernel.log")
        except Trouble:
            return os.devnull

    @property
    def log(self) -> str:
        """What the installer, the package clients and cargo printed."""
        return os.path.join(self.cache, "setup.log")

    @property
    def build(self) -> str:
        """Cargo's target folder."""
        return os.path.abspath(self.env.get("CARGO_TARGET_DIR") or os.path.join(self.cache, "build"))

    def _xdg(self, name: str, fallback: str) -> str:
        value = self.env.get(name, "")
        if os.path.isabs(value):
            return os.path.join(value, "ghost")
        return os.path.join(self._below_home(fallback), "ghost")

    def _below_home(self, folder: str) -> str:
        instead = "or name all places: --bin-dir, XDG_DATA_HOME and XDG_CACHE_HOME"
        if not os.path.isabs(self.home):
            raise Trouble(
                "HOME is not set, so there is no place for ghost",
                f"set HOME to your home folder, {instead}",
            )
        if not os.path.isdir(self.home):
            raise Trouble(
                f"the home folder {self.home} does not exist",
                f"create it, set HOME to one that exists, {instead}",
            )
        return os.path.join(self.home, folder)


class Checkout:
    """What the source tree says: its version, the oldest Rust it compiles with, and its fingerprint."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        path = os.path.join(folder, "Cargo.toml")
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except OSError as error:
            raise Trouble(
                f"{path} cannot be read: {error.strerror}",
                "run kernel/bootstrap.py from a whole checkout of the repository",
            ) from None
        self.version = self._field(text, "version", path)
        self.rust = version_tuple(self._field(text, "rust-version", path))

    @staticmethod
    def _field(text: str, name: str, path: str) -> str:
        found = re.search(rf'^{name}\s*=\s*"(\d+\.\d+(?:\.\d+)?)"', text, re.MULTILINE)
        if found is None:
            raise Trouble(f'{path} has no {name} = "X.Y"', "run kernel/bootstrap.py from a whole checkout")
        return found.group(1)

    def fingerprint(self) -> str:
        """A hash of every file that the program is made of, so that a changed checkout is compiled anew."""
        digest = hashlib.sha256()
        for path in sorted(self._files()):
            digest.update(path.encode() + b"\0")
            with open(os.path.join(self.folder, path), "rb") as file:
                digest.update(hashlib.sha256(file.read()).digest())
        return digest.hexdigest()

    def _files(self) -> list[str]:
        found = [name for name in ("Cargo.toml", "Cargo.lock") if os.path.isfile(os.path.join(self.folder, name))]
        for top in _SOURCES:
            for folder, folders, names in os.walk(os.path.join(self.folder, top)):
                folders[:] = [name for name in folders if name not in ("__pycache__", "target")]
                inside = os.path.relpath(folder, self.folder)
                found += [os.path.join(inside, name) for name in names if not name.endswith((".pyc", "~"))]
        return [path for path in found if os.path.isfile(os.path.join(self.folder, path))]


def version_tuple(text: str) -> tuple[int, ...]:
    """`"1.88"` or `"1.95.0 (59807616e …)"` as numbers that compare; empty where there are none."""
    found = re.match(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def nearest_folder(path: str) -> str:
    """The folder itself or the nearest one above it that exists."""
    while not os.path.isdir(path):
        above = os.path.dirname(path)
        if above == path:
            break
        path = above
    return path
