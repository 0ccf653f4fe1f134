"""What is read of programs' subcommands, options and values: every family of source, in texts written for this.

Tables: a program, the subcommands already typed, what is asked for, and the names. `=` in front means exactly these;
otherwise these are among them, and those behind `!` are not.
"""

from __future__ import annotations

import gzip
import lzma
import os
import random
import tempfile
import unittest
from unittest import mock

from setting import failure

# isort: split
from ghost_kernel.knowledge import (
    completions,
    faults,
    helptext,
    kept,
    manpages,
    ownlists,
    stored,
    subcommands,
    vocabulary,
)
from ghost_kernel.knowledge.completions import bash, fish, zsh
from ghost_kernel.machine import MOST_PROBES, Machine, Seen

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tools")
BASH = "usr/share/bash-completion/completions/"
ZSH = "usr/share/zsh/site-functions/"
FISH = "usr/share/fish/vendor_completions.d/"
MAN = "usr/share/man/"
LAID = {
    "bash/tarn": BASH + "tarn",
    "bash/glim": BASH + "glim",
    "bash/korv": BASH + "korv.bash",
    "bash/mossctl": BASH + "_mossctl",
    "bash/plonk": "usr/local/share/bash-completion/completions/plonk",
    "bash/drift": "etc/bash_completion.d/drift",
    "bash/fenn": BASH + "fenn",
    "bash/quill": BASH + "quill",
    "bash/ferry": BASH + "ferry",
    "zsh/_tarnz": "usr/share/zsh/functions/Completion/Unix/_tarnz",
    "zsh/_glimz": "usr/local/share/zsh/site-functions/_glimz",
    "zsh/_mossz": ZSH + "_mossz",
    "zsh/_korvz": "usr/share/zsh/vendor-completions/_korvz",
    "fish/tarnf.fish": "usr/share/fish/completions/tarnf.fish",
    "fish/lakef.fish": "etc/fish/completions/lakef.fish",
    "fish/mossf.fish": FISH + "mossf.fish",
    "fish/korvf.fish": FISH + "korvf.fish",
    "man/tarnm.1": MAN + "man1/tarnm.1",
    "man/tarnm-fetch.1": MAN + "man1/tarnm-fetch.1.gz",
    "man/glimm.8": "usr/local/share/man/man8/glimm.8",
    "man/korvm.1": MAN + "man1/korvm.1.xz",
    "man/dropm.1": MAN + "man1/dropm.1.gz",
    "man/linkm.1": MAN + "man1/linkm.1",
    "man/loopa.1": MAN + "man1/loopa.1",
    "man/loopb.1": MAN + "man1/loopb.1",
    "man/afar.1": "opt/afar/share/man/man1/afar.1",
    "man/afar-near.1": "opt/afar/share/man/man1/afar-near.1",
}
AT_HOME = {
    "man/cargo-frob.1": ".rustup/toolchains/stable-x/share/man/man1/cargo-frob.1",
    "bash/wisp": ".local/share/bash-completion/completions/wisp",
    "fish/glimf.fish": ".config/fish/completions/glimf.fish",
}
SUB, OPT = "subcommands", "options"

