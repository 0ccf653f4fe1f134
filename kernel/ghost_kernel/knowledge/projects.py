"""What a project's own files offer to be run: make targets, npm scripts, cargo targets, just recipes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
MOST_FOLDERS = 200  # looked into below the working folder


def makefile(machine: Machine, folder: str = "") -> str:
    """The makefile that make would read in a folder; empty when there is none."""
    base = folder + "/" if folder else ""
    return next((base + name for name in MAKEFILES if machine.is_file(base + name)), "")


def make(machine: Machine, file: str) -> list[str]:
    """The targets of a makefile that can be named; files it includes are not followed."""
    found: list[str] = []
    for line in machine.read(file).splitlines():
        if not line or (line[0] in "\t #." and not line.startswith(".PHONY")):
            continue
        head, colon, tail = line.partition(":")
        if not colon or tail[:1] == "=" or "=" in head or "$" in head or head.startswith("define "):
            continue
        if head.strip() == ".PHONY":
            found += tail.split()
        else:
            found += [name for name in head.split() if "%" not in name]
    return list(dict.fromkeys(found))


def npm(machine: Machine, folder: str = "") -> list[str]:
    """The scripts of package.json."""
    import json

    text = machine.read((folder + "/" if folder else "") + "package.json")
    try:
        scripts = json.loads(text).get("scripts", {}) if text else {}
    except (ValueError, AttributeError, RecursionError):
        return []
    return [name for name in scripts if isinstance(name, str)] if isinstance(scripts, dict) else []


def cargo(machine: Machine, kind: str) -> list[str]:
    """Names of a package's targets of a kind: bin, example, test or bench."""
    folder = {"bin": "src/bin", "example": "examples", "test": "tests", "bench": "benches"}.get(kind, "")
    if not folder:
        return []
    found = [name[:-3] if name.endswith(".rs") else name for name in machine.names(folder)]
    section = ""
    for raw in machine.read("Cargo.toml").splitlines():
        line = raw.strip()
        if line[:1] == "[":
            section = line.strip("[] ")
        elif line.partition("=")[0].strip() == "name" and section in (kind, "package"):
            name = line.partition("=")[2].strip().strip("\"'")
            if section == kind or (kind == "bin" and machine.is_file("src/main.rs")):
                found.append(name)
    return list(dict.fromkeys(found))


def just(machine: Machine) -> list[str]:
    """The recipes of a justfile."""
    found = []
    for name in ("justfile", "Justfile", ".justfile"):
        for line in machine.read(name).splitlines():
            head = line.partition(":")[0].split()
            if ":" in line and ":=" not in line and head and not line[0].isspace() and line[0] not in "#@[":
                found.append(head[0].lstrip("@"))
    return found


def folders_with(machine: Machine, name: str) -> list[str]:
    """The folders right below the working folder that hold a file of that name; where none does, those below them."""
    inside = [one for one, is_folder in machine.names("").items() if is_folder and one[0] != "."][:MOST_FOLDERS]
    found = sorted(one for one in inside if machine.is_file(f"{one}/{name}"))
    if found:
        return found
    deeper = [
        f"{one}/{two}"
        for one in inside
        if one != "node_modules"
        for two, is_folder in machine.names(one).items()
        if is_folder and two[0] != "."
    ]
    return sorted(one for one in deeper[:MOST_FOLDERS] if machine.is_file(f"{one}/{name}"))


def cargo_features(machine: Machine) -> list[str]:
    """The keys of [features] in Cargo.toml."""
    found = []
    section = ""
    for raw in machine.read("Cargo.toml", 65536).splitlines():
        line = raw.strip()
        if line[:1] == "[" and line[-1:] == "]" and "=" not in line:
            section = line.strip("[] ")
        elif section == "features" and "=" in line and line[0] != "#":
            found.append(line.partition("=")[0].strip().strip('"'))
    return found


def cargo_packages(machine: Machine) -> list[str]:
    """The package here and those of the workspace."""
    return list(dict.fromkeys(cargo_members(machine).values()))


def cargo_members(machine: Machine) -> dict[str, str]:
    """The packages of a workspace by the last part of their folders, `crates/*` looked into; the one here by ''."""
    text = machine.read("Cargo.toml", 65536)
    folders = [""]
    listing = False
    for raw in text.splitlines():
        line = raw.partition("#")[0].strip()
        listing = listing or line.replace(" ", "").startswith("members=")
        if listing:
            folders += [part for part in line.replace("'", '"').split('"')[1::2] if part]
            listing = "]" not in line
    found: dict[str, str] = {}
    for folder in folders[:MOST_FOLDERS]:
        inside = [folder]
        if folder.endswith("/*"):
            base = folder[:-2]
            inside = [f"{base}/{name}" for name, is_folder in machine.names(base).items() if is_folder]
        for place in inside[:MOST_FOLDERS]:
            name = _package(machine.read((place + "/" if place else "") + "Cargo.toml", 65536))
            if name and name[0] != "-":
                found[place.rpartition("/")[2]] = name
    return found


def _package(text: str) -> str:
    section = ""
    for raw in text.splitlines():
        line = raw.strip()
        if line[:1] == "[":
            section = line.strip("[] ")
        elif section == "package" and line.partition("=")[0].strip() == "name":
            return line.partition("=")[2].strip().strip("\"'")
    return ""
