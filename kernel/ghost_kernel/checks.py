"""`ghost rules list` and `ghost rules check FILE`: what rules there are, and whether a rule does what its examples say.

An example is played in a folder of its own, with the files and programs it names; nothing is run.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel import blame, lexer, mind
from ghost_kernel.engine import Engine, builtin_names, load_builtin, load_file
from ghost_kernel.errors import RuleError
from ghost_kernel.failure import Failure
from ghost_kernel.machine import Machine, Seen
from ghost_kernel.rule import Example, Fix, Hint, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

USAGE = "usage: rules [--rules-dir FOLDER] list | check FILE…\n"


def main(args: list[str]) -> int:
    """Does what the arguments say; returns the exit code."""
    folder = ""
    if args[1:2] == ["--rules-dir"]:
        folder, args = "".join(args[2:3]), [*args[:1], *args[3:]]
    if args == ["rules", "list"]:
        return show(folder)
    if args[:2] == ["rules", "check"] and len(args) > 2:
        return max([check(path) for path in args[2:]])
    sys.stderr.write(USAGE)
    return 2


def show(folder: str) -> int:
    """Every rule with a sentence; the person's own are marked."""
    trouble: list[str] = []
    rows = [(one.name, one.about, "") for one in map(load_builtin, builtin_names())]
    rows += [(one.name, one.about, "  (yours)") for one in Engine(folder, trouble.append).own()]
    width = max([len(name) for name, _, _ in rows], default=0)
    for name, about, whose in rows:
        sys.stdout.write(f"{name:<{width}}  {about}{whose}\n")
    for line in trouble:
        sys.stderr.write(line + "\n")
    return 1 if trouble else 0


def check(path: str) -> int:
    """Loads one rule file and plays its examples; 0 when all is well."""
    try:
        one, module = load_file(path)
    except RuleError as error:
        sys.stdout.write(f"✗ {error}\n")
        return 1
    faults = faults_of(one, module)
    for fault in faults:
        sys.stdout.write(f"✗ {one.name}: {fault}\n")
    if not faults:
        sys.stdout.write(f"✓ {one.name}: {len(examples_of(module))} examples hold\n")
    return 1 if faults else 0


def examples_of(module: ModuleType) -> list[Example]:
    """The examples a rule file holds."""
    return [one for one in getattr(module, "EXAMPLES", ()) if isinstance(one, Example)]


def faults_of(one: Rule, module: ModuleType) -> list[str]:
    """What is wrong with a rule: no sentence, too few examples, or an example that does not hold."""
    examples = examples_of(module)
    faults = [] if one.about else ["it has no docstring"]
    if not any(example.becomes is not None for example in examples):
        faults.append("no example fires")
    if not any(example.becomes is None for example in examples):
        faults.append("no example stays quiet")
    for example in examples:
        became = play(one, example)
        if became != example.becomes:
            faults.append(f"{example.line!r} became {became!r}, not {example.becomes!r}")
    return faults


def play(one: Rule, example: Example) -> str | None:
    """What the rule makes of an example; None when it stays quiet."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="ghost-rule-") as base:
        failure = stage_set(example, os.path.realpath(base))
        for stage, proven in blame.at_fault(failure) or [(failure.stage, True)]:
            view = failure.at(stage, proven)
            if not one.gates.open(view):
                continue
            for said in sorted(one(view), key=lambda fix: -fix.confidence if isinstance(fix, Fix) else 1.0):
                if isinstance(said, Hint):
                    continue
                candidate = mind._candidate(view, one.name, said)
                if candidate is not None and candidate.command != example.line:
                    return candidate.command
    return None


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
        example.line, example.exit_code, output, lexer.split(example.line), machine, example.dialect,
        list(example.variables), dict(example.aliases),
    )  # fmt: skip
