//! What a sentence forbids is forbidden, whatever the brain asks for: lines and looks held against constraints.
//!
//! It goes by what policy reads itself of programs and their effects, through wrappers and into `sh -c` text. Where any
//! constraint holds, what is not known is forbidden as well: it may be just that.

use super::effect::{ANYTHING, Effect, Kind};
use super::exceptions::exception;
use super::facts::{Facts, Look};
use super::protect;
use super::reader::{Called, Reader};
use super::ruling::{Act, read};
use super::words::PROGRAM_FOLDERS;
use crate::line::{Dialect, Dynamic, Word};
use crate::protocol::types::Constraint;

/// Programs that are there to install others: whatever one of these does beyond looking is installing, unless it removes.
const MANAGERS: &[&str] = &[
    "apt",
    "apt-get",
    "aptitude",
    "dnf",
    "yum",
    "zypper",
    "apk",
    "brew",
    "snap",
    "flatpak",
    "pacman",
    "yay",
    "paru",
    "dpkg",
    "rpm",
    "pip",
    "pip3",
    "pipx",
    "uv",
    "gem",
    "conda",
    "mamba",
    "micromamba",
    "nix",
    "nix-env",
    "nix-channel",
    "guix",
    "nixos-rebuild",
    "home-manager",
    "rustup",
    "helm",
    "npm",
    "pnpm",
    "yarn",
    "bun",
    "composer",
    "poetry",
    "bundle",
    "opam",
    "vcpkg",
    "conan",
    "nimble",
    "ansible-galaxy",
    "code",
];

/// Programs for which these words install.
const INSTALLING: &[&str] = &["install", "add", "get", "update", "upgrade", "i", "ci", "sync", "reinstall"];

/// Where what is installed by hand lies (hier(7)).
const PLACES_OF_PROGRAMS: &[&str] = &["/usr/", "/bin/", "/sbin/", "/opt/", "/lib/", "/home/linuxbrew/"];

/// Words by which a program removes something.
const REMOVING: &[&str] = &[
    "remove",
    "rm",
    "rmi",
    "delete",
    "del",
    "uninstall",
    "un",
    "purge",
    "prune",
    "erase",
    "clean",
    "autoremove",
    "autopurge",
    "autoclean",
    "drop",
    "-R",
    "-Rs",
    "-Rns",
    "-e",
    "-r",
    "-P",
    "--remove",
    "--purge",
    "--erase",
    "--delete",
    "--remove-section",
    "--unset",
    "--unset-all",
    "remove-section",
    "unset",
];

/// Words by which a manager of packages removes some where others need it.
const MAY_REMOVE: &[&str] = &["dist-upgrade", "distro-sync", "dup", "full-upgrade", "satisfy"];

/// Managers that take a sign at a package's name for the contrary of what they were told.
const SIGNED: &[&str] = &["apt", "apt-get", "aptitude", "apk", "zypper"];

/// Programs that act with other rights, whatever they start.
const PRIVILEGED: &[&str] = &["sudo", "doas", "su", "runuser", "pkexec", "run0", "sudoedit", "machinectl"];

/// Programs that act on services and processes.
const SERVICES: &[&str] = &[
    "systemctl",
    "service",
    "rc-service",
    "invoke-rc.d",
    "update-rc.d",
    "chkconfig",
    "kill",
    "pkill",
    "killall",
    "skill",
    "shutdown",
    "reboot",
    "poweroff",
    "halt",
    "init",
    "telinit",
    "fuser",
    "loginctl",
    "machinectl",
];

/// Programs that keep others running: what they lose for good, they end.
const KEEPERS: &[&str] = &[
    "tmux",
    "screen",
    "zellij",
    "docker",
    "podman",
    "nerdctl",
    "lxc",
    "incus",
    "virsh",
    "VBoxManage",
    "vagrant",
    "qm",
    "kubectl",
];

/// Why the act is forbidden by one of these, as a clause of its own; `None` when it is not. `facts` answers
/// `questions_of` the act.
#[must_use]
pub fn forbidden(constraints: &[Constraint], act: &Act, facts: &Facts) -> Option<String> {
    if constraints.is_empty() {
        return None;
    }
    let look = Look::new(facts);
    let reader = read(act, &look);
    let unknown = reader.effects.iter().find(|effect| is_unknown(effect));
    if let Some(effect) = unknown {
        return Some(format!("{}: it {}", said(constraints[0]), effect.told()));
    }
    constraints.iter().find_map(|constraint| {
        let why = against(*constraint, &reader, facts)?;
        Some(format!("{}: it {why}", said(*constraint)))
    })
}

