"""What the machine knows: files, repositories, projects, help; read from folders made for the test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import unittest
from unittest import mock

from setting import failure, looking

# isort: split
from ghost_kernel import machine as looking_around
from ghost_kernel.knowledge import elsewhere, faults, git, helptext, options, paths, programs, projects, subcommands
from ghost_kernel.machine import MOST_PROBES, Machine, Seen


class Place(unittest.TestCase):
    """A folder of its own, as working folder and home."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = os.path.realpath(holder.name)
        self.machine = Machine(self.folder, [], self.folder)

    def lay(self, *names: str, **texts: str) -> None:
        """Files by their names; 'x/' is a folder, 'x*' may be started."""
        for name in names:
            path = os.path.join(self.folder, name.rstrip("*"))
            os.makedirs(path if name.endswith("/") else os.path.dirname(path), exist_ok=True)
            if not name.endswith("/"):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(texts.get("text", ""))
                os.chmod(path, 0o755 if name.endswith("*") else 0o644)


class TestMachine(Place):
    def test_files_that_hold_secrets_are_not_read(self) -> None:
        for name in (".env", ".ssh/id_rsa", ".aws/credentials", "tls/server.key", ".netrc", ".env.local"):
            self.lay(name, text="secret")
            os.symlink(os.path.join(self.folder, name), os.path.join(self.folder, "plain"))
            self.assertEqual((self.machine.read(name), self.machine.read("plain")), ("", ""), name)
            self.assertTrue(self.machine.is_file(name))
            os.unlink(os.path.join(self.folder, "plain"))
        for name in (".envrc", ".ssh/config", ".ssh/known_hosts", "key.py"):
            self.lay(name, text="open")
            self.assertEqual(self.machine.read(name), "open", name)

    def test_paths_begin_at_the_working_folder_or_at_home(self) -> None:
        """As the shell would take them."""
        machine = Machine("/a/b", [], "/h")
        for path, full in [("x", "/a/b/x"), ("/x", "/x"), ("~/x", "/h/x"), ("~", "/h"), ("~x", "/a/b/~x")]:
            self.assertEqual(machine.resolve(path), full)

    def test_what_is_there(self) -> None:
        """Files, folders, links that lead nowhere, names no file can have."""
        self.lay("file", "run*", "folder/")
        os.symlink("nowhere", os.path.join(self.folder, "link"))
        self.assertTrue(self.machine.is_file("file"))
        self.assertTrue(self.machine.is_folder("folder"))
        self.assertTrue(self.machine.exists("link"))
        self.assertFalse(self.machine.is_file("link"))
        self.assertTrue(self.machine.may_run("run"))
        self.assertFalse(self.machine.may_run("file"))
        for name in ("a\0b", "x" * 5000, "nowhere/x"):
            self.assertFalse(self.machine.exists(name))
            self.assertEqual(self.machine.read(name), "")
            self.assertEqual(self.machine.names(name), {})

    def test_a_large_folder_is_read_again_when_something_came(self) -> None:
        """From one failure to the next it is remembered, however quickly it changes."""
        self.lay(*(f"bin/tool{number}" for number in range(60)))
        listed = lambda: Machine(self.folder, [], self.folder).names("bin")  # noqa: E731
        self.assertIsNot(listed(), listed(), "a folder that has just changed may do so again unseen")
        with mock.patch.object(looking_around, "SETTLED_NS", -1):
            self.assertIs(listed(), listed())
            self.lay("bin/new")
            self.assertIn("new", listed())
            os.unlink(os.path.join(self.folder, "bin", "new"))
            self.assertNotIn("new", listed())

    def test_names_that_cannot_be_sent_are_left_out(self) -> None:
        """A name in odd bytes is not proposed."""
        with open(os.path.join(os.fsencode(self.folder), b"a\xff"), "w", encoding="utf-8"):
            pass
        self.lay("b")
        self.assertEqual(self.machine.names(""), {"b": False})

    def test_a_pipe_is_not_read(self) -> None:
        """Nothing hangs on what is no ordinary file."""
        os.mkfifo(os.path.join(self.folder, "pipe"))
        self.assertEqual(self.machine.head("pipe"), b"")

    def test_probes_are_few_and_kept(self) -> None:
        """The same one is asked for once; after the last allowed one nobody is asked."""
        asked: list[str] = []

        def look(argv: list[str], why: str) -> Seen:
            asked.append(argv[0])
            return Seen(0, argv[0], "")

        machine = Machine(look=look)
        for name in ["a", "a", *"bcdefghijk"]:
            machine.probe([name])
        self.assertEqual(asked, list("abcdefgh"))
        self.assertEqual(len(asked), MOST_PROBES)
        self.assertIsNone(Machine().probe(["a"]))


