"""kill does not know that signal: the name behind its dash is misspelt."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

SIGNALS = "HUP INT QUIT KILL USR1 USR2 ALRM TERM CHLD CONT STOP TSTP WINCH PIPE ABRT TRAP URG".split()


@rule(programs=["kill", "pkill", "killall"], line_has=[" -"], output_has=["invalid signal", "unknown signal"])
def propose(failure: Failure) -> Fix | None:
    word = next((one for one in failure.args if one.is_option and one.value is not None), None)
    if word is None or not word.plain[1:].isalnum() or word.plain[1:].isdigit():
        return None
    text = word.plain[1:].upper()
    lead = "SIG" if text.startswith("SIG") and len(text) > 5 else ""
    near = spelling.rank(text[len(lead) :], SIGNALS)
    if not near or not near[0].only or near[0].name == "KILL":
        return None  # a signal that no program can catch is not guessed
    name = near[0].name
    return failure.swap(
        word, f"-{lead}{name}", why=f"the signal is called {name}", confidence=0.91, origin="rule", only=True
    )


EXAMPLES = [
    Example("kill -TREM 12", "bash: kill: TREM: invalid signal specification", "kill -TERM 12"),
    Example("kill -SIGHPU 12", "bash: kill: SIGHPU: invalid signal specification", "kill -SIGHUP 12"),
    Example("kill -KIL 12", "bash: kill: KIL: invalid signal specification", None),
    Example("kill 99", "bash: kill: (99) - No such process", None),
]
