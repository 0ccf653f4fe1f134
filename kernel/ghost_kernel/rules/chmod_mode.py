"""chmod's letters stand the wrong way round or lack their sign: `x+` for `+x`, `ux` for `u+x`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

WHO, WHAT, SIGNS = frozenset("ugoa"), frozenset("rwxXst"), "+-="


@rule(programs=["chmod"], output_has=["invalid mode", "invalid file mode"])
def propose(failure: Failure) -> Fix | None:
    if failure.stage.has("-R", "--recursive"):
        return None  # rights of a whole tree are not guessed
    word = next((one for one in failure.stage.operands if failure.names(one)), None)
    if word is None or word.value is None or failure.machine.exists(word.plain):
        return None
    new = _mode(word.plain)
    if not new:
        return None
    return failure.swap(word, new, why=f"the mode is written {new}", confidence=0.93, only=True)


def _mode(text: str) -> str:
    sign = text[-1:]
    if sign and sign in SIGNS and len(text) > 1:
        who = text[:-1].rstrip("".join(WHAT))
        what = text[len(who) : -1]
        if what and set(who) <= WHO:
            return who + sign + what
    for at in range(1, len(text)):
        who, what = text[:at], text[at:]
        if set(who) <= WHO and what and set(what) <= WHAT - {"s", "t"}:
            return f"{who}+{what}"
    return ""


EXAMPLES = [
    Example("chmod x+ go.sh", "chmod: invalid mode: 'x+'", "chmod +x go.sh", files=["go.sh"]),
    Example("chmod gx+ go.sh", "chmod: invalid mode: 'gx+'", "chmod g+x go.sh", files=["go.sh"]),
    Example("chmod ux go.sh", "chmod: invalid mode: 'ux'", "chmod u+x go.sh", files=["go.sh"]),
    Example("chmod -R ux lib", "chmod: invalid mode: 'ux'", None, files=["lib/a"]),
    Example("chmod exec go.sh", "chmod: invalid mode: 'exec'", None, files=["go.sh"]),
]
