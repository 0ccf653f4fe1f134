"""The critic holds against a line what it can: it lowers a proposal or drops it, and never raises or changes one.

Plain code looks at what can be told by words: new rights, force, deletions, targets that were not named, what the
sentence forbids. A model may judge beside it, all lines in one request; its word counts in the same direction only.
"""

from __future__ import annotations

from ghost_kernel import lexer, shells
from ghost_kernel.knowledge import dangers, programs
from ghost_kernel.line import basename
from ghost_kernel.machine import holds_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.agents.board import Board, Proposal
    from ghost_kernel.line import Stage

RIGHTS = frozenset("sudo doas su pkexec run0 runas".split())
FETCHING = frozenset("curl wget nc ncat ssh scp sftp ftp telnet rsync aria2c http https".split())
# What puts words of the line on their way to another machine, beside those that fetch.
TELLING = frozenset("host dig nslookup drill ping getent mail mailx mutt sendmail socat gh git aws rclone".split())
SHELLS = frozenset("sh bash zsh fish dash ksh nu python python3 perl ruby node eval source .".split())
INSTALLERS = frozenset(
    "apt apt-get aptitude dnf yum pacman zypper apk brew nix-env emerge snap flatpak pip pip3 pipx npm yarn pnpm cargo "
    "gem xbps-install dpkg rpm go uv conda".split()
)
INSTALLING = frozenset("install add -i -S -U upgrade update get -iA remove purge uninstall".split())
SERVICES = frozenset("systemctl service rc-service sv initctl launchctl".split())
KILLERS = frozenset("kill pkill killall skill xkill fuser".split())
HARD_SIGNALS = frozenset("-9 -KILL -SIGKILL -kill 9 KILL SIGKILL --signal=KILL --signal=9".split())
PLACEHOLDERS = ("path/to", "your_", "your-", "example.com", "…", "<file", "<name", "<path", "<your", "[file", "{file")

SCHEMA = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "number": {"type": "integer", "minimum": 1},
                    "against": {"type": "string", "maxLength": 160},
                    "drop": {"type": "boolean"},
                    "doubt": {"type": "number", "minimum": 0, "maximum": 1},
                },
                "required": ["number", "against", "drop", "doubt"],
            },
        }
    },
    "required": ["verdicts"],
}
SYSTEM = """You are a critic. You get what a person wants and numbered command lines that are proposed for it.
Try to refute each: does it do what was wanted, does it keep what was forbidden, does it do more than is needed?
Answer with JSON: {"verdicts": [{"number": 1, "against": "what is wrong with it", "drop": false, "doubt": 0.1}]}. \
Drop a line that misses what was wanted, breaks what was forbidden, or does harm; doubt is 0 where nothing is wrong."""


def is_no_line(line: str, typed: str = "") -> str:
    """Why a text can be no line to run: markdown, placeholders, more than one line."""
    if not line.strip():
        return "it is empty"
    if any(ord(char) < 32 or ord(char) == 127 for char in line):
        return "it is more than one line"
    if line.lstrip().startswith(("```", "$ ", "# ", "> ")) or line.count("`") % 2 or line[:1] == "`":
        return "it is written as Markdown"
    low, typed = line.lower(), typed.lower()
    mark = next((mark for mark in PLACEHOLDERS if mark in low and mark not in typed), "")
    if mark or (_has_angle_name(low) and not _has_angle_name(typed)):
        return "it has a placeholder in it"
    return ""


def _has_angle_name(low: str) -> bool:
    """Whether something as `<name>` stands in it."""
    at = low.find("<")
    while at >= 0:
        end = low.find(">", at)
        inner = low[at + 1 : end] if end > at else ""
        if inner and inner[0].isalpha() and all(char.isalnum() or char in "_- " for char in inner):
            return True
        at = low.find("<", at + 1)
    return False


def adds_danger(line: str, typed_words: Sequence[str], dialect: str) -> str:
    """Rights, force, deletions, fetched programs, installations that nobody has typed; empty where there are none."""
    typed = {*typed_words, *[basename(word) for word in typed_words]}
    stages = shells.split(line, dialect)
    names = {basename(word.plain) for stage in stages for word in (*stage.prefix, *stage.words[:1])}
    words = [word.plain for stage in stages for word in (*stage.prefix, *stage.words)]
    new = [word for word in words if word not in typed]
    if not RIGHTS.isdisjoint(names - typed):
        return "it takes rights that were not asked for"
    if dangers.added(new, typed) or any(programs.is_destructive(name) for name in names - typed):
        return "it deletes, forces or skips a safeguard, and nobody asked for that"
    if not KILLERS.isdisjoint(names) and not HARD_SIGNALS.isdisjoint(new):
        return "it kills without a chance to end in order, and nobody asked for that"
    if not FETCHING.isdisjoint(names - typed) or _into_a_shell(stages, typed):
        return "it fetches or runs something that nobody named"
    if not INSTALLERS.isdisjoint(names - typed) and not INSTALLING.isdisjoint(words):
        return "it installs something, and nobody asked for that"
    return ""


def _into_a_shell(stages: Sequence[Stage], typed: set[str]) -> bool:
    return any(stage.operator == "pipe" and stage.program in SHELLS and stage.program not in typed for stage in stages)


