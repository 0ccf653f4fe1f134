//! Small readers: dd, test, chmod, kill, downloads, ssh's settings.

use super::super::effect::{ANYTHING, Kind};
use super::super::reader::Reader;
use super::super::table::Grammar;
use crate::line::{Dialect, Word};

/// dd(1): operands `KEY=VALUE`.
pub(super) fn dd(reader: &mut Reader<'_>, args: &[Word], cause: &str) {
    for word in args {
        let Some((key, _)) = word.prefix.split_once('=') else {
            reader.push(Kind::Unknown, format!("dd {}", word.text), cause);
            continue;
        };
        match key {
            "of" => {
                let cut = |text: &str| text.get(3..).unwrap_or_default().to_owned();
                let target = Word { value: word.value.as_deref().map(cut), prefix: cut(&word.prefix), ..word.clone() };
                // It writes blocks wherever it is told to: a file that exists is lost, a disk all the more.
                let before = reader.effects.len();
                reader.written(&target, &word.text);
                for effect in &mut reader.effects[before..] {
                    if effect.kind == Kind::WriteOver {
                        effect.kind = Kind::Destroy;
                    }
                }
            }
            "if" | "bs" | "ibs" | "obs" | "cbs" | "count" | "skip" | "seek" | "iseek" | "oseek" | "conv" | "status"
            | "iflag" | "oflag" => {}
            _ => reader.push(Kind::Unknown, format!("dd {key}"), cause),
        }
    }
}

/// `test` and `[`: `-v` evaluates a subscript, which can run code.
pub(super) fn test(reader: &mut Reader<'_>, name: &str, args: &[Word], cause: &str) {
    if args.iter().any(|word| matches!(word.value.as_deref(), Some("-v" | "-R"))) {
        reader.push(Kind::Unknown, format!("{name} -v"), cause);
    }
    // zsh computes what it compares as numbers.
    if reader.dialect == Dialect::Zsh {
        let number = |word: Option<&Word>| {
            word.is_some_and(|word| {
                let value = word.value.as_deref().unwrap_or_default();
                !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
                    || matches!(word.text.as_str(), "$#" | "$?" | "$$")
            })
        };
        for (index, word) in args.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| args.get(before));
            let computes = match word.value.as_deref() {
                Some("-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge") => !number(before) || !number(args.get(index + 1)),
                Some("-t") => !number(args.get(index + 1)),
                _ => false,
            };
            if computes {
                reader.push(Kind::Unknown, format!("{name} {}", word.text), &word.text);
            }
        }
    }
}

/// `printf`: zsh computes what it prints as a number.
pub(super) fn printf(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    reader.apply(name, grammar, None, args, cause);
    let plain = |format: &str| {
        format.split('%').skip(1).all(|rest| {
            let kind =
                rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '+' | ' ' | '#'));
            kind.is_empty() || kind.starts_with(['s', 'c', 'b', 'q'])
        })
    };
    let number = |word: &Word| {
        word.value
            .as_deref()
            .is_some_and(|value| value.bytes().all(|byte| matches!(byte, b'.' | b'-') || byte.is_ascii_digit()))
    };
    if reader.dialect == Dialect::Zsh
        && let Some((format, rest)) = args.split_first()
        && !format.value.as_deref().is_some_and(plain)
        && !rest.iter().all(number)
    {
        reader.push(Kind::Unknown, "the numbers of printf", cause);
    }
}

/// chmod(1): rights given to the person or taken from others by their letters are as easily taken and given back.
pub(super) fn chmod(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let values: Vec<Option<&str>> = args.iter().map(|word| word.value.as_deref()).collect();
    if let [Some(mode), files @ ..] = values.as_slice()
        && is_undone_by_letters(mode)
        && files.iter().all(|file| file.is_some_and(|file| !file.starts_with('-')))
    {
        for word in &args[1..] {
            reader.made_new(word, &word.text);
        }
        return;
    }
    reader.apply(name, grammar, None, args, cause);
}

