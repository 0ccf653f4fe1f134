"""What can go wrong, told in two lines: what happened and what to do next."""

from __future__ import annotations


class Trouble(Exception):
    """Setting up cannot go on.

    Trouble
    └── Unreachable    a host did not answer or did not have the file; another way may be tried

    `message` says what went wrong, as a sentence without a full stop; `hint` says what the person can do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Unreachable(Trouble):
    """A file cannot be had from where it was looked for (no route, refused, time limit, HTTP status)."""
