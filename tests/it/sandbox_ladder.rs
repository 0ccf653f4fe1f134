//! Which sandbox a probe gets where the kernel lacks something: played by a filter that answers a system call as a kernel
//! does that has never heard of it.

use std::process::Command;

use crate::env::{Env, GHOST, Outcome};

/// Loads a filter that answers the calls named first with ENOSYS, and becomes the program named behind them.
const LACKING: &str = r#"
import ctypes, os, struct, sys
calls, words = sys.argv[1].split(','), sys.argv[2:]
code = [(0x20, 0, 0, 0)]
for call in calls:
    code += [(0x15, 0, 1, int(call)), (0x06, 0, 0, 0x00050000 | 38)]
code.append((0x06, 0, 0, 0x7fff0000))
text = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *one) for one in code))
class Program(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('code', ctypes.c_void_p)]
prctl = ctypes.CDLL(None, use_errno=True).prctl
assert prctl(38, 1, 0, 0, 0) == 0
assert prctl(22, 2, ctypes.byref(Program(len(code), ctypes.addressof(text))), 0, 0) == 0
os.execv(words[0], words)
"#;

/// Runs `ghost __probe …` on a kernel without these system calls.
fn without(env: &Env, calls: &[libc::c_long], words: &[&str]) -> Outcome {
    let calls = calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let ghost = env.command(["__probe"]);
    let mut command = Command::new("python3");
    command.args(["-I", "-S", "-c", LACKING, &calls, GHOST, "__probe"]).args(words);
    command.env_clear().envs(ghost.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(env.home());
    command.stdin(std::process::Stdio::null());
    env.finish(command)
}

/// What bubblewrap cannot do without.
const NAMESPACES: &[libc::c_long] = &[libc::SYS_mount, libc::SYS_landlock_create_ruleset];

#[test]
fn without_landlock_or_seccomp_a_probe_runs_in_bubblewrap() {
    const UNCONNECTED: &str = "import socket
try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))
except OSError: print('no network')";
    for missing in [libc::SYS_landlock_create_ruleset, libc::SYS_seccomp] {
        let env = Env::new();
        env.file("kept", "precious\n");
        let out = without(&env, &[missing], &["/bin/sh", "-c", "tr '\\0' ' ' < /proc/1/cmdline; cat kept; rm -f kept"]);
        assert!(out.stdout.starts_with("/usr/bin/bwrap ") && !out.stdout.contains("precious"), "{missing} {out:?}");
        let home = env.home().to_str().expect("a path");
        let out =
            without(&env, &[missing], &["--read", home, "/bin/sh", "-c", "cat kept; echo x > kept || rm -f kept"]);
        assert!(out.stdout == "precious\n" && out.status != Some(0), "{missing} {out:?}");
        assert_eq!(env.read("kept"), "precious\n", "{missing}");
        let out = without(&env, &[missing], &["/usr/bin/python3", "-I", "-S", "-c", UNCONNECTED]);
        assert_eq!((out.status, out.stdout.as_str()), (Some(0), "no network\n"), "{missing} {out:?}");
        let out = without(&env, &[missing], &["--state"]);
        assert!(out.stdout.starts_with("looks run in bubblewrap"), "{missing} {out:?}");
    }
}

#[test]
fn without_both_nothing_is_started() {
    let env = Env::new();
    let out = without(&env, NAMESPACES, &["/bin/echo", "started"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
    assert!(out.stderr.contains("bubblewrap does not work here"), "{out:?}");
    let out = without(&env, NAMESPACES, &["--state"]);
    assert!(out.stdout.starts_with("looks are not run unasked"), "{out:?}");
}

#[test]
fn the_state_names_the_kernels_own_sandbox_where_there_is_one() {
    let env = Env::new();
    let out = env.ghost(["__probe", "--state"]);
    assert!(out.stdout.starts_with("looks run in the kernel's own sandbox (Landlock "), "{out:?}");
}

#[test]
fn where_the_kernels_own_is_required_there_is_no_second_rung() {
    for missing in [libc::SYS_landlock_create_ruleset, libc::SYS_seccomp] {
        let env = Env::new();
        let out = without(&env, &[missing], &["--kernel", "/bin/echo", "started"]);
        assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{missing} {out:?}");
    }
    let env = Env::new();
    assert_eq!(env.ghost(["__probe", "--kernel", "/bin/echo", "started"]).stdout, "started\n");
}

#[test]
fn a_look_that_needs_a_socket_is_not_taken_in_bubblewrap() {
    let env = Env::new();
    let missing = [libc::SYS_landlock_create_ruleset];
    let out = without(&env, &missing, &["--need", "netlink", "/bin/echo", "started"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
    assert_eq!(env.ghost(["__probe", "--need", "netlink", "/bin/echo", "started"]).stdout, "started\n");
    assert_eq!(env.ghost(["__probe", "--need", "everything", "/bin/echo", "started"]).status, Some(125));
}

/// ghost's own look at ports does with the filter alone, and no other does; none does without the filter.
#[test]
fn ghosts_own_look_is_not_taken_unconfined() {
    let env = Env::new();
    let [landlock, seccomp] = [libc::SYS_landlock_create_ruleset, libc::SYS_seccomp];
    for (missing, topic, taken) in [
        (landlock, "ports", true),
        (landlock, "memory", false),
        (seccomp, "ports", false),
        (seccomp, "memory", false),
        // One that nothing calls.
        (libc::SYS_vhangup, "memory", true),
    ] {
        let out = without(&env, &[missing], &["--look", topic, "--json"]);
        assert_eq!(out.status, Some(if taken { 0 } else { 125 }), "{missing} {topic}: {out:?}");
        assert!(taken || out.stdout.is_empty(), "{missing} {topic}: {out:?}");
    }
}
