"""The slot of a word: what kind of name stands there, and which names of that kind there are here.

One mechanism for every tool: knowledge/grammar.py says which kind of name a program takes where, this file finds the
words of a failed line that stand in such places, and where the names of a kind come from. A rule spells the word
against them (rules/misspelt_name.py, rules/misspelt_ref.py).

A place is a part of a word: the host of `user@host:path`, each feature of a list with commas. Kinds that are no more
than a list of names are in SOURCES; those that depend on the line are made in `names`.
"""

from __future__ import annotations

import sys

from ghost_kernel import spelling
from ghost_kernel.knowledge import grammar, history, subcommands
from ghost_kernel.spelling import Near

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Word
    from ghost_kernel.machine import Machine

# Kind: the file in knowledge/ and the function in it that lists its names.
SOURCES: dict[str, tuple[str, str]] = {
    "user": ("accounts", "users"),
    "group": ("accounts", "groups"),
    "unit": ("accounts", "units"),
    "host": ("accounts", "hosts"),
    "zone": ("accounts", "zones"),
    "shell": ("system", "shells"),
    "interface": ("system", "interfaces"),
    "kernel-module": ("system", "modules"),
    "sysctl": ("system", "settings"),
    "mount-point": ("system", "mount_points"),
    "signal": ("system", "signals"),
    "deno-task": ("tasks", "deno"),
    "composer-script": ("tasks", "composer"),
    "just-recipe": ("projects", "just"),
    "task-name": ("tasks", "taskfile"),
    "rake-task": ("tasks", "rake"),
    "invoke-task": ("tasks", "invoke"),
    "tox-env": ("tasks", "tox"),
    "nox-session": ("tasks", "nox"),
    "python-script": ("tasks", "python_scripts"),
    "compose-service": ("tasks", "compose"),
    "terraform-workspace": ("tasks", "terraform_workspaces"),
    "cargo-package": ("projects", "cargo_packages"),
    "cargo-features": ("projects", "cargo_features"),
    "conda-env": ("installed", "conda"),
    "virtualenv": ("installed", "virtualenvs"),
    "pyenv-version": ("installed", "pyenv"),
    "rbenv-version": ("installed", "rbenv"),
    "nodenv-version": ("installed", "nodenv"),
    "nvm-version": ("installed", "nvm"),
    "toolchain": ("installed", "toolchains"),
    "flatpak-app": ("installed", "flatpaks"),
    "snap-name": ("installed", "snaps"),
    "tldr-page": ("installed", "tldr"),
    "kubernetes-kind": ("kubernetes", "kinds"),
    "remote": ("git", "remotes"),
    "branch": ("git", "branches"),
    "tag": ("git", "tags"),
    "remote-branch": ("git", "remote_branches"),
    "ref": ("git", "revisions"),
    "ref-or-path": ("git", "revisions"),
    "pushed": ("git", "revisions"),
}
GIT = frozenset(("remote", "branch", "tag", "remote-branch", "ref", "ref-or-path", "pushed"))
CARGO = {"cargo-bin": "bin", "cargo-example": "example", "cargo-test": "test", "cargo-bench": "bench"}
# Digits that make another name of it (web1 is no misspelt web2); in these kinds they are part of a misspelling.
NUMBERED = frozenset(("interface",))
USED = 3  # so often a name was typed, and so many times oftener than the next, for history to decide
USED_BONUS = 1.0  # edits


class Place:
    """A part of a word that names something of a kind."""

    __slots__ = ("word", "text", "kind")

    def __init__(self, word: Word, text: str, kind: str) -> None:
        self.word = word
        self.text = text
        self.kind = kind

    def __repr__(self) -> str:
        return f"Place({self.text!r}, {self.kind!r})"


def places(failure: Failure) -> list[Place]:
    """The places of the stage at fault, those of a wrapper such as `sudo -u NAME` included."""
    found: list[Place] = []
    heads: list[Word] = []
    for word in failure.stage.prefix:
        if heads and _is_wrapper(word.plain):
            found += _of_command(heads)
            heads = []
        heads.append(word)
    found += [one for one in _of_command(heads) if one.word.is_option or _behind_option(one.word, heads)]
    return found + _of_command(failure.words)


def _is_wrapper(text: str) -> bool:
    return text.rpartition("/")[2] in ("sudo", "doas")


def _behind_option(word: Word, words: list[Word]) -> bool:
    at = words.index(word)
    return at > 0 and words[at - 1].is_option


