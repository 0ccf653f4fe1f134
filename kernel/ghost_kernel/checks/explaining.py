"""Why a rule did what it did, in words: which gate is shut and on what, where its function ended, what became of a fix.

Shared by the examples of `rules check` and by `rules try`.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel import mind, splice
from ghost_kernel.errors import Stopped
from ghost_kernel.rule import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from ghost_kernel.failure import Failure
    from ghost_kernel.protocol.types import Candidate
    from ghost_kernel.rule import Gates, Hint, Rule

FEW = 3  # texts of a gate that are shown


def why_shut(gates: Gates, failure: Failure) -> str:
    """Which gate is shut, and on what; empty when all are open."""
    name = gates.closed(failure)
    if name == "programs":
        stage = failure.stage
        here = " in ".join([repr(one) for one in (stage.program, *stage.wrappers)])
        return f"gate programs: {here} is none of {_few(gates.programs)}"
    if name == "exit_codes":
        return f"gate exit_codes: {failure.exit_code} is none of {_few(gates.exit_codes)}"
    if name == "line_has":
        return f"gate line_has: the line has none of {_few(gates.line_has)}"
    if name and failure.output is None:
        return "gate output_has: the output was not seen, and the rule has no unseen=True"
    if name:
        return f"gate output_has: nothing printed has {_few(gates.output_has)}"
    return ""


def _few(values: tuple[object, ...]) -> str:
    more = f" and {len(values) - FEW} more" if len(values) > FEW else ""
    return ", ".join([repr(one) for one in values[:FEW]]) + more


class Heard:
    """What a rule's function said, or raised, and the line it had come to."""

    __slots__ = ("answers", "raised", "ended")

    def __init__(self, answers: list[Fix | Hint], raised: str, ended: str) -> None:
        self.answers = answers
        self.raised = raised
        self.ended = ended


def hear(one: Rule, failure: Failure) -> Heard:
    """Asks the rule, and keeps an eye on where its function ends."""
    code = one.function.__code__
    last = code.co_firstlineno

    def inside(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal last
        last = frame.f_lineno
        return inside

    def called(frame: FrameType, event: str, arg: object) -> Any:
        return inside if frame.f_code is code else None

    before = sys.gettrace()
    sys.settrace(called)
    answers: list[Fix | Hint] = []
    raised = ""
    try:
        answers = one(failure)
    except Stopped:
        raise
    except Exception as error:
        raised = f"{type(error).__name__}: {error}"
    finally:
        sys.settrace(before)
    return Heard(answers, raised, f"line {last}{_text_of(code.co_filename, last)}")


def _text_of(path: str, number: int) -> str:
    """What stands in that line, where the file can be read."""
    import linecache

    text = linecache.getline(path, number).partition("  #")[0].strip() if os.path.isfile(path) else ""
    return f": {text}" if text else ""


def outcome(failure: Failure, name: str, fix: Fix) -> tuple[Candidate | None, str]:
    """The candidate that a fix becomes; or None, and why it becomes none."""
    candidate = mind._candidate(failure, name, fix)
    if candidate is None:
        line = splice.splice(failure, fix)
        if line.strip():
            return None, "the line it makes is too long, or has a NUL"
        return None, "it could not be put into the line: it says nothing, or swaps a word that is none of the line's"
    if candidate.command == failure.line:
        return None, "it leaves the line as it was"
    return candidate, ""
