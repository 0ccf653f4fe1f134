//! Typing, pasting and editing: what the line editors do, and what is typed while nobody reads.

use crate::session::{Session, before_cursor};
use crate::stage::{Mode, Setup, Shell, Stage};

in_shells!(a_bracketed_paste: bash zsh fish nu);
fn a_bracketed_paste(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("\x1b[200~echo pasted one\necho pasted two\x1b[201~");
            session.await_at_cursor("echo pasted two");
            session.look("not run yet");
            session.keys("\r");
            session.await_prompt();
            assert!(session.look("run").contains("\npasted one\npasted two\n"));
            let long: String = (0..2000).map(|number| format!("word{number} ")).collect();
            session.keys(&format!("\x1b[200~echo {long}| cksum\x1b[201~\r"));
            session.await_prompt();
            let lines = last_lines(session, 2);
            session.note("all of it", lines);
        },
    );
}

fn last_lines(session: &mut Session, count: usize) -> String {
    let screen = session.screen();
    let lines: Vec<&str> = screen.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

in_shells!(a_raw_paste_of_lines: bash zsh fish nu);
fn a_raw_paste_of_lines(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            let append = session.says(">>", ">>", ">>", "o>>");
            let lines: String = (0..50).map(|number| format!("echo {number} {append} told\r")).collect();
            session.keys(&lines);
            session.await_prompt_number(51);
            let expected: String = (0..50).map(|number| format!("{number}\n")).collect();
            assert_eq!(session.read("told"), expected);
        },
    );
}

const TAKES: &str = "#!/bin/sh
stty $1
echo is-waiting
cat > taken
stty echo
";

in_shells!(a_megabyte: bash zsh fish nu);
fn a_megabyte(stage: &Stage) {
    let text =
        |count: usize| -> String { (0..count).map(|number| format!("a line with the number {number:08}\n")).collect() };
    let arrange = |setup: &mut Setup| setup.script("takes", TAKES);
    stage.compare(arrange, |session| {
        for (modes, count) in [("-echo", (1 << 20) / 32), ("echo", 1000)] {
            session.keys(&format!("takes {modes}\r"));
            session.await_text("is-waiting");
            let pasted = text(count);
            session.terminal().paste(pasted.as_bytes());
            session.keys("\x04");
            session.await_prompt();
            assert!(session.read("taken") == pasted, "nothing is lost of {} bytes", pasted.len());
            session.look("pasted");
            session.line("clear");
        }
    });
}

/// Types while the shell is only starting, and looks at the screen: what is typed is echoed once, and run once.
fn typed_ahead(stage: &Stage, arrange: impl Fn(&mut Setup)) {
    let arrange = |setup: &mut Setup| {
        nix::unistd::mkfifo(&setup.home().join("go"), nix::sys::stat::Mode::S_IRWXU).expect("a fifo");
        arrange(setup);
    };
    let bare = play_typed_ahead(stage, Mode::Bare, &arrange);
    for mode in [Mode::Hold, Mode::Instant] {
        assert_eq!(bare, play_typed_ahead(stage, mode, &arrange), "{mode:?}");
    }
}

fn play_typed_ahead(stage: &Stage, mode: Mode, arrange: &impl Fn(&mut Setup)) -> String {
    let mut session = stage.begin(mode, arrange);
    session.await_text("is-starting");
    let append = session.says(">>", ">>", ">>", "o>>");
    session.keys(&format!("echo one {append} told\recho two"));
    session.await_at_cursor("echo two");
    std::fs::write(session.home().join("go"), "is-started\n").expect("somebody reads");
    session.await_file("told", "one\n");
    session.await_at_cursor("> echo two");
    session.keys(&format!(" {append} told\r"));
    session.await_prompt_number(3);
    assert_eq!(session.read("told"), "one\ntwo\n", "{mode:?}");
    let screen = session.screen();
    session.end();
    screen
}

