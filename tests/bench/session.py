"""A person at an interactive shell, for measuring: bare, in ghost's host, or inside script(1)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shlex
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
from pathlib import Path

PROMPT = b"P\x03> "
PATIENCE = 60.0
KEPT = 1000
# What nu asks before it draws a prompt, and what a terminal says to it.
CURSOR, AT_HOME = b"\x1b[6n", b"\x1b[1;1R"
# A line that does nothing and starts nothing.
NOTHING = {"bash": ":", "zsh": ":", "fish": "true", "nu": "null"}
RC = {
    "bash": ('eval "$(ghost init bash {flags})"\n', "PS1=$'P\\003> '\nHISTFILE=/dev/null\n"),
    "zsh": ('eval "$(ghost init zsh {flags})"\n', "PS1=$'P\\003> '\nunsetopt prompt_sp\n"),
    "fish": (
        "ghost init fish {flags} | source\n",
        "function fish_prompt; printf 'P\\003> '; end\nset -g fish_greeting\n",
    ),
    # nu runs no script that another program prints: its file is made before it starts.
    "nu": (
        "",
        '$env.PROMPT_COMMAND = {|| "P\\u{3}> " }\n$env.PROMPT_INDICATOR = ""\n$env.PROMPT_COMMAND_RIGHT = ""\n'
        "$env.config.show_banner = false\n",
    ),
}


class Session:
    """One shell at a terminal. `kind`: bare, ghost, or script."""

    def __init__(self, shell: str, kind: str, ghost: Path, config: str = "", extra: str = "", flags: str = "") -> None:
        """Starts it and waits for the first prompt; `started` is how long that took, in milliseconds."""
        self.home = tempfile.mkdtemp(prefix="bench-")
        init, own = RC[shell]
        rc = (init.format(flags=flags) if kind == "ghost" else "") + own + extra
        folder = Path(self.home)
        rcs = (".bashrc", ".zshrc", ".config/fish/config.fish", ".config/nushell/config.nu")
        for name in (*rcs, ".config/ghost/config.toml"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(config if name.endswith(".toml") else rc)
        program = shutil.which(shell, path=f"/bin:{os.environ['PATH']}")
        if program is None:
            raise SystemExit(f"bench: there is no {shell}")
        env = {
            "HOME": self.home,
            "ZDOTDIR": self.home,
            "PATH": f"{ghost.parent}:/usr/local/bin:/usr/bin:/bin:{os.path.dirname(program)}",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "SHELL": program,
        }
        if kind == "ghost" and shell == "nu":
            file = folder / ".config/nushell/autoload/ghost.nu"
            file.parent.mkdir()
            words = [str(ghost), "init", "nu", *shlex.split(flags)]
            file.write_bytes(subprocess.run(words, env=env, capture_output=True, check=True).stdout)
        argv = [shell] if kind != "script" else ["script", "-qec", shell, os.devnull]
        begin = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(self.home)
            os.execvpe(argv[0], argv, env)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.set_blocking(self.terminal, False)
        self.shown = b""
        self.until(PROMPT)
        self.started = (time.perf_counter() - begin) * 1000

    def read(self, seconds: float) -> bytes:
        """What comes within that time; returns with the first of it."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return b""
        try:
            piece = os.read(self.terminal, 1 << 20)
        except OSError:
            return b""
        if CURSOR in piece:
            os.write(self.terminal, AT_HOME)
        return piece

    def until(self, text: bytes) -> bytes:
        """The last of what comes up to and with this text."""
        end = time.perf_counter() + PATIENCE
        pieces = self.shown
        while (at := pieces.find(text)) < 0:
            piece = self.read(max(end - time.perf_counter(), 0))
            if not piece:
                raise SystemExit(f"bench: waited for {text!r} and got {pieces[-300:]!r}")
            # Of what has been searched only so much is kept as may hold the beginning of the text.
            pieces = pieces[-KEPT:] + piece
        cut = at + len(text)
        seen, self.shown = pieces[:cut], pieces[cut:]
        return seen

    def write(self, keys: bytes) -> None:
        """Types."""
        while keys:
            select.select([], [self.terminal], [])
            keys = keys[os.write(self.terminal, keys) :]

    def line(self, line: str) -> float:
        """Types a line; milliseconds from Enter to the next prompt. An editor may draw its prompt again on Enter."""
        self.write(line.encode())
        self.settle()
        begin = time.perf_counter()
        self.write(b"\r")
        self.until(b"\n")
        self.until(PROMPT)
        return (time.perf_counter() - begin) * 1000

    def settle(self) -> None:
        """Reads until nothing has come for a moment, and forgets it."""
        while self.read(0.02):
            pass
        self.shown = b""

    def processes(self) -> list[int]:
        """The host's processes below the first shell: those that are ghost, by what they execute."""
        found = []
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    program = os.readlink(f"/proc/{name}/exe")
                    parent = int(Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
                if program.endswith("/ghost") and (parent == self.pid or parent in found):
                    found.append(int(name))
        return sorted(found)

    def close(self) -> None:
        """Hangs up."""
        os.close(self.terminal)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        shutil.rmtree(self.home, ignore_errors=True)
