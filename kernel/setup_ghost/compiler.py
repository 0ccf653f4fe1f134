"""A C compiler, which Rust needs as its linker: the machine's own, or Zig's, fetched from PyPI as `ziglang`.

Zig brings a linker and a libc in one wheel and needs no root. Rust calls it through three small scripts: `cc` and
`c++` drop the `--target=…` that build scripts add, in Rust's words that Zig does not know, and name the target in
Zig's; glibc 2.28 is asked for so that what is linked also runs on systems of 2018.
"""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
import zipfile
from typing import NamedTuple

from . import index
from .apt import Apt
from .manifest import Manifest, make_folder
from .places import Places
from .say import Say
from .system import MEGABYTE, ask, which
from .trouble import Trouble, Unreachable

FETCH_SIZE = 101 * MEGABYTE
DISK_SIZE = 540 * MEGABYTE  # measured: 413 unpacked, beside the wheel while it is unpacked, and Zig's own cache
_VERSION = "0.17.1"
_WHEELS = {
    "x86_64": (
        "manylinux2010_x86_64.musllinux_1_1_x86_64",
        "ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54",
    ),
    "aarch64": (
        "manylinux2014_aarch64.musllinux_1_1_aarch64",
        "b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e",
    ),
}
_DEBIAN = ("gcc", "libc6-dev")

_DRIVER = """#!/bin/sh
# Zig as the C compiler for Rust's build; made by ghost's bootstrap.
ZIG_GLOBAL_CACHE_DIR={cache}
export ZIG_GLOBAL_CACHE_DIR
count=$#
while [ "$count" -gt 0 ]; do
    case "$1" in
        --target=*) ;;
        *) set -- "$@" "$1" ;;
    esac
    shift
    count=$((count - 1))
done
exec {zig} {mode} -target {target} "$@"
"""
_ARCHIVER = """#!/bin/sh
# Zig as the archiver for Rust's build; made by ghost's bootstrap.
exec {zig} ar "$@"
"""


class Compiler(NamedTuple):
    """A C compiler and what cargo's environment needs so that it is used."""

    name: str
    folder: str  # to put first on the PATH; empty where it is there already
    env: dict[str, str]


def find(places: Places, host: str) -> Compiler | None:
    """A compiler that really links a program: one without its libc does not."""
    for name in ("cc", "gcc", "clang"):
        path = which(name, places.env)
        if path is not None and links(path, places):
            variable = f"CARGO_TARGET_{host.upper().replace('-', '_')}_LINKER"
            return Compiler(path, "", {} if name == "cc" else {"CC": path, variable: path})
    shims = os.path.join(places.data, "zig", "bin")
    shim = os.path.join(shims, "cc")
    if os.access(shim, os.X_OK) and links(shim, places):
        return Compiler("Zig, fetched earlier", shims, {})
    return None


def links(path: str, places: Places) -> bool:
    """Whether a compiler makes a program out of the smallest source there is."""
    with tempfile.TemporaryDirectory(prefix="ghost-cc-") as folder:
        source = os.path.join(folder, "least.c")
        with open(source, "w", encoding="ascii") as file:
            file.write("int main(void) { return 0; }\n")
        made = ask([path, source, "-o", os.path.join(folder, "least")], places.env, seconds=120)
        return made.status == 0


def obtain(places: Places, host: str, manifest: Manifest, apt: Apt, say: Say) -> Compiler:
    """Fetch a compiler: Zig, or as root on a Debian-like system that cannot have it, gcc. Raises Trouble."""
    try:
        return _fetch_zig(places, host, manifest, apt, say)
    except Unreachable as error:
        if not apt.usable:
            raise
        say.line(error.message)
    say.line(f"installing {' '.join(_DEBIAN)} with apt-get instead")
    apt.install(_DEBIAN, manifest)
    found = find(places, host)
    if found is None:
        raise Trouble("gcc was installed but does not link a program", f"look into {places.log}")
    return found


def _fetch_zig(places: Places, host: str, manifest: Manifest, apt: Apt, say: Say) -> Compiler:
    machine = host.split("-")[0]
    if machine not in _WHEELS:
        raise Unreachable(f"there is no Zig to fetch for {machine}", "install a C compiler (gcc or clang)")
    home = os.path.join(places.data, "zig")
    manifest.add("folders", home)
    try:
        make_folder(manifest, os.path.join(home, "bin"))
        tag, sha256 = _WHEELS[machine]
        wheel = index.obtain(index.Wheel("ziglang", _VERSION, tag, sha256), home, places, apt, say)
        say.status("unpacking Zig")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(home)
        os.unlink(wheel)
        zig = os.path.join(home, "ziglang", "zig")
        os.chmod(zig, 0o755)
        _write_shims(home, zig, f"{machine}-linux-{'musl' if host.endswith('musl') else 'gnu.2.28'}")
        shims = os.path.join(home, "bin")
        if not links(os.path.join(shims, "cc"), places):
            raise Trouble("Zig was fetched but does not link a program here", "install gcc or clang")
        return Compiler(f"Zig {_VERSION}", shims, {})
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        manifest.drop("folders", home)
        raise
    finally:
        say.clear()


def _write_shims(home: str, zig: str, target: str) -> None:
    cache = shlex.quote(os.path.join(home, "cache"))
    for name, mode in (("cc", "cc"), ("c++", "c++")):
        _script(home, name, _DRIVER.format(cache=cache, zig=shlex.quote(zig), mode=mode, target=target))
    _script(home, "ar", _ARCHIVER.format(zig=shlex.quote(zig)))


def _script(home: str, name: str, text: str) -> None:
    path = os.path.join(home, "bin", name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o755)
