"""Zsh completions: the specifications of `_arguments`, and the lists of `_describe` and `_values`."""

from __future__ import annotations

from ghost_kernel.knowledge.completion import Book, as_option
from ghost_kernel.knowledge.completions.scope import LISTS_COMMANDS
from ghost_kernel.knowledge.completions.shellscript import braced, plain
from ghost_kernel.knowledge.completions.walker import Walker

COMMAND_WORDS = ("command", "action", "verb", "operation", "cmd")


def read(text: str, program: str) -> Book:
    """What a script says of a program."""
    book = Book()
    _Zsh(text, program, book).walk()
    return book


class _Zsh(Walker):
    """The helpers that zsh's own completion system gives."""

    def command(self, words: list[str]) -> None:
        """One call of a helper."""
        name = words[0]
        if name == "_arguments":
            for word in _specs(words[1:]):
                for spec in braced(word):
                    self._spec(spec)
        elif name == "_describe":
            self._described([plain(word) for word in words[1:]])
        elif name == "_values":
            given = [plain(word) for word in words[1:]]
            while given and given[0][:1] == "-":
                given = given[2:] if given[0] in ("-s", "-S") else given[1:]
            if given and _of_commands(given[0]):
                self.offer([one.partition("[")[0].partition(":")[0] for one in given[1:]])

    def array(self, name: str, words: list[str]) -> None:
        """A list, or specifications that are given to `_arguments` later."""
        names = [_name(word) for word in words]
        self.assign(name, names)
        bare = name.rstrip("+").lower()
        if bare.endswith(LISTS_COMMANDS):
            self.offer([one for one in names if one[:1] != "-"])
            return
        for word in words:
            if "[" in word and word.lstrip("*")[:1] in ("-", "("):
                self._spec(word)

    def _described(self, words: list[str]) -> None:
        tag = ""
        while words and words[0][:1] == "-":
            if words[0] == "-t" and len(words) > 1:
                tag = words[1]
            words = words[2:] if words[0] in ("-t", "-J", "-V") else words[1:]
        if len(words) < 2:
            return
        options = "option" in words[0] or "flag" in words[0]
        if _of_commands(tag) or _of_commands(words[0]) or _of_commands(words[1]) or options:
            listed = self.expand(["$" + words[1]])
            self.offer(listed, certain=not options)

    def _spec(self, spec: str) -> None:
        """One specification: `(-x)*--opt=[what]:message:action`, `1:message:action`."""
        if spec[:1] == "(":
            spec = spec.partition(")")[2]
        spec = spec.lstrip("*")
        head = _upto(spec, "[:")
        if head[:1] != "-":
            self._positional(spec, head)
            return
        option = as_option(head)
        if not option or option[-1:] == "-" or len(option) < 2:
            return
        rest = spec[len(head) :]
        if rest[:1] == "[":
            rest = rest[len(_upto(rest, "]")) + 1 :]
        takes = rest[:1] == ":"
        for chain in self.place.chains:
            page = self.book.at(chain)
            page.add_options((option,))
            if takes:
                page.add_values(option, _listed(rest))

    def _positional(self, spec: str, head: str) -> None:
        rest = spec[len(head) :]
        if rest[:1] != ":" or head not in ("", "1"):
            return
        listed = _listed(rest)
        if listed and (head == "1" or _of_commands(_upto(rest[1:].lstrip(":"), ":"))):
            self.offer(listed)


def _specs(words: list[str]) -> list[str]:
    """The specifications behind the options of `_arguments` itself."""
    at = 0
    while at < len(words) and words[at] in _OWN:
        at += _OWN[words[at]]
    return words[at:]


_OWN = {"-n": 1, "-s": 1, "-w": 1, "-W": 1, "-C": 1, "-R": 1, "-S": 1, "-0": 1, "-A": 2, "-O": 2, "-M": 2}


def _of_commands(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in COMMAND_WORDS)


def _upto(text: str, stops: str) -> str:
    """The beginning of the text, up to one of the signs that has no backslash before it."""
    for place, char in enumerate(text):
        if char in stops and text[place - 1 : place] != "\\":
            return text[:place]
    return text


def _name(word: str) -> str:
    """What stands before the description of `name:description` or `name[description]`."""
    if word[:1] == "$":
        return word
    return _upto(word, ":[").replace("\\", "")


def _listed(rest: str) -> list[str]:
    """The words of the action in `:message:(a b c)` or, with descriptions, in `:message:((a b))`."""
    at = rest.find(":(")
    if at < 0:
        return []
    body = rest[at + 2 :]
    if body[:1] != "(":
        return [word for word in body.partition(")")[0].replace("\\:", ":").split() if word]
    found = []
    inside = body[1:].partition("))")[0]
    quote = ""
    word = ""
    for char in inside + " ":
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char.isspace():
            if word:
                found.append(_before_colon(word))
            word = ""
        else:
            word += char
    return found


def _before_colon(word: str) -> str:
    return word.replace("\\:", ":").partition(":")[0]
