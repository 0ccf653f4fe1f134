"""Gets the versions of Nushell that tests need, from npm's registry: each pinned, each in a folder of its own.

The tests' own is `nu` in target/tools/bin, first on their PATH whatever else is installed; any version lies at
target/tools/nu-VERSION/nu. GHOST_TEST_TOOLS, in the environment of the tests, is target/tools.
"""

from __future__ import annotations

import base64
import hashlib
import os
import platform
import shutil
import tarfile
import tempfile

from setup_ghost.system import ask, which

from .command import check
from .context import Context
from .steps import Count, Failure

NU = "0.115.1"
"""The version that the tests drive."""
OTHERS = ("0.114.1", "0.108.0")
"""What the hooks must still do something sensible in: the oldest that is fully supported, and one before it."""

_PACKAGES = {"x86_64": "@nushell/linux-x64", "aarch64": "@nushell/linux-arm64"}
# sha512, base64, as the registry states it. Of a package that is not here npm alone compares with the registry.
_DIGESTS = {
    "@nushell/linux-x64@0.115.1": (
        "w6eMwPZJ/JqIEq2BgUif71fzBuNFxA1xvrIshC+bQYq44x2PgOE+x1IX+URNUBQSkCLAY9ze2Egec00RMyDtMA=="
    ),
    "@nushell/linux-x64@0.114.1": (
        "q6doOqDVNihG0zx2TTarNX4AWd7krtB59QgwuXBH3yn6S1Mfa6V/e4V2YwLsu7T6SXQB951gXtjBCQnbGRsO7A=="
    ),
    "@nushell/linux-x64@0.108.0": (
        "lm+TLuZX+m6lPZINmmLSvcE6yOkFvfaW0pOIGT9HA6m0KfQ2Hpsmu68iYg4A6/S4pp969EW4keG/fBep9qPOtQ=="
    ),
}


def get_all(context: Context) -> Count:
    """Every version; one that cannot be had is something missing. Tells the tests where they are."""
    context.env["GHOST_TEST_TOOLS"] = context.tools
    count = Count()
    for version in (NU, *OTHERS):
        place = os.path.join(context.tools, f"nu-{version}", "nu")
        trouble = None if _is(place, version, context) else _get(version, place, context)
        if trouble is not None:
            count += context.without(f"nu {version} missing ({trouble})")
        elif version == NU:
            _link(place, os.path.join(context.tools, "bin", "nu"))
    return count


def _is(program: str, version: str, context: Context) -> bool:
    """Whether this is nu of that version."""
    return os.access(program, os.X_OK) and ask([program, "--version"], context.env).text.strip() == version


def _get(version: str, place: str, context: Context) -> str | None:
    """Put that version at `place`; why it cannot be had, if so. One on the PATH saves the way."""
    os.makedirs(os.path.dirname(place), exist_ok=True)
    here = which("nu", context.env)
    if here is not None and _is(here, version, context):
        with open(here, "rb") as source:
            _write(source.read(), place)
        return None
    name = _PACKAGES.get(platform.machine())
    npm = which("npm", context.env)
    if name is None:
        return f"there is no package of it for {platform.machine()}"
    if npm is None:
        return "no npm to get it with"
    package = f"{name}@{version}"
    folder = tempfile.mkdtemp(prefix="nu-", dir=context.tools)
    try:
        env = {**context.env, "npm_config_cache": os.path.join(context.tools, "npm")}
        if not check([npm, "pack", "--silent", "--pack-destination", folder, package], env, folder, limit=600):
            return f"npm could not fetch {package}"
        archive = os.path.join(folder, os.listdir(folder)[0])
        with open(archive, "rb") as file:
            found = base64.b64encode(hashlib.sha512(file.read()).digest()).decode()
        if found != _DIGESTS.get(package, found):
            raise Failure(f"{package} has a wrong checksum: {found}")
        with tarfile.open(archive) as tar:
            member = tar.extractfile("package/bin/nu")
            assert member is not None, "a package with this checksum holds the program"
            _write(member.read(), place)
    finally:
        shutil.rmtree(folder)
    return None if _is(place, version, context) else f"what {package} holds does not run as nu {version}"


def _write(program: bytes, place: str) -> None:
    """Put an executable there, whole or not at all."""
    with open(place + ".tmp", "wb") as file:
        file.write(program)
    os.chmod(place + ".tmp", 0o755)
    os.replace(place + ".tmp", place)


def _link(program: str, name: str) -> None:
    """Let the program be found under that name too, in place of what may be there."""
    target = os.path.relpath(program, os.path.dirname(name))
    if not os.path.islink(name) or os.readlink(name) != target:
        temporary = name + ".tmp"
        if os.path.lexists(temporary):
            os.unlink(temporary)
        os.symlink(target, temporary)
        os.replace(temporary, name)
