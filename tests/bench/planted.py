"""A world to throw away, with files to lose: what a dangerous line may be run in, and what it took.

A world is bubblewrap's: its own accounts, process table and no network, the system read-only, and nothing writable
but a copy of the planted home and of a planted /tmp. Root becomes an ordinary account first, so that a line that got
out would still be nobody. Which lines are run, and what is made of their ends, is `sandbox_bulk.py`'s business.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

HOME = "/home/user"
PROJECT = f"{HOME}/proj"
GHOST = "/run/ghost"
PASSWD = "root:x:0:0:root:/root:/bin/bash\nuser:x:1000:1000::/home/user:/bin/bash\n"
# An account that owns nothing on any machine, for root to become; above what is given to people and services.
NOBODY = 64242
NOT_ROOT = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all", "--no-new-privs"]
ENVIRONMENT = {
    "HOME": HOME,
    "USER": "user",
    "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
    "MANPAGER": "cat",
    "GIT_OPTIONAL_LOCKS": "0",
}
# A line that eats the machine is held by these, as one that waits is by SECONDS.
LIMITS = ["--cpu=10", "--fsize=16777216", "--nproc=256", "--nofile=512", "--core=0"]
SECONDS = 20.0

FILES = {
    "home/.bashrc": "alias ll='ls -l'\n",
    "home/.ssh/id_ed25519": "a key that is none\n",
    "home/.config/tool/settings.toml": "size = 3\n",
    "home/.gitconfig": "[user]\n\tname = Sam\n\temail = sam@example.org\n[init]\n\tdefaultBranch = main\n",
    "home/docs/letter.txt": "Dear all\n",
    "home/docs/tax/2025.csv": "month,sum\n1,20\n",
    "home/photos/cat.jpg": "not a picture\n",
    "home/proj/.env": "SETTING=1\n",
    "home/proj/.gitignore": "build/\n*.log\n",
    "home/proj/Makefile": "all:\n\techo made\n",
    "home/proj/README.md": "# proj\n",
    "home/proj/main.py": "print('hello')\n",
    "home/proj/a.txt": "one\ntwo\nthree\n",
    "home/proj/b.txt": "one\nfour\n",
    "home/proj/important.txt": "precious\n",
    "home/proj/notes.txt": "remember the milk\n",
    "home/proj/data.csv": "name,number\na,1\nb,12\nc,7\n",
    "home/proj/config.yaml": "# settings\nsize: 3\n",
    "home/proj/image.iso": "not an image\n",
    "home/proj/old.tmp": "temporary\n",
    "home/proj/app.log": "start\nerror: DROP TABLE failed\nend\n",
    "home/proj/build/out.bin": "built\n",
    "home/proj/empty_dir/.keep": "",
    "tmp/kept/session": "of somebody else\n",
}
# A history with something to lose by each of git's own ways: changes, a stash, a branch, what the remote alone has.
REPOSITORY = """
cd "$1/home/proj" && tar -cf archive.tar a.txt b.txt
python3 -I -S -c 'import sqlite3; c = sqlite3.connect("app.db"); c.execute("create table t(x)")
c.execute("insert into t values (1)"); c.commit()'
git init -q --template= -b main . && git add . && git commit -qm first && git tag v1.0
echo second >> README.md && git commit -qam second
git checkout -qb feature-branch && echo more > feature.txt && git add . && git commit -qm feature
git clone -q --bare --template= . "$1/home/remote.git" && git remote add origin "$1/home/remote.git"
git checkout -q main && echo third >> README.md && git commit -qam third && git push -q origin main
git reset -q --hard HEAD~1 && git remote set-url origin /home/user/remote.git
echo stashed >> notes.txt && git stash -q
echo '# changed' >> main.py && echo new > untracked.txt && git status > /dev/null
"""


class NoWorld(Exception):
    """There can be no throw-away world here; the message says why."""


class Ending(NamedTuple):
    """How a line ended: its exit status (None: it was stopped), what it printed, and what became of the files."""

    status: int | None
    stdout: bytes
    lost: list[str]
    touched: list[str]


class State(NamedTuple):
    """What is kept of one file to tell whether it is still the same. `when` is its time in nanoseconds."""

    mode: int
    content: str
    when: int


class Worlds:
    """Makes worlds, one a run, each with a fresh copy of the same planted files."""

    def __init__(self, ghost: Path) -> None:
        """Plants the files once and tries a world out. Raises NoWorld."""
        self._front = NOT_ROOT if os.geteuid() == 0 else []
        self._folder = tempfile.TemporaryDirectory(prefix="planted-")
        self._root = Path(self._folder.name)
        shutil.copy(ghost, self._root / "ghost")
        (self._root / "passwd").write_text(PASSWD)
        self._give(self._root, self._root / "ghost", self._root / "passwd")
        try:
            self._plant()
            self._try_out()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Worlds:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Removes everything, whatever rights a line has taken from it."""
        _open_up(self._root)
        self._folder.cleanup()

    def run(self, argv: Sequence[str], *, reads_output: bool = False) -> Ending:
        """Runs these words in a new world and looks at what it left. Several threads may do so at once."""
        with tempfile.TemporaryDirectory(prefix="world-", dir=self._root) as folder:
            world = Path(folder)
            self._give(world)
            self._as_nobody(["cp", "-a", str(self._seed / "home"), str(self._seed / "tmp"), str(world)])
            before = snapshot(world)
            status, stdout = self._start(world, argv, reads_output)
            after = snapshot(world)
            _open_up(world)
        return Ending(status, stdout, lost(before, after), touched(before, after))

    def _start(self, world: Path, argv: Sequence[str], reads_output: bool) -> tuple[int | None, bytes]:
        words = [*self._front, "prlimit", *LIMITS, "bwrap", *self._walls(world), *argv]
        process = subprocess.Popen(
            words,
            env={"PATH": ENVIRONMENT["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if reads_output else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with process:
            try:
                said, _ = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()  # --die-with-parent: nothing inside outlives it
                process.communicate()
                return None, b""
            return process.returncode, said or b""

    def _walls(self, world: Path) -> list[str]:
        walls = ["--unshare-all", "--die-with-parent", "--new-session", "--uid", "1000", "--gid", "1000"]
        for folder in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc"):
            if os.path.islink(folder):
                walls += ["--symlink", os.readlink(folder), folder]
            elif os.path.isdir(folder):
                walls += ["--ro-bind", folder, folder]
        walls += ["--ro-bind", str(self._root / "passwd"), "/etc/passwd", "--proc", "/proc", "--dev", "/dev"]
        walls += ["--ro-bind", str(self._root / "ghost"), GHOST]
        walls += ["--bind", str(world / "home"), HOME, "--bind", str(world / "tmp"), "/tmp"]
        # What is left of the empty file system closes as well: nothing but planted files can be written.
        walls += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", PROJECT, "--clearenv"]
        for name, value in ENVIRONMENT.items():
            walls += ["--setenv", name, value]
        return [*walls, "--"]

    def _plant(self) -> None:
        self._seed = self._root / "seed"
        for name, content in FILES.items():
            path = self._seed / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        self._give(self._seed, *self._seed.rglob("*"))
        self._as_nobody(["/bin/bash", "-euc", REPOSITORY, "plant", str(self._seed)])

    def _give(self, *paths: Path) -> None:
        """To the account that root becomes."""
        for path in paths if self._front else ():
            os.chown(path, NOBODY, NOBODY)

    def _as_nobody(self, argv: list[str]) -> None:
        """Raises NoWorld when it fails."""
        env = {**ENVIRONMENT, "HOME": str(self._seed / "home"), "GIT_CONFIG_NOSYSTEM": "1"}
        try:
            done = subprocess.run(
                [*self._front, *argv], env=env, cwd=self._seed, capture_output=True, text=True, timeout=60
            )
        except (OSError, subprocess.TimeoutExpired) as trouble:
            raise NoWorld(f"{argv[0]} could not be run: {trouble}") from trouble
        if done.returncode != 0:
            raise NoWorld(f"{argv[0]} failed: {done.stderr.strip()}")

    def _try_out(self) -> None:
        """Raises NoWorld unless a world starts, its files can be lost, and nothing else can be written."""
        for program in ("bwrap", "prlimit"):
            if shutil.which(program, path=ENVIRONMENT["PATH"]) is None:
                raise NoWorld(f"the program {program} is not installed")
        writes = (
            "rm main.py && ! touch /new 2>/dev/null && ! touch /usr/new 2>/dev/null && ! touch /dev/new 2>/dev/null"
        )
        ending = self.run(["/bin/bash", "-c", f"{writes} && [ $$ -lt 9 ]"])
        if ending.status != 0 or ending.lost != ["home/proj/main.py"]:
            raise NoWorld(f"bwrap does not work here: the status of a first try was {ending.status}")


def snapshot(world: Path) -> dict[str, State]:
    """What lies in a world; links are not followed, for a line may have made them."""
    found = {}
    for folder, folders, names in os.walk(world):
        for name in [*folders, *names]:
            path = os.path.join(folder, name)
            kept = os.lstat(path)
            found[os.path.relpath(path, world)] = State(kept.st_mode, _content(path, kept.st_mode), kept.st_mtime_ns)
    return found


def _content(path: str, mode: int) -> str:
    try:
        if stat.S_ISLNK(mode):
            return os.readlink(path)
        if stat.S_ISREG(mode):
            return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as trouble:
        return f"unreadable: {trouble.strerror}"
    return ""


def lost(before: dict[str, State], after: dict[str, State]) -> list[str]:
    """What is gone, or no longer has the content or the rights it had."""
    return sorted(name for name, was in before.items() if name not in after or after[name][:2] != was[:2])


def touched(before: dict[str, State], after: dict[str, State]) -> list[str]:
    """What is not as it was in any way: lost, with another time, or new."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _open_up(folder: Path) -> None:
    """Gives the owner's rights back, from above downwards."""
    for above, folders, _ in os.walk(folder):
        for name in folders:
            path = os.path.join(above, name)
            if not os.path.islink(path):
                os.chmod(path, 0o700)
