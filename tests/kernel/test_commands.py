"""Which package holds a command: the bundled table, lists of managers made for the test, what is told to the person."""

from __future__ import annotations

import gzip
import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import unittest
from unittest import mock

from setting import KERNEL, PACKAGE, PROJECT

# isort: split
from ghost_kernel.knowledge import command_lists, command_table, commands, debian, managers, missing, package_names
from ghost_kernel.machine import Machine
from ghost_kernel.spelling import Near

sys.path.insert(0, KERNEL)
import package_choice
import package_table


class Place(unittest.TestCase):
    """A system of its own: files below `root`, programs on a PATH."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        base = os.path.realpath(holder.name)
        self.root, self.bin, self.home = (os.path.join(base, name) for name in ("root", "bin", "home"))
        for folder in (self.root, self.bin, self.home):
            os.mkdir(folder)
        patched = mock.patch.object(os, "geteuid", return_value=1000)
        patched.start()
        self.addCleanup(patched.stop)

    def machine(self, *programs: str, system: str = "") -> Machine:
        """A machine with these programs, that calls itself so."""
        for name in programs:
            path = os.path.join(self.bin, name)
            with open(path, "wb"):
                pass
            os.chmod(path, 0o755)
        if system:
            self.lay("/etc/os-release", f'NAME="x"\nID={system}\n'.encode())
        return Machine(self.home, [self.bin], self.home, None, self.root)

    def lay(self, path: str, data: bytes) -> str:
        """A file of the system, or of the home folder; returns where it lies."""
        place = self.root + path if path[0] == "/" else os.path.join(self.home, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(data)
        return place


class TestTable(Place):
    def test_the_bundled_one_can_be_shipped(self) -> None:
        """It reads back, is in order, small, and knows what everybody does."""
        with mock.patch("sys.stdout", io.StringIO()) as said:
            self.assertEqual(package_table.check(package_table.TABLE), 0, said.getvalue())

    def test_it_is_a_part_of_what_is_shipped(self) -> None:
        """Each file of the brain that is no module is carried by the binary's build and by the wheel."""
        with open(os.path.join(PROJECT, "wrapper", "build.rs"), encoding="utf-8") as file:
            build = file.read()
        with open(os.path.join(KERNEL, "pyproject.toml"), encoding="utf-8") as file:
            wheel = file.read().partition("[tool.setuptools.package-data]")[2].partition("\n[")[0]
        data = []
        for folder, _, names in os.walk(PACKAGE):
            data += [os.path.join(folder, one) for one in names if not one.endswith((".py", ".pyc", ".md"))]
        self.assertIn(command_table.FILE, data)
        for path in data:
            ending = os.path.splitext(path)[1]
            self.assertIn(f'"{ending[1:]}"', build, path)
            inside = os.path.relpath(path, PACKAGE)
            self.assertIn(f'"{os.path.dirname(inside)}/*{ending}"', wheel, path)

    def test_what_is_folded_is_unfolded(self) -> None:
        """Names that begin alike, packages that repeat, one block and many; the same table makes the same bytes."""
        rows = {f"tool{number:05}x": f"pack{number // 7}" for number in range(4000)}
        rows.update({"rg": "ripgrep", "rgb": "ripgrep", "r": "r", "[": "coreutils", "A": "a"})
        data = package_table.folded(rows)
        self.assertEqual(data, package_table.folded(dict(reversed(list(rows.items())))))
        table = command_table.opened(self.lay("/t", data))
        assert table is not None
        self.assertGreater(len(table.firsts), 2)
        self.assertEqual(command_table.every(table), dict(sorted(rows.items())))
        for name in ("", "q", "tool", "zz", "tool00001", "\x00", "é"):
            self.assertEqual(table.package(name), "", name)

    def test_a_broken_file_is_an_empty_one(self) -> None:
        """None, and never an error: it may be cut off, garbled, or of another version."""
        data = package_table.folded({f"tool{number}": "pack" for number in range(3000)})
        for number, broken in enumerate(
            (b"", b"ghost commands 2 1 5\n", b"\xff" * 90, data[:30], b"ghost commands 1 x y\n")
        ):
            self.assertIsNone(command_table.opened(self.lay(f"/broken{number}", broken)), broken[:20])
        first = data.partition(b"\n")[0]
        head = len(first) + 1 + int(first.split()[-1])
        for number, broken in enumerate((data[:-9], data[:head] + b"\xff" * (len(data) - head))):
            table = command_table.opened(self.lay(f"/cut{number}", broken))
            assert table is not None
            self.assertEqual(table.package("tool999"), "")
            with mock.patch("sys.stdout", io.StringIO()):
                self.assertEqual(package_table.check(os.path.join(self.root, f"cut{number}")), 1)

    def test_the_best_package_is_chosen(self) -> None:
        """The real one before the transitional, its namesake before others, the higher priority, no variant."""
        known = {
            "old": {"Description": "transitional package", "Priority": "required", "Depends": "base"},
            "tool": {"Priority": "optional"},
            "tool-nox": {"Priority": "optional"},
            "base": {"Priority": "important"},
            "user": {"Depends": "liked (>= 1), tool"},
            "liked": {},
            "lone": {},
            "meta": {"Depends": "liked, meta-bin (= 1)"},
            "meta-bin": {},
        }
        for name, packages, best in [
            ("tool", {"old", "base", "tool"}, "tool"),
            ("x", {"old", "base", "liked"}, "base"),
            ("x", {"tool-nox", "liked"}, "liked"),
            ("x", {"lone", "liked"}, "liked"),
            ("x", {"gone"}, None),
            ("meta", {"meta-bin"}, "meta"),
            ("old", {"base"}, "base"),
        ]:
            self.assertEqual(package_choice.chosen({name: packages}, known).get(name), best, (name, packages))

    def test_what_nobody_types_is_left_out(self) -> None:
        """Cross compilers, copies with a version, scripts with their ending; but not a package's own name."""
        for name, packages, typed in [
            ("x86_64-w64-mingw32-gcc", {"gcc-mingw"}, False),
            ("clang-14", {"clang-14"}, True),
            ("clang++-14", {"clang-14"}, False),
            ("python3.11", {"python3.11-minimal"}, False),
            ("python3", {"python3-minimal"}, True),
            ("run.py", {"runner"}, False),
            ("dh_install", {"debhelper"}, False),
            ("7z", {"p7zip-full"}, True),
            ("x" * 29, {"y"}, False),
            ("a b", {"y"}, False),
        ]:
            self.assertEqual(package_choice.is_typed(name, packages, {}), typed, name)

    def test_a_look_up_reads_one_block(self) -> None:
        """And a second one none."""
        table = command_table.opened()
        assert table is not None
        fresh = command_table.Table(table.path, table.firsts, table.places)
        self.assertEqual((fresh.package("rg"), fresh.package("rg")), ("ripgrep", "ripgrep"))
        self.assertEqual(len(fresh._blocks), 1)

    def test_it_imports_next_to_nothing(self) -> None:
        """In a fresh interpreter."""
        program = (
            f"import sys; sys.path.insert(0, {KERNEL!r})\nimport os\nbefore = set(sys.modules)\n"
            "from ghost_kernel.knowledge import command_table\nprint(command_table.package('rg'))\n"
            "print(*sorted(name for name in set(sys.modules) - before if 'ghost' not in name))\n"
        )
        done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.split(), ["ripgrep", "__future__", "zlib"])


