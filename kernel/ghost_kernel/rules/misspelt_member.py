"""A file that is to be taken out of an archive is not in it under this name; one nearly alike is."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import archives, tar
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["tar", "unzip", "bsdtar"], output_has=["not found in archive", "filename not matched"])
def propose(failure: Failure) -> Fix | None:
    if failure.program == "unzip":
        archive, wanted = next(iter(failure.stage.operands), None), failure.stage.operands[1:]
    else:
        call = tar.read(failure.stage)
        archive, wanted = call.archive, call.members
    path = (failure.path_of(archive) or "") if archive is not None else ""
    inside = archives.members(failure.machine, path)
    for word in wanted:
        name = word.value or ""
        if not name or name in inside or name.rstrip("/") + "/" in inside or not failure.names(word):
            continue
        dotted = [one for one in inside if one.rstrip("/") == "./" + name.rstrip("/")]
        ends = [one for one in inside if one.endswith("/" + name)]
        near = spelling.rank(name, inside)
        if len(dotted) == 1 or len(ends) == 1:
            best, sure, only = (dotted or ends)[0], 0.92, True
        elif near and not spelling.numbers_differ(name, near[0].name):
            best, sure, only = near[0].name, spelling.confidence(near[0]), near[0].only
        else:
            continue
        return failure.swap(word, best, why=f"the archive has {best}", confidence=sure, origin="local", only=only)
    return None


def _entry(name: str) -> str:
    head = name.ljust(100, "\0") + "0000644\0" * 3 + "00000000000\0" + "00000000000\0" + "        " + "0"
    return (head.ljust(257, "\0") + "ustar\x0000").ljust(512, "\0")


FILES = {
    "a.tar": _entry("doc/guide.md") + _entry("doc/list.md") + "\0" * 1024,
    "a.zip": "PK\x03\x04" + "\0" * 22 + "\x05\0\0\0a.txt",
}
EXAMPLES = [
    Example(
        "tar xf a.tar doc/giude.md",
        "tar: doc/giude.md: Not found in archive",
        "tar xf a.tar doc/guide.md",
        2,
        files=FILES,
    ),
    Example("tar -xf a.tar list.md", "tar: list.md: Not found in archive", "tar -xf a.tar doc/list.md", 2, files=FILES),
    Example("unzip -q a.zip a.txr", "caution: filename not matched:  a.txr", "unzip -q a.zip a.txt", 11, files=FILES),
    Example("tar xf a.tar other", "tar: other: Not found in archive", None, 2, files=FILES),
]
