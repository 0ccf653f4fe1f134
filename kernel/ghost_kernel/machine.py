"""What the brain may ask of this machine: folders, heads of files, and probes that the body runs contained.

Every answer is kept for the length of one repair. Reading is all it does: it writes nothing and starts nothing.
"""

from __future__ import annotations

import errno
import itertools
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, BinaryIO, TypeVar

    T = TypeVar("T")

MOST_NAMES = 5000  # names read of one folder
FEW_NAMES = 50  # folders with fewer are read anew each time
MOST_LISTED = 32  # folders remembered from one failure to the next
SETTLED_NS = 2_000_000_000
MOST_BYTES = 262144  # bytes read of one file
MOST_PROBES = 8  # processes asked for in one repair

# Files that hold secrets, and folders of such: their contents are nobody's business here.
SECRET_NAMES = frozenset(
    ".bash_history .env .git-credentials .htpasswd .my.cnf .netrc .npmrc .pgpass .pypirc .python_history"
    " .zsh_history credentials credentials.json credentials.toml fish_history gshadow"
    " id_dsa id_ecdsa id_ed25519 id_rsa shadow".split()
)
SECRET_FOLDERS = frozenset(".ssh .aws .gnupg .azure .kube .docker .password-store gcloud".split())
SECRET_ENDS = (".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk")
OPEN_NAMES = frozenset(["config", "known_hosts"])  # of .ssh: names of hosts

_LISTED: dict[str, tuple[tuple[int, int, int], dict[str, bool]]] = {}
_MADE: dict[object, tuple[list[dict[str, bool]], Any]] = {}


class Seen:
    """What a probe printed."""

    __slots__ = ("exit_code", "stdout", "stderr")

    def __init__(self, exit_code: int, stdout: str, stderr: str) -> None:
        self.exit_code = exit_code
        self.stdout = stdout
        self.stderr = stderr

    @property
    def text(self) -> str:
        """Both streams."""
        return self.stdout + "\n" + self.stderr