/// gzip(1), gunzip(1) and their like: the file is gone when another one holds what was in it, unless it is to be kept.
pub(super) fn pack(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let given = |short: char, long: &str| {
        args.iter().filter_map(|word| word.value.as_deref()).any(|value| match value.strip_prefix("--") {
            Some(name) => name == long,
            None => value.strip_prefix('-').is_some_and(|letters| letters.contains(short)),
        })
    };
    let before = reader.effects.len();
    reader.apply(name, grammar, None, args, cause);
    // zstd(1), lz4(1): these keep it unless they are told not to.
    let keeps =
        if matches!(name, "zstd" | "unzstd" | "lz4" | "unlz4") { !given('\0', "rm") } else { given('k', "keep") };
    if !keeps {
        reader.taken_since(before);
    }
}

/// mount(8): what lies on another machine is told by its type, or by a name with a host in it.
pub(super) fn mount(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    const FAR: &[&str] = &[
        "9p",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "sshfs",
    ];
    let mut host = None;
    let values: Vec<&str> = args.iter().filter_map(|word| word.value.as_deref()).collect();
    for (at, value) in values.iter().enumerate() {
        let is_type = at > 0 && matches!(values[at - 1], "-t" | "--types");
        let kinds = if is_type { Some(*value) } else { value.strip_prefix("--types=").or(value.strip_prefix("-t")) };
        let is_far = |kind: &str| FAR.contains(&kind.trim_start_matches("fuse."));
        if kinds.is_some_and(|kinds| !kinds.starts_with("no") && kinds.split(',').any(is_far)) {
            host = host.or(Some(ANYTHING));
        } else if let Some((far, _)) = value.split_once(":/").filter(|(far, _)| !far.is_empty() && !far.contains('/')) {
            host = Some(far);
        } else if let Some(far) = value.strip_prefix("//").and_then(|rest| rest.split('/').next()) {
            host = Some(far);
        }
    }
    if name == "mount"
        && let Some(host) = host
    {
        reader.push(Kind::Net, host, cause);
    }
    reader.apply(name, grammar, None, args, cause);
}

/// sed(1) that only takes carriage returns off the ends of lines: unix2dos(1) puts them back.
pub(super) fn sed(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let values: Vec<Option<&str>> = args.iter().map(|word| word.value.as_deref()).collect();
    if let [Some("-i"), Some(r"s/\r$//"), files @ ..] = values.as_slice()
        && !files.is_empty()
        && files.iter().all(|file| file.is_some_and(|file| !file.starts_with('-')))
    {
        for word in &args[2..] {
            reader.made_new(word, &word.text);
        }
        return;
    }
    let (before, dropped) = (reader.effects.len(), std::mem::take(&mut reader.drops));
    reader.apply(name, grammar, None, args, cause);
    // Without printing each line only some come through. A file of another name may keep what was there (-i.bak).
    let letters = |value: &str| value.starts_with('-') && !value.starts_with("--") && !value.starts_with("-i");
    let given = values.iter().flatten();
    let is_quiet = given.clone().any(|value| {
        matches!(*value, "--quiet" | "--silent")
            || letters(value) && value.split(['i', 'e']).next().unwrap_or(value).contains('n')
    });
    let keeps =
        given.clone().any(|value| value.starts_with("--in-place=") || value.len() > 2 && value.starts_with("-i"));
    if (reader.drops || is_quiet) && !keeps {
        reader.taken_since(before);
    }
    reader.drops = dropped;
}

/// `u+x`, `+x`, `u+rw`, `go-rwx`.
fn is_undone_by_letters(mode: &str) -> bool {
    let gives = ["u+", "+", "a+", "ug+"].iter().find_map(|who| mode.strip_prefix(who));
    let takes = ["go-", "g-", "o-"].iter().find_map(|who| mode.strip_prefix(who));
    let own = mode.starts_with("u+");
    gives.is_some_and(|rights| {
        !rights.is_empty() && rights.bytes().all(|right| right == b'x' || (own && b"rw".contains(&right)))
    }) || takes.is_some_and(|rights| !rights.is_empty() && rights.bytes().all(|right| b"rwx".contains(&right)))
}

