"""A command of Windows or macOS, typed where it is none: the one that does the same here."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, missing
from ghost_kernel.rules import Example, Failure, Fix, rule

# What is typed elsewhere: commands that do the same, the first that is here is taken. None deletes.
MEANS = {
    "cls": ("clear",), "copy": ("cp",), "move": ("mv",), "ren": ("mv",), "md": ("mkdir",), "xcopy": ("cp -r",),
    "findstr": ("grep",), "ipconfig": ("ip addr", "ifconfig"), "tasklist": ("ps aux",),
    "tracert": ("traceroute", "tracepath"), "systeminfo": ("uname -a",), "ver": ("uname -a",),
    "where": ("which",), "pbpaste": ("wl-paste", "xclip -selection clipboard -o", "xsel -b -o"),
    "pbcopy": ("wl-copy", "xclip -selection clipboard", "xsel -b -i"), "open": ("xdg-open",),
    "start": ("xdg-open",), "explorer": ("xdg-open",), "md5": ("md5sum",), "shasum": ("sha1sum",),
    "gsed": ("sed",), "gls": ("ls",), "gawk": ("awk",), "gtar": ("tar",), "sw_vers": ("uname -a",),
    "ditto": ("cp -a",), "attrib": ("chmod",), "notepad": ("nano", "vi"),
}  # fmt: skip
SPOKEN = ("to", "into", "onto", "in", "as")
SWITCHES = ("attrib", "xcopy", "tasklist", "systeminfo")  # understood only without switches of their own


@rule(output_has=["not found", "unknown command"], exit_codes=[1, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = failure.words[0] if failure.words else None
    if word is None or word.plain not in MEANS or faults.not_found(failure) is not word:
        return None
    if (
        len(failure.words) > 3
        and failure.words[-2].plain in SPOKEN
        and not failure.machine.exists(failure.words[-2].plain)
    ):
        return None  # `move a into b`: spoken_move.py
    switches = [one for one in failure.args if one.plain[:1] == "/" and len(one.plain) in (2, 3)]
    if missing.is_question([one.plain for one in failure.words]):
        return None
    if switches or (word.plain in SWITCHES and any(one.is_option for one in failure.args)):
        return None
    for meant in MEANS[word.plain]:
        words = meant.split()
        if failure.machine.which(words[0]):
            new = failure.command(*words, *failure.args)
            return Fix(new, why=f"{word.plain} is called {words[0]} here", confidence=0.93)
    return None


EXAMPLES = [
    Example("move a.txt into b", "bash: move: command not found", None, 127, programs=["mv"]),
    Example("copy a.txt b.txt", "bash: copy: command not found", "cp a.txt b.txt", 127, programs=["cp"]),
    Example("ipconfig", "bash: ipconfig: command not found", "ifconfig", 127, programs=["ifconfig"]),
    Example(
        "pbpaste | wc",
        "bash: pbpaste: command not found",
        "xclip -selection clipboard -o | wc",
        127,
        programs=["xclip", "wc"],
    ),
    Example("copy a.txt b.txt /y", "bash: copy: command not found", None, 127, programs=["cp"]),
    Example("where is jq", "bash: where: command not found", None, 127, programs=["which"]),
    Example("where jq", "bash: where: command not found", "which jq", 127, programs=["which"]),
    Example("del a.txt", "bash: del: command not found", None, 127, programs=["rm"]),
]
