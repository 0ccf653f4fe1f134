"""cobra, pflag, Go's flag, urfave's cli and kong; go, docker, kubectl, helm, gh and terraform."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.UNKNOWN_COMMAND, "unknown command {quoted} for {place}"),
    (of.UNKNOWN_OPTION, "unknown shorthand flag: {quoted} in {place}"),
    (of.UNKNOWN_OPTION, "unknown flag: {word}"),
    (of.UNKNOWN_OPTION, "unknown flag {word}"),
    (of.UNKNOWN_OPTION, "flag provided but not defined: {word}"),
    (of.MISSING_VALUE, "flag needs an argument: {word}"),
    (of.INVALID_VALUE, "invalid argument {quoted} for {place} flag"),
    (of.INVALID_VALUE, "invalid value {quoted} for flag {place}: "),
    (of.INVALID_VALUE, "invalid boolean value {quoted} for {place}: "),
    (of.MISSING_ARGUMENT, "required flag(s) {quoted}"),
    (of.INVALID_VALUE, "output format {quoted}, allowed formats are: {list}"),
    (of.UNKNOWN_COMMAND, "no help topic for {quoted}"),
    (of.UNEXPECTED_ARGUMENT, "^unexpected argument {word},"),
    (of.UNKNOWN_COMMAND, "^go {word}: unknown command$"),
    (of.UNKNOWN_COMMAND, "{word} is not a docker command"),
    (of.UNKNOWN_COMMAND, "has no command named {quoted}"),
    (of.UNKNOWN_NAME, "doesn't have a resource type {quoted}"),
    (of.UNKNOWN_NAME, "(notfound): {any} {quoted} not found"),
])  # fmt: skip
