"""Whether a word is the name of something here: a program, a unit, a package; and what is meant by everyday names."""

from __future__ import annotations

from ghost_kernel.knowledge import accounts, command_table, packages, programs, system, tool_packages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# What people call a program, with the names it may have: of units, processes, commands, packages, the likeliest first.
ALSO = {
    "apache": ["apache2", "httpd"], "apache2": ["apache2", "httpd"], "httpd": ["httpd", "apache2"],
    "postgres": ["postgresql", "postgres"], "postgresql": ["postgresql", "postgres"], "pg": ["postgresql", "postgres"],
    "mysql": ["mysql", "mysqld", "mariadb", "mariadbd"], "mariadb": ["mariadb", "mariadbd", "mysql", "mysqld"],
    "redis": ["redis-server", "redis"], "redis-server": ["redis-server", "redis"],
    "mongo": ["mongod", "mongodb"], "mongodb": ["mongod", "mongodb"],
    "ssh": ["ssh", "sshd"], "sshd": ["sshd", "ssh"], "openssh": ["ssh", "sshd"],
    "docker": ["docker", "dockerd"], "cron": ["cron", "crond"], "crond": ["crond", "cron"],
    "bind": ["named", "bind9"], "bind9": ["bind9", "named"], "samba": ["smbd", "smb"], "smb": ["smbd", "smb"],
    "ntp": ["ntpd", "ntp", "chronyd", "systemd-timesyncd"], "chrony": ["chronyd", "chrony"],
    "nfs": ["nfs-server", "nfsd"], "vnc": ["vncserver", "Xvnc"], "rabbitmq": ["rabbitmq-server"],
    "elastic": ["elasticsearch"], "networkmanager": ["NetworkManager"], "network-manager": ["NetworkManager"],
    "pulseaudio": ["pulseaudio", "pipewire-pulse"], "avahi": ["avahi-daemon"], "vsftpd": ["vsftpd"],
    "node": ["node", "nodejs"], "nodejs": ["node", "nodejs"], "node.js": ["node", "nodejs"],
    "python": ["python3", "python"], "golang": ["go"], "rust": ["rustc", "cargo"], "jdk": ["javac", "java"],
    "vscode": ["code"], "chrome": ["google-chrome", "chrome", "chromium"], "ripgrep": ["rg"], "neovim": ["nvim"],
    "imagemagick": ["convert", "magick"], "k8s": ["kubelet", "kubectl"], "kubernetes": ["kubelet", "kubectl"],
    "php-fpm": ["php-fpm"], "memcache": ["memcached"], "fail2ban": ["fail2ban-server", "fail2ban"],
}  # fmt: skip
# The package that brings a service or a tool that is called by no command's name, as Debian names it.
PACKAGES = {
    "apache": "apache2", "httpd": "apache2", "postgres": "postgresql", "pg": "postgresql", "redis": "redis-server",
    "mongo": "mongodb", "ssh": "openssh-server", "sshd": "openssh-server", "openssh": "openssh-server",
    "docker": "docker.io", "dockerd": "docker.io", "crond": "cron", "bind": "bind9", "named": "bind9",
    "smb": "samba", "smbd": "samba", "mysqld": "default-mysql-server", "mysql": "default-mysql-server",
    "mariadb": "mariadb-server", "nfs": "nfs-kernel-server", "rabbitmq": "rabbitmq-server", "node": "nodejs",
    "node.js": "nodejs", "golang": "golang-go", "networkmanager": "network-manager", "python": "python3",
    "postgresql": "postgresql", "memcache": "memcached",
}  # fmt: skip
_ELSEWHERE = {
    "apache": "dnf=httpd yum=httpd pacman=apache apk=apache2 zypper=apache2 brew=httpd",
    "postgresql": "dnf=postgresql-server yum=postgresql-server apk=postgresql zypper=postgresql-server brew=postgresql",
    "redis": "*=redis",
    "ssh": "pacman=openssh apk=openssh brew=openssh *=openssh-server", "docker": "dnf=moby-engine *=docker",
    "cron": "dnf=cronie yum=cronie pacman=cronie zypper=cron apk=dcron", "bind": "*=bind",
    "mysql": "dnf=mysql-server yum=mysql-server zypper=mariadb *=mysql pacman=mariadb apk=mariadb brew=mysql",
    "mariadb": "dnf=mariadb-server yum=mariadb-server *=mariadb", "nfs": "*=nfs-utils", "node": "*=nodejs brew=node",
    "golang": "dnf=golang yum=golang *=go",
    "networkmanager": "*=NetworkManager apk=networkmanager pacman=networkmanager",
    "python": "pacman=python brew=python *=python3", "samba": "*=samba", "memcached": "*=memcached",
}  # fmt: skip
_SAME = {
    "apache2": "apache", "httpd": "apache", "postgres": "postgresql", "pg": "postgresql", "redis-server": "redis",
    "sshd": "ssh", "openssh": "ssh", "dockerd": "docker", "crond": "cron", "bind9": "bind", "named": "bind",
    "mysqld": "mysql", "nodejs": "node", "node.js": "node", "smb": "samba", "smbd": "samba", "memcache": "memcached",
}  # fmt: skip
# Services that are no commands and that everybody knows.
SERVICES = frozenset(
    "nginx apache apache2 httpd caddy haproxy traefik tomcat jetty mysql mariadb postgres postgresql redis "
    "mongodb mongo memcached elasticsearch kibana logstash grafana prometheus influxdb rabbitmq kafka "
    "zookeeper docker containerd podman kubelet ssh sshd cron crond cups bluetooth avahi samba smbd nfs "
    "vsftpd proftpd postfix dovecot exim4 bind9 named dnsmasq unbound ufw firewalld iptables fail2ban "
    "networkmanager openvpn wireguard tailscaled zerotier jenkins gitlab gitea minio etcd consul vault nomad "
    "supervisor supervisord php-fpm uwsgi gunicorn celery ntp ntpd chrony chronyd rsyslog syslog auditd snapd "
    "flatpak xrdp vnc plex jellyfin transmission syncthing pulseaudio pipewire gdm gdm3 lightdm sddm xorg "
    "wayland gnome kde squid varnish clickhouse cassandra neo4j solr sonarqube nexus ollama vllm".split()
)