/// The same for a look that `probe_allowed` has let through, in that folder (absolute): it reads, and so may only look too
/// far away, or ask with other rights.
#[must_use]
pub fn forbidden_look(constraints: &[Constraint], argv: &[Vec<String>], facts: &Facts) -> Option<String> {
    let look = Look::trusting(facts);
    constraints.iter().find_map(|constraint| {
        let why = argv.iter().find_map(|words| {
            let mut reader = Reader::new(&look, Dialect::Bash);
            let literal: Vec<Word> = words.iter().map(|word| Word::literal(word)).collect();
            reader.started(&literal, false);
            if exception(words).is_some() {
                // What it may do is known word by word; where it looks is not.
                reader.effects.clear();
            }
            against(*constraint, &reader, facts)
        })?;
        Some(format!("{}: it {why}", said(*constraint)))
    })
}

/// The constraint in words for people.
fn said(constraint: Constraint) -> &'static str {
    match constraint {
        Constraint::NoChange => "nothing is to be changed",
        Constraint::NoInstall => "nothing is to be installed",
        Constraint::NoDelete => "nothing is to be deleted",
        Constraint::NoNetwork => "nothing is to be contacted",
        Constraint::NoPrivilege => "no other rights are to be used",
        Constraint::NoServices => "no service or process is to be acted on",
        Constraint::FolderOnly => "nothing outside this folder is to be touched",
    }
}

/// Code of a package is what installing it means; all other code that is not shown may do anything.
fn is_unknown(effect: &Effect) -> bool {
    match effect.kind {
        Kind::Unknown => true,
        Kind::Opaque => !effect.program.as_deref().is_some_and(|program| {
            let name = bare(program);
            MANAGERS.contains(&name) && effect.target.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'))
        }),
        _ => false,
    }
}

/// What of it the constraint forbids, a fragment after "it".
fn against(constraint: Constraint, reader: &Reader<'_>, facts: &Facts) -> Option<String> {
    let effects = &reader.effects;
    let of = |forbids: &dyn Fn(&Effect) -> bool| effects.iter().find(|effect| forbids(effect)).map(Effect::told);
    match constraint {
        Constraint::NoChange => of(&|effect| effect.kind > Kind::Read),
        Constraint::NoInstall => of(&|effect| installs(effect, &reader.calls, facts)),
        Constraint::NoDelete => of(&|effect| {
            let by_word = REMOVING.contains(&effect.cause.as_str());
            effect.kind == Kind::Destroy
                || effect.replaces
                || effect.takes
                || by_word && !matches!(effect.kind, Kind::Net | Kind::WriteNew)
                || is_manager(effect) && removes(effect, &reader.calls)
                || effect.kind != Kind::Net && turns(effect, &reader.calls, false)
        }),
        Constraint::NoNetwork => of(&|effect| effect.kind == Kind::Net).or_else(|| {
            let call = reader.calls.iter().find(|call| asks_names(call))?;
            Some(Effect::new(Kind::Net, "name servers", call.typed()?).told())
        }),
        Constraint::NoPrivilege => {
            let call = reader.calls.iter().find(|call| call.name().is_some_and(|name| PRIVILEGED.contains(&name)));
            let named = call.and_then(Called::name).map(|name| format!("asks {name} for another account's rights"));
            named.or_else(|| of(&|effect| effect.kind == Kind::Privilege))
        }
        Constraint::NoServices => of(&|effect| {
            effect.kind == Kind::Process
                || effect.program.as_deref().is_some_and(|program| SERVICES.contains(&bare(program)))
                || ends_sessions(effect)
        }),
        Constraint::FolderOnly => outside(reader, facts),
    }
}

/// A program's name without a folder of the system's programs, and without a version behind it.
fn bare(program: &str) -> &str {
    let name = PROGRAM_FOLDERS.iter().find_map(|folder| program.strip_prefix(folder)).unwrap_or(program);
    name.trim_end_matches(|end: char| end == '.' || end.is_ascii_digit())
}

fn is_manager(effect: &Effect) -> bool {
    let managers = |program: &str| MANAGERS.contains(&bare(program)) || MANAGERS.contains(&program);
    effect.program.as_deref().is_some_and(managers)
}

