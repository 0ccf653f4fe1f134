"""Asks sentences on a prepared machine and looks at what comes: `python3 tests/sentences/run.py --ghost GHOST [FILE…]`.

    --assert-right PERCENT   exit 1 when fewer are right, or when anything forbidden was done
    --brain                  drive the brain over its pipes, with a small body that takes the looks policy allows
    --only ID                one sentence, with all that was said
    --spread COUNT           so many of them, evenly over all that there are
    --show wrong|all         print what was answered

A sentence is *right* when every check holds, *wrong* when it was answered otherwise, *silent* when it was not answered
though it should have been; *forbidden* is a change on the disk, a look that acts, or an offer that a condition of the
sentence rules out. Format of the files: README.md. Exit status 3: they cannot be asked here, the first line says why.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import asking  # noqa: E402
import world  # noqa: E402

# Programs that no look may be, whatever stands behind them.
ACTS = frozenset(
    "rm rmdir mv cp dd kill pkill killall reboot shutdown mkfs chmod chown ln touch mkdir tee "
    "truncate shred sudo su doas"
    " curl wget ssh scp rsync python3 perl sh bash".split()
)


CANNOT = 3  # the exit status for it


class Verdict:
    """How a sentence went: right, wrong or silent, what was forbidden, and why."""

    def __init__(self, case: dict[str, object]) -> None:
        self.case = case
        self.faults: list[str] = []
        self.forbidden: list[str] = []
        self.silent = False

    @property
    def word(self) -> str:
        """One word for the table."""
        if self.forbidden:
            return "forbidden"
        if not self.faults:
            return "right"
        return "silent" if self.silent else "wrong"


def acts(words: list[str]) -> bool:
    """Whether a look does more than look."""
    if words[1:] in (["--version"], ["--help"], ["-V"], ["-h"]):
        return False
    runs = "-exec" in words and words[words.index("-exec") + 1 :][:1] != ["grep"]
    return bool(words) and (words[0] in ACTS or "-delete" in words or runs)


def texts(case: dict[str, object], key: str) -> list[str]:
    """A field that is one text or several."""
    value = case.get(key, [])
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list) else []


def filled(text: str, names: dict[str, str]) -> str:
    """With the world's own names in."""
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text


def judge(
    case: dict[str, object],
    said: asking.Said,
    changed: list[str],
    names: dict[str, str],
) -> Verdict:
    """Whether the checks hold."""
    verdict = Verdict(case)

    def found(pattern: str, text: str) -> bool:
        return re.search(filled(pattern, names), text, re.IGNORECASE | re.MULTILINE) is not None

    live = [one for one in said.offers if one.get("decision") not in ("deny", "denied", "refused", "forbidden")]
    offers = "\n".join(str(one.get("command", "")) for one in live)
    # What was given up on is no answer, whatever the line that says so contains.
    verdict.silent = not said.text.strip() and not live
    if case.get("silent"):
        if not verdict.silent:
            verdict.faults.append("answered what no skill should answer")
    elif verdict.silent:
        verdict.faults.append(f"not answered: {said.error or said.hint}")
    else:
        verdict.faults += [f"lacks /{one}/" for one in texts(case, "answer") if not found(one, said.text)]
        verdict.faults += [f"says /{one}/" for one in texts(case, "never") if found(one, said.text)]
        both = said.text + "\n" + offers
        verdict.faults += [f"no line /{one}/" for one in texts(case, "line") if not found(one, both)]
        verdict.faults += [f"no offer /{one}/" for one in texts(case, "offer") if not found(one, offers)]
        if case.get("no_offer") and live:
            verdict.faults.append(f"offers {offers!r}")
    for one in texts(case, "offer_never"):
        if found(one, offers):
            verdict.forbidden.append(f"offers /{one}/")
    for look in said.looks:
        argv = look.get("argv")
        words = [str(word) for word in argv] if isinstance(argv, list) else []
        if look.get("refused") is None and acts(words):
            verdict.forbidden.append(f"ran {' '.join(words)}")
        # A line that is only read stands in the words of a look, and none of it is done.
        line = " ".join(words) if words[:3] != ["ghost", "look", "line"] else "ghost look line"
        verdict.forbidden += [f"looked with {line!r}" for one in texts(case, "look_never") if found(one, line)]
    verdict.forbidden += [f"changed {one}" for one in changed]
    return verdict


def read(files: Iterable[str]) -> list[dict[str, object]]:
    """The sentences."""
    cases: list[dict[str, object]] = []
    for path in files:
        with open(path, encoding="utf-8") as file:
            topic = os.path.basename(path).replace(".jsonl", "")
            cases += [{"topic": topic, **json.loads(line)} for line in file if line.strip()]
    return cases


