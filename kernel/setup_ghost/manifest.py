"""The list of what setting up put on this machine, `$XDG_DATA_HOME/ghost/installed.json`; `ghost uninstall` reads it.

One JSON object, UTF-8. A name is written down before the thing itself is made, so that a set-up that was killed
half-way can be removed as well; a name in the list may therefore not exist.

    format      1; a reader that finds another number should remove nothing and say so
    version     version of the ghost that was installed ("" while none is)
    source      fingerprint of the checkout it was compiled from ("" while none is)
    files       absolute paths of single files: remove each
    folders     absolute paths of folders that hold only what was fetched or compiled: remove each with all it holds
    created     absolute paths of folders that did not exist before and may be shared with other programs by now:
                remove each only if it is empty, in the order of the list (what lies inside comes first)
    packages    names of Debian packages that were not installed before: `apt-get remove` them as root, or name them
    along       names of Debian packages that came along with those; remove what nothing else needs by then

To undo it all: files, folders, this file, then `created`, whose folders include the one that this file lies in. The
brain's own log and memory ($XDG_STATE_HOME/ghost) are not listed; they are made by ghost in use.
"""

from __future__ import annotations

import json
import os

FORMAT = 1


class Manifest:
    """The list in memory; every change is written at once, by a temporary file and a rename."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.version = ""
        self.source = ""
        self._names: dict[str, list[str]] = {"files": [], "folders": [], "created": [], "packages": [], "along": []}
        self._read()

    def _read(self) -> None:
        try:
            with open(self.path, encoding="utf-8") as file:
                found = json.load(file)
        except (OSError, ValueError):
            return
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            return
        self.version = str(found.get("version", ""))
        self.source = str(found.get("source", ""))
        for kind, names in self._names.items():
            listed = found.get(kind, [])
            names += [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []

    def names(self, kind: str) -> list[str]:
        """The list `files`, `folders`, `created`, `packages` or `along`."""
        return list(self._names[kind])

    def add(self, kind: str, *names: str) -> None:
        """Write names down; those that are listed already are left as they are."""
        known = self._names[kind]
        fresh = [name for name in names if name not in known]
        if kind == "created":
            known[:0] = sorted(fresh, key=len, reverse=True)
        else:
            known += fresh
        if fresh:
            self.write()

    def drop(self, kind: str, name: str) -> None:
        """Forget a name whose thing was taken away again."""
        if name in self._names[kind]:
            self._names[kind].remove(name)
            self.write()

    def finish(self, version: str, source: str) -> None:
        """Say which ghost is installed now."""
        self.version, self.source = version, source
        self.write()

    def write(self) -> None:
        """Raises OSError where the folder cannot be written."""
        content = {"format": FORMAT, "version": self.version, "source": self.source, **self._names}
        temporary = f"{self.path}.{os.getpid()}.tmp"
        try:
            with open(temporary, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=2)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise


def make_folder(manifest: Manifest, path: str) -> None:
    """Create a folder and those above it, and write the new ones down, unless they lie in a listed folder.

    Raises OSError; what was made by then is taken away again.
    """
    missing = []
    while not os.path.isdir(path):
        missing.append(path)
        above = os.path.dirname(path)
        if above == path:
            break
        path = above
    made: list[str] = []
    try:
        for folder in reversed(missing):
            os.mkdir(folder)
            made.append(folder)
        own = tuple(name + os.sep for name in manifest.names("folders"))
        manifest.add("created", *(name for name in made if not (name + os.sep).startswith(own)))
    except OSError:
        for folder in reversed(made):
            os.rmdir(folder)
        raise
