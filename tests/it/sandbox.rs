//! What a probe cannot do, tried one by one in the real sandbox, and what it still can.

use std::process::Command;

use crate::env::{Env, GHOST, Outcome};

/// The words that ask for one rung of the ladder or the other.
const RUNGS: &[&[&str]] = &[&["__probe"], &["__probe", "--bubblewrap"]];

/// Runs a shell script in the sandbox, with streams that are pipes, as a probe's are.
fn confined(env: &Env, rung: &[&str], script: &str) -> Outcome {
    let command = env.command([rung, &["/bin/sh", "-c", script]].concat());
    env.finish(command)
}

/// The same without a sandbox: shows that the act itself works here, so that a refusal is the sandbox's doing.
fn free(env: &Env, script: &str) -> bool {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).current_dir(env.home()).env("HOME", env.home());
    command.output().expect("a shell").status.success()
}

#[test]
fn nothing_is_written_changed_reached_or_signalled() {
    let neighbour = std::process::id();
    let signal = format!("kill -0 {neighbour}");
    let environment = format!("cat /proc/{neighbour}/environ");
    // clone(2) with CLONE_NEWUSER, where unshare(1) would take another way.
    let namespace = format!(
        "python3 -I -S -c 'import ctypes, os
made = ctypes.CDLL(None).syscall({}, 0x10000011, 0, 0, 0, 0)
os._exit(made < 0)'",
        libc::SYS_clone
    );
    for (act, script) in [
        ("write a new file", "echo x > new"),
        ("write over a file", "echo x > kept"),
        ("truncate", ": > kept"),
        ("append", "echo x >> kept"),
        ("remove", "rm kept"),
        ("rename", "mv kept moved"),
        ("make a folder", "mkdir folder"),
        ("link", "ln -s kept link"),
        ("change rights", "chmod 600 kept"),
        ("change times", "touch -d yesterday kept"),
        ("write in /tmp", "f=/tmp/ghost-test-$$; echo x > $f && rm $f"),
        ("read a private file", "cat kept"),
        ("signal another process", &signal),
        ("read another process's environment", &environment),
        ("a socket", "python3 -I -S -c 'import socket; socket.socket()'"),
        ("a socket file", "python3 -I -S -c 'import socket; socket.socket(socket.AF_UNIX)'"),
        ("a user namespace", &namespace),
        ("a user namespace by unshare(1)", "unshare -U true"),
        ("a core or a large limit", "ulimit -n 4096 && [ \"$(ulimit -n)\" -ge 4096 ]"),
    ] {
        let env = Env::new();
        env.file("kept", "precious\n");
        assert!(free(&env, script), "{act}: does not work here even without a sandbox");
        for rung in RUNGS {
            let env = Env::empty();
            env.file("kept", "precious\n");
            let out = confined(&env, rung, script);
            assert!(out.status != Some(0) && !out.stderr.contains("ghost:"), "{act}, {rung:?}: it worked\n{out:?}");
            assert_eq!(env.read("kept"), "precious\n", "{act}, {rung:?}");
            let left: Vec<_> =
                std::fs::read_dir(env.home()).expect("the home").flatten().map(|entry| entry.file_name()).collect();
            assert_eq!(left, ["kept"], "{act}, {rung:?}");
        }
    }
}

/// Through a descriptor for reading, or by system calls that are younger than what `chmod` and the like use.
#[test]
fn metadata_is_out_of_reach_by_younger_ways_as_well() {
    const SETXATTRAT: &str = "import ctypes, struct
value = ctypes.create_string_buffer(b'x')
arguments = ctypes.create_string_buffer(struct.pack('QII', ctypes.addressof(value), 1, 0))
assert ctypes.CDLL(None).syscall(463, -100, b'kept', 0, b'user.x', arguments, 16) == 0";
    const SETFLAGS: &str = "import fcntl, os, struct
file = os.open('kept', os.O_RDONLY)
fcntl.ioctl(file, 0x40086602, struct.pack('l', 0x40))";
    for (act, script) in [("setxattrat", SETXATTRAT), ("FS_IOC_SETFLAGS", SETFLAGS)] {
        let env = Env::new();
        env.file("kept", "precious\n");
        let mut command = Command::new("python3");
        command.args(["-I", "-S", "-c", script]).current_dir(env.home());
        if !command.output().expect("python3").status.success() {
            eprintln!("{act} does not work here even without a sandbox: not tested");
            continue;
        }
        let home = env.home().to_str().expect("a path");
        let python = env.command(["__probe", "--read", home, "/usr/bin/python3", "-I", "-S", "-c", script]);
        let out = env.finish(python);
        assert!(out.status == Some(1) && out.stderr.contains("Error"), "{act}: {out:?}");
    }
}