class TestManagers(Place):
    def test_the_systems_own_comes_first(self) -> None:
        """Others may be installed beside it; without a release file the order of the table decides."""
        for system, programs, name in [
            ("debian", ["apt-get", "brew"], "apt"),
            ("fedora", ["apt-get", "dnf", "yum"], "dnf"),
            ("arch", ["pacman", "brew"], "pacman"),
            ("alpine", ["apk"], "apk"),
            ("", ["brew"], "brew"),
            ("fedora", ["brew"], "brew"),
        ]:
            self.setUp()
            found = managers.here(self.machine(*programs, system=system))
            self.assertEqual(found and found.name, name, (system, programs))
        self.setUp()
        self.assertIsNone(managers.here(self.machine("ls")))

    def test_the_line_to_type(self) -> None:
        """With sudo or doas where the person needs it, with the manager's own words."""
        for programs, package, line in [
            (["apt-get", "sudo"], "tool", "sudo apt-get install tool"),
            (["apt-get"], "tool", "apt-get install tool"),
            (["apk", "doas"], "tool", "doas apk add tool"),
            (["brew", "sudo"], "tool", "brew install tool"),
            (["pacman", "sudo"], "tool", "sudo pacman -S tool"),
            (["zypper", "sudo"], "tool", "sudo zypper install tool"),
            (["nix-env", "sudo"], "tool", "nix-env -iA nixpkgs.tool"),
        ]:
            self.setUp()
            machine = self.machine(*programs)
            manager = managers.here(machine)
            assert manager is not None
            self.assertEqual(managers.line(machine, manager, package), line)
        with mock.patch.object(os, "geteuid", return_value=0):
            self.setUp()
            with mock.patch.object(os, "geteuid", return_value=0):
                machine = self.machine("apt-get", "sudo")
                self.assertEqual(managers.line(machine, managers.NAMED["apt"], "tool"), "apt-get install tool")

    def test_apt_has_to_fetch_its_lists_first(self) -> None:
        """As in a container, where they were thrown away."""
        os.makedirs(self.root + managers.APT_LISTS + "/partial")
        machine = self.machine("apt-get", "sudo")
        line = managers.line(machine, managers.NAMED["apt"], "tool")
        self.assertEqual(line, "sudo apt-get update && sudo apt-get install tool")
        self.lay(managers.APT_LISTS + "/host_main_Packages.lz4", b"")
        machine = self.machine("apt-get", "sudo")
        self.assertEqual(managers.line(machine, managers.NAMED["apt"], "tool"), "sudo apt-get install tool")


