"""What is known of a file: size, kind, encoding, owner, permissions, and why it may not be read, written or run."""

from __future__ import annotations

import os
import stat

from ghost_kernel.skills import Answer, Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

_HELPS = (
    "EXPLAIN EFFECT THAT WHAT WHICH WHO WHY HOW_MUCH CHECK SHOW SIZE BIG FILE FOLDER OWNER PERMISSION "
    "FILETYPE MODEL ENCODING READ OPEN EDIT RUN NOT"
    " EXECUTABLE MY TOTAL YES NAME ENDING INFO SPACE OCCUPY EXIST HERE USER TAKE_ROOM USE GROUP THAT "
    "SAME CONTENT ROOT STATUS ALLOWED"
)
_TAKES = "path quoted thing number"
_NEVER = "ORDER HOW LOG DELETE COMPRESS EXTRACT CHANGED RECENT PROCESS PORT LINES WORDS"


@skill(
    frame(
        "SIZE|HOW_MUCH|BIG",
        "path|quoted|thing|FOLDER",
        helps=_HELPS,
        takes=_TAKES,
        never=_NEVER + " MEMORY CPU DISK MOST INSTALLED",
    ),
    frame("OWNER", "path|quoted", helps=_HELPS, takes=_TAKES, never=_NEVER + " INSTALLED RUNNING CONTENT", prior=0.07),
    frame(
        "OWNER|WHO",
        "path|quoted|thing",
        helps=_HELPS + " OWNER",
        takes=_TAKES,
        never=_NEVER + " INSTALLED RUNNING OCCUPY CONTENT",
        prior=-0.1,
    ),
    frame("PERMISSION|EXECUTABLE", "path|quoted|thing", helps=_HELPS, takes=_TAKES, never=_NEVER + " ALL ORDER"),
    frame(
        "FILETYPE|MODEL|ENCODING",
        "path|quoted|thing",
        helps=_HELPS + " CHANGED",
        takes=_TAKES,
        never=_NEVER.replace(" CHANGED", "") + " INSTALLED",
    ),
    frame(
        "WHY",
        "READ|OPEN|EDIT|RUN|NOT",
        "path|quoted|thing",
        helps=_HELPS + " FAILED",
        takes=_TAKES,
        never="HOW LOG DELETE PROCESS PORT",
    ),
    frame(
        "RUN|READ|EDIT|OPEN",
        "path|quoted",
        "MY|YES|NOT|WHY|ALLOWED",
        helps=_HELPS,
        takes=_TAKES,
        never="HOW LOG DELETE PROCESS PORT LAST CONTENT",
        prior=-0.06,
    ),
    frame("CHECK|YES|EXIST", "ENCODING|READ|EXECUTABLE", "path|quoted", helps=_HELPS, takes=_TAKES, never=_NEVER),
)
def answer(asked: Asked) -> Answer | None:
    """The facts that were asked for."""
    if asked.has("WHY") and asked.has("BIG", "SIZE", "SPACE"):
        return None
    places = files.there(asked)
    if not places:
        wanted = [one.text for one in asked.all("path")]
        if wanted:
            return Answer(asked.say(f"There is no {code(wanted[0])} here.", f"这里没有 {code(wanted[0])}。"))
        return None
    texts = [_told(asked, one) for one in places[:3]]
    return Answer("\n\n".join(texts))


def _told(asked: Asked, path: str) -> str:
    resolved = asked.machine.resolve(path)
    try:
        told = os.stat(resolved)
    except OSError as error:
        return asked.say(
            f"{code(path)} cannot be looked at: {error.strerror}.", f"{code(path)} 无法查看：{error.strerror}。"
        )
    if asked.has("ENCODING"):
        return _encoding(asked, path)
    if asked.has("WHY", "PERMISSION", "EXECUTABLE", "READ", "RUN"):
        return _rights(asked, path, told)
    if asked.has("OWNER", "WHO"):
        return asked.say(
            f"{code(path)} belongs to the owner **{_user(told.st_uid)}**, group {_group(told.st_gid)} "
            f"({stat.filemode(told.st_mode)}).",
            f"{code(path)} 的所有者是 **{_user(told.st_uid)}**，属组 "
            f"{_group(told.st_gid)}（{stat.filemode(told.st_mode)}）。",
        )
    if asked.has("FILETYPE", "MODEL", "TYPE"):
        return _kind(asked, path, told)
    if stat.S_ISDIR(told.st_mode):
        return _folder(asked, path)
    return asked.say(
        f"{code(path)} has {files.size(told.st_size)} ({told.st_size} bytes).",
        f"{code(path)} 的大小是 {files.size(told.st_size)}（{told.st_size} 字节）。",
    )


def _folder(asked: Asked, path: str) -> str:
    from ghost_kernel.knowledge import filesearch

    entries, whole = filesearch.walk(filesearch.Wanted(path), asked.machine)
    plain = [one for one in entries if not one.is_folder]
    total = sum(one.size for one in plain)
    least = "" if whole else asked.say("at least ", "至少 ")
    return asked.say(
        f"{code(path)} holds {least}{files.size(total)} in {len(plain)} files.",
        f"{code(path)} 共 {least}{files.size(total)}，{len(plain)} 个文件。",
    )


