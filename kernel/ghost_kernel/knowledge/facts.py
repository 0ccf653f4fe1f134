"""What the system says of itself in /proc and /etc: names, versions, load, processors."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine


def host_name(machine: Machine) -> str:
    """The machine's name; empty when it cannot be read."""
    for place in ("/proc/sys/kernel/hostname", "/etc/hostname"):
        name = machine.read(place, 512).strip()
        if name and not name.startswith("#"):
            return name.splitlines()[0]
    return ""


def uptime(machine: Machine) -> float | None:
    """Seconds since the machine was started."""
    words = machine.read("/proc/uptime", 128).split()
    try:
        return float(words[0]) if words else None
    except ValueError:
        return None


def load(machine: Machine) -> tuple[float, float, float] | None:
    """How many processes ran or waited in the mean of the last minute, five and fifteen."""
    words = machine.read("/proc/loadavg", 128).split()
    try:
        return float(words[0]), float(words[1]), float(words[2])
    except (IndexError, ValueError):
        return None


def processors(machine: Machine) -> tuple[int, int, str]:
    """How many threads the processors run at once, how many cores they have (0 = not told), and the model's name."""
    text = machine.read("/proc/cpuinfo", 1 << 20)
    threads, model = 0, ""
    cores: dict[str, int] = {}
    package = ""
    for line in text.splitlines():
        key, mark, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if not mark:
            continue
        if key == "processor":
            threads += 1
        elif key in ("model name", "Model", "Hardware") and not model:
            model = value
        elif key == "physical id":
            package = value
        elif key == "cpu cores" and value.isdigit():
            cores[package] = int(value)
    return threads, sum(cores.values()), model


def release(machine: Machine) -> str:
    """What the distribution calls itself."""
    for place in ("/etc/os-release", "/usr/lib/os-release"):
        fields = dict(line.partition("=")[::2] for line in machine.read(place, 8192).splitlines())
        name = fields.get("PRETTY_NAME", "").strip("\"'") or fields.get("ID", "").strip("\"'")
        if name:
            return name
    return ""


def kernel(machine: Machine) -> str:
    """The kernel's release."""
    found = machine.read("/proc/sys/kernel/osrelease", 256).strip()
    if found:
        return found
    words = machine.read("/proc/version", 1024).split()
    return words[2] if len(words) > 2 else ""


def architecture(machine: Machine) -> str:
    """The kernel's architecture, as `uname -m` has it."""
    found = machine.read("/proc/sys/kernel/arch", 64).strip()
    if found:
        return found
    seen = machine.probe(["uname", "-m"], "the architecture")
    return seen.stdout.strip() if seen is not None and seen.exit_code == 0 else ""
