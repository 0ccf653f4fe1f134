"""A sentence's description of files as a `Wanted`: what find_files.py and others look for."""

from __future__ import annotations

from ghost_kernel.knowledge.filesearch import TOOLS, Wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.sentence.words import Token
    from ghost_kernel.skill import Asked

KINDS = {
    "IMAGES": "*.jpg *.jpeg *.png *.gif *.webp *.svg *.bmp *.heic",
    "VIDEOS": "*.mp4 *.mkv *.avi *.mov *.webm",
    "SOUNDS": "*.mp3 *.flac *.wav *.ogg *.m4a *.opus",
    "PAPERS": "*.pdf *.doc *.docx *.odt *.xls *.xlsx *.ppt *.pptx",
    "ARCHIVE": "*.zip *.tar *.tar.* *.tgz *.7z *.rar",
    "SCRIPT": "*.sh *.bash *.zsh *.py *.pl *.rb",
}
LEAVING_OUT = frozenset(
    (
        "不是|不含|不包含|不包括|not|except|excluding|without|but not|other than|apart from|besides|ignoring|skip|"
        "skipping"
    ).split("|")
)
LONG_AGO = 365 * 86400
LATELY = 86400


def wanted(asked: Asked) -> Wanted | None:
    """What is described; None where nothing is that narrows it."""
    found = Wanted("~" if asked.has("HOME") else ".")
    positive, negative = _halves(asked)
    begin, positive = _beginning(positive)
    _ages_and_sizes(asked, found, positive, negative)
    _names(asked, found, positive, negative)
    if begin in _VAGUE:
        found.unread += 1
    elif begin:
        endings = [one for one in found.names if one.startswith("*.")]
        found.names = [f"{begin}{one}" for one in endings] or [f"{begin}*"]
    if any("EMPTY" in one.concepts for one in negative):
        found.more = max(found.more, 0)  # all but the empty ones
    elif asked.has("EMPTY"):
        found.is_empty = True
    if asked.has("BLANKS"):
        found.names.append("* *")
    if asked.has("HIDDEN"):
        found.is_hidden = True
        found.depth = 1
    if asked.has("LINK"):
        found.kind = "l"
        found.is_dangling = asked.has("BROKEN", "FAILED", "WRONG")
    elif found.is_empty and _names_both(asked):
        found.kind = ""
    elif _wants_folders(asked, found):
        found.kind = "d"
    elif not found.is_hidden:
        found.kind = "f"
    if asked.has("EXECUTABLE") or (asked.has("RUN") and asked.has("SCRIPT", "FILE")):
        found.can_run = True
        found.names = [one for one in found.names if not asked.has("SCRIPT")]
        found.without = list(dict.fromkeys([*found.without, ".git"]))
    return None if (found.says_nothing and found.kind != "l") or found.unread else found


_EITHER = frozenset(["FILE", "FOLDER"])
_OR = frozenset(", / or 或 或者 还是 及 的".split())


def _names_both(asked: Asked) -> bool:
    """`files and folders`, `文件或文件夹`: either kind is looked for; the `files in this folder` are of one kind."""
    said = [one for one in asked.tokens if one.low not in _OR]
    return any(
        len((one.concepts | two.concepts) & _EITHER) == 2 and one.concepts & _EITHER and two.concepts & _EITHER
        for one, two in zip(said, said[1:])
    )


# What the signs are called that names begin with.
_SIGNS = {
    "dash": "-", "hyphen": "-", "minus": "-", "dot": ".", "period": ".", "underscore": "_", "tilde": "~",
    "横线": "-", "短横线": "-", "短横": "-", "减号": "-", "连字符": "-", "点": ".", "下划线": "_", "波浪号": "~",
}  # fmt: skip


# No text of a name: what these mean is not looked for.
_VAGUE = frozenset(
    "capital uppercase lowercase upper lower letter digit number the 大写 小写 字母 数字 大写字母 小写字母".split()
)


def _beginning(tokens: list[Token]) -> tuple[str, list[Token]]:
    """What the names begin with, and the tokens without it; empty where that is not said."""
    at = next((n for n, one in enumerate(tokens) if "BEGINS" in one.concepts), -1)
    if at < 0:
        return "", tokens
    if tokens[at].text.isascii():
        beside = [one for one in tokens[at + 1 :] if one.kind != "stop" or one.low in _SIGNS][:1]
    else:
        first = next((n for n in range(at, -1, -1) if tokens[n].low in ("以", "用", "由")), at - 1)
        beside = tokens[max(first, 0) : at]
        beside = [one for one in beside if one.low not in ("以", "用", "由")]
    text = "".join(one.argument.text if one.argument is not None else one.text for one in beside)
    text = _SIGNS.get(text.lower(), text)
    if not text or set("*?[]/ ") & set(text):
        return "", tokens
    return text, [one for n, one in enumerate(tokens) if n != at and one not in beside]


