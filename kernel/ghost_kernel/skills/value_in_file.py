"""What a word is set to in a file that is named: the lines of it that hold the word."""

from __future__ import annotations

from ghost_kernel.machine import holds_secrets
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code, short

MOST_BYTES = 4_000_000
MOST_LINES = 5
_HELPS = "WHAT WHICH HOW_MUCH VALUE SET SHOW CHECK YES CONFIG FILE EXIST VARIABLE DEFINED HERE THAT CONTENT"
_NEVER = (
    "WHY HOW SIZE BIG OWNER PERMISSION LINES WORDS CHANGED DELETE FIND REPLACE ERROR LOG DIFFERENCE "
    "TIMES HOW_MANY FILETYPE MODEL ENCODING SORT "
)


@skill(
    frame(
        "path", "thing|quoted", "HOW_MUCH|WHAT|VALUE|SET|CONFIG", helps=_HELPS, takes="path", never=_NEVER, prior=0.06
    ),
)
def answer(asked: Asked) -> str | None:
    """The lines of each file, where the word stands in one at least."""
    wanted = next(iter([one.text for one in asked.all("quoted")] or asked.things), "")
    places = [one for one in files.there(asked) if asked.machine.is_file(one) and one != wanted]
    is_word = any(one.text == wanted for one in asked.tokens if one.kind == "unknown") or bool(asked.all("quoted"))
    if not wanted or not places or not is_word:
        return None
    rows = []
    for place in places[:4]:
        resolved = asked.machine.resolve(place)
        if holds_secrets(resolved):
            rows.append(
                asked.say(
                    f"- {code(place)} may hold secrets and is not read.", f"- {code(place)} 可能含有机密，不读取。"
                )
            )
            continue
        text = asked.machine.head(place, MOST_BYTES)
        lines = text.decode("utf-8", "replace").splitlines() if b"\0" not in text[:1024] else []
        held = [(at, one.strip()) for at, one in enumerate(lines, 1) if wanted.lower() in one.lower()]
        rows += [f"- {code(f'{place}:{at}')} {code(short(one, 120))}" for at, one in held[:MOST_LINES]]
    return "\n".join(rows) if any("`" in one and ":" in one for one in rows) else None


EXAMPLES = [
    Example(
        "what is the colour in shop.cfg", "`shop.cfg:2` `colour = red`", files={"shop.cfg": "size = 1\ncolour = red\n"}
    ),
    Example("shop.cfg 里的 colour 是多少", "`colour = red`", files={"shop.cfg": "size = 1\ncolour = red\n"}),
    Example("how large is shop.cfg", silent=True, files={"shop.cfg": "size = 1\n"}),
]
