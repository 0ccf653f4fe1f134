"""The shells' own errors, and those of programs that start others: bash, dash, zsh, fish, nu, env, sudo."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.NOT_FOUND_PROGRAM, "^command not found: {word}$"),
    (of.NOT_FOUND_PROGRAM, "{word}: command not found"),
    (of.NOT_FOUND_PROGRAM, "^command {quoted} not found, "),
    (of.NOT_FOUND_PROGRAM, "command `{word}` not found"),
    (of.NOT_FOUND_PROGRAM, "{word}: applet not found"),
    (of.NOT_FOUND_PROGRAM, "{word}: not found$"),
    (of.NOT_FOUND_PROGRAM, "fish: unknown command: {word}"),
    (of.NOT_FOUND_PROGRAM, "failed to run command {quoted}: no such file"),
    (of.NOT_FOUND_PROGRAM, "^env: {word}: no such file or directory"),
    (of.NOT_FOUND_PROGRAM, "^xargs: {word}: no such file or directory"),
    (of.UNSET_VARIABLE, "{word}: unbound variable"),
    (of.UNSET_VARIABLE, "{word}: parameter not set"),
    (of.SYNTAX, "syntax error near unexpected token {quoted}"),
    (of.SYNTAX, "syntax error: {quoted} unexpected"),
    (of.SYNTAX, "parse error near {quoted}"),
    (of.NO_MATCH, "no matches found: {word}"),
    (of.NO_MATCH, "no matches for wildcard {quoted}"),
    (of.NO_MATCH, "no match: {word}"),
    (of.NO_SUCH_FILE, "can't cd to {word}"),
    (of.NO_SUCH_FILE, "cannot open {word}: no such file"),
    (of.NO_SUCH_FILE, "cannot create {word}: directory nonexistent"),
    (of.NO_SUCH_FILE, "the directory {quoted} does not exist"),
    (of.NOT_FOLDER, "cd: {word} is not a directory"),
    (of.UNKNOWN_OPTION, "bad option: {word}"),
    (of.UNKNOWN_OPTION, "{word}: invalid option$"),
    (of.UNKNOWN_OPTION, "illegal option {word}$"),
    (of.INVALID_VALUE, "{word}: invalid option name"),
    (of.UNKNOWN_COMMAND, "{word}: not a shell builtin"),
    (of.UNKNOWN_COMMAND, "no such builtin: {word}"),
])  # fmt: skip
