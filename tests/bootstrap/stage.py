"""A machine with almost nothing on it, for tests of the bootstrap.

A temporary HOME, a PATH of this interpreter and a few basic programs, a checkout in miniature, and a loopback server
that stands for the host of Rust's installer. The fakes are short scripts; each writes down how it was called.
"""

from __future__ import annotations

import hashlib
import http.server
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(PROJECT, "kernel"))

from setup_ghost import rust  # noqa: E402  (the folder has to be on the path first)

VERSION = "0.1.0"
HOST = rust.triple()
BASICS = ("sh", "cat", "mkdir", "chmod", "cp", "ls", "dirname", "rm")

GHOST = """#!/bin/sh
# A ghost that tells who it is and what it was given, and greets its brain.
if [ "$1" = --version ]; then echo 'ghost {version} (ghostsh)'; exit 0; fi
exec {python} -c 'import os, socket, sys
print("ghost", os.getpid(), *sys.argv[1:], flush=True)
brain = socket.socket(fileno=int(sys.argv[2]))
try:
    brain.sendall(b"hello\\n")
    print("brain", brain.makefile().readline().strip(), flush=True)
except OSError:
    print("no brain", flush=True)
sys.exit(7)' "$@"
"""

RUSTC = """#!/bin/sh
case "$1" in
    --print) echo '{sysroot}' ;;
    -vV) printf 'rustc {version} (fake)\\nhost: {host}\\nrelease: {version}\\n' ;;
esac
"""

CARGO = """#!/bin/sh
if [ "$1" = --version ]; then echo 'cargo {version} (fake)'; exit 0; fi
echo "$@" >> '{calls}'
echo '   Compiling small v1.0.0'
{build}
"""

BUILDS = """mkdir -p "$CARGO_TARGET_DIR/release"
cp '{ghost}' "$CARGO_TARGET_DIR/release/ghost"
"""

INSTALLER = """#!/bin/sh
echo "$@" > '{calls}'
mkdir -p "$RUSTUP_HOME/toolchains"
cp -r '{toolchain}' "$RUSTUP_HOME/toolchains/fetched"
answers='--print) echo "%s" ;; -vV) printf "host: {host}\\\\nrelease: {version}\\\\n" ;;'
printf "#!/bin/sh\\ncase \\"\\$1\\" in $answers esac\\n" \\
    "$RUSTUP_HOME/toolchains/fetched" > "$RUSTUP_HOME/toolchains/fetched/bin/rustc"
chmod 755 "$RUSTUP_HOME/toolchains/fetched/bin/rustc"
"""

LINKER = """#!/bin/sh
while [ $# -gt 0 ]; do
    [ "$1" = -o ] && echo made > "$2"
    shift
done
"""

BRAIN = """import os


def serve(reader, writer):
    for line in reader:
        writer.write(b"%d %d %s" % (os.getpid(), os.getppid(), line))
        writer.flush()
"""


