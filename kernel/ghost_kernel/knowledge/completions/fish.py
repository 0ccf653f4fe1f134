"""Fish completions: `complete -c prog -n CONDITION -s s -l long -a WORDS`, one such line for every word or option."""

from __future__ import annotations

from ghost_kernel.knowledge.completion import Book, as_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.completion import Chain

MOST_LINES = 12_000
MOST_VARIABLE = 2000
ROOT = (
    "use_subcommand",
    "needs_command",
    "needs_subcommand",
    "no_subcommand",
    "is_first_",
    "no_command",
    "nth_token 1",
)
BEHIND = ("seen_subcommand", "using_command", "using_subcommand", "using_", "seen_", "in_subcommand")
LONG = {
    "command": "c", "path": "p", "condition": "n", "arguments": "a", "short-option": "s", "long-option": "l",
    "old-option": "o", "description": "d", "wraps": "w", "exclusive": "x", "require-parameter": "r", "no-files": "f",
    "keep-order": "k", "force-files": "F", "erase": "e",
}  # fmt: skip
VALUED = frozenset("cpnasolodw")


def read(text: str, program: str) -> Book:
    """What a script says of a program."""
    book = Book()
    variables: dict[str, list[str]] = {}
    for line in _lines(text):
        if line.startswith("complete "):
            _complete(_words(line), program, variables, book)
        elif line.startswith(("set ", "for ")):
            words = _words(line)
            _remember(words, variables)
    return book


def _lines(text: str) -> list[str]:
    """Commands, each on one line: a line goes on behind a backslash or inside of quotes."""
    found: list[str] = []
    whole = ""
    for raw in text.splitlines()[:MOST_LINES]:
        line = whole + (raw.strip() if not whole or whole[-1:] == " " else raw)
        if line[:1] == "#":
            continue
        if line.endswith("\\"):
            whole = line[:-1] + " "
        elif line.startswith(("complete", "set ")) and len(line) < 100_000 and _is_open(line):
            whole = line + "\n"
        else:
            whole = ""
            found.append(line)
    return found


def _is_open(line: str) -> bool:
    """Whether a quote has not ended."""
    if "'" not in line and '"' not in line:
        return False
    if "\\" not in line and not line.count("'") % 2 and not line.count('"') % 2:
        return False
    quote = ""
    at, size = 0, len(line)
    while at < size:
        char = line[at]
        if char == "\\":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "#" and line[at - 1 : at] == " ":
            return False
        at += 1
    return bool(quote)


_SPECIAL = frozenset("'\"\\()# \t\r\n\f\v$")


def _words(line: str) -> list[str]:
    """The words of a command, quotes undone; `(…)` is left out."""
    if "'" not in line and '"' not in line and "\\" not in line and "(" not in line:
        return line.split()
    found: list[str] = []
    word: list[str] = []
    begun = False
    quote = ""
    depth = 0
    at, size = 0, len(line)
    while at < size:
        char = line[at]
        if char not in _SPECIAL:
            start = at
            at += 1
            while at < size and line[at] not in _SPECIAL:
                at += 1
            if not depth:
                word.append(line[start:at])
                begun = True
            continue
        if depth:
            depth += (char == "(") - (char == ")")
        elif quote:
            if char == quote:
                quote = ""
            elif char == "\\" and line[at + 1 : at + 2] in (quote, "\\", "$"):
                at += 1
                word.append(line[at : at + 1])
            else:
                word.append(char)
        elif char in "'\"":
            quote, begun = char, True
        elif char == "\\":
            at += 1
            word.append("\t" if line[at : at + 1] == "t" else line[at : at + 1])
            begun = True
        elif char == "(":
            depth, begun = 1, True
        elif char.isspace():
            if begun:
                found.append("".join(word))
            word, begun = [], False
        elif char == "#" and not begun:
            break
        else:
            word.append(char)
            begun = True
        at += 1
    if begun or word:
        found.append("".join(word))
    return found


def _remember(words: list[str], variables: dict[str, list[str]]) -> None:
    """`set -l name words…` and `for name in words…`; the last list of a loop stays for the lines inside it."""
    if words[:1] == ["for"]:
        if len(words) > 3 and words[2] == "in":
            variables[words[1]] = _expand(words[3:], variables)
        return
    rest = [word for word in words[1:] if word[:1] != "-"]
    if len(rest) > 1:
        variables[rest[0]] = _expand(rest[1:], variables)


def _expand(words: list[str], variables: dict[str, list[str]]) -> list[str]:
    found: list[str] = []
    for word in words:
        if word[:1] == "$":
            found.extend(variables.get(word[1:].partition("[")[0], ()))
        else:
            found.append(word)
        if len(found) > MOST_VARIABLE:
            break
    return found[:MOST_VARIABLE]