def _wants_folders(asked: Asked, found: Wanted) -> bool:
    """Folders are looked for, and not what lies in the one that is named."""
    if not asked.has("FOLDER") or asked.has("FILE") or found.names or found.holds:
        return False
    is_place = found.root != "." and not any(one.low.endswith(("folders", "directories")) for one in asked.tokens)
    return not (is_place and max(found.more, found.less) >= 0)


def _halves(asked: Asked) -> tuple[list[Token], list[Token]]:
    """The tokens of what is wanted and of what is left out: what stands behind `not`, `except`; before 以外, 除外."""
    tokens = asked.tokens
    for at, token in enumerate(tokens):
        if not token.concepts.isdisjoint(("EXCEPT", "NOT")) and not (token.concepts & {"YES", "CHECK"}):
            if token.low in ("excepted", "excluded"):
                begin = max((n + 1 for n in range(at) if tokens[n].kind in ("sign", "size", "age")), default=0)
                return [*tokens[:begin], *tokens[at + 1 :]], list(tokens[begin:at])
            if token.low in ("以外", "之外", "除外", "不算", "不要算"):
                # 除了 A 以外 B; or B，A 除外
                start = next((n for n in range(at) if tokens[n].low in ("除", "除了", "除去")), None)
                if start is None:
                    # `B，A 除外`: what is left out begins behind a comma, or behind what the sentence is about.
                    heads = [n + 1 for n in range(at) if tokens[n].kind == "sign" or "FILE" in tokens[n].concepts]
                    start = max((n for n in heads if n < at), default=0)
                return [*tokens[:start], *tokens[at + 1 :]], list(tokens[start:at])
            if token.low in ("除", "除了", "除去"):
                end = next((n for n in range(at, len(tokens)) if tokens[n].low in ("以外", "之外", "外")), len(tokens))
                if end == len(tokens):
                    end = next((n for n in range(at, len(tokens)) if tokens[n].kind == "sign"), len(tokens))
                return [*tokens[:at], *tokens[end + 1 :]], list(tokens[at + 1 : end])
            if token.low in LEAVING_OUT:
                rest = tokens[at + 1 :]
                # `everything except X that ends in Y`: the clause behind is about what is wanted again.
                end = next(
                    (n for n, one in enumerate(rest) if one.low in ("that", "which", "with", "whose")), len(rest)
                )
                if end and not _is_verb(rest[:end]):
                    return [*tokens[:at], *rest[end:]], list(rest[:end])
    return list(tokens), []


def _is_verb(tokens: list[Token]) -> bool:
    """`not touched for a year`: what follows says what has not happened."""
    return any(not one.concepts.isdisjoint(("CHANGED", "USE", "OPEN")) for one in tokens[:3])


def _ages_and_sizes(asked: Asked, found: Wanted, positive: list[Token], negative: list[Token]) -> None:
    for tokens, is_in in ((positive, True), (negative, False)):
        sizes = [one.argument for one in tokens if one.kind == "size" and one.argument is not None]
        if len(sizes) == 2 and is_in and {one.sign for one in sizes} != {"+", "-"}:
            low, high = sorted(one.value for one in sizes)
            found.more, found.less = low, high
            sizes = []
        for one in sizes:
            is_less = one.sign == "-" or (not one.sign and asked.has("SMALL") and not asked.has("BIG"))
            if is_less == is_in:
                found.less = one.value
            else:
                found.more = one.value
        for token in tokens:
            if token.kind != "age" or token.argument is None:
                continue
            is_old = token.argument.sign == "+" or (token.argument.sign == "=" and not _since(asked))
            if token.argument.sign != "+" and _is_untouched(tokens):
                is_old = True
            if asked.has("OLDER") and token.argument.sign != "-":
                is_old = True
            if is_old == is_in:
                found.older = token.argument.value
            else:
                found.newer = token.argument.value
    if max(found.newer, found.older) < 0:
        words = {concept for one in positive for concept in one.concepts}
        if words & {"RECENT", "NEW"} and words & {"CHANGED", "FILE"} and not words & {"BIG", "HIDDEN"}:
            found.newer = LATELY
        elif "OLD" in words and "FILE" in words:
            found.older = LONG_AGO


def _since(asked: Asked) -> bool:
    return any(one.low in ("since", "以来", "之后", "以后", "后", "after") for one in asked.tokens)


def _is_untouched(tokens: list[Token]) -> bool:
    """`not touched`, `没动过`."""
    for at, one in enumerate(tokens[:-1]):
        if "NOT" in one.concepts and any(
            "CHANGED" in two.concepts or "USE" in two.concepts for two in tokens[at + 1 : at + 4]
        ):
            return True
    return any(
        one.low in ("untouched", "没改", "没动", "未改", "未动") or one.low.startswith("nobody ") for one in tokens
    )


