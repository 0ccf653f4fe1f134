"""A name that the system keeps is misspelt: an account, a group, a unit, a host of ssh, a time zone."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import accounts
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.machine import Machine

SOURCES: dict[str, tuple[Callable[[Machine], list[str]], ...]] = {
    "id": (accounts.users,),
    "su": (accounts.users,),
    "sudo": (accounts.users,),
    "finger": (accounts.users,),
    "groups": (accounts.users,),
    "passwd": (accounts.users,),
    "chage": (accounts.users,),
    "chown": (accounts.users, accounts.groups),
    "chgrp": (accounts.groups,),
    "newgrp": (accounts.groups,),
    "usermod": (accounts.users, accounts.groups),
    "systemctl": (accounts.units,),
    "journalctl": (accounts.units,),
    "service": (accounts.units,),
    "ssh": (accounts.hosts,),
    "scp": (accounts.hosts,),
    "sftp": (accounts.hosts,),
    "ping": (accounts.hosts,),
    "timedatectl": (accounts.zones,),
}


@rule(
    programs=list(SOURCES),
    output_has=[
        "no such user", "invalid user", "invalid group", "unknown user", "does not exist", "not found", "no such group",
        "unknown id", "could not resolve", "name or service not known", "could not be found", "not be found",
        "unknown name",
        "invalid or not installed time zone", "user unknown", "no passwd entry", "failed to set time zone",
        "not loaded",
        "temporary failure in name resolution", "cannot find name", "unrecognized service",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    program = failure.program if failure.program in SOURCES else next(
        (name for name in failure.stage.wrappers if name in SOURCES), ""
    )  # fmt: skip
    names = [name for source in SOURCES.get(program, ()) for name in source(failure.machine)]
    for word in [*failure.stage.prefix, *failure.args]:
        if word.value is None or word.is_option:
            continue
        for part in _parts(word.plain):
            if len(part) < 2 or part in names or not _blamed(failure, part):
                continue
            near = spelling.rank(part, [name for name in names if not spelling.numbers_differ(part, name)])
            text = word.swap(part, near[0].name, failure.dialect) if near else None
            if text is not None:
                best = near[0]
                return failure.swap(
                    word,
                    text,
                    why=f"there is {best.name}",
                    confidence=spelling.confidence(best),
                    origin="local",
                    only=best.only,
                )
    return None


def _parts(text: str) -> list[str]:
    """`user:group`, `user@host:path`, or the name itself."""
    if "@" in text:
        text = text.partition("@")[2]
    found = text.split(":")
    return found[:1] if "/" in text else found


def _blamed(failure: Failure, part: str) -> bool:
    return part.lower() in failure.low


PASSWD = {"/etc/passwd": "root:x:0:0::/root:/bin/sh\nsamuel:x:1000:1000::/:/bin/sh\n", "/etc/group": "www-data:x:33:\n"}
EXAMPLES = [
    Example("id samule", "id: 'samule': no such user", "id samuel", files=PASSWD),
    Example(
        "chown samuel:ww-data x", "chown: invalid group: 'samuel:ww-data'", "chown samuel:www-data x", files=PASSWD
    ),
    Example(
        "systemctl status ngnix",
        "Unit ngnix.service could not be found.",
        "systemctl status nginx",
        4,
        files=["/lib/systemd/system/nginx.service"],
    ),
    Example(
        "scp a sam@stagign:b",
        "ssh: Could not resolve hostname stagign: Name or service not known",
        "scp a sam@staging:b",
        255,
        files={".ssh/config": "Host staging *.x\n  User sam\n"},
    ),
    Example("id nobodyatall", "id: 'nobodyatall': no such user", None, files=PASSWD),
    Example("ssh web2", "ssh: Could not resolve hostname web2", None, 255, files={".ssh/config": "Host web1\n"}),
]
