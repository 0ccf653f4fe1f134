"""Programs: what lies on the PATH, what shells have built in, which are everyday ones, which must never be guessed."""

from __future__ import annotations

from ghost_kernel import shells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# Everyday programs, the most used first: where several names are equally near, these win in this order.
COMMON = (
    "git ls cd cat grep sudo echo python3 docker make vim ssh npm curl mkdir tar find cp mv touch nano less man code "
    "kubectl pip3 pip node cargo go ps top apt head tail sed awk sort uniq wc chmod chown ln du df diff which bash zsh "
    "fish python systemctl journalctl scp rsync wget ping nvim tmux screen htop tree jq xargs tee cut tr export source "
    "alias history env printf date sleep watch kill jobs fg bg pwd pushd popd type id whoami uname hostname ip ss "
    "netstat ifconfig dig nslookup host nc openssl gpg zip unzip gzip gunzip bzip2 xz 7z file stat md5sum sha256sum "
    "base64 bc seq time test true false read exit clear reset gcc g++ clang cc cmake ninja gdb strace java javac mvn "
    "gradle ruby gem perl php rustc rustup npx yarn pnpm deno bun terraform ansible vagrant helm aws gcloud az gh hub "
    "apt-get apt-cache dpkg dnf yum rpm pacman snap flatpak brew ssh-keygen ssh-copy-id ssh-add mount lsblk lsof free "
    "uptime crontab service sqlite3 psql mysql redis-cli mongo emacs more nohup basename dirname realpath readlink "
    "rg fd bat fzf column paste comm split join expr umask ulimit set unset eval exec trap wait logout patch cmp"
).split()

BUILTINS = {
    "bash": (
        "alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs disown echo "
        "enable eval exec exit export false fc fg getopts hash help history jobs kill let local logout mapfile popd "
        "printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap true type "
        "typeset ulimit umask unalias unset wait time"
    ),
    "zsh": (
        "alias autoload bg bindkey break builtin bye cd chdir command compdef continue declare dirs disable disown "
        "echo emulate enable eval exec exit export false fc fg float functions getln getopts hash history integer jobs "
        "kill let limit local log logout noglob popd print printf pushd pushln pwd read readonly rehash return set "
        "setopt shift source suspend test times trap true ttyctl type typeset ulimit umask unalias unfunction unhash "
        "unlimit unset unsetopt vared wait whence where which zle zmodload zstyle time"
    ),
    "fish": (
        "abbr alias argparse and begin bg bind block break builtin cd command commandline complete contains continue "
        "count dirh dirs disown echo emit end eval exec exit export false fg functions funced funcsave history jobs "
        "math nextd not or popd prevd printf pushd pwd random read realpath return set set_color source status string "
        "suspend test time trap true type ulimit umask vared wait"
    ),
    "nu": shells.OWN,
}

