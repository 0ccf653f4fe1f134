"""The usage names the words that fit, as in `{start|stop|restart}`: the one that is nearly what was typed."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(output_has=["usage"])
def propose(failure: Failure) -> Fix | None:
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
                word, near[0].name, f"{failure.program} lists {near[0].name}", spelling.confidence(near[0]), "output"
            )
    return None


EXAMPLES = [
    Example("service frob restrat", "Usage: /etc/init.d/frob {start|stop|restart}", "service frob restart"),
    Example("./go stpo", "usage: ./go [start|stop|status]", "./go stop"),
    Example("./go start", "usage: ./go [start|stop|status]", None),
]