/// The first word of a call of that program that is no option.
fn verbs<'a>(program: &'a str, calls: &'a [Called]) -> impl Iterator<Item = Option<&'a str>> {
    calls
        .iter()
        .filter(move |call| call.name() == Some(bare(program)) || call.typed() == Some(program))
        .map(Called::verb)
}

fn removes(effect: &Effect, calls: &[Called]) -> bool {
    let Some(program) = effect.program.as_deref() else { return false };
    let removing = |verb: Option<&str>| verb.is_some_and(|verb| REMOVING.contains(&verb));
    REMOVING.contains(&effect.cause.as_str()) || verbs(program, calls).any(removing)
}

/// Whether a word of such a manager's call may turn it into the contrary. `removing`: of what removes.
fn turns(effect: &Effect, calls: &[Called], removing: bool) -> bool {
    let signed = |call: &&Called| call.name().is_some_and(|name| SIGNED.contains(&name));
    let own = |call: &&Called| call.typed().is_some() && call.typed() == effect.program.as_deref();
    calls.iter().filter(signed).filter(own).any(|call| {
        let mut dashed = false;
        call.words.iter().skip(1).any(|word| {
            let Some(text) = word.value.as_deref() else { return true };
            let option = !dashed && text.starts_with('-');
            dashed |= text == "--";
            if option {
                return false;
            }
            if removing {
                return text.starts_with('+') || text.ends_with("+M") || text.ends_with('+') && !text.ends_with("++");
            }
            text.starts_with(['!', '~', '-']) || text.ends_with(['-', '_']) || MAY_REMOVE.contains(&text)
        })
    })
}

/// A call that reads, and asks for the names of what it shows, or for its own, wherever names are kept.
fn asks_names(call: &Called) -> bool {
    let words = || call.words.iter().skip(1);
    let is = |text: &str, begins: &str, whole: &str| {
        text.starts_with(begins) && whole.starts_with(text.split('=').next().unwrap_or(text))
    };
    let surely = |begins: &str, whole: &str| {
        words().filter_map(|word| word.value.as_deref()).any(|text| is(text, begins, whole))
    };
    // A word that is not known may be this one.
    let long = |begins: &str, whole: &str| {
        let unknown = |word: &Word| word.value.is_none() && (word.prefix.is_empty() || word.prefix.starts_with('-'));
        words().any(unknown) || surely(begins, whole)
    };
    // `valued`: letters behind which the rest of the word is a value.
    let letters = |wanted: &str, valued: &str| {
        words().any(|word| {
            let letters = word.value.as_deref().and_then(|text| text.strip_prefix('-'));
            letters.filter(|letters| !letters.starts_with('-')).is_some_and(|letters| {
                let end = letters.find(|letter| valued.contains(letter)).map_or(letters.len(), |at| at + 1);
                letters[..end].contains(|letter| wanted.contains(letter))
            })
        })
    };
    match call.name().unwrap_or_default() {
        "hostname" => {
            const NAMES: &[&str] = &["--alias", "--all-fqdns", "--domain", "--fqdn", "--ip-address", "--long"];
            letters("Aadfi", "F") || NAMES.iter().any(|name| long("--", name))
        }
        "dnsdomainname" => true,
        "lsof" => {
            let only_files = call.words.len() > 1
                && words().all(|word| word.value.as_deref().is_some_and(|text| !text.starts_with(['-', '+'])));
            !only_files && !letters("n", "AcDdFfgiKkmoprSsTux")
        }
        "netstat" | "route" | "arp" => !letters("n", "AI") && !surely("--n", "--numeric"),
        "tcpdump" => !letters("n", "BCcEFGiMmrsTVWwyZz"),
        "ss" => letters("r", "ADFfN") || long("--r", "--resolve"),
        "ip" => long("-r", "-resolve") || long("--r", "--resolve"),
        "who" => long("--loo", "--lookup"),
        "last" | "lastb" => letters("d", "fnpst") || long("--d", "--dns"),
        "iptables" | "ip6tables" => {
            let shows = letters("L", "ADIRSFZNXPEtpsdjiogmc") || long("--l", "--list");
            shows && !letters("n", "ADIRLSFZNXPEtpsdjiogmc") && !surely("--n", "--numeric")
        }
        _ => false,
    }
}

