"""The failed line taken apart: words, redirections, stages; values that rules read.

Built from the body's own parse (or lexer.py where there is none). Looks through wrappers such as sudo and env, so that
a rule for `git` need not know of `sudo git`. Nothing here changes a line (see splice.py).
"""

from __future__ import annotations

from ghost_kernel.quoting import Raw, in_style, is_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.protocol import types

# A program that runs the program after it: its options that take a value, and how many words of its own come first.
WRAPPERS: dict[str, tuple[str, int]] = {
    "sudo": ("-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir", 0),
    "doas": ("-u -C", 0),
    "env": ("-u -C -S --unset --chdir", 0),
    "time": ("-f -o --format --output", 0),
    "nice": ("-n --adjustment", 0),
    "ionice": ("-c -n -p", 0),
    "nohup": ("", 0),
    "setsid": ("", 0),
    "command": ("", 0),
    "builtin": ("", 0),
    "exec": ("-a", 0),
    "noglob": ("", 0),
    "stdbuf": ("-i -o -e", 0),
    "timeout": ("-s -k --signal --kill-after", 1),
    "xargs": ("-I -n -P -L -d -E -s -a --max-args --max-procs --replace --delimiter", 0),
    "watch": ("-n --interval", 0),
    "strace": ("-e -o -p -s -u", 0),
    "!": ("", 0),
}
NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
GLOB = frozenset("*?[")


def is_assignment(text: str) -> bool:
    """Whether the word reads as NAME=value."""
    name, mark, _ = text.partition("=")
    return bool(mark) and bool(name) and not name[0].isdigit() and NAME.issuperset(name)


class Word:
    """One word: `text` as typed, `value` after quote removal or None where an expansion makes it unknown."""

    __slots__ = ("text", "value", "start", "end")

    def __init__(self, text: str, value: str | None, start: int, end: int) -> None:
        self.text = text
        self.value = value
        self.start = start
        self.end = end

    @classmethod
    def of(cls, word: types.Word) -> Word:
        """From a message."""
        return cls(word.text, word.value, word.start, word.end)

    @property
    def plain(self) -> str:
        """What it means, or what was typed where that is unknown."""
        return self.text if self.value is None else self.value

    @property
    def is_option(self) -> bool:
        """Whether it begins with a dash and says more."""
        return len(self.plain) > 1 and self.plain[0] == "-"

    @property
    def is_glob(self) -> bool:
        """Whether the shell replaces it by names of files."""
        return bool(GLOB.intersection(self.text)) and self.text[0] not in "'\""

    def become(self, new: str, dialect: str = "bash") -> Raw:
        """The new word, in the quotes this one was typed with."""
        return in_style(self.text, self.value, new, dialect)

    def swap(self, old: str, new: str, dialect: str = "bash") -> Raw | None:
        """This word with one part replaced, expansions around it kept; None where the part is not found once."""
        if self.text.count(old) == 1 and is_safe(new):
            return Raw(self.text.replace(old, new))
        if self.value is not None and self.value.count(old) == 1:
            return self.become(self.value.replace(old, new), dialect)
        return None

    def __repr__(self) -> str:
        return f"Word({self.text!r})"


class Redirect:
    """One redirection; `target` is None for here-documents and descriptors."""

    __slots__ = ("operator", "target", "start", "end")

    def __init__(self, operator: str, target: Word | None, start: int, end: int) -> None:
        self.operator = operator
        self.target = target
        self.start = start
        self.end = end

    @property
    def writes(self) -> bool:
        """Whether its target is made when it does not exist."""
        return ">" in self.operator and self.target is not None


class Stage:
    """One simple command: `prefix` holds wrappers with their own words, `words` the program and its arguments."""

    __slots__ = (
        "operator",
        "assignments",
        "prefix",
        "words",
        "redirects",
        "start",
        "end",
        "failed",
        "program",
        "names",
    )

    def __init__(
        self,
        words: list[Word],
        start: int,
        end: int,
        operator: str = "start",
        assignments: list[Word] | None = None,
        redirects: list[Redirect] | None = None,
        failed: bool | None = None,
    ) -> None:
        self.operator = operator
        self.assignments = [] if assignments is None else assignments
        self.redirects = [] if redirects is None else redirects
        self.start = start
        self.end = end
        self.failed = failed
        inner = unwrap(words)
        self.prefix = words[:inner]
        self.words = words[inner:]
        self.program = basename(self.words[0].plain.lstrip("^")) if self.words else ""
        self.names = frozenset((self.program, *self.wrappers))  # for gates

    @classmethod
    def of(cls, stage: types.Stage) -> Stage:
        """From a message."""
        return cls(
            [Word.of(word) for word in stage.words],
            stage.start,
            stage.end,
            stage.operator,
            [Word.of(word) for word in stage.assignments],
            [
                Redirect(one.operator, Word.of(one.target) if one.target else None, one.start, one.end)
                for one in stage.redirects
            ],
            stage.failed,
        )

    @property
    def args(self) -> list[Word]:
        """The words after the program."""
        return self.words[1:]

    @property
    def operands(self) -> list[Word]:
        """The arguments that are no options; after `--` all of them."""
        found: list[Word] = []
        for place, word in enumerate(self.args):
            if word.plain == "--":
                found.extend(self.args[place + 1 :])
                break
            if not word.is_option:
                found.append(word)
        return found

    @property
    def wrappers(self) -> list[str]:
        """The wrapping programs' names."""
        return [basename(word.plain) for word in self.prefix if basename(word.plain) in WRAPPERS]

    @property
    def files(self) -> list[Word]:
        """Every word that could name a file: arguments and targets of redirections."""
        return self.args + [one.target for one in self.redirects if one.target is not None]

    def has(self, *options: str) -> bool:
        """Whether one of the options is there, short ones also inside a cluster such as -rf."""
        for word in self.args:
            text = word.plain
            if text == "--":
                return False
            if text in options or (text[:2] == "--" and text.partition("=")[0] in options):
                return True
            if len(text) > 2 and text[0] == "-" and text[1] != "-":
                for option in options:
                    if len(option) == 2 and option[1] in text[1:]:
                        return True
        return False


def basename(text: str) -> str:
    """The name of a program without its folder."""
    return text.rpartition("/")[2] or text


def unwrap(words: list[Word]) -> int:
    """The place of the program that is really meant: behind sudo, env A=b, timeout 5 and the like."""
    place = 0
    for _ in range(4):
        if place >= len(words):
            return 0
        known = WRAPPERS.get(basename(words[place].plain))
        if known is None:
            return place
        valued, own = known[0].split(), known[1]
        at = place + 1
        while at < len(words):
            text = words[at].plain
            if text == "--":
                at += 1
                break
            if text in valued:
                at += 2
            elif (text[:1] == "-" and len(text) > 1) or is_assignment(text):
                at += 1
            elif own:
                own -= 1
                at += 1
            else:
                break
        if at >= len(words):
            return place
        place = at
    return place
