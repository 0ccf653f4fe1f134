//! The brain behind the plugin: asleep between two calls, ended with the plugin, stopped by Ctrl-C.

use std::path::Path;

use nix::sys::signal::kill;
use nix::unistd::Pid;
use pty_process::blocking::Command;

use crate::env::{Env, nu};
use crate::terminal::Terminal;

const NOTHING: &str = r#"[[{"action": "give_up"}], [{"action": "give_up"}]]"#;
const STALLS: &str = r#"[[{"stall": true}]]"#;

/// The brain that runs, if one does.
fn running(brain: &Path) -> Option<Pid> {
    let pid = std::fs::read_to_string(brain.join("pid")).ok()?.parse().ok().map(Pid::from_raw)?;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // One that has ended and waits for its parent does nothing any more.
    let ended = stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('Z'));
    (kill(pid, None).is_ok() && !ended).then_some(pid)
}

/// How many failed lines it was asked about.
fn asked(brain: &Path) -> usize {
    let told = std::fs::read_to_string(brain.join("received.jsonl")).unwrap_or_default();
    told.lines().filter(|line| line.contains(r#""event":"failed""#)).count()
}

/// nu in a terminal, with a numbered prompt.
fn session(env: &Env) -> Terminal {
    let config = env.file(
        "config.nu",
        "$env.config.show_banner = false\n$env.PROMPT_COMMAND = {|| $'<(history | length)' }\n\
         $env.PROMPT_INDICATOR = '> '\n$env.PROMPT_COMMAND_RIGHT = ''\n$env.config.shell_integration.osc133 = false\n\
         $env.config.use_ansi_coloring = false\n",
    );
    let plugin = env.words().pop().expect("the plugin");
    let command = Command::new(nu())
        .args(["--config", config.to_str().expect("a path"), "--no-std-lib", "--plugins", &plugin])
        .current_dir(env.home())
        .env_clear()
        .envs(env.variables());
    let mut terminal = Terminal::start(command, None);
    terminal.answers();
    terminal.until("the first prompt", |screen| screen.contents().trim_end().ends_with('>'));
    terminal
}

fn line(terminal: &mut Terminal, text: &str, shows: &str) {
    terminal.send(&format!("{text}\r"));
    terminal.until(&format!("{shows:?}, and a prompt"), |screen| {
        let contents = screen.contents();
        contents.contains(shows) && contents.trim_end().ends_with('>')
    });
}

#[test]
fn one_brain_answers_many_calls_and_ends_with_nu() {
    let env = Env::new();
    let brain = env.scripted_brain(NOTHING);
    let source = "ghost fix gti -s 127; let first = open brain/pid; ghost fix gti -s 127; \
                  [($first == (open brain/pid)) (ghost status).brain_asleep] | str join ' '";
    assert_eq!(env.told(source), "true true");
    assert_eq!(asked(&brain), 2);
    ends(&brain);
}

#[test]
fn a_stopped_plugin_leaves_nothing_behind_and_starts_anew() {
    let env = Env::new();
    let brain = env.scripted_brain(NOTHING);
    // What nu does with one that has been idle for ten seconds.
    let source = "ghost fix gti -s 127; let first = open brain/pid; plugin stop ghost; \
                  while ($'/proc/($first)/cmdline' | path exists) and (open --raw $'/proc/($first)/cmdline') != '' { sleep 5ms }; \
                  ghost fix gti -s 127; $first != (open brain/pid)";
    assert_eq!(env.told(source), "true");
    assert_eq!(asked(&brain), 2);
    ends(&brain);
}

/// Waits for its end, as long as the tests' runner lets it.
fn ends(brain: &Path) {
    while running(brain).is_some() {
        let _ = nix::poll::poll(&mut [], nix::poll::PollTimeout::from(5_u8));
    }
}

#[test]
fn ctrl_c_stops_a_brain_that_thinks() {
    let env = Env::new();
    let brain = env.scripted_brain(STALLS);
    let mut terminal = session(&env);
    terminal.send("ghost fix gti -s 127\r");
    terminal.until_outside("the brain is asked", || asked(&brain) == 1);
    let slow = running(&brain).expect("a brain that thinks");
    terminal.send("\x03");
    terminal.until("a prompt", |screen| screen.contents().trim_end().ends_with('>'));
    terminal.until_outside("that brain is gone", || running(&brain) != Some(slow));
    // The next call is not the worse for it.
    env.file("brain/script.json", &format!("{{\"failed\": {NOTHING}}}"));
    line(&mut terminal, "ghost fix gti -s 127 | describe", "nothing");
    assert_eq!(asked(&brain), 2);
    terminal.send("exit\r");
    assert_eq!(terminal.finish().status, Some(0));
    ends(&brain);
}

/// A brain that asks a model before it proposes.
const ASKS_A_MODEL: &str = r#"[[
    {"action": "mind", "action_id": "m", "name": "slow", "messages": [{"role": "user", "text": "what now?"}]},
    {"await": "result"},
    {"action": "propose", "candidates": [{"command": "git --version", "why": "it is spelt so", "source": "model"}]}
]]"#;

#[test]
fn a_model_is_asked_as_in_any_shell() {
    let env = Env::new();
    let brain = env.scripted_brain(ASKS_A_MODEL);
    env.model("echo so it is");
    assert_eq!(env.told("ghost fix gti -s 127 | [$in.repair $in.source] | str join ', '"), "git --version, model");
    let told = std::fs::read_to_string(brain.join("received.jsonl")).expect("what it was told");
    assert!(told.contains("so it is"), "{told}");
    ends(&brain);
}

/// The processes whose words name this.
fn named(name: &str) -> usize {
    let entries = std::fs::read_dir("/proc").expect("/proc").flatten();
    let words = entries.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    words.filter(|words| String::from_utf8_lossy(words).contains(name)).count()
}

#[test]
fn ctrl_c_ends_the_wait_for_a_model() {
    let env = Env::new();
    let brain = env.scripted_brain(ASKS_A_MODEL);
    env.model("sleep 600");
    let model = env.home().join("slow-model").to_string_lossy().into_owned();
    let mut terminal = session(&env);
    terminal.send("ghost fix gti -s 127\r");
    terminal.expect_on_screen("asking slow … Ctrl-C stops");
    assert_eq!(named(&model), 1);
    terminal.send("\x03");
    terminal.until("a prompt", |screen| screen.contents().trim_end().ends_with('>'));
    let screen = terminal.screen().contents();
    assert!(!screen.contains("asking slow"), "{screen}");
    terminal.until_outside("the model is gone", || named(&model) == 0);
    // Nothing of the wait comes back, and the next call is not the worse for it.
    env.file("brain/script.json", &format!("{{\"failed\": {NOTHING}}}"));
    line(&mut terminal, "ghost fix gti -s 127 | describe", "nothing");
    let screen = terminal.screen().contents();
    assert!(!screen.contains("asking slow"), "{screen}");
    terminal.send("exit\r");
    assert_eq!(terminal.finish().status, Some(0));
    ends(&brain);
}

#[test]
fn ctrl_c_reaches_a_program_and_leaves_the_plugin_alive() {
    let env = Env::new();
    let mut terminal = session(&env);
    terminal.send("ghost sh -c 'echo begun; exec sleep 600'\r");
    terminal.until("it runs", |screen| screen.contents().lines().any(|line| line.trim() == "begun"));
    terminal.send("\x03");
    terminal.until("a prompt", |screen| screen.contents().trim_end().ends_with('>'));
    line(&mut terminal, "ghost route git status | get route", "command");
    terminal.send("exit\r");
    assert_eq!(terminal.finish().status, Some(0));
}
