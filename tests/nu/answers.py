#!/usr/bin/env python3
"""Write what the installed nu says of the lines in `lines.json` into `answers.jsonl`, one line each.

Examples of nu's commands in policy's table are among the lines. The tests of `line::nu` and of policy read the answers;
`tests/it` compares them with the nu that is there. Run this after changing lines, or for another version of nu.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import tomllib

HERE = Path(__file__).parent
WRAPPER = HERE.parent.parent / "wrapper" / "src"
ASK = WRAPPER / "driver" / "ask.nu"
COMMANDS = WRAPPER / "policy" / "nu" / "commands.toml"


def answers(lines: list[str]) -> list[dict[str, object] | None]:
    """What nu says of them."""
    command = ["nu", "--no-config-file", "--no-std-lib", "--stdin", "-c", ASK.read_text(encoding="utf-8")]
    done = subprocess.run(command, input=json.dumps(lines), capture_output=True, text=True, check=True)
    found: list[dict[str, object] | None] = json.loads(done.stdout)
    return found


# Needs Python 3.11 (tomllib): this is no part of ghost, and no test.
def examples() -> list[str]:
    """The lines that policy's table of nu's commands is checked with."""
    commands = tomllib.loads(COMMANDS.read_text(encoding="utf-8"))["commands"].values()
    return [line for command in commands for line in [*command.get("quiet", []), *command.get("fires", {})]]


def main() -> int:
    """Write them."""
    lines: list[str] = json.loads((HERE / "lines.json").read_text(encoding="utf-8"))
    lines = list(dict.fromkeys(lines + examples()))
    found = answers(lines)
    if len(found) != len(lines):
        sys.exit("nu left lines out")
    with (HERE / "answers.jsonl").open("w", encoding="utf-8") as out:
        for line, answer in zip(lines, found):
            out.write(json.dumps({"line": line, **(answer or {})}, ensure_ascii=False, separators=(",", ":")) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
