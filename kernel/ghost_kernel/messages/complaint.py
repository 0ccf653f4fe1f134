"""What a message complains of, in one small form for every tool."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN_COMMAND = "unknown_command"  # a subcommand or verb that the program does not know
UNKNOWN_OPTION = "unknown_option"
UNKNOWN_NAME = "unknown_name"  # a target, task, package, unit, branch that is not there
MISSING_VALUE = "missing_value"  # an option without the value it needs
TAKES_NO_VALUE = "takes_no_value"
INVALID_VALUE = "invalid_value"
MISSING_ARGUMENT = "missing_argument"
UNEXPECTED_ARGUMENT = "unexpected_argument"  # one too many, or one that fits nowhere
AMBIGUOUS = "ambiguous"  # an abbreviation of several
NOT_FOUND_PROGRAM = "not_found_program"
NO_SUCH_FILE = "no_such_file"
PERMISSION = "permission"
EXISTS = "exists"
IS_FOLDER = "is_folder"
NOT_FOLDER = "not_folder"
UNSET_VARIABLE = "unset_variable"
SYNTAX = "syntax"  # a mark that the shell did not expect
NO_MATCH = "no_match"  # a glob that matches nothing

# A word of the line is none that fits its place.
MISFITS = frozenset((UNKNOWN_COMMAND, UNKNOWN_OPTION, UNKNOWN_NAME, INVALID_VALUE, UNEXPECTED_ARGUMENT, AMBIGUOUS))


class Complaint:
    """One complaint: its kind, the word it names, the names it offers (best first), and the place of the word.

    Words stand as the message gives them, quotes taken off: an option may lack its dashes, or have its value with it.
    `place` is the option whose value was wrong, the cluster a letter stands in, or the command that has no such word.
    """

    __slots__ = ("kind", "word", "offered", "place")

    def __init__(self, kind: str, word: str, offered: Sequence[str] = (), place: str = "") -> None:
        self.kind = kind
        self.word = word
        self.offered = list(offered)
        self.place = place

    def names(self, typed: str) -> bool:
        """Whether it is of this word of the line: the word itself, or its part in front of '='; dashes may be left out.

        A command is named with the words in front of it by some: `conda craete`, `docker container lss`.
        """
        word = self.word
        if not word or not typed:
            return False
        if word == typed or word == typed.partition("=")[0] or word.partition("=")[0] == typed:
            return True
        if typed[:1] == "-" and self.kind not in (INVALID_VALUE, NO_SUCH_FILE):
            bare = typed.lstrip("-")
            return bool(bare) and word.lstrip("-") in (bare, bare.partition("=")[0])
        return self.kind == UNKNOWN_COMMAND and " " in word and word.rpartition(" ")[2] == typed

    def __repr__(self) -> str:
        return f"Complaint({self.kind!r}, {self.word!r}, {self.offered!r}, {self.place!r})"
