"""Programs that can stand in for one that is not installed, with its arguments put in their words.

Only simple uses are translated: an option that is not listed means that there is no stand-in.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.machine import Machine

# Same arguments, other name; the first that is installed is taken. Words behind the name come first.
SAME = {
    "python": "python3", "python2": "", "nodejs": "node", "pip": "pip3|python3 -m pip", "pip3": "pip|python3 -m pip",
    "python3": "python", "vi": "vim|nvim", "vim": "vi|nvim", "nvim": "vim|vi", "gmake": "make", "gsed": "sed",
    "gawk": "awk|mawk",
    "gtar": "tar", "gfind": "find", "ggrep": "grep", "gdate": "date", "gls": "ls", "md": "mkdir", "copy": "cp",
    "move": "mv", "py": "python3", "untar": "tar -xf", "batcat": "bat",
    "ren": "mv", "rename": "", "where": "which", "cls": "clear", "open": "xdg-open", "start": "xdg-open",
    "pigz": "gzip", "unpigz": "gunzip", "pbzip2": "bzip2", "lbzip2": "bzip2", "pixz": "xz", "lzma": "xz",
    "docker-compose": "docker compose", "egrep": "grep -E", "fgrep": "grep -F",
    "traceroute": "tracepath", "nodemon": "node", "fdfind": "fd", "most": "less", "more": "less",
    "less": "more", "gpg2": "gpg", "gcc": "cc|clang", "g++": "c++|clang++", "clang": "gcc|cc", "cc": "gcc|clang",
    "clang++": "g++|c++", "virtualenv": "python3 -m venv", "pyvenv": "python3 -m venv", "gunzip": "gzip -d",
    "zcat": "gzip -dc",
    "unxz": "xz -d", "xzcat": "xz -dc", "bunzip2": "bzip2 -d", "bzcat": "bzip2 -dc", "sha256": "sha256sum",
    "md5": "md5sum",
    "podman": "docker", "tailf": "tail -f", "netcat": "nc|ncat", "ncat": "nc", "gedit": "xdg-open",
    "pbcopy": "xclip -selection clipboard|xsel --clipboard|wl-copy",
    "pbpaste": "xclip -selection clipboard -o|wl-paste",
    "sl": "ls", "apropos": "man -k", "whatis": "man -f", "bunx": "npx", "mysql": "mariadb", "mariadb": "mysql",
    "exa": "", "awk": "gawk|mawk", "pico": "nano", "tsc": "npx tsc", "tracert": "tracepath|traceroute",
}  # fmt: skip
# Those whose options are not the stand-in's.
OTHER_OPTIONS = frozenset("nodemon most podman gedit ncat netcat".split())


def of(machine: Machine, name: str, args: list[str]) -> list[list[str]]:
    """Whole commands that may stand in, best first; a folder to be made first stands before a NUL in the first word."""
    same = SAME.get(name, "")
    if name in OTHER_OPTIONS and any(one[:1] == "-" for one in args):
        same = ""
    found = [[*words.split(), *args] for words in same.split("|") if words]
    special = TRANSLATED.get(name)
    if special is not None:
        words = special(machine, args)
        if words:
            found.append(words)
    return found


def _split(args: list[str], allowed: str) -> tuple[list[str], list[str]] | None:
    """Short options and operands; None when an option is not among the allowed letters."""
    options: list[str] = []
    operands: list[str] = []
    for one in args:
        if one[:1] == "-" and len(one) > 1:
            if one[1] == "-" or not set(one[1:]) <= set(allowed):
                return None
            options.append(one)
        else:
            operands.append(one)
    return options, operands


def _ripgrep(machine: Machine, args: list[str]) -> list[str]:
    read = _split(args, "iwvlncFxeo")
    if read is None or not read[1]:
        return []
    return ["grep", "-rnI", *[one for one in read[0] if one != "-n"], *read[1], *([] if len(read[1]) > 1 else ["."])]


def _fd(machine: Machine, args: list[str]) -> list[str]:
    kind: list[str] = []
    names: list[str] = []
    operands: list[str] = []
    rest = list(args)
    while rest:
        one = rest.pop(0)
        if one in ("-e", "--extension") and rest:
            names = ["-name", "*." + rest.pop(0).lstrip(".")]
        elif one in ("-t", "--type") and rest:
            kind = ["-type", rest.pop(0)[0]]
        elif one in ("-H", "--hidden", "-I", "-u"):
            continue
        elif one[:1] == "-":
            return []
        else:
            operands.append(one)
    if operands and not names:
        pattern = _glob_of(operands[0])
        if not pattern:
            return []
        names = ["-iname" if pattern == pattern.lower() else "-name", pattern]
        operands = operands[1:]
    elif operands and names:
        operands = [one for one in operands if one not in (".", "")]
    return ["find", *(operands or ["."]), *kind, *names]


def _glob_of(pattern: str) -> str:
    """The glob for a simple regular expression; empty when it is not simple."""
    start, end = pattern[:1] == "^", pattern[-1:] == "$" and pattern[-2:] != "\\$"
    body = pattern[1 if start else 0 : -1 if end else None]
    text = body.replace(".*", "\0").replace("\\.", "\1")
    if any(char in text for char in "\\[](){}+?|^$*."):
        return ""
    return ("" if start else "*") + text.replace("\0", "*").replace("\1", ".") + ("" if end else "*")


def _eza(machine: Machine, args: list[str]) -> list[str]:
    if "--tree" in args or "-T" in args:
        return _tree(machine, [one for one in args if one not in ("--tree", "-T")])
    plain = [
        one
        for one in args
        if one not in ("--icons", "--git", "--color=always", "--group-directories-first", "-g", "-G")
    ]
    read = _split(plain, "laRrt1hdFsSi")
    return ["ls", *plain] if read is not None else []


def _bat(machine: Machine, args: list[str]) -> list[str]:
    plain = [one for one in args if one not in ("-p", "-pp", "--plain", "--paging=never", "--color=always", "-P")]
    read = _split(plain, "nA")
    return ["cat", *plain] if read is not None and read[1] else []


def _http(machine: Machine, args: list[str]) -> list[str]:
    operands = [one for one in args if one not in ("-b", "--body")]
    method = operands.pop(0) if operands and operands[0].isupper() and operands[0].isalpha() else ""
    if len(operands) != 1 or operands[0][:1] == "-":
        return []
    url = (
        operands[0]
        if "://" in operands[0]
        else "http://" + ("localhost" if operands[0][:1] == ":" else "") + operands[0]
    )
    return ["curl", "-s", *(["-X", method] if method not in ("", "GET") else []), url]


def _wget(machine: Machine, args: list[str]) -> list[str]:
    operands = [one for one in args if one not in ("-q", "-nv", "-c")]
    if len(operands) == 3 and operands[0] == "-O":
        return ["curl", "-fsSL", *(["-o", operands[1]] if operands[1] != "-" else []), operands[2]]
    if len(operands) == 1 and operands[0][:1] != "-":
        return ["curl", "-fsSLO", operands[0]]
    return []


def _curl(machine: Machine, args: list[str]) -> list[str]:
    quiet = ("-s", "-S", "-f", "-L", "-sS", "-fsSL", "-sL", "-fsS", "--silent", "--location", "-sSL", "-SL", "-fL")
    operands = [one for one in args if one not in quiet]
    if len(operands) == 1 and operands[0][:1] != "-":
        return ["wget", "-qO-", operands[0]]
    if len(operands) == 2 and operands[0] in ("-O", "-LO", "-sO", "-OL"):
        return ["wget", "-q", operands[1]]
    if len(operands) == 3 and operands[0] in ("-o", "--output"):
        return ["wget", "-qO", operands[1], operands[2]]
    return []


def _yarn(machine: Machine, args: list[str]) -> list[str]:
    from ghost_kernel.knowledge import projects

    if not args or args[0] == "install":
        return ["npm", "install", *args[1:]]
    word, rest = args[0], args[1:]
    if word == "add":
        return ["npm", "install", *["--save-dev" if one in ("-D", "--dev") else one for one in rest]]
    if word in (
        "remove",
        "init",
        "publish",
        "version",
        "outdated",
        "link",
        "unlink",
        "audit",
        "pack",
        "test",
        "start",
        "run",
    ):
        return ["npm", {"remove": "uninstall"}.get(word, word), *rest]
    if word in projects.npm(machine):
        return ["npm", "run", word, *(["--", *rest] if rest else [])]
    return []


def _pnpm(machine: Machine, args: list[str]) -> list[str]:
    if args[:1] == ["dlx"]:
        return ["npx", *args[1:]]
    return _yarn(machine, args)


def _rsync(machine: Machine, args: list[str]) -> list[str]:
    read = _split([one for one in args if one not in ("--progress", "--archive", "--recursive")], "avrzhPtup")
    if read is None or len(read[1]) != 2 or any(":" in one for one in read[1]):
        return []
    source, target = read[1]
    if source.endswith("/"):
        parent = target.rstrip("/").rpartition("/")[0]
        if not machine.exists(target.rstrip("/")) and (not parent or machine.is_folder(parent)):
            return ["cp", "-a", source + ".", target.rstrip("/")]  # cp makes the last folder itself
        first = "cp" if machine.is_folder(target) else target.rstrip("/") + "\0cp"
        return [first, "-a", source + ".", target]
    return ["cp", "-a", source, target]


def _tree(machine: Machine, args: list[str]) -> list[str]:
    folders: list[str] = []
    tests: list[str] = []
    hidden = False
    rest = list(args)
    while rest:
        one = rest.pop(0)
        if one == "-L" and rest:
            tests = ["-maxdepth", rest.pop(0), *tests]
        elif one == "-d":
            tests += ["-type", "d"]
        elif one == "-a":
            hidden = True
        elif one[:1] == "-":
            return []
        else:
            folders.append(one)
    return ["find", *(folders or ["."]), *tests, *([] if hidden else ["-not", "-path", "*/.*"])]


def _seven(machine: Machine, args: list[str]) -> list[str]:
    if len(args) == 2 and args[0] in ("x", "e") and args[1].endswith(".zip"):
        return ["unzip", args[1]]
    if len(args) == 2 and args[0] == "x" and ".tar" in args[1]:
        return ["tar", "-xf", args[1]]
    if len(args) == 2 and args[0] == "l" and args[1].endswith(".zip"):
        return ["unzip", "-l", args[1]]
    if len(args) >= 3 and args[0] == "a" and args[1].endswith(".zip"):
        return ["zip", "-r", *args[1:]]
    return []


def _ifconfig(machine: Machine, args: list[str]) -> list[str]:
    if not args or args in (["-a"], ["/all"]):
        return ["ip", "addr"]
    return ["ip", "addr", "show", args[0]] if len(args) == 1 and args[0][:1] != "-" else []


def _fixed(*words: str) -> Callable[[Machine, list[str]], list[str]]:
    return lambda machine, args: list(words) if not args else []


def _of_file(*words: str) -> Callable[[Machine, list[str]], list[str]]:
    """For `tool FILE` with nothing else."""
    return lambda machine, args: [*words, args[0]] if len(args) == 1 and args[0][:1] != "-" else []


def _unzip(machine: Machine, args: list[str]) -> list[str]:
    operands = [one for one in args if one not in ("-q", "-o")]
    if len(operands) == 1:
        return ["python3", "-m", "zipfile", "-e", operands[0], "."]
    if len(operands) == 3 and operands[1] == "-d":
        return ["python3", "-m", "zipfile", "-e", operands[0], operands[2]]
    return []


def _zip(machine: Machine, args: list[str]) -> list[str]:
    operands = [one for one in args if one not in ("-q", "-r", "-qr", "-rq")]
    return (
        ["python3", "-m", "zipfile", "-c", *operands]
        if len(operands) > 1 and not any(one[0] == "-" for one in operands)
        else []
    )


def _jq(machine: Machine, args: list[str]) -> list[str]:
    return ["python3", "-m", "json.tool", *args[1:]] if args[:1] == ["."] and len(args) <= 2 else []


def _netstat(machine: Machine, args: list[str]) -> list[str]:
    read = _split(args, "tulpnae")
    return ["ss", *args] if read is not None and not read[1] else []


def _service(machine: Machine, args: list[str]) -> list[str]:
    return ["systemctl", args[1], args[0]] if len(args) == 2 else []


def _shasum(machine: Machine, args: list[str]) -> list[str]:
    bits, rest = (args[1], args[2:]) if args[:1] == ["-a"] and len(args) > 1 else ("1", args)
    return ["sha" + bits + "sum", *rest] if bits in ("1", "224", "256", "384", "512") else []


def _pytest(machine: Machine, args: list[str]) -> list[str]:
    """Unittest where all test files of the folder are written for it."""
    tests = [one for one in args if one.endswith(".py")]
    tests = tests or [one for one in machine.names("") if one.startswith("test") and one.endswith(".py")]
    texts = [machine.read(one, 8192) for one in tests]
    fits = texts and all("unittest" in text and "pytest" not in text for text in texts)
    named = [one for one in args if one.endswith(".py") and machine.is_file(one)]
    options = [one for one in args if one in ("-v", "-q")]
    known = len(named) + len(options) == len(args)
    return ["python3", "-m", "unittest", *options, *named] if fits and known else []


TRANSLATED: dict[str, Callable[[Machine, list[str]], list[str]]] = {
    "rg": _ripgrep, "ag": _ripgrep, "ack": _ripgrep, "fd": _fd, "fdfind": _fd, "exa": _eza, "eza": _eza, "lsd": _eza,
    "bat": _bat, "batcat": _bat, "http": _http, "xh": _http, "wget": _wget, "curl": _curl, "yarn": _yarn, "pnpm": _pnpm,
    "rsync": _rsync, "tree": _tree, "7z": _seven, "7za": _seven, "7zr": _seven, "ifconfig": _ifconfig,
    "ipconfig": _ifconfig,
    "unzip": _unzip, "zip": _zip, "jq": _jq, "netstat": _netstat, "service": _service, "pytest": _pytest,
    "py.test": _pytest,
    "dir": lambda machine, args: ["ls", "-l", *args] if not any(one[:1] in "-/" for one in args) else [],
    "type": _of_file("cat"), "dos2unix": _of_file("sed", "-i", "s/\\r$//"), "hexdump": _of_file("od", "-A", "x",
    "-t", "x1z"),
    "xxd": _of_file("od", "-A", "x", "-t", "x1z"), "nslookup": _of_file("getent", "hosts"), "dig": _of_file("getent",
    "hosts"),
    "host": _of_file("getent", "hosts"), "route": _fixed("ip", "route"), "arp": _fixed("ip", "neigh"),
    "hostname": _fixed("uname", "-n"), "lsb_release": lambda machine, args: ["cat", "/etc/os-release"],
    "neofetch": _fixed("uname", "-a"), "ver": _fixed("uname", "-a"), "tasklist": _fixed("ps", "aux"),
    "duf": _fixed("df", "-h"), "dust": _fixed("du", "-h", "--max-depth=1"), "procs": _fixed("ps", "aux"),
    "shasum": _shasum, "zstdcat": _of_file("zstd", "-dc"), "which": lambda machine, args: ["command", "-v",
    *args] if args else [],
    "systeminfo": _fixed("uname", "-a"), "colordiff": lambda machine, args: ["diff", "--color", *args],
}  # fmt: skip

# What many people have as an alias, and type where it is none.
SHORTHANDS: dict[str, str] = {
    "ll": "ls -l", "la": "ls -A", "lla": "ls -lA", "lt": "ls -lt", "dir": "ls -l", "l": "ls -CF", "gs": "git status",
    "gst": "git status", "gco": "git checkout", "gd": "git diff", "gp": "git push", "gl": "git pull", "ga": "git add",
    "gc": "git commit", "glog": "git log --oneline --graph", "k": "kubectl", "dc": "docker compose",
    "...": "cd ../..", "....": "cd ../../..", "-": "cd -", "h": "history", "c": "clear",
}  # fmt: skip
