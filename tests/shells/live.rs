//! Repairs in the live shell: what runs there is as real as what is typed.

use crate::ask::answered_by;
use crate::keys::state_of;
use crate::session::Session;
use crate::stage::{Mode, Setup, Shell, Stage};

/// The line that tells what was repaired.
fn told(line: &str) -> String {
    format!("✓ {line}")
}

in_shells!(a_folder_is_changed: bash zsh fish nu);
fn a_folder_is_changed(stage: &Stage) {
    stage.hosted(
        |_: &mut Setup| {},
        |session| {
            session.line("mkdir sub");
            let screen = session.line("cdd sub");
            assert!(screen.contains(&told("cd sub")), "{screen}");
            if session.mode == Mode::Hold {
                assert!(!screen.contains("not found") && !screen.contains("Unknown"), "never seen\n{screen}");
            }
            assert!(session.line("pwd").contains("/home/sub\n"));
            let status = session
                .says("echo is $?", "echo is $?", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"")
                .to_owned();
            assert!(session.line(&status).contains("\nis 0\n"));
        },
    );
}

in_shells!(an_alias_is_found: bash zsh fish nu);
fn an_alias_is_found(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        let alias = "alias greet='echo hello from an alias'";
        setup.settings(
            alias,
            alias,
            "alias greet 'echo hello from an alias'",
            "alias greet = ^echo hello from an alias",
        );
    };
    stage.hosted(arrange, |session| {
        session.keys("gret you\r");
        let is_run =
            |screen: &vt100::Screen| screen.contents().lines().any(|line| line.trim_end() == "hello from an alias you");
        session.await_screen("the alias has run, or is offered", |screen| {
            is_run(screen) || crate::session::before_cursor(screen).ends_with("> greet you")
        });
        if !is_run(session.terminal().screen()) {
            session.keys("\r");
        }
        session.await_screen("the alias has run", is_run);
        session.await_empty_prompt();
    });
}

in_shells!(an_offer_waits_in_the_editor: bash zsh fish nu);
fn an_offer_waits_in_the_editor(stage: &Stage) {
    // The `mkdir` that nu has of its own makes all folders on the way.
    let arrange = |setup: &mut Setup| {
        if setup.shell == Shell::Nu {
            crate::repairs::proposing(setup, &["mkdir a/b/c"]);
            setup.script("try-out", "#!/bin/sh\necho mkdir: cannot create directory >&2\nexit 3\n");
        }
    };
    stage.hosted(arrange, |session| {
        // (Each time another line: what was turned down for one is not offered for it again.)
        let offered = |session: &mut Session, top: &str| {
            let is_nu = session.shell == Shell::Nu;
            session.keys(&if is_nu { format!("try-out {top}\r") } else { format!("mkdir {top}/b/c\r") });
            session.await_at_cursor(&if is_nu { "> mkdir a/b/c".to_owned() } else { format!("> mkdir -p {top}/b/c") });
            assert!(session.screen().contains("mkdir: cannot create directory"), "{}", session.screen());
        };
        // Ctrl-C drops it.
        offered(session, "a");
        session.interrupt();
        session.await_prompt_again();
        session.line("ls a");
        assert!(!session.home().join("a").exists());
        // It can be changed, or thrown away for something else.
        offered(session, "d");
        session.keys("\x15");
        session.await_empty_prompt();
        session.line("echo else");
        assert!(!session.home().join("d").exists());
        offered(session, "g");
        // What is typed at once was meant for an empty prompt, and takes its place; a key that moves shows that it was
        // seen.
        session.keys("\x05");
        session.keys("/d\r");
        session.await_prompt();
        let made = session.says("g/b/c/d", "g/b/c/d", "g/b/c/d", "a/b/c/d");
        assert!(session.home().join(made).exists());
    });
}

