"""The words behind `rules`, and what each of them does."""

from __future__ import annotations

import sys

from ghost_kernel.checks import finding, listing

USAGE = (
    "usage: rules [--rules-dir FOLDER] [--package PATH]… list | state | new NAME | check [FILE|FOLDER|NAME]…\n"
    "       rules [--rules-dir FOLDER] [--package PATH]… try [--rule NAME] [--all] [--json]   a failed event on stdin\n"
    "       skills list | state FOLDER | check [FILE]… | read SENTENCE…\n"
)
WRONG = 2  # exit code for words that make no sense


def main(args: list[str]) -> int:
    """Does what the arguments say; returns the exit code."""
    if args[:1] == ["rules"]:
        library, rest = finding.Library.of(args[1:])
        if rest == ["list"]:
            return listing.show(library)
        if rest == ["state"]:
            return listing.state(library)
        if rest[:1] == ["check"]:
            from ghost_kernel.checks import playing

            return playing.check(library, rest[1:])
        if rest[:1] == ["new"] and len(rest) == 2:
            from ghost_kernel.checks import template

            return template.write(library.folder, rest[1])
        wanted = _try_words(rest[1:]) if rest[:1] == ["try"] else None
        if wanted is not None:
            from ghost_kernel.checks import trying

            return trying.main(library, *wanted)
    if args[:1] == ["skills"]:
        from ghost_kernel.checks import reading

        done = reading.main(args[1:])
        if done is not None:
            return done
    sys.stderr.write(USAGE)
    return WRONG


def _try_words(words: list[str]) -> tuple[str, bool, bool] | None:
    """The rule that is asked about, whether all are shown, whether as JSON; None for words that make no sense."""
    rule, every, json = "", False, False
    left = iter(words)
    for word in left:
        if word == "--rule":
            rule = next(left, "")
            if not rule:
                return None
        elif word == "--all":
            every = True
        elif word == "--json":
            json = True
        else:
            return None
    return rule, every, json
