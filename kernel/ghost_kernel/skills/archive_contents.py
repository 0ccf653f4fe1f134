"""What is inside an archive, without unpacking it."""

from __future__ import annotations

import time

from ghost_kernel.machine import ordinary
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

MOST = 40
MOST_MEMBERS = 20_000
MOST_SECONDS = 3.0
ENDS = (
    ".zip",
    ".jar",
    ".whl",
    ".docx",
    ".xlsx",
    ".epub",
    ".tar",
    ".tgz",
    ".tar.gz",
    ".tar.bz2",
    ".tbz2",
    ".tar.xz",
    ".txz",
)


@skill(
    frame(
        "WHAT|WHICH|SHOW|CONTENT|FILE|CHECK",
        "path",
        helps=(
            "OPEN READ HERE LOG LINES WHAT WHICH SHOW CONTENT FILE FOLDER CHECK EXIST HERE ARCHIVE ALL "
            "HOW_MANY NOT EXTRACT COMPRESS INSTALLED"
        ),
        takes="path",
        never="HOW WHY SIZE BIG OWNER PERMISSION CREATE MODEL FILETYPE ENCODING LINES",
        prior=0.05,
    ),
)
def answer(asked: Asked) -> str | None:
    """The names, with sizes."""
    name = files.file(asked)
    if not name.lower().endswith(ENDS) or (asked.has("EXTRACT") and not asked.has("NOT", "CONTENT", "SHOW")):
        return None
    members, whole = _members(asked, name)
    if members is None:
        return asked.say(f"{code(name)} cannot be read as an archive.", f"{code(name)} 不能当作压缩包读取。")
    rows = [f"- {code(path)} ({files.size(size)})" if size >= 0 else f"- {code(path)}" for path, size in members[:MOST]]
    if len(members) > MOST:
        rows.append(asked.say(f"- … and {len(members) - MOST} more", f"- … 还有 {len(members) - MOST} 个"))
    least = "" if whole else asked.say("at least ", "至少 ")
    head = asked.say(
        f"{code(name)} holds {least}{len(members)} entries:", f"{code(name)} 里有 {least}{len(members)} 项："
    )
    return f"{head}\n\n" + "\n".join(rows)


def _members(asked: Asked, name: str) -> tuple[list[tuple[str, int]] | None, bool]:
    resolved = asked.machine.resolve(name)
    try:
        if name.lower().endswith(ENDS[:6]):
            import zipfile

            with ordinary(resolved) as file, zipfile.ZipFile(file) as packed:
                return [(one.filename, one.file_size) for one in packed.infolist()[:MOST_MEMBERS]], True
        import tarfile

        deadline = time.monotonic() + MOST_SECONDS
        found: list[tuple[str, int]] = []
        with ordinary(resolved) as file, tarfile.open(fileobj=file) as tar:
            for one in tar:
                found.append((one.name, one.size if one.isfile() else -1))
                if len(found) >= MOST_MEMBERS or time.monotonic() > deadline:
                    return found, False
        return found, True
    except Exception:  # archives come from anywhere, and their readers raise many things
        return None, False


EXAMPLES = [
    Example("which files are in bundle.zip", "cannot be read as an archive", files={"bundle.zip": "no zip"}),
    Example("letter.txt 多大", silent=True, files={"letter.txt": "dear"}),
]
