"""Messages in the person's language, put into English by the programs' own catalogues."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import tempfile
import time
import unittest

from setting import PROJECT, failed

# isort: split
from ghost_kernel import messages, mind
from ghost_kernel.engine import Engine
from ghost_kernel.knowledge import catalogues
from ghost_kernel.machine import Machine
from ghost_kernel.protocol import types

HEADER = "Content-Type: text/plain; charset={}\n"
# Messages as the programs' translators have them: English, German.
LIBC = {
    "No such file or directory": "Datei oder Verzeichnis nicht gefunden",
    "Is a directory": "Ist ein Verzeichnis",
    "%s: unrecognized option '%s%s'\n": "%s: Unbekannte Option »%s%s«\n",
    "%s: option '%s%s' is ambiguous; possibilities:": "%s: Die Option »%s%s« ist nicht eindeutig; möglich wären:",
}
COREUTILS = {
    "cannot access %s": "Zugriff auf %s nicht möglich",
    "cannot create directory %s": "das Verzeichnis %s kann nicht angelegt werden",
    "missing operand": "fehlender Operand",
    "invalid number of lines": "ungültige Anzahl von Zeilen",
    "Try '%s --help' for more information.\n": "„%s --help“ liefert weitere Informationen.\n",
}
GIT = {
    "git: '%s' is not a git command. See 'git --help'.": "git: '%s' ist kein Git-Befehl. Siehe 'git --help'.",
    "\nThe most similar command is\0\nThe most similar commands are": (
        "\nDer ähnlichste Befehl ist\0\nDie ähnlichsten Befehle sind"
    ),
    "error: %s": "Fehler: %s",
    "fatal: ": "Schwerwiegend: ",
    "unknown option `%s'": "Unbekannte Option: `%s'",
    "%s: not a valid object of %s": "%2$s hat kein gültiges Objekt %1$s",
}
ALL = {"libc": LIBC, "coreutils": COREUTILS, "git": GIT}
LIMIT = 0.5  # seconds, ten times what is usual on a busy machine
REAL = ("de_DE", "zh_CN", "fr_FR", "ja_JP", "es_ES", "pl_PL")


def compiled(pairs: dict[str, str], charset: str = "UTF-8") -> bytes:
    """A catalogue as msgfmt writes it."""
    known = {"": HEADER.format(charset), **pairs}
    keys = sorted(known, key=str.encode)
    originals = [key.encode() for key in keys]
    translations = [known[key].encode(charset) for key in keys]
    at = 28 + 16 * len(keys)
    tables, strings = b"", b""
    for table in (originals, translations):
        for text in table:
            tables += struct.pack("=II", len(text), at + len(strings))
            strings += text + b"\0"
    return struct.pack("=7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0) + tables + strings


class Case(unittest.TestCase):
    """A root folder with German catalogues in it."""

    def setUp(self) -> None:
        """Writes them."""
        place = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, place)
        self.root = os.path.join(place, "root")
        for name, pairs in ALL.items():
            self.put(name, compiled(pairs))

    def put(self, name: str, data: bytes, language: str = "de") -> None:
        """One catalogue."""
        folder = os.path.join(self.root, "usr/share/locale", language, "LC_MESSAGES")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name + ".mo"), "wb") as file:
            file.write(data)

    def english(self, program: str, text: str, locale: str = "de_DE.UTF-8") -> str:
        """The text as rules would see it."""
        return catalogues.english(Machine(root=self.root), locale, [program], text)


class TestEnglish(Case):
    def test_lines(self) -> None:
        """What is fixed is put into English, names stay, quotes of the language become plain ones."""
        for program, text, wanted in [
            ("ls", "ls: Unbekannte Option »--frob«", "ls: unrecognized option '--frob'"),
            (
                "ls",
                "ls: Zugriff auf 'my notes' nicht möglich: Datei oder Verzeichnis nicht gefunden",
                "ls: cannot access 'my notes': No such file or directory",
            ),
            (
                "mkdir",
                "mkdir: das Verzeichnis „a/b“ kann nicht angelegt werden: Datei oder Verzeichnis nicht gefunden",
                "mkdir: cannot create directory 'a/b': No such file or directory",
            ),
            ("cat", "cat: src: Ist ein Verzeichnis", "cat: src: Is a directory"),
            ("head", "head: ungültige Anzahl von Zeilen: „x“", "head: invalid number of lines: 'x'"),
            ("rm", "rm: fehlender Operand\n„rm --help“ liefert weitere Informationen.",
             "rm: missing operand\nTry 'rm --help' for more information."),
            ("ls", "ls: Die Option »--s« ist nicht eindeutig; möglich wären: '--size' '--sort'",
             "ls: option '--s' is ambiguous; possibilities: '--size' '--sort'"),
            ("git", "git: 'lgo' ist kein Git-Befehl. Siehe 'git --help'.\n\nDer ähnlichste Befehl ist\n\tlog",
             "git: 'lgo' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tlog"),
            ("git", "Die ähnlichsten Befehle sind\n\tlog\n\tgo", "The most similar commands are\n\tlog\n\tgo"),
            ("git", "Fehler: Unbekannte Option: `frob'", "error: unknown option `frob'"),
            ("git", "Schwerwiegend: main hat kein gültiges Objekt abc", "fatal: abc: not a valid object of main"),
        ]:  # fmt: skip
            self.assertEqual(self.english(program, text), wanted)

    def test_what_stays(self) -> None:
        """Other programs' words, names that look like a translation, text without a catalogue, English people's."""
        german = "ls: Unbekannte Option »--frob«"
        for program, text, locale in [
            ("make", "make: fehlender Operand", "de_DE.UTF-8"),
            ("ls", "der fehlender Operand wird hier nur erwähnt", "de_DE.UTF-8"),
            ("cat", "cat: Ist ein Verzeichnisse", "de_DE.UTF-8"),
            ("ls", german, "fr_FR.UTF-8"),
            ("ls", german, "en_US.UTF-8"),
            ("ls", german, "C.UTF-8"),
            ("ls", german, ""),
            ("ls", german, "../../../etc"),
            ("", "", "de_DE.UTF-8"),
        ]:
            self.assertEqual(self.english(program, text, locale), text)

    def test_another_charset(self) -> None:
        """A catalogue in another encoding is read in it; what is printed is in the terminal's."""
        self.put("frob", compiled({"no %s there": "%s ist nicht verfügbar"}, "ISO-8859-1"))
        self.assertEqual(self.english("frob", "frob: Öl ist nicht verfügbar"), "frob: no Öl there")

    def test_countries_go_before_languages(self) -> None:
        """The catalogue of de_AT is asked before that of de."""
        self.put("frob", compiled({"no": "nicht doch"}))
        self.put("frob", compiled({"never": "nicht doch"}), "de_AT")
        self.assertEqual(self.english("frob", "frob: nicht doch", "de_AT.UTF-8"), "frob: never")
        self.assertEqual(self.english("frob", "frob: nicht doch", "de_CH.UTF-8"), "frob: no")

    def test_languages(self) -> None:
        """LANGUAGE goes before the locale, but for the C locale; English ends the list."""
        for locale, wanted, spoken in [
            ("de_DE.UTF-8", "", ["de_DE", "de"]),
            ("sr_RS.UTF-8@latin", "", ["sr_RS", "sr"]),
            ("en_US.UTF-8", "de:fr", ["de", "fr"]),
            ("de_DE.UTF-8", "en", []),
            ("de_DE.UTF-8", "fr:en:it", ["fr"]),
            ("C.UTF-8", "de", []),
            ("POSIX", "de", []),
        ]:
            self.assertEqual(catalogues.languages(locale, wanted), spoken, (locale, wanted))


