"""argparse, optparse, click with typer, cleo, fabric, pip, and what is built on them: aws, az, gcloud, conda."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.INVALID_VALUE, "argument {place}: invalid choice: {quoted}{any}(choose from {list})"),
    (of.INVALID_VALUE, "option {place}: invalid choice: {quoted}{any}(choose from {list})"),
    (of.INVALID_VALUE, "invalid value for {place}: invalid choice: {word}. (choose from {list})"),
    (of.INVALID_VALUE, "invalid value for {place}: value error, {quoted} is not one of {list}"),
    (of.INVALID_VALUE, "invalid value for {place}: {quoted} is not one of {list}"),
    (of.INVALID_VALUE, "invalid value for {place}: {quoted} is not a valid "),
    (of.NO_SUCH_FILE, "invalid value for {place}: path {quoted} does not exist"),
    (of.NO_SUCH_FILE, "invalid value for {place}: file {quoted} does not exist"),
    (of.NO_SUCH_FILE, "invalid value for {place}: directory {quoted} does not exist"),
    (of.INVALID_VALUE, "argument {place}: invalid {any} value: {quoted}"),
    (of.INVALID_VALUE, "invalid choice: {quoted}"),
    (of.MISSING_VALUE, "argument {word}: expected one argument"),
    (of.MISSING_VALUE, "argument {word}: expected at least one argument"),
    (of.MISSING_VALUE, "{word} option requires 1 argument"),
    (of.MISSING_VALUE, "{word} option requires an argument"),
    (of.UNEXPECTED_ARGUMENT, "unrecognized arguments: {words}"),
    (of.MISSING_ARGUMENT, "the following arguments are required: {words}"),
    (of.AMBIGUOUS, "ambiguous option: {word} could match {list}"),
    (of.UNKNOWN_OPTION, "no such option: {word}"),
    (of.UNKNOWN_OPTION, "no such option {quoted}"),
    (of.UNKNOWN_COMMAND, "no such command {quoted}"),
    (of.UNKNOWN_COMMAND, "no command {quoted}"),
    (of.MISSING_ARGUMENT, "^missing argument {quoted}"),
    (of.MISSING_ARGUMENT, "^missing option {quoted}"),
    (of.UNEXPECTED_ARGUMENT, "got unexpected extra argument ({words})"),
    (of.UNEXPECTED_ARGUMENT, "got unexpected extra arguments ({words})"),
    (of.UNKNOWN_COMMAND, "the command {quoted} does not exist"),
    (of.UNKNOWN_COMMAND, "the requested command {word} does not exist"),
    (of.UNKNOWN_COMMAND, "{word} is not a valid task"),
    (of.UNKNOWN_COMMAND, "^command(s) not found:{below}"),
    (of.UNKNOWN_COMMAND, "no idea what {quoted} is"),
    (of.UNKNOWN_COMMAND, "{word} is misspelled or not recognized by the system"),
    (of.UNKNOWN_COMMAND, "{word} is not in the {place} command group"),
    (of.UNKNOWN_NAME, "could not find a version that satisfies the requirement {word}"),
    (of.UNKNOWN_NAME, "no matching distribution found for {word}"),
    (of.UNKNOWN_NAME, "no module named {word}$"),
    (of.NO_SUCH_FILE, "file or directory not found: {word}"),
    (of.NO_SUCH_FILE, "can't open file {quoted}"),
])  # fmt: skip
