"""Pairs made by hand: tools of a language's package manager, and what other systems call Debian's packages."""

from __future__ import annotations

# A language's manager and its package; where both are the command's name the manager alone is written.
TOOLS = {
    "tsc": "npm typescript", "ts-node": "npm", "tsx": "npm", "eslint": "npm", "prettier": "npm", "nodemon": "npm",
    "yarn": "npm", "pnpm": "npm", "vite": "npm", "webpack": "npm webpack-cli", "rollup": "npm", "esbuild": "npm",
    "jest": "npm", "mocha": "npm", "ng": "npm @angular/cli", "vue": "npm @vue/cli", "nest": "npm @nestjs/cli",
    "gulp": "npm gulp-cli", "grunt": "npm grunt-cli", "serve": "npm", "http-server": "npm", "pm2": "npm",
    "nx": "npm", "lerna": "npm", "turbo": "npm", "vercel": "npm", "netlify": "npm netlify-cli",
    "firebase": "npm firebase-tools",
    "wrangler": "npm", "bower": "npm", "less2css": "npm less", "lessc": "npm less", "stylelint": "npm",
    "npx": "npm", "newman": "npm", "mmdc": "npm @mermaid-js/mermaid-cli", "markdownlint": "npm markdownlint-cli",
    "uglifyjs": "npm uglify-js", "json-server": "npm", "tldr": "npm", "svgo": "npm", "electron": "npm",
    "black": "pip", "ruff": "pip", "mypy": "pip", "flake8": "pip", "pylint": "pip", "isort": "pip", "pytest": "pip",
    "tox": "pip", "nox": "pip", "poetry": "pip", "pipenv": "pip", "pdm": "pip", "hatch": "pip", "uv": "pip",
    "pre-commit": "pip", "jupyter": "pip", "jupyter-lab": "pip jupyterlab", "ipython": "pip", "uvicorn": "pip",
    "gunicorn": "pip", "flask": "pip", "django-admin": "pip django", "scrapy": "pip", "celery": "pip", "mkdocs": "pip",
    "cookiecutter": "pip", "httpie": "pip", "yt-dlp": "pip", "pyright": "pip", "bandit": "pip", "twine": "pip",
    "virtualenv": "pip", "ansible": "pip", "ansible-playbook": "pip ansible-core", "csvlook": "pip csvkit",
    "pip-compile": "pip pip-tools", "alembic": "pip", "streamlit": "pip", "sphinx-build": "pip sphinx",
    "cargo-add": "cargo cargo-edit", "cargo-watch": "cargo", "cargo-nextest": "cargo", "cargo-expand": "cargo",
    "cargo-audit": "cargo", "cargo-deny": "cargo", "cargo-edit": "cargo", "wasm-pack": "cargo", "trunk": "cargo",
    "just": "cargo", "tokei": "cargo", "hyperfine": "cargo", "rg": "cargo ripgrep", "fd": "cargo fd-find",
    "sd": "cargo", "dust": "cargo du-dust", "procs": "cargo", "zoxide": "cargo", "starship": "cargo", "eza": "cargo",
    "mdbook": "cargo", "cross": "cargo", "bindgen": "cargo bindgen-cli", "cbindgen": "cargo",
    "typos": "cargo typos-cli",
    "watchexec": "cargo watchexec-cli", "xh": "cargo", "delta": "cargo git-delta", "btm": "cargo bottom", "nu": "cargo",
    "rails": "gem", "jekyll": "gem", "bundle": "gem bundler", "bundler": "gem", "rubocop": "gem", "rspec": "gem",
    "pod": "gem cocoapods", "fastlane": "gem", "sass": "npm",
    "gopls": "go golang.org/x/tools/gopls@latest", "goimports": "go golang.org/x/tools/cmd/goimports@latest",
    "dlv": "go github.com/go-delve/delve/cmd/dlv@latest",
}  # fmt: skip

