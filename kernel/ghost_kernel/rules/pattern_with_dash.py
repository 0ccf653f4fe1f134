"""A pattern or a name begins with a dash and is read as an option: `--` ends the options before it."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import options
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

FILES = frozenset("cat less head tail wc ls touch nano vim file stat chmod cd".split())
# Long options of the grep family, for where neither a manual nor a help text can be read.
GREP = (
    "--recursive --ignore-case --invert-match --word-regexp --line-regexp --count --color --colour --max-count "
    "--files-with-matches --files-without-match --only-matching --quiet --silent --no-messages --byte-offset "
    "--with-filename --no-filename --line-number --null --after-context --before-context --context --text --binary "
    "--binary-files --exclude --exclude-dir --exclude-from --include --fixed-strings --extended-regexp "
    "--basic-regexp --perl-regexp --regexp --file --null-data --label --line-buffered --initial-tab --version --help "
    "--devices --directories --dereference-recursive --no-ignore-case"
).split()
PATTERNS = frozenset("grep egrep fgrep rg ag ack zgrep".split())


@rule(
    programs=[*FILES, *PATTERNS, "echo", "git"],
    output_has=["unrecognized option", "invalid option", "unknown option", "usage", "unexpected argument"],
)
def propose(failure: Failure) -> Fix | None:
    name = failure.program
    if "--" in [word.plain for word in failure.args]:
        return None
    for word in failure.args:
        if not word.is_option or word.value is None or not _blamed(failure, word.plain):
            continue
        if name in FILES and failure.machine.exists(word.plain):
            rest = [one for one in failure.words if one is not word]
            head = [one for one in rest if one.is_option or one is rest[0]]
            return Fix(
                [*head, "--", word, *[one for one in rest if one not in head]],
                why="the name begins with a dash",
                confidence=0.85,
            )
        if name in PATTERNS and (word.text[0] in "'\"" or _no_option(failure, word.plain)):
            at = failure.words.index(word)
            before = [one for one in failure.words[1:at] if not one.is_option]
            behind = [one for one in failure.words[at + 1 :] if not one.is_option]
            if not before and not (word.text[0] not in "'\"" and _are_no_files(failure, behind)):
                return Fix(
                    [*failure.words[:at], "--", *failure.words[at:]],
                    why="the pattern begins with a dash",
                    confidence=0.85,
                )
    return None


def _are_no_files(failure: Failure, behind: list[Word]) -> bool:
    """Whether a pattern stands behind, as far as the names here tell: the first of several that is no file."""
    names = [word.plain for word in behind]
    return len(names) > 1 and not failure.machine.exists(names[0]) and failure.machine.exists(names[-1])


def _blamed(failure: Failure, text: str) -> bool:
    output = failure.output or ""
    return text in output or any(f"-- '{char}'" in output for char in text[1:])


def _no_option(failure: Failure, text: str) -> bool:
    """Whether no option of the program is near."""
    if text[:2] != "--":
        return False
    name = text[2:].partition("=")[0]
    known = [*options.on_disk(failure.machine, failure.program), *options.USUAL, *GREP]
    if not spelling.rank(name, [one.lstrip("-") for one in known]):
        asked = options.from_program(failure.machine, failure.program)
        return not spelling.rank(name, [one.lstrip("-") for one in asked])
    return False


EXAMPLES = [
    Example("grep '--frobnicate' a", "grep: unrecognized option '--frobnicate'", "grep -- '--frobnicate' a"),
    Example("grep --nocase x a", "grep: unrecognized option '--nocase'", None, files=["a"]),
    Example("cat -notes", "cat: invalid option -- 'n'", "cat -- -notes", files=["-notes"]),
    Example("grep --files-with-matchs x a", "grep: unrecognized option '--files-with-matchs'", None),
    Example("grep -r --inclde='*.c' x a", "grep: unrecognized option '--inclde=*.c'", None),
    Example("grep --ignore-csae x a", "grep: unrecognized option '--ignore-csae'", None),
]
