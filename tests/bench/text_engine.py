"""The brain as an engine for text-level cases: a JSON object with `script` and `output` a line, a JSON list back.

    score_repair.py repair-dev.jsonl -- python3 tests/bench/text_engine.py

Nothing is run and nothing but the PATH and the working folder is looked at.
"""

from __future__ import annotations

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "kernel"))

from ghost_kernel import lexer, mind
from ghost_kernel.engine import Engine
from ghost_kernel.machine import Machine
from ghost_kernel.protocol.types import FailedEvent, Redirect, Stage, Word


def event(script: str, output: str) -> FailedEvent:
    """The case as the body would tell of it; its exit status is not recorded, so it is guessed from the output."""
    missing = "not found" in output and "command" in output
    stages = [
        Stage(
            start=stage.start,
            end=stage.end,
            operator=stage.operator,
            assignments=[Word(one.text, one.start, one.end, one.value) for one in stage.assignments],
            words=[Word(one.text, one.start, one.end, one.value) for one in (*stage.prefix, *stage.words)],
            redirects=[
                Redirect(
                    one.operator,
                    one.start,
                    one.end,
                    target and Word(target.text, target.start, target.end, target.value),
                )
                for one in stage.redirects
                for target in [one.target]
            ],
        )
        for stage in lexer.split(script)
    ]
    return FailedEvent(line=script, exit_code=127 if missing else 1, output=output, stages=stages)


def main() -> None:
    """Answers case by case."""
    engine = Engine("", lambda text: sys.stderr.write(text + "\n") and None)
    for line in sys.stdin:
        case = json.loads(line)
        machine = Machine(os.getcwd(), os.environ.get("PATH", "").split(":"), os.getcwd())
        thought = mind.think(event(case["script"], case["output"]), machine, engine)
        sys.stdout.write(json.dumps([one.command for one in thought.candidates]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
