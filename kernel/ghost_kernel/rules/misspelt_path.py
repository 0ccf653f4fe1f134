"""A file or folder is not there, but one whose name is nearly the same is."""

from __future__ import annotations

from ghost_kernel import messages, slots, spelling
from ghost_kernel.knowledge import paths
from ghost_kernel.line import Word
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

MISSING = (
    "no such file or directory", "does not exist", "not found", "cannot access", "cannot find", "can't open",
    "no such file", "cannot open", "can't find", "unable to read", "could not open", "not a directory",
    "nonexistent", "no rule to make target", "did not match any", "cannot stat", "could not read", "can't read",
    "does not exist", "cannot load", "cannot find module", "could not find", "unable to open", "can not open",
    "couldn't open", "couldn't read", "no such directory",
    "name not matched", "bad source",
    "nothing to do!", "unknown revision", "non-existing", "not importable",
)  # fmt: skip
# What follows these is text, not a file.
SPEAKERS = frozenset(
    "echo printf export alias type which command print true false kill trap set unset return exit".split()
)
# Each operand of these is a path, whatever it looks like.
OPENS = frozenset(
    "cat less more head tail tac nl wc cd pushd ls ll tree du stat file cp mv ln rmdir vim vi nano emacs code open bat "
    "sort uniq cut md5sum sha1sum sha256sum source . gzip gunzip zcat unzip tar diff cmp comm paste od xxd strings "
    "basename readlink realpath touch mkdir bash sh zsh node ruby perl php".split()
)
FOLDERS = frozenset("cd pushd rmdir chdir z".split())
# The last operand of these is made when it is not there: its name is free, only its folder must exist.
MAKES_LAST = frozenset("cp mv ln install rsync scp".split())
MAKES_ALL = frozenset("mkdir touch tee mktemp mkfifo truncate".split())
RIGHTS = frozenset("chmod chown chgrp setfacl chattr".split())
OUTPUTS = ("-o", "-O", "--output", "--output-document", "--output-file", "--outfile", "-fo")
# Of the devices, those that hold nothing: one letter is all the difference between two disks.
NO_DISKS = frozenset("/dev/null /dev/zero /dev/full /dev/stdin /dev/stdout /dev/stderr /dev/tty /dev/urandom".split())
DEVIATES = 0.1  # taken off when the program does not name the path


@rule(output_has=MISSING, unseen=True)
def propose(failure: Failure) -> Fix | None:
    if failure.program in RIGHTS and failure.stage.has("-R", "--recursive"):
        return None  # the rights of a whole tree are not changed on a guess
    wrong = [word for word in _missing(failure) if _wanted(failure, word)]
    swaps: list[tuple[Word, str]] = []
    confidence = 1.0
    only = True
    for word in wrong:
        path = failure.path_of(word) or ""
        near = paths.nearest(failure.machine, path, _kind(failure, word))
        if near is None and _written(failure, word):
            near = _folder_of_new(failure, path)
        if near is not None and near.path[:5] == "/dev/" and near.path not in NO_DISKS:
            return None
        if near is None or any(one is not word and one.plain == near.path for one in failure.args):
            continue  # a file is not compared with itself, nor copied onto itself
        if word is failure.words[0] and not _starts(failure, near.path):
            continue
        new = word.swap(near.old, near.new, failure.dialect) or word.become(near.path, failure.dialect)
        swaps.append(_whole(failure, word, new))
        confidence = min(
            confidence,
            spelling.confidence(spelling.Near(near.new, near.cost, near.only, max(len(near.new), len(near.old)))),
        )
        only = only and near.only
    if not swaps or len(swaps) < len([word for word in wrong if _is_said_of(failure, word)]):
        return None
    if failure.output is None:
        confidence -= DEVIATES
    shown = ", ".join([f"{new}" for _, new in swaps])
    return Fix(swaps=swaps, why=f"there is {shown}", confidence=confidence, origin="local", only=only)


def _missing(failure: Failure) -> list[Word]:
    """The words that mean a path which does not exist, and which the output blames."""
    found = []
    words = [word for word in failure.stage.files if failure.output is not None or _is_path(failure, word)]
    if failure.program in SPEAKERS:
        words = [one.target for one in failure.stage.redirects if one.target is not None]
    if failure.words and "/" in failure.words[0].plain:
        words = [failure.words[0], *words]
    for word in [*words, *_values(failure)]:
        path = failure.path_of(word)
        if not path or word.is_option or failure.machine.exists(path):
            continue
        if (
            failure.output is not None
            and not _named(failure, word, path)
            and not failure.has("zip error: nothing to do")
        ):
            continue
        found.append(word)
    return found


