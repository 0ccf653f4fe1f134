"""Lines that hold a text, below a folder or in a file, with the grep line that finds them."""

from __future__ import annotations

from ghost_kernel.knowledge import filesearch, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.sentence.words import Token

MOST = 20
MOST_FILES = 4000
_HELPS = (
    "EXPLAIN EFFECT THAT FIND SHOW WHERE WHICH WHAT CONTENT FILE FOLDER HERE ALL LINES CHECK EXIST "
    "DEFINED CODE WORDS SCRIPT FUNCTION USE CONFIG"
)


def _is_mark(tokens: Sequence[Token]) -> bool:
    """`is there a FIXME somewhere in this project`: a mark in a text is written so, and a place is said for it."""
    marks = [one for one in tokens if one.kind == "unknown" and one.text.isalpha() and one.text.isupper()]
    marks = [one for one in marks if one.text not in ("README", "LICENSE", "CHANGELOG", "COPYING")]
    if any(one in marks and "FILE" in two.concepts for one, two in zip(tokens, tokens[1:])):
        return False  # `a README file` is one that is called so
    places = any(one.concepts & {"PROJECT", "CODE", "FILE"} for one in tokens)
    return places and len(marks) == 1 and len(marks[0].text) > 2


@skill(
    frame(
        "FIND",
        "thing|quoted",
        "path|HERE|CODE|FOLDER|CONTENT|FILE|thing|DEFINED",
        helps=_HELPS,
        takes="path quoted thing extension",
        never="HOW PACKAGE INSTALLED PROCESS PORT OLD NEW EMPTY OWNER NAME BIG",
        prior=-0.02,
    ),
    frame(
        "WHERE|FIND|WHICH",
        "DEFINED|CONTENT|USE",
        "thing|quoted",
        helps=_HELPS,
        takes="path quoted thing extension",
        never="HOW PACKAGE INSTALLED PROCESS PORT NAME",
        prior=0.01,
    ),
    frame(
        "STANDS_IN", "thing|quoted", helps=_HELPS, takes="path quoted thing extension", never="HOW PACKAGE PORT PROCESS"
    ),
    frame("FIND", "thing|quoted", helps="CHECK SHOW", never="HOW PACKAGE PORT PROCESS", prior=-0.05),
    frame(
        "CODE|SCRIPT",
        "thing|quoted",
        "EXIST|ALL",
        helps=_HELPS + " FREE",
        takes="path quoted thing extension",
        never="HOW PACKAGE PORT PROCESS INSTALLED RUN EXECUTABLE",
        prior=-0.03,
    ),
    frame(
        "EXIST",
        "thing|quoted",
        "PROJECT|CODE|FILE|FOLDER|HERE",
        helps=_HELPS + " PROJECT THAT YES MY",
        takes="path quoted thing extension",
        never="HOW PACKAGE PORT PROCESS INSTALLED RUNNING MACHINE NAME",
        only=_is_mark,
        prior=0.02,
    ),
    frame("GREP", "thing|quoted", helps=_HELPS, takes="path quoted thing extension"),
)
def answer(asked: Asked) -> str | None:
    """The lines, each with file and number."""
    if asked.has("MEANING") and not asked.has("FIND", "WHERE"):
        return None  # what a word means stands in no file of this machine
    places = files.there(asked)
    names = [one for one in files.named(asked) if not asked.machine.exists(one) and not files.place(asked, one)]
    quoted = [one.text for one in asked.all("quoted") if one.text not in places]
    wanted = (quoted or names or [""])[0]
    if wanted.lower() == "grep":
        wanted = names[1] if len(names) > 1 else ""
    if not wanted:
        return None
    if len(asked.frame.needs) == 2 and asked.has("FIND") and not quoted and things.is_name(asked.machine, wanted):
        return None  # a program is looked for in other places
    root = places[0] if places else "."
    patterns = [f"*.{one.text}" for one in asked.all("extension")]
    # `which conf holds it`: what is called by its ending is of that kind.
    patterns += [f"*.{one.low.rstrip('s')}" for one in asked.tokens if one.low in ("conf", "confs", "cfg", "cfgs")]
    patterns = list(dict.fromkeys(patterns))
    others = _others(asked, quoted or names)
    texts = ["--", wanted] if not others else [part for one in [wanted, *others] for part in ("-e", one)]
    words = ["grep", "-rnIF", *[f"--include={one}" for one in patterns], *texts, root]
    lines = _lines(asked, words, [wanted, *others], root, patterns)
    wanted = asked.say(" or ", " 或 ").join([wanted, *others])
    shown = code(files.line(words))
    if not lines:
        return asked.say(
            f"{code(wanted)} stands nowhere below {code(root)}.\n\n{shown}",
            f"{code(root)} 下没有 {code(wanted)}。\n\n{shown}",
        )
    rows = [f"- {code(short(one, 200), 220)}" for one in lines[:MOST]]
    if len(lines) > MOST:
        rows.append(asked.say(f"- … and {len(lines) - MOST} more", f"- … 还有 {len(lines) - MOST} 行"))
    head = asked.say(f"{len(lines)} lines hold {code(wanted)}:", f"{len(lines)} 行含有 {code(wanted)}：")
    return f"{head}\n\n" + "\n".join(rows) + f"\n\n{shown}"


