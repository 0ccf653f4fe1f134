"""The bootstrap's door: reads the command line, decides, and turns an error into an exit code.

    python3 kernel/bootstrap.py [--dry-run] [--bin-dir DIR] [COMMAND…]

Without a command it only sets up. From the first word that is not an option of its own on, everything belongs to
ghost: `bootstrap.py -c 'LINE'` and `bootstrap.py -- CMD` work as `ghost` does. Exit code 125 is the bootstrap's own
failure, 130 Ctrl-C, 2 a wrong use; after the hand-over the exit code is ghost's.
"""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Sequence

from . import plan as planning
from .handover import hand_over
from .manifest import Manifest
from .perform import check_folders, perform
from .places import Checkout, Places
from .say import Say
from .system import free_bytes
from .trouble import Trouble

FAILED = 125
USAGE = """usage: python3 kernel/bootstrap.py [--dry-run] [--bin-dir DIR] [COMMAND...]

Sets ghost up (finds it, or compiles it and fetches what that needs) and lets it run COMMAND.

  --dry-run      print what would be done, change nothing
  --bin-dir DIR  put the program there (default: ~/.local/bin, or GHOST_BIN_DIR)
  -h, --help     print this

Everything from the first other word on belongs to ghost.
"""


class Request:
    """The command line, taken apart. Raises ValueError for a wrong use."""

    def __init__(self, words: Sequence[str]) -> None:
        self.dry_run = False
        self.help = False
        self.bin_dir: str | None = None
        rest = list(words)
        while rest:
            if rest[0] == "--dry-run":
                self.dry_run = True
            elif rest[0] in ("-h", "--help"):
                self.help = True
            elif rest[0] == "--bin-dir":
                if len(rest) < 2 or not rest[1]:
                    raise ValueError("--bin-dir needs a folder")
                self.bin_dir = rest.pop(1)
            elif rest[0].startswith("--bin-dir="):
                self.bin_dir = rest[0].partition("=")[2]
            else:
                break
            del rest[0]
        self.command = rest


def main(words: Sequence[str], kernel: str, *, free: planning.Free = free_bytes) -> int:
    """Set up and hand over. Returns an exit code, unless ghost took this process's place."""
    say = Say()
    status = FAILED
    try:
        request = Request(words)
    except ValueError as error:
        sys.stderr.write(f"ghost: {error}\n{USAGE}")
        return 2
    if request.help:
        sys.stdout.write(USAGE)
        return 0
    places: Places | None = None
    try:
        places = Places(kernel, dict(os.environ), request.bin_dir)
        return _run(request, places, say, free)
    except Trouble as trouble:
        say.line(trouble.message)
        say.line(f"next: {trouble.hint}")
    except OSError as error:
        say.line(f"{error.filename or 'a file'}: {error.strerror or error}")
        say.line("next: see that this place exists, can be written and has room, then run this again")
    except KeyboardInterrupt:
        say.line("stopped; run this again to go on")
        status = 130
    if places is not None:
        _tell_what_is_kept(places, say)
    return status


def _tell_what_is_kept(places: Places, say: Say) -> None:
    """Without a ghost there is no `ghost uninstall` yet: say how to get rid of what a failed try has left."""
    kept = [folder for folder in Manifest(places.manifest).names("folders") if os.path.isdir(folder)]
    if kept and not os.path.exists(places.installed_ghost):
        say.line(f"what was fetched is kept for the next try; to remove it: rm -r {shlex.join(kept)}")


def _run(request: Request, places: Places, say: Say, free: planning.Free) -> int:
    checkout = Checkout(places.checkout)
    say.status("looking at this machine")
    plan = planning.survey(places, checkout, Manifest(places.manifest))
    say.clear()
    if plan.ghost is None or request.dry_run:
        for note in plan.notes:
            say.line(note)
        say.line("this will be done:")
        for line in planning.lines(plan, places, checkout):
            say.line(f"  - {line}")
    if plan.ghost is None:
        check_folders(places.data, places.cache, places.bin)
        planning.check_space(plan, places, free)
    if request.dry_run:
        say.line("dry run: nothing was changed")
        return 0
    ghost = plan.ghost
    if ghost is None:
        if say.lively and (plan.toolchain is None or plan.compiler is None):
            say.line("beginning in 3 seconds; Ctrl-C stops it, `ghost uninstall` removes it all later")
            time.sleep(3)
        ghost = perform(plan, places, checkout, say)
    folder = os.path.dirname(ghost)
    reachable = folder in places.env.get("PATH", os.defpath).split(os.pathsep)
    if not reachable and (plan.ghost is None or not request.command):
        say.line(f'{folder} is not on your PATH; add it: export PATH="{folder}:$PATH"')
    if request.command:
        hand_over(ghost, request.command, places)
    say.line(f"ready: {'ghost' if reachable else ghost} CMD runs a command and repairs it when it fails")
    return 0
