//! Paths that decide what runs later, or that belong to the system. Writing to them is never a small thing.

use super::facts::Facts;

/// What writing to a path is beside the write itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing more.
    Free,
    /// The system's: it needs another account's rights.
    System,
    /// Start-up files, keys, repository settings, ghost's own files: never by the way.
    Protected,
    /// A device or the kernel's own files.
    Device,
    /// A sink or a terminal: nothing is written at all.
    Sink,
}

/// Below the home folder: files, and folders (with a slash) with all that is in them.
const PROTECTED_AT_HOME: &[&str] = &[
    // Shells and what they start.
    ".bashrc",
    ".bash_profile",
    ".bash_login",
    ".bash_logout",
    ".bash_aliases",
    ".profile",
    ".zshrc",
    ".zshenv",
    ".zprofile",
    ".zlogin",
    ".zlogout",
    ".inputrc",
    ".pam_environment",
    ".xprofile",
    ".xinitrc",
    ".xsession",
    ".config/fish/",
    ".config/nushell/",
    ".config/environment.d/",
    ".config/autostart/",
    ".config/systemd/",
    ".local/share/systemd/",
    ".config/plasma-workspace/",
    // Keys and tokens.
    ".ssh/",
    ".gnupg/",
    ".aws/",
    ".azure/",
    ".kube/",
    ".docker/",
    ".config/gcloud/",
    ".config/gh/",
    ".netrc",
    ".pgpass",
    ".my.cnf",
    ".npmrc",
    ".pypirc",
    ".cargo/credentials.toml",
    ".password-store/",
    ".mozilla/",
    ".config/google-chrome/",
    // Programs that run code from their settings.
    ".gitconfig",
    ".config/git/",
    ".cargo/config.toml",
    ".config/pip/",
    ".vimrc",
    ".vim/",
    ".config/nvim/",
    ".emacs",
    ".emacs.d/",
    ".tmux.conf",
    ".config/tmux/",
    ".screenrc",
    ".lesskey",
    ".mailcap",
    ".gdbinit",
    ".pythonrc",
    ".Rprofile",
    ".config/direnv/",
    // Traces of what was done.
    ".bash_history",
    ".zsh_history",
    ".local/share/fish/",
    ".local/state/ghost/",
    ".config/ghost/",
    ".local/share/ghost/",
    ".cache/ghost/",
];

/// Below the home folder: where shells look for programs.
const PROGRAMS_AT_HOME: &[&str] = &["bin/", ".local/bin/", ".cargo/bin/", "go/bin/"];

/// In any folder: parts of a path.
const PROTECTED_ANYWHERE: &[&str] =
    &["/.git/config", "/.git/hooks/", "/.git/info/", "/.envrc", "/authorized_keys", "/.vscode/", "/.mcp.json"];

/// Folders of the system.
const SYSTEM: &[&str] = &[
    "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/boot", "/opt", "/var", "/root", "/run", "/srv",
    "/snap",
];

/// Names of files that hold secrets, wherever they lie.
const SECRET_NAMES: &[&str] = &[
    ".bash_history",
    ".env",
    ".git-credentials",
    ".htpasswd",
    ".my.cnf",
    ".netrc",
    ".npmrc",
    ".pgpass",
    ".pypirc",
    ".python_history",
    ".zsh_history",
    "credentials",
    "credentials.json",
    "credentials.toml",
    "fish_history",
    "gshadow",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
    "shadow",
];

/// Folders with nothing but secrets in them.
const SECRET_FOLDERS: &[&str] = &[".ssh", ".aws", ".gnupg", ".azure", ".kube", ".docker", ".password-store", "gcloud"];

/// Ends of the names of keys.
const SECRET_ENDS: &[&str] = &[".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk"];

/// True for a path that is known to lead to secrets: no look is taken there.
pub(super) fn is_secret(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some((name, folders)) = parts.split_last() else { return false };
    let public = name.ends_with(".pub") || *name == "known_hosts" || name.starts_with(".env.example");
    let named = SECRET_NAMES.contains(name) || name.starts_with(".env.");
    let within = folders.iter().chain([name]).any(|folder| SECRET_FOLDERS.contains(folder));
    (named || within || SECRET_ENDS.iter().any(|end| name.ends_with(end))) && !public
}

/// What `path` (as asked for) is when something writes to it; also what is not there yet may be reached through a link.
pub(super) fn guard(path: &str, facts: &Facts) -> Guard {
    let spelled = absolute(path, facts);
    let real = facts.real(path).map(tidy);
    let of = |path: &str| of_absolute(path, facts);
    let guard = of(&spelled);
    match real.as_deref().map(of) {
        // The name may be the harmless one and the target not, or the other way round.
        Some(real) if guard == Guard::Free || guard == Guard::Sink && real != Guard::Free => real,
        _ => guard,
    }
}

