"""A word that is no program here: is it misspelt, or a program that is not installed? Asked of the whole brain.

Each row is a line, what lies on the PATH, and what is to come of it: a line; `? package` for a hint that names the
package; None where nothing must be proposed, whatever is hinted.
"""

from __future__ import annotations

import os
import tempfile
import unittest

import setting

# isort: split
from ghost_kernel import checks, mind, ranking
from ghost_kernel.engine import Engine
from ghost_kernel.rule import Example

assert setting.KERNEL  # the package is on the path from here on

USUAL = "ls cat grep find git sed awk head tail sort less tar make python3 rm mv cp dd df du ps top true ssh".split()

# Not installed: the package is told, and no near name is run in its place.
MISSING: list[tuple[str, str, str | None]] = [
    ("rg --json foo src", "rm ri rgb", "? ripgrep"),
    ("rg -t py --stats foo", "rm", "? ripgrep"),
    ("iftop -i eth0", "top ftop", "? iftop"),
    ("tree --du -h", "true tre", "? tree"),
    ("ncdu /", "du", "? ncdu"),
    ("ripgerp foo", "zipgrep", "? ripgrep"),
    ("shelcheck a.sh", "spellcheck", "? shellcheck"),
    ("fdisk2 -l", "fdisk", None),
    ("tmux new -s a", "tmuxp", "? tmux"),
    ("strace -f ./a.out", "trace", "? strace"),
    ("ltrace ./a.out", "strace", "? ltrace"),
    ("jq -r .a[] f.json", "jo", "? jq"),
    ("figlet hello", "filet", "? figlet"),
    ("cowsay moo", "cowsays", "? cowsay"),
    ("dot -Tpng g.dot", "dog", "? graphviz"),
    ("pdftotext a.pdf", "pdftotex", "? poppler-utils"),
    ("convert a.png a.jpg", "convent", "? imagemagick"),
    ("nmap -p 22 host1", "nmcp", "? nmap"),
    ("nc -lk 9000", "nl", "? netcat-openbsd"),
    ("socat - TCP:localhost:80", "soca", "? socat"),
    ("dig +short example.org MX", "dir", "? bind9-dnsutils"),
    ("ifconfig eth0 up", "config", "? net-tools"),
    ("sqlite3 a.db .tables", "sqlite", "? sqlite3"),
    ("psql -h db1", "pkl", "? postgresql-client"),
    ("shellcheck a.sh", "spellcheck", "? shellcheck"),
    ("cmake -B build", "make", "? cmake"),
    ("cmake --build build", "make gmake", "? cmake"),
    ("gdb ./a.out", "gcc", "? gdb"),
    ("valgrind ./a.out", "", "? valgrind"),
    ("ffmpeg -i a.mkv a.mp4", "", "? ffmpeg"),
    ("pandoc a.md -o a.pdf", "pando", "? pandoc"),
    ("sox a.wav b.wav", "sort", "? sox"),
    ("entr -r make", "env", "? entr"),
    ("pv big.img", "pr", "? pv"),
    ("sponge notes.md", "sponge2", "? moreutils"),
    ("inotifywait -m .", "", "? inotify-tools"),
    ("xclip -o", "xcp", "? xclip"),
    ("lsof -i :80", "lso", "? lsof"),
    ("mosquitto_pub -t a -m b", "", "? mosquitto-clients"),
    ("gnuplot plot.gp", "", "? gnuplot"),
    ("meson setup build", "mason", "? meson"),
    ("sudo iotop -o", "sudo top", "? iotop"),
    ("cat | lzop -9k", "cat", "? lzop"),
    ("time hyperfine 'sleep 1'", "", "? hyperfine"),
    ("mkdocs serve", "mkdir", "? mkdocs"),
    ("xmlstarlet fo a.xml", "", "? xmlstarlet"),
    ("gfortran a.f90", "", "? gfortran"),
    ("ocrmypdf a.pdf b.pdf", "", "? ocrmypdf"),
    ("duff -r .", "diff", None),
    ("mmv 'a*' 'b#1'", "mv", None),
    ("fd --changed-within 1d", "df fdd", "? fd-find"),
    ("bat --diff notes.md", "cat bad", "? bat"),
    ("yarn why left", "yard", None),
]
# Slips of the fingers: the program that is here is meant, though the letters may name one that few have heard of.
SLIPS: list[tuple[str, str, str | None]] = [
    ("gti status", "git", "git status"),
    ("gti --version", "git gtf", "git --version"),
    ("sl", "ls sh", "ls"),
    ("sl -la", "ls", "ls -la"),
    ("got status", "git go", "git status"),
    ("gut commit -m x", "git", "git commit -m x"),
    ("gerp -r foo .", "grep", "grep -r foo ."),
    ("grpe foo notes.md", "grep", "grep foo notes.md"),
    ("tali -f log", "tail", "tail -f log"),
    ("ssed -n 1p f", "sed", "sed -n 1p f"),
    ("mmkdir x", "mkdir", "mkdir x"),
    ("mmake all", "make", "make all"),
    ("mkae all", "make", "make all"),
    ("otp -b", "top", "top -b"),
    ("cst notes.md", "cat", "cat notes.md"),
    ("caat notes.md", "cat", "cat notes.md"),
    ("pyhton3 a.py", "python3", "python3 a.py"),
    ("sduo ls", "sudo ls", "sudo ls"),
    ("dokcer ps", "docker", "docker ps"),
    ("systemclt status", "systemctl", "systemctl status"),
    ("les notes.md", "less", "less notes.md"),
    ("ffind . -name x", "find", "find . -name x"),
    ("tra -xf a.tar", "tar tr", "tar -xf a.tar"),
    ("toch a", "touch", "touch a"),
    ("claer", "clear", "clear"),
    ("crul -s localhost", "curl", "curl -s localhost"),
    ("exho hi", "", "echo hi"),
    ("dc src", "", "cd src"),
    ("vmi notes.md", "vi", "vi notes.md"),
    ("pyhton a.py", "python3", "python3 a.py"),
    ("rsycn -a a b", "rsync", "rsync -a a b"),
    ("apt-gte update", "apt-get", "apt-get update"),
]
# Neither: no program of that name is known, and none that is near does.
NOTHING: list[tuple[str, str, str | None]] = [
    ("frobnicate --all", "", None),
    ("qzx", "", None),
    ("deploy-prod now", "", None),
    ("zzrm a", "rm", None),
    ("mr notes.md", "rm", None),
    ("dc", "", None),
]
# Questions: nobody has meant a program of the name that they begin with.
QUESTIONS = (
    "is docker installed", "is src", "are updates available", "does nginx run", "does src exist", "can docker run",
    "where is jq", "who is here", "which is newer", "has nginx crashed",
)  # fmt: skip


