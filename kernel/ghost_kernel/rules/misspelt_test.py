"""unittest does not find a test's file, class or method: the nearest one of the project."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import paths
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    output_has=["has no attribute", "no module named", "_failedtest", "file or directory not found", "not found:"],
    line_has=["unittest", "pytest"],
)
def propose(failure: Failure) -> Fix | None:
    for word in failure.stage.operands:
        text = word.value or ""
        if text in ("unittest", "pytest", "discover") or not text:
            continue
        file, mark, inner = text.partition("::")
        if "/" in file and file.endswith(".py") and not failure.machine.exists(file):
            near = paths.nearest(failure.machine, file, paths.FILE)
            if near is not None:
                best = spelling.Near(near.new, near.cost, near.only)
                return failure.spell(word, best, f"there is {near.path}", near.path + mark + inner)
        found = _attribute(failure, text)
        if found is not None:
            return failure.spell(word, found, f"there is a test {found.name}")
    return None


def _attribute(failure: Failure, text: str) -> spelling.Near | None:
    """The word with the class or method that its module has."""
    import re

    parts = text.replace("::", ".").split(".")
    for count in range(1, len(parts)):
        path = "/".join(parts[:count]) + ".py"
        if not failure.machine.is_file(path):
            continue
        wrong = next((one for one in parts[count:] if failure.has(f"no attribute '{one}'", f"::{one}")), "")
        names = re.findall(r"^\s*(?:async )?(?:class|def) (\w+)", failure.machine.read(path), re.MULTILINE)
        near = spelling.rank(wrong, names) if wrong and wrong not in names else []
        if near and text.count(wrong) == 1 and not spelling.numbers_differ(wrong, near[0].name):
            return spelling.Near(text.replace(wrong, near[0].name), near[0].cost, near[0].only)
    return None


TESTS = {"tests/test_a.py": "", "test_b.py": "class Sums(TestCase):\n    def test_add(self):\n        pass\n"}
EXAMPLES = [
    Example(
        "python3 -m unittest tests/test_aa.py",
        "ModuleNotFoundError: No module named 'tests/test_aa'",
        "python3 -m unittest tests/test_a.py",
        files=TESTS,
    ),
    Example(
        "python3 -m unittest -v test_b.Smus",
        "AttributeError: module 'test_b' has no attribute 'Smus'",
        "python3 -m unittest -v test_b.Sums",
        files=TESTS,
    ),
    Example(
        "python3 -m unittest test_b.Sums.test_dad",
        "AttributeError: type object 'Sums' has no attribute 'test_dad'",
        "python3 -m unittest test_b.Sums.test_add",
        files=TESTS,
    ),
    Example(
        "python3 -m unittest test_b",
        "AttributeError: 'Shop' object has no attribute 'smus'",
        None,
        files=TESTS,
    ),
]
