//! Without a terminal: streams, bytes, status and signals are the command's own.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Command, Stdio};

use crate::env::{Env, Outcome};

const ALONE: [&str; 3] = ["--kernel", "/bin/false", "--"];

fn ghost(env: &Env, words: &[&str]) -> Command {
    env.command(ALONE.iter().chain(words))
}

fn run(env: &Env, words: &[&str]) -> Outcome {
    env.finish(ghost(env, words))
}

/// Runs a line in which `$g` stands for ghost, through a shell.
fn shell(env: &Env, line: &str) -> Outcome {
    let mut bash = Command::new("/bin/bash");
    bash.args(["-c", &format!("g='{} {}'\n{line}", crate::env::GHOST, ALONE.join(" "))]);
    bash.env_clear().current_dir(env.home()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, value) in env.command([""; 0]).get_envs() {
        bash.env(name, value.expect("a value"));
    }
    env.finish(bash)
}

#[test]
fn streams_and_status_are_passed_on() {
    let env = Env::new();
    for (script, status, stdout, stderr) in [
        ("exit 0", 0, "", ""),
        ("echo out; echo err >&2", 0, "out\n", "err\n"),
        ("printf x", 0, "x", ""),
        ("exec 1>&-; echo lost 2>/dev/null; exit 0", 0, "", ""),
    ] {
        let out = run(&env, &["sh", "-c", script]);
        assert_eq!((out.status, out.stdout.as_str(), out.stderr.as_str()), (Some(status), stdout, stderr), "{script}");
    }
    for status in [1, 2, 77, 125, 126, 127, 255] {
        let out = run(&env, &["sh", "-c", &format!("echo told; echo complained >&2; exit {status}")]);
        assert_eq!((out.status, out.stdout.as_str()), (Some(status), "told\n"), "{out:?}");
        assert!(out.stderr.starts_with("complained\n"), "{out:?}");
    }
}

#[test]
fn ghost_ends_by_the_signal_that_ended_the_command() {
    let env = Env::new();
    for signal in [libc::SIGTERM, libc::SIGKILL, libc::SIGSEGV, libc::SIGPIPE] {
        let out = run(&env, &["sh", "-c", &format!("ulimit -c 0; kill -{signal} $$")]);
        assert_eq!((out.status, out.signal), (None, Some(signal)), "{out:?}");
    }
}

#[test]
fn stdin_is_never_read_by_ghost() {
    let env = Env::new();
    let out = shell(&env, "printf 'a\\nb\\n' | ($g true; cat)");
    assert_eq!(out.stdout, "a\nb\n", "{out:?}");
    let out = shell(&env, "printf 'a\\nb\\n' > two; ($g sh -c 'read x; echo \"got $x\"'; cat) < two");
    assert_eq!(out.stdout, "got a\nb\n", "{out:?}");
    let out = shell(&env, "printf 'a\\nb\\n' | ($g sh -c 'read x; echo \"got $x\"'; cat)");
    assert_eq!(out.stdout, "got a\nb\n", "{out:?}");
}

#[test]
fn bytes_are_exact() {
    let env = Env::new();
    let bytes: Vec<u8> = (0..=255_u8).cycle().take(3_000_000).collect();
    fs::write(env.home().join("all"), &bytes).expect("a file");
    let mut command = ghost(&env, &["cat", "all"]);
    assert!(command.output().expect("ghost starts").stdout == bytes, "to a pipe");
    for (name, append) in [("to a file", false), ("to the end of a file", true)] {
        let mut file = File::options()
            .create(true)
            .write(true)
            .truncate(!append)
            .append(append)
            .open(env.home().join("copy"))
            .expect("a file");
        if append {
            file.set_len(0).expect("an empty file");
        }
        file.write_all(b"before").expect("a file");
        let status = ghost(&env, &["cat", "all"]).stdout(file).status().expect("ghost starts");
        assert!(status.success(), "{name}");
        let copy = fs::read(env.home().join("copy")).expect("the copy");
        assert!(copy.starts_with(b"before") && copy[6..] == bytes, "{name}");
    }
    let (mut ours, theirs) = std::os::unix::net::UnixStream::pair().expect("sockets");
    let mut child = ghost(&env, &["cat", "all"]).stdout(OwnedFd::from(theirs)).spawn().expect("ghost starts");
    let mut copy = Vec::new();
    ours.read_to_end(&mut copy).expect("a socket");
    assert!(child.wait().expect("it ends").success() && copy == bytes, "to a socket");
}