class TestMissing(unittest.TestCase):
    def played(self, line: str, programs: str) -> tuple[list[str], str]:
        """The lines that are proposed, best first, and the hint."""
        here = list(dict.fromkeys(USUAL + programs.split()))
        missing = next(word for word in line.split() if word not in (*here, "sudo", "time", "|"))
        with tempfile.TemporaryDirectory() as base:
            said = f"bash: {missing}: command not found"
            example = Example(line, said, None, 127, files=["src/", "notes.md"], programs=here)
            failure = checks.stage_set(example, os.path.realpath(base))
            found, hints = mind._candidates(failure, Engine())
        lines = [one.command for one in ranking.rank(found, line, [])]
        return lines, "" if lines else next(iter(hints), "")

    def check(self, rows: list[tuple[str, str, str | None]]) -> None:
        for line, programs, wanted in rows:
            with self.subTest(line):
                lines, hint = self.played(line, programs)
                if wanted is None or wanted[:2] == "? ":
                    self.assertEqual(lines, [], "nothing is to be proposed")
                    if wanted:
                        self.assertIn(f" {wanted[2:]}", f"{hint} ".replace(":", " "), "the package is told")
                else:
                    self.assertEqual(lines[:1], [wanted], hint)

    def test_a_missing_program_is_not_misspelt(self) -> None:
        """Its package is told; what is near is not run instead."""
        self.check(MISSING)

    def test_a_slip_is_one_though_a_rare_program_bears_the_name(self) -> None:
        """Everyday programs, one slip away, are meant."""
        self.check(SLIPS)

    def test_neither(self) -> None:
        """Then nothing is proposed."""
        self.check(NOTHING)

    def test_a_question_is_about_no_program_of_its_first_word(self) -> None:
        """What would bring one is not told, and none is run in its place; `is` and `does` are near to others."""
        for line in QUESTIONS:
            with self.subTest(line):
                self.assertEqual(self.played(line, "which apt-get id doas"), ([], ""))


if __name__ == "__main__":
    unittest.main()
