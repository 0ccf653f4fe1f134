"""Scripts: which language a file is written in, by its first line, else by its name, and what runs that language."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# language: programs that run it, best first
RUNNERS = {
    "python": ("python3", "python"),
    "sh": ("sh", "dash", "bash"),
    "bash": ("bash",),
    "zsh": ("zsh",),
    "fish": ("fish",),
    "ksh": ("ksh", "mksh", "bash"),
    "perl": ("perl",),
    "ruby": ("ruby",),
    "node": ("node", "nodejs"),
    "typescript": ("tsx", "deno", "bun"),
    "php": ("php",),
    "lua": ("lua", "lua5.4", "lua5.3", "luajit"),
    "r": ("Rscript",),
    "tcl": ("tclsh",),
    "awk": ("awk", "gawk", "mawk"),
    "julia": ("julia",),
    "nu": ("nu",),
    "guile": ("guile",),
}
ENDINGS = {
    "py": "python", "sh": "bash", "bash": "bash", "zsh": "zsh", "fish": "fish", "ksh": "ksh", "pl": "perl",
    "pm": "perl", "rb": "ruby", "js": "node", "mjs": "node", "cjs": "node", "php": "php", "lua": "lua", "R": "r",
    "r": "r", "tcl": "tcl", "awk": "awk", "jl": "julia", "nu": "nu", "scm": "guile",
}  # fmt: skip
SHELLS = frozenset(("sh", "bash", "zsh", "ksh", "fish"))
LONGEST = 256  # bytes of a first line that the kernel reads: BINPRM_BUF_SIZE


def first_line(machine: Machine, path: str) -> str:
    """The `#!` line of a file without its mark; a carriage return at its end stays; empty when there is none."""
    data = machine.head(path, LONGEST)
    if data[:2] != b"#!":
        return ""
    return data[2:].partition(b"\n")[0].decode("utf-8", "replace").strip(" \t")


def interpreter(line: str) -> tuple[str, list[str]]:
    """The program a `#!` line names, `env` looked through, and its own options."""
    words = line.split()
    if not words:
        return "", []
    program, rest = words[0], words[1:]
    if program.rpartition("/")[2] == "env":
        rest = [word for word in rest if word != "-S" and not (word.startswith("-S") and len(word) > 2)]
        while rest and (rest[0][:1] == "-" or "=" in rest[0]):
            rest = rest[1:]
        if not rest:
            return "", []
        program, rest = rest[0], rest[1:]
    return program, rest


def language(machine: Machine, path: str) -> str:
    """The language of a script; empty when neither its first line nor its name tells."""
    name = interpreter(first_line(machine, path))[0].rpartition("/")[2]
    found = of_program(name) if name else ""
    return found or ENDINGS.get(path.rpartition("/")[2].rpartition(".")[2] if "." in path else "", "")


def of_program(name: str) -> str:
    """The language that a program runs, versions looked through: python3.12 is python."""
    bare = name.rstrip("0123456789.") or name
    if bare in RUNNERS:
        return bare
    for one, runners in RUNNERS.items():
        if name in runners or bare in runners:
            return one
    return {"ash": "sh", "pypy": "python"}.get(bare, "")


def runner(machine: Machine, lang: str) -> str:
    """A program on the PATH that runs the language; empty when there is none."""
    return next((one for one in RUNNERS.get(lang, ()) if machine.which(one)), "")


def is_program(machine: Machine, path: str) -> bool:
    """Whether the kernel can start the file, once it may: a `#!` line or a binary of this system."""
    data = machine.head(path, 4)
    return data[:2] == b"#!" or data == b"\x7fELF" or data in (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def is_binary(machine: Machine, path: str) -> bool:
    """Whether it is a program of this system's own, compiled."""
    return is_program(machine, path) and machine.head(path, 2) != b"#!"


def has_carriage_returns(machine: Machine, path: str) -> bool:
    """Whether its first lines end as Windows writes them."""
    data = machine.head(path, 4096)
    lines = data.split(b"\n")[:-1]
    return bool(lines) and b"\0" not in data and sum(line.endswith(b"\r") for line in lines) * 2 > len(lines)
