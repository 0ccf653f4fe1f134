"""Tools that speak with services and the system: systemctl, ip, nmcli, tmux, openssl, docker's daemon, man."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.UNKNOWN_COMMAND, "^unknown command verb {word}"),
    (of.UNKNOWN_COMMAND, "^unknown operation {word}"),
    (of.UNKNOWN_NAME, "unit {word} not found"),
    (of.UNKNOWN_NAME, "unit {word} could not be found"),
    (of.UNKNOWN_COMMAND, "^object {quoted} is unknown"),
    (of.UNKNOWN_COMMAND, "^command {quoted} is unknown"),
    (of.UNKNOWN_COMMAND, "^error: argument {quoted} not understood"),
    (of.AMBIGUOUS, "ambiguous command: {word}, could be: {list}"),
    (of.UNKNOWN_COMMAND, "^invalid command {quoted}; type"),
    (of.INVALID_VALUE, "unknown key type {word}"),
    (of.UNKNOWN_NAME, "no such service: {word}"),
    (of.UNKNOWN_NAME, "no such container: {word}"),
    (of.UNKNOWN_NAME, "no such image: {word}"),
    (of.UNKNOWN_NAME, "with the name {quoted} was not found"),
    (of.UNKNOWN_OPTION, "^unknown variable {quoted}"),
    (of.UNKNOWN_NAME, "no manual entry for {word}"),
    (of.UNKNOWN_NAME, "database {quoted} does not exist"),
    (of.UNKNOWN_NAME, "unknown database {quoted}"),
    (of.UNKNOWN_NAME, "{word}: no such user"),
])  # fmt: skip
