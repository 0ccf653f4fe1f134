"""The place in which one scenario is played: a bubblewrap sandbox, or the bare machine when that was asked for.

A sandboxed play is the user "sam" (uid 1000) with a read-only system, an empty /tmp and HOME, a process table of its
own and no network but loopback. Tools that scenarios rely on being absent are hidden, whether this machine has them
or not. Who may see what is decided here; what is played is not this module's business.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import scenario

SYSTEM_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
TOOL = "/run/contender"
"""Where the tool under test is seen; also the folder that shared templates count on."""
CONTROL = "/run/ghost"
RUST = "/run/rust"
NU = "/run/nu"
"""Where the program nu lies for a scenario whose line is of nu; others do not see it."""
PYTHON = "/run/python"
AGENT = "/run/agent.py"
USER = 1000

# By line: found on one machine and missed on the next; privilege; names of other systems; interpreters, package tools
# and containers under other names; tools of this kind, and a name that nothing should bear.
_OFTEN_ABSENT = """
rg fd fdfind bat batcat eza exa tree htop ag ack fzf zoxide rsync pigz dos2unix 7z 7za 7zr http https sl gti
sudo doas run0
open copy md ren where ipconfig gsed
python python2 python2.7 python3.9 python3.12 pip3.12 virtualenv pytest py.test yarn pnpm docker-compose nu
ghost thefuck fuck pay-respects apt-file nosuchtoolzz
"""
HIDDEN = frozenset(_OFTEN_ABSENT.split())

# Programs that look for their own folder through /proc/self/exe or argv[0]: a link elsewhere would mislead them.
_ASK_WHERE_THEY_LIE = re.compile(r"git|node|perl|python3\.\d+|.*-linux-gnu-.*")


class NoSandbox(Exception):
    """bubblewrap cannot be used here; the message says why."""


@dataclass
class Options:
    """What the person asked of the place."""

    ghost: Path | None = None
    mounts: Sequence[str] = ()
    path: Sequence[str] = ()
    env: Sequence[str] = ()
    hide: frozenset[str] = HIDDEN
    network: bool = False
    plain: bool = False


@dataclass
class Place:
    """Makes the argument list and the environment for one play; holds what all plays share."""

    options: Options
    rust: str | None = field(default=None, init=False)
    nu: str | None = field(default=None, init=False)
    python: str = field(default="", init=False)
    # What a home has from the beginning, a folder; see play.warm_up.
    seed: str = field(default="", init=False)
    _veils: list[str] = field(default_factory=list, init=False)
    _shared: tempfile.TemporaryDirectory[str] = field(init=False)

    def __post_init__(self) -> None:
        self.rust = _rust_toolchain()
        self.nu = shutil.which("nu")
        self.python = shutil.which("python3", path=":".join(SYSTEM_PATH)) or ""
        self._shared = tempfile.TemporaryDirectory(prefix="scenarios-")
        shared = Path(self._shared.name)
        shared.chmod(0o755)
        if self.options.plain:
            if self.options.ghost is not None:
                (shared / "tool").mkdir()
                _link_programs(self.options.ghost, shared / "tool")
            return
        (shared / "passwd").write_text("root:x:0:0:root:/root:/bin/bash\nsam:x:1000:1000:Sam:/home/sam:/bin/bash\n")
        (shared / "group").write_text("root:x:0:\nsam:x:1000:\n")
        for folder in SYSTEM_PATH:
            if os.path.isdir(folder) and not os.path.islink(folder):
                self._veils += _veil(folder, self.options.hide, shared)
        self._try_out()

    def close(self) -> None:
        """Remove what all plays shared."""
        self._shared.cleanup()

    def folder(self, name: str) -> str:
        """A new folder that goes with this place."""
        path = os.path.join(self._shared.name, name)
        os.mkdir(path)
        return path

    def has(self, tool: str) -> bool:
        """Whether a scenario that needs this tool can be played here."""
        if tool == "sandbox":
            return not self.options.plain
        if tool in ("cargo", "rustc"):
            return self.rust is not None
        if tool == scenario.NU:
            return self.nu is not None
        if tool in self.options.hide and not self.options.plain:
            return False
        return shutil.which(tool, path=":".join(SYSTEM_PATH)) is not None

    def command(self, root: str, shell: str = scenario.BASH) -> tuple[list[str], dict[str, str]]:
        """The argument list that starts the agent for the play kept in `root`, and its environment."""
        home, control = root + "/home", root + "/control"
        agent = str(Path(__file__).with_name("agent.py"))
        if self.options.plain:
            return [self.python or sys.executable, "-I", "-S", agent], self._environment(home, control, shell)
        argv = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
        argv += ["--perms", "1777", "--tmpfs", "/tmp"]  # a folder of the sandbox, empty and its own
        argv += ["--tmpfs", "/run", "--tmpfs", "/home", "--bind", home, "/home/sam", "--bind", control, CONTROL]
        for folder in ("/var/log", "/srv", os.path.expanduser("~")):
            if os.path.isdir(folder) and not folder.startswith("/home/") and folder not in ("/", "/home"):
                argv += ["--tmpfs", folder]
        for name in ("passwd", "group"):
            argv += ["--ro-bind", f"{self._shared.name}/{name}", f"/etc/{name}"]
        argv += [*self._veils, "--ro-bind", agent, AGENT]
        python = self.python
        if not python:
            argv += ["--ro-bind", sys.base_prefix, PYTHON]
            python = f"{PYTHON}/bin/python3"
        if self.rust is not None:
            argv += ["--ro-bind", self.rust, RUST]
        if shell == scenario.NU and self.nu is not None:
            argv += _bind(Path(self.nu), NU + "/nu")
        if self.options.ghost is not None:
            argv += _bind(self.options.ghost, TOOL if self.options.ghost.is_dir() else TOOL + "/ghost")
        for mount in self.options.mounts:
            source, _, seen_at = mount.partition(":")
            argv += _bind(Path(source), seen_at or TOOL)
        argv += [] if self.options.network else ["--unshare-net"]
        argv += ["--unshare-pid", "--unshare-ipc", "--die-with-parent", "--chdir", "/home/sam"]
        if os.geteuid() == 0:
            for folder in (home, control):
                os.chown(folder, USER, USER)
            argv += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
            argv += ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--no-new-privs"]
            argv += ["--inh-caps=-all", "--bounding-set=-all"]
        else:
            argv += ["--unshare-user", "--uid", str(USER), "--gid", str(USER)]
        wanted = self._environment("/home/sam", CONTROL, shell)
        argv += ["env", "-i", *(f"{name}={value}" for name, value in wanted.items()), python, "-I", "-S", AGENT]
        return argv, {"PATH": os.environ.get("PATH", os.defpath)}

    def _environment(self, home: str, control: str, shell: str) -> dict[str, str]:
        """What a scenario may rely on. No colour, no pager, no editor, no waiting for a network that is not there."""
        named = "/bin/bash"
        path = [f"{home}/bin", *self.options.path]
        path.append(f"{self._shared.name}/tool" if self.options.plain else TOOL)
        path += SYSTEM_PATH
        if self.rust is not None:
            path.append(f"{self.rust}/bin" if self.options.plain else f"{RUST}/bin")
        if not self.python:
            path.append(f"{sys.base_prefix}/bin" if self.options.plain else f"{PYTHON}/bin")
        if shell == scenario.NU and self.nu is not None:
            named = self.nu if self.options.plain else NU + "/nu"
            path.append(os.path.dirname(named))
        wanted = {"HOME": home, "USER": "sam", "LOGNAME": "sam", "SHELL": named, "PATH": ":".join(path)}
        wanted.update(LANG="C.UTF-8", TERM="xterm", GIT_EDITOR="true", PAGER="cat", GIT_PAGER="cat", MANPAGER="cat")
        wanted.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_RETRIES="0", CARGO_NET_OFFLINE="true")
        wanted.update(npm_config_update_notifier="false", npm_config_fetch_retries="0")
        wanted.update(GHOST_CTL=control, GHOST_ACTED=f"{control}/acted", GHOST_OUT=f"{control}/out")
        for pair in self.options.env:
            name, _, value = pair.partition("=")
            wanted[name] = value
        return wanted

    def _try_out(self) -> None:
        """Raises NoSandbox unless a sandbox with just these flags starts and lets its user write at home."""
        if shutil.which("bwrap") is None:
            raise NoSandbox("the program bwrap is not installed (Debian: apt-get install bubblewrap)")
        with tempfile.TemporaryDirectory(prefix="scenarios-") as root:
            os.chmod(root, 0o755)
            for name in ("home", "control"):
                os.mkdir(f"{root}/{name}")
            argv, environment = self.command(root)
            argv = [*argv[:-1], "-c", "import os; open(os.environ['HOME'] + '/x', 'w').close()"]
            try:
                tried = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=30, check=False)
            except (OSError, subprocess.TimeoutExpired) as trouble:
                raise NoSandbox(f"bwrap could not be run: {trouble}") from trouble
        if tried.returncode != 0:
            raise NoSandbox(f"bwrap does not work here: {tried.stderr.strip() or tried.returncode}")


def _rust_toolchain() -> str | None:
    """The folder of the Rust toolchain in use, not of rustup's stand-ins; None without one."""
    try:
        asked = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return asked.stdout.strip() or None