def _is_path(failure: Failure, word: Word) -> bool:
    """Whether the word means a path for certain, though nothing was printed that says so: a verb, a target or a name
    of a thing fails for reasons of its own.
    """
    if "/" in word.plain or failure.program in OPENS or word not in failure.args:
        return True
    return "." in word.plain.strip(".") and not slots.of_word(failure, word)


def _is_said_of(failure: Failure, word: Word) -> bool:
    """Whether a line that names the word is one of those that speak of something missing."""
    return any(mark in line.lower() for line in failure.names(word) for mark in MISSING)


def _values(failure: Failure) -> list[Word]:
    """What stands behind `--option=` and the like, each as a word of its own."""
    found = []
    for word in failure.args if failure.program not in SPEAKERS else ():
        option, mark, value = word.plain.partition("=")
        if (
            mark
            and value
            and word.text.endswith(value)
            and (option[:1] == "-" or (failure.program, option) == ("dd", "if"))
            and option not in OUTPUTS
        ):
            found.append(Word(value, value, word.end - len(value), word.end))
    return found


def _whole(failure: Failure, word: Word, new: str) -> tuple[Word, str]:
    """The swap, of the whole argument where the word is only a part of it."""
    for one in failure.args:
        if one is not word and one.start < word.start and one.end == word.end:
            return one, Raw(one.text[: word.start - one.start] + new)
    return word, new


def _written(failure: Failure, word: Word) -> bool:
    """Whether the word is what the shell or the program is about to make."""
    return word in [one.target for one in failure.stage.redirects if one.writes] or failure.program in MAKES_ALL


def _folder_of_new(failure: Failure, path: str) -> paths.NearPath | None:
    """The folder that is meant where a file is to be made in it; none where the file is there: it would be lost."""
    folder, slash, name = path.rpartition("/")
    near = paths.nearest(failure.machine, folder, paths.FOLDER) if slash and name else None
    if near is None or failure.machine.exists(f"{near.path}/{name}"):
        return None
    old, new = (near.old, near.new) if near.old != folder else (path, f"{near.path}/{name}")
    return paths.NearPath(f"{near.path}/{name}", old, new, near.cost, near.only)


def _named(failure: Failure, word: Word, path: str) -> bool:
    """Whether the output names the path; short words must stand apart, since `a` is also an English word."""
    for line in (failure.output or "").splitlines():
        low = line.lower()
        if not any(mark in low for mark in MISSING):
            continue
        for text in {word.plain, path, path.rstrip("/"), failure.machine.resolve(path)} - {""}:
            if line.startswith((text + ":", text + "[")) and "/" not in text and "." not in text:
                continue  # the one that speaks
            if len(text) > 3 and messages.names(line, text):
                return True
            if text in messages.quoted(line) or messages.stands_apart(line, text):
                return True
    return False


def _wanted(failure: Failure, word: Word) -> bool:
    """Whether the word means something that should be there: not what the command is about to make."""
    if word in [one.target for one in failure.stage.redirects if one.writes]:
        return "/" in word.plain
    if _is_output(failure, word) or _is_package(failure, word):
        return False
    if failure.program in MAKES_ALL and not _is_reference(failure, word):
        return "/" in word.plain.rstrip("/")
    operands = failure.stage.operands
    makes_last = failure.program in MAKES_LAST
    if failure.program == "git" and operands[0].plain in ("mv", "clone"):
        makes_last, operands = True, operands[1:]
    if makes_last and operands[-1:] == [word] and len(operands) > 1:
        return "/" in word.plain.rstrip("/")
    return True


def _is_package(failure: Failure, word: Word) -> bool:
    """Whether pip would install it by its name: not behind an option, and not written as a path."""
    is_name = "/" not in word.plain and "." not in word.plain and failure.preceding(word)[:1] != "-"
    return failure.program.startswith("pip") and is_name


def _is_output(failure: Failure, word: Word) -> bool:
    """Whether it is the value of an option that names what is to be made."""
    if failure.program == "zip" and failure.stage.operands[:1] == [word]:
        return True
    return failure.preceding(word) in OUTPUTS and failure.program not in ("ls", "grep", "ssh", "mount")


def _is_reference(failure: Failure, word: Word) -> bool:
    """Whether it is the value of touch's -r and the like: that file is read."""
    return failure.preceding(word) in ("-r", "--reference")


def _starts(failure: Failure, path: str) -> bool:
    """Whether the path can be started, perhaps once it may be: in the place of a program nothing else is meant."""
    return failure.machine.may_run(path) or failure.machine.head(path, 2) == b"#!"


def _kind(failure: Failure, word: Word) -> str:
    if failure.program in FOLDERS:
        return paths.FOLDER
    if word is failure.words[0]:
        return paths.FILE
    return paths.ANY


