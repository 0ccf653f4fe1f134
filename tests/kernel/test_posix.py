"""What is translated from a POSIX shell for nu does the same: each text runs in sh, and its translation in nu."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import unittest

import setting  # noqa: F401 (puts the brain on the path)

# isort: split
from ghost_kernel.knowledge.nushell import posix
from nu_record import lay_out

FILES = {"one.txt": "1\n2\n", "two.txt": "3\n", "a b.md": "x\n", "box/in.txt": "y\n"}
SAME = (
    'for f in *.txt; do cp "$f" "$f.bak"; done',
    "for f in *.txt; do cp $f $f.bak; done",
    "for f in `ls *.txt`; do touch $f.new; done",
    "for n in $(seq 1 2 5); do touch n$n; done",
    "cat one.txt two.txt | sort -r | uniq",
    "for f in one.txt two.txt; do cat $f | sort -r; done",
    "[ -d box ] && ls box | wc -l",
    "for d in p q; do cp -R box $d; rm -rf $d/in.txt; done",
    "if command -v cat > /dev/null 2>&1; then echo has; fi",
    "if [ -d box ]; then find box -name '*.txt'; fi",
    "for f in one.txt two.txt; do wc -l $f >> log; done",
    "for n in {1..3}; do touch n$n.md; done",
    "for n in $(seq 2 4); do touch n$n.md; done",
    "for n in $(seq 3); do echo $n; done",
    "for x in 1 2 3; do echo $((x * 2 + 1)); done",
    "for line in $(cat one.txt); do touch l$line; done",
    "for d in p q; do mkdir -p $d/deep; touch $d/deep/x; done",
    "for a in 1 2; do for b in x y; do echo $a$b; done; done",
    "while read -r x; do touch row$x; done < one.txt",
    "cat one.txt | while IFS= read -r x; do touch row$x; done",
    "ls box | while read x; do echo $x; done",
    "if [ -f one.txt ]; then echo yes; else echo no; fi",
    "if [ -f none.txt ]; then echo yes; elif [ -d box ]; then echo box; else echo no; fi",
    "if [[ -f one.txt && -d box ]]; then echo both; fi",
    "if [ ! -d new ]; then mkdir new; fi",
    "if ! [ -e none ]; then echo none; fi",
    "if grep -q 3 two.txt; then echo has; else echo lacks; fi",
    "if grep -q 9 two.txt; then echo has; else echo lacks; fi",
    "if [ 3 -gt 2 ]; then echo more; fi; echo end",
    'if [ -z "$NOT_SET_AT_ALL" ]; then echo empty; fi',
    'if [ "$HOME" = "$HOME" ]; then echo same; fi',
    "[ -d box ] && echo there",
    "[ -d none ] || mkdir none",
    "[ -d none ] && echo there || echo missing",
    "test -f one.txt && cat one.txt",
    "hi() { echo hi; }; hi",
    "mk() { mkdir -p deep/er; touch deep/er/x; }; mk",
    "touch {a,b}{1,2}.md",
    "echo one; echo two && echo three",
    "cat one.txt > copy.txt; cat copy.txt",
    "cat none.txt 2> /dev/null || echo failed",
    "cat one.txt | grep 2 > found.txt",
    "cat `echo one.txt`",
    "export KIT=5; for i in a b; do touch $i$KIT; done",
)
# What would have to be guessed, or what nu has no like of.
UNKNOWN = (
    "for f in *.txt; do mv $f ${f%.txt}.md; done", "f() { rm -rf $1; }; f x", "[ -s one.txt ] && echo full",
    "[ -f one.txt ]", "for ((i=0;i<3;i++)); do echo $i; done", "eval ls", "x=5; echo $x", "cat <(ls)", "sleep 5 &",
    "case $x in a) ls;; esac", "for f in $files; do rm $f; done", "cat << END", "if [ $# -gt 1 ]; then ls; fi",
    "for f in a; do echo $f", "echo *.txt and",
    "if [ -d box ]; then echo *.txt; fi", 'for f in *; do echo "($f)"; done', "ls | while read x y; do cat $x; done",
)  # fmt: skip


class Posix(unittest.TestCase):
    """Each text in both shells."""

    def test_does_the_same(self) -> None:
        """The same is printed, and the same files lie there."""
        for text in SAME:
            with self.subTest(text):
                made = posix.translated(text)
                self.assertTrue(made)
                self.assertEqual(seen(["bash", "-c", text]), seen(["nu", "--no-config-file", "-c", made]), made)

    def test_guesses_nothing(self) -> None:
        """Nothing comes of what has no sure translation."""
        for text in UNKNOWN:
            with self.subTest(text):
                self.assertEqual(posix.translated(text), "")

    def test_ends_soon(self) -> None:
        """What is built to be slow is not read at all, or soon."""
        for text in (
            "echo " + "$(echo " * 250 + "x" + ")" * 250, "a() { " * 300 + "x" + "; }" * 300, "if true; then " * 140,
            "for a in b; do " * 100 + "x" + "; done" * 60, "echo " + "{a,b}" * 300, "[ " + "! " * 900 + "-f x ] && y",
            "echo " + "$(echo " * 6 + "x" + ")" * 6, "a() { " * 6 + "x" + "; }" * 6,
            "if [ -f x ] " + "&& [ -f x ] " * 150,
        ):  # fmt: skip
            with self.subTest(text[:40]):
                begin = time.process_time()
                posix.translated(text)
                self.assertLess(time.process_time() - begin, 1.0)


def seen(argv: list[str]) -> tuple[list[str], dict[str, str]]:
    """The words that a command printed, and the files that lie there then."""
    program = shutil.which(argv[0])
    assert program is not None, argv[0]
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        lay_out(folder, FILES)
        env = {"PATH": os.environ["PATH"], "HOME": "/home/kit", "LANG": "C.UTF-8", "NO_COLOR": "1"}
        done = subprocess.run(
            [program, *argv[1:]], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, check=False,
        )  # fmt: skip
        found: dict[str, str] = {}
        for path, folders, files in os.walk(folder):
            for name in folders:
                found[os.path.relpath(os.path.join(path, name), folder)] = "folder"
            for name in files:
                with open(os.path.join(path, name), encoding="utf-8") as file:
                    found[os.path.relpath(os.path.join(path, name), folder)] = (
                        file.read().replace(folder + "/", "").strip()
                    )
        return done.stdout.replace(folder + "/", "").split(), found


if __name__ == "__main__":
    unittest.main()
