"""A made-up machine for benches of the brain: folders of programs, a home, a project with files of many kinds."""

from __future__ import annotations

import os
from pathlib import Path

PROGRAMS = 5000
EVERYDAY = (
    "git docker python3 pip npm node make cmake cargo gcc kubectl systemctl ssh tar unzip grep find sort head tail ls "
    "cat cp mv rm mkdir rmdir sed awk jq curl wget xargs less vim man date ps kill diff env sudo apt pytest mvn tail wc"
).split()
FIRST = "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu".split()
SECOND = "ne ra se ti vo ze gul mer pas ton x-a lib ctl cat sum2 -dump -cfg conf er".split()


def names(count: int) -> list[str]:
    """So many different names of programs, the everyday ones first."""
    found = list(dict.fromkeys(EVERYDAY))
    for one in FIRST:
        for other in FIRST:
            found += [one + other + last for last in SECOND]
    if len(found) < count:
        raise AssertionError("there are not enough names")
    return found[:count]


def programs(folder: Path, count: int = PROGRAMS) -> list[str]:
    """The programs in three folders below; gives those folders as a PATH has them."""
    path = [folder / "local", folder / "system", folder / "own"]
    for place in path:
        place.mkdir(parents=True)
    for number, name in enumerate(names(count)):
        file = path[number % 7 % 3] / name
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o755))
    return [str(place) for place in path]


FILES = {
    "Makefile": "test:\n\t./run\nbuild: test\n\tcc -o app main.c\ninstall: build\n\tcp app /opt\n",
    "package.json": '{"name": "ledger", "scripts": {"build": "tsc", "test": "mocha", "start": "node ."}}\n',
    "Cargo.toml": '[package]\nname = "ledger"\nversion = "0.1.0"\n\n[[bin]]\nname = "ledger"\npath = "src/main.rs"\n',
    "readme.txt": "text\n",
    "notes.md": "text\n",
    "main.c": "int main(void) { return 0; }\n",
    "deploy.sh": "#!/bin/sh\necho\n",
    "data.json": '{"items": []}\n',
    "names.txt": "one\ntwo\n",
    "input.txt": "text\n",
    "tool.py": "import sys\n",
    "serve.py": "import yaml\n",
    "config/settings.toml": "x = 1\n",
    "drafts/old.md": "text\n",
    "build/app.o": "x\n",
    "src/main.rs": "fn main() {}\n",
    ".git/HEAD": "ref: refs/heads/tidy\n",
    ".git/config": '[remote "origin"]\n\turl = /srv/ledger.git\n',
    ".git/refs/heads/tidy": "0" * 40 + "\n",
    ".git/refs/heads/develop": "0" * 40 + "\n",
    ".git/refs/heads/feature-login": "0" * 40 + "\n",
}


def project(home: Path) -> Path:
    """A folder to work in, with some hundred files, in a home with some of its own."""
    work = home / "projects" / "ledger"
    for name, text in FILES.items():
        file = work / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for number in range(200):
        (work / f"chapter-{number:02}.md").write_text("text\n", encoding="utf-8")
    (home / ".bashrc").write_text("alias ll='ls -l'\n", encoding="utf-8")
    return work
