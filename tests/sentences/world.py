"""The prepared machine that sentences are asked on: files with sizes, ages and contents, a repository, logs, programs
that run and listen, and stand-ins for what a container does not have.

Everything lies below one temporary home; `/var/log` is covered by a folder of ours in a mount namespace.
"""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import tarfile
import time
import zipfile
from typing import NamedTuple

MINUTE, HOUR, DAY = 60, 3600, 86400
USUAL_AGE = 3 * DAY
STAGES = {
    "home": "",
    "work": "work",
    "repo": "repo",
    "logs": "work/logs",
    "full": "full",
}


class World(NamedTuple):
    """Where it is, and what runs in it."""

    home: str
    logs: str
    names: dict[str, str]
    running: list[subprocess.Popen[bytes]]

    def folder(self, stage: str) -> str:
        """The working folder of a stage."""
        return os.path.join(self.home, STAGES[stage])

    def end(self) -> None:
        """Ends what was started, by its own handle."""
        for one in self.running:
            one.kill()
            one.wait()


def build(home: str) -> World:
    """Makes it below an empty folder."""
    names: dict[str, str] = {}
    _work(os.path.join(home, "work"))
    _full(os.path.join(home, "full"))
    _repo(home)
    logs = os.path.join(home, ".var-log")
    _logs(logs)
    running = _programs(home, names)
    return World(home, logs, names, running)


def _write(path: str, content: str | bytes, age: int = USUAL_AGE, mode: int = 0o644) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    with open(path, "wb") as file:
        file.write(data)
    os.chmod(path, mode)
    _age(path, age)


def _age(path: str, age: int) -> None:
    then = time.time() - age
    os.utime(path, (then, then), follow_symlinks=False)


def _work(work: str) -> None:
    """A folder as people have them."""
    files: dict[str, tuple[str | bytes, int]] = {
        "notes.txt": ("call the dentist\nbuy milk\nwater the ferns\n", 10 * MINUTE),
        "todo.md": (
            "# To do\n\n- TODO: pay the rent\n- TODO: fix the bike\n- done: shave\n",
            2 * DAY,
        ),
        "empty.txt": ("", USUAL_AGE),
        "media/holiday.mp4": (b"\1" * 14_000_000, 30 * DAY),
        "media/song.mp3": (b"\2" * 3_000_000, 90 * DAY),
        "media/cover.jpg": (b"\xff\xd8\xff\xe0" + b"\3" * 200_000, 90 * DAY),
        "downloads/setup.iso": (b"\4" * 6_000_000, 2 * HOUR),
        "reports/q1.csv": (
            "day,total\n" + "".join(f"{n},{n * 3}\n" for n in range(39)),
            40 * DAY,
        ),
        "reports/q2.csv": (
            "day,total\n" + "".join(f"{n},{n * 5}\n" for n in range(41)),
            20 * HOUR,
        ),
        "reports/annual.pdf": (b"%PDF-1.7\n" + b"\5" * 1_500_000, 200 * DAY),
        "src/main.py": (
            "import util\n\n\ndef main():\n    util.connect_database('main')\n\n\nmain()\n",
            30 * MINUTE,
        ),
        "src/util.py": (
            "def connect_database(name):\n    # FIXME: retry\n    return name\n",
            USUAL_AGE,
        ),
        "src/broken.py": (
            "def share(all, people):\n    return all / people\n\n\nprint(share(3, 0))\n",
            USUAL_AGE,
        ),
        "src/test_main.py": ("def test_nothing():\n    assert True\n", USUAL_AGE),
        "logs/app.log": (_app_log(), 5 * MINUTE),
        "logs/old.log": ("nothing new\n" * 20, 60 * DAY),
        "archive/2019.csv": ("a,b\n1,2\n", 400 * DAY),
        "old/draft.doc": (b"\xd0\xcf\x11\xe0" + b"\6" * 5000, 100 * DAY),
        "latin.txt": ("caf\xe9 cr\xe8me\n".encode("latin-1"), USUAL_AGE),
        "utf16.txt": ("plain words\n".encode("utf-16"), USUAL_AGE),
        "left.conf": ("host = localhost\ntimeout = 30\nuser = web\n", USUAL_AGE),
        "right.conf": ("host = localhost\ntimeout = 60\nuser = web\n", USUAL_AGE),
        "same1.txt": ("all alike\n", USUAL_AGE),
        "same2.txt": ("all alike\n", USUAL_AGE),
        "meeting minutes.txt": ("present: Ada, Bob\n", USUAL_AGE),
        "会议记录.txt": ("出席: 小王\n", USUAL_AGE),
        "node_modules/left/index.js": ("module.exports = 1\n", 50 * DAY),
        ".hidden.cfg": ("colour = green\n", USUAL_AGE),
    }
    for name, (content, age) in files.items():
        _write(os.path.join(work, name), content, age)
    _write(os.path.join(work, "locked.txt"), "mine\n", mode=0)
    _write(os.path.join(work, "script.sh"), "#!/bin/sh\necho hello\n", mode=0o644)
    _write(os.path.join(work, "tool.sh"), "#!/bin/sh\necho tool\n", mode=0o755)
    os.makedirs(os.path.join(work, "empty_dir"))
    os.symlink("notes.txt", os.path.join(work, "link.txt"))
    os.symlink("nowhere", os.path.join(work, "gone.lnk"))
    with zipfile.ZipFile(os.path.join(work, "photos.zip"), "w") as packed:
        packed.writestr("beach.jpg", b"\xff\xd8" * 40)
        packed.writestr("mountain.jpg", b"\xff\xd8" * 60)
    _age(os.path.join(work, "photos.zip"), USUAL_AGE)
    _write(os.path.join(work, "pack/data/users.db"), "db\n")
    _write(os.path.join(work, "pack/etc/hosts.conf"), "conf\n")
    with tarfile.open(os.path.join(work, "backup.tar.gz"), "w:gz") as tar:
        for name in ("data/users.db", "etc/hosts.conf"):
            tar.add(os.path.join(work, "pack", name), name)
    shutil.rmtree(os.path.join(work, "pack"))
    _age(os.path.join(work, "backup.tar.gz"), USUAL_AGE)
    for folder, _, _ in os.walk(work):
        _age(folder, USUAL_AGE)
    YOUNG.update({os.path.join(work, name): age for name, (_, age) in files.items() if age < DAY})