BASH_CASES = [
    ("tarn", "", SUB, "= fetch build ship"),
    ("tarn", "", OPT, "--help --verbose --level --out-dir -q ! fetch --slowly"),
    ("tarn", "", "--level", "= low mid high"),
    ("tarn", "ship", OPT, "--slowly ! --level"),
    ("glim", "", SUB, "= lamp candle help"),
    ("glim", "", OPT, "-h --help --colour -V ! -s"),
    ("glim", "", "--colour", "= amber violet"),
    ("glim", "lamp", SUB, "= dim glow"),
    ("glim", "lamp dim", OPT, "-s --steps ! --watts"),
    ("korv", "", SUB, "= roast slice"),
    ("korv", "roast", SUB, "= fast slow"),
    ("korv", "roast slow", OPT, "--embers --minutes ! --salt --minutes="),
    ("mossctl", "", SUB, "= list-stones daemon-grow wet dry show-stone"),
    ("mossctl", "", OPT, "--all -a --damp --help --no-pager --host -H --shade"),
    ("mossctl", "", "--shade", "= light half deep"),
    ("plonk", "", SUB, "help plank p beam post ! oak add thick"),
    ("plonk", "", OPT, "-wide -family -force"),
    ("plonk", "", "-family", "= oak elm"),
    ("plonk", "plank", SUB, "= help add remove show"),
    ("plonk", "p", SUB, "= help add remove show"),
    ("plonk", "post", SUB, "= raise lower"),
    ("drift", "", SUB, "= anchor sail row"),
    ("driftd", "", SUB, "= anchor sail row"),
    ("driftlet", "", SUB, "= up down sideways"),
    ("wisp", "", SUB, "= pool well"),
    ("wisp", "", OPT, "= --deep --no-shallow"),
    ("wisp", "pool", SUB, "= drain fill ls"),
    ("wisp", "pool drain", OPT, "= --fully --help"),
    ("quill", "", SUB, "= dip dunk write"),
    ("quill", "", "--nib", "= broad fine"),
    ("quill", "", "-n", "= broad fine"),
    ("quill", "", "-k", "= black blue"),
    ("quill", "", "-ink", "= black blue"),
    ("quill", "", "--ink", "= black blue"),
    ("quill", "write", OPT, "= --slow --fast"),
    ("quill", "dunk", SUB, "= deep shallow"),
    ("fenn", "", SUB, "="),
    ("fenn", "", OPT, "="),
    ("ferry", "", SUB, "="),
    ("ferry", "", "--kind", "= car foot"),
    ("ferry", "", OPT, "--kind --log"),
]
ZSH_CASES = [
    ("tarnz", "", SUB, "= fetch build ship"),
    ("tarnz", "", OPT, "= -h --help -l --level --tag -w --mode"),
    ("tarnz", "", "--level", "= low mid high"),
    ("tarnz", "", "-l", "= low mid high"),
    ("tarnz", "", "--mode", "= calm wild"),
    ("glimz", "", SUB, "= lamp candle"),
    ("glimz", "", OPT, "-c --colour -h --help ! --watts --wax --steps"),
    ("glimz", "", "--colour", "= amber violet"),
    ("glimz", "lamp", SUB, "= dim glow"),
    ("glimz", "lamp", OPT, "--watts ! --steps"),
    ("glimz", "lamp dim", OPT, "-s --steps"),
    ("glimz", "candle", OPT, "--wax"),
    ("mossz", "", SUB, "= grow shrink move-over"),
    ("mossz", "", OPT, "--damp ! --fast"),
    ("mossz", "grow", OPT, "--fast --on"),
    ("mossz", "grow", "--on", "= flint slate"),
    ("korvz", "", SUB, "= roast slice smoke"),
]
FISH_CASES = [
    ("tarnf", "", SUB, "= fetch build ship"),
    ("tarnf", "", OPT, "-h --help -wide --level ! --slowly"),
    ("tarnf", "", "--level", "= low mid high"),
    ("tarnf", "ship", OPT, "--slowly -k --kind"),
    ("tarnf", "ship", "--kind", "= raft barge"),
    ("tarnf", "build", SUB, "="),
    ("glimf", "", SUB, "= lamp candle"),
    ("glimf", "", "--colour", "= amber violet"),
    ("glimf", "lamp", SUB, "= dim glow"),
    ("glimf", "lamp", OPT, "--watts ! --steps"),
    ("glimf", "lamp dim", OPT, "-s --steps"),
    ("mossf", "", SUB, "= grow shrink move-over drown"),
    ("mossf", "shrink", "--on", "= flint slate"),
    ("mossf", "grow", OPT, "--on --watered"),
    ("mossf", "walk", SUB, "= one two three"),
    ("lakef", "", SUB, "= water shore"),
    ("lakef", "water", SUB, "= fill drain"),
    ("lakef", "shore", OPT, "= -d --dig"),
    ("korvf", "", SUB, "= grill fetch build ship"),
    ("korvf", "", "--plate", "= deep flat"),
    ("korvf", "ship", OPT, "--slowly"),
]
MAN_CASES = [
    ("tarnm", "", SUB, "= fetch build ship"),
    ("tarnm", "", OPT, "= -l --level --when --dry-run --shape"),
    ("tarnm", "", "--level", "= low mid high"),
    ("tarnm", "", "--when", "= always never"),
    ("tarnm", "", "--shape", "= round square"),
    ("tarnm", "fetch", OPT, "-d --depth --no-wait ! --other"),
    ("glimm", "", SUB, "= lamp candle snuff"),
    ("glimm", "", OPT, "-q -v -c -w -m --long-name"),
    ("glimm", "", "-m", "= calm wild"),
    ("korvm", "", SUB, "= roast slice"),
    ("korvm", "", OPT, "= -p --plate --sauce"),
    ("korvm", "", "--plate", "= deep flat"),
    ("dropm", "", SUB, "= list add remove"),
    ("linkm", "", OPT, "--dry-run"),
    ("cargo", "frob", OPT, "= --frobnicate"),
    ("tarnm", "fetch", OPT, "--no-depth ! --no-frob"),
    ("afar", "", SUB, "= near"),
    ("afar", "near", OPT, "= --close"),
    ("afar", "", OPT, "= --distant"),
    ("loopa", "", OPT, "="),
]
HELP_CASES = [
    ("clapper", "", SUB, "= ring r peal mute help"),
    ("clapper", "", OPT, "= -v --verbose -t --tone --size --shape -h --help"),
    ("clapper", "", "--tone", "= low high very-high"),
    ("clapper", "", "--size", "= small large"),
    ("clapper", "", "--shape", "= round square"),
    ("clapper", "ring", OPT, "--times"),
    ("cobrina", "", SUB, "= feed warm completion shed"),
    ("cobrina", "", "--output", "= json yaml wide"),
    ("cobrina", "", "--place", "= cage garden house"),
    ("clicky", "", SUB, "= double-click press"),
    ("clicky", "", "--mode", "= fast slow"),
    ("clicky", "", OPT, "= --version --mode --colour --no-colour --help"),
    ("richie", "", SUB, "= spend save"),
    ("richie", "", "--kind", "= gold oil"),
    ("richie", "", OPT, "= --install-completion --kind -k --help"),
    ("argus", "", SUB, "= watch sleep blink"),
    ("argus", "", "--eyes", "= one many"),
    ("argusfew", "", SUB, "="),
    ("argusfew", "", "--fmt", "= wide narrow"),
    ("argusub", "", SUB, "= open shut s"),
    ("yargo", "", SUB, "= sail go moor completion"),
    ("yargo", "", "--wind", "= calm breeze gale"),
    ("commander", "", SUB, "= march m halt help"),
    ("commander", "", "--drink", "= small medium"),
    ("docco", "", SUB, "= ship mine"),
    ("docco", "", OPT, "--speed --moored --drifting -h --help"),
    ("goflag", "", OPT, "= -addr -n -verbose"),
    ("goflag", "", SUB, "="),
    ("gotool", "", SUB, "= bug build vet"),
    ("manybox", "", SUB, "addgrp arping base32 chew chown2 zcat2 ! manybox"),
    ("vcs", "", SUB, "= copyout start find"),
    ("vcs", "copyout", OPT, "-v --verbose --no-verbose --depth"),
    ("gradl", "", "--console", "= plain auto rich verbose"),
    ("unitctl", "", SUB, "= list-parts begin end list-boxes"),
    ("unitctl", "", "--output", "= short cat verbose"),
    ("enpm", "", SUB, "access adduser audit install install-test run-script test view ! all this"),
    ("ipish", "", SUB, "= address link maddress route rule"),
    ("ipish", "", OPT, "-Version -statistics -brief -family -oneline"),
    ("sslish", "", SUB, "asn1parse ca ciphers cms dgst enc aes-128-cbc base64 ! see the"),
    ("upper", "", SUB, "= lift drop"),
    ("upper", "", "--height", "= low tall"),
    ("helper", "", SUB, "= fix bend"),
    ("helper", "fix", OPT, "--glue"),
    ("plainer", "", SUB, "="),
    ("plainer", "", "--color", "= always auto never"),
    ("plainer", "", "--sort", "= none size time"),
    ("plainer", "", "--indicator-style", "= none slash file-type"),
    ("wideone", "", SUB, "apps config login logout"),
    ("deep", "", SUB, "= pool well"),
    ("deep", "pool", SUB, "= add drain rename heat cool"),
    ("deep", "pool", OPT, "--verbose -t --all"),
    ("pippin", "store", SUB, "= dir list purge"),
    ("stderrer", "", SUB, "= up down sideways"),
]
OWN_CASES = [
    ("git", "commit clean fro"),
    ("cargo", "xfrob bx"),
    ("npm", "shout whisper"),
    ("docker", "kettle"),
    ("kubectl", "sail"),
    ("gh", "pond co2"),
    ("rustfrob", "! x"),
]
OWN_FILES = {
    "/usr/lib/git-core/git-clean": "",
    "/usr/lib/git-core/git-commit": "",
    "/usr/lib/git-core/git-credential--helper": "",
    "~/.gitconfig": "[alias]\n\tfro = log\n",
    "~/.cargo/config.toml": '[build]\njobs = 1\n[alias]\nbx = "build --release"\n',
    "/bin/cargo-xfrob": "",
    "/usr/lib/node_modules/npm/lib/commands/shout.js": "",
    "/usr/share/nodejs/npm/lib/commands/whisper.js": "",
    "/usr/libexec/docker/cli-plugins/docker-kettle": "",
    "/bin/kubectl-sail": "",
    "~/.local/share/gh/extensions/gh-pond/gh-pond": "",
    "~/.config/gh/config.yml": "aliases:\n    co2: pr checkout\nbrowser: x\n",
}


