"""tar was not told what to do: the archive is not there yet and what should go into it is, so it is made."""

from __future__ import annotations

from ghost_kernel.knowledge import tar
from ghost_kernel.rules import Example, Failure, Fix, rule

ENDINGS = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tzst")


@rule(programs=["tar"], output_has=["must specify one of", "at least one of"])
def propose(failure: Failure) -> Fix | None:
    call = tar.read(failure.stage)
    cluster = call.cluster
    if cluster is None or cluster.value is None or call.mode or call.archive is None:
        return None
    machine = failure.machine
    if machine.exists(failure.path_of(call.archive) or "") or not call.archive.plain.endswith(ENDINGS):
        return None
    rest = [word for word in failure.stage.operands if word is not call.archive and word is not cluster]
    if not rest or not all(machine.exists(failure.path_of(word) or "") for word in rest):
        return None
    new = cluster.plain.replace(call.letters, "c" + call.letters, 1)
    return failure.swap(cluster, new, why=f"c makes {call.archive.plain}", confidence=0.88)


SAID = "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options"
EXAMPLES = [
    Example("tar -vzf lib.tgz lib", SAID, "tar -cvzf lib.tgz lib", 2, files=["lib/a"]),
    Example("tar -vzf lib.tgz lib", SAID, None, 2, files=["lib/a", "lib.tgz"]),
    Example("tar -vzf lib.tgz gone", SAID, None, 2, files=["lib/a"]),
]
