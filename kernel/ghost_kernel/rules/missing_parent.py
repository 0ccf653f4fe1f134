"""The folder that something is to be written into does not exist: it is made first."""

from __future__ import annotations

import os

from ghost_kernel.line import Word
from ghost_kernel.rules import Example, Failure, Fix, rule

# Programs whose last operand is what they make.
LAST = frozenset("cp mv ln install rsync link ffmpeg convert magick".split())
# Programs whose every operand is made, when it is not there.
EVERY = frozenset("touch tee mkfifo mknod truncate fallocate".split())
FIRST = frozenset("sqlite3 zip jar ar 7z".split())
READS = frozenset(
    "cat less more head tail wc ls grep egrep fgrep rg diff cmp comm sort uniq cut file stat du md5sum sha256sum awk "
    "sed jq nl tac rev od chmod chown rm rmdir cd pushd bash sh python3 python node source . vim nano man find "
    "xargs".split()
)
# Options whose value is a file or folder to be made.
OUTPUT_OPTIONS = frozenset(
    "-o -O --output -d --directory --output-dir --out-dir -out --out --output-document --output-file --outfile "
    "--log-file -C --target-directory -t -f --file -fo --dest --destination --outdir --log -D --dump-header -c "
    "--cookie-jar -keyout".split()
)
READERS_OF = {
    "tar": frozenset(("-f", "--file")), "curl": frozenset(("-d", "-D", "-t")),
    # Where these are to work, or what they read: a new folder would have nothing in it.
    **dict.fromkeys(
        "git make gmake ninja cargo npm pnpm yarn just go meson docker docker-compose kubectl".split(),
        frozenset(("-C", "-c", "-d", "-f", "-t", "--directory", "--file")),
    ),
}  # fmt: skip
ONE_FOLDER = 0.9
SEVERAL = 0.8  # the more is missing of a path, the likelier another one was meant
WRITES_TO_FOLDER = frozenset(("-C", "--target-directory", "-t", "-d", "--directory"))


@rule(
    output_has=[
        "no such file or directory",
        "not a directory",
        "unable to open database",
        "could not create",
        "cannot open output",
        "failed to open",
        "can't open",
        "directory not found",
        "nosuchfileexception",
        "cannot create",
        "does not exist",
        "failed writing",
        "failure writing",
        "unable to create",
        "no such directory",
    ]
)
def propose(failure: Failure) -> Fix | None:
    if failure.has("permission denied") and not failure.has("no such", "not a directory", "does not exist"):
        return None
    folders: list[str] = []
    named = False
    written = [one.target for one in failure.stage.redirects if one.writes]
    for word, is_folder in _outputs(failure):
        path = failure.path_of(word) or _fixed_part(word)
        if not path or failure.machine.exists(path):
            continue
        # The shell opens the targets one by one and stops at the first: what follows would fail next.
        if not _named(failure, word, path) and not (named and word in written):
            continue
        named = True
        folder = path.rstrip("/") if is_folder or path.endswith("/") else os.path.dirname(path)
        if folder and not failure.machine.exists(folder) and _shown(failure, word, path, folder) not in folders:
            folders.append(_shown(failure, word, path, folder))
    if not folders or any(_is_file_in_the_way(failure, folder) for folder in folders):
        return None
    one = len(folders) == 1 and failure.machine.exists(os.path.dirname(folders[0].rstrip("/")) or ".")
    return Fix(
        before=[["mkdir", "-p", *folders]],
        why=f"the folder {folders[0]} does not exist yet",
        confidence=ONE_FOLDER if one else SEVERAL,
    )


def _shown(failure: Failure, word: Word, path: str, folder: str) -> str:
    """The folder as it was typed: `~/x` stays so, what the shell would expand in another way becomes a plain path."""
    from ghost_kernel.quoting import Raw, is_safe

    return Raw("~/" + folder[2:]) if folder[:2] == "~/" and is_safe(folder[2:]) else folder


def _outputs(failure: Failure) -> list[tuple[Word, bool]]:
    """The words that something is written to, each with whether it is a folder."""
    stage = failure.stage
    found = [(one.target, False) for one in stage.redirects if one.writes and one.target is not None]
    name = stage.program
    readers = READERS_OF.get(name, frozenset())
    for place, word in enumerate(failure.args):
        option, mark, value = word.plain.partition("=")
        if mark and (option in OUTPUT_OPTIONS or (name, option) == ("dd", "of")) and word.value is not None:
            at = word.end - len(value)
            found.append((Word(value, value, at, word.end), option in WRITES_TO_FOLDER))
        elif word.plain in OUTPUT_OPTIONS and not (word.plain in readers and not _creates(failure)):
            found += [(one, word.plain in WRITES_TO_FOLDER) for one in failure.args[place + 1 : place + 2]]
    values = [word for word, _ in found]
    operands = [word for word in stage.operands if word not in values]
    if name in LAST and len(operands) > 1 and not stage.has("-t", "--target-directory"):
        named = [word for word in operands if not _is_value(failure, word)] if name == "install" else operands
        found.append((operands[-1], len(named) > 2))
    elif name in EVERY:
        found += [(word, False) for word in operands]
    elif name in FIRST or _creates(failure):
        found += [(word, False) for word in operands[:2]]
    elif name == "git" and operands[:1] and operands[0].plain == "mv" and len(operands) > 2:
        found.append((operands[-1], len(operands) > 3))
    elif name in ("split", "csplit") and len(operands) > 1:
        found.append((operands[-1], False))
    elif name == "git" and operands[:1] and operands[0].plain == "clone":
        found += [(word, False) for word in operands[2:]]  # the first is what is cloned
    elif name == "git" and operands[:1] and operands[0].plain in ("worktree", "archive", "bundle", "init"):
        found += [(word, False) for word in operands[-2:]]
    elif name not in READS and not found and _reads_all_but_last(failure, operands):
        found.append((operands[-1], False))
    return found


