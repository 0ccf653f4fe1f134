"""Rules beyond the built-in ones: where they are found, who is trusted, when they are read again."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import unittest
import zipfile

from setting import HELLO, SHUTDOWN, failed, failure, talk

# isort: split
from ghost_kernel import keeping, loading
from ghost_kernel.engine import Engine
from ghost_kernel.shelf import Shelf

RULE = '''"""About NAME."""
from ghost_kernel.rules import Example, Fix, rule

@rule(programs=["NAME"])
def propose(failure):
    return Fix([*failure.words, "-x"], confidence=0.9)
'''


def rule(name: str) -> str:
    """The text of a rule about a program of this name."""
    return RULE.replace("NAME", name)


class Place(unittest.TestCase):
    """A folder to lay packages out in."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.base = os.path.realpath(holder.name)
        self.log: list[str] = []

    def path(self, *parts: str) -> str:
        return os.path.join(self.base, *parts)

    def write(self, name: str, text: str) -> str:
        path = self.path(name)
        os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def wheel(self, name: str, files: dict[str, str]) -> str:
        path = self.path(name)
        with zipfile.ZipFile(path, "w") as archive:
            for inside, text in files.items():
                archive.writestr(inside, text)
        return path

    def shelf(self, *packages: str, folder: str = "", state: str = "") -> Shelf:
        return Shelf(folder, packages, state, self.log.append)

    def names(self, *packages: str) -> list[str]:
        return [one.name for one in self.shelf(*packages).entries()]


class TestFinding(Place):
    def test_a_folder_holds_them_itself_or_in_one_of_the_agreed_name(self) -> None:
        """Files that are no rules are passed over where nothing says that they are."""
        self.write("plain/frob.py", rule("frob"))
        self.write("plain/setup.py", "1/0\n")
        self.write("plain/_shared.py", rule("no"))
        self.assertEqual(self.names(self.path("plain")), ["plain/frob"])
        self.write("deep/ghost_rules/knob.py", rule("knob"))
        self.write("deep/outer.py", rule("outer"))
        self.assertEqual(self.names(self.path("deep")), ["deep/knob"])
        self.assertEqual(self.log, [])

    def test_a_wheel_is_read_without_being_installed(self) -> None:
        """Its name is the distribution's; nothing comes onto the path that modules are found on."""
        before = list(sys.path)
        packed = self.wheel(
            "frob_rules-1.0-py3-none-any.whl",
            {"frob/ghost_rules/frob.py": rule("frob"), "frob/ghost_rules/__init__.py": "", "frob/x.py": rule("x")},
        )
        self.assertEqual(self.names(packed), ["frob_rules/frob"])
        loose = self.wheel("loose-1-py3-none-any.whl", {"loose/a.py": rule("a"), "loose/b.py": "1/0\n"})
        self.assertEqual(self.names(loose), ["loose/a"])
        self.assertEqual((sys.path, self.log), (before, []))

    def test_the_persons_own_come_first_and_a_package_shows_in_the_name(self) -> None:
        """So `ghost why` tells whose it was."""
        self.write("mine/frob.py", rule("frob"))
        self.write("other/frob.py", rule("frob"))
        engine = Engine(self.path("mine"), self.log.append, [self.path("other")])
        said = engine.ask(failure("frob a", ""))
        self.assertEqual([name for name, _ in said][:2], ["frob", "other/frob"])

    def test_what_cannot_be_used_is_said_once_and_the_rest_works(self) -> None:
        """Missing, no package, not absolute, broken, named twice."""
        self.write("good/frob.py", rule("frob"))
        self.write("again/good/frob.py", rule("frob"))
        self.write("bad/ghost_rules/broken.py", "1/0\n")
        self.write("bad/ghost_rules/fine.py", rule("fine"))
        self.write("text.txt", "")
        self.write("fake-1.whl", "no archive")
        empty = self.wheel("empty-1.whl", {"x.py": ""})
        names = ["good", "nowhere", "text.txt", "fake-1.whl", "bad", "again/good"]
        shelf = self.shelf(*[self.path(name) for name in names], empty, "relative/folder", self.path("nu\0l"))
        for _ in range(3):
            self.assertEqual([one.name for one in shelf.entries()], ["good/frob", "bad/fine"])
        for part in [
            "nowhere cannot be read", "text.txt is neither a folder nor a wheel", "fake-1.whl cannot be read",
            "broken.py cannot be loaded: ZeroDivisionError", "has the same name", "empty-1.whl has no rule",
            "relative/folder: its path is not absolute", "nu\0l cannot be read",
        ]:  # fmt: skip
            self.assertEqual(len([line for line in self.log if part in line]), 1, (part, self.log))
        self.assertEqual(len(self.log), 8)

    def test_a_wheel_too_large_is_not_read(self) -> None:
        """Neither a file that unpacks to more than a rule can have."""
        bomb = self.wheel("bomb-1.whl", {"ghost_rules/a.py": rule("a") + "#" * (1 << 20)})
        self.assertEqual(self.names(bomb), [])
        self.assertIn("too large", self.log[0])


