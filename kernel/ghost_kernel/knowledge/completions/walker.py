"""Walks through a completion script of bash or zsh and knows, at each command, what is being completed there.

A script says where it stands by its functions' names, by `case` on the command or the word before, and by `if`. That
is followed; nothing is run. What hangs on a condition that is not understood is loose: it teaches options, but no
subcommand, since a word that is none must not be taken for one.
"""

from __future__ import annotations

from ghost_kernel.knowledge.completion import Book, as_name, as_option
from ghost_kernel.knowledge.completions.scope import MOST_DEPTH, MOST_VARIABLE, Place, Scope, kind
from ghost_kernel.knowledge.completions.shellscript import COMMA, END, OPEN, SHUT, WORD, literal, plain, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

DECLARING = frozenset("local declare typeset export readonly set".split())
ANY = frozenset(["*", "", "?*", "**"])
DASHED = frozenset(["-*", "--*", "-", "--", "-?*", "[-]*", "+*"])


class Frame:
    """Something that was opened: a function, a `case`, an `if`, a group; with the place that was before it."""

    __slots__ = ("sort", "place", "subject")

    def __init__(self, sort: str, place: Place, subject: str = "") -> None:
        self.sort = sort
        self.place = place
        self.subject = subject


class Walker(Scope):
    """One walk through one script for one program."""

    def __init__(self, text: str, program: str, book: Book) -> None:
        super().__init__(program, book)
        self.frames: list[Frame] = []
        self.guarded: Place | None = None  # the place before a `[[ … ]] &&` of this line
        self.tokens = tokens(text)
        self.at = 0
        self.function = ""

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
            self._push("case", kind(" ".join(subject)))
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
            asked = kind(left)
            if asked == "prev" and as_option(right) and right[:1] == "-":
                options.append(right)
            elif asked == "prev" or (asked == "command" and not as_name(right)):
                return before.slack()
            elif asked == "cur":
                if right not in ANY and right not in DASHED:
                    return before.slack()
            elif asked == "command":
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


_GLOBS = frozenset("@!?*+")
_KEYWORDS = frozenset(["case", "esac", "if", "elif", "else", "fi", "function", OPEN, SHUT])
_LEADING = frozenset(
    ["then", "do", "done", "while", "until", "!", "time", "builtin", "command", "eval", "have", "return", COMMA]
)


def _is_variable(name: str) -> bool:
    return name.replace("_", "a").isalnum()
