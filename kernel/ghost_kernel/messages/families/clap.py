"""clap, the parser of most programs in Rust, in its versions 2 to 4."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.UNEXPECTED_ARGUMENT, "unexpected argument {quoted} found"),
    (of.UNEXPECTED_ARGUMENT, "found argument {quoted} which wasn't expected"),
    (of.UNKNOWN_COMMAND, "unrecognized subcommand {quoted}"),
    (of.UNKNOWN_COMMAND, "the subcommand {quoted} wasn't recognized"),
    (of.INVALID_VALUE, "invalid value {quoted} for {place}"),
    (of.INVALID_VALUE, "{word} isn't a valid value for {place}"),
    (of.MISSING_VALUE, "a value is required for {word} but none was supplied"),
    (of.MISSING_VALUE, "the argument {word} requires a value but none was supplied"),
    (of.MISSING_ARGUMENT, "the following required arguments were not provided:{below}"),
    (of.TAKES_NO_VALUE, "unexpected value {any} for {word} found"),
])  # fmt: skip
