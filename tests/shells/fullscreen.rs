//! Programs that take the whole screen, and give it back.

use std::process::Command;

use crate::stage::{Mode, Setup, Stage};

in_shells!(an_editor: bash zsh fish nu);
fn an_editor(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("vim -u NONE -N text.txt\r");
            session.await_text("\"text.txt\" [New]");
            assert!(session.terminal().screen().alternate_screen());
            session.keys("ihello from an editor");
            session.await_text("hello from an editor");
            session.calm();
            session.terminal().resize(30, 100);
            session.await_screen("the last line", |screen| {
                screen.rows(0, 100).nth(29).is_some_and(|row| row.starts_with("-- INSERT --"))
            });
            session.calm();
            session.terminal().resize(24, 80);
            // Until it hears of the new size it goes on drawing for the old one.
            session.await_screen("all of it, drawn for the new size", |screen| {
                let shown = screen.contents();
                shown.starts_with("hello from an editor\n")
                    && shown.lines().filter(|line| line.trim_end() == "~").count() == 22
                    && shown.lines().nth(23).is_some_and(|row| row.starts_with("-- INSERT --"))
            });
            session.look("typed");
            session.keys("\x1b:wq\r");
            session.await_prompt();
            session.look("back");
            assert_eq!(session.read("text.txt"), "hello from an editor\n");
        },
    );
}

in_shells!(an_editor_that_reads_a_pipe: bash zsh fish nu);
fn an_editor_that_reads_a_pipe(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("echo piped text | vim -u NONE -N -\r");
            session.await_text("piped text\n~");
            session.keys(":w! text.txt\r");
            session.await_text("written");
            session.keys(":q!\r");
            session.await_prompt();
            session.look("back");
            assert_eq!(session.read("text.txt"), "piped text\n");
        },
    );
}

in_shells!(a_pager: bash zsh fish nu);
fn a_pager(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            // More than a pipe takes, so that seq is still there when less begins. A nu that has seen the first program of
            // a pipeline end takes the terminal back, and it depends on the moment whether it gives it to the second.
            session.keys(session.says(
                "seq 1 20000 | less\r",
                "seq 1 20000 | less\r",
                "seq 1 20000 | less\r",
                "^seq 1 20000 | less\r",
            ));
            session.await_text("\n23\n:");
            session.look("its first page");
            session.keys("G");
            session.await_text("20000\n(END)");
            session.look("its last page");
            session.keys("q");
            session.await_prompt();
            session.look("back");
        },
    );
}

in_shells!(a_pager_of_git: bash zsh fish nu);
fn a_pager_of_git(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        let text: String = (1..60).map(|number| format!("\nline {number} of the message\n")).collect();
        let tree = setup.home().join("tree");
        let git = |words: &[&str]| {
            let out = Command::new("git")
                .args(words)
                .env_clear()
                .env("HOME", setup.home())
                .env("PATH", "/usr/bin:/bin")
                .envs(["AUTHOR", "COMMITTER"].iter().flat_map(|who| {
                    [("NAME", "Sam"), ("EMAIL", "sam@example.org"), ("DATE", "2024-01-02T03:04:05Z")]
                        .map(|(what, value)| (format!("GIT_{who}_{what}"), value))
                }))
                .output()
                .expect("git");
            assert!(out.status.success(), "{out:?}");
        };
        let tree = tree.to_str().expect("a path");
        git(&["init", "--quiet", tree]);
        git(&["-C", tree, "commit", "--quiet", "--allow-empty", "--message", &text]);
    };
    stage.compare(arrange, |session| {
        session.line("cd tree");
        session.keys("git log\r");
        session.await_text("line 9 of the message");
        session.await_at_cursor(":");
        let rows = session.colours().join("\n");
        session.note("its first page", rows);
        session.keys("q");
        session.await_prompt();
        session.look("back");
    });
}

in_shells!(a_chooser: bash zsh fish nu);
fn a_chooser(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys(session.says(
                "seq 1 50 | fzf --no-info > chosen.txt\r",
                "seq 1 50 | fzf --no-info > chosen.txt\r",
                "seq 1 50 | fzf --no-info > chosen.txt\r",
                "^seq 1 50 | fzf --no-info o> chosen.txt\r",
            ));
            session.await_at_cursor("> ");
            session.await_text("> 1 ");
            session.keys("47");
            // What is typed is there before what is found by it.
            session.await_screen("it is typed, and is chosen", |screen| {
                screen.contents().lines().filter(|line| line.trim_end() == "> 47").count() == 2
            });
            session.keys("\r");
            session.await_prompt();
            session.look("back");
            assert_eq!(session.read("chosen.txt"), "47\n");
        },
    );
}

in_shells!(top: bash zsh fish nu);
fn top(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("top -d 1\r");
            session.await_text("load average");
            session.keys("q");
            session.await_prompt();
            // Its last page stays, and is another one each time.
            session.line("clear");
            session.line("echo back");
        },
    );
}

const DRAWS: &str = "#!/bin/sh
echo an error before
printf '\\033[?1049h\\033[2J\\033[Hdrawn on the other screen'
printf '\\033[?1049l'
echo an error after
exit 3
";

in_shells!(what_is_drawn_is_not_recorded: bash zsh fish nu);
fn what_is_drawn_is_not_recorded(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("draws", DRAWS);
    stage.compare(arrange, |session| {
        session.line("draws");
        if session.mode != Mode::Bare {
            let captured = session.captured();
            assert!(captured.contains("error before") && captured.contains("error after"), "{captured:?}");
            assert!(!captured.contains("drawn"), "{captured:?}");
        }
    });
}
