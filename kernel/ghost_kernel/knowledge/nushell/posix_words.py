"""Words, tests and values of a POSIX shell, as Nushell writes them. What is not sure raises Unknown.

A name that the text itself sets (`for f in …`) is a variable, `$f`; one in capitals is of the environment, `$env.F`.
"""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.knowledge.nushell.posix_tokens import Unknown, closing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
PLAIN = NAME | frozenset("-./~:@%+,=^*?")
GLOB = frozenset("*?")
MOST_WRITTEN = 40  # words of one brace expansion
PATH_TESTS = {"-f": "path exists", "-e": "path exists", "-r": "path exists", "-a": "path exists"}
TYPE_TESTS = {"-d": "dir", "-L": "symlink", "-h": "symlink"}
SIGNS = {"=": "==", "==": "==", "!=": "!="}
NUMBER_SIGNS = {"-eq": "==", "-ne": "!=", "-gt": ">", "-lt": "<", "-ge": ">=", "-le": "<="}


class Words:
    """Reads words; `run` translates the text of a `$( … )`."""

    def __init__(self, names: set[str], run: Callable[[str], str]) -> None:
        self.names = names
        self.run = run

    def variable(self, name: str) -> str:
        """The variable as nu names it."""
        if name == "?":
            return "$env.LAST_EXIT_CODE"
        if name in self.names:
            return "$" + name
        if name and name.isupper() and name.replace("_", "a").isalnum() and not name[0].isdigit():
            return "$env." + name
        raise Unknown(name)

    def parts(self, word: str) -> list[tuple[str, str]]:
        """The word's parts: ('text', …), ('quoted', …), or ('value', an expression of nu's)."""
        found: list[tuple[str, str]] = []
        at, within = 0, False
        while at < len(word):
            char = word[at]
            if char == '"':
                within = not within
                found.append(("quoted", ""))
                at += 1
            elif char == "'" and not within:
                end = word.find("'", at + 1)
                if end < 0:
                    raise Unknown(word)
                found.append(("quoted", word[at + 1 : end]))
                at = end + 1
            elif char == "\\":
                if at + 1 >= len(word) or (within and word[at + 1] not in '\\"$`'):
                    found.append(("quoted" if within else "text", char))
                    at += 1
                else:
                    found.append(("quoted", word[at + 1]))
                    at += 2
            elif char == "$":
                value, at = self._dollar(word, at)
                found.append(("value", value) if value != "$" else ("quoted", "$"))
            elif char == "`":
                end = word.find("`", at + 1)
                if end < 0:
                    raise Unknown(word)
                found.append(("value", f"({self.run(word[at + 1 : end])})"))
                at = end + 1
            else:
                found.append(("quoted" if within else "text", char))
                at += 1
        return found

    def _dollar(self, word: str, at: int) -> tuple[str, int]:
        following = word[at + 1 : at + 2]
        if word.startswith("$((", at):
            end = word.find("))", at)
            if end < 0:
                raise Unknown(word)
            return f"({self._sum(word[at + 3 : end])})", end + 2
        if following == "(":
            end = closing(word, at + 1)
            return f"({self.run(word[at + 2 : end - 1])})", end
        if following == "{":
            end = word.find("}", at)
            if end < 0 or not NAME.issuperset(word[at + 2 : end]):
                raise Unknown(word)
            return self.variable(word[at + 2 : end]), end + 1
        if following == "?":
            return self.variable("?"), at + 2
        end = at + 1
        while end < len(word) and word[end] in NAME:
            end += 1
        if end == at + 1:
            if following in ("", " ", "/", '"'):
                return "$", end
            raise Unknown(word)
        return self.variable(word[at + 1 : end]), end

    def _sum(self, text: str) -> str:
        """What is reckoned in `$(( … ))`, of names that the text itself sets."""
        import re

        made = []
        for part in re.findall(r"\w+|\S", text.replace("$", " ")):
            if part.isdigit():
                made.append(part)
            elif part in self.names:
                made.append("$" + part)
            elif part in "+-*/%":
                made.append({"/": "//", "%": "mod"}.get(part, part))
            else:
                raise Unknown(text)
        return " ".join(made)

    def argument(self, word: str) -> str:
        """The word as an argument of a command."""
        parts = self.parts(word)
        kinds = {kind for kind, _ in parts}
        text = "".join([one for _, one in parts])
        if "value" not in kinds:
            if "quoted" not in kinds:
                if set("{}") & set(text):
                    return " ".join([self.argument(one) for one in written_out(text)])
                if not PLAIN.issuperset(text):
                    raise Unknown(word)
                return text
            if word[:1] == "'" and word[-1:] == "'" and word.count("'") == 2:
                return word
            if any(kind == "text" and one in "*?{}~" for kind, one in parts):
                raise Unknown(word)
            return cutting.string(text)
        return self.value(word)

    def value(self, word: str) -> str:
        """The word as a value: a string, a variable, a subexpression, an interpolation."""
        parts = [one for one in self.parts(word) if one != ("quoted", "")]
        if any(kind == "text" and one in "*?{}" for kind, one in parts):
            raise Unknown(word)
        if not any(kind == "value" for kind, _ in parts):
            return cutting.string("".join([one for _, one in parts]))
        if len(parts) == 1:
            return parts[0][1]
        made = ""
        for kind, one in parts:
            if kind == "value":
                made += one if one[:1] == "(" else f"({one})"
            elif one in ('"', "\\", "(", ")"):
                raise Unknown(word)
            else:
                made += one
        return f'$"{made}"'

    def items(self, items: list[str]) -> str:
        """What a `for` goes through."""
        if not items:
            raise Unknown("no items")
        first = items[0]
        if len(items) == 1:
            if first[:2] in ("$(", "`") or first[:1] == "`":
                inner = self.value(first)
                head = inner[1:].split(" ")[0].rstrip(")").lstrip("^")
                if head == "ls":
                    return inner[:-1] + " | get name)" if "-" not in inner else "(^" + inner[1:-1] + " | lines)"
                counted = inner[1:-1].split()
                if head == "seq" and len(counted) in (2, 3) and all(one.isdigit() for one in counted[1:]):
                    return f"{counted[1] if len(counted) == 3 else 1}..{counted[-1]}"
                return inner if head in ("glob", "open") else inner[:-1] + " | lines)"
            if first[:1] == "{" and first[-1:] == "}" and ".." in first:
                low, _, high = first[1:-1].partition("..")
                if low.isdigit() and high.isdigit():
                    return f"{int(low)}..{int(high)}"
                raise Unknown(first)
            if GLOB & set(first):
                bare = self.argument(first)
                return f"(glob {bare})"
            if first[:1] == "$" and NAME.issuperset(first[1:]):
                return self.variable(first[1:])
        if first[:1] == "[" and items[-1][-1:] == "]":
            return " ".join(items)
        if any(GLOB & set(one) or "$" in one for one in items):
            raise Unknown(" ".join(items))
        return "[" + " ".join([self.argument(one) for one in items]) + "]"

    def test(self, words: list[str]) -> str:
        """What stands between `[` and `]`, as a condition."""
        for mark, new in (("||", "or"), ("-o", "or"), ("&&", "and"), ("-a", "and")):
            if mark in words[1:-1]:
                at = words.index(mark, 1)
                return f"{self.test(words[:at])} {new} {self.test(words[at + 1 :])}"
        if words[:1] == ["!"]:
            inner = self.test(words[1:])
            if inner[:4] == "not ":
                raise Unknown(inner)
            if inner.count(" == ") == 1 and " and " not in inner:
                return inner.replace(" == ", " != ")
            return "not " + inner
        if len(words) == 2:
            return self._unary(*words)
        if len(words) == 3:
            one, sign, other = words
            if sign in SIGNS:
                return f"{self.value(one)} {SIGNS[sign]} {self.value(other)}"
            if sign in NUMBER_SIGNS:
                return f"{self._number(one)} {NUMBER_SIGNS[sign]} {self._number(other)}"
        raise Unknown(" ".join(words))

    def _unary(self, sign: str, word: str) -> str:
        value = self.value(word)
        if sign in ("-z", "-n"):
            asked = "is-empty" if sign == "-z" else "is-not-empty"
            return f"({value + '?' if value.startswith('$env.') else value} | {asked})"
        if sign in PATH_TESTS:
            return f"({value} | {PATH_TESTS[sign]})"
        if sign in TYPE_TESTS:
            return f'({value} | path type) == "{TYPE_TESTS[sign]}"'
        raise Unknown(sign)

    def _number(self, word: str) -> str:
        bare = word.strip('"')
        if bare.lstrip("-").isdigit():
            return bare
        value = self.value(word)
        if value[:5] == "$env." and value != "$env.LAST_EXIT_CODE":
            return f"({value} | into int)"
        if value[:1] != "$":
            raise Unknown(word)
        return value


