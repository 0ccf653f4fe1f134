"""How something is done: the line for an everyday task, with the names of the sentence, from a table."""

from __future__ import annotations

import os
import re

from ghost_kernel import quoting
from ghost_kernel.knowledge import everyday, programs
from ghost_kernel.sentence import lexicon
from ghost_kernel.skills import Answer, Asked, Example, Offer, frame, skill
from ghost_kernel.skills import _files as files

_MAKING = frozenset("mkdir touch git".split())  # these begin with a name of something new
LEAST = 0.9  # groups that have to be met, about
MOST_UNKNOWN = 2  # words that nothing is made of
_HELPS = " ".join(sorted(set(
    "EXPLAIN EFFECT THAT WHAT WHICH CHECK SHOW EXIST YES NEED HOW_MANY INSTALL REMOVE START STOP "
    "RESTART KILL DELETE CREATE COPY MOVE RENAME FIND"
    " OPEN EDIT RUN UPDATE DOWNLOAD EXTRACT COMPRESS USE ENABLE CLEAN RUNNING LAST BIG SIZE SORT "
    "EMPTY ALL MY HERE MACHINE PORT"
    " PROCESS SERVICE PROGRAM PACKAGE FILE FOLDER DISK SPACE NETWORK ADDRESS USER GROUP LOG COMMAND "
    "HISTORY BOOT TIMER VARIABLE"
    " SET SHELL TIME NAME OWNER PERMISSION EXECUTABLE CONTENT ENDING LINK HIDDEN DUPLICATE DIFFERENCE "
    "LINES SECURITY PROJECT GIT"
    " COMMITS BRANCH UNSAVED NOT CHANGED RECENT NEW FREE OCCUPY MEMORY ARCHIVE REPLACE ENCODING KEEP BACKGROUND   "
    "ORDER FOLLOW ADD SHOW HERE WITH CODE WHO CONNECTION ROOT SCRIPT ONLINE INFO HOW_LONG PARENT GO "
    "SWITCH OTHERS".split()
)))  # fmt: skip
# Who asks how is answered by the table or not at all: its groups of words decide.
_ALL = " ".join(sorted(lexicon.CONCEPTS - {"BEYOND", "WHY", "HOW_LONG", "FULL", "HOT", "INSTALLED", "MISSING", "DOWN"}))
_TAKES = "thing quoted path port count extension number user url size"


@skill(
    frame("HOW", helps=_ALL, takes=_TAKES, never="WHY HOW_LONG FULL HOT", prior=-0.065, known=everyday.words),
    frame(
        "WHAT|WHICH",
        "COMMAND|PROGRAM",
        helps=_HELPS,
        takes=_TAKES,
        never="WHY RUNNING LISTENING PROVIDE MOST EXECUTABLE",
        prior=-0.1,
        known=everyday.words,
    ),
    frame(
        "EXTRACT|COMPRESS|RENAME|COPY|MOVE|LINK|CREATE",
        "path|thing|FILE|FOLDER",
        helps=_HELPS,
        takes=_TAKES,
        never="WHY WHICH WHAT FIND SHOW EXIST HOW_MANY HOW_MUCH EMPTY BROKEN CHECK CODE FREE PYTHON",
        prior=-0.2,
    ),
    # What is to be deleted has to be named, and to be here.
    frame(
        "DELETE|REMOVE",
        "path",
        helps=_HELPS,
        takes="path",
        never=(
            "WHY WHICH WHAT FIND SHOW EXIST HOW_MANY HOW_MUCH BROKEN CHECK SERVICE PROCESS PACKAGE BRANCH "
            "LINES DUPLICATE"
        ),
        prior=-0.04,
    ),
)
def answer(asked: Asked) -> Answer | None:
    """The line and what it does; offered where nothing is left to be filled in."""
    names = _names(asked)
    # A name that something shall have says nothing of what is to be done.
    named, text = names["name"] if _named(asked) else "", asked.question.text
    tokens = [one for one in asked.tokens if not named or one.text != named]
    words = {form for token in tokens for form in (token.low, token.text.lower(), *_bases(token.low))}
    words |= {word for form in list(words) for word in form.split()}

    def runs(program: str) -> bool:
        return programs.runs(asked.machine, program, asked.question.dialect)

    if sum(one.kind == "unknown" and one.argument is None for one in asked.tokens) > MOST_UNKNOWN:
        return None
    found = everyday.meant(
        words, text.replace(named, " ") if named else text, asked.is_chinese, lambda name: bool(names.get(name)), runs
    )
    if not found or found[0][0] < LEAST:
        return None
    _, task = found[0]
    dialect = asked.question.dialect
    form = everyday.form(task, dialect)
    line, is_whole = _filled(form.line, names, dialect)
    to = names["to"]
    if to and task.line.startswith(("mv ", "cp ")) and not asked.machine.exists(to):
        make = (
            f"mkdir {quoting.quote(to, dialect)};" if dialect == "nu" else f"mkdir -p {quoting.quote(to, dialect)} &&"
        )
        line = line if to.startswith(("/", "~")) else f"{make} {line}"
        is_whole = is_whole and not to.startswith(("/", "~"))  # a disk that is not mounted, say
    about, _ = _filled(form.about_chinese if asked.is_chinese else form.about, names, dialect)
    text = f"```\n{line}\n```\n{about}{asked.say('.', '。')}"
    # A line about a file that is not here is a pattern to go by.
    is_there = not names["file"] or asked.machine.exists(names["file"]) or task.program in _MAKING
    if not is_whole or not is_there or not task.program:
        return Answer(text)
    offers = [Offer(line, about)] if _is_allowed(asked, task.line) else []
    return Answer(text, offers)


