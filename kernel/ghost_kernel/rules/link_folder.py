"""Hard links are for files; a folder gets a symbolic one."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["ln"], output_has=["hard link not allowed", "is a directory", "cross-device link", "invalid cross-device"]
)
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if failure.stage.has("-s", "--symbolic", "-f", "--force") or len(operands) != 2:
        return None
    source, target = operands
    path = source.plain
    machine = failure.machine
    if not machine.exists(failure.path_of(source) or "") and not failure.has("hard link not allowed for directory"):
        return None
    # A symbolic link is read from its own folder.
    folder = target.plain if machine.is_folder(failure.path_of(target) or "") else target.plain.rpartition("/")[0]
    if path[:1] not in "/~" and folder not in ("", "."):
        return Fix([failure.words[0], "-sr", *failure.args], why="a folder gets a symbolic link", confidence=0.84)
    return Fix([failure.words[0], "-s", *failure.args], why="a folder gets a symbolic link", confidence=0.92)


EXAMPLES = [
    Example("ln pics all", "ln: pics: hard link not allowed for directory", "ln -s pics all", files=["pics/"]),
    Example(
        "ln pics web/", "ln: pics: hard link not allowed for directory", "ln -sr pics web/", files=["pics/", "web/"]
    ),
    Example("ln gone all", "ln: failed to access 'gone': No such file or directory", None),
]