class TestTold(Place):
    def told(self, name: str, *programs: str, system: str = "") -> str:
        """The sentence; empty when nothing is known."""
        found = commands.told(self.machine(*programs, system=system), name)
        return found.sentence if found is not None else ""

    def test_sentences(self) -> None:
        """For the manager that is here; where names differ and no list says so, only probably."""
        for name, system, programs, sentence in [
            ("rg", "debian", ["apt-get", "sudo"], "it is in the package ripgrep: sudo apt-get install ripgrep"),
            ("rg", "debian", ["apt-get"], "it is in the package ripgrep: apt-get install ripgrep (as root)"),
            (
                "fd",
                "debian",
                ["apt-get", "sudo"],
                "it is in the package fd-find, as fdfind: sudo apt-get install fd-find",
            ),
            ("fd", "arch", ["pacman", "sudo"], "it is probably in the package fd: sudo pacman -S fd"),
            ("dig", "fedora", ["dnf", "sudo"], "it is probably in the package bind-utils: sudo dnf install bind-utils"),
            ("cowsay", "alpine", ["apk", "doas"], "it is probably in the package cowsay: doas apk add cowsay"),
            ("rg", "", [], "it is in the package ripgrep, as Debian names it"),
            ("tsc", "", ["npm"], "npm has it in the package typescript: npm install -g typescript"),
            ("black", "", ["pipx", "pip3"], "pip has it in the package black: pipx install black"),
            ("cargo-add", "", ["cargo"], "cargo has it in the package cargo-edit: cargo install cargo-edit"),
        ]:
            self.setUp()
            said = self.told(name, *programs, system=system)
            self.assertEqual(said, f"{name} is not installed; {sentence}", (name, system))
        self.assertEqual(self.told("frobnicate", "apt-get"), "")

    def test_the_pieces_of_an_answer(self) -> None:
        """For a sentence of one's own: the package, the line, and the other ways there are."""
        found = commands.told(self.machine("apt-get", "sudo", "npm", system="debian"), "tsc")
        assert found is not None
        self.assertEqual(
            (found.package, found.manager, found.line),
            ("node-typescript", "apt", "sudo apt-get install node-typescript"),
        )
        self.assertEqual(found.others, [("typescript", "npm", "npm install -g typescript")])
        machine = self.machine("apt-get", "npm", system="debian")
        self.assertEqual(commands.package_of(machine, "tsc"), [("node-typescript", "apt"), ("typescript", "npm")])
        self.assertEqual(commands.package_of(machine, "frobnicate"), [])

    def test_what_is_missing_and_what_is_misspelt(self) -> None:
        """By how well known both are, how near, and whether the line suits."""
        for name, near, cost, suits, wanted in [
            ("rg", "ri", 1.0, 0.0, True),
            ("rg", "rm", 1.0, 0.5, True),
            ("htop", "top", 1.3, 0.5, True),
            ("dc", "cd", 0.6, 0.3, False),
            ("dc", "cd", 0.6, 0.0, True),
            ("got", "git", 0.8, 0.5, False),
            ("mmake", "make", 0.6, 0.0, False),
            ("mmake", "make", 0.6, -0.2, True),
            ("toil", "tail", 0.8, 0.0, True),
            ("cowsay", "cowsays", 1.0, 0.0, True),
            ("grpe", "grep", 0.6, 0.0, False),
        ]:
            self.assertEqual(missing.is_missing(name, Near(near, cost, True), suits), wanted, (name, near, suits))


