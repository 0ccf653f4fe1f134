"""Which distribution, kernel and architecture this is."""

from __future__ import annotations

from ghost_kernel.knowledge import facts
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import bullets, code

HELPS = "DISTRO KERNEL ARCH VERSION MACHINE MY HERE NAME RUNNING INFO MODEL USE OCCUPY CPU"
NEVER = "UPDATE INSTALL HOW WHY LOG FAILED ERROR LOAD MEMORY DISK SERVICE START LAST PACKAGE FILE HOW_MANY RESTART SLOW"


_OF = frozenset("linux|which linux|release|version|os|system|系统|linux版本".split("|"))


@skill(
    frame("KERNEL", helps=HELPS, never=NEVER),
    frame("ARCH", helps=HELPS, takes="number", never=NEVER),
    frame("DISTRO", "WHAT|WHICH|VERSION|NAME|RUNNING|INFO", helps=HELPS, never=NEVER, prior=0.006),
    frame("DISTRO", helps=HELPS, never=NEVER + " STOP USER SECURITY CLEAN", prior=-0.05),
    frame("MACHINE", "VERSION|INFO", helps=HELPS, never=NEVER + " USAGE STATUS PORT PROCESS NETWORK"),
)
def answer(asked: Asked) -> str | None:
    """What was asked for first; all of it where it was asked about in general."""
    say, machine = asked.say, asked.machine
    name, kernel = facts.release(machine), facts.kernel(machine)
    wants_kernel, wants_arch = asked.has("KERNEL"), asked.has("ARCH")
    # `distro and kernel`: of the kernel alone it is asked where the other word is only what it is the kernel of.
    wants_name = any("DISTRO" in one.concepts and one.low not in _OF for one in asked.tokens)
    if wants_kernel and wants_name and name and kernel:
        return bullets([say(f"distribution: **{name}**", f"发行版：**{name}**"),
                        say(f"kernel: Linux **{kernel}**", f"内核：Linux **{kernel}**")])  # fmt: skip
    if wants_kernel and not wants_arch:
        return say(f"The kernel is Linux **{kernel}**.", f"内核是 Linux **{kernel}**。") if kernel else None
    arch = facts.architecture(machine)
    if wants_arch and not wants_kernel:
        bits = {"x86_64": 64, "aarch64": 64, "riscv64": 64, "ppc64le": 64, "s390x": 64}.get(arch, 32 if arch else 0)
        return say(f"**{arch}** ({bits} bits).", f"**{arch}**（{bits} 位）。") if arch else None
    if not (name or kernel):
        return None
    rows = [
        say(f"distribution: **{name}**", f"发行版：**{name}**") if name else "",
        say(f"kernel: Linux {code(kernel)}", f"内核：Linux {code(kernel)}") if kernel else "",
        say(f"architecture: {code(arch)}", f"架构：{code(arch)}") if arch else "",
    ]
    return bullets([row for row in rows if row])


_FILES = {
    "/etc/os-release": 'PRETTY_NAME="Fable Linux 3"\n',
    "/proc/sys/kernel/osrelease": "6.9.1\n",
    "/proc/sys/kernel/arch": "aarch64\n",
}
EXAMPLES = [
    Example("what distro is this?", "Fable Linux 3", files=_FILES),
    Example("系统架构是什么", ["aarch64", "64"], files=_FILES),
    Example("how do I update the kernel", silent=True, files=_FILES),
]