def forbidden(line: str, constraints: frozenset[str], dialect: str) -> str:
    """Which of the sentence's constraints the line breaks; policy keeps them as well."""
    if not constraints:
        return ""
    if "no_change" in constraints:
        return "nothing may be changed"
    stages = shells.split(line, dialect)
    names = {basename(word.plain) for stage in stages for word in (*stage.prefix, *stage.words[:1])}
    words = {word.plain for stage in stages for word in stage.words}
    if "no_privilege" in constraints and not RIGHTS.isdisjoint(names):
        return "nothing may be done as the administrator"
    if "no_install" in constraints and not INSTALLERS.isdisjoint(names) and not INSTALLING.isdisjoint(words):
        return "nothing may be installed"
    deletes = not dangers.DELETING.isdisjoint(words | names) or "-delete" in words
    if "no_delete" in constraints and (deletes or any(programs.is_destructive(name) for name in names)):
        return "nothing may be deleted"
    if "no_network" in constraints and not FETCHING.isdisjoint(names):
        return "nothing may connect to a network"
    if "no_services" in constraints and not SERVICES.isdisjoint(names):
        return "no service may be touched"
    outside = [word for word in words if word[:1] in "/~" or word == ".." or "../" in word]
    if "folder_only" in constraints and any(word[:5] != "/dev/" for word in outside):
        return "it leaves the working folder"
    return ""


def judge(board: Board) -> None:
    """Holds against the proposals of a wish what code can tell; what is dropped is gone from the board."""
    question = board.question
    kept: list[Proposal] = []
    for one in board.proposals:
        why = is_no_line(one.line, question.text) or forbidden(one.line, question.constraints, question.dialect)
        why = why or _of_others(board, one.line)
        if why:
            board.objections.append((one.line, why))
            continue
        named = next((name for name in _programs(one.line, question.dialect) if not _runs(board, name)), "")
        if named:
            board.objections.append((one.line, f"{named} is not on this machine"))
            one.lower(0.8)
        if not RIGHTS.isdisjoint(_programs(one.line, question.dialect)) and "root" not in question.text.lower():
            one.lower(0.9)
        kept.append(one)
    board.proposals = kept


def _of_others(board: Board, line: str) -> str:
    """Whether it is a text that was read, not the person, who asks for the line: its words, or what makes it grave."""
    typed = board.question.text
    read = board.read()
    if len(line) > 8 and line in read and line not in typed:
        return "only a text that was read asks for it"
    if sends_secrets(line, board.question.dialect, typed):
        return "it would send what holds secrets to another machine"
    stages = shells.split(line, board.question.dialect)
    grave = [stage for stage in stages if stage.program in FETCHING or stage.program in SHELLS]
    for word in (word.plain for stage in grave for word in stage.words):
        if word in read and word not in typed and ("://" in word or "/" in word):
            return "it fetches or runs what only a text that was read names"
    return ""


def sends_secrets(line: str, dialect: str, typed: str) -> bool:
    """Whether a line that reaches other machines names a file with secrets which the person has not named."""
    names = {basename(word) for word in _programs(line, dialect)}
    if names.isdisjoint(FETCHING | TELLING):
        return False
    parts = "".join(char if char.isalnum() or char in "/._-~+" else " " for char in line).split()
    return any(holds_secrets(part) and part not in typed for part in parts)


def _programs(line: str, dialect: str) -> list[str]:
    stages = shells.split(line, dialect)
    return [word.plain for stage in stages for word in (*stage.prefix[:1], *stage.words[:1])]


def _runs(board: Board, name: str) -> bool:
    question = board.question
    known = name in [one.name for one in question.names] or "/" in name or not question.machine.path
    return known or programs.runs(question.machine, name, question.dialect)


def told(board: Board, verdicts: object) -> list[str]:
    """Takes a model's verdicts; what each did to a proposal, for the trace."""
    done: list[str] = []
    dropped: list[Proposal] = []
    listed = verdicts.get("verdicts", []) if isinstance(verdicts, dict) else []
    for one in listed:
        place = one["number"] - 1
        if place >= len(board.proposals):
            continue
        proposal = board.proposals[place]
        if one["drop"]:
            dropped.append(proposal)
            board.objections.append((proposal.line, one["against"] or "the critic dropped it"))
            done.append(f"drops `{proposal.line}`: {one['against']}")
        elif one["doubt"] > 0:
            proposal.lower(1 - one["doubt"] / 2)
            done.append(f"doubts `{proposal.line}` ({one['doubt']}): {one['against']}")
    board.proposals = [one for one in board.proposals if one not in dropped]
    return done


def origins(line: str, typed: str, read: str, local: frozenset[str], dialect: str) -> list[tuple[str, str]]:
    """Where each word of a line comes from: typed, a name of this machine, a text that was read, or the model."""
    import re

    given = {word.plain for word in lexer.words(typed)} | set(typed.split())
    given.update(word.rstrip(".:") for word in re.findall(r"[\w./~+@%*:=-]+", typed, re.ASCII))
    found: dict[str, str] = {}
    for stage in shells.split(line, dialect):
        for word in (*stage.assignments, *stage.prefix, *stage.words, *stage.files):
            text = word.plain
            if text in given or word.text in given:
                found[text] = "typed"
            elif text in local:
                found[text] = "local"
            else:
                found[text] = "output" if text in read else "model"
    return list(found.items())
