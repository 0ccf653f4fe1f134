"""Plays the examples of skills: a sentence on a prepared machine, and what the skills make of it. Nothing is run."""

from __future__ import annotations

import os

from ghost_kernel.errors import SkillError
from ghost_kernel.machine import Machine, Seen
from ghost_kernel.protocol import types
from ghost_kernel.question import Answer, Question
from ghost_kernel.skill import Example, Skill
from ghost_kernel.skills import _choosing, _library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

MOST_PROBES = 8
PERSON = 1000  # whose examples are, whoever plays them: an account without root's rights


class Played:
    """What came of a sentence: which skills were chosen, the answer, and the probes that were asked for."""

    __slots__ = ("skills", "answer", "probes", "log", "reading")

    def __init__(self) -> None:
        self.skills: list[str] = []
        self.answer: Answer | None = None
        self.probes: list[str] = []
        self.log: list[str] = []
        self.reading = ""


def examples_of(module: ModuleType) -> list[Example]:
    """The examples a skill file holds."""
    return [one for one in getattr(module, "EXAMPLES", ()) if isinstance(one, Example)]


def play(example: Example, every: Sequence[Skill] | None = None) -> Played:
    """What the skills make of an example; all that are built in when none are given. Raises SkillError."""
    from ghost_kernel.knowledge import managers

    played = Played()
    own = managers.own
    managers.own = lambda: PERSON
    try:
        _play(example, every, played)
    finally:
        managers.own = own
    return played


def _play(example: Example, every: Sequence[Skill] | None, played: Played) -> None:
    import tempfile

    skills = _library.builtin(played.log.append) if every is None else list(every)
    with tempfile.TemporaryDirectory(prefix="ghost-skill-") as base:
        try:
            question = stage_set(example, os.path.realpath(base), played.probes)
        except (OSError, ValueError, AttributeError, TypeError, IndexError) as error:
            raise SkillError(f"its files cannot be laid out: {type(error).__name__}: {error}") from error
        reading = _choosing.read(question, skills)
        played.skills = [wish.matches[0].skill.name for wish in reading.wishes]
        first = [one.name for one in skills if one.whole is not None and one.whole(question) is not None]
        played.skills = first[:1] or played.skills
        played.reading = (
            f"{reading.share:.2f} {[wish.matches[:3] for wish in reading.wishes]} {reading.sentence.clauses}"
        )
        played.answer = _choosing.answer_with(question, skills, played.log.append)
        if played.answer is not None:
            for real, shown in ((os.path.join(os.path.realpath(base), "home"), "~"), (question.machine.root, "")):
                played.answer.text = played.answer.text.replace(real, shown)
                for one in played.answer.offers:
                    one.command = one.command.replace(real, shown)


def faults(example: Example, played: Played, name: str = "") -> list[str]:
    """What is not as the example says; `name` is the skill that has to have answered."""
    if example.silent:
        chosen = name in played.skills if name else played.answer is not None
        return [f"it answers, as {played.skills}"] if chosen and played.answer is not None else []
    found = [f"a skill said: {one}" for one in played.log]
    if played.answer is None:
        return [*found, f"nothing answers: {played.reading}"]
    if name and set(name.split("|")).isdisjoint(played.skills):
        found.append(f"{played.skills} answers: {played.reading}")
    text = played.answer.text
    found += [f"it does not say {one!r}" for one in example.says if one not in text]
    found += [f"it says {one!r}" for one in example.lacks if one in text]
    offers = [one.command for one in played.answer.offers]
    if offers != example.offers:
        found.append(f"it offers {offers}")
    if len(played.probes) > MOST_PROBES:
        found.append(f"it takes {len(played.probes)} probes")
    return [*found, f"    answer: {text!r}"] if found else []


def faults_of(one: Skill, module: ModuleType, every: Sequence[Skill] | None = None) -> list[str]:
    """What is wrong with a skill: no sentence, no examples of both kinds, or an example that does not hold."""
    examples = examples_of(module)
    found = [] if one.about else ["it has no docstring"]
    if not any(not example.silent for example in examples):
        found.append("no example is answered")
    if not any(example.silent for example in examples):
        found.append("no example stays quiet")
    for example in examples:
        try:
            played = play(example, every)
        except SkillError as error:
            found.append(f"{example.text}: {error}")
            continue
        found += [f"{example.text}: {fault}" for fault in faults(example, played, one.name)]
    return found


def stage_set(example: Example, base: str, probes: list[str]) -> Question:
    """The question of an example, with its files and programs laid out below `base`; asked probes are noted."""
    home, bin_, root = os.path.join(base, "home"), os.path.join(base, "bin"), os.path.join(base, "root")
    for folder in (home, bin_, root):
        os.mkdir(folder)
    files = example.files if hasattr(example.files, "items") else dict.fromkeys(example.files, "")
    for name, content in files.items():
        path = (root if name[0] == "/" else home + "/") + name.rstrip("*")
        os.makedirs(path if name.endswith("/") else os.path.dirname(path), exist_ok=True)
        if not name.endswith("/"):
            if content.startswith("-> "):
                os.symlink(content[3:], path)
                continue
            with open(path, "wb") as file:
                file.write(content.encode("utf-8", "surrogateescape"))
            os.chmod(path, 0o755 if name.endswith("*") else 0o644)
    for name in example.programs:
        path = os.path.join(bin_, name)
        with open(path, "w", encoding="utf-8"):
            pass
        os.chmod(path, 0o755)

    def look(argv: list[str], why: str) -> Seen | None:
        words = " ".join(argv).replace(home, "~").replace(root, "")
        probes.append(words)
        said = example.probes.get(words)
        if said is None:
            return None
        if isinstance(said, str):
            return Seen(0, said, "")
        code, out, err = said
        return Seen(code, out, err)

    machine = Machine(os.path.join(home, example.cwd) if example.cwd else home, [bin_], home, look, root)
    failure = None
    if example.failed is not None:
        line, code, output, *repaired = example.failed
        failure = types.LastFailure(line=line, exit_code=code, output=output, repaired="".join(repaired))
    names = [types.Name(name=name, kind="alias", text=text) for name, text in example.aliases.items()]
    return Question(
        example.text, machine, example.constraints, example.dialect, failure, names, list(example.variables)
    )  # fmt: skip
