//! Destructive commands in disguise: words hidden from the eye, and programs that run what they are given as text. No
//! mixture of them is ever taken for reading, or for what is easily undone.

use ghostsh::policy::Kind;
use proptest::prelude::*;
use proptest::sample::select;

use crate::policy_lines::{DESTRUCTIVE, found, gravest, quoted, settings, written};

/// Ways to write a command whose words a shell puts together again.
const SPELLINGS: &[fn(&[&str]) -> String] = &[
    |words| words.join(" "),
    |words| with_program(words, 3),
    |words| with_program(words, 4),
    |words| with_program(words, 6),
    |words| with_program(words, 7),
    |words| with_program(words, 8),
    |words| format!("x={}; $x {}", words[0], words[1..].join(" ")),
    |words| format!("x={} y={}; $x $y", words[0], quoted(&words[1..].join(" "))),
    |words| format!("${{x:-{}}} {}", words[0], words[1..].join(" ")),
    |words| format!("${{x:={}}} {}", words[0], words[1..].join(" ")),
    |words| format!("x={}z; ${{x%z}} {}", words[0], words[1..].join(" ")),
    |words| format!("x=_{}; ${{x:1}} {}", words[0], words[1..].join(" ")),
    |words| format!("x=({}); \"${{x[@]}}\"", words.join(" ")),
    |words| format!("set -- {}; \"$@\"", words.join(" ")),
    |words| format!("{{{}}}", words.join(",")),
    |words| format!("{{,{}}} {}", words[0], words[1..].join(" ")),
    |words| words.join("${IFS}"),
    |words| format!("IFS=,; x={}; $x", words.join(",")),
    |words| format!("$(echo {}) {}", words[0], words[1..].join(" ")),
    |words| format!("`printf %s {}` {}", words[0], words[1..].join(" ")),
    |words| format!("/bin/../bin/{}", words.join(" ")),
    |words| format!("/?in/{}", words.join(" ")),
    |words| format!("command -p {}", words.join(" ")),
    |words| format!("builtin command {}", words.join(" ")),
    |words| format!("f() {{ {} \"$@\"; }}; f {}", words[0], words[1..].join(" ")),
    |words| format!("alias q={}; q {}", words[0], words[1..].join(" ")),
    |words| format!("hash -p /bin/{} q; q {}", words[0], words[1..].join(" ")),
    |words| format!("echo {} | xargs {}", words[1..].join(" "), words[0]),
    |words| format!("xargs -a a.txt {}", words.join(" ")),
    |words| format!("busybox {}", words.join(" ")),
    |words| format!("find . -name x -exec {} {{}} +", words.join(" ")),
    |words| format!("find . -ok {} ';'", words.join(" ")),
    |words| format!("coproc {}", words.join(" ")),
    |words| format!("env -S {}", quoted(&words.join(" "))),
    |words| format!("A=1 LC_ALL=C {}", words.join(" ")),
    |words| format!("> new7 {}", words.join(" ")),
    |words| format!("ls # list\n{}", words.join(" ")),
    |words| format!("ls \\\n; {}", words.join(" ")),
];

fn with_program(words: &[&str], way: usize) -> String {
    let program = written(words[0], way);
    let rest: Vec<&str> = words[1..].to_vec();
    format!("{program} {}", rest.join(" "))
}

