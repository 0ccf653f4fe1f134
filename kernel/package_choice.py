"""What goes into the table of commands, and which of several packages that hold a command is told.

A command is left out when nobody types it:

- a name of more than 28 letters, or with letters that need quotes
- a cross compiler or another tool for one foreign architecture (x86_64-w64-mingw32-gcc)
- a copy with its version in its name (python3.11, clang-14), unless the package bears the same name
- a script with its language's ending (x.py), unless the package bears the same name
- a piece of debhelper (dh_auto_build); what a library tells compilers (x-config in libdevel)
- one of a crowd: a package that brings more than MOST_OF_ONE commands, but few people need, keeps none but its own name

A command that is made at installation only (an alternative) is told when the package bears its name.

Of several packages the told one is a hand-made choice, else the one that is no transitional package, bears the
command's name, has the higher priority, is not a variant of another, and is needed by more packages; but the package
that bears the command's name where it brings that one along.
"""

from __future__ import annotations

import re

PLAIN = re.compile(r"[A-Za-z0-9\[][A-Za-z0-9_.+@-]*\Z")
VERSIONED = re.compile(r"[-.]\d[\d.]*\Z|\d\.\d")
ENDING = re.compile(r"\.(py|py3|pl|sh|rb|R|r|tcl|exe|bin|jar|php|lua|js|guile|scm|csh|bash|pyc|so|cgi|dat|conf)\Z")
FOREIGN = re.compile(r"-linux-|-gnu\b|-gnueabi|mingw|-elf-|-none-|-unknown-|^(avr|msp430|m68hc1x|h8300|sh-elf|xtensa)-")
LONGEST = 28
MOST_OF_ONE = 60
# Priorities as Debian names them, the highest first.
PRIORITIES = ("required", "important", "standard", "optional", "extra")
VARIANTS = re.compile(
    r"-(nox|web|tiny|mini|minimal|all|static|light|cli|gtk\d?|qt\d?|mpi|openmpi|mpich|guile|old|traditional|ng|huge|"
    r"compat|dbg|ldap|mysql|postgresql|sqlite\d?|beta|bin|mocker|wrapper|is-[a-z0-9-]+)(-[a-z0-9]+)*\Z"
)
# Packages with many commands of which people do type some.
CROWDS = frozenset(
    "coreutils util-linux netpbm texlive-binaries texlive-extra-utils devscripts bpfcc-tools libbpf-tools git-extras "
    "mono-devel llvm sg3-utils clonezilla inetutils-tools bsdgames moreutils ncbi-entrez-direct linux-cpupower samba "
    "dcmtk tpm2-tools emboss klibc-utils krb5-user kdesdk-scripts".split()
)
# What people mean by a name; names that only an alternative of Debian's bears are not in the index at all.
PREFERRED = {
    "awk": "gawk", "ack": "ack", "bat": "bat", "c++": "g++", "c89": "gcc", "c99": "gcc", "cc": "gcc",
    "convert": "imagemagick", "mogrify": "imagemagick", "identify": "imagemagick", "montage": "imagemagick",
    "compare": "imagemagick", "composite": "imagemagick", "magick": "imagemagick", "animate": "imagemagick",
    "crontab": "cron", "docker": "docker.io", "editor": "nano", "elinks": "elinks", "espeak": "espeak-ng-espeak",
    "ex": "vim", "fakeroot": "fakeroot", "fd": "fd-find", "ftp": "tnftp", "fusermount": "fuse3", "gcore": "gdb",
    "gdb": "gdb", "go": "golang-go", "gofmt": "golang-go", "jar": "default-jdk", "java": "default-jre",
    "javac": "default-jdk", "javadoc": "default-jdk", "jps": "default-jdk", "jshell": "default-jdk",
    "keytool": "default-jre", "ld": "binutils", "lex": "flex", "lua": "lua5.4", "luac": "lua5.4", "lzma": "xz-utils",
    "mail": "mailutils", "mailq": "postfix", "mailx": "bsd-mailx", "mysql": "default-mysql-client",
    "mysqldump": "default-mysql-client", "nawk": "gawk", "nc": "netcat-openbsd", "netcat": "netcat-openbsd",
    "newaliases": "postfix", "pacman": "pacman-package-manager", "perldoc": "perl-doc", "php": "php-cli",
    "pg_dump": "postgresql-client", "pg_dumpall": "postgresql-client", "pg_restore": "postgresql-client",
    "createdb": "postgresql-client", "createuser": "postgresql-client", "psql": "postgresql-client",
    "pg_isready": "postgresql-client", "pg_config": "libpq-dev", "pinentry": "pinentry-curses",
    "perl": "perl", "python3": "python3", "rcp": "rsh-client", "rename": "rename", "rlogin": "rsh-client",
    "rsh": "rsh-client",
    "rview": "vim", "rvim": "vim", "sendmail": "postfix", "sh": "dash", "ssh": "openssh-client", "systemctl": "systemd",
    "tclsh": "tcl", "telnet": "telnet", "traceroute": "traceroute", "traceroute6": "traceroute", "vi": "vim",
    "view": "vim", "vim": "vim", "vimdiff": "vim", "vimtutor": "vim", "emacs": "emacs", "emacsclient": "emacs",
    "wish": "tk", "write": "bsdutils", "www-browser": "lynx", "lynx": "lynx", "x-terminal-emulator": "xterm",
    "yacc": "bison",
    "pip": "python3-pip", "parallel": "parallel", "shutdown": "systemd-sysv", "reboot": "systemd-sysv",
    "halt": "systemd-sysv", "poweroff": "systemd-sysv", "init": "systemd-sysv", "runlevel": "systemd-sysv",
    "telinit": "systemd-sysv", "busctl": "systemd", "loginctl": "systemd", "resolvconf": "resolvconf",
    "automake": "automake", "aclocal": "automake", "pager": "less", "tsc": "node-typescript", "nvim": "neovim",
    "nano": "nano", "pico": "nano", "conky": "conky-std", "jsonlint": "jsonlint", "ettercap": "ettercap-text-only",
    "gnat": "gnat", "gnatmake": "gnat", "gpg": "gpg", "mpirun": "openmpi-bin", "mpicc": "libopenmpi-dev",
    "mpiexec": "openmpi-bin", "phpize": "php-dev", "rxvt": "rxvt-unicode", "pkg-config": "pkg-config",
    "gnuplot": "gnuplot", "mvn": "maven", "sar": "sysstat", "locate": "plocate", "updatedb": "plocate",
    "scala": "scala", "scalac": "scala", "groovy": "groovy", "ksh": "ksh93u+m", "gvim": "vim-gtk3", "w": "procps",
    "iptables": "iptables", "ip6tables": "iptables", "iptables-save": "iptables", "iptables-restore": "iptables",
    "ip6tables-save": "iptables", "arptables": "arptables", "ebtables": "ebtables", "unlzma": "xz-utils",
    "lzcat": "xz-utils", "lzless": "xz-utils", "display": "imagemagick", "import": "imagemagick",
    "stream": "imagemagick", "ctags": "universal-ctags", "vncviewer": "tigervnc-viewer", "wine": "wine",
    "f77": "gfortran", "latex": "texlive-latex-base", "pdflatex": "texlive-latex-base", "xelatex": "texlive-xetex",
    "lualatex": "texlive-luatex", "lp": "cups-client", "lpr": "cups-bsd", "lpq": "cups-bsd", "unrar": "unrar-free",
    "vncserver": "tigervnc-standalone-server", "cargo": "cargo", "rustc": "rustc", "node": "nodejs",
}  # fmt: skip
# Names that are known for another program than the one that Debian has of that name.
OTHERS = frozenset("yarn sbt deno nx ng turbo vault consul nomad serve gatsby gti".split())
# Programs that the figures are made with: what people miss on a fresh machine.
PROBED = (
    "7z ab ack adb ag alacritty ansible ansible-playbook aria2c arp asciinema at autoconf automake awk aws bat bc "
    "bison "
    "black borg brctl btop bundle bzip2 c++ cal cargo caddy clang clang-format cloc cmake cmus composer convert cowsay "
    "cpio cppcheck csvlook curl cvs dc ddrescue dialog dig direnv dnsmasq docker docker-compose dos2unix dot dstat duf "
    "ed emacs entr espeak ethtool exa exiftool expect fd ffmpeg ffprobe figlet file firefox fish flake8 flatpak flex "
    "fortune fping fzf g++ gawk gcc gdb gem gh ghc gimp git git-lfs glances gnuplot go gpg gradle groovy gvim hexedit "
    "host htop http hugo hyperfine iconv identify ifconfig iftop inkscape inotifywait iostat iotop ip iperf3 iptables "
    "irssi java javac jekyll jq julia jupyter kate konsole ksh latexmk less lftp libreoffice lldb locate lolcat lsblk "
    "lsof lspci lsusb ltrace lua lxc lynx lz4 lzop m4 make man mariadb mc meson mosh mosquitto_pub mpv mtr mvn mutt "
    "mypy mysql nano nasm nc ncal ncat ncdu neofetch netstat nginx ngrep nikto ninja nmap nmcli node npm nslookup "
    "ntpdate nvim octave openssl openvpn pandoc parallel patch pdfgrep pdflatex pdftotext perf php pigz ping pip pipx "
    "podman postfix pre-commit psql pstree pv pylint pytest python python3 qemu-img qpdf R ranger rclone redis-cli "
    "restic rg rlwrap rsync ruby runc sar scala screen scrot sensors shellcheck siege smartctl snap socat sox sponge "
    "sqlite3 ss ssh sshfs sshpass stow strace sudo svn tcpdump telnet tesseract tig tmux tox traceroute tree tshark "
    "ufw "
    "unrar unzip valgrind vim virtualenv vlc w3m wget whois wireshark xclip xmllint xxd youtube-dl yq zip zsh zstd"
).split()


