"""What is installed beside packages: versions and environments of languages, desktop applications, pages of tldr.

Every one is a folder that its manager fills; the managers are not started.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

CONDA = ("~/miniconda3", "~/anaconda3", "~/miniforge3", "~/mambaforge", "~/.conda", "~/micromamba", "/opt/conda")
TLDR = ("~/.cache/tldr/pages", "~/.local/share/tldr/pages", "~/.cache/tealdeer/tldr-pages/pages", "~/.tldr/cache/pages")


def _folders(machine: Machine, *places: str) -> list[str]:
    found: list[str] = []
    for place in places:
        if machine.home or place[0] != "~":
            found += [name for name, is_folder in machine.names(place).items() if is_folder and name[0] != "."]
    return list(dict.fromkeys(found))


def conda(machine: Machine) -> list[str]:
    """Environments of conda and its kin."""
    return ["base", *_folders(machine, *[f"{base}/envs" for base in CONDA])]


def virtualenvs(machine: Machine) -> list[str]:
    """Environments of virtualenvwrapper."""
    return _folders(machine, "~/.virtualenvs")


def pyenv(machine: Machine) -> list[str]:
    """Versions of pyenv."""
    return [*_folders(machine, "~/.pyenv/versions"), "system"]


def rbenv(machine: Machine) -> list[str]:
    """Versions of rbenv."""
    return [*_folders(machine, "~/.rbenv/versions"), "system"]


def nodenv(machine: Machine) -> list[str]:
    """Versions of nodenv."""
    return [*_folders(machine, "~/.nodenv/versions"), "system"]


def nvm(machine: Machine) -> list[str]:
    """Versions and aliases of nvm."""
    versions = _folders(machine, "~/.nvm/versions/node")
    return [*versions, *[one[1:] for one in versions if one[0] == "v"], "node", "default", "system", "lts/*"]


def toolchains(machine: Machine) -> list[str]:
    """Toolchains of rustup, by their full and their short names."""
    found = _folders(machine, "~/.rustup/toolchains")
    short = [one.partition("-")[0] for one in found]
    return list(dict.fromkeys([*short, *found, "stable", "nightly", "beta"]))


def flatpaks(machine: Machine) -> list[str]:
    """Applications of flatpak."""
    return _folders(machine, "/var/lib/flatpak/app", "~/.local/share/flatpak/app")


def snaps(machine: Machine) -> list[str]:
    """Snaps."""
    return [name for name in _folders(machine, "/snap") if name != "bin"]


def tldr(machine: Machine) -> list[str]:
    """Pages of tldr that some client has fetched."""
    found: list[str] = []
    for base in TLDR if machine.home else ():
        for place in ("common", "linux"):
            found += [name[:-3] for name in machine.names(f"{base}/{place}") if name.endswith(".md")]
    return list(dict.fromkeys(found))
