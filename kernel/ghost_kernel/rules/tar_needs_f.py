"""tar is given an archive without -f, or with the letters in an order in which f does not come last."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

MARKS = ("missing -f", "refusing to read archive contents from terminal", "refusing to write archive contents to terminal", "more than one '-acdtrux'")


@rule(programs=["tar"], output_has=[*MARKS, "no such file", "cowardly refusing", "/dev/st0", "/dev/tape"])
def propose(failure: Failure) -> Fix | None:
    if len(failure.args) < 2 or failure.args[0].value is None:
        return None
    letters = failure.args[0]
    cluster = letters.plain.lstrip("-")
    if not cluster.isalpha() or letters.plain[:2] == "--" or len([char for char in cluster if char in "xct"]) != 1:
        return None
    reads = "x" in cluster or "t" in cluster
    if reads and not failure.machine.is_file(failure.args[1].plain):
        return None
    if not reads and not failure.args[1].plain.endswith((".tar", ".tgz", ".gz", ".xz", ".bz2", ".zst")):
        return None
    if "f" in cluster:
        if cluster[-1] == "f" or letters.plain[:1] != "-":
            return None
        new = cluster.replace("f", "") + "f"
    elif failure.has("more than one") and any(char in cluster for char in "dru"):
        new = "".join([char for char in cluster if char not in "dru"]) + "f"
    elif failure.has(*MARKS[:3]):
        new = cluster + "f"
    else:
        return None
    dash = letters.plain[: len(letters.plain) - len(cluster)]
    return failure.swap(letters, dash + new, why="f names the archive and comes last", confidence=0.82)


EXAMPLES = [
    Example("tar -xzv a.tgz", "tar: Refusing to read archive contents from terminal (missing -f option?)", "tar -xzvf a.tgz", 2, files=["a.tgz"]),
    Example("tar -xfv a.tar", "tar: v: Cannot open: No such file or directory", "tar -xvf a.tar", 2, files=["a.tar"]),
    Example("tar -czv src", "tar: Refusing to write archive contents to terminal (missing -f option?)", None, 2, files=["src/"]),
]
