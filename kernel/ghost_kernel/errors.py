"""Errors of the brain.

GhostError                 what the brain can name
├── ProtocolError          a message that cannot be used
├── RuleError              a rule that cannot be loaded, or raised
├── SkillError             a skill that cannot be loaded, or raised
└── Stopped                the work in hand is no longer wanted
    ├── Cancelled          the body asked for something else
    └── Closed             the body is gone, or said so
"""

from __future__ import annotations


class GhostError(Exception):
    """Base of all errors the brain names itself."""


class ProtocolError(GhostError):
    """A message that is no JSON object, or has a field that is missing or of the wrong kind."""


class RuleError(GhostError):
    """A rule file that cannot be loaded, or whose function raised."""


class SkillError(GhostError):
    """A skill file that cannot be loaded, or whose function raised."""


class Stopped(GhostError):
    """The work in hand is no longer wanted."""


class Cancelled(Stopped):
    """The body asked for the request in hand to be dropped."""


class Closed(Stopped):
    """The body said shutdown, or its pipe has ended."""


LONGEST = 200  # characters of somebody else's words that are repeated in a line for the person


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text on one line, without control characters, shortened."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
