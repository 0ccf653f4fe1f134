"""commander, yargs and oclif; npm, yarn, pnpm, bun and deno."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.MISSING_VALUE, "option {word} argument missing"),
    (of.MISSING_ARGUMENT, "missing required argument {quoted}"),
    (of.MISSING_ARGUMENT, "missing required argument: {word}"),
    (of.MISSING_ARGUMENT, "required option {word} not specified"),
    (of.INVALID_VALUE, "option {place} argument {quoted} is invalid. allowed choices are {list}"),
    (of.INVALID_VALUE, "option {place} argument {quoted} is invalid"),
    (of.INVALID_VALUE, "argument: {place}, given: {quoted}, choices: {list}"),
    (of.INVALID_VALUE, "^expected {place}={word} to be one of: {list}"),
    (of.UNEXPECTED_ARGUMENT, "^unknown argument: {word}$"),
    (of.UNEXPECTED_ARGUMENT, "^unknown arguments: {words}"),
    (of.UNEXPECTED_ARGUMENT, "^unexpected argument: {word}$"),
    (of.MISSING_VALUE, "not enough arguments following: {word}"),
    (of.UNKNOWN_COMMAND, "^error: command {word} not found$"),
    (of.UNKNOWN_OPTION, "nonexistent flag: {word}"),
    (of.UNKNOWN_NAME, "missing script: {word}"),
    (of.UNKNOWN_NAME, "couldn't find a script named {quoted}"),
    (of.UNKNOWN_NAME, "script not found {quoted}"),
    (of.UNKNOWN_NAME, "task not found: {word}"),
    (of.UNKNOWN_COMMAND, "^error command {quoted} not found"),
])  # fmt: skip
