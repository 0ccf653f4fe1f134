"""A lenient splitter for lines that come without the body's parse: examples of rules, earlier strikes, broken quotes.

It knows words, quotes, expansions,
redirections and operators of a POSIX-like shell. It is no parser: a compound command
becomes a stage without words, and what it cannot read it takes as text. The body's parse is always preferred.
"""

from __future__ import annotations

from ghost_kernel.line import Redirect, Stage, Word, is_assignment

OPERATORS = {"&&": "and", "||": "or", ";": "then", "|": "pipe", "|&": "pipe", "&": "background", "\n": "then"}
COMPOUND = frozenset(("if", "for", "while", "until", "case", "select", "function", "{", "[[", "(("))
BLANK = " \t"
END = " \t\n;&|<>()"


def split(line: str) -> list[Stage]:
    """The stages of the line."""
    return _Splitter(line).stages()


def words(line: str) -> list[Word]:
    """The words alone, as if the line were one simple command; an open quote runs to the end."""
    reader = _Splitter(line)
    found = []
    while (word := reader.word(BLANK + "\n")) is not None:
        found.append(word)
    return found


def opened(line: str, stages: list[Stage]) -> list[Stage]:
    """The stages, with those inside of a group `( … )` or `{ …; }` in its place: the parse takes a group as one."""
    found: list[Stage] = []
    for stage in stages:
        text = line[stage.start : stage.end]
        inside = (text[:1] == "(" and text[:2] != "((" and text[-1:] == ")") or (text[:2] == "{ " and text[-1:] == "}")
        if not inside or stage.words or stage.redirects or stage.failed is False:
            found.append(stage)
            continue
        reader = _Splitter(line[: stage.end - 1])
        reader.at = stage.start + 1
        parts = reader.stages()
        if not parts or any(not part.words and not part.assignments for part in parts):
            found.append(stage)  # more than plain commands are in it
            continue
        parts[0].operator = stage.operator
        found += parts
    return found


class _Splitter:
    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0

    def stages(self) -> list[Stage]:
        found: list[Stage] = []
        operator = "start"
        while self.at < len(self.line):
            stage = self.stage(operator)
            if stage is not None:
                found.append(stage)
            operator = self.operator() or "then"
        return found

    def operator(self) -> str | None:
        for text in (self.line[self.at : self.at + 2], self.line[self.at : self.at + 1]):
            if text in OPERATORS:
                self.at += len(text)
                return OPERATORS[text]
        return None

    def blanks(self) -> None:
        while self.at < len(self.line):
            if self.line[self.at] in BLANK:
                self.at += 1
            elif self.line.startswith("\\\n", self.at):
                self.at += 2
            else:
                break

    def stage(self, operator: str) -> Stage | None:
        self.blanks()
        start = self.at
        assignments: list[Word] = []
        found: list[Word] = []
        redirects: list[Redirect] = []
        end = start
        compound = False
        while self.at < len(self.line):
            self.blanks()
            if self.at >= len(self.line):
                break
            char = self.line[self.at]
            if char == "#":
                self.at = len(self.line)
                break
            if char in "()":
                compound = True
                self.at += 1
                end = self.at
                continue
            redirect = self.redirect()
            if redirect is not None:
                redirects.append(redirect)
                end = self.at
                continue
            if char in ";|&\n":
                break
            word = self.word(END)
            if word is None:
                break
            end = self.at
            if not found and is_assignment(word.text):
                assignments.append(word)
            else:
                compound = compound or (not found and word.text in COMPOUND)
                found.append(word)
        if end == start:
            return None
        if compound:
            return Stage([], start, end, operator)
        return Stage(found, start, end, operator, assignments, redirects)

    def redirect(self) -> Redirect | None:
        start = self.at
        at = start
        while at < len(self.line) and self.line[at].isdigit():
            at += 1
        if self.line.startswith("&>", start):
            at = start + 1
        if at >= len(self.line) or self.line[at] not in "<>":
            return None
        mark = at
        while at < len(self.line) and self.line[at] in "<>|" and at - mark < 3:
            at += 1
        if at < len(self.line) and self.line[at] == "&":
            at += 1
            while at < len(self.line) and (self.line[at].isdigit() or self.line[at] == "-"):
                at += 1
            self.at = at
            return Redirect(self.line[start:at], None, start, at)
        operator = self.line[start:at]
        self.at = at
        self.blanks()
        target = self.word(END)
        if "<<" in operator:
            target = None
        return Redirect(operator, target, start, self.at)

    def word(self, ends: str) -> Word | None:
        while self.at < len(self.line) and self.line[self.at] in BLANK:
            self.at += 1
        start = self.at
        value: list[str] = []
        known = True
        line, size = self.line, len(self.line)
        while self.at < size and line[self.at] not in ends:
            char = line[self.at]
            if char == "\\" and self.at + 1 < size:
                value.append(line[self.at + 1])
                self.at += 2
            elif char == "'":
                close = line.find("'", self.at + 1)
                close = size if close < 0 else close
                value.append(line[self.at + 1 : close])
                self.at = min(close + 1, size)
            elif char == '"':
                known = self.double(value) and known
            elif char == "$" or char == "`":
                grown = self.expansion()
                if grown == "$":
                    value.append("$")
                else:
                    known = False
            else:
                value.append(char)
                self.at += 1
        if self.at == start:
            return None
        text = line[start : self.at]
        if text[0] == "~":
            known = False
        return Word(text, "".join(value) if known else None, start, self.at)

    def double(self, value: list[str]) -> bool:
        """From one double quote to the next; whether its meaning is known."""
        known = True
        self.at += 1
        line, size = self.line, len(self.line)
        while self.at < size and line[self.at] != '"':
            char = line[self.at]
            if char == "\\" and self.at + 1 < size and line[self.at + 1] in '"\\$`':
                value.append(line[self.at + 1])
                self.at += 2
            elif char == "$" or char == "`":
                if self.expansion() == "$":
                    value.append("$")
                else:
                    known = False
            else:
                value.append(char)
                self.at += 1
        self.at = min(self.at + 1, size)
        return known

    def expansion(self) -> str:
        """Past $NAME, ${…}, $(…) or `…`; the text passed, '$' alone for a dollar that means itself."""
        start = self.at
        line, size = self.line, len(self.line)
        if line[start] == "`":
            close = line.find("`", start + 1)
            self.at = size if close < 0 else close + 1
            return line[start : self.at]
        self.at += 1
        if self.at < size and line[self.at] in "({":
            open_, shut = ("(", ")") if line[self.at] == "(" else ("{", "}")
            depth = 0
            while self.at < size:
                depth += (line[self.at] == open_) - (line[self.at] == shut)
                self.at += 1
                if depth == 0:
                    break
            return line[start : self.at]
        if self.at < size and line[self.at] in "?$!#@*-0123456789":
            self.at += 1
            return line[start : self.at]
        while self.at < size and (line[self.at].isalnum() or line[self.at] == "_"):
            self.at += 1
        return line[start : self.at]
