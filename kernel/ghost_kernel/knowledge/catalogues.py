"""What programs print in the person's language, put into English for the rules, by the programs' own catalogues.

gettext's catalogues hold every message twice, as English and as translation, both as formats of printf. A printed line
that a translation fits is turned round: the English format is filled with what stood in the gaps, so that names stay
as they were printed. The texts of errno behind a colon are put into English the same way. Where there is no catalogue,
or nothing fits, the line stays. Asked only where the locale is not an English one; the person still sees their text.
"""

from __future__ import annotations

import os

from ghost_kernel.knowledge import translations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ghost_kernel.knowledge.translations import Format
    from ghost_kernel.machine import Machine

FOLDERS = ("/usr/share/locale", "/usr/local/share/locale", "/usr/share/locale-langpack")
LARGEST = 4_000_000  # bytes of a catalogue
MOST_KEPT = 12  # catalogues remembered
MOST_LINES = 120
LONGEST = 1500  # characters of a line
MOST_STARTS = 6  # places in a line where a message may begin, behind `prog: `
MOST_TURNS = 3  # messages in one line, one inside the other: `fatal: ` and what was fatal
LAST_ERRNO = 134
MARKS = (": ", "：", " : ", "\xa0: ")

# Text domain → programs that use it; others bear the name of their program.
PROGRAMS = {
    "coreutils": (
        "[ arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown chroot cksum comm cp csplit cut date "
        "dd df dir dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join "
        "link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr "
        "printenv printf ptx pwd readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum "
        "sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true "
        "truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami yes"
    ),
    "findutils": "find xargs locate updatedb",
    "diffutils": "diff cmp diff3 sdiff",
    "grep": "egrep fgrep zgrep",
    "procps-ng": "ps kill pkill pgrep free top uptime vmstat w watch sysctl pmap slabtop tload pidof",
    "psmisc": "killall pstree fuser peekfd prtstat",
    "util-linux": (
        "mount umount lsblk blkid fdisk sfdisk cfdisk mkfs fsck losetup swapon swapoff dmesg kill more cal column "
        "hexdump look rename rev script setsid su runuser login flock getopt ionice ipcs last logger lscpu mountpoint "
        "nsenter unshare renice taskset whereis wall findmnt fallocate chsh chfn"
    ),
    "shadow": "useradd userdel usermod groupadd groupdel groupmod passwd chage newgrp gpasswd chpasswd",
    "apt": "apt-get apt-cache apt-mark apt-config apt-file",
    "dpkg": "dpkg-query dpkg-deb dpkg-reconfigure",
    "man-db": "man apropos whatis mandb",
    "systemd": "systemctl journalctl loginctl hostnamectl timedatectl localectl resolvectl networkctl busctl",
    "binutils": "as ar nm objdump objcopy strip size strings ranlib readelf",
    "gnupg2": "gpg gpgv gpg2",
    "xz": "unxz xzcat lzma xzgrep",
    "gawk": "awk",
    "subversion": "svn svnadmin",
}
# What comes with a program besides its own catalogue.
BESIDES = {"apt": ("libapt-pkg",), "dpkg": ("libapt-pkg",), "wget": ("wget-gnulib",), "man-db": ("man-db-gnulib",),
           "gcc": ("cpplib",), "sudo": ("sudoers", "Linux-PAM")}  # fmt: skip

_KEPT: dict[str, tuple[int, list[tuple[bytes, bytes, bytes]]]] = {}


def languages(locale: str, wanted: str = "") -> list[str]:
    """The languages of a person with this locale, most wanted first; empty where messages come in English.

    `wanted` is LANGUAGE, which goes before the locale where there is one at all.
    """
    plain = locale.partition(".")[0].partition("@")[0]
    if plain in ("", "C", "POSIX"):
        return []
    found: list[str] = []
    for one in [*wanted.split(":"), plain]:
        name = one.partition(".")[0]
        if name in ("C", "POSIX") or name == "en" or name[:3] in ("en_", "en@"):
            break
        for form in (name, name.partition("@")[0], name.partition("@")[0].partition("_")[0]):
            if form and form not in found and form.replace("_", "").replace("@", "").isalnum():
                found.append(form)
    return found