#[test]
fn one_stream_for_both_keeps_their_order() {
    let env = Env::new();
    let script = "i=0; while [ $i -lt 400 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done";
    let expected: String = (0..400).map(|i| format!("o{i}\ne{i}\n")).collect();
    for line in [format!("$g sh -c '{script}' 2>&1 | cat"), format!("$g sh -c '{script}' > both 2>&1; cat both")] {
        assert_eq!(shell(&env, &line).stdout, expected, "{line}");
    }
}

#[test]
fn closed_streams_stay_closed() {
    let env = Env::new();
    // Looked at by a shell that opens a file of its own as 3, so that no place of a closed stream is taken.
    let look = "for fd in 0 1 2; do [ -e /proc/$$/fd/$fd ] && printf $fd >&3 || printf -- - >&3; done";
    for (closing, seen) in [("<&-", "-12"), (">&-", "0-2"), ("2>&-", "01-"), ("<&- >&- 2>&-", "---"), ("", "012")] {
        let out = shell(&env, &format!("$g sh -c '{look}' 3> seen {closing}"));
        assert_eq!((out.status, env.read("seen").as_str()), (Some(0), seen), "{closing}");
    }
    for (line, status) in
        [("$g true >&-", 0), ("$g false <&-", 1), ("$g sh -c 'exit 3' <&- >&- 2>&-", 3), ("$g true 2>&-", 0)]
    {
        assert_eq!(shell(&env, line).status, Some(status), "{line}");
    }
    let bare = shell(&env, "sh -c 'echo x' >&- 2>/dev/null; echo $?").stdout;
    assert_eq!(shell(&env, "$g sh -c 'echo x' >&- 2>/dev/null; echo $?").stdout, bare);
}

#[test]
fn a_reader_that_leaves_ends_the_command_as_without_ghost() {
    let env = Env::new();
    let out = shell(&env, "$g yes | head -n 1; echo ${PIPESTATUS[*]}");
    assert_eq!(out.stdout, "y\n141 0\n", "{out:?}");
    let out = shell(&env, "$g sh -c 'trap \"\" PIPE; yes 2>/dev/null; exit 5' | head -n 1; echo ${PIPESTATUS[0]}");
    assert_eq!(out.stdout, "y\n5\n", "{out:?}");
    let out = shell(&env, "trap '' PIPE; $g sh -c 'yes 2>/dev/null; exit 6' | head -n 1; echo ${PIPESTATUS[0]}");
    assert_eq!(out.stdout, "y\n6\n", "what was ignored stays ignored: {out:?}");
}