fn installs(effect: &Effect, calls: &[Called], facts: &Facts) -> bool {
    // A program is installed by being put where programs are, too: also where those of one person are.
    let writes = matches!(effect.kind, Kind::WriteNew | Kind::WriteOver | Kind::Privilege);
    if writes && effect.is_path && is_place_of_programs(&effect.target, facts) {
        return true;
    }
    let Some(program) = effect.program.as_deref() else { return false };
    if is_manager(effect) {
        let removing = |verb: Option<&str>| verb.is_some_and(|verb| REMOVING.contains(&verb));
        let installing = |verb: Option<&str>| verb.is_none_or(|verb| INSTALLING.contains(&verb));
        // What is only asked of others changes nothing here.
        let only_asks = effect.kind == Kind::Net && !verbs(program, calls).any(installing);
        let turned = effect.kind != Kind::Net && turns(effect, calls, true);
        return effect.kind > Kind::Read && !only_asks && (turned || !verbs(program, calls).all(removing));
    }
    let tool =
        matches!(bare(program), "cargo" | "go" | "dotnet" | "mix" | "cabal" | "stack" | "luarocks" | "python" | "gh");
    tool && verbs(program, calls).any(|verb| verb.is_none_or(|verb| INSTALLING.contains(&verb)))
}

/// Whether it is in a folder of programs, or such a folder.
fn is_place_of_programs(path: &str, facts: &Facts) -> bool {
    let path = protect::absolute(path, facts);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let searched = |path: &str| facts.search.iter().any(|one| protect::tidy(one) == path);
    // What is unpacked there brings a bin along.
    let of_one_person = path == protect::absolute("~/.local", facts);
    let named = path.split('/').any(|folder| matches!(folder, "bin" | "sbin")) && is_out(&path, facts);
    PLACES_OF_PROGRAMS.iter().any(|place| format!("{path}/").starts_with(place))
        || searched(&path)
        || searched(folder)
        || of_one_person
        || named
}

/// Whether it ends sessions, or machines that run within this one.
fn ends_sessions(effect: &Effect) -> bool {
    let Some(program) = effect.program.as_deref() else { return false };
    effect.kind == Kind::Destroy && KEEPERS.contains(&bare(program))
}

/// A word that leads out of the folder, or something done to what is in no folder.
fn outside(reader: &Reader<'_>, facts: &Facts) -> Option<String> {
    let named = reader.named.iter().find(|(word, folder)| leads_out(word, folder.as_deref(), facts));
    if let Some((word, _)) = named {
        return Some(format!("looks beyond it ({})", word.text));
    }
    let home = reader.calls.iter().find(|call| {
        let to = call.words.get(1).and_then(|word| word.value.as_deref());
        matches!(call.name(), Some("cd" | "pushd" | "popd")) && matches!(to, None | Some("-"))
    });
    if home.is_some() {
        return Some("goes to another folder".to_owned());
    }
    let elsewhere = |effect: &&Effect| match effect.kind {
        Kind::Read | Kind::Net | Kind::Opaque => is_manager(effect),
        Kind::Privilege | Kind::Process | Kind::Unknown => true,
        Kind::WriteNew | Kind::WriteOver | Kind::Destroy if effect.is_path && !is_manager(effect) => {
            is_out(&effect.target, facts)
        }
        Kind::WriteNew | Kind::WriteOver | Kind::Destroy => {
            let by_word = !effect.cause.is_empty() && effect.target.contains(protect::tidy(&effect.cause).as_str());
            let lost = effect.target == ANYTHING && effect.kind != Kind::Destroy;
            is_manager(effect) || !by_word && (lost || effect.target != ANYTHING) || is_out(&effect.target, facts)
        }
    };
    reader.effects.iter().find(elsewhere).map(Effect::told)
}

/// Whether a word may name something outside. `folder`: where the line has gone by then.
fn leads_out(word: &Word, folder: Option<&str>, facts: &Facts) -> bool {
    if word.tilde {
        return true;
    }
    let Some(value) = word.value.as_deref() else {
        return match word.dynamic {
            // What matches is where the pattern's beginning is; another person's home is a pattern as well.
            Some(Dynamic::Glob) => {
                word.text.starts_with('~') || word.text.contains("..") || is_out(&word.prefix, facts)
            }
            Some(Dynamic::Braces) => {
                word.text.contains(['/', '~']) || word.text.contains("..") || word.text.contains('$')
            }
            _ => true,
        };
    };
    // A path may be glued to an option, or be its value.
    let mut parts = vec![value];
    parts.extend(value.split_once('=').map(|(_, value)| value));
    if value.starts_with('-') {
        parts.extend(value.find(['/', '~']).map(|at| &value[at..]));
        parts.extend(value.find("..").map(|at| &value[at..]));
    }
    parts.into_iter().any(|part| {
        let path = match folder {
            Some(folder) if !folder.is_empty() && !part.starts_with(['/', '~']) => format!("{folder}/{part}"),
            Some(_) => part.to_owned(),
            None => return true,
        };
        is_out(&path, facts)
    })
}

