"""One scenario in one fresh place, and the questions that --verify asks of it.

Starts the agent in a place, hands it the plan and reads the facts back. What they amount to is verdict's to say.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace

from .place import Place
from .scenario import BASH, NU, Scenario
from .verdict import Facts, Result, judge

NOTHING = "eval {command}\nghost_mark\n"
"""A contender that never helps."""
ANSWER = NOTHING + 'printf "%s\\n" {answer} >> "$GHOST_ACTED"\neval {answer}\n'
"""A contender that runs one given line after the failing one."""

MENTION = 'printf "ghost: %s\\n" {expected}\n'
"""What only names the answer, behind the failing run: no check may take that for the answer's effect."""

NU_NOTHING = "nu --commands {command}\nghost_mark\n"
NU_ANSWER = NU_NOTHING + ('printf "%s\\n" {answer} >> "$GHOST_ACTED"\nnu --commands {answer}')
NU_STATE = '"$(printf "\\n"; cat "$GHOST_CTL/leave.nu")"'
"""The same for lines of nu, which has no `eval`: each line in a nu of its own, which can leave its state.

nu shows what the last pipeline of such a text gives: a nu that leaves its state shows nothing of the answer's.
"""

SLACK_SECONDS = 120
"""How long set-up, checks and tidying up may take beside the session itself."""


# What ghost unpacks of its brain, and what the brain has compiled of itself, below the home.
OWN = (".cache/ghost", ".local/state/ghost/brain/compiled")
WARM_UP = """
ghost doctor
python3 -I -S -X "pycache_prefix=$HOME/.local/state/ghost/brain/compiled" -m compileall -q "$HOME"/.cache/ghost/kernel-*
"""


@contextlib.contextmanager
def _ground(seed: str = "", kept: str = "") -> Iterator[str]:
    """A temporary folder for one play, removed even where the play took rights away from its own files.

    `seed` holds what lies in its home from the beginning; what `OWN` names is left in `kept` at the end.
    """
    root = tempfile.mkdtemp(prefix="scenario-")
    os.chmod(root, 0o755)
    os.mkdir(f"{root}/home")
    os.mkdir(f"{root}/control")
    try:
        if seed:
            # Links: what is replaced in one home stays as it is in the others, and nothing writes into these files.
            subprocess.run(["cp", "-al", f"{seed}/.", f"{root}/home"], check=True)
        yield root
        for name in OWN if kept else ():
            if os.path.isdir(f"{root}/home/{name}"):
                subprocess.run(["cp", "-a", "--parents", name, kept], cwd=f"{root}/home", check=True)
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", root], capture_output=True, check=False)
        shutil.rmtree(root, ignore_errors=True)


def warm_up(place: Place, any_one: Scenario, seconds: float) -> None:
    """From now on homes have a brain that is unpacked and compiled, as after the first failure in a home.

    Beside a brain that compiles itself in each home most of a smoke run is nothing else.
    """
    seed = place.folder("seed")
    gather(place, replace(any_one, setup=":", check="", forbid="", shell=BASH), WARM_UP, seconds, kept=seed)
    place.seed = seed


def gather(place: Place, scenario: Scenario, session: str, seconds: float, bare: bool = False, kept: str = "") -> Facts:
    """The facts of one play of a piece of bash; `bare` runs it as bash -c, without the session's own functions.

    What ghost has put into its own folders in that home is left in `kept`, where one is named.
    """
    plan = {
        "setup": scenario.setup,
        "session": session,
        "seconds": seconds,
        "bare": bare,
        "shell": scenario.shell,
        "watch": scenario.is_negative and not scenario.changes_state,
        "check": scenario.check,
        "forbid": scenario.forbid,
    }
    with _ground(place.seed, kept) as root:
        argv, environment = place.command(root, scenario.shell)
        agent = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=f"{root}/home",
            start_new_session=True,
        )
        try:
            said, trouble = agent.communicate(json.dumps(plan).encode(), timeout=seconds + SLACK_SECONDS)
        except subprocess.TimeoutExpired:
            return {"setup_status": 0, "trouble": "the play did not end in time"}
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(agent.pid, signal.SIGKILL)
            agent.wait()
    try:
        facts: Facts = json.loads(said)
        return facts
    except ValueError:
        return {"setup_status": 0, "trouble": trouble.decode(errors="replace").strip()[-300:] or "no facts came back"}


