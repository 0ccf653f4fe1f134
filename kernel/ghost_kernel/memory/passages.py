"""Documents cut into passages: each with a title, the program it is about where there is one, and a text to be read.

Markdown by its headings, pages of examples (tldr's form) by example, make files by target, manual pages by section,
help texts by option.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Cut = tuple[str, str, str]  # program, title, text

MOST_BODY = 1200  # characters of a passage
LEAST_BODY = 3
MOST_PASSAGES = 400  # of one document
SECTIONS = ("NAME", "DESCRIPTION", "EXAMPLES", "EXAMPLE")


def of_text(name: str, text: str) -> list[Cut]:
    """The passages of a file, by its name and what it looks like."""
    base = name.rpartition("/")[2]
    low = base.lower()
    if low in ("makefile", "gnumakefile") or low.endswith(".mk"):
        cuts = of_makefile(text)
    elif low.endswith(".md") and is_examples(text):
        cuts = of_examples(text)
    elif low.endswith((".md", ".markdown")) or text.lstrip()[:2] == "# ":
        cuts = of_markdown(text)
    else:
        cuts = of_plain(base, text)
    found = []
    for program, title, body in cuts:
        if len(body.strip()) >= LEAST_BODY:
            found.append((program, title[:200], body[:MOST_BODY]))
        if len(found) >= MOST_PASSAGES:
            break
    return found


def is_examples(text: str) -> bool:
    """Whether it is a page of examples: a name, a description behind `>`, then commands in back quotes."""
    lines = [line for line in text.splitlines()[:12] if line.strip()]
    return len(lines) > 2 and lines[0][:2] == "# " and lines[1][:1] == ">" and "\n`" in text


def of_examples(text: str) -> Iterator[Cut]:
    """One passage for each example, under what the page says the program does."""
    program, about, example = "", [], ""
    described = False
    for raw in text.splitlines():
        line = raw.strip()
        if line[:2] == "# ":
            program = line[2:].strip().replace(" ", "-").lower()
        elif line[:1] == ">" and "<http" not in line:
            about.append(line[1:].strip())
        elif line[:2] == "- ":
            if not described:
                yield program, program, " ".join(about)
                described = True
            example = line[2:].rstrip(":")
        elif line[:1] == "`" and example:
            command = line.strip("`").replace("{{", "").replace("}}", "")
            yield program, f"{program}: {example}", f"{example}: {command}"
            example = ""


def of_markdown(text: str) -> Iterator[Cut]:
    """One passage a section, longer ones cut between paragraphs."""
    path: list[str] = []
    block: list[str] = []
    is_code = False
    for line in [*text.splitlines(), "# "]:
        if line.lstrip()[:3] == "```":
            is_code = not is_code
        level = len(line) - len(line.lstrip("#"))
        if not is_code and 0 < level < 7 and line[level : level + 1] == " ":
            for part in _cut("\n".join(block)):
                yield "", " / ".join(path), part
            block = []
            path = [*path[: level - 1], line[level:].strip()]
        else:
            block.append(line)


def of_makefile(text: str) -> Iterator[Cut]:
    """One passage a target: its name, the comments above it, what it does."""
    comment: list[str] = []
    lines = text.splitlines()
    for place, line in enumerate(lines):
        if line[:1] == "#":
            comment.append(line.lstrip("# "))
            continue
        name, mark, rest = line.partition(":")
        is_target = mark and name[:1] not in ("", "\t", " ", ".", "$") and rest[:1] != "=" and "=" not in name
        if is_target:
            recipe = []
            for below in lines[place + 1 : place + 12]:
                if below[:1] != "\t":
                    break
                recipe.append(below.strip())
            told = rest.partition("##")[2].strip()
            for target in name.split():
                if "%" not in target:
                    yield "make", f"make {target}", "\n".join([told, *comment, *recipe]).strip()
        comment = []


def of_plain(name: str, text: str) -> Iterator[Cut]:
    """Paragraphs, under the file's name."""
    for part in _cut(text):
        yield "", name, part


def of_manual(program: str, lines: Iterator[tuple[str, bool]]) -> Iterator[Cut]:
    """The sections of a manual page that say what the program is for; each line with whether it is a heading."""
    section, block = "", []
    for text, is_heading in lines:
        if not is_heading:
            block.append(text)
            continue
        yield from _section(program, section, block)
        section, block = text.strip().strip('"').upper(), []
    yield from _section(program, section, block)


def of_help(program: str, text: str) -> list[Cut]:
    """What stands before the list of options, in pieces, and a passage for each option that is explained."""
    from ghost_kernel.knowledge.helptext import optionlist
    from ghost_kernel.messages import text as messages

    said = messages.strip_controls(text)
    entries = list(optionlist.defined(said, MOST_PASSAGES))
    head = said.partition(entries[0][1])[0] if entries else said
    found = [(program, program, part) for part in _cut(head)]
    for names, entry in entries:
        body = " ".join(entry.split())
        if len(body) > len(names[-1]) + LEAST_BODY:
            found.append((program, f"{program} {', '.join(names)}"[:200], body[:MOST_BODY]))
    return found[:MOST_PASSAGES]


def _section(program: str, section: str, block: list[str]) -> Iterator[Cut]:
    if section not in SECTIONS:
        return
    text = " ".join(" ".join(block).split())
    if section == "NAME":
        about = text.replace("\\-", "-").partition(" - ")[2] or text
        yield program, program, about
    elif text:
        yield program, f"{program}: {section.lower()}", text


def _cut(text: str) -> Iterator[str]:
    """Pieces of at most a passage's length, cut between paragraphs where that can be."""
    piece = ""
    for paragraph in text.split("\n\n"):
        part = paragraph.strip()
        while part:
            if piece and len(piece) + len(part) + 2 > MOST_BODY:
                yield piece
                piece = ""
            piece = f"{piece}\n\n{part[:MOST_BODY]}" if piece else part[:MOST_BODY]
            part = part[MOST_BODY:]
    if piece:
        yield piece
