"""Names that the kernel and the network know: interfaces, modules, settings, mount points, signals, login shells."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# signal(7), in the order of how often they are sent.
SIGNALS = (
    "TERM KILL HUP INT STOP CONT USR1 USR2 QUIT TSTP WINCH ABRT ALRM CHLD PIPE SEGV TRAP TTIN TTOU URG XCPU XFSZ ILL "
    "FPE BUS IO PWR SYS VTALRM PROF"
).split()
SETTINGS = "/proc/sys"
MOST_SETTINGS = 3000


def signals(machine: Machine) -> list[str]:
    """Signals, with and without SIG; trap knows four words more (POSIX and bash)."""
    return [*SIGNALS, *["SIG" + name for name in SIGNALS], "EXIT", "ERR", "DEBUG", "RETURN"]


def interfaces(machine: Machine) -> list[str]:
    """Network interfaces."""
    return list(machine.names("/sys/class/net"))


def modules(machine: Machine) -> list[str]:
    """Modules of the running kernel, as modprobe names them: with underscores."""
    release = machine.read("/proc/sys/kernel/osrelease", 256).strip()
    found = []
    for line in machine.read(f"/lib/modules/{release}/modules.dep", 2_000_000).splitlines() if release else []:
        name = line.partition(":")[0].rpartition("/")[2].partition(".ko")[0]
        if name:
            found += [name.replace("-", "_"), name]
    return list(dict.fromkeys(found))


def settings(machine: Machine) -> list[str]:
    """Settings of the kernel, with dots as sysctl(8) prints them."""
    found: list[str] = []
    todo = [""]
    while todo and len(found) < MOST_SETTINGS:
        inner = todo.pop()
        for name, is_folder in machine.names(f"{SETTINGS}/{inner}").items():
            path = f"{inner}/{name}".lstrip("/")
            if is_folder:
                todo.append(path)
            else:
                found.append(path.replace("/", "."))
    return found


def mount_points(machine: Machine) -> list[str]:
    """What /etc/fstab mounts: devices and folders."""
    found: list[str] = []
    for line in machine.read("/etc/fstab").splitlines():
        words = line.partition("#")[0].split()
        found += [word for word in words[:2] if word.startswith("/")]
    return list(dict.fromkeys(found))


def shells(machine: Machine) -> list[str]:
    """Login shells, as /etc/shells allows them."""
    return [line.strip() for line in machine.read("/etc/shells").splitlines() if line[:1] == "/"]
