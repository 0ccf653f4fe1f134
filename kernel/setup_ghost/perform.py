"""Does what the plan says: certificates, Rust, a C compiler, the build, the program in its place."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from . import build, compiler, rust
from .apt import Apt
from .manifest import Manifest, make_folder
from .places import Checkout, Places, nearest_folder
from .plan import Plan, usable_ghost
from .say import Say
from .system import certificate_bundle
from .trouble import Trouble


def perform(plan: Plan, places: Places, checkout: Checkout, say: Say) -> str:
    """Returns the path of the installed program. Raises Trouble or OSError; nothing half-made stays in the way."""
    prepare(places, places.data, places.cache, places.bin)
    with alone(places, say) as manifest:
        ghost = usable_ghost(places, checkout, manifest, [])
        if ghost is not None:
            return ghost  # another set-up, which this one waited for, has made it
        source = checkout.fingerprint()
        toolchain, linker = tools(plan, places, checkout, manifest, say)
        started = time.monotonic()
        built = build.compile_ghost(toolchain, linker, places, checkout, manifest, say)
        build.install(built, places, manifest)
        manifest.finish(checkout.version, source)
        with suppress(OSError):  # so that it is known later that these folders were not there before; a log can wait
            make_folder(manifest, os.path.dirname(places.brain_log))
        say.line(f"installed {places.installed_ghost} ({time.monotonic() - started:.0f} s)")
    return places.installed_ghost


def tools(
    plan: Plan, places: Places, checkout: Checkout, manifest: Manifest, say: Say
) -> tuple[rust.Toolchain, compiler.Compiler]:
    """Rust and a C compiler: those of the plan, or fetched. May add SSL_CERT_FILE to the environment."""
    apt = Apt(places.env, places.log)
    if plan.certificates is None:
        _root_certificates(manifest, apt, say)
    _name_certificates(places)
    toolchain = plan.toolchain or rust.obtain(places, checkout, manifest, apt, say)
    home = build.own_cargo_home(toolchain, places)
    if home is not None:
        manifest.add("folders", home)
        make_folder(manifest, home)
    linker = plan.compiler or compiler.find(places, toolchain.host)
    return toolchain, linker or compiler.obtain(places, toolchain.host, manifest, apt, say)


def check_folders(*folders: str) -> None:
    """Raise Trouble where a folder cannot be written, or not be made."""
    for folder in map(nearest_folder, folders):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise Trouble(
                f"{folder} cannot be written",
                "name places that can: --bin-dir for the program, XDG_DATA_HOME and XDG_CACHE_HOME for the rest",
            )


def prepare(places: Places, *folders: str) -> None:
    """Make the folders (that of the list first), and begin the log. Raises Trouble or OSError."""
    check_folders(*folders)
    manifest = Manifest(places.manifest)
    for folder in folders:
        make_folder(manifest, folder)
    manifest.add("files", places.log)


@contextmanager
def alone(places: Places, say: Say) -> Iterator[Manifest]:
    """One set-up at a time; the lock is on the folder itself and goes with the process."""
    descriptor = os.open(places.data, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say.line("another set-up is at work: waiting for it")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield Manifest(places.manifest)
    finally:
        os.close(descriptor)


def _root_certificates(manifest: Manifest, apt: Apt, say: Say) -> None:
    if not apt.usable:
        raise Trouble(
            "there are no root certificates here, so nothing can be fetched safely",
            "install the ca-certificates package, or point SSL_CERT_FILE to a bundle of certificates",
        )
    say.line("installing ca-certificates with apt-get: nothing can be fetched safely without root certificates")
    apt.install(["ca-certificates"], manifest)


def _name_certificates(places: Places) -> None:
    """Tell this process's own TLS, and the tools started later, where the certificates are."""
    bundle = certificate_bundle(places.env)
    if bundle and os.path.isfile(bundle) and not places.env.get("SSL_CERT_FILE"):
        os.environ["SSL_CERT_FILE"] = bundle
        places.env["SSL_CERT_FILE"] = bundle
