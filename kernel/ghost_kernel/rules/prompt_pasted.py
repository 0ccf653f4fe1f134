"""A line was copied with the prompt in front of it: `name@host:~$ ls`, `» ls`, `% ls`, `>>> ls`."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.rules import Example, Failure, Fix, rule

SIGNS = frozenset(["%", "»", "›", "❯", "➜", "λ", "$", "#", "→", "▶", "⟩", "ǁ"])
ENDS = ("$", "#", "%", "❯", "»")


@rule(
    line_has=[*sorted(SIGNS), "@"],
    output_has=["not found", "no such job", "unknown command", "no such file", "syntax error"],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    head, _, rest = failure.line.strip().partition(" ")
    if not rest.strip() or not _is_prompt(head) or failure.machine.which(head):
        return None
    # `# a remark` is one in most shells, whatever it says: what follows must be a command here.
    first = rest.split()[0]
    if not ("/" in first or first in failure.aliases or programs.runs(failure.machine, first, failure.dialect)):
        return None
    return Fix(line=rest.strip(), why="the prompt was copied as well", confidence=0.95)


def _is_prompt(head: str) -> bool:
    if head in SIGNS:
        return True
    # name@host, with or without a folder, and the sign that ends a prompt
    return head[-1:] in ENDS and "@" in head[1:-1] and len(head) > 4 and "/" not in head.partition("@")[0]


EXAMPLES = [
    Example(
        "ann@web:~/kit$ make all", "bash: ann@web:~/kit$: No such file or directory", "make all", 127, programs=["make"]
    ),
    Example("» ls -l", "bash: »: command not found", "ls -l", 127, programs=["ls"]),
    Example("# a remark", "zsh: command not found: #", None, 127, programs=["ls"]),
    Example("ann@web ls", "bash: ann@web: command not found", None, 127),
]
