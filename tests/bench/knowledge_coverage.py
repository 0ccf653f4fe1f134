"""Which well-known programs of this machine have known subcommands and options, by what lies on disk.

    python3 tests/bench/knowledge_coverage.py [--all] [--ask] [PROGRAM…]

--ask also asks each program for its help, as a plain child with a time limit; the real brain asks contained probes.
The time is the processor's, for reading everything anew. --all shows programs as well that are not installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "kernel"))

from ghost_kernel.knowledge import options, subcommands
from ghost_kernel.machine import Machine, Seen

WITH_SUBCOMMANDS = (
    "git cargo rustup npm yarn pnpm pip pipx uv poetry conda docker podman kubectl helm gh systemctl journalctl "
    "loginctl timedatectl hostnamectl networkctl resolvectl busctl systemd-analyze machinectl bootctl udevadm ip tc "
    "bridge nmcli ufw apt apt-get apt-cache apt-mark dpkg snap flatpak brew dnf zypper tmux screen openssl busybox "
    "btrfs zfs zpool virsh adb fastboot jj hg svn just ruff mise terraform ansible-galaxy vagrant aws gcloud az go "
    "dotnet gem bundle composer mvn gradle mix rebar3 stack cabal opam deno bun zig nix guix gsettings gdbus gio "
    "xdg-settings xdg-mime perf lvm cryptsetup iw bluetoothctl pactl pw-cli playerctl cmake meson ninja sqlite3 "
    "update-alternatives update-rc.d invoke-rc.d service pyenv fc-cache"
).split()
WITH_OPTIONS = (
    "ls cp mv rm mkdir grep sed awk find xargs sort uniq cut tr head tail wc du df ps top kill tar gzip zip unzip curl "
    "wget rsync ssh scp ssh-keygen rg fd jq yq make gcc clang python3 perl node ruby java psql mysql ffmpeg convert "
    "less man diff patch chmod chown ln date stat file tee watch lsblk mount ss dig ping strace lsof fzf vim"
).split()


def ask(argv: list[str], why: str) -> Seen | None:
    """A child of this process, with nothing to read and a few seconds."""
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=5, check=False, text=True)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return Seen(done.returncode, done.stdout, done.stderr)


def main(args: list[str]) -> int:
    """One line a program, then the sums."""
    asking, everything = "--ask" in args, "--all" in args
    named = [arg for arg in args if arg[:1] != "-"]
    path = os.environ.get("PATH", "").split(":")
    listed = named or list(dict.fromkeys([*WITH_SUBCOMMANDS, *WITH_OPTIONS]))
    sums = {"programs": 0, "with subcommands": 0, "with options": 0}
    times: list[float] = []
    for program in listed:
        machine = Machine("/", path, os.path.expanduser("~"), ask if asking else None)
        if not (machine.which(program) or everything or named):
            continue
        start = time.process_time()
        known = subcommands.all_known(machine, program)
        opts = options.on_disk(machine, program)
        times.append((time.process_time() - start) * 1000)
        if asking and program in WITH_SUBCOMMANDS and not known:
            known = subcommands.from_help(machine, [program])
        if asking and not opts:
            opts = options.from_program(machine, program)
        sums["programs"] += 1
        sums["with subcommands"] += bool(known) and program not in WITH_OPTIONS
        sums["with options"] += bool(opts)
        table = len(subcommands.TABLE.get(program, "").split())
        shown = " ".join(known[table : table + 8])
        sys.stdout.write(f"{program:<20} {len(known):>5} {len(opts):>5} {times[-1]:>7.1f} ms  {shown}\n")
    expected = sum(program in WITH_SUBCOMMANDS for program in listed if everything or Machine(path=path).which(program))
    times.sort()
    sys.stdout.write(
        f"\n{sums['programs']} programs; subcommands of {sums['with subcommands']} (of {expected} that have some), "
        f"options of {sums['with options']}; reading one: median {times[len(times) // 2]:.1f} ms, "
        f"p90 {times[len(times) * 9 // 10]:.1f} ms, longest {times[-1]:.1f} ms\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
