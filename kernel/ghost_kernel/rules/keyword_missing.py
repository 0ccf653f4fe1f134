"""A loop or a test lacks one of its words: `do`, `then`, `done`, `fi`, or the blank between `if` and `[`."""

from __future__ import annotations

from ghost_kernel import outside
from ghost_kernel.rules import Example, Failure, Fix, rule

OPENS = {"if": "fi", "for": "done", "while": "done", "until": "done", "select": "done", "case": "esac"}
BEGINS = {"for": "do", "while": "do", "until": "do", "select": "do", "if": "then"}
COMMAND = frozenset(("", ";", "&&", "||", "|", "(", "{", "do", "then", "else", "elif", "!"))  # a command begins behind


@rule(
    dialects=["bash", "zsh"],
    line_has=["if", "for ", "while", "until"],
    output_has=["syntax error", "unexpected end of file", "parse error near"],
)
def propose(failure: Failure) -> Fix | None:
    line = failure.line.strip()
    bare = outside.blot(line)
    if bare is None or "\n" in line or "<<" in bare:
        return None
    for mend in (_glued, _stray, _begin, _end):
        fixed, why = mend(line, bare)
        if fixed:
            return Fix(line=fixed, why=why, confidence=0.88)
    return None


def _commands(bare: str) -> list[tuple[int, str]]:
    """The shell's own words that stand where a command begins, each with its place."""
    found: list[tuple[int, str]] = []
    before = ""
    for place, text in outside.words(bare):
        if before in COMMAND or text in ("do", "then"):
            found.append((place, text))
        before = text
    return found


def _glued(line: str, bare: str) -> tuple[str, str]:
    for place, text in _commands(bare):
        for word in ("if", "while", "until", "elif"):
            if text.startswith((word + "[", word + "!")):
                at = place + len(word)
                return f"{line[:at]} {line[at:]}", f"{word} is a word of its own"
    return "", ""


def _stray(line: str, bare: str) -> tuple[str, str]:
    """`do;`, `then;`, `else;`: nothing ends there yet."""
    found = outside.words(bare)
    for place in range(len(found) - 1):
        start, text = found[place]
        after, sign = found[place + 1]
        if text in ("do", "then", "else") and sign == ";" and (place == 0 or found[place - 1][1] != "echo"):
            return line[: start + len(text)] + line[after + 1 :], f"{text} takes no ;"
    return "", ""


def _begin(line: str, bare: str) -> tuple[str, str]:
    """No `do` or `then` behind the head, or no `;` before it."""
    heads = [(place, text) for place, text in _commands(bare) if text in BEGINS]
    found = outside.words(bare)
    if len(heads) != 1:
        return "", ""
    start, head = heads[0]
    wanted = BEGINS[head]
    behind = [one for one in found if one[0] > start]
    if any(text == ";" + wanted or text == wanted for _, text in behind):
        place, text = next(one for one in behind if one[1].endswith(wanted))
        before = next((one for one in reversed(found) if one[0] < place), (0, ""))[1]
        if text != wanted or before in (";", "&&") or (before[:1] == "(" and head == "for"):
            return "", ""
        return f"{line[:place].rstrip()}; {line[place:]}", f"{wanted} stands behind a ;"
    for place, text in behind:
        if text == ";":
            return f"{line[: place + 1]} {wanted}{line[place + 1 :]}", f"{head} lacks its {wanted}"
    return "", ""


def _end(line: str, bare: str) -> tuple[str, str]:
    """One `fi` or `done` too few at the end of the line."""
    texts = [text for _, text in _commands(bare)]
    open_: list[str] = []
    for text in texts:
        if text in OPENS:
            open_.append(OPENS[text])
        elif text in OPENS.values() and (not open_ or open_.pop() != text):
            return "", ""
    if len(open_) != 1 or open_[0] == "esac":
        return "", ""
    gap = "" if bare.rstrip().endswith((";", "&")) else ";"
    return f"{line}{gap} {open_[0]}", f"{open_[0]} ends it"


BAD, END = "bash: syntax error near unexpected token `{}'", "bash: -c: line 2: syntax error: unexpected end of file"
EXAMPLES = [
    Example("for n in 1 2; echo $n; done", BAD.format("echo"), "for n in 1 2; do echo $n; done", 2),
    Example("for n in 1 2 do echo $n; done", BAD.format("done"), "for n in 1 2; do echo $n; done", 2),
    Example("if [ -d x ]; ls x; fi", BAD.format("fi"), "if [ -d x ]; then ls x; fi", 2),
    Example("if [ -d x ] then ls x; fi", BAD.format("fi"), "if [ -d x ]; then ls x; fi", 2),
    Example("if[ -d x ]; then ls x; fi", BAD.format("then"), "if [ -d x ]; then ls x; fi", 2),
    Example("while true; do; ls; done", BAD.format(";"), "while true; do ls; done", 2),
    Example("if [ -d x ]; then ls x", END, "if [ -d x ]; then ls x; fi", 2),
    Example("for n in 1 2; do echo 'do'", END, "for n in 1 2; do echo 'do'; done", 2),
    Example("if a; then b; else if c; then d; fi", END, "if a; then b; else if c; then d; fi; fi", 2),
    Example("echo if you can(", BAD.format("("), None, 2),
    Example("if a; then b; fi; ls )", BAD.format(")"), None, 2),
]
