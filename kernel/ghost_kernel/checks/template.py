"""`rules new NAME`: a first rule to change, which holds as it is written."""

from __future__ import annotations

import os
import sys

TEXT = '''"""`frob push` wants a target: where none was given, main is meant."""  # `ghost rules list` shows this

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


# The gates: all must hold, or the rule is not asked. As narrow as the trouble is.
@rule(programs=["frob"], output_has="no target given")
def propose(failure: Failure) -> Fix | None:
    # failure.words: the command as typed; failure.output: what was printed; failure.machine: what lies on the disk.
    if [word.plain for word in failure.args] != ["push"]:
        return None  # in doubt a rule says nothing: a wrong line is worse than none
    return Fix([*failure.words, "main"], why="main is the usual target", confidence=0.8)


# What becomes of a failed line; None: the rule stays quiet. `ghost rules check NAME` plays them.
EXAMPLES = [
    Example("frob push", "frob: no target given", "frob push main"),
    Example("sudo frob push 2> log", "frob: no target given", "sudo frob push main 2> log"),
    Example("frob push --dry-run", "frob: no target given", None),
]
'''


def write(folder: str, name: str) -> int:
    """Writes the file, unless there is one; says what to do next."""
    import keyword

    fits = name.isascii() and name.isidentifier() and name == name.lower() and name[0] != "_"
    if not fits or keyword.iskeyword(name):
        return _refused(f"{name} cannot be a rule's name: small letters, digits and _ only, a letter first")
    if not folder:
        return _refused("there is no folder for rules of yours: set HOME")
    path = os.path.join(folder, name + ".py")
    try:
        os.makedirs(folder, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(TEXT.replace("check NAME", f"check {name}"))
    except FileExistsError:
        return _refused(f"{path} is there already; it is left as it is")
    except OSError as error:
        return _refused(f"{path} cannot be written: {error.strerror}")
    sys.stdout.write(
        f"{path} is written: a small rule that works.\n"
        "Put a failed line of yours, and what it printed, into its EXAMPLES; change the rest until this holds:\n"
        f"    ghost rules check {name}\n"
        "and see what all the rules make of the line:\n"
        f"    ghost rules try 'LINE' --output FILE --rule {name}\n"
    )
    return 0


def _refused(why: str) -> int:
    sys.stderr.write(why + "\n")
    return 1
