//! Places where nothing can be written, and streams that are closed: the original output and status, or the repair.

use crate::env::{Env, GHOST, Outcome};

/// Runs a line of shell that starts ghost (`$G`) in a hard place.
fn in_a_hard_place(env: &Env, line: &str) -> Outcome {
    let mut command = env.command::<&str>([]);
    let program = std::mem::replace(&mut command, std::process::Command::new("/bin/bash"));
    command.args(["-c", line]).current_dir(env.home()).env_clear().env("G", GHOST);
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    env.finish(command)
}

/// A program that prints on both streams and fails, which no rule knows.
const FAILING: &str = "sh -c 'echo told; echo zxqv >&2; exit 3'";

#[test]
fn a_full_disk_costs_one_line_at_most() {
    let env = Env::new();
    // No file may grow by a byte, which is what a full disk means to a program.
    let out = in_a_hard_place(&env, &format!("trap '' XFSZ; ulimit -f 0; exec \"$G\" {FAILING}"));
    assert_eq!((out.status, out.stdout.as_str()), (Some(3), "told\n"), "{out:?}");
    assert!(out.stderr.starts_with("zxqv\n") && out.stderr.lines().count() <= 2, "{out:?}");
}

#[test]
fn a_report_on_a_full_disk_is_said_and_the_repair_goes_on() {
    let env = Env::new();
    let out = env.ghost(["--yes", "--report", "/dev/full", "-c", "mkdir a/b"]);
    assert!(out.stderr.contains("could not write the report"), "{out:?}");
    assert!(env.home().join("a/b").is_dir(), "{out:?}");
}

#[test]
fn closed_streams_are_nothing_to_fall_over() {
    for closed in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"] {
        let env = Env::new();
        let out = in_a_hard_place(&env, &format!("exec \"$G\" --yes mkdir made/b {closed}"));
        // What complains into a closed stream is not seen, and what is not seen is not guessed at.
        let seen = !closed.contains("2>&-");
        assert_eq!(
            (out.status, env.home().join("made/b").is_dir()),
            (Some(i32::from(!seen)), seen),
            "{closed}\n{out:?}"
        );
        let out = in_a_hard_place(&env, &format!("exec \"$G\" sh -c 'exit 5' {closed}"));
        assert_eq!(out.status, Some(5), "{closed}\n{out:?}");
    }
}

#[test]
fn a_home_that_cannot_be_written_still_gets_its_repair() {
    let env = Env::new();
    let out = in_a_hard_place(
        &env,
        "HOME=/proc/self XDG_CACHE_HOME=/proc/none XDG_STATE_HOME=/proc/none exec \"$G\" gti --version",
    );
    assert_eq!(out.status, Some(0), "{out:?}");
    assert!(out.stdout.starts_with("git version"), "{out:?}");
}

#[test]
fn a_reader_that_leaves_early_ends_the_command_as_it_would_without_ghost() {
    let env = Env::new();
    let out = in_a_hard_place(&env, "\"$G\" yes | head -n 1; echo \"${PIPESTATUS[0]}\"");
    assert_eq!((out.status, out.stdout.as_str(), out.stderr.as_str()), (Some(0), "y\n141\n", ""), "{out:?}");
}
