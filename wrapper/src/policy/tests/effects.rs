//! What a line does, however it is dressed, in each shell.

use super::*;

#[test]
fn what_is_not_understood_is_asked() {
    for (typed, proposed) in [
        ("ls x", "ls \u{a0}x"),
        ("echo x", "echo \u{202e}x"),
        ("ls", &format!("ls {}", "x".repeat(5000))),
        ("ls", "ls (x"),
        ("ls", "$x"),
        ("ls", "ls $(frobnicate)"),
        ("ls", "l\u{455}"),
        ("ls", "hiding-tool"),
        ("ls", "sh -c \"sh -c 'sh -c \\\"sh -c ls\\\"'\""),
        ("ls", "ls --frob"),
        ("echo x", "echo ${x@P}"),
        ("echo x", "echo $((x))"),
    ] {
        for case in [&ASK, &AUTO, &YES] {
            assert_eq!(verdict(typed, proposed, case), "ask", "{proposed}");
        }
    }
}

#[test]
fn a_name_nobody_looked_up_is_not_trusted() {
    let line = read("ls");
    let facts = Facts::new("/", "/", false);
    assert_eq!(effects(&line, &facts).len(), 1);
    let mut facts = facts;
    facts.set_program("ls", Found::System);
    assert!(effects(&line, &facts).is_empty());
    // Nor is one that hides the usual program, or only looks like it.
    facts.set_program("ls", Found::Hiding);
    facts.set_program("l\u{455}", Found::System);
    for text in ["ls", "l\u{455}"] {
        assert_eq!(effects(&read(text), &facts).first().map(|effect| effect.kind), Some(Kind::Unknown), "{text}");
    }
    // A file nobody looked at is taken to be there.
    let copy = read("cp a b");
    facts.set_program("cp", Found::System);
    assert_eq!(effects(&copy, &facts).first().map(|effect| effect.kind), Some(Kind::WriteOver));
}

#[test]
fn aliases_mean_their_text() {
    use crate::protocol::types::{Name, NameKind};
    let line = read("ll src");
    let mut facts = Facts::new("/", "/", false);
    facts.set_program("ls", Found::System);
    facts.set_program("rm", Found::System);
    let alias = |text: &str| Name { name: "ll".into(), kind: NameKind::Alias, text: text.into() };
    facts.names = vec![alias("ls -l")];
    assert!(effects(&line, &facts).is_empty());
    facts.names = vec![alias("rm -f")];
    assert_eq!(effects(&line, &facts)[0].kind, Kind::Destroy);
    facts.names = vec![alias("ls; rm")];
    assert_eq!(effects(&line, &facts)[0].kind, Kind::Opaque);
    facts.names = vec![Name { name: "ll".into(), kind: NameKind::Function, text: String::new() }];
    assert_eq!(effects(&line, &facts)[0].kind, Kind::Opaque);
}

/// An alias stands for the program only where a shell looks it up.
#[test]
fn a_harmless_alias_hides_no_program() {
    use crate::protocol::types::{Name, NameKind};
    let name = |name: &str, kind, text: &str| Name { name: name.into(), kind, text: text.into() };
    for text in ["\\rm a", "'rm' a", "command rm a", "env rm a", "ls | xargs rm", "sh -c 'rm a'", "nice rm a"] {
        let line = read(text);
        let mut facts = machine(&[&line]);
        facts.names = vec![name("rm", NameKind::Alias, "echo no")];
        assert_eq!(effect::gravest(&effects(&line, &facts)), Kind::Destroy, "{text}");
        facts.names = vec![name("rm", NameKind::Function, "")];
        assert_eq!(effect::gravest(&effects(&line, &facts)), Kind::Destroy, "{text}");
    }
    // What is no program otherwise stays what it stands for.
    let line = read("ll src");
    let mut facts = machine(&[&line]);
    facts.names = vec![name("ll", NameKind::Alias, "echo")];
    assert!(effects(&line, &facts).is_empty());
    // Behind a blank at the end of one the next word is looked up as well.
    facts.names = vec![name("ll", NameKind::Alias, "echo "), name("src", NameKind::Alias, "x; rm a")];
    assert_eq!(effect::gravest(&effects(&line, &facts)), Kind::Opaque);
}

/// Variables that are set by other means than `NAME=value`.
#[test]
fn no_way_round_sets_the_search_path() {
    for text in [
        "read PATH <<< a; git status",
        "while read PATH; do git status; done",
        "printf -v PATH a; git status",
        "mapfile PATH; ls",
        "getopts a PATH; ls",
        "wait -p PATH; ls",
        "unset PATH; git status",
        "for PATH in a; do ls; done",
        ": {PATH}>/dev/null; git status",
        "{PATH}>/dev/null; git status",
    ] {
        for case in [&ASK, &AUTO, &YES] {
            assert_eq!(verdict("frobnicate", text, case), "ask", "{text}");
        }
    }
    assert_eq!(verdict("frobnicate", "read line; echo {a} >/dev/null", &UNPROVEN), "run");
}