class TestPaths(Place):
    def check(self, typed: str, expected: str, kind: str = paths.ANY) -> None:
        """The nearest path; empty for none."""
        found = paths.nearest(Machine(self.folder, [], self.folder), typed, kind)
        self.assertEqual(found.path if found else "", expected, typed)

    def test_component_by_component(self) -> None:
        """What exists stays, what does not is replaced; case, extensions, hidden names."""
        self.lay("src/main.c", "src/util.c", "Docs/guide.md", ".profile", "read me.txt", "data/2023.csv", "run", "log/")
        for typed, expected in [
            ("scr/main.c", "src/main.c"),
            ("src/mian.c", "src/main.c"),
            ("scr/mian.c", "src/main.c"),
            ("docs/guide.md", "Docs/guide.md"),
            ("src/main.h", ""),
            ("src/main", "src/main.c"),
            ("run.sh", "run"),
            ("profile", ".profile"),
            (".porfile", ".profile"),
            ("data/2024.csv", ""),
            ("data/2023.cvs", "data/2023.csv"),
            ("nothing/alike", ""),
            ("~/scr", "~/src"),
            ("scr/", "src/"),
            ("./scr/../run1", ""),
        ]:
            self.check(typed, expected)
        self.check("lgo", "log", paths.FOLDER)
        self.check("rnu", "", paths.FOLDER)

    def test_two_near_names_are_not_the_only_one(self) -> None:
        """Then nothing is proven."""
        self.lay("abcd1e.txt", "report.txt", "resort.txt")
        found = paths.nearest(self.machine, "reort.txt")
        assert found is not None
        self.assertFalse(found.only)


class TestGit(Place):
    def setUp(self) -> None:
        super().setUp()
        if not shutil.which("git"):
            self.fail("git is needed for this test")
        env = {**os.environ, "HOME": self.folder, "GIT_CONFIG_NOSYSTEM": "1"}
        script = (
            "git init -q -b main . && git config user.email a@b && git config user.name A && "
            "git config alias.st status && mkdir sub && echo 1 > sub/a.txt && echo 2 > 'b c' && git add . && "
            "git commit -qm x && git branch topic/one && git tag v1 && git pack-refs --all && git branch two && "
            "git remote add up /nowhere && git update-ref refs/remotes/up/main HEAD && "
            "git config branch.main.remote up && git worktree add -q wt two"
        )
        subprocess.run(["sh", "-c", script], cwd=self.folder, env=env, check=True, capture_output=True)

    def test_a_repository_is_read_from_its_files(self) -> None:
        """Loose and packed refs, remotes, aliases, the index."""
        for machine in (self.machine, Machine(os.path.join(self.folder, "sub"), [], self.folder)):
            self.assertEqual(git.branches(machine), ["main", "topic/one", "two"])
            self.assertEqual(git.tags(machine), ["v1"])
            self.assertEqual(git.remote_branches(machine), ["up/main"])
            self.assertEqual(git.remotes(machine), ["up"])
            self.assertEqual(git.aliases(machine), ["st"])
            self.assertEqual(git.branch(machine), "main")
            self.assertEqual(git.upstream(machine, "main"), "up")
            self.assertEqual(git.top(machine), self.folder)
            self.assertEqual(git.tracked(machine), ["b c", "sub/a.txt"])

    def test_a_worktree_shares_refs(self) -> None:
        """Its own HEAD, everybody's branches."""
        machine = Machine(os.path.join(self.folder, "wt"), [], self.folder)
        self.assertEqual(git.branch(machine), "two")
        self.assertIn("topic/one", git.branches(machine))
        self.assertEqual(git.remotes(machine), ["up"])

    def test_outside_there_is_nothing(self) -> None:
        """No repository, a broken one, a broken index."""
        self.assertEqual(git.folder(Machine("/", [], "")), "")
        self.assertEqual(git.branches(Machine("/", [], "")), [])
        with open(os.path.join(self.folder, ".git", "index"), "wb") as file:
            file.write(b"DIRC\0\0\0\x02\0\0\0\x09short")
        self.assertEqual(git.tracked(Machine(self.folder)), [])

    def test_aliases_and_helpers_are_subcommands(self) -> None:
        """Beside those of the table."""
        known = subcommands.known(self.machine, "git")
        self.assertIn("st", known)
        self.assertEqual(known[0], "status")


