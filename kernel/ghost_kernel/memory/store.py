"""The file itself: opened with care, made, brought up to date, set aside when it is broken.

Many shells write to it at once and any of them may be killed: SQLite's write-ahead log stands for that, and each change
is one transaction that takes its lock first. Whatever goes wrong here costs a line in the log and no repair.
"""

from __future__ import annotations

import os
import stat

from ghost_kernel.memory import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from typing import TypeVar

    Base = sqlite3.Connection
    T = TypeVar("T")

WAIT_MS = 5000  # for another writer
GLANCE_MS = 200  # for another writer while a person waits: readers wait only where a file is being recovered
LOCK = "memory.lock"
MOST_BROKEN = 100  # files set aside
TRIGRAMS = (3, 34, 0)  # the first SQLite with them

EPISODES = (
    "create table episodes (id integer primary key, shape text not null, error text not null, dialect text not null,"
    " line text not null, project text not null, cwd text not null, exit_code integer not null, output text not null,"
    " fix text not null, origins text not null, why text not null, source text not null, rule text not null,"
    " solved integer not null default 0, failed integer not null default 0, declined integer not null default 0,"
    " offered integer not null default 0, given_up integer not null default 0, created integer not null,"
    " used integer not null)",
    "create unique index episodes_line on episodes (line, dialect, error, project, fix)",
    "create index episodes_shape on episodes (shape, error, dialect, used)",
)
DOCUMENTS = (
    "create table sources (id integer primary key, place text not null unique, kind text not null,"
    " stamp text not null, indexed integer not null)",
    "create table passages (id integer primary key, source integer not null, program text not null,"
    " title text not null, body text not null)",
    "create index passages_source on passages (source)",
    "create index passages_program on passages (program)",
)
# `gone` counts what was deleted or made again, `highest` is the newest: by both a brain knows what it has not read yet.
VECTORS = (
    "create table vectors (passage integer primary key, numbers blob not null)",
    "create table vector_bits (passage integer primary key, bits blob not null)",  # apart: all of it is read at once
    "create table vector_state (gone integer not null, highest integer not null)",
    "insert into vector_state values (0, 0)",
    "create trigger passages_vector_gone after delete on passages"
    " begin delete from vectors where passage = old.id; delete from vector_bits where passage = old.id; end",
    "create trigger vectors_gone after delete on vectors begin update vector_state set gone = gone + 1; end",
)
# The same for failures.
EPISODE_VECTORS = (
    "create table episode_vectors (episode integer primary key, numbers blob not null)",
    "create table episode_bits (episode integer primary key, bits blob not null)",
    "create table episode_state (gone integer not null, highest integer not null)",
    "insert into episode_state values (0, 0)",
    "create trigger episodes_vector_gone after delete on episodes"
    " begin delete from episode_vectors where episode = old.id; delete from episode_bits where episode = old.id; end",
    "create trigger episode_vectors_gone after delete on episode_vectors"
    " begin update episode_state set gone = gone + 1; end",
)
# Name of a full-text table, the table it is about, its columns, and its tokenizer.
TEXTS = (
    ("episodes_text", "episodes", ("line", "error", "fix"), "unicode61", False),
    ("passages_text", "passages", ("program", "title", "body"), "porter unicode61", False),
    ("passages_parts", "passages", ("title", "body"), "trigram", True),
)


class NotOurs(Exception):
    """The file is another account's, or no plain file."""


