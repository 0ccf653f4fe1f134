"""The accounts that the shell tests type as: one for each shell, so that a login, `su` and ssh get that shell.

They can be had by root alone. Their password is a random one, and stands in a file that only root can read; with it
they may use sudo, which some of the tests do. `userdel -r NAME` removes an account again; /etc/ghost-tests.password and
/etc/sudoers.d/ghost-tests go by hand.
"""

from __future__ import annotations

import os
import pwd
import secrets
import subprocess

from setup_ghost.system import which

from .context import Context
from .steps import Count, Failure, say

SHELLS = ("bash", "zsh", "fish")
_RIGHTS = "/etc/sudoers.d/ghost-tests"
# Of the machine, as the accounts are: two checkouts share them.
_PASSWORD = "/etc/ghost-tests.password"


def get_people(context: Context) -> Count:
    """An account for each shell, and a password for them."""
    if os.geteuid() != 0:
        what = "accounts to type as: the tests of su, sudo and ssh need root, who can make them"
        return context.without(what)
    names = [f"ghost-{shell}" for shell in SHELLS]
    fresh = [name for name in names if not _exists(name)]
    for name, shell in zip(names, SHELLS):
        if name in fresh:
            path = which(shell, context.env) or f"/bin/{shell}"
            _run(["useradd", "--create-home", "--skel", "/nonexistent", "--shell", path, name])
            say(f"made the account {name}")
    if fresh or not os.path.exists(_PASSWORD) or not os.path.exists(_RIGHTS):
        password = secrets.token_urlsafe(12)
        _run(["chpasswd"], "".join(f"{name}:{password}\n" for name in names))
        _write(_PASSWORD, password + "\n", 0o600)
        rules = "".join(f"Defaults:{name} !lecture, passwd_tries=1\n{name} ALL=(ALL) ALL\n" for name in names)
        _write(_RIGHTS, rules, 0o440)
    return Count()


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _run(words: list[str], text: str = "") -> None:
    try:
        done = subprocess.run(words, input=text, capture_output=True, text=True, check=False)
    except OSError as error:
        raise Failure(f"{words[0]} cannot be started: {error.strerror}") from None
    if done.returncode != 0:
        raise Failure(f"{' '.join(words)}: {done.stderr.strip()}")


def _write(path: str, text: str, mode: int) -> None:
    with open(path + ".tmp", "w", encoding="ascii", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        os.fchmod(file.fileno(), mode)
        file.write(text)
    os.replace(path + ".tmp", path)
