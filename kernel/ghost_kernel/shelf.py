"""The rules beyond the built-in ones: the person's folder, and packages of others, which are folders or wheels.

Each has its gates at hand and is loaded when they are open. A file is read again only when it has changed. A package
is code that runs here: one that another account could change, or that belongs to one, is refused. What cannot be used
is said once in the log and skipped. A rule file stands alone: nothing is put on the path that modules are found on.
"""

from __future__ import annotations

import os
import stat

from ghost_kernel import keeping, loading
from ghost_kernel.errors import RuleError
from ghost_kernel.rule import Gates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from ghost_kernel.keeping import Row, Stamp
    from ghost_kernel.rule import Rule

INNER = "ghost_rules"  # where in a package its rules lie; without such a folder they lie directly in it
MARK = b"@rule"
MOST_FILES = 2000
MOST_BYTES = 1 << 20  # of one rule file


class Entry:
    """One rule: what it is called, when it is worth asking, and where it comes from."""

    __slots__ = ("name", "about", "gates", "path", "source", "_code", "_rule")

    def __init__(self, row: Row, source: Source) -> None:
        name, self.path, self.about, gates, self._code = row
        self.name = f"{source.name}/{name}" if source.name else name
        self.gates = Gates(*gates)
        self.source = source
        self._rule: Rule | None = None

    def load(self) -> tuple[Rule, ModuleType]:
        """The rule and its module, run anew; raises RuleError."""
        return loading.load_code(keeping.unpacked(self._code), self.path, self.name)

    def rule(self) -> Rule:
        """The rule, loaded at the first question; raises RuleError."""
        if self._rule is None:
            self._rule = self.load()[0]
        return self._rule


class Source:
    """A folder or a wheel that rules come from; the person's own folder has no name."""

    __slots__ = ("name", "path", "is_wheel")

    def __init__(self, path: str, is_own: bool = False) -> None:
        self.path = path
        self.is_wheel = path.endswith(".whl")
        base = os.path.basename(path.rstrip("/"))
        name = base.partition("-")[0] if self.is_wheel else base
        self.name = "" if is_own else "".join([one if one.isalnum() or one in "._-" else "_" for one in name])

    def files(self) -> list[tuple[str, Stamp, bool]]:
        """The files to read, each with its stamp and whether it must hold a rule; raises RuleError.

        What a link leads to is what is looked at and what is read.
        """
        if not self.name:
            return _own_files(self.path)
        if self.path[:1] != "/":
            raise RuleError(f"rule package {self.path}: its path is not absolute")
        try:
            real = os.path.realpath(self.path)
            state = os.stat(real)
        except (OSError, ValueError) as error:
            raise RuleError(f"rule package {self.path} cannot be read: {loading.said(error)}") from error
        if self.is_wheel and not stat.S_ISREG(state.st_mode):
            raise RuleError(f"rule package {self.path} is no file")
        if not self.is_wheel and not stat.S_ISDIR(state.st_mode):
            raise RuleError(f"rule package {self.path} is neither a folder nor a wheel (.whl)")
        self._trust(real, state, sticky=False)
        above = os.path.dirname(real)
        while True:
            self._trust(above, os.stat(above), sticky=True)
            if above == os.path.dirname(above):
                break
            above = os.path.dirname(above)
        if self.is_wheel:
            return [(real, _stamp(state), True)]
        inner = os.path.join(real, INNER)
        is_inner = os.path.lexists(inner)
        if is_inner:
            self._trust(inner, os.lstat(inner), sticky=False)
        found = []
        for path in _python_files(inner if is_inner else real):
            state = os.lstat(path)
            self._trust(path, state, sticky=False)
            found.append((path, _stamp(state), is_inner))
        return found

    def _trust(self, path: str, state: os.stat_result, sticky: bool) -> None:
        """Nobody but root and this person can have made it or can change it; raises RuleError.

        In a sticky folder nobody replaces what belongs to another, but anybody can put something new.
        """
        refused = f"rule package {self.path} is refused: {path}"
        if stat.S_ISLNK(state.st_mode):
            raise RuleError(f"{refused} is a link")
        if state.st_uid not in (0, os.geteuid()):
            raise RuleError(f"{refused} belongs to another account")
        if state.st_mode & 0o022 and not (sticky and state.st_mode & stat.S_ISVTX):
            raise RuleError(f"{refused} can be changed by other accounts (chmod go-w mends that)")


