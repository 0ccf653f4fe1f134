"""Where programs keep their configuration, by the places that are usual; only what is there is told."""

from __future__ import annotations

from ghost_kernel.knowledge import things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

ENDINGS = (".conf", ".cfg", ".ini", ".toml", ".yaml", ".yml", ".json", "rc", ".cnf", "_config", "")
# Names that neither the program's own nor an ending gives.
SPECIAL = {
    "ssh": ["~/.ssh/config", "/etc/ssh/ssh_config", "/etc/ssh/sshd_config"], "sshd": ["/etc/ssh/sshd_config"],
    "bash": ["~/.bashrc", "~/.bash_profile", "~/.profile", "/etc/bash.bashrc", "/etc/profile"],
    "zsh": ["~/.zshrc", "~/.zprofile", "~/.zshenv", "/etc/zsh/zshrc"], "fish": ["~/.config/fish/config.fish"],
    "git": ["~/.gitconfig", "~/.config/git/config", ".git/config", "/etc/gitconfig"],
    "vim": ["~/.vimrc", "~/.vim/vimrc", "/etc/vim/vimrc"],
    "nvim": ["~/.config/nvim/init.lua", "~/.config/nvim/init.vim"],
    "neovim": ["~/.config/nvim/init.lua", "~/.config/nvim/init.vim"], "nu": ["~/.config/nushell/config.nu"],
    "mysql": ["/etc/mysql/my.cnf", "/etc/my.cnf", "~/.my.cnf"], "mariadb": ["/etc/mysql/my.cnf", "/etc/my.cnf"],
    "apache": ["/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf"], "emacs": ["~/.emacs", "~/.emacs.d/init.el"],
    "apache2": ["/etc/apache2/apache2.conf"], "httpd": ["/etc/httpd/conf/httpd.conf"],
    "docker": ["/etc/docker/daemon.json", "~/.docker/config.json"], "cargo": ["~/.cargo/config.toml"],
    "npm": ["~/.npmrc", ".npmrc"], "pip": ["~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/pip.conf"],
    "apt": ["/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d"], "sudo": ["/etc/sudoers"],
    "cron": ["/etc/crontab", "/etc/cron.d"], "ghost": ["~/.config/ghost/config.toml"], "dns": ["/etc/resolv.conf"],
    "systemd": ["/etc/systemd/system.conf"], "php": ["/etc/php"], "kubectl": ["~/.kube/config"],
    "aws": ["~/.aws/config"], "tmux": ["~/.tmux.conf", "~/.config/tmux/tmux.conf", "/etc/tmux.conf"],
}  # fmt: skip
MOST = 12


def files(machine: Machine, thing: str) -> list[str]:
    """Files and folders of configuration that are there, the likeliest first."""
    low = thing.lower()
    found = [path for path in SPECIAL.get(low, []) if machine.exists(path)]
    for name in dict.fromkeys([low, *[one.lower() for one in things.names(thing)]]):
        if "/" in name or not name:
            continue
        found += _below(machine, f"/etc/{name}", name)
        for base in (f"/etc/{name}", f"~/.{name}", f"~/.config/{name}"):
            for ending in ENDINGS:
                path = base + ending
                if (ending and machine.is_file(path)) or (not ending and machine.is_file(path) and base[0] == "~"):
                    found.append(path)
        found += _below(machine, f"~/.config/{name}", name) if machine.home else []
    return list(dict.fromkeys(found))[:MOST]


def _below(machine: Machine, folder: str, name: str, depth: int = 0) -> list[str]:
    """Files in a folder of the program's own that are called as configuration is; else the folder."""
    if not machine.is_folder(folder):
        return []
    found, folders = [], []
    for one, is_folder in sorted(machine.names(folder).items()):
        path = f"{folder}/{one}"
        if is_folder:
            folders.append(path)
        elif one.lower() in ("config", "settings.json", f"{name}rc") or one.endswith(ENDINGS[:-1]):
            found.append(path)
    found.sort(key=lambda path: (name not in path.rsplit("/", 1)[-1], path))
    if not found and depth < 2:
        for inner in folders[:6]:
            found += [path for path in _below(machine, inner, name, depth + 1) if machine.is_file(path)]
    return found[:4] or ([folder] if depth == 0 else [])


def named(machine: Machine, name: str) -> list[str]:
    """Files of that very name in /etc and one folder below, and in the home folder."""
    if "/" in name:
        return []
    places = ["/etc", *[f"/etc/{one}" for one, is_folder in machine.names("/etc").items() if is_folder]]
    if machine.home:
        places += ["~", "~/.config"]
    return [f"{place}/{name}" for place in places if machine.is_file(f"{place}/{name}")][:MOST]