def put(path: str, text: str | bytes) -> None:
    """A file with its folders; packed as its ending says."""
    data = text.encode() if isinstance(text, str) else text
    os.makedirs(os.path.dirname(path), exist_ok=True)
    packed = gzip.compress(data) if path.endswith(".gz") else lzma.compress(data) if path.endswith(".xz") else data
    with open(path, "wb") as file:
        file.write(packed)


def answers(program: str) -> dict[str, str]:
    """The probes of a help file and what they print."""
    found: dict[str, str] = {}
    with open(os.path.join(TOOLS, "help", program), encoding="utf-8") as file:
        for line in file:
            if line.startswith(f"$ {program}") and line[2:].split()[0] == program:
                asked = line[2:].strip()
                if asked.split()[1:] and asked.split()[-1] in ("--help", "-h", "help", "fix"):
                    found[asked] = ""
                    continue
            found[next(reversed(found))] += line
    return found


class Laid(unittest.TestCase):
    """A system and a home folder with all those files."""

    @classmethod
    def setUpClass(cls) -> None:
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        base = os.path.realpath(holder.name)
        cls.root, cls.home, cls.bin = (os.path.join(base, name) for name in ("root", "home", "bin"))
        for folder, laid in ((cls.root, LAID), (cls.home, AT_HOME)):
            for name, place in laid.items():
                with open(os.path.join(TOOLS, name), "rb") as file:
                    put(os.path.join(folder, place), file.read())
        # One that lies in a folder of its own, with its manual beside it.
        put(os.path.join(cls.home, ".cargo/bin/cargo"), "")
        os.chmod(os.path.join(cls.home, ".cargo/bin/cargo"), 0o755)
        put(os.path.join(cls.root, "opt/afar/bin/afar"), "")
        os.chmod(os.path.join(cls.root, "opt/afar/bin/afar"), 0o755)
        for name in os.listdir(os.path.join(TOOLS, "help")):
            put(os.path.join(cls.bin, name), "")
            os.chmod(os.path.join(cls.bin, name), 0o755)

    root: str
    home: str
    bin: str

    def machine(self, program: str = "") -> Machine:
        """One without probes, or one where the program answers as its help file says."""
        said = answers(program) if program else {}

        def look(argv: list[str], why: str) -> Seen | None:
            text = said.get(" ".join(argv))
            return None if text is None else Seen(0, "", text)

        return Machine(
            self.home,
            [self.bin, "/opt/afar/bin", self.home + "/.cargo/bin"],
            self.home,
            look if program else None,
            self.root,
        )

    def check(self, found: list[str], expected: str, what: str) -> None:
        """The names against what a case says of them."""
        self.assertEqual(len(found), len(set(found)), f"{what}: twice in {found}")
        if expected[:1] == "=":
            self.assertEqual(sorted(found), sorted(expected[1:].split()), what)
            return
        there, _, absent = expected.partition("!")
        self.assertEqual([name for name in there.split() if name not in found], [], f"{what}: not in {found}")
        self.assertEqual([name for name in absent.split() if name in found], [], f"{what}: in {found}")

    def play(self, cases: list[tuple[str, str, str, str]], asked: bool = False) -> None:
        """A table."""
        for program, chain, kind, expected in cases:
            with self.subTest(program=program, chain=chain, kind=kind):
                words = tuple(chain.split())
                machine = self.machine(program if asked else "")
                seen = (vocabulary.asked if asked else vocabulary.on_disk)(machine, program, words)
                found = {SUB: seen.subcommands, OPT: seen.options}.get(kind)
                self.check(seen.values.get(kind, []) if found is None else found, expected, f"{program} {chain} {kind}")