/// kill(1) and the shells' own: by number.
pub(super) fn kill(reader: &mut Reader<'_>, args: &[Word], cause: &str) {
    // Signal 0 only asks whether the process is there (kill(2)).
    if matches!(args.first().and_then(|word| word.value.as_deref()), Some("-0")) {
        return;
    }
    let mut signal = false;
    // It cannot be caught.
    let hard = args.iter().any(|word| {
        let value = word.value.as_deref().unwrap_or_default().to_uppercase();
        matches!(value.trim_start_matches('-').trim_start_matches("SIG"), "9" | "KILL") && !value.is_empty()
    });
    for (index, word) in args.iter().enumerate() {
        let after_option = index > 0 && matches!(args[index - 1].value.as_deref(), Some("-s" | "-n" | "--signal"));
        match word.value.as_deref() {
            Some("-l" | "-L" | "--list" | "--table") => return,
            Some("-s" | "-n" | "--signal" | "--") => signal = true,
            Some(_) if after_option => {}
            // Everything that may be signalled, or the first process.
            Some("-1" | "1" | "0") if signal || index > 0 => reader.push(Kind::Destroy, "every process", &word.text),
            Some(value) if value.starts_with('-') && index == 0 => signal = true,
            Some(value) if value.starts_with('%') || value.bytes().all(|byte| byte.is_ascii_digit()) => {
                reader.push(Kind::Process, if hard { format!("{value} by force") } else { value.to_owned() }, cause);
            }
            Some(value) => reader.push(Kind::Unknown, format!("kill {value}"), &word.text),
            None => reader.push(Kind::Unknown, format!("kill {}", word.text), &word.text),
        }
    }
}

/// pkill(1), killall(1): whoever bears the name; a signal that cannot be caught takes unsaved work with it.
pub(super) fn kill_by_name(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let hard = args.iter().enumerate().any(|(index, word)| {
        let value = word.value.as_deref().unwrap_or_default().to_uppercase();
        let bare = value.trim_start_matches('-').trim_start_matches("SIGNAL=");
        let valued = index > 0 && matches!(args[index - 1].value.as_deref(), Some("-s" | "--signal"));
        (value.starts_with('-') || valued) && matches!(bare, "9" | "KILL" | "SIGKILL" | "S9" | "SKILL")
    });
    if hard {
        reader.push(Kind::Destroy, format!("{name} by name"), cause);
    }
    reader.apply(name, grammar, None, args, cause);
}

/// Pagers: `+COMMAND` runs at the start, and one of less's commands starts programs.
pub(super) fn pager(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let rest = without_start_commands(reader, name, args);
    reader.apply(name, grammar, None, &rest, cause);
}

/// Editors at the terminal: the person sees the file and decides what is written.
pub(super) fn editor(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    if matches!(args, [only] if matches!(only.value.as_deref(), Some("--version" | "--help"))) {
        return;
    }
    let rest = without_start_commands(reader, name, args);
    if reader.fed {
        reader.push(Kind::Unknown, "keys from a file or a pipe", cause);
    }
    for word in args {
        // An address, and how Emacs names files of other machines.
        let far = |text: &str| text.contains("://") || text.starts_with('/') && text[1..].contains(':');
        if far(word.value.as_deref().unwrap_or(&word.prefix)) {
            let target = word.value.as_deref().map_or(ANYTHING, |text| {
                text.split_once("://").map_or(text, |(_, rest)| rest.split('/').next().unwrap_or(rest))
            });
            reader.push(Kind::Net, target, &word.text);
        }
    }
    reader.push(Kind::WriteNew, "what you edit", cause);
    reader.apply(name, grammar, None, &rest, cause);
}

/// Without `+12`, which is a line to begin with; every other `+…` is a command.
fn without_start_commands(reader: &mut Reader<'_>, name: &str, args: &[Word]) -> Vec<Word> {
    let starts = |word: &&Word| word.prefix.starts_with('+');
    for word in args.iter().filter(starts) {
        let number = word.value.as_deref().is_some_and(|value| value[1..].bytes().all(|byte| byte.is_ascii_digit()));
        // Less goes to the end, and waits there.
        let shows = name == "less" && matches!(word.value.as_deref(), Some("+F" | "+G"));
        if !number && !shows {
            reader.push(Kind::Unknown, format!("{name} {}", word.value.as_deref().unwrap_or(&word.text)), &word.text);
        }
    }
    for word in args.iter().filter(|word| word.value.is_none() && word.prefix.is_empty()) {
        if reader.may_be_sign(word) {
            reader.push(Kind::Unknown, format!("{name} {}", word.text), &word.text);
        }
    }
    args.iter().filter(|word| !starts(word)).cloned().collect()
}