def _of_command(words: list[Word]) -> list[Place]:
    if not words:
        return []
    program = words[0].plain.rpartition("/")[2]
    chain = tuple(_chain(program, words))
    size, spec = grammar.spec(program, chain)
    if not spec:
        return []
    operands, options = _parsed(spec)
    found: list[Place] = []
    skip = size
    at = 1
    only_operands = False
    place = 0
    while at < len(words):
        word = words[at]
        name, mark, value = word.plain.partition("=")
        kind = options.get(name)
        if not only_operands and word.plain == "--":
            only_operands = True
        elif kind is not None and mark and not only_operands:
            found += _parts(word, value, kind)
        elif kind is not None and name == word.plain and not only_operands:
            at += 1
            if at < len(words) and kind != "-":
                found += _parts(words[at], words[at].plain, kind)
        elif word.is_option and not only_operands:
            if name in subcommands.valued(subcommands.key_of(program)) and not mark and skip:
                at += 1
            short = options.get(name[:2], "-") if name[1:2] != "-" and len(name) > 2 else "-"
            if short != "-":
                found += _parts(word, word.plain[2:], short)  # -nNAME
            elif name[1:2] != "-" and options.get("-" + name[-1:], "-") != "-" and at + 1 < len(words):
                at += 1
                found += _parts(words[at], words[at].plain, options["-" + name[-1]])  # the last letter of a cluster
        elif skip:
            skip -= 1
        elif operands:
            kind = operands[min(place, len(operands) - 1)]
            if place < len(operands) or kind[-1:] == "*":
                found += _parts(word, word.plain, kind.rstrip("*"))
            place += 1
        at += 1
    return found


def _chain(program: str, words: list[Word]) -> Iterator[str]:
    """The first words that are no options: subcommands, where the program has any."""
    valued = subcommands.valued(subcommands.key_of(program))
    at = 1
    while at < len(words):
        if words[at].is_option:
            at += 2 if words[at].plain in valued else 1
            continue
        yield words[at].plain
        at += 1


def _parsed(spec: str) -> tuple[list[str], dict[str, str]]:
    operands: list[str] = []
    options: dict[str, str] = {}
    for part in spec.split():
        name, mark, kind = part.partition("=")
        if mark:
            options[name] = kind
        else:
            operands.append(part)
    return operands, options


def _parts(word: Word, text: str, kind: str) -> list[Place]:
    """The places that a word holds; none where its text is not known before the line runs."""
    if word.value is None or kind in ("", "-", "path") or not text:
        return []
    if kind == "owner":
        user, _, group = text.partition(":")
        return [Place(word, one, its) for one, its in ((user, "user"), (group, "group")) if one]
    if kind in ("groups", "cargo-features"):
        names = text.replace(",", " ").split()
        return [Place(word, one, "group" if kind == "groups" else kind) for one in names]
    if kind in ("host", "remote-path"):
        if "/" in text.partition(":")[0] or (kind == "remote-path" and ":" not in text):
            return []
        return [Place(word, text.rpartition("@")[2].partition(":")[0], "host")]
    if kind == "make-target" and "=" in text:
        return []
    if kind == "module":
        return [Place(word, text.partition(":")[0], kind)]
    return [Place(word, text, kind)]


def of_word(failure: Failure, word: Word) -> str:
    """The kind of name that a word stands for; empty when its place has no grammar."""
    return next((one.kind for one in places(failure) if one.word is word), "")


def names(failure: Failure, kind: str) -> list[str]:
    """The names of a kind that there are on this machine; empty where none can be known."""
    machine = failure.machine
    if kind in SOURCES:
        file, function = SOURCES[kind]
        return machine.keep(("names", kind), lambda: _source(file, function)(machine))
    if kind == "make-target":
        return _make_targets(failure)
    if kind == "npm-script":
        return _scripts(failure)
    if kind in CARGO:
        from ghost_kernel.knowledge import projects

        return projects.cargo(machine, CARGO[kind])
    return []


def _source(file: str, function: str) -> Callable[[Machine], list[str]]:
    name = "ghost_kernel.knowledge." + file
    __import__(name)
    found: Callable[[Machine], list[str]] = getattr(sys.modules[name], function)
    return found


def _value(failure: Failure, *options: str) -> str:
    """The value of an option that stands as a word of its own behind it."""
    plain = [word.plain for word in failure.args]
    return next((after for option, after in zip(plain, plain[1:]) if option in options), "")


def _make_targets(failure: Failure) -> list[str]:
    from ghost_kernel.knowledge import projects

    folder = _value(failure, "-C", "--directory")
    file = _value(failure, "-f", "--file", "--makefile")
    if file:
        file = f"{folder}/{file}" if folder and file[:1] != "/" else file
    return projects.make(failure.machine, file or projects.makefile(failure.machine, folder))


def _scripts(failure: Failure) -> list[str]:
    from ghost_kernel.knowledge import projects

    return projects.npm(failure.machine, _value(failure, "--prefix", "-C", "--cwd", "--dir"))


def nearest(failure: Failure, text: str, kind: str) -> Near | None:
    """The name of a kind that the text is a misspelling of; history decides between names that are equally near."""
    listed = names(failure, kind)
    if text in listed or len(text) < 2:
        return None
    if kind not in NUMBERED:
        listed = [name for name in listed if not spelling.numbers_differ(text, name)]
    found = spelling.rank(text, listed)
    if not found:
        return None
    return used_most(failure.machine, found)


def used_most(machine: Machine, found: list[Near]) -> Near:
    """The nearest of some names, or the one that the person types far oftener than those as near."""
    best = found[0]
    rivals = [one for one in found if one.cost < best.cost + spelling.MARGIN]
    if len(rivals) < 2:
        return best
    uses = sorted(((history.uses(machine, one.name), -at) for at, one in enumerate(rivals[:6])), reverse=True)
    most, at = uses[0]
    if most >= USED and most >= USED * uses[1][0]:
        chosen = rivals[-at]
        return Near(chosen.name, max(0.0, chosen.cost - USED_BONUS), False, chosen.size)
    return best
