//! Lines that failed, and what might be proposed for them.

use super::*;
use crate::policy::{Found, Place, Question, questions};

fn read(text: &str) -> line::Parsed {
    line::parse(&Line::new(text, Dialect::Bash))
}

fn again(typed: &str, stage: Option<usize>, run: &str, names: &[&str]) -> bool {
    let name = |name: &&str| Name { name: (*name).to_owned(), kind: NameKind::Function, text: String::new() };
    again_among(typed, stage, run, names.iter().map(name).collect())
}

fn again_among(typed: &str, stage: Option<usize>, run: &str, names: Vec<Name>) -> bool {
    let (typed, run) = (read(typed), read(run));
    let mut facts = Facts::new("/home/ann", "/home/ann", false);
    facts.names = names;
    for question in questions(&typed, &run) {
        match question {
            Question::Path(path) => facts.set_path(path, Place::Missing),
            Question::Program(name) => facts.set_program(name, Found::System),
            Question::Signs(folder) => facts.set_signs(folder, false),
        }
    }
    is_second_look(&Failed { line: &typed, stage, refused: false }, &run, &facts)
}

#[test]
fn the_failed_line_is_known_however_it_is_written() {
    for run in [
        "make  all",
        "'make' all",
        "ma\\ke \"all\"",
        "make all;",
        "make all # once more",
        "make all || true",
        "make all; echo done",
        "make all 2>&1 | tail -5",
        "make all >log 2>&1",
        "true; make all",
        ": && make all",
        "echo trying && make all",
        "cd . && make all",
        "{ make all; }",
        "(make all)",
        "time make all",
        "command make all",
        "env make all",
        "exec make all",
        "nice -n 5 make all",
        "timeout 60 make all",
        "/usr/bin/env make all",
        "sh -c 'make all'",
        "bash -lc \"make all\"",
        "eval make all",
        "echo \"$(make all)\"",
        "cat <(make all)",
        "if make all; then ls; fi",
        "while ! make all; do ls; done",
        "! make all",
        "make all &",
        "env -- make all",
        "nice -- make all",
        "command -p make all",
        "setsid -c make all",
        "exec -a other make all",
        "env nice -n 5 make all",
        "{ { { { { { { { { { { make all; }; }; }; }; }; }; }; }; }; }; }",
        "cd ./ && make all",
        "cd -- . && make all",
        "cd \"$PWD\" && make all",
        "cd $(pwd); make all",
        "f() { make all; }; f",
        "for i in 1; do make all; done",
    ] {
        assert!(again("make all", Some(0), run, &[]), "{run}");
    }
    for (typed, run) in [
        ("A=1 make all", "env A=1 make all"),
        ("env A=1 make all", "A='1' make all"),
        ("env make all", "make all"),
        ("command make all", "make 'all'"),
        ("timeout 5 make all", "env timeout 5 'make' all"),
        ("make all >/dev/null 2>&1", "make all"),
        ("make all 2>/dev/null", "make all 2>&1 | less"),
        ("make all >log", "make all 1>log"),
        ("make all >log", "make all >|'log'"),
        ("x=$(make all)", "make all"),
        ("ls \"$(make all)\"", "make all"),
        ("if true; then make all; fi", "make all"),
        ("{ ls; make all; }", "make all"),
        ("{ make all; } 2>&1", "make all"),
        ("make $x", "eval 'make $x'"),
    ] {
        assert!(again(typed, None, run, &[]), "{typed} → {run}");
    }
    assert!(again("cat a | make all", Some(1), "cat a | { make all; }", &[]));
    assert!(again("cat a | { make all; }", Some(1), "(cat a) | make all", &[]));
    assert!(again("ls $x", None, "ls ${x}", &[]));
    assert!(again("{ make all; }", Some(0), "make all", &[]));
    assert!(again("for i in 1 2; do make $i; done", Some(0), "for i in 1 2 ; do  make $i; done", &[]));
    assert!(again("cat a | make all", None, "cat a | make 'all'", &[]));
    assert!(again("cat a | make all", Some(1), "cat a | make all | head", &[]));
    assert!(again("ls; make all", Some(1), "make all", &[]), "the part that failed");
    assert!(again("make all >log", Some(0), "make all > log", &[]));
}

