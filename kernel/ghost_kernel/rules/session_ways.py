"""A terminal session is not there, or is attached elsewhere; a virtual machine is not up."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

NEEDS_MACHINE = ("ssh", "provision", "reload", "rsync", "scp", "port", "winrm")


@rule(
    programs=["tmux", "screen", "vagrant"],
    output_has=[
        "no sessions",
        "no server running",
        "there is no screen",
        "(attached)",
        "vagrant up",
        "error connecting",
    ],
)
def propose(failure: Failure) -> list[Fix] | Fix | None:
    plain = [word.plain for word in failure.words]
    if failure.program == "vagrant":
        if plain[1:2] and plain[1] in NEEDS_MACHINE and failure.has("vagrant up"):
            boxes = failure.stage.operands[1:2] if plain[1] == "ssh" else []
            return Fix(before=[["vagrant", "up", *boxes]], why="the machine is not up", confidence=0.84)
        return None
    if failure.program == "tmux":
        if plain[1:2] not in (["a"], ["at"], ["attach"], ["attach-session"]):
            return None
        name = plain[plain.index("-t") + 1] if "-t" in plain[:-1] else ""
        words = failure.command("tmux", "new", *(["-s", name] if name else []))
        return Fix(words, why="no session runs: a new one", confidence=0.74)
    if failure.stage.has("-r") and failure.has("(attached)"):
        return Fix(
            [failure.words[0], "-d", *failure.words[1:]], why="the session is attached elsewhere", confidence=0.76
        )
    if plain == ["screen", "-r"]:
        return Fix([failure.words[0]], why="there is no session: a new one", confidence=0.7)
    return None


EXAMPLES = [
    Example("vagrant ssh web", "Run `vagrant up` to start it.", "vagrant up web && vagrant ssh web"),
    Example("tmux attach -t kit", "no sessions", "tmux new -s kit"),
    Example(
        "screen -r", "There is a screen on:\n\t47.kit\t(Attached)\nThere is no screen to be resumed.", "screen -d -r"
    ),
    Example("tmux ls", "no server running on /tmp/tmux-1000/default", None),
]
