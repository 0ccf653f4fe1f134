"""The tests: Python's on the oldest and the newest interpreter there is, scenarios, and Rust's with real terminals."""

from __future__ import annotations

import os
import re
from functools import partial

from setup_ghost.system import which

from . import cases, compile_brain
from . import models as getting_models
from .command import Done, check, run, side_by_side
from .context import Context, Python
from .steps import Count, Failure, say

# The smoke run of scenarios: how many, and what of them must hold. The full figures are the benchmark's.
_SMOKE = [
    "--warm",
    "--limit",
    "60",
    "--assert-solved",
    "50",
    "--assert-wrong",
    "5",
    "--assert-needless",
    "0",
    "--assert-harmed",
    "0",
]

# The same for lines of nu, typed at its prompt.
_NU_SMOKE = [
    "--warm",
    "--warm",
    "--limit",
    "24",
    "--hosted",
    "--assert-solved",
    "60",
    "--assert-wrong",
    "5",
    "--assert-needless",
    "0",
    "--assert-harmed",
    "0",
]

_NO_SANDBOX = 3  # play.py's and sandbox_bulk.py's status for it
_CANNOT_ASK = 3  # sentences/run.py's
_CONTAINER = "in a container, bubblewrap needs the right to make namespaces; --allow-missing leaves this step out"


def python_tests(context: Context) -> Count:
    """Every folder of tests/ with `test_*.py` in it, by unittest."""
    pythons = context.pythons()
    chosen = pythons if len(pythons) < 2 else [pythons[0], pythons[-1]]
    files = [path for path in context.files("tests") if os.path.basename(path).startswith("test_")]
    folders = sorted({os.path.dirname(path) for path in files if path.endswith(".py")})
    # A large part of them waits for others (processes, files): two at a time take little more than half as long.
    runs = [(python, folder) for python in chosen for folder in folders]
    ended = side_by_side([partial(_unittest, context, python, folder) for python, folder in runs])
    count = Count()
    for (python, folder), done in zip(runs, ended):
        say(f"{os.path.relpath(folder, context.project)} on {python.label}")
        if isinstance(done, Failure):
            say(f"FAILED: {done}")
            count += Count(failed=1)
            continue
        one = count_unittest(done)
        say(done.text.rstrip() if one.failed else done.text.rstrip().rpartition("-" * 70)[2].strip())
        count += one
    return count


def _unittest(context: Context, python: Python, folder: str) -> Done | Failure:
    """How the tests of a folder ended, or that they did not."""
    env = {**context.env, "PYTHONPATH": os.pathsep.join([context.path("kernel"), context.path("tests")])}
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    words = [python.path, "-W", "error::ResourceWarning", "-m", "unittest", "discover", "-s", folder]
    try:
        return run(words, env, context.project, show=False, limit=900)
    except Failure as failure:
        return failure


def models(context: Context, thorough: bool) -> Count:
    """The talker with a real model behind real servers, on the newest interpreter: they are got first, once."""
    count = getting_models.get_all(context, thorough)
    words = [context.pythons()[-1].path, "-W", "error::ResourceWarning", "-m", "unittest", "discover", "-v"]
    words += ["-s", context.path("tests", "models"), "-p", "end_to_end.py"]
    env = {**context.env, "PYTHONDONTWRITEBYTECODE": "1", "GHOST_TEST_BINARY": _build(context)}
    done = run(words, env, context.project, show=False, limit=900)
    one = count_unittest(done)
    say(done.text.rstrip() if one.failed else done.text.rstrip().rpartition("-" * 70)[2].strip())
    return count + one


def count_unittest(done: Done) -> Count:
    """`Ran 12 tests in 0.1s` and `FAILED (failures=1, errors=2)`; a run of no test is a failure."""
    ran = re.search(r"^Ran (\d+) tests? in", done.text, re.MULTILINE)
    number = int(ran.group(1)) if ran else 0
    failed = sum(
        int(figure)
        for figure in re.findall(
            r"\b(?:failures|errors|unexpected successes)=(\d+)", done.text.splitlines()[-1] if done.text else ""
        )
    )
    if done.status != 0 or not number:
        failed = max(failed, 1)
    return Count(max(number - failed, 0), failed)


def scenarios(context: Context) -> Count:
    """A smoke run of whole failed lines in fresh homes: of the corpus where it is, else of the project's own."""
    player = context.path("tests", "scenarios", "play.py")
    python = context.pythons()[-1].path
    words = [python, player, "--verify", "--limit", "100"]
    verified = run(words, context.env, context.project, show=False, limit=1200)
    if verified.status == _NO_SANDBOX:
        why = verified.text.partition("\n")[0]
        return context.without(f"{why}\n{_CONTAINER}")
    if verified.status != 0:
        say(f"$ {' '.join(words)}\n{verified.text}")
    ghost = _build(context)
    own = os.path.dirname(player)
    nu = os.path.join(own, "nu.jsonl")
    corpus = _corpus(context, "vivo-dev.jsonl")
    if os.path.isfile(corpus):
        say(f"playing scenarios of the corpus, {os.path.normpath(corpus)}")
        files = [corpus]
    else:
        say("no corpus here: playing the project's own scenarios, tests/scenarios")
        files = [os.path.join(own, name) for name in sorted(os.listdir(own)) if name.endswith(".jsonl")]
        files.remove(nu)
    done = run([python, player, "--ghost", ghost, *_SMOKE, *files], context.env, context.project, limit=1200)
    statuses = [verified.status, done.status]
    if which("nu", context.env):
        say("typing lines at the prompt of nu")
        done = run([python, player, "--ghost", ghost, *_NU_SMOKE, nu], context.env, context.project, limit=600)
        statuses.append(done.status)
    # Without nu the step that gets the programs has told so.
    return Count(statuses.count(0), len(statuses) - statuses.count(0))


