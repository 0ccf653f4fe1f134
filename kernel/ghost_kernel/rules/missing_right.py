"""A right is missing on a file or folder of one's own: it is given back, for oneself only."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

READ, WRITE, ENTER = 0o400, 0o200, 0o100
WRITERS = frozenset("cp mv ln install mkdir touch tee rmdir unzip rsync scp mkfifo mktemp".split())


@rule(output_has=["permission denied", "eacces", "read-only"])
def propose(failure: Failure) -> Fix | None:
    if failure.has("read-only file system", "publickey", "(password") or "sudo" in failure.stage.wrappers:
        return None
    written = {one.target for one in failure.stage.redirects if one.writes}
    said = _said(failure)
    if said is not None:
        return said
    for word in failure.stage.files:
        path = failure.path_of(word)
        if not path or (word.is_option and word not in written) or not _named(failure, word, path):
            continue
        found = _closed(failure, path, word in written or _writes(failure, word))
        if found is None:
            continue
        place, rights = found
        return Fix(
            before=[["chmod", "u+" + rights, place]],
            why=f"{place} is yours, but closed",
            confidence=0.88,
            only=True,
        )
    return None


def _said(failure: Failure) -> Fix | None:
    """A place that only the message names: what a program opens of its own, what lies below a folder, a target."""
    machine = failure.machine
    found = failure.search(
        r"(?:Permission denied: |permission denied, (?:open|scandir|mkdir) |cannot open directory |cannot mkdir |"
        r"could not create work tree dir )'?([^'\n:]+?)'?(?:: Permission denied)?$"
    )
    folder = _target(failure)
    if found:
        path = found.group(1)
        makes = "mkdir" in found.group(0) or "create" in found.group(0)
        if not machine.exists(path) and not makes:
            return None  # it was about to be made, or its folder is closed: which, is not known
        closed = _closed(failure, path, makes)
    elif folder:
        closed = _closed(failure, folder, True)
    else:
        return None
    if closed is None or any(failure.path_of(word) == closed[0] for word in failure.stage.files if not folder):
        return None
    return Fix(
        before=[["chmod", "u+" + closed[1], closed[0]]],
        why=f"{closed[0]} is yours, but closed",
        confidence=0.86,
        origin="local",
    )


def _target(failure: Failure) -> str:
    """The folder that tar or unzip unpacks into, where they could make nothing in it."""
    option = {"tar": ("-C", "--directory"), "unzip": ("-d",)}.get(failure.program, ())
    if not failure.has(
        "cannot mkdir: permission denied", "cannot open: permission denied", "checkdir error", "cannot create"
    ):
        return ""
    args = failure.args
    return next((args[at + 1].plain for at, word in enumerate(args[:-1]) if word.plain in option), "")


def _named(failure: Failure, word: Word, path: str) -> bool:
    output = failure.output or ""
    name = path.rstrip("/").rpartition("/")[2]
    return any(
        ("denied" in line.lower() or "eacces" in line.lower()) and (path.rstrip("/") in line or (name and name in line))
        for line in output.splitlines()
    )


def _writes(failure: Failure, word: Word) -> bool:
    if failure.program not in WRITERS:
        return False
    if failure.program in ("cp", "mv", "ln", "install", "rsync", "scp"):
        return failure.stage.operands[-1:] == [word] or failure.program == "mv"
    return True


def _closed(failure: Failure, path: str, writes: bool) -> tuple[str, str] | None:
    """The first place on the way that is closed, and the letters of the rights it lacks."""
    machine = failure.machine
    parts = path.rstrip("/").split("/")
    for count in range(1, len(parts)):
        folder = "/".join(parts[:count])
        if folder and machine.is_folder(folder) and not machine.mode(folder) & ENTER:
            return _own(failure, folder, "x")
    mode = machine.mode(path)
    here = machine.is_folder(path)
    if mode >= 0 and not here:
        # A file that is closed to writing was closed on purpose, or by the tool that made it.
        return _own(failure, path, "r") if not writes and not mode & READ else None
    if mode >= 0 and here:
        if writes:
            return _own(failure, path, "w") if not mode & WRITE else None
        lacks = ("" if mode & READ else "r") + ("" if mode & ENTER else "x")
        return _own(failure, path, lacks) if lacks else None
    folder = "/".join(parts[:-1]) or ("/" if path[:1] == "/" else ".")
    if writes and mode < 0 and machine.is_folder(folder) and not machine.mode(folder) & WRITE:
        return _own(failure, folder, "w")
    return None


def _own(failure: Failure, path: str, rights: str) -> tuple[str, str] | None:
    machine = failure.machine
    if not machine.owns(path) or machine.mode(path) & 0o7000:
        return None
    place = machine.resolve(path)
    inside = machine.home and (place.startswith((machine.home.rstrip("/") + "/", "/tmp/")))  # noqa: S108
    return (path, rights) if inside else None


EXAMPLES = [
    Example(
        "cp a out/",
        "cp: cannot create regular file 'out/a': Permission denied",
        "chmod u+w out/ && cp a out/",
        files=["a", "out/!"],
    ),
    Example(
        "mkdir out/b",
        "mkdir: cannot create directory ‘out/b’: Permission denied",
        "chmod u+w out && mkdir out/b",
        files=["out/!"],
    ),
    Example("date > log/x", "bash: log/x: Permission denied", "chmod u+w log && date > log/x", files=["log/!"]),
    Example("echo x >> a.txt", "bash: a.txt: Permission denied", None, files=["a.txt!"]),
    Example("cp a out/", "cp: cannot create regular file 'out/a': Permission denied", None, files=["a", "out/"]),
    Example("cat /etc/shadow", "cat: /etc/shadow: Permission denied", None),
    Example(
        "tar -xf a.tar -C out",
        "tar: d: Cannot mkdir: Permission denied",
        "chmod u+w out && tar -xf a.tar -C out",
        2,
        files=["a.tar", "out/!"],
    ),
    Example(
        "frob init out/b",
        "fatal: cannot mkdir out/b: Permission denied",
        "chmod u+w out && frob init out/b",
        128,
        files=["out/!"],
    ),
    Example("python3 a.py", "PermissionError: [Errno 13] Permission denied: '/etc/x'", None, files=["a.py"]),
    Example("rm out/a", "rm: cannot remove 'out/a': Permission denied", None, files=["out/!"]),
]
