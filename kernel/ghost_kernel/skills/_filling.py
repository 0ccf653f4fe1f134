"""What a sentence gives for the places of a line: files, names, numbers; and the line with them in.

Loaded where a line is to be filled in: see howto.py.
"""

from __future__ import annotations

import os
import re

from ghost_kernel import quoting
from ghost_kernel.skills import _files as files
from ghost_kernel.skills import _times as times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.skill import Asked


def names(asked: Asked) -> dict[str, str]:
    """What the sentence gives for the places of a line."""
    machine = asked.machine
    to = _destination(asked)
    here = [one for one in files.there(asked) if one != to]
    plain = [one for one in here if not machine.is_folder(one)]
    folders = [one.rstrip("/") for one in here if machine.is_folder(one)]
    given = [one.text for one in asked.all("path") if one.text != to]
    names = {
        "file": (plain or folders or given or [""])[0],
        "folder": (folders or [""])[0],
        "archive": next(
            (one for one in [*plain, *given] if re.search(r"\.(t?gz|tar|zip|xz|bz2|7z|tbz2?|txz|zst|rar)$", one)), ""
        ),
        "two": " ".join([quoting.quote(one, asked.question.dialect) for one in plain[:2]]) if len(plain) > 1 else "",
        "to": to,
        "many": "" if plain else next((one for one in _globs(asked) if _fits(asked, one)), ""),
        "new": next((one for one in given if not machine.exists(one)), ""),
        "count": str(asked.count(10)),
        "column": _which(asked, _COLUMN, "1"),
        "size": _size(asked),
        "order": _order(asked.question.text),
        "line": _which(asked, _LINE, "10"),
        "text": _text(asked),
        "ending": _ending(asked),
        "port": str(asked.port) if asked.first("port") is not None else "",
        "user": next((one.text for one in asked.all("user")), ""),
    }
    given_name = named(asked)
    unknown = [one.text for one in asked.tokens if one.kind in ("unknown", "quoted") and one.text not in here]
    names["name"] = given_name or (unknown[0] if len(unknown) == 1 else "")
    names["old"], names["by"] = _swapped(asked.question.text)
    names["from"], names["charset"] = _charsets(asked.question.text)
    names["endings"] = " ".join([one.text.lstrip("*.") for one in asked.all("extension")][:2])
    names["cron"] = times.cron(asked.question.text)
    names["service"] = names["name"] or asked.thing
    return names


_WORD = r"[\"'`“”‘’「」]?([A-Za-z0-9_][\w.-]*|[^\s\"'`“”‘’/\\&]+(?=[\"'`“”‘’]))[\"'`“”‘’「」]?"
_SWAPS = (
    rf"\b(?:replace|substitute|swap|exchange)\s+(?:(?:all|every|each|the|any|word|text|string|occurrences?|of)\s+)*{_WORD}\s+(?:with|by|for)\s+{_WORD}",
    rf"\b(?:change|turn|rename)\s+(?:(?:all|every|each|the|any|word|text|string|occurrences?|of)\s+)+{_WORD}\s+(?:in)?to\s+{_WORD}",
    rf"{_WORD}\s*(?:都|全部?|统统|一律)*(?:给)?(?:替换|换|改|变)(?:成|为|做)了?\s*{_WORD}",
)  # fmt: skip
_NO_TEXTS = frozenset("a an the all every one text word string another other something it this that them with".split())


def _swapped(text: str) -> tuple[str, str]:
    """What is to be replaced by what, as `sed` takes it: `replace foo with bar`, `把 foo 换成 bar`."""
    for one in _SWAPS:
        match = re.search(one, text, re.I | re.A)
        if match is not None and not {match[1].lower(), match[2].lower()} & _NO_TEXTS:
            old, new = match[1], match[2].rstrip(".")
            return re.sub(r"([.*^$\[\]])", r"\\\1", old), new
    return "", ""