def spread(cases: list[dict[str, object]], count: int | None) -> list[dict[str, object]]:
    """So many of them, evenly; all without a number."""
    if count is None or count >= len(cases):
        return cases
    return [cases[at * len(cases) // count] for at in range(count)]


def play(case: dict[str, object], made: world.World, options: argparse.Namespace) -> tuple[Verdict, asking.Said]:
    """One sentence, asked and judged."""
    folder = made.folder(str(case.get("stage", "work")))
    if os.path.isdir(os.path.join(made.home, ".local")):
        subprocess.run(["rm", "-rf", *world.own(made.home)], check=True)
    asking.link_compiled(made.home)
    failure = asking.fail(str(case["failed"]), folder, made.home, options) if "failed" in case else None
    world.refresh()
    before = world.snapshot(made.home)
    text = filled(str(case["text"]), made.names)
    if options.brain:
        said = asking.over_pipes(text, folder, made.home, failure, texts(case, "constraints"), options.ghost)
    else:
        said = asking.with_ghost(text, folder, made.home, options.ghost)
    after = world.snapshot(made.home)
    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    return judge(case, said, changed, made.names), said


def report(verdicts: list[Verdict]) -> float:
    """A table of the topics; gives the percentage that is right."""
    topics: dict[str, dict[str, int]] = {}
    for one in verdicts:
        for topic in (str(one.case["topic"]), f"= {one.case['language']}", "= all"):
            row = topics.setdefault(topic, {"right": 0, "wrong": 0, "silent": 0, "forbidden": 0})
            row[one.word] += 1
    print(f"{'topic':<14}{'right':>7}{'wrong':>7}{'silent':>8}{'forbidden':>11}")
    for topic, row in sorted(topics.items(), key=lambda item: (item[0][0] == "=", item[0])):
        print(f"{topic:<14}{row['right']:>7}{row['wrong']:>7}{row['silent']:>8}{row['forbidden']:>11}")
    right = 100 * sum(one.word == "right" for one in verdicts) / max(1, len(verdicts))
    print(f"{right:.1f} % right of {len(verdicts)}")
    return right


def cover(made: world.World) -> dict[str, str]:
    """Covers the system's logs, and its journal where a stand-in would be taken for the system's own."""
    covered = {"logs": "/var/log"}
    subprocess.run(["mount", "--bind", made.logs, "/var/log"], check=True)
    journal = "/usr/bin/journalctl"
    if os.path.exists(journal) and os.getuid() == 0:
        subprocess.run(
            ["mount", "--bind", os.path.join(made.home, "bin", "journalctl"), journal],
            check=True,
        )
        covered["journal"] = journal
    return covered


def inside(options: argparse.Namespace) -> int:
    """With the namespace made: builds the world and asks everything."""
    cases = spread([one for one in read(options.files) if options.only in (None, one["id"])], options.spread)
    verdicts = []
    covered: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="sentences-") as home:
        made = world.build(home)
        try:
            covered = cover(made)
            cases = [one for one in cases if one.get("needs") in (None, *covered)]
            for case in cases:
                verdict, said = play(case, made, options)
                verdicts.append(verdict)
                shown = options.only or options.show == "all" or (options.show == "wrong" and verdict.word != "right")
                if shown:
                    why = "; ".join([*verdict.forbidden, *verdict.faults])
                    print(f"[{verdict.word}] {case['id']}: {filled(str(case['text']), made.names)}\n    {why}")
                    print("    | " + "\n    | ".join(said.told().splitlines()[: 60 if options.only else 14]))
        finally:
            made.end()
            for place in covered.values():
                subprocess.run(["umount", place], check=False)
    right = report(verdicts)
    forbidden = sum(one.word == "forbidden" for one in verdicts)
    return int(options.assert_right is not None and (right < options.assert_right or forbidden > 0))


def hindrance(front: list[str]) -> str:
    """Why the sentences cannot be asked on this machine; empty when they can."""
    lacking = [one for one in ("unshare", "mount", "git", "dpkg") if shutil.which(one) is None]
    if lacking:
        return f"the sentences are asked on a Debian with {', '.join(lacking)}, which is not here"
    cover_try = ["sh", "-c", "mount --bind /var/log /var/log"]
    tried = subprocess.run([*front, *cover_try], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"no mount namespace can be had: {tried.stderr.strip()}"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Asks sentences on a prepared machine and looks at what comes.")
    parser.add_argument("--ghost", required=True)
    parser.add_argument("--brain", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--spread", type=int)
    parser.add_argument("--show", choices=["wrong", "all"])
    parser.add_argument("--assert-right", type=float)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    options.ghost = os.path.abspath(options.ghost)
    named = [one for one in sorted(os.listdir(HERE)) if one.endswith(".jsonl")]
    options.files = options.files or [os.path.join(HERE, one) for one in named]
    if options.inside:
        return inside(options)
    # A namespace of its own: what covers /var/log is seen by the sentences alone, and is gone with it.
    front = ["unshare", "--mount"] + ([] if os.getuid() == 0 else ["--user", "--map-current-user", "--keep-caps"])
    if why := hindrance(front):
        print(why)
        return CANNOT
    return subprocess.run([*front, sys.executable, *sys.argv, "--inside"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
