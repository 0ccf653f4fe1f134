"""What a source says of a program: the words that may follow it, its options, and the values that options take.

A value with the few rules every reader keeps: names are plain (they may come to stand in a line that is run), each
stands once, and there is an end to how many there are.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Chain = tuple[str, ...]

LONGEST = 64  # characters of a name
MOST = 3000  # names of one kind
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
NAME_CHARS = LETTERS | frozenset("-_.:+@%/,")
BODY_CHARS = LETTERS | frozenset("-_.:+@%?#")


def is_plain(name: str) -> bool:
    """Whether the name holds nothing that a shell or a terminal would take for more than letters."""
    return 0 < len(name) <= LONGEST and (NAME_CHARS.issuperset(name) or (name[0] == "-" and _is_body(name[1:])))


def _is_body(body: str) -> bool:
    return BODY_CHARS.issuperset(body)


def as_option(word: str) -> str:
    """The option of a word such as `--out=FILE`, `--tag=`, `-l+`; empty when it is none."""
    name = word.partition("=")[0].rstrip("+:,")
    bare = name.lstrip("-")
    dashes = len(name) - len(bare)
    if not 1 <= dashes <= 2 or not bare or len(name) > LONGEST or not BODY_CHARS.issuperset(bare):
        return ""
    return name if bare[0] in LETTERS or (len(name) == 2 and bare in "?#@") else ""


def as_name(word: str) -> str:
    """The word as a subcommand; empty when it cannot be one."""
    if not word or len(word) > LONGEST or word[0] not in LETTERS or not NAME_CHARS.issuperset(word):
        return ""
    return "" if "/" in word or "," in word else word.rstrip(":")


class Completion:
    """The names that fit behind a program and the subcommands already typed, each once, in the source's order."""

    __slots__ = ("_subcommands", "_options", "values")

    def __init__(
        self, subcommands: Iterable[str] = (), options: Iterable[str] = (), values: dict[str, list[str]] | None = None
    ) -> None:
        self._subcommands: dict[str, None] = {}
        self._options: dict[str, None] = {}
        self.values: dict[str, list[str]] = {}  # an option that takes a value, with those that are known
        self.add_subcommands(subcommands)
        self.add_options(options)
        for option, some in (values or {}).items():
            self.add_values(option, some)

    @property
    def subcommands(self) -> list[str]:
        """The words that may stand next."""
        return list(self._subcommands)

    @property
    def options(self) -> list[str]:
        """With their dashes, without their values."""
        return list(self._options)

    def add_subcommands(self, words: Iterable[str]) -> None:
        """Those of the words that can be one."""
        for word in words:
            name = as_name(word)
            if name and len(self._subcommands) < MOST:
                self._subcommands[name] = None

    def add_options(self, words: Iterable[str]) -> None:
        """Those of the words that are one."""
        for word in words:
            name = as_option(word)
            if name and len(self._options) < MOST:
                self._options[name] = None

    def add_values(self, option: str, words: Iterable[str]) -> None:
        """Values of an option, which thereby is known to be one that takes a value."""
        name = as_option(option)
        if not name or len(self.values) >= MOST:
            return
        self.add_options((name,))
        kept = self.values.setdefault(name, [])
        for word in words:
            if word not in kept and is_plain(word) and len(kept) < MOST // 10:
                kept.append(word)

    def add(self, other: Completion) -> None:
        """What another source says of the same place."""
        self.add_subcommands(other._subcommands)
        self.add_options(other._options)
        for option, words in other.values.items():
            self.add_values(option, words)

    def __bool__(self) -> bool:
        return bool(self._subcommands or self._options)


class Book:
    """What one source says of a program, by the subcommands already typed."""

    __slots__ = ("pages", "like")

    def __init__(self) -> None:
        self.pages: dict[Chain, Completion] = {}
        self.like: list[str] = []  # programs that this one is completed like

    def at(self, chain: Chain) -> Completion:
        """The page of a place, made when there is none."""
        page = self.pages.get(chain)
        if page is None:
            page = Completion()
            if len(self.pages) < MOST:
                self.pages[chain] = page
        return page

    def words(self, chain: Chain, words: Iterable[str]) -> None:
        """Words that are offered at a place: options by their dashes, subcommands else."""
        page = self.at(chain)
        for word in words:
            if word[:1] == "-":
                page.add_options((word,))
            else:
                page.add_subcommands((word,))

    def look(self, chain: Chain) -> Completion:
        """What is said of a place; empty when nothing is."""
        return self.pages.get(chain) or Completion()
