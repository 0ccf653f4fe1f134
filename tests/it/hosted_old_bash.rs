//! Hooks for older versions of bash, played in the bash that is there: with the conditions turned by which they tell
//! their version.

use std::path::PathBuf;

use crate::env::{Env, GHOST};
use crate::hosted::{Hosted, Setup};
use crate::scripted::Scripted;

/// A ghost that prints its script for bash with other conditions: each pair is what stands there, and what is to.
fn for_another_bash(env: &Env, conditions: &[(&str, &str)]) -> PathBuf {
    let mut script = format!("#!/bin/sh\ncase $1 in init) {GHOST} \"$@\"");
    for (condition, other) in conditions {
        let printed = env.ghost(["init", "bash", "--no-host"]).stdout;
        assert!(printed.contains(condition), "it is a part of the script");
        let literal = condition.replace('[', "\\[").replace(']', "\\]").replace('*', "\\*").replace('$', "\\$");
        script += &format!(" | sed 's/{literal}/{other}/'");
    }
    env.script("another-ghost", &format!("{script} ;; *) exec {GHOST} \"$@\" ;; esac\n"))
}

/// Has any bash take itself for one before 4.4.
const OLD: (&str, &str) = ("BASH_VERSINFO[1] < 404", "0 < 404 || 1");

#[test]
fn bash_4_4_has_prompt_commands_in_one_text_and_counts_history_from_its_start() {
    let conditions = [
        ("__ghost_old=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 501))", "__ghost_old=1"),
        ("__ghost_early=$((BASH_VERSINFO[0] < 5))", "__ghost_early=1"),
        // What such a bash says in a prompt command.
        ("__ghost_now=$HISTCMD", "__ghost_now=1"),
    ];
    let env = Env::new();
    let ghost = for_another_bash(&env, &conditions);
    let brain = Scripted::proposing(&[&[], &["git --version"], &["ls /none"], &["ls /usr"], &["mkdir -p \u{e4}/b/c"]]);
    let setup = Setup {
        brain: Some(&brain),
        ghost: ghost.to_str().expect("a path that is text"),
        below: "PROMPT_COMMAND='echo \"status:$?\"'\n",
        ..Setup::default()
    };
    let mut hosted = Hosted::begin("bash", &setup);
    // What is typed ahead of the first prompt has not gone by our Enter.
    hosted.line("true");
    assert!(hosted.line("(exit 7)").contains("status:7\r\n"));
    hosted.terminal.send("gti --version\r");
    let printed = hosted.terminal.expect("\u{2713} git --version");
    assert!(!printed.contains("not found"), "{printed}");
    hosted.settle();
    hosted.terminal.send("frobnicate\r");
    hosted.terminal.expect("\u{2713} ls /usr");
    hosted.settle();
    hosted.terminal.send("mkdir \u{e4}/b/c\r");
    hosted.terminal.expect_on_screen("$ mkdir -p \u{e4}/b/c");
    // At its end, whatever it is that the cursor counts. (A letter at once would be meant for an empty line.)
    hosted.line("\x06d");
    assert!(hosted.env.home().join("\u{e4}/b/cd").is_dir());
    let history = hosted.line("history");
    assert!(history.contains(" git --version\r\n") && !history.contains("gti"), "{history}");
    assert!(history.contains(" ls /usr\r\n") && !history.contains("frob") && !history.contains("none"), "{history}");
    assert!(history.contains(" (exit 7)\r\n"), "nothing else has left it: {history}");
    let sound = hosted.line("declare -p PROMPT_COMMAND | head -1");
    assert!(sound.contains("declare -- PROMPT_COMMAND="), "it is a text still: {sound}");
}

