"""Manual pages: a program's options with their values, and its subcommands.

Both families of macros (man and mdoc) and what converters make of other sources. Pages are read from the folders where
they lie, packed or not; man itself is not started. A subcommand may have a page of its own: prog-sub.
"""

from __future__ import annotations

from ghost_kernel.knowledge import folders, kept, roff
from ghost_kernel.knowledge.completion import Completion, as_name, as_option, is_plain
from ghost_kernel.knowledge.helptext import values as listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.completion import Chain
    from ghost_kernel.machine import Machine

FOLDERS = ("~/.local/share/man", "/usr/local/share/man", "/usr/local/man", "/usr/share/man")
SECTIONS = ("1", "8", "6")
ENDINGS = ("", ".gz", ".xz", ".bz2", ".zst")
MOST_BYTES = 1_000_000  # of a page, once unpacked
MOST_PACKED = 400_000
MOST_LINES = 20_000
MOST_HOPS = 4  # pages that only name another
LISTS_COMMANDS = ("COMMANDS", "SUBCOMMANDS", "SUB-COMMANDS", "VERBS", "COMMAND")
LISTING = (",", "|", " or ")
MOST_PAGES = 300  # pages of subcommands, looked for by the names that a page mentions
_PAGE_CHARS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
MOST_VALUE_LINES = 6  # of an option's text, where its values may be listed


def of(machine: Machine, program: str, chain: Chain = ()) -> Completion:
    """What the manual says of the words behind a program and its subcommands; empty where it says nothing."""
    for page in ("-".join((program, *chain)), "-".join((program, *chain[:1]))):
        found = _of(machine, page, program)
        if found or not chain:
            return found
    return Completion()


def _of(machine: Machine, page: str, program: str) -> Completion:
    """What the pages of this name say."""
    return machine.keep(("manual", page), lambda: _first(machine, page, program))


def _first(machine: Machine, page: str, program: str) -> Completion:
    found = Completion()
    if not is_plain(page) or "/" in page or page[0] in ".-":
        return found
    for path in paths(machine, page, program):
        made = _kept(machine, path, page)
        if made:
            return made
    return found


def _kept(machine: Machine, path: str, page: str) -> Completion | None:
    return kept.while_same(machine, path, ("manual", page), lambda: _read(machine, path, page))


def _pages_of_subcommands(machine: Machine, path: str, page: str, plain: str) -> list[str]:
    """The words for which the page names pages of their own, prog-sub, that lie beside it and are no programs."""
    folder, _, file = path.rpartition("/")
    ending = file[len(page) :]
    head = page + "-"
    found: dict[str, bool] = {}
    at = plain.find(head)
    while at >= 0 and len(found) < MOST_PAGES:
        end = at + len(head)
        while end < len(plain) and plain[end] in _PAGE_CHARS:
            end += 1
        word = plain[at + len(head) : end].rstrip("-")
        before = plain[at - 1 : at]
        if word and word not in found and (before not in _PAGE_CHARS or plain[at - 2 : at] in ("fB", "fI")):
            there = machine.is_file(f"{folder}/{head}{word}{ending}")
            found[word] = there and not machine.which(head + word)
        at = plain.find(head, end)
    return [word for word, there in found.items() if there]


def paths(machine: Machine, page: str, program: str) -> list[str]:
    """Where a page of this name lies; pages beside the program go first."""
    found = []
    for folder in (*folders.beside(machine, program, ("share/man", "man")), *FOLDERS):
        for section in SECTIONS:
            for ending in ENDINGS:
                path = f"{folder}/man{section}/{page}.{section}{ending}"
                if machine.is_file(path):
                    found.append(path)
    return found


def source(machine: Machine, path: str, hops: int = 0) -> str:
    """The text of a page as its author wrote it; a page that only names another gives that one's."""
    data = machine.head(path, MOST_PACKED if path.endswith(ENDINGS[1:]) else MOST_BYTES)
    text = _unpacked(data, path).decode("utf-8", "replace")
    if text[:4] == ".so ":
        if hops >= MOST_HOPS:
            return ""
        named = text[4:200].split("\n")[0].strip()
        folder = path.rpartition("/")[0].rpartition("/")[0]
        if ".." in named or named[:1] == "/":
            return ""
        place = f"{folder}/{named}" if "/" in named else f"{path.rpartition('/')[0]}/{named}"
        for ending in ENDINGS:
            if machine.is_file(place + ending):
                return source(machine, place + ending, hops + 1)
        return ""
    return text


def _unpacked(data: bytes, path: str) -> bytes:
    try:
        if path.endswith(".gz"):
            import zlib

            return zlib.decompressobj(31).decompress(data, MOST_BYTES)
        if path.endswith(".xz"):
            import lzma

            return lzma.LZMADecompressor(memlimit=128_000_000).decompress(data, MOST_BYTES)
        if path.endswith(".bz2"):
            import bz2

            return bz2.BZ2Decompressor().decompress(data, MOST_BYTES)
        if path.endswith(".zst"):  # in the standard library from 3.14 on
            import importlib

            page: bytes = importlib.import_module("compression.zstd").ZstdDecompressor().decompress(data, MOST_BYTES)
            return page
    except (OSError, ValueError, EOFError, ImportError, MemoryError):
        return b""
    except Exception as error:
        if type(error).__name__ in (
            "error",
            "LZMAError",
            "ZstdError",
        ):  # zlib's and lzma's own, not imported before they are needed
            return b""
        raise
    return data


