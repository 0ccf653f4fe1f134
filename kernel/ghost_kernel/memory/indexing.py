"""Brings documents into memory's file: what has changed since the last time, and away with what is gone.

Files, folders, zip and tar archives of pages, the manual pages of this machine, a project's own words. All of them may
be anybody's: sizes and numbers are bounded, folders that are links are not entered, and what is read is text to be
shown, never a command.
"""

from __future__ import annotations

import os
import sys
import time

from ghost_kernel.machine import Machine, holds_secrets
from ghost_kernel.memory import hiding, passages, showing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from ghost_kernel.memory.passages import Cut
    from ghost_kernel.memory.store import Store

MOST_FILES = 20_000
MOST_BYTES = 1 << 20  # of one document
MOST_ENTRIES = 60_000  # of an archive
MOST_UNPACKED = 256 << 20  # bytes of an archive, of what is no page too: a small one may hold any number
MOST_OF_ARCHIVE = 100_000  # passages
TOGETHER = 200  # documents written in one transaction
ENDINGS = (".md", ".markdown", ".txt", ".rst", ".mk")
NAMES = ("readme", "contributing", "makefile", "gnumakefile", "install", "hacking", "justfile", "faq")
SKIPPED = frozenset(("node_modules", "target", "__pycache__", "venv", "vendor", "dist", "build"))
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")
TROUBLE = 1


class Document:
    """One document to be brought in: where it lies, of which state, and how its passages are had."""

    __slots__ = ("place", "kind", "stamp", "cuts")

    def __init__(self, place: str, kind: str, stamp: str, cuts: list[Cut] | None) -> None:
        self.place = place
        self.kind = kind
        self.stamp = stamp
        self.cuts = cuts  # None: unchanged


def run(store: Store, paths: list[str], man: bool, here: str, helps: BinaryIO | None = None) -> int:
    """Indexes what is named; tells what came of it. `helps`: what programs have said of themselves."""
    known = store.read(lambda base: dict(base.execute("select place, stamp from sources").fetchall())) or {}
    counts = {"new": 0, "same": 0, "gone": 0, "passages": 0}
    troubles = 0
    for path in paths:
        if not os.path.lexists(path):
            _say(f"{path} is not there")
            troubles += 1
            continue
        before = counts["new"] + counts["same"]
        troubles += not _bring(store, _of_path(path, known), path, known, counts)
        if counts["new"] + counts["same"] == before:
            why = _why_not(path)
            if why:
                _say(f"{path} is left out: {why}")
    if man:
        for folder in _man_folders():
            troubles += not _bring(store, _manuals(folder, known), folder, known, counts)
    if helps is not None:
        troubles += not _bring(store, _helps(helps, known), "", known, counts)
    if here:
        troubles += not _bring(store, _project(here, known), "", known, counts)
    sys.stdout.write(
        f"{counts['new']} documents indexed in {counts['passages']} passages, {counts['same']} as they were, "
        f"{counts['gone']} gone\n"
    )
    return TROUBLE if troubles else 0


def _bring(store: Store, found: Iterable[Document], below: str, known: dict[str, str], counts: dict[str, int]) -> bool:
    """Writes the documents, and takes away those below a folder that are gone; False where that cannot be."""
    seen: set[str] = set()
    batch: list[Document] = []
    for one in found:
        if any("\ud800" <= char <= "\udfff" for char in one.place):
            _say(f"{one.place} is left out: its name is no text")
            continue
        seen.add(one.place)
        if one.cuts is None:
            counts["same"] += 1
            continue
        batch.append(one)
        if len(batch) >= TOGETHER:
            if not _write(store, batch, counts):
                return False
            batch = []
    if not _write(store, batch, counts):
        return False
    gone = [place for place in known if below and place not in seen
            and (place == below or place.startswith((below.rstrip("/") + "/", below + "!")))]  # fmt: skip
    if gone:
        counts["gone"] += store.write(lambda base: remove(base, gone)) or 0
    return True


def _write(store: Store, batch: list[Document], counts: dict[str, int]) -> bool:
    if not batch:
        return True
    written = store.write(lambda base: write(base, batch))
    if written is None:
        return False
    counts["passages"] += written
    counts["new"] += len(batch)
    return True


