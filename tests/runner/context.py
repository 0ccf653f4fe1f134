"""The folders and the environment that the steps share, and the things that are fetched once, when first asked for."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from setup_ghost.apt import Apt
from setup_ghost.places import Checkout, Places, version_tuple
from setup_ghost.say import Say
from setup_ghost.system import ask, which

from .steps import Count, say

OLDEST = (3, 9)


class Python(NamedTuple):
    """An interpreter: its real path and its version."""

    path: str
    version: tuple[int, ...]

    @property
    def label(self) -> str:
        """`Python 3.9.18`."""
        return f"Python {'.'.join(map(str, self.version))}"


class Context:
    """What every step needs to know. `env` is the environment of the tools; steps add to it what they fetched."""

    def __init__(self, project: str, allow_missing: bool) -> None:
        self.project = project
        self.allow_missing = allow_missing
        self.target = os.path.join(project, "target")
        self.tools = os.path.join(self.target, "tools")
        self.env = dict(os.environ)
        self.env["PATH"] = os.path.join(self.tools, "bin") + os.pathsep + self.env.get("PATH", os.defpath)
        if not os.path.isdir(self.env.get("HOME", "")):
            self.env["HOME"] = os.path.join(self.tools, "home")
            os.makedirs(self.env["HOME"], exist_ok=True)
        os.makedirs(os.path.join(self.tools, "bin"), exist_ok=True)
        self.places = Places(os.path.join(project, "kernel"), self.env)
        self.checkout = Checkout(project)
        self.say = Say(sys.stdout)
        self.apt = Apt(self.env, os.path.join(self.tools, "apt.log"))
        self.missing: list[str] = []

    def without(self, what: str) -> Count:
        """Something cannot be had: a failure, unless the person has said that it may be missing."""
        say(("allowed: " if self.allow_missing else "MISSING: ") + what)
        return Count() if self.allow_missing else Count(failed=1)

    def path(self, *parts: str) -> str:
        """A path in the project."""
        return os.path.join(self.project, *parts)

    def pythons(self) -> list[Python]:
        """Every interpreter of this machine that ghost supports, oldest first; one of each minor version."""
        names = ["python3", *(f"python3.{minor}" for minor in range(OLDEST[1], 30))]
        found = [sys.executable, *(path for path in (which(name, self.env) for name in names) if path)]
        versions = os.path.join(self.env["HOME"], ".pyenv", "versions")
        if os.path.isdir(versions):
            found += [os.path.join(versions, name, "bin", "python3") for name in sorted(os.listdir(versions))]
        tells = "import platform, sys; print(sys.executable); print(platform.python_version())"
        known: dict[tuple[int, ...], Python] = {}
        for path in found:
            lines = ask([path, "-I", "-c", tells], self.env).text.split("\n")
            version = version_tuple(lines[1]) if len(lines) > 1 else ()
            if version >= OLDEST:
                known.setdefault(version[:2], Python(lines[0], version))
        return [known[key] for key in sorted(known)]

    def files(self, top: str = "") -> list[str]:
        """Files of the project, or of a folder in it, without what is built or hidden; `.ci` is looked into."""
        found = []
        for folder, folders, names in os.walk(os.path.join(self.project, top) if top else self.project):
            hidden = [name for name in folders if name.startswith(".") and name != ".ci"]
            built = ["target"] if folder == self.project else []
            folders[:] = sorted(name for name in folders if name not in hidden + built)
            found += [os.path.join(folder, name) for name in sorted(names)]
        return found
