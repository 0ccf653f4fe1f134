"""The usage names the words that fit, as in `{start|stop|restart}`: the one that is nearly what was typed."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

VERBS = ("start", "stop", "restart", "status", "reload", "force-reload")


@rule(output_has=["usage", "unrecognized service"])
def propose(failure: Failure) -> Fix | None:
    if failure.program == "service" and failure.has("unrecognized service"):
        return _turned(failure)
    choices = [one for one in messages.usage_words(failure.output or "") if one.isalpha() or "-" in one[1:]]
    choices = [one for one in choices if one[:1] != "-"]
    if len(choices) < 3 or any(word.plain in choices for word in failure.args):
        return None
    for word in reversed(failure.stage.operands[:2]):
        if word.value is None or failure.machine.exists(word.plain):
            continue
        near = spelling.rank(word.plain, choices)
        if near:
            return failure.swap(
                word,
                near[0].name,
                f"{failure.program} lists {near[0].name}",
                spelling.confidence(near[0], True),
                "output",
            )
    return None


def _turned(failure: Failure) -> Fix | None:
    """`service restart x`: the service comes first."""
    operands = failure.stage.operands
    if len(operands) != 2 or operands[0].plain not in VERBS or operands[1].plain in VERBS:
        return None
    return Fix([failure.words[0], operands[1], operands[0]], why="the service comes first", confidence=0.95)


EXAMPLES = [
    Example("service frob restrat", "Usage: /etc/init.d/frob {start|stop|restart}", "service frob restart"),
    Example("./go stpo", "usage: ./go [start|stop|status]", "./go stop"),
    Example("service restart frob", "restart: unrecognized service", "service frob restart"),
    Example("./go start", "usage: ./go [start|stop|status]", None),
]
