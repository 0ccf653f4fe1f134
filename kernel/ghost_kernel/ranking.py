"""Which candidates are worth proposing, and in which order.

Confidence is meant as a chance: of the candidates at 0.8, four of five should be what the person wanted. What is less
likely than not is dropped, since a wrong act is worse than none.
"""

from __future__ import annotations

from ghost_kernel.protocol.types import Candidate

LEAST = 0.5
MOST = 3
AGREED = 0.3  # the part of what is left to doubt that another rule's word takes away


def rank(candidates: list[Candidate], typed: str, tried: list[str]) -> list[Candidate]:
    """The best few, best first: none twice, none that is the typed line or was tried before.

    A line that one rule has from this machine and another from the message gains by it, though less than it would if
    both had not seen the same failure. Two that read the same message are one witness.
    """
    seen = {same(typed), *(same(line) for line in tried)}
    found: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: -one.confidence):
        line = same(candidate.command)
        if not line or line in seen or candidate.confidence < LEAST:
            continue
        if line in found:
            known = found[line]
            known.proven = known.proven or candidate.proven
            if _sources(candidate) != _sources(known):
                told = AGREED * (2 * candidate.confidence - 1)  # at even odds it tells nothing
                known.confidence = round(known.confidence + told * (1 - known.confidence), 3)
            continue
        found[line] = candidate
    return sorted(found.values(), key=lambda one: -one.confidence)[:MOST]


def _sources(candidate: Candidate) -> set[str]:
    """Where its new words come from."""
    return {one.origin for one in candidate.origins}


def same(line: str) -> str:
    """The line without blanks around it, and where it has no quotes with single blanks, to compare lines by."""
    if any(mark in line for mark in "'\"\\"):
        return line.strip(" \t\n")
    return " ".join([part for part in line.replace("\t", " ").strip(" \n").split(" ") if part])