def _names(asked: Asked, found: Wanted, positive: list[Token], negative: list[Token]) -> None:
    machine = asked.machine
    holds = asked.has("CONTENT", "DEFINED", "SET") and not _about_names(asked)
    for tokens, names in ((positive, found.names), (negative, found.not_names)):
        for token in tokens:
            text = token.argument.text if token.argument is not None else token.text
            if token.kind == "extension":
                names.append(f"*.{text.lstrip('*.').lower()}" if token.argument is None else f"*.{token.argument.text}")
            elif token.kind == "path":
                bare = text.rstrip("/")
                if machine.is_folder(bare) or text in ("~", "/"):
                    if names is found.names:
                        found.root = bare or "/"
                    else:
                        found.without.append(bare)
                elif "/" in text:
                    found.root, _, last = text.rpartition("/")
                    names.append(last)
                else:
                    names.append(text)
            elif token.kind == "quoted":
                is_text = holds or _is_with(asked, token)
                if is_text and names is found.names and not found.holds:
                    found.holds = text
                else:
                    names.append(text if set("*?[") & set(text) or "." in text else f"*{text}*")
            elif token.kind == "unknown" or (token.kind in ("word", "stop", "user") and machine.is_folder(text)):
                _name(asked, found, names, token, holds)
            else:
                for concept, globs in KINDS.items():
                    if concept in token.concepts and not (concept == "SCRIPT" and found.names):
                        names += globs.split()
                if "LOG" in token.concepts:
                    names.append("*.log")
                if "TESTS" in token.concepts and names is found.not_names:
                    names += ["test_*", "*_test.*", "*.test.*"]
    if asked.has("OWNER") and not found.owner:
        users = [one.text for one in tokens_of(asked, "user")] + (["root"] if asked.has("ROOT") else [])
        if users:
            found.owner = users[0]
    found.names[:] = _together(found.names)
    # What is left out as a name that is a folder of tools is left out as a folder.
    found.names[:] = list(dict.fromkeys(found.names))
    found.without[:] = list(dict.fromkeys(found.without))


def _together(names: list[str]) -> list[str]:
    """`pdf files named draft`: an ending and a part of a name are both meant, of several of a kind any."""
    endings = [one for one in names if one.startswith("*.") and not set("*?[") & set(one[2:])]
    parts = [one for one in names if len(one) > 2 and one[0] == "*" == one[-1] and one[1] != "."]
    if not endings or not parts:
        return names
    rest = [one for one in names if one not in endings and one not in parts]
    return rest + [part + ending[1:] for part in parts for ending in endings]


def tokens_of(asked: Asked, kind: str) -> list[Token]:
    """The tokens of a kind."""
    return [one for one in asked.tokens if one.kind == kind]


def _about_names(asked: Asked) -> bool:
    """`whose name contains draft`: the text is part of the name."""
    return asked.has("NAME") or any("名" in one.text for one in asked.tokens)


def _name(asked: Asked, found: Wanted, names: list[str], token: Token, holds: bool) -> None:
    """A bare word: a folder, an owner, a text, or part of a name."""
    text = token.text
    machine = asked.machine
    if found.holds and names is found.names and asked.question.text.count(f"{found.holds} {text}"):
        found.holds += f" {text}"  # a text of several words
    elif machine.is_folder(text):
        if names is found.names:
            found.root = text
        else:
            found.without.append(text)
    elif text in TOOLS and names is found.not_names:
        found.without.append(text)
    elif asked.has("OWNER") and not found.owner:
        found.owner = text
    elif text.startswith(".") and "." not in text[1:] and text[1:].isalnum():
        names.append(f"*{text}")
    elif text.lower() in _ENDINGS:
        names.append(f"*.{_ENDINGS[text.lower()]}")
    elif (holds or (_is_with(asked, token) and not _about_names(asked))) and names is found.names and not found.holds:
        found.holds = text
    elif (
        (_about_names(asked) and names is found.names)
        or names is found.not_names
        or (asked.has("FILE", "FOLDER") and asked.has("FIND", "WHERE"))
    ):
        names.append(f"*{text}*")
    else:
        found.unread += 1


def _is_with(asked: Asked, token: Token) -> bool:
    """`a file with TODO in it`: a text that is in it."""
    at = next((n for n, one in enumerate(asked.tokens) if one is token), 0)
    before = [one for one in asked.tokens[:at] if one.kind != "stop"]
    return bool(before) and ("WITH" in before[-1].concepts or before[-1].low in ("have", "has", "having", "had"))


_ENDINGS = {
    "python": "py", "rust": "rs", "javascript": "js", "typescript": "ts", "markdown": "md", "yaml": "yml",
    **{one: one for one in "pdf log txt csv json yml toml xml html css png jpg gif svg mp3 mp4 mkv avi mov wav zip iso"
                           " doc docx xls xlsx sql conf py rs js ts md sh java php cpp c h go rb".split()},
    **{one + "s": one for one in "pdf csv png jpg gif mp3 mp4 zip iso json log doc".split()},
}  # fmt: skip