/// What runs a text; it goes where `@` is, in quotes where `%` is, and in one of these forms at the other marks:
/// `B` base64, `H` hexadecimal, `R` reversed, `X` escapes of printf.
const CARRIERS: &[&str] = &[
    "sh -c %",
    "bash -ec %",
    "bash -c -- %",
    "env -i A=1 bash -c %",
    "eval %",
    "eval eval %",
    "echo % | sh",
    "echo % | bash -s --",
    "echo % | tee /dev/stderr | sh -s",
    "printf %s % | sh",
    "bash <<< %",
    "bash <<E\n@\nE",
    "sh < <(echo %)",
    ". <(echo %)",
    "source /dev/stdin <<< %",
    "eval \"$(echo %)\"",
    "eval \"$(cat <<'E'\n@\nE\n)\"",
    "sh -c \"$(echo «B» | base64 -d)\"",
    "echo «B» | base64 -d | sh",
    "echo «B» | base64 --decode | env bash",
    "echo «B» | openssl base64 -d | sh",
    "base64 -d <<< «B» | sh",
    "echo «H» | xxd -r -p | bash",
    "echo «R» | rev | sh",
    "printf «X» | sh",
    "eval $'«C»'",
    "x=%; eval \"$x\"",
    "x=%; sh -c \"$x\"",
    "x=% sh -c 'eval \"$x\"'",
    "export x=%; bash -c 'eval $x'",
    "read -r x <<< %; eval \"$x\"",
    "trap % EXIT",
    "trap -- % 0 DEBUG",
    "PROMPT_COMMAND=%",
    "PS1='$('%')'",
    "alias ls=%; ls",
    "f() { eval \"$1\"; }; f %",
    "mapfile -C % -c 1 x < a.txt",
    "complete -C % ls",
    "watch %",
    "flock new6 -c %",
    "script -c % new6",
    "su -c % bob",
    "sudo sh -c %",
    "ssh example.org %",
    "nohup sh -c % &",
    "timeout 5 sh -c %",
    "xargs -I{} sh -c % < a.txt",
    "echo a | xargs -n1 sh -c %",
    "find . -exec sh -c % ';'",
    "find . -execdir bash -c % \\;",
    "awk 'BEGIN{system(\"'%'\")}'",
    "awk 'BEGIN { \"'%'\" | getline }'",
    "sed '1e '% a.txt",
    "perl -e 'system(shift)' %",
    "python3 -c 'import os,sys; os.system(sys.argv[1])' %",
    "ruby -e 'system ARGV[0]' %",
    "node -e 'require(\"child_process\").execSync(process.argv[1])' %",
    "git -c alias.q='!'% q",
    "git -c core.pager=% log",
    "git -c core.fsmonitor=% status",
    "GIT_PAGER=% git log",
    "GIT_SSH_COMMAND=% git fetch",
    "GIT_EXTERNAL_DIFF=% git diff",
    "PAGER=% man ls",
    "EDITOR=% git commit",
    "LESSOPEN='|'% less a.txt",
    "BASH_ENV=<(echo %) bash -c ls",
    "git rebase -x % HEAD~1",
    "git bisect run sh -c %",
    "git difftool -y -x %",
    "git grep -O% x",
    "git config alias.q '!'%",
    "git submodule foreach %",
    "git filter-branch --tree-filter %",
    "man -P % ls",
    "less '+!'% a.txt",
    "tar cf new6 --checkpoint=1 --checkpoint-action=exec=% src",
    "tar xf a.tar --to-command=%",
    "tar cf new6 -I % src",
    "sort --compress-program=% a.txt",
    "rsync -e % a.txt example.org:",
    "scp -S % a.txt example.org:",
    "zip new6 a.txt -T -TT %",
    "rg --pre % x",
    "fd x -x sh -c %",
    "vi -c '!'% a.txt",
    "make -f <(printf 'a:\\n\\t%%s' %)",
    "make SHELL=% all",
    "docker run -v /:/x a sh -c %",
    "tmux new-session -d %",
    "strace -o new6 sh -c %",
    "stdbuf -oL sh -c %",
    "sqlite3 a.db '.shell '%",
    "psql -c '\\! '%",
    "at now <<< %",
    "echo % | at now",
    "echo % | crontab -",
    "ls; @",
    "ls | (@)",
    "ls & { @\n}",
    "ls || ! time @",
    "echo $(@)",
    "echo \"a$(@)b\"",
    "echo \"`@`\"",
    "echo ${x:-$(@)}",
    "echo ${x:=`@`}",
    "echo ${x:?$(@)}",
    "echo $((1 + $(@)))",
    "echo ${x[$(@)]}",
    "ls $(@)",
    "> $(@)",
    "< <(@)",
    "ls 2> >(@)",
    "ls -l{,$(@)}",
    "cat <<E\n$(@)\nE",
    "cat <<-E\n`@`\nE",
    "cat <<< $(@)",
    "x[$(@)]=1",
    "x=([$(@)]=1)",
    "declare x=$(@)",
    "local x=`@`",
    "export A=$(@)",
    "readonly x=$(@)",
    "[ -n \"$(@)\" ]",
    "test -v 'x[$('%')]'",
    "[[ -v x[$(@)] ]]",
    "[[ $(@) == a ]]",
    "[[ a -eq x[$(@)] ]]",
    "((x[$(@)]))",
    "let 'x[$('%')]=1'",
    "printf -v 'x[$('%')]' a",
    "read 'x[$('%')]' <<< a",
    "unset 'x[$('%')]'",
    "for x in $(@); do ls; done",
    "for ((;$(@);)); do ls; done",
    "while @; do break; done",
    "until ! @; do :; done",
    "if @; then ls; fi",
    "if ls; then :; else @\nfi",
    "case $(@) in a) ls;; esac",
    "case a in $(@)) ls;; esac",
    "select x in a; do @; done",
    "f() { @; }; f",
    "function ls { @\n}; ls",
    "(((@)))",
    "{ { @; } 2>&1; } | cat",
    "time -p @",
    "! @",
];

