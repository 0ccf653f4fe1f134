"""What goes wrong while setting up: a clear message with the next step, exit code 125, nothing half-installed."""

from __future__ import annotations

import contextlib
import io
import os
import unittest
from unittest import mock

from stage import Run, Stage

# isort: split
# (the stage puts kernel/ on the path)
from setup_ghost import build, compiler, main, plan, rust
from setup_ghost.places import Checkout, Places
from setup_ghost.trouble import Trouble


class Faults(Stage):
    def assert_failed(self, run: Run, *parts: str) -> None:
        """It failed, said so and what to do next, and left no program and no half-fetched toolchain."""
        self.assertEqual((run.status, run.out), (125, ""), run.err)
        for part in (*parts, "next: "):
            self.assertIn(part, run.err)
        self.assertNotIn("Traceback", run.err)
        self.assertFalse(os.path.lexists(self.ghost))
        self.assertEqual([path for path, _, _ in self.tree() if path.endswith((".tmp", "rustup-init"))], [])

    def assert_no_toolchain(self) -> None:
        self.assertFalse(os.path.exists(f"{self.home}/.local/share/ghost/rustup"))
        self.assertNotIn("rustup", self.read("home/.local/share/ghost/installed.json"))

    def test_wrong_checksum(self) -> None:
        self.server.files[self.installer] += b"# something else\n"
        run = self.run_bootstrap("ls", PATH=self.bin)
        self.assert_failed(run, "wrong checksum")
        self.assertFalse(os.path.exists(self.path("installer-calls")), "it was started all the same")
        self.assert_no_toolchain()

    def test_checksum_file_that_is_none(self) -> None:
        """A login page of the network, say."""
        self.server.files[self.installer + ".sha256"] = b"<html>please log in</html>"
        self.assert_failed(self.run_bootstrap("ls"), "does not hold a SHA-256 checksum")
        self.assert_no_toolchain()

    def test_no_such_file(self) -> None:
        del self.server.files[self.installer]
        self.assert_failed(self.run_bootstrap("ls"), "HTTP status 404", "check the network")
        self.assert_no_toolchain()

    def test_connection_refused(self) -> None:
        self.server.close()
        self.addCleanup(setattr, self.server, "close", lambda: None)
        self.server.close = lambda: None  # type: ignore[method-assign]
        self.assert_failed(self.run_bootstrap("ls"), "refused", "HTTPS_PROXY")
        self.assert_no_toolchain()

    def test_installer_that_fails(self) -> None:
        self.serve_installer('#!/bin/sh\nmkdir -p "$RUSTUP_HOME/toolchains/half"\necho no route to host\nexit 1\n')
        self.assert_failed(self.run_bootstrap("ls"), "no route to host", "setup.log")
        self.assert_no_toolchain()

    def test_installer_that_leaves_no_compiler(self) -> None:
        self.serve_installer("#!/bin/sh\nexit 0\n")
        self.assert_failed(self.run_bootstrap("ls"), "Rust was fetched but does not work")

    def test_build_that_fails(self) -> None:
        self.builds = "echo 'error[E0308]: mismatched types'\nexit 101\n"
        self.serve_installer()
        run = self.run_bootstrap("ls")
        self.assert_failed(run, "compiling failed", "error[E0308]: mismatched types", "setup.log")
        self.assertIn("rustup", self.read("home/.local/share/ghost/installed.json"))

    def test_build_without_the_crates(self) -> None:
        self.builds = "echo 'error: failed to download from registry'\nexit 101\n"
        self.serve_installer()
        self.assert_failed(self.run_bootstrap("ls"), "the crates could not be fetched: check the network")

    def test_build_behind_an_unknown_certificate(self) -> None:
        self.builds = (
            "echo '[60] SSL certificate problem: self-signed'\necho 'download of config.json failed'\nexit 101\n"
        )
        self.serve_installer()
        self.assert_failed(self.run_bootstrap("ls"), "point SSL_CERT_FILE to")

    def test_build_that_makes_something_else(self) -> None:
        self.script("ghosts/ours", "#!/bin/sh\necho hello\n")
        self.assert_failed(self.run_bootstrap("ls"), "does not say that it is ghost")

    def test_no_linker_and_no_index(self) -> None:
        """The interpreter's own pip, if any, is told not to ask an index."""
        os.unlink(self.path("bin/cc"))
        run = self.run_bootstrap("ls", PIP_NO_INDEX="1")
        self.assert_failed(run, "ziglang could not be fetched", "install a C compiler")
        self.assertFalse(os.path.exists(f"{self.home}/.local/share/ghost/zig"))

    def test_folder_that_cannot_be_made(self) -> None:
        """Found out before anything is fetched."""
        self.script("file", "")
        self.assert_failed(self.run_bootstrap("--bin-dir", self.path("file/bin"), "ls"), self.path("file"))
        self.assertEqual(self.server.asked, [])

    def test_folder_that_cannot_be_written(self) -> None:
        """Refused on the word of access(2), which also holds for root on a read-only file system."""
        refused = mock.patch("setup_ghost.perform.os.access", lambda path, mode: ".local" not in path)
        os.mkdir(f"{self.home}/.local")
        with refused:
            self.assert_failed(self.run_inside(), f"{self.home}/.local cannot be written", "--bin-dir")
        self.assertEqual(self.server.asked, [])

    def test_a_dry_run_says_when_it_would_not_work(self) -> None:
        before = self.tree()
        refused = mock.patch("setup_ghost.perform.os.access", lambda path, mode: path != self.home)
        with refused:
            self.assert_failed(self.run_inside("--dry-run"), "this will be done", f"{self.home} cannot be written")
        self.assertEqual(self.tree(), before)

    def test_without_ghost_it_says_how_to_remove_what_was_fetched(self) -> None:
        """There is no `ghost uninstall` yet; the fetched Rust is kept for the next try."""
        self.builds = "exit 101\n"
        self.serve_installer()
        run = self.run_bootstrap("ls")
        data = f"{self.home}/.local/share/ghost"
        kept = f"{data}/rustup {data}/cargo"
        self.assert_failed(run, f"is kept for the next try; to remove it: rm -r {kept}\n")

    def test_no_space(self) -> None:
        """Looked at before anything is fetched or made."""
        before = self.tree()
        run = self.run_inside(free=lambda folder: 50_000_000)
        self.assert_failed(run, "are needed on the disk of", "50 MB are free", "XDG_DATA_HOME")
        self.assertEqual((self.tree(), self.server.asked), (before, []))

    def test_no_home(self) -> None:
        for value in (None, "", "relative"):
            self.assert_failed(self.run_bootstrap("ls", HOME=value), "HOME is not set", "--bin-dir")

    def test_home_that_is_not_there(self) -> None:
        self.assert_failed(self.run_bootstrap("ls", HOME=self.path("nobody")), "does not exist")
        self.assertFalse(os.path.exists(self.path("nobody")))

    def test_without_a_home_all_places_can_be_named(self) -> None:
        named = {f"XDG_{kind}_HOME": self.path(kind.lower()) for kind in ("DATA", "CACHE")}
        run = self.run_bootstrap("--bin-dir", self.path("programs"), "ls", HOME=None, **named)
        self.assertEqual(run.status, 7, run.err)

    def test_checkout_that_is_not_whole(self) -> None:
        os.unlink(os.path.join(self.checkout, "Cargo.toml"))
        self.assert_failed(self.run_bootstrap("ls"), "Cargo.toml cannot be read", "whole checkout")

    def test_bootstrap_that_stands_alone(self) -> None:
        os.unlink(os.path.join(self.checkout, "kernel", "setup_ghost"))
        self.assert_failed(self.run_bootstrap("ls"), "stands here alone", "fetch the whole repository")

    def test_brain_that_cannot_be_loaded(self) -> None:
        """ghost still takes over and runs the command; what went wrong is in the brain's log."""
        self.script("checkout/kernel/ghost_kernel/server.py", "raise RuntimeError('no brain today')\n")
        run = self.run_bootstrap("ls")
        self.assertEqual(run.status, 7, run.err)
        self.assertIn(run.out.splitlines()[1].strip(), ("brain", "no brain"))
        self.assertIn("no brain today", self.read("home/.local/state/ghost/brain/kernel.log"))

    def run_inside(self, *words: str, **options: plan.Free) -> Run:
        """Run in this process, where its parts can be exchanged."""
        errors = io.StringIO()
        env = mock.patch.dict(os.environ, self.env(), clear=True)
        with env, contextlib.redirect_stderr(errors):
            status = main.main(words, os.path.join(self.checkout, "kernel"), **options)
        return Run(status, "", errors.getvalue(), os.getpid())


class Space(Stage):
    def test_needs_on_one_disk_add_up(self) -> None:
        places = Places(os.path.join(self.checkout, "kernel"), self.env())
        empty = plan.Plan(None, None, None, "", [])
        all_needs = build.DISK_SIZE + rust.DISK_SIZE + compiler.DISK_SIZE
        with self.assertRaises(Trouble):
            plan.check_space(empty, places, lambda folder: all_needs)
        plan.check_space(empty, places, lambda folder: all_needs + 10_000_000)

    def test_fingerprint_follows_names_and_contents(self) -> None:
        checkout = Checkout(self.checkout)
        seen = {checkout.fingerprint()}
        self.script("checkout/wrapper/main.rs", "fn main() { }\n")
        seen.add(checkout.fingerprint())
        os.rename(self.path("checkout/wrapper/main.rs"), self.path("checkout/wrapper/lib.rs"))
        seen.add(checkout.fingerprint())
        self.assertEqual(len(seen), 3)
        self.script("checkout/README.md", "not a part of the program\n")
        self.assertIn(checkout.fingerprint(), seen)


if __name__ == "__main__":
    unittest.main()
