"""Where a completion script stands, what its variables hold there, and what the words it offers are words for."""

from __future__ import annotations

from ghost_kernel.knowledge.completion import Book

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.completion import Chain

MOST_DEPTH = 64
MOST_VARIABLE = 2000  # words of one variable
COMMANDISH = ("cmd", "command", "verb", "action", "words[", "line[", "subc", "comp_words")
LISTS_COMMANDS = ("commands", "cmds", "verbs", "subcmds", "subcommands")


class Place:
    """What is completed: behind which words, the value of which options; loose where that is not known."""

    __slots__ = ("chains", "options", "loose")

    def __init__(self, chains: list[Chain], options: tuple[str, ...] = (), loose: bool = False) -> None:
        self.chains = chains
        self.options = options
        self.loose = loose

    def slack(self) -> Place:
        """The same, but under a condition that is not understood."""
        return Place(self.chains, self.options, True)


class Scope:
    """The present place of a walk, and all that was learnt on the way."""

    def __init__(self, program: str, book: Book) -> None:
        self.program = program
        self.book = book
        self.place = Place([()])
        self.variables: dict[str, list[tuple[list[Chain], list[str]]]] = {}  # with the places they were given at
        self.root_functions: set[str] = set()

    def chains_of(self, pattern: str) -> list[Chain] | None:
        """The chain that a whole pattern stands for, where a script writes it so."""
        head = self.program.replace("-", "__") + "__"
        if pattern == self.program:
            return [()]
        if not pattern.startswith((head, self.program + "__")):
            return None
        parts = pattern[len(head) if pattern.startswith(head) else len(self.program) + 2 :].split("__")
        return [tuple(part for part in parts if part and part != "subcmd")]

    def assign(self, name: str, words: list[str]) -> None:
        """Keeps a variable; what is only known when the script runs does not take away what is known before."""
        bare = name.rstrip("+")
        words = self.expand(words)
        if not words:
            return
        if self.place.options:
            for chain in self.place.chains:
                for option in self.place.options:
                    self.book.at(chain).add_values(option, [one for one in words if one[:1] != "-"])
            return
        if self.place.loose:
            words = [one for one in words if one[:1] == "-"]
        chains = self.place.chains
        given = self.variables.setdefault(bare, [])
        if name[-1:] != "+":
            given[:] = [one for one in given if one[0] != chains]
        if len(given) < MOST_DEPTH:
            given.append((chains, words))

    def expand(self, words: list[str]) -> list[str]:
        """The words with variables replaced by what they are known to hold.

        What a variable was given further in, for one subcommand, is offered to that one.
        """
        found: list[str] = []
        for word in words:
            if word[:1] != "$":
                found.append(word)
                continue
            name = word[1:].strip("{}")
            end = next((place for place, char in enumerate(name) if not (char.isalnum() or char == "_")), len(name))
            given = self.variables.get(name[:end], ())
            nearest = max((self._reach(chains) for chains, _ in given), default=-1)
            for chains, held in given:
                reach = self._reach(chains)
                if reach >= 0:
                    found.extend(held if reach == nearest else ())
                else:
                    for chain in chains:
                        self.book.words(chain, held)
            if len(found) > MOST_VARIABLE:
                break
        return found[:MOST_VARIABLE]

    def _reach(self, chains: list[Chain]) -> int:
        """How near what was given at those places is to the present one; -1 where it does not hold."""
        fits = [len(chain) for here in self.place.chains for chain in chains if here[: len(chain)] == chain]
        return max(fits, default=-1)

    def offer(self, words: list[str], certain: bool = True) -> None:
        """Words that are offered at the present place; only options where it is loose."""
        options = self.place.options
        for chain in self.place.chains:
            if options:
                for option in options:
                    self.book.at(chain).add_values(option, [one for one in words if one[:1] != "-"])
            elif self.place.loose or not certain:
                self.book.words(chain, [one for one in words if one[:1] == "-"])
            else:
                self.book.words(chain, words)

    def place_of(self, function: str) -> Place:
        """What a function of this name completes."""
        if function in self.root_functions or function == self.program:
            return Place([()])
        root = "_" + self.program
        for head in (root, "_" + self.program.replace("-", "_"), *self.root_functions):
            if not function.startswith(head):
                continue
            rest = function[len(head) :]
            if not rest:
                return Place([()])
            if rest[:1] not in ("_", "-"):
                break
            rest = rest.strip("_-")
            for end in ("commands", "command", "subcommands", "options", "opts", "cmd"):
                if rest == end or rest.endswith(("_" + end, "-" + end)):
                    rest = rest[: -len(end)].strip("_-")
                    break
            if not rest or rest == "root" or rest == "main":
                return Place([()])
            if "__" in rest:
                return Place([tuple(part for part in rest.replace("__subcmd__", "__").split("__") if part)])
            both = {tuple(rest.split("_")), (rest.replace("_", "-"),), (rest,), tuple(rest.split("-"))}
            return Place([chain for chain in both if len(chain) < 5])
        return Place([()], (), True)


def kind(subject: str) -> str:
    """What a `case` or a comparison asks about."""
    low = subject.lower().replace(" ", "")
    if "prev" in low or "cword-1]" in low or "current-1]" in low:
        return "prev"
    if "curcontext" not in low and ("cur" in low.replace("current", "") or "[cword]" in low or "cword]" in low):
        return "cur"
    if "state" in low:
        return "state"
    if any(mark in low for mark in COMMANDISH):
        return "command"
    return "place" if "cword" in low or "current" in low or "#" in low else "other"
