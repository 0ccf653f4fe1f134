#!/usr/bin/env python3
"""A scripted brain, for faults that cannot be had otherwise. It does what `script.json` beside it says.

    {"hello": [STEP, …], "failed": [[STEP, …], …], "asked": [[STEP, …], …], "result": [STEP, …]}

"hello" is done on hello, the first list of "failed" on the first failed line, and so on, and those of "asked" on sentences;
without "hello" it greets properly. A STEP is a message to send, or one of
    {"raw": TEXT}      these very characters and a newline     {"hex": DIGITS}   these bytes, nothing added
    {"flood": N}       N bytes without a newline               {"lines": N}      N empty objects, a line each
    {"stall": true}    never anything again                    {"exit": N}       end
    {"interrupt": true}  send SIGINT to the body, as Ctrl-C would
    {"await": EVENT}   wait until it is sent such an event
    {"wait": NAME}     wait until there is a file of this name beside it
    {"told": NAME}     write a file of this name beside it, with the time (ns, CLOCK_MONOTONIC)
What it is sent is kept in `received.jsonl` beside it, its pid in `pid`.
"""

import json
import os
import signal
import sys
import time

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))
GREETING = [{"action": "hello", "protocol": 1, "kernel": "scripted"}]


def send(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def receive(received) -> dict:
    line = sys.stdin.buffer.readline()
    if not line:
        sys.exit(0)
    received.write(line)
    return json.loads(line)


def play(steps: list, received) -> None:
    for step in steps:
        if "raw" in step:
            send(step["raw"].encode() + b"\n")
        elif "hex" in step:
            send(bytes.fromhex(step["hex"]))
        elif "flood" in step:
            for _ in range(step["flood"] // 65536):
                send(b"x" * 65536)
        elif "lines" in step:
            for _ in range(step["lines"] // 16384):
                send(b"{}\n" * 16384)
        elif "stall" in step:
            while True:
                signal.pause()
        elif "interrupt" in step:
            os.kill(os.getppid(), signal.SIGINT)
        elif "await" in step:
            while receive(received)["event"] != step["await"]:
                pass
        elif "wait" in step:
            while not os.path.exists(os.path.join(HERE, step["wait"])):
                time.sleep(0.005)
        elif "told" in step:
            with open(os.path.join(HERE, step["told"]), "w", encoding="utf-8") as file:
                file.write(str(time.monotonic_ns()))
        elif "exit" in step:
            sys.exit(step["exit"])
        else:
            send(json.dumps(step).encode() + b"\n")


def main() -> None:
    with open(os.path.join(HERE, "script.json"), encoding="utf-8") as file:
        script = json.load(file)
    with open(os.path.join(HERE, "pid"), "w", encoding="utf-8") as file:
        file.write(str(os.getpid()))
    turns = {name: iter(script.get(name, [])) for name in ("failed", "asked")}
    with open(os.path.join(HERE, "received.jsonl"), "ab", buffering=0) as received:
        if script.get("before"):
            play(script["before"], received)
        while True:
            event = receive(received)["event"]
            if event == "hello":
                play(script.get("hello", GREETING), received)
            elif event in turns:
                play(next(turns[event], [{"action": "give_up"}]), received)
            elif event == "shutdown":
                return
            else:
                play(script.get(event, []), received)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(0)
