"""Walks through a completion script of bash or zsh and knows, at each command, what is being completed there.

A script says where it stands by its functions' names, by `case` on the command or the word before, and by `if`. That
is followed; nothing is run. What hangs on a condition that is not understood is loose: it teaches options, but no
subcommand, since a word that is none must not be taken for one.
"""

from __future__ import annotations

from ghost_kernel.knowledge.completion import Book, as_name, as_option
from ghost_kernel.knowledge.completions.shellscript import COMMA, END, OPEN, SHUT, WORD, literal, plain, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.completion import Chain

MOST_DEPTH = 64
MOST_VARIABLE = 2000  # words of one variable
DECLARING = frozenset("local declare typeset export readonly set".split())
COMMANDISH = ("cmd", "command", "verb", "action", "words[", "line[", "subc", "comp_words")
ANY = frozenset(["*", "", "?*", "**"])
DASHED = frozenset(["-*", "--*", "-", "--", "-?*", "[-]*", "+*"])
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


class Frame:
    """Something that was opened: a function, a `case`, an `if`, a group; with the place that was before it."""

    __slots__ = ("sort", "place", "subject")

    def __init__(self, sort: str, place: Place, subject: str = "") -> None:
        self.sort = sort
        self.place = place
        self.subject = subject


class Walker:
    """One walk through one script for one program."""

    def __init__(self, text: str, program: str, book: Book) -> None:
        self.program = program
        self.book = book
        self.variables: dict[str, list[tuple[list[Chain], list[str]]]] = {}  # with the places they were given at
        self.place = Place([()])
        self.frames: list[Frame] = []
        self.guarded: Place | None = None  # the place before a `[[ … ]] &&` of this line
        self.tokens = tokens(text)
        self.at = 0
        self.function = ""
        self.root_functions: set[str] = set()

    # to be filled in by each shell

    def command(self, words: list[str]) -> None:
        """One simple command at the present place."""
        raise NotImplementedError

    def array(self, name: str, words: list[str]) -> None:
        """One list of words that a variable is given."""
        self.assign(name, words)

    # the walk

    def walk(self) -> None:
        """From the first token to the last."""
        words: list[str] = []
        arm = False  # the patterns of an arm of a `case` come next
        while self.at < len(self.tokens):
            sort, text = self.tokens[self.at]
            if arm:
                arm = self._arm()
                continue
            self.at += 1
            if sort == WORD:
                if not words and text in _KEYWORDS:
                    arm = self._keyword(text)
                elif text[-1:] == "=" and self._next() == "(":
                    self._array(text.rstrip("+="))
                elif not words and self._next() == "(" and self._next(1) == ")":
                    self.at += 2
                    self.function = plain(text)
                else:
                    words.append(text)
                continue
            if words:
                self._simple(words, text)
                words = []
            if sort == ";;":
                arm = self._close_arm()
            elif sort == END and text in ("\n", "||", ";") and self.guarded is not None:
                self.place, self.guarded = self.guarded, None

    def _next(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][0] if place < len(self.tokens) else ""

    def _keyword(self, text: str) -> bool:
        """A word of the shell's own; returns whether an arm's patterns follow."""
        if text == "case":
            subject = self._until("in", 24)
            self._push("case", _kind(" ".join(subject)))
            return True
        if text == "esac":
            self._pop("case")
        elif text in ("if", "elif"):
            if text == "elif":
                self._restore("if")
            condition = self._until("then", 200)
            if text == "if":
                self._push("if")
            self.place = self._conditioned(condition, self.place)
        elif text == "else":
            self._restore("if")
        elif text == "fi":
            self._pop("if")
        elif text == "function":
            if self._next() == WORD:
                self.function = plain(self.tokens[self.at][1])
                self.at += 1
                while self._next() in ("(", ")"):
                    self.at += 1
        elif text == OPEN:
            self._push("function" if self.function else "group")
            if self.function:
                self.place = self.place_of(self.function)
                self.function = ""
        elif text == SHUT:
            self._pop("function", "group")
        return False

    def _until(self, word: str, most: int) -> list[str]:
        """The words up to one of the shell's own; the tokens between are left out."""
        found: list[str] = []
        for _ in range(most):
            if self.at >= len(self.tokens):
                break
            sort, text = self.tokens[self.at]
            self.at += 1
            if sort == WORD:
                if text == word:
                    break
                found.append(plain(text))
            elif sort in ("(", "|") or text == "||":
                found.append(sort if sort != END else text)
        return found

    def _push(self, sort: str, subject: str = "") -> None:
        if len(self.frames) < MOST_DEPTH:
            self.frames.append(Frame(sort, self.place, subject))

    def _pop(self, *sorts: str) -> None:
        for depth in range(len(self.frames) - 1, -1, -1):
            if self.frames[depth].sort in sorts:
                self.place = self.frames[depth].place
                del self.frames[depth:]
                return
            if self.frames[depth].sort == "function":
                return  # nothing reaches out of a function

    def _restore(self, sort: str) -> None:
        for frame in reversed(self.frames):
            if frame.sort == sort:
                self.place = frame.place
                return

    def _close_arm(self) -> bool:
        """At the end of an arm: whether another may follow."""
        for depth in range(len(self.frames) - 1, -1, -1):
            if self.frames[depth].sort == "case":
                self.place = self.frames[depth].place
                del self.frames[depth + 1 :]
                return True
        return False

    def _arm(self) -> bool:
        """The patterns of one arm; returns whether patterns still come next."""
        patterns: list[str] = []
        first = True
        while self.at < len(self.tokens):
            sort, text = self.tokens[self.at]
            self.at += 1
            if sort == WORD:
                if first and text == "esac":
                    self._pop("case")
                    return False
                if text[-1:] in _GLOBS and self._next() == "(":
                    patterns += self._alternatives(plain(text))
                else:
                    patterns.append(plain(text))
            elif sort == ")":
                break
            elif sort not in ("|", "(") and not first:
                return True  # no arm after all
            first = first and sort == END
        frame = next((one for one in reversed(self.frames) if one.sort == "case"), None)
        if frame is not None:
            self.place = self._of_arm(frame, patterns)
        return False

    def _alternatives(self, head: str) -> list[str]:
        """The words that `d@(ip|unk)` stands for; of `-!(-*)x` that is -x alone."""
        inside: list[str] = []
        depth = 0
        while self.at < len(self.tokens):
            sort, text = self.tokens[self.at]
            self.at += 1
            if sort == WORD:
                inside.append(plain(text))
            elif sort in ("(", ")"):
                depth += 1 if sort == "(" else -1
                if depth <= 0:
                    break
            elif sort != "|":
                break
        tail = ""
        if self._next() == WORD:
            tail = plain(self.tokens[self.at][1])
            self.at += 1
        mark, head = head[-1], head[:-1]
        if mark in "!?*":
            inside = ["", *inside] if mark == "?" else [""]
        return [head + one + tail for one in inside[:32]]

    def _of_arm(self, frame: Frame, patterns: list[str]) -> Place:
        before, subject = frame.place, frame.subject
        dashed = [one for one in patterns if as_option(one) and one[:1] == "-"]
        names = [one for one in patterns if as_name(one)]
        if subject == "prev":
            if dashed:
                for option in dashed:
                    for chain in before.chains:
                        self.book.at(chain).add_values(option, ())
                return Place(before.chains, tuple(dashed), before.loose)
            if names:
                return Place([(name,) for name in names], (), before.loose or before.chains != [()])
            return before if all(one in ANY for one in patterns) else before.slack()
        if subject == "place":
            return before.slack() if any(one.isdigit() and one != "1" for one in patterns) else before
        if subject == "command" and names and not any("," in one for one in patterns):
            known = self.chains_of(names[0])
            if known is not None:
                return Place(known)
            if not before.loose:
                for chain in before.chains:
                    self.book.at(chain).add_subcommands(names)
            return Place([(*chain, name) for chain in before.chains for name in names][:32], (), before.loose)
        if subject == "state" or all(one in ANY or (subject == "cur" and one in DASHED) for one in patterns):
            return before
        return before.slack()

    def chains_of(self, pattern: str) -> list[Chain] | None:
        """The chain that a whole pattern stands for, where a script writes it so."""
        head = self.program.replace("-", "__") + "__"
        if pattern == self.program:
            return [()]
        if not pattern.startswith((head, self.program + "__")):
            return None
        parts = pattern[len(head) if pattern.startswith(head) else len(self.program) + 2 :].split("__")
        return [tuple(part for part in parts if part and part != "subcmd")]

    def _conditioned(self, words: list[str], before: Place) -> Place:
        """The place under a condition."""
        if not words or "!" in words or words[0] == "(":
            return before
        if words[0] not in ("[[", "[", "test"):
            text = " ".join(words)
            return before.slack() if any(mark in text for mark in ("prev", "verb", "cmd", "command")) else before
        options: list[str] = []
        for place, word in enumerate(words):
            if word not in ("==", "=", "=~") or place + 1 >= len(words):
                continue
            left, right = words[place - 1].lower(), words[place + 1]
            kind = _kind(left)
            if kind == "prev" and as_option(right) and right[:1] == "-":
                options.append(right)
            elif kind == "prev" or (kind == "command" and not as_name(right)):
                return before.slack()
            elif kind == "cur":
                if right not in ANY and right not in DASHED:
                    return before.slack()
            elif kind == "command":
                return Place([(*chain, right) for chain in before.chains], before.options, before.loose)
        return Place(before.chains, tuple(options), before.loose) if options else before

    # simple commands and variables

    def _simple(self, words: list[str], end: str) -> None:
        while words and (words[0] in _LEADING or words[0] == "$"):
            words = words[1:]
        if not words:
            return
        if words[0] in ("[[", "[", "test") and end == "&":
            if self.guarded is None:
                self.guarded = self.place
            self.place = self._conditioned([plain(one) for one in words], self.place)
            return
        if words[0] in DECLARING:
            words = words[1:]
        elif "=" not in words[0]:
            self.command(words)
            return
        for word in words:
            name, mark, value = plain(word).partition("=")
            if mark and value and _is_variable(name.rstrip("+")):
                self.array(name, literal(value).split())

    def _array(self, name: str) -> None:
        """The words between the brackets of `name=( … )`; commands whose output is taken are walked as any other."""
        self.at += 1
        if name == "COMPREPLY" or (self._next() == WORD and self.tokens[self.at][1] == "$"):
            return
        found: list[str] = []
        depth = 1
        while self.at < len(self.tokens) and depth:
            sort, text = self.tokens[self.at]
            self.at += 1
            if sort == "(":
                depth += 1
            elif sort == ")":
                depth -= 1
            elif sort == WORD and depth == 1 and len(found) < MOST_VARIABLE:
                if text[:1] == "[" and "]=" in text:
                    found.extend(plain(text.partition("]=")[2]).split())
                else:
                    found.append(plain(text))
        self.array(name, found)

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


_GLOBS = frozenset("@!?*+")
_KEYWORDS = frozenset(["case", "esac", "if", "elif", "else", "fi", "function", OPEN, SHUT])
_LEADING = frozenset(
    ["then", "do", "done", "while", "until", "!", "time", "builtin", "command", "eval", "have", "return", COMMA]
)


def _kind(subject: str) -> str:
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


def _is_variable(name: str) -> bool:
    return name.replace("_", "a").isalnum()