class TestTrust(Place):
    """A package is code that runs: nobody else can have made it or can change it."""

    def setUp(self) -> None:
        super().setUp()
        self.package = self.path("outer", "pkg")
        self.file = self.write("outer/pkg/ghost_rules/frob.py", rule("frob"))
        self.packed = self.wheel("outer/one-1.whl", {"ghost_rules/frob.py": rule("frob")})
        for folder, _, names in os.walk(self.base):
            os.chmod(folder, 0o755)
            for name in names:
                os.chmod(os.path.join(folder, name), 0o644)

    def refused(self, package: str, reason: str) -> None:
        self.log.clear()
        self.assertEqual(self.names(package), [], reason)
        self.assertEqual(len(self.log), 1, self.log)
        self.assertIn("is refused", self.log[0])
        self.assertIn(reason, self.log[0])

    def test_one_that_others_can_change_is_refused(self) -> None:
        """The file, its folder, or a folder above it; for a group as well as for all."""
        self.assertEqual(self.names(self.package, self.packed), ["pkg/frob", "one/frob"])
        inner = os.path.dirname(self.file)
        for place in [self.file, inner, self.package, os.path.dirname(self.package)]:
            mode = os.stat(place).st_mode & 0o777
            for bits in (0o020, 0o002):
                os.chmod(place, mode | bits)
                self.refused(self.package, f"{place} can be changed by other accounts")
            os.chmod(place, mode)
        os.chmod(self.packed, 0o666)
        self.refused(self.packed, "can be changed by other accounts")

    def test_in_a_sticky_folder_nobody_replaces_what_is_anothers(self) -> None:
        """But into a package that is sticky itself new files can be put."""
        os.chmod(self.path("outer"), 0o1777)
        self.assertEqual(self.names(self.package), ["pkg/frob"])
        os.chmod(self.package, 0o1777)
        self.refused(self.package, "can be changed")

    def test_a_link_inside_is_refused_and_one_to_it_is_followed(self) -> None:
        """What is looked at is what is read."""
        os.symlink(self.package, self.path("link"))
        self.assertEqual(self.names(self.path("link")), ["link/frob"])
        os.symlink("/etc/hostname", os.path.join(os.path.dirname(self.file), "more.py"))
        self.refused(self.package, "more.py is a link")
        os.unlink(os.path.join(os.path.dirname(self.file), "more.py"))
        os.rename(os.path.dirname(self.file), self.path("elsewhere"))
        os.symlink(self.path("elsewhere"), os.path.dirname(self.file))
        self.refused(self.package, "ghost_rules is a link")

    @unittest.skipIf(os.geteuid(), "files cannot be given away")
    def test_one_of_another_account_is_refused(self) -> None:
        """Root's is fine: root could change anything anyway."""
        for place in [self.file, self.package, self.path("outer")]:
            os.chown(place, 12345, -1)
            self.refused(self.package, f"{place} belongs to another account")
            os.chown(place, 0, -1)
        self.assertEqual(self.names(self.package), ["pkg/frob"])

    def test_a_package_that_becomes_unsafe_is_no_longer_asked(self) -> None:
        """Not even by a brain that has loaded it."""
        shelf = self.shelf(self.package, self.packed)
        self.assertEqual(len(shelf.entries()), 2)
        os.chmod(self.file, 0o666)
        self.assertEqual([one.name for one in shelf.entries()], ["one/frob"])


