"""A version manager knows no such version or environment here: it is installed or made first."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

MANAGERS = ["pyenv", "rbenv", "nodenv", "nvm", "fnm", "workon", "asdf", "goenv", "tfenv"]


@rule(programs=MANAGERS, output_has=["not installed", "not yet installed", "does not exist", "definition not found"])
def propose(failure: Failure) -> list[Fix] | Fix | None:
    name = failure.program
    operands = failure.stage.operands
    if not operands:
        return None
    last = operands[-1]
    if name == "workon":
        return Fix(["mkvirtualenv", last], why="there is no such environment yet", confidence=0.72)
    if failure.has("definition not found"):
        lines = [line.strip() for line in (failure.output or "").splitlines() if line[:2] == "  "]
        near = [line for line in lines if last.plain in line and " " not in line][:2]
        found = [failure.swap(last, line, "it is offered", 0.62, "output") for line in near]
        return [*found, Fix([failure.words[0], "install", "--list"], why="shows what there is", confidence=0.55)]
    if operands[0].plain not in ("local", "global", "shell", "use", "exec") or not last.plain[:1].isalnum():
        return None
    if name in ("nvm", "fnm"):
        return Fix(failure.replace(operands[0], "install"), why="it is not installed yet", confidence=0.76)
    if last is operands[0]:
        return None
    return Fix(before=[[failure.words[0], "install", last]], why="it is not installed yet", confidence=0.74)


EXAMPLES = [
    Example(
        "pyenv local 3.99.0", "pyenv: version `3.99.0' not installed", "pyenv install 3.99.0 && pyenv local 3.99.0"
    ),
    Example("nvm use 99", 'N/A: version "v99" is not yet installed.', "nvm install 99", 3),
    Example("workon kit", "ERROR: Environment 'kit' does not exist.", "mkvirtualenv kit"),
    Example("pyenv version", "pyenv: version `3.99.0' not installed", None),
]
