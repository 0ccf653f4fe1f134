"""git, and the other tools for versions: hg and svn."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.UNKNOWN_COMMAND, "{word} is not a git command"),
    (of.UNKNOWN_COMMAND, "unknown subcommand: {word}"),
    (of.UNKNOWN_OPTION, "^error: unknown option {quoted}"),
    (of.UNKNOWN_OPTION, "unknown switch {quoted}"),
    (of.UNKNOWN_OPTION, "^error: invalid option: {word}"),
    (of.UNKNOWN_OPTION, "fatal: unrecognized argument: {word}"),
    (of.UNKNOWN_OPTION, "^error: did you mean {list} (with two dashes)"),
    (of.MISSING_VALUE, "switch {quoted} requires a value"),
    (of.MISSING_VALUE, "option {quoted} requires a value"),
    (of.TAKES_NO_VALUE, "option {quoted} takes no value"),
    (of.AMBIGUOUS, "ambiguous option: {word} (could be {list})"),
    (of.UNKNOWN_NAME, "pathspec {quoted} did not match any file"),
    (of.UNKNOWN_NAME, "ambiguous argument {quoted}: unknown revision"),
    (of.UNKNOWN_NAME, "merge: {word} - not something we can merge"),
    (of.INVALID_VALUE, "invalid {place} format: {word}"),
    (of.INVALID_VALUE, "unknown date format {word}"),
    (of.UNKNOWN_NAME, "invalid reference: {word}"),
    (of.UNKNOWN_NAME, "src refspec {word} does not match any"),
    (of.UNKNOWN_NAME, "no such remote: {word}"),
    (of.UNKNOWN_NAME, "no such remote {quoted}"),
    (of.UNKNOWN_NAME, "{word} does not appear to be a git repository"),
    (of.UNKNOWN_COMMAND, "hg: unknown command {quoted}"),
    (of.AMBIGUOUS, "hg: command {quoted} is ambiguous"),
    (of.UNKNOWN_OPTION, "option {word} not recognized"),
])  # fmt: skip
