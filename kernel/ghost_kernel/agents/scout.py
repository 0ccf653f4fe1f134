"""The scout chooses looks. Plain code takes those that the sentence itself names; a model may ask for more, in bounds.

Every look goes through the machine's probe, which asks the body, where policy judges it. What is refused here never
gets there: looks that nobody but a text that was read has asked for, and such as would show secrets.
"""

from __future__ import annotations

from ghost_kernel import lexer
from ghost_kernel.agents import prompts
from ghost_kernel.agents.board import Look
from ghost_kernel.machine import holds_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.agents.board import Board
    from ghost_kernel.agents.desk import Desk
    from ghost_kernel.machine import Machine

MOST_LOOKS = 8
MOST_FILES = 3
FILE_BYTES = 65536
LONGEST_WORD = 1000
SIGNS = frozenset(["|", "||", "&", "&&", ";", ">", ">>", "<", "2>&1", "2>/dev/null"])
RIGHTS = frozenset("sudo doas su pkexec run0".split())

SCHEMA = {"type": "object", "properties": {"looks": prompts.LOOKS}, "required": ["looks"]}
SYSTEM = """You decide which read-only commands show what is needed to answer a question about this machine.
Answer with JSON: {"looks": [{"why": "…", "argv": ["program", "argument", …]}]}. An empty list says that what is known \
is enough, or that no look at the machine would help.
Each look is one program with its words: no shell, no pipes, no patterns for the shell to fill in, nothing that \
changes anything or needs the administrator. Such as: ["ls", "-l", "src"], ["head", "-c", "4000", "notes.txt"], \
["grep", "-rn", "word", "src"], ["find", ".", "-name", "*.log"], ["df", "-h"], ["git", "status", "-sb"], \
["systemctl", "is-active", "UNIT"], ["journalctl", "-u", "UNIT", "-n", "50", "--no-pager"], \
["ghost", "look", "ports"], ["ghost", "look", "processes"], ["ghost", "look", "memory"]."""

# Which looks a sentence's own words name. A look takes the words of all languages that name it.
NAMED = (
    (("disk", "storage", "free space", "磁盘", "硬盘"), ["ghost", "look", "disk"]),
    (("memory", " ram", "内存"), ["ghost", "look", "memory"]),
    (("port ", "ports", "listening", "端口"), ["ghost", "look", "ports"]),
    (("process", "running", "进程", "运行"), ["ghost", "look", "processes"]),
    (("services", "units", "服务"), ["ghost", "look", "units"]),
    (("branch", "commit", "staged", "working tree", "分支", "提交"), ["git", "status", "-sb"]),
    (("last commits", "recent commits", "git log"), ["git", "log", "--oneline", "-n", "15"]),
    (("this folder", "this directory", "this project", "files here", "当前目录", "这个目录"), ["ls", "-la"]),
)  # fmt: skip
# Words that speak of the system as it is now: a file's text alone does not answer them.
OF_SYSTEM = (
    "running",
    "listening",
    "installed",
    "in use",
    "active",
    "enabled",
    "port ",
    "运行",
    "占用",
    "安装",
    "启动",
)


def named_files(text: str, machine: Machine) -> list[str]:
    """The files that a sentence names and that are there, in its order; such as hold secrets are left out."""
    import re

    found: list[str] = []
    for word in re.findall(r"[\w./~+@%-]+", text, re.ASCII):
        word = word.rstrip(".")
        telling = "/" in word or "." in word or word[:1].isupper() or f"`{word}`" in text or f"'{word}'" in text
        if not word or not telling or word in found or not machine.is_file(word) or is_secret(machine, word):
            continue
        found.append(word)
    return found[:MOST_FILES]


def is_secret(machine: Machine, path: str) -> bool:
    """Whether a path, or what it is a link to, is known to lead to secrets."""
    import os

    resolved = machine.resolve(path)
    try:
        return holds_secrets(resolved) or holds_secrets(os.path.realpath(resolved))
    except (OSError, ValueError):
        return True


