"""A name is misspelt, of whatever kind its place asks for: an account, a unit, a host, a target, a script …"""

from __future__ import annotations

from ghost_kernel import messages, slots, spelling
from ghost_kernel.knowledge import grammar, subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule

TROUBLE = (
    "have a resource type",
    "no such", "invalid", "unknown", "does not exist", "doesn't exist", "not found", "could not", "couldn't", "cannot",
    "can't", "no rule", "missing", "not loaded", "not be found", "unrecognized", "unrecognised", "no idea",
    "don't know how", "not defined", "not contain", "not installed", "no bin", "no example", "no test", "no bench",
    "name or service", "name resolution", "no passwd entry", "not find", "unable to", "not valid", "failed to set",
    "did not match", "contains this feature", "no module", "bad ", "not running", "no service", "err_pnpm_no_script",
    'command "', "no recipe", "no task", "not available", "illegal",
)  # fmt: skip
# A line of these says what failed inside of what was started: the name itself was right.
INSIDE = ("] error", "recipe for target", "needed by")
UNSEEN = 0.15  # taken off where what was printed is not known


@rule(programs=grammar.programs(), output_has=TROUBLE, unseen=True)
def propose(failure: Failure) -> Fix | None:
    for place in slots.places(failure):
        if place.kind in slots.GIT or place.kind == "module" or not _blamed(failure, place):
            continue
        near = slots.nearest(failure, place.text, place.kind)
        text = place.word.swap(place.text, near.name, failure.dialect) if near is not None else None
        if near is None or text is None:
            continue
        return failure.swap(
            place.word,
            text,
            why=f"there is {near.name}",
            confidence=spelling.confidence(near, failure.output is not None)
            - (UNSEEN if failure.output is None else 0.0),
            origin="local",
            only=near.only,
        )
    return None


def _blamed(failure: Failure, place: slots.Place) -> bool:
    """Whether the output names the word on a line of trouble; zones and settings are named in parts, or not at all."""
    if failure.output is None:
        # A word of its own place may be a subcommand as well: `yarn add`, `composer install`.
        return place.text not in subcommands.known(failure.machine, failure.program)
    name = place.text.lower()
    for line in failure.low.splitlines():
        if not any(text in line for text in TROUBLE) or any(text in line for text in INSIDE):
            continue
        if messages.names(line, name) or name in line.replace("/", "."):
            return True
    return place.kind == "zone" and failure.has("time zone")


PASSWD = {"/etc/passwd": "root:x:0:0::/root:/bin/sh\nsamuel:x:1000:1000::/:/bin/sh\n", "/etc/group": "www-data:x:33:\n"}
MAKE = {"Makefile": "CC = gcc\n.PHONY: all check\nall: build\nbuild: a.o\n\tcc\n%.o: %.c\ncheck:\n\t./t\n"}
TOML = {"Cargo.toml": "[package]\nname = 'x'\n\n[features]\ndefault = []\ncolour = []\njson = [\n  'dep:serde',\n]\n"}
UNIT = ["/lib/systemd/system/nginx.service"]
EXAMPLES = [
    Example("id samule", "id: 'samule': no such user", "id samuel", files=PASSWD),
    Example(
        "chown samuel:ww-data x", "chown: invalid group: 'samuel:ww-data'", "chown samuel:www-data x", files=PASSWD
    ),
    Example(
        "systemctl status ngnix", "Unit ngnix.service could not be found.", "systemctl status nginx", 4, files=UNIT
    ),
    Example("systemctl status ngnix", None, "systemctl status nginx", 4, files=UNIT),
    Example(
        "scp a sam@stagign:b",
        "ssh: Could not resolve hostname stagign: Name or service not known",
        "scp a sam@staging:b",
        255,
        files={".ssh/config": "Host staging *.x\n  User sam\n"},
    ),
    Example("make chekc", "make: *** No rule to make target 'chekc'.  Stop.", "make check", 2, files=MAKE),
    Example(
        "npm run bulid",
        'npm error Missing script: "bulid"',
        "npm run build",
        files={"package.json": '{"scripts": {"build": "x", "lint": "y"}}'},
    ),
    Example(
        "cargo run --example sketcg",
        "error: no example target named `sketcg`",
        "cargo run --example sketch",
        101,
        files=["examples/sketch.rs"],
    ),
    Example(
        "cargo run --bin srever",
        "error: no bin target named `srever`",
        "cargo run --bin server",
        101,
        files=["src/bin/server.rs"],
    ),
    Example(
        "cargo test --features coluor,json",
        "error: the package 'x' does not contain this feature: coluor",
        "cargo test --features colour,json",
        101,
        files=TOML,
    ),
    Example(
        "just tets", "error: Justfile does not contain recipe `tets`", "just test", files={"justfile": "test:\n  ls\n"}
    ),
    Example("cargo run -F zq", "error: none of the selected packages contains this feature: zq", None, 101, files=TOML),
    Example("make -j chekc", "make: *** No rule to make target 'chekc'.  Stop.", "make -j check", 2, files=MAKE),
    Example("make deploy", "make: *** No rule to make target 'deploy'.  Stop.", None, 2, files=MAKE),
    Example("make build", "make: *** No rule to make target 'a.c', needed by 'build'.  Stop.", None, 2, files=MAKE),
    Example(
        "kubectl -n web get pdo -o wide",
        'error: the server doesn\'t have a resource type "pdo"',
        "kubectl -n web get pod -o wide",
    ),
    Example("id nobodyatall", "id: 'nobodyatall': no such user", None, files=PASSWD),
    Example("ssh web2", "ssh: Could not resolve hostname web2", None, 255, files={".ssh/config": "Host web1\n"}),
]
