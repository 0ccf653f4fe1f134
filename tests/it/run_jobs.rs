//! ghost as a job of an interactive shell: stopped, continued, in the background, in a pipeline, interrupted.

use std::io::Write as _;

use crate::env::Env;
use crate::terminal::Terminal;

/// A program that repeats lines, and tells when it begins and when it goes on after a stop: before that, what is typed
/// would meet whatever modes the terminal has just then.
fn echoing(env: &Env) {
    env.script(
        "repeat",
        "#!/usr/bin/env python3
import os, signal
signal.signal(signal.SIGCONT, lambda *_: os.write(1, b'back\\n'))
os.write(1, b'ready\\n')
while line := os.read(0, 99): os.write(1, line)
",
    );
}

#[test]
fn a_command_is_stopped_and_goes_on() {
    let env = Env::new();
    echoing(&env);
    let mut shell = Terminal::bash(&env);
    shell.send("$g ./repeat\n");
    shell.expect("\r\nready\r\n");
    shell.send("one\n");
    shell.expect("one\r\none\r\n");
    shell.send("\x1a");
    let printed = shell.await_prompt();
    assert!(printed.contains("Stopped") && !printed.contains("signal"), "{printed:?}");
    assert_eq!(shell.line("echo $?"), "148\r\n");
    let modes = shell.line("stty -a | grep -Eo -- '-?(icanon|echo|opost|isig)\\b'");
    assert!(!modes.contains('-'), "the terminal's modes are not put back: {modes:?}");
    shell.send("fg\n");
    shell.expect("back\r\n");
    shell.send("two\n");
    shell.expect("two\r\ntwo\r\n");
    shell.send("\x04");
    shell.await_prompt();
    assert_eq!(shell.line("echo $?"), "0\r\n");
}

#[test]
fn a_program_that_stops_itself_stops_ghost() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    let printed = shell.line("$g sh -c 'echo before; kill -STOP $$; echo after'");
    assert!(printed.starts_with("before\r\n") && printed.contains("Stopped"), "{printed:?}");
    assert!(shell.line("fg").ends_with("after\r\n"));
}

#[test]
fn a_full_screen_program_is_stopped_and_goes_on() {
    let env = Env::new();
    // `less` would do, were it not deaf to Ctrl-Z while it draws its first screen.
    env.script(
        "screen",
        "#!/usr/bin/env python3
import os, signal, tty
def draw(*_): tty.setcbreak(0); os.write(1, b'\\x1b[?1049h\\x1b[2J\\x1b[Hdrawn')
signal.signal(signal.SIGCONT, draw)
draw()
while (key := os.read(0, 1)) != b'q': os.write(1, b'<%s>' % key)
os.write(1, b'\\x1b[?1049l')
",
    );
    let mut shell = Terminal::bash(&env);
    shell.send("$g ./screen\n");
    shell.expect("drawn");
    shell.send("a");
    shell.expect("<a>");
    shell.send("\x1a");
    assert!(shell.await_prompt().contains("Stopped"));
    assert_eq!(shell.line("echo typed"), "typed\r\n");
    shell.send("fg\n");
    shell.expect("drawn");
    shell.send("b");
    shell.expect("<b>");
    shell.send("q");
    shell.await_prompt();
}

#[test]
fn what_is_typed_ahead_reaches_the_shell() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    shell.line("mkfifo gate");
    shell.send("$g sh -c 'echo ready; read line < gate'\n");
    shell.expect("ready\r\n");
    // It reads by the number of its stdin, which is the gate just now and the terminal when it goes on.
    let mut gate = std::fs::OpenOptions::new().write(true).open(env.home().join("gate")).expect("somebody reads");
    gate.write_all(b"g").expect("somebody reads");
    shell.send("echo typed $((6*7))\n");
    gate.write_all(b"o\n").expect("somebody reads");
    shell.await_prompt();
    assert!(shell.await_prompt().contains("typed 42\r\n"));
}

#[test]
fn an_interrupt_ends_the_loop_and_the_script_around_it() {
    let env = Env::new();
    env.script(
        "loop",
        "#!/bin/bash\nfor i in 1 2 3; do $GHOST --kernel /bin/false -- sh -c \"echo $i; sleep 60\"; done\necho done\n",
    );
    let mut shell = Terminal::bash(&env);
    for line in ["for i in 1 2 3; do $g sh -c \"echo $i; sleep 60\"; done", "./loop"] {
        shell.send(&format!("{line}\n"));
        shell.expect("\r\n1\r\n");
        shell.send("\x03");
        assert_eq!(shell.await_prompt().replace("\r\n", ""), "^C", "{line}");
    }
}

#[test]
fn in_the_background_it_prints_and_stops_when_it_wants_keys() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    shell.line("set -b");
    shell.send("$g sh -c 'echo working; read line; echo \"got $line\"' &\n");
    shell.expect("working\r\n");
    shell.expect("Stopped");
    shell.send("fg\n");
    shell.expect("got $line\"'\r\n");
    shell.send("text\n");
    shell.expect("text\r\ngot text\r\n");
}