_SIZES = re.compile(r"^(\d+)\s*([kmgt])", re.I)
_ORDINALS = {word: str(at) for at, words in enumerate(
    ("", "first 1st 一", "second 2nd 二", "third 3rd 三", "fourth 4th 四", "fifth 5th 五")) for word in words.split()
}  # fmt: skip
_COLUMN = [re.compile(one, re.I | re.A) for one in (
    r"(?:column|field|col)s?\s*(?:no\.?|number|#)?\s*(\d{1,2})\b", r"第\s*(\d{1,2}|[一二三四五])\s*(?:列|个?字段)",
    r"\b(\d{1,2})(?:st|nd|rd|th)\s+(?:column|field|col)\b",
    r"\b(first|second|third|fourth|fifth)\s+(?:column|field|col)\b",
)]  # fmt: skip


def _which(asked: Asked, ways: list[re.Pattern[str]], usual: str) -> str:
    """The number by which a column or a line is meant."""
    for one in ways:
        if match := one.search(asked.question.text):
            return _ORDINALS.get(match[1].lower(), match[1])
    return usual


_LINE = [re.compile(one, re.I | re.A) for one in (
    r"\blines?\s*(?:no\.?|number|#)?\s*(\d+)\b", r"\b(\d+)(?:st|nd|rd|th)\s+(?:line|row)\b",
    r"第\s*(\d+|[一二三四五])\s*行", r"\b(first|second|third|fourth|fifth)\s+(?:line|row)\b",
)]  # fmt: skip


def _size(asked: Asked) -> str:
    """A size as `split` and `fallocate` want it; of several the smallest: pieces are smaller than the whole."""
    found = [_SIZES.match(one.text.replace(" ", "")) for one in asked.all("size")]
    sizes = [(int(one[1]) << 10 * "kmgt".index(one[2].lower()), f"{one[1]}{one[2].upper()}") for one in found if one]
    return min(sizes)[1] if sizes else "100M"


def _order(text: str) -> str:
    """How `sort` is to take a column: as numbers, the other way round."""
    as_numbers = "n" if _NUMBERS.search(text) else ""
    return as_numbers + ("r" if _DOWNWARDS.search(text) else "")


_NUMBERS = re.compile(
    r"\b(?:numbers?|numeric\w*|amounts?|prices?|highest|largest|biggest|lowest|smallest)\b|数字|数值|大小|从大到小|从小到大",
    re.I,
)
_DOWNWARDS = re.compile(
    r"\b(?:highest|largest|biggest|most|descending|reversed?|backwards|other way round)\b|从大到小|倒序|降序|逆序|最大",
    re.I,
)


def _charsets(text: str) -> tuple[str, str]:
    """From which encoding to which: the one that is not UTF-8 is what it is in, unless it is said to be the aim."""
    found = [one.lower() for one in _CHARSET.findall(text)]
    others = [one for one in found if not one.startswith(("utf8", "utf-8"))]
    if not others:
        return "latin1", "utf-8"
    if len(others) > 1:
        return others[0], others[1]
    is_aim = re.search(rf"(?:\bto|\binto|成|为|到)\s*{re.escape(others[0])}", text, re.I)
    return ("utf-8", others[0]) if is_aim else (others[0], "utf-8")


_CHARSET = re.compile(
    r"(?<![\w-])(utf-?8|utf-?16(?:[lb]e)?|latin-?1|iso-?8859-\d{1,2}|(?:cp|windows-)125\d|gbk|gb2312|gb18030|big5|shift[_-]?jis|euc-(?:jp|kr)|koi8-r)(?![\w-])",
    re.I | re.A,
)


def _ending(asked: Asked) -> str:
    """The ending that something is to get: `to mp4`, `转成 pdf`."""
    said = [one for one in asked.tokens if one.kind != "sign"]
    for before, one in zip(reversed(said[:-1]), reversed(said)):
        is_target = before.low in ("to", "into", "as", "成", "为", "转", "变成") or before.low.endswith(("成", "为"))
        word = one.text.lower().lstrip(".*")
        if is_target and re.fullmatch(r"[a-z0-9]{2,5}", word):
            return {"markdown": "md", "word": "docx"}.get(word, word)
        if is_target and word in ("markdown", "word"):
            return "md"
    return ""