class TestKeeping(Place):
    """A cold brain reads no source that has not changed, and runs none whose gates are shut."""

    def setUp(self) -> None:
        super().setUp()
        os.mkdir(self.path("state"), 0o700)
        self.write("mine/frob.py", rule("frob") + "import os\nos.environ['GHOST_RAN'] = 'yes'\n")
        self.packed = self.wheel("one-1.whl", {"ghost_rules/knob.py": rule("knob")})
        self.addCleanup(os.environ.pop, "GHOST_RAN", None)

    def cold(self) -> Engine:
        os.environ.pop("GHOST_RAN", None)
        return Engine(self.path("mine"), self.log.append, [self.packed], self.path("state"))

    def test_a_rule_whose_gates_are_shut_is_not_run_again(self) -> None:
        """Its gates are known from the last brain; so is the wheel, which is not even opened."""
        self.cold().own()
        self.assertIn("GHOST_RAN", os.environ)
        engine = self.cold()
        opened = zipfile.ZipFile
        zipfile.ZipFile = None  # type: ignore[assignment,misc]
        try:
            self.assertEqual([one.name for one in engine.own()], ["frob", "one/knob"])
            self.assertEqual(engine.ask(failure("nothing like it", "")), [])
            self.assertNotIn("GHOST_RAN", os.environ)
            self.assertEqual([name for name, _ in engine.ask(failure("knob a", ""))], ["one/knob"])
            self.assertEqual([name for name, _ in engine.ask(failure("frob a", ""))], ["frob"])
        finally:
            zipfile.ZipFile = opened  # type: ignore[misc]
        self.assertIn("GHOST_RAN", os.environ)

    def test_what_has_changed_is_read_again(self) -> None:
        """And one that is gone is not asked."""
        self.cold().own()
        self.write("mine/frob.py", rule("grob"))
        self.wheel("one-1.whl", {"ghost_rules/other.py": rule("other")})
        entries = self.cold().own()
        self.assertEqual(
            [(one.name, one.about) for one in entries], [("frob", "About grob."), ("one/other", "About other.")]
        )
        self.assertEqual([one.name for one in self.cold().own()], ["frob", "one/other"])
        os.unlink(self.path("mine/frob.py"))
        self.assertEqual([one.name for one in self.cold().own()], ["one/other"])

    def test_what_was_kept_badly_is_of_no_consequence(self) -> None:
        """Half a file, bytes of another, one that others could have written: the sources are read instead."""
        self.cold().own()
        path = self.path("state", keeping.NAME)
        with open(path, "rb") as file:
            good = file.read()
        for text in [
            b"",
            good[:-1],
            good[: len(keeping.HEAD) + 3],
            good[:-1] + b"\xff",
            b"x" + good,
            b"G" + good[1:],
            os.urandom(300),
            good.replace(b"About frob", b"About grob"),
        ]:
            with open(path, "wb") as file:
                file.write(text)
            entries = self.cold().own()
            self.assertEqual(
                [(one.name, one.about) for one in entries], [("frob", "About frob."), ("one/knob", "About knob.")]
            )
            self.assertIn("GHOST_RAN", os.environ, text[:10])
            with open(path, "rb") as file:
                self.assertEqual(len(file.read()), len(good), "it is kept anew")
        os.chmod(path, 0o666)
        self.cold().own()
        self.assertIn("GHOST_RAN", os.environ, "others could have written it")

    def test_a_folder_that_cannot_be_written_is_no_trouble(self) -> None:
        """Then every brain reads the sources."""
        for state in ("", "/proc/nowhere", self.path("mine/frob.py")):
            engine = Engine(self.path("mine"), self.log.append, [self.packed], state)
            self.assertEqual([one.name for one in engine.own()], ["frob", "one/knob"])
        self.assertEqual((self.log, os.listdir(self.path("state"))), ([], []))

    def test_code_survives_the_way_there_and_back(self) -> None:
        """With the path that errors name."""
        code = loading.compiled(b"1/0", "/x/y.py")
        with self.assertRaisesRegex(loading.RuleError, "/x/y.py"):
            loading.load_code(keeping.unpacked(keeping.packed(code)), "/x/y.py", "y")


class TestBrain(Place):
    def test_packages_of_the_settings_are_asked(self) -> None:
        """And one that is missing costs a line in the log, not the answer."""
        self.write("pkg/frob.py", rule("frob"))
        hello = {**HELLO, "settings": {"rule_packages": [self.path("gone"), self.path("pkg")], "state_dir": self.base}}
        answers, done = talk(hello, failed("frob a", "no"), failed("frob b", "no"), SHUTDOWN)
        for answer, line in zip(answers[1:], ["frob a -x", "frob b -x"]):
            candidates = answer["candidates"]
            assert isinstance(candidates, list)
            self.assertEqual((candidates[0]["command"], candidates[0]["rule"]), (line, "pkg/frob"))
        log = io.BytesIO(done.stderr).readlines()
        self.assertEqual(len(log), 1, log)
        self.assertIn(b"gone cannot be read", log[0])


if __name__ == "__main__":
    unittest.main()
