"""What setting up asks of the machine: programs, their answers, root certificates, free space."""

from __future__ import annotations

import importlib.util
import os
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

MEGABYTE = 1_000_000

# Where distributions keep the root certificates; Python's own default may point to none of them.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


class Answer(NamedTuple):
    """How a program that was asked something ended: its exit status and what it printed on stdout."""

    status: int
    text: str


def ask(
    words: Sequence[str],
    env: Mapping[str, str],
    *,
    seconds: float = 20.0,
    cwd: str | None = None,
    most: int = 64 * 1024,
) -> Answer:
    """Run a program that only tells something. Silent, without input, in a session of its own, ended in time.

    Never raises for what the program does: not starting is status 127, not ending in time 124. What it prints beyond
    `most` bytes is not read.
    """
    with tempfile.TemporaryFile() as out:
        try:
            child = subprocess.Popen(
                list(words),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
            )
        except (OSError, ValueError):
            return Answer(127, "")
        try:
            status = child.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, 9)
            child.wait()
            return Answer(124, "")
        out.seek(0)
        return Answer(status, out.read(most).decode("utf-8", "replace"))


def which(name: str, env: Mapping[str, str]) -> str | None:
    """The program of that name on the PATH of `env`, as an absolute path."""
    found = shutil.which(name, path=env.get("PATH", os.defpath))
    return os.path.abspath(found) if found else None


def run_logged(words: Sequence[str], env: Mapping[str, str], log: str, *, cwd: str | None = None) -> int:
    """Run a program to its end with all it prints appended to the log. Returns its status; 127 when it cannot start."""
    with open(log, "ab") as file:
        file.write(f"\n$ {' '.join(words)}\n".encode())
        file.flush()
        try:
            return subprocess.call(
                list(words), stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=dict(env), cwd=cwd
            )
        except OSError as error:
            file.write(f"{error}\n".encode())
            return 127


def last_lines(path: str, count: int) -> list[str]:
    """The end of a log, without empty lines."""
    try:
        with open(path, "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 32 * 1024))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.strip()][-count:]


def certificate_bundle(env: Mapping[str, str]) -> str | None:
    """The file or folder with root certificates that is in force or can be named; None where there is none."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if env.get(name):
            return env[name]
    paths = ssl.get_default_verify_paths()
    for bundle in (paths.cafile, *_BUNDLES):
        if bundle and os.path.isfile(bundle):
            return bundle
    pip = importlib.util.find_spec("pip")  # pip brings its own copy of Mozilla's list
    for folder in (pip.submodule_search_locations or []) if pip else []:
        bundle = os.path.join(folder, "_vendor", "certifi", "cacert.pem")
        if os.path.isfile(bundle):
            return bundle
    return None


def free_bytes(folder: str) -> int:
    """Space that this user can still fill on the file system of an existing folder."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