def _rights(asked: Asked, path: str, told: os.stat_result) -> str:
    mode = f"{stat.filemode(told.st_mode)}, {stat.S_IMODE(told.st_mode):03o}"
    resolved = asked.machine.resolve(path)
    may = [os.access(resolved, one) for one in (os.R_OK, os.W_OK, os.X_OK)]
    words = asked.say("read write run", "读 写 执行").split()
    yes = asked.say(", ", "、").join(word for word, can in zip(words, may) if can)
    text = asked.say(
        f"{code(path)} has the permissions {code(mode)}, owner {_user(told.st_uid)}, group {_group(told.st_gid)}. ",
        f"{code(path)} 的权限是 {code(mode)}，所有者 {_user(told.st_uid)}，属组 {_group(told.st_gid)}。",
    )
    text += asked.say(
        f"You may {yes} it." if yes else "You may do nothing with it.", f"你可以{yes}。" if yes else "你没有任何权限。"
    )
    if asked.has("RUN", "EXECUTABLE") and asked.has("YES", "ALLOWED", "MY") and not asked.has("WHY", "NOT"):
        text = asked.say("Yes: " if may[2] else "No, you cannot run it: ", "可以：" if may[2] else "不能执行：") + text
    may_run = may[2] or not asked.has("RUN")
    if asked.has("WHY") or asked.has("NOT") or not may_run:
        text += _advice(asked, path, told)
    return text


def _advice(asked: Asked, path: str, told: os.stat_result) -> str:
    is_mine = told.st_uid == os.getuid()
    owners = told.st_mode >> 6 & 7
    if asked.has("RUN", "EXECUTABLE"):
        letter, bit = "x", 1
    elif asked.has("EDIT"):
        letter, bit = "w", 2
    else:
        letter, bit = "r", 4
    if owners & bit and is_mine:
        return asked.say(" Its owner, you, has that right.", "作为所有者，你有这个权限。")
    if is_mine:
        line = code(f"chmod u+{letter} {path}")
        return asked.say(
            f" The right {code(letter)} is missing for its owner; {line} would give it.",
            f"所有者缺少 {code(letter)} 权限；{line} 可以加上。",
        )
    return asked.say(f" It belongs to {_user(told.st_uid)}, not to you.", f"它属于 {_user(told.st_uid)}，不属于你。")


def _kind(asked: Asked, path: str, told: os.stat_result) -> str:
    said = ""
    if files.is_below(asked, path):
        seen = asked.machine.probe(["file", "-b", path], asked.say("look at the kind of file", "查看文件类型"))
        said = seen.stdout.strip() if seen is not None and seen.exit_code == 0 else ""
    if not said:
        kinds = {
            stat.S_IFDIR: "folder",
            stat.S_IFIFO: "pipe",
            stat.S_IFSOCK: "socket",
            stat.S_IFBLK: "block device",
            stat.S_IFCHR: "character device",
        }
        said = kinds.get(stat.S_IFMT(told.st_mode), _by_head(asked.machine.head(path, 512)))
    return f"{code(path)}: {said}" + asked.say(f", {files.size(told.st_size)}.", f"，{files.size(told.st_size)}。")


_MAGIC = [
    (b"\x7fELF", "ELF program or library"),
    (b"%PDF", "PDF document"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"PK\x03\x04", "zip archive"),
    (b"\x1f\x8b", "gzip compressed"),
    (b"BZh", "bzip2 compressed"),
    (b"\xfd7zXZ", "xz compressed"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office document (old format)"),
    (b"SQLite format 3", "SQLite database"),
    (b"#!", "script"),
    (b"\x28\xb5\x2f\xfd", "zstd compressed"),
]


def _by_head(data: bytes) -> str:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if not data:
        return "empty"
    return "binary data" if b"\0" in data else "text"


def _encoding(asked: Asked, path: str) -> str:
    data = asked.machine.head(path, 262_144)
    name = encoding(data)
    return asked.say(f"{code(path)} is encoded as **{name}**.", f"{code(path)} 的编码是 **{name}**。")


def encoding(data: bytes) -> str:
    """The encoding of a text, by its marks and by what it decodes as."""
    for mark, name in (
        (b"\xef\xbb\xbf", "UTF-8 (with BOM)"),
        (b"\xff\xfe\0\0", "UTF-32 LE"),
        (b"\xff\xfe", "UTF-16 LE"),
        (b"\xfe\xff", "UTF-16 BE"),
    ):
        if data.startswith(mark):
            return name
    if not data:
        return "nothing: it is empty"
    if data.isascii() and b"\0" not in data:
        return "ASCII (which is UTF-8 as well)"
    try:
        data.decode("utf-8")
        return "binary" if b"\0" in data else "UTF-8"
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4:
            return "UTF-8"
    if b"\0" in data:
        return "binary"
    try:
        text = data.decode("gb18030")
        if sum("\u4e00" <= one <= "\u9fff" for one in text) * 2 > sum(not one.isascii() for one in text):
            high = sum(byte > 127 for byte in data)
            if high > 4 and high % 2 == 0:
                return "GB18030 (GBK)"
    except UnicodeDecodeError:
        pass
    return "ISO-8859-1 (Latin-1) or another 8-bit one"


def _user(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except (KeyError, OSError):
        return str(uid)


def _group(gid: int) -> str:
    import grp

    try:
        return grp.getgrgid(gid).gr_name
    except (KeyError, OSError):
        return str(gid)


EXAMPLES = [
    Example("how large is poem.txt", "6 bytes", files={"poem.txt": "a\nb\nc\n"}),
    Example("poem.txt 用的什么编码", "ASCII", files={"poem.txt": "a\n"}),
    Example("why can I not run tool.sh", "chmod u+x tool.sh", files={"tool.sh": "#!/bin/sh\n"}),
    Example("how do I make tool.sh executable", silent=True, files={"tool.sh": "#!/bin/sh\n"}, programs=["chmod"]),
]