in_shells!(a_stop_and_an_interrupt: bash zsh fish nu);
fn a_stop_and_an_interrupt(stage: &Stage) {
    stage.hosted(
        |_| (),
        |session| {
            // nu has a `sleep` of its own.
            let program = session.says("sleep", "sleep", "sleep", "tail");
            session.keys(session.says("slep 1000\r", "slep 1000\r", "slep 1000\r", "tial -f /dev/null\r"));
            let job = session.only_process(program);
            session.await_outside("it sleeps", || state_of(job) == Some('S'));
            session.keys("\x1a");
            session.await_prompt();
            let screen = session.screen();
            assert!(["topped", "suspended", "frozen"].iter().any(|word| screen.contains(word)), "{screen}");
            assert!(!screen.contains("tried"), "{screen}");
            session.unfreeze(session.shell, job);
            session.interrupt();
            session.await_prompt();
            session.await_outside("it has ended", || state_of(job).is_none());
            // Stopped at once.
            session.keys(session.says("slep 999\r", "slep 999\r", "slep 999\r", "tial -n 1 -f /dev/null\r"));
            let job = session.only_process(program);
            session.await_outside("it sleeps", || state_of(job) == Some('S'));
            session.interrupt();
            session.await_prompt();
            session.await_outside("it has ended", || state_of(job).is_none());
            session.line("clear");
            let history = session.line(session.says(
                "history",
                "fc -l 1",
                "history",
                "history | get command | str join (char nl)",
            ));
            let ran = match session.shell {
                Shell::Nu => ["tail -f /dev/null\n", "tail -n 1 -f /dev/null\n"],
                _ => ["sleep 1000\n", "sleep 999\n"],
            };
            assert!(ran.iter().all(|line| history.contains(line)), "{history}");
            if !matches!(session.shell, Shell::Zsh | Shell::Nu) {
                assert!(!history.contains(" slep") && !history.contains("\nslep"), "{history}");
            }
        },
    );
}

in_shells!(an_editor: bash zsh fish nu);
fn an_editor(stage: &Stage) {
    stage.hosted(
        |setup| drop(setup.file(".vimrc", "set nocompatible noswapfile viminfo=\n")),
        |session| {
            session.keys("vmi text.txt\r");
            session.await_screen("an editor, or the offer of one", |screen| {
                screen.alternate_screen() || crate::session::before_cursor(screen).ends_with("> vim text.txt")
            });
            if !session.terminal().screen().alternate_screen() {
                session.keys("\r");
            }
            session.await_text("\"text.txt\" [New]");
            session.keys("ityped\x1b:wq\r");
            session.await_prompt();
            assert_eq!(session.read("text.txt"), "typed\n");
        },
    );
}

in_shells!(keys_that_come_early: bash zsh fish nu);
fn keys_that_come_early(stage: &Stage) {
    stage.hosted(
        |_| (),
        |session| {
            session.line("mkdir sub");
            // Typed before the first line has ended: it is shown as it was, since its input may be what was typed.
            let to = session.says(">", ">", ">", "o>");
            session.keys(&format!("cdd sub\recho here {to} told\r"));
            session.await_file("told", "here\n");
            session.await_empty_prompt();
            assert!(session.screen().contains("cdd"), "{}", session.screen());
            session.line("echo done");
            assert!(!session.home().join("sub/told").exists());
        },
    );
}

