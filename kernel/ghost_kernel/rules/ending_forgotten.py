"""An interpreter or compiler was given a name without its ending, or one with an ending it does not want."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

ENDINGS = {
    "python": ".py", "python2": ".py", "python3": ".py", "node": ".js", "ruby": ".rb", "perl": ".pl", "php": ".php",
    "lua": ".lua", "javac": ".java", "bash": ".sh", "sh": ".sh", "zsh": ".sh", "rustc": ".rs", "deno": ".ts",
    "go": ".go", "ts-node": ".ts", "Rscript": ".R", "julia": ".jl", "kotlinc": ".kt",
}  # fmt: skip
# Where no other thing than a file of that ending can be meant, so that it needs not be there to be looked at.
ONLY = ("python", "python2", "python3", "javac", "go")


@rule(
    programs=[*ENDINGS, "java"],
    output_has=["no such file", "cannot find", "could not find", "can't open", "are only accepted if", "is not in",
                "could not open", "not found", "couldn't read", "no class", "classnotfoundexception"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    if failure.program == "java":
        return _class(failure)
    at = 2 if failure.program == "go" else 1
    if failure.program == "go" and failure.words[1:2] and failure.words[1].plain != "run":
        return None
    word = next((one for one in failure.words[at:] if not one.is_option), None)
    ending = ENDINGS.get(failure.program, "")
    if word is None or word.value is None or not ending or failure.stage.has("-m", "-c", "-e"):
        return None
    name = word.plain
    dotted = name.rpartition("/")[2]
    there = failure.machine.is_file(name + ending)
    if failure.machine.exists(name) or "." in dotted or not _named(failure, name):
        return None
    if not there and (failure.program not in ONLY or failure.machine.names(name.rpartition("/")[0])):
        return None
    return failure.swap(
        word, name + ending, f"the ending {ending} was missing", 0.96 if there else 0.66, "local", there
    )


def _named(failure: Failure, name: str) -> bool:
    output = failure.output or ""
    return f"/{name}'" in output or f"'{name}'" in output or f" {name} " in f" {output} " or f"{name}:" in output


def _class(failure: Failure) -> Fix | None:
    """Java wants a class, not the file it is in."""
    if failure.stage.has("-jar") or not failure.has("could not find or load main class"):
        return None
    word = next((one for one in failure.args if one.plain.endswith((".java", ".class"))), None)
    if word is None or word.value is None or failure.machine.exists(word.plain):
        return None
    return failure.swap(word, word.plain.rpartition(".")[0], "java wants the name of the class", 0.85)


EXAMPLES = [
    Example(
        "python3 tool",
        "python3: can't open file '/x/tool': [Errno 2] No such file",
        "python3 tool.py",
        2,
        files=["tool.py"],
    ),
    Example("javac Main", "error: Class names, 'Main', are only accepted if annotation processing", "javac Main.java"),
    Example("java Main.java", "Error: Could not find or load main class Main.java", "java Main"),
    Example("python3 tool", "python3: can't open file '/x/tool': [Errno 2] No such file", None, 2, files=["a.py"]),
    Example("go build tool", "package tool is not in std", None),
]
