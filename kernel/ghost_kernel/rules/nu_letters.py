"""Letters that the programs of the same name take: `ls -ltr`, `cp -R`, `echo -e`, as nu's own ways."""

from __future__ import annotations

from ghost_kernel.knowledge import nushell
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

LISTED = frozenset("laAtSrhR1")
SHOWN = "display the help message"  # -h is help here
ESCAPED = frozenset("ntr\\")


@rule(dialects=["nu"], programs=["ls", "cp", "echo"], output_has=["parser::unknown_flag", SHOWN])
def propose(failure: Failure) -> Fix | None:
    if not failure.words or failure.words[0].text[:1] == "^":
        return None
    options = [word for word in failure.args if word.is_option]
    if not options or any(word.text[:2] == "--" for word in options):
        return None
    if failure.program == "ls":
        return _listed(failure, options)
    return _copied(failure, options) if failure.program == "cp" else _echoed(failure, options)


def _listed(failure: Failure, options: list[Word]) -> Fix | None:
    stage, line = failure.stage, failure.line
    letters = "".join([word.text[1:] for word in options])
    behind = line[stage.end :].lstrip()
    if not LISTED.issuperset(letters) or behind[:1] == "|" or stage.redirects:
        return None
    files = [word.text for word in failure.args if not word.is_option]
    flags = "".join([one for one in "la" if one in letters.replace("A", "a")])
    if "R" in letters:
        if len(files) > 1 or any(set("*?$('\"`") & set(one) for one in files):
            return None
        files = [f"{files[0].rstrip('/')}/**/*" if files else "**/*"]
    made = " ".join(["ls", *(["-" + flags] if flags else []), *files])
    key = "modified" if "t" in letters else "size" if "S" in letters else ""
    if key:
        made += f" | sort-by {key}" + ("" if "r" in letters else " --reverse")
    elif "r" in letters:
        made += " | reverse"
    return Fix(line=line[: stage.words[0].start] + made + line[stage.end :], why="nu sorts behind a pipe"
               if key else "these are nu's own flags", confidence=0.9)  # fmt: skip


def _copied(failure: Failure, options: list[Word]) -> Fix | None:
    word = options[0]
    known = {one.short for one in nushell.commands(failure.machine).flags("cp")}
    if len(options) > 1 or "R" not in word.text or any("-" + one not in known | {"-R"} for one in word.text[1:]):
        return None
    new = "-" + "".join(dict.fromkeys(word.text[1:].replace("R", "r")))
    return cutting.cut(failure, word.start, word.end, new, "it is -r here", 0.95)


def _echoed(failure: Failure, options: list[Word]) -> Fix | None:
    letters = "".join([word.text[1:] for word in options])
    texts = [word for word in failure.args if not word.is_option]
    if not letters or not set("neE").issuperset(letters) or len(texts) != 1:
        return None
    text = texts[0].text
    if "e" in letters and text[:1] == "'" and text[-1:] == "'" and "\\" in text:
        inner = text[1:-1]
        if '"' in inner or not all(part[:1] in ESCAPED for part in inner.replace("\\\\", "\\n").split("\\")[1:]):
            return None
        text = f'"{inner}"'
    stage = failure.stage
    head = "print -n" if "n" in letters else "echo"
    return cutting.cut(
        failure, stage.words[0].start, texts[0].end, f"{head} {text}", "nu's double quotes read escapes", 0.9
    )


def _said(line: str, name: str, mark: str) -> str:
    at = line.index(mark)
    return (
        f"Error: nu::parser::unknown_flag\n\n  × The `{name}` command doesn't have flag `-{mark}`.\n"
        f"   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {' ' * at}┬\n   · {' ' * at}╰── unknown flag\n   ╰────\n"
    )


EXAMPLES = [
    Example("ls -ltr", _said("ls -ltr", "ls", "r"), "ls -l | sort-by modified", dialect="nu"),
    Example("ls -lS kit", _said("ls -lS kit", "ls", "S"), "ls -l kit | sort-by size --reverse", dialect="nu"),
    Example("ls -lah", "  -h, --help: Display the help message for this command", "ls -la", dialect="nu"),
    Example("ls -R kit", _said("ls -R kit", "ls", "R"), "ls kit/**/*", dialect="nu"),
    Example("cp -R a b", _said("cp -R a b", "cp", "R"), "cp -r a b", dialect="nu"),
    Example("echo -e 'a\\tb'", _said("echo -e 'a\\tb'", "echo", "e"), 'echo "a\\tb"', dialect="nu"),
    Example("echo -n a", _said("echo -n a", "echo", "n"), "print -n a", dialect="nu"),
    Example("ls -lZ", _said("ls -lZ", "ls", "Z"), None, dialect="nu"),
    Example("ls -ltr | frob", _said("ls -ltr | frob", "ls", "r"), None, dialect="nu"),
    Example("echo -x a", _said("echo -x a", "echo", "x"), None, dialect="nu"),
]
