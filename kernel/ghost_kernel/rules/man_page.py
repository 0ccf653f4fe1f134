"""The manual has no such page in this section, or the page's name is misspelt."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

ROOTS = ("/usr/share/man", "/usr/local/share/man")
SECTIONS = "18253467"


@rule(programs=["man"], output_has=["no manual entry", "what manual page do you want", "nothing appropriate"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if not operands:
        return None
    section = operands[0] if len(operands) > 1 and operands[0].plain[:1].isdigit() else None
    pages = [word for word in operands if word is not section]
    if section is not None and len(pages) == 1 and _sections(failure, pages[0].plain):
        rest = [word for word in failure.words if word is not section]
        return Fix(
            rest,
            why=f"{pages[0].plain} is in section {_sections(failure, pages[0].plain)[0]}",
            confidence=0.93,
            origin="local",
        )
    if len(pages) == 2 and section is None and _sections(failure, f"{pages[0].plain}-{pages[1].plain}"):
        return Fix(
            ["man", f"{pages[0].plain}-{pages[1].plain}"], why="the page has this name", confidence=0.93, origin="local"
        )
    for word in pages:
        if not failure.names(word) or failure.machine.which(word.plain):
            continue
        near = spelling.rank(word.plain, _pages(failure), common=_common())
        if near:
            return failure.spell(word, near[0], f"there is a page {near[0].name}")
    return None


def _listing(failure: Failure) -> dict[str, list[str]]:
    """Every page with its sections."""
    # As manpath(1) does: bin/ on the PATH brings share/man or man beside it.
    beside = [folder.rpartition("/")[0] for folder in failure.machine.path if folder.endswith("/bin")]
    own = [f"{place}/{name}" for place in beside for name in ("share/man", "man")]
    roots = dict.fromkeys([*ROOTS, *own])
    folders = [f"{root}/man{section}" for root in roots for section in SECTIONS]
    return failure.machine.made_of("man pages", folders, _pages_in)


def _pages_in(folders: list[dict[str, bool]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, listed in enumerate(folders):
        section = SECTIONS[place % len(SECTIONS)]
        for name in listed:
            bare = name.removesuffix(".gz").rpartition(".")[0]
            if bare:
                found.setdefault(bare, []).append(section)
    return found


def _sections(failure: Failure, page: str) -> list[str]:
    return failure.machine.keep("man pages", lambda: _listing(failure)).get(page, [])


def _pages(failure: Failure) -> list[str]:
    return list(failure.machine.keep("man pages", lambda: _listing(failure)))


def _common() -> list[str]:
    from ghost_kernel.knowledge import programs

    return programs.COMMON


PAGES = ["/usr/share/man/man1/sort.1.gz", "/usr/share/man/man1/git-log.1.gz", "/usr/share/man/man5/crontab.5.gz"]
EXAMPLES = [
    Example("man 3 sort", "No manual entry for sort in section 3", "man sort", 16, files=PAGES),
    Example("man crontba", "No manual entry for crontba", "man crontab", 16, files=PAGES),
    Example("man git log", "No manual entry for git log", "man git-log", 16, files=PAGES),
    Example("man 3 nosuchpage", "No manual entry for nosuchpage in section 3", None, 16),
    Example("man", "What manual page do you want?", None),
]