EXAMPLES = [
    Example("cat notse.md", "cat: notse.md: No such file or directory", "cat notes.md", files=["notes.md", "other.md"]),
    Example(
        "head -n1 < lib/utlis.c",
        "bash: lib/utlis.c: No such file or directory",
        "head -n1 < lib/utils.c",
        files=["lib/utils.c"],
    ),
    Example("cd Downlods", "bash: cd: Downlods: No such file or directory", "cd Downloads", files=["Downloads/"]),
    Example(
        "cd ~/porject/x",
        "bash: cd: {home}/porject/x: No such file or directory",
        "cd ~/project/x",
        files=["project/x/"],
    ),
    Example(
        "./isntall.sh -v",
        "bash: ./isntall.sh: No such file or directory",
        "./install.sh -v",
        127,
        files=["install.sh*"],
    ),
    Example(
        "wc 'my notse.md'", "wc: 'my notse.md': No such file or directory", "wc 'my notes.md'", files=["my notes.md"]
    ),
    Example("cat README", "cat: README: No such file or directory", "cat README.md", files=["README.md"]),
    Example("cat .envrc1", "cat: .envrc1: No such file or directory", None, files=["notes.md"]),
    Example("cat log2", "cat: log2: No such file or directory", None, files=["log1"]),
    Example(
        "gcc -o plot plot.c -I inc", "plot.c:1: fatal error: plot: No such file or directory", None, files=["plot.c"]
    ),
    Example("./plot", "bash: ./plot: No such file or directory", None, 127, files=["plot.c"]),
    Example(
        "touch -r nwe.txt b",
        "touch: failed to get attributes of 'nwe.txt': No such file or directory",
        "touch -r new.txt b",
        files=["new.txt"],
    ),
    Example(
        "zip -qr site.zip stie",
        "zip error: Nothing to do! (try: zip -qr site.zip . -i stie)",
        "zip -qr site.zip site",
        12,
        files=["site/a"],
    ),
    Example(
        "git mv ntoes.md log.md",
        "fatal: bad source, source=ntoes.md, destination=log.md",
        "git mv notes.md log.md",
        128,
        files=["notes.md"],
    ),
    Example("chmod -R 777 lbi", "chmod: cannot access 'lbi': No such file or directory", None, files=["lib/"]),
    Example(
        "frob --from=lsit.txt a",
        "frob: lsit.txt: No such file or directory",
        "frob --from=list.txt a",
        files=["list.txt", "a"],
    ),
    Example(
        "date > ntoes/today.md",
        "bash: ntoes/today.md: No such file or directory",
        "date > notes/today.md",
        files=["notes/"],
    ),
    Example(
        "frob run -s tset",
        "Traceback: run()\nImportError: Start directory is not importable: 'tset'",
        "frob run -s test",
        files=["test/"],
    ),
    Example(
        "pip install --find-links whels frob",
        "WARNING: Location 'whels' is ignored: it is a non-existing path\nERROR: could not find frob",
        "pip install --find-links wheels frob",
        files=["wheels/", "a"],
    ),
    Example("date > ntoes/a.md", "bash: ntoes/a.md: Permission denied", None, files=["notes/"]),
    Example("node index.js", "Error: Cannot find module '{home}/index.js'", "node index.mjs", files=["index.mjs"]),
    Example("patch a.txt p", "patch: **** Can't find file a.txt : No such file", None, files=["a.txt.orig", "p"]),
    Example("tar xf a.tar", "tar: a.tar: Cannot open: No such file", "tar xf a.tar.gz", files=["a.tar.gz"]),
    Example("cat readme", "cat: readme: No such file or directory", "cat README.md", files=["README.md"]),
    Example("cat list.txt/", "cat: list.txt/: Not a directory", "cat list.txt", files=["list.txt"]),
    Example("frob /dev/sdb", "frob: /dev/sdb: No such file or directory", None, files=["/dev/sda"]),
    Example("cat /dev/nul", "cat: /dev/nul: No such file or directory", "cat /dev/null", files=["/dev/null"]),
    Example("cd d && cat paln.md", "cat: paln.md: No such file", "cd d && cat plan.md", files=["d/plan.md"]),
    Example("(cd d && ls) && cat paln.md", "cat: paln.md: No such file", None, files=["d/plan.md"]),
    Example("make test", None, None, files=["tests/", "Makefile"]),
    Example("make test", "make: *** [Makefile:2: test] Error 127\nrun: x: not found", None, files=["tests/"]),
    Example("touch a/b", "touch: cannot touch 'a/b': No such file or directory", None, files=["c"]),
]
