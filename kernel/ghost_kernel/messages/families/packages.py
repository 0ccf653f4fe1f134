"""Managers of packages, and tools that build: apt, dnf, pacman, apk, brew, nix, cargo, gradle, maven, make and such."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

PATTERNS = patterns([
    (of.UNKNOWN_COMMAND, "^e: invalid operation {word}"),
    (of.UNKNOWN_OPTION, "command line option {word} [from {place}] is not understood"),
    (of.UNKNOWN_OPTION, "command line option {word} is not understood"),
    (of.UNKNOWN_NAME, "unable to locate package {word}"),
    (of.UNKNOWN_COMMAND, "^no such command: {word}"),
    (of.UNKNOWN_COMMAND, "unknown argument {quoted} for command {place}"),
    (of.UNKNOWN_NAME, "no match for argument: {word}"),
    (of.UNKNOWN_NAME, "unable to find a match: {word}"),
    (of.UNKNOWN_NAME, "target not found: {word}"),
    (of.UNKNOWN_NAME, "{word} (no such package)"),
    (of.UNKNOWN_NAME, "no available formula with the name {quoted}"),
    (of.UNKNOWN_NAME, "^error: snap {quoted} not found"),
    (of.UNKNOWN_COMMAND, "{word} is not a recognised command"),
    (of.UNKNOWN_OPTION, "unrecognised flag {quoted}"),
    (of.UNKNOWN_COMMAND, "unknown lifecycle phase {quoted}"),
    (of.UNKNOWN_NAME, "task {quoted} not found"),
    (of.UNKNOWN_OPTION, "unknown command-line option {quoted}"),
    (of.AMBIGUOUS, "task {quoted} is ambiguous"),
    (of.UNKNOWN_NAME, "no rule to make target {quoted}"),
    (of.UNKNOWN_NAME, "unknown target {quoted}"),
    (of.UNKNOWN_NAME, "target named {quoted}"),
    (of.UNKNOWN_NAME, "does not have feature {quoted}"),
    (of.UNKNOWN_NAME, "toolchain {quoted} is not installed"),
    (of.UNKNOWN_NAME, "does not contain recipe {quoted}"),
    (of.UNKNOWN_NAME, "task {quoted} does not exist"),
    (of.UNKNOWN_NAME, "task never defined: {word}"),
    (of.UNKNOWN_COMMAND, "{word} was not matched"),
    (of.UNKNOWN_COMMAND, "^unrecognized command or argument {quoted}"),
    (of.UNKNOWN_COMMAND, "^not a valid command: {word} (similar: {list})"),
    (of.UNKNOWN_COMMAND, "^not a valid command: {word}"),
    (of.UNKNOWN_COMMAND, "^command {quoted} not found. try "),
])  # fmt: skip
