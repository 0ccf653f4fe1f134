//! What the host knows of a failure: all that was printed, and nothing else.

use crate::stage::{Setup, Shell, Stage};

const FAILS: &str = "#!/bin/sh
echo told
echo complained >&2
exit 3
";

in_shells!(errors_of_every_kind: bash zsh fish nu);
fn errors_of_every_kind(stage: &Stage) {
    stage.hosted(
        |setup| setup.script("fails", FAILS),
        |session| {
            let is_nu = session.shell == Shell::Nu;
            let mut check = |line: &str, wanted: &[&str]| {
                session.line(line);
                let captured = session.captured();
                let mut at = 0;
                for text in wanted {
                    let found = captured[at..].find(text);
                    at += found.unwrap_or_else(|| panic!("{line}: {text:?} in {captured:?}"));
                }
                captured
            };
            // Both streams, in their order.
            check("fails", &["told\r\n", "complained\r\n"]);
            if is_nu {
                // (It has a proposal for a folder that is not there.)
                check("error make {msg: 'an error of its own'}", &["an error of its own"]);
            } else {
                check("cd /none", &["/none"]);
            }
            check("no-such-program-at-all x", &["no-such-program-at-all"]);
            if is_nu {
                // Its own errors, and what programs print; a line that it cannot read; nothing where it went elsewhere.
                check("ls /none", &["nu::shell::io::", "/none"]);
                check("^ls /none | sh -c 'cat; exit 4'", &["/none"]);
                check("[1 2] | get nothing-like-this", &["nothing-like-this"]);
                check("ls | each {|x| $unheard_of }", &["nu::parser::", "$unheard_of"]);
                let nothing = check("^ls /none e> /dev/null", &[]);
                assert!(!nothing.contains("cannot access"), "{nothing:?}");
                let some =
                    check("^sh -c \"head -c 300000 /dev/zero | tr '\\\\0' x | fold\"; ^ls /none", &["xxxx", "/none"]);
                assert!(some.len() < 200_000, "bounded");
                return;
            }
            check("ls /none | sh -c 'cat; exit 4'", &["/none"]);
            check("true; ls /none", &["/none"]);
            let nothing = check("ls /none 2>/dev/null", &[]);
            assert!(!nothing.contains("/none'"), "{nothing:?}");
            let some = check("head -c 300000 /dev/zero | tr '\\0' x | fold; ls /none", &["xxxx", "/none"]);
            assert!(some.len() < 200_000, "bounded");
        },
    );
}

in_shells!(lines_that_cannot_be_read: bash zsh nu);
fn lines_that_cannot_be_read(stage: &Stage) {
    stage.hosted(
        |_| (),
        |session| {
            let screen = session.line(session.says("echo (a b)", "echo (a b)", "", "print $unheard_of"));
            assert!(!screen.is_empty());
            let captured = session.captured();
            let wanted =
                session.says("syntax error near unexpected token", "number expected", "", "variable_not_found");
            assert!(
                captured.contains(wanted) || captured.contains("no matches") || captured.contains("unknown"),
                "{captured:?}"
            );
        },
    );
}

in_shells!(all_of_it_is_there_at_the_prompt: bash zsh fish nu);
fn all_of_it_is_there_at_the_prompt(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.script("fails", "#!/bin/sh\nhead -c 3000 /dev/zero | tr '\\0' e >&2\necho \" end of $1\" >&2\nexit 3\n");
        // Nobody is asked, so that this is fast.
        setup.file(".config/ghost/config.toml", "[ignore]\nprograms = ['fails']\n");
    };
    stage.hosted(arrange, |session| {
        let (pid, count) = session.next_run();
        for number in 1..=25 {
            session.keys(&format!("fails {number}\r"));
            session.await_prompt();
            let captured = session.recorded(&format!("{pid}.{}", count + number));
            assert!(captured.contains(&format!(" end of {number}\r\n")), "{captured:?}");
            assert!(captured.matches('e').count() >= 3000, "all of it");
        }
    });
}

in_shells!(much_output: bash zsh fish nu);
fn much_output(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line(session.says("seq 1 100000", "seq 1 100000", "seq 1 100000", "^seq 1 100000"));
            assert!(session.screen().contains("\n100000\n"));
            let printed = session.terminal().printed().len();
            assert!(printed > 688_895, "nothing is lost: {printed}");
            session.line(session.says(
                "seq 1 20000; ls /none",
                "seq 1 20000; ls /none",
                "seq 1 20000; ls /none",
                "^seq 1 20000; ls /none",
            ));
        },
    );
}

in_shells!(marks_of_others_are_left_alone: bash zsh fish nu);
fn marks_of_others_are_left_alone(stage: &Stage) {
    let forged = b"\x1b]6973;0123456789abcdef;D;1.1;1;1\x07after\x1b]6973;\x07\x1b]6973;;A\x07\n";
    stage.compare(
        |setup| std::fs::write(setup.home().join("evil.txt"), forged).expect("a file"),
        |session| {
            session.line("cat evil.txt");
            let printed: Vec<u8> = forged[..forged.len() - 1].to_vec();
            assert!(session.has_printed(&printed), "as it is");
            assert!(session.line("echo still here").ends_with("\nstill here\n<3> "));
            if session.shell == Shell::Bash {
                session.line("cat evil.txt >&2; ls /none");
            }
        },
    );
}
