"""The whole bootstrap on a machine with almost nothing on it: fetch, compile, install, hand over."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import unittest

from stage import GHOST, VERSION, Stage


class Fresh(Stage):
    def test_fetches_compiles_installs_and_hands_over(self) -> None:
        """One command does it all, and ghost runs under the same pid with a child of this process as its brain."""
        run = self.run_bootstrap("gti", "--version")
        self.assertEqual(run.status, 7, run.err)
        ghost, brain = run.out.splitlines()
        words = ghost.split()
        self.assertEqual(words[:2], ["ghost", str(run.pid)])
        self.assertEqual((words[2], words[4]), ("--kernel-fd", "--kernel-pid"))
        self.assertEqual(words[6:], ["gti", "--version"])
        self.assertEqual(brain.split(), ["brain", words[5], str(run.pid), "hello"])
        self.assertIn("185 MB to fetch", run.err)
        self.assertIn("--profile minimal", self.read("installer-calls"))
        self.assertIn("--no-modify-path", self.read("installer-calls"))
        self.assertIn("--locked", self.read("cargo-calls"))

    def test_says_that_the_folder_is_not_on_the_path(self) -> None:
        self.assertIn(f'export PATH="{self.home}/.local/bin:$PATH"', self.run_bootstrap().err)

    def test_without_a_command_it_says_what_to_do_next(self) -> None:
        run = self.run_bootstrap()
        self.assertEqual((run.status, run.out), (0, ""), run.err)
        self.assertIn(f"ready: {self.ghost} CMD", run.err)

    def test_the_manifest_names_all_that_was_made(self) -> None:
        """After removing what the list names, in the order of its description, the home folder is empty as before."""
        self.run_bootstrap()
        listed = json.loads(self.read("home/.local/share/ghost/installed.json"))
        self.assertEqual((listed["format"], listed["version"]), (1, VERSION))
        data, cache = f"{self.home}/.local/share/ghost", f"{self.home}/.cache/ghost"
        self.assertEqual(sorted(listed["files"]), [f"{cache}/setup.log", self.ghost])
        self.assertEqual(sorted(listed["folders"]), [f"{cache}/build", f"{data}/cargo", f"{data}/rustup"])
        for path in [*listed["files"], f"{data}/installed.json"]:
            os.unlink(path)
        for path in listed["folders"]:
            shutil.rmtree(path)
        for path in listed["created"]:
            os.rmdir(path)
        self.assertEqual(os.listdir(self.home), [])

    def test_the_second_run_changes_nothing(self) -> None:
        self.run_bootstrap()
        calls, before, asked = self.read("cargo-calls"), self.tree(), len(self.server.asked)
        run = self.run_bootstrap("true")
        self.assertEqual((run.status, run.err), (7, ""))
        self.assertEqual((self.read("cargo-calls"), len(self.server.asked)), (calls, asked))
        changed = [path for path, size, time in self.tree() if (path, size, time) not in before]
        brain = f"{self.home}/.local/state/ghost/brain"
        self.assertEqual(changed, [brain, f"{brain}/kernel.log"], "the brain may begin its log")

    def test_a_changed_checkout_is_compiled_anew(self) -> None:
        self.run_bootstrap()
        self.script("checkout/wrapper/main.rs", "fn main() { loop {} }\n")
        run = self.run_bootstrap()
        self.assertIn("older state of this checkout", run.err)
        self.assertEqual(len(self.read("cargo-calls").splitlines()), 2)
        self.assertEqual(self.read("installer-calls").count("\n"), 1)

    def test_a_folder_can_be_named(self) -> None:
        for words, changes in (
            (["--bin-dir", self.path("a")], {}),
            ([f"--bin-dir={self.path('b')}"], {}),
            ([], {"GHOST_BIN_DIR": self.path("c")}),
        ):
            run = self.run_bootstrap(*words, **changes)
            self.assertEqual(run.status, 0, run.err)
        self.assertTrue(all(os.access(self.path(f"{name}/ghost"), os.X_OK) for name in "abc"))
        self.assertFalse(os.path.exists(self.ghost))

    def test_the_xdg_folders_are_obeyed(self) -> None:
        changes = {"XDG_DATA_HOME": self.path("data"), "XDG_CACHE_HOME": self.path("cache")}
        run = self.run_bootstrap(**changes, XDG_STATE_HOME="not/absolute")
        self.assertEqual(run.status, 0, run.err)
        self.assertEqual(sorted(os.listdir(self.home)), [".local"])
        self.assertTrue(os.path.isdir(self.path("data/ghost/rustup")))
        self.assertTrue(os.path.isfile(self.path("cache/ghost/setup.log")))

    def test_two_at_once_do_the_work_once(self) -> None:
        """The second waits for the first and then finds its ghost."""
        self.run_bootstrap()
        os.unlink(self.ghost)
        folder = os.open(f"{self.home}/.local/share/ghost", os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        child = self.start()
        assert child.stderr is not None, "it was asked for"
        while "waiting for it" not in child.stderr.readline():
            self.assertIsNone(child.poll())
        self.script("home/.local/bin/ghost", GHOST.format(version=VERSION, python="python3"))
        os.close(folder)
        self.assertEqual(child.wait(60), 0)
        self.assertEqual(len(self.read("cargo-calls").splitlines()), 1)


class WhatIsHere(Stage):
    def test_a_rust_that_is_new_enough_is_used(self) -> None:
        folder = self.place_toolchain("rust")
        run = self.run_bootstrap(PATH=f"{folder}:{self.bin}")
        self.assertEqual((run.status, self.server.asked), (0, []), run.err)
        self.assertIn(f"use Rust 1.95.0 ({folder}/cargo)", run.err)

    def test_what_cargo_fetches_for_a_rust_that_is_here_is_listed(self) -> None:
        """Unless the person has a cargo folder of their own, which is theirs to keep."""
        path = f"{self.place_toolchain('rust')}:{self.bin}"
        listed = f"{self.home}/.local/share/ghost/cargo"
        for there in (False, True):
            self.run_bootstrap(PATH=path)
            folders = json.loads(self.read("home/.local/share/ghost/installed.json"))["folders"]
            self.assertEqual(listed in folders, not there)
            shutil.rmtree(f"{self.home}/.local")
            os.makedirs(f"{self.home}/.cargo", exist_ok=True)

    def test_a_rust_that_is_too_old_is_left_alone(self) -> None:
        folder = self.place_toolchain("old", version="1.63.0")
        run = self.run_bootstrap(PATH=f"{folder}:{self.bin}")
        self.assertEqual(run.status, 0, run.err)
        self.assertIn("too old: 1.88 is needed", run.err)
        self.assertIn(self.installer, self.server.asked)

    def test_a_rust_in_cargos_own_folder_is_found(self) -> None:
        self.place_toolchain("home/.cargo")
        self.assertIn(f"use Rust 1.95.0 ({self.home}/.cargo/bin/cargo)", self.run_bootstrap("--dry-run").err)

    def test_rustup_without_a_toolchain_is_not_started(self) -> None:
        """The stand-in writes files even when it is only asked for its version."""
        self.script("bin/rustup", f"#!/bin/sh\necho started > '{self.path('started')}'\n")
        os.symlink("rustup", self.path("bin/rustc"))
        run = self.run_bootstrap("--dry-run")
        self.assertIn("rustup without a toolchain", run.err)
        self.assertFalse(os.path.exists(self.path("started")))

    def test_ghost_of_this_version_is_used_as_it_is(self) -> None:
        self.script("other/ghost", GHOST.format(version=VERSION, python="python3"))
        run = self.run_bootstrap("ls", PATH=f"{self.path('other')}:{self.bin}")
        self.assertEqual((run.status, run.err, self.server.asked), (7, "", []))

    def test_ghost_of_another_version_is_not(self) -> None:
        self.script("other/ghost", GHOST.format(version="0.0.9", python="python3"))
        run = self.run_bootstrap(PATH=f"{self.path('other')}:{self.bin}")
        self.assertIn("is ghost 0.0.9, this checkout is 0.1.0", run.err)
        self.assertTrue(os.path.exists(self.ghost))

    def test_another_program_of_that_name_is_only_asked_for_its_version(self) -> None:
        calls = self.path("foreign-calls")
        self.script("other/ghost", f"#!/bin/sh\necho \"$@\" >> '{calls}'\necho 'Ghost-CLI version: 1.28.3'\n")
        run = self.run_bootstrap("ls", PATH=f"{self.path('other')}:{self.bin}")
        self.assertEqual(run.status, 7, run.err)
        self.assertIn("another program that bears the name: left alone", run.err)
        self.assertEqual(set(self.read("foreign-calls").splitlines()), {"--version"})

    def test_another_program_in_our_place_is_never_overwritten(self) -> None:
        path = self.script("home/.local/bin/ghost", "#!/bin/sh\necho ghost 0.1.0\n")
        before = self.tree()
        run = self.run_bootstrap("ls")
        self.assertEqual((run.status, self.tree()), (125, before))
        self.assertIn(f"{path} is another program", run.err)
        self.assertIn("--bin-dir DIR", run.err)


class CommandLine(Stage):
    def test_dry_run_prints_the_plan_and_changes_nothing(self) -> None:
        before = self.tree()
        run = self.run_bootstrap("--dry-run", "ls")
        self.assertEqual((run.status, run.out), (0, ""))
        for words in ("fetch Rust 1.95.0", f"use {self.bin}/cc as linker", "compile ghost 0.1.0", self.ghost):
            self.assertIn(words, run.err)
        self.assertEqual((self.tree(), self.server.asked), (before, []))

    def test_dry_run_names_the_linker_that_would_be_fetched(self) -> None:
        os.unlink(self.path("bin/cc"))
        self.assertIn("package ziglang", self.run_bootstrap("--dry-run").err)

    def test_words_of_ghost_are_passed_on(self) -> None:
        """Only words before the first foreign one belong to the bootstrap."""
        self.run_bootstrap()
        for words in (["-c", "ls | wc"], ["--", "route"], ["--yes", "ls", "--dry-run"], ["ls", "--bin-dir", "x"]):
            run = self.run_bootstrap(*words)
            self.assertEqual(run.out.splitlines()[0].split(maxsplit=6)[6], " ".join(words), run.err)

    def test_wrong_use(self) -> None:
        run = self.run_bootstrap("--bin-dir")
        self.assertEqual((run.status, run.out), (2, ""))
        self.assertIn("usage:", run.err)

    def test_help_goes_to_stdout(self) -> None:
        run = self.run_bootstrap("--help")
        self.assertEqual((run.status, run.err), (0, ""))
        self.assertIn("--dry-run", run.out)


class Signals(Stage):
    def test_ghost_does_not_inherit_pythons_ignored_signals(self) -> None:
        """Python ignores SIGPIPE; a command that ghost starts must not."""
        reads = 'while read -r key value; do [ "$key" = SigIgn: ] && echo "$value"; done < /proc/self/status'
        text = f"#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'ghost {VERSION} (ghostsh)'; exit 0; fi\n{reads}\n"
        self.script("home/.local/bin/ghost", text)
        run = self.run_bootstrap("ls")
        ignored = int(run.out, 16)
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            self.assertFalse(ignored >> (number - 1) & 1, f"signal {number} is ignored")

    def test_ctrl_c_while_compiling_leaves_no_program(self) -> None:
        os.mkfifo(self.path("compiling"))
        self.builds = f"echo now > '{self.path('compiling')}'\nexec cat '{self.path('compiling')}'\n"
        folder = self.place_toolchain("rust")
        child = self.start(PATH=f"{folder}:{self.bin}")
        with open(self.path("compiling"), encoding="ascii") as file:
            self.assertEqual(file.readline(), "now\n")
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(60), 130)
        self.assertFalse(os.path.exists(self.ghost))
        self.assertEqual(os.listdir(os.path.dirname(self.ghost)), [])


if __name__ == "__main__":
    unittest.main()
