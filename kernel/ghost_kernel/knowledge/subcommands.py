"""Subcommands: the words that may follow a program, from a table and from what this machine knows.

Each list stands in the order of how often people use the word, which decides between equally near names.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

TABLE: dict[str, str] = {
    "git": (
        "status add commit push pull checkout diff log branch merge clone fetch stash rebase switch restore reset show "
        "remote tag init config rm mv cherry-pick revert blame bisect grep worktree submodule clean describe reflog "
        "shortlog archive apply am format-patch rev-parse ls-files ls-tree ls-remote cat-file help notes gc fsck "
        "sparse-checkout range-diff bundle send-email mergetool difftool whatchanged update-index rev-list "
        "symbolic-ref show-ref for-each-ref merge-base name-rev prune repack maintenance request-pull cherry "
        "check-ignore check-attr hash-object write-tree commit-tree update-ref var verify-commit verify-tag "
        "stripspace interpret-trailers instaweb citool gui count-objects fast-export fast-import filter-branch "
        "pack-refs replace rerere show-branch daemon svn stage version bugreport diagnose column credential"
    ),
    "git stash": "push pop apply list show drop branch clear save create store",
    "git remote": "add remove rename set-url get-url show prune update set-head set-branches rm",
    "git worktree": "add list remove prune move lock unlock repair",
    "git bisect": "start bad good new old skip reset visualize replay log run terms",
    "git submodule": "update add init status sync foreach deinit summary set-url set-branch absorbgitdirs",
    "git reflog": "show expire delete exists",
    "git notes": "list add copy append edit show merge remove prune get-ref",
    "git sparse-checkout": "list set add reapply disable init check-rules",
    "git bundle": "create verify list-heads unbundle",
    "git maintenance": "run start stop register unregister",
    "npm": (
        "install run start test ci init publish update uninstall audit outdated exec list link version login logout "
        "cache config create view info search pack prune rebuild run-script ls root prefix ping owner dedupe doctor "
        "explain explore fund help help-search docs bugs repo diff dist-tag edit find-dupes get set hook install-test "
        "install-ci-test org pkg profile query restart shrinkwrap star stars stop team token unpublish unstar whoami "
        "access adduser bin completion deprecate sbom i t rm add"
    ),
    "npm pkg": "get set delete fix",
    "npm config": "set get delete list edit fix",
    "npm cache": "clean add verify ls",
    "yarn": (
        "add install run remove build test start upgrade init list info global cache config dev audit autoclean bin "
        "check create exec generate-lock-entry help import licenses link login logout node outdated owner pack "
        "policies publish tag team unlink unplug version versions why workspace workspaces dlx up set plugin rebuild "
        "dedupe"
    ),
    "pnpm": (
        "install add run remove update test start exec dlx create publish list outdated audit why link unlink import "
        "rebuild prune store root bin pack patch server setup init deploy env config fetch licenses dedupe i rm ls up"
    ),
    "cargo": (
        "build run test check new init add clippy fmt update install clean doc bench publish search remove uninstall "
        "fix tree metadata vendor package login logout owner yank version fetch generate-lockfile info "
        "locate-project pkgid report rustc rustdoc config help b c d r t rm"
    ),
    "rustup": (
        "update default toolchain target component show install uninstall override run which doc self set check help"
    ),
    "rustup toolchain": "list install uninstall link",
    "rustup target": "list add remove",
    "rustup component": "list add remove",
    "pip": (
        "install uninstall list freeze show download check search wheel hash config cache index inspect debug "
        "completion help"
    ),
    "pip config": "list edit get set unset debug",
    "pip cache": "dir info list remove purge",
    "uv": "pip run add sync lock init venv remove tree python tool build publish cache self export version help",
    "uv pip": "install uninstall list freeze show compile sync check tree",
    "poetry": (
        "add install run update remove build shell init lock show publish new config check env export search self "
        "version about cache source help list"
    ),
    "conda": (
        "install create activate env list update remove deactivate info search config clean init run build upgrade "
        "uninstall package doctor rename notices compare export"
    ),
    "apt": (
        "install update upgrade remove search list show autoremove full-upgrade purge edit-sources policy depends "
        "rdepends source build-dep download changelog clean autoclean reinstall satisfy moo dist-upgrade showsrc "
        "help history"
    ),
    "apt-get": (
        "install update upgrade remove autoremove purge dist-upgrade source build-dep clean autoclean download "
        "check changelog dselect-upgrade satisfy indextargets reinstall auto-remove auto-clean moo help"
    ),
    "apt-cache": (
        "search show policy depends rdepends pkgnames showpkg stats showsrc madison unmet gencaches dump dumpavail "
        "dotty xvcg add"
    ),
    "apt-mark": "hold unhold auto manual showauto showmanual showhold minimize-manual install remove purge",
    "dnf": (
        "install update upgrade remove search list info provides autoremove clean check-update repolist history "
        "group reinstall makecache downgrade repoquery module distro-sync swap mark config-manager copr "
        "repository-packages help"
    ),
    "yum": (
        "install update upgrade remove search list info provides autoremove clean check-update repolist history "
        "groupinstall grouplist reinstall makecache downgrade localinstall deplist erase help"
    ),
    "zypper": (
        "install update remove search refresh dist-upgrade info repos addrepo removerepo patch list-updates verify "
        "lifecycle source-install patches packages patterns products what-provides clean help"
    ),
    "brew": (
        "install update upgrade list search uninstall info doctor cleanup services tap untap outdated link unlink "
        "deps uses pin unpin config cask edit create home desc leaves log fetch reinstall bundle autoremove missing "
        "migrate options formulae casks commands analytics audit cat postinstall prune readall style test typecheck "
        "tap-info help"
    ),
    "brew services": "list start stop restart run info cleanup kill",
    "snap": (
        "install list remove refresh find info run connect disconnect revert enable disable services logs version help"
    ),
    "flatpak": "install run list update uninstall search info remote-add remotes repair override history config help",
    "systemctl": (
        "status start stop restart enable disable reload daemon-reload list-units list-unit-files is-active is-enabled "
        "is-failed show cat edit mask unmask list-timers list-sockets list-dependencies list-jobs reload-or-restart "
        "try-restart reset-failed set-property isolate preset reenable link revert add-wants add-requires get-default "
        "set-default show-environment set-environment unset-environment import-environment suspend hibernate "
        "hybrid-sleep is-system-running list-machines daemon-reexec freeze thaw kill help poweroff reboot halt"
    ),
    "loginctl": (
        "list-sessions session-status show-session activate lock-session unlock-session lock-sessions "
        "terminate-session list-users user-status show-user enable-linger disable-linger list-seats"
    ),
    "timedatectl": "status show set-time set-timezone list-timezones set-local-rtc set-ntp timesync-status",
    "hostnamectl": "status hostname set-hostname icon-name chassis deployment location",
    "docker": (
        "run ps build exec images pull push logs compose stop start container image volume network inspect info "
        "version rmi rm restart login logout tag cp system top stats kill commit create attach diff events export "
        "history import load pause port rename save search unpause update wait buildx builder context manifest "
        "plugin secret service stack swarm node config trust checkpoint scout init"
    ),
    "docker container": (
        "ls run exec logs stop start rm inspect attach commit cp create diff export kill list pause port prune "
        "rename restart stats top unpause update wait"
    ),
    "docker image": "ls build pull push rm inspect tag prune history import load save list",
    "docker volume": "ls create rm inspect prune update list",
    "docker network": "ls create rm inspect connect disconnect prune list",
    "docker system": "df prune info events",
    "docker compose": (
        "up down ps logs build exec run start stop restart pull push config images kill pause unpause port rm top "
        "create cp events ls version watch wait attach convert scale stats"
    ),
    "docker swarm": "init join leave ca join-token unlock unlock-key update",
    "docker service": "ls create ps logs rm scale update inspect rollback",
    "docker stack": "deploy ls ps rm services config",
    "docker context": "ls use create inspect rm show update export import",
    "docker buildx": "build ls create use inspect rm bake prune stop version du imagetools history",
    "docker-compose": (
        "up down ps logs build exec run start stop restart pull push config images kill pause rm top create port"
    ),
    "podman": (
        "run ps build exec images pull push logs stop start rm rmi inspect info version restart login logout tag cp "
        "system pod volume network container image generate play kube top stats kill commit create diff events "
        "export history import load pause port rename save search unpause unshare update wait machine secret"
    ),
    "kubectl": (
        "get apply describe logs exec delete create config port-forward rollout scale edit top cluster-info explain "
        "run expose label annotate cp attach auth patch set version api-resources api-versions cordon drain uncordon "
        "taint diff kustomize proxy replace autoscale certificate completion debug events wait options plugin"
    ),
    "kubectl config": (
        "use-context get-contexts current-context view set-context delete-context rename-context set-cluster "
        "set-credentials get-clusters get-users set unset delete-cluster delete-user"
    ),
    "kubectl rollout": "status restart undo history pause resume",
    "helm": (
        "install upgrade list repo uninstall search status template show rollback history get create dependency lint "
        "package plugin pull push registry test verify version env completion help"
    ),
    "terraform": (
        "plan apply init destroy validate fmt output show state import workspace providers console force-unlock get "
        "graph login logout metadata refresh taint test untaint version modules"
    ),
    "go": "run build test get mod install fmt vet list env doc generate clean tool version work bug fix telemetry help",
    "go mod": "tidy init download vendor why graph edit verify",
    "dotnet": (
        "run build test new restore publish add clean pack tool nuget sln watch remove list msbuild store format help"
    ),
    "gh": (
        "pr repo issue auth run workflow browse release gist api clone status search secret variable alias config "
        "extension label project ruleset codespace ssh-key gpg-key cache completion org co attestation"
    ),
    "gh pr": (
        "create list view checkout merge status diff checks close comment edit ready reopen review lock unlock "
        "update-branch"
    ),
    "gh repo": "clone create view list fork sync edit delete rename archive set-default deploy-key unarchive",
    "gh issue": "create list view close comment edit status reopen delete develop lock pin transfer unlock unpin",
    "gem": (
        "install list update uninstall search build push info outdated cleanup sources env which owner specification "
        "help"
    ),
    "bundle": (
        "install exec update add init list show open outdated check config clean doctor gem info lock remove viz help"
    ),
    "rails": "server console generate new db:migrate routes test destroy runner dbconsole credentials:edit db:seed",
    "mix": "compile test deps.get new run format phx.server ecto.migrate help clean do archive.install deps.update",
    "mvn": "clean compile test package install deploy verify validate site",
    "gradle": "build test clean run tasks assemble check dependencies init wrapper jar help projects properties",
    "tmux": (
        "attach-session new-session list-sessions kill-session detach-client new-window list-windows kill-window "
        "split-window select-window select-pane rename-session rename-window send-keys source-file kill-server "
        "list-keys list-commands list-panes list-clients list-buffers show-options set-option switch-client "
        "display-message capture-pane kill-pane swap-pane attach new ls a"
    ),
    "ip": "addr link route address neigh rule netns tunnel maddress monitor xfrm token macsec vrf mptcp ntable help",
    "nmcli": "device connection general networking radio agent monitor help",
    "ufw": "status enable disable allow deny reject limit delete reset reload default logging insert show app version",
    "openssl": (
        "req x509 genrsa rsa s_client version rand dgst enc pkcs12 verify ca ecparam ec pkey genpkey pkeyutl passwd "
        "sha256 sha1 sha512 md5 sha384 sha224 base64 s_server asn1parse ciphers cms crl crl2pkcs7 dhparam dsa dsaparam "
        "engine errstr info kdf list mac nseq ocsp pkcs7 pkcs8 prime rehash smime speed spkac srp storeutl ts help"
    ),
    "svn": (
        "update commit checkout status add diff log revert merge info delete copy move switch resolve cleanup mkdir "
        "list cat blame export import lock unlock propset propget relocate up ci co st"
    ),
    "hg": (
        "status commit push pull add update log diff clone init merge branch branches tag tags revert summary heads "
        "outgoing incoming remove rename copy backout bisect bookmarks annotate archive cat paths rebase graft identify"
    ),
    "jj": (
        "status log new commit describe diff git rebase squash edit abandon bookmark undo init show split restore op "
        "workspace config resolve next prev duplicate evolog file help sparse tag util version parallelize"
    ),
    "supervisorctl": "status start stop restart reload update reread tail shutdown avail clear fg maintail pid signal",
    "pm2": "start list stop restart logs delete save monit reload startup describe kill flush show status resurrect ls",
    "flutter": (
        "run build doctor pub create test devices clean analyze upgrade config channel emulators attach drive logs"
    ),
    "ansible-galaxy": "install init list remove search info collection role build publish",
    "vagrant": (
        "up ssh halt destroy status init reload provision box global-status suspend resume plugin snapshot version"
    ),
    "adb": (
        "devices shell install push pull logcat connect disconnect reboot uninstall start-server kill-server forward"
    ),
    "heroku": (
        "logs apps run config ps login create open info git:remote addons pg releases restart domains auth buildpacks"
    ),
    "firebase": "deploy login init serve emulators:start logout projects:list use functions:log hosting:disable",
    "nix": (
        "build run shell develop flake profile search store eval repl log copy hash registry why-depends upgrade-nix"
    ),
    "sudo": "",
    "pacman": "",
    "zig": (
        "build run test fmt init cc c++ build-exe build-lib build-obj fetch translate-c version zen env targets help"
    ),
    "deno": (
        "run test fmt lint task install cache check compile doc eval init info repl upgrade bench bundle add remove"
    ),
    "bun": "run install add test dev build remove update create init link unlink pm x upgrade",
    "swift": "build run test package repl",
    "stack": "build test exec ghci install new run setup init clean update upgrade path config ls haddock",
    "cabal": "build run test install update init repl clean configure haddock freeze sdist check exec",
    "opam": "install update upgrade switch list search init show remove env pin repo exec config",
    "dpkg-query": "",
    "aws": (
        "s3 ec2 iam lambda sts configure dynamodb cloudformation ecs eks ecr rds sns sqs logs route53 ssm "
        "secretsmanager cloudwatch s3api apigateway kms elasticache athena glue sso codebuild events stepfunctions"
    ),
    "aws s3": "ls cp sync mv rm mb rb presign website",
    "journalctl": "",
    "pyenv": (
        "versions version install uninstall global local shell virtualenv activate deactivate rehash root prefix which "
        "whence commands exec hooks init latest help version-name version-file version-origin shims completions"
    ),
}

ALIASES = {
    **dict.fromkeys(("goenv", "nodenv", "rbenv", "jenv", "plenv"), "pyenv"),
    "pip3": "pip",
    "pip3.11": "pip",
    "pip3.12": "pip",
    "pip3.13": "pip",
    "mamba": "conda",
    "micromamba": "conda",
}

# Their operands are files, patterns, hosts, names: what a list of words says of them is never complete.
OPERAND_TAKERS = frozenset(
    "[ awk basename bat bunzip2 bzip2 c++ cat cc cd chgrp chmod chown clang cmp comm cp curl cut date df diff dig "
    "dirname du echo ed egrep emacs env eval exec export expr fd fgrep file find fold fzf g++ gawk gcc gpg grep "
    "gunzip gzip head host htop id install invoke-rc.d java javac jq kill killall less ln locate ls lsof make man "
    "mkdir mktemp more mount mv nano nc nl node nohup nslookup nvim od paste patch perl pgrep php ping pkill printf "
    "ps python python2 python3 read readlink realpath rg rm rmdir rsync ruby scp sed seq sftp sh sleep sort source "
    "split ssh ssh-copy-id ssh-keygen stat strace strings su sudo tail tar tee telnet test time timeout top touch tr "
    "tree truncate type umount uniq unlink unset unxz unzip vi vim watch wc wget which xargs xz zcat zip".split()
)

# Options of the program itself, before the subcommand, that take a value of their own.
VALUED: dict[str, frozenset[str]] = {
    "git": frozenset(("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env")),
    "docker": frozenset(("-H", "--host", "-c", "--context", "-l", "--log-level", "--config")),
    "docker compose": frozenset(("-f", "--file", "-p", "--project-name", "--profile", "--env-file")),
    "docker-compose": frozenset(("-f", "--file", "-p", "--project-name", "--profile", "--env-file")),
    "kubectl": frozenset(("-n", "--namespace", "--context", "--kubeconfig", "-s", "--server", "--cluster", "--user")),
    "helm": frozenset(("-n", "--namespace", "--kube-context", "--kubeconfig")),
    "npm": frozenset(("--prefix", "-w", "--workspace", "-C")),
    "yarn": frozenset(("--cwd",)),
    "pnpm": frozenset(("-C", "--dir", "--filter")),
    "cargo": frozenset(("--config", "--color", "-Z", "-C")),
    "systemctl": frozenset(("-H", "-M", "-t", "--type", "--state", "-p", "-n", "-o", "--root")),
    "apt": frozenset(("-t", "-o", "-c", "-a")),
    "apt-get": frozenset(("-t", "-o", "-c", "-a")),
    "pip": frozenset(("--proxy", "--timeout", "--log", "--python", "--cache-dir")),
    "gh": frozenset(("-R", "--repo")),
    "terraform": frozenset(()),
    "tmux": frozenset(("-L", "-S", "-f", "-c")),
    "ip": frozenset(("-n", "-netns", "-family", "-f")),
    "openssl": frozenset(()),
    "aws": frozenset(("--profile", "--region", "--output", "--endpoint-url", "--query")),
}


def key_of(program: str, chain: tuple[str, ...] = ()) -> str:
    """The table's key for a program and the subcommands already typed."""
    return " ".join((ALIASES.get(program, program), *chain))


