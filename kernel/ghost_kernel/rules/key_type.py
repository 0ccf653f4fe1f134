"""ssh-keygen knows no such type of key: the nearest of those it makes."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPES = ("ed25519", "ecdsa", "rsa", "ed25519-sk", "ecdsa-sk")


@rule(programs=["ssh-keygen", "ssh-keyscan"], output_has=["unknown key type", "invalid key type"])
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    for at, word in enumerate(args):
        valued = at > 0 and args[at - 1].plain[-1:] == "t" and args[at - 1].is_option
        if not valued or word.value is None or not failure.names(word):
            continue
        near = spelling.rank(word.value.lower(), TYPES)
        if near:
            best = near[0]
            return failure.swap(
                word,
                best.name,
                why=f"there is a type {best.name}",
                confidence=spelling.confidence(best),
                only=best.only,
            )
    return None


EXAMPLES = [
    Example("ssh-keygen -t ed25159 -f k", "unknown key type ed25159", "ssh-keygen -t ed25519 -f k"),
    Example("ssh-keygen -qt ecsda -f k", "unknown key type ecsda", "ssh-keygen -qt ecdsa -f k"),
    Example("ssh-keygen -t frob -f k", "unknown key type frob", None),
]
