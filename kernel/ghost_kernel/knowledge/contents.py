"""What a file is by its first bytes, whatever its name says: archives, scripts, programs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# First bytes as of the formats' own specifications.
MAGIC = (
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"), (b"!<arch>\n", "ar"), (b"\x7fELF", "elf"),
    (b"%PDF-", "pdf"), (b"\x89PNG", "png"), (b"SQLite format 3\x00", "sqlite"), (b"\x1f\x9d", "compress"), (b"LZIP", "lzip"),
    (b"\x04\x22\x4d\x18", "lz4"), (b"\xca\xfe\xba\xbe", "java class"),
)  # fmt: skip
BY_EXTENSION = {
    "py": "python3", "sh": "bash", "bash": "bash", "zsh": "zsh", "fish": "fish", "js": "node", "mjs": "node", "cjs": "node",
    "rb": "ruby", "pl": "perl", "php": "php", "lua": "lua", "r": "Rscript", "R": "Rscript", "nu": "nu", "awk": "awk -f",
    "tcl": "tclsh", "jar": "java -jar", "ts": "deno run",
}  # fmt: skip
INTERPRETERS = frozenset("python python3 bash sh dash zsh node ruby perl php lua fish ksh".split())


def kind(machine: Machine, path: str) -> str:
    """The kind of a file by its first bytes: gzip, zip, tar, script, text …; empty when it cannot be read."""
    head = machine.head(path, 512)
    if not head:
        return ""
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(b"#!"):
        return "script"
    return "text" if b"\0" not in head else "data"


def shebang(machine: Machine, path: str) -> list[str]:
    """The words of a script's first line: the interpreter and its arguments."""
    line = machine.head(path, 256).split(b"\n")[0]
    return line[2:].decode("utf-8", "replace").split() if line.startswith(b"#!") else []


def has_carriage_return(machine: Machine, path: str) -> bool:
    """Whether its first line ends as in DOS."""
    return machine.head(path, 512).split(b"\n")[0].endswith(b"\r")


def interpreter(machine: Machine, path: str) -> list[str]:
    """How to run a script: by its first line, else by its extension, else by how it is written; what is installed here."""
    words = [word for word in shebang(machine, path) if word != "-S"]
    if words and words[0].rpartition("/")[2] == "env":
        words = words[1:]
    if words:
        name = words[0].rpartition("/")[2]
        for one in (name, name.rstrip("0123456789."), name.rstrip("0123456789.") + "3", *(["bash", "sh"] if name.endswith("sh") else [])):
            if one and machine.which(one):
                return [one, *words[1:]]
        return []
    known = BY_EXTENSION.get(path.rpartition("/")[2].rpartition(".")[2] if "." in path.rpartition("/")[2] else "", "")
    if not known:
        known = _by_text(machine.read(path, 4096))
    found = known.split()
    if found and not machine.which(found[0]):
        found = ["sh", *found[1:]] if found[0] == "bash" and machine.which("sh") else []
    return found


def _by_text(text: str) -> str:
    starts = [line.split(" ")[0].split("(")[0] for line in text.splitlines() if line.strip() and line[0] not in " #\t"]
    python = sum(one in ("import", "from", "def", "class", "print", "if") for one in starts) + text.count("def ") + text.count("print(")
    shell = sum(one in ("echo", "export", "set", "fi", "done", "if", "for", "cd", "while", "local") for one in starts) + text.count("; then")
    script = sum(one in ("const", "let", "var", "function", "require", "console.log", "import") for one in starts)
    best = max(python, shell, script)
    if best < 2 or [python, shell, script].count(best) > 1:
        return ""
    return "python3" if best == python else "bash" if best == shell else "node"
