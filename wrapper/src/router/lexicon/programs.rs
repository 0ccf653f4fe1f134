//! Programs and builtins that nearly every machine or shell has, or that nearly everybody has heard of. What else is
//! here the caller knows ([`super::super::Names`]).

/// Reserved words and builtins of bash, zsh and fish: commands in every session.
pub const BUILTINS: &str = "
    abbr alias and argparse autoload begin bg bind bindkey break builtin caller case cd command compdef compgen
    complete compopt const contains continue coproc count declare def dirs disown do done echo elif else emulate
    enable end esac eval exec exit export false fc fg fi for foreach funced funcsave function functions getopts hash
    help history if in jobs kill let local logout mapfile math mut nocorrect noglob not or overlay popd print printf
    pushd pwd read readarray readonly repeat return select set set_color setopt shift shopt source status string
    suspend switch test then time times trap true type typeset ulimit umask unalias unset unsetopt until use wait
    whence where which while zle zmodload zstyle";

/// Programs, by name.
pub const PROGRAMS: &str = "
    7z 7za ab ack acpi adb addgroup adduser ag airmon-ng alembic alsamixer amixer ansible ansible-playbook
    apache2ctl apk apropos apt apt-cache apt-get apt-key aptitude ar arch aria2c arp as asciinema ascp at atop atq
    atrm autoconf automake awk aws az b2sum base32 base64 basename bash bat batch bazel bc bison blkid bochs bower
    brew btop btrfs bun bundle bunzip2 busybox bzip2 c++ caddy cal calc cargo cat cc certbot cfdisk chage chattr
    chezmoi chfn chgrp chmod choco chown chpasswd chromium chroot chrt chsh cksum clang clear cls cmake cmp code col
    column comm compare composer conda convert copy cp cpan cpio cpufreq-info createdb crictl cron crontab
    cryptsetup csplit csvcut ctags curl cut cvs cypher-shell dash date dc dd del deluser deno df dialog diff dig dir
    dircolors dirname disable dism display django-admin dmesg dmidecode dnf dnsmasq docker docker-compose doctl
    dos2unix dot dotnet dpkg dpkg-query du dumpe2fs e2fsck eb ed egrep eject elixir emacs enscript env envsubst
    erase eslint esptool ethtool ex exiftool expand expect expr factor fail2ban-client fastboot fd fdfind fdisk feh
    ffmpeg ffplay ffprobe fgrep figlet file find finger firefox firewall-cmd fish flake8 flatpak flock flutter fmt
    fold free fsck ftp fuser fzf g++ gatsby gawk gcc gcloud gdb gedit gem gh ghc ghost gimp git gitk gitlab-runner
    glab glances gm gmake gnuplot go goaccess godot google-chrome gpasswd gpg gradle grep groff groupadd groups
    grub-install gs gulp gunicorn gunzip gzip halt hashcat hcitool hd hdparm head helm heroku hexdump host hostname
    hostnamectl htop http httpd httpie hub hugo hx hyperfine iconv id identify ifconfig ifdown iftop ifup import
    info init inkscape insmod install ionice iostat iotop ip ipconfig iperf iperf3 iptables ipython irb iw iwconfig
    iwctl jar java javac jekyll jest join journalctl jq julia jupyter just k3s k9s kcat killall kind kotlin kubectl
    last lastlog latex latexmk ld ldapsearch ldconfig ldd less lftp link ln locale locate logger login logname look
    losetup lp lpr lpstat ls lsattr lsb_release lsblk lscpu lshw lsmod lsof lspci lsusb ltrace lua lvcreate lvm lynx
    lz4 m4 mail mailx make man md5sum mdadm mesg meson micro minicom minikube mkdir mkfifo mkfs mkfs.ext4 mknod
    mkswap mktemp mocha modinfo modprobe mongo mongod mongosh more mount mountpoint move mpc mplayer mpv mssh mtr
    mutt mv mvn mypy mysql mysqladmin mysqldump nano nasm nautilus nc ncat ncdu neofetch net netcat netplan netstat
    newgrp nft nginx ngrok nice ninja nix nix-env nix-shell nl nm nmap nmcli node nodemon nohup notepad notify-send
    npm nproc npx nslookup nu numfmt nvidia-smi nvim nvm objdump od ollama open openssl openvpn optipng osascript
    pacman pactl pandoc parallel parted passwd paste patch pathchk pdftk pdftotext pdfunite perl pg_dump pg_restore
    pgrep php phpunit pidof ping pinky pip pip3 pipenv pipx pkg pkill play pm2 pmap pnpm podman poetry poweroff pr
    pre-commit prettier printenv prlimit ps psql pstree pulumi purge pv pwgen py pylint pytest python python2
    python3 qemu-img qemu-system-x86_64 r rails rake ranger rclone rd readelf readlink realpath reboot redis-cli ren
    rename renice reset resize2fs restic rev rg rm rmdir rmmod robocopy route rpm rscript rspec rsync ruby ruff
    runuser rustc rustfmt rustup sar sass say scala scp screen script scrot sed sensors seq service sestatus set
    sftp sh sha1sum sha256sum sha512sum shellcheck shfmt showmount shred shuf shutdown size skopeo sleep snap socat
    sort sox speedtest split sqlite3 sqlmap ss ssh ssh-add ssh-agent ssh-copy-id ssh-keygen ssh-keyscan sshd sshfs
    ssize stat stdbuf stow strace stress strings strip stty su sudo sudoedit sum svn swaplabel swapoff swapon swift
    sync sysbench sysctl systemctl systemd-analyze tac tail talk tar task taskkill tasklist taskset tcpdump tee
    telnet terraform tesseract timedatectl timeout tldr tload tmux top touch tox tput tr tracepath traceroute
    tracert transmission-cli trash tree truncate ts tsc tshark tsort tty tune2fs udevadm ufw umount unalias uname
    uncompress unexpand uniq units unlink unrar unshare unxz unzip update-alternatives updatedb uptime useradd
    userdel usermod users uv uvicorn vagrant valgrind vault ver vi view vim vimdiff virsh visudo vlc vmstat w wall
    watch wc wg wget whatis whereis which whiptail who whoami whois wine wireshark wodim wpa_cli write x11vnc xargs
    xclip xcodebuild xcopy xdg-open xdotool xed xfs_repair xmllint xrandr xsel xset xterm xvfb-run xxd xz yarn yay
    yes youtube-dl yq yt-dlp yum z zcat zfs zgrep zip zipinfo zless zoxide zpool zsh zstd zypper";

/// Programs that print, note down, run or answer the words behind them: prose there is theirs.
pub const SPEAKERS: &str = "
    abbr aichat aider alias banner chatgpt cheat claude codex cowsay cowthink dialog echo espeak espeak-ng eval exec
    festival figlet gemini ghost goose howdoi jrnl llm logger lolcat mods note notes notify-send ollama opencode
    printf sgpt spd-say task tgpt tldr todo todo.sh toilet trans wall whiptail xcowsay xmessage zenity";
