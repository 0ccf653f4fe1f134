"""Finds the complaints in what was printed.

Families of wordings are imported only where a cheap look says that they may match. Work is bounded: of a long output
its beginning and its end are read, of a long line its beginning.
"""

from __future__ import annotations

from ghost_kernel.messages.complaint import (
    AMBIGUOUS,
    MISSING_ARGUMENT,
    MISSING_VALUE,
    TAKES_NO_VALUE,
    UNEXPECTED_ARGUMENT,
    UNKNOWN_OPTION,
    Complaint,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.pattern import Match, Pattern

HEAD, TAIL = 24_000, 12_000  # characters of a long output that are read
MOST_LINES = 400
LONGEST = 4000  # characters of a line
MOST = 16  # complaints

# Family → texts of which one must have been printed, in small letters. Own wordings come before general ones.
GATES: dict[str, tuple[str, ...]] = {
    "getopt": (
        "option", "predicate", "operand", "expression", "unrecognized switch", "argument",
    ),
    "golang": (
        "flag", "unknown command", "help topic", "docker command", "unexpected argument",
        "resource type", "notfound", "no command named", "invalid boolean value", "output format",
    ),
    "clap": (
        "wasn't", "unexpected argument", "unexpected value", "a value is required", "required arguments",
        "isn't a valid", "requires a value", "unrecognized subcommand", "invalid value ",
    ),
    "python": (
        "choose from", "unrecognized arguments", "required", "expected one argument", "at least one argument",
        "invalid value for", "extra argument", "missing option", "missing argument", "no such option", "no command ",
        "no such command", "ambiguous option", " value: ", "option requires", "not a valid task", "no idea what",
        "requirement", "invalid choice", "misspelled", "command group", "no module named", "can't open file",
        "directory not found", "command(s) not found", "the command ", "requested command", "no matching distribution",
    ),
    "node": (
        "script", "argument", "nonexistent flag", "to be one of", " not found", "choices", "task not found",
        "required option",
    ),
    "scripting": (
        "optionparser", "could not find", "unknown switches", "don't know how", "option", "not defined",
        "not enough arguments", "no commands defined", "unrecognized command", "is ambiguous", "unrecognised",
        "could not open input file", "missing: ", "invalid argument", "is not a task", "must be one of",
        "could not be found",
    ),
    "git": (
        "git", "switch", "option", "pathspec", "revision", "merge", " format", "reference", "refspec",
        "no such remote", "subcommand", "unrecognized argument", "hg: ", "(with two dashes)",
    ),
    "packages": (
        "invalid operation", "not understood", "unable to locate", "no such command", "unknown argument",
        "no match for argument", "unable to find a match", "target not found", "no such package",
        "no available formula", "lifecycle phase", "no rule to make", "unknown target", "target named", "feature",
        "is not installed", "not contain recipe", "task", "not matched", "not a valid command", "recognised command",
        "unrecognised flag", "command-line option", "command or argument", "not found. try", "error: snap",
    ),
    "services": (
        "unknown command verb", "unknown operation", "unit ", "is unknown", "not understood", "ambiguous command",
        "invalid command", "key type", "no such service", "no such container", "no such image", "no manual entry",
        "database", "no such user", "with the name", "unknown variable",
    ),
    "shells": (
        "not found", "unknown command", "unbound variable", "parameter not set", "syntax error", "parse error",
        "no match", "can't cd", "cannot open", "cannot create", "bad option", "builtin", "option name",
        "illegal option", "is not a directory", "does not exist", "invalid option", "failed to run command", "xargs",
        "env: ",
    ),
    "files": (
        "no such file", "permission denied", "file exists", "is a directory", "not a directory",
        "omitting directory", "cannot find or open",
    ),
    "general": (
        "unknown", "unrecogni", "invalid", "illegal", "bad", "no such", "not found", "does not exist", "doesn't exist",
        "is not ", "is ambiguous", "unsupported", "nonexistent", "not recogni", "undefined", "isn't a", "unexpected",
        "could not be found", " is no ", ": not a ", "there is no", "could not find", "couldn't find", "was not found",
        "not available",
    ),
}  # fmt: skip
VALUELESS = frozenset((MISSING_VALUE, MISSING_ARGUMENT, TAKES_NO_VALUE))  # they name an option
LABELS = ("npm ERR!", "npm error", "npm warn", "[error]", "[ERROR]", " ›", "hint:", "│")

_LOADED: dict[str, list[Pattern]] = {}


def read(output: str) -> list[Complaint]:
    """What the output complains of, in its order."""
    if len(output) > HEAD + TAIL:
        output = output[:HEAD] + "\n" + output[-TAIL:]
    low = output.lower()
    open_: list[Pattern] = []
    for family, texts in GATES.items():
        if any(text in low for text in texts):
            open_ += [one for one in load(family) if one.key in low]
    if not open_:
        return []
    lines = _plain(output)
    found: list[tuple[int, str, Match, str]] = []
    for at, line in enumerate(lines):
        if not line or line.isspace():
            continue
        small = line.lower()
        for pattern in open_:
            if pattern.key in small:
                match = pattern.match(line, small)
                if match is not None:
                    found.append((at, match.kind or pattern.kind, match, line))
                    break
        if len(found) >= MOST:
            break
    return _complaints(found, lines) if found else []


def load(name: str) -> list[Pattern]:
    """The wordings of a family."""
    if name not in _LOADED:
        module = __import__(f"ghost_kernel.messages.families.{name}", fromlist=["PATTERNS"])
        _LOADED[name] = module.PATTERNS
    return _LOADED[name]


def _complaints(found: list[tuple[int, str, Match, str]], lines: list[str]) -> list[Complaint]:
    from ghost_kernel.messages import offers
    from ghost_kernel.messages.pattern import place_of

    made: dict[str, Complaint] = {}
    for number, (at, kind, match, line) in enumerate(found):
        words = match.words
        if match.below:
            words = [one.split()[0] for one in offers.below(lines, at + 1, len(lines))]
        elif kind in VALUELESS:
            words = [place_of(one) if " " in one else one for one in words]
        words = words or [""]
        after = [later for later, _, other, _ in found[number + 1 :] if other.words != match.words or not other.words]
        end = after[0] if after else len(lines)
        offered = [one for one in offers.offered(line[match.end :], lines, at, end) if one not in words]
        if kind == AMBIGUOUS and not offered and line.endswith(":"):
            offered = [one for text in lines[at + 1 : end] if text[:1].isspace() for one in text.split()][: offers.MOST]
        offered = list(dict.fromkeys([*offered, *[one for one in match.offered if one not in words]]))
        for word in words:
            its = kind
            if kind == UNEXPECTED_ARGUMENT and word[:1] == "-" and len(word) > 1:
                its = UNKNOWN_OPTION
            one = made.get(word or its)
            if one is None:
                if len(made) >= MOST:
                    return list(made.values())
                made[word or its] = Complaint(its, word, offered, match.place)
            else:
                one.offered = list(dict.fromkeys(one.offered + offered))
                one.place = one.place or match.place
    return list(made.values())


def _plain(output: str) -> list[str]:
    """The lines without labels and frames in front; those wrapped inside a box are put together again."""
    lines = output.splitlines()
    if len(lines) > MOST_LINES:
        lines = lines[: MOST_LINES * 2 // 3] + lines[-MOST_LINES // 3 :]
    found: list[str] = []
    open_ = False  # whether the line before was in a box and may go on here
    for raw in lines:
        line = raw[:LONGEST]
        boxed = line[:1] == "│" and len(line) > 20 and line.rstrip()[-1:] == "│"
        if boxed:
            inside = line.rstrip()[1:-1]
            text = inside.strip()
            if open_ and text and found:
                found[-1] += " " + text
            else:
                found.append(text)
            open_ = bool(text) and len(inside.rstrip()) >= len(inside) * 3 // 4
            continue
        open_ = False
        for label in LABELS:
            if line.startswith(label):
                line = line[len(label) :]
                line = line[1:] if line[:1] == " " else line
                break
        found.append(line.rstrip())
    return found
