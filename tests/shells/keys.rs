//! Keys that are more than text.

use nix::sys::signal::Signal;

use crate::stage::{Setup, Shell, Stage};

in_shells!(an_interrupt: bash zsh fish nu);
fn an_interrupt(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("waits\r");
            session.await_text("is-waiting");
            session.interrupt();
            session.await_prompt();
            session.look("after Ctrl-C");
            assert!(
                session
                    .line(session.says("echo $?", "echo $?", "echo $status", "echo $env.LAST_EXIT_CODE"))
                    .contains(session.says("\n130\n", "\n130\n", "\n130\n", "\n-2\n"))
            );
            // At the prompt: what was typed is dropped.
            session.keys("echo never");
            session.await_at_cursor("echo never");
            session.interrupt();
            session.await_prompt_again();
            session.look("Ctrl-C at the prompt");
            assert!(session.line("echo still here").contains("\nstill here\n"));
        },
    );
}

in_shells!(a_quit: bash zsh fish nu);
fn a_quit(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("waits\r");
            session.await_text("is-waiting");
            session.keys("\x1c");
            session.await_prompt();
            session.look("after Ctrl-\\");
            assert!(
                session
                    .line(session.says("echo $?", "echo $?", "echo $status", "echo $env.LAST_EXIT_CODE"))
                    .contains(session.says("\n131\n", "\n131\n", "\n131\n", "\n-3\n"))
            );
        },
    );
}

in_shells!(a_stop: bash zsh fish nu);
fn a_stop(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("stops\r");
            session.await_text("is-waiting");
            session.stop();
            session.await_prompt();
            session.look("after Ctrl-Z");
            // (Not its number among the processes.)
            session.line(session.says("jobs", "jobs", "jobs -c", "job list | get type"));
            let job = session.only_stops();
            session.unfreeze(session.shell, job);
            session.stop();
            session.await_prompt();
            session.look("stopped again");
            if session.shell == Shell::Nu {
                // It has no bg.
                session.unfreeze(session.shell, job);
                session.interrupt();
                session.await_prompt();
                assert_eq!(state_of(job), None);
                session.line("job list");
                return;
            }
            session.line("bg");
            session.await_outside("it goes on", || state_of(job) == Some('S'));
            // Whether bash tells of it depends on when it sees the end.
            session.keys("kill %1; wait; clear\r");
            session.await_prompt();
            assert_eq!(state_of(job), None);
            session.line("jobs");
        },
    );
}

in_shells!(the_end_of_input: bash zsh fish nu);
fn the_end_of_input(stage: &Stage) {
    stage.compare(
        |setup| setup.script("reads", "#!/bin/sh\necho is-waiting\nexec cat\n"),
        |session| {
            session.keys("reads\r");
            session.await_text("is-waiting");
            session.keys("typed text\r");
            session.await_text("typed text\ntyped text");
            session.keys("\x04");
            session.await_prompt();
            session.look("after Ctrl-D");
            session.keys("\x04");
            let left = session.await_end();
            assert_eq!((left.status, left.signal), (Some(0), None), "{left:?}");
        },
    );
}

// Without echo: whether a typed line end or the program's output comes first once the terminal goes on is anybody's guess.
const PRINTS: &str = "#!/usr/bin/python3
import os, termios
before = termios.tcgetattr(0)
quiet = termios.tcgetattr(0)
quiet[3] &= ~termios.ECHO
termios.tcsetattr(0, termios.TCSANOW, quiet)
os.write(1, b'is-waiting\\n')
os.read(0, 100)
with open('began.tmp', 'w') as file: file.write(str(os.getpid()))
os.rename('began.tmp', 'began')
os.write(1, b'printed after all\\n')
termios.tcsetattr(0, termios.TCSANOW, before)
";

in_shells!(flow_control: bash zsh fish nu);
fn flow_control(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("prints", PRINTS);
    stage.compare(arrange, |session| {
        session.keys("prints\r");
        session.await_text("is-waiting");
        session.keys("\x13\n");
        if session.shell == Shell::Fish {
            // It turns flow control off, for what it runs as well.
            session.await_prompt();
            session.look("after Ctrl-S");
            return;
        }
        let began = session.home().join("began");
        session.await_outside("its write waits", || {
            let pid = std::fs::read_to_string(&began).unwrap_or_default();
            let call = std::fs::read_to_string(format!("/proc/{pid}/syscall")).unwrap_or_default();
            call.starts_with(&format!("{} 0x1 ", libc::SYS_write))
        });
        assert!(!session.screen().contains("after all"));
        session.keys("\x11");
        session.await_prompt();
        assert!(session.look("after Ctrl-Q").contains("printed after all"));
    });
}

/// R, S, T, …; `None` once it has gone or is a zombie.
pub fn state_of(pid: nix::unistd::Pid) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit(") ").next()?.chars().next().filter(|state| *state != 'Z')
}

in_shells!(signals_from_outside: bash zsh fish nu);
fn signals_from_outside(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("waits\r");
            session.await_text("is-waiting");
            let job = session.only_process("sleep");
            nix::sys::signal::kill(job, Signal::SIGTERM).expect("a signal");
            session.await_prompt();
            session.look("after SIGTERM");
            assert!(
                session
                    .line(session.says("echo $?", "echo $?", "echo $status", "echo $env.LAST_EXIT_CODE"))
                    .contains(session.says("\n143\n", "\n143\n", "\n143\n", "\n-15\n"))
            );
        },
    );
}
