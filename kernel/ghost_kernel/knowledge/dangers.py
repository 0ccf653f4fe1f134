"""Words that are taken from a message only as a near spelling of what was typed: they delete, force, skip a safeguard.

Policy judges every line besides; this keeps a foreign text from putting them forward.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

DELETING = frozenset(
    "rm remove delete destroy drop erase wipe kill prune purge clean clear reset format uninstall abort skip force "
    "overwrite unlink truncate".split()
)
WORDS = DELETING | frozenset(
    "-f -D -k --force --hard --no-verify --overwrite --abort --skip --delete --remove "
    "--purge --prune --clean --allow-root --unsafe-perm --no-check-certificate --insecure --yes -y sudo curl wget "
    "bash sh eval exec".split()
)
BEGINNINGS = ("--force", "--no-verify", "--no-check", "--delete", "--unsafe", "--insecure", "--skip", "--allow",
              "--trust", "--disable", "--accept", "--overwrite", "--yes", "--assume")  # fmt: skip

# What changes the settings of a tool stays when the line is long done.
LASTING = frozenset("config configure set-url trust alias".split())


def lasting(words: Iterable[str]) -> bool:
    """Whether the words would delete, force or leave a setting behind, told by parts: `reset-password` resets."""
    for word in words:
        parts = {word, *word.strip("-").split("-")}
        if word.startswith(BEGINNINGS) or not parts.isdisjoint(WORDS) or not parts.isdisjoint(LASTING):
            return True
        if "://" in word or word[-1:] == "=":
            return True
    return False


def added(told: Iterable[str], typed: Iterable[str]) -> bool:
    """Whether one of the told words is such, and the person typed none of its kind: `remove` may stand for `rm`."""
    found = [word for word in told if word in WORDS or word.startswith(BEGINNINGS)]
    if not found:
        return False
    return any(word[:1] == "-" for word in found) or DELETING.isdisjoint(typed)
