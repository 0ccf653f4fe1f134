"""Several apps, remotes or profiles could be meant, and the message names the option for each."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(output_has=["--app ", "--remote ", "--profile ", "--project "])
def propose(failure: Failure) -> list[Fix] | None:
    import re

    if not failure.words or not failure.has("multiple", "more than 1", "more than one", "several", "specify"):
        return None
    if failure.has("usage: " + failure.program):
        return None
    found = re.findall(r"(?:or|usage|use|specify):?\s+(--(?:app|remote|profile|project)) ([\w.-]+)\s*$",
                       failure.output or "", re.IGNORECASE | re.MULTILINE)  # fmt: skip
    if failure.stage.has(*[option for option, _ in found]):
        return None
    order = sorted(found, key=lambda one: one[0] != "--app")
    return [
        Fix([*failure.words, option, name], why=f"{name} may be meant", confidence=0.64 - 0.04 * place, origin="output")
        for place, (option, name) in enumerate(order[:3])
    ]


EXAMPLES = [
    Example("frob ps", "Multiple apps found\nUsage: --remote stage\n   or: --app kit-stage", "frob ps --app kit-stage"),
    Example("frob ps", "usage: frob ps [--app NAME]", None),
]
