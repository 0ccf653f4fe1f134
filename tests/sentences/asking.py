"""Two ways to ask: through the real `ghost ask --json`, and over the brain's own pipes with a small body."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from typing import IO

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGE = os.path.join(PROJECT, "kernel", "ghost_kernel")
LONGEST = 60  # seconds for one sentence


class Said:
    """What came of a sentence."""

    def __init__(self, given: dict[str, object]) -> None:
        self.text = str(given.get("text") or "")
        self.error = str(given.get("error") or "")
        self.hint = str(given.get("hint") or "")
        self.offers = _objects(given.get("offers"))
        self.looks = _objects(given.get("looks"))

    def told(self) -> str:
        """For people."""
        looks = [f"look: {one.get('argv')} → {one.get('refused') or one.get('exit_code')}" for one in self.looks]
        offers = [f"offer: {one.get('command')}   ({one.get('why')}) {one.get('decision', '')}" for one in self.offers]
        return "\n".join([*looks, self.text or f"- ({self.error or self.hint})", *offers])


def _objects(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def link_compiled(home: str) -> None:
    """Gives a home what `tests/runner/compile_brain.py` has compiled of the brain, where that has been done."""
    compiled = os.environ.get("GHOST_TEST_COMPILED", "")
    if compiled:
        brain = os.path.join(home, ".local", "state", "ghost", "brain")
        os.makedirs(brain, mode=0o700, exist_ok=True)
        os.symlink(compiled, os.path.join(brain, "compiled"))


def environment(home: str) -> dict[str, str]:
    """A person's, with nothing of the one who tests."""
    return {
        "HOME": home, "PATH": f"{home}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8", "USER": os.environ.get("USER", "root"), "SHELL": "/bin/bash", "TERM": "dumb",
    }  # fmt: skip


def fail(line: str, folder: str, home: str, options: argparse.Namespace) -> dict[str, object]:
    """Lets a line fail; with the real ghost it is run by it, so that it knows of it."""
    given = environment(home)
    if not options.brain:
        words = [options.ghost, "-c", line]
        subprocess.run(
            words,
            cwd=folder,
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=given,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return {
        "line": line,
        "exit_code": done.returncode,
        "output": (done.stdout + done.stderr).decode("utf-8", "replace"),
    }


def with_ghost(text: str, folder: str, home: str, ghost: str) -> Said:
    """The real body."""
    words = [ghost, "ask", "--json", "--plain", text]
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment(home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
        last = done.stdout.decode("utf-8", "replace").strip().splitlines()[-1:]
        return Said(json.loads(last[0]) if last else {"error": done.stderr.decode("utf-8", "replace")})
    except (subprocess.TimeoutExpired, ValueError) as error:
        return Said({"error": f"{type(error).__name__}: {error}"})


def over_pipes(
    text: str,
    folder: str,
    home: str,
    failure: dict[str, object] | None,
    constraints: list[str],
    ghost: str,
) -> Said:
    """The brain alone: looks that policy allows are taken, contained where they start a program."""
    given = environment(home)
    words = [sys.executable, "-I", "-S", PACKAGE]
    process = subprocess.Popen(
        words,
        env=given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    state = os.path.join(home, ".local", "state", "ghost")
    os.makedirs(state, exist_ok=True)
    settings = {"home": home, "state_dir": state, "locale": given["LANG"]}
    _send(
        process.stdin,
        {
            "event": "hello",
            "id": 1,
            "protocol": 1,
            "ghost": "0.1.0",
            "settings": settings,
        },
    )
    asked = {
        "event": "asked", "id": 2, "text": text, "cwd": folder, "path": given["PATH"].split(":"),
        "constraints": constraints, "variables": sorted(given),
    }  # fmt: skip
    _send(process.stdin, {**asked, "last_failure": failure} if failure else asked)
    looks: list[dict[str, object]] = []
    offers: list[dict[str, object]] = []
    parts: list[str] = []
    told: dict[str, object] = {"looks": looks, "offers": offers}
    for line in process.stdout:
        action = json.loads(line)
        kind = action["action"]
        if kind == "execute":
            seen = _look(action.get("argv"), folder, given, ghost)
            looks.append(
                {
                    "argv": action.get("argv"),
                    "exit_code": seen.get("exit_code"),
                    "refused": seen.get("refused"),
                }
            )
            _send(
                process.stdin,
                {"event": "result", "action_id": action.get("action_id", ""), **seen},
            )
        elif kind == "propose":
            offers += action["candidates"]
        elif kind == "reply":
            parts.append(str(action["text"]))
            if action.get("done", True):
                break
        elif kind in ("give_up", "error"):
            told["error"] = action.get("why") or action.get("message")
            told["hint"] = action.get("hint", "")
            break
    process.kill()
    process.communicate()
    return Said({**told, "text": "".join(parts)})


def _send(pipe: IO[bytes], message: dict[str, object]) -> None:
    pipe.write(json.dumps(message).encode() + b"\n")
    pipe.flush()


def _look(argv: object, folder: str, given: dict[str, str], ghost: str) -> dict[str, object]:
    """One look, as policy decides about it and in the sandbox that the body has."""
    words = [str(one) for one in argv] if isinstance(argv, list) and argv else []
    if not words or any(isinstance(one, list) for one in argv or []):  # type: ignore[attr-defined]
        return {"refused": "a small body takes single programs"}
    needs = subprocess.run(
        [ghost, "__probe", "--needs", *words],
        env=given,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if needs.returncode != 0:
        return {"refused": needs.stderr.strip()[:300] or "not allowed"}
    if words[0] == "ghost":
        line = [ghost, *words[1:]]
    else:
        # As the body has it: programs of the system alone, which read the system and the working folder.
        place = shutil.which(
            words[0],
            path="/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
        )
        if place is None:
            return {"refused": f"{words[0]} is not here"}
        readable = [] if folder == given["HOME"] else ["--read", folder]
        line = [ghost, "__probe", *needs.stdout.split(), *readable, place, *words[1:]]
    try:
        done = subprocess.run(
            line,
            cwd=folder,
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "it took too long"}
    status = done.returncode if done.returncode >= 0 else 128 - done.returncode
    cut = [stream.decode("utf-8", "replace")[:200_000] for stream in (done.stdout, done.stderr)]
    return {"exit_code": status, "stdout": cut[0], "stderr": cut[1]}
