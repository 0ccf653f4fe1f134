"""A variable that is not set, where one whose name is nearly the same is."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.line import NAME
from ghost_kernel.rules import Example, Failure, Fix, rule

SHORTEST = 3
# Set by the shell itself, so that nobody needs to export them.
SHELLS = (
    "HOME PWD OLDPWD PATH USER SHELL IFS PS1 UID EUID PPID RANDOM SECONDS LINENO HOSTNAME HISTFILE BASH_VERSION "
    "BASH_SOURCE BASHPID PIPESTATUS FUNCNAME OPTARG OPTIND REPLY SHLVL COLUMNS LINES TMPDIR LANG TERM EDITOR"
).split()


@rule(line_has=["$"], unseen=True, dialects=["bash", "zsh", "fish"])
def propose(failure: Failure) -> Fix | None:
    if not failure.variables:
        return None
    line = failure.line
    told = _unbound(failure)
    set_here = set(failure.variables)
    edits: list[tuple[int, int, str]] = []
    cost = 0.0
    for start, name in _used(line, told):
        if name in set_here or (name in SHELLS and name != told) or len(name) < SHORTEST or _set_in(line, name):
            continue
        names = [one for one in failure.variables if len(one) >= SHORTEST]
        found = [one for one in spelling.rank(name, names) if not spelling.numbers_differ(name, one.name)]
        if not found or not found[0].only:
            return None
        edits.append((start, start + len(name), found[0].name))
        cost = max(cost, found[0].cost)
    if not edits:
        return None
    for start, end, new in reversed(edits):
        line = line[:start] + new + line[end:]
    near = spelling.Near(edits[0][2], cost, True)
    return Fix(line=line, why=f"${near.name} is set", confidence=spelling.confidence(near), origin="local")


def _used(line: str, told: str) -> list[tuple[int, str]]:
    """Each variable that the line expands, with the place of its name; in single quotes only the one complained of."""
    found = []
    quote = ""
    at = 0
    while at < len(line):
        char = line[at]
        if char == "\\" and quote != "'":
            at += 2
            continue
        if char in "'\"" and quote in ("", char):
            quote = "" if quote else char
        elif char == "$":
            start = at + 1 + (line[at + 1 : at + 2] == "{") + (line[at + 1 : at + 3] == "{#")
            end = start
            while end < len(line) and line[end] in NAME:
                end += 1
            name = line[start:end]
            plain = line[end : end + 1] not in ("=", "-", ":", "+", "?") or line[start - 1] != "{"
            if (
                name
                and not name[0].isdigit()
                and (quote != "'" or name == told)
                and plain
                and line[end : end + 1] != "="
            ):
                found.append((start, name))
        at += 1
    return found


def _unbound(failure: Failure) -> str:
    """The variable that a shell with set -u complains of."""
    for line in (failure.output or "").splitlines():
        for mark in (": unbound variable", ": parameter not set"):
            if line.endswith(mark):
                return line[: -len(mark)].rpartition(" ")[2]
    return ""


def _set_in(line: str, name: str) -> bool:
    """Whether the line sets the variable itself."""
    from ghost_kernel import messages

    at = line.find(name)
    while at >= 0:
        before = line[:at].rstrip()
        word = before[before.rfind(" ") + 1 :]
        if line[at + len(name) : at + len(name) + 1] == "=" and line[at - 1 : at] in ("", " ", ";", "(", "{", "&"):
            return True
        if word in ("for", "read", "select", "-r", "-a", "-p", "local", "declare", "mapfile", "set"):
            return True
        at = line.find(name, at + 1)
    return not messages.names(line, name)


EXAMPLES = [
    Example("cp a $TMPDRI/b", "cp: cannot create '/b'", "cp a $TMPDIR/b", variables=["TMPDIR", "HOME"]),
    Example('cat "${HOEM}/x" y', None, 'cat "${HOME}/x" y', variables=["HOME", "PATH"]),
    Example(
        "sh -uc 'echo $EDTIOR'",
        "sh: 1: EDTIOR: parameter not set",
        "sh -uc 'echo $EDITOR'",
        2,
        variables=["EDITOR"],
    ),
    Example("awk '{print $HOEM}' gone", "awk: cannot open gone", None, 2, variables=["HOME"]),
    Example("for hmoe in a; do cat $hmoe; done", "cat: a: No such file", None, variables=["home"]),
    Example("cat $DATA/x", "cat: /x: No such file or directory", None, variables=["DATE1", "HOME"]),
    Example("cat ${HOEM:-x}", "cat: x: No such file or directory", None, variables=["HOME"]),
]
