# shellcheck shell=bash
# A template for the corpus's in-vivo runner: the failing line is typed at the prompt of an interactive bash inside
# ghost's host, and whatever ghost does about it happens there.
#
#     run_vivo.py vivo-dev.jsonl --template @tests/bench/vivo-hosted-bash.sh --mount FOLDER_WITH_GHOST
#
# VIVO_FLAGS (given by the runner's --env) are the flags of `ghost init`; by default the session agrees ahead. With
# VIVO_TELL what `ghost why` knows goes into the report as well, in a line that begins with "why" and a tab; with
# VIVO_TAKE a line that was only offered is taken, as by a person who presses Enter, and so is it told: "taken", a tab.
# VIVO_WAIT is how many seconds the prompt may take, VIVO_KERNEL another brain than the binary's own.
cat > "$GHOST_CTL/bashrc" <<'RC'
eval "$(ghost init bash ${VIVO_FLAGS---yes --report "$GHOST_ACTED"} ${VIVO_KERNEL:+--kernel "$VIVO_KERNEL"})"
PS1=$'\001\002PROMPT\003 ' PS2='> ' HISTFILE=/dev/null
trap 'builtin pwd > "$GHOST_CTL/pwd"; { declare -p; alias; } > "$GHOST_CTL/env"' EXIT
RC
# shellcheck disable=SC1083  # the runner puts the quoted line there
GHOST_LINE={command} python3 -I -S - <<'DRIVER'
"""Types the line, waits for the next prompt, prints what was shown between, and leaves."""
import json, os, pty, select, sys, time

PROMPT = b"PROMPT"
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("bash", ["bash", "--noprofile", "--rcfile", os.environ["GHOST_CTL"] + "/bashrc", "-i"])
shown = b""


def wait(done, seconds):
    """Reads until `done()`, the end, or too late; True when done."""
    global shown
    end = time.monotonic() + seconds
    while not done():
        ready = select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0]
        if not ready:
            return False
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            return False
        if not piece:
            return False
        shown += piece
    return True


wait(lambda: PROMPT in shown, 10)
start = len(shown)
line = os.environ["GHOST_LINE"].replace("\n", "\r").encode()
os.write(terminal, line + b"\r")
entered = time.time()


def back():
    """A prompt stands on a line of its own, behind the end of the typed line."""
    after = shown[start:]
    return b"\r\n" in after and PROMPT in after[after.rindex(b"\r\n") :]


wait(back, float(os.environ.get("VIVO_WAIT", "18")))
took = time.time() - entered


def last():
    """What ghost has kept of its last repair, as it stands in its file."""
    try:
        with open(os.environ["HOME"] + "/.local/state/ghost/last.json") as file:
            return file.read()
    except OSError:
        return "{}"


def tell(kind, text):
    with open(os.environ["GHOST_ACTED"], "a") as report:
        report.write(kind + "\t" + text + "\n")


def filled():
    """The offered line, or its rest, stands in the editor: it is put there after the prompt was drawn."""
    return offered.split()[-1].encode() in shown[shown.rindex(PROMPT) :]


if os.environ.get("VIVO_TELL"):
    tell("why", last())
record = json.loads(last())
offered = record["steps"][-1]["line"] if "offered" in record.get("ending", "") else ""
# What has to be agreed to by a word is not put there.
if os.environ.get("VIVO_TAKE") and offered and PROMPT in shown and wait(filled, 3):
    seen = len(shown)
    os.write(terminal, b"\r")
    wait(lambda: b"\r\n" in shown[seen:] and PROMPT in shown[shown.rindex(b"\r\n") :], 18)
    tell("taken", offered)
text = shown[start:]
# What stands between the typed line and the prompt.
text = text[text.index(b"\r\n") + 2 :] if b"\r\n" in text else text
text = text[: text.rindex(PROMPT)] if PROMPT in text else text
os.write(sys.stdout.fileno(), text)
# A line may wait in the editor.
os.write(terminal, b"\x05\x15exit\r")
wait(lambda: False, 2)
# The runner counts from the mark to the end of the session. What a person waits for is the time from Enter to the next
# prompt; to start the shell before and to end it afterwards is no part of it.
with open(os.environ["GHOST_CTL"] + "/mark", "w") as mark:
    mark.write(f"{time.time() - took:.6f}")
DRIVER
