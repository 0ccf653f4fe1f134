"""A folder is given where files are meant: the option that goes into folders is added."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

RECURSIVE = {
    "cp": "-r", "scp": "-r", "grep": "-r", "egrep": "-r", "fgrep": "-r", "zgrep": "-r", "zip": "-r",
    "diff": "-r", "wget": "-r", "shellcheck": "", "rsync": "-r",
}  # fmt: skip
LISTS = {"cat": "ls", "less": "ls", "more": "ls", "bat": "ls", "head": "ls", "tail": "ls"}
EACH_FILE = frozenset("wc head tail md5sum sha1sum sha256sum sha512sum cksum file sort nl sed awk".split())


@rule(
    programs=[*RECURSIVE, *LISTS, *EACH_FILE],
    output_has=["is a directory", "not a regular file", "omitting directory", "skipping directory", "-r not specified",
                "is a directory -- ignored", "ist ein verzeichnis", "nothing to do", "read error"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | list[Fix] | None:
    name = failure.program
    folders = [word for word in failure.stage.operands if failure.machine.is_folder(failure.path_of(word) or "")]
    option = RECURSIVE.get(name, "")
    if option and not failure.stage.has("-r", "-R", "-a", "--recursive", "--archive"):
        if name in ("zip",) and not folders:
            return None
        sure = 0.88 if name == "cp" else 0.93
        plain = Fix([failure.words[0], option, *failure.args], why=f"{option} goes into folders", confidence=sure)
        if name != "cp":
            return plain
        kept = Fix([failure.words[0], "-a", *failure.args], why="with dates and rights as they are", confidence=0.6)
        return [plain, kept]
    if name in LISTS and len(failure.args) == 1 and folders and len(failure.stages) == 1:
        return Fix([LISTS[name], *failure.args], why="that is a folder", confidence=0.7)
    if name in EACH_FILE and len(folders) == 1 and name not in ("sed", "awk"):
        inside = failure.path_of(folders[0]) or ""
        names = failure.machine.names(inside)
        if names and not any(names.values()):
            raw = folders[0].text.rstrip("/")
            if raw[-1:] not in "'\"":
                from ghost_kernel.quoting import Raw

                return Fix(
                    swaps=[(folders[0], Raw(raw + "/*"))],
                    why="the files of the folder",
                    confidence=0.62,
                    origin="local",
                )
    return None


EXAMPLES = [
    Example("cp lib old", "cp: -r not specified; omitting directory 'lib'", "cp -r lib old", files=["lib/a"]),
    Example("grep -i foo lib", "grep: lib: Is a directory", "grep -r -i foo lib", files=["lib/a"]),
    Example("cat lib", "cat: lib: Is a directory", "ls lib", files=["lib/a"]),
    Example("wc -c lib/", "wc: lib/: Is a directory", "wc -c lib/*", files=["lib/a", "lib/b"]),
    Example("rm lib", "rm: cannot remove 'lib': Is a directory", None, files=["lib/a"]),
    Example("cp -r lib old", "cp: cannot create directory 'old': Is a directory", None, files=["lib/a"]),
]