#[test]
fn the_system_can_be_read_and_programs_run() {
    let env = Env::new();
    for script in [
        "ls --help | head -n 1",
        "cat /etc/passwd",
        "git --version",
        "echo x > /dev/null",
        "python3 -I -S -c 'print(1)'",
        "uptime",
    ] {
        for rung in RUNGS {
            let out = confined(&env, rung, script);
            assert_eq!((out.status, out.stderr.as_str()), (Some(0), ""), "{script}, {rung:?}\n{out:?}");
        }
    }
}

#[test]
fn what_a_probe_knows_of_the_person_is_their_language() {
    let env = Env::new();
    for rung in RUNGS {
        let mut command = env.command([rung, &["/usr/bin/env"][..]].concat());
        command.env("SECRET_TOKEN", "hunter2").env("LC_ALL", "C");
        let out = env.finish(command);
        assert!(out.stdout.contains("LC_ALL=C\n") && out.stdout.contains("HOME=/nonexistent\n"), "{rung:?} {out:?}");
        let home = env.home().to_str().expect("a path");
        // The working folder is told, as it is to any program.
        let told = out.stdout.lines().filter(|line| !line.starts_with("PWD=")).any(|line| line.contains(home));
        assert!(!out.stdout.contains("hunter2") && !told, "{rung:?} {out:?}");
    }
}

#[test]
fn a_folder_is_readable_only_when_it_is_named() {
    let env = Env::new();
    let path = env.file("project/notes", "text\n");
    let folder = path.parent().expect("a folder").to_str().expect("a path");
    let path = path.to_str().expect("a path");
    for rung in RUNGS {
        let out = env.ghost([rung, &["--read", folder, "/bin/cat", path][..]].concat());
        assert_eq!(out.stdout, "text\n", "{rung:?} {out:?}");
        let out = env.ghost([rung, &["/bin/cat", path][..]].concat());
        assert_ne!(out.status, Some(0), "{rung:?} {out:?}");
    }
}

#[test]
fn what_the_shell_holds_open_is_out_of_reach() {
    let env = Env::new();
    for rung in RUNGS {
        let words = [rung, &["/bin/sh", "-c", "echo gone >&8"][..]].concat();
        // (A pipe: a file could not grow in any case.)
        let line = format!("exec 8>&2; exec '{GHOST}' \"$@\"");
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &line, "sh"]).args(words).current_dir(env.home());
        let out = env.finish(command);
        assert_ne!(out.status, Some(0), "{rung:?} {out:?}");
        assert!(!out.stderr.contains("gone"), "{rung:?} {out:?}");
    }
}

#[test]
fn the_entry_starts_nothing_it_does_not_understand() {
    let env = Env::new();
    for words in [
        &["__probe"][..],
        &["__probe", "/nonexistent/program"],
        &["__probe", "--bubblewrap"],
        &["__probe", "--bubblewrap", "/nonexistent/program"],
        &["__host"],
        &["__anything", "ls"],
    ] {
        let out = env.ghost(words.iter().copied());
        assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{words:?}\n{out:?}");
    }
    // The inner side of the second rung, outside of it.
    let out = env.ghost(["__probe", "--inside", "/bin/echo", "started"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
    assert!(out.stderr.contains("a file could be written"), "{out:?}");
    assert!(std::path::Path::new(GHOST).exists());
}
