//! However ghost ends, the command does not stay behind and the terminal is as it was.

use std::fs;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::env::Env;
use crate::terminal::Terminal;

const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until this holds.
pub fn eventually(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::yield_now();
    }
}

/// The number a script has written, and that of a process that runs no more when it is gone or waits to be reaped.
fn pid_in(env: &Env, name: &str) -> Pid {
    eventually("the number is written", || env.read(name).ends_with('\n'));
    Pid::from_raw(env.read(name).trim().parse().expect("a number"))
}

fn is_gone(pid: Pid) -> bool {
    match fs::read_to_string(format!("/proc/{pid}/stat")) {
        Ok(stat) => stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z')),
        Err(_) => true,
    }
}

/// ghost as the child of a shell that notes the terminal's modes before and after, so that the terminal outlives it.
fn guarded(env: &Env, script: &str) -> Terminal {
    env.script("run", script);
    env.script(
        "around",
        "#!/bin/bash
# A job that dies of an interrupt would end the script as well.
trap : INT
stty -g > before
set -m
$GHOST --kernel /bin/false -- ./run &
echo $! > ghost
fg %1 > /dev/null
echo $? > status
# The monitor puts the modes back when ghost could not.
until [ \"$(stty -g)\" = \"$(cat before)\" ]; do read -t 0.01 < /dev/zero; done
echo restored
",
    );
    Terminal::program(env, "./around", &[])
}

#[test]
fn a_signal_to_ghost_ends_the_command_and_puts_the_terminal_back() {
    for (signal, status) in [
        (Signal::SIGTERM, 143),
        (Signal::SIGHUP, 129),
        (Signal::SIGINT, 130),
        (Signal::SIGQUIT, 131),
        (Signal::SIGKILL, 137),
    ] {
        let env = Env::new();
        let mut terminal =
            guarded(&env, "#!/bin/sh\nulimit -c 0\necho $$ > command\necho ready\nstty raw -echo\nexec sleep 600\n");
        terminal.expect("ready");
        let command = pid_in(&env, "command");
        let ghost = pid_in(&env, "ghost");
        kill(ghost, signal).expect("ghost runs");
        terminal.expect("restored");
        assert_eq!(env.read("status").trim(), status.to_string(), "{signal}");
        eventually("the command ends", || is_gone(command));
        let _ = terminal.finish();
    }
}

#[test]
fn a_command_that_takes_a_signal_in_its_own_way_decides() {
    let env = Env::new();
    let mut terminal = guarded(
        &env,
        "#!/bin/sh\ntrap 'echo saved; exit 4' TERM\necho $$ > command\necho ready\nwhile :; do sleep 0.01; done\n",
    );
    terminal.expect("ready");
    let _ = pid_in(&env, "command");
    kill(pid_in(&env, "ghost"), Signal::SIGTERM).expect("ghost runs");
    terminal.expect("saved");
    terminal.expect("restored");
    assert_eq!(env.read("status").trim(), "4");
    let _ = terminal.finish();
}

#[test]
fn a_terminal_that_goes_takes_the_command_with_it() {
    for script in ["echo ready; exec sleep 600", "stty raw; echo ready; exec sleep 600"] {
        let env = Env::new();
        let mut terminal = Terminal::ghost(&env, &["sh", "-c", &format!("echo $$ > command; {script}")]);
        terminal.expect("ready");
        let command = pid_in(&env, "command");
        drop(terminal);
        eventually("the command ends", || is_gone(command));
    }
}

#[test]
fn a_command_that_ignores_the_hangup_outlives_it() {
    let env = Env::new();
    nix::unistd::mkfifo(&env.home().join("gate"), nix::sys::stat::Mode::S_IRWXU).expect("a gate");
    let mut terminal = Terminal::ghost(
        &env,
        &["sh", "-c", "trap '' HUP; echo $$ > command; echo ready; read x < gate; echo went on > after"],
    );
    terminal.expect("ready");
    let command = pid_in(&env, "command");
    drop(terminal);
    fs::write(env.home().join("gate"), "go\n").expect("it still reads");
    eventually("it goes on", || env.read("after") == "went on\n");
    eventually("the command ends", || is_gone(command));
}