def read_files(board: Board, desk: Desk) -> None:
    """Reads the files that the sentence names, each by a contained look."""
    for path in named_files(board.question.text, board.question.machine):
        name = path if path[:1] != "-" else f"./{path}"
        take(board, desk, ["head", "-c", str(FILE_BYTES), name], f"the question names {path}", path)


def look_at_named(board: Board, desk: Desk, most: int = 2) -> None:
    """The looks that the sentence's own words name."""
    low = f" {board.question.text.lower()} "
    named = [argv for words, argv in NAMED if any(word in low for word in words)]
    for argv in named[:most]:
        take(board, desk, argv, "the question speaks of it")


def needs_the_system(text: str) -> bool:
    """Whether the sentence asks how things are now, beside what a file says."""
    low = text.lower() + " "
    return any(word in low for word in OF_SYSTEM)


def take(board: Board, desk: Desk, argv: list[str], why: str, path: str = "") -> bool:
    """Takes one look, and whether something came of it; what is refused is told and stands on the board as well."""
    if board.seen(argv) or len(board.looks) >= MOST_LOOKS:
        return False
    machine = board.question.machine
    refused = objection(board, argv) if not path else ""
    seen = None if refused else machine.probe(argv, why)
    if seen is None:
        refused = refused or machine.refusal(argv) or "it is not allowed here"
        board.looks.append(Look(argv, None, "", refused))
        desk.trace("scout", f"`{' '.join(argv)}` was not run: {refused}")
        return False
    text = seen.stdout if not seen.stderr.strip() else f"{seen.stdout.rstrip()}\n{seen.stderr}".lstrip("\n")
    if "\0" in text:
        text = "(it is not text)"
    board.looks.append(Look(argv, seen.exit_code, text, path=path))
    desk.trace("scout", f"`{' '.join(argv)}` ended with {seen.exit_code}, {len(text)} characters")
    return True


def objection(board: Board, argv: list[str]) -> str:
    """What is held against a look before policy is asked; empty where nothing is."""
    if any(word in SIGNS or word.startswith(("$(", "`", "2>", ">")) for word in argv[1:]):
        return "a look is one program without a shell's signs"
    if argv[0].rpartition("/")[2] in RIGHTS:
        return "a look is never taken as the administrator"
    machine = board.question.machine
    if any(is_secret(machine, word) for word in argv[1:] if word[:1] != "-"):
        return "it would show secrets"
    typed = board.question.text
    if any(" ".join(argv) in look.text for look in board.looks) and " ".join(argv) not in typed:
        return "only a text that was read asks for it"
    for word in argv[1:]:
        if "/" not in word.strip("/") and not machine.is_file(word):
            continue
        # What a file names is not followed: the person did not ask for it, and a file may be anybody's.
        if word not in typed and any(word in look.text for look in board.files) and not _shown(board, word):
            return "only a file that was read names it"
    return ""


def _shown(board: Board, word: str) -> bool:
    """Whether a look that is no file's text has shown the name."""
    name = word.rstrip("/").rpartition("/")[2]
    return any(name in look.text for look in board.looks if not look.path)


# What cannot be looked at by these programs where looks are taken, and what shows it there.
INSTEAD = {
    "ps": ["ghost", "look", "processes"],
    "top": ["ghost", "look", "processes"],
    "htop": ["ghost", "look", "processes"],
    "netstat": ["ghost", "look", "ports"],
    "lsof": ["ghost", "look", "ports"],
}


def wanted(value: object) -> list[tuple[list[str], str]]:
    """The looks in a model's answer, as words; one that came as a whole line is taken apart."""
    found: list[tuple[list[str], str]] = []
    looks = value.get("looks", []) if isinstance(value, dict) else []
    for one in looks:
        argv = list(one.get("argv", []))
        if len(argv) == 1 and " " in argv[0].strip():
            argv = [word.plain for word in lexer.words(argv[0])]
        # An empty word is one: without it the others would mean something else.
        if (
            not argv
            or not argv[0].strip()
            or any("\0" in word or "\n" in word or len(word) > LONGEST_WORD for word in argv)
        ):
            continue
        argv = INSTEAD.get(argv[0].rpartition("/")[2], argv)
        if argv not in [known for known, _ in found]:
            found.append((argv, str(one.get("why", ""))))
    return found
