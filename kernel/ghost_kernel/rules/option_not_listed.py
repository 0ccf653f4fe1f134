"""The program answers a wrong option with its usage alone: the one option of the line that it does not know."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import faults, helptext, options
from ghost_kernel.rules import Example, Failure, Fix, rule

FEWEST = 4  # options that must be known before the absence of one says anything


@rule(line_has=[" --"], output_has=["usage:"])
def propose(failure: Failure) -> Fix | None:
    chain = faults.subcommand(failure)[0]
    known = [*helptext.options(failure.output or ""), *options.on_disk(failure.machine, failure.program, chain)]
    if len(known) < FEWEST:
        return None
    named = [word for word in failure.args if word.plain[:2] == "--" and len(word.plain) > 4 and word.value]
    unknown = [word for word in named if word.plain.partition("=")[0] not in known]
    if len(unknown) != 1:
        return None
    name, mark, value = unknown[0].plain.partition("=")
    near = spelling.rank(name.lstrip("-"), [one[2:] for one in known if one[:2] == "--"])
    if not near:
        return None
    best = near[0]
    new = f"--{best.name}{mark}{value}"
    return failure.spell(unknown[0], best, f"{failure.program} has no {name}, but --{best.name}", new)


USAGE = "usage: frob [--edit] [--follow] [--limit <n>]\n    --follow   go on\n    --[no-]quiet   say less"
EXAMPLES = [
    Example("frob --edit --folow x", USAGE, "frob --edit --follow x", 129),
    Example("frob --limti=3 x", USAGE, "frob --limit=3 x", 129),
    Example("frob --edit x y", USAGE, None, 129),
    Example("frob --zzqq x", USAGE, None, 129),
]
