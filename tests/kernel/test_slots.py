"""One mechanism for every misspelt name: the slot decides which names fit. Written before the slots.

Each case is a failed line, what it printed, what lies on the machine, and the line that was meant (None: nothing).
"""

from __future__ import annotations

import os
import tempfile
import unittest

import setting  # noqa: F401 -- puts the package on the path

# isort: split
from ghost_kernel import checks, mind, ranking
from ghost_kernel.engine import Engine
from ghost_kernel.rule import Example

REPO = {
    ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "0\n", ".git/refs/heads/topic/parser": "0\n",
    ".git/refs/remotes/fork/main": "0\n", ".git/packed-refs": "0 refs/heads/stable\n0 refs/tags/v2.0\n",
    ".git/config": '[remote "fork"]\n\turl = x\n',
}  # fmt: skip
ETC = {
    "/etc/passwd": "root:x:0:0::/root:/bin/sh\nwanda:x:1000:1000::/:/bin/sh\n", "/etc/group": "printers:x:9:\n",
    "/etc/shells": "/bin/sh\n/bin/bash\n/usr/bin/zsh\n",
}  # fmt: skip
CARGO = {
    "Cargo.toml": '[package]\nname = "frob"\n[[bin]]\nname = "frobd"\n[features]\nfancy = []\n[workspace]\n'
    'members = ["crates/*"]\n',
    "crates/parser/Cargo.toml": '[package]\nname = "frob-parser"\n',
}  # fmt: skip

CASES: list[tuple[str, str, dict[str, str], str | None]] = [
    # accounts and groups
    ("id wnada", "id: ‘wnada’: no such user", ETC, "id wanda"),
    ("sudo -u wadna ls", "sudo: unknown user wadna", ETC, "sudo -u wanda ls"),
    ("chown wanda:pritners a", "chown: invalid group: ‘wanda:pritners’", ETC, "chown wanda:printers a"),
    ("chown wadna: a", "chown: invalid user: ‘wadna:’", ETC, "chown wanda: a"),
    ("usermod -aG prinetrs wanda", "usermod: group 'prinetrs' does not exist", ETC, "usermod -aG printers wanda"),
    ("chsh -s /usr/bin/zhs", "chsh: /usr/bin/zhs does not exist", ETC, "chsh -s /usr/bin/zsh"),
    ("id zorro", "id: ‘zorro’: no such user", ETC, None),
    # units
    ("systemctl status frobd.srvice", "Unit frobd.srvice could not be found.",
     {"/lib/systemd/system/frobd.service": ""}, "systemctl status frobd.service"),
    ("sudo systemctl restart forbd", "Failed to restart forbd.service: Unit forbd.service not found.",
     {"/etc/systemd/system/frobd.service": ""}, "sudo systemctl restart frobd"),
    ("journalctl -n 5 -u frodb", "Failed to get unit: Unit frodb.service not found",
     {"/lib/systemd/system/frobd.service": ""}, "journalctl -n 5 -u frobd"),
    # hosts
    ("ssh -p 22 wanda@buidl uptime", "ssh: Could not resolve hostname buidl: Name or service not known",
     {".ssh/config": "Host build web\n"}, "ssh -p 22 wanda@build uptime"),
    ("scp a.txt buidl:/tmp/", "ssh: Could not resolve hostname buidl: Name or service not known\nlost connection",
     {".ssh/config": "Host build\n"}, "scp a.txt build:/tmp/"),
    ("rsync -a x/ buidl:x/", "ssh: Could not resolve hostname buidl: Temporary failure in name resolution",
     {".ssh/known_hosts": "build,10.0.0.7 ssh-ed25519 AAAA\n"}, "rsync -a x/ build:x/"),
    ("ping -c 1 printre", "ping: printre: Name or service not known", {"/etc/hosts": "10.0.0.9 printer\n"},
     "ping -c 1 printer"),
    # the kernel
    ("ip link show eht0", 'Device "eht0" does not exist.', {"/sys/class/net/eth0/": "", "/sys/class/net/lo/": ""},
     "ip link show eth0"),
    ("tcpdump -i wlna0 -c 1", "tcpdump: wlna0: No such device exists", {"/sys/class/net/wlan0/": ""},
     "tcpdump -i wlan0 -c 1"),
    ("sysctl vm.swapiness", "sysctl: cannot stat /proc/sys/vm/swapiness: No such file or directory",
     {"/proc/sys/vm/swappiness": "60\n"}, "sysctl vm.swappiness"),
    ("kill -s TREM 4", "bash: kill: TREM: invalid signal specification", {}, "kill -s TERM 4"),
    ("timedatectl set-timezone Europe/Brelin", "Failed to set time zone: Invalid or not installed time zone",
     {"/usr/share/zoneinfo/Europe/Berlin": ""}, "timedatectl set-timezone Europe/Berlin"),
    # projects
    ("make isntall PREFIX=/x", "make: *** No rule to make target 'isntall'.  Stop.",
     {"Makefile": "install: all\n\tcp\nall:\n"}, "make install PREFIX=/x"),
    ("npm run strat -- --port 1", 'npm error Missing script: "strat"',
     {"package.json": '{"scripts": {"start": "x", "test": "y"}}'}, "npm run start -- --port 1"),
    ("deno task biuld", "Task not found: biuld", {"deno.json": '{"tasks": {"build": "x"}}'}, "deno task build"),
    ("composer run lnit", 'Script "lnit" is not defined in this package',
     {"composer.json": '{"scripts": {"lint": "x"}}'}, "composer run lint"),
    ("just relaese", "error: Justfile does not contain recipe `relaese`.", {"justfile": "release tag:\n  ls\n"},
     "just release"),
    ("task tset", 'task: Task "tset" does not exist', {"Taskfile.yml": "version: '3'\ntasks:\n  test:\n    cmds: []\n"},
     "task test"),
    ("rake db:sede", "rake aborted!\nDon't know how to build task 'db:sede'",
     {"Rakefile": "namespace :db do\n  task :seed do\n  end\nend\n"}, "rake db:seed"),
    ("inv claen", "No idea what 'claen' is!", {"tasks.py": "@task\ndef clean(c):\n    pass\n"}, "inv clean"),
    ("nox -s lnit", "nox > Sessions not found: lnit", {"noxfile.py": "@nox.session(python='3')\ndef lint(s):\n"},
     "nox -s lint"),
    ("docker compose logs databse", "no such service: databse",
     {"compose.yaml": "services:\n  database:\n    image: x\n  web:\n    image: y\n"}, "docker compose logs database"),
    ("docker-compose exec wbe sh", "no such service: wbe", {"docker-compose.yml": "services:\n  web:\n    image: y\n"},
     "docker-compose exec web sh"),
    # cargo
    ("cargo run --bin frbod", "error: no bin target named `frbod`", CARGO, "cargo run --bin frobd"),
    ("cargo test -p frob-praser", "error: package ID specification `frob-praser` did not match any packages", CARGO,
     "cargo test -p frob-parser"),
    ("cargo b --features=fnacy", "error: the package 'frob' does not contain this feature: fnacy", CARGO,
     "cargo b --features=fancy"),
    # versions and environments
    ("conda activate scinece", "EnvironmentNameNotFound: Could not find conda environment: scinece",
     {"miniconda3/envs/science/": ""}, "conda activate science"),
    ("pyenv local 3.11.22", "pyenv: version `3.11.22' not installed", {".pyenv/versions/3.11.9/": ""},
     "pyenv install 3.11.22 && pyenv local 3.11.22"),
    ("rustup default nihgtly", "error: toolchain 'nihgtly-x86_64' is not installed", {}, "rustup default nightly"),
    # git
    ("git checkout topic/praser", "error: pathspec 'topic/praser' did not match any file(s) known to git", REPO,
     "git checkout topic/parser"),
    ("git rebase --onto mian HEAD~2", "fatal: Does not point to a valid commit: mian", REPO,
     "git rebase --onto main HEAD~2"),
    ("git push -u frok main", "fatal: 'frok' does not appear to be a git repository", REPO, "git push -u fork main"),
    ("git push fork mian", "error: src refspec mian does not match any", REPO, "git push fork main"),
    ("git diff satble..main", "fatal: ambiguous argument 'satble..main': unknown revision", REPO,
     "git diff stable..main"),
    ("git branch -u frok/main", "fatal: the requested upstream branch 'frok/main' does not exist", REPO,
     "git branch -u fork/main"),
    ("git remote show frok", "fatal: 'frok' does not appear to be a git repository", REPO, "git remote show fork"),
    ("git show v2.1", "fatal: ambiguous argument 'v2.1': unknown revision", REPO, None),
    # what deletes, and what other words say, is never guessed
    ("userdel wnada", "userdel: user 'wnada' does not exist", ETC, None),
    ("docker-compose rm wbe", "no such service: wbe", {"docker-compose.yml": "services:\n  web:\n"}, None),
    ("make test", "FAIL: tset_parser\nmake: *** [Makefile:2: test] Error 1", {"Makefile": "test:\n\t./t\ntest2:\n"},
     None),
    ("ssh build gerp x", "bash: gerp: command not found", {".ssh/config": "Host build grep\n"}, None),
    ("npm run build", "sh: 1: vtie: not found", {"package.json": '{"scripts": {"build": "vtie", "vite": "y"}}'}, None),
]  # fmt: skip