def _reads_all_but_last(failure: Failure, operands: list[Word]) -> bool:
    """Of a program that is not known: what it reads is there, and its last word names a path into a folder."""
    inputs = [word for word in operands[:-1] if failure.machine.is_file(failure.path_of(word) or "")]
    return bool(inputs) and "/" in operands[-1].plain


def _is_value(failure: Failure, word: Word) -> bool:
    """Whether it is the value of one of install's options: mode, owner, group."""
    return failure.preceding(word) in ("-m", "-o", "-g", "-S", "--mode", "--owner", "--group")


def _creates(failure: Failure) -> bool:
    """Whether tar is to make the archive it names."""
    return failure.program == "tar" and any(
        "c" in word.plain.partition("=")[0] for word in failure.args[:1]
    )  # fmt: skip


def _named(failure: Failure, word: Word, path: str) -> bool:
    output = failure.output or ""
    folder = os.path.dirname(path.rstrip("/"))
    if path in output or path.rstrip("/") in output or failure.machine.resolve(path) in output:
        return True
    if failure.program == "curl" and failure.exit_code == 23:
        return True  # some versions say no more than that they could not write
    if failure.program == "git" and failure.has("renaming"):
        return True  # it names the source alone
    return folder not in ("", "/", ".") and (folder in output or failure.stage.program in ("zip", "sqlite3"))


def _fixed_part(word: Word) -> str:
    """The folder at the beginning of a word whose end only the shell knows, such as copies/$name."""
    head = word.text.partition("$")[0]
    fixed = "/" in head and word.text[0] not in "'~$" and not set(head) & set('*?[{\\`"')
    return head.rpartition("/")[0] + "/" if fixed else ""


def _is_file_in_the_way(failure: Failure, folder: str) -> bool:
    part = folder
    while part and part != "/":
        if failure.machine.exists(part):
            return not failure.machine.is_folder(part)
        part = os.path.dirname(part)
    return False


EXAMPLES = [
    Example(
        "cp a b lib", "cp: target 'lib': No such file or directory", "mkdir -p lib && cp a b lib", files=["a", "b"]
    ),
    Example("ls | tee log/x.txt", "tee: log/x.txt: No such file or directory", "mkdir -p log && ls | tee log/x.txt"),
    Example("ls > 'my log/x'", "bash: my log/x: No such file or directory", "mkdir -p 'my log' && ls > 'my log/x'"),
    Example(
        "x=1; touch a/b/c", "touch: cannot touch 'a/b/c': No such file or directory", "x=1; mkdir -p a/b && touch a/b/c"
    ),
    Example(
        "false || touch a/b",
        "touch: cannot touch 'a/b': No such file or directory",
        "false || { mkdir -p a && touch a/b; }",
    ),
    Example(
        "tar xf a.tar -C out",
        "tar: out: Cannot open: No such file or directory",
        "mkdir -p out && tar xf a.tar -C out",
        files=["a.tar"],
    ),
    Example(
        "cc a.c -o bin/a",
        "ld: cannot open output file bin/a: No such file or directory",
        "mkdir -p bin && cc a.c -o bin/a",
        files=["a.c"],
    ),
    Example(
        "install -m 755 a.sh x/bin/a",
        "install: cannot create regular file 'x/bin/a': No such file or directory",
        "mkdir -p x/bin && install -m 755 a.sh x/bin/a",
        files=["a.sh"],
    ),
    Example(
        "split -l 9 a p/x-", "split: p/x-aa: No such file or directory", "mkdir -p p && split -l 9 a p/x-", files=["a"]
    ),
    Example(
        "curl -s -o a/b http://x.example/c",
        "curl: (23) Failed writing received data to disk/application",
        "mkdir -p a && curl -s -o a/b http://x.example/c",
        23,
    ),
    Example(
        "git mv a.txt x/a.txt",
        "fatal: renaming 'a.txt' failed: No such file or directory",
        "mkdir -p x && git mv a.txt x/a.txt",
        128,
        files=["a.txt"],
    ),
    Example(
        "dd if=a of=img/b",
        "dd: failed to open 'img/b': No such file or directory",
        "mkdir -p img && dd if=a of=img/b",
        files=["a"],
    ),
    Example(
        "tar -xf a.tar --directory=x/y",
        "tar: x/y: Cannot open: No such file or directory",
        "mkdir -p x/y && tar -xf a.tar --directory=x/y",
        2,
        files=["a.tar"],
    ),
    Example(
        "sort a > x/out 2> y/err",
        "bash: x/out: No such file or directory",
        "mkdir -p x y && sort a > x/out 2> y/err",
        files=["a"],
    ),
    Example(
        "cp a copies/$NAME",
        "cp: cannot create regular file 'copies/b': No such file or directory",
        "mkdir -p copies && cp a copies/$NAME",
        files=["a"],
    ),
    Example("frob a /--/", "frob: /x/y: No such file or directory", None, files=["a"]),
    Example("cp nothing.txt lib/", "cp: cannot stat 'nothing.txt': No such file or directory", None, files=["lib/"]),
    Example("touch a/b", "touch: cannot touch 'a/b': Not a directory", None, files=["a"]),
    Example("git clone lib/kit", "fatal: repository 'lib/kit' does not exist", None, 128),
    Example("git -C lib status", "fatal: cannot change to 'lib': No such file or directory", None, 128),
]
