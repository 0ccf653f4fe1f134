"""Passwords, keys and tokens in documents that are to be indexed, taken out before anything is written.

The body takes secrets out of all that a brain is told; documents the brain reads itself. What is taken for a secret
is plain in its form: a value behind a name that says so, a key's block, a login in an address or a command line, a
token of known make. Documents may be anybody's: no pattern looks further than a bounded way. Not known here, and to the
body: secrets that are broken over two lines or coloured, columns of tables, answers to prompts.
"""

from __future__ import annotations

import re

from ghost_kernel.memory import tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KNOWS = 2  # goes up when more is hidden: what was indexed before is then read again
HIDDEN = "\u00absecret\u00bb"
LEAST = 4  # signs of a quoted value
LEAST_PLAIN = 6  # of one without quotes
LEAST_DRAWN = 8  # of one that has to look drawn
TELLING = frozenset("0123456789!#%*+@$&=/\\^~?;")  # signs that make a value none of the usual words
# What a name ends in that speaks of a secret and holds none: `PASSWORD_FILE`, `token_type`.
ABOUT = frozenset(
    "age algorithm arn attempts authentication budget changed class count create created dir enabled "
    "encoder endpoint env "
    "error errors exp expiration expired expires expiry exportable field file format generator handler "
    "hasher hashers hint host id "
    "in index label len length lifetime limit manager max methods min mode name names on parser path "
    "pattern policy port "
    "prefix prompt provider re regex required reset rotation rules scripts server size source stdin store "
    "strength supported "
    "test timeout tokens ttl type updated uri url usage user username valid validator version".split()
)
_OF_KEYS = (
    "access|account|admin|api|app|application|auth|client|consumer|deploy|encryption|hmac|integration"
    "|license|master|"
    "pre-?shared|private|rsa|secret|service|shared|shared[_-]?access|signing(?=[_-])|storage|subscription"
    "|tls|webhook"
)
_NAME = (
    r"(?P<name>passw(?:or)?d|passphrase|passwort|passcode|secret|token|(?<!load)(?<!set)credential|"
    rf"(?:{_OF_KEYS})[_-]?key|key-data|requirepass|(?:bind|root|admin|user)pw|(?:store|key)pass|"
    rf"(?<![a-z])auth(?=[\"'])|"
    r"(?<![a-z])pwd|(?<![a-z])psk|(?<![a-z])pass(?![a-z])|become_pass|密码|密碼|口令|密钥|令牌)"
)
# More of the name: `_KEY_BASE`, `Field`, `s`; not the rest of a word, `tokenizer`.
_REST = r"(?P<rest>s(?![a-z])|(?-i:[A-Z])[\w.-]{0,40}|[_.\d-][\w.-]{0,40}|)"
_VALUE = r"""(?P<value>"[^"\n]{1,400}"|'[^'\n]{1,400}'|`[^`\n]{1,400}`|(?![{\[])[^\s"'`]{1,400})"""
_ASSIGNED = re.compile(
    rf"""(?P<head>{_NAME}{_REST}["'`*\]]{{0,3}}"""
    r"""(?:[ \t]{0,8}:[ \t]{0,4}[&\w' <>]{1,24}(?==[ \t]{0,4}["']))?[ \t]{0,8}"""
    r"""(?:=>|::?=|::|[:=\uff1a]|是|为|\b(?:is|was)\b|(?<=["']),"""
    r"""(?=[ \t]{0,20}["']))[ \t]{0,20}\*{0,2}[ \t]{0,2}\[?[ \t]{0,2})"""
    rf"""{_VALUE}(?P<end>[ \t,;]{{0,8}}$)?""",
    re.IGNORECASE | re.MULTILINE,
)
# `--api-key VALUE`, `set -gx SECRET_KEY VALUE`, `password VALUE` of a netrc; the value has to look drawn.
_BEHIND = re.compile(
    rf"(?P<head>{_NAME}{_REST}[ \t]{{1,8}}){_VALUE}(?P<end>[ \t,;]{{0,8}}$)?", re.IGNORECASE | re.MULTILINE
)
_BLOCK = re.compile(
    r"-----BEGIN [A-Za-z ]{0,30}(?:PRIVATE KEY|Static key)[A-Z0-9 ]{0,10}-----.*?(?:-----END [\w ]{0,40}-----|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_PUTTY = re.compile(r"(?P<head>Private-Lines: \d{1,3}\r?\n)(?P<value>(?:[\w+/=]{4,80}\r?\n){1,100})")
_LOGIN = re.compile(r"(?P<head>[a-z0-9]://[^\s/:@]{0,64}:)(?P<value>[^\s/]{1,200})(?=@)", re.IGNORECASE)
_LOGIN_ALONE = re.compile(r"(?P<head>[a-z0-9]://)(?P<value>[\w~.-]{20,200})(?=@)", re.IGNORECASE)
_DRIVER = re.compile(r"(?P<head>\b[\w.-]{1,64}:)(?P<value>[^\s/@:]{4,200})(?=@(?:tcp|unix)\()", re.IGNORECASE)
_HEADER = re.compile(
    r"""(?P<head>\bauthorization["'`]?[ \t]{0,4}[:=][ \t]{0,4}["']?(?:(?:basic|bearer|token|apikey|digest"""
    r"""|negotiate)[ \t]{1,4})?)"""
    r"""(?P<value>[\w.~+/=-]{12,4000})""",
    re.IGNORECASE,
)
_BEARER = re.compile(r"(?P<head>\bBearer )(?P<value>[\w.~+/=-]{12,2000})", re.IGNORECASE)
_COOKIE = re.compile(r"(?P<head>\b(?:set-)?cookie: )(?P<value>[^\r\n]{1,4000})", re.IGNORECASE)
_PAIR = re.compile(r"(?P<head>[\w.-]{1,64}=)(?P<value>[^;\s]{12,4000})")
_QUERY = re.compile(
    r"(?P<head>[?&;](?:access_token|auth_token|token|api[_-]?key|apikey|key|sig|signature|x-amz-signature|"
    r"x-amz-security-token|x-amz-credential|awsaccesskeyid|client_secret|secret|password|passwd|pwd)=)"
    r"(?P<value>[^&\s\"'#<>]{8,4000})",
    re.IGNORECASE,
)
_HOOK = re.compile(
    r"(?P<head>://[\w.:-]{1,100}/(?:services/|api/(?:v\d{1,2}/)?webhooks/\d{10,25}/|hooks/|bot(?=\d)|"
    r"webhookb2/[\w@-]{1,100}/IncomingWebhook/))(?P<value>[\w/:-]{24,200})"
)
_ELEMENT = re.compile(
    rf"(?P<head><[^<>\n]{{0,80}}{_NAME}[\w:.-]{{0,20}}[\"']?>)(?P<value>[^<\s]{{4,400}})(?=</)", re.IGNORECASE
)
# `<add key="ApiKey" value="…" />`, `- name: DB_PASSWORD` with its value in the next line, `variable "db_password"`.
_NAMED = re.compile(
    rf"""(?P<head>(?:\bkey|\bname|\bvariable)[ \t]{{0,4}}[=:]?[ \t]{{0,4}}["']?[\w.-]{{0,40}}{_NAME}{_REST}["']?"""
    r"""[ \t/{]{0,4}(?:\r?\n[^\n]{0,80}){0,2}?\s{0,12}(?:type="\w{1,20}"[ \t]{1,4})?\b(?:value"""
    r"""|default)[ \t]{0,4}[=:][ \t]{0,4})"""
    rf"""{_VALUE}(?P<end>[ \t,;]{{0,8}}$)?""",
    re.IGNORECASE | re.MULTILINE,
)
_FOLDED = re.compile(
    rf"(?P<head>{_NAME}{_REST}:[ \t]{{0,4}}[|>][+-]?\r?\n[ \t]{{1,20}})(?P<value>\S{{8,400}})(?=\r?\n|$)",
    re.IGNORECASE,
)
_SQL = re.compile(
    r"""(?P<head>\b(?:identified[ \t]{1,4}by|password(?=[ \t(]))[ \t]{0,4}\(?[ \t]{0,4}')"""
    r"""(?P<value>[^'\n]{4,200})(?=')""",
    re.IGNORECASE,
)
_HASH = re.compile(
    r"(?:\$(?:1|2[abxy]?|5|6|y|apr1|argon2(?:id|i|d)?|scrypt|pbkdf2[\w-]{0,12})\$[\w./$+=,-]{20,300}"
    r"|(?<=HA\})[\w+/=]{20,200}|(?<=HA256\})[\w+/=]{20,200}|(?<=HA512\})[\w+/=]{20,200}"
    r"|SCRAM-SHA-256\$[\w+/=$:]{20,400})"
)
# Options of well-known programs that take a password: glued to the letter, behind it, or behind a login and a colon.
_GLUED = re.compile(
    r"(?P<head>\b(?:mysql\w{0,12}|mariadb\w{0,12}|sshpass|7za?)\b[^\n|;&]{0,200}?[ \t]-p)"
    r"(?P<value>'[^'\n]{4,200}'|[^\s'\"-][^\s'\"]{3,200})"
)
_OPTION = re.compile(
    r"(?P<head>\b(?:(?:docker|podman|helm|oc|az|twine|mongosh?|mongodump|sshpass)\b[^\n|;&]{0,200}?[ \t]-p"
    r"|redis-cli\b[^\n|;&]{0,200}?[ \t]-a|ldap\w{2,10}\b[^\n|;&]{0,200}?[ \t]-w"
    r"|snmp\w{2,8}\b[^\n|;&]{0,200}?[ \t]-[cAX]"
    r"|(?:sqlcmd|ipmitool|mosquitto_\w{3}|zip|unzip)\b[^\n|;&]{0,200}?[ \t]-P|openssl\b[^\n|;&]{0,200}?[ \t]-k"
    r"|ssh-keygen\b[^\n|;&]{0,200}?[ \t]-N|doctl\b[^\n|;&]{0,200}?[ \t]-t)[ \t]{1,4})"
    r"(?P<value>'[^'\n]{4,200}'|\"[^\"\n]{4,200}\"|[^\s'\"-][^\s'\"]{3,200})"
)
_USER = re.compile(
    r"(?P<head>\b(?:curl|https?|xh|wget|lftp|smbclient|bundle config)\b[^\n|;&]{0,200}?"
    r"(?:[ \t](?:-u|-a|-U|--user|--auth|--proxy-user)[ =]?|[ \t][\w.-]{1,60}[ \t])['\"]?[\w.@-]{1,64}[:,%])"
    r"(?P<value>[^\s'\"/@][^\s'\"@]{3,200})(?=[\s'\"]|$)"
)
_PIPED = re.compile(
    r"(?P<head>\b(?:echo|printf)[ \t]{1,4}(?:-n[ \t]{1,4}|'%s'[ \t]{1,4})?['\"]?(?:[\w.-]{1,40}:)?)"
    r"(?P<value>[^\s'\"|:]{6,200})"
    r"(?=['\"]?[ \t]{0,4}\|[ \t]{0,4}[^\n|]{0,60}(?:sudo[ \t]{1,4}-S|chpasswd|--password-stdin|--with-token))"
)
_OF_PROGRAMS = re.compile(
    r"(?P<head>\bpass:|\bhtpasswd[ \t]{1,4}-\w{0,4}b\w{0,4}[ \t]{1,4}\S{1,80}[ \t]{1,4}\S{1,60}[ \t]{1,4}|"
    r"\bkubeadm join\b[^\n]{0,100}--token[ \t]{1,4}|\bcargo login[ \t]{1,4}|\bAUTH[ \t]{1,4}"
    r"|\bwpa_passphrase[ \t]{1,4}\S{1,40}[ \t]{1,4}|"
    r"/p:|\bPrivate-MAC:[ \t]{1,4}|\bsudo[ \t]{1,4}-S\b[^\n]{0,60}<<<[ \t]{0,4}"
    r"|\bsnmp-server community[ \t]{1,4}|\bWIFI:T:\w{1,8};S:[^;\n]{1,40};P:)(?P<value>[^\s'\";]{6,200})"
)
# `Password for bob: …`, what a server has drawn at its first start.
_TYPED = re.compile(
    r"(?P<head>\b(?:password|passphrase)\b[^\n:]{1,80}:[ \t\r\n]{1,4})(?P<value>\S{8,200})(?=[ \t]{0,4}"
    r"(?:\r?\n|$))",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?P<head>(?:\b(?:SetBasicAuth|NetworkCredential|basic_auth|db\.auth|getConnection|PDO|bearer_auth"
    r"|Credentials\.new|"
    r"ConvertTo-SecureString|secret set)\b|\bauth=)\(?(?:[^\n()]{0,160}?[, \t(])?)"
    r"(?P<value>'[^'\n]{8,200}'|\"[^\"\n]{8,200}\")"
)
_WEB_KEY = re.compile(r"(?P<head>\"(?:d|p|q|dp|dq|qi|k)\"\s{0,4}:\s{0,4}\")(?P<value>[\w-]{16,2000})")
_TAIL = re.compile(r"(?:^[A-Za-z0-9+/=]{16,80}\r?\n){1,400}(?=-----END [A-Z ]{0,30}PRIVATE KEY)", re.MULTILINE)
# What stands for a value: a placeholder, a variable, a word for the kind of value, code that gets one.
_STANDS_FOR = re.compile(
    r"(?:[<${\[(\u00ab?].*|%(?:[sdr]|\(.*|[A-Z_]+%)|!vault\b.*|\.\.\.|\u2026|[xX]+|\*+|[A-Z_]+|v?\d{1,4}(?:\.\d{1,4}){1,3}(?:/.*)?|HTTP/.*|[\w.-]+=\*+"
    r"|(?:your|my|the|some|user|pass|passwd|password|secret|token|changeme|example)"
    r"(?:[_-]?(?:pass(?:word)?|token|key|secret|here|name))?"
    r"|on_create|always|return|incorrect|required|invalid|correct|expired|missing|strict|none|null|true"
    r"|false|string)$",
    re.DOTALL,
)
_CODE = re.compile(
    r"[A-Za-z_][A-Za-z_.:0-9]*[A-Za-z_]\((?:[\w'\"&).]|$)"
    r"|[\w.]+!?\[|[A-Z]\w*<[A-Z&']|\w+::|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+[;,)]?$|&'?[a-z]|/\^"
    r"|0x[0-9a-f]+$|\d+(?:[,}\]]|$)|\d+[iuf](?:8|16|32|64)\b"
)
_PATH = re.compile(r"(?:~|\.{1,2})?/[a-z0-9._/-]+[;,)]?$|https?://")
ANCHORS = ("pass", "secret", "token", "key", "credential", "auth", "pw", "psk", "密", "口令", "令牌")  # in every name
NEAR = 4  # lines from such a name on
TURNS = 4  # changes between small letters, capitals and digits that no word has


def hidden(text: str) -> str:
    """The text with a mark in the place of each secret."""
    text = _TAIL.sub(HIDDEN + "\n", _BLOCK.sub(HIDDEN, text)) if "PRIVATE KEY" in text or "tatic key" in text else text
    text = tokens.PATTERN.sub(lambda found: HIDDEN if tokens.is_mixed(found[0][3:]) else found[0], text)
    text = _HASH.sub(HIDDEN, text)
    low = text.lower()
    for anchors, pattern, is_secret in _PLACES:
        if any(anchor in low for anchor in anchors):
            text = _each(pattern, text, is_secret)
    if "cookie:" in low:
        text = _COOKIE.sub(lambda found: found["head"] + _each(_PAIR, found["value"], _is_drawn), text)
    return "".join([_behind_names(part) if is_near else part for is_near, part in _parts(text)])


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Stretches of lines, with whether a name that tells of a secret stands in them, or a few lines before."""
    lines: list[str] = []
    left = 0
    for line in text.splitlines(keepends=True):
        low = line.lower()
        near = NEAR if any(anchor in low for anchor in ANCHORS) else left - 1
        if lines and (near > 0) != (left > 0):
            yield left > 0, "".join(lines)
            lines = []
        lines.append(line)
        left = max(near, 0)
    if lines:
        yield left > 0, "".join(lines)


def _behind_names(text: str) -> str:
    for pattern in (_NAMED, _FOLDED, _ASSIGNED):
        text = _each(pattern, text, _is_value)
    return _each(_BEHIND, text, _is_behind)


def _each(pattern: re.Pattern[str], text: str, is_secret: Callable[[str, re.Match[str]], bool]) -> str:
    """The text without the values that are secrets; what is none may hold another name, and is looked at again."""
    parts: list[str] = []
    done = at = 0
    while (found := pattern.search(text, at)) is not None:
        value = found["value"]
        quote = value[0] if len(value) > 1 and value[0] in "\"'`" and value[-1] == value[0] else ""
        inside = value[1:-1] if quote else value.rstrip(",;)]}")
        start = found.start("value") + len(quote)
        if inside and HIDDEN not in inside and not _STANDS_FOR.match(inside) and is_secret(inside, found):
            parts += [text[done:start], HIDDEN]
            done = at = start + len(inside)
        else:
            at = max(found.end("head"), found.start() + 1)
    return "".join([*parts, text[done:]])


def _always(inside: str, found: re.Match[str]) -> bool:
    return True


def _is_drawn(inside: str, found: re.Match[str]) -> bool:
    """Letters with digits between them, or signs that no word has; no path, no version: the place says little."""
    if len(inside) < LEAST_PLAIN or _PATH.match(inside) or not any(one.isalpha() for one in inside):
        return False
    return (
        any(one in "!#%*+@^~?$" for one in inside[1:])
        or any(one.isdigit() for one in inside.rstrip("0123456789"))
        or _turns(inside) >= TURNS
    )


def _is_element(inside: str, found: re.Match[str]) -> bool:
    return _is_drawn(inside, found) or found["name"].lower().startswith("pass")


def _turns(text: str) -> int:
    kinds = [1 if one.islower() else 2 if one.isupper() else 3 for one in text if one.isalnum()]
    return sum(one != other for one, other in zip(kinds, kinds[1:]))


def _is_behind(inside: str, found: re.Match[str]) -> bool:
    """`password VALUE`: in prose a word follows, so it has to be long, and to look drawn."""
    return len(inside) >= LEAST_DRAWN and not _is_about(found) and not _CODE.match(inside) and _is_drawn(inside, found)


def _is_about(found: re.Match[str]) -> bool:
    """Whether the name speaks of a secret and holds none."""
    rest = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", found["rest"])
    return not ABOUT.isdisjoint(re.split(r"[_.-]", rest.lower()))


def _is_value(inside: str, found: re.Match[str]) -> bool:
    """What stands behind a name: a password may be a word, of other things it is the odd signs that tell."""
    if _is_about(found) or _PATH.match(inside):
        return False
    if "arn:" in found.string[max(0, found.start() - 80) : found.start()]:
        return False
    if found["head"].rstrip().lower().endswith((",", " is", " was")) and not _is_drawn(inside, found):
        return False
    name = found["name"].lower()
    is_telling = not TELLING.isdisjoint(inside) or _turns(inside) >= TURNS
    is_password = name[:4] in ("pass", "pwd", "psk", "stor", "keyp") or name[-2:] == "pw" or not name.isascii()
    if found["value"][0] in "\"'`":
        if " " in inside:  # words that were drawn, as against those of a message
            words = inside.split(" ")
            return (
                is_password
                and len(words) > 2
                and all(len(one) > 3 and one.isalpha() and one.islower() for one in words)
            )
        return len(inside) >= LEAST and (is_telling or is_password)
    is_alone = found["end"] is not None if "end" in found.re.groupindex else True
    return len(inside) >= LEAST_PLAIN and (is_telling or (is_password and is_alone)) and not _CODE.match(inside)


# Words of which one stands in each place, in small letters; a document without them is not looked through for it.
_PLACES: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[str, re.Match[str]], bool]], ...] = (
    (('"kty"',), _WEB_KEY, _always),
    (("private-lines",), _PUTTY, _always),
    (("identified", "password"), _SQL, _always),
    (("authorization",), _HEADER, _always),
    (("bearer",), _BEARER, _always),
    (("://",), _LOGIN, _always),
    (("=",), _QUERY, _always),
    (("</",), _ELEMENT, _is_element),
    (("://",), _LOGIN_ALONE, _is_drawn),
    (("://",), _HOOK, _is_drawn),
    (("mysql", "mariadb", "sshpass", "7z"), _GLUED, _is_drawn),
    ((" -",), _OPTION, _is_drawn),
    (("curl", "http", "wget", "xh", "lftp", "smbclient", "bundle"), _USER, _is_drawn),
    (("echo", "printf"), _PIPED, _is_drawn),
    (("pass", "join", "login", "auth", "/p:", "private-mac", "community", "wifi", "sudo"), _OF_PROGRAMS, _is_drawn),
    (("@tcp", "@unix"), _DRIVER, _is_drawn),
    (("password", "passphrase"), _TYPED, _is_drawn),
    (("auth", "credential", "connection", "pdo", "secure", "secret"), _CALL, _is_drawn),
)