class Machine:
    """The machine as one failed line sees it: its folder, its PATH, its home."""

    def __init__(
        self,
        cwd: str = "",
        path: list[str] | None = None,
        home: str = "",
        look: Callable[[list[str], str], Seen | str | None] | None = None,
        root: str = "",
        state: str = "",
        locale: str = "",
    ) -> None:
        self.cwd = cwd
        self.home = home
        self.path = [folder for folder in path or [] if folder.startswith("/")]
        self.root = root  # where the system's files are looked for; set for examples, which see no real machine
        self.state = state  # the brain's own folder, for what is costly to find out; empty where there is none
        self.locale = locale  # the person's, which programs print messages in
        self._look = look
        self._kept: dict[object, Any] = {}
        self._refused: dict[tuple[str, ...], str] = {}
        self._probes = 0

    def moved(self, folder: str) -> Machine:
        """The same machine seen from another folder."""
        other = Machine(self.resolve(folder), self.path, self.home, self._look, "", self.state, self.locale)
        other.root = self.root
        return other

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, computed once."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def probe(self, argv: list[str], why: str = "") -> Seen | None:
        """What a contained run of the program prints; None when it was refused or there is nobody to ask."""
        if self._look is None:
            return None
        key = ("probe", *argv)
        if key not in self._kept:
            if self._probes >= MOST_PROBES:
                return None
            self._probes += 1
            seen = self._look(argv, why)
            if isinstance(seen, str):  # why it was not run
                self._refused[tuple(argv)] = seen
                seen = None
            self._kept[key] = seen
        kept: Seen | None = self._kept[key]
        return kept

    def refusal(self, argv: list[str]) -> str:
        """Why a probe was not run, as the body said it; empty when it ran, or no reason was given."""
        return self._refused.get(tuple(argv), "")

    def resolve(self, path: str) -> str:
        """The path made absolute: `~` is the home folder, all else begins at the working folder."""
        if path == "~" or path[:2] == "~/":
            path = self.home + path[1:] if self.home else path
        if path[:1] == "/":
            return self.root + path if self.root and not path.startswith(os.path.dirname(self.root) + "/") else path
        return os.path.join(self.cwd, path) if self.cwd else path

    def names(self, folder: str) -> dict[str, bool]:
        """The names in a folder, each with whether it is a folder itself; empty when it cannot be read."""
        return self.keep(("names", folder), lambda: self._names(folder))

    def made_of(self, key: object, folders: Sequence[str], make: Callable[[list[dict[str, bool]]], T]) -> T:
        """What `make` gives of the names in these folders; made anew only when one of them has changed."""
        listed = [self.names(folder) for folder in folders]
        kept = _MADE.get(key)
        if (
            kept is not None
            and len(kept[0]) == len(listed)
            and all(old is new or old == new for old, new in zip(kept[0], listed))
        ):
            made: T = kept[1]
            return made
        made = make(listed)
        _MADE[key] = (listed, made)
        return made

    def _names(self, folder: str) -> dict[str, bool]:
        path = self.resolve(folder or ".")
        try:
            state = os.stat(path)
        except (OSError, ValueError):
            return {}
        # A brain that stays awake reads a large folder again only when something came or went.
        key = (state.st_dev, state.st_ino, state.st_ctime_ns)
        kept = _LISTED.get(path)
        if kept is not None and kept[0] == key:
            return kept[1]
        found = self._read_names(path)
        settled = time.time_ns() - state.st_ctime_ns > SETTLED_NS  # within a tick of its clock it could change unseen
        if settled and len(found) >= FEW_NAMES:
            while len(_LISTED) >= MOST_LISTED:
                _LISTED.pop(next(iter(_LISTED)))
            _LISTED[path] = (key, found)
        return found

    def _read_names(self, path: str) -> dict[str, bool]:
        try:
            with os.scandir(path) as entries:
                listed = list(itertools.islice(entries, MOST_NAMES))
        except (OSError, ValueError):
            return {}
        names = [entry.name for entry in listed]
        try:
            found = dict(zip(names, map(os.DirEntry.is_dir, listed)))
        except OSError:  # one of them is a link that leads round in a circle
            found = dict(zip(names, map(_is_folder, listed)))
        # What is not printable, lone surrogates of odd bytes for one, cannot be sent.
        if "".join(names).isprintable():
            return found
        return {name: found[name] for name in names if name.isprintable()}

    def exists(self, path: str) -> bool:
        """Whether something of that name is there, a dangling link included."""
        return _try(os.path.lexists, self.resolve(path))

    def is_folder(self, path: str) -> bool:
        """Whether it is a folder."""
        return _try(os.path.isdir, self.resolve(path))

    def is_file(self, path: str) -> bool:
        """Whether it is an ordinary file."""
        return _try(os.path.isfile, self.resolve(path))

    def may_run(self, path: str) -> bool:
        """Whether it is a file that may be started."""
        return self.is_file(path) and os.access(self.resolve(path), os.X_OK)

    def may_write(self, path: str) -> bool:
        """Whether this person may write it."""
        return _try(lambda resolved: os.access(resolved, os.W_OK), self.resolve(path))

    def owns(self, path: str) -> bool:
        """Whether it belongs to this person."""
        try:
            return os.stat(self.resolve(path)).st_uid == os.getuid()
        except (OSError, ValueError):
            return False

    def mode(self, path: str) -> int:
        """The permission bits as chmod counts them; -1 when it is not there."""
        try:
            return os.stat(self.resolve(path)).st_mode & 0o7777
        except (OSError, ValueError):
            return -1

    def head(self, path: str, size: int = 512) -> bytes:
        """The first bytes of an ordinary file; empty when it cannot be read, or is known to hold secrets."""
        resolved = self.resolve(path)
        if not _try(os.path.isfile, resolved) or holds_secrets(resolved) or holds_secrets(os.path.realpath(resolved)):
            return b""
        try:
            with ordinary(resolved) as file:
                return file.read(size)
        except OSError:
            return b""

    def read(self, path: str, size: int = MOST_BYTES) -> str:
        """The text of a file, at most `size` bytes of it; empty when it cannot be read."""
        return self.head(path, size).decode("utf-8", "replace")

    def which(self, program: str) -> str:
        """Where the program lies on the PATH; empty when it does not."""
        if "/" in program:
            return program if self.may_run(program) else ""
        return self.keep(("which", program), lambda: self._which(program))

    def _which(self, program: str) -> str:
        for folder in self.path:
            place = os.path.join(folder, program)
            if self.may_run(place):
                return place
        return ""


def ordinary(path: str) -> BinaryIO:
    """An ordinary file, opened to be read.

    Raises OSError for anything else: a pipe would be waited for, a device has no end. Asked of what is open, as the
    name may lead elsewhere by then.
    """
    from stat import S_ISREG

    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def holds_secrets(path: str) -> bool:
    """Whether a path is known to lead to secrets, by its names alone."""
    parts = [part for part in path.split("/") if part]
    name = parts[-1] if parts else ""
    if name in SECRET_NAMES or name.startswith(".env.") or name.endswith(SECRET_ENDS):
        return True
    return not SECRET_FOLDERS.isdisjoint(parts) and not (".ssh" in parts[-2:-1] and name in OPEN_NAMES)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _try(question: Callable[[str], bool], path: str) -> bool:
    try:
        return question(path)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False