def is_typed(name: str, packages: set[str], known: dict[str, dict[str, str]]) -> bool:
    """Whether people may type the name, as far as the name and its packages show."""
    if name in PREFERRED or name in packages:
        return bool(PLAIN.match(name)) and len(name) <= LONGEST
    if len(name) > LONGEST or not PLAIN.match(name) or name in OTHERS:
        return False
    if VERSIONED.search(name) or ENDING.search(name) or FOREIGN.search(name) or name.startswith("dh_"):
        return False
    sections = {known.get(one, {}).get("Section", "") for one in packages}
    return not (name.endswith("-config") and sections <= {"libdevel", ""})


def chosen(found: dict[str, set[str]], known: dict[str, dict[str, str]]) -> dict[str, str]:
    """The table: each command with one package."""
    needed = _needed(known)
    table: dict[str, str] = {}
    for name in sorted(found):
        if is_typed(name, found[name], known):
            package = PREFERRED.get(name) or _best(name, found[name], known, needed)
            if package in _asked_for(known.get(name, {})) and not _is_empty(known[name]):
                package = name  # vlc brings vlc-bin, and is what people know
            if package:
                table[name] = package
    table.update({name: package for name, package in PREFERRED.items() if package in known})
    table.update({package: package for package in _behind_alternatives(found, known)})
    crowds: dict[str, int] = {}
    for package in table.values():
        crowds[package] = crowds.get(package, 0) + 1
    return {
        name: package
        for name, package in table.items()
        if crowds[package] <= MOST_OF_ONE or package in CROWDS or name in (package, *PREFERRED)
    }


