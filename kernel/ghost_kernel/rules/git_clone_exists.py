"""The folder to clone into is taken: another name for it, or a pull where it is a clone of the same already."""

from __future__ import annotations

import os

from ghost_kernel.rules import Example, Failure, Fix, rule

TAKEN = "already exists and is not an empty directory"
MOST = 9


@rule(programs=["git"], line_has=["clone"], output_has=[TAKEN])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    found = failure.search(r"destination path '([^']+)' " + TAKEN)
    if plain[1:2] != ["clone"] or not found:
        return None
    folder = found.group(1)
    operands = failure.stage.operands[1:]
    if len(operands) not in (1, 2):
        return None
    if _is_clone(failure, folder, operands[0].plain):
        return Fix(["git", "-C", folder, "pull"], why=f"{folder} is a clone of it already", confidence=0.6)
    new = next((name for name in (f"{folder}-{at}" for at in range(2, MOST)) if not failure.machine.exists(name)), "")
    if not new:
        return None
    words = failure.replace(operands[1], new) if len(operands) == 2 else failure.command(*failure.words, new)
    return Fix(words, why=f"{folder} holds something else", confidence=0.6)


def _is_clone(failure: Failure, folder: str, source: str) -> bool:
    """Whether the folder is a clone of that source; git writes down a path as an absolute one."""
    machine = failure.machine
    sources = {source, os.path.normpath(machine.resolve(source))}
    for line in machine.read(f"{folder}/.git/config").splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "url" and value.strip() in sources:
            return True
    return False


SAID = "fatal: destination path '{}' already exists and is not an empty directory."
EXAMPLES = [
    Example("git clone ../tea", SAID.format("tea"), "git clone ../tea tea-2", 128, files=["tea/x"]),
    Example("git clone ../tea pot", SAID.format("pot"), "git clone ../tea pot-3", 128, files=["pot/x", "pot-2/x"]),
    Example(
        "git clone ssh://h.example/tea.git",
        SAID.format("tea"),
        "git -C tea pull",
        128,
        files={"tea/.git/config": '[remote "origin"]\n\turl = ssh://h.example/tea.git\n'},
    ),
    Example("git clone ../tea", "fatal: repository '../tea' does not exist", None, 128),
]
