"""A folder was started as if it were a program: the one program in it is meant, or it is to be entered."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

MAIN = ("run", "start", "main", "app")
ENDINGS = ("", ".sh", ".py")


@rule(
    line_has=["/", "..", "python"],
    exit_codes=[1, 126, 127],
    output_has=["is a directory", "permission denied", "command not found", "can't find '__main__'"],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    path = failure.path_of(word) or ""
    if failure.program.startswith("python"):
        return _module(failure)
    machine = failure.machine
    if not machine.is_folder(path) or (failure.output is not None and path not in failure.output):
        return None
    if "/" not in path and (machine.which(path) or not failure.has("is a directory", "command not found")):
        return None
    folder = path.rstrip("/")
    if path != ".." and "/" in path:
        name = folder.rpartition("/")[2]
        found = [
            one
            for one, is_folder in machine.names(folder).items()
            if not is_folder and machine.may_run(f"{folder}/{one}")
        ]
        best = [
            one
            for one in found
            if one.partition(".")[0] in (name, *MAIN) and one[one.find(".") :] not in (".txt", ".md")
        ]
        if machine.is_file(f"{folder}/__main__.py") and machine.which("python3"):
            return Fix(["python3", *failure.words], why=f"{path} is a program in Python", confidence=0.88, only=True)
        chosen = found if len(found) == 1 else best
        if len(chosen) == 1:
            new = word.swap(folder, f"{folder}/{chosen[0]}", failure.dialect)
            program = f"{folder}/{chosen[0]}"
            return failure.swap(
                word,
                new if new and not path.endswith("/") else program,
                why=f"{path} is a folder, {program} can be started",
                confidence=0.84,
                origin="local",
                only=True,
            )
    if failure.args or failure.stage.prefix:
        return None
    return Fix(["cd", word], why=f"{path} is a folder", confidence=0.8, only=True)


def _module(failure: Failure) -> Fix | None:
    """python3 FOLDER needs a __main__.py; the folder's only program, or its main one, is meant."""
    operands = failure.stage.operands
    if not operands or not failure.has("can't find '__main__'") or failure.stage.has("-m", "-c"):
        return None
    word = operands[0]
    folder = (failure.path_of(word) or "").rstrip("/")
    listed = [one for one in failure.machine.names(folder) if one.endswith(".py") and one != "__init__.py"]
    best = [one for one in listed if one[:-3] in (*MAIN, folder.rpartition("/")[2])]
    chosen = listed if len(listed) == 1 else best
    if not folder or len(chosen) != 1:
        return None
    return failure.swap(
        word, f"{folder}/{chosen[0]}", why=f"{word.plain} is a folder", confidence=0.84, origin="local", only=True
    )


EXAMPLES = [
    Example(
        "./server -p 80",
        "bash: ./server: Is a directory",
        "./server/run.sh -p 80",
        126,
        files=["server/run.sh*", "server/conf"],
    ),
    Example(
        "tools/fmt/",
        "bash: tools/fmt/: Is a directory",
        "tools/fmt/fmt",
        126,
        files=["tools/fmt/fmt*", "tools/fmt/other*"],
    ),
    Example("src/lib", "bash: src/lib: Is a directory", "cd src/lib", 126, files=["src/lib/a.c"]),
    Example(
        "./frob -x",
        "bash: ./frob: Is a directory",
        "python3 ./frob -x",
        126,
        files=["frob/__main__.py"],
        programs=["python3"],
    ),
    Example("..", "bash: ..: command not found", "cd ..", 127),
    Example(
        "python3 game",
        "python3: can't find '__main__' module in '/x/game'",
        "python3 game/main.py",
        1,
        files=["game/main.py", "game/map.py"],
    ),
    Example("src/lib x", "bash: src/lib: Is a directory", None, 126, files=["src/lib/a.c"]),
    Example(
        "python3 game", "python3: can't find '__main__' module in '/x/game'", None, 1, files=["game/a.py", "game/b.py"]
    ),
    Example("cat src", "cat: src: Is a directory", None, 1, files=["src/a"]),
]
