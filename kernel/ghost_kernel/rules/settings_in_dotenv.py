"""A setting is missing from the environment, and the project has an .env file: the shell reads that first.

What such a file holds is the person's secret: that it is there is all that is looked at.
"""

from __future__ import annotations

from ghost_kernel.line import NAME
from ghost_kernel.rules import Example, Failure, Fix, rule

FILES = (".env", ".env.local", ".env.development")
SAID = (
    "keyerror",
    "not set",
    "unset",
    "unbound variable",
    "parameter not set",
    "environment variable",
    "env var",
    "is required",
    "must be set",
    "not defined",
    "missing",
    "undefined",
    "environ",
)


@rule(output_has=SAID, dialects=["bash", "zsh"])
def propose(failure: Failure) -> Fix | None:
    if not failure.words or failure.program in ("source", ".", "export"):
        return None
    wanted = _named(failure)
    if not wanted:
        return None
    for file in FILES:
        if failure.machine.is_file(file):
            return Fix(
                before=[["set", "-a"], [".", "./" + file], ["set", "+a"]],
                why=f"{file} may set {sorted(wanted)[0]}",
                confidence=0.7,
            )
    return None


def _named(failure: Failure) -> set[str]:
    """Names in capitals that stand in a complaining line and are not set."""
    found: set[str] = set()
    for line in (failure.output or "").splitlines():
        if not any(text in line.lower() for text in SAID):
            continue
        word = ""
        for char in line + " ":
            if char in NAME:
                word += char
                continue
            if len(word) > 2 and word.isupper() and word not in failure.variables:
                found.add(word)
            word = ""
    return found


EXAMPLES = [
    Example(
        "node sync.js --all",
        "Error: API_TOKEN is not set",
        "set -a && . ./.env && set +a && node sync.js --all",
        files={".env": "# secrets\nAPI_TOKEN=abc\nMODE='a b'\n"},
    ),
    Example(
        "python3 db.py",
        "  File ...\nKeyError: 'DB_URL'",
        "set -a && . ./.env && set +a && python3 db.py",
        files={".env": "DB_URL=sqlite:///x\n"},
    ),
    Example("node a.js", "Error: API_TOKEN is not set", None, files={".environment": "API_TOKEN=1\n"}),
    Example("node a.js", "Error: API_TOKEN is not set", None, files={".env": "API_TOKEN=1"}, variables=["API_TOKEN"]),
    Example("python3 a.py", "KeyError: 'name'", None, files={".env": "NAME=1\n"}),
]
