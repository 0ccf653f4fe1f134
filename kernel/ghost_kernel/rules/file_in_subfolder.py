"""A file was named without its folder: one folder below the working folder has it, and only one."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.knowledge import below
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

# Programs that read what they are given, or start it. What writes, moves or deletes must be told where.
READERS = frozenset(
    "cat less more head tail wc grep egrep fgrep sort uniq cut awk sed jq nl tac od file stat diff cmp md5sum "
    "sha256sum sha1sum cksum python3 python node ruby perl php lua bash sh zsh source . gcc cc g++ c++ clang clang++ "
    "rustc go javac java vim vi nano emacs code less bat column paste join comm tr fold strings hexdump xxd base64 "
    "patch sqlite3 gnuplot make unzip tar gunzip zcat gzip bzcat xzcat".split()
)


@rule(
    programs=sorted(READERS),
    output_has=[
        "no such file", "can't open", "cannot open", "cannot find module", "cannot find or open", "cannot access",
        "can't find file", "not found",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    if failure.program not in READERS or failure.stage.has("-i", "--in-place"):
        return None
    read = [one.target for one in failure.stage.redirects if one.operator == "<" and one.target is not None]
    for word in [*failure.args, *read]:
        name = word.value or ""
        if not name or word.is_option or "/" in name or "." not in name[1:] or failure.machine.exists(name):
            continue
        if not messages.names(failure.output or "", name) or _is_new(failure, word):
            continue
        found = below.holding(failure.machine, name)
        if len(found) != 1:
            return None
        path = f"{found[0]}/{name}"
        return failure.swap(word, path, why=f"{name} is in {found[0]}", confidence=0.8, origin="local", only=True)
    return None


def _is_new(failure: Failure, word: Word) -> bool:
    """Whether it is the value of an option that names what is to be made."""
    return failure.preceding(word) in ("-o", "-O", "--output", "-d", "-C")


EXAMPLES = [
    Example(
        "cat plan.md", "cat: plan.md: No such file or directory", "cat notes/plan.md", files=["notes/plan.md", "a.md"]
    ),
    Example(
        "python3 fill.py -v",
        "python3: can't open file '{home}/fill.py': [Errno 2] No such file or directory",
        "python3 tools/db/fill.py -v",
        2,
        files=["tools/db/fill.py"],
    ),
    Example("cat plan.md", "cat: plan.md: No such file or directory", None, files=["a/plan.md", "b/plan.md"]),
    Example("rm plan.md", "rm: cannot remove 'plan.md': No such file or directory", None, files=["a/plan.md"]),
    Example("cat plan", "cat: plan: No such file or directory", None, files=["a/plan"]),
    Example("./x.sh", "cat: plan.md: No such file or directory", None, files=["x.sh*", "a/plan.md"]),
]