class TestFamilies(Laid):
    def test_bash_completions(self) -> None:
        """Hand-made ones, those of argument parsers, those of the folder that shells source."""
        self.play(BASH_CASES)

    def test_zsh_completions(self) -> None:
        """`_arguments`, `_describe`, `_values`; generated and hand-made."""
        self.play(ZSH_CASES)

    def test_fish_completions(self) -> None:
        """`complete` lines with their conditions."""
        self.play(FISH_CASES)

    def test_manual_pages(self) -> None:
        """Both families of macros, packed or not, pages of subcommands, pages that only name another."""
        self.play(MAN_CASES)

    def test_help_texts(self) -> None:
        """The help of many argument parsers."""
        self.play(HELP_CASES, asked=True)

    def test_there_are_enough(self) -> None:
        """Of each family."""
        tables = (BASH_CASES, ZSH_CASES, FISH_CASES, MAN_CASES, HELP_CASES)
        self.assertGreater(sum(len(one) for one in tables), 100)


class TestOwnLists(unittest.TestCase):
    def test_lists_of_programs_own(self) -> None:
        """Read from files and folders, never asked for."""
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        base = os.path.realpath(holder.name)
        for name, text in OWN_FILES.items():
            place = name.replace("~", "/home", 1) if name[0] == "~" else name if name[:5] == "/bin/" else "/root" + name
            put(base + place, text)
            os.chmod(base + place, 0o755)
        machine = Machine(base + "/home", [base + "/bin"], base + "/home", None, base + "/root")
        for program, expected in OWN_CASES:
            there, _, absent = expected.partition("!")
            found = subcommands.known(machine, program)
            self.assertEqual([one for one in there.split() if one not in found], [], f"{program}: {found}")
            self.assertEqual([one for one in absent.split() if one in found], [], program)
        self.assertNotIn("credential--helper", ownlists.of(machine, "git"))


