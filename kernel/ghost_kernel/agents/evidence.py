"""What this machine knows of a failure, in few words, for a model that knows no machine: names and lines of help.

Small models read slowly: the most telling lines come first, and what does not fit is left out. Names of files and the
words of help texts are data of others, as is the output; what a model makes of them is judged afterwards.
"""

from __future__ import annotations

import os

from ghost_kernel import budget, quoting
from ghost_kernel.knowledge import faults, helptext, managers, programs, subcommands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Word

MOST_HELP = 7  # lines of a help text
HELP_WIDTH = 110
MOST_NAMES = 24
FEW = 6  # names near a misspelt one
STEM_OF_OPTION = 3
LEAST_SCORE = 2.0
# Lines that every help text has.
JUNK = (
    "--help",
    "--version",
    "online help",
    "locally via",
    "report",
    "copyright",
    "http",
    "see also",
    "full documentation",
)
# Words that programs have for one thing: what is called so in one program is found by the others' names for it.
ALIKE = (
    "descending desc reverse backwards invert", "not invert except negate",
    "nocase insensitive ignore-case",
    "hidden all dotfiles almost-all", "readable human human-readable", "separator delimiter sep", "column field",
    "rows lines", "tally count number occurrences", "omit exclude skip ignore", "into directory folder dir target",
    "recursive recurse nested subdirectories parents", "quiet silent", "depth level maxdepth", "max limit most",
    "new create", "delete remove", "newest newer time mtime modified changed", "bigger larger size", "output target",
    "unique distinct dedupe", "append add", "overwrite force replace clobber", "keep preserve", "owner user",
    "utc gmt universal", "number numeric", "decode decrypt extract unpack", "join separator", "each max-args",
    "staged cached index", "names files-with-matches filename", "patch unified", "date time timestamp",
    "title summary oneline short", "first head lines", "last tail lines", "archive tarball", "symlink symbolic link",
)  # fmt: skip
ALIKE_SCORE = 3.0
EXACT_SCORE = 2.0
STEM = 4  # letters by which words are taken for one another: sorted, sorting
# Words of options that many lines of a help text have, and that tell nothing.
PLAIN = frozenset(
    "the and for with from this that file files option options use name show output all try more information".split()
)


def mark() -> str:
    """A word that no text of others can hold: it is made up now."""
    return os.urandom(4).hex()


def marked(text: str, word: str) -> str:
    """Text of others between marks that it cannot hold."""
    return f"<<<{word}\n{text.replace(word, '').strip()}\n{word}>>>"


def of(failure: Failure, most: int, past: Sequence[str] = ()) -> str:
    """The knowledge, in at most so many tokens: a fact a line, the most telling first. `past`: what memory says."""
    lines: list[str] = []
    for one in (*_missing_program(failure), *past, *_subcommands(failure), *_help(failure), *_files(failure)):
        if budget.tokens("\n".join([*lines, one])) <= most:
            lines.append(one)
    return "\n".join(lines)


def system(failure: Failure) -> str:
    """Distribution, packages, shell."""
    manager = managers.here(failure.machine)
    name = next(iter(managers.systems(failure.machine)), "linux")
    return f"{name}{f', {manager.name}' if manager else ''}, {failure.dialect}"


def _missing_program(failure: Failure) -> list[str]:
    from ghost_kernel import spelling

    word = faults.not_found(failure)
    if word is None:
        return []
    near = spelling.rank(word.plain, programs.known(failure.machine, failure.dialect), limit=3.0)
    names = [one.name for one in near[:FEW] if not programs.is_destructive(one.name)]
    said = f"there is no program {word.plain} here"
    return [said + (f"; near names: {', '.join(names)}" if names else "")]


def chain_of(failure: Failure) -> tuple[str, ...]:
    """The subcommands of the line that are right; empty for a program without any."""
    try:
        return faults.subcommand(failure)[0]
    except (IndexError, ValueError):
        return ()


def _subcommands(failure: Failure) -> list[str]:
    """The names that fit where a subcommand is none: those that share letters with it before the usual ones."""
    chain, wrong, names = faults.subcommand(failure)
    if wrong is None or not names or not failure.has(*faults.REFUSALS):
        return []
    known = list(dict.fromkeys([*subcommands.usual(failure.program, chain), *names]))
    telling = stems(wrong.plain)
    ranked = sorted(known, key=lambda name: -sum(stem in name for stem in telling))
    return [f"{' '.join((failure.program, *chain))} knows: {' '.join(ranked[:MOST_NAMES])}"]


def _help(failure: Failure) -> list[str]:
    """The lines of the program's help that are about what was typed; where none is, the names of its options."""
    scored = help_lines(failure)
    if scored:
        asked = " ".join((failure.program, *chain_of(failure)))
        return [f"{asked} help: {text}" for _, text in scored[:MOST_HELP]]
    names = list(dict.fromkeys(helptext.options(help_of(failure))))
    return [f"{failure.program} has: {' '.join(names[:MOST_NAMES])}"] if names else []