def names(thing: str) -> list[str]:
    """What the thing may be called here: as a unit, a process, a command."""
    low = thing.lower()
    bare = thing[: -len(".service")] if thing.endswith(".service") else thing
    return list(dict.fromkeys([*ALSO.get(low, []), bare])) if low in ALSO else [bare]


def is_name(machine: Machine, word: str) -> bool:
    """Whether something of that name is here, or is known to exist elsewhere."""
    return is_close(machine, word) or bool(command_table.package(word.lower()))


def is_close(machine: Machine, word: str) -> bool:
    """Whether something of that name is here, or everybody knows it: not one of all programs that there are."""
    low = word.lower()
    return (
        low in ALSO
        or low in SERVICES
        or word in programs.on_path(machine)
        or low in programs.WELL_KNOWN
        or bool(tool_packages.of_language(low)[0])
        or packages.is_known(low)
        or low in units(machine)
        or word in system.interfaces(machine)
        or word in accounts.users(machine)
        or word in accounts.groups(machine)
    )


def units(machine: Machine) -> frozenset[str]:
    """The units here, in small letters."""
    return machine.keep("unit names", lambda: frozenset(one.lower() for one in accounts.units(machine)))


def package(machine: Machine, thing: str, manager: str) -> str:
    """The package of a service under this manager; empty where that is left to the tables of commands."""
    low = thing.lower()
    key = _SAME.get(low, low)
    if manager == "apt" or not manager:
        return PACKAGES.get(low, "")
    choices = dict(pair.split("=") for pair in _ELSEWHERE.get(key, "").split())
    return choices.get(manager, choices.get("*", ""))