def _complete(words: list[str], program: str, variables: dict[str, list[str]], book: Book) -> None:
    given = _options(words)
    programs = _expand(given["c"] + given["p"], variables)
    if program not in programs:
        return
    if given["e"]:
        return
    book.like += [one for one in given["w"] if one != program and one not in book.like]
    options = ["-" + one for one in given["s"]] + ["--" + one for one in given["l"]]
    options += ["-" + one for one in given["o"]]
    chains = _chains(_expand(given["n"], variables), variables, book)
    offered = [name for text in given["a"] for name in _offered(text, variables)]
    if chains is None:
        for option in options:
            book.at(()).add_options((option,))
        return
    takes = bool(given["x"] or given["r"] or given["a"])
    for chain in chains:
        page = book.at(chain)
        page.add_options(options)
        for option in options if takes else ():
            page.add_values(option, offered)
        if not options:
            page.add_subcommands(offered)


def _options(words: list[str]) -> dict[str, list[str]]:
    """What was given to `complete`, by its short letters."""
    given: dict[str, list[str]] = {letter: [] for letter in "cpnaslodwxrfkFe"}
    at = 1
    while at < len(words):
        word = words[at]
        at += 1
        if word[:2] == "--":
            name, mark, value = word[2:].partition("=")
            letters = LONG.get(name, "")
            rest = [value] if mark else None
        elif word[:1] == "-" and len(word) > 1:
            end = next((place for place, letter in enumerate(word[1:], 1) if letter in VALUED), len(word) - 1)
            letters = word[1 : end + 1]
            rest = [word[end + 1 :]] if word[end + 1 :] else None
        else:
            if not given["c"]:
                given["c"].append(word)  # `complete prog …`
            continue
        for letter in letters:
            if letter not in VALUED:
                given.setdefault(letter, []).append("")
            elif rest is not None:
                given[letter] += rest
            elif at < len(words):
                given[letter].append(words[at])
                at += 1
    return given


def _offered(text: str, variables: dict[str, list[str]]) -> list[str]:
    """The words of `-a`, descriptions left out."""
    found: list[str] = []
    text = _without_commands(text) if "(" in text else text
    for line in text.split("\n"):
        found += (
            [word.replace("\\t", "\t").partition("\t")[0] for word in _words(line.replace("\\t", "\t\t"))]
            if ("\t" not in line and "\\t" not in line)
            else _described(line)
        )
    return _expand(found, variables)


def _without_commands(text: str) -> str:
    """The text without what `(…)` would print."""
    depth = 0
    kept = []
    for char in text:
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= depth > 0
        elif not depth:
            kept.append(char)
    return "".join(kept)


def _described(line: str) -> list[str]:
    """Words with descriptions behind tabs, in quotes or to the end of the line."""
    found = []
    marked = line.replace("\\t", "\t")
    at, size = 0, len(marked)
    while at < size:
        while at < size and marked[at].isspace():
            at += 1
        start = at
        while at < size and not marked[at].isspace():
            at += 1
        if at > start:
            found.append(marked[start:at].strip("'\""))
        if marked[at : at + 1] != "\t":
            continue
        at += 1
        quote = marked[at : at + 1]
        if quote in ("'", '"'):
            end = marked.find(quote, at + 1)
            at = size if end < 0 else end + 1
        elif start and "'" not in marked and '"' not in marked:
            while at < size and not marked[at].isspace():
                at += 1
        else:
            at = size
    return found


def _chains(conditions: list[str], variables: dict[str, list[str]], book: Book) -> list[Chain] | None:
    """Where a line holds, by its conditions; None where that is not understood.

    A function of the script's own that is asked about subcommands alone is taken to ask whether they were typed.
    """
    chains: list[Chain] = [()]
    for condition in conditions:
        for clause in condition.replace("; and ", ";").replace("&&", ";").replace(";and ", ";").split(";"):
            words = clause.split()
            while words and words[0] in ("and", "test", "begin", "end"):
                words = words[1:]
            if not words:
                continue
            if words[0] in ("not", "!"):
                continue  # behind none of these words: the place is that of the other clauses
            if words[0] == "or":
                return None
            name = " ".join(words[:2])
            behind = [word for word in _expand(words[1:], variables) if as_name(word) == word]
            if any(mark in name for mark in ROOT):
                if "first" not in name and "nth" not in name and behind:
                    chains = [(*chain, word) for chain in chains for word in behind][:64]
            elif (any(mark in words[0] for mark in BEHIND) and "argument" not in words[0]) or (
                len(behind) == len(words) - 1 and behind and set(behind) <= set(book.look(()).subcommands)
            ):
                if not behind:
                    return None
                chains = [(*chain, word) for chain in chains for word in behind][:64]
            elif "contains_opt" in words[0] or "seen_argument" in words[0]:
                continue
            else:
                return None
    return chains
