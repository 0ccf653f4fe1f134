"""`rules check`: whether rules do what their examples say, and if not, where they got stuck.

An example is played in a folder of its own, with the files and programs it names; nothing is run.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel import blame, shells
from ghost_kernel.checks import explaining
from ghost_kernel.errors import RuleError
from ghost_kernel.failure import Failure
from ghost_kernel.machine import Machine, Seen
from ghost_kernel.rule import Example, Fix, Hint, Rule

HINTED = "it gave a hint only: "

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from ghost_kernel.checks.finding import Found, Library


def check(library: Library, words: list[str]) -> int:
    """Plays the examples of the rules that are meant, of all that are not built in when none is named; 0: they hold."""
    found: list[Found] = []
    troubles: list[str] = []
    for word in words:
        try:
            found += library.meant(word)
        except RuleError as error:
            troubles.append(str(error))
    if not words:
        found = library.all()
    for trouble in [*troubles, *library.troubles]:
        sys.stdout.write(f"✗ {trouble}\n")
    wrong = [one for one in found if not _holds(one)]
    if not found and not troubles and not library.troubles:
        sys.stdout.write("there are no rules of yours yet; ghost rules new NAME writes a first one\n")
    return 1 if wrong or troubles or library.troubles else 0


def _holds(found: Found) -> bool:
    try:
        one, module = found.load()
    except RuleError as error:
        sys.stdout.write(f"✗ {error}\n")
        return False
    faults = faults_of(one, module)
    for fault in faults:
        sys.stdout.write(f"✗ {found.name}: {fault}\n")
    if not faults:
        sys.stdout.write(f"✓ {found.name}: {len(examples_of(module))} examples hold\n")
    return not faults


def examples_of(module: ModuleType) -> list[Example]:
    """The examples a rule file holds."""
    return [one for one in getattr(module, "EXAMPLES", ()) if isinstance(one, Example)]


def faults_of(one: Rule, module: ModuleType) -> list[str]:
    """What is wrong with a rule: no sentence, too few examples, or an example that does not hold."""
    examples = examples_of(module)
    faults = [] if one.about else ["it has no docstring"]
    if not any(example.becomes is not None or example.hint for example in examples):
        faults.append("no example fires")
    if not any(example.becomes is None and not example.hint for example in examples):
        faults.append("no example stays quiet")
    for number, example in enumerate(examples, 1):
        try:
            became, notes = play(one, example)
        except RuleError as error:  # silence of this kind is not what a quiet example means
            became, notes = None, [str(error)]
            fits = False
        else:
            fits = became == example.becomes and _hinted(example, notes)
        if not fits:
            faults.append(
                f"example {number} does not hold\n"
                f"    line      {example.line}\n"
                f"    expected  {_line(example.becomes)}{_expected(example)}\n"
                f"    came      {_line(became)}\n" + "".join([f"    because   {note}\n" for note in notes]).rstrip("\n")
            )
    return faults


def _hinted(example: Example, notes: list[str]) -> bool:
    """Whether a hint was given that says what the example wants it to."""
    return not example.hint or any(HINTED in note and example.hint in note for note in notes)


def _expected(example: Example) -> str:
    return f", and a hint that says {example.hint!r}" if example.hint else ""


def _line(line: str | None) -> str:
    return "(nothing)" if line is None else line


def play(one: Rule, example: Example) -> tuple[str | None, list[str]]:
    """What the rule makes of an example, None when it stays quiet; and how it came to that.

    Raises RuleError when the example cannot be played, or the rule raised.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="ghost-rule-") as base:
        try:
            failure = stage_set(example, os.path.realpath(base))
        except (OSError, ValueError, AttributeError, TypeError, IndexError) as error:
            raise RuleError(f"its files cannot be laid out: {type(error).__name__}: {error}") from error
        notes: list[str] = []
        for stage, proven in blame.at_fault(failure) or [(failure.stage, True)]:
            became, more = _played(one, failure.at(stage, proven))
            where = f"at `{failure.line[stage.start : stage.end]}`: " if len(failure.stages) > 1 else ""
            notes += [where + note for note in more]
            if became is not None:
                return became, notes
    return None, notes


def _played(one: Rule, view: Failure) -> tuple[str | None, list[str]]:
    """The first line that comes of the rule at this stage, and notes on what did not become one."""
    shut = explaining.why_shut(one.gates, view)
    if shut:
        return None, [shut]
    heard = explaining.hear(one, view)
    if heard.raised:
        raise RuleError(f"it raised {heard.raised} in {heard.ended}")
    if not heard.answers:
        return None, [f"its function said nothing; it ended in {heard.ended}"]
    notes = []
    for said in sorted(heard.answers, key=lambda fix: -fix.confidence if isinstance(fix, Fix) else 1.0):
        if isinstance(said, Hint):
            notes.append(HINTED + said.text)
            continue
        candidate, dropped = explaining.outcome(view, one.name, said)
        if candidate is not None:
            return candidate.command, [*notes, f"its function ended in {heard.ended}"]
        notes.append(f"its fix was dropped: {dropped}")
    return None, notes


def stage_set(example: Example, base: str) -> Failure:
    """The failure of an example, with its files and programs laid out below `base`."""
    home, bin_, root = os.path.join(base, "home"), os.path.join(base, "bin"), os.path.join(base, "root")
    for folder in (home, bin_, root):
        os.mkdir(folder)
    files = example.files if hasattr(example.files, "items") else dict.fromkeys(example.files, "")
    closed: list[str] = []
    for name, content in files.items():
        path = (root if name[0] == "/" else home + "/") + name.rstrip("*!")
        os.makedirs(os.path.dirname(path.rstrip("/")) if name.endswith("/") else os.path.dirname(path), exist_ok=True)
        if name.rstrip("!").endswith("/"):
            os.makedirs(path, exist_ok=True)
        else:
            with open(path, "wb") as file:
                file.write(content.encode("utf-8", "surrogateescape"))
            os.chmod(path, 0o755 if name.endswith("*") else 0o644)
        if name.endswith("!"):
            closed.append(path)
    for path in closed:
        os.chmod(path, 0o555)
    for name in example.programs:
        path = os.path.join(bin_, name)
        with open(path, "w", encoding="utf-8"):
            pass
        os.chmod(path, 0o755)

    def look(argv: list[str], why: str) -> Seen | None:
        said = example.probes.get(" ".join(argv))
        return None if said is None else Seen(0, said, "")

    machine = Machine(os.path.join(home, example.cwd) if example.cwd else home, [bin_], home, look, root)
    output = None if example.output is None else example.output.replace("{home}", home)
    return Failure(
        example.line, example.exit_code, output, shells.split(example.line, example.dialect), machine, example.dialect,
        list(example.variables), dict(example.aliases),
    )  # fmt: skip