class Shelf:
    """All rules of the person's and of packages, as they are on the disk now."""

    def __init__(
        self, folder: str, packages: Sequence[str] = (), state: str = "", log: Callable[[str], None] | None = None
    ) -> None:
        self.sources = [Source(folder, is_own=True)] if folder else []
        self.sources += [Source(path) for path in dict.fromkeys(packages)]
        self._state = state
        self._log: Callable[[str], None] = log or (lambda text: None)
        self._said: set[str] = set()
        self._known: dict[str, tuple[Stamp, list[Entry]]] = {}
        self._kept: keeping.Kept | None = None
        self._fresh = False

    def entries(self) -> list[Entry]:
        """Every rule that can be used, the person's own first."""
        if self._kept is None:
            self._kept = keeping.load(self._state) if self._state else {}
        found: list[Entry] = []
        rows: keeping.Kept = {}
        names: dict[str, str] = {}
        for source in self.sources:
            try:
                if source.name in names:
                    raise RuleError(f"rule package {source.path} is refused: {names[source.name]} has the same name")
                names[source.name] = source.path
                files = source.files()
            except (RuleError, OSError) as error:
                self._complain(str(error))
                continue
            for path, stamp, must in files:
                found += self._entries_of(path, stamp, must, source, rows)
        gone = self._kept.keys() - self._known.keys()
        if self._state and (self._fresh or gone):
            self._fresh = False
            self._kept = rows
            keeping.save(self._state, rows)
        return found

    def _entries_of(self, path: str, stamp: Stamp, must: bool, source: Source, rows: keeping.Kept) -> list[Entry]:
        assert self._kept is not None
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            kept = self._kept.get(path)
            if kept is not None and kept[0] == stamp:
                read = kept[1]
            else:
                read = self._read(path, must, source)
                self._fresh = self._fresh or bool(read)
                if read:
                    self._kept[path] = (stamp, read)
            known = (stamp, [Entry(row, source) for row in read])
            self._known[path] = known
        if path in self._kept:
            rows[path] = self._kept[path]
        return known[1]

    def _read(self, path: str, must: bool, source: Source) -> list[Row]:
        """The rules of a file, from its source."""
        rows: list[Row] = []
        try:
            texts = _members(path) if source.is_wheel else [(path, _read(path))]
        except RuleError as error:
            self._complain(str(error))
            return []
        for place, text in texts:
            if not must and MARK not in text:
                continue
            name = os.path.basename(place).rpartition(".")[0]
            try:
                code = loading.compiled(text, place)
                one, _ = loading.load_code(code, place, name)
            except RuleError as error:
                self._complain(str(error))
                continue
            rows.append((name, place, one.about, one.gates.as_tuple(), keeping.packed(code)))
        if source.is_wheel and not rows:
            self._complain(f"rule package {source.path} has no rule")
        return rows

    def _complain(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._log(text)


def _members(wheel: str) -> list[tuple[str, bytes]]:
    """The rule files of a wheel: those in a folder of the agreed name, else those that use @rule."""
    import zipfile

    try:
        with zipfile.ZipFile(wheel) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_FILES:
                raise RuleError(f"rule package {wheel} has too many files")
            files = [one for one in infos if _is_rule_file(one.filename.rpartition("/")[2])]
            inner = [one for one in files if one.filename.split("/")[-2:-1] == [INNER]]
            found = []
            for info in sorted(inner or files, key=lambda one: one.filename):
                if info.file_size > MOST_BYTES:
                    raise RuleError(f"rule package {wheel}: {info.filename} is too large")
                with archive.open(info) as file:
                    text = file.read(MOST_BYTES)
                if inner or MARK in text:
                    found.append((f"{wheel}/{info.filename}", text))
            return found
    except RuleError:
        raise
    except Exception as error:  # zipfile raises what the bytes make of it
        raise RuleError(f"rule package {wheel} cannot be read: {loading.said(error)}") from error


def _read(path: str) -> bytes:
    text = loading.read(path)
    if len(text) > MOST_BYTES:
        raise RuleError(f"rule {path} is too large")
    return text


def _python_files(folder: str) -> list[str]:
    """The paths of the rule files in a folder, sorted; none when it cannot be read."""
    try:
        names = sorted(name for name in os.listdir(folder) if _is_rule_file(name))
    except (OSError, ValueError):
        return []
    return [os.path.join(folder, name) for name in names[:MOST_FILES]]


def _is_rule_file(name: str) -> bool:
    return name.endswith(".py") and name[0] not in "._"


def _own_files(folder: str) -> list[tuple[str, Stamp, bool]]:
    found = []
    for path in _python_files(folder):
        try:
            found.append((path, _stamp(os.stat(path)), True))
        except OSError:  # gone since, or a link to nowhere
            continue
    return found


def _stamp(state: os.stat_result) -> Stamp:
    return (state.st_mtime_ns, state.st_ctime_ns, state.st_size)
