"""The shell's own helper says which package brings a command: its line, then what was typed."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

MANAGERS = {
    "apt": "install", "apt-get": "install", "dnf": "install", "yum": "install", "zypper": "install", "pkg": "install",
    "brew": "install", "snap": "install", "apk": "add", "pacman": "-S", "nix-env": "-iA", "nix-shell": "-p",
    "emerge": "", "xbps-install": "",
}  # fmt: skip
UNSURE = frozenset("<>|;&$`\"'(){}*?")


@rule(
    output_has=["install", "nix-shell -p", "pacman -s", "apk add", "nix-env -i"],
    exit_codes=[1, 127],
)
def propose(failure: Failure) -> list[Fix] | None:
    if not failure.words or failure.words[0].value is None or not _missing(failure):
        return None
    found: list[Fix] = []
    for raw in (failure.output or "").splitlines():
        text = raw.strip().removeprefix("$ ").removeprefix("# ")
        at = min([text.find(f"{name} ") for name in MANAGERS if f"{name} " in text] or [-1])
        text = text[at - 5 :] if at >= 5 and text[at - 5 : at] == "sudo " else text[at:] if at >= 0 else ""
        words = text.partition("  #")[0].partition(" # ")[0].split()
        bare = words[1:] if words[:1] == ["sudo"] else words
        if len(bare) < 3 or bare[0] not in MANAGERS or UNSURE.intersection(text.partition("#")[0]):
            continue
        if MANAGERS[bare[0]] not in bare[1:3] or len(bare) > 5:
            continue
        if any(word[0] == "-" and word != MANAGERS[bare[0]] for word in bare):
            continue  # such as let pass what is not signed
        why = f"the message says that {bare[-1]} brings {failure.program}"
        if bare[0] == "nix-shell":
            inner = failure.line[failure.stage.start : failure.stage.end].strip()
            found.append(Fix([*words, "--run", inner], why=why, confidence=0.58, origin="output"))
        else:
            found.append(Fix(before=[words], why=why, confidence=0.58 - 0.03 * len(found), origin="output"))
    return found[:3]


def _missing(failure: Failure) -> bool:
    """Whether it is this program that is said to be absent, and nothing else has been printed."""
    name = failure.program
    if failure.machine.which(name) and not failure.has(f"'{name}' not found", f"{name}: command not found"):
        lone = (failure.output or "").strip().splitlines()
        return len(lone) == 1 and lone[0].split()[-1].endswith(name)
    absent = ("not found", "not installed", "not currently installed", "is currently not", "not in your path")
    return failure.has(*absent, "." + name) and bool(failure.names(failure.words[0]))


EXAMPLES = [
    Example(
        "frob -l", "Command 'frob' not found, but can be installed with:\nsudo apt install frob-tools",
        "sudo apt install frob-tools && frob -l", 127,
    ),
    Example("frob", "nix-env -iA nixos.frob", "nix-env -iA nixos.frob && frob", 127),
    Example(
        "frob x", "frob: not in your PATH. Try:\n  nix-shell -p frob", "nix-shell -p frob --run 'frob x'", 127
    ),
    Example("frob x", "frob: x failed. Install the driver: apt install frob-driver | sh", None, 127),
    Example("frob x", "frob not found; run: sudo apt install --allow-unauthenticated frob", None, 127),
    Example("frob x", "frob: command not found", None, 127),
]  # fmt: skip
