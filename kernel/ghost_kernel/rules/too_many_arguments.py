"""A glob gives more names than one call may take: xargs hands them over in portions."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

# Their last operand is a folder that everything goes to; with -t it may stand in front (GNU coreutils).
INTO = frozenset("cp mv ln install".split())
# They take any number of files behind their options, and doing it in portions is the same as doing it at once.
PORTIONS = frozenset(
    "cat chgrp chmod chown cksum cp du egrep fgrep file git grep gzip bzip2 xz head install ln ls md5sum mv rm sed "
    "sha1sum sha256sum sha512sum shred stat touch unlink wc zgrep".split()
)


@rule(output_has=["argument list too long", "arg list too long"], dialects=["bash", "zsh", "fish"])
def propose(failure: Failure) -> Fix | None:
    globs = [word for word in failure.args if word.is_glob]
    if len(globs) != 1 or failure.program not in PORTIONS or len(failure.stages) != 1:
        return None
    glob = globs[0]
    rest = [word.text for word in failure.words if word is not glob]
    if failure.program in INTO:
        if failure.words[-1] is glob or failure.stage.has("-t", "--target-directory") or len(rest) < 2:
            return None
        rest.insert(-1, "-t")
    elif failure.words[-1] is not glob:
        return None
    start, end = failure.words[0].start, failure.words[-1].end
    front = "./" if glob.text[0] in "*?[" and failure.program not in INTO else ""
    portions = f"printf '%s\\0' {front}{glob.text} | xargs -0 {' '.join(rest)}"
    line = failure.line[:start] + portions + failure.line[end:]
    return Fix(line=line, why="xargs hands the names over in portions", confidence=0.85)


EXAMPLES = [
    Example(
        "grep -l frob *.log", "bash: /usr/bin/grep: Argument list too long",
        "printf '%s\\0' ./*.log | xargs -0 grep -l frob", 126,
    ),
    Example(
        "mv in/*.png out/", "bash: /usr/bin/mv: Argument list too long",
        "printf '%s\\0' in/*.png | xargs -0 mv -t out/", 126,
    ),
    Example("wc -c a/* > sizes", "zsh: argument list too long: wc", "printf '%s\\0' a/* | xargs -0 wc -c > sizes", 127),
    Example("sort *.log", "bash: /usr/bin/sort: Argument list too long", None, 126),
    Example("frob x", "frob: Argument list too long", None, 126),
]  # fmt: skip
