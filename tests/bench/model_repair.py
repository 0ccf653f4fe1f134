"""What a model adds to the rules on the failures of tests/kernel/model_failures.jsonl, asked as the brain asks it.

    python3 tests/bench/model_repair.py --url http://127.0.0.1:8080/v1 [--model NAME] [--context N] [--show]
        [--only TEXT] [--assert-right N] [--assert-wrong N]

The server is any that speaks OpenAI's chat with json_schema, such as llama-server on loopback. Each failure stands in a
folder of its own; help texts are asked of the programs that are here. Nothing that a model says is run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "kernel"))

from setting import failed  # noqa: E402 -- puts the package on the path

# isort: split
from ghost_kernel import mind  # noqa: E402
from ghost_kernel.engine import Engine  # noqa: E402
from ghost_kernel.lexer import words  # noqa: E402
from ghost_kernel.machine import Machine, Seen  # noqa: E402
from ghost_kernel.models import Models  # noqa: E402
from ghost_kernel.protocol import types  # noqa: E402

CASES = HERE.parent / "kernel" / "model_failures.jsonl"
HELP = ("--help", "-h", "-help", "help")


class Server:
    """A mind over HTTP, in place of the body's."""

    def __init__(self, url: str, model: str) -> None:
        self.url = url.rstrip("/")
        self.model = model
        self.read = 0
        self.written = 0

    def ask(self, action: types.ExecuteAction | types.MindAction, on_piece: object = None) -> types.ResultEvent:
        """One request and its answer."""
        if isinstance(action, types.ExecuteAction):
            raise TypeError("looks are the machine's")
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": one.role, "content": one.text} for one in action.messages],
            "max_tokens": action.max_tokens,
            "temperature": 0,
        }
        if action.schema:
            schema = {"name": "answer", "strict": True, "schema": json.loads(action.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        request = urllib.request.Request(
            f"{self.url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=300) as answer:
            said = json.load(answer)
        usage = said.get("usage", {})
        self.read += usage.get("prompt_tokens", 0)
        self.written += usage.get("completion_tokens", 0)
        choice = said["choices"][0]
        return types.ResultEvent(
            action.action_id,
            exit_code=0,
            stdout=choice["message"]["content"],
            usage=types.Usage(stop=choice.get("finish_reason") or ""),
        )


def look(argv: list[str], why: str) -> Seen | None:
    """A help text; nothing else is run here."""
    if argv[-1] not in HELP:
        return None
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    try:
        done = subprocess.run(argv, capture_output=True, text=True, env=env, timeout=10, check=False, cwd="/")
    except (OSError, subprocess.SubprocessError):
        return None
    return Seen(done.returncode, done.stdout, done.stderr)


def prepare(folder: str, case: dict[str, Any]) -> None:
    """The files a failure is to find."""
    for name in case["files"]:
        path = os.path.join(folder, name)
        os.makedirs(path if name.endswith("/") else os.path.dirname(path), exist_ok=True)
        if not name.endswith("/"):
            Path(path).write_text("x y\n")
    names = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {"PATH": os.environ["PATH"], "HOME": folder, **names}
    if case["setup"].startswith("git "):
        subprocess.run(["bash", "-c", case["setup"]], cwd=folder, env=env, check=True, capture_output=True)


def plain(line: str) -> list[str]:
    """A line by its words, to compare by."""
    return [word.plain for word in words(line)]


def main() -> int:
    """Asks, counts, and fails where a bar is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--model", default="local")
    parser.add_argument("--context", type=int, default=4096)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--assert-right", type=int, default=0)
    parser.add_argument("--assert-wrong", type=int, default=10_000)
    options = parser.parse_args()
    server = Server(options.url, options.model)
    counted = {"rules right": 0, "right": 0, "among": 0, "wrong": 0, "surely wrong": 0, "none": 0, "rightly none": 0}
    taken: list[float] = []
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    path = os.environ["PATH"].split(":")
    for case in cases:
        if options.only not in case["line"]:
            continue
        with tempfile.TemporaryDirectory() as folder:
            prepare(folder, case)
            event = types.FailedEvent.from_wire(
                failed(case["line"], case["output"], case["exit"], path=path, cwd=folder)
            )
            thought = mind.think(event, Machine(folder, path, folder, look), Engine())
            right = [plain(line) for line in case["right"]]
            by_rules = not thought.is_unsure()
            said: list[str] = []
            if not by_rules:
                models = Models([types.Model(options.model, local=True, context=options.context)], server.ask)
                begun = time.perf_counter()
                thought = mind.better(thought, event, models, lambda who, text, said=said: said.append(text))
                taken.append(time.perf_counter() - begun)
        lines = [one.command for one in thought.candidates]
        first = thought.candidates[0] if thought.candidates else None
        if first is None:
            verdict = "none" if right else "rightly none"
        elif plain(first.command) in right:
            verdict = "right"
            counted["rules right"] += by_rules
        else:
            among = any(plain(line) in right for line in lines)
            verdict = "among" if among else "wrong"
            counted["surely wrong"] += first.confidence >= mind.UNSURE
        counted[verdict] += 1
        if options.show or options.only:
            sure = f"{first.confidence:.2f}" if first else "    "
            print(f"{verdict:12} {sure} {'rules' if by_rules else 'model'}  {case['line']}  ⇒  {'  |  '.join(lines)}")
            for text in said:
                print(f"{'':24}{text}")
    taken.sort()
    median = taken[len(taken) // 2] if taken else 0.0
    print(f"{counted}; {len(taken)} asked of the model, median {median:.1f} s, slowest {max(taken, default=0):.1f} s; "
          f"{server.read} tokens read, {server.written} written")  # fmt: skip
    return int(counted["right"] < options.assert_right or counted["surely wrong"] > options.assert_wrong)


if __name__ == "__main__":
    sys.exit(main())
