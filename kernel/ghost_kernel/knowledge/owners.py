"""Whose verb a word is: a program that is in use in this folder knows it as a subcommand, a script or a target.

What follows the word has to be what such a verb is given here: a line of prose has verbs too.
"""

from __future__ import annotations

from ghost_kernel.knowledge import subcommands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ghost_kernel.line import Word
    from ghost_kernel.machine import Machine

# A file that says that a program is in use here, and which of its verbs are typed in such a folder.
MARKED = {
    "cargo": ("Cargo.toml", "build run check clippy bench doc add fmt update publish tree"),
    "go": ("go.mod", "build run vet get mod generate work"),
    "poetry": ("poetry.lock", "add install run shell update lock"),
    "uv": ("uv.lock", "add sync run lock"),
    "composer": ("composer.json", "require update dump-autoload"),
    "flutter": ("pubspec.yaml", "run build pub analyze"),
    "vagrant": ("Vagrantfile", "up halt provision destroy ssh"),
    "terraform": (".terraform.lock.hcl", "plan apply validate destroy import output"),
}
COMPOSED = frozenset("up down logs ps restart stop start pull build exec".split())
UNITS = frozenset("start stop restart reload status enable disable mask unmask".split())
# Verbs of git that may be given one name of which nothing is known here: a new one, or a branch that only a remote has.
FREE = frozenset("branch tag checkout switch".split())
ALONE = frozenset("branch commit diff fetch log pull push rebase reflog remote show stash status tag".split())
# What a package manager of Node's leaves behind.
LOCKS = (("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun"))
MOST_WORDS = 4  # behind a verb and without an option: more is prose


def of(machine: Machine, verb: str, args: Sequence[Word]) -> list[tuple[str, ...]]:
    """The words that belong before the verb, a way each; none where nothing here has it, or the rest speaks against."""
    key = ("owners", verb, *(one.text for one in args))
    return machine.keep(
        key, lambda: [words for words, knows in _ASKED if knows(machine, verb, args) and _runs(machine, words)]
    )


def _runs(machine: Machine, words: tuple[str, ...]) -> bool:
    return not machine.path or bool(machine.which(words[0]))


def _operands(args: Sequence[Word]) -> list[str]:
    return [one.plain for one in args if not one.is_option]


def _has_option(args: Sequence[Word]) -> bool:
    return any(one.is_option for one in args)


def _git(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
    if verb == "clone":
        return _has_option(args) or bool(args and _is_address(machine, args[0].plain))
    if verb not in subcommands.usual("git"):
        return False
    from ghost_kernel.knowledge import git

    if not git.folder(machine):
        return False
    if _has_option(args):
        return True
    operands = _operands(args)
    if not operands:
        return verb in ALONE
    inner = subcommands.usual("git", (verb,))
    if operands[0] in inner and len(operands) <= MOST_WORDS:
        return True
    if verb in FREE and len(operands) == 1 and _is_ref(operands[0]):
        return True
    here = {*git.revisions(machine), *git.remotes(machine)}
    return verb not in ("commit", "grep") and all(_is_there(machine, one, here) for one in operands)


def _is_there(machine: Machine, name: str, refs: set[str]) -> bool:
    first = name.partition("~")[0].partition("^")[0]
    ends = [first, *first.split("..", 1)] if ".." in first else [first]
    return any(one in refs for one in ends if one) or machine.exists(name) or any(c in "*?[" for c in name)


def _is_ref(name: str) -> bool:
    """Whether it may be the name of a branch or a tag (git-check-ref-format(1))."""
    return name.isascii() and not any(c in name for c in " ~^:?*[\\") and ".." not in name


def _is_address(machine: Machine, text: str) -> bool:
    return "://" in text or ("@" in text and ":" in text) or machine.is_folder(text)


# What reads a project's files is loaded only where there are some: most words that are no program are slips, and those
# are answered without it.
def _scripts(machine: Machine) -> Sequence[str]:
    if not machine.is_file("package.json"):
        return ()
    from ghost_kernel.knowledge import projects

    return projects.npm(machine)


def _manager(machine: Machine) -> str:
    return next((name for lock, name in LOCKS if machine.exists(lock)), "npm")


def _node(manager: str) -> Callable[[Machine, str, Sequence[Word]], bool]:
    def knows(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
        return verb == "run" and manager == _manager(machine) and bool(args) and args[0].plain in _scripts(machine)

    return knows


def _script(manager: str) -> Callable[[Machine, str, Sequence[Word]], bool]:
    def knows(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
        return not _operands(args) and manager == _manager(machine) and verb in _scripts(machine)

    return knows


def _make(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
    if _operands(args) or not any(name.lower().endswith("makefile") for name in machine.names("")):
        return False
    from ghost_kernel.knowledge import projects

    file = projects.makefile(machine)
    return bool(file) and verb in projects.make(machine, file)


def _just(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
    if not any(name.lower().lstrip(".") == "justfile" for name in machine.names("")):
        return False
    from ghost_kernel.knowledge import projects

    return verb in projects.just(machine)


def _compose(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
    if verb not in COMPOSED:
        return False
    from ghost_kernel.knowledge import tasks

    if not any(machine.is_file(one) for one in tasks.COMPOSE):
        return False
    services = tasks.compose(machine)
    return all(one in services for one in _operands(args)[:1])


def _docker(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
    return verb == "compose" and bool(args) and args[0].plain in COMPOSED


def _systemctl(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
    operands = _operands(args)
    if verb not in UNITS or len(operands) != 1:
        return False
    from ghost_kernel.knowledge import accounts

    name = operands[0].lower()
    units = {one.lower() for one in accounts.units(machine)}
    return name in units or f"{name}.service" in units


def _kubectl(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
    if verb in ("apply", "delete", "create"):
        return any(one.plain == "-f" for one in args) and machine.exists(args[-1].plain)
    if verb not in ("get", "describe") or not args:
        return False
    from ghost_kernel.knowledge import kubernetes

    return args[0].plain in kubernetes.kinds(machine)


def _marked(program: str) -> Callable[[Machine, str, Sequence[Word]], bool]:
    file, verbs = MARKED[program]

    def knows(machine: Machine, verb: str, args: Sequence[Word]) -> bool:
        return verb in verbs.split() and machine.is_file(file) and (_has_option(args) or not _operands(args))

    return knows


_ASKED: list[tuple[tuple[str, ...], Callable[[Machine, str, Sequence[Word]], bool]]] = [
    (("git",), _git),
    (("make",), _make),
    (("just",), _just),
    *(((name,), _node(name)) for name in ("npm", "pnpm", "yarn", "bun")),
    *(((name, "run"), _script(name)) for name in ("npm", "pnpm", "yarn", "bun")),
    (("docker", "compose"), _compose),
    (("docker",), _docker),
    (("systemctl",), _systemctl),
    (("kubectl",), _kubectl),
    *(((name,), _marked(name)) for name in MARKED),
]
