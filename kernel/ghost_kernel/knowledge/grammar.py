"""What kind of name stands where: the operands and option values of programs whose names this machine knows.

A grammar is a line of words. `remote ref*` are operands in their order, the last with `*` for all that follow;
`-` is a place of no interest; `-C=folder` is an option whose value is of that kind, `-n=-` one with a value of no
interest. Kinds are explained in slots.py; paths have a rule of their own and need no entry.

What deletes is left out on purpose (userdel, docker rm, apt remove …): a target of it is never guessed.
"""

from __future__ import annotations

SPECS: dict[str, str] = {
    # accounts
    "id": "user*",
    "su": "user -c=- -s=- --shell=- --command=-",
    "sudo": "-u=user -g=group --user=user --group=group",
    "doas": "-u=user",
    "finger": "user*",
    "groups": "user*",
    "passwd": "user",
    "chage": "user -d=- -E=- -I=- -m=- -M=- -W=-",
    "getent passwd": "user*",
    "getent group": "group*",
    "crontab": "-u=user",
    "chown": "owner -h=- --from=owner --reference=-",
    "chgrp": "group --reference=-",
    "newgrp": "group",
    "usermod": "user -g=group -G=groups -a=- -s=shell -d=- -l=- -c=- -e=- -u=- --shell=shell --groups=groups",
    "useradd": "- -g=group -G=groups -s=shell --shell=shell -d=- -c=- -u=-",
    "gpasswd": "group -a=user -d=user -M=-",
    "chsh": "user -s=shell --shell=shell",
    "loginctl user-status": "user*",
    "ps": "-u=user -U=user -C=- -p=- -o=- -g=-",
    "pgrep": "- -u=user -U=user -f=-",
    # services
    "systemctl status": "unit* -n=- -o=- --lines=-",
    "systemctl start": "unit*",
    "systemctl stop": "unit*",
    "systemctl restart": "unit*",
    "systemctl reload": "unit*",
    "systemctl try-restart": "unit*",
    "systemctl reload-or-restart": "unit*",
    "systemctl enable": "unit*",
    "systemctl disable": "unit*",
    "systemctl reenable": "unit*",
    "systemctl is-active": "unit*",
    "systemctl is-enabled": "unit*",
    "systemctl is-failed": "unit*",
    "systemctl show": "unit* -p=- --property=-",
    "systemctl cat": "unit*",
    "systemctl edit": "unit*",
    "systemctl unmask": "unit*",
    "systemctl list-dependencies": "unit",
    "journalctl": "-u=unit --unit=unit -n=- -o=- -p=- -S=- -U=- --since=- --until=- -t=- -g=- -b=-",
    "service": "unit -",
    "timedatectl set-timezone": "zone",
    # network
    "ssh": "host -* -p=- -i=- -l=- -o=- -L=- -R=- -D=- -F=- -J=host -W=- -E=- -b=- -c=- -m=-",
    "mosh": "host -* --ssh=-",
    "sftp": "host -P=- -i=- -o=- -b=- -F=-",
    "scp": "remote-path* -P=- -i=- -o=- -F=- -l=- -c=-",
    "rsync": "remote-path* -e=- --exclude=- --include=- --rsh=- --bwlimit=-",
    "ssh-copy-id": "host -i=- -p=- -o=-",
    "ping": "host -c=- -i=- -W=- -w=- -I=interface -s=- -t=-",
    "traceroute": "host", "tracepath": "host", "mtr": "host", "telnet": "host -", "nc": "host - -w=- -p=- -s=-",
    "dig": "host*", "host": "host", "nslookup": "host",
    "ifconfig": "interface -*",
    "ifup": "interface", "ifdown": "interface",
    "ethtool": "interface",
    "iwconfig": "interface -*",
    "tcpdump": "-i=interface -w=- -r=- -c=- -s=- --interface=interface",
    "tshark": "-i=interface -w=- -r=- -c=- -f=-",
    "ip link show": "interface dev=interface",
    "ip link set": "interface -* dev=interface",
    "ip addr show": "interface dev=interface",
    "ip address show": "interface dev=interface",
    "ip addr add": "- -* dev=interface",
    "ip route add": "- -* dev=interface",
    "dhclient": "interface*",
    # the kernel and its file systems
    "modprobe": "kernel-module -*",
    "modinfo": "kernel-module*",
    "sysctl": "sysctl* -w=sysctl -p=- -r=-",
    "mount": "mount-point*",
    "findmnt": "mount-point",
    # projects
    "make": "make-target* -C=- -f=- -I=- -o=- -W=- --directory=- --file=- --makefile=-",
    "gmake": "make-target* -C=- -f=- -I=- --directory=- --file=- --makefile=-",
    "npm run": "npm-script - --prefix=- -w=- --workspace=- -C=-",
    "npm run-script": "npm-script - --prefix=- -w=- --workspace=- -C=-",
    "yarn run": "npm-script - --cwd=-", "yarn": "npm-script - --cwd=-",
    "pnpm run": "npm-script - -C=- --dir=- --filter=-", "pnpm": "npm-script - -C=- --dir=- --filter=-",
    "bun run": "npm-script - --cwd=-", "bun": "npm-script - --cwd=-",
    "node": "--run=npm-script",
    "deno task": "deno-task -",
    "composer run": "composer-script", "composer run-script": "composer-script", "composer": "composer-script",
    "just": "just-recipe* -f=- --justfile=- -d=- --working-directory=- --set=-",
    "task": "task-name* -d=- -t=- --dir=- --taskfile=-",
    "rake": "rake-task* -f=-",
    "invoke": "invoke-task*", "inv": "invoke-task*", "fab": "invoke-task*",
    "tox": "-e=tox-env",
    "nox": "-s=nox-session --session=nox-session --sessions=nox-session",
    "poetry run": "python-script -*", "pdm run": "python-script -*", "uv run": "python-script -*",
    "hatch run": "python-script -*", "pipenv run": "python-script -*",
    "docker compose up": "compose-service* -f=-", "docker compose logs": "compose-service* -f=- -n=- --tail=-",
    "docker compose build": "compose-service*", "docker compose start": "compose-service*",
    "docker compose stop": "compose-service*", "docker compose restart": "compose-service*",
    "docker compose pull": "compose-service*", "docker compose ps": "compose-service*",
    "docker compose exec": "compose-service -* -u=- -e=- -w=-",
    "docker compose run": "compose-service -* -e=- -v=- -p=- --name=-",
    "docker-compose up": "compose-service* -f=-", "docker-compose logs": "compose-service* --tail=-",
    "docker-compose build": "compose-service*", "docker-compose start": "compose-service*",
    "docker-compose stop": "compose-service*", "docker-compose restart": "compose-service*",
    "docker-compose exec": "compose-service -* -u=- -e=-", "docker-compose run": "compose-service -* -e=-",
    "terraform workspace select": "terraform-workspace",
    "kubectl get": "kubernetes-kind -* -n=- --namespace=- -o=- --output=- -l=- --selector=- --context=-",
    "kubectl describe": "kubernetes-kind -* -n=- --namespace=- -l=- --context=-",
    "kubectl edit": "kubernetes-kind -* -n=- --namespace=-",
    "kubectl explain": "kubernetes-kind",
    "kubectl top": "kubernetes-kind -* -n=-",
    # versions and environments of languages
    "conda activate": "conda-env", "conda run": "-n=conda-env --name=conda-env",
    "conda install": "- -n=conda-env --name=conda-env",
    "mamba activate": "conda-env", "workon": "virtualenv",
    "pyenv global": "pyenv-version*", "pyenv local": "pyenv-version*", "pyenv shell": "pyenv-version*",
    "pyenv activate": "pyenv-version", "pyenv prefix": "pyenv-version",
    "rbenv global": "rbenv-version", "rbenv local": "rbenv-version", "rbenv shell": "rbenv-version",
    "nodenv global": "nodenv-version", "nodenv local": "nodenv-version",
    "nvm use": "nvm-version", "nvm run": "nvm-version -*", "nvm alias": "- nvm-version",
    "rustup default": "toolchain", "rustup override set": "toolchain", "rustup run": "toolchain -*",
    # desktop and packages of their own kind
    "flatpak run": "flatpak-app -*", "flatpak info": "flatpak-app", "flatpak update": "flatpak-app*",
    "snap run": "snap-name -*", "snap info": "snap-name", "snap refresh": "snap-name*",
    # git
    "git checkout": "ref-or-path* -b=- -B=- --orphan=-",
    "git switch": "ref - -c=- -C=- --create=- --orphan=-",
    "git merge": "ref* -m=- -s=- -X=- -F=-",
    "git rebase": "ref* --onto=ref -x=- -s=- -X=- --exec=-",
    "git branch": "branch* -u=remote-branch --set-upstream-to=remote-branch --sort=- --format=-",
    "git tag": "tag ref -m=- -F=- -n=- --sort=-",
    "git show": "ref-or-path* --format=- -U=-",
    "git log": "ref-or-path* -n=- -S=- -G=- -L=- --since=- --until=- --author=- --grep=- --format=- --pretty=-",
    "git diff": "ref-or-path* -U=- -S=- -G=-",
    "git reset": "ref-or-path*",
    "git cherry-pick": "ref* -m=- -X=-",
    "git revert": "ref* -m=-",
    "git push": "remote pushed* -o=- --repo=remote",
    "git pull": "remote pushed* -s=- -X=-",
    "git fetch": "remote pushed* --depth=- -j=-",
    "git remote show": "remote*",
    "git remote prune": "remote*",
    "git remote update": "remote*",
    "git remote get-url": "remote",
    "git remote set-url": "remote -*",
    "git remote rename": "remote -",
    "git worktree add": "- ref -b=- -B=-",
    "git restore": "-* -s=ref --source=ref",
    "git blame": "ref-or-path* -L=- -C=-",
    "git rev-parse": "ref*", "git describe": "ref*", "git merge-base": "ref*", "git cherry": "ref*",
    "git name-rev": "ref*", "git rev-list": "ref*", "git shortlog": "ref*", "git format-patch": "ref* -o=-",
    "git archive": "ref -* -o=- --format=- --prefix=-",
    "git bisect good": "ref*", "git bisect bad": "ref*", "git bisect start": "ref*",
    # python
    "python": "-m=module -c=- -W=- -X=-", "python3": "-m=module -c=- -W=- -X=-",
    # cargo
    "cargo run": "-p=cargo-package --package=cargo-package --bin=cargo-bin --example=cargo-example"
    " --features=cargo-features -F=cargo-features --profile=- --target=-",
    "cargo build": "-p=cargo-package --package=cargo-package --bin=cargo-bin --example=cargo-example"
    " --test=cargo-test --bench=cargo-bench --features=cargo-features -F=cargo-features --profile=- --target=-",
    "cargo test": "- -p=cargo-package --package=cargo-package --bin=cargo-bin --example=cargo-example"
    " --test=cargo-test --bench=cargo-bench --features=cargo-features -F=cargo-features --target=-",
    "cargo check": "-p=cargo-package --package=cargo-package --bin=cargo-bin --features=cargo-features"
    " -F=cargo-features",
    "cargo clippy": "-p=cargo-package --package=cargo-package --features=cargo-features -F=cargo-features",
    "cargo bench": "- -p=cargo-package --package=cargo-package --bench=cargo-bench --features=cargo-features",
    "cargo doc": "-p=cargo-package --package=cargo-package --features=cargo-features",
    "cargo install": "- --bin=cargo-bin --example=cargo-example --features=cargo-features",
    # what shells and small tools know by name
    "kill": "-s=signal --signal=signal", "trap": "- signal*", "pkill": "- --signal=signal -u=user",
    "tldr": "tldr-page",
}  # fmt: skip

# Programs that take the grammar of another.
SAME = {"b": "build", "c": "check", "r": "run", "t": "test", "d": "doc"}  # cargo's short words


def spec(program: str, chain: tuple[str, ...]) -> tuple[int, str]:
    """The grammar of a command and how many words of the chain it takes; (0, "") when there is none."""
    if program == "cargo" and chain:
        chain = (SAME.get(chain[0], chain[0]), *chain[1:])
    if program.startswith("python3."):
        program = "python3"
    for size in range(min(2, len(chain)), -1, -1):
        found = SPECS.get(" ".join((program, *chain[:size])))
        if found is not None:
            return size, found
    return 0, ""


def programs() -> list[str]:
    """The programs that have a grammar."""
    return list(dict.fromkeys([key.partition(" ")[0] for key in SPECS]))