in_shells!(sentences: bash zsh fish nu);
fn sentences(stage: &Stage) {
    stage.hosted(
        |setup| answered_by(setup, &serde_json::json!({})),
        |session| {
            // An open quote leaves a line in nu's editor.
            let quoted = "what's using port 8080?";
            let quoted = session.says(quoted, quoted, quoted, "what is using port 8080?").to_owned();
            for (text, enter) in [
                (quoted.as_str(), "\r"),
                ("list all the files (hidden ones too)", "\n"),
                ("show me big files > out", "\r"),
                ("怎么解压 tar.gz 文件", "\r"),
            ] {
                session.keys(text);
                session.await_at_cursor(text);
                session.keys(enter);
                // In the language that was asked in.
                session.await_text(if text.is_ascii() { "nobody here knows" } else { "这里没有谁知道答案" });
                session.await_empty_prompt();
                // (nu has run it already, and its words are not held back there.)
                let is_told = session.shell == Shell::Nu && session.mode == Mode::Instant;
                assert!(is_told || !session.screen().contains("not found"), "{}", session.screen());
                session.line("clear");
            }
            assert!(!session.home().join("out").exists());
            let history = session.line(session.says(
                "history",
                "fc -l 1",
                "history",
                "history | get command | str join (char nl)",
            ));
            assert!(
                history.contains(&format!("{quoted}\n")) && history.contains("show me big files > out\n"),
                "{history}"
            );
            // Typed before the editor is there.
            nix::unistd::mkfifo(&session.home().join("go"), nix::sys::stat::Mode::S_IRWXU).expect("a fifo");
            session.person.clone().own(&session.home().join("go"));
            session.line("clear");
            session.keys("cat go\r");
            session.only_process("cat");
            session.keys("show me big files > out\r");
            std::fs::write(session.home().join("go"), "").expect("somebody reads");
            session.await_text("nobody here knows");
            session.await_empty_prompt();
            assert!(!session.home().join("out").exists());
            session.line("clear");
            // A space or a backslash in front makes it the shell's.
            let screen = session.line(" no-such-program of all programs?");
            assert!(!screen.contains("nobody here knows"), "{screen}");
        },
    );
}

/// A rule that thinks until it is stopped.
const STALLS: &str = "\"\"\"Never has an answer.\"\"\"

from __future__ import annotations

import signal

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=[\"stalling\"])
def propose(failure: Failure) -> Fix | None:
    with open(\"@HOME@/.local/state/ghost/brain/thinks\", \"w\") as file:
        file.write(\"it thinks\")
    while True:
        signal.pause()


EXAMPLES = [Example(\"stalling\", \"x\", \"stall\"), Example(\"other\", \"x\", None)]
";

in_shells!(an_interrupt_while_the_brain_thinks: bash zsh fish nu);
fn an_interrupt_while_the_brain_thinks(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        let home = setup.home();
        setup.file(".config/ghost/rules/stalls.py", &STALLS.replace("@HOME@", home.to_str().expect("a path")));
        let hold = if setup.mode == Mode::Instant { "[host]\nhold_ms = 0\n" } else { "" };
        setup.file(".config/ghost/config.toml", &format!("{hold}[brain]\ndeadline_ms = 60000\n"));
        setup.script("stalling", "#!/bin/sh\necho it has failed >&2\nexit 3\n");
    };
    stage.hosted(arrange, |session| {
        session.keys("stalling\r");
        session.await_file(".local/state/ghost/brain/thinks", "it thinks");
        session.keys("\x03");
        session.await_prompt_again();
        assert!(session.screen().contains("it has failed"), "{}", session.screen());
        let status = session
            .says("echo is $?", "echo is $?", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"")
            .to_owned();
        let screen = session.line(&status);
        assert!(screen.contains("\nis 3\n") || screen.contains("\nis 130\n"), "{screen}");
        session.line("echo still here");
    });
}

const HOLDS: &str = "#!/bin/sh
echo it is held
touch began
exec sleep 1000
";

in_shells!(an_interrupt_while_output_is_held: bash zsh fish nu);
fn an_interrupt_while_output_is_held(stage: &Stage) {
    stage.compare(
        |setup| setup.script("holds", HOLDS),
        |session| {
            for _ in 0..5 {
                session.keys("holds\r");
                session.await_file("began", "");
                session.keys("\x03");
                session.await_prompt();
                std::fs::remove_file(session.home().join("began")).expect("it began");
                session.line("echo still here");
                session.line("clear");
            }
        },
    );
}