/// Whether a path stands outside the folder, as it is written or by a link that is known of.
fn is_out(path: &str, facts: &Facts) -> bool {
    if path.starts_with('~') {
        return true;
    }
    let below = |path: &str| {
        let path = protect::tidy(path);
        let folder = facts.cwd.trim_end_matches('/');
        path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let written = if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", facts.cwd) };
    // A device that keeps nothing and tells nothing.
    if matches!(path, "/dev/null" | "/dev/stdin" | "/dev/stdout" | "/dev/stderr") {
        return false;
    }
    !below(&written) || !facts.real(path).is_none_or(below)
}

#[cfg(test)]
mod tests {
    use super::super::tests::answered;
    use super::*;
    use crate::line::{self, Line};
    use crate::policy::{Question, questions_of};
    use crate::protocol::types::{Name, NameKind};

    const LINES: &str = include_str!("../../../tests/wish/lines.txt");

    fn constraint(name: &str) -> Constraint {
        serde_json::from_value(serde_json::Value::from(name)).unwrap()
    }

    fn why(constraints: &[Constraint], text: &str, names: &[Name]) -> Option<String> {
        let act = Act::Line(line::parse(&Line::new(text, Dialect::Bash)));
        let mut facts = Facts::new("/home/ann/site", "/home/ann", false);
        facts.names = names.to_vec();
        let behind_aliases = ["ls", "sudo"].map(|name| Question::Program(name.to_owned()));
        let facts = answered(facts, questions_of(&act, None).into_iter().chain(behind_aliases));
        forbidden(constraints, &act, &facts)
    }

    #[test]
    fn lines_are_held_against_what_was_said() {
        let mut wrong = Vec::new();
        let mut count = 0;
        for line in LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let parts: Vec<&str> = line.splitn(3, '\t').collect();
            let [name, expected, text] = parts[..] else { panic!("{line}") };
            let found = why(&[constraint(name)], text, &[]);
            count += 1;
            if found.is_some() != (expected == "forbidden") {
                wrong.push(format!("{name}: {text}: {found:?}"));
            }
            // Without a constraint nothing is forbidden here.
            assert_eq!(why(&[], text, &[]), None, "{text}");
        }
        assert!(count > 190, "{count}");
        assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn aliases_are_looked_through() {
        let alias = |name: &str, text: &str| Name { name: name.into(), kind: NameKind::Alias, text: text.into() };
        let names = [alias("get", "sudo apt install"), alias("apt", "apt -y"), alias("ll", "ls -l")];
        for text in ["get htop", "apt install htop"] {
            assert!(why(&[Constraint::NoInstall], text, &names).is_some(), "{text}");
        }
        assert_eq!(why(&[Constraint::NoInstall], "ll", &names), None);
    }

    #[test]
    fn the_reason_says_what_was_forbidden() {
        let said = why(&[Constraint::NoInstall], "sudo apt install htop", &[]).unwrap();
        assert!(said.starts_with("nothing is to be installed: it "), "{said}");
        let said = why(&[Constraint::NoDelete, Constraint::NoNetwork], "curl example.org", &[]).unwrap();
        assert_eq!(said, "nothing is to be contacted: it contacts example.org");
    }

    #[test]
    fn looks_stay_in_the_folder() {
        let facts = Facts::new("/home/ann/site", "/home/ann", false);
        let look = |constraint, line: &str| {
            let argv: Vec<Vec<String>> =
                line.split(" | ").map(|member| member.split(' ').map(str::to_owned).collect()).collect();
            forbidden_look(&[constraint], &argv, &facts).is_some()
        };
        for line in ["ls /etc", "cat ../x", "ghost look changes /etc", "ls | cat /etc/passwd", "grep -r x ~"] {
            assert!(look(Constraint::FolderOnly, line), "{line}");
        }
        for line in ["ls", "cat a.txt", "systemctl is-active nginx", "ghost look ports", "find . -name x"] {
            assert!(!look(Constraint::FolderOnly, line), "{line}");
        }
        for line in ["ls /etc", "systemctl status nginx", "ghost look ports", "ip addr"] {
            assert!(!look(Constraint::NoChange, line), "{line}");
        }
        assert!(look(Constraint::NoPrivilege, "sudo ls"));
    }
}
