"""Which candidates are worth proposing, and in which order.

Confidence is meant as a chance: of the candidates at 0.8, four of five should be what the person wanted. What is less
likely than not is dropped, since a wrong act is worse than none.
"""

from __future__ import annotations

from ghost_kernel.protocol.types import Candidate

LEAST = 0.5
MOST = 3


def rank(candidates: list[Candidate], typed: str, tried: list[str]) -> list[Candidate]:
    """The best few, best first: none twice, none that is the typed line or was tried before."""
    seen = {same(typed), *(same(line) for line in tried)}
    found: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: -one.confidence):
        line = same(candidate.command)
        if not line or line in seen or candidate.confidence < LEAST:
            continue
        if line in found:
            found[line].proven = found[line].proven or candidate.proven
            continue
        found[line] = candidate
    return list(found.values())[:MOST]


def same(line: str) -> str:
    """The line without blanks around it, and where it has no quotes with single blanks, to compare lines by."""
    if any(mark in line for mark in "'\"\\"):
        return line.strip(" \t\n")
    return " ".join([part for part in line.replace("\t", " ").strip(" \n").split(" ") if part])
