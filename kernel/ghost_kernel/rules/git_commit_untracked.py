"""There is nothing to commit but one new file, which git does not know yet: it is added first."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], line_has=["commit"], output_has=["nothing added to commit but untracked files present"])
def propose(failure: Failure) -> Fix | None:
    if failure.words[1:2] == [] or failure.words[1].plain != "commit" or failure.stage.has("--amend", "--dry-run"):
        return None
    new = _untracked(failure.output or "")
    if len(new) != 1 or new[0][:1] in ".\"'" or new[0].endswith(("/", "~", ".bak", ".tmp", ".log", ".swp", ".o")):
        return None
    if not failure.machine.is_file(new[0]):
        return None
    return Fix(before=[["git", "add", new[0]]], why=f"{new[0]} is new to git", confidence=0.68, origin="local")


def _untracked(output: str) -> list[str]:
    """The files listed under `Untracked files:`."""
    found = []
    listing = False
    for line in output.splitlines():
        if line.startswith("Untracked files:"):
            listing = True
        elif listing and line[:1] == "\t":
            found.append(line.strip())
        elif listing and line.strip() and not line.lstrip().startswith("("):
            break
    return found


SAID = (
    'On branch main\nUntracked files:\n  (use "git add <file>..." to include in what will be committed)\n\t{}\n\n'
    "nothing added to commit but untracked files present"
)
EXAMPLES = [
    Example("git commit -m x", SAID.format("list.md"), "git add list.md && git commit -m x", files=["list.md"]),
    Example("git commit -m x", SAID.format("a.md\n\tb.md"), None, files=["a.md", "b.md"]),
    Example("git commit -m x", SAID.format("run.log"), None, files=["run.log"]),
]