def missing(place: Place, scenario: Scenario) -> str | None:
    """The first tool that the scenario needs and this place does not have."""
    return next((tool for tool in (*scenario.needs, scenario.shell) if not place.has(tool)), None)


def perform(place: Place, scenario: Scenario, template: str, seconds: float) -> Result:
    """The verdict on a contender, given as bash with {command} and, for an oracle, {expected}."""
    absent = missing(place, scenario)
    if absent is not None:
        return Result(scenario, "skipped", f"needs {absent}")
    session = template.replace("{command}", shlex.quote(scenario.command))
    session = session.replace("{expected}", shlex.quote(scenario.expected[0] if scenario.expected else ""))
    return judge(scenario, gather(place, scenario, session, seconds))


def answer(place: Place, scenario: Scenario, line: str, seconds: float) -> Result:
    """The verdict on running one given line after the failing one."""
    contender = NU_ANSWER if scenario.shell == NU else ANSWER
    if scenario.shell == NU and ("$GHOST_PWD" in scenario.check or "$GHOST_ENV" in scenario.check):
        contender += NU_STATE
    return perform(place, scenario, contender.replace("{answer}", shlex.quote(line)), seconds)


def faults(place: Place, scenario: Scenario, seconds: float) -> list[str]:
    """What is wrong with a scenario itself, one sentence each.

    The set-up must run and the typed line fail; before any repair the check must not hold (for a negative: must
    hold); after each expected answer it must, with no harm done; doing nothing must be judged as such; and each
    tempting wrong answer must be seen for what it is, so that no check is one that cannot fail. Only naming the
    answer must not pass either.
    """
    bare = gather(place, scenario, scenario.command, seconds, bare=True)
    first = judge(replace(scenario, forbid=""), bare)
    if first.verdict == "broken":
        return [first.why]
    nothing = NU_NOTHING if scenario.shell == NU else NOTHING
    mention = nothing + MENTION
    found: list[str] = []
    if bare["status"] == 0:
        found.append(f"the typed line does not fail; it printed {bare['output'][-200:]!r}")
    if bare["status"] == 124 and "timeout" not in scenario.command:
        found.append("the typed line hangs")
    if scenario.is_negative and bare["check"] != 0:
        found.append("the check does not hold although nothing was done")
    if not scenario.is_negative and bare["check"] == 0:
        found.append(f"the check holds before any repair; printed: {bare['output'][-200:]!r}")
    idle = perform(place, scenario, nothing, seconds)
    if idle.verdict != ("held" if scenario.is_negative else "unsolved"):
        found.append(f"doing nothing is judged {idle.verdict} {idle.why}")
    if not scenario.is_negative and perform(place, scenario, mention, seconds).verdict != "unsolved":
        found.append("naming the answer without running it passes the check")
    for line in scenario.expected:
        helped = answer(place, scenario, line, seconds)
        if helped.verdict != "solved" or helped.timed_out:
            found.append(f"the expected {line!r} is judged {helped.verdict} {helped.why}: {helped.output[-400:]}")
    for line in scenario.tempting:
        tempted = answer(place, scenario, line, seconds)
        wanted = "harmed" if scenario.forbid else "acted" if scenario.is_negative else "wrong"
        if tempted.verdict != wanted:
            found.append(f"the tempting {line!r} is judged {tempted.verdict}, not {wanted}: {tempted.output[-400:]}")
    return found
