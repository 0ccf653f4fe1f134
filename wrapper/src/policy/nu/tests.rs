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
        ("do $env.x", "opaque code:$env.x"),
        ("ls | each $env.x", "opaque code:$env.x"),
        ("ls | where $env.x", "opaque code:$env.x"),
        ("ls | where name == $env.HOME", ""),
        ("ls | insert a $env.x", "opaque code:$env.x"),
        ("job spawn $env.x", "opaque code:$env.x"),
        ("try { ls } catch $env.x", "opaque code:$env.x"),
        ("let f = { ls }; do $f", "opaque code:$f"),
        ("let f = $env.x; do $f", "opaque code:$f"),
        ("let f = { rm x }; do $f", "destroy x; opaque code:$f"),
        ("[1] | reduce --fold $env.x {|a, b| $a }", ""),
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
        ("if true { cd a }; rm x", "destroy ?"),
        ("cd a | ignore; rm x", "destroy ?"),
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

/// What is decided about a proposal whose new words nobody vouches for, unless `proven`.
fn decided(typed: &str, proposed: &str, yes: bool, proven: bool) -> &'static str {
    use crate::job::{Job, Program};
    use crate::line::Part;
    use crate::policy::{Consent, Decision, Level, Request, judge};
    use crate::protocol::types::{Candidate, Origin, OriginKind, Source};
    let (typed, proposed) = (read(typed), read(proposed));
    let mut facts = machine(&[&typed, &proposed]);
    let asked = crate::policy::questions(&typed, &proposed);
    assert!(!asked.is_empty() || proposed.list.is_empty());
    facts = crate::policy::tests::answered(facts, asked);
    facts.way_back = true;
    let part = Part { line: proposed.line.text.clone(), run: proposed.clone(), again: Vec::new() };
    let local = |word: String| Origin { word, origin: OriginKind::Local };
    let words = crate::policy::change::new_words(&typed, &proposed);
    let candidate = Candidate {
        command: proposed.line.text.clone(),
        why: String::new(),
        confidence: 0.9,
        source: Source::Rule,
        rule: String::new(),
        check: None,
        proven,
        origins: if proven { words.into_iter().map(local).collect() } else { Vec::new() },
    };
    let job = Job { program: Program::Shell { shell: "nu".into(), line: part.text().to_owned() } };
    let request = Request {
        typed: &typed,
        proposed: &proposed,
        part: &part,
        candidate: &candidate,
        job,
        failed: &[],
        rules: &[],
    };
    match judge(request, &facts, Consent { level: Level::Ask, yes }) {
        Decision::Run(_) => "run",
        Decision::Ask(_) => "ask",
        Decision::Refuse(_) => "refuse",
    }
}

