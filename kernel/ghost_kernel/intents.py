"""What shows that a line has done what it was for: a probe that succeeds when it has, made of the line's own words.

A check that fails takes a repair that ran for a strike. So one is stated only where the words leave no doubt: each word
known before the line runs, every option among those whose meaning is written here, nothing of it in doubt by `||`.
"""

from __future__ import annotations

from ghost_kernel import shells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.line import Stage, Word
    from ghost_kernel.machine import Machine

    Check = Callable[["_Command"], "list[str] | None"]


def check(line: str, dialect: str, machine: Machine) -> list[str] | None:
    """The probe, as words; None where nothing certain can be said."""
    stages = shells.split(line, dialect)
    if any(stage.operator in ("or", "background") or not stage.words for stage in stages):
        return None
    if line[max((stage.end for stage in stages), default=0) :].strip()[:1] == "&":
        return None
    folder = ""
    found: list[str] | None = None
    for place, stage in enumerate(stages):
        piped = stage.operator == "pipe" or (place + 1 < len(stages) and stages[place + 1].operator == "pipe")
        if stage.program == "cd":
            target = stage.args[0].value if len(stage.args) == 1 else None
            if target is None or target == "-" or piped:
                return None
            folder = machine.moved(folder).resolve(target) if folder else machine.resolve(target)
            continue
        if not piped:
            made = _of(stage, machine.moved(folder) if folder else machine, folder)
            found = made or found
    return found


class _Command:
    """One command's options and operands, of which all are known."""

    __slots__ = ("stage", "machine", "folder", "options", "operands", "values")

    def __init__(self, stage: Stage, machine: Machine, folder: str) -> None:
        self.stage = stage
        self.machine = machine
        self.folder = folder  # the one a `cd` in the line has gone to; empty where there is none
        self.options: set[str] = set()
        self.operands: list[str] = []
        self.values: dict[str, str] = {}

    def read(self, words: list[Word], flags: str, valued: str = "") -> bool:
        """Takes the words apart; False where one is not known, or an option is none of these.

        `flags` are short letters and long names; `valued` are those with a value.
        """
        letters = {one for one in flags.split() if len(one) == 1}
        names = {one for one in flags.split() if len(one) > 1}
        with_value = valued.split()
        at = 0
        only = False
        while at < len(words):
            text = words[at].value
            if text is None or words[at].is_glob or not text:
                return False
            at += 1
            if only or text[:1] != "-" or text == "-":
                self.operands.append(text)
            elif text == "--":
                only = True
            elif text[:2] == "--":
                name, mark, value = text[2:].partition("=")
                if name in with_value:
                    if not mark:
                        value = (words[at].value or "") if at < len(words) else ""
                        at += 1
                    self.values[name] = value
                elif name not in names or mark:
                    return False
                self.options.add(name)
            else:
                for place, letter in enumerate(text[1:], 1):
                    self.options.add(letter)
                    if letter in with_value:
                        value = text[place + 1 :]
                        if not value:
                            value = (words[at].value or "") if at < len(words) else ""
                            at += 1
                        self.values[letter] = value
                        break
                    if letter not in letters:
                        return False
        return all(self.values.values()) and not any("\n" in one for one in self.operands)

    def path(self, name: str) -> str:
        """A path as the probe has to name it: it runs where the line began, and a dash is no option."""
        if name[:1] == "~":
            return self.machine.resolve(name)
        if self.folder and name[:1] != "/":
            return f"{self.folder.rstrip('/')}/{name}"
        return f"./{name}" if name[:1] == "-" else name

    def test(self, sign: str, name: str) -> list[str]:
        """The words of a probe that looks at one path."""
        return ["test", sign, self.path(name)]


def _of(stage: Stage, machine: Machine, folder: str) -> list[str] | None:
    command = _Command(stage, machine, folder)
    if stage.program == "git":
        return _git(command)
    known = CHECKS.get(stage.program)
    return known(command) if known is not None else None


def _mkdir(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "p v parents verbose", "m mode") or not command.operands:
        return None
    return command.test("-d", command.operands[-1])


def _touch(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "a m", "d t r date reference") or not command.operands:
        return None
    return command.test("-e", command.operands[-1])


def _copied(command: _Command) -> list[str] | None:
    flags = "r R a p v f u d L P recursive archive verbose force update preserve"
    if not command.read(command.stage.args, flags, "t target-directory"):
        return None
    folder = command.values.get("t") or command.values.get("target-directory") or ""
    names = command.operands
    if not folder:
        if len(names) < 2:
            return None
        *names, folder = names
        if not command.machine.is_folder(folder):
            return command.test("-e", folder) if len(names) == 1 else None
    last = names[-1].rstrip("/").rpartition("/")[2] if names else ""
    return command.test("-e", f"{folder.rstrip('/')}/{last}") if last not in ("", ".", "..") else None


def _link(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "s f v n r symbolic force no-dereference relative"):
        return None
    if len(command.operands) != 2:
        return None
    target, name = command.operands
    if command.machine.is_folder(name) and not {"n", "no-dereference"} & command.options:
        name = f"{name.rstrip('/')}/{target.rstrip('/').rpartition('/')[2]}"
    return command.test("-L" if {"s", "symbolic"} & command.options else "-e", name)


def _removed(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "r R f v d p recursive force verbose") or not command.operands:
        return None
    return ["test", "!", "-e", command.path(command.operands[-1])]


def _chmod(command: _Command) -> list[str] | None:
    words = [word.plain for word in command.stage.args]
    if len(words) == 2 and words[0] in ("+x", "a+x", "u+x", "755", "700", "775") and command.stage.args[1].value:
        return command.test("-x", words[1])
    return None


