"""Rust from Debian's packages, where the official installer's host cannot be reached.

Root installs them. Anybody else gets them unpacked below ghost's own folder, where two small scripts tell the programs
where their libraries are; that needs no right at all.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil

from .apt import Apt
from .manifest import Manifest, make_folder
from .places import Checkout, Places, version_tuple
from .say import Say
from .trouble import Trouble

# Debian's current Rust, and the newer one that it keeps for building browsers; each with what only tests ask for.
_PAIRS = (("rustc", "cargo"), ("rustc-web", "cargo-web"))
_CHECKS = {"cargo": ["rustfmt", "rust-clippy"], "cargo-web": ["rustfmt-web", "rust-web-clippy"]}

_SHIM = """#!/bin/sh
# Debian's {name}, unpacked by ghost's bootstrap: its libraries lie beside it.
LD_LIBRARY_PATH={libraries}
PATH="$PATH":{programs}
export LD_LIBRARY_PATH PATH
exec {programs}/{name} "$@"
"""


def shims(places: Places) -> str:
    """The folder of the scripts that start an unpacked Rust."""
    return os.path.join(_home(places), "shims")


def obtain(places: Places, checkout: Checkout, manifest: Manifest, apt: Apt, say: Say) -> None:
    """Install Rust as root, else unpack it. Raises Trouble."""
    if apt.usable:
        apt.refresh()
        pair = _choose(apt, checkout)
        say.line(f"installing {' '.join(pair)} with apt-get instead{apt.cost(pair)}")
        apt.install(pair, manifest)
        return
    with apt.aside(places.data) as own:
        own.refresh()
        pair = _choose(own, checkout)
        say.line(f"unpacking Debian's {' '.join(pair)} in {_home(places)} instead{own.cost(pair)}")
        _unpack(pair, own, places, manifest)


def add_checks(cargo: str, places: Places, manifest: Manifest, apt: Apt) -> None:
    """Add rustfmt and clippy in the way that this cargo came, as far as they can be had."""
    if os.path.dirname(cargo) == shims(places):
        with open(os.path.join(_home(places), "packages"), encoding="ascii") as file:
            apt.unpack(_CHECKS[file.read().split()[1]], _home(places))
    elif apt.usable:
        apt.install(_CHECKS["cargo-web" if apt.is_installed("cargo-web") else "cargo"], manifest)


def _home(places: Places) -> str:
    return os.path.join(places.data, "debian")


def _choose(apt: Apt, checkout: Checkout) -> tuple[str, str]:
    """The first pair of packages that is new enough."""
    offers = {pair: version_tuple(apt.candidate(pair[0])) for pair in _PAIRS}
    for pair, version in offers.items():
        if version >= checkout.rust:
            return pair
    network = "check the network (HTTPS_PROXY where there is a proxy; apt has settings of its own)"
    if not any(offers.values()):
        raise Trouble(
            "neither Rust's installer nor Debian's list of packages could be fetched", f"{network}, then run this again"
        )
    needed = ".".join(map(str, checkout.rust))
    raise Trouble(
        f"the Rust installer could not be had, and Debian's packages here are older than {needed}",
        f"{network}, or install Rust yourself and run this again",
    )


def _unpack(pair: tuple[str, str], apt: Apt, places: Places, manifest: Manifest) -> None:
    home = _home(places)
    manifest.add("folders", home)
    try:
        make_folder(manifest, shims(places))
        if not apt.unpack(pair, home):
            raise Trouble(
                f"apt-get could not fetch {' '.join(pair)} (its words are in {places.log})",
                "check the network and the free space, or install Rust yourself, then run this again",
            )
        _write_shims(home)
        with open(os.path.join(home, "packages"), "w", encoding="ascii") as file:
            file.write(" ".join(pair))
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        manifest.drop("folders", home)
        raise


def _write_shims(home: str) -> None:
    triple = f"{platform.machine()}-linux-gnu"
    libraries = os.pathsep.join(os.path.join(home, folder, triple) for folder in ("usr/lib", "lib"))
    programs = os.path.join(home, "usr", "bin")
    for name in ("rustc", "cargo"):
        text = _SHIM.format(name=name, libraries=shlex.quote(libraries), programs=shlex.quote(programs))
        path = os.path.join(home, "shims", name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o755)