def _is_allowed(asked: Asked, line: str) -> bool:
    """Body and policy keep what is forbidden; what plainly breaks it is not even offered."""
    words = line.split()
    forbidden = [
        name
        for name, is_so in (
            ("no_privilege", words[0] == "sudo"),
            ("no_install", words[0] == "sudo" and words[1:2] in (["apt"], ["dnf"], ["pacman"])),
            ("no_delete", words[0] in ("rm", "git") and words[1:2] != ["switch"]),
            ("no_services", "systemctl" in words),
            ("no_network", words[0] in ("curl", "scp", "ssh", "ping", "ssh-copy-id")),
        )
        if is_so
    ]
    return asked.allows(*forbidden)


def _bases(word: str) -> list[str]:
    found = []
    for ending in ("s", "es", "ed", "ing", "er"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"] + ([stem[:-1]] if stem[-1:] == stem[-2:-1] else [])
    return found


def _names(asked: Asked) -> dict[str, str]:
    """What the sentence gives for the places of a line."""
    machine = asked.machine
    to = _destination(asked)
    here = [one for one in files.there(asked) if one != to]
    plain = [one for one in here if not machine.is_folder(one)]
    folders = [one.rstrip("/") for one in here if machine.is_folder(one)]
    given = [one.text for one in asked.all("path") if one.text != to]
    names = {
        "file": (plain or folders or given or [""])[0],
        "folder": (folders or [""])[0],
        "archive": next(
            (one for one in [*plain, *given] if re.search(r"\.(t?gz|tar|zip|xz|bz2|7z|tbz2?|txz|zst|rar)$", one)), ""
        ),
        "two": " ".join([quoting.quote(one, asked.question.dialect) for one in plain[:2]]) if len(plain) > 1 else "",
        "to": to,
        "many": "" if plain else next((one for one in _globs(asked) if _fits(asked, one)), ""),
        "new": next((one for one in given if not machine.exists(one)), ""),
        "count": str(asked.count(10)),
        "port": str(asked.port) if asked.first("port") is not None else "",
        "user": next((one.text for one in asked.all("user")), ""),
    }
    named = _named(asked)
    unknown = [one.text for one in asked.tokens if one.kind in ("unknown", "quoted") and one.text not in here]
    names["name"] = named or (unknown[0] if len(unknown) == 1 else "")
    names["service"] = names["name"] or asked.thing
    return names


_ARTICLES = frozenset("a an the as".split())


def _globs(asked: Asked) -> list[str]:
    return [f"*.{one.text.lstrip('*.')}" for one in asked.all("extension")]


def _fits(asked: Asked, glob: str) -> bool:
    """Whether something here is meant by it."""
    try:
        return any(name.endswith(glob[1:]) for name in os.listdir(asked.machine.resolve(".")))
    except OSError:
        return False


def _destination(asked: Asked) -> str:
    """Where something is to go: `to /tmp`, `into a folder called old`, `到 /tmp`."""
    if not asked.has("COPY", "MOVE"):
        return ""
    for before, token in zip(asked.tokens, asked.tokens[1:]):
        is_file = token.argument is not None and not asked.machine.is_folder(token.argument.text)
        if before.low in ("to", "into", "onto", "到", "进", "至", "移到") and token.argument is not None:
            return "" if is_file and "." in token.argument.text else token.argument.text
    return _named(asked) if asked.has("FOLDER") else ""


def _named(asked: Asked) -> str:
    """`called X`, `named X`, `叫 X`."""
    for at, token in enumerate(asked.tokens[:-1]):
        if token.low in ("called", "named", "name", "叫", "名为", "叫做", "名叫"):
            following = next(
                (one for one in asked.tokens[at + 1 :] if one.kind != "sign" and one.low not in _ARTICLES), None
            )
            if following is not None and following.text.isascii():
                return following.argument.text if following.argument is not None else following.text
    return ""


_STANDING = {"file": "FILE", "folder": "FOLDER", "archive": "ARCHIVE", "name": "NAME", "port": "PORT", "user": "USER",
             "service": "SERVICE", "two": "ONE OTHER"}  # fmt: skip
_BLANK = re.compile(r"(?<!\w)(?:NEW-NAME|LINK-NAME|COPY|PID|URL|HOST|USER@HOST\S*|FOLDER/|OLD|COMMAND|TEXT|GROUP|"
                    r"/dev/DEVICE|/THE/FOLDER|NAME\b)")  # fmt: skip


def _filled(line: str, names: dict[str, str], dialect: str) -> tuple[str, bool]:
    """The line with the names put in, and whether nothing is left for the person to fill in."""
    if names.get("new") and names["new"] != names.get("file"):  # `rename a.txt to b.txt`
        new = quoting.quote(names["new"], dialect)
        line = re.sub(r"\b(?:NEW-NAME|LINK-NAME|COPY)\b", lambda match: new, line)
    if names.get("to"):
        place = quoting.quote(names["to"].rstrip("/") or "/", dialect)
        line = re.sub(r"\bFOLDER/|\bCOPY\b", lambda match: place.rstrip("/") + "/", line)
    is_whole = not _BLANK.search(line)

    def put(match: re.Match[str]) -> str:
        nonlocal is_whole
        key, _, usual = match[1].partition(":")
        if usual:  # a name for something new, made after what it is made of
            of = names.get("folder") or names.get("file")
            return quoting.quote(of.rpartition("/")[2], dialect) if of else usual
        value = names.get(key, "")
        if key == "archive" and not value and names.get("file"):
            value = names["file"]
        if key == "file" and not value and names.get("many"):
            return names["many"]  # the shell puts the names in
        if not value:
            is_whole = False
            return _STANDING[key]
        return value if key == "two" else quoting.quote(value, dialect)

    return re.sub(r"\{([a-z:]+)\}", put, line), is_whole


EXAMPLES = [
    Example(
        "how do I unpack old.tar.gz?",
        "tar -xf old.tar.gz",
        files=["old.tar.gz"],
        programs=["tar"],
        offers=["tar -xf old.tar.gz"],
    ),
    Example("how do i extract a tar.gz file", "tar -xf ARCHIVE", files=["old.tar.gz"], programs=["tar"], offers=[]),
    Example("how do I unzip gone.zip", "unzip gone.zip", programs=["unzip"], offers=[]),
    Example(
        "move all csv files into a folder called old",
        "mkdir -p old && mv -n *.csv old/",
        files=["a.csv"],
        programs=["mv"],
        offers=["mkdir -p old && mv -n *.csv old/"],
    ),
    Example(
        "how can I see the last 25 lines of a.log",
        "tail -n 25 a.log",
        files=["a.log"],
        programs=["tail"],
        offers=["tail -n 25 a.log"],
    ),
    Example("怎么给文件改名", "mv FILE NEW-NAME", programs=["mv"]),
    Example("how does the parser work", silent=True),
]