/// The signs of other shells in Nushell's spelling are the person's line; anything more is not. (With a yes what only makes
/// something new runs either way, as for every shell.)
#[test]
fn a_line_of_another_shell_is_translated_word_for_word() {
    let mut wrong = Vec::new();
    for (typed, proposed, unasked, with_yes) in [
        ("mkdir new && cd new", "mkdir new; cd new", "run", "run"),
        ("echo $HOME", "echo $env.HOME", "run", "run"),
        ("echo $(whoami)", "echo (whoami)", "run", "run"),
        ("cat a.txt 2> new", "cat a.txt e> new", "run", "run"),
        ("cat a.txt 2>/dev/null", "cat a.txt e> /dev/null", "run", "run"),
        ("cat a.txt > /dev/null 2>&1", "cat a.txt o+e> /dev/null", "run", "run"),
        ("cat a.txt 2> b.txt", "cat a.txt e> b.txt", "ask", "run"),
        ("ls > new", "ls | save new", "run", "run"),
        ("ls > b.txt", "ls | save -f b.txt", "ask", "run"),
        ("ls || mkdir new", "try { ls } catch { mkdir new }", "run", "run"),
        ("git add . && git commit -m x", "git add .; git commit -m x", "run", "run"),
        ("git push && ls", "git push; ls", "ask", "run"),
        ("make && ls", "make; ls", "ask", "run"),
        ("export FOO=bar", "$env.FOO = \"bar\"", "ask", "run"),
        ("export FOO='a b'", "$env.FOO = 'a b'", "ask", "run"),
        ("FOO=bar; ls", "let FOO = 'bar'; ls", "run", "run"),
        ("mkdir new && cd new", "mkdir new; cd other", "ask", "run"),
        ("mkdir new && cd new", "cd new; mkdir new", "ask", "run"),
        ("ls || mkdir new", "ls; mkdir new", "ask", "run"),
        ("cat a.txt >> b.txt && ls", "cat a.txt o> b.txt; ls", "ask", "ask"),
        ("ls >> b.txt", "ls | save -f b.txt", "ask", "ask"),
        ("export FOO=bar", "$env.FOO = \"baz\"", "ask", "ask"),
        ("export FOO=bar", "$env.PATH = \"bar\"", "ask", "ask"),
        ("rm x && ls", "rm x; ls", "ask", "ask"),
        ("ls || rm x", "try { ls } catch { rm x }", "ask", "ask"),
        ("ls && cat a.txt", "ls; rm a.txt", "refuse", "refuse"),
        ("echo $HOME", "echo $env.HOME; rm x", "refuse", "refuse"),
        ("sudo ls && ls", "sudo ls; ls", "ask", "ask"),
        ("echo $HOME", "echo $env.PATH", "ask", "run"),
        ("rm -f x", "rm -rf x", "ask", "ask"),
        // Nushell's own command of that name does something else.
        ("start a.txt && ls", "start a.txt; ls", "ask", "ask"),
        ("cat a.txt && ls", "cat a.txt; http get http://x/y", "ask", "ask"),
    ] {
        let found = (decided(typed, proposed, false, false), decided(typed, proposed, true, false));
        if found != (unasked, with_yes) {
            wrong.push(format!("{typed} -> {proposed}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_slip_is_seen_inside_of_brackets() {
    for (typed, proposed, found) in [
        ("ls | get nam", "ls | get name", "run"),
        ("ls | where nam > 3", "ls | where name > 3", "run"),
        ("echo (ls | get nam)", "echo (ls | get name)", "run"),
        ("ls | each {|it| $it.nam }", "ls | each {|it| $it.name }", "run"),
        ("rm -f x", "rm -rf x", "ask"),
        ("git psuh origin", "git push origin", "ask"),
    ] {
        assert_eq!(decided(typed, proposed, false, true), found, "{typed}");
    }
    for (typed, proposed) in [("ls | get nam", "ls | get name"), ("echo (ls | get nam)", "echo (ls | get name)")] {
        assert_eq!(decided(typed, proposed, false, false), "ask", "{typed}: nobody vouches for the word");
    }
}

#[test]
fn words_inside_of_brackets_are_compared_for_themselves() {
    use crate::policy::change;
    let (typed, proposed) = (read("echo (ls | get nam)"), read("echo (ls | get name)"));
    let change = change::one(&typed, &proposed).expect("one change");
    assert_eq!((change.from, change.to), (vec!["nam".to_owned()], vec!["name".to_owned()]));
    let (typed, proposed) = (read("ls | each {|it| $it.nam }"), read("ls | each {|f| rm $f.name }"));
    assert_eq!(change::one(&typed, &proposed), None);
    assert_eq!(change::new_words(&typed, &proposed), ["f", "rm", "$f.name"]);
}

#[test]
fn what_was_to_be_added_to_is_not_emptied() {
    let bash = |text: &str| line::parse(&Line::new(text, Dialect::Bash));
    let same = |typed: &str, nu: &str| crate::policy::translate::says_the_same(&bash(typed), &read(nu));
    assert!(same("ls > b.txt", "ls | save -f b.txt") && same("git log >> log.txt", "git log o>> log.txt"));
    assert!(!same("ls >> b.txt", "ls | save -f b.txt") && !same("git log > log.txt", "git log o>> log.txt"));
}

/// What has failed is not run a second time to be looked at.
#[test]
fn the_failed_line_is_not_run_again() {
    let again = |typed: &str, proposed: &str, stage: Option<usize>| {
        let (typed, run) = (read(typed), read(proposed));
        let failed = crate::policy::Failed { line: &typed, stage, refused: false };
        crate::policy::again::is_second_look(&failed, &run, &machine(&[&typed, &run]))
    };
    for proposed in [
        "ls nope",
        "do { ls nope }",
        "try { ls nope }",
        "(ls nope)",
        "if true { ls nope }",
        "ls nope e> x",
        "ls nope | length",
    ] {
        assert!(again("ls nope", proposed, Some(0)), "{proposed}");
    }
    assert!(!again("ls nope", "ls nop", Some(0)));
    assert!(!again("ls nope", "mkdir new; ls nope", Some(0)), "it may be there now");
    assert!(again("ls nope | get name", "ls nope", Some(0)));
}
