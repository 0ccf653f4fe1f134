"""The linters: formatting, clippy, licences and sources of dependencies, Python's style and types, shell files."""

from __future__ import annotations

import os

from .command import check
from .context import Context
from .steps import Count, Failure

_CONFIG = os.path.join("kernel", "pyproject.toml")
_TYPED = (
    "kernel/bootstrap.py",
    "kernel/package_table.py",
    "kernel/word_list.py",
    "kernel/setup_ghost",
    "kernel/ghost_kernel",
    "kernel/protocol",
    "tests/fuzz.py",
    "tests/run.py",
    "tests/runner",
    "tests/bootstrap",
)


def rustfmt(context: Context) -> Count:
    """Rust is formatted as rustfmt.toml says."""
    return _one(context, ["cargo", "fmt", "--all", "--check"])


def clippy(context: Context) -> Count:
    """No warning in any target, tests and benches included."""
    words = ["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"]
    return _one(context, words)


def cargo_deny(context: Context) -> Count:
    """Licences, sources and bans of deny.toml. Advisories live in a git repository and are looked up by hand."""
    return _one(
        context,
        ["cargo-deny", "--log-level", "error", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"],
    )


def ruff(context: Context) -> Count:
    """Style and format of all Python."""
    folders = [name for name in ("kernel", "tests") if os.path.isdir(context.path(name))]
    env = {**context.env, "RUFF_CACHE_DIR": os.path.join(context.target, "ruff")}
    count = _one(context, ["ruff", "check", "--quiet", "--config", _CONFIG, *folders], env)
    return count + _one(context, ["ruff", "format", "--check", "--quiet", "--config", _CONFIG, *folders], env)


def mypy(context: Context) -> Count:
    """Strict types of the kernel, the bootstrap and this runner."""
    env = {**context.env, "PYTHONPATH": os.path.join(context.tools, "python")}
    env["MYPYPATH"] = os.pathsep.join(context.path(name) for name in ("kernel", "tests", "tests/bootstrap"))
    words = ["mypy", "--config-file", _CONFIG, "--cache-dir", os.path.join(context.target, "mypy")]
    words += ["--explicit-package-bases", *(name for name in _TYPED if os.path.exists(context.path(name)))]
    return _one(context, words, env)


def shellcheck(context: Context) -> Count:
    """Every sh and bash file, found by its ending or its first line."""
    files = [path for path in context.files() if path.endswith((".sh", ".bash")) or _is_shell(path)]
    if not files:
        raise Failure("no shell file was found, though .ci/run is one")
    count = _one(context, ["shellcheck", *files])
    for shell, words in (("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])):
        for path in context.files("shell-hooks"):
            if path.endswith(f".{shell}"):
                count += _one(context, [*words, path])
    return count


def _is_shell(path: str) -> bool:
    if os.path.splitext(path)[1]:
        return False
    try:
        with open(path, "rb") as file:
            first = file.readline(80)
    except OSError:
        return False
    return first.startswith(b"#!") and first.split(b"/")[-1].split()[-1] in (b"sh", b"bash")


def _one(context: Context, words: list[str], env: dict[str, str] | None = None) -> Count:
    return Count(passed=1) if check(words, env or context.env, context.project) else Count(failed=1)
