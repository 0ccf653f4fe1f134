"""Writes ghost_kernel/knowledge/ordinary.txt: words of everyday English, by which a name is told from what is no name.

python3 kernel/word_list.py           fetches Debian's list of English words with apt, writes the file
python3 kernel/word_list.py FILE      takes the words from FILE, one a line

Maintainers run it; nothing does at run time. Of a word's forms the base is kept (`ordinary.is_ordinary` knows endings).
What people call the programs and services that they write is left out: `is the backup running` is asked about a name.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from ghost_kernel.knowledge import ordinary  # noqa: E402

PACKAGE = "wamerican-small"
LIST = "usr/share/dict/american-english-small"
# The list's own notice, which has to stay with it.
NOTICE = """\
# Ordinary words of English, from which ghost tells what is no name of a program. Made by kernel/word_list.py from
# SCOWL (Spell Checker Oriented Word Lists), which is:
#
# Copyright 2000-2011 by Kevin Atkinson
#
# Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created
# from the scripts, and its documentation for any purpose is hereby granted without fee, provided that the above
# copyright notice appears in all copies and that both that copyright notice and this permission notice appear in
# supporting documentation. Kevin Atkinson makes no representations about the suitability of this array for any
# purpose. It is provided "as is" without express or implied warranty.
"""
NAMES = frozenset(
    "agent api app backend backup balancer beacon blog bot bridge broker browser builder cache client collector "
    "compiler console consumer container crawler cron daemon dashboard database debugger demo deployer deployment "
    "driver editor emulator engine explorer exporter fetcher firewall forum forwarder framework frontend gateway "
    "harvester importer indexer installer interpreter kernel launcher linker listener loader logger mailer manager "
    "mirror module monitor notifier parser pipeline planner player plugin poller portal printer processor producer "
    "proxy publisher queue receiver recorder relay renderer resolver robot router runner scanner scheduler scraper "
    "sender server session shell simulation simulator sniffer spider spooler store streamer subscriber supervisor sync "
    "syncer tester thread tracker trainer tunnel uploader updater viewer watchdog watcher wiki worker wrapper".split()
)


def chosen(words: list[str]) -> list[str]:
    """The base forms of the words in small letters, in order, without names of programs."""
    small = {one for one in words if re.fullmatch(r"[a-z]{3,}", one)}
    return sorted(
        one
        for one in small
        if NAMES.isdisjoint([one, *ordinary.bases(one)])
        and not any(len(base) > 2 and base in small for base in ordinary.bases(one))
    )


def fetched() -> list[str]:
    """The words of Debian's package, which is unpacked beside and not installed."""
    with tempfile.TemporaryDirectory(prefix="ghost-words-") as folder:
        subprocess.run(["apt-get", "download", PACKAGE], cwd=folder, check=True, stdout=sys.stderr)
        package = os.path.join(folder, os.listdir(folder)[0])
        subprocess.run(["dpkg", "-x", package, folder], check=True)
        return _read(os.path.join(folder, LIST))


def _read(path: str) -> list[str]:
    with open(path, encoding="utf-8") as file:
        return file.read().split()


def main(args: list[str]) -> int:
    """Writes the file; returns the exit code."""
    if len(args) > 1 or args[:1] == ["--help"]:
        sys.stderr.write(__doc__ or "")
        return 2
    words = chosen(_read(args[0]) if args else fetched())
    with open(ordinary.FILE, "w", encoding="ascii") as file:
        file.write(NOTICE + "\n".join(words) + "\n")
    sys.stdout.write(f"{len(words)} words, {os.path.getsize(ordinary.FILE)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