in_shells!(typed_before_ghost_starts: bash zsh fish);
fn typed_before_ghost_starts(stage: &Stage) {
    typed_ahead(stage, |setup| {
        // Of the two shells only the first one comes by with this still to do.
        setup.script("starts", "#!/bin/sh\n[ -p ~/go ] || exit\necho is-starting\ncat ~/go\nrm ~/go\n");
        setup.above += "starts\n";
    });
}

in_shells!(typed_while_the_settings_are_read: bash zsh fish);
fn typed_while_the_settings_are_read(stage: &Stage) {
    typed_ahead(stage, |setup| setup.below += "echo is-starting\ncat ~/go\n");
}

in_shells!(typed_at_once: bash zsh fish);
fn typed_at_once(stage: &Stage) {
    // At whatever moment of the start it arrives.
    for mode in [Mode::Bare, Mode::Hold, Mode::Instant] {
        let mut session = stage.begin(mode, |_| ());
        let append = session.says(">>", ">>", ">>", "o>>");
        for number in 0..10 {
            session.keys(&format!("echo {number} {append} told\r"));
        }
        session.await_prompt_number(11);
        assert_eq!(session.read("told"), (0..10).map(|number| format!("{number}\n")).collect::<String>(), "{mode:?}");
        session.end();
    }
}

in_shells!(typed_while_a_command_runs: bash zsh fish nu);
fn typed_while_a_command_runs(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        nix::unistd::mkfifo(&setup.home().join("go"), nix::sys::stat::Mode::S_IRWXU).expect("a fifo");
        setup.script("busy", "#!/bin/sh\necho is-busy\ncat ~/go\nexit $1\n");
    };
    stage.compare(arrange, |session| {
        for status in ["0", "3"] {
            session.keys(&format!("busy {status}\r"));
            session.await_text("is-busy");
            session.keys("echo typed ahead\r");
            session.await_text("echo typed ahead");
            std::fs::write(session.home().join("go"), "done\n").expect("somebody reads");
            session.await_text("\ntyped ahead\n");
            session.await_prompt();
            let lines = last_lines(session, 4);
            session.note("what came of it", lines);
            session.line("clear");
        }
    });
}

in_shells!(lines_that_go_on: bash zsh fish nu);
fn lines_that_go_on(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            // (A backslash at the end of a line is none in nu.)
            let simple: &[&[&str]] = match session.shell {
                Shell::Nu => &[&["echo 'two", "lines'"], &["echo (", "'a' )"]],
                _ => &[&["echo 'two", "lines'"], &["echo a \\", "b"]],
            };
            let own: &[&[&str]] = match session.shell {
                Shell::Fish => &[&["for name in a b", "echo what\\'s $name", "end"]],
                Shell::Nu => &[
                    &["for name in [a b] {", "print $'what is ($name)'", "}"],
                    &["def f [] {", "ls /none", "}"],
                    &["f"],
                ],
                Shell::Bash | Shell::Zsh => &[
                    &["for name in a b; do", "echo what\\'s $name", "done"],
                    &["cat <<END", "what's using port 8080?", "show me files > out", "END"],
                    &["f() {", "ls /none", "}"],
                    &["f"],
                ],
            };
            for lines in simple.iter().chain(own) {
                for (number, line) in lines.iter().enumerate() {
                    // What comes before the editor is there again is echoed by the terminal. (fish has no second prompt.)
                    if number > 0 && session.shell == Shell::Nu {
                        session.await_at_cursor("::: ");
                    } else if number > 0 && session.shell != Shell::Fish {
                        session.await_at_cursor("> ");
                    }
                    session.keys(line);
                    session.await_at_cursor(line);
                    session.keys("\r");
                }
                session.await_prompt();
                session.look(lines[0]);
            }
            session.line(session.says("ls out", "ls out", "ls out", "^ls out"));
        },
    );
}