def _behind_alternatives(found: dict[str, set[str]], known: dict[str, dict[str, str]]) -> set[str]:
    """Packages whose command is an alternative, made when they are installed: figlet brings figlet-figlet only."""
    return {
        package
        for name, packages in found.items()
        for package in packages
        if package not in found and name.startswith((package + "-", package + ".")) and package in known
    } - OTHERS


def _best(name: str, packages: set[str], known: dict[str, dict[str, str]], needed: dict[str, int]) -> str:
    """The package to be told; empty when the index of packages has none of them."""

    def order(package: str) -> tuple[bool, bool, int, bool, int, int, str]:
        stanza = known[package]
        priority = stanza.get("Priority", "optional")
        return (
            _is_empty(stanza),
            package != name,
            PRIORITIES.index(priority) if priority in PRIORITIES else len(PRIORITIES),
            bool(VARIANTS.search(package)),
            -needed.get(package, 0),
            len(package),
            package,
        )

    return min((package for package in packages if package in known), key=order, default="")


def _is_empty(stanza: dict[str, str]) -> bool:
    """Whether a package is there only to lead to another one."""
    about = stanza.get("Description", "").lower()
    return "transitional" in about or "dummy package" in about or stanza.get("Section", "").endswith("oldlibs")


def _needed(known: dict[str, dict[str, str]]) -> dict[str, int]:
    """How many packages ask for each."""
    found: dict[str, int] = {}
    for stanza in known.values():
        for package in (*_asked_for(stanza), *_asked_for(stanza, "Recommends")):
            found[package] = found.get(package, 0) + 1
    return found


def _asked_for(stanza: dict[str, str], *fields: str) -> list[str]:
    """The packages that one depends on, alternatives included."""
    rows = [stanza[field] for field in fields or ("Pre-Depends", "Depends") if field in stanza]
    return [one.split("(")[0].strip().partition(":")[0] for row in rows for one in re.split(r"[,|]", row)]