def write(base: sqlite3.Connection, batch: Iterable[Document]) -> int:
    """Puts documents in the place of what was known of them; gives how many passages they have."""
    count = 0
    now = int(time.time())
    for one in batch:
        remove(base, [one.place])
        cursor = base.execute(
            "insert into sources (place, kind, stamp, indexed) values (?, ?, ?, ?)",
            (one.place, one.kind, one.stamp, now),
        )
        for program, title, body in one.cuts or ():
            base.execute(
                "insert into passages (source, program, title, body) values (?, ?, ?, ?)",
                (cursor.lastrowid, _clean(program), _clean(title), _clean(body)),
            )
            count += 1
    return count


def remove(base: sqlite3.Connection, places: Iterable[str]) -> int:
    """Takes documents away, with their passages."""
    count = 0
    for place in places:
        base.execute("delete from passages where source in (select id from sources where place = ?)", (place,))
        count += base.execute("delete from sources where place = ?", (place,)).rowcount
    return count


def _say(text: str) -> None:
    """To the person; names of files may have been given by anybody."""
    sys.stderr.write(f"ghost: {showing.visible(text)}\n")


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _stamp(state: os.stat_result) -> str:
    return f"{state.st_mtime_ns}:{state.st_size}:{hiding.KNOWS}"


def _of_path(path: str, known: dict[str, str]) -> Iterator[Document]:
    if os.path.isdir(path):
        yield from _folder(path, known)
    elif path.lower().endswith(ARCHIVES):
        yield from _archive(path, known)
    else:
        one = _file(path, known)
        if one is not None:
            yield one


def _folder(top: str, known: dict[str, str]) -> Iterator[Document]:
    count = 0
    for folder, folders, names in os.walk(top):
        folders[:] = sorted([name for name in folders if name[:1] != "." and name not in SKIPPED])
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) or name.lower().partition(".")[0] in NAMES:
                count += 1
                if count > MOST_FILES:
                    _say(f"{top} has more than {MOST_FILES} documents; the rest is left out")
                    return
                one = _file(os.path.join(folder, name), known)
                if one is not None:
                    yield one


def _file(path: str, known: dict[str, str]) -> Document | None:
    if holds_secrets(path) or holds_secrets(os.path.realpath(path)) or not os.path.isfile(path):
        return None
    try:
        stamp = _stamp(os.stat(path))
        if known.get(path) == stamp:
            return Document(path, "file", stamp, None)
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES)
    except OSError as error:
        _say(f"{path} is left out: {error.strerror}")
        return None
    if b"\0" in data[:4096]:
        return None
    return Document(path, "file", stamp, passages.of_text(path, hiding.hidden(data.decode("utf-8", "replace"))))


def _why_not(path: str) -> str:
    """Why nothing was found to be indexed there; empty where that was said."""
    if os.path.isdir(path):
        return f"no document is in it (names that end in {', '.join(ENDINGS)}, a readme, a make file)"
    if path.lower().endswith(ARCHIVES):
        return ""
    if holds_secrets(path) or holds_secrets(os.path.realpath(path)):
        return "by its name it holds secrets"
    if not os.path.isfile(path):
        return "it is no file"
    try:
        with open(path, "rb") as file:
            return "it is no text" if b"\0" in file.read(4096) else ""
    except OSError:
        return ""


def _project(here: str, known: dict[str, str]) -> Iterator[Document]:
    """The files in a folder that tell what a project is and how it is worked on."""
    try:
        names = sorted(os.listdir(here))
    except OSError:
        return
    for name in names:
        if name.lower().partition(".")[0] in NAMES:
            one = _file(os.path.join(here, name), known)
            if one is not None:
                yield one


def _archive(path: str, known: dict[str, str]) -> Iterator[Document]:
    """The pages in an archive; it is one file, and as new as that."""
    try:
        stamp = _stamp(os.stat(path))
        if any(place.startswith(path + "!") and known[place] == stamp for place in known):
            for place in known:
                if place.startswith(path + "!"):
                    yield Document(place, "page", stamp, None)
            return
        passed = 0
        for name, data in _entries(path):
            cuts = passages.of_text(name, hiding.hidden(data.decode("utf-8", "replace")))
            passed += len(cuts)
            if passed > MOST_OF_ARCHIVE:
                raise _Full(f"more than {MOST_OF_ARCHIVE} passages")
            yield Document(f"{path}!{name}", "page", stamp, cuts)
    except _Full as error:
        _say(f"{path} holds {error}; the rest is left out")
    except (OSError, ValueError, EOFError, RuntimeError, NotImplementedError) as error:
        _say(f"{path} cannot be read: {error}")
    except Exception as error:  # the archive modules have errors of their own, which are known once one is imported
        if type(error).__module__ not in ("zipfile", "zipfile._path", "tarfile", "lzma", "_lzma", "zlib"):
            raise
        _say(f"{path} cannot be read: {error}")


