"""Sources of names: what they read of odd files, and that nothing of a shell's history is kept."""

from __future__ import annotations

import gc
import os
import tempfile
import unittest

import setting  # noqa: F401 -- puts the package on the path

# isort: split
from ghost_kernel import slots
from ghost_kernel.knowledge import accounts, grammar, history, installed, projects, system, tasks
from ghost_kernel.machine import Machine

ODD = [
    "",
    "\0\1\2",
    "{",
    "[]",
    '{"tasks": 4, "scripts": []}',
    "tasks:\n\tx: y\n",
    "services:\n",
    "::::\n- - -\n",
    "x" * 300_000,
]


class Place(unittest.TestCase):
    """A folder that is home, working folder and root of the system."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = os.path.realpath(holder.name)
        self.machine = Machine(self.folder, [], self.folder, root=os.path.join(self.folder, "root"))

    def lay(self, name: str, text: str = "") -> None:
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


class TestSources(Place):
    def test_odd_files_give_no_names_and_no_error(self) -> None:
        """Binary, cut off, of another shape, with a very long line."""
        files = {
            "deno.json": tasks.deno, "composer.json": tasks.composer, "Taskfile.yml": tasks.taskfile,
            "compose.yaml": tasks.compose, "Rakefile": tasks.rake, "tasks.py": tasks.invoke, "noxfile.py": tasks.nox,
            "tox.ini": tasks.tox, "pyproject.toml": tasks.python_scripts, "Cargo.toml": projects.cargo_packages,
        }  # fmt: skip
        for name, source in files.items():
            for text in ODD:
                self.lay(name, text)
                with self.subTest(name=name, text=text[:20]):
                    self.assertEqual(source(Machine(self.folder, [], self.folder)), [])

    def test_a_member_of_a_list_is_no_service(self) -> None:
        """Only what stands right below the heading, comments and deeper keys left out."""
        self.lay(
            "compose.yaml",
            "# services:\nservices:\n  web:\n    ports:\n      - 1\n  # db:\n  'the db':\n    x: 1\nvolumes:\n  v:\n",
        )
        self.assertEqual(tasks.compose(self.machine), ["web", "the db"])

    def test_namespaces_of_rake_nest(self) -> None:
        """Names as `rake -T` prints them."""
        self.lay(
            "Rakefile",
            "task :all => [:x]\nnamespace :a do\n  namespace 'b' do\n    task c: :d do\n    end\n  end\n"
            '  task "e"\nend\n',
        )
        self.assertEqual(tasks.rake(self.machine), ["all", "a:b:c", "a:e"])

    def test_hashed_hosts_and_marked_keys_are_no_hosts(self) -> None:
        """known_hosts as sshd(8) describes it."""
        self.lay(
            ".ssh/known_hosts",
            "|1|a=|b= ssh-rsa A\n@revoked bad ssh-rsa A\n[far]:2222,10.0.0.1 ssh-rsa A\n# no\nnear ssh-rsa A\n",
        )
        self.assertEqual(accounts.hosts(self.machine), ["far", "10.0.0.1", "near"])

    def test_every_source_of_a_kind_exists(self) -> None:
        """And every kind that a grammar names has a source, or is made of the line."""
        for kind in slots.SOURCES:
            self.assertIsInstance(slots._source(*slots.SOURCES[kind])(self.machine), list, kind)
        made = {"owner", "groups", "remote-path", "make-target", "npm-script", "module", "-", *slots.CARGO}
        for key, spec in grammar.SPECS.items():
            for part in spec.split():
                kind = part.partition("=")[2] or part.rstrip("*")
                self.assertTrue(kind in slots.SOURCES or kind in made, f"{key}: {kind}")

    def test_signals_and_interfaces(self) -> None:
        """The kernel's own names."""
        self.assertIn("SIGTERM", system.signals(self.machine))
        os.makedirs(os.path.join(self.folder, "root/sys/class/net/lo"))
        self.assertEqual(system.interfaces(self.machine), ["lo"])
        self.assertEqual(installed.nvm(self.machine), ["node", "default", "system", "lts/*"])


class TestHistory(Place):
    def test_names_are_counted_as_words(self) -> None:
        """Not inside of other words; the first word of a line also behind sudo and a time."""
        self.lay(".bash_history", "frob a\nls frob\nfrobs\n#1700\nsudo frob x\n")
        self.lay(".zsh_history", ": 1700:0;frob -x\n")
        self.assertEqual((history.uses(self.machine, "frob"), history.runs(self.machine, "frob")), (3, 3))
        self.assertEqual(history.uses(self.machine, "f"), 0)
        self.lay(".bash_history", "frob frob frob\nxfrob frobx\nsudo frob\nfrob")
        again = Machine(self.folder, [], self.folder)
        self.assertEqual((history.uses(again, "frob"), history.runs(again, "frob")), (5, 4))

    def test_nothing_of_a_history_outlives_the_repair(self) -> None:
        """What was typed may be a secret: a brain that goes to sleep has forgotten it."""
        self.lay(".bash_history", "login --password hunter2hunter2\nfrob\n")
        machine = Machine(self.folder, [], self.folder)
        self.assertEqual(history.runs(machine, "frob"), 1)
        del machine
        gc.collect()
        held = [one for one in vars(history).values() if isinstance(one, (dict, list, bytes))]
        held += [one for one in gc.get_objects() if isinstance(one, (dict, list)) and len(one) < 50]
        self.assertEqual([one for one in held if "hunter2hunter2" in repr(one)[:4000] and one is not held], [])


if __name__ == "__main__":
    unittest.main()