class TestUse(Laid):
    def test_a_misspelt_subcommand_of_an_unheard_of_tool(self) -> None:
        """Found by its completion, no probe being needed."""
        seen = failure("tarn fecth x", "tarn: unknown command 'fecth'", machine=self.machine())
        chain, word, names = faults.subcommand(seen)
        self.assertEqual((chain, word and word.plain), ((), "fecth"))
        self.assertIn("fetch", names)

    def test_what_says_nothing_makes_no_word_wrong(self) -> None:
        """A program whose files list no subcommands has operands."""
        seen = failure("ferry ovre", "ferry: cannot open 'ovre'", machine=self.machine())
        self.assertIsNone(faults.subcommand(seen)[1])

    def test_a_word_the_program_calls_unknown_is_unknown(self) -> None:
        """Whatever a completion made for another version says; a word it does not blame is believed."""
        machine = self.machine()
        for output, wrong in [
            ("tarn: unknown command 'fetch'", "fetch"),
            ("tarn: no such command: fetch", "fetch"),
            ("tarn: fetch: nothing to fetch from", None),
        ]:
            word = faults.subcommand(failure("tarn fetch", output, machine=machine))[1]
            self.assertEqual(word and word.plain, wrong, output)

    def test_nothing_is_read_in_vain(self) -> None:
        """Failures that are about files, or whose words the table has, touch no completion and no manual."""
        for line, output in [
            ("cp a b", "cp: cannot stat 'a': No such file or directory"),
            ("tarn fetch x", "tarn: cannot open 'x': No such file or directory"),
            ("git comit -m x", "git: 'comit' is not a git command."),
            ("docker run x", "Unable to find image 'x:latest' locally"),
            ("cat -n notes.md", "cat: notes.md: Permission denied"),
        ]:
            fault = AssertionError(f"read for {line}")
            books = mock.patch.object(completions, "books", side_effect=fault)
            with books, mock.patch.object(manpages, "source", side_effect=fault):
                faults.subcommand(failure(line, output, machine=self.machine()))

    def test_asking_of_many_programs_is_cheap(self) -> None:
        """As where a misspelt program's near names are weighed by the words behind them."""
        with mock.patch.object(completions, "books", side_effect=AssertionError("read")):
            for program in ("tarn", "glim", "git", "docker", "npm"):
                subcommands.known(self.machine(), program)

    def test_what_a_command_would_print_is_no_word(self) -> None:
        """Neither in double quotes nor in single ones, which `compgen` expands itself."""
        place = os.path.join(self.root, BASH, "frobcmd")
        text = "COMPREPLY=($(compgen -W '$(frobcmd list | command sed -e s/x//) fine `other words`' -- $cur))"
        put(place, "_frobcmd() {\n" + text + "\n}\ncomplete -F _frobcmd frobcmd\n")
        self.addCleanup(os.unlink, place)
        self.assertEqual(vocabulary.on_disk(self.machine(), "frobcmd").subcommands, ["fine"])

    def test_the_order_of_use_stays(self) -> None:
        """The table's words come first, the machine's after them."""
        self.assertEqual(subcommands.known(self.machine(), "git")[:3], ["status", "add", "commit"])

    def test_probes_are_not_spent_in_vain(self) -> None:
        """A program that says nothing of itself is asked a few times only."""
        asked: list[str] = []

        def look(argv: list[str], why: str) -> Seen | None:
            asked.append(" ".join(argv))
            return Seen(1, "", "no\n")

        machine = Machine(self.home, [self.bin], self.home, look, self.root)
        vocabulary.asked(machine, "helper", ())
        vocabulary.asked(machine, "helper", ("fix",))
        vocabulary.asked(machine, "helper", ("fix",))
        self.assertLess(len(asked), MOST_PROBES - 2, asked)

    def test_a_file_that_changed_is_read_again(self) -> None:
        """And one that did not is not."""
        place = os.path.join(self.root, BASH, "frobnew")
        put(place, "complete -W 'one two' frobnew\n")
        os.utime(place, ns=(10**18, 10**18))
        self.assertEqual(vocabulary.on_disk(self.machine(), "frobnew", ()).subcommands, ["one", "two"])
        put(place, "complete -W 'one three' frobnew\n")
        os.utime(place, ns=(10**18 + 1, 10**18 + 1))
        self.assertEqual(vocabulary.on_disk(self.machine(), "frobnew", ()).subcommands, ["one", "three"])
        os.unlink(place)
        self.assertEqual(vocabulary.on_disk(self.machine(), "frobnew", ()).subcommands, [])