class TestLists(Place):
    def test_ubuntus_database(self) -> None:
        """It is asked before the bundled table; a broken one is no answer."""
        place = self.lay(command_lists.UBUNTU, b"")
        base = sqlite3.connect(place)
        base.executescript(
            "CREATE TABLE packages (pkgID INTEGER, name TEXT, version TEXT, component TEXT, priority INTEGER);"
            "CREATE TABLE commands (cmdID INTEGER, pkgID INTEGER, command TEXT);"
            "INSERT INTO packages VALUES (1, 'frob-tools', '1', 'main', 5), (2, 'frob-lite', '1', 'universe', 9);"
            "INSERT INTO commands VALUES (1, 1, 'frob'), (2, 2, 'frob'), (3, 1, 'rg');"
        )
        base.commit()
        base.close()
        machine = self.machine("apt-get", system="ubuntu")
        self.assertEqual(commands.package_of(machine, "frob"), [("frob-lite", "apt"), ("frob-tools", "apt")])
        self.assertEqual(commands.package_of(machine, "rg"), [("frob-tools", "apt")])
        with sqlite3.connect(place) as base:
            base.execute("UPDATE packages SET name = 'frob; touch x' WHERE pkgID = 1")
        base.close()
        machine = self.machine("apt-get")
        self.assertEqual(
            commands.package_of(machine, "frob"), [("frob-lite", "apt")], "no name may be a line of its own"
        )
        self.lay(command_lists.UBUNTU, b"no database" * 99)
        self.assertEqual(commands.package_of(self.machine("apt-get"), "rg"), [("ripgrep", "apt")])

    def test_nixs_table(self) -> None:
        """For this kind of processor."""
        base = sqlite3.connect(self.lay(command_lists.NIX, b""))
        base.execute("CREATE TABLE Programs (name TEXT, system TEXT, package TEXT)")
        system = os.uname().machine + "-linux"
        base.executemany("INSERT INTO Programs VALUES (?, ?, ?)", [("frob", system, "frobber"), ("frob", "x", "y")])
        base.commit()
        base.close()
        machine = self.machine("nix-env", system="nixos")
        found = commands.told(machine, "frob")
        assert found is not None
        self.assertEqual(found.line, "nix-env -iA nixos.frobber")

    def packed(self, files: dict[str, str]) -> bytes:
        """A tar archive in gzip."""
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode="w:gz") as archive:
            for name, text in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(text)
                archive.addfile(entry, io.BytesIO(text.encode()))
        return data.getvalue()

    def test_pacmans_lists(self) -> None:
        """Files of the small repositories; names of all."""
        files = {
            "frob-tools-1.2-1/files": "%FILES%\nusr/\nusr/bin/\nusr/bin/frob\n",
            "other-2-1/files": "%FILES%\nusr/bin/frobx\n",
        }
        self.lay(f"{command_lists.PACMAN}/core.files", self.packed(files))
        self.lay(f"{command_lists.PACMAN}/core.db", self.packed({"frob-tools-1.2-1/desc": "x", "fzf-1-1/desc": "y"}))
        machine = self.machine("pacman", system="arch")
        self.assertEqual(commands.package_of(machine, "frob"), [("frob-tools", "pacman")])
        self.assertEqual(package_names.offered(machine, "pacman", "f"), ["frob-tools", "fzf"])
        self.assertEqual(commands.package_of(machine, "figlet"), [], "the list of names denies it")
        self.assertEqual(commands.package_of(machine, "fzf"), [("fzf", "pacman")])

    def test_alpines_index(self) -> None:
        """Two members of gzip in one file, commands among what a package provides."""
        text = "C:x\nP:frob-tools\nV:1\np:so:x=1 cmd:frob=1-r0 cmd:frobx=1-r0\n\nC:y\nP:other\np:cmd:fro=1\n\n"
        self.lay("/var/cache/apk/APKINDEX.1.tar.gz", gzip.compress(b"signature") + self.packed({"APKINDEX": text}))
        machine = self.machine("apk", system="alpine")
        self.assertEqual(command_lists.packages(machine, "apk", "frob"), ["frob-tools"])
        self.assertEqual(command_lists.packages(machine, "apk", "fro"), ["other"])
        self.assertEqual(command_lists.packages(machine, "apk", "fr"), [])
        self.assertEqual(package_names.offered(machine, "apk", "f"), ["frob-tools"])

    def test_homebrews_list(self) -> None:
        """A formula a line, with or without a version."""
        self.lay(".cache/Homebrew/api/internal/executables.txt", b"frob-tools(1.2):frob frobx\nother:x fro\n")
        machine = self.machine("brew")
        for name, wanted in [("frob", ["frob-tools"]), ("frobx", ["frob-tools"]), ("fro", ["other"]), ("fr", [])]:
            self.assertEqual(command_lists.packages(machine, "brew", name), wanted, name)
        self.assertEqual(command_lists.packages(machine, "brew", "other"), [], "a formula is no command")

    def test_dnfs_names(self) -> None:
        """They say whether Debian's name is right."""
        base = sqlite3.connect(self.lay(package_names.DNF, b""))
        base.execute("CREATE TABLE available (pkg TEXT)")
        base.executemany(
            "INSERT INTO available VALUES (?)", [("cowsay-3.04-1.fc40.noarch",), ("bind-utils-9-1.x86_64",)]
        )
        base.commit()
        base.close()
        machine = self.machine("dnf", system="fedora")
        found = [commands.told(machine, name) for name in ("cowsay", "dig", "cmatrix")]
        self.assertEqual(
            [(one.package, one.sure) if one else None for one in found], [("cowsay", True), ("bind-utils", True), None]
        )

    def test_lists_that_are_too_large_or_odd_are_not_read(self) -> None:
        """Nobody waits for them."""
        place = self.lay("/x.gz", gzip.compress(b"text" * 1000))
        machine = self.machine()
        self.assertEqual(command_lists.unpacked(machine, "/x.gz"), b"text" * 1000)
        self.assertEqual(command_lists.unpacked(machine, "/x.gz", 10), b"")
        self.lay("/x.gz", b"\x1f\x8bgarbage")
        self.assertEqual(command_lists.unpacked(machine, "/x.gz"), b"")
        self.assertEqual(command_lists.unpacked(machine, "/none"), b"")
        self.assertTrue(os.path.exists(place))

    def test_names_of_a_language_come_from_the_project(self) -> None:
        """Never from a registry."""
        self.lay("requirements.txt", b"frobkit[all]>=1\n-r other.txt\n# x\n")
        self.lay("Cargo.toml", b'[dependencies]\nserde = "1"\n')
        self.lay("Gemfile", b'gem "rack", "~> 3"\n')
        self.lay("package.json", b'{"dependencies": {"lefty": "1"}, "devDependencies": []}')
        machine = self.machine("pip", "cargo", "gem", "npm")
        for manager, near, names in [
            ("pip", "frob", ["frobkit"]),
            ("cargo", "s", ["serde"]),
            ("gem", "rak", ["rack"]),
            ("npm", "letfy", ["lefty"]),
            ("npm", "x", []),
            ("go", "x", []),
        ]:
            self.assertEqual(package_names.offered(machine, manager, near), names, manager)

    def test_apts_names_without_its_lists(self) -> None:
        """Those that bring a program are known anyway."""
        near = debian.nearest(self.machine("apt-get"), "ripgerp", False)
        self.assertEqual(near and (near.name, near.only), ("ripgrep", True))


if __name__ == "__main__":
    unittest.main()