class TestProjects(Place):
    def test_make(self) -> None:
        """Targets that can be named; no variables, patterns, recipes or comments."""
        text = "X := 1\nY = a:b\n.PHONY: all lint\nall: build test\nbuild test: x.o\n\techo a: b\n%.o: %.c\n"
        text += "# c: d\n$(X): y\nz::\n"
        self.lay("Makefile", text=text)
        self.assertEqual(projects.makefile(self.machine), "Makefile")
        self.assertEqual(projects.make(self.machine, "Makefile"), ["all", "lint", "build", "test", "z"])

    def test_npm(self) -> None:
        """Scripts; anything else than an object of them is none."""
        for text, names in [
            ('{"scripts": {"a": "x", "b:c": "y"}}', ["a", "b:c"]),
            ('{"scripts": []}', []),
            ("[]", []),
            ("{", []),
            ("", []),
            ("[" * 100_000, []),
        ]:
            self.lay("package.json", text=text)
            self.assertEqual(projects.npm(Machine(self.folder)), names)

    def test_cargo(self) -> None:
        """By folder and by name."""
        self.lay(
            "Cargo.toml",
            text='[package]\nname = "app"\n[[bin]]\nname = "tool"\npath = "x"\n[dependencies]\nname = "no"\n',
        )
        self.lay("src/main.rs", "src/bin/other.rs", "examples/demo.rs")
        self.assertEqual(projects.cargo(self.machine, "bin"), ["other.rs"[:-3], "app", "tool"])
        self.assertEqual(projects.cargo(self.machine, "example"), ["demo"])
        self.assertEqual(projects.cargo(self.machine, "nonsense"), [])

    def test_just(self) -> None:
        """Recipes, not variables and not their lines."""
        self.lay("justfile", text="x := 'a'\nbuild target:\n  echo a: b\n@quiet:\n# c: d\ntest: build\n")
        self.assertEqual(projects.just(self.machine), ["build", "test"])


class TestPrograms(Place):
    def test_the_path_is_scanned(self) -> None:
        """Files of its folders, not folders in them."""
        self.lay("bin/tool*", "bin/folder/")
        machine = Machine(self.folder, [os.path.join(self.folder, "bin"), "relative", "/nowhere"])
        self.assertEqual(programs.on_path(machine), {"tool"})
        self.assertTrue(programs.runs(machine, "tool", "bash"))
        self.assertTrue(programs.runs(machine, "cd", "bash"))
        self.assertFalse(programs.runs(machine, "folder", "bash"))
        self.assertIn("git", programs.known(Machine(), "bash"))

    def test_one_that_comes_is_seen(self) -> None:
        """What was made of the folders of the last failure is no answer for the next."""
        self.lay(*(f"bin/tool{number}*" for number in range(60)))
        found = lambda: programs.on_path(Machine(path=[os.path.join(self.folder, "bin")]))  # noqa: E731
        with mock.patch.object(looking_around, "SETTLED_NS", -1):
            self.assertIs(found(), found())
            self.lay("bin/newcomer*")
            self.assertIn("newcomer", found())
            os.unlink(os.path.join(self.folder, "bin", "newcomer"))
            self.assertNotIn("newcomer", found())

    def test_destruction_is_known(self) -> None:
        """By name and by family."""
        for name in ("rm", "dd", "mkfs.ext4", "shutdown", "kill"):
            self.assertTrue(programs.is_destructive(name), name)
        self.assertFalse(programs.is_destructive("rmdir2"))

    def test_programs_elsewhere(self) -> None:
        """In the project, at home."""
        self.lay("node_modules/.bin/lint*", ".local/bin/mine*", "here*")
        self.assertEqual(elsewhere.find(self.machine, "lint"), "node_modules/.bin/lint")
        self.assertEqual(elsewhere.find(self.machine, "mine"), f"{self.folder}/.local/bin/mine")
        self.assertEqual(elsewhere.find(self.machine, "here"), "./here")
        self.assertEqual(elsewhere.find(self.machine, "none-of-these"), "")