/// `git config NAME` asks, `git config NAME VALUE` sets. Git takes its options abbreviated as well: only what is known
/// to ask is left out, and all the rest is read by the table.
pub(super) fn git_config(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    const ASKS: &[&str] = &["--get", "--get-all", "--get-regexp", "-l", "--list"];
    const SHOWS: &[&str] = &[
        "-z",
        "--fixed-value",
        "--global",
        "--includes",
        "--local",
        "--name-only",
        "--null",
        "--show-origin",
        "--show-scope",
        "--system",
        "--worktree",
    ];
    let values: Vec<&str> = args.iter().filter_map(|word| word.value.as_deref()).collect();
    let (options, operands): (Vec<&str>, Vec<&str>) = values.iter().partition(|value| value.starts_with('-'));
    let harmless = |option: &&str| {
        ASKS.contains(option)
            || SHOWS.contains(option)
            || ["--type=", "--default="].iter().any(|begin| option.starts_with(begin))
    };
    let asks = match operands.as_slice() {
        ["edit" | "set" | "unset" | "rename-section" | "remove-section", ..] => false,
        ["list" | "get", ..] | [_] => true,
        _ => options.iter().any(|option| ASKS.contains(option)),
    };
    if values.len() == args.len() && asks && options.iter().all(harmless) {
        return;
    }
    super::git_settings::run_later(reader, args);
    reader.apply(name, grammar, None, args, cause);
}

/// wget(1) and `curl -O`: the file is named after the address.
pub(super) fn fetch(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let curl = name == "curl";
    let named = args.iter().any(|word| match word.value.as_deref() {
        Some(value) if value.starts_with("--") => {
            matches!(value.split('=').next(), Some("--remote-name" | "--remote-name-all"))
        }
        Some(value) if value.starts_with('-') => curl && value.contains('O'),
        _ => false,
    });
    let elsewhere = args.iter().any(|word| match word.value.as_deref() {
        Some(value) if value.starts_with("--") => {
            matches!(
                value.split('=').next(),
                Some("--output-document" | "--spider" | "--directory-prefix" | "--output-dir")
            )
        }
        Some(value) if value.starts_with('-') => {
            !curl && (value.starts_with("-O") || value.starts_with("-qO") || value.starts_with("-P"))
        }
        _ => false,
    });
    reader.apply(name, grammar, None, args, cause);
    if (named || !curl) && !elsewhere {
        for word in args.iter().filter(|word| !word.prefix.starts_with('-')) {
            let Some(address) = word.value.as_deref() else {
                reader.push(Kind::WriteOver, ANYTHING, cause);
                continue;
            };
            let path = address.split(['?', '#']).next().unwrap_or(address);
            let path = path.split_once("://").map_or(path, |(_, rest)| rest);
            match path.split_once('/').map(|(_, path)| path.rsplit('/').next().unwrap_or(path)) {
                Some(file) if !file.is_empty() => reader.write_path(file, &word.text),
                _ if curl => {}
                _ => reader.write_path("index.html", &word.text),
            }
        }
    }
}

/// Settings of ssh's that run no program and forward nothing.
const PLAIN_SSH: &[&str] = &[
    "addressfamily",
    "batchmode",
    "ciphers",
    "compression",
    "connectionattempts",
    "connecttimeout",
    "escapechar",
    "hostkeyalgorithms",
    "identitiesonly",
    "kexalgorithms",
    "loglevel",
    "macs",
    "numberofpasswordprompts",
    "passwordauthentication",
    "port",
    "preferredauthentications",
    "pubkeyauthentication",
    "requesttty",
    "serveralivecountmax",
    "serveraliveinterval",
    "tcpkeepalive",
    "user",
];

/// `-o KEY=VALUE` of ssh, scp and sftp.
pub(in crate::policy) fn ssh_option(reader: &mut Reader<'_>, word: &Word, cause: &str) {
    let key = word.prefix.split(['=', ' ']).next().unwrap_or_default().to_lowercase();
    if !PLAIN_SSH.contains(&key.as_str()) {
        reader.push(Kind::Unknown, format!("ssh -o {}", word.text), cause);
    }
}