def usual(program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """The words of the table alone, for which nothing on the machine is read."""
    return TABLE.get(key_of(program, chain), "").split()


def known(machine: Machine, program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """The words of the table and of the lists that programs keep themselves, most used first: cheap to ask of many."""
    key = key_of(program, chain)
    return machine.keep(("subcommands", key), lambda: _known(machine, key))


def _known(machine: Machine, key: str) -> list[str]:
    listed = usual(key)
    if " " not in key and (listed or key not in TABLE):
        from ghost_kernel.knowledge import ownlists

        listed += ownlists.of(machine, key)
    return list(dict.fromkeys(listed))


def all_known(machine: Machine, program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """Those, and what completions and manuals say: for the one program that failed. Empty when nothing is known."""
    key = key_of(program, chain)
    return machine.keep(("all subcommands", key), lambda: _all_known(machine, key))


def _all_known(machine: Machine, key: str) -> list[str]:
    listed = known(machine, key)
    program, *chain = key.split(" ")
    if program == "git" or is_operand_taker(program) or (key in TABLE and not listed):
        return listed  # its own list is whole, or operands follow
    if not chain and program == "npm" and len(listed) > len(usual(key)):
        return listed
    from ghost_kernel.knowledge import vocabulary

    return list(dict.fromkeys([*listed, *vocabulary.subcommands(machine, program, tuple(chain))]))


def is_operand_taker(program: str) -> bool:
    """Whether the program is known to take files, patterns and the like: words that no list holds."""
    return program in OPERAND_TAKERS


def valued(key: str) -> frozenset[str]:
    """The options before a subcommand that take a value."""
    return VALUED.get(key, frozenset())


def takes_value(machine: Machine, program: str, chain: tuple[str, ...], option: str) -> bool:
    """Whether an option takes a value; looked up where the table has nothing on the program."""
    key = key_of(program, chain)
    if key in VALUED:
        return option in valued(key)
    from ghost_kernel.knowledge import vocabulary

    return option in vocabulary.on_disk(machine, ALIASES.get(program, program), chain).values


def from_help(machine: Machine, argv: list[str]) -> list[str]:
    """The subcommands that a program's own help lists; empty when it may not be asked."""
    from ghost_kernel.knowledge import vocabulary

    return vocabulary.asked(machine, argv[0], tuple(argv[1:])).subcommands
