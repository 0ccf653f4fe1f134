"""A pattern matches nothing, and with its ending or its fixed part spelt better it does."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import paths
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

# What one kind of file is called in two ways.
SAME = (
    ("jpg", "jpeg"),
    ("yml", "yaml"),
    ("htm", "html"),
    ("tgz", "tar.gz"),
    ("text", "txt"),
    ("mpg", "mpeg"),
    ("tif", "tiff"),
)
MARKS = "*?["


@rule(
    line_has=["*"],
    output_has=[
        "no such file",
        "cannot access",
        "cannot stat",
        "no matches found",
        "cannot open",
        "can't open",
        "not found",
        "name not matched",
    ],
)
def propose(failure: Failure) -> Fix | None:
    if failure.program in ("rm", "rmdir", "unlink", "shred", "find"):
        return None
    for word in failure.args:
        text = word.text
        if not word.is_glob or any(char in text for char in "'\"$`\\{") or text not in (failure.output or ""):
            continue
        folder, slash, pattern = text.rpartition("/")
        near = paths.nearest(failure.machine, folder, paths.FOLDER) if folder and not set(folder) & set(MARKS) else None
        if near is not None:
            return Fix(
                swaps=[(word, Raw(f"{near.path}/{pattern}"))],
                why=f"there is {near.path}",
                confidence=spelling.confidence(spelling.Near(near.new, near.cost, near.only)),
                origin="local",
                only=near.only,
            )
        listed = failure.machine.names(folder or ("/" if slash else "."))
        names = [name for name, is_folder in listed.items() if not is_folder and name[0] != "."]
        new = _ending(pattern, names) or _head(pattern, names)
        if new:
            return Fix(
                swaps=[(word, Raw(folder + slash + new))],
                why=f"{folder + slash + new} matches",
                confidence=0.88,
                origin="local",
                only=True,
            )
    return None


def _ending(pattern: str, names: list[str]) -> str:
    """*.ymal means *.yaml where there are such files."""
    head, dot, ending = pattern.rpartition(".")
    if not dot or not ending or any(char in ending for char in MARKS) or head != "*":
        return ""
    here = list(dict.fromkeys([name.rpartition(".")[2] for name in names if "." in name[1:]]))
    if ending in here:
        return ""
    for one, other in SAME:
        for mine, its in ((one, other), (other, one)):
            if ending == mine and any(name.endswith("." + its) for name in names):
                return head + dot + its
    found = spelling.rank(ending, here, max(1.0, spelling.allowance(ending)))
    same_case = [one for one in here if one.lower() == ending.lower()]
    best = same_case[0] if len(same_case) == 1 else found[0].name if found and found[0].only else ""
    return head + dot + best if best else ""


def _head(pattern: str, names: list[str]) -> str:
    """rpeort* means report* where such files begin so."""
    fixed = next((pattern[:at] for at, char in enumerate(pattern) if char in MARKS), "")
    if len(fixed) < 4 or any(name.startswith(fixed) for name in names):
        return ""
    here = list(dict.fromkeys([name[: len(fixed)] for name in names if len(name) >= len(fixed)]))
    found = [one for one in spelling.rank(fixed, here, 0.8) if not spelling.numbers_differ(fixed, one.name)]
    return found[0].name + pattern[len(fixed) :] if len(found) == 1 else ""


EXAMPLES = [
    Example("wc -l *.csb", "wc: '*.csb': No such file or directory", "wc -l *.csv", files=["a.csv", "b.csv", "c.md"]),
    Example(
        "ls img/*.jpeg",
        "ls: cannot access 'img/*.jpeg': No such file or directory",
        "ls img/*.jpg",
        files=["img/a.jpg"],
    ),
    Example("cat rpeort*", "cat: 'rpeort*': No such file or directory", "cat report*", files=["report1", "report2"]),
    Example("cat ntoes/*.md", "cat: 'ntoes/*.md': No such file or directory", "cat notes/*.md", files=["notes/a.md"]),
    Example("rm *.lgo", "rm: cannot remove '*.lgo': No such file or directory", None, files=["a.log"]),
    Example("wc -l *.csv", "wc: '*.csv': No such file or directory", None, files=["a.md"]),
]
