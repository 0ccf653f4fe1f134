"""Sets ghost up from this checkout and hands the command over to it: `python3 kernel/bootstrap.py gti --version`.

Only Python's standard library is needed. What is missing (Rust, a C compiler) is named with its size, fetched with its
checksum verified, and written down so that `ghost uninstall` removes it again. The work is done in `setup_ghost`,
beside this file; this file only makes sure that the interpreter can read it, so it keeps to the syntax of old Pythons.
"""

import os
import sys

OLDEST = (3, 9)
HERE = os.path.dirname(os.path.abspath(__file__))


def start() -> int:
    """Check the interpreter and the checkout, then let `setup_ghost` do the work. Returns the exit code."""
    if sys.version_info < OLDEST:
        sys.stderr.write(
            "ghost: this is Python %d.%d, ghost needs %d.%d or newer\n" % (sys.version_info[:2] + OLDEST)
            + "ghost: next: run this file with a newer python3\n"
        )
        return 125
    if not os.path.isdir(os.path.join(HERE, "setup_ghost")):
        sys.stderr.write(
            "ghost: this file sets up the checkout that it lies in, and it stands here alone\n"
            "ghost: next: fetch the whole repository and run its kernel/bootstrap.py\n"
        )
        return 125
    sys.path.insert(0, HERE)
    from setup_ghost.main import main

    return main(sys.argv[1:], HERE)


if __name__ == "__main__":
    sys.exit(start())
