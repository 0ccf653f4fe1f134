"""Whether two files are the same, and what differs."""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import block, code

MOST_BYTES = 2_000_000
MOST_LINES = 40


@skill(
    frame(
        "DIFFERENCE|SAME|DUPLICATE",
        "path|quoted|thing",
        "path|quoted|thing",
        helps="WHAT WHICH CHECK SHOW FILE FOLDER CONTENT EXIST YES NOT HOW HERE ALL LINES",
        takes="path quoted thing",
        never="DELETE PACKAGE COMMAND COMMITS",
    ),
)
def answer(asked: Asked) -> str | None:
    """The same, or the lines that differ."""
    places = files.there(asked)
    if len(places) < 2:
        missing = [one.text for one in asked.all("path") if not files.place(asked, one.text)]
        return asked.say(f"There is no {code(missing[0])} here.", f"这里没有 {code(missing[0])}。") if missing else None
    one, other = places[:2]
    machine = asked.machine
    if machine.is_folder(one) or machine.is_folder(other):
        return _folders(asked, one, other)
    left, right = machine.head(one, MOST_BYTES), machine.head(other, MOST_BYTES)
    names = code(one), code(other)
    if left == right:
        part = asked.say(" as far as they were read", "（就读到的部分而言）") if len(left) == MOST_BYTES else ""
        return asked.say(
            f"{names[0]} and {names[1]} are identical{part}.", f"{names[0]} 和 {names[1]} 内容相同{part}。"
        )
    if b"\0" in left[:1024] or b"\0" in right[:1024]:
        at = next((n for n, pair in enumerate(zip(left, right)) if pair[0] != pair[1]), min(len(left), len(right)))
        return asked.say(
            f"{names[0]} and {names[1]} differ, first at byte {at + 1}; sizes {len(left)} and {len(right)}.",
            f"{names[0]} 和 {names[1]} 不同，从第 {at + 1} 字节开始；大小 {len(left)} 和 {len(right)}。",
        )
    import difflib

    lines = list(
        difflib.unified_diff(
            left.decode("utf-8", "replace").splitlines(),
            right.decode("utf-8", "replace").splitlines(),
            one,
            other,
            "",
            "",
            1,
            "",
        )
    )
    head = asked.say(f"{names[0]} and {names[1]} differ:", f"{names[0]} 和 {names[1]} 不同：")
    more = ""
    if len(lines) > MOST_LINES:
        more = asked.say(f"\n… and {len(lines) - MOST_LINES} more lines", f"\n… 还有 {len(lines) - MOST_LINES} 行")
    shown = block("\n".join(lines[:MOST_LINES]), MOST_LINES)
    return f"{head}\n\n{shown}{more}\n\n{code('diff -u ' + files.line([one, other]))}"


def _folders(asked: Asked, one: str, other: str) -> str:
    left, right = set(asked.machine.names(one)), set(asked.machine.names(other))
    if left == right:
        return asked.say(
            f"{code(one)} and {code(other)} hold the same names.", f"{code(one)} 和 {code(other)} 里的名字相同。"
        )
    rows = (
        [asked.say(f"- only in {code(one)}: ", f"- 只在 {code(one)}：") + ", ".join(sorted(left - right)[:20])]
        if left - right
        else []
    )
    rows += (
        [asked.say(f"- only in {code(other)}: ", f"- 只在 {code(other)}：") + ", ".join(sorted(right - left)[:20])]
        if right - left
        else []
    )
    return "\n".join(rows)


EXAMPLES = [
    Example(
        "用 one.ini 启动没问题，用 two.ini 就报错，这两个文件有什么不同？",
        ["-a", "+b"],
        files={"one.ini": "a\n", "two.ini": "b\n"},
    ),
    Example(
        "how do one.cfg and two.cfg differ",
        ["-size = 1", "+size = 2"],
        files={"one.cfg": "size = 1\n", "two.cfg": "size = 2\n"},
    ),
    Example("one.cfg 跟 two.cfg 相同吗", "内容相同", files={"one.cfg": "size = 1\n", "two.cfg": "size = 1\n"}),
    Example("what is in one.cfg", silent=True, files={"one.cfg": "size = 1\n"}),
]
