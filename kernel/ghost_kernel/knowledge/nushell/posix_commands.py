"""Commands that a POSIX shell and Nushell have under the same name with other ways; what is shown, what is negated."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.knowledge.nushell.posix_tokens import Unknown
from ghost_kernel.knowledge.nushell.posix_words import GLOB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.nushell.posix_words import Words

# Programs that nu has commands of the same name for, which do something else, or do it to values.
PROGRAMS = frozenset("sort uniq find date du ps kill split join tee seq uname last watch which whoami mktemp".split())
# Options that nu's own commands have in common with the programs.
FLAGS = {
    "ls": frozenset("al"), "rm": frozenset("rfvi"), "cp": frozenset("rvfin"), "mv": frozenset("fvin"),
    "mkdir": frozenset("v"), "touch": frozenset("amc"), "cd": frozenset(),
}  # fmt: skip
JOINED = (" and ", " or ")


def own(words: list[str], read: Words) -> str:
    """Commands that nu has under the same name, with other ways."""
    head, args = words[0], words[1:]
    if head == "export" and len(args) == 1:
        made = cutting.exported(args[0])
        if not made:
            raise Unknown(" ".join(words))
        return made
    if head in ("export", "local"):
        raise Unknown(head)
    if head == "echo":
        if len(args) == 1 and args[0][:1] != "-":
            if any(kind == "text" and text in "*?{}" for kind, text in read.parts(args[0])):
                raise Unknown(args[0])
            return "echo " + read.argument(args[0])
        if not args or not _is_mild(args):
            raise Unknown(head)
        return "echo " + read.value(" ".join(args))
    if head == "mkdir":
        args = [one for one in args if one not in ("-p", "--parents")]
    if head == "sleep" and len(args) == 1 and args[0].isdigit():
        return f"sleep {args[0]}sec"
    if head == "cp":
        args = ["-r" if one == "-R" else one for one in args]
    name = read.argument(head)
    if head in PROGRAMS or not _has_flags(head, args):
        name = "^" + name
    return " ".join([name, *[read.argument(one) for one in args]])


def _has_flags(head: str, args: list[str]) -> bool:
    """Whether nu's own command, where there is one, takes these options."""
    if head not in FLAGS:
        return True
    options = [one for one in args if one[:1] == "-" and len(one) > 1]
    return all(one[1] != "-" and FLAGS[head].issuperset(one[1:]) for one in options)


def _is_mild(args: list[str]) -> bool:
    """Whether the words can be put into one string as they stand."""
    return not any(one[:1] == "-" or (GLOB | set("{}'\\")) & set(one) for one in args)


def printed(text: str) -> str:
    """What is not the last of its block is not shown by nu unless it is printed."""
    alone = not any(mark in text for mark in ("|", "; ", "> "))
    return "print " + text[5:] if text[:5] == "echo " and alone else text


def negated(condition: str) -> str:
    """The opposite."""
    if any(one in condition for one in JOINED):
        return f"not ({condition})"
    for sign, other in ((" == ", " != "), (" != ", " == ")):
        if condition.count(sign) == 1:
            return condition.replace(sign, other)
    return condition[4:] if condition[:4] == "not " else "not " + condition