class TestStored(Laid):
    """What was costly to read is found again by the next brain."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.state = os.path.join(os.path.realpath(holder.name), "brain")
        costly = mock.patch.object(stored, "COSTLY_MS", 0.0)
        costly.start()
        self.addCleanup(costly.stop)

    def books(self, program: str, fresh: bool = True) -> list[tuple[list[str], list[str]]]:
        """The pages of all books of a program, as a brain that has just started reads them."""
        if fresh:
            kept._KEPT.clear()
        machine = Machine(self.home, [self.bin], self.home, None, self.root, self.state)
        return [
            (one.subcommands, one.options) for book in completions.books(machine, program) for one in [book.look(())]
        ]

    def test_it_is_the_same(self) -> None:
        """Read from the scripts, then from what was kept of them; only then are the scripts not read."""
        first = self.books("glim")
        self.assertTrue(os.listdir(self.state))
        with mock.patch.object(completions, "_reader", side_effect=AssertionError("read again")):
            self.assertEqual(self.books("glim"), first)
            machine = Machine(self.home, [], self.home, None, self.root, self.state)
            kept._KEPT.clear()
            self.assertEqual(completions.of(machine, "glim", ("lamp", "dim")).options, ["-s", "--steps", "--help"])
            self.assertEqual(completions.of(machine, "glim").values["--colour"], ["amber", "violet"])

    def test_a_changed_script_is_read_anew(self) -> None:
        """The file's time and size say so."""
        place = os.path.join(self.root, BASH, "frobold")
        put(place, "complete -W 'one two' frobold\n")
        self.addCleanup(os.unlink, place)
        self.assertEqual(self.books("frobold")[0][0], ["one", "two"])
        put(place, "complete -W 'one two three' frobold\n")
        self.assertEqual(self.books("frobold")[0][0], ["one", "two", "three"])

    def test_junk_in_the_folder_is_no_trouble(self) -> None:
        """A file that is cut or is not ours; a folder that cannot be written."""
        first = self.books("glim")
        for name in os.listdir(self.state):
            with open(os.path.join(self.state, name), "rb") as file:
                whole = file.read()
            for junk in (b"", b"\xff\x00junk", b"ghost 1\n", whole[:-20]):
                with open(os.path.join(self.state, name), "wb") as file:
                    file.write(junk)
                kept._KEPT.clear()
                self.assertEqual(self.books("glim"), first)
        self.state = os.path.join(self.root, "usr/share/man/man1/linkm.1")
        self.assertEqual(self.books("glim"), first)

    def test_there_is_an_end_to_it(self) -> None:
        """The folder holds so many files and no more."""
        with mock.patch.object(stored, "MOST_FILES", 3):
            for program in ("tarn", "glim", "korv", "mossctl", "plonk", "drift", "ferry"):
                self.books(program)
            self.assertLessEqual(len(os.listdir(self.state)), 3)


