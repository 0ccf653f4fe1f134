"""getopt as glibc, musl, BSD and BusyBox have it, gnulib's lists of arguments, and programs that word it like them."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.UNKNOWN_OPTION, "unrecognized option {quoted}"),
    (of.UNKNOWN_OPTION, "^unrecognized option: {word}"),
    (of.UNKNOWN_OPTION, "invalid option -- {word}"),
    (of.UNKNOWN_OPTION, "illegal option -- {word}"),
    (of.UNKNOWN_OPTION, "unknown option -- {word}"),
    (of.UNKNOWN_OPTION, "unrecognized command-line option {quoted}"),
    (of.UNKNOWN_OPTION, "unrecognized command line option {quoted}"),
    (of.UNKNOWN_OPTION, "unknown option argument: {quoted}"),
    (of.UNKNOWN_OPTION, "unrecognized switch: {word}"),
    (of.UNKNOWN_OPTION, "(long option {quoted} not supported)"),
    (of.UNKNOWN_OPTION, "^there is no {word} option ("),
    (of.UNKNOWN_OPTION, "option {word}: is unknown"),
    (of.UNKNOWN_OPTION, "unknown predicate {quoted}"),
    (of.UNKNOWN_OPTION, "{word}: unknown option$"),
    (of.MISSING_VALUE, "option requires an argument -- {word}"),
    (of.MISSING_VALUE, "option requires an argument: {word}"),
    (of.MISSING_VALUE, "option {word} requires an argument"),
    (of.MISSING_VALUE, "option {word}: requires parameter"),
    (of.MISSING_VALUE, "missing argument to {quoted}"),
    (of.MISSING_VALUE, "missing argument for option {word}"),
    (of.TAKES_NO_VALUE, "option {word} doesn't allow an argument"),
    (of.AMBIGUOUS, "option {word} is ambiguous ({list})"),
    (of.AMBIGUOUS, "option {word} is ambiguous"),
    (of.AMBIGUOUS, "ambiguous argument {quoted} for {place}"),
    (of.INVALID_VALUE, "invalid argument {quoted} for {place}"),
    (of.INVALID_VALUE, "invalid {place} argument {quoted}"),
    (of.INVALID_VALUE, "unknown argument to {place}: {word}"),
    (of.UNEXPECTED_ARGUMENT, "extra operand {quoted}"),
    (of.UNEXPECTED_ARGUMENT, "paths must precede expression: {word}"),
    (of.MISSING_ARGUMENT, "^missing operand"),
    (of.MISSING_ARGUMENT, "^missing file operand"),
    (of.MISSING_ARGUMENT, "^missing destination file operand"),
])  # fmt: skip
