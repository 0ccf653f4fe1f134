"""A program was named without its folder: it lies in the working folder or in its bin, which the PATH leaves out."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.knowledge import below, programs, scripts
from ghost_kernel.rules import Example, Failure, Fix, rule

FOLDERS = (
    ".",
    "bin",
    "scripts",
    "build",
    "target/debug",
    "target/release",
    "node_modules/.bin",
    ".venv/bin",
    "venv/bin",
)
COMPILERS = frozenset(("cc", "gcc", "clang", "g++", "c++", "clang++", "gfortran", "tcc"))
SURE = 0.92
ENDINGS = (".sh", ".py", ".pl", ".rb", ".js", ".bash")


@rule(
    exit_codes=[1, 126, 127],
    output_has=["not found", "no such file", "unknown command", "cannot run", "failed to run"],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    name = word.value
    machine = failure.machine
    if not name or name in failure.aliases or (failure.exit_code == 1 and failure.stage.prefix == []):
        return None
    here = _slip_of_here(failure, name)
    if here:
        return failure.swap(word, here, why=f"{name} is {here}", confidence=SURE, origin="local", only=True)
    if "/" in name:
        return _elsewhere(failure) if name.startswith("./") and name.count("/") == 1 else None
    if programs.runs(machine, name, failure.dialect):
        return None
    if failure.output is not None and name not in messages.not_found(failure.output):
        return None
    for folder in FOLDERS:
        path = f"{folder}/{name}"
        if machine.may_run(path):
            return failure.swap(word, path, why=f"{name} is {path}", confidence=SURE, origin="local", only=True)
    if machine.is_file(name) and "." in name:
        runner = scripts.runner(machine, scripts.language(machine, name))
        if runner and not failure.stage.prefix:
            return Fix(
                [runner, *failure.words], why=f"{name} is a script for {runner}", confidence=0.86, origin="local"
            )
    ended = [name + one for one in ENDINGS if machine.is_file(name + one)]
    if len(ended) == 1 and name not in programs.WELL_KNOWN:
        return _script(failure, ended[0])
    found = programs.in_system_folder(machine, name)
    if found:
        return failure.swap(word, found, why=f"{name} lies in {found.rpartition('/')[0]}", confidence=SURE, only=True)
    return None


def _script(failure: Failure, file: str) -> Fix | None:
    """A script of this folder that was named without its ending and without the folder."""
    if failure.machine.may_run(file):
        words = failure.replace(failure.words[0], "./" + file)
    else:
        runner = scripts.runner(failure.machine, scripts.language(failure.machine, file))
        if not runner or failure.stage.prefix:
            return None
        words = failure.command(runner, file, *failure.args)
    return Fix(words, why=f"{file} is a script of this folder", confidence=0.86, origin="local")


def _slip_of_here(failure: Failure, name: str) -> str:
    """`/run.sh` and `.run.sh` where ./run.sh is meant."""
    bare = name[1:]
    if name[:1] not in "./" or not bare or "/" in bare or failure.machine.exists(name):
        return ""
    return "./" + bare if failure.machine.may_run("./" + bare) else ""


def _elsewhere(failure: Failure) -> Fix | None:
    """./name is not there, but one folder of those that hold programs has it."""
    word = failure.words[0]
    machine = failure.machine
    if machine.exists(word.plain):
        return None
    compiled = _compiled(failure)
    if compiled:
        return failure.swap(word, compiled, why=f"the compiler was given no name and made {compiled}", confidence=0.86)
    found = [folder + word.plain[1:] for folder in FOLDERS[1:] if machine.may_run(folder + word.plain[1:])]
    found = found or [one + word.plain[1:] for one in below.holding(machine, word.plain[2:], machine.may_run)]
    if len(found) != 1:
        return None
    return failure.swap(word, found[0], why=f"there is {found[0]}", confidence=0.86, origin="local", only=True)


def _compiled(failure: Failure) -> str:
    """a.out, where an earlier part of the line compiled without saying into what (cc's default: c99(1))."""
    for stage in failure.stages:
        if stage is failure.stage:
            return ""
        if stage.program in COMPILERS and not any(one.plain[:2] in ("-o", "-c") for one in stage.args):
            return "./a.out" if failure.machine.may_run("./a.out") else ""
    return ""


EXAMPLES = [
    Example(
        "cc day.c && ./day", "bash: ./day: No such file or directory", "cc day.c && ./a.out", 127, files=["a.out*"]
    ),
    Example("deploy --dry", "bash: deploy: command not found", "./deploy --dry", 127, files=["deploy*"]),
    Example("fmtall.sh", "zsh: command not found: fmtall.sh", "./fmtall.sh", 127, files=["fmtall.sh*"]),
    Example("lint", None, "bin/lint", 127, files=["bin/lint*"]),
    Example("./lint -q", "bash: ./lint: No such file or directory", "bin/lint -q", 127, files=["bin/lint*"]),
    Example(
        "stat.py 3",
        "bash: stat.py: command not found",
        "python3 stat.py 3",
        127,
        files={"stat.py": "x\n"},
        programs=["python3"],
    ),
    Example("frob -x", "bash: frob: command not found", "./frob.sh -x", 127, files=["frob.sh*"]),
    Example("frob", "bash: frob: command not found", "bash frob.sh", 127, files=["frob.sh"], programs=["bash"]),
    Example("./go.sh", "bash: ./go.sh: No such file or directory", "frobs/go.sh", 127, files=["frobs/go.sh*"]),
    Example("/go.sh x", "bash: /go.sh: No such file or directory", "./go.sh x", 127, files=["go.sh*"]),
    Example(".go.sh", "bash: .go.sh: command not found", "./go.sh", 127, files=["go.sh*"]),
    Example("deploy", "bash: deploy: command not found", None, 127, files=["deploy"]),
    Example("deploy x", "run: 3: ls: not found", None, 127, files=["ls*"]),
    Example("./lint", "bash: ./lint: No such file or directory", None, 127, files=["bin/lint*", "scripts/lint*"]),
]
