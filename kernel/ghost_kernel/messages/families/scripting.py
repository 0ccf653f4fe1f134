"""Ruby's OptionParser, Thor, gem and rake; Perl's Getopt::Long; Symfony's console; parsers in Haskell, OCaml, Dart."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.UNKNOWN_OPTION, "invalid option: {word} (optionparser"),
    (of.MISSING_VALUE, "missing argument: {word} (optionparser"),
    (of.AMBIGUOUS, "ambiguous option: {word} (optionparser"),
    (of.INVALID_VALUE, "invalid argument: {place} {word} (optionparser"),
    (of.UNKNOWN_COMMAND, "could not find command {quoted}"),
    (of.UNKNOWN_COMMAND, "could not find task {quoted}"),
    (of.UNKNOWN_COMMAND, "could not find a command named {quoted}"),
    (of.UNKNOWN_OPTION, "could not find an option named {quoted}"),
    (of.UNKNOWN_OPTION, "unknown switches {quoted}"),
    (of.UNKNOWN_NAME, "could not find a valid gem {quoted}"),
    (of.UNKNOWN_NAME, "don't know how to build task {quoted}"),
    (of.UNKNOWN_COMMAND, "unrecognized command {quoted}"),
    (of.MISSING_VALUE, "^option {word} requires an argument$"),
    (of.INVALID_VALUE, "^value {quoted} invalid for option {place} ("),
    (of.UNKNOWN_COMMAND, "^command {quoted} is not defined"),
    (of.AMBIGUOUS, "^command {quoted} is ambiguous"),
    (of.UNKNOWN_OPTION, "the {quoted} option does not exist"),
    (of.MISSING_ARGUMENT, "not enough arguments (missing: {quoted}"),
    (of.UNKNOWN_COMMAND, "there are no commands defined in the {quoted} namespace"),
    (of.NO_SUCH_FILE, "^could not open input file: {word}"),
    (of.UNKNOWN_OPTION, "^invalid option {quoted}$"),
    (of.UNEXPECTED_ARGUMENT, "^invalid argument {quoted}$"),
    (of.MISSING_ARGUMENT, "^missing: {word}$"),
    (of.MISSING_VALUE, "the option {quoted} expects an argument"),
    (of.UNKNOWN_COMMAND, "unrecognised command: {word}"),
    (of.UNKNOWN_OPTION, "unrecognised flag: {word}"),
    (of.UNKNOWN_COMMAND, "unknown command {quoted}, must be one of {list}."),
    (of.INVALID_VALUE, "option {place}: invalid value {quoted}"),
    (of.UNKNOWN_COMMAND, "{word} is not a task"),
    (of.UNKNOWN_NAME, "the task {quoted} could not be found"),
])  # fmt: skip