def _text(asked: Asked) -> str:
    """The text that lines are chosen by: quoted, or a word in capitals."""
    quoted = asked.first("quoted")
    if quoted is not None:
        return quoted.text
    for before, one in zip(asked.tokens, asked.tokens[1:]):
        is_plain = one.text.isascii() and one.text not in _ARTICLES
        if before.low in _HOLDING and is_plain and (one.kind == "unknown" or one.text.isupper()):
            return one.text
    shouted = [one.text for one in asked.tokens if one.text.isascii() and one.text.isupper() and len(one.text) > 3]
    return shouted[0] if len(shouted) == 1 else ""


_HOLDING = frozenset("containing contain contains matching with word for holding 包含 含有 带有 含 带 only".split())
_ARTICLES = frozenset("a an the as".split())


def _globs(asked: Asked) -> list[str]:
    return [f"*.{one.text.lstrip('*.')}" for one in asked.all("extension")]


def _fits(asked: Asked, glob: str) -> bool:
    """Whether something here is meant by it."""
    try:
        return any(name.endswith(glob[1:]) for name in os.listdir(asked.machine.resolve(".")))
    except OSError:
        return False


def _destination(asked: Asked) -> str:
    """Where something is to go: `to /tmp`, `into a folder called old`, `到 /tmp`."""
    if not asked.has("COPY", "MOVE", "EXTRACT"):
        return ""
    said = [one for one in asked.tokens if one.low not in _ARTICLES and one.low not in ("the", "my", "our", "this")]
    for before, token in zip(said, said[1:]):
        is_file = token.argument is not None and not asked.machine.is_folder(token.argument.text)
        if before.low in ("to", "into", "onto", "到", "进", "至", "移到") and token.argument is not None:
            return "" if is_file and "." in token.argument.text else token.argument.text
    if asked.has("EXTRACT"):
        return named(asked) or _named_folder(asked)
    return named(asked) if asked.has("FOLDER") else ""


def _named_folder(asked: Asked) -> str:
    """`into the photos folder`, `into photos`, `到 photos 目录里`: a folder that need not be here yet."""
    said = [one for one in asked.tokens if one.kind != "sign"]
    for at, one in enumerate(said):
        if one.low not in ("to", "into", "in", "onto", "到", "进", "至"):
            continue
        rest = [two for two in said[at + 1 : at + 5] if two.low not in (*_ARTICLES, "my", "new", "called", "named")]
        plain = [two for two in rest if two.text.isascii() and re.fullmatch(r"[\w.+-]+", two.text)]
        names = [two for two in plain if "FOLDER" not in two.concepts and two.kind in ("unknown", "word")]
        has_folder = any("FOLDER" in two.concepts for two in rest[:2])
        if names and names[0] in rest[:2] and (has_folder or (names[0] is rest[0] and len(rest) == 1)):
            return names[0].text
    return ""


def named(asked: Asked) -> str:
    """`called X`, `named X`, `叫 X`."""
    for at, token in enumerate(asked.tokens[:-1]):
        if token.low in ("called", "named", "name", "叫", "名为", "叫做", "名叫"):
            following = next(
                (one for one in asked.tokens[at + 1 :] if one.kind != "sign" and one.low not in _ARTICLES), None
            )
            if following is not None and following.text.isascii():
                return following.argument.text if following.argument is not None else following.text
    return ""


_STANDING = {"file": "FILE", "folder": "FOLDER", "archive": "ARCHIVE", "name": "NAME", "port": "PORT", "user": "USER",
             "service": "SERVICE", "two": "ONE OTHER", "text": "TEXT",
             "ending": "ENDING"}  # fmt: skip
_BLANK = re.compile(r"/dev/DEVICE|/THE/FOLDER|/bin/zsh|\*NAME\*"
                    r"|(?<!\w)(?:NEW-NAME|LINK-NAME|COPY|PID|URL|HOST|USER@HOST\S*|FOLDER/|OLD|COMMAND|TEXT|GROUP|REV|OTHER|NUMBER|PLACE|IMAGE"
                    r"|TARGET|NEW|FILE|FOLDER|HEAD~3|NAME\b|Your Name)")  # fmt: skip