in_shells!(a_program_reads_lines: bash zsh fish nu);
fn a_program_reads_lines(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            let line = session.says(
                "read -e -p 'say: ' told",
                "vared -p 'say: ' -c told",
                "read told",
                "$env.told = (input --reedline 'say: ')",
            );
            session.keys(&format!("{line}\r"));
            // What is typed before it reads is typed ahead, and echoed once more.
            let prompt = session.says("say: ", "say: ", "read> ", "say: ").to_owned();
            session.await_screen("it reads", |screen| before_cursor(screen) == prompt);
            session.keys("what's using port 8080?");
            session.await_at_cursor("what's using port 8080?");
            session.keys("\r");
            session.await_prompt();
            session.look("read");
            assert!(
                session
                    .line(session.says(
                        "echo \"told: $told\"",
                        "echo \"told: $told\"",
                        "echo \"told: $told\"",
                        "echo $\"told: ($env.told)\""
                    ))
                    .contains("\ntold: what's using port 8080?\n")
            );
        },
    );
}

in_shells!(vi_keys: bash zsh fish nu);
fn vi_keys(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.settings(
            "set -o vi",
            "bindkey -v; KEYTIMEOUT=1",
            "fish_vi_key_bindings",
            "$env.config.edit_mode = 'vi'\n$env.PROMPT_INDICATOR_VI_INSERT = ''\n$env.PROMPT_INDICATOR_VI_NORMAL = ''",
        )
    };
    let is_fish = stage.shell == Shell::Fish;
    // fish shows the mode before its prompt.
    if is_fish {
        return vi_keys_of_fish(stage);
    }
    stage.compare(arrange, |session| {
        session.keys("echo one two");
        session.await_at_cursor("echo one two");
        session.keys("\x1b");
        session.await_at_cursor("echo one tw");
        session.keys("0wcwthree");
        session.await_at_cursor("echo three");
        session.keys("\x1b");
        session.await_at_cursor("echo thre");
        session.keys("\r");
        session.await_prompt();
        assert!(session.look("changed").contains("\nthree two\n"));
        session.line("ls /none");
        if session.shell == Shell::Nu {
            // It begins each line anew, without the mode of the one before.
            return;
        }
        session.keys("\x1bkk");
        session.await_at_cursor("> ");
        session.await_text("> echo three two");
        session.keys("A four\r");
        session.await_prompt();
        assert!(session.look("again").contains("\nthree two four\n"));
    });
}

fn vi_keys_of_fish(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.below += "function fish_mode_prompt; end\nfish_vi_key_bindings\n";
    stage.compare(arrange, |session| {
        session.keys("echo one two");
        session.await_at_cursor("echo one two");
        session.keys("\x1b");
        session.await_at_cursor("echo one tw");
        session.keys("0wcwthree");
        session.await_at_cursor("echo three");
        session.keys("\x1b");
        session.await_at_cursor("echo thre");
        session.keys("\r");
        session.await_prompt();
        assert!(session.look("changed").contains("\nthree two\n"));
        session.line("ls /none");
    });
}

in_shells!(a_search_in_history: bash zsh fish nu);
fn a_search_in_history(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line("echo a needle here");
            session.line("ls /none");
            session.line("echo other");
            session.keys("\x12needle");
            session.await_text(session.says("`needle': echo", "bck-i-search: needle", "search: needle", "? needle"));
            session.look("found");
            session.keys("\r");
            if matches!(session.shell, Shell::Fish | Shell::Nu) {
                session.await_at_cursor("echo a needle here");
                session.keys("\r");
            }
            session.await_prompt();
            assert!(session.look("run").ends_with("\na needle here\n<5> "));
            if matches!(session.shell, Shell::Fish | Shell::Nu) {
                return;
            }
            // Ctrl-G leaves it.
            session.keys("\x12other");
            session.await_text(session.says("`other': echo", "bck-i-search: other", "", ""));
            session.keys("\x07");
            session.await_at_cursor("> ");
            session.interrupt();
            session.await_prompt_again();
            session.line("echo back");
        },
    );
}

