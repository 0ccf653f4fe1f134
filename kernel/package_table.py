"""Makes ghost_kernel/knowledge/commands.table: which package holds a program, from Debian's index of contents.

python3 kernel/package_table.py [--lists FOLDER]   fetches the index with apt, writes the table; FOLDER keeps the lists
python3 kernel/package_table.py --check [FILE]     exits 1 when it is broken, too large, or lacks everyday programs
python3 kernel/package_table.py --stats            prints its size, what it answers, and how long one look-up takes

Maintainers run it; nothing does at run time. apt is asked with a state folder of its own, so nothing of the system is
changed. The same index makes the same bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from ghost_kernel.knowledge import command_table as reading  # noqa: E402
from package_choice import chosen, is_typed  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = reading.FILE
MOST_BYTES = 300_000
LEAST_COMMANDS = 30_000
BLOCK = 8_192
FOLDERS = ("usr/bin", "bin", "usr/sbin", "sbin", "usr/games")
SETTINGS = """
Dir::State "{folder}";
Dir::State::lists "{folder}/lists";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "{folder}/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Update::Post-Invoke "";
APT::Update::Post-Invoke-Success "";
Acquire::IndexTargets::deb::Contents {{
  MetaKey "$(COMPONENT)/Contents-$(ARCHITECTURE)";
  ShortDescription "Contents";
  Description "$(RELEASE)/$(COMPONENT) $(ARCHITECTURE) Contents";
  KeepCompressed "true";
}};
"""


class Lists:
    """apt's index files in a folder of their own."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        for name in ("lists/partial", "cache/archives/partial"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        settings = os.path.join(folder, "apt.conf")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(SETTINGS.format(folder=folder))
        self.env = {**os.environ, "APT_CONFIG": settings, "LC_ALL": "C"}

    def fetch(self) -> None:
        """Has apt bring what the system's own sources offer, unless that is here already."""
        if not self.files("Contents"):
            subprocess.run(["apt-get", "update"], env=self.env, check=True, stdout=sys.stderr)

    def files(self, kind: str) -> list[str]:
        """The files of one kind, in a fixed order."""
        words = ["apt-get", "indextargets", "--format", "$(FILENAME)", f"Identifier: {kind}"]
        told = subprocess.run(words, env=self.env, check=True, capture_output=True, text=True).stdout.split()
        return sorted(path for path in told if os.path.exists(path))

    def rows(self, kind: str) -> Iterator[str]:
        """The lines of all files of one kind, decompressed by apt."""
        for path in self.files(kind):
            words = ["/usr/lib/apt/apt-helper", "cat-file", path]
            with subprocess.Popen(
                words, env=self.env, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
            ) as told:
                for row in told.stdout or ():
                    yield row.rstrip("\n")


def holders(rows: Iterator[str]) -> dict[str, set[str]]:
    """Each command with the packages that hold it: `usr/bin/rg   utils/ripgrep,other/rg`."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row[:4] not in ("usr/", "bin/", "sbin"):
            continue
        path, _, packages = row.rpartition(" ")
        folder, _, name = path.rstrip().rpartition("/")
        if folder in FOLDERS:
            found.setdefault(name, set()).update(one.rpartition("/")[2] for one in packages.split(","))
    return found


def described(rows: Iterator[str]) -> dict[str, dict[str, str]]:
    """The stanzas of the packages' index, by name."""
    found: dict[str, dict[str, str]] = {}
    stanza: dict[str, str] = {}
    for row in rows:
        key, mark, value = row.partition(": ")
        if key == "Package" and mark:
            stanza = found.setdefault(value, {})
        elif mark and row[:1] != " ":
            stanza[key] = value
    return found


def folded(table: dict[str, str]) -> bytes:
    """The table as its file has it (see command_table)."""
    blocks: list[tuple[str, bytes]] = []
    lines: list[str] = []
    first = before = package = ""
    size = 0
    for name in sorted(table):
        if not lines:
            first, before, package, size = name, "", "", 0
        shared = _shared(name, before)
        holder = table[name]
        told = "" if holder == name else "=" if holder == package else " " + holder
        lines.append(chr(reading.ZERO + shared) + name[shared:] + told + "\n")
        before, package = name, holder
        size += len(lines[-1])
        if size >= BLOCK:
            blocks.append((first, _deflated(lines)))
            lines = []
    if lines:
        blocks.append((first, _deflated(lines)))
    index = "".join([f"{name} {len(data)}\n" for name, data in blocks])
    head = f"{reading.MAGIC} {len(blocks)} {len(index)}\n"
    return (head + index).encode("ascii") + b"".join([data for _, data in blocks])


