"""Tasks that a project's files name: of deno, composer, task, rake, invoke, tox, nox, pyproject.toml, compose.

Each reader takes what stands in the usual form and gives up on the rest; nothing of a project is run or imported.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

COMPOSE = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
TASKFILES = ("Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml")
RAKEFILES = ("Rakefile", "rakefile", "Rakefile.rb", "rakefile.rb")


def _object(machine: Machine, file: str, key: str) -> list[str]:
    """The names below a key of a JSON file."""
    import json

    text = machine.read(file)
    try:
        found = json.loads(text).get(key, {}) if text else {}
    except (ValueError, AttributeError, RecursionError):
        return []
    return [name for name in found if isinstance(name, str)] if isinstance(found, dict) else []


def deno(machine: Machine) -> list[str]:
    """Tasks of deno.json."""
    return _object(machine, "deno.json", "tasks") or _object(machine, "deno.jsonc", "tasks")


def composer(machine: Machine) -> list[str]:
    """Scripts of composer.json."""
    return _object(machine, "composer.json", "scripts")


def _below(text: str, key: str) -> list[str]:
    """The names right below a key at the left edge of a YAML text: those indented least."""
    found: list[str] = []
    depth = 0
    inside = False
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare[0] == "#":
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0:
            inside = bare.rstrip() == key + ":"
            depth = 0
        elif inside:
            depth = depth or indent
            name, colon, _ = bare.partition(":")
            if indent == depth and colon:
                found.append(name.strip("'\""))
    return found


def taskfile(machine: Machine) -> list[str]:
    """Tasks of a Taskfile (taskfile.dev)."""
    return next((found for found in (_below(machine.read(name), "tasks") for name in TASKFILES) if found), [])


def compose(machine: Machine) -> list[str]:
    """Services of a compose file (compose-spec)."""
    return next((found for found in (_below(machine.read(name), "services") for name in COMPOSE) if found), [])


def rake(machine: Machine) -> list[str]:
    """Tasks of a Rakefile, in their namespaces."""
    found: list[str] = []
    spaces: list[tuple[int, str]] = []
    for line in next((text for text in map(machine.read, RAKEFILES) if text), "").splitlines():
        words = line.replace("(", " ").split()
        if len(words) < 2 or words[0] not in ("task", "multitask", "namespace", "file"):
            continue
        indent = len(line) - len(line.lstrip())
        name = words[1].strip(":,'\"").partition("=>")[0].rstrip(":,'\"")
        spaces = [one for one in spaces if one[0] < indent]
        if words[0] == "namespace":
            spaces.append((indent, name))
        elif name:
            found.append(":".join([*(one for _, one in spaces), name]))
    return list(dict.fromkeys(found))


def _decorated(text: str, marks: tuple[str, ...]) -> list[str]:
    """The functions of a Python text below one of these decorators."""
    found: list[str] = []
    waiting = False
    for line in text.splitlines():
        if line.startswith("@"):
            waiting = waiting or line[1:].partition("(")[0].strip() in marks
        elif line.startswith("def "):
            if waiting:
                found.append(line[4:].partition("(")[0].strip())
            waiting = False
    return found


def invoke(machine: Machine) -> list[str]:
    """Tasks of tasks.py or fabfile.py, as invoke and fabric spell them: dashes for underscores."""
    text = machine.read("tasks.py") or machine.read("fabfile.py")
    names = _decorated(text, ("task", "invoke.task", "fabric.task"))
    return list(dict.fromkeys([*[name.replace("_", "-") for name in names], *names]))


def nox(machine: Machine) -> list[str]:
    """Sessions of noxfile.py."""
    return _decorated(machine.read("noxfile.py"), ("nox.session", "session"))


def tox(machine: Machine) -> list[str]:
    """Environments of tox.ini: those listed, and those with a section of their own."""
    found: list[str] = []
    listing = False
    for line in (machine.read("tox.ini") or machine.read("setup.cfg")).splitlines():
        if line.startswith("[testenv:"):
            found.append(line[9:].partition("]")[0])
        key, mark, value = line.partition("=")
        if mark and not line[:1].isspace():
            listing = key.strip() in ("envlist", "env_list")
        elif not line[:1].isspace():
            listing = False
        if listing:
            found += [one for one in (value if mark else line).replace(",", " ").split() if "{" not in one]
    return list(dict.fromkeys(found))


def python_scripts(machine: Machine) -> list[str]:
    """Scripts that pyproject.toml names, and what its virtual environment brought."""
    found: list[str] = []
    section = ""
    for raw in machine.read("pyproject.toml").splitlines():
        line = raw.strip()
        if line[:1] == "[":
            section = line.strip("[] ")
        elif "=" in line and section in ("project.scripts", "tool.poetry.scripts", "tool.pdm.scripts"):
            found.append(line.partition("=")[0].strip(" \"'"))
    for folder in (".venv/bin", "venv/bin"):
        found += [name for name in machine.names(folder) if not name.startswith(("activate", "Activate"))]
    return list(dict.fromkeys(found))


def terraform_workspaces(machine: Machine) -> list[str]:
    """Workspaces whose state lies here."""
    return ["default", *[name for name, folder in machine.names("terraform.tfstate.d").items() if folder]]