/// The text inside a carrier.
fn carried(text: &str, carrier: &str) -> String {
    let escaped = |start: &str| text.bytes().fold(String::new(), |all, byte| format!("{all}{start}{byte:02x}"));
    let octal = text.bytes().fold(String::new(), |all, byte| format!("{all}\\{byte:03o}"));
    // Backquotes in backquotes end them.
    let bare = carrier.replace("`@`", "$(@)");
    let mut line = String::new();
    let mut rest = if text.contains('`') { &bare } else { carrier };
    while let Some(at) = rest.find(['@', '%', '«']) {
        line += &rest[..at];
        let mark = &rest[at..];
        let (put, length) = match () {
            () if mark.starts_with('@') => (text.to_owned(), 1),
            // `%s` of printf stays; `%%` stands for one.
            () if mark.starts_with("%s") => ("%s".to_owned(), 2),
            () if mark.starts_with("%%") => ("%".to_owned(), 2),
            () if mark.starts_with('%') => (quoted(text), 1),
            () if mark.starts_with("«B»") => (base64(text), "«B»".len()),
            () if mark.starts_with("«H»") => (escaped(""), "«H»".len()),
            () if mark.starts_with("«R»") => (quoted(&text.chars().rev().collect::<String>()), "«R»".len()),
            () if mark.starts_with("«X»") => (quoted(&octal), "«X»".len()),
            () => (escaped("\\x"), "«C»".len()),
        };
        line += &put;
        rest = &mark[length..];
    }
    line + rest
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = text.as_bytes().chunks(3).map(|bytes| {
        let number = (0..3).fold(0, |number, at| number << 8 | usize::from(bytes.get(at).copied().unwrap_or(0)));
        let digits = (0..4).map(|at| char::from(DIGITS[number >> (18 - 6 * at) & 63]));
        digits.take(bytes.len() + 1).chain("==".chars().skip(bytes.len() - 1)).collect::<String>()
    });
    groups.collect()
}

#[test]
fn base64_is_what_the_program_reads() {
    for (text, encoded) in [("rm", "cm0="), ("rm a", "cm0gYQ=="), ("abc", "YWJj"), ("", "")] {
        assert_eq!(base64(text), encoded);
    }
}

/// Each alone first: what fails here is easier to read than a mixture.
#[test]
fn no_disguise_hides_a_destructive_command() {
    let mut hidden = Vec::new();
    for payload in DESTRUCTIVE {
        let words: Vec<&str> = payload.split(' ').collect();
        let spelt = SPELLINGS.iter().map(|spelling| spelling(&words));
        for line in spelt.chain(CARRIERS.iter().map(|carrier| carried(payload, carrier))) {
            if gravest(&line) <= Kind::WriteNew {
                hidden.push(line);
            }
        }
    }
    assert!(hidden.is_empty(), "{hidden:#?}");
}

proptest! {
    #![proptest_config(settings(2500))]

    #[test]
    fn no_mixture_of_disguises_hides_a_destructive_command(
        payload in select(DESTRUCTIVE),
        spelling in select(SPELLINGS),
        carriers in prop::collection::vec(select(CARRIERS), 0..3),
    ) {
        let words: Vec<&str> = payload.split(' ').collect();
        let line = carriers.iter().fold(spelling(&words), |line, carrier| carried(&line, carrier));
        prop_assert!(gravest(&line) > Kind::WriteNew, "{}: {:?}", line, found(&line));
    }
}
