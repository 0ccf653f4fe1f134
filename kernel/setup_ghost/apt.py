"""Debian's package client, apt: what is offered, what it takes, installing, and unpacking without installing."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from .manifest import Manifest
from .system import MEGABYTE, ask, run_logged, which
from .trouble import Trouble


class Apt:
    """Debian's package client. Installing needs root; fetching and unpacking with lists of its own needs no right."""

    def __init__(self, env: Mapping[str, str], log: str, place: str = "") -> None:
        self._env = {**env, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
        self._log = log
        self._place = place
        words = [f"Dir::State::Lists={place}/lists", f"Dir::Cache={place}", "Acquire::Languages=none"]
        words.append("Debug::NoLocking=true")  # the locks that it means are the system's
        self._options = [part for word in words for part in ("-o", word)] if place else []
        self._client = which("apt-get", env)
        self._fresh = False

    @property
    def present(self) -> bool:
        """Whether this is a machine with Debian's packages."""
        return self._client is not None

    @property
    def usable(self) -> bool:
        """Whether packages can be installed by this user on this machine."""
        return self.present and os.geteuid() == 0

    @contextmanager
    def aside(self, folder: str) -> Iterator[Apt]:
        """A client with lists and files of its own below a folder, gone afterwards; the system's are not touched."""
        with tempfile.TemporaryDirectory(prefix="apt-", dir=folder) as place:
            for folder in ("lists", "archives"):
                os.makedirs(os.path.join(place, folder, "partial"))
            yield Apt(self._env, self._log, place)

    def refresh(self) -> None:
        """Bring the package lists up to date, once."""
        if not self._fresh and self.present:
            self._fresh = True
            self._run("update", "-q")

    def candidate(self, package: str) -> str:
        """The version that would be installed; empty where there is none."""
        for line in ask(["apt-cache", *self._options, "policy", package], self._env).text.splitlines():
            key, _, value = line.strip().partition(": ")
            if key == "Candidate" and value != "(none)":
                return value
        return ""

    def cost(self, packages: Sequence[str]) -> str:
        """What installing them takes, as ` (170 MB to fetch, 727 MB on disk)`; empty where apt does not say."""
        words = ["apt-get", *self._options, "install", "--assume-no", "--no-install-recommends", *packages]
        text = ask(words, self._env).text
        fetched = re.search(r"^Need to get ([\d.,]+ [kMG]?B)", text, re.MULTILINE)
        taken = re.search(r"^After this operation, ([\d.,]+ [kMG]?B) of additional", text, re.MULTILINE)
        return f" ({fetched.group(1)} to fetch, {taken.group(1)} on disk)" if fetched and taken else ""

    def is_installed(self, package: str) -> bool:
        """Whether dpkg holds the package as installed."""
        return package in self._installed()

    def _installed(self) -> set[str]:
        words = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\\n"]
        lines = ask(words, self._env, most=16 * MEGABYTE).text.splitlines()
        return {line.partition(" ")[2] for line in lines if line.startswith("installed ")}

    def install(self, packages: Sequence[str], manifest: Manifest | None = None) -> None:
        """Install packages, without what they only recommend, and write down what was not there before."""
        before = self._installed()
        fresh = [name for name in packages if name not in before]
        if manifest is not None:
            manifest.add("packages", *fresh)
        self.refresh()
        # The files are of no more use; `ghost uninstall` should not have to look for them.
        once = ["-o", "APT::Keep-Downloaded-Packages=false"]
        status = self._run(*once, "install", "-y", "-q", "--no-install-recommends", *packages)
        if manifest is not None:
            manifest.add("along", *sorted(self._installed() - before - set(fresh)))
        if status != 0:
            raise Trouble(
                f"apt-get could not install {' '.join(packages)} (its words are in {self._log})",
                f"try `apt-get update && apt-get install {' '.join(packages)}` yourself, then run this again",
            )

    def unpack(self, packages: Sequence[str], folder: str) -> bool:
        """Fetch packages, with all they need that is not installed, and unpack them into a folder, installing nothing.

        Always aside: Debian's images come without package lists, and only root may add those where they belong.
        """
        if not self.present:
            return False
        if not self._place:
            with self.aside(folder) as own:
                own.refresh()
                return own.unpack(packages, folder)
        if self._run("install", "-y", "-q", "--download-only", "--no-install-recommends", *packages) != 0:
            return False
        archives = os.path.join(self._place, "archives")
        files = [os.path.join(archives, name) for name in sorted(os.listdir(archives)) if name.endswith(".deb")]
        unpacked = [run_logged(["dpkg-deb", "-x", path, folder], self._env, self._log) for path in files]
        return bool(files) and not any(unpacked)

    def _run(self, *words: str) -> int:
        assert self._client is not None, "callers look first"
        return run_logged([self._client, *self._options, *words], self._env, self._log)
