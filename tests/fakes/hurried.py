"""Stands in for a nu that starts a hook while a program before it is still ending.

    hurried.py same|late GHOST WORD…

`same`: the hook lands in the shell's own process group. `late`: it has one of its own, and the shell has taken the
terminal back. Says how often Ctrl-C has reached the shell, and who has the terminal in the end.
"""

import os
import signal
import subprocess
import sys

FIELDS = b"\0try-out --odd\0h!!\0n"
OUTSIDE = {signal.SIGTTOU, signal.SIGTTIN}


def main() -> int:
    """Start the hook as a shell's thread would, and wait for it."""
    way, *words = sys.argv[1:]
    heard = []
    signal.signal(signal.SIGINT, lambda *_: heard.append(1))
    signal.pthread_sigmask(signal.SIG_BLOCK, OUTSIDE)
    back = os.tcgetpgrp(0)
    into = (lambda: os.setpgid(0, 0)) if way == "late" else None

    def begin() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, OUTSIDE)
        if into:
            into()

    child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=begin)
    child.communicate(FIELDS)
    whose = "the shell" if os.tcgetpgrp(0) == back == os.getpgrp() else "another"
    print(f"heard {len(heard)}, {whose} has the terminal")
    return 0


sys.exit(main())
