"""Nushell's own command did not find a file or folder, or would not take a folder: the near name, a folder made first,
`--recursive`, the right to start it.
"""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import paths
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.quoting import in_style
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

GONE = ("not_found", "file_not_found", "directory_not_found", "sourced_file_not_found", "module_not_found")
NO_PARENT = ("No such file or directory", "Not a directory", "is not a directory")
MAKES = ("mv", "cp", "touch", "save")
MADE = 0.54  # a folder that is gone to, but not there, is a new one as often as not


@rule(
    dialects=["nu"],
    output_has=[
        "shell::io::", "parser::sourced_file_not_found", "parser::module_not_found", "nu::shell::error",
        "is not executable", "parser::extra_positional",
    ],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | Fix | None:
    for report in failure.reports:
        label = report.place
        start = label.start if label is not None else None
        word = next((one for one in failure.stage.files if start is not None and one.start <= start < one.end), None)
        joined = _with_blanks(failure, start) if report.kind in (*GONE, "extra_positional") else None
        if joined is not None:
            return joined
        if report.kind in GONE:
            return _near(failure, word) if word is not None else None
        if report.kind == "external_command" and "not executable" in report.help and failure.words:
            return _startable(failure, failure.words[0])
        if report.kind != "error":
            continue
        if word is not None and failure.program in ("rm", "cp") and "--recursive" in report.message + report.help:
            sure = 0.93 if failure.program == "cp" else 0.8
            head = failure.words[0]
            return cutting.cut(failure, head.end, head.end, " -r", f"{word.plain} is a folder", sure)
        if any(text in report.message or (label is not None and text in label.text) for text in NO_PARENT):
            return _parent(failure)
    return None


def _near(failure: Failure, word: Word) -> list[Fix] | Fix | None:
    path = failure.path_of(word)
    if path is None or failure.machine.exists(path):
        return None
    program = failure.program
    if program == "save":
        return _parent(failure)
    if program == "rm":
        return None  # what is removed is not guessed
    kind = paths.FOLDER if program == "cd" else paths.ANY
    if program in ("open", "source", "source-env", "use"):
        kind = paths.FILE
    near = paths.nearest(failure.machine, path, kind)
    if near is not None and near.cost <= spelling.allowance(near.old):
        found = spelling.Near(near.path, near.cost, near.only, max(len(near.old), len(near.new)))
        new = in_style(word.text, word.value, near.path, "nu")
        why = f"there is no {near.old} there, but {near.new}"
        return cutting.cut(failure, word.start, word.end, new, why, spelling.confidence(found), "local", near.only)
    if program == "cd" and path[:1] not in "-~" and len(failure.stages) == 1 and _is_simple(path):
        return Fix(before=[["mkdir", word]], why="there is no such folder yet: it is made", confidence=MADE)
    if program in ("mv", "cp"):
        return _parent(failure)
    return None


def _with_blanks(failure: Failure, start: int | None) -> Fix | None:
    """`cd my box`: the words are one name."""
    words = failure.stage.operands
    if failure.program not in ("cd", "open", "ls", "source", "use") or len(words) < 2 or start is None:
        return None
    name = failure.line[words[0].start : words[-1].end]
    if set("'\"`$(){}[]*?\\;|") & set(name) or not failure.machine.exists(name) or start < words[0].start:
        return None
    made = "'" + name + "'"
    return cutting.cut(failure, words[0].start, words[-1].end, made, "a name with a blank stands in quotes", 0.94)


def _is_simple(path: str) -> bool:
    return "/" not in path.strip("/") and "." not in path and " " not in path


def _parent(failure: Failure) -> Fix | None:
    """A file that is to be made in a folder that is not there."""
    names = [one for one in failure.stage.operands if one.plain[:1] != "-"]
    if failure.program not in MAKES or not names:
        return None
    path = failure.path_of(names[-1])
    if path is None or path[:1] == "~":
        return None
    folder = path.rstrip("/") if path[-1:] == "/" else path.rpartition("/")[0]
    machine = failure.machine
    if not folder or machine.exists(folder):
        return None
    near = paths.nearest(machine, folder, paths.FOLDER)
    if near is not None:
        if near.cost > spelling.allowance(near.old) or names[-1].value is None:
            return None
        new = in_style(names[-1].text, names[-1].value, near.path + path[len(folder) :], "nu")
        found = spelling.Near(near.path, near.cost, near.only, max(len(near.old), len(near.new)))
        why = f"there is no folder {near.old}, but {near.new}"
        sure = spelling.confidence(found)
        return cutting.cut(failure, names[-1].start, names[-1].end, new, why, sure, "local", near.only)
    if failure.program in ("mv", "cp"):
        sources = [failure.path_of(one) for one in names[:-1]]
        if not sources or not all(one and machine.exists(one) for one in sources):
            return None
    return Fix(before=[["mkdir", folder]], why=f"there is no folder {folder} yet", confidence=0.86)


def _startable(failure: Failure, word: Word) -> Fix | None:
    machine, path = failure.machine, failure.path_of(word)
    if path is None or not machine.is_file(path) or not machine.owns(path) or machine.head(path, 2) != b"#!":
        return None
    return Fix(before=[["chmod", "u+x", word]], why=f"{word.plain} may not be started yet", confidence=0.93)


def _said(line: str, word: str, code: str, text: str, help_: str = "", message: str = "Not found") -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × {message}\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n" + (f"  help: {help_}\n" if help_ else "")
    )


EXAMPLES = [
    Example("open kti.md", _said("open kti.md", "kti.md", "shell::io::file_not_found", "File not found"), "open kit.md",
            files=["kit.md"], dialect="nu"),
    Example("rm kti.md", _said("rm kti.md", "kti.md", "shell::io::not_found", "Not found"), None, files=["kit.md"],
            dialect="nu"),
    Example("cp kit box", _said("cp kit box", "kit", "shell::error", "resolves to a directory (not copied)",
                                'Directories must be copied using "--recursive"', "could_not_copy_directory"),
            "cp -r kit box", files=["kit/a"], dialect="nu"),
    Example("touch a/kit.md", _said("touch a/kit.md", "a/kit.md", "shell::error",
                                    "cannot touch 'a/kit.md': No such file or directory"),
            "mkdir a; touch a/kit.md", dialect="nu"),
    Example("cd my box", _said("cd my box", "box", "parser::extra_positional", "extra positional argument"),
            "cd 'my box'", files=["my box/"], dialect="nu"),
    Example("./kit", _said("./kit", "./kit", "shell::external_command", "Command `./kit` not found",
                           "`./kit` refers to a file that is not executable. "),
            "chmod u+x ./kit; ./kit", files={"kit": "#!/bin/sh\n"}, dialect="nu"),
]  # fmt: skip
