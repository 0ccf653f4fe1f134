//! Hooks without a host that may ask who shows the terminal what the failed line printed.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::env::{Env, GHOST};
use crate::hosted::{Hosted, SHELLS, Setup};
use crate::scripted::Scripted;
use crate::terminal::{Terminal, have};

const ALLOWED: &str = "[hooks]\nterminal_text = true\n";

/// A home with hooks alone in all shells, these settings of ghost's, and this brain or the real one.
fn home(settings: &str, brain: Option<&Scripted>) -> Env {
    let env = Env::new();
    let init = |shell: &str| format!("\"{GHOST}\" init {shell} --no-host");
    for (rc, shell) in [(".bashrc", "bash"), (".zshrc", "zsh")] {
        env.file(rc, &format!("eval \"$({})\"\nPS1='$ '\n", init(shell)));
    }
    let prompt = "function fish_prompt; echo -n '$ '; end\nfunction fish_greeting; end\n";
    env.file(".config/fish/config.fish", &format!("{} | source\n{prompt}", init("fish")));
    env.file(".local/share/fish/generated_completions/none.fish", "");
    let brain = brain.map(|brain| format!("[brain]\npython = {:?}\n", brain.program())).unwrap_or_default();
    env.config("config.toml", &format!("{settings}{brain}"));
    env
}

/// A terminal of tmux's, with this shell in it.
struct Tmux {
    terminal: Terminal,
    socket: PathBuf,
}

impl Tmux {
    fn begin(env: &Env, shell: &str) -> Self {
        let socket = env.home().join("tmux");
        let settings = "set -g status off\nset -sg escape-time 0\nset -g default-terminal screen-256color\n";
        let settings = env.file("tmux.conf", settings);
        let words = ["-f", settings.to_str().expect("a path"), "-S", socket.to_str().expect("a path"), "new", shell];
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", env.home().join("bin").display());
        let terminal = Terminal::program_with(env, "tmux", &words, &[("PATH", &path)]);
        let mut tmux = Self { terminal, socket };
        tmux.prompt("");
        tmux
    }

    /// Waits for a prompt with nothing but this behind it.
    fn prompt(&mut self, waits: &str) {
        let line = format!("$ {waits}");
        self.terminal.until(&format!("{line:?}"), |screen| {
            let (row, _) = screen.cursor_position();
            screen.rows(0, 80).nth(row.into()).is_some_and(|row| row.trim_end() == line.trim_end())
        });
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        // It would outlive the test.
        let _ = Command::new("tmux").arg("-S").arg(&self.socket).arg("kill-server").output();
    }
}

/// What the brain was told that the line printed, once it was asked.
fn output_told(terminal: &mut Terminal, brain: &Scripted) -> Value {
    terminal.until_outside("the brain is asked", || !brain.events("failed").is_empty());
    brain.events("failed")[0]["output"].clone()
}

#[test]
fn in_tmux_the_output_of_the_failed_line_is_known() {
    if !have("tmux") {
        return;
    }
    for shell in SHELLS.into_iter().filter(|shell| have(shell)) {
        let brain = Scripted::proposing(&[&["mkdir -p a/b"]]);
        let env = home(ALLOWED, Some(&brain));
        let mut tmux = Tmux::begin(&env, shell);
        // Longer than the terminal is wide.
        let folder = "long/".repeat(20);
        tmux.terminal.send(&format!("echo seen before\rmkdir {folder}\r"));
        let told = output_told(&mut tmux.terminal, &brain);
        let told = told.as_str().unwrap_or_else(|| panic!("{shell}: it is known: {told}"));
        assert!(told.starts_with("mkdir: cannot create directory") && told.contains("No such file"), "{shell}: {told}");
        assert!(!told.contains("seen before"), "{shell}: {told}");
        // What was seen is known to be seen: it is offered.
        tmux.prompt("mkdir -p a/b");
    }
}

#[test]
fn in_tmux_a_rule_finds_in_the_text_what_is_to_be_done() {
    if !have("tmux") {
        return;
    }
    let env = home(ALLOWED, None);
    let git = |words: &[&str]| {
        let identity = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=topic"];
        let ran =
            Command::new("git").current_dir(env.home()).env("HOME", env.home()).args(identity).args(words).output();
        assert!(ran.expect("git").status.success(), "{words:?}");
    };
    git(&["init", "-q"]);
    git(&["commit", "-q", "--allow-empty", "-m", "first"]);
    git(&["init", "-q", "--bare", "there"]);
    git(&["remote", "add", "origin", "there"]);
    let mut tmux = Tmux::begin(&env, "bash");
    tmux.terminal.send("git push\r");
    tmux.prompt("git push --set-upstream origin topic");
}

#[test]
fn nobody_is_asked_for_the_text_unless_the_person_allows_it() {
    if !have("tmux") {
        return;
    }
    for (settings, is_asked) in [("", false), ("[hooks]\nterminal_text = false\n", false), (ALLOWED, true)] {
        let brain = Scripted::proposing(&[&["mkdir -p a/b"]]);
        let env = home(settings, Some(&brain));
        let mut tmux = Tmux::begin(&env, "bash");
        env.script("bin/tmux", &format!("#!/bin/sh\n>{}\n", env.home().join("asked").display()));
        tmux.terminal.send("mkdir a/b\r");
        let told = output_told(&mut tmux.terminal, &brain);
        assert_eq!((told, env.home().join("asked").exists()), (Value::Null, is_asked), "{settings}");
    }
}

