"""Statements of a POSIX shell as Nushell writes them: loops, conditions, functions, what && and || join.

`translated` gives the whole text anew, or nothing: half a translation would be another command than was meant.
"""

from __future__ import annotations

from ghost_kernel import shells
from ghost_kernel.knowledge.nushell.posix_commands import negated, own, printed
from ghost_kernel.knowledge.nushell.posix_tokens import Unknown, tokens
from ghost_kernel.knowledge.nushell.posix_words import Words

REDIRECTS = {"2>": "e>", "2>>": "e>>", "&>": "o+e>", "&>>": "o+e>>", ">": "o>", ">>": "o>>"}
SEPARATORS = (";", "\n")
# What changes the shell itself, or has ways of its own in nu.
UNTOLD = frozenset(
    "eval exec trap shift set unset read source . declare typeset readonly alias unalias getopts wait let select case "
    "until time coproc builtin command type hash pushd popd shopt printf [ [[ test ! { function do done then else elif "
    "fi esac in while if for".split()
)
LONGEST = 2000
MOST_INSIDE = 6  # commands inside of commands, which are read again at each level


def translated(text: str, names: tuple[str, ...] = ()) -> str:
    """The text as nu has it; empty where that is not known."""
    if len(text) > LONGEST or any(text.count(mark) > MOST_INSIDE for mark in ("$(", "`", "()", "((")):
        return ""
    try:
        return _Reader(text, set(names)).whole()
    except (Unknown, RecursionError):
        return ""


