"""A place of the system's may be written by root only: sudo, and for a redirection tee with sudo."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Redirect

PLACES = (
    "/etc/",
    "/usr/",
    "/opt/",
    "/srv/",
    "/var/",
    "/boot/",
    "/lib/",
    "/mnt/",
    "/media/",
    "/dev/",
    "/sys/",
    "/proc/",
)
WRITERS = frozenset(
    "cp mv ln install mkdir touch tee chmod chown chgrp sed nano vim vi nvim make ninja unzip tar rsync patch "
    "fdisk mount umount blkid parted hdparm smartctl tcpdump setfacl ldconfig update-alternatives npm systemctl "
    "modprobe sysctl dmesg".split()
)
PACKAGERS = frozenset("apt apt-get dnf yum zypper apk snap port pkg dpkg".split())
ADMINISTER = frozenset(
    "ip dmesg iptables ip6tables nft tc sysctl modprobe ufw firewall-cmd apachectl nginx a2ensite a2enmod swapon "
    "ethtool iw iwlist rfkill lvs pvs vgs dmidecode hdparm tcpdump nmap arp-scan iftop nethogs".split()
)
CHANGES = ("add", "install", "update", "upgrade", "del", "remove", "refresh")
REFUSED = ("permission denied", "operation not permitted", "eacces", "access denied", "must be root")
SECRETS = ("/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/ssl/private", "/var/lib/sudo")


@rule(output_has=REFUSED)
def propose(failure: Failure) -> Fix | None:
    stage = failure.stage
    if stage.wrappers or not failure.words or not failure.machine.which("sudo"):
        return None
    if failure.has("publickey", "read-only file system") or failure.words[0].plain in failure.aliases:
        return None
    for one in stage.redirects:
        if one.writes and one.target is not None and _is_system(one.target.plain) and failure.names(one.target):
            return _through_tee(failure, one)
    if failure.program in PACKAGERS and failure.args and failure.args[0].plain in CHANGES:
        return Fix(["sudo", *stage.words], why="it is installed for all", confidence=0.7)
    if failure.program in ADMINISTER and failure.has("not permitted", "denied"):
        return Fix(["sudo", *stage.words], why=f"{failure.program} works on the system itself", confidence=0.66)
    looks = failure.program in ("fdisk", "parted") and stage.has("-l", "--list")
    if failure.program not in WRITERS or (programs.is_destructive(failure.program) and not looks):
        return None
    if failure.program == "npm":
        wide = failure.stage.has("-g", "--global") and failure.has("/usr/")
        return Fix(["sudo", *stage.words], why="it is installed for all", confidence=0.53) if wide else None
    named = [word for word in stage.operands if _is_system(failure.path_of(word) or "")]
    if not any(failure.names(word) or word.plain.rstrip("/") in (failure.output or "") for word in named):
        return None
    return Fix(["sudo", *stage.words], why="that place is the system's", confidence=0.68)


def _is_system(path: str) -> bool:
    return path.startswith(PLACES) and not path.startswith(SECRETS) and "/../" not in path


def _through_tee(failure: Failure, one: Redirect) -> Fix | None:
    """The shell opens the file before sudo could: tee does it instead."""
    stage = failure.stage
    if len(stage.redirects) != 1 or one.target is None or one.operator not in (">", ">>"):
        return None
    more = ["-a"] if one.operator == ">>" else []
    command = failure.line[stage.start : one.start].rstrip()
    tail = failure.line[one.end : stage.end].strip()
    text = " ".join([command, *([tail] if tail else []), "|", "sudo", "tee", *more, one.target.text])
    line = failure.line[: stage.start] + Raw(text) + failure.line[stage.end :]
    return Fix(line=line, why="the shell itself may not write there", confidence=0.66)


EXAMPLES = [
    Example(
        "cp a.conf /etc/frob/",
        "cp: cannot create regular file '/etc/frob/a.conf': Permission denied",
        "sudo cp a.conf /etc/frob/",
        programs=["sudo"],
    ),
    Example(
        "echo 1 >> /etc/frob.conf",
        "bash: /etc/frob.conf: Permission denied",
        "echo 1 | sudo tee -a /etc/frob.conf",
        programs=["sudo"],
    ),
    Example("rm /etc/frob.conf", "rm: cannot remove '/etc/frob.conf': Permission denied", None, programs=["sudo"]),
    Example("cp a.conf /etc/frob/", "cp: cannot create '/etc/frob/a.conf': Permission denied", None),
    Example("cat /etc/shadow", "cat: /etc/shadow: Permission denied", None, programs=["sudo"]),
]