class TestMutated(Laid):
    """Every text of the exam, damaged at random places, by a fixed seed."""

    BITS = "( ) { } [ ] ' \" \\ \n $ ` ;; case esac if fi | , := \t \x1b[1m │ ╭ - -- \0 $( ${ =( .TP .SH é".split(" ")

    def test_no_reader_raises_or_gives_an_odd_name(self) -> None:
        """Whatever is cut out, put in or said twice."""
        rnd = random.Random(11)
        readers = [bash.read, zsh.read, fish.read]
        for folder in ("bash", "fish", "help", "man", "zsh"):
            for name in sorted(os.listdir(os.path.join(TOOLS, folder))):
                with open(os.path.join(TOOLS, folder, name), encoding="utf-8") as file:
                    whole = file.read()
                program = name.lstrip("_").partition(".")[0]
                for _ in range(12):
                    text = self.damaged(whole, rnd)
                    pages = [helptext.read(text)]
                    if folder != "man":
                        pages += [page for read in readers for page in read(text, program).pages.values()]
                    else:
                        place = os.path.join(self.root, MAN, "man1/damaged.1")
                        put(place, text)
                        kept._KEPT.clear()
                        pages.append(manpages.of(self.machine(), "damaged"))
                    for page in pages:
                        for one in (
                            *page.subcommands,
                            *page.options,
                            *(v for some in page.values.values() for v in some),
                        ):
                            self.assertTrue(vocabulary.is_plain(one), (folder, name, one))

    def damaged(self, text: str, rnd: random.Random) -> str:
        """A few changes."""
        for _ in range(rnd.randint(1, 10)):
            start = rnd.randrange(len(text) + 1)
            end = min(len(text), start + rnd.randint(0, 40))
            text = text[:start] + rnd.choice(("", rnd.choice(self.BITS), text[start:end] * 3)) + text[end:]
        return text


