//! Jobs in the background, and what is left when the terminal goes.

use crate::keys::state_of;
use crate::stage::{Setup, Shell, Stage};
use nix::unistd::Pid;

const LATE: &str = "#!/bin/sh
read told < go
echo \"late: $told\" >&2
";

/// Makes a pipe with a name below the home.
fn fifo(setup: &Setup, name: &str) {
    nix::unistd::mkfifo(&setup.home().join(name), nix::sys::stat::Mode::from_bits_truncate(0o666)).expect("a fifo");
}

in_shells!(a_job_writes_behind_the_prompt: bash zsh fish nu);
fn a_job_writes_behind_the_prompt(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.script("late", LATE);
        fifo(setup, "go");
    };
    stage.compare(arrange, |session| {
        session.keys(session.says("late &\r", "late &\r", "late &\r", "job spawn { sh -c 'late 2> /dev/tty' }\r"));
        session.await_prompt();
        // Numbers of processes differ.
        session.line("clear");
        session.keys("echo half a li");
        session.await_at_cursor("half a li");
        std::fs::write(session.home().join("go"), "go on\n").expect("somebody reads");
        session.await_text("late: go on");
        match session.shell {
            Shell::Bash | Shell::Nu => {}
            Shell::Zsh => session.await_text("done"),
            Shell::Fish => session.await_text("has ended"),
        }
        if !matches!(session.shell, Shell::Bash | Shell::Nu) {
            session.await_at_cursor("half a li");
        }
        if session.shell != Shell::Fish {
            // fish draws its line twice, and what it draws first is a matter of moments.
            session.look("it has written");
        }
        session.keys("ne\r");
        session.await_prompt();
        // bash draws the line once more when a key is bound to a command (`bind -x`), as Enter is in a host.
        assert!(session.screen().contains("\nhalf a line\n"));
        // nu has nothing to wait for a job with.
        session.keys(session.says("wait\r", "wait\r", "wait\r", "while (job list | is-not-empty) {}\r"));
        session.await_prompt();
        session.line("clear");
        session.line(session.says("jobs", "jobs", "jobs", "job list"));
    });
}

in_shells!(a_job_is_told_of_by_its_number: bash zsh);
fn a_job_is_told_of_by_its_number(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("sleep 1000 & job=$!\r");
            session.await_prompt();
            session.line("clear");
            let screen = session.line("kill $job; wait $job; echo told $?; [[ $job == $! ]] && echo the last");
            assert!(screen.contains("told 143\nthe last\n"), "{screen}");
            session.line("clear");
            session.line("jobs");
        },
    );
}

/// Starts jobs of every kind, and gives which of them are still there once the terminal has gone.
fn survivors(session: &mut crate::session::Session, jobs: &[(&str, &str)]) -> String {
    for (name, line) in jobs {
        session.keys(&format!("{line}\r"));
        session.await_prompt();
        let place = session.home().join(format!("{name}.pid"));
        session.await_outside(name, || std::fs::read_to_string(&place).is_ok_and(|text| text.ends_with('\n')));
    }
    let pids: Vec<(String, Pid)> = jobs
        .iter()
        .map(|(name, _)| {
            let text = session.read(&format!("{name}.pid"));
            ((*name).to_owned(), Pid::from_raw(text.trim().parse().expect("a number")))
        })
        .collect();
    let processes = session.processes();
    // All that is going to end has ended once the shells and the host have.
    let jobs: Vec<Pid> = pids.iter().map(|(_, pid)| *pid).collect();
    let shells: Vec<Pid> = processes.into_iter().filter(|pid| !jobs.contains(pid)).collect();
    // Numbers of processes are used again.
    let begun: Vec<Option<String>> = shells.iter().map(|pid| start_of(*pid)).collect();
    drop(session.terminal.take());
    let has_ended = |(pid, begun): (&Pid, &Option<String>)| state_of(*pid).is_none() || start_of(*pid) != *begun;
    crate::session::await_so("the shell and its host end", || shells.iter().zip(&begun).all(has_ended));
    let doomed: Vec<Pid> = pids.iter().filter(|(name, _)| name.starts_with("plain")).map(|(_, pid)| *pid).collect();
    crate::session::await_so("what is hung up on ends", || doomed.iter().all(|pid| state_of(*pid).is_none()));
    let living = pids.iter().filter(|(_, pid)| state_of(*pid).is_some()).map(|(name, _)| name.as_str());
    living.collect::<Vec<_>>().join(" ")
}

/// When it was started, in ticks since the machine was (proc(5), `starttime`).
fn start_of(pid: Pid) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(19).map(str::to_owned)
}

const JOB: &str = "#!/bin/sh\necho $$ > $1.pid\nexec sleep 1000\n";

in_shells!(the_terminal_goes: bash zsh fish nu);
fn the_terminal_goes(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("job", JOB);
    for mode in [crate::stage::Mode::Bare, crate::stage::Mode::Hold] {
        let mut session = stage.begin(mode, arrange);
        session.await_prompt();
        let left = match session.shell {
            Shell::Bash => survivors(
                &mut session,
                &[
                    ("plain", "job plain &"),
                    ("nohup", "nohup job nohup > /dev/null 2>&1 &"),
                    ("setsid", "setsid job setsid &"),
                    ("disowned", "job disowned & disown -h"),
                ],
            ),
            Shell::Zsh => survivors(
                &mut session,
                &[
                    ("plain", "job plain &"),
                    ("nohup", "nohup job nohup > /dev/null 2>&1 &"),
                    ("setsid", "setsid job setsid &"),
                    ("disowned", "job disowned &!"),
                ],
            ),
            Shell::Fish => survivors(
                &mut session,
                &[
                    ("plain", "job plain &"),
                    ("nohup", "nohup job nohup > /dev/null 2>&1 &"),
                    ("setsid", "setsid job setsid &"),
                ],
            ),
            Shell::Nu => survivors(
                &mut session,
                &[
                    ("spawned", "job spawn { ^job spawned }"),
                    ("nohup", "job spawn { nohup job nohup }"),
                    ("setsid", "job spawn { setsid job setsid }"),
                ],
            ),
        };
        let expected = match session.shell {
            Shell::Bash | Shell::Zsh => "nohup setsid disowned",
            Shell::Fish => "nohup setsid",
            // nu hangs up on nothing.
            Shell::Nu => "spawned nohup setsid",
        };
        assert_eq!(left, expected, "{:?} {mode:?}", session.shell);
    }
}
