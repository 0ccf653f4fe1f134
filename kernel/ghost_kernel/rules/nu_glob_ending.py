"""`ls *.jpg` where all are `*.jpeg`: the other ending of the same kind of file."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

SAME = (("jpg", "jpeg"), ("yml", "yaml"), ("htm", "html"), ("md", "markdown"), ("tif", "tiff"), ("mpg", "mpeg"))


@rule(programs=["ls"], dialects=["nu"], output_has=["no matches found for"])
def propose(failure: Failure) -> Fix | None:
    if len(failure.words) != 2:
        return None
    word = failure.words[1]
    folder, _, name = word.plain.rpartition("/")
    before, mark, ending = name.rpartition(".")
    if before != "*" or not mark or set("*?[{") & set(folder + ending):
        return None
    others = [one for family in SAME if ending in family for one in family if one != ending]
    there = [one for one in others if any(file.endswith("." + one) for file in failure.machine.names(folder or "."))]
    if len(there) != 1:
        return None
    start = word.start + word.text.rindex("." + ending) + 1
    why = f"there is no *.{ending}, but *.{there[0]}"
    return cutting.cut(failure, start, start + len(ending), there[0], why, 0.9, "local")


_NONE = 'Error: nu::shell::error\n\n  × No matches found for Expand("*.yml")\n   ╭─[entry #3:1:4]\n'
EXAMPLES = [
    Example("ls *.yml", _NONE, "ls *.yaml", files=["kit.yaml"], dialect="nu"),
    Example("ls *.yml", _NONE, None, files=["kit.txt"], dialect="nu"),
]