# Files of the work stage that are minutes or hours old, with how old: a slow run must not age them.
YOUNG: dict[str, int] = {}


def refresh() -> None:
    """Makes the young files as old again as they were."""
    for path, age in YOUNG.items():
        _age(path, age)


def _full(full: str) -> None:
    """Where three folders take very different room."""
    for name, size in (
        ("cache/blob.bin", 9_000_000),
        ("videos/clip.mov", 4_000_000),
        ("docs/a.txt", 20_000),
    ):
        _write(os.path.join(full, name), b"\7" * size)


def _app_log() -> str:
    now = time.time()
    lines = []
    for at in range(300):
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(now - 5 * MINUTE - (300 - at) * 20))
        if at % 60 == 59:
            lines.append(f"{stamp} ERROR [pool-{at}] connection to database refused after {at * 7} ms")
        elif at in (100, 200):
            lines.append(f"{stamp} ERROR disk quota exceeded for user {at}")
        elif at % 40 == 7:
            lines.append(f"{stamp} WARN cache miss ratio {at}%")
        else:
            lines.append(f"{stamp} INFO request {at} served in {at % 17} ms")
    return "\n".join(lines) + "\n"


def _logs(logs: str) -> None:
    now = time.time()

    def stamped(form: str, age: int) -> str:
        return time.strftime(form, time.localtime(now - age))

    nginx = [
        f"{stamped('%Y/%m/%d %H:%M:%S', 900 - 60 * at)} [error] 31#31: *{at} upstream timed out (110: Connection timed"
        f" out) while connecting to upstream, client: 10.0.0.{at}"
        for at in range(4)
    ]
    nginx.append(
        f"{stamped('%Y/%m/%d %H:%M:%S', 30)} [emerg] 32#32: bind() to 0.0.0.0:80 failed (98: Address already in use)"
    )
    _write(os.path.join(logs, "nginx/error.log"), "\n".join(nginx) + "\n", MINUTE)
    _write(
        os.path.join(logs, "nginx/access.log"),
        '10.0.0.1 - - "GET / HTTP/1.1" 200 12\n' * 50,
        MINUTE,
    )
    auth = [
        f"{stamped('%b %d %H:%M:%S', 3600 - 60 * at)} box sshd[{700 + at}]: Failed password for invalid user admin from"
        f" 203.0.113.{at} port {40000 + at} ssh2"
        for at in range(6)
    ]
    _write(os.path.join(logs, "auth.log"), "\n".join(auth) + "\n", MINUTE)
    system = [f"{stamped('%b %d %H:%M:%S', 1200)} box kernel: eth0: link up" for _ in range(20)]
    system.append(f"{stamped('%b %d %H:%M:%S', 600)} box kernel: Out of memory: Killed process 4242 (webshopd)")
    system.append(f"{stamped('%b %d %H:%M:%S', 300)} box kernel: EXT4-fs error (device sdb1): bad block bitmap")
    _write(os.path.join(logs, "syslog"), "\n".join(system) + "\n", MINUTE)
    dpkg = []
    for age, act, what in (
        (200 * DAY, "install", "vim:amd64 <none> 2:9.0"),
        (20 * HOUR, "upgrade", "openssl:amd64 3.0.11 3.0.15"),
        (19 * HOUR, "install", "jq:amd64 <none> 1.6-2.1"),
        (18 * HOUR, "remove", "telnet:amd64 0.17 <none>"),
    ):
        stamp = stamped("%Y-%m-%d %H:%M:%S", age)
        name, old, new = what.split()
        dpkg += [
            f"{stamp} {act} {name} {old} {new}",
            f"{stamp} status half-configured {name} {new}",
        ]
        if act != "remove":
            dpkg.append(f"{stamp} status installed {name} {new}")
    _write(os.path.join(logs, "dpkg.log"), "\n".join(dpkg) + "\n", 18 * HOUR)


