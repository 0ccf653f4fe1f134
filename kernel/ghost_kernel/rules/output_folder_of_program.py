"""A program was about to write into a folder that is not there, as the line it stopped at shows: it is made first."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

# What a line of source that writes looks like; one that reads must stay quiet, since an empty folder would not help it.
WRITES = (
    '"w', "'w", '"a"', "'a'", '"x"', "'x'", '"ab"', "'ab'", ".to_csv(", ".to_json(", ".to_excel(", ".to_parquet(",
    ".savefig(", ".write_text(", ".write_bytes(", ".save(", ".imwrite(", ".imsave(", ".touch(", "writeFile",
    "appendFile", "createWriteStream", "FileHandler(", ".dump_stats(", "ZipFile(", "mkdir(",
)  # fmt: skip
FOLDER_DEPTH = 4


@rule(output_has=["filenotfounderror", "enoent"])
def propose(failure: Failure) -> Fix | None:
    found = failure.search(
        r"(?:No such file or directory: |ENOENT: no such file or directory, (?:open|mkdir) )'([^']+)'"
    )
    if not found or not failure.words or not any(mark in _source(failure) for mark in WRITES):
        return None
    machine = failure.machine
    folder = found.group(1).rpartition("/")[0]
    inside = machine.cwd.rstrip("/") + "/"
    if folder.startswith(inside):
        folder = folder[len(inside) :]
    if not folder or folder[0] in "/~.-" or folder.count("/") >= FOLDER_DEPTH or machine.exists(folder):
        return None
    parts = folder.split("/")
    if any(machine.is_file("/".join(parts[: count + 1])) for count in range(len(parts))):
        return None
    return Fix(
        before=[["mkdir", "-p", folder]],
        why=f"the program writes into {folder}, which does not exist yet",
        confidence=0.82,
        origin="local",
    )


def _source(failure: Failure) -> str:
    """The lines of source and of the call stack; not the message itself."""
    lines = (failure.output or "").splitlines()
    return "\n".join([line for line in lines if line[:1] == " " or "Sync (" in line])


EXAMPLES = [
    Example(
        "python3 sum.py 3",
        '  File "{home}/sum.py", line 1, in <module>\n    open("out/a.txt", "w").write("3")\n'
        "FileNotFoundError: [Errno 2] No such file or directory: 'out/a.txt'",
        "mkdir -p out && python3 sum.py 3",
        files=["sum.py"],
    ),
    Example(
        "node sum.js",
        "Error: ENOENT: no such file or directory, open 'out/x/a.txt'\n    at Object.writeFileSync (node:fs:1:1)",
        "mkdir -p out/x && node sum.js",
        files=["sum.js"],
    ),
    Example(
        "python3 sum.py",
        "    open('in/a.txt').read()\nFileNotFoundError: [Errno 2] No such file or directory: 'in/a.txt'",
        None,
        files=["sum.py"],
    ),
    Example(
        "python3 sum.py",
        "    open('/var/x/a', 'w')\nFileNotFoundError: [Errno 2] No such file or directory: '/var/x/a'",
        None,
        files=["sum.py"],
    ),
]