#[test]
fn another_line_is_another_line() {
    for run in [
        "make al",
        "make 'a ll'",
        "make all -k",
        "make -C . all",
        "A=1 make all",
        "env A=1 make all",
        "env -i make all",
        "sudo make all",
        "mkdir build && make all",
        "cd src && make all",
        "export A=1; make all",
        "A=1; make all",
        "touch Makefile; make all",
        "source env && make all",
        "make all <answers",
        "cat answers | make all",
        "yes | make all",
        "git pull && make all",
        "./configure && make all",
        "echo make all",
        "make clean; make all",
    ] {
        assert!(!again("make all", Some(0), run, &[]), "{run}");
    }
    for (typed, run) in [
        ("git commit -m a b", "git commit -m 'a b'"),
        ("ls $x", "ls \"$x\""),
        ("cat my file", "cat 'my file'"),
        ("echo x >/etc/y", "echo x | tee /etc/y"),
        ("ls 2>1", "ls 2>&1"),
        ("timeout 5 make all", "make all"),
        ("sudo make all", "make all"),
        ("find . -name *.c", "find . -name '*.c'"),
        ("ls ~", "ls '~'"),
        ("mv $f x", "for f in a b; do mv $f x; done"),
        ("make $x", "((x=1)); make $x"),
        ("make $x", "bash -c 'make $x'"),
        ("ls *.c", "sh -c 'ls *.c'"),
        ("make all", "make() { command make -k all; }; make all"),
        ("make all 2>&3", "make all 2>&1"),
        ("make all >/etc/log", "make all >log"),
        ("{ make all; } >/etc/log", "make all"),
        ("make all -v", "command -v make all"),
        ("nice -n -5 make all", "make all"),
        ("env cd src", "cd src"),
        ("if ls; then cat x; fi", "cat x"),
    ] {
        assert!(!again(typed, Some(0), run, &[]), "{typed} → {run}");
    }
    assert!(!again("cat b | make all", Some(1), "cat a | make all", &[]), "its input is another one");
    assert!(!again("ls; make all", None, "make all", &[]), "nobody knows which part has failed");
    assert!(!again("echo 'x", None, "echo 'x'", &[]), "nothing of it has run");
}

#[test]
fn past_an_alias_it_is_another_command() {
    assert!(again("ls -l", Some(0), "ls  -l", &["ls"]));
    assert!(!again("ls -l", Some(0), "\\ls -l", &["ls"]));
    assert!(!again("ls -l", Some(0), "command ls -l", &["ls"]));
    assert!(again("ls -l", Some(0), "command ls -l", &[]));
    assert!(!again("env ls -l", Some(0), "ls -l", &["ls"]));
}

#[test]
fn an_alias_stands_for_its_words() {
    let alias = |name: &str, text: &str| Name { name: name.to_owned(), kind: NameKind::Alias, text: text.to_owned() };
    let names =
        || vec![alias("m", "make"), alias("all", "m all"), alias("make", "make -j4"), alias("both", "ls; make")];
    for (typed, run, is_again) in [
        ("m all", "make all", true),
        ("make all", "m all", true),
        ("all", "m  'all'", true),
        ("all -k", "make all -k", true),
        ("make all", "'make' all", false),
        ("make all", "command make all", false),
        ("'make' -j4 all", "make all", true),
        ("m all", "m al", false),
        ("all", "'all'", false),
        ("both all", "'both' all", false),
    ] {
        assert_eq!(again_among(typed, Some(0), run, names()), is_again, "{typed} → {run}");
    }
}