class Stage(unittest.TestCase):
    """Sets the machine up before each test and takes it away after."""

    def setUp(self) -> None:
        self.root = tempfile.mkdtemp(prefix="ghost-stage-")
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.home = self.path("home")
        self.bin = self.path("bin")
        self.checkout = self.path("checkout")
        for folder in (self.home, self.bin, self.path("ghosts"), os.path.join(self.checkout, "wrapper")):
            os.makedirs(folder)
        for name in BASICS:
            found = shutil.which(name)
            assert found is not None, f"{name} is one of the basic programs"
            os.symlink(found, os.path.join(self.bin, name))
        os.symlink(sys.executable, os.path.join(self.bin, "python3"))
        self.script("bin/cc", LINKER)
        self.script("ghosts/ours", GHOST.format(version=VERSION, python=sys.executable))
        self._lay_checkout()
        self.server = Server()
        self.addCleanup(self.server.close)
        self.builds = BUILDS.format(ghost=self.path("ghosts/ours"))
        self.serve_installer()

    def path(self, name: str) -> str:
        """A path inside the stage."""
        return os.path.join(self.root, name)

    def script(self, name: str, text: str) -> str:
        """Write an executable file."""
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o755)
        return path

    def read(self, name: str) -> str:
        """A file's text; empty where there is no file."""
        try:
            with open(self.path(name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def _lay_checkout(self) -> None:
        kernel = os.path.join(self.checkout, "kernel")
        os.makedirs(os.path.join(kernel, "ghost_kernel"))
        shutil.copy(os.path.join(PROJECT, "kernel", "bootstrap.py"), kernel)
        os.symlink(os.path.join(PROJECT, "kernel", "setup_ghost"), os.path.join(kernel, "setup_ghost"))
        self.script("checkout/kernel/ghost_kernel/__init__.py", "")
        self.script("checkout/kernel/ghost_kernel/server.py", BRAIN)
        self.script("checkout/wrapper/main.rs", "fn main() {}\n")
        self.script("checkout/Cargo.toml", f'[workspace.package]\nversion = "{VERSION}"\nrust-version = "1.88"\n')

    def place_toolchain(self, sysroot: str, version: str = "1.95.0") -> str:
        """A fake Rust whose cargo `builds`. Returns its folder of programs."""
        folder = self.path(sysroot)
        self.script(f"{sysroot}/bin/rustc", RUSTC.format(sysroot=folder, version=version, host=HOST))
        cargo = CARGO.format(version=version, calls=self.path("cargo-calls"), build=self.builds)
        self.script(f"{sysroot}/bin/cargo", cargo)
        return os.path.join(folder, "bin")

    def serve_installer(self, text: str = "") -> None:
        """Put the fake installer on the loopback server, with its checksum beside it."""
        self.place_toolchain("template")
        text = text or INSTALLER.format(
            calls=self.path("installer-calls"), toolchain=self.path("template"), host=HOST, version="1.95.0"
        )
        self.installer = f"/rustup/dist/{HOST}/rustup-init"
        self.server.files[self.installer] = text.encode()
        self.server.files[self.installer + ".sha256"] = hashlib.sha256(text.encode()).hexdigest().encode()

    def env(self, **changes: str | None) -> dict[str, str]:
        """The environment of a run; None takes a variable away."""
        env: dict[str, str | None] = {
            "HOME": self.home,
            "PATH": self.bin,
            "RUSTUP_UPDATE_ROOT": self.server.address + "/rustup",
            "SSL_CERT_FILE": os.devnull,
            "NO_PROXY": "*",
            "PYTHONDONTWRITEBYTECODE": "1",
            **changes,
        }
        return {name: value for name, value in env.items() if value is not None}

    def start(self, *words: str, **changes: str | None) -> subprocess.Popen[str]:
        """Start the bootstrap and leave it running."""
        child = subprocess.Popen(
            [os.path.join(self.bin, "python3"), os.path.join(self.checkout, "kernel", "bootstrap.py"), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.env(**changes),
            cwd=self.root,
            # A shell starts what it puts into the background without an ear for Ctrl-C, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.addCleanup(self._end, child)
        return child

    @staticmethod
    def _end(child: subprocess.Popen[str]) -> None:
        if child.poll() is None:
            child.kill()
            child.wait()
        for stream in (child.stdout, child.stderr):
            assert stream is not None, "both were asked for"
            stream.close()

    def run_bootstrap(self, *words: str, **changes: str | None) -> Run:
        """Run the bootstrap to its end."""
        child = self.start(*words, **changes)
        out, err = child.communicate(timeout=60)
        return Run(child.returncode, out, err, child.pid)

    def tree(self) -> list[tuple[str, int, int]]:
        """Every path of the machine with its size and time of change, to see that nothing was touched."""
        found = []
        for top in (self.home, self.checkout, self.bin):
            for folder, folders, names in os.walk(top):
                for name in folders + names:
                    path = os.path.join(folder, name)
                    about = os.lstat(path)
                    found.append((path, about.st_size, about.st_mtime_ns))
        return sorted(found)

    @property
    def ghost(self) -> str:
        """Where the program is put."""
        return os.path.join(self.home, ".local", "bin", "ghost")


class Run:
    """How a run ended."""

    def __init__(self, status: int, out: str, err: str, pid: int) -> None:
        self.status, self.out, self.err, self.pid = status, out, err, pid


class Server:
    """Files by path over HTTP on 127.0.0.1; `asked` holds the paths that were asked for."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                body = outer.files.get(self.path)
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Type", outer.kinds.get(self.path, "application/octet-stream"))
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering; later connections are refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