#[test]
fn a_program_that_watches_for_its_reader_sees_it_leave() {
    let env = Env::new();
    let script = "import select
watched = select.poll(); watched.register(1, 0)
print('ready', flush=True)
watched.poll()";
    let mut child = ghost(&env, &["python3", "-c", script]).spawn().expect("ghost starts");
    let mut stdout = child.stdout.take().expect("its stdout");
    let mut ready = [0; 6];
    stdout.read_exact(&mut ready).expect("a line");
    drop(stdout);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn output_streams_once_the_hold_has_ended() {
    let env = Env::new();
    let mut command = ghost(&env, &["sh", "-c", "echo ready; read line; echo \"got $line\""]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("ghost starts");
    let mut stdout = child.stdout.take().expect("its stdout");
    let mut ready = [0; 6];
    stdout.read_exact(&mut ready).expect("a line, while the command still runs");
    assert_eq!(&ready, b"ready\n");
    child.stdin.take().expect("its stdin").write_all(b"x\n").expect("somebody reads");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("the rest");
    assert_eq!(rest, "got x\n");
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn what_outlives_the_command_goes_on_printing() {
    let env = Env::new();
    let out = shell(
        &env,
        "mkfifo gate; $g sh -c '(read x < gate; echo \"late $x\"; echo \"err $x\" >&2) & echo early' > file 2> err; cat file; echo go > gate; while [ ! -s err ]; do read -t 0.01 < /dev/zero; done; cat file err",
    );
    assert_eq!(out.stdout, "early\nearly\nlate go\nerr go\n", "{out:?}");
    let out = shell(
        &env,
        "x=$($g sh -c '(read x < gate; echo \"late $x\") & echo early; (echo go > gate) &'); echo \"[$x]\"",
    );
    assert_eq!(out.stdout, "[early\nlate go]\n", "{out:?}");
}

#[test]
fn endless_output_takes_no_memory() {
    let env = Env::new();
    let mut child = ghost(&env, &["yes"]).spawn().expect("ghost starts");
    let mut stdout = child.stdout.take().expect("its stdout");
    let mut buffer = vec![0; 1 << 20];
    for _ in 0..200 {
        stdout.read_exact(&mut buffer).expect("no end");
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(peak < 32 * 1024, "{peak} kB");
    drop(stdout);
    assert_eq!(child.wait().expect("it ends").signal(), Some(libc::SIGPIPE));
}

#[test]
fn a_slow_reader_slows_the_command_and_not_ghosts_ear() {
    let env = Env::new();
    let mut child = ghost(&env, &["yes"]).spawn().expect("ghost starts");
    // Nobody reads: pipes fill up, and ghost waits. It still hears.
    let full = || fs::read_to_string(format!("/proc/{}/wchan", child.id())).is_ok_and(|place| place.contains("poll"));
    while !full() {
        std::thread::yield_now();
    }
    let pid = nix::unistd::Pid::from_raw(child.id().cast_signed());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).expect("it runs");
    assert_eq!(child.wait().expect("it ends").signal(), Some(libc::SIGTERM));
}

#[test]
fn signals_sent_to_ghost_reach_the_command() {
    let env = Env::new();
    for (name, number) in
        [("TERM", libc::SIGTERM), ("HUP", libc::SIGHUP), ("INT", libc::SIGINT), ("USR1", libc::SIGUSR1)]
    {
        let script = format!("trap 'echo caught {name}; exit 9' {name}; echo ready; while :; do sleep 0.01; done");
        let mut child = ghost(&env, &["sh", "-c", &script]).spawn().expect("ghost starts");
        let mut stdout = child.stdout.take().expect("its stdout");
        let mut ready = [0; 6];
        stdout.read_exact(&mut ready).expect("a line");
        let pid = nix::unistd::Pid::from_raw(child.id().cast_signed());
        let signal = nix::sys::signal::Signal::try_from(number).expect("a signal");
        nix::sys::signal::kill(pid, signal).expect("it runs");
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).expect("the rest");
        assert_eq!(rest, format!("caught {name}\n"));
        assert_eq!(child.wait().expect("it ends").code(), Some(9), "{name}");
    }
}

#[test]
fn ignored_signals_stay_ignored() {
    let env = Env::new();
    // Numbers of signals as bits; `cat` catches none itself.
    let of = |name: &str, text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix(name)).map(|bits| bits.trim().to_owned()).collect()
    };
    let look = "cat /proc/self/status";
    for ignoring in ["trap '' HUP INT PIPE CHLD", "true"] {
        let out = shell(&env, &format!("{ignoring}; {look}; $g {look}"));
        let ignored = of("SigIgn:", &out.stdout);
        assert!(ignored.len() == 2 && ignored[0] == ignored[1], "{ignoring}: {ignored:?}");
        for name in ["SigBlk:", "SigCgt:", "SigPnd:", "ShdPnd:"] {
            assert!(of(name, &out.stdout).iter().all(|bits| bits.trim_matches('0').is_empty()), "{name} {out:?}");
        }
    }
}

#[test]
fn descriptors_are_inherited_and_none_added() {
    let env = Env::new();
    env.file("extra", "from 7\n");
    let script = "import os
print([fd for fd in range(256) if os.path.exists(f'/proc/self/fd/{fd}')], os.read(7, 99))";
    env.file("look.py", script);
    let out = shell(&env, "$g python3 look.py 7< extra; python3 look.py 7< extra");
    let lines: Vec<&str> = out.stdout.lines().collect();
    assert!(lines.len() == 2 && lines[0] == lines[1] && lines[0].ends_with("b'from 7\\n'"), "{out:?}");
}

#[test]
fn arguments_are_passed_on_byte_by_byte() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let env = Env::new();
    let mut command = ghost(&env, &["printf", "%s|"]);
    command.args([OsStr::from_bytes(b"a b"), OsStr::from_bytes(b""), OsStr::from_bytes(b"\xff\xfe*$x'\"\\")]);
    assert_eq!(command.output().expect("ghost starts").stdout, b"a b||\xff\xfe*$x'\"\\|");
}

#[test]
fn without_descriptors_to_spare_the_command_still_runs() {
    let env = Env::new();
    let mut command = ghost(&env, &["echo", "ran"]);
    // SAFETY: setrlimit is async-signal-safe.
    unsafe {
        command.pre_exec(|| {
            let limit = libc::rlimit { rlim_cur: 4, rlim_max: 4 };
            if libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) == 0 {
                Ok(())
            } else {
                Err(std::io::Error::last_os_error())
            }
        });
    }
    let out = env.finish(command);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "ran\n"), "{out:?}");
}
