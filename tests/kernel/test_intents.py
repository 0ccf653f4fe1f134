"""What shows that a line has done its work: checks that hold after the line ran, and lines of which none is stated."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest

from setting import KERNEL  # noqa: F401 -- puts the package on the path

# isort: split
from ghost_kernel import intents
from ghost_kernel.machine import Machine

# What is made first; a line; whether it is to have a check. Each line is really run, its check before and after it.
RUN = (
    ("", "mkdir -p a/b"),
    ("", "mkdir -- -odd"),
    ("", "touch 'a b'"),
    ("", "touch x && mkdir y"),
    ("mkdir d; touch f", "cp f d"),
    ("mkdir d; touch f", "cp f d/"),
    ("touch f", "cp f g"),
    ("mkdir d; touch f", "cp -t d f"),
    ("mkdir d e", "cp -r d e"),
    ("mkdir d; touch f", "mv f d"),
    ("touch f", "ln -s f g"),
    ("mkdir d; touch f", "ln -s ../f d"),
    ("touch f", "rm f"),
    ("mkdir d", "rmdir d"),
    ("touch f", "chmod +x f"),
    ("touch f", "tar -czf f.tgz f"),
    ("touch f", "tar cf f.tar f"),
    ("touch f", "gzip f"),
    ("echo hi > f; gzip f", "gunzip f.gz"),
    ("mkdir d", "cd d && mkdir e"),
    ("", "install -d x/y"),
    ("", "git init"),
    ("", "git init sub"),
    ("GIT", "git branch topic"),
    ("GIT", "git checkout -b topic"),
    ("GIT", "git switch -c topic"),
    ("GIT", "git tag -a v1 -m 'first one'"),
    ("GIT; git branch old", "git branch -m old new"),
    ("mkdir o; cd o; GIT", "git clone ./o copied"),
    ("mkdir o; cd o; GIT; mkdir ../in", "mkdir p && git clone o/.git p/q"),
    ("GIT", "git remote add origin ../other"),
    ("GIT", "git worktree add ../tree-of-test -b side"),
    ("echo 'int main(void){return 0;}' > a.c", "gcc -o prog a.c"),
)
GIT = "git init -q && git -c user.name=a -c user.email=a@b.c commit -q --allow-empty -m a"
NONE = (
    "ls",
    "mkdir",
    "mkdir $NAME",
    "mkdir {a,b} *x",
    "mkdir a || touch b",
    "mkdir a &",
    "touch --no-create a",
    "touch -c a",
    "cp a",
    "cp --backup a b",
    "cp -n a b",
    "cp *.txt d",
    "mv -i a b",
    "git branch",
    "git branch -d a",
    "git branch --list x",
    "git tag -l v1",
    "git tag -d v1",
    "git checkout main",
    "git checkout -- file",
    "git -C x init",
    "cd $X && mkdir a",
    "cd - && mkdir a",
    "tar xf a.tar",
    "tar -tf a.tar",
    "tar -cf - a",
    "mkdir a | cat",
    "rm -i a",
    "systemctl stop nginx",
    "echo mkdir a",
)


class TestIntents(unittest.TestCase):
    def test_checks_hold_after_the_line_and_not_before(self) -> None:
        """In a folder of its own, with bash and real programs."""
        for setup, line in RUN:
            with self.subTest(line=line), tempfile.TemporaryDirectory() as top:
                folder = os.path.join(top, "work")
                os.mkdir(folder)
                self.run_in(folder, setup.replace("GIT", GIT) or "true")
                argv = intents.check(line, "bash", Machine(folder, home=top))
                self.assertIsNotNone(argv)
                assert argv is not None
                before = subprocess.run(argv, cwd=folder, capture_output=True, check=False).returncode
                self.assertNotEqual(before, 0, argv)
                self.run_in(folder, line)
                after = subprocess.run(argv, cwd=folder, capture_output=True, check=False).returncode
                self.assertEqual(after, 0, argv)

    def run_in(self, folder: str, line: str) -> None:
        """Runs a line, which has to go well."""
        names = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        env = {"PATH": os.environ["PATH"], "HOME": os.path.dirname(folder), "LC_ALL": "C", **names}
        done = subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_none_is_stated_where_there_is_doubt(self) -> None:
        """Expansions, options that are not known, lines that make nothing."""
        for line in NONE:
            self.assertIsNone(intents.check(line, "bash", Machine("/nowhere")), line)

    def test_units_are_asked_of(self) -> None:
        """By the words that policy knows as a look."""
        self.assertEqual(
            intents.check("sudo systemctl restart nginx", "bash", Machine()), ["systemctl", "is-active", "nginx"]
        )


if __name__ == "__main__":
    unittest.main()