def filled(line: str, names: dict[str, str], dialect: str) -> tuple[str, bool]:
    """The line with the names put in, and whether nothing is left for the person to fill in."""
    if names.get("new") and names["new"] != names.get("file"):  # `rename a.txt to b.txt`
        new = quoting.quote(names["new"], dialect)
        line = re.sub(r"\b(?:NEW-NAME|LINK-NAME|COPY)\b", lambda match: new, line)
    if names.get("to"):
        place = quoting.quote(names["to"].rstrip("/") or "/", dialect)
        line = re.sub(r"\bFOLDER/|\bCOPY\b", lambda match: place.rstrip("/") + "/", line)
    if names.get("old") and "s/OLD/NEW/" in line:
        line = line.replace("s/OLD/NEW/", f"s/{names['old']}/{names['by']}/")
        if line.startswith("grep -rl OLD "):
            only = f" --include={quoting.quote(names['many'], dialect)}" if names.get("many") else ""
            line = line.replace("grep -rl OLD ", f"grep -rl{only} -- {quoting.quote(names['old'], dialect)} ", 1)
    elif names.get("old"):
        line = line.replace("OLD", names["old"]).replace("NEW", names["by"])
    if " " in names.get("endings", "") and "*.txt" in line and "${one%.txt}.md" in line:
        old, new = names["endings"].split(" ")
        line = line.replace("*.txt", f"*.{old}").replace("%.txt}.md", f"%.{old}}}.{new}")
    for key in ("order", "from", "charset", "cron"):
        line = line.replace(f"{{{key}}}", names.get(key, ""))
    if names.get("new") and "{file}.bak" in line:
        line = line.replace("{file}.bak", quoting.quote(names["new"], dialect))
    is_whole = not _BLANK.search(line)

    def put(match: re.Match[str]) -> str:
        nonlocal is_whole
        key, _, usual = match[1].partition(":")
        if usual and (asked_for := names.get("new", "")) and usual in ("archive", "output", "joined"):
            return quoting.quote(re.sub(r"\.(?:zip|txt|tgz|tar(?:\.\w+)?)$", "", asked_for), dialect)
        if usual:  # a name for something new, made after what it is made of
            of = names.get("folder") or names.get("file")
            return quoting.quote(of.rpartition("/")[2], dialect) if of else usual
        value = names.get(key, "")
        if key == "archive" and not value and names.get("file"):
            value = names["file"]
        if key == "file" and not value and names.get("many"):
            return names["many"]  # the shell puts the names in
        if not value:
            is_whole = False
            return _STANDING[key]
        return value if key == "two" else quoting.quote(value, dialect)

    line = re.sub(r"\{([a-z:]+)\}", put, line)
    # Nushell joins no text to a quoted one that stands right before it.
    return _JOINED.sub(r"'\1\2'", line) if dialect == "nu" else line, is_whole


_JOINED = re.compile(r"(?<=\s)'([^']*)'([\w./-]+)(?=\s|$)")


# What is there already is to stay.
_SPARING = re.compile(
    r"overwr|clobber|existing|already there|already exists?|same name"
    r"|覆盖|盖掉|冲掉|已有|同名|重名|已存在|已经有",
    re.I,
)


def careful(asked: Asked, line: str, new: str = "") -> str:
    """The line so that it replaces nothing, where the sentence speaks of what is there already."""
    if not _SPARING.search(asked.question.text):
        return line
    if line.startswith("^"):  # a program's own name, in nu
        sparing = careful(asked, line[1:], new)
        return sparing.replace(line[1:], line) if line[1:] in sparing else f"^{sparing}"
    if new and line.startswith(("zip -", "tar -c")):  # what is there would be changed or replaced
        place = quoting.quote(new, asked.question.dialect)
        is_nu = asked.question.dialect == "nu"
        return f"if not ({place} | path exists) {{ {line} }}" if is_nu else f"[ -e {place} ] || {line}"
    for plain, sparing in (("mv ", "mv -n "), ("cp ", "cp -n "), ("unzip ", "unzip -n "), ("tar -xf ", "tar -xkf "),
                           ("cp -a ", "cp -an ")):  # fmt: skip
        if line.startswith(plain) and not line.startswith((sparing, plain + "-n")):
            return sparing + line[len(plain) :]
        for joint in ("&& ", "; ^", "; "):
            if f"{joint}{plain}-" not in line:
                line = line.replace(f"{joint}{plain}", f"{joint}{sparing}")
    return line