/// Hidden in a wrapper, in quotes, in a substitution or behind an alias: a deletion stays a deletion.
#[test]
fn no_disguise_lowers_an_effect() {
    let disguises = [
        "rm a.txt",
        "\\rm a.txt",
        "'rm' a.txt",
        "r''m a.txt",
        "$'rm' a.txt",
        "$'\\x72m' a.txt",
        "/bin/rm a.txt",
        "command rm a.txt",
        "env rm a.txt",
        "env -i A=1 rm a.txt",
        "nice -n 5 rm a.txt",
        "timeout 5 rm a.txt",
        "nohup rm a.txt",
        "time rm a.txt",
        "! rm a.txt",
        "exec rm a.txt",
        "sh -c 'rm a.txt'",
        "bash -c \"rm a.txt\"",
        "sh -c \"sh -c 'rm a.txt'\"",
        "eval 'rm a.txt'",
        "eval rm a.txt",
        "trap 'rm a.txt' EXIT",
        "(rm a.txt)",
        "{ rm a.txt; }",
        "if rm a.txt; then :; fi",
        "ls; rm a.txt",
        "ls | rm a.txt",
        "ls & rm a.txt",
        "ls || rm a.txt",
        "echo $(rm a.txt)",
        "echo \"`rm a.txt`\"",
        "cat <(rm a.txt)",
        "x=$(rm a.txt)",
        "for f in a; do rm a.txt; done",
        "while rm a.txt; do :; done",
        "case a in a) rm a.txt;; esac",
        "f() { rm a.txt; }",
        "find . -exec rm a.txt \\;",
        "ls | xargs rm a.txt",
        "sudo rm a.txt",
        "ls\nrm a.txt",
        "cd src && rm a.txt",
        "echo x > /dev/null; rm a.txt # ls",
        "[[ -n $(rm a.txt) ]]",
        "watch 'rm a.txt'",
        "flock new rm a.txt",
        "find . -exec rm + {} \\;",
        "find . -exec env rm -f + {} \\;",
        "ls | xargs -I ls rm ls",
        ":() { : | : & }; :",
        "f() { ls | f; }; f",
        "rm() { :; }; command rm a.txt",
        "rm() { :; }; env rm a.txt",
        "(rm() { :; }); rm a.txt",
        "false && rm() { :; }; rm a.txt",
        "g() { rm() { :; }; }; rm a.txt",
        "rm() { :; } | cat; rm a.txt",
    ];
    for line in disguises {
        let parsed = read(line);
        let worst = effects(&parsed, &machine(&[&parsed])).iter().map(|effect| effect.kind).max();
        assert_eq!(worst, Some(Kind::Destroy), "{line}");
    }
}

/// What is hidden in a value, a list, a file of options or a slash is found or asked about.
#[test]
fn hidden_effects_are_not_taken_for_reading() {
    for (text, kind) in [
        ("x=/dev/tcp/h/80; cat < $x", Kind::Unknown),
        ("for h in /dev/tcp/h/80; do cat < $h; done", Kind::Unknown),
        ("declare -a x='($(rm a.txt))'", Kind::Unknown),
        ("declare -A x=\"(\\$(rm a.txt))\"", Kind::Unknown),
        ("g() { ls; }; f() { g; }; g() { f; }; f", Kind::Unknown),
        ("npm_config_script_shell=./x npm ls", Kind::Opaque),
        ("tmux ls \\; kill-server", Kind::Unknown),
        ("tmux ls -t 'x;' kill-server", Kind::Unknown),
        ("env -C /home/ann touch .bashrc", Kind::Unknown),
        ("cd $x && cp -n a.txt .bash_login", Kind::WriteOver),
        ("sed 'y/[/]/;e id;#/' a.txt", Kind::Unknown),
        ("rpm -q -f --pipe ./x a.txt", Kind::Unknown),
    ] {
        let parsed = read(text);
        assert_eq!(effect::gravest(&effects(&parsed, &machine(&[&parsed]))), kind, "{text}");
    }
    for text in [
        "for f in *.txt; do wc -l < \"$f\"; done",
        "while read -r l; do echo \"$l\"; done < \"$f\"",
        "declare -f name",
        "ls() { command ls -l; }; ls",
        "grep -e --flag a.txt",
        "git log --pretty=format:%h",
        "date -d '-1 day' +%F",
    ] {
        let parsed = read(text);
        assert_eq!(effect::gravest(&effects(&parsed, &machine(&[&parsed]))), Kind::Read, "{text}");
    }
}