fn of_absolute(path: &str, facts: &Facts) -> Guard {
    if let Some(device) = path.strip_prefix("/dev/") {
        let sink = matches!(device, "null" | "zero" | "stdout" | "stderr" | "stdin" | "tty" | "full")
            || device.starts_with("fd/")
            || device.starts_with("shm/");
        return if sink { Guard::Sink } else { Guard::Device };
    }
    if ["/proc/", "/sys/"].iter().any(|kernel| path.starts_with(kernel)) {
        return Guard::Device;
    }
    let slashed = format!("{path}/");
    let home = tidy(&facts.home);
    let below_home = (home.len() > 1).then(|| slashed.strip_prefix(&format!("{home}/"))).flatten();
    let at_home = below_home.is_some_and(|inside| {
        PROTECTED_AT_HOME.iter().any(|entry| match entry.strip_suffix('/') {
            Some(folder) => inside.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
            None => inside.strip_suffix('/') == Some(entry),
        })
    });
    let anywhere = PROTECTED_ANYWHERE
        .iter()
        .any(|part| if part.ends_with('/') { slashed.contains(part) } else { path.ends_with(part) });
    if at_home || anywhere || (below_home == Some("")) {
        return Guard::Protected;
    }
    let programs = below_home.is_some_and(|inside| PROGRAMS_AT_HOME.iter().any(|folder| inside.starts_with(folder)));
    let system = programs
        || below_home.is_none()
            && (path == "/" || SYSTEM.iter().any(|folder| slashed.starts_with(&format!("{folder}/"))))
            && !["/var/tmp/", "/run/user/"].iter().any(|folder| slashed.starts_with(folder));
    if system { Guard::System } else { Guard::Free }
}

/// The path with `~` and relative beginnings resolved by name.
pub(super) fn absolute(path: &str, facts: &Facts) -> String {
    if path == "~" {
        return tidy(&facts.home);
    }
    match path.strip_prefix("~/") {
        Some(rest) => tidy(&format!("{}/{rest}", facts.home)),
        None if path.starts_with('/') => tidy(path),
        None => tidy(&format!("{}/{path}", facts.cwd)),
    }
}

/// Without `.`, `..`, doubled and trailing slashes, as far as names alone can tell.
pub(super) fn tidy(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts::Place;
    use super::*;

    #[test]
    fn what_decides_later_runs_is_protected() {
        let facts = Facts::new("/home/ann/site", "/home/ann", false);
        for (path, expected) in [
            ("notes.txt", Guard::Free),
            ("../.bashrc", Guard::Protected),
            ("~/.ssh/authorized_keys", Guard::Protected),
            ("~/.ssh", Guard::Protected),
            ("~/.sshx", Guard::Free),
            (".git/hooks/pre-commit", Guard::Protected),
            ("sub/.git/config", Guard::Protected),
            (".git/../.git//config", Guard::Protected),
            ("~", Guard::Protected),
            ("~/.config/ghost/policy.toml", Guard::Protected),
            ("/home/bob/.git/hooks/x", Guard::Protected),
            ("/etc/hosts", Guard::System),
            ("/", Guard::System),
            ("/dev/sda", Guard::Device),
            ("/dev/null", Guard::Sink),
            ("/dev/../dev/sda", Guard::Device),
            ("/proc/sys/x", Guard::Device),
            ("~/bin/ls", Guard::System),
            ("/tmp/x", Guard::Free),
            ("/var/tmp/x", Guard::Free),
        ] {
            assert_eq!(guard(path, &facts), expected, "{path}");
        }
    }

    #[test]
    fn files_with_secrets_are_known() {
        for path in [
            "~/.ssh/id_ed25519",
            "/home/ann/.ssh",
            ".env",
            "app/.env.local",
            "a/.aws/credentials",
            "/etc/shadow",
            "server.key",
            "~/.bash_history",
        ] {
            assert!(is_secret(path), "{path}");
        }
        for path in
            ["~/.ssh/id_ed25519.pub", "environment", ".envrc", "src/key.rs", "/etc/passwd", ".env.example", "/", ""]
        {
            assert!(!is_secret(path), "{path}");
        }
    }

    #[test]
    fn links_are_followed() {
        let mut facts = Facts::new("/home/ann/site", "/home/ann", false);
        facts.set_path("innocent", Place::File("/home/ann/.bashrc".to_owned()));
        assert_eq!(guard("innocent", &facts), Guard::Protected);
        for (path, real, expected) in [
            ("keys/new", "/home/ann/.ssh/new", Guard::Protected),
            ("./out/a/b", "/etc/a/b", Guard::System),
            ("here/new", "/home/ann/site/sub/new", Guard::Free),
        ] {
            facts.set_path(path, Place::Missing);
            facts.set_way(path, real);
            assert_eq!(guard(path, &facts), expected, "{path}");
        }
        assert_eq!(guard("out/a/b", &facts), Guard::System);
        facts.set_path("image", Place::File("/dev/sda".to_owned()));
        assert_eq!(guard("image", &facts), Guard::Device);
    }

    #[test]
    fn names_are_tidied() {
        for (path, tidied) in [
            ("./a//b/", "a/b"),
            ("a/../b", "b"),
            ("../a", "../a"),
            ("/../a", "/a"),
            ("/", "/"),
            (".", "."),
            ("a/..", "."),
        ] {
            assert_eq!(tidy(path), tidied, "{path}");
        }
    }
}
