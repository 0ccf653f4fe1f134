"""The real ghost as an engine for text-level cases: a JSON object with `script` and `output` a line, a JSON list back.

    score_repair.py repair-dev.jsonl -- python3 tests/bench/repair_engine.py /absolute/path/to/ghost

Each case is one `ghost fix --json --line SCRIPT --status N --output FILE`: parser, redactor, protocol, brain and
policy are all in the way, and nothing is run. The answer lists the repairs best first, those that policy would refuse
included, since the scorer asks what is known and not what is allowed.

A case carries no exit status: it is 127 where the text says "not found", else 1. ghost finds a home of its own, empty
but for what this run has left there, and SHELL=bash. Whatever it says on stderr comes through on ours, with the line
it was about; an end that is neither "found" nor "nothing found" is an error of this engine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

FOUND, NOTHING = 0, 1  # how `ghost fix --json` ends
MISSING = 127
SECONDS = 30


class Engine:
    """A ghost, the empty home it lives in, and the folder it is asked in: the present one, unless another is named."""

    def __init__(self, ghost: str, home: str, folder: str | None = None) -> None:
        self.ghost = ghost
        self.folder = folder
        self.output = os.path.join(home, "output")
        kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
        self.env = {name: os.environ[name] for name in kept if name in os.environ}
        self.env.update(HOME=home, SHELL="bash", TERM="dumb")
        for name in ("CONFIG", "STATE", "CACHE", "DATA"):
            self.env[f"XDG_{name}_HOME"] = os.path.join(home, name.lower())

    def proposals(self, script: str, output: str) -> list[dict[str, object]]:
        """What ghost says could be done about it. Raises SystemExit when it does not say anything of use."""
        with open(self.output, "w", encoding="utf-8") as file:
            file.write(output)
        status = MISSING if "not found" in output else 1
        words = [self.ghost, "fix", "--json", f"--line={script}", f"--status={status}", f"--output={self.output}"]
        try:
            done = subprocess.run(
                words,
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=SECONDS,
                check=False,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as trouble:  # ValueError: a NUL in the line
            raise SystemExit(f"repair_engine: {script!r}: {trouble}") from trouble
        if done.stderr:
            sys.stderr.write(f"repair_engine: {script!r}: {done.stderr.strip()}\n")
        if done.returncode not in (FOUND, NOTHING):
            raise SystemExit(f"repair_engine: {script!r}: ghost ended with {done.returncode}")
        try:
            found: list[dict[str, object]] = json.loads(done.stdout)["proposals"]
        except (ValueError, KeyError) as trouble:
            raise SystemExit(f"repair_engine: {script!r}: not an answer: {done.stdout!r}") from trouble
        return found


def main(args: list[str]) -> int:
    """Answers case by case until there is no more to read."""
    if len(args) != 1:
        sys.exit("repair_engine: it is called with one word, the path of ghost")
    with tempfile.TemporaryDirectory(prefix="ghost-engine-") as home:
        engine = Engine(os.path.abspath(args[0]), home)
        for line in sys.stdin:
            case = json.loads(line)
            repairs = [one["repair"] for one in engine.proposals(case["script"], case["output"])]
            sys.stdout.write(json.dumps(repairs) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
