"""What a typed sentence says, before anyone asks who can answer it: words, concepts, arguments, clauses.

English and Chinese, mixed as people mix them. Knows no skill and no machine; what is a name here is told by a function.
"""

from __future__ import annotations

from ghost_kernel.sentence.clauses import CONDITION, PROHIBITION, WISH, Clause, Sentence

__all__ = ["CONDITION", "PROHIBITION", "WISH", "Clause", "Sentence"]