class TestHelp(unittest.TestCase):
    def test_options(self) -> None:
        """Every form in which help names one."""
        text = (
            "usage: x [-a] [--all[=WHEN]] <file>\n  -b, --be-quiet   say 'less'\n  -std=c11  --[no-]edit\n"
            "  --color=auto|always, --x-y-z.  non-option text - and a dash\n"
        )
        self.assertEqual(
            helptext.options(text),
            ["-a", "--all", "-b", "--be-quiet", "-std", "--edit", "--no-edit", "--color", "--x-y-z"],
        )

    def test_commands(self) -> None:
        """The lists of cobra, clap, click and their kin."""
        for text in (
            "Available Commands:\n  build       Build it\n  run         Run it\n\nFlags:\n  -h, --help\n",
            "Commands:\n    build, b  Build it\n    run       Run it\n\nOptions:\n  -h\n",
            "COMMANDS\n  build  x\n  run  y\n",
        ):
            found = helptext.commands(text)
            self.assertEqual([one for one in found if len(one) > 1], ["build", "run"], text)

    def test_values(self) -> None:
        """Bars, braces, possible values."""
        for text, option, values in [
            ("  --color=auto|always  when", "--color", ["auto", "always"]),
            ("  --mode {fast,slow}  how", "--mode", ["fast", "slow"]),
            ("  --when <W>\n   [possible values: a, b]", "--when", ["a", "b"]),
            ("  --other x", "--color", []),
        ]:
            self.assertEqual(helptext.values(text, option), values, text)

    def test_the_help_is_asked_for_once(self) -> None:
        """And not of programs that would open or connect."""
        machine = looking({"git commit -h": "--amend", "frob --help": "--all"})
        machine.keep(("which", "git"), lambda: "/bin/git")
        machine.keep(("which", "frob"), lambda: "/bin/frob")
        machine.keep(("which", "vim"), lambda: "/bin/vim")
        self.assertEqual(helptext.options(helptext.text(machine, ["git", "commit"])), ["--amend"])
        self.assertEqual(options.from_program(machine, "frob"), ["--all"])
        self.assertEqual(helptext.text(machine, ["vim"]), "")
        self.assertEqual(helptext.text(machine, ["absent"]), "")


class TestFaults(unittest.TestCase):
    def test_the_subcommand_at_fault(self) -> None:
        """Behind options with values, and one level down."""
        for line, chain, word in [
            ("git comit -m x", (), "comit"),
            ("git -C a/b -c x=y comit", (), "comit"),
            ("git stash lst", ("stash",), "lst"),
            ("git status", ("status",), None),
            ("git", (), None),
            ("docker compose upp", ("compose",), "upp"),
            ("cargo +nightly bulid", (), "bulid"),
            ("git help statsu", (), "statsu"),
            ("git $x", (), None),
            ("frob x", (), None),
        ]:
            found = faults.subcommand(failure(line))
            self.assertEqual((found[0], found[1].plain if found[1] else None), (chain, word), line)


if __name__ == "__main__":
    unittest.main()
