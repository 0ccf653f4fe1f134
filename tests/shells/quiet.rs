//! What ghost does while there is nothing to do: nothing.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::session::{Session, name_of};
use crate::stage::{Setup, Stage};

in_shells!(it_sleeps: bash zsh fish nu);
fn it_sleeps(stage: &Stage) {
    stage.hosted(
        |_| (),
        |session| {
            // After a success, and after a failure that woke the brain.
            for line in ["echo one", "ls /none"] {
                session.line(line);
                let ghosts: Vec<Pid> = session.processes().into_iter().filter(|pid| name_of(*pid) == "ghost").collect();
                assert_eq!(ghosts.len(), 2, "a supervisor and a relay");
                for pid in ghosts {
                    // ppoll(fds, nfds, timeout, …), without a timeout or with that of the brain's rest.
                    session.await_outside("it waits for something to happen", || {
                        let call = std::fs::read_to_string(format!("/proc/{pid}/syscall")).unwrap_or_default();
                        let mut words = call.split(' ');
                        let is_poll = words.next() == Some(&libc::SYS_ppoll.to_string());
                        is_poll && (words.nth(2) == Some("0x0") || line != "echo one")
                    });
                }
            }
            // A tenth of a second in which none of all these processes runs comes at once, and would not come if one of
            // them looked at something now and then.
            let processes = session.processes();
            let spent = |pid: &Pid| std::fs::read_to_string(format!("/proc/{pid}/schedstat")).unwrap_or_default();
            crate::session::await_so("all of them sleep", || {
                let before: Vec<String> = processes.iter().map(spent).collect();
                let _ = nix::poll::poll(&mut [], nix::poll::PollTimeout::from(100_u8));
                before == processes.iter().map(spent).collect::<Vec<_>>()
            });
        },
    );
}

/// Attaches strace to a process; gives the lines it wrote of starting others while this was played.
fn started(session: &mut Session, pid: &str, play: impl Fn(&mut Session)) -> Vec<String> {
    let mut strace = Command::new("strace")
        .args(["-e", "trace=clone,clone3,fork,vfork,execve", "-p", pid])
        .stderr(Stdio::piped())
        .spawn()
        .expect("strace");
    let mut told = BufReader::new(strace.stderr.take().expect("its stderr")).lines();
    let first = told.next().expect("it says that it is there").expect("text");
    assert!(first.contains("attached"), "{first}");
    play(session);
    let _ = kill(Pid::from_raw(strace.id().try_into().expect("a number")), Signal::SIGINT);
    let lines: Vec<String> = told.map_while(Result::ok).collect();
    strace.wait().expect("its end");
    lines
        .into_iter()
        .filter(|line| {
            (line.contains("clone") && !line.contains("CLONE_THREAD"))
                || line.contains("fork(")
                || line.contains("exec")
        })
        .collect()
}

in_shells!(no_process_is_started: bash zsh fish nu);
fn no_process_is_started(stage: &Stage) {
    for flags in ["", "--no-host"] {
        let arrange = |setup: &mut Setup| {
            setup.flags = flags.to_owned();
            setup.is_hosted &= flags.is_empty();
        };
        stage.compare(arrange, |session| {
            session.line(session.says(
                "echo $$ > pid",
                "echo $$ > pid",
                "echo $fish_pid > pid",
                "$nu.pid | into string | save pid",
            ));
            session.line("true");
            let pid = session.read("pid").trim().to_owned();
            let lines = started(session, &pid, |session| {
                session.line("true");
                session.line("cd .");
                session.line("");
                session.line(session.says("x=1", "x=1", "set x 1", "$env.x = 1"));
                // (`echo` is a program here in nu.)
                session.line(session.says("echo one", "echo one", "echo one", "print one"));
            });
            assert_eq!(lines, Vec::<String>::new());
        });
    }
}

in_shells!(hooks_alone: bash zsh fish nu);
fn hooks_alone(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.flags = "--no-host".to_owned();
        setup.is_hosted = false;
    };
    stage.compare(arrange, |session| {
        session.line("echo one");
        session.line("ls /none");
        let status = session
            .says("echo is $?", "echo is $?", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"")
            .to_owned();
        let expected = session.says("\nis 2\n", "\nis 2\n", "\nis 2\n", "\nis 1\n").to_owned();
        assert!(session.line(&status).contains(&expected));
        session.keys("waits\r");
        session.await_text("is-waiting");
        session.interrupt();
        session.await_prompt();
        session.look("interrupted");
        assert!(!session.has_printed(b"6973;"), "no mark reaches the terminal");
    });
}