def _read(machine: Machine, path: str, page: str) -> Completion:
    found = Completion()
    text = source(machine, path)
    heading = ""
    if text:
        name = page
        tagged: list[str] = []  # the options of the entry whose text is being read
        told = 0
        for line in roff.lines(text, MOST_LINES):
            if line.sort == roff.HEADING:
                heading, tagged = line.text.strip().upper(), []
                continue
            if line.sort == roff.SUBHEADING:
                tagged = []
                if heading in LISTS_COMMANDS:
                    _command(found, line.text, page)
                continue
            if heading == "SYNOPSIS":
                _synopsis(found, line, name)
                continue
            if line.sort == roff.TAG:
                options = _options_of(line.text)
                if options:
                    tagged, told = options, 0
                    _tag(found, line.text, options)
                elif _lists(heading):
                    tagged = []
                    _command(found, line.text, page)
                continue
            if line.sort == roff.FIRST and line.raw[:1] in "\\-" and line.text[:1] == "-":
                options = _options_of(line.text)
                if options:
                    tagged, told = options, 0
                    _tag(found, line.text, options)
                continue
            if tagged and told < MOST_VALUE_LINES:
                told += 1
                if any(mark in line.raw for mark in LISTING):
                    _values(found, line.text, tagged)
        plain = text.replace("\\-", "-")
        found.add_subcommands(_pages_of_subcommands(machine, path, page, plain))
        _negated(found, plain)
    return found


def _negated(found: Completion, plain: str) -> None:
    """Options such as --no-x that a text only mentions, where --x has an entry."""
    known = frozenset(found.options)
    at = plain.find("--no-")
    for _ in range(MOST_PAGES):
        if at < 0:
            return
        end = at + 5
        while end < len(plain) and plain[end] in _PAGE_CHARS:
            end += 1
        body = plain[at + 5 : end].rstrip("-")
        if "--" + body in known or "-" + body in known:
            found.add_options(("--no-" + body,))
        at = plain.find("--no-", end)


def _lists(heading: str) -> bool:
    return heading in LISTS_COMMANDS or heading.endswith((" COMMANDS", " VERBS"))


def _command(found: Completion, text: str, page: str) -> None:
    """The entry of a list of commands."""
    words = text.replace("|", " | ").split()
    if words and words[0] == page.partition("-")[0] and len(words) > 1:
        words = words[1:]
    alone = text.split(",")
    if len(alone) > 1 and all(as_name(one.strip()) == one.strip() for one in alone):
        found.add_subcommands([one.strip() for one in alone])
    elif words and as_name(words[0]) == words[0].rstrip(":") and not words[0].isdigit():
        found.add_subcommands([words[0]])


def _synopsis(found: Completion, line: roff.Line, page: str) -> None:
    """Options of a synopsis, and the words in it that stand for themselves."""
    for word in line.text.replace("[", " ").replace("]", " ").replace("|", " ").split():
        if word[0] == "-":
            found.add_options((word.partition("<")[0],))
    words = line.text.split()
    program = page.partition("-")[0] if " " in page else page
    if len(words) > 1 and words[0] == program and as_name(words[1]) == words[1] and line.bold(words[1]):
        if words[1].islower() and len(words[1]) > 1:
            found.add_subcommands([words[1]])
    elif line.command:
        found.add_subcommands([line.command])


def _options_of(text: str) -> list[str]:
    """The options at the head of an entry: `-l, --level=LEVEL`."""
    if text[:1] != "-":
        return []
    found = []
    for part in text.replace("|", ",").replace(" or ", ",").split(","):
        word = part.strip().split(" ")[0] if part.strip() else ""
        if word[:1] != "-":
            continue
        name = word.partition("[")[0].partition("=")[0].partition("<")[0]
        if word.startswith("--[no-]"):
            found += ["--" + word[7:].partition("=")[0], "--no-" + word[7:].partition("=")[0]]
        elif as_option(name):
            found.append(as_option(name))
    return found


def _tag(found: Completion, text: str, options: list[str]) -> None:
    found.add_options(options)
    last = options[-1]
    behind = text.rpartition(last)[2]
    values = listed(last + behind, last) if behind.strip() else []
    if behind[:1] in ("=", "[") or " <" in behind or " [" in behind or (behind[:1] == " " and behind.strip()):
        for option in options:
            found.add_values(option, values)


def _values(found: Completion, text: str, options: list[str]) -> None:
    for option in options:
        if option in found.values and not found.values[option]:
            found.add_values(option, listed(f"{option} {text}", option))
