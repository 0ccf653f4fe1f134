"""Compiles ghost with cargo and puts the program in its place, whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess

from . import who
from .compiler import Compiler
from .manifest import Manifest, make_folder
from .places import Checkout, Places
from .rust import Toolchain
from .say import Say
from .system import MEGABYTE, last_lines
from .trouble import Trouble

DISK_SIZE = 600 * MEGABYTE  # the release build with its dependencies' sources, measured below 400

# What cargo says when it could not get a dependency's source, in its own words.
_NO_REGISTRY = (
    "failed to download",
    "Could not resolve host",
    "download of config.json failed",
    "spurious network error",
)


def own_cargo_home(toolchain: Toolchain, places: Places) -> str | None:
    """Cargo's folder below ghost's own, where the person has none that can be written; else None, that of the person.

    What cargo fetches would otherwise be left behind in a `~/.cargo` that was not there before.
    """
    if "CARGO_HOME" in places.env:
        return None
    if not toolchain.ours and os.access(os.path.join(places.home, ".cargo"), os.W_OK | os.X_OK):
        return None
    return os.path.join(places.data, "cargo")


def environment(toolchain: Toolchain, compiler: Compiler, places: Places) -> dict[str, str]:
    """What cargo runs with: this toolchain and this compiler, whatever the PATH says."""
    env = {**places.env, **compiler.env, "RUSTC": toolchain.rustc, "CARGO_TARGET_DIR": places.build}
    front = [folder for folder in (compiler.folder, os.path.dirname(toolchain.cargo)) if folder]
    env["PATH"] = os.pathsep.join([*front, env.get("PATH", os.defpath)])
    home = own_cargo_home(toolchain, places)
    if home is not None and (toolchain.ours or os.path.isdir(home)):
        env["CARGO_HOME"] = home
    rustup = os.path.join(places.data, "rustup")
    if toolchain.sysroot.startswith(rustup + os.sep):
        # `cargo fmt` and its like go through rustup's stand-ins in cargo's folder, which want to know whom to call.
        env["RUSTUP_HOME"] = rustup
        env["RUSTUP_TOOLCHAIN"] = os.path.basename(toolchain.sysroot)
    if env.get("SSL_CERT_FILE"):
        env.setdefault("CARGO_HTTP_CAINFO", env["SSL_CERT_FILE"])
    if toolchain.target:
        # The linker and the C start-up files come with the target, so that no C compiler is asked for it.
        prefix = f"CARGO_TARGET_{toolchain.target.upper().replace('-', '_')}"
        env.setdefault(f"{prefix}_LINKER", "rust-lld")
        env.setdefault(f"{prefix}_RUSTFLAGS", "-C link-self-contained=yes")
    return env


def compile_ghost(
    toolchain: Toolchain, compiler: Compiler, places: Places, checkout: Checkout, manifest: Manifest, say: Say
) -> str:
    """Run cargo with one line of progress; returns the program's path. Raises Trouble with the log's last lines."""
    if "CARGO_TARGET_DIR" not in places.env:
        manifest.add("folders", places.build)
    words = [toolchain.cargo]
    config = os.path.join(places.home, ".cargo", "config.toml")
    if own_cargo_home(toolchain, places) is not None and os.path.isfile(config):
        words += ["--config", config]  # the person's registries and proxy hold for our cargo as well
    words += ["build", "--release", "--locked", "--package", "ghostsh", "--bin", "ghost"]
    if toolchain.target:
        words += ["--target", toolchain.target]
    say.line(f"compiling ghost {checkout.version} with {toolchain.label}")
    status = _cargo(words, environment(toolchain, compiler, places), places.log, checkout.folder, say)
    if status != 0:
        raise _failure(places.log)
    built = os.path.join(places.build, toolchain.target or "", "release", "ghost")
    if who.identity(built, places) is None:
        raise Trouble(
            f"{built} was compiled but does not say that it is ghost",
            f"look into {places.log}; `cargo clean` in the checkout and run this again",
        )
    return built


def _cargo(words: list[str], env: dict[str, str], log: str, cwd: str, say: Say) -> int:
    crates = 0
    with open(log, "ab") as file:
        file.write(f"\n$ {' '.join(words)}\n".encode())
        file.flush()
        try:
            child = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, cwd=cwd
            )
        except OSError as error:
            file.write(f"{error}\n".encode())
            return 127
        assert child.stdout is not None, "a pipe was asked for"
        try:
            for line in child.stdout:
                file.write(line)
                words_of_line = line.decode("utf-8", "replace").split()
                if len(words_of_line) > 1 and words_of_line[0] in ("Compiling", "Downloaded"):
                    crates += words_of_line[0] == "Compiling"
                    say.status(f"compiling: {crates} crates, now {words_of_line[1]}")
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise
        finally:
            child.stdout.close()
            say.clear()


def _failure(log: str) -> Trouble:
    ending = last_lines(log, 12)
    text = "\n".join(ending)
    if "SSL certificate problem" in text:
        hint = "the crates' host shows a certificate that is not known here: point SSL_CERT_FILE to your network's own"
    elif any(words in text for words in _NO_REGISTRY):
        hint = "the crates could not be fetched: check the network (HTTPS_PROXY where there is a proxy), run this again"
    elif "No space left on device" in text:
        hint = "the disk is full: make room and run this again"
    else:
        hint = f"the whole log is {log}"
    shown = "\n".join(f"    {line}" for line in ending)
    return Trouble(f"compiling failed; the log {log} ends with\n{shown}", hint)


def install(built: str, places: Places, manifest: Manifest) -> None:
    """Copy the program beside its place, then rename: at no time is half a ghost in the way. Raises OSError."""
    target = places.installed_ghost
    make_folder(manifest, places.bin)
    temporary = os.path.join(places.bin, f".ghost.{os.getpid()}.tmp")
    manifest.add("files", target)
    try:
        shutil.copyfile(built, temporary)
        os.chmod(temporary, 0o755)
        descriptor = os.open(temporary, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, target)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        if not os.path.exists(target):
            manifest.drop("files", target)
        raise