class _Reader:
    def __init__(self, text: str, names: set[str]) -> None:
        self.tokens = tokens(text)
        self.at = 0
        self.names = names
        self.quiet = False  # whether values are not shown by themselves here
        self.words = Words(names, self._inner)

    def whole(self) -> str:
        """All of the text."""
        made = self._list(())
        if self.at < len(self.tokens) or not made:
            raise Unknown(made)
        return made

    def _inner(self, text: str) -> str:
        return _Reader(text, self.names).whole()

    def _next(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _is_mark(self, *marks: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].is_mark and self._next() in marks

    def _skip(self) -> None:
        while self._is_mark(*SEPARATORS):
            self.at += 1

    def _expect(self, word: str) -> None:
        if self._next() != word:
            raise Unknown(word)
        self.at += 1

    def _list(self, ends: tuple[str, ...], shown: bool = True) -> str:
        """Commands up to one of the words; `shown` says that the last one's value is printed."""
        made: list[str] = []
        self._skip()
        while self.at < len(self.tokens) and self._next() not in ends:
            begin = self.at
            text = self._joined()
            after = self.at
            self._skip()
            if not self.quiet and (not shown or (self.at < len(self.tokens) and self._next() not in ends)):
                # Only the value of a line's last command is shown: what comes before it is to print.
                self.at, self.quiet = begin, True
                text = self._joined()
                self.quiet = False
            self.at = after
            made.append(text)
            if self.at < len(self.tokens) and self._next() not in ends and not self._is_mark(*SEPARATORS):
                raise Unknown(self._next())
            self._skip()
        return "; ".join(made)

    def _joined(self) -> str:
        """Pipelines that && and || stand between."""
        parts, marks = [self._pipeline()], []
        while self._is_mark("&&", "||"):
            marks.append(self._next())
            self.at += 1
            self._skip()
            parts.append(self._pipeline())
        return self._one(parts, marks)

    def _one(self, parts: list[tuple[bool, str]], marks: list[str]) -> str:
        asked: list[str] = []
        while parts and parts[0][0]:
            asked.append(parts.pop(0)[1])
            if parts and parts[0][0]:
                asked.append("and" if marks.pop(0) == "&&" else "or")
        if asked:
            if not parts:
                raise Unknown("a test alone")
            condition = " ".join(asked)
            mark = marks.pop(0)
            if mark == "||":
                return f"if {negated(condition)} {{ {self._one(parts, marks)} }}"
            if marks.count("||") == 1 and marks[-1] == "||":
                last = parts.pop()[1]
                marks.pop()
                return f"if {condition} {{ {self._one(parts, marks)} }} else {{ {last} }}"
            return f"if {condition} {{ {self._one(parts, marks)} }}"
        if "||" not in marks:
            if parts[0][0] or len(parts) == 1:
                return parts[0][1]
            following = self._one(parts[1:], marks[1:])
            return f"{printed(parts[0][1])}; {following}"
        if len(parts) == 2:
            one, other = parts[0][1], parts[1][1]
            return f"try {{ {one} }}" if other in ("true", ":") else f"try {{ {one} }} catch {{ {other} }}"
        raise Unknown("||")

    def _pipeline(self) -> tuple[bool, str]:
        """Whether it is a test, and its text."""
        is_test, made = self._command()
        while self._is_mark("|", "|&", "2>&1"):
            mark = self._next()
            self.at += 1
            if made == "ls" or made[:3] == "ls ":
                made = "^" + made  # a program reads lines, no table
            if mark == "2>&1":
                self._expect("|")
            if is_test:
                raise Unknown(made)
            if self._next() == "while":
                self.at += 1
                if not self._is_read():
                    raise Unknown("while")
                name, body = self._rows()
                return False, f"for {name} in ({made} | lines) {{ {body} }}"
            following = self._command()[1]
            if following[:6] == "print ":
                raise Unknown(following)
            made += (" | " if mark == "|" else " o+e>| ") + following
        return is_test, made

    def _command(self) -> tuple[bool, str]:
        if self.at >= len(self.tokens) or self.tokens[self.at].is_mark:
            raise Unknown(self._next())
        word = self._next()
        if word in ("for", "while", "if", "function"):
            self.at += 1
            return False, {"for": self._for, "while": self._while, "if": self._if, "function": self._function}[word]()
        if [one.text for one in self.tokens[self.at + 1 : self.at + 3]] == ["(", ")"]:
            return False, self._function()
        if word in ("[", "[[", "test", "!"):
            return True, self._test()
        made = self._simple()
        if self.quiet and not self._is_mark("|", "|&", "2>&1"):
            made = printed(made)
        return False, made

    def _test(self) -> str:
        first = self._next()
        self.at += 1
        if first == "!":
            if self._next() not in ("[", "[[", "test"):
                raise Unknown(first)
            return negated(self._test())
        shut = {"[": "]", "[[": "]]"}.get(first, "")
        words: list[str] = []
        while self.at < len(self.tokens):
            one = self.tokens[self.at]
            if one.is_mark and (first != "[[" or one.text not in ("&&", "||")):
                break
            self.at += 1
            if one.text == shut:
                return self.words.test(words)
            words.append(one.text)
        if shut or not words:
            raise Unknown(first)
        return self.words.test(words)

    def _condition(self, end: str) -> str:
        """What stands behind `if`, up to `; then`."""
        made, mark = "", ""
        while True:
            if self._next() in ("[", "[[", "test", "!"):
                part = self._test()
            elif self._next() in ("true", "false"):
                part = self._next()
                self.at += 1
            elif self._next() == "command" and self.tokens[self.at + 1].text == "-v":
                self.at += 2
                part = f"(which {self.words.argument(self._next())} | is-not-empty)"
                self.at += 1
                while self._is_mark(">", "2>&1", "&>") or self._next() == "/dev/null":
                    self.at += 1
            else:
                if shells.is_own(self._next()):
                    raise Unknown(self._next())
                part = f"({self._pipeline()[1]} | complete).exit_code == 0"
            made = f"{made} {mark} {part}" if made else part
            if not self._is_mark("&&", "||"):
                break
            mark = "and" if self._next() == "&&" else "or"
            self.at += 1
        if not self._is_mark(*SEPARATORS):
            raise Unknown(made)
        self._skip()
        self._expect(end)
        return made

    def _if(self) -> str:
        made = f"if {self._condition('then')} {{ {self._body('elif', 'else', 'fi')} }}"
        while self._next() == "elif":
            self.at += 1
            made += f" else if {self._condition('then')} {{ {self._body('elif', 'else', 'fi')} }}"
        if self._next() == "else":
            self.at += 1
            made += f" else {{ {self._body('fi')} }}"
        self._expect("fi")
        return made

    def _body(self, *ends: str, shown: bool = True) -> str:
        made = self._list(ends, shown)
        if not made:
            raise Unknown("an empty body")
        return made

    def _for(self) -> str:
        name = self._next()
        self.at += 1
        if not name.isidentifier():
            raise Unknown(name)
        self._expect("in")
        items: list[str] = []
        while self.at < len(self.tokens) and not self._is_mark(*SEPARATORS):
            if self.tokens[self.at].is_mark:
                raise Unknown(self._next())
            items.append(self._next())
            self.at += 1
        over = self.words.items(items)
        self._skip()
        self._expect("do")
        self.names.add(name)
        body = self._body("done", shown=False)
        self._expect("done")
        return f"for {name} in {over} {{ {body} }}"

    def _while(self) -> str:
        """`while …; do … done`, and `while read x; do … done < file`."""
        if not self._is_read():
            asked = self._condition("do")
            body = self._body("done", shown=False)
            self._expect("done")
            return f"while {asked} {{ {body} }}"
        name, body = self._rows()
        self._expect("<")
        if self.at >= len(self.tokens):
            raise Unknown("no file")
        file = self.words.argument(self._next())
        self.at += 1
        return f"for {name} in (open --raw {file} | lines) {{ {body} }}"

    def _is_read(self) -> bool:
        """Whether `read`, or `IFS= read`, stands here."""
        return "read" in [one.text for one in self.tokens[self.at : self.at + 2]]

    def _rows(self) -> tuple[str, str]:
        """`read -r x; do … done`: the variable and the body."""
        for word in ("IFS=", "read", "-r"):
            if self._next() == word:
                self.at += 1
        name = self._next()
        self.at += 1
        if not name.isidentifier():
            raise Unknown(name)
        self._skip()
        self._expect("do")
        self.names.add(name)
        body = self._body("done", shown=False)
        self._expect("done")
        return name, body

    def _function(self) -> str:
        name = self._next()
        self.at += 1
        if not name.replace("-", "_").isidentifier():
            raise Unknown(name)
        if self._is_mark("("):
            self.at += 1
            self._expect(")")
        self._skip()
        self._expect("{")
        quiet, self.quiet = self.quiet, False
        body = self._body("}")
        self.quiet = quiet
        self._expect("}")
        return f"def {name} [] {{ {body} }}"

    def _simple(self) -> str:
        """One command with its arguments and redirections."""
        words: list[str] = []
        redirects: list[str] = []
        while self.at < len(self.tokens):
            one = self.tokens[self.at]
            if one.is_mark and one.text not in REDIRECTS:
                break
            self.at += 1
            if not one.is_mark:
                words.append(one.text)
                continue
            if self.at >= len(self.tokens) or self.tokens[self.at].is_mark:
                raise Unknown(one.text)
            target = self.words.argument(self._next())
            self.at += 1
            mark = REDIRECTS[one.text]
            if mark in ("o>", "o>>") and self._is_mark("2>&1"):
                self.at += 1
                mark = mark.replace("o>", "o+e>")
            redirects.append(f" {mark} {target}")
        if not words or words[0] in UNTOLD or words[0][:1] in "{}" or "=" in words[0]:
            raise Unknown(" ".join(words))
        made = own(words, self.words)
        if redirects and made[:6] == "print ":
            raise Unknown(made)
        return made + "".join(redirects)