# Never proposed for a misspelt word: what they do cannot be taken back.
DESTRUCTIVE = frozenset(
    "rm rmdir dd shred wipefs fdisk sfdisk cfdisk gdisk sgdisk parted mkswap shutdown reboot halt poweroff init "
    "telinit kill killall killall5 pkill skill xkill unlink truncate userdel groupdel deluser delgroup swapoff srm "
    "fsck debugfs badblocks hdparm blkdiscard cryptsetup pvremove vgremove lvremove zpool zfs kexec rmmod logout "
    "exit suspend dropdb dropuser git-clean ren rd del format mkfs mke2fs".split()
)
# Real programs that people type where they are not installed: such a word is not misspelt, the program is missing.
WELL_KNOWN = frozenset(
    "ab ack adb ag age aircrack-ng alacritty ansible ansible-playbook apk apropos apt aria2c arp asdf at atop "
    "autoconf automake aws az b2sum banner bat batcat bazel bd bison black blender bmon bottom btop bun bundle "
    "bwm-ng byobu cabal caddy calc cargo ccache certbot cfssl chafa cheat choose clang clang-format cloc cmake cmus "
    "code codium composer conda consul convert cowsay cpio cppcheck crictl csvkit ctags ctop curlie cvs dasel dc "
    "ddrescue delta deno dialog dig direnv dive dmesg dnf docker docker-compose doas dog dos2unix dot dotnet dpkg "
    "dsh duf dust ed elixir emacs entr erl eslint espeak ethtool exa exiftool eza f2 fd fdfind ffmpeg ffprobe figlet "
    "file finger firefox fish flake8 flask flex flutter fold fortune fselect fuser fx fzf gawk gcc gcloud gdb gem gh "
    "ghc ghci git-lfs gitk gitui glances glow gnuplot go gofmt gpg gping gradle grex gron groovy gsutil gulp "
    "gunicorn gzip hadolint hashcat helix helm heroku hexdump hexyl hg htop http httpd httpie https httpx hub hugo "
    "hyperfine iconv identify iftop imagemagick inkscape inotifywait iostat iotop ip iperf iperf3 ipython irb isort "
    "java javac jest jj jo join jq julia jupyter just k9s kafkacat kind kotlin kotlinc ksh kubectl kubectx kubens "
    "kustomize lazydocker lazygit ldapsearch lf litecli lld lldb lnav lolcat lrzip lsd lsof lsusb ltrace lua luajit "
    "lynx lz4 lzop m4 magick mariadb mc mcfly md5 meld meson micro mill minikube mise mix mkcert mlr mocha mongo "
    "mongosh mosh most mpv mtr multipass mvn mycli mypy mysql mysqldump nano nasm navi nc ncat ncdu neofetch neovim "
    "netcat netstat newman nginx ngrep ngrok nim ninja nix nmap nmcli nnn nodejs nodemon nomad npm npx nslookup nu "
    "nvidia-smi nvim nvm nyancat ocaml octave ollama opam open openssl openvpn p7zip packer pacman pandoc parallel "
    "patch pbcopy pbpaste pdftotext perf pgcli php phpunit picocom pigz ping pip pip3 pipenv pipx pixz pkg pm2 pnpm "
    "podman poetry postman powertop pre-commit prettier procs progress protoc psql pstree pv pwgen pwsh py pyenv "
    "pylint pytest python python2 qemu-img qpdf R racket rails rake ranger rclone redis-cli redis-server rename "
    "restic rg ripgrep rkt rlwrap rpm rspec rsync ruby ruff rustc rustup sar sass scala scons screen scrot sd sdk "
    "serve shasum shellcheck shfmt siege skopeo sl slack sloccount socat sops speedtest sqlite sqlite3 ss ssh sshfs "
    "sshpass stack starship stern stow strace stress stylelint subl sudo svn swaks swift sysbench tar tcpdump tcsh "
    "telnet terraform terragrunt tesseract tflint tig time tldr tmux tokei tox traceroute trash trash-put tree trivy "
    "tsc tshark ts-node tzselect uglifyjs unar unrar unzip uv uvicorn vagrant valgrind vault vd vi vim virtualenv "
    "virsh vite vlc volta watch watchexec webpack wget whiptail whois wine wireshark wrk xclip xdg-open xdotool xh "
    "xmllint xmlstarlet xsel xxd yacc yarn yay youtube-dl yq yt-dlp yum z zathura zcat zellij zig zip zoxide zsh "
    "zstd zypper 7z 7za 7zr sysctl ifconfig iptables ip6tables route mkswap lsmod modprobe nft useradd usermod "
    "adduser visudo chroot arping brctl tune2fs resize2fs blkid losetup aapt ccmake javacc mmv 7zz bzip3 sponge vidir "
    "chronic lzop sox entr "
    "tsx ng vue nest nx lerna turbo vercel netlify firebase wrangler bower less2css mmdc markdownlint json-server "
    "svgo electron hatch jupyter-lab pyright pip-compile streamlit cargo-add cargo-watch cargo-nextest cargo-expand "
    " cargo-audit cargo-deny cargo-edit wasm-pack trunk mdbook cross typos btm pod fastlane "
    "gradlew mvnw cls copy move md xcopy findstr ipconfig tasklist tracert".split()
)
SYSTEM_FOLDERS = ("/usr/sbin", "/sbin", "/usr/local/sbin")


def is_destructive(name: str) -> bool:
    """Whether the program may destroy what cannot be brought back."""
    return name in DESTRUCTIVE or name.startswith(("mkfs.", "mkfs_", "fsck."))


def builtins(dialect: str) -> frozenset[str]:
    """What the shell itself understands."""
    return frozenset(BUILTINS.get(dialect, BUILTINS["bash"]).split())


def on_path(machine: Machine) -> frozenset[str]:
    """Every name on the PATH that is no folder; whether it may be started is checked when one is chosen."""
    return machine.keep("programs", lambda: _on_path(machine))


def _on_path(machine: Machine) -> frozenset[str]:
    return machine.made_of("programs", machine.path, _programs_in)


def _programs_in(folders: list[dict[str, bool]]) -> frozenset[str]:
    each = []
    for listed in folders:
        has_folders = True in listed.values()
        each.append([name for name in listed if not listed[name]] if has_folders else listed)
    return frozenset().union(*each)


def known(machine: Machine, dialect: str) -> frozenset[str]:
    """All names that can stand first in a command here; without a PATH to look at, the everyday ones."""
    return machine.keep(("known", dialect), lambda: (on_path(machine) or frozenset(COMMON)) | builtins(dialect))


def runs(machine: Machine, name: str, dialect: str) -> bool:
    """Whether the name can be started, as a program or by the shell itself."""
    return name in builtins(dialect) or bool(machine.which(name))


def in_system_folder(machine: Machine, name: str) -> str:
    """The path of a program in the administrator's folders, which may not be on the PATH; empty when not there."""
    for folder in SYSTEM_FOLDERS:
        if machine.may_run(f"{folder}/{name}"):
            return f"{folder}/{name}"
    return ""