def _veil(folder: str, hide: frozenset[str], shared: Path) -> list[str]:
    """Mounts that show `folder` without the hidden names; none when nothing there has to be hidden."""
    names = os.listdir(folder)
    if not hide.intersection(names):
        return []
    label = folder.strip("/").replace("/", "-")
    shown, real = shared / label, f"/run/real-{label}"
    shown.mkdir(mode=0o755)
    over: list[str] = []
    for name in names:
        original = os.path.join(folder, name)
        if name in hide:
            continue
        if os.path.islink(original):
            (shown / name).symlink_to(os.readlink(original))
        elif _ASK_WHERE_THEY_LIE.fullmatch(name):
            (shown / name).touch()
            over += ["--ro-bind", original, original]
        else:
            (shown / name).symlink_to(f"{real}/{name}")
    return ["--ro-bind", folder, real, "--ro-bind", str(shown), folder, *over]


def _bind(source: Path, seen_at: str) -> list[str]:
    """A read-only mount whose parent folders, in the empty /run or /tmp, can be entered by the sandbox's user."""
    argv: list[str] = []
    for parent in reversed(Path(seen_at).parents):
        if len(parent.parts) > 2 and parent.parts[1] in ("run", "tmp", "home"):
            argv += ["--perms", "0755", "--dir", str(parent)]
    return [*argv, "--ro-bind", str(source.resolve()), seen_at]


def _link_programs(source: Path, folder: Path) -> None:
    """Let the tool be found in `folder`, under the name `ghost` when it is a single file."""
    for program in source.iterdir() if source.is_dir() else [source]:
        name = program.name if source.is_dir() else "ghost"
        (folder / name).symlink_to(program.resolve())