class TestHostile(Laid):
    """Files that were made to break the readers, or are broken."""

    def read(self, place: str, data: str | bytes) -> vocabulary.Completion:
        """What is read of a program `evil` whose source is this."""
        path = os.path.join(self.root, place)
        put(path, data)
        try:
            return vocabulary.on_disk(self.machine(), "evil", ())
        finally:
            os.unlink(path)

    PLACES = (BASH + "evil", ZSH + "_evil", FISH + "evil.fish", MAN + "man1/evil.1", MAN + "man1/evil.1.gz")

    def test_junk(self) -> None:
        """Bytes that are no text, quotes that never end, nesting without end, files that are cut."""
        for place in self.PLACES:
            for data in (
                bytes(range(256)) * 400,
                b"'" * 5000,
                b"complete -c evil -a '" + b"(" * 5000,
                b"{-a,-b}" * 2000,
                b"case $x in a) " * 3000,
                b"_evil() { case $cmd in (x) _arguments '-a[b]:c:((" * 500,
                b"\\fB" * 9000,
                b"\\",
                b"complete -c evil -n '__fish_seen_subcommand_from $a' -a '$a $b'\nset a $a $a\nset b $b $b\n",
                b"for x in a b\n" * 400 + b"complete -c evil -a $x\n",
                b'a="$a $a"\nopts="$opts $opts"\ncompgen -W "$opts"\n' * 50,
            ):
                self.read(place, data)

    def test_a_broken_archive(self) -> None:
        """Cut, or no archive at all."""
        for ending in ("gz", "xz"):
            path = os.path.join(self.root, f"{MAN}man1/evil.1.{ending}")
            for data in (b"", b"\x1f\x8b", gzip.compress(b".SH x\n" * 99)[:-9], b"\xfd7zXZ\0junk"):
                with open(path, "wb") as file:
                    file.write(data)
                manpages.of(self.machine(), "evil", ())
            os.unlink(path)

    def test_a_small_archive_of_a_huge_page(self) -> None:
        """It is unpacked no further than a page is long."""
        self.read(MAN + "man1/evil.1.gz", b".TP\n\\-\\-frob\n" * 4_000_000)
        self.read(MAN + "man1/evil.1.xz", b".TP\n\\-\\-frob\n" * 4_000_000)

    def test_huge_files_end_soon(self) -> None:
        """Ten megabytes of any source cost a bounded part of it."""
        import time

        for place in self.PLACES[:4]:
            for unit in (b"complete -c evil -a 'frob grob' -l long\n", b"'--frob[x]:y:(a b)' \\\n", b"\\-\\-x y\n"):
                start = time.process_time()
                self.read(place, unit * (10_000_000 // len(unit)))
                self.assertLess(time.process_time() - start, 2.0, place)

    def test_names_are_plain(self) -> None:
        """No control characters, blanks or shell syntax in what may come to stand in a line."""
        names = ["fine", "a;rm", "$(x)", "`x`", "b\x1b[31m", "c\x07", "d|e", "f>g", "h&i", "x" * 200, "é\u202e", "'q'"]
        words = " ".join(names)
        for place, text in (
            (BASH + "evil", f'commands="{words}"\nopts="--ok --a;rm --b|c --d\x1bx"\ncompgen -W "$commands $opts"\n'),
            (
                FISH + "evil.fish",
                f"complete -c evil -n __fish_use_subcommand -a \"{words}\"\ncomplete -c evil -l 'o;k'",
            ),
            (ZSH + "_evil", "_arguments '--ok[x]' '--a;rm[x]' '1:command:(fine a;rm $(x) `x` b\x1b[31m d|e)'\n"),
            (MAN + "man1/evil.1", ".SH COMMANDS\n" + "".join(f".TP\n{name}\nx\n" for name in names)),
        ):
            seen = self.read(place, text)
            for name in (*seen.subcommands, *seen.options, *(one for many in seen.values.values() for one in many)):
                self.assertTrue(vocabulary.is_plain(name), (place, name))
        text = "Commands:\n" + "".join(f"  {name}   what it does\n" for name in names) + "Options:\n  --a;rm\n"
        for name in (*helptext.read(text).subcommands, *helptext.read(text).options):
            self.assertTrue(vocabulary.is_plain(name), name)

    def test_a_program_named_as_a_path(self) -> None:
        """Its name leads to no other file."""
        for program in ("../../../etc/passwd", "a/b", "..", "", "-x", "a\0b", "*"):
            self.assertEqual(completions.of(self.machine(), program, ()).options, [])
            manpages.of(self.machine(), program, ("..", "/etc/x"))

    def test_help_texts_in_bulk(self) -> None:
        """A program that prints without end, or lines without end."""
        for text in ("x" * 1_000_000, "Commands:\n" + "  a  b\n" * 100_000, "{" * 300_000, "╭─ Commands ─╮\n" * 9000):
            helptext.read(text)


class TestInstalled(unittest.TestCase):
    """Against what lies on this machine; what is absent is said."""

    CASES = (
        ("systemctl", "", SUB, "start stop status daemon-reload list-units", BASH + "systemctl"),
        ("openssl", "", SUB, "x509 req genrsa enc", BASH + "openssl"),
        ("apt", "", SUB, "install update search", "usr/share/fish/completions/apt.fish"),
        ("ip", "", SUB, "link address route", BASH + "ip"),
        ("git", "", OPT, "--version --git-dir", MAN + "man1/git.1.gz"),
        ("rsync", "", OPT, "--archive --recursive --delete", MAN + "man1/rsync.1.gz"),
    )

    def test_well_known_ones(self) -> None:
        """Names that every version has."""
        machine = Machine("/", os.environ.get("PATH", "").split(":"), "/nowhere")
        absent = []
        for program, chain, kind, expected, source in self.CASES:
            if not os.path.exists("/" + source):
                absent.append(source)
                continue
            seen = vocabulary.on_disk(machine, program, tuple(chain.split()))
            found = seen.subcommands if kind == SUB else seen.options
            self.assertEqual([one for one in expected.split() if one not in found], [], program)
        if absent:
            self.skipTest("not installed here: " + " ".join(absent))

    def test_every_source_here_is_read_without_a_fault(self) -> None:
        """A few hundred completions of others, none of which may raise or yield an odd name."""
        machine = Machine("/", [], "/nowhere")
        programs = set()
        for folder in (BASH, ZSH, "usr/share/zsh/functions/Completion/Unix/", "usr/share/fish/completions/"):
            if os.path.isdir("/" + folder):
                programs.update(name.lstrip("_").partition(".")[0] for name in sorted(os.listdir("/" + folder))[::7])
        if not programs:
            self.skipTest("no completions are installed here")
        for program in programs:
            seen = completions.of(machine, program, ())
            for name in (*seen.subcommands, *seen.options):
                self.assertTrue(vocabulary.is_plain(name), (program, name))


if __name__ == "__main__":
    unittest.main()
