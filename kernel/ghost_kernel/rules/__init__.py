"""One rule a file. A rule file imports what it is written with from here; engine.py finds and runs the files."""

from __future__ import annotations

from ghost_kernel.failure import Failure
from ghost_kernel.rule import Example, Fix, Hint, Rule, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.rule import Answer as Answer

__all__ = ["Example", "Failure", "Fix", "Hint", "Rule", "rule"]
