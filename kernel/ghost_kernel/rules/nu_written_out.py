"""`cp a{,.bak}`, `cat {a,b}.md`: where nu or a program took the braces for a name, the names are written out."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.knowledge.nushell.posix_tokens import Unknown
from ghost_kernel.knowledge.nushell.posix_words import PLAIN, written_out
from ghost_kernel.rules import Example, Failure, Fix, rule

ALL = 0.92
SOME = 0.72
COPYING = ("cp", "mv", "ln", "diff", "cmp")


@rule(dialects=["nu"], line_has=["{"])
def propose(failure: Failure) -> Fix | None:
    for word in failure.args:
        text = word.text
        if "{" not in text or text[:1] in "'\"`$([" or word.is_option:
            continue
        if not failure.has(text, f"{text}'") or not PLAIN.issuperset(text.replace("{", "").replace("}", "")):
            continue
        try:
            names = written_out(text)
        except Unknown:
            return None
        if len(names) < 2:
            continue
        there = [one for one in names if failure.machine.exists(one)]
        if failure.program in COPYING:
            if len(names) != 2 or len(failure.stage.files) != 1 or names[0] not in there:
                return None
            sure = ALL
        elif not there:
            return None
        else:
            sure = ALL if len(there) == len(names) else SOME
        made = " ".join(names)
        return cutting.cut(failure, word.start, word.end, made, "nu writes out no braces", sure)
    return None


_LOST = "cat: {}: No such file or directory"
EXAMPLES = [
    Example("cat {a,b}.md", _LOST.format("{a,b}.md"), "cat a.md b.md", files=["a.md", "b.md"], dialect="nu"),
    Example("frob n{1..3}", "frob: n{1..3}: no such file", "frob n1 n2 n3", files=["n1", "n2", "n3"], dialect="nu"),
    Example("diff a.{md,txt}", "diff: missing operand after 'a.{md,txt}'", "diff a.md a.txt",
            files=["a.md", "a.txt"], dialect="nu"),
    Example("cat {a,b}.md", _LOST.format("{a,b}.md"), None, dialect="nu"),
    Example("cat '{a,b}.md'", _LOST.format("{a,b}.md"), None, files=["a.md", "b.md"], dialect="nu"),
]  # fmt: skip
