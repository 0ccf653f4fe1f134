"""Files and folders near a path that is not there: looked for component by component, as people misspell."""

from __future__ import annotations

import os

from ghost_kernel import spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# What tools leave beside a file: it is not meant in the file's place.
LEFT_BEHIND = frozenset("orig bak old rej swp tmp part lock sig asc md5 sha1 sha256 sha512 d pid".split())
FOLDER, FILE, ANY = "folder", "file", "any"
# Endings that name one kind of file: what bears the one is meant where the other is not there.
KIN = (
    ("jpg", "jpeg"), ("yml", "yaml"), ("htm", "html", "xhtml"), ("tgz", "tar.gz"), ("tbz2", "tbz", "tar.bz2"),
    ("txz", "tar.xz"), ("tzst", "tar.zst"), ("text", "txt"), ("mpg", "mpeg"), ("tif", "tiff"), ("md", "markdown"),
    ("js", "mjs", "cjs", "jsx"), ("ts", "tsx", "mts"), ("cc", "cpp", "cxx", "c++"), ("h", "hpp", "hh"),
    ("conf", "cfg", "cnf", "config", "ini"), ("sh", "bash"),
)  # fmt: skip


class NearPath:
    """A path that exists: with the part that changed (old, new), its cost, and whether it is the only near one."""

    __slots__ = ("path", "old", "new", "cost", "only")

    def __init__(self, path: str, old: str, new: str, cost: float, only: bool) -> None:
        self.path = path
        self.old = old
        self.new = new
        self.cost = cost
        self.only = only


def nearest(machine: Machine, path: str, kind: str = ANY) -> NearPath | None:
    """The existing path that is meant by one that does not exist; None when nothing is near enough.

    Components that exist stay; each that does not is replaced by the nearest name in its folder. The last one must
    be of the kind that is wanted. Two components may be misspelt at most.
    """
    if not path or "\0" in path:
        return None
    if path[-1] == "/" and machine.is_file(path.rstrip("/")):
        return NearPath(path.rstrip("/"), path, path.rstrip("/"), 0.2, True)
    parts = path.split("/")
    trailing = ""
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
        trailing = "/"
    done: list[str] = []
    changed: list[tuple[str, str]] = []
    cost = 0.0
    only = True
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        here = "/".join([*done, part])
        if part in ("", ".", "..", "~") or (machine.exists(here) and (last or machine.is_folder(here))):
            done.append(part)
            continue
        wanted = (FOLDER if trailing else kind) if last else FOLDER
        found = in_folder(machine, "/".join(done) or ("/" if path[:1] == "/" else ""), part, wanted)
        if not found or len(changed) == 2:
            return None
        best = found[0]
        changed.append((part, best.name))
        cost += best.cost
        only = only and best.only
        done.append(best.name)
    if not changed:
        return None
    old, new = changed[0] if len(changed) == 1 else (path, "/".join(done) + trailing)
    return NearPath("/".join(done) + trailing, old, new, cost, only and len(changed) == 1)


def in_folder(machine: Machine, folder: str, name: str, kind: str = ANY) -> list[spelling.Near]:
    """The names in a folder that may be meant by one that is not there, nearest first."""
    listed = machine.names(folder or ".")
    fits = [one for one, is_folder in listed.items() if kind == ANY or is_folder == (kind == FOLDER)]
    hidden = name[:1] == "."
    fits = [one for one in fits if hidden or one[:1] != "." or one[1:] == name]
    for exact in (
        [one for one in fits if one.lower() == name.lower()],
        [one for one in fits if one.lstrip(".") == name.lstrip(".")],
        _same_stem([one for one in fits if kind == FOLDER or "." in one or not listed[one]], name),
        _kin(fits, name),
    ):
        if len(exact) == 1:
            return [spelling.Near(exact[0], 0.2, True)]
        if exact:
            return [spelling.Near(one, 0.5, False) for one in exact]
    if not _extension(name):
        near = spelling.rank(name, [one for one in fits if not spelling.numbers_differ(name, one)])
        return near or _by_stem(name, fits)
    bare = [one for one in fits if not _extension(one) and not spelling.numbers_differ(name, one)]
    return _by_parts(name, fits) or spelling.rank(name, bare)


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return extension if dot and stem else ""


def _same_stem(names: list[str], name: str) -> list[str]:
    """Names that are the typed one with an extension more or less; only where one of both has none."""
    stem, mark, extension = name.partition(".")
    if mark and stem:
        bare = os.path.splitext(name)[0]
        return [one for one in names if one == bare] if extension else []
    found = [one for one in names if one.partition(".")[0] == name and "." in one]
    return found or [one for one in names if one.partition(".")[0].lower() == name.lower() and "." in one]


def _kin(names: list[str], name: str) -> list[str]:
    """Names that go on with one more ending, or have the same stem and an ending for the same kind of file."""
    stem, mark, ending = name.partition(".")
    if not mark or not stem:
        return []
    longer = [one for one in names if one.startswith(name + ".") and one[len(name) + 1 :] not in LEFT_BEHIND]
    if longer:
        return longer
    kin = [one for kind in KIN if ending in kind for one in kind if one != ending]
    return [one for one in names if one.partition(".")[0] == stem and one.partition(".")[2] in kin]


def _by_stem(name: str, names: list[str]) -> list[spelling.Near]:
    """A name typed without its ending, and misspelt: the one file with a stem that is near."""
    stems: dict[str, list[str]] = {}
    for one in names:
        stem, mark, _ = one.partition(".")
        if mark and stem and len(name) > 3:
            stems.setdefault(stem, []).append(one)
    near = spelling.rank(name, [stem for stem in stems if not spelling.numbers_differ(name, stem)])
    if not near or not near[0].only or len(stems[near[0].name]) != 1:
        return []
    return [spelling.Near(stems[near[0].name][0], near[0].cost + 0.5, True)]


def _by_parts(name: str, names: list[str]) -> list[spelling.Near]:
    """Stem and extension compared each on its own: a short extension is misspelt as a word of its own."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem:
        return []
    found = []
    for one in names:
        other, its_dot, its_extension = one.rpartition(".")
        if not its_dot or not other:
            continue
        cost = 0.0
        for mine, its in ((stem, other), (extension, its_extension)):
            if mine == its:
                continue
            allowed = max(spelling.allowance(mine), 1.0 if len(mine) > 1 else 0.0)
            part = spelling.distance(mine, its, allowed)
            cost = cost + part if part <= allowed and not spelling.numbers_differ(mine, its) else 9.0
        if cost <= 2.3:
            found.append((cost, one))
    found.sort()
    return [
        spelling.Near(one, cost, place == 0 and (len(found) == 1 or found[1][0] >= cost + spelling.MARGIN))
        for place, (cost, one) in enumerate(found)
    ]