#[test]
fn it_comes_from_the_background_to_the_foreground() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    shell.line("mkfifo gate");
    shell.line("$g sh -c 'read line < gate; echo passed; read line; echo \"got $line\"' &");
    shell.send("fg\n");
    shell.expect("got $line\"'\r\n");
    std::fs::write(env.home().join("gate"), "go\n").expect("somebody reads");
    shell.expect("passed\r\n");
    shell.send("text\n");
    shell.expect("text\r\ngot text\r\n");
    shell.await_prompt();
}

#[test]
fn at_the_end_of_a_pipeline_keys_come_from_the_terminal() {
    let env = Env::new();
    let script = "import os, sys, tty, termios
fed = sys.stdin.read()
keys = os.open('/dev/tty', os.O_RDWR)
before = termios.tcgetattr(keys)
tty.setraw(keys)
os.write(1, b'ready')
key = os.read(keys, 1)
termios.tcsetattr(keys, termios.TCSANOW, before)
print(fed.strip(), key)";
    env.file("pick.py", script);
    let mut shell = Terminal::bash(&env);
    shell.send("echo fed | $g python3 pick.py\n");
    shell.expect("\r\nready");
    shell.send("x");
    assert!(shell.await_prompt().ends_with("fed b'x'\r\n"));
}

#[test]
fn a_pipeline_does_not_take_the_keys_of_its_other_programs() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    shell.send("sh -c 'printf \"secret? \" >&2; read x < /dev/tty; echo \"$x\"' | $g cat\n");
    shell.expect("\r\nsecret? ");
    shell.send("word\n");
    assert_eq!(shell.await_prompt(), "word\r\nword\r\n");
    shell.send("$g echo fed | sh -c 'read fed; printf \"more? \" >&2; read x < /dev/tty; echo \"$fed $x\"'\n");
    shell.expect("\r\nmore? ");
    shell.send("word\n");
    assert_eq!(shell.await_prompt(), "word\r\nfed word\r\n");
}

#[test]
fn an_interrupt_ends_a_whole_pipeline() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    // Both are there before Ctrl-C is typed: the second waits for the first, and tells it.
    env.script("last", "#!/bin/bash\nread word; echo ready; exec sleep 60 < /dev/null\n");
    for line in ["bash -c 'echo first; exec sleep 60' | $g ./last", "$g bash -c 'echo first; exec sleep 60' | ./last"] {
        shell.send(&format!("{line}\n"));
        shell.expect("\r\nready\r\n");
        shell.send("\x03");
        assert_eq!(shell.await_prompt(), "^C\r\n", "{line}");
        assert_eq!(shell.line("echo ${PIPESTATUS[*]}"), "130 130\r\n", "{line}");
    }
}

#[test]
fn a_pipeline_is_stopped_and_goes_on() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    shell.line("mkfifo gate");
    shell.send("$g sh -c 'echo ready; read line < gate; echo \"$line\"' | cat\n");
    shell.expect("\r\nready\r\n");
    shell.send("\x1a");
    assert!(shell.await_prompt().contains("Stopped"));
    shell.send("fg\n");
    shell.expect("cat\r\n");
    std::fs::write(env.home().join("gate"), "went on\n").expect("somebody reads");
    assert!(shell.await_prompt().ends_with("went on\r\n"));
}

#[test]
fn output_of_what_outlives_the_command_still_appears() {
    let env = Env::new();
    let mut shell = Terminal::bash(&env);
    shell.line("mkfifo gate");
    let printed = shell.line("$g sh -c '(read line < gate; echo \"later: $line\") & echo now'");
    assert_eq!(printed, "now\r\n");
    std::fs::write(env.home().join("gate"), "it came\n").expect("somebody reads");
    shell.expect("later: it came\r\n");
}

#[test]
fn a_shell_inside_has_job_control() {
    let env = Env::new();
    echoing(&env);
    let mut shell = Terminal::bash(&env);
    shell.send("$g bash --norc --noprofile -i\n");
    shell.send("PS1='inner> '\n");
    shell.expect("inner> '");
    shell.expect("inner> ");
    shell.send("./repeat\n");
    shell.expect("\rready\r\n");
    shell.send("one\n");
    shell.expect("one\r\none\r\n");
    shell.send("\x1a");
    shell.expect("Stopped");
    shell.expect("inner> ");
    shell.send("fg\n");
    shell.expect("back\r\n");
    shell.send("two\n");
    shell.expect("two\r\ntwo\r\n");
    shell.send("\x03");
    shell.expect("inner> ");
    shell.send("exit 4\n");
    shell.await_prompt();
    assert_eq!(shell.line("echo $?"), "4\r\n");
}