def sentences(context: Context) -> Count:
    """A smoke run of what people ask the real ghost on a prepared machine; `tests/sentences/run.py` asks all."""
    words = [context.pythons()[-1].path, context.path("tests", "sentences", "run.py"), "--ghost", _build(context)]
    words += ["--spread", "60", "--assert-right", "92", "--show", "wrong"]
    done = run(words, context.env, context.project, limit=600)
    if done.status == _CANNOT_ASK:
        return context.without(f"{done.text.partition(chr(10))[0]}\n--allow-missing leaves this step out")
    return Count(int(done.status == 0), int(done.status != 0))


def sandbox(context: Context) -> Count:
    """A smoke run of real lines under the sandbox for probes: dangerous ones lose nothing, readers end as without it.

    Of the corpus, where it is, every so manieth line, and there only a loss counts: its readers need other programs.
    """
    words = [context.pythons()[-1].path, context.path("tests", "bench", "sandbox_bulk.py"), "--ghost", _build(context)]
    runs = [[context.path("tests", "bench", "sandbox_lines.jsonl")]]
    corpus = _corpus(context, "risk-dev.jsonl")
    if os.path.isfile(corpus):
        runs.append([corpus, "--every", "10", "--lost-only"])
    count = Count()
    for asked in runs:
        done = run([*words, *asked], context.env, context.project, limit=300)
        if done.status == _NO_SANDBOX:
            why = done.text.partition("\n")[0]
            return context.without(f"{why}\n{_CONTAINER}")
        count += Count(int(done.status == 0), int(done.status != 0))
    return count


def policy(context: Context) -> Count:
    """What would run unasked: of labelled lines, and of text that wants something run."""
    python, ghost = context.pythons()[-1].path, _build(context)
    runs = [["injection.py"]]
    if os.path.isfile(_corpus(context, "risk-dev.jsonl")):
        runs.append(["judge.py", _corpus(context, "risk-dev.jsonl"), "--untimed"])
    count = Count()
    for name, *asked in runs:
        words = [python, context.path("tests", "bench", name), *asked, "--ghost", ghost]
        done = run(words, context.env, context.project, limit=300)
        count += Count(int(done.status == 0), int(done.status != 0))
    return count


def _corpus(context: Context, name: str) -> str:
    """Where a file of the corpus is, if it is there."""
    return os.path.join(context.env.get("GHOST_CORPUS") or context.path("..", "shared", "corpus"), name)


def _build(context: Context) -> str:
    words = ["cargo", "build", "--quiet", "--locked", "--package", "ghostsh", "--bin", "ghost"]
    if not check(words, context.env, context.project):
        raise Failure("ghost cannot be compiled")
    compiled = compile_brain.compile_brain(context.env["CARGO_TARGET_DIR"])
    if compiled:
        context.env[compile_brain.NAME] = compiled
    return os.path.join(context.env["CARGO_TARGET_DIR"], "debug", "ghost")


def shell_tests(context: Context) -> Count:
    """What people do in their shells, bare and hosted, with a table of the cases. Without nextest: see `rust_tests`."""
    if not which("cargo-nextest", context.env):
        return Count()
    # They wait for programs more than they compute: two for each processor keep it busy.
    at_once = str(2 * (os.cpu_count() or 1))
    done = _nextest(context, ["--package", "ghostsh", "--test", "shells", "--test-threads", at_once])
    if table := cases.report(context.project, context.env["CARGO_TARGET_DIR"]):
        say(f"\n{table}")
    return count_nextest(done)


def rust_tests(context: Context) -> Count:
    """All other tests of the workspace, each in a process of its own where nextest is."""
    words = ["cargo", "test", "--workspace", "--doc", "--locked", "--quiet"]
    docs = run(words, context.env, context.project, show=False)
    count = count_cargo(docs, none_is_well=True)
    if count.failed:
        say(f"$ {' '.join(words)}\n{docs.text.rstrip()}")
    if which("cargo-nextest", context.env):
        return count + count_nextest(_nextest(context, ["--workspace", "-E", "not binary(shells)"]))
    words = ["cargo", "test", "--workspace", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"]
    return count + count_cargo(run(words, context.env, context.project))


def _nextest(context: Context, which_ones: list[str]) -> Done:
    words = ["cargo", "nextest", "run", *which_ones, "--locked", "--no-fail-fast"]
    words += ["--status-level", "fail", "--final-status-level", "fail"]
    # What root alone can arrange is a failure as well, unless the person has said that it may be missing.
    env = {**context.env, "GHOST_ALLOW_MISSING": "1"} if context.allow_missing else context.env
    return run(words, env, context.project)


def count_nextest(done: Done) -> Count:
    """`Summary [   0.3s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 0 skipped`."""
    summary = re.search(r"^\s*Summary \[.*?\] .*$", done.text, re.MULTILINE)
    figures = re.findall(r"(\d+) (passed|failed|timed out)", summary.group() if summary else "")
    found = {word: int(number) for number, word in figures}
    passed, failed = found.get("passed", 0), found.get("failed", 0) + found.get("timed out", 0)
    return Count(passed, max(failed, 1) if done.status != 0 or not passed else failed)


def count_cargo(done: Done, *, none_is_well: bool = False) -> Count:
    """`test result: ok. 3 passed; 0 failed; …`, one line a test binary."""
    results = re.findall(r"^test result: \w+\. (\d+) passed; (\d+) failed", done.text, re.MULTILINE)
    passed, failed = (sum(int(result[place]) for result in results) for place in (0, 1))
    if done.status != 0 or not (passed or none_is_well):
        failed = max(failed, 1)
    return Count(passed, failed)
