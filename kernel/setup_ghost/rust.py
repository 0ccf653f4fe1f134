"""Rust: the toolchain that is here and new enough, or the one that is fetched.

Two ways to fetch one. The first is the official installer, `rustup-init`, with its checksum verified, into folders of
ghost's own; it needs no root and touches nothing else. The second, on a Debian-like system that cannot reach the
installer's host, is Debian's own packages (`debian`). A person's own Rust is used as it is, never changed.
"""

from __future__ import annotations

import glob
import os
import platform
import shutil
from typing import NamedTuple

from . import debian, fetch
from .apt import Apt
from .manifest import Manifest, make_folder
from .places import Checkout, Places, version_tuple
from .say import Say
from .system import MEGABYTE, ask, last_lines, run_logged, which
from .trouble import Trouble, Unreachable

WANTED = "1.95.0"  # what is fetched: the version that the project is tested with
FETCH_SIZE = 185 * MEGABYTE  # measured: installer 21, compiler 80, two standard libraries 68, cargo 11
DISK_SIZE = 900 * MEGABYTE  # measured: 822 with the musl target, minimal profile
_UPDATE_ROOT = "https://static.rust-lang.org/rustup"


class Toolchain(NamedTuple):
    """A cargo and a rustc that belong together."""

    cargo: str
    rustc: str
    version: tuple[int, ...]
    sysroot: str
    host: str
    ours: bool  # fetched by this program, into its own folders

    @property
    def target(self) -> str | None:
        """The static target to compile for, where it is installed with the linker it needs; else None, the host's.

        A static musl binary starts in a third of the time of a plain glibc one.
        """
        target = f"{self.host.split('-')[0]}-unknown-linux-musl"
        rustlib = os.path.join(self.sysroot, "lib", "rustlib")
        linker = os.path.join(rustlib, self.host, "bin", "rust-lld")
        there = os.path.isdir(os.path.join(rustlib, target, "lib")) and os.access(linker, os.X_OK)
        return target if there and "linux" in self.host and target != self.host else None

    @property
    def complete(self) -> bool:
        """Whether `cargo fmt` and `cargo clippy` are there as well; tests ask for them, the bootstrap does not."""
        return all(os.path.exists(os.path.join(self.sysroot, "bin", name)) for name in ("cargo-fmt", "cargo-clippy"))

    @property
    def label(self) -> str:
        """For a person: `Rust 1.95.0 (/usr/bin/cargo)`."""
        return f"Rust {'.'.join(map(str, self.version))} ({self.cargo})"


def triple() -> str:
    """This machine in Rust's words. Raises Trouble where no installer for it is known to this program."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    if platform.system() == "Linux" and machine in ("x86_64", "aarch64"):
        musl = platform.libc_ver()[0] != "glibc" and os.path.exists(f"/lib/ld-musl-{machine}.so.1")
        return f"{machine}-unknown-linux-{'musl' if musl else 'gnu'}"
    raise Trouble(
        f"there is no Rust to fetch for {platform.system()} on {platform.machine()}",
        "install Rust in the way of your system, then run this again",
    )


def find(places: Places, checkout: Checkout, notes: list[str]) -> Toolchain | None:
    """The first toolchain that is new enough: on the PATH, in cargo's own folder, then the one fetched earlier.

    What was found and cannot be used is told in `notes`.
    """
    home = places.env.get("CARGO_HOME") or (os.path.join(places.home, ".cargo") if places.home else "")
    folders = places.env.get("PATH", os.defpath).split(os.pathsep)
    if home:
        folders.append(os.path.join(home, "bin"))
    own = sorted(glob.glob(os.path.join(places.data, "rustup", "toolchains", "*", "bin")), reverse=True)
    own.append(debian.shims(places))
    seen: set[str] = set()
    for folder in folders + own:
        rustc = os.path.join(folder, "rustc")
        if not os.path.isabs(folder) or folder in seen or not os.access(rustc, os.X_OK):
            continue
        seen.add(folder)
        if _is_empty_rustup(rustc, places):
            notes.append(f"{rustc} is rustup without a toolchain: left alone")
            continue
        found = _inspect(rustc, places, checkout)
        if found is None:
            notes.append(f"{rustc} does not answer as a Rust compiler with its cargo does: left alone")
        elif found.version < checkout.rust:
            notes.append(f"{found.label} is too old: {'.'.join(map(str, checkout.rust))} is needed")
        else:
            return found
    return None


def _is_empty_rustup(rustc: str, places: Places) -> bool:
    """Whether `rustc` is rustup's stand-in for a compiler that is not there; asking that one would write files."""
    real = os.path.realpath(rustc)
    rustup = os.path.join(os.path.dirname(rustc), "rustup")
    stand_in = os.path.basename(real) == "rustup" or (os.path.exists(rustup) and os.path.samefile(real, rustup))
    home = places.env.get("RUSTUP_HOME") or os.path.join(places.home, ".rustup")
    return stand_in and not glob.glob(os.path.join(home, "toolchains", "*", "bin", "rustc"))


