"""The beginning of the line was typed or pasted twice: `git clone git clone URL`, `sudo sudo x`, `$ ls`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

PROMPTS = ("$", "%", ">", "❯", "➜", "λ")


@rule(
    output_has=[
        "too many",
        "not found",
        "unknown",
        "not a git command",
        "usage",
        "invalid",
        "unexpected",
        "no such file",
    ]
)
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if len(plain) > 1 and failure.words[0].text in PROMPTS and failure.exit_code in (2, 126, 127):
        return Fix([*failure.words[1:]], why="the prompt was pasted as well", confidence=0.91)
    for count in (3, 2, 1):
        head = plain[:count]
        if (
            len(plain) > count
            and plain[count : 2 * count] == head
            and (count > 1 or len(plain) > 2 or failure.exit_code == 127)
        ):
            if count == 1 and (not _same_name(failure, plain[0]) or failure.machine.exists(plain[0])):
                continue
            return Fix([*failure.words[count:]], why="the beginning stands there twice", confidence=0.91)
    return None


def _same_name(failure: Failure, name: str) -> bool:
    """Whether the program complains about its own name as an argument."""
    return name in (failure.output or "") and name not in ("echo", "test", "which", "man", "type", "help", "command")


EXAMPLES = [
    Example("git clone git clone ../x", "fatal: Too many arguments.", "git clone ../x"),
    Example("git git log", "git: 'git' is not a git command.", "git log"),
    Example("$ ls -l", "bash: $: command not found", "ls -l", 127),
    Example("man man", "No manual entry for man", None),
    Example("frob a a", "frob: a: broken", None),
]