#[test]
fn a_pane_that_is_not_ours_says_nothing() {
    if !have("tmux") {
        return;
    }
    let brain = Scripted::proposing(&[&["mkdir -p a/b"]]);
    let env = home(ALLOWED, Some(&brain));
    let mut tmux = Tmux::begin(&env, "bash");
    // Another terminal, whose variables are this one's and where the same is to be seen.
    tmux.terminal.send("script -qc bash /dev/null\r");
    tmux.terminal.expect_on_screen("$ script -qc bash /dev/null");
    tmux.prompt("");
    tmux.terminal.send("mkdir a/b\r");
    assert_eq!(output_told(&mut tmux.terminal, &brain), Value::Null);
}

#[test]
fn in_a_host_nobody_else_is_asked() {
    let brain = Scripted::proposing(&[&["mkdir -p a/b"]]);
    // The settings are read in the shell that starts the host, and in the one inside it.
    let above = "[ -e ~/bin/tmux ] || {\n\
                 mkdir ~/bin; printf '#!/bin/sh\\n>~/asked\\n' >~/bin/tmux; chmod +x ~/bin/tmux\n\
                 printf '[hooks]\\nterminal_text = true\\n' >>~/.config/ghost/config.toml\n\
                 }\nPATH=~/bin:$PATH\n";
    let variables = [("TMUX", "x"), ("TMUX_PANE", "%1")];
    let mut hosted =
        Hosted::begin("bash", &Setup { brain: Some(&brain), above, variables: &variables, ..Setup::default() });
    hosted.terminal.send("mkdir a/b\r");
    let told = output_told(&mut hosted.terminal, &brain);
    assert!(told.as_str().is_some_and(|told| told.contains("No such file")), "{told}");
    assert!(!hosted.env.home().join("asked").exists());
}

/// bash in a plain terminal, where these programs are and these variables are set; what is told of `mkdir a/b`.
fn told_by(programs: &[(&str, &str)], variables: &[(&str, &str)]) -> Value {
    let brain = Scripted::proposing(&[&["mkdir -p a/b"]]);
    let env = home(ALLOWED, Some(&brain));
    for (name, text) in programs {
        env.script(&format!("bin/{name}"), &format!("#!/bin/sh\n{text}"));
    }
    let path = format!("{}:/usr/bin:/bin", env.home().join("bin").display());
    let variables = [&[("PATH", path.as_str())], variables].concat();
    let mut terminal = Terminal::program_with(&env, "bash", &[], &variables);
    terminal.expect("$ ");
    terminal.send("mkdir a/b\r");
    output_told(&mut terminal, &brain)
}

/// As wezterm's own source (`cli/list.rs`) and its manual (`cli get-text`) describe it.
const WEZTERM: &str = r#"case "$*" in
"cli list --format json")
  printf '[{"pane_id": 4, "tty_name": null}, {"pane_id": 5, "title": "t", "tty_name": "/dev/%s"}]' "$(ps -o tty= -p $$)" ;;
"cli get-text --pane-id 5 --start-line -200") printf '$ ls\n$ mkdir a/b\nas wezterm shows it\n\n\n' ;;
*) exit 1 ;;
esac
"#;

#[test]
fn wezterm_is_asked_as_its_manual_says() {
    let told = |pane| told_by(&[("wezterm", WEZTERM)], &[("WEZTERM_PANE", pane)]);
    assert_eq!(told("5"), json!("as wezterm shows it\n"));
    assert_eq!(told("4"), Value::Null);
    let elsewhere = WEZTERM.replace("/dev/%s", "/dev/null%.0s");
    assert_eq!(told_by(&[("wezterm", &elsewhere)], &[("WEZTERM_PANE", "5")]), Value::Null);
}

/// As kitty's manual (`kitten @ get-text`) describes it.
const KITTY: &str = r#"case "$*" in
"@ get-text --match id:7 and pid:$(ps -o sid= -p $$ | tr -d ' ') --extent screen")
  printf '$ ls\n$ mkdir a/b\nas kitty shows it\n' ;;
*) exit 1 ;;
esac
"#;

#[test]
fn kitty_is_asked_as_its_manual_says() {
    let variables = [("KITTY_WINDOW_ID", "7"), ("KITTY_LISTEN_ON", "unix:/nonexistent")];
    for name in ["kitten", "kitty"] {
        assert_eq!(told_by(&[(name, KITTY)], &variables), json!("as kitty shows it\n"), "{name}");
    }
    assert_eq!(told_by(&[("kitten", KITTY)], &variables[..1]), Value::Null);
}

#[test]
fn one_that_does_not_answer_costs_the_text_and_no_more() {
    let silent = [("wezterm", "exec sleep 1000\n")];
    assert_eq!(told_by(&silent, &[("WEZTERM_PANE", "5")]), Value::Null);
}

#[test]
fn what_the_text_says_of_the_end_counts() {
    let brain = Scripted::proposing(&[&["mkdir -p a/b"]]);
    let env = home(ALLOWED, Some(&brain));
    let stopped = WEZTERM.replace("as wezterm shows it", "aborted by user");
    let program = env.script("bin/wezterm", &format!("#!/bin/sh\n{stopped}"));
    let path = format!("{}:/usr/bin:/bin", program.parent().expect("a folder").display());
    let mut terminal = Terminal::program_with(&env, "bash", &[], &[("PATH", &path), ("WEZTERM_PANE", "5")]);
    terminal.expect("$ ");
    terminal.send("mkdir a/b\recho en''d\r");
    // What is typed ahead is read when the hook has said what it has to say.
    terminal.expect("end\r\n");
    assert!(brain.pid().is_none(), "a line that was stopped is not repaired");
}
