"""A setting is missing from the environment, and the project's .env file has it: the file is read first."""

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


@rule(output_has=SAID)
def propose(failure: Failure) -> Fix | None:
    if failure.dialect in ("fish", "nu") or not failure.words or failure.program in ("source", ".", "export"):
        return None
    wanted = _named(failure)
    if not wanted:
        return None
    for file in FILES:
        held = _held(failure.machine.read(file, 65536))
        if held and wanted & held:
            return Fix(
                before=[["set", "-a"], [".", "./" + file], ["set", "+a"]],
                why=f"{file} sets {sorted(wanted & held)[0]}",
                confidence=0.82,
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


def _held(text: str) -> set[str]:
    """The names that the file sets; none when it is more than plain settings, which a shell would run."""
    found = set()
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line[0] == "#":
            continue
        name, mark, value = line.removeprefix("export ").partition("=")
        if not mark or not name or name[0].isdigit() or not NAME.issuperset(name):
            return set()
        single = len(value) > 1 and value[0] == value[-1] == "'" and "'" not in value[1:-1]
        double = len(value) > 1 and value[0] == value[-1] == '"' and '"' not in value[1:-1]
        inner = value[1:-1] if single or double else value
        if not single and any(char in inner for char in "`$\\"):
            return set()
        if not single and not double and any(char in inner for char in " \t;&|<>()'\"#*?!"):
            return set()
        found.add(name)
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
    Example("node a.js", "Error: API_TOKEN is not set", None, files={".env": "API_TOKEN=$(rm -r x)\n"}),
    Example("node a.js", "Error: API_TOKEN is not set", None, files={".env": "OTHER=1\n"}),
    Example("node a.js", "Error: API_TOKEN is not set", None, files={".env": "API_TOKEN=1"}, variables=["API_TOKEN"]),
    Example("python3 a.py", "KeyError: 'name'", None, files={".env": "NAME=1\n"}),
]