def best(line: str, output: str, files: dict[str, str], exit_code: int = 1) -> str | None:
    """The first proposal of all rules, on a machine that has these files alone."""
    with tempfile.TemporaryDirectory() as base:
        example = Example(line, output, exit_code=exit_code, files=files, programs=line.split()[:1])
        failure = checks.stage_set(example, os.path.realpath(base))
        found, _ = mind._candidates(failure, Engine())
        ranked = ranking.rank(found, line, [])
        return ranked[0].command if ranked else None


class TestSlots(unittest.TestCase):
    def test_the_slot_decides_which_names_fit(self) -> None:
        """All of the exam."""
        for line, output, files, meant in CASES:
            with self.subTest(line):
                self.assertEqual(best(line, output, files), meant)

    def test_history_decides_between_names_that_are_equally_near(self) -> None:
        """The one that was typed before; in the formats of three shells."""
        files = {".ssh/config": "Host webb webc\n"}
        output = "ssh: Could not resolve hostname webd: Name or service not known"
        for name, form in [
            (".bash_history", "%s\n"),
            (".zsh_history", ": 1700000000:0;%s\n"),
            (".local/share/fish/fish_history", "- cmd: %s\n  when: 1\n"),
        ]:
            for host in ("webb", "webc"):
                with self.subTest(name=name, host=host):
                    self.assertEqual(best("ssh webd", output, {**files, name: form % f"ssh {host}" * 6}), f"ssh {host}")


if __name__ == "__main__":
    unittest.main()