def _compiled(command: _Command) -> list[str] | None:
    words = command.stage.args
    for place, word in enumerate(words[:-1]):
        name = words[place + 1].value
        if word.value == "-o" and name and name[:1] != "-" and name != "/dev/null":
            return command.test("-e", name)
    return None


def _tar(command: _Command) -> list[str] | None:
    words = command.stage.args
    first = words[0].value if words else None
    if not first or len(words) < 3 or words[1].value is None:
        return None
    letters = first.lstrip("-")
    if first[:2] == "--" or "c" not in letters or letters[-1:] != "f" or not set(letters) <= set("cvzjJaf"):
        return None
    return command.test("-s", words[1].value) if words[1].value[:1] != "-" else None


def _gzip(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "k f v 1 2 3 4 5 6 7 8 9 keep force verbose") or not command.operands:
        return None
    return command.test("-e", command.operands[-1] + ".gz")


def _gunzip(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "k f v keep force verbose") or not command.operands:
        return None
    name = command.operands[-1]
    return command.test("-e", name[:-3]) if name.endswith(".gz") else None


def _zip(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "r q v 9") or len(command.operands) < 2:
        return None
    name = command.operands[0]
    return command.test("-s", name if "." in name.rpartition("/")[2] else name + ".zip")


def _unzip(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "o n q", "d") or "d" not in command.values:
        return None
    return command.test("-d", command.values["d"])


def _python(command: _Command) -> list[str] | None:
    words = [word.value for word in command.stage.args]
    if len(words) == 3 and words[:2] == ["-m", "venv"] and words[2] and words[2][:1] != "-":
        return command.test("-e", f"{words[2].rstrip('/')}/pyvenv.cfg")
    return None


def _install(command: _Command) -> list[str] | None:
    if not command.read(command.stage.args, "d D v", "m o g") or not command.operands:
        return None
    return command.test("-d" if "d" in command.options else "-e", command.operands[-1])


def _units(command: _Command) -> list[str] | None:
    words = [word.value for word in command.stage.args]
    if len(words) == 2 and words[0] in ("start", "restart") and words[1] and words[1][:1] != "-":
        return ["systemctl", "is-active", words[1]]
    return None


def _git(command: _Command) -> list[str] | None:
    """Branches, tags, clones; nothing is stated where git runs elsewhere (-C, --git-dir)."""
    args = command.stage.args
    name = args[0].value if args else None
    if name is None or command.folder:
        return None
    known = GIT.get(name)
    if known is None:
        return None
    flags, function = known
    if not command.read(args[1:], flags, "b B c C" if name in ("checkout", "switch") else "m message depth b branch"):
        return None
    return function(command)


def _ref(kind: str, name: str) -> list[str]:
    return ["git", "show-ref", "--verify", "--quiet", f"refs/{kind}/{name}"]


def _branch(command: _Command) -> list[str] | None:
    moved = {"m", "M", "move", "c", "copy"} & command.options
    if command.options - {"m", "M", "move", "c", "copy", "f", "force", "track", "no-track", "q"}:
        return None
    if moved and command.operands:
        return _ref("heads", command.operands[-1])
    return _ref("heads", command.operands[0]) if command.operands else None


def _tag(command: _Command) -> list[str] | None:
    if command.options - {"a", "m", "message", "f", "s"} or not command.operands:
        return None
    return _ref("tags", command.operands[0])


def _new_branch(command: _Command) -> list[str] | None:
    for option in ("b", "B", "c", "C"):
        if option in command.values:
            return _ref("heads", command.values[option])
    return None


def _clone(command: _Command) -> list[str] | None:
    if not 0 < len(command.operands) <= 2 or "bare" in command.options:
        return None
    folder = command.operands[1] if len(command.operands) == 2 else ""
    if not folder:
        folder = command.operands[0].rstrip("/").rpartition("/")[2].rpartition(":")[2]
        folder = folder[:-4] if folder.endswith(".git") else folder
    return command.test("-e", f"{folder.rstrip('/')}/.git") if folder not in ("", ".", "..") else None


def _init(command: _Command) -> list[str] | None:
    if "bare" in command.options or len(command.operands) > 1:
        return None
    folder = command.operands[0].rstrip("/") + "/" if command.operands else ""
    return command.test("-e", f"{folder}.git")


def _remote(command: _Command) -> list[str] | None:
    operands = command.operands
    if len(operands) == 3 and operands[0] in ("add", "rename"):
        return ["git", "remote", "get-url", operands[1 if operands[0] == "add" else 2]]
    return None


def _worktree(command: _Command) -> list[str] | None:
    operands = command.operands
    return command.test("-e", f"{operands[1].rstrip('/')}/.git") if len(operands) > 1 and operands[0] == "add" else None


CHECKS: dict[str, Check] = {
    "mkdir": _mkdir,
    "touch": _touch,
    "mkfifo": _touch,
    "cp": _copied,
    "mv": _copied,
    "ln": _link,
    "rm": _removed,
    "rmdir": _removed,
    "chmod": _chmod,
    "tar": _tar,
    "gzip": _gzip,
    "gunzip": _gunzip,
    "zip": _zip,
    "unzip": _unzip,
    "install": _install,
    "systemctl": _units,
    **dict.fromkeys("gcc cc g++ c++ clang clang++ rustc".split(), _compiled),
    **dict.fromkeys(("python", "python3"), _python),
}
GIT: dict[str, tuple[str, Check]] = {
    "branch": ("m M move c copy f force track no-track q", _branch),
    "tag": ("a f s", _tag),
    "checkout": ("q f track no-track", _new_branch),
    "switch": ("q f track no-track", _new_branch),
    "clone": ("q v recursive recurse-submodules bare single-branch", _clone),
    "init": ("q quiet bare", _init),
    "remote": ("v f", _remote),
    "worktree": ("f q", _worktree),
}