def help_of(failure: Failure) -> str:
    """What the manual says of a program's options, else its own help, asked of it as a look; empty where neither is."""
    if not failure.program or faults.not_found(failure) is not None:
        return ""
    chain = chain_of(failure)
    said = failure.machine.keep(("entries", failure.program, chain), lambda: _manual(failure, chain))
    return said or helptext.text(failure.machine, [failure.words[0].plain, *chain_of(failure)])


def _manual(failure: Failure, chain: tuple[str, ...]) -> str:
    from ghost_kernel.knowledge import entries

    return "\n".join(entries.of(failure.machine, failure.program, chain))


def alike(text: str) -> list[str]:
    """What an option may be called elsewhere: the words that some program has for the same thing."""
    own = set(text.strip("-").lower().replace("_", "-").split("-")) | {text.strip("-").lower()}
    own |= {word[:-1] for word in own if word.endswith("s")}
    found: list[str] = []
    for group in ALIKE:
        words = group.split()
        if not own.isdisjoint(words):
            found += [word for word in words if word not in own]
    return found


def option_lines(failure: Failure) -> list[str]:
    """The lines of the help that tell of an option each, in their order."""
    lines = [" ".join(line.split()) for line in help_of(failure).splitlines()]
    return [line[:HELP_WIDTH] for line in lines if line[:1] == "-" and not any(mark in line.lower() for mark in JUNK)]


def help_lines(failure: Failure) -> list[tuple[float, str]]:
    """The lines of the help that share word stems with what was typed, the most telling first, each with its score.

    The words of options tell most, then those of the message; the line of an option is worth more than prose.
    """
    typed = [word for word in failure.args if word.is_option]
    options = [stem for word in typed for stem in stems(word.plain, STEM_OF_OPTION)]
    telling = [stem for word in failure.args for stem in stems(word.plain)] + stems(failure.output or "")[:8]
    own = failure.program[:STEM]
    others = list(dict.fromkeys(word for one in typed for word in alike(one.plain.partition("=")[0])))
    scored: list[tuple[float, int, str]] = []
    for place, line in enumerate(help_of(failure).splitlines()):
        text = " ".join(line.split())
        low = text.lower()
        if len(text) < 4 or any(mark in low for mark in JUNK):
            continue
        score = sum(3.0 for stem in options if stem in low)
        names = low.partition("  ")[0][:60] if low[:1] == "-" else ""
        score += ALIKE_SCORE * any(word in names for word in others)
        score += EXACT_SCORE * any(f"--{word}" in names.replace("=", " ").replace(",", " ").split() for word in others)
        score += sum(1.0 for stem in set(telling) if stem != own and stem in low)
        if score and text[:1] == "-":
            score += 2
        elif low.startswith("usage") and not options:
            score += 1.5
        if score >= LEAST_SCORE:
            scored.append((-score, place, text[:HELP_WIDTH]))
    return [(-score, text) for score, _, text in sorted(scored)]


def _files(failure: Failure) -> list[str]:
    """The names in the working folder, those that share letters with what was typed first."""
    names = failure.machine.names(".")
    shown = [name + "/" * folder for name, folder in names.items() if name[:1] != "."]
    if not shown:
        return []
    typed = [stem for word in failure.args for stem in stems(word.plain)]
    ranked = sorted(shown, key=lambda name: (-sum(stem in name.lower() for stem in typed), name))
    # A name may be a sentence: it is shown as a line would hold it. Those that hold the ends of lines are not listed.
    return [f"files here: {' '.join([quoting.quote(name, failure.dialect) for name in ranked[:MOST_NAMES]])}"]


def stems(text: str, size: int = STEM) -> list[str]:
    """The beginnings of the words in a text, such as two forms of one word have in common."""
    import re

    found: list[str] = []
    for word in re.findall(r"[a-z]{3,}", text.lower()):
        if word not in PLAIN and word[:size] not in found:
            found.append(word[:size])
    return found


def local_names(failure: Failure, words: list[Word]) -> frozenset[str]:
    """Those of the words that are names of this machine: programs, subcommands, options, files, branches."""
    from ghost_kernel.knowledge import git, options

    machine = failure.machine
    program = failure.program
    known = {*subcommands.usual(program), *programs.builtins(failure.dialect)}
    known.update(subcommands.all_known(machine, program) if program else [])
    chain = chain_of(failure)
    listed = {*options.on_disk(machine, program, chain), *options.on_disk(machine, program)} if program else set()
    found: set[str] = set()
    for word in words:
        text = word.plain
        name = text.partition("=")[0]
        is_name = bool(text) and text[:1] != "-"
        if (
            text in known
            or name in listed
            or (is_name and (machine.exists(text) or ("/" not in text and machine.which(text))))
            or (program == "git" and text in git.revisions(machine))
        ):
            found.add(text)
    unknown = [word for word in words if word.is_option and word.plain not in found]
    if unknown and program and machine.which(program):
        asked = set(options.from_program(machine, program, chain))
        found.update(word.plain for word in unknown if word.plain.partition("=")[0] in asked)
    return frozenset(found)