def written_out(word: str) -> list[str]:
    """`a{b,c}d` as `abd acd`, `n{1..3}` as its numbers; the word alone where nothing in it is one of these."""
    begin = word.find("{")
    while begin >= 0:
        depth, commas, end = 0, [begin], -1
        for place in range(begin, len(word)):
            char = word[place]
            depth += (char == "{") - (char == "}")
            if char == "," and depth == 1:
                commas.append(place)
            if not depth:
                end = place
                break
        if end < 0:
            raise Unknown(word)
        items = [word[one + 1 : other] for one, other in zip(commas, [*commas[1:], end])]
        if len(items) == 1:
            items = _numbers(items[0])
        if items:
            made = [word[:begin] + one + word[end + 1 :] for one in items]
            found = [every for one in made for every in written_out(one)]
            if len(found) > MOST_WRITTEN:
                raise Unknown(word)
            return found
        begin = word.find("{", begin + 1)
    return [word]


def _numbers(text: str) -> list[str]:
    first, mark, last = text.partition("..")
    if not mark or not first.isdigit() or not last.isdigit() or (first[0] == "0" and len(first) > 1):
        return []
    low, high = int(first), int(last)
    if abs(high - low) >= MOST_WRITTEN:
        raise Unknown(text)
    step = 1 if high >= low else -1
    return [str(one) for one in range(low, high + step, step)]
