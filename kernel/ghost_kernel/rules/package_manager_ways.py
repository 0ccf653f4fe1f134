"""A package manager's own ways: the case of pacman's letters, apk's verbs, dependencies that dpkg misses."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

APK = {"install": "add", "remove": "del", "uninstall": "del", "delete": "del", "find": "search", "show": "info"}
OPERATIONS = "DQRSTUF"


@rule(
    programs=["pacman", "yay", "paru", "apk", "dpkg", "apt", "apt-get"],
    output_has=["invalid option", "no operation specified", "is not an apk command", "dependency problems",
                "upgradable from", "unmet dependencies", "unsupported file"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    if not args:
        return None
    if failure.program == "apk":
        other = APK.get(args[0].plain)
        known = other and failure.has("is not an apk command")
        return failure.swap(args[0], other, f"apk calls it {other}", 0.96) if known and other else None
    if failure.program in ("pacman", "yay", "paru"):
        return _operation(failure)
    if failure.program in ("dpkg", "apt", "apt-get") and failure.has("dependency problems", "--fix-broken"):
        if failure.program == "dpkg" and not failure.stage.has("-i", "--install"):
            return None
        manager = "apt-get" if failure.program != "apt" else "apt"
        words = failure.command(manager, "install", "-f")
        return Fix(words, why="this brings what is missing", confidence=0.68)
    listed = args[0].plain == "list" and failure.stage.has("--upgradable", "--upgradeable")
    if listed and failure.has("upgradable from") and len(failure.stages) == 1:
        return Fix([failure.words[0], "upgrade"], why="these can be upgraded", confidence=0.55)
    last = args[-1].plain
    if failure.has("unsupported file") and last[:2] == "./" and len(args) == 2 and not failure.machine.exists(last):
        return failure.swap(args[-1], args[-1].plain[2:], "there is no such file; a package's name", 0.66)
    return None


def _operation(failure: Failure) -> Fix | None:
    """Pacman's operations are capitals."""
    word = failure.args[0]
    letter = word.plain[1:2]
    if word.plain[:1] != "-" or word.plain[1:2] == "-" or letter.upper() not in OPERATIONS or letter.isupper():
        return None
    if letter in ("r", "d") or not failure.has("no operation specified", "invalid option"):
        return None
    return failure.swap(word, "-" + letter.upper() + word.plain[2:], "operations are capitals", 0.92)


EXAMPLES = [
    Example("sudo pacman -s kit", "error: no operation specified (use -h for help)", "sudo pacman -S kit"),
    Example("apk install kit", "apk: 'install' is not an apk command.", "apk add kit"),
    Example(
        "sudo dpkg -i kit.deb", "dpkg: dependency problems prevent configuration of kit", "sudo apt-get install -f"
    ),
    Example("apt list --upgradable", "kit/stable 2 amd64 [upgradable from: 1]", "apt upgrade"),
    Example("pacman -r kit", "error: no operation specified (use -h for help)", None),
]
