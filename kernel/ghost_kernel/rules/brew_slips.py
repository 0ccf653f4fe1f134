"""brew says what it found instead: a cask, a version that is there already, links in the way, another spelling."""

from __future__ import annotations

from ghost_kernel.knowledge import advice
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

INSTALLS = ("install", "upgrade", "reinstall")
CASK_VERBS = ("install", "upgrade", "reinstall", "list", "info", "search", "uninstall", "outdated")


@rule(
    programs=["brew"],
    output_has=["already installed", "dry-run", "multiple versions", "no longer a", "you can install with", "unpin",
                "no available formula", "no formulae found", "already tapped", "unknown command: cask"],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | None:
    args = failure.args
    if not args:
        return None
    told = [one.words for one in advice.commands(failure.output or "") if one.words[0] == "brew"]
    for way in (_cask, _requirement, _pinned, _links, _installed, _refused):
        found = way(failure, told)
        if found:
            return found
    return None


def _mine(failure: Failure) -> list[Word]:
    """The names that were typed."""
    return [word for word in failure.args[1:] if not word.is_option]


def _cask(failure: Failure, told: list[list[str]]) -> list[Fix] | None:
    """`brew cask install x` of older days."""
    if failure.args[0].plain != "cask" or len(failure.args) < 2 or failure.args[1].plain not in CASK_VERBS:
        return None
    words = failure.command(failure.words[0], failure.args[1], "--cask", *failure.args[2:])
    return [Fix(words, why="casks are an option now", confidence=0.96)]


def _requirement(failure: Failure, told: list[list[str]]) -> list[Fix] | None:
    """Something else has to be installed first, and the message says how."""
    if failure.args[0].plain not in INSTALLS or not failure.has("you can install with"):
        return None
    first = [words for words in told if "install" in words and words[-1] not in [one.plain for one in _mine(failure)]]
    lines = [line.strip().split() for line in (failure.output or "").splitlines()]
    first += [words for words in lines if words[:1] == ["brew"] and "install" in words and len(words) < 6]
    return [Fix(before=[first[0]], why="brew needs this first", confidence=0.66, origin="output")] if first else None


def _pinned(failure: Failure, told: list[list[str]]) -> list[Fix] | None:
    if failure.args[0].plain not in INSTALLS or not failure.has("pinned"):
        return None
    pins = [words for words in told if words[1:2] == ["unpin"] and words[-1] in [one.plain for one in _mine(failure)]]
    return [Fix(before=[pins[0]], why="the formula is pinned", confidence=0.6, origin="output")] if pins else None


def _links(failure: Failure, told: list[list[str]]) -> list[Fix] | None:
    """What would be overwritten is shown before anything is."""
    if failure.args[0].plain not in ("link", "ln") or not failure.has("--dry-run"):
        return None
    words = failure.command(failure.words[0], "link", "--overwrite", "--dry-run", *_mine(failure))
    return [Fix(words, why="shows what is in the way, and takes nothing away", confidence=0.72)]


def _installed(failure: Failure, told: list[list[str]]) -> list[Fix] | None:
    if failure.args[0].plain != "install" or not failure.has("already installed"):
        return None
    names = [word.plain for word in _mine(failure)]
    found: list[Fix] = []
    for verb in ("upgrade", "reinstall"):
        if any(words[1:2] == [verb] for words in told) or (f"brew {verb}" in failure.low):
            words = failure.command(failure.words[0], verb, *failure.args[1:])
            found.append(Fix(words, why="the formula is installed already", confidence=0.7, origin="output"))
    return found if names else None


def _refused(failure: Failure, told: list[list[str]]) -> list[Fix] | None:
    """Only by force, says brew: an offer, and the last of all."""
    if failure.args[0].plain not in ("uninstall", "remove", "rm"):
        return None
    for words in told or [
        line.split() for line in (failure.output or "").splitlines() if "  brew uninstall --" in line
    ]:
        option = next((one for one in words if one in ("--force", "--ignore-dependencies")), "")
        if option and not failure.stage.has(option):
            new = failure.command(*failure.words[:2], option, *failure.args[1:])
            return [Fix(new, why=f"brew removes it only with {option}", confidence=0.53, origin="output")]
    return None


EXAMPLES = [
    Example("brew cask install kit", "Error: `brew cask` is no longer a `brew` command.", "brew install --cask kit"),
    Example(
        "brew install kitfs",
        "kitfs: Requirement unsatisfied!\n\nYou can install with Homebrew-Cask:\n  brew install --cask kitfuse",
        "brew install --cask kitfuse && brew install kitfs",
    ),
    Example(
        "brew link kit",
        "already exists.\n\nTo list all files that would be deleted:\n  brew link --overwrite --dry-run kit",
        "brew link --overwrite --dry-run kit",
    ),
    Example(
        "brew install kit",
        "Warning: kit 1 is already installed\nTo reinstall 1, run:\n  brew reinstall kit",
        "brew reinstall kit",
    ),
    Example("brew list kitfs", "You can install with Homebrew-Cask:\n  brew install --cask kitfuse", None),
]