in_shells!(keys_of_the_editor: bash zsh fish nu);
fn keys_of_the_editor(stage: &Stage) {
    let arrange = |setup: &mut Setup| drop(setup.file("some-long-name.txt", "content\n"));
    stage.compare(arrange, |session| {
        session.line("echo first");
        session.line("ls /none");
        session.keys("\x1b[A\x1b[A");
        session.await_at_cursor("echo first");
        session.keys(" again\r");
        session.await_prompt();
        assert!(session.look("an older line").contains("\nfirst again\n"));
        session.keys("cat some-l\t");
        let end = session.says(" ", " ", " ", "");
        session.await_at_cursor(&format!("cat some-long-name.txt{end}"));
        session.keys("\r");
        session.await_prompt();
        session.look("completed");
        session.keys("echo kept words\x17");
        session.await_at_cursor("echo kept ");
        session.keys("\x19\r");
        session.await_prompt();
        assert!(session.look("cut and put back").contains("\nkept words\n"));
        session.keys("hello\x01echo \x05 world\r");
        session.await_prompt();
        assert!(session.look("begin and end of the line").contains("\nhello world\n"));
        session.keys("echo abc\x08\x08d\r");
        session.await_prompt();
        assert!(session.look("erased").contains("\nad\n"));
        session.keys("\x0c");
        session.await_screen("an empty screen", |screen| {
            screen.cursor_position().0 == 0 && before_cursor(screen).ends_with("> ")
        });
        session.look("cleared");
        session.keys("\r");
        session.await_prompt();
        session.look("an empty line");
        session.keys("# a remark\r");
        session.await_prompt();
        session.look("a remark");
        session.keys("echo by Ctrl-J\n");
        session.await_prompt();
        session.look("Ctrl-J");
    });
}

in_shells!(a_long_line: bash zsh fish nu);
fn a_long_line(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            let long = "0123456789".repeat(30);
            session.keys(&format!("echo {long}end"));
            session.await_at_cursor("end");
            session.look("typed");
            session.keys("\r");
            session.await_prompt();
            session.look("run");
            // With the cursor in the middle of it.
            session.keys(&format!("echo {long}end"));
            session.await_at_cursor("end");
            session.keys("\x01");
            session.await_screen("the cursor in front", |screen| screen.cursor_position().1 < 8);
            session.keys("\r");
            session.await_prompt();
            session.look("run from the middle");
            // The cursor stands in the last column, and wraps.
            let fits = "x".repeat(80 - "<4> echo ".len());
            session.line(&format!("echo {fits}"));
            session.line(&format!("ls /none{fits}"));
        },
    );
}

in_shells!(prompts_of_two_lines: bash zsh fish nu);
fn prompts_of_two_lines(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.settings("PS1='folder: \\w\\n'$PS1", "PS1='folder: %~'$'\\n'$PS1 RPROMPT='right %?'", "functions -c fish_prompt own; function fish_prompt; echo folder: (prompt_pwd); own; end; function fish_right_prompt; echo right; end", "$env.PROMPT_COMMAND = {|| $\"folder: ($env.PWD)\\n<($env.prompts.n)> \" }\n$env.PROMPT_COMMAND_RIGHT = {|| 'right' }");
    };
    let settle = |session: &mut Session, label: &str| {
        // (nu draws it with the rest, beside the first line.)
        if !matches!(session.shell, Shell::Bash | Shell::Nu) {
            session.await_screen("the right prompt", |screen| {
                let row = usize::from(screen.cursor_position().0);
                screen.rows(0, 80).nth(row).is_some_and(|row| row.contains("right"))
            });
        }
        session.look(label);
    };
    stage.compare(arrange, |session| {
        settle(session, "first");
        for line in ["echo one", "ls /none", "cd ."] {
            session.keys(&format!("{line}\r"));
            session.await_prompt();
            settle(session, line);
        }
        session.keys(&format!("echo {}", "long".repeat(30)));
        session.await_at_cursor("longlong");
        session.keys("\r");
        session.await_prompt();
        settle(session, "a long line");
        session.keys("echo dropped");
        session.await_at_cursor("echo dropped");
        session.interrupt();
        session.await_prompt_again();
        settle(session, "Ctrl-C");
    });
}