class TestRepairs(Case):
    def test_rules_read_any_language(self) -> None:
        """Whole repairs in German, and of a line that asks for German itself."""
        os.makedirs(os.path.join(self.root, "home", "notes"))
        for line, output, wanted, locale in [
            ("git lgo", "git: 'lgo' ist kein Git-Befehl. Siehe 'git --help'.\n", "git log", "de_DE.UTF-8"),
            ("LC_ALL=de_DE.UTF-8 git lgo", "git: 'lgo' ist kein Git-Befehl. Siehe 'git --help'.\n",
             "LC_ALL=de_DE.UTF-8 git log", "C.UTF-8"),
            ("ls --recursiv x", "ls: Unbekannte Option »--recursiv«\n", "ls --recursive x", "de_DE.UTF-8"),
            ("mkdir a/b", "mkdir: das Verzeichnis „a/b“ kann nicht angelegt werden: Datei oder Verzeichnis nicht "
             "gefunden\n", "mkdir -p a/b", "de_DE.UTF-8"),
        ]:  # fmt: skip
            event = types.FailedEvent.from_wire(failed(line, output, cwd=os.path.join(self.root, "home")))
            machine = Machine(os.path.join(self.root, "home"), root=self.root, locale=locale)
            found = mind.think(event, machine, Engine())
            self.assertEqual([one.command for one in found.candidates][:1], [wanted])


class TestHostile(Case):
    def test_broken_catalogues(self) -> None:
        """A catalogue that is cut off, swapped or made up changes nothing and raises nothing."""
        good = compiled(LIBC)
        line = "ls: Unbekannte Option »--frob«"
        for data in [
            b"", b"\xde\x12\x04\x95", good[:30], b"\x95\x04\x12\xde" + good[4:], os.urandom(400),
            good[:8] + b"\xff\xff\xff\xff" + good[12:], good[:12] + b"\xff" * 8 + good[20:], b"\xde\x12\x04\x95" * 100,
        ]:  # fmt: skip
            self.put("libc", data)
            os.utime(os.path.join(self.root, "usr/share/locale/de/LC_MESSAGES/libc.mo"), ns=(len(data), len(data)))
            self.assertIsInstance(self.english("ls", line), str)

    def test_bounded_work(self) -> None:
        """Output made to be slow costs little."""
        piece = "Datei oder Verzeichnis nicht gefunden: Fehler: Zugriff auf "
        for text in [piece * 4000, (piece + "\n") * 4000, ": " * 100_000, "\n".join([": " * 700] * 300)]:
            start = time.process_time()
            self.english("ls", text)
            self.assertLess(time.process_time() - start, LIMIT, text[:40])


