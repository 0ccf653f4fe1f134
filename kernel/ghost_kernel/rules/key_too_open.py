"""ssh takes no private key that others can read: it is closed to them. A host whose own key changed is only told of."""

from __future__ import annotations

from ghost_kernel.quoting import Raw, is_safe
from ghost_kernel.rules import Example, Failure, Fix, Hint, rule


@rule(
    output_has=[
        "are too open", "unprotected private key", "bad permissions", "bad owner or permissions on",
        "host identification has changed",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | Hint | None:
    output = failure.output or ""
    if failure.has("host identification has changed"):
        found = failure.search(r"Offending \S+ key in (\S+):(\d+)")
        place = f" (line {found.group(2)} of {found.group(1)})" if found else ""
        return Hint(f"the host's key is not the one known{place}; if its keeper says it is right: ssh-keygen -R HOST")
    machine = failure.machine
    found = failure.search(r"[Pp]ermissions 0?\d+ for '([^']+)' are too open|owner or permissions on (\S+)")
    said = (found.group(1) or found.group(2)) if found else ""
    for word in failure.args:
        path = failure.path_of(word)
        if (
            (
                path
                and machine.is_file(path)
                and (path == said or said.endswith("/" + path) or (not said and path in output))
            )
            and machine.owns(path)
            and machine.mode(path) & 0o077
        ):
            return Fix(before=[["chmod", "go-rwx", word]], why="ssh wants the key to be yours alone", confidence=0.95)
    if said and machine.is_file(said) and machine.owns(said) and machine.mode(said) & 0o077:
        home = machine.home.rstrip("/") + "/"
        short = "~/" + said[len(home) :] if len(home) > 1 and said.startswith(home) else said
        name = Raw(short) if is_safe(short[2:]) else said
        return Fix(
            before=[["chmod", "go-rwx", name]], why="ssh wants it to be yours alone", confidence=0.9, origin="output"
        )
    return None


SAID = "@ WARNING: UNPROTECTED PRIVATE KEY FILE! @\nPermissions 0644 for '{}' are too open."
EXAMPLES = [
    Example(
        "ssh -i deploy.key host",
        SAID.format("deploy.key"),
        "chmod go-rwx deploy.key && ssh -i deploy.key host",
        255,
        files=["deploy.key"],
    ),
    Example(
        "scp a host:",
        SAID.format("{home}/.ssh/id_rsa"),
        "chmod go-rwx ~/.ssh/id_rsa && scp a host:",
        255,
        files=["a", ".ssh/id_rsa"],
    ),
    Example("ssh host", "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @", None, 255),
    Example("ssh host", "Permission denied (publickey).", None, 255, files=["deploy.key"]),
]
