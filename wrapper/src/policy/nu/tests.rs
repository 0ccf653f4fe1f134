use super::*;
use crate::line::nu::tests::read;
use crate::policy::tests::machine;
use crate::policy::{effect, effects};

/// The effects of a line that a nu has read.
fn told(text: &str) -> String {
    say(&read(text))
}

fn say(line: &line::Parsed) -> String {
    let mut found: Vec<String> = effects(line, &machine(&[line]))
        .iter()
        .map(|effect| format!("{} {}", effect.kind.name(), effect.target).trim().to_owned())
        .collect();
    found.sort();
    found.dedup();
    found.join("; ")
}

#[test]
fn every_example_of_the_commands_holds() {
    let mut wrong = Vec::new();
    for (name, grammar) in table::grammars() {
        if grammar.quiet.is_empty() && grammar.fires.is_empty() {
            wrong.push(format!("{name}: no examples"));
        }
        for line in &grammar.quiet {
            let found = told(line);
            if !found.is_empty() {
                wrong.push(format!("{line}: should only read, but: {found}"));
            }
        }
        for (line, expected) in &grammar.fires {
            let mut expected: Vec<&str> = expected.split(';').map(str::trim).collect();
            expected.sort_unstable();
            let found = told(line);
            if found != expected.join("; ") {
                wrong.push(format!("{line}: expected {}, found {found}", expected.join("; ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_runs_inside_counts() {
    let mut wrong = Vec::new();
    for (text, effects) in [
        ("ls | where size > 1kb | sort-by size --reverse | first 3 | get name", ""),
        ("'a' | str uppercase", ""),
        ("ls", ""),
        ("[1 2 3] | math sum", ""),
        ("let x = ls | length", ""),
        ("try { ls } catch {|e| print $e.msg }", ""),
        ("$env.config.show_banner = false", ""),
        ("ls | get name.0", ""),
        ("if true {} else if false {} else {}", ""),
        ("rm *", "destroy ?"),
        ("rm ...(ls | get name)", "destroy ?"),
        ("ls | each {|f| rm $f.name }", "destroy ?"),
        ("ls a | each {|f| ^rm $f.name }", "destroy ?"),
        ("ls | where {|f| rm $f.name }", "destroy ?"),
        ("if true { mkdir new } else { rm x }", "destroy x; write-new new"),
        ("match 3 { 1 => { ls } _ => { rm x } }", "destroy x"),
        ("try { ls nope } catch {|e| rm x } finally { ls }", "destroy x"),
        ("let x = rm y | length; ls", "destroy y"),
        ("$env.FOO = (rm x)", "destroy x; opaque env:FOO=?"),
        ("[1, 2, {a: (rm x)}]", "destroy x"),
        ("$\"a(ls | each { rm x })\"", "destroy x"),
        ("def f [] { rm x }", "destroy x"),
        ("def f [] { rm x }; f", "destroy x"),
        ("alias ls = rm", ""),
        ("ls | tee { save x }", "write-new x"),
        ("job spawn { rm x }", "destroy x"),
        ("while (rm x) { ls }", "destroy x"),
        ("%rm x", "destroy x"),
        ("exec rm x", "destroy x"),
        ("sudo rm x", "destroy x; privilege another account"),
        ("bash -c 'rm x'", "destroy x"),
        ("git log | save -f a.txt", "write-over a.txt"),
        ("git log o> log.txt", "write-over log.txt"),
        ("git log o>> log.txt", "write-over log.txt"),
        ("ls x e> /dev/null", ""),
        ("git push --force", "destroy what others pushed; net git remote"),
        ("http get http://x/y", "net x"),
        ("ls | par-each {|x| http get $x }", "net ?; process ?"),
        ("open x.db | query db 'drop table x'", "destroy a database"),
        ("do { cd a; rm x }", "destroy a/x"),
        ("a; cd /tmp; ./b", "opaque file:/tmp/b; unknown the program a"),
        ("$env.FOO = \"bar\"", "opaque env:FOO=bar"),
        ("$env.PATH = '/x'", "opaque env:PATH=/x"),
        ("$env.LD_PRELOAD = '/x.so'", "opaque env:LD_PRELOAD=/x.so"),
        ("load-env {LD_PRELOAD: x}", "opaque env:LD_PRELOAD=x"),
        ("with-env {LD_PRELOAD: x} { ls }", "opaque env:LD_PRELOAD=x"),
        ("LD_PRELOAD=x ls", "opaque env:LD_PRELOAD=x"),
        ("$env.config.hooks.pre_prompt = [{ ls }]", "opaque code:the setting config.hooks.pre_prompt"),
        ("$env.config.hooks.pre_prompt = []", "opaque code:the setting config.hooks.pre_prompt"),
        ("$env.PROMPT_COMMAND = {|| ls }", "opaque env:PROMPT_COMMAND=?"),
        ("$env.foo = 3", ""),
        ("^$env.X y", "unknown the command ^$env.X"),
        ("^(\"ls\") a", "unknown the command ^(\"ls\")"),
        ("nu -c 'ls'", "unknown the program nu"),
        ("config nu", "opaque program:the editor"),
        ("hide ls", "unknown what names mean from here on"),
        ("run-internal x", "unknown Nushell's run-internal"),
        ("commandline edit --accept 'rm x'", "unknown a line that is run next"),
        ("def \"git foo\" [] { rm x }; git foo", "destroy x"),
    ] {
        let found = told(text);
        if found != effects {
            wrong.push(format!("{text}: expected {effects}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for text in ["match 1 { 1 if (rm y) => { ls } }", "use std", "source a.nu", "$x = 4", "a && b"] {
        assert!(told(text).contains("unknown it "), "{text}");
    }
}

/// A line changes what a name means: nothing is said of it by the name any more.
#[test]
fn names_of_the_line_and_of_the_session_come_first() {
    use crate::protocol::types::{Name, NameKind};
    let with = |text: &str, kind: NameKind, name: &str, meant: &str| {
        let parsed = read(text);
        let mut facts = machine(&[&parsed]);
        facts.names = vec![Name { name: name.to_owned(), kind, text: meant.to_owned() }];
        effect::gravest(&effects(&parsed, &facts))
    };
    assert_eq!(with("ls", NameKind::Function, "ls", ""), Kind::Opaque);
    assert_eq!(with("ls", NameKind::Alias, "ls", "ls -la"), Kind::Read);
    assert_eq!(with("ls", NameKind::Alias, "ls", "rm -rf"), Kind::Read, "nothing is named to be deleted");
    assert_eq!(with("ls a/b", NameKind::Alias, "ls", "rm -rf"), Kind::Destroy);
    assert_eq!(with("f", NameKind::Alias, "f", "rm x"), Kind::Destroy);
    assert_eq!(with("f", NameKind::Alias, "f", "ls; rm x"), Kind::Opaque);
    assert_eq!(with("%rm x", NameKind::Function, "rm", ""), Kind::Destroy);
    assert_eq!(with("^git log --oneline -3; ls", NameKind::Function, "git", ""), Kind::Opaque);
    assert_eq!(
        effect::gravest(&effects(&read("alias ls = rm; ls x"), &machine(&[&read("alias ls = rm; ls x")]))),
        Kind::Unknown
    );
}

/// Each command this nu has is either known, or asked; none is both looked at and changed.
#[test]
fn no_command_is_named_twice() {
    for (name, _) in table::grammars() {
        assert!(matches!(table::own(name), Some(Own::Does(_))), "{name}");
    }
    for name in [
        "rm",
        "save",
        "exec",
        "source",
        "kill",
        "plugin add",
        "config reset",
        "history",
        "input",
        "http",
        "run",
        "idx watch",
    ] {
        assert!(!matches!(table::own(name), Some(Own::Reads)), "{name}");
    }
}