def locale_in(folder: str, name: str) -> bool:
    """Puts a locale into a folder, and says whether it is there. Making one takes more than a second of work, so it is
    kept below target/ for the next run, of this libc with these sources alone.
    """
    source = os.path.join("/usr/share/i18n/locales", name)
    if not os.path.isfile(source):
        return False
    version = f"{os.confstr('CS_GNU_LIBC_VERSION')}-{os.stat(source).st_mtime_ns}".replace(" ", "-")
    kept = os.path.join(PROJECT, "target", "locales", version, name + ".UTF-8")
    made = os.path.join(folder, name + ".UTF-8")
    os.makedirs(folder, exist_ok=True)
    if os.path.isdir(kept):
        os.symlink(kept, made)
        return True
    subprocess.run(["localedef", "-i", name, "-f", "UTF-8", made], capture_output=True, timeout=120, check=False)
    with contextlib.suppress(OSError):  # where nothing can be kept, or another run was quicker, this one has its own
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        half = tempfile.mkdtemp(dir=os.path.dirname(kept))
        try:
            os.rename(shutil.copytree(made, os.path.join(half, name)), kept)
        finally:
            shutil.rmtree(half)
    return os.path.isdir(made)


@unittest.skipUnless(shutil.which("localedef") and os.path.isdir("/usr/share/i18n/locales"), "no locales to make")
class TestRealPrograms(unittest.TestCase):
    """Real programs in real locales, made into a folder of the test's own."""

    COMMANDS = (
        "bash -c frob", "bash -c 'cd frob'", "bash -c 'cd notes.md'", "bash -c 'set -u; echo $FROB'",
        "bash -c 'echo )'", "ls frob", "ls --frob", "ls -@", "ls --s", "ls --color=frob", "cat src", "cat 'my frob'",
        "cp src other", "cp one", "mkdir", "mkdir src", "mkdir a/b/c", "rm", "rm src", "rmdir notes.md", "head -n",
        "head -n frob notes.md", "touch", "chmod frob notes.md", "date -d frob", "env frob", "timeout 1 frob",
        "grep --frob x", "grep -A", "grep x src", "sed --frob", "tar xf frob", "tar --frob", "find frob", "find -nmae",
        "GIT frob", "GIT checkout frob", "GIT branch --frob", "GIT add frob", "GIT remote frob", "GIT commit -m",
        "diff frob notes.md", "make frob", "xargs --frob", "wget --frob",
    )  # fmt: skip

    @classmethod
    def setUpClass(cls) -> None:
        """A folder with a repository, and the locales whose catalogues are here."""
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.locales = []
        for name in REAL[:2] if "CI" not in os.environ else REAL:
            language = name if name == "zh_CN" else name[:2]
            if not os.path.exists(f"/usr/share/locale/{language}/LC_MESSAGES/coreutils.mo"):
                continue
            if locale_in(os.path.join(cls.folder, "locales"), name):
                cls.locales.append(name + ".UTF-8")
        if not cls.locales:
            raise unittest.SkipTest("no program here has a catalogue (Debian: not in images that leave them out)")
        cls.work = os.path.join(cls.folder, "work")
        os.makedirs(os.path.join(cls.work, "src"))
        with open(os.path.join(cls.work, "notes.md"), "w", encoding="utf-8") as file:
            file.write("a\n")
        cls.git = "/usr/bin/git" if os.path.exists("/usr/bin/git") else "git"
        subprocess.run([cls.git, "init", "-q", "."], cwd=cls.work, check=False, timeout=60)

    def said(self, command: str, locale: str) -> str:
        """What it prints in a locale."""
        kept = {"PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": locale}
        env = {**kept, "LOCPATH": os.path.join(self.folder, "locales"), "GIT_CONFIG_NOSYSTEM": "1"}
        words = ["bash", "--norc", "-c", command.replace("GIT", self.git)]
        done = subprocess.run(
            words, cwd=self.work, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=60, check=False,
        )  # fmt: skip
        return done.stdout.decode("utf-8", "replace")

    def test_complaints_are_the_same_in_every_language(self) -> None:
        """What a program complains of in English, it complains of in the others once they are put into English."""
        compared = 0
        for command in self.COMMANDS:
            program = command.split()[0].replace("GIT", "git")
            if program != "git" and shutil.which(program) is None:
                continue
            plain = [(one.kind, one.word) for one in messages.read(self.said(command, "C.UTF-8"))]
            for locale in self.locales:
                text = self.said(command, locale)
                turned = catalogues.english(Machine(), locale, [program, "bash"], text)
                with self.subTest(command=command, locale=locale, text=text, turned=turned):
                    self.assertEqual([(one.kind, one.word) for one in messages.read(turned)], plain)
                    compared += bool(plain) and turned != text
        self.assertGreater(compared, 20 * len(self.locales))


if __name__ == "__main__":
    unittest.main()
