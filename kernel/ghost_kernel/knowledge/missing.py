"""Whether a word that is no program here is misspelt, or names a program that is not installed.

Weighed are how well known the program of that name is, how near and how usual the program is that is here, and whether
the rest of the line suits it. A word that is well known is never a slip, so that `rg` does not become `rm`; of the
others, one slip from an everyday program makes it likelier that this one was meant.
"""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import command_table, programs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure
    from ghost_kernel.spelling import Near

FIRM = 0.6  # edits: a transposition, a doubled letter; no other slip is as common
LIGHT = 0.8  # a neighbouring key, another vowel
SHORT = 3  # letters: so few are soon the name of some program
SUITS = 0.3  # what the rest of the line has to say for the name that is here, in edits
# What begins a question, though rare programs bear such names; and what begins one where a word of these follows.
AUXILIARIES = frozenset(
    "is are was were am isnt arent isn't aren't does do did doesnt didnt doesn't didn't has have had can could should "
    "shall will would may must".split()
)
QUESTIONS = frozenset("where who whose what which when why how".split())
FIRST = 40  # of the everyday programs, those that fingers know best


def is_question(words: list[str]) -> bool:
    """Whether a line that begins with no program may be a question, `is docker installed`: no such name is meant."""
    return len(words) > 1 and (words[0] in AUXILIARIES or (words[0] in QUESTIONS and words[1] in AUXILIARIES))


def is_surely_question(failure: Failure) -> bool:
    """Whether nothing in such a line is what only a shell would be given: `can notes.txt` is a slip of `cat`."""
    return (
        is_question([one.plain for one in failure.words])
        and all(one.plain.replace("-", "a").isalpha() and not one.is_option for one in failure.args)
        and not failure.machine.exists(failure.args[-1].plain)  # what is asked of it is no file
    )


def is_known(name: str) -> bool:
    """Whether a real program bears the name, as far as anything here knows."""
    return name in programs.WELL_KNOWN or bool(command_table.package(name))


def is_slip_of_a_first(name: str) -> bool:
    """Whether one of the most used programs is a transposition away: `dc` of `cd`."""
    return bool(spelling.rank(name, programs.COMMON[:FIRST], FIRM))


def is_missing(name: str, near: Near, suits: float, own: bool = False) -> bool:
    """Whether a word is the name of a program that is not installed, rather than `near`, which is here, misspelt.

    `suits` says how much the rest of the line speaks for the near name, in edits; `own` that the person made that name.
    """
    place = programs.COMMON.index(near.name) if near.name in programs.COMMON else len(programs.COMMON)
    if name in programs.WELL_KNOWN:
        # Only `dc FOLDER` and the like: a slip of the most usual kind, of a first name, in a line that says so.
        return not (near.cost <= FIRM and place < FIRST and suits >= SUITS)
    if not is_known(name):
        return False
    if place == len(programs.COMMON) and not own:
        return True
    if near.cost <= FIRM:
        return suits < 0
    if near.cost <= LIGHT and len(name) <= SHORT:
        return suits < 0
    return suits < SUITS