# Other names, by command: `manager=package`, where a manager that is not named uses Debian's; `-` where it has none.
_NAMES = """
rg *=ripgrep
fd dnf=fd-find *=fd
fdfind dnf=fd-find *=fd
bat *=bat
batcat *=bat
ag dnf=the_silver_searcher pacman=the_silver_searcher brew=the_silver_searcher zypper=the_silver_searcher
dig dnf=bind-utils pacman=bind apk=bind-tools zypper=bind-utils brew=bind
nslookup dnf=bind-utils pacman=bind apk=bind-tools zypper=bind-utils brew=bind
host dnf=bind-utils pacman=bind apk=bind-tools zypper=bind-utils brew=bind
nc dnf=nmap-ncat pacman=openbsd-netcat apk=netcat-openbsd zypper=netcat-openbsd brew=netcat
ncat dnf=nmap-ncat pacman=nmap apk=nmap-ncat brew=nmap
7z dnf=p7zip-plugins pacman=7zip apk=7zip brew=sevenzip zypper=7zip
ifconfig *=net-tools
netstat *=net-tools
ip dnf=iproute *=iproute2
ss dnf=iproute *=iproute2
ping dnf=iputils pacman=iputils apk=iputils zypper=iputils
pip dnf=python3-pip pacman=python-pip apk=py3-pip brew=python
pip3 dnf=python3-pip pacman=python-pip apk=py3-pip brew=python
python3 pacman=python brew=python *=python3
python pacman=python brew=python dnf=python-unversioned-command apk=python3
pipx pacman=python-pipx *=pipx
node brew=node *=nodejs
npm dnf=nodejs-npm brew=node *=npm
psql dnf=postgresql pacman=postgresql-libs brew=libpq zypper=postgresql
sqlite3 dnf=sqlite pacman=sqlite apk=sqlite brew=sqlite
mysql dnf=mariadb pacman=mariadb-clients apk=mariadb-client brew=mysql-client zypper=mariadb-client
redis-cli dnf=redis pacman=redis apk=redis brew=redis zypper=redis
xmllint dnf=libxml2 pacman=libxml2 brew=libxml2 zypper=libxml2-tools
convert dnf=ImageMagick zypper=ImageMagick
pdftotext pacman=poppler brew=poppler zypper=poppler-tools
g++ dnf=gcc-c++ pacman=gcc zypper=gcc-c++ brew=gcc
docker dnf=moby-engine *=docker
ssh dnf=openssh-clients pacman=openssh apk=openssh-client zypper=openssh-clients brew=openssh
scp dnf=openssh-clients pacman=openssh apk=openssh-client zypper=openssh-clients brew=openssh
vim dnf=vim-enhanced
vi dnf=vim-minimal *=vim
java dnf=java-latest-openjdk pacman=jre-openjdk apk=openjdk21-jre brew=openjdk zypper=java-21-openjdk
javac dnf=java-latest-openjdk-devel pacman=jdk-openjdk apk=openjdk21-jdk brew=openjdk zypper=java-21-openjdk-devel
ps dnf=procps-ng pacman=procps-ng apk=procps
top dnf=procps-ng pacman=procps-ng apk=procps
free dnf=procps-ng pacman=procps-ng apk=procps
pstree *=psmisc
shellcheck dnf=ShellCheck zypper=ShellCheck
http *=httpie
go dnf=golang *=go
rustc dnf=rust pacman=rust apk=rust brew=rust zypper=rust
cargo dnf=cargo pacman=rust apk=cargo brew=rust zypper=cargo
crontab dnf=cronie pacman=cronie zypper=cronie
lspci *=pciutils
lsusb *=usbutils
xxd dnf=vim-common pacman=vim apk=xxd zypper=xxd brew=vim
inotifywait *=inotify-tools
sponge *=moreutils
mosquitto_pub dnf=mosquitto pacman=mosquitto brew=mosquitto
gpg dnf=gnupg2 pacman=gnupg apk=gnupg brew=gnupg zypper=gpg2
xz dnf=xz pacman=xz apk=xz brew=xz zypper=xz
man *=man-db apk=mandoc brew=man-db
R dnf=R pacman=r apk=R brew=r zypper=R-base
pdflatex dnf=texlive-latex pacman=texlive-latex apk=texlive zypper=texlive-latex brew=texlive
nvim *=neovim
"""
# What Debian and its kin call a program whose own name was taken.
CALLED = {"fd": "fdfind", "bat": "batcat"}
# Packages whose own name is typed, though their program has another.
PROGRAM = {
    "ripgrep": "rg", "neovim": "nvim", "imagemagick": "convert", "graphviz": "dot", "p7zip": "7z", "fd-find": "fd",
    "silversearcher": "ag", "postgresql": "psql", "poppler": "pdftotext", "ghostscript": "gs", "moreutils": "sponge",
    "csvkit": "csvlook", "bottom": "btm", "net-tools": "ifconfig", "dnsutils": "dig",
}  # fmt: skip


def of_language(name: str) -> tuple[str, str]:
    """The language's manager and the package that bring a tool; empty when none is known."""
    manager, _, package = TOOLS.get(name, "").partition(" ")
    return manager, package or (name if manager else "")


def elsewhere(name: str, manager: str) -> str:
    """What the package of a command is called for a manager that is not Debian's; empty when that is not known."""
    manager = "dnf" if manager == "yum" else manager
    for row in _NAMES.splitlines():
        command, _, told = row.partition(" ")
        if command == name:
            names = dict(one.split("=", 1) for one in told.split())
            return names.get(manager, names.get("*", ""))
    return ""