def _others(asked: Asked, names: list[str]) -> list[str]:
    """More texts that are looked for: `TODO or FIXME`."""
    text = asked.question.text
    return [
        two
        for one, two in zip(names, names[1:])
        if any(f"{one} {word} {two}" in text for word in ("or", "and", "或", "和"))
    ]


def _lines(asked: Asked, words: list[str], wanted: list[str], root: str, patterns: list[str]) -> list[str]:
    machine = asked.machine
    if files.is_below(asked, root):
        seen = machine.probe(words, asked.say("look for the text", "搜索文本"))
        if seen is not None and (seen.exit_code == 0 or (seen.exit_code == 1 and not seen.stderr)):
            lines = filesearch.whole(seen.stdout, root)
            return [one[2:] if one.startswith("./") else one for one in lines]
    paths = [root]
    if machine.is_folder(root):
        every = filesearch.Wanted(root)
        every.kind, every.names, every.without = "f", patterns, list(filesearch.TOOLS)
        paths = [one.path for one in filesearch.walk(every, machine)[0][:MOST_FILES]]
    found = []
    for path in paths:
        data = machine.head(path, filesearch.MOST_READ)
        if not any(one.encode() in data for one in wanted) or b"\0" in data[:1024]:
            continue
        for at, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if any(one in line for one in wanted):
                found.append(f"{path}:{at}:{line.strip()}")
    return found


EXAMPLES = [
    Example("search for ERROR in logs", "`logs/app.log:1:", files={"logs/app.log": "12:03 ERROR no room"}),
    Example("search for beans in store/list.txt", "`store/list.txt:2:", files={"store/list.txt": "rice\nbeans\n"}),
    Example("在 logs 里搜索 ERROR", "`logs/app.log:1:", files={"logs/app.log": "12:03 ERROR no room"}),
    Example("is there a README file in this project", silent=True, files=["a.py"]),
    Example(
        "is there a FIXME somewhere in this project",
        "`a.py:1:# FIXME`",
        files={"a.py": "# FIXME\n"},
        probes={"grep -rnIF -- FIXME .": "a.py:1:# FIXME\n"},
    ),
    Example("search for needle in hay", "`hay/one.txt:2:a needle`", files={"hay/one.txt": "straw\na needle\n"}),
    Example("在 hay 里查找 pin", "没有 `pin`", files={"hay/one.txt": "straw\n"}),
    Example("find the package of dig", silent=True),
    Example("what does the word idempotent mean", silent=True, files={"a.txt": "idempotent\n"}),
    Example("meaning of the word idempotent", silent=True, files={"a.txt": "idempotent\n"}),
]
