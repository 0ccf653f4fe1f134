"""pip refuses a system's Python, is given a list as if it were a package, or is not on the PATH."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["pip", "pip3", "python", "python3", "uv"],
    output_has=["externally-managed-environment", "no matching distribution found for", "invalid requirement",
    "hint: you may have forgotten",
                "could not install packages due to an"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if "install" not in plain:
        return None
    at = plain.index("install") + 1
    if failure.has("externally-managed"):
        if failure.program.startswith("python") and plain[1:3] != ["-m", "pip"]:
            return None
        python = "python3" if failure.program.startswith("pip") else plain[0]
        words = failure.command(".venv/bin/pip", *failure.words[at - 1 :])
        made = [] if failure.machine.is_file(".venv/bin/pip") else [[python, "-m", "venv", ".venv"]]
        return Fix(
            words, before=made, why="packages go into a virtual environment of the folder's own", confidence=0.75
        )
    for word in failure.words[at:]:
        if (
            word.value
            and word.plain.endswith((".txt", ".in"))
            and "/" not in word.plain.rstrip("/")[:1]
            and failure.machine.is_file(word.plain)
        ):
            place = failure.words.index(word)
            if plain[place - 1] not in ("-r", "--requirement", "-c"):
                return Fix(
                    failure.replace(word, "-r", word.plain), why=f"{word.plain} is a list of packages", confidence=0.96
                )
    if failure.has("is not a valid editable requirement", "you may have forgotten"):
        return None
    if failure.has("permission denied") and "--user" not in plain:
        return Fix([*failure.words[:at], "--user", *failure.words[at:]], why="installs for you alone", confidence=0.6)
    return None


EXAMPLES = [
    Example(
        "pip install frob",
        "error: externally-managed-environment",
        "python3 -m venv .venv && .venv/bin/pip install frob",
    ),
    Example(
        "pip install -U deps.txt",
        "ERROR: No matching distribution found for deps.txt",
        "pip install -U -r deps.txt",
        files=["deps.txt"],
    ),
    Example("pip install frob", "ERROR: No matching distribution found for frob", None),
]
