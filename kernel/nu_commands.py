"""Writes ghost_kernel/knowledge/nushell/commands.table: the commands of the nu on the PATH, as it tells them itself.

python3 kernel/nu_commands.py
"""

from __future__ import annotations

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "ghost_kernel", "knowledge", "nushell", "commands.table")


def main() -> int:
    """Asks and writes."""
    sys.path.insert(0, HERE)
    from ghost_kernel.knowledge import nushell

    done = subprocess.run(nushell.question(), capture_output=True, text=True, check=True)
    with open(TABLE, "w", encoding="utf-8") as file:
        file.write(done.stdout.strip() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
