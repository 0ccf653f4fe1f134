"""git help answers that the word is an alias: the help of what it stands for."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has="is aliased to")
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    if len(args) != 2 or "help" not in (args[0].plain, args[1].plain.lstrip("-")):
        return None
    found = failure.search(r"[`'](?:git )?(\S+)' is aliased to [`']!?(?:git )?([a-z][a-z-]*)")
    if not found or found.group(1) not in (args[0].plain, args[1].plain):
        return None
    return Fix([failure.words[0], "help", found.group(2)], why="it is an alias", confidence=0.95, origin="output")


EXAMPLES = [
    Example("git help ci", "'ci' is aliased to 'commit -v'", "git help commit"),
    Example("git help ci", "`ci' is aliased to `commit'", "git help commit"),
    Example("git ci", "'ci' is aliased to 'commit'", None),
]
