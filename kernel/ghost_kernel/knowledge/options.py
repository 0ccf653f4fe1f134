"""The options a program knows: from its manual and completions on disk, else from its own help as a contained probe."""

from __future__ import annotations

from ghost_kernel.knowledge import helptext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

MANUALS = ("/usr/share/man/man1", "/usr/share/man/man8", "/usr/local/share/man/man1")
BASH = ("/usr/share/bash-completion/completions",)
FISH = ("/usr/share/fish/completions", "/usr/share/fish/vendor_completions.d")
ZSH = ("/usr/share/zsh/functions/Completion/Unix", "/usr/share/zsh/vendor-completions")
# What nearly every program understands, for where nothing can be looked up.
USUAL = (
    "--help --version --verbose --quiet --recursive --force --all --output --input --file --config --debug --dry-run "
    "--silent --color --no-color --format --list --long --name --ignore-case --line-number --directory"
).split()


def on_disk(machine: Machine, program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """Options named by the manual page or a completion file; a subcommand has a page of its own, as git-commit."""
    key = "-".join((program, *chain[:1]))
    return machine.keep(("options on disk", key), lambda: _on_disk(machine, key, program, bool(chain)))


def _on_disk(machine: Machine, page: str, program: str, is_sub: bool) -> list[str]:
    found = helptext.options(manual(machine, page))
    if found or is_sub:
        return found
    for folder in FISH:
        for line in machine.read(f"{folder}/{program}.fish").splitlines():
            parts = line.split()
            for place, part in enumerate(parts[:-1]):
                if part in ("-l", "-o"):
                    found.append(("--" if part == "-l" else "-") + parts[place + 1].strip("'\""))
    for folder in BASH:
        found += helptext.options(machine.read(f"{folder}/{program}"))
    for folder in ZSH:
        found += helptext.options(machine.read(f"{folder}/_{program}"))
    return list(dict.fromkeys(found))


def manual(machine: Machine, page: str) -> str:
    """The source of a manual page, its escapes for dashes and fonts taken out; empty when there is none."""
    for folder in MANUALS:
        section = folder[-1]
        for ending in ("", ".gz"):
            data = machine.head(f"{folder}/{page}.{section}{ending}", 1_000_000)
            if data and ending:
                import zlib

                try:
                    data = zlib.decompressobj(31).decompress(data, 4_000_000)
                except zlib.error:
                    data = b""
            if data[:4] == b".so ":
                other = data[4:100].decode("utf-8", "replace").split()[0].rpartition("/")[2].rpartition(".")[0]
                return manual(machine, other) if other and other != page else ""
            if data:
                text = data.decode("utf-8", "replace")
                for mark in ("\\fB", "\\fR", "\\fI", "\\fP", "\\&", "\\/", "\\,", "\\:", "\\%", "\\^", "\\|"):
                    text = text.replace(mark, "")
                text = text.replace("Fl -", " --").replace("Fl ", " -")  # mdoc's mark for an option
                return text.replace("\\-", "-").replace("\\(hy", "-").replace("\\(aq", "'").replace("\\(cq", "'")
    return ""


def from_program(machine: Machine, program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """Options that the program's own help names, asked as a contained probe."""
    return helptext.options(helptext.text(machine, [program, *chain]))
