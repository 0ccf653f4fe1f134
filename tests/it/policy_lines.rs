//! What the properties of policy are tried on: commands of every kind, ways to write them, and what to wrap them in.

use ghostsh::line::{Dialect, Line, Parsed, parse};
use ghostsh::policy::{Effect, Kind, effects};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::fuzz::judge::machine;

/// Commands and the gravest thing they do, of known words. See `fuzz::judge::machine` for what their names say.
pub const COMMANDS: &[(Kind, &[&str])] = &[
    (
        Kind::Read,
        &[
            "ls -l src",
            "cat a.txt",
            "grep -n x a.txt",
            "git status",
            "git log --oneline",
            "wc -l a.txt",
            "head -n 3 a.txt",
            "diff a.txt b.txt",
            "find . -name x",
            "du -sh src",
            "stat a.txt",
        ],
    ),
    (Kind::WriteNew, &["mkdir new1", "touch new2", "cp a.txt new3", "tee new4", "git add a.txt", "ln -s a.txt new5"]),
    (
        Kind::WriteOver,
        &["cp a.txt b.txt", "tee b.txt", "sed -i s/x/y/ a.txt", "sort -o b.txt a.txt", "cp -f a.txt b.txt"],
    ),
    (Kind::Process, &["kill 12", "pkill x"]),
    (Kind::Net, &["curl https://example.org/x", "ping -c 1 example.org", "git fetch", "dig example.org"]),
    (Kind::Privilege, &["sudo ls", "apt-get clean", "mount /dev/sdb1 folder", "useradd bob"]),
    (Kind::Opaque, &["make all", "python3 x.py", "./run.sh", "npm run build", "bash x.sh", "frobnicate a"]),
    (Kind::Unknown, &["ls --frobnicate", "git frobnicate", "hiding-tool a", "missing-tool a"]),
    (Kind::Destroy, DESTRUCTIVE),
];

/// Commands that lose something.
pub const DESTRUCTIVE: &[&str] = &[
    "rm a.txt",
    "rm -rf folder",
    "git reset --hard",
    "git clean -fdx",
    "git push --force",
    "git branch -D topic",
    "git checkout -- a.txt",
    "shred -u a.txt",
    "truncate -s 0 a.txt",
    "dd if=a.txt of=/dev/sda",
    "find . -delete",
    "mkfs.ext4 /dev/sdb1",
    "docker system prune -f",
    "crontab -r",
    "shutdown now",
    "kill -9 -1",
];

/// A line of bash.
pub fn read(text: &str) -> Parsed {
    parse(&Line::new(text, Dialect::Bash))
}

/// What a line of bash does on the pretended machine.
pub fn found(text: &str) -> Vec<Effect> {
    let line = read(text);
    effects(&line, &machine(&[&line]))
}

/// The gravest thing a line does.
pub fn gravest(text: &str) -> Kind {
    found(text).iter().map(|effect| effect.kind).max().unwrap_or(Kind::Read)
}

/// The same cases on every run: a test that fails now and then helps nobody. `PROPTEST_RNG_SEED` and `PROPTEST_CASES`
/// try others, and more.
pub fn settings(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    let rng_seed = if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(6973) } else { usual.rng_seed };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { cases };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..usual }
}

/// A command of any kind.
pub fn command() -> impl Strategy<Value = &'static str> + Clone {
    select(COMMANDS).prop_flat_map(|(_, lines)| select(lines))
}

/// In single quotes.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The same word, written in one of some ways.
pub fn written(word: &str, way: usize) -> String {
    let (first, rest) = word.split_at(usize::from(!word.is_empty()));
    match way {
        0 => word.to_owned(),
        1 => format!("'{word}'"),
        2 => format!("\"{word}\""),
        3 => word.chars().map(|c| format!("\\{c}")).collect(),
        4 => format!("{first}''{rest}"),
        5 => format!("{first}\"\"{rest}"),
        6 => format!("\"{first}\"'{rest}'"),
        7 => word.bytes().fold("$'".to_owned(), |text, byte| format!("{text}\\x{byte:02x}")) + "'",
        _ => format!("{first}\\\n{rest}"),
    }
}

/// Folders that hold the usual programs.
const FOLDERS: &[&str] = &["", "", "", "/bin/", "/usr/bin/", "/sbin/", "/usr/local/bin/"];

/// The same command in other words: each word quoted somehow, the program perhaps by its path.
pub fn rewritten(line: &'static str) -> impl Strategy<Value = String> {
    let words: Vec<&str> = line.split(' ').collect();
    (prop::collection::vec(0..9usize, words.len()), select(FOLDERS)).prop_map(move |(ways, folder)| {
        let mut words = line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        // Where a file of that name lies is not known of what is no usual program.
        let usual =
            !words[0].contains('/') && !["frobnicate", "hiding-tool", "missing-tool"].contains(&words[0].as_str());
        if usual {
            words[0].insert_str(0, folder);
        }
        let words: Vec<String> = words.iter().zip(ways).map(|(word, way)| written(word, way)).collect();
        words.join(" ")
    })
}

/// What stands in front of a program and runs it.
pub const IN_FRONT: &[&str] = &[
    "env",
    "env -i",
    "env LANG=C",
    "nice",
    "nice -n 5",
    "timeout 5",
    "timeout -s KILL 5",
    "command",
    "nohup",
    "stdbuf -oL",
    "xargs",
    "xargs -n 1",
    "exec",
    "sudo",
    "/usr/bin/env",
    "'nice'",
    "n\\ice",
    "flock new9",
    "time",
];

/// What is around a line that runs it; the line goes where `@` is, in quotes where `%` is.
pub const AROUND: &[&str] = &[
    "sh -c %",
    "bash -c %",
    "eval %",
    "env sh -c %",
    "(@)",
    "{ @; }",
    "if @; then :; fi",
    "while @; do :; done",
    "for f in a; do @; done",
    "case a in a) @;; esac",
    "f() { @; }",
    "echo $(@)",
    "echo \"$(@)\"",
    "echo `@`",
    "cat <(@)",
    "x=$(@)",
    "cat <<E\n$(@)\nE",
    "cat <<< \"$(@)\"",
    "[[ -n $(@) ]]",
    "trap % EXIT",
    "! @",
    "LANG=C @",
    "true && @",
    "true; @ &",
    "cat a.txt | @",
    "@ | cat",
    "@ > /dev/null 2>&1",
];

/// A line inside one of [`AROUND`].
pub fn around(line: &str, pattern: &str) -> String {
    // Backquotes in backquotes end them.
    let pattern = if line.contains('`') { pattern.replace("`@`", "$(@)") } else { pattern.to_owned() };
    pattern.split('%').map(|part| part.replace('@', line)).collect::<Vec<_>>().join(&quoted(line))
}