class Store:
    """One file, opened at the first need and kept open."""

    def __init__(self, folder: str, log: Callable[[str], None]) -> None:
        self.path = os.path.join(folder, NAME)
        self.folder = folder
        self.log = log
        self._base: Base | None = None
        self._inode = 0
        self._off = False

    def read(self, work: Callable[[Base], T]) -> T | None:
        """What `work` finds in it; None where there is nothing to read."""
        return self._do(work, writes=False)

    def write(self, work: Callable[[Base], T]) -> T | None:
        """Does `work` in one transaction; None where that could not be."""
        return self._do(work, writes=True)

    def prepare(self) -> None:
        """Opens the file, and makes it where there is none."""
        self._do(lambda base: None, writes=True)

    def close(self) -> None:
        """Closes the file, if it is open."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _do(self, work: Callable[[Base], T], writes: bool) -> T | None:
        if self._off:
            return None
        import sqlite3

        for again in (True, False):
            try:
                base = self._ready(writes)
                if base is None:
                    return None
                if not writes:
                    return work(base)
                return transaction(base, work)
            except NotOurs as error:
                self._off = True
                self.log(f"memory is off: {error}")
                return None
            except sqlite3.Error as error:
                inode = self._inode
                self.close()
                # Of its kinds this one alone says that the file holds no base, or a spoilt one.
                if type(error) is not sqlite3.DatabaseError or not again or not self._set_aside(inode, error):
                    self.log(f"memory could not be {'written' if writes else 'read'}: {error}")
                    return None
                if not writes:
                    return None
            except (OSError, UnicodeEncodeError) as error:
                # The second: bytes that are no text, as names of files may be.
                self.log(f"memory cannot be used: {error}")
                return None
        return None

    def _ready(self, writes: bool) -> Base | None:
        """The open base. One that another brain has set aside meanwhile is let go."""
        try:
            there = os.lstat(self.path)
        except FileNotFoundError:
            there = None
        if self._base is not None and (there is None or there.st_ino != self._inode):
            self.close()
        if there is None and not writes:
            return None
        if self._base is None:
            self._open(there)
        base = self._base
        if base is not None:
            base.execute(f"pragma busy_timeout = {WAIT_MS if writes else GLANCE_MS}")
        return base

    def _open(self, there: os.stat_result | None) -> None:
        import sqlite3

        if there is None:
            # Closing a file drops the locks that this process has on it (fcntl(2)), so this comes before SQLite's own.
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            os.close(os.open(self.path, flags, 0o600))
            there = os.lstat(self.path)
        if not stat.S_ISREG(there.st_mode) or there.st_uid != os.geteuid():
            raise NotOurs(f"{self.path} is not this account's own file")
        if there.st_mode & 0o077:
            self._close_to_others(there)
        base = sqlite3.connect(self.path, timeout=WAIT_MS / 1000, isolation_level=None)
        try:
            base.execute("pragma temp_store = memory")  # a confined brain may write to no other folder
            version = base.execute("pragma user_version").fetchone()[0]
            if version > len(MIGRATIONS):
                self._off = True
                self.log(f"memory is off: {self.path} was written by a newer ghost")
                base.close()
                return
            if version < len(MIGRATIONS):
                # A new file holds nothing that a power cut could take: it is not waited for until it reaches the disk.
                base.execute("pragma synchronous = off")
                _to_wal(base)
                transaction(base, migrate)
            base.execute("pragma synchronous = normal")
        except BaseException:
            base.close()
            self._inode = there.st_ino
            raise
        self._base, self._inode = base, there.st_ino

    def _close_to_others(self, there: os.stat_result) -> None:
        """Takes the file from others. A confined brain cannot; what others could have written is not believed then."""
        try:
            os.chmod(self.path, 0o600)
        except OSError:
            if there.st_mode & 0o022:
                raise NotOurs(f"others could have written {self.path}; chmod 600 mends it, if they have not") from None

    def _set_aside(self, inode: int, error: Exception) -> bool:
        """Gives a broken file another name; False where that cannot be. One brain does it, others find the new one."""
        import fcntl

        try:
            lock = os.open(
                os.path.join(self.folder, LOCK), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
            )
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if os.lstat(self.path).st_ino != inode:
                    return True
                for number in range(1, MOST_BROKEN):
                    name = f"{self.path}.broken-{number}"
                    if not os.path.lexists(name):
                        break
                else:
                    return False
                os.rename(self.path, name)
                for end in ("-wal", "-shm"):  # they belong to the old file, and would spoil the new one
                    if os.path.lexists(self.path + end):
                        os.rename(self.path + end, name + end)
            finally:
                os.close(lock)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        self.log(f"memory was broken ({error}); it begins anew, the old file is {name}")
        return True


def transaction(base: Base, work: Callable[[Base], T]) -> T:
    """Does `work` whole or not at all, holding the lock from its beginning."""
    base.execute("begin immediate")
    try:
        done = work(base)
        base.execute("commit")
    except BaseException:
        if base.in_transaction:
            base.execute("rollback")
        raise
    return done


def _to_wal(base: Base) -> None:
    """Has the file keep its changes in a log. SQLite waits there for who reads, but not for who writes, whatever it is
    told: several shells that make the file at once would be told that it is locked.
    """
    import sqlite3
    import time

    until = time.monotonic() + WAIT_MS / 1000
    while True:
        try:
            base.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        base.execute("begin immediate")  # this waits for who writes
        base.execute("rollback")


def migrate(base: Base) -> None:
    """Brings the file to this version. Another brain may have done so while this one waited."""
    version = base.execute("pragma user_version").fetchone()[0]
    for step in MIGRATIONS[version:]:
        step(base)
    base.execute(f"pragma user_version = {len(MIGRATIONS)}")


def has_table(base: Base, name: str) -> bool:
    """Whether the file has it: full-text tables are left out where SQLite was built without them."""
    return base.execute("select 1 from sqlite_master where name = ?", (name,)).fetchone() is not None


def _first(base: Base) -> None:
    import sqlite3

    for statement in (*EPISODES, *DOCUMENTS):
        base.execute(statement)
    modules = {row[0] for row in base.execute("pragma module_list")}
    for name, table, columns, tokenizer, needs_trigrams in TEXTS:
        if "fts5" not in modules or (needs_trigrams and sqlite3.sqlite_version_info < TRIGRAMS):
            continue
        base.execute(_text_table(name, table, columns, tokenizer))
        for statement in _triggers(name, table, columns):
            base.execute(statement)


def _text_table(name: str, table: str, columns: tuple[str, ...], tokenizer: str) -> str:
    return (
        f"create virtual table {name} using fts5 ({', '.join(columns)}, content='{table}', content_rowid='id',"
        f" tokenize='{tokenizer}')"
    )


def _triggers(name: str, table: str, columns: tuple[str, ...]) -> list[str]:
    """They keep a full-text table equal to the table it is about (SQLite's FTS5 page, "External Content Tables")."""
    listed = ", ".join(columns)
    new = ", ".join([f"new.{column}" for column in columns])
    old = ", ".join([f"old.{column}" for column in columns])
    gone = f"insert into {name} ({name}, rowid, {listed}) values ('delete', old.id, {old});"  # noqa: S608
    come = f"insert into {name} (rowid, {listed}) values (new.id, {new});"  # noqa: S608
    return [
        f"create trigger {name}_come after insert on {table} begin {come} end",
        f"create trigger {name}_gone after delete on {table} begin {gone} end",
        f"create trigger {name}_changed after update of {listed} on {table} begin {gone} {come} end",
    ]


def _second(base: Base) -> None:
    for statement in VECTORS:
        base.execute(statement)


def _third(base: Base) -> None:
    for statement in EPISODE_VECTORS:
        base.execute(statement)


MIGRATIONS: tuple[Callable[[Base], None], ...] = (_first, _second, _third)