def git(folder: str, *words: str, who: str = "Ada Example", age: int = DAY) -> None:
    """A git command of the stage's."""
    then = f"{int(time.time()) - age} +0000"
    mail = who.split()[0].lower() + "@example.org"
    given = {
        "GIT_AUTHOR_NAME": who, "GIT_COMMITTER_NAME": who, "GIT_AUTHOR_EMAIL": mail, "GIT_COMMITTER_EMAIL": mail,
        "GIT_AUTHOR_DATE": then, "GIT_COMMITTER_DATE": then, "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        "PATH": os.environ["PATH"],
    }  # fmt: skip
    subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, env=given)


def _repo(home: str) -> None:
    """A branch with two commits that its upstream does not have, one changed file and one that is not tracked."""
    repo, bare = os.path.join(home, "repo"), os.path.join(home, "origin.git")
    for folder, words in (
        (bare, ("init", "--bare", "-b", "main")),
        (repo, ("init", "-b", "main")),
    ):
        os.makedirs(folder)
        git(folder, *words)
    _write(os.path.join(repo, "README.md"), "# shop\n")
    _write(os.path.join(repo, "app.py"), "print(1)\n")
    git(repo, "add", ".")
    git(repo, "commit", "-m", "Begin the shop", age=20 * DAY)
    git(repo, "remote", "add", "origin", bare)
    git(repo, "checkout", "-b", "feature-login")
    git(repo, "push", "-u", "origin", "main", "feature-login")
    for name, who, subject, age in (
        ("app.py", "Bob Builder", "Greet whoever logs in", 5 * DAY),
        ("login.py", "Ada Example", "Ask for a password", 2 * DAY),
    ):
        _write(os.path.join(repo, name), f"# {subject}\n")
        git(repo, "add", name)
        git(repo, "commit", "-m", subject, who=who, age=age)
    _write(os.path.join(repo, "README.md"), "# shop\n\nchanged\n", HOUR)
    _write(os.path.join(repo, "scratch.txt"), "not tracked\n", HOUR)


LISTENER = """#!{python}
import socket, sys
held = socket.socket()
held.bind(("127.0.0.1", int(sys.argv[1])))
held.listen()
print("ready", flush=True)
while True:
    held.accept()[0].close()
"""
JOURNAL = """#!/bin/sh
# Stands in for a journal: prints what a unit said.
case "$*" in
*mailspoold*)
    echo 'Nov 26 10:00:01 box mailspoold[41]: started'
    echo 'Nov 26 10:02:01 box mailspoold[41]: error: cannot open queue file: No space left on device'
    echo 'Nov 26 10:03:01 box mailspoold[41]: error: cannot open queue file: No space left on device'
    echo 'Nov 26 10:04:01 box systemd[1]: mailspoold.service: Main process exited, code=exited, status=1/FAILURE' ;;
*) echo '-- No entries --' ;;
esac
"""


def _programs(home: str, names: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    import sys

    folder = os.path.join(home, "bin")
    os.makedirs(folder)
    _write(os.path.join(folder, "journalctl"), JOURNAL, mode=0o755)
    _write(
        os.path.join(folder, "webshopd"),
        LISTENER.format(python=sys.executable),
        mode=0o755,
    )
    _write(os.path.join(folder, "frobnicate"), "#!/bin/sh\necho frob\n", mode=0o755)
    shutil.copy(shutil.which("sleep") or "/bin/sleep", os.path.join(folder, "mailspoold"))
    running = []
    with socket.socket() as free, socket.socket() as other:
        free.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        names["port"], names["free"] = (
            str(free.getsockname()[1]),
            str(other.getsockname()[1]),
        )
    shop = subprocess.Popen([os.path.join(folder, "webshopd"), names["port"]], stdout=subprocess.PIPE)
    assert shop.stdout is not None
    shop.stdout.readline()  # it listens now
    running.append(shop)
    running.append(subprocess.Popen([os.path.join(folder, "mailspoold"), "86400"]))
    names["pid"] = str(shop.pid)
    names["home"] = home
    return running


def snapshot(home: str) -> dict[str, tuple[int, int, int]]:
    """What is there, for telling whether anything was changed; ghost's own folders are left out."""
    found = {}
    for folder, folders, files in os.walk(home):
        folders[:] = [one for one in folders if os.path.join(folder, one) not in own(home)]
        for name in [*folders, *files]:
            path = os.path.join(folder, name)
            told = os.lstat(path)
            kept = not stat.S_ISDIR(told.st_mode)
            found[path] = (
                told.st_size if kept else 0,
                told.st_mtime_ns if kept else 0,
                told.st_mode,
            )
    return found


def own(home: str) -> set[str]:
    """The folders that ghost keeps things in."""
    return {os.path.join(home, one) for one in (".local", ".cache", ".config")}
