"""Bash completions: `compgen -W`, lists in variables, one function a subcommand, scripts made by argument parsers."""

from __future__ import annotations

from ghost_kernel.knowledge.completion import Book
from ghost_kernel.knowledge.completions.scope import LISTS_COMMANDS, Place
from ghost_kernel.knowledge.completions.shellscript import WORD, literal, plain
from ghost_kernel.knowledge.completions.walker import Walker

OPTION_LISTS = ("opts", "options", "flags")


def read(text: str, program: str) -> Book:
    """What a script says of a program; other programs' functions in it are passed over."""
    book = Book()
    walker = _Bash(text, program, book)
    found = walker.find_functions()
    if found or not walker.others:
        if walker.root_functions:
            walker.place = walker.place.slack()  # what stands outside of the functions may be for anybody
        walker.walk()
    return book


class _Bash(Walker):
    """The commands by which bash scripts offer words."""

    def __init__(self, text: str, program: str, book: Book) -> None:
        super().__init__(text, program, book)
        self.others = False  # the script completes something, but not this program

    def find_functions(self) -> bool:
        """Looks for the lines `complete … program`; whether one was found."""
        found = False
        for place, (sort, text) in enumerate(self.tokens):
            if sort != WORD or text != "complete":
                continue
            words: list[str] = []
            for sort, text in self.tokens[place + 1 : place + 40]:
                if sort != WORD:
                    break
                words.append(plain(text))
            if self.program not in words:
                self.others = self.others or bool(words)
                continue
            found = True
            if "-F" in words[:-1]:
                self.root_functions.add(words[words.index("-F") + 1])
            if "-W" in words[:-1]:
                self.book.words((), words[words.index("-W") + 1].split())
        return found

    def command(self, words: list[str]) -> None:
        """`compgen -W` and its kin."""
        name = words[0]
        if name == "compgen" or name == "_comp_compgen":
            if "-W" in words[:-1]:
                self.offer(self.expand(literal(plain(words[words.index("-W") + 1])).split()))
        elif name == "_comp_compgen_split":
            given = words[words.index("--") + 1 :] if "--" in words else words[1:2]
            self.offer(self.expand([one for word in given for one in literal(plain(word)).split()]))
        elif name.startswith("__gitcomp") or (name[:1] == "_" and name.endswith(LISTS_COMMANDS)):
            if name.endswith("builtin"):
                return  # that one asks git
            self.offer(self.expand([one for word in words[1:2] for one in literal(plain(word)).split()]))

    def array(self, name: str, words: list[str]) -> None:
        """A list whose name says what it holds is offered without being looked for."""
        bare = name.rstrip("+").lower()
        if bare == "last_command" and words:
            self.place = Place([tuple(words[0].split("_")[self.program.count("_") + 1 :])])
            return
        self.assign(name, words)
        if self.place.options:
            return
        if bare.endswith(LISTS_COMMANDS) and not bare.startswith(("no_", "known")):
            self.offer([one for one in self.expand(words) if one[:1] != "-"])
        elif bare.endswith(OPTION_LISTS):
            self.offer([one for one in self.expand(words) if one[:1] == "-"])
            if bare == "two_word_flags":
                for chain in self.place.chains:
                    for word in words:
                        self.book.at(chain).add_values(word, ())
