"""Which package holds a command, as lists say that package managers keep on this machine.

Each source is one function: a machine and a command in, packages out, the best first; nothing where the list is not
there, is compressed in a way that Python does not read, or is too large to be read while somebody waits.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.machine import Machine

UBUNTU = "/var/lib/command-not-found/commands.db"
NIX = "/nix/var/nix/profiles/per-user/root/channels/nixos/programs.sqlite"
PACMAN = "/var/lib/pacman/sync"
APK = ("/var/cache/apk", "/etc/apk/cache")
BREW_CACHES = (".cache/Homebrew", "Library/Caches/Homebrew")
BREW_TAPS = ("/opt/homebrew", "/usr/local/Homebrew", "/home/linuxbrew/.linuxbrew/Homebrew")
BREW_LIST = "api/internal/executables.txt"
BREW_TAP_LIST = "Library/Taps/homebrew/homebrew-command-not-found/executables.txt"
MOST_PACKED = 4_000_000  # bytes of a compressed list; more would take half a second
MOST_BYTES = 80_000_000  # of what comes out of it
MOST_PLAIN = 8_000_000


def packages(machine: Machine, manager: str, name: str) -> list[str]:
    """The packages that this machine's lists name for a command."""
    source = SOURCES.get(manager)
    if source is None or not name.isprintable():
        return []
    return machine.keep(("lists", manager, name), lambda: source(machine, name))


def rows(machine: Machine, path: str, question: str, *values: str, most: int = 20) -> list[str]:
    """The first column that a question to an SQLite file is answered with, read-only; empty when it cannot be asked."""
    if not machine.is_file(path):
        return []
    place = machine.resolve(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        import sqlite3
    except ImportError:  # an interpreter may be built without it
        return []
    try:
        # immutable: no lock file is made, which the brain may not write there.
        base = sqlite3.connect(f"file:{place}?mode=ro&immutable=1", uri=True)
        try:
            return [str(row[0]) for row in base.execute(question, values).fetchmany(most)]
        finally:
            base.close()
    except sqlite3.Error:
        return []


def _ubuntu(machine: Machine, name: str) -> list[str]:
    """The database of Ubuntu's command-not-found."""
    question = (
        "SELECT packages.name FROM packages JOIN commands USING (pkgID) WHERE commands.command = ?"
        " ORDER BY packages.priority DESC, packages.name"
    )
    return list(dict.fromkeys(rows(machine, UBUNTU, question, name)))


def _nix(machine: Machine, name: str) -> list[str]:
    """The table that NixOS's channel brings along."""
    system = os.uname().machine + "-linux"
    question = "SELECT package FROM Programs WHERE name = ? AND system = ? ORDER BY length(package), package"
    return rows(machine, NIX, question, name, system)


def _pacman(machine: Machine, name: str) -> list[str]:
    """The lists of files that `pacman -Fy` fetches, the small repositories' only."""
    found: list[str] = []
    for file in machine.names(PACMAN):
        if not file.endswith(".files"):
            continue
        data = unpacked(machine, f"{PACMAN}/{file}")
        at = data.find(b"\nusr/bin/%s\n" % name.encode())
        if at >= 0:
            entry = holder(data, at, b"/files\0")
            found += [entry] if entry else []
    return found


def _apk(machine: Machine, name: str) -> list[str]:
    """Alpine's index, which says `p:cmd:rg=14.1` of each command."""
    wanted = b"cmd:%s=" % name.encode()
    found: list[str] = []
    for folder in APK:
        for file in machine.names(folder):
            if not file.startswith("APKINDEX."):
                continue
            data = unpacked(machine, f"{folder}/{file}")
            at = data.find(wanted)
            while at >= 0:
                begin = data.rfind(b"\nP:", 0, at)
                if data[at - 1 : at] in (b" ", b":") and begin >= 0:
                    found.append(data[begin + 3 : data.find(b"\n", begin + 3)].decode("utf-8", "replace"))
                at = data.find(wanted, at + 1)
    return list(dict.fromkeys(found))


def _brew(machine: Machine, name: str) -> list[str]:
    """Homebrew's list: `ripgrep(14.1):rg`, a formula a line."""
    files = [f"{machine.home}/{cache}/{BREW_LIST}" for cache in BREW_CACHES if machine.home]
    files += [f"{folder}/{BREW_TAP_LIST}" for folder in BREW_TAPS]
    for file in files:
        text = machine.read(file, MOST_PLAIN)
        at = text.find(name) if text else -1
        while at >= 0:
            end = at + len(name)
            if text[at - 1 : at] in (":", " ") and text[end : end + 1] in (" ", "\n", ""):
                row = text[text.rfind("\n", 0, at) + 1 : at]
                return [row.partition(":")[0].partition("(")[0]]
            at = text.find(name, end)
    return []


def holder(data: bytes, at: int, ending: bytes) -> str:
    """In a tar archive of pacman's, the package whose entry holds the byte at `at`: `ripgrep-14.1-1/files`."""
    mark = data.rfind(ending, 0, at)
    if mark < 0:
        return ""
    folder = data[mark - mark % 512 : mark].decode("utf-8", "replace")
    return folder.rsplit("-", 2)[0]


def unpacked(machine: Machine, path: str, most: int = MOST_PACKED) -> bytes:
    """What a gzip file of one or several members holds; empty when it is another kind or too large."""
    data = machine.head(path, most + 1)
    if data[:2] != b"\x1f\x8b" or len(data) > most:
        return b""
    import zlib

    parts: list[bytes] = []
    left = MOST_BYTES
    while data[:2] == b"\x1f\x8b" and left > 0:
        reader = zlib.decompressobj(31)
        try:
            parts.append(reader.decompress(data, left))
        except zlib.error:
            break
        left -= len(parts[-1])
        data = reader.unused_data
    return b"".join(parts)


SOURCES: dict[str, Callable[[Machine, str], list[str]]] = {
    "apt": _ubuntu, "nix": _nix, "pacman": _pacman, "apk": _apk, "brew": _brew,
}  # fmt: skip
