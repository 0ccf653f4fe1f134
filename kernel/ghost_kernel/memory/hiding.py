"""Passwords, keys and tokens in documents that are to be indexed, taken out before anything is written.

The body takes secrets out of all that a brain is told; documents the brain reads itself. What is taken for a secret
is plain in its form: a value behind a name that says so, a key's block, a login in an address, a token of known make.
Documents may be anybody's: no pattern looks further than a bounded way.
"""

from __future__ import annotations

import re

HIDDEN = "\u00absecret\u00bb"
LEAST = 4  # signs of a quoted value
LEAST_PLAIN = 6  # of one without quotes
TELLING = frozenset("0123456789!#%*+@$&=/\\^~?;")  # signs that make a value none of the usual words

_ASSIGNED = re.compile(
    r"""(?P<head>(?P<name>passw(?:or)?d|passphrase|passwort|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|"""
    r"""credential|(?<![a-z])pwd|(?<![a-z])psk|(?<![a-z])pass(?![a-z])|密码|密碼|口令|密钥|令牌)"""
    r"""[\w.-]{0,40}["'`]?[ \t]{0,8}(?:=>|:=|[:=\uff1a]|是|为|\b(?:is|was)\b)[ \t]{0,8})"""
    r"""(?P<value>"[^"\n]{1,400}"|'[^'\n]{1,400}'|\S{1,400})(?P<end>[ \t,;]{0,8}$)?""",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----.*?(?:-----END [A-Z ]{0,40}-----|\Z)", re.DOTALL
)
_LOGIN = re.compile(r"(?P<head>[a-z]://[^\s/:@]{0,64}:)[^\s/@]{1,200}(?=@)", re.IGNORECASE)
_BEARER = re.compile(r"(?P<head>\bBearer )[\w.~+/=-]{12,2000}", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?P<head>\b)(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|sk-[\w-]{20,255}|"
    r"xox[abprs]-[\w-]{10,255}|AKIA[A-Z0-9]{12,40}|AIza[\w-]{30,60}|eyJ[\w-]{8,500}\.[\w-]{8,2000}\.[\w-]{0,600})"
)
# What stands for a value: a placeholder, a variable, a word for the kind of value.
_STANDS_FOR = re.compile(r"(?:[<$%{\[(].*|\.\.\.|\u2026|[xX]+|\*+|[A-Z_]+)$")


def hidden(text: str) -> str:
    """The text with a mark in the place of each secret."""
    text = _BLOCK.sub(HIDDEN, text)
    for pattern in (_LOGIN, _BEARER, _TOKEN):
        text = pattern.sub(lambda found: found["head"] + HIDDEN, text)
    return _ASSIGNED.sub(_value, text)


def _value(found: re.Match[str]) -> str:
    value = found["value"]
    quote = value[0] if value[0] in "\"'" and value[-1] == value[0] and len(value) > 1 else ""
    inside = value[1:-1] if quote else value.rstrip(",;")
    is_telling = not TELLING.isdisjoint(inside)
    # A password may be words; of other things it is the odd signs that tell.
    is_password = found["name"].lower()[:4] in ("pass", "pwd", "psk") or not found["name"].isascii()
    if quote:
        is_secret = len(inside) >= LEAST and (is_telling or is_password)
    else:
        is_secret = len(inside) >= LEAST_PLAIN and (is_telling or (is_password and found["end"] is not None))
    if not is_secret or _STANDS_FOR.match(inside) or HIDDEN in inside:
        return found[0]
    return f"{found['head']}{quote}{HIDDEN}{quote}{found['end'] or ''}"
