# shellcheck shell=bash
# A template for the corpus's in-vivo runner: the failing line is typed at the prompt of an interactive nu inside ghost's
# host, and whatever ghost does about it happens there. `nu` has to be on the PATH of the session.
#
#     run_vivo.py nu.jsonl --template @tests/bench/vivo-hosted-nu.sh --mount FOLDER_WITH_GHOST_AND_NU
#
# VIVO_FLAGS (given by the runner's --env) are the flags of `ghost init`; by default the session agrees ahead. VIVO_BARE
# leaves ghost out. VIVO_TELL and VIVO_TAKE are those of vivo-hosted-bash.sh; with VIVO_TAKE the key of ghost is pressed
# as well where nu waits for the rest of a line that is not closed.
own=$HOME/.config/nushell
mkdir -p "$own/autoload"
# shellcheck disable=SC2086  # flags are words
if [ -z "${VIVO_BARE-}" ]; then
  eval "ghost init nu ${VIVO_FLAGS---yes --report \"\$GHOST_ACTED\"}" > "$own/autoload/ghost.nu"
fi
cat > "$own/config.nu" <<'RC'
$env.config.show_banner = false
$env.PROMPT_COMMAND = {|| "\u{1}\u{2}PROMPT\u{3} " }
$env.PROMPT_COMMAND_RIGHT = ""
$env.PROMPT_INDICATOR = ""
$env.PROMPT_MULTILINE_INDICATOR = "\u{1}\u{2}MORE\u{3} "
RC
# What checks look at: the folder; the environment, variables, aliases and commands, one a line.
cat > "$GHOST_CTL/leave.nu" <<'LEAVE'
$env.PWD | save --force $"($env.GHOST_CTL)/pwd"
$env | transpose name value | where {|one| ($one.value | describe) in [string int float bool "list<string>"] }
| each {|one| $"($one.name)=($one.value | append [] | str join ':')" }
| append (
    scope variables | where name not-in ['$in' '$nu' '$env' '$ans']
    | each {|one| $"($one.name)=($one.value | to json --raw)" }
)
| append (scope aliases | each {|one| $"alias ($one.name)=($one.expansion)" })
| append (scope commands | where type == custom | each {|one| $"def ($one.name)" })
| str join "\n" | save --force $"($env.GHOST_CTL)/env"
exit 0
LEAVE
# shellcheck disable=SC1083  # the runner puts the quoted line there
GHOST_LINE={command} SHELL=$(command -v nu) python3 -I -S - <<'DRIVER'
"""Types the line, waits for the prompt at which nothing more happens, prints what was shown between, and leaves."""
import fcntl, json, os, pty, re, select, struct, sys, termios, time

PROMPT, MORE = b"\x02PROMPT\x03", b"\x02MORE\x03"
# A terminal's own language: what is shown is the rest.
ESCAPES = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[\[P][0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78]")
# What an editor of lines asks its terminal, and what one answers: the cursor, the kind, the name, kitty's keys, colours.
ANSWERS = {b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62c", b"\x1b[>c": b"\x1b[>0;1;0c", b"\x1b[?u": b"\x1b[?0u"}
QUESTIONS = re.compile(rb"\x1b\[(?:6n|>?c|\?u)")
# An accepted line follows its prompt at once.
STILL = 0.25

pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    os.execvp("nu", ["nu"])
shown, answered = b"", 0


def wait(done, seconds):
    """Reads until `done()`, the end, or too late; True when done. Answers as a terminal does."""
    global shown, answered
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
        for question in QUESTIONS.finditer(shown, answered):
            os.write(terminal, ANSWERS[question[0]])
            answered = question.end()
    return True


def since(start):
    return ESCAPES.sub(b"", shown[start:])


def back(start):
    """A prompt, or that for the rest of a line, stands on a line of its own, behind the end of the typed line."""
    after = since(start)
    last = after[after.rindex(b"\r\n") :] if b"\r\n" in after else b""
    return PROMPT in last or MORE in last


def until_back(start):
    """Waits for the prompt at which nothing more is begun; when the first byte of it was there."""
    end = time.monotonic() + 18
    while True:
        wait(lambda: back(start), end - time.monotonic())
        came, seen = time.time(), len(shown)
        if not wait(lambda: len(shown) > seen, STILL) or time.monotonic() > end:
            return came


def enter(line):
    """Types a line and ends it; where its output begins, and when."""
    seen = len(shown)
    os.write(terminal, line)
    wait(lambda: since(seen).rstrip().endswith(line.rstrip()[-1:]), 1)
    wait(lambda: False, 0.05)
    start = len(shown)
    os.write(terminal, b"\r")
    return start, time.time()


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


wait(lambda: PROMPT in shown, 10)
wait(lambda: False, 0.05)
start, entered = enter(os.environ["GHOST_LINE"].encode())
took = until_back(start) - entered
waits = MORE in since(start)
if waits and os.environ.get("VIVO_TAKE"):
    seen = len(shown)
    os.write(terminal, b"\x1bg")
    wait(lambda: len(shown) > seen, 5)
if os.environ.get("VIVO_TELL"):
    tell("why", last())
record = json.loads(last())
offered = record["steps"][-1]["line"] if "offered" in record.get("ending", "") else ""
# What has to be agreed to by a word is not put there: it is typed by nobody.
if os.environ.get("VIVO_TAKE") and offered:
    lines = shown.rindex(b"\r\n") if b"\r\n" in shown else 0
    if wait(lambda: offered.split()[-1].encode() in since(lines), 3):
        seen = len(shown)
        os.write(terminal, b"\r")
        until_back(seen)
        tell("taken", offered)
text = since(start)
# What stands between the typed line and the prompt.
text = text[text.index(b"\r\n") + 2 :] if b"\r\n" in text else text
text = text[: text.rindex(PROMPT)] if PROMPT in text else text
os.write(sys.stdout.fileno(), text)
# A line may wait in the editor, or a program may still run.
os.write(terminal, b"\x03")
wait(lambda: False, 0.1)
os.write(terminal, b"\x05\x15 source " + os.environ["GHOST_CTL"].encode() + b"/leave.nu")
wait(lambda: False, 0.1)
os.write(terminal, b"\r")
wait(lambda: False, 3)
# The runner counts from the mark to the end of the session. What a person waits for is the time from Enter to the next
# prompt; to start the shell before and to end it afterwards is no part of it.
with open(os.environ["GHOST_CTL"] + "/mark", "w") as mark:
    mark.write(f"{time.time() - took:.6f}")
DRIVER
