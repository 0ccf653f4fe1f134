"""cut was given the number of a field, but not the option that says so."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["cut"], output_has=["must specify a list", "usage"])
def propose(failure: Failure) -> Fix | None:
    if failure.stage.has("-f", "-c", "-b", "--fields", "--characters", "--bytes"):
        return None
    plain = [word.plain for word in failure.args]
    for at, word in enumerate(failure.args):
        valued = at > 0 and plain[at - 1] in ("-d", "--delimiter", "--output-delimiter")
        digits = word.plain.lstrip("-") if valued is False else ""
        if digits and set(digits) <= set("0123456789,-") and digits[0].isdigit():
            if failure.machine.exists(word.plain):
                continue
            words = failure.replace(word, "-f", digits)
            return Fix(words, why="-f says which fields", confidence=0.85)
    return None


SAID = "cut: you must specify a list of bytes, characters, or fields"
EXAMPLES = [
    Example("cut -d, 3 log", SAID, "cut -d, -f 3 log"),
    Example("cut -d ' ' -2,4 log", SAID, "cut -d ' ' -f 2,4 log"),
    Example("cut -d 3 log", SAID, None),
    Example("cut 3", SAID, None, files=["3"]),
]
