"""The accounts that the shell tests type as: one for each shell, so that a login, `su` and ssh get that shell.

They can be had by root alone. Their password is a random one, and stands in a file that only root can read; with it
they may use sudo, which some of the tests do. nu is in no folder of the system, so a copy is put where these people can
run it, and is made known as a shell to log in with. `userdel -r NAME` removes an account again;
/etc/ghost-tests.password,
/etc/sudoers.d/ghost-tests, /usr/local/lib/ghost-tests and its line in /etc/shells go by hand.
"""

from __future__ import annotations

import filecmp
import os
import pwd
import secrets
import shutil
import subprocess

from setup_ghost.system import which

from .context import Context
from .steps import Count, Failure, say

SHELLS = ("bash", "zsh", "fish", "nu")
_RIGHTS = "/etc/sudoers.d/ghost-tests"
# Of the machine, as the accounts are: two checkouts share them.
_PASSWORD = "/etc/ghost-tests.password"
_NU = "/usr/local/lib/ghost-tests/nu"
_LOGINS = "/etc/shells"


def get_people(context: Context) -> Count:
    """An account for each shell, and a password for them."""
    if os.geteuid() != 0:
        what = "accounts to type as: the tests of su, sudo and ssh need root, who can make them"
        return context.without(what)
    names = [f"ghost-{shell}" for shell in SHELLS]
    fresh = [name for name in names if not _exists(name)]
    _place_nu(context)
    for name, shell in zip(names, SHELLS):
        if name in fresh:
            path = _NU if shell == "nu" else which(shell, context.env) or f"/bin/{shell}"
            _run(["useradd", "--create-home", "--skel", "/nonexistent", "--shell", path, name])
            say(f"made the account {name}")
    if fresh or not os.path.exists(_PASSWORD) or not os.path.exists(_RIGHTS):
        # The others' stays as it is: tests may be typing it.
        password = _password() or secrets.token_urlsafe(12)
        _run(["chpasswd"], "".join(f"{name}:{password}\n" for name in names))
        _write(_PASSWORD, password + "\n", 0o600)
        rules = "".join(f"Defaults:{name} !lecture, passwd_tries=1\n{name} ALL=(ALL) ALL\n" for name in names)
        _write(_RIGHTS, rules, 0o440)
    return Count()


def _password() -> str:
    try:
        with open(_PASSWORD, encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""


def _place_nu(context: Context) -> None:
    """Put nu where everybody can run it, and anew when it is another one."""
    found = which("nu", context.env)
    if found is None:
        # The step before has told so.
        return
    if not (os.path.exists(_NU) and filecmp.cmp(found, _NU, shallow=False)):
        os.makedirs(os.path.dirname(_NU), exist_ok=True)
        shutil.copyfile(found, _NU + ".tmp")
        os.chmod(_NU + ".tmp", 0o755)
        os.replace(_NU + ".tmp", _NU)
    with open(_LOGINS, "a+", encoding="utf-8") as file:
        file.seek(0)
        if _NU not in file.read().split("\n"):
            file.write(_NU + "\n")


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