#[test]
fn an_older_bash_is_told_what_could_be_done_and_nothing_is_run() {
    let env = Env::new();
    let ghost = for_another_bash(&env, &[OLD, ("__ghost_now=$HISTCMD", "__ghost_now=1")]);
    let brain = Scripted::proposing(&[&["git --version"]]);
    let below = "PROMPT_COMMAND=\"$PROMPT_COMMAND\"$'\\n''echo \"status:$? $_\"'\n";
    let setup =
        Setup { brain: Some(&brain), ghost: ghost.to_str().expect("a path that is text"), below, ..Setup::default() };
    let mut hosted = Hosted::begin("bash", &setup);
    let printed = hosted.line("echo sock${GHOST_SOCK}et");
    assert!(printed.contains("socket\r\n"), "there is no host: {printed}");
    for (line, status) in [("gti --version", "status:127"), ("mkdir a/b/c", "status:1")] {
        let printed = hosted.line(line);
        assert!(
            printed.contains("ghost: git --version")
                && printed.contains("(your shell is too old")
                && printed.contains(status),
            "{printed}"
        );
        assert!(!printed.contains("git version"), "{printed}");
    }
    // `$_` is the person's.
    let printed = hosted.line("true");
    assert!(printed.contains("status:0 true"), "{printed}");
    hosted.terminal.send("sh -c 'exit 3' | sh -c 'exit 4'\r");
    hosted.terminal.expect("ghost: git --version");
    hosted.terminal.expect("$ ");
    hosted.terminal.send("echo members:${PIPESTATUS[*]}\r");
    hosted.terminal.expect("members:3 4\r\n");
    hosted.settle();
    // Nothing is asked after what went well, after an empty line, or when it is off.
    for line in ["true", "", "ghost off", "gti --version"] {
        let printed = hosted.line(line);
        assert!(!printed.contains("ghost: "), "{line}: {printed}");
    }
    hosted.line("ghost on");
    assert!(hosted.line("mkdir a/b/c").contains("ghost: git --version"));
}

#[test]
fn an_older_bash_has_its_hooks_whatever_stands_in_those_of_the_others() {
    let env = Env::new();
    let ghost = for_another_bash(&env, &[OLD, ("__ghost_early=", "coproc ;; &>> ((")]);
    let ghost = ghost.to_str().expect("a path that is text");
    let mut hosted = Hosted::begin("bash", &Setup { ghost, flags: "--no-host", ..Setup::default() });
    let printed = hosted.line("type -t __ghost_precmd __ghost_arm");
    assert!(printed.contains("function\r\n") && printed.matches("function\r\n").count() == 1, "{printed}");
}

#[test]
fn bash_3_2_can_read_the_hooks_that_it_does_not_run() {
    // Grammar that bash 4.0 has brought (its CHANGES). The rest of what is new fails when it runs, not when it is read.
    let script = Env::new().ghost(["init", "bash", "--no-host"]).stdout;
    let code = script.lines().filter(|line| !line.trim_start().starts_with('#'));
    for line in code {
        for young in ["&>>", "|&", ";&", ";;&", "coproc ", "^^}", ",,}", "{fd}"] {
            assert!(!line.contains(young), "{young} in {line}");
        }
    }
}

#[test]
fn an_older_bash_can_read_its_settings_again_and_be_inherited_from() {
    let env = Env::new();
    let ghost = for_another_bash(&env, &[OLD]);
    let brain = Scripted::proposing(&[&["git --version"], &["git --version"], &["git --version"]]);
    let setup = Setup {
        brain: Some(&brain),
        ghost: ghost.to_str().expect("a path that is text"),
        above: "PROMPT_COMMAND='echo \"status:$?\"'\n",
        below: "echo gti --version >~/history; HISTFILE=~/history\nfalse\n",
        ..Setup::default()
    };
    let mut hosted = Hosted::begin("bash", &setup);
    assert!(brain.pid().is_none(), "before the first prompt nothing was typed");
    for _ in 0..2 {
        let printed = hosted.line("mkdir a/b");
        assert_eq!(printed.matches("ghost: git --version").count(), 1, "{printed}");
        assert!(printed.contains("status:1\r\n"), "{printed}");
        hosted.line(". ~/.bashrc");
    }
    let again = format!("eval \"$('{}' init bash)\"; echo \"$PROMPT_COMMAND\"", ghost.display());
    assert_eq!(hosted.line(&again).matches("__ghost_precmd").count(), 1, "twice is once");
    hosted.line("export PROMPT_COMMAND");
    // A shell without these settings.
    let printed = hosted.line("PS1='$ ' bash --norc");
    assert!(!printed.contains("not found"), "{printed}");
}