class _Full(Exception):
    """An archive holds more than is looked at; says of what."""


class _Unpacked:
    """What an archive holds, read up to a bound."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._left = MOST_UNPACKED

    def read(self, size: int) -> bytes:
        """Raises _Full beyond the bound."""
        data = self._source.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _Full(f"more than {MOST_UNPACKED >> 20} MiB")
        return data


def _entries(path: str) -> Iterator[tuple[str, bytes]]:
    if path.lower().endswith(".zip"):
        yield from _of_zip(path)
        return
    import tarfile

    with _opened(path) as source, tarfile.open(fileobj=_Unpacked(source), mode="r|") as stream:  # type: ignore[call-overload]
        for count, member in enumerate(stream):
            if count >= MOST_ENTRIES:
                raise _Full(f"more than {MOST_ENTRIES} entries")
            if member.isfile() and member.name.lower().endswith(ENDINGS):
                opened = stream.extractfile(member)
                if opened is not None:
                    yield member.name, opened.read(MOST_BYTES)


def _of_zip(path: str) -> Iterator[tuple[str, bytes]]:
    import zipfile

    left = MOST_UNPACKED
    with zipfile.ZipFile(path) as archive:
        for count, entry in enumerate(archive.infolist()):
            if count >= MOST_ENTRIES:
                raise _Full(f"more than {MOST_ENTRIES} entries")
            if entry.filename.lower().endswith(ENDINGS):
                with archive.open(entry) as file:
                    data = file.read(MOST_BYTES)
                left -= len(data)
                if left < 0:
                    raise _Full(f"more than {MOST_UNPACKED >> 20} MiB")
                yield entry.filename, data


def _opened(path: str) -> BinaryIO:
    """A tar archive as it was before it was packed."""
    with open(path, "rb") as file:
        begin = file.read(6)
    if begin[:2] == b"\x1f\x8b":
        import gzip

        return gzip.open(path)  # type: ignore[return-value]
    if begin[:3] == b"BZh":
        import bz2

        return bz2.open(path)  # type: ignore[return-value]
    if begin == b"\xfd7zXZ\0":
        import lzma

        return lzma.open(path)  # type: ignore[return-value]
    return open(path, "rb")


def _helps(source: BinaryIO, known: dict[str, str]) -> Iterator[Document]:
    """Help texts, a line of JSON each. The body has asked the programs; a brain starts none."""
    import hashlib
    import json

    for line in source:
        told = json.loads(line)
        program, text = str(told["program"]), str(told["text"])
        place = f"{program} --help"
        stamp = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        cuts = None if known.get(place) == stamp else passages.of_help(program, text)
        yield Document(place, "help", stamp, cuts)


def _man_folders() -> list[str]:
    from ghost_kernel.knowledge import manpages

    machine = Machine("/", [], os.environ.get("HOME", ""))
    found = [
        os.path.join(machine.resolve(folder), f"man{section}")
        for folder in manpages.FOLDERS
        for section in manpages.SECTIONS
    ]
    return [folder for folder in found if os.path.isdir(folder)]


def _manuals(folder: str, known: dict[str, str]) -> Iterator[Document]:
    from ghost_kernel.knowledge import manpages, roff

    machine = Machine("/", [], os.environ.get("HOME", ""))
    for name in sorted(os.listdir(folder))[:MOST_FILES]:
        path = os.path.join(folder, name)
        try:
            stamp = _stamp(os.stat(path))
        except OSError:
            continue
        if known.get(path) == stamp:
            yield Document(path, "manual", stamp, None)
            continue
        source = manpages.source(machine, path)
        program = name.partition(".")[0]
        lines = ((line.text, line.sort == roff.HEADING) for line in roff.lines(source, manpages.MOST_LINES))
        cuts = [(about, title, body[: passages.MOST_BODY]) for about, title, body in passages.of_manual(program, lines)]
        yield Document(path, "manual", stamp, cuts)
