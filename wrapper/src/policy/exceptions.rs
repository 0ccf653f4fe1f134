//! Looks that a program without any socket cannot take. Each is an exact list of words, so that what it opens is opened
//! for that question alone; whatever is not written here stays contained.

/// What a look needs beside reading the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Contained,
    /// To ask the kernel about its network: sockets of the family `AF_NETLINK` (netlink(7)).
    Netlink,
    /// To ask a daemon of this machine: sockets of the family `AF_UNIX` (unix(7)), and to read the journal.
    DaemonSocket,
    /// To see other processes: it is ghost's own look, which starts no program.
    OwnLook,
}

/// What Nushell is asked of its own commands. The brain asks it with these very words.
const NU_COMMANDS: &str = include_str!("../../../kernel/ghost_kernel/knowledge/nushell/ask.txt");

/// The topics of `ghost look`.
const TOPICS: &[&str] = &["ports", "processes", "units", "disk", "memory", "changes", "line"];

/// What the exception is, where the words are one.
pub(super) fn exception(words: &[String]) -> Option<Need> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (name, rest) = words.split_first()?;
    match *name {
        "ghost" => is_own_look(rest).then_some(Need::OwnLook),
        "ip" => is_ip(rest).then_some(Need::Netlink),
        "ss" => is_ss(rest).then_some(Need::Netlink),
        "systemctl" => is_systemctl(rest).then_some(Need::DaemonSocket),
        "journalctl" => is_journalctl(rest).then_some(Need::DaemonSocket),
        "nu" => is_nu(rest).then_some(Need::Contained),
        _ => None,
    }
}

/// `look TOPIC …`: a look reads, whatever stands behind its topic.
fn is_own_look(words: &[&str]) -> bool {
    matches!(words, ["look", topic, ..] if TOPICS.contains(topic))
}

/// `[-br] [-j] addr|link|route [show]`, ip(8).
fn is_ip(words: &[&str]) -> bool {
    let options = words.iter().take_while(|word| matches!(**word, "-br" | "-j")).count();
    matches!(&words[options..], ["addr" | "link" | "route"] | ["addr" | "link" | "route", "show"])
}

/// Options that choose what is shown, ss(8). `-K` closes sockets, `-D`, `-F` and `-N` take files, `-E` does not end.
fn is_ss(words: &[&str]) -> bool {
    let reads = |word: &&str| {
        word.strip_prefix('-')
            .is_some_and(|letters| !letters.is_empty() && letters.bytes().all(|one| b"tulnpaH46eioxs".contains(&one)))
    };
    !words.is_empty() && words.iter().all(reads)
}

/// `is-active|status UNIT`, systemctl(1).
fn is_systemctl(words: &[&str]) -> bool {
    matches!(words, ["is-active" | "status", unit] if is_unit(unit))
}

/// `-u UNIT [-n COUNT] [--no-pager]`, journalctl(1).
fn is_journalctl(words: &[&str]) -> bool {
    let ["-u", unit, rest @ ..] = words else { return false };
    let rest = rest.strip_suffix(&["--no-pager"]).unwrap_or(rest);
    let counted = match rest {
        [] => true,
        ["-n", count] => (1..=5).contains(&count.len()) && count.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    is_unit(unit) && counted
}

/// The one question that Nushell is asked without its configuration: it lists its commands, and starts none.
fn is_nu(words: &[&str]) -> bool {
    matches!(words, ["--no-config-file", "--no-std-lib", "-c", script] if *script == NU_COMMANDS.trim())
}

/// A name as units have it (systemd.unit(5)), without the signs of a pattern and of a path.
fn is_unit(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('-')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@:._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Option<Need> {
        exception(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn exact_words_are_exceptions() {
        for (line, need) in [
            ("ghost look ports 80 --json", Need::OwnLook),
            ("ghost look changes /etc", Need::OwnLook),
            ("ghost look line true --shell bash --json", Need::OwnLook),
            ("ip addr", Need::Netlink),
            ("ip link show", Need::Netlink),
            ("ip -br -j route show", Need::Netlink),
            ("ss -tulpn", Need::Netlink),
            ("ss -t -l -H", Need::Netlink),
            ("systemctl is-active nginx", Need::DaemonSocket),
            ("systemctl status getty@tty1.service", Need::DaemonSocket),
            ("journalctl -u nginx", Need::DaemonSocket),
            ("journalctl -u nginx -n 20 --no-pager", Need::DaemonSocket),
            ("journalctl -u nginx --no-pager", Need::DaemonSocket),
        ] {
            assert_eq!(check(line), Some(need), "{line}");
        }
    }

    #[test]
    fn nushell_is_asked_one_question() {
        let asked =
            |script: &str| exception(&["nu", "--no-config-file", "--no-std-lib", "-c", script].map(str::to_owned));
        assert_eq!(asked(NU_COMMANDS.trim()), Some(Need::Contained));
        assert_eq!(asked("scope commands"), None);
        assert_eq!(asked(&format!("{}; rm x", NU_COMMANDS.trim())), None);
        assert_eq!(exception(&["nu", "-c", NU_COMMANDS.trim()].map(str::to_owned)), None);
    }

    #[test]
    fn a_word_beside_them_is_none() {
        for line in [
            "ghost",
            "ghost look",
            "ghost look weather",
            "ghost undo",
            "ghost --kernel x look ports",
            "ip addr add 10.0.0.2/24 dev eth0",
            "ip link set eth0 down",
            "ip route flush",
            "ip -n x addr",
            "ip -b x addr",
            "ip netns",
            "ip",
            "ip -br",
            "ss",
            "ss -K",
            "ss -tK",
            "ss -D file",
            "ss -",
            "ss -t dst 10.0.0.1",
            "ss --tcp",
            "systemctl status",
            "systemctl restart nginx",
            "systemctl status -H",
            "systemctl status --host=x",
            "systemctl status nginx ssh",
            "systemctl status a/b",
            "systemctl status a*",
            "systemctl --user status nginx",
            "systemctl is-active ",
            "journalctl",
            "journalctl -u -H",
            "journalctl -u nginx -f",
            "journalctl -u nginx -n x",
            "journalctl -u nginx -n 999999",
            "journalctl -u nginx --vacuum-size=1",
            "journalctl --no-pager -u nginx",
            "curl localhost",
            "python3 -c 1",
        ] {
            assert_eq!(check(line), None, "{line}");
        }
    }
}