def english(machine: Machine, locale: str, programs: Iterable[str], text: str) -> str:
    """The text with the lines that a catalogue of one of the programs knows put into English."""
    spoken = languages(locale, os.environ.get("LANGUAGE", "") if not machine.root else "")
    if not spoken or not text.strip():
        return text
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        middle = lines[MOST_LINES // 2 : -MOST_LINES // 2]
    else:
        middle = []
    read = lines if not middle else [*lines[: MOST_LINES // 2], *lines[-MOST_LINES // 2 :]]
    read = [line for line in read if len(line) <= LONGEST]
    if not any(read):
        return text
    said = "\n".join(read)
    formats = _fitting(machine, spoken, domains(programs), said)
    errors = _errors(machine, spoken, said)
    if not formats and not errors:
        return text
    known = frozenset(read)
    return "\n".join([_line(line, formats, errors) if line in known and line else line for line in lines])


def domains(programs: Iterable[str]) -> list[str]:
    """The catalogues' names for these programs; getopt's messages are the C library's."""
    found: list[str] = []
    for program in programs:
        for domain, names in PROGRAMS.items():
            if program == domain or program in names.split():
                found += [domain, *BESIDES.get(domain, ())]
        found += [program, *BESIDES.get(program, ())]
    return list(dict.fromkeys([one for one in [*found, "libc"] if one and "/" not in one]))


def _line(line: str, formats: list[Format], errors: list[tuple[str, str]]) -> str:
    head, tail = _error(line.rstrip(), errors)
    for _ in range(MOST_TURNS):
        turned = _turned(head, formats)
        if turned is None or turned == head:
            break
        head = turned
    return head + tail


def _error(head: str, errors: list[tuple[str, str]]) -> tuple[str, str]:
    """The line with the text of errno in English, taken off where it stands at the end."""
    for foreign, its in errors:
        at = head.find(foreign)
        if at < 0 or (at and head[at - 1].isalnum()):
            continue
        after = head[at + len(foreign) :]
        if not after or after[0] in ":),.;'":
            if after or at < 2:
                head = head[:at] + its + after
            else:
                return head[:at].rstrip(translations.SPACES + ":："), ": " + its
            break
    return head, ""


def _turned(line: str, formats: list[Format]) -> str | None:
    """The line with the translation turned round that has most letters, wherever in the line its message begins."""
    starts = [0]
    for _ in range(MOST_STARTS):
        found = [(line.find(mark, starts[-1]), mark) for mark in MARKS]
        nexts = [at + len(mark) for at, mark in found if at >= 0]
        if not nexts:
            break
        starts.append(min(nexts))
    for one in formats:
        # One that begins with a gap would take `prog: ` into it where it can.
        for begin in starts if one.gaps[0][0] else reversed(starts):
            turned = one.turn(line[begin:])
            if turned is not None:
                return line[:begin] + turned
    return None


def _fitting(machine: Machine, spoken: list[str], names: list[str], said: str) -> list[Format]:
    """The translations of which the longest piece was printed, most letters first."""
    raw = said.encode("utf-8", "replace")
    found: list[Format] = []
    for language in spoken:
        for name in names:
            for piece, original, translation in _catalogue(machine, language, name):
                if piece in raw:
                    found += translations.formats(original, translation)
        if found:
            break  # a country's catalogue goes before the language's
    found.sort(key=lambda one: (-one.weight, len(one.gaps), bool(one.gaps[0][0]) != bool(one.english[0][0])))
    return found


def _errors(machine: Machine, spoken: list[str], said: str) -> list[tuple[str, str]]:
    """The texts of errno that were printed, each with its English."""
    english_ = {os.strerror(number).encode() for number in range(1, LAST_ERRNO)}
    raw = said.encode("utf-8", "replace")
    found = []
    for language in spoken:
        for piece, original, translation in _catalogue(machine, language, "libc"):
            if original in english_ and piece in raw:
                found.append((translation.decode("utf-8", "replace"), original.decode()))
        if found:
            break
    return sorted(found, key=lambda one: -len(one[0]))


def _catalogue(machine: Machine, language: str, name: str) -> list[tuple[bytes, bytes, bytes]]:
    """The entries of a catalogue in UTF-8, each with the longest piece of its translation."""
    for folder in FOLDERS:
        place = f"{folder}/{language}/LC_MESSAGES"
        files = [name + ".mo"]
        if name == "libapt-pkg":  # its catalogue bears the library's version
            files = [one for one in machine.names(place) if one.startswith(name)]
        for file in files:
            path = machine.resolve(f"{place}/{file}")
            try:
                stamp = os.stat(path).st_mtime_ns
            except OSError:
                continue
            kept = _KEPT.get(path)
            if kept is None or kept[0] != stamp:
                while len(_KEPT) >= MOST_KEPT:
                    _KEPT.pop(next(iter(_KEPT)))
                kept = (stamp, translations.entries(machine.head(path, LARGEST)))
                _KEPT[path] = kept
            return kept[1]
    return []
