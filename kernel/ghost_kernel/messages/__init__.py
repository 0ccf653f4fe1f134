"""What programs say when they fail, read without knowing the program.

text.py has small helpers; reader.py finds complaints, by the wordings in families/.
"""

from __future__ import annotations

from ghost_kernel.messages.text import (
    NO_SUCH_FILE,
    QUOTES,
    blamed,
    lines_naming,
    names,
    not_found,
    quoted,
    stands_apart,
    strip_controls,
    suggested,
    unquoted,
    usage_words,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.complaint import Complaint

__all__ = [
    "NO_SUCH_FILE", "QUOTES", "blamed", "lines_naming", "names", "not_found", "quoted", "read", "stands_apart",
    "strip_controls", "suggested", "unquoted", "usage_words",
]  # fmt: skip


def read(output: str) -> list[Complaint]:
    """What the output complains of, in its order; see complaint.py."""
    from ghost_kernel.messages import reader

    return reader.read(output)
