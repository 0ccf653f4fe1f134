"""What would be done: looks at the machine and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from . import build, compiler, rust, who
from .manifest import Manifest
from .places import Checkout, Places, nearest_folder
from .system import MEGABYTE, certificate_bundle, which
from .trouble import Trouble

Free = Callable[[str], int]


class Plan(NamedTuple):
    """The state of the machine: `ghost` is what can be used as it is, else the rest says what is there to make it."""

    ghost: str | None
    toolchain: rust.Toolchain | None
    compiler: compiler.Compiler | None
    certificates: str | None
    notes: list[str]


def survey(places: Places, checkout: Checkout, manifest: Manifest) -> Plan:
    """Look for ghost, then for what it takes to make it."""
    notes: list[str] = []
    ghost = usable_ghost(places, checkout, manifest, notes)
    if ghost is not None:
        return Plan(ghost, None, None, None, notes)
    toolchain = rust.find(places, checkout, notes)
    host = toolchain.host if toolchain else rust.triple()
    return Plan(None, toolchain, compiler.find(places, host), certificate_bundle(places.env), notes)


def usable_ghost(places: Places, checkout: Checkout, manifest: Manifest, notes: list[str]) -> str | None:
    """A ghost of the checkout's version; the one that was made from a checkout only while that has not changed."""
    for found in who.candidates(places):
        if found.version is None:
            if os.path.realpath(found.path) == os.path.realpath(places.installed_ghost):
                raise Trouble(
                    f"{found.path} is another program that bears the name ghost; it is left as it is",
                    "name another folder for ours: --bin-dir DIR",
                )
            notes.append(f"{found.path} is another program that bears the name: left alone")
        elif found.version != checkout.version:
            notes.append(f"{found.path} is ghost {found.version}, this checkout is {checkout.version}")
        elif found.path in manifest.names("files") and manifest.source != checkout.fingerprint():
            notes.append(f"{found.path} was made from an older state of this checkout")
        else:
            return found.path
    return None


def lines(plan: Plan, places: Places, checkout: Checkout) -> list[str]:
    """The plan for a person, sizes included."""
    if plan.ghost:
        return [f"ghost {checkout.version} is here: {plan.ghost}"]
    told = []
    if plan.certificates is None:
        told.append("install ca-certificates with apt-get: there are no root certificates here")
    if plan.toolchain:
        told.append(f"use {plan.toolchain.label}")
    else:
        told.append(
            f"fetch Rust {rust.WANTED} with its official installer, checksum verified "
            f"({rust.FETCH_SIZE // MEGABYTE} MB to fetch, {rust.DISK_SIZE // MEGABYTE} MB on disk, in {places.data})"
            + ("; Debian's packages instead where its host cannot be reached" if which("apt-get", places.env) else "")
        )
    if plan.compiler:
        told.append(f"use {plan.compiler.name} as linker")
    else:
        told.append(
            "fetch Zig from PyPI (package ziglang) as linker, checksum verified "
            f"({compiler.FETCH_SIZE // MEGABYTE} MB to fetch, {compiler.DISK_SIZE // MEGABYTE} MB on disk, "
            f"in {places.data})"
        )
    told.append(f"compile ghost {checkout.version} in {places.build} (up to {build.DISK_SIZE // MEGABYTE} MB)")
    told.append(f"install it as {places.installed_ghost}")
    return told


def check_space(plan: Plan, places: Places, free: Free) -> None:
    """Raise Trouble where a file system has less room than the plan takes there."""
    needs = [(places.build, build.DISK_SIZE), (places.bin, 10 * MEGABYTE)]
    if plan.toolchain is None:
        needs.append((places.data, rust.DISK_SIZE))
    if plan.compiler is None:
        needs.append((places.data, compiler.DISK_SIZE))
    per_device: dict[int, tuple[str, int]] = {}
    for path, size in needs:
        folder = nearest_folder(path)
        first, sum_so_far = per_device.get(os.stat(folder).st_dev, (folder, 0))
        per_device[os.stat(folder).st_dev] = (first, sum_so_far + size)
    for folder, size in per_device.values():
        there = free(folder)
        if there < size:
            raise Trouble(
                f"{size // MEGABYTE} MB are needed on the disk of {folder}, {there // MEGABYTE} MB are free",
                "make room there, or point XDG_DATA_HOME and XDG_CACHE_HOME to a disk that has it",
            )
