"""Where well-known configuration and data lie: the places that are usual, and which of them are here."""

from __future__ import annotations

from ghost_kernel.knowledge import logtext, places, things
from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills._words import NEARLY_ALL, forms
from ghost_kernel.telling import bullets, code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.sentence.arguments import Argument
    from ghost_kernel.sentence.words import Token

_NEVER = (
    "WHY HOW WHEN HOW_MUCH HOW_MANY HOW_LONG DELETE REMOVE KILL STOP RESTART MOVE RENAME COPY BIG WRONG RECENT CHANGED "
    "FREE DIFFERENCE EMPTY SIZE BEYOND"
)
_TAKES = "thing path extension"


def _is_known(tokens: Sequence[Token]) -> bool:
    return _place(tokens) is not None


def _is_log_of(tokens: Sequence[Token]) -> bool:
    """`the nginx log files`: logs of a name, rather than files with that ending."""
    return any(one.argument is not None and one.kind == "extension" and one.argument.text == "log" for one in tokens)


_LAST: list[tuple[str, places.Place | None]] = []  # each frame asks anew, of the same words


def _place(tokens: Sequence[Token]) -> places.Place | None:
    """What the table has for them, where no name stands beside it that is another's."""
    text = " ".join(one.text for one in tokens)
    if not _LAST or _LAST[0][0] != text:
        _LAST[:] = [(text, _found(tokens, text))]
    return _LAST[0][1]


def _found(tokens: Sequence[Token], text: str) -> places.Place | None:
    is_chinese = has_han(text)
    found = places.meant(forms(tokens), text.replace(" ", "") if is_chinese else text, is_chinese)
    strange = [one for one in tokens if one.kind == "unknown" and one.text.isascii()]
    paths = [one.argument for one in tokens if one.argument is not None and one.argument.kind == "path"]
    if found is None or any(one.low not in found.words for one in strange) or not _is_of(found, paths):
        return None
    return found


@skill(
    frame(
        "WHERE",
        "LOG",
        "thing",
        helps=NEARLY_ALL,
        takes=_TAKES,
        never=_NEVER + " ERROR FAILED WARNINGS",
        prior=0.1,
    ),
    frame("WHERE", "extension", "thing", helps=NEARLY_ALL, takes=_TAKES, never=_NEVER, prior=0.1, only=_is_log_of),
    frame(
        "WHERE|STANDS_IN", helps=NEARLY_ALL, takes=_TAKES, never=_NEVER, prior=0.07, known=places.words, only=_is_known
    ),
    frame(
        "WHICH|WHAT",
        "FILE|FOLDER",
        helps=NEARLY_ALL,
        takes=_TAKES,
        never=_NEVER,
        prior=-0.03,
        known=places.words,
        only=_is_known,
    ),
)
def answer(asked: Asked) -> str | None:
    """The places that are here, and the others; nothing where the table knows none."""
    found = _place(asked.tokens)
    if found is not None:
        return _told(asked, found)
    is_known = len(asked.things) == 1 and things.is_name(asked.machine, asked.thing)
    if (asked.has("LOG") or _is_log_of(asked.tokens)) and is_known and not asked.all("path"):
        return _logs(asked, asked.thing)
    return None


def _is_of(found: places.Place, paths: list[Argument]) -> bool:
    """Whether the paths of a sentence are no more than names of what lies in the place."""
    return all(
        any(one.text.strip("~/") in place for place in found.paths) or one.text.lower() in found.words for one in paths
    )


def _told(asked: Asked, found: places.Place) -> str:
    say = asked.say
    here = places.there(asked.machine, found.paths)
    others = [one for one in found.paths if one not in here]
    if not here:
        return (
            say(f"Usually: {found.about}. None of it is here:", f"通常的位置：{found.about_chinese}。这里都没有：")
            + "\n\n"
            + bullets([code(one) for one in others])
        )
    text = say(f"{found.about}:", f"{found.about_chinese}：") + "\n\n" + bullets([code(one) for one in here])
    if others:
        rest = ", ".join(code(one) for one in others)
        text += "\n\n" + say(f"Usual as well, but not here: {rest}.", f"其他常见位置（这里没有）：{rest}。")
    return text if asked.is_chinese else text[:1].upper() + text[1:]


def _logs(asked: Asked, thing: str) -> str:
    say = asked.say
    found = logtext.files_of(asked.machine, thing)
    if found:
        return (
            say(f"Logs of {code(thing)}:", f"{code(thing)} 的日志：")
            + "\n\n"
            + bullets([code(one) for one in found[:8]])
        )
    shown = code(f"journalctl -u {thing}")
    return say(
        f"No log of {code(thing)} lies below {code(logtext.FOLDER)}; what it prints as a service is shown by {shown}.",
        f"{code(logtext.FOLDER)} 下没有 {code(thing)} 的日志；作为服务的输出可以用 {shown} 查看。",
    )


EXAMPLES = [
    Example("where are the apt sources?", ["`/etc/apt/sources.list`", "not here"], files=["/etc/apt/sources.list"]),
    Example("ssh 服务端的配置文件在哪", "`/etc/ssh/sshd_config`", files=["/etc/ssh/sshd_config"]),
    Example("where is the history of bash kept", "Usually"),
    Example("where are the logs of nginx", "`/var/log/nginx/error.log`", files={"/var/log/nginx/error.log": "x\n"}),
    Example("where is the history of frobnicate kept", silent=True),
]