def _inspect(rustc: str, places: Places, checkout: Checkout) -> Toolchain | None:
    """What a `rustc` is. A rustup shim is resolved to the real compiler, and never made to fetch one."""
    env = {**places.env, "RUSTUP_AUTO_INSTALL": "0"}
    sysroot = ask([rustc, "--print", "sysroot"], env, cwd=checkout.folder)
    about = ask([rustc, "-vV"], env, cwd=checkout.folder)
    facts = dict(line.split(": ", 1) for line in about.text.splitlines() if ": " in line)
    root = sysroot.text.strip()
    version = version_tuple(facts.get("release", ""))
    if sysroot.status or about.status or not os.path.isdir(root) or not version or "host" not in facts:
        return None
    folders = [os.path.join(root, "bin"), os.path.dirname(rustc)]
    for folder in folders[1:] if folders[1] == debian.shims(places) else folders:
        cargo = os.path.join(folder, "cargo")
        if os.access(cargo, os.X_OK) and ask([cargo, "--version"], env).text.startswith("cargo "):
            compiler = os.path.join(folder, "rustc")
            compiler = compiler if os.access(compiler, os.X_OK) else rustc
            ours = rustc.startswith(places.data + os.sep)
            return Toolchain(cargo, compiler, version, root, facts["host"], ours)
    return None


def obtain(places: Places, checkout: Checkout, manifest: Manifest, apt: Apt, say: Say) -> Toolchain:
    """Fetch Rust, by the installer or by Debian's packages. Raises Trouble."""
    try:
        _run_installer(places, manifest, say)
    except Unreachable as error:
        if not apt.present:
            raise
        say.line(error.message)
        debian.obtain(places, checkout, manifest, apt, say)
    notes: list[str] = []
    found = find(places, checkout, notes)
    if found is None:
        raise Trouble(
            f"Rust was fetched but does not work here ({'; '.join(notes) or 'no compiler answers'})",
            f"look into {places.log}, or install Rust in the way of your system and run this again",
        )
    return found


def _run_installer(places: Places, manifest: Manifest, say: Say) -> None:
    host = triple()
    root = places.env.get("RUSTUP_UPDATE_ROOT", "").rstrip("/") or _UPDATE_ROOT
    url = f"{root}/dist/{host}/rustup-init"
    rustup, cargo = os.path.join(places.data, "rustup"), os.path.join(places.data, "cargo")
    installer = os.path.join(places.data, "rustup-init")
    started = [folder for folder in (rustup, cargo) if not os.path.isdir(folder)]
    say.status("asking for the Rust installer's checksum")
    digest = fetch.sha256_at(url + ".sha256")
    manifest.add("files", installer)
    try:
        fetch.download(url, installer, digest, say)
        os.chmod(installer, 0o700)
        manifest.add("folders", rustup, cargo)
        for folder in (rustup, cargo):
            make_folder(manifest, folder)
        say.line(f"installing Rust {WANTED}")
        words = [installer, "-y", "-q", "--no-modify-path", "--profile", "minimal", "--default-toolchain", WANTED]
        words += ["-t", host.replace("-gnu", "-musl")] if host.endswith("-gnu") else []
        env = {**places.env, "RUSTUP_HOME": rustup, "CARGO_HOME": cargo, "RUSTUP_INIT_SKIP_PATH_CHECK": "yes"}
        env.pop("RUSTUP_TOOLCHAIN", None)
        if run_logged(words, env, places.log) != 0:
            raise Unreachable(
                "the Rust installer failed: " + (" / ".join(last_lines(places.log, 2)) or "it said nothing"),
                f"its words are in {places.log}; check the network and the free space, then run this again",
            )
    except BaseException:
        for folder in started:
            shutil.rmtree(folder, ignore_errors=True)
            manifest.drop("folders", folder)
        raise
    finally:
        if os.path.exists(installer):
            os.unlink(installer)
        manifest.drop("files", installer)


def add_components(toolchain: Toolchain, places: Places, apt: Apt, manifest: Manifest) -> None:
    """Try to add rustfmt and clippy, by rustup or Debian's packages; `complete` tells whether they are there then."""
    if toolchain.complete:
        return
    holder = os.path.dirname(os.path.dirname(toolchain.sysroot))  # RUSTUP_HOME/toolchains/NAME
    env = {**places.env, "RUSTUP_HOME": holder}
    rustup = os.path.join(places.data, "cargo", "bin", "rustup") if toolchain.ours else which("rustup", places.env)
    if rustup is not None and os.path.exists(rustup) and os.path.isdir(os.path.join(holder, "toolchains")):
        words = [rustup, "component", "add", "--toolchain", os.path.basename(toolchain.sysroot), "rustfmt", "clippy"]
        run_logged(words, env, places.log)
    else:
        debian.add_checks(toolchain.cargo, places, manifest, apt)
