"""Keeps rules of the person's and of packages, compiled and with their gates, from one cold brain to the next.

The file lies in the brain's own folder, beside its compiled modules and as trusted as they are. Whatever is wrong with
it (another Python, half a file, a folder that cannot be written), the rules are read from their sources instead.
"""

from __future__ import annotations

import marshal
import os
import sys

from ghost_kernel.rule import Gates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    Stamp = tuple[int, int, int]
    # One rule of a file: its name in there, the path that errors name, its sentence, its gates, its code.
    Row = tuple[str, str, str, tuple[Any, ...], bytes]
    Kept = dict[str, tuple[Stamp, list[Row]]]

NAME = "rules.kept"
# What was kept by another Python, or with other gates, is of no use.
HEAD = f"ghost rules 1\n{sys.version}\n{' '.join(Gates.__slots__)}".encode()
MOST_BYTES = 16 << 20


def load(folder: str) -> Kept:
    """What was kept: for each file its stamp then, and its rules."""
    import _imp

    try:
        with open(os.path.join(folder, NAME), "rb") as file:
            state = os.fstat(file.fileno())
            if state.st_uid != os.geteuid() or state.st_mode & 0o022:
                return {}
            text = file.read(MOST_BYTES)
        head, mark, rest = text[: len(HEAD)], text[len(HEAD) : len(HEAD) + 8], text[len(HEAD) + 8 :]
        if head != HEAD or mark != _imp.source_hash(0, rest):
            return {}
        kept: Kept = marshal.loads(rest)  # noqa: S302 -- of our own making, and whole
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return kept


def save(folder: str, kept: Kept) -> None:
    """Keeps it for the next brain, if the folder lets it be written."""
    import _imp

    path = os.path.join(folder, NAME)
    half = f"{path}.{os.getpid()}"
    try:
        rest = marshal.dumps(kept)
        if len(rest) > MOST_BYTES // 2:
            return
        there = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with open(there, "wb") as file:
            file.write(HEAD + _imp.source_hash(0, rest) + rest)
        os.replace(half, path)
    except (OSError, ValueError):
        try:
            os.unlink(half)
        except OSError:
            pass


def packed(code: CodeType) -> bytes:
    """The code of one rule; unpacked only when its gates are open."""
    return marshal.dumps(code)


def unpacked(data: bytes) -> CodeType:
    """The code again."""
    code: CodeType = marshal.loads(data)  # noqa: S302 -- see load
    return code