/// Each shell's own words mean what they mean there.
/// What a word may come to, it is judged as, whatever its beginning looks like.
#[test]
fn a_word_that_may_be_an_option_is_the_worst_of_them() {
    for line in [
        "sort -{onew,r} a.txt",
        "sort -$x a.txt",
        "sort -* a.txt",
        "ls -$x",
        "git diff -{-output=a.txt,-stat}",
        "fuser -{k,v} a.txt",
        "man -{P,k}sh x",
        "rg -{-pre=sh,x} a",
        "vim $x",
        "less \"$x\"",
        "fd a $x",
        "pylint $x",
        "ag x $x",
        "ag {x,--pager=sh} a",
        "file $x",
        "cd folder-of-signs && vim *",
        "cd folder-of-signs && fd x *",
        "cd folder-of-signs && file *",
        "cd $x && ag a *",
    ] {
        assert_ne!(told(line), "", "{line}");
    }
    for line in [
        "cat $x",
        "wc -l \"$f\"",
        "ls *",
        "cat *",
        "ag x *",
        "fd x *.rs",
        "vim -- *",
        "echo -$x",
        "ag {a-b,c}",
        "cat - a.txt",
        "fd a -- $x",
    ] {
        assert!(!told(line).contains("unknown"), "{line}: {}", told(line));
    }
}

#[test]
fn dialects_differ() {
    for (text, dialect, worst) in [
        ("ls -l", Dialect::Nu, Kind::Read),
        ("rm x", Dialect::Nu, Kind::Destroy),
        ("mkdir new", Dialect::Nu, Kind::WriteNew),
        ("git log | lines", Dialect::Nu, Kind::Read),
        ("open a.txt | save b.txt", Dialect::Nu, Kind::WriteNew),
        ("ls | where size > 1kb", Dialect::Nu, Kind::Unknown),
        ("set -U x y", Dialect::Fish, Kind::Opaque),
        ("set -e", Dialect::Bash, Kind::WriteNew),
        ("path=a", Dialect::Bash, Kind::Read),
        ("path=a; git status", Dialect::Zsh, Kind::Opaque),
        ("for fpath in a; do ls; done", Dialect::Zsh, Kind::Opaque),
        ("zsh -c 'path=a; git status'", Dialect::Bash, Kind::Opaque),
        ("fish_function_path=a ls", Dialect::Fish, Kind::Opaque),
        ("history clear", Dialect::Fish, Kind::Destroy),
        ("history search a", Dialect::Fish, Kind::Read),
        ("cat a.txt | source", Dialect::Fish, Kind::Opaque),
        ("ls (rm x)", Dialect::Fish, Kind::Unknown),
        ("git log | head", Dialect::Fish, Kind::Read),
        ("echo *(e:'rm x':)", Dialect::Zsh, Kind::Unknown),
        ("printf '%d\\n' 'x[$(ls)]'", Dialect::Zsh, Kind::Unknown),
        ("printf '%d\\n' 'x[$(ls)]'", Dialect::Bash, Kind::Read),
        ("printf '%s %d\\n' a 5", Dialect::Zsh, Kind::Unknown),
        ("printf '%s\\n' $x", Dialect::Zsh, Kind::Read),
        ("[ 'a[$(ls)]' -eq 1 ]", Dialect::Zsh, Kind::Unknown),
        ("[ -t 'a[$(ls)]' ]", Dialect::Zsh, Kind::Unknown),
        ("[ $# -gt 0 ]", Dialect::Zsh, Kind::Read),
        ("return 'a[$(ls)]'", Dialect::Zsh, Kind::Unknown),
        ("return $?", Dialect::Zsh, Kind::Read),
        ("COLUMNS='a[$(ls)]'", Dialect::Zsh, Kind::Opaque),
        ("COLUMNS=80 ls", Dialect::Zsh, Kind::Read),
        ("typeset -F x='a[$(ls)]'", Dialect::Zsh, Kind::Unknown),
        ("hash ls=/tmp/x", Dialect::Zsh, Kind::Unknown),
        ("bindkey -a '^X' a", Dialect::Zsh, Kind::Unknown),
        ("read -p PATH", Dialect::Zsh, Kind::Unknown),
        ("read -p x line", Dialect::Bash, Kind::Read),
        ("read -r line", Dialect::Zsh, Kind::Read),
        ("precmd_functions+=(x)", Dialect::Zsh, Kind::Opaque),
        ("echo $x[a]", Dialect::Zsh, Kind::Unknown),
        ("read -p 'rm x' name", Dialect::Fish, Kind::Opaque),
        ("alias ls 'rm x'", Dialect::Fish, Kind::Opaque),
        ("complete -a '(rm x)' ls", Dialect::Fish, Kind::Opaque),
        ("help ls", Dialect::Fish, Kind::Opaque),
        ("ls ^x", Dialect::Fish, Kind::Unknown),
        ("=ls", Dialect::Zsh, Kind::Unknown),
        ("ls **/*.c", Dialect::Zsh, Kind::Read),
        ("zsh -c 'echo *(e:\"rm x\":)'", Dialect::Bash, Kind::Unknown),
    ] {
        let line = line::parse(&Line::new(text, dialect));
        assert_eq!(effect::gravest(&effects(&line, &machine(&[&line]))), worst, "{text}");
    }
}

#[test]
fn a_function_of_the_line_hides_no_program_from_what_starts_programs() {
    assert_eq!(told("frob() { :; }; frob a"), "");
    for line in ["command rm a", "env rm a", "nice rm a", "xargs rm", "sh -c 'rm a'"] {
        assert!(told(&format!("rm() {{ :; }}; {line}")).contains("destroy"), "{line}");
    }
}