def _shared(name: str, before: str) -> int:
    """How many letters the two begin with alike."""
    most = min(len(name), len(before), reading.MOST_SHARED)
    return next((place for place in range(most) if name[place] != before[place]), most)


def _deflated(lines: list[str]) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress("".join(lines).encode("ascii")) + packer.flush()


def make(folder: str) -> int:
    """Fetches, chooses, writes."""
    lists = Lists(folder)
    lists.fetch()
    found = holders(lists.rows("Contents"))
    packages = described(lists.rows("Packages"))
    table = chosen(found, packages)
    with open(TABLE, "wb") as file:
        file.write(folded(table))
    left = sum(not is_typed(name, found[name], packages) for name in found)
    sys.stdout.write(f"{len(found)} commands in the index, {left} of a kind that nobody types, {len(table)} kept\n")
    return check(TABLE)


def check(path: str) -> int:
    """Whether the file can be shipped: it reads back, is in order, is small, and knows what everybody does."""
    table = reading.opened(path)
    if table is None:
        sys.stdout.write(f"{path}: not a table of commands\n")
        return 1
    size = os.path.getsize(path)
    known = reading.every(table)
    faults = []
    if size > MOST_BYTES:
        faults.append(f"it has {size} bytes, {MOST_BYTES} are allowed")
    if len(known) < LEAST_COMMANDS:
        faults.append(f"it has {len(known)} commands only")
    if sum(length for _, length in table.places) + table.places[0][0] != size:
        faults.append("its blocks and its size differ")
    if any(not table.block(at) or min(table.block(at)) != first for at, first in enumerate(table.firsts)):
        faults.append("a block does not begin as the index says")
    if list(known) != sorted(known):
        faults.append("its names are not in order")
    missed = [name for name, package in EVERYDAY.items() if known.get(name) != package]
    if missed:
        faults.append("it does not answer for " + " ".join(missed))
    for fault in faults:
        sys.stdout.write(f"{path}: {fault}\n")
    return 1 if faults else 0


EVERYDAY = {
    "rg": "ripgrep", "fd": "fd-find", "htop": "htop", "vi": "vim", "nc": "netcat-openbsd", "java": "default-jre",
    "git": "git", "convert": "imagemagick", "ping": "iputils-ping", "gcc": "gcc", "psql": "postgresql-client",
    "systemctl": "systemd", "parallel": "parallel", "dig": "bind9-dnsutils", "python3": "python3",
    "docker": "docker.io",
}  # fmt: skip


def stats() -> int:
    """Figures: the size, the commands, the answers for well-known programs, one look-up in a fresh interpreter."""
    from package_choice import PROBED

    table = reading.opened(TABLE)
    if table is None:
        return check(TABLE)
    known = reading.every(table)
    missed = [name for name in PROBED if name not in known]
    sys.stdout.write(f"{os.path.getsize(TABLE)} bytes, {len(known)} commands, {len(set(known.values()))} packages\n")
    sys.stdout.write(
        f"{len(PROBED) - len(missed)} of {len(PROBED)} well-known programs; not in it: {' '.join(missed)}\n"
    )
    for name, compiled in (("with bytecode", True), ("without", False)):
        sys.stdout.write(f"one look-up in a fresh interpreter, {name}: {_cold(compiled):.2f} ms\n")
    return 0


def _cold(compiled: bool) -> float:
    """The median of what importing the reader and asking it once takes, in milliseconds."""
    program = (
        f"import sys, time; sys.path.insert(0, {HERE!r}); sys.dont_write_bytecode = {not compiled}\n"
        "import ghost_kernel.knowledge, os\n"
        "begun = time.perf_counter()\n"
        "from ghost_kernel.knowledge import command_table\n"
        "command_table.package('rg')\n"
        "print(time.perf_counter() - begun)\n"
    )
    with tempfile.TemporaryDirectory() as empty:
        words = [sys.executable, "-I", "-S", *([] if compiled else ["-X", f"pycache_prefix={empty}"]), "-c", program]
        took = [float(subprocess.run(words, check=True, capture_output=True).stdout) * 1000 for _ in range(21)]
    return sorted(took)[10]


def main(args: list[str]) -> int:
    """Does what the arguments say; returns the exit code."""
    if args[:1] == ["--check"]:
        return check(args[1] if len(args) > 1 else TABLE)
    if args == ["--stats"]:
        return stats()
    if len(args) == 2 and args[0] == "--lists":
        return make(os.path.abspath(args[1]))
    if args:
        sys.stderr.write(__doc__ or "")
        return 2
    with tempfile.TemporaryDirectory(prefix="ghost-lists-") as folder:
        return make(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
