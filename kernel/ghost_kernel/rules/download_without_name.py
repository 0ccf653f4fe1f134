"""curl -O takes the name of the file from the address, and the address has none: a name is given."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

NAME = "index.html"


@rule(programs=["curl"], exit_codes=[23], unseen=True)
def propose(failure: Failure) -> Fix | None:
    urls = [word for word in failure.args if "://" in word.plain or (not word.is_option and "." in word.plain)]
    if len(urls) != 1 or failure.machine.exists(NAME):
        return None
    path = urls[0].plain.partition("://")[2] or urls[0].plain
    if "/" in path and not path.partition("?")[0].endswith("/"):
        return None
    for word in failure.args:
        text = word.plain
        if text == "--remote-name":
            return Fix(
                failure.replace(word, "-o", NAME), why=f"the address names no file, {NAME} is usual", confidence=0.86
            )
        if text[:1] == "-" and text[1:2] != "-" and "O" in text and text[1:].isalpha():
            rest = text.replace("O", "")
            new = ([rest] if len(rest) > 1 else []) + ["-o", NAME]
            return Fix(failure.replace(word, *new), why=f"the address names no file, {NAME} is usual", confidence=0.86)
    return None


SAID = "curl: (23) Failed to extract a filename from the URL\ncurl: Remote file name has no length"
EXAMPLES = [
    Example("curl -O http://x.example/", SAID, "curl -o index.html http://x.example/", 23),
    Example("curl -fsSLO https://x.example", SAID, "curl -fsSL -o index.html https://x.example", 23),
    Example("curl -O http://x.example/", SAID, None, 23, files=["index.html"]),
    Example("curl -O http://x.example/f", "curl: (23) Failed writing received data to disk/application", None, 23),
]
