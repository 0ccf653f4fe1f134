"""Words of other shells and languages: `command -v x`, `hash x`, `fn f {`, `var n = 5`, `foreach`, `. x.sh`, `|&`."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, Hint, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

DEFINING = ("fn", "fun", "func", "function")
BLOCK = r"(\([^()]*\)|\[[^\[\]]*\])?\s*(\{.*)"
SETTING = (
    "export", "cd", "alias", "set", "source", ".", "declare", "typeset", "unset", "pushd", "popd", "eval", "shopt",
    "readonly", "local", "umask", "function", "trap", "exit", "exec", "ulimit", "bind", "complete",
)  # fmt: skip


@rule(
    dialects=["nu"],
    output_has=["nu::parser::", "nu::shell::external_command"],
    line_has=[
        "command ",
        "hash ",
        "fn ",
        "fun ",
        "func",
        "var ",
        "set ",
        "local ",
        "foreach ",
        "source ",
        ". ",
        "|&",
        "time ",
    ],
)
def propose(failure: Failure) -> Fix | Hint | None:
    words = [*failure.stage.prefix, *failure.words]
    if not words:
        return None
    lost = [
        failure.line[one.place.start : one.place.end] for one in failure.reports
        if one.kind == "external_command" and one.place is not None
    ]  # fmt: skip
    head = words[0].text
    if "&" in lost and "|&" in failure.line:
        return _both(failure)
    if head in ("source", "."):
        return _sourced(failure)
    if len(words) == 3 and head == "command" and words[1].text == "-v" and "command" in lost:
        return _asked(failure, words)
    if len(words) == 2 and head == "hash" and not words[1].is_option:
        return _asked(failure, words)
    if head == "time" and head in lost and len(words) > 1:
        start, end = words[0].start, failure.stage.end
        new = f"timeit {{ {failure.line[words[1].start : end]} }}"
        return cutting.cut(failure, start, end, new, "nu measures a block with timeit", 0.85)
    return _written(failure, lost)


def _asked(failure: Failure, words: list[Word]) -> Fix | None:
    return cutting.cut(failure, words[0].start, words[-1].end, f"which {words[-1].text}", "nu asks with which", 0.9)


def _written(failure: Failure, lost: list[str]) -> Fix | None:
    import re

    line = failure.line.strip()
    found = re.fullmatch(rf"({'|'.join(DEFINING)})\s+([a-zA-Z][\w-]*)\s*{BLOCK}", line, re.DOTALL)
    if found and "external_command" in {one.kind for one in failure.reports}:
        _, name, given, body = found.groups()
        if "; }" in body or ";}" in body or "$1" in body:
            return None  # another shell's
        made = f"def {name} [{(given or '[]')[1:-1].strip()}] {body}"
        return Fix(line=made, why="a command is defined with def", confidence=0.88)
    found = re.fullmatch(r"(var|set|local|my|auto)\s+(\w+)\s*=\s*(\S.*)", line)
    if found and failure.reports and not set("|;") & set(cutting.outside(found.group(3))):
        made = f"let {found.group(2)} = {cutting.given(found.group(3))}"
        return Fix(line=made, why="nu declares with let", confidence=0.82)
    if "foreach" in lost and line.startswith("foreach ") and " in " in line and "{" in line:
        return Fix(line="for" + line[len("foreach") :], why="it is for in nu", confidence=0.88)
    return None


def _both(failure: Failure) -> Fix | None:
    bare = cutting.outside(failure.line)
    if bare.count("|&") != 1:
        return None
    at = bare.index("|&")
    return cutting.cut(failure, at, at + 2, "o+e>|", "o+e>| takes both", 0.93)


def _sourced(failure: Failure) -> Fix | Hint | None:
    """A script of another shell: it may be run, but what it sets is not set here."""
    words = failure.words
    path = failure.path_of(words[-1]) if len(words) == 2 else None
    if not path or path.endswith(".nu") or not failure.machine.is_file(path):
        return None
    text = failure.machine.read(path)
    first = text.partition("\n")[0]
    shell = next((one for one in ("bash", "zsh", "sh") if first[:2] == "#!" and first.rstrip().endswith(one)), "")
    if not shell and path.endswith((".sh", ".bash")):
        shell = "bash" if failure.machine.which("bash") else "sh"
    if not shell or not text.strip():
        return None
    if _sets(text):
        return Hint(f"{words[-1].plain} is another shell's: what it sets is set in nu with load-env, $env and def")
    if not failure.machine.which(shell):
        return None
    new = f"{shell} {words[-1].text}"
    return cutting.cut(failure, words[0].start, words[-1].end, new, f"the script is written for {shell}", 0.82)


def _sets(text: str) -> bool:
    """Whether the script changes the shell that reads it."""
    for line in text.splitlines():
        for part in line.replace("&&", ";").replace("||", ";").split(";"):
            head = part.split()[0] if part.split() else ""
            head = part.split()[1] if head in ("then", "do", "else", "{") and len(part.split()) > 1 else head
            if head in SETTING or "()" in part or ("=" in head and head.partition("=")[0].isidentifier()):
                return True
    return False


def _lost(line: str, word: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::shell::external_command\n\n  × External command failed\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n"
        f"   · {marks}\n   · {' ' * at}╰── Command `{word}` not found\n   ╰────\n"
    )


EXAMPLES = [
    Example("command -v kit", _lost("command -v kit", "command"), "which kit", dialect="nu"),
    Example("fn frob [a] { kit $a }", _lost("fn frob [a] { kit $a }", "fn"), "def frob [a] { kit $a }", dialect="nu"),
    Example("foreach f in [1] { kit $f }", _lost("foreach f in [1] { kit $f }", "foreach"), "for f in [1] { kit $f }",
            dialect="nu"),
    Example("local n=5", _lost("local n=5", "local"), "let n = 5", dialect="nu"),
    Example("frob |& kit", _lost("frob |& kit", "&"), "frob o+e>| kit", dialect="nu"),
    Example(". x.sh", _lost(". x.sh", "."), "bash x.sh", files={"x.sh": "frob\n"}, programs=["bash"], dialect="nu"),
    Example(". x.sh", _lost(". x.sh", "."), None, files={"x.sh": "export A=b\n"}, programs=["bash"], dialect="nu",
            hint="x.sh is another shell's"),
    Example("hash -r", "Error: nu::parser::unknown_flag\n\n  × It has none.\n", None, dialect="nu"),
]  # fmt: skip
