//! Keys in a hosted shell: what is typed ahead, keys of the person's own, and ghost's, which nobody else may get.

use std::time::{Duration, Instant};

use crate::hosted::{Hosted, SHELLS, Setup};
use crate::scripted::Scripted;
use crate::terminal::have;

/// Plays a case in every shell that is there.
fn in_shells(play: impl Fn(&'static str)) {
    for shell in SHELLS.into_iter().filter(|shell| have(shell)) {
        play(shell);
    }
}

#[test]
fn what_is_typed_ahead_never_runs_a_line_that_was_only_offered() {
    in_shells(|shell| {
        let brain = Scripted::proposing(&[&["mkdir -p a/b/c"], &["mkdir -p a/b/c"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), ..Setup::default() });
        // In one go, as pasted lines come.
        hosted.terminal.send("mkdir a/b/c\recho sec''ond\r");
        let printed = hosted.terminal.expect("second\r\n");
        assert!(printed.contains("No such file"), "{shell}: {printed}");
        hosted.settle();
        assert!(!hosted.env.home().join("a").exists(), "{shell}");
        // While the line still runs.
        let go = hosted.env.home().join("go");
        nix::unistd::mkfifo(&go, nix::sys::stat::Mode::S_IRWXU).expect("a fifo");
        hosted.terminal.send("cat go; mkdir a/b/c\r");
        hosted.terminal.expect_on_screen("$ cat go; mkdir a/b/c");
        hosted.terminal.send("\r");
        std::fs::write(&go, "went\n").expect("somebody reads");
        hosted.terminal.expect("No such file");
        hosted.settle();
        assert!(!hosted.env.home().join("a").exists(), "{shell}");
    });
}

#[test]
fn what_is_typed_ahead_is_not_lost_and_neither_is_the_error() {
    in_shells(|shell| {
        let brain = Scripted::proposing(&[&["git --version"], &["git --version"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), ..Setup::default() });
        hosted.terminal.send("gti --version\recho sec''ond\r");
        let printed = hosted.terminal.expect("second\r\n").to_lowercase();
        assert!(printed.contains("command not found") || printed.contains("unknown command"), "{shell}: {printed}");
        hosted.settle();
        // Half a line.
        hosted.terminal.send("gti --version\recho thi''");
        hosted.terminal.expect_on_screen("$ echo thi''");
        hosted.terminal.send("rd\r");
        hosted.terminal.expect("third\r\n");
    });
}

#[test]
fn a_key_of_the_persons_own_stays_theirs() {
    let brain = Scripted::proposing(&[&["git --version"]]);
    for (mode, map) in [("emacs", "emacs-standard"), ("vi", "vi-insert")] {
        let mut hosted = Hosted::begin("bash", &Setup { brain: Some(&brain), ..Setup::default() });
        let settings = hosted.env.read(".bashrc");
        let own = format!("set -o {mode}\nbind -m {map} '\"\\C-j\": unix-line-discard'\nPS1='<\\#> '\n");
        hosted.env.file(".bashrc", &(settings + &own));
        // What is typed before a prompt would come by this key.
        hosted.terminal.send("bash\r");
        hosted.terminal.expect_on_screen("<1> ");
        hosted.terminal.send("true\r");
        hosted.terminal.expect_on_screen("<2> ");
        for text in ["touch bad", "touch worse"] {
            hosted.terminal.send(text);
            hosted.terminal.expect_on_screen(&format!("<2> {text}"));
            hosted.terminal.send("\n");
            hosted.terminal.until("the line has gone", |screen| !screen.contents().contains(text));
        }
        hosted.terminal.send("exit\r");
        hosted.terminal.expect("exit\r\n");
        assert!(!hosted.env.home().join("bad").exists() && !hosted.env.home().join("worse").exists(), "{mode}");
    }
}

/// Reads one key as an editor does, once, where the file `ask` lies.
const ASKS: &str = "#!/bin/sh\n[ -e ask ] || exit 0\nrm ask\n: >began\nexec </dev/tty\nstty -icanon -echo -icrnl min 1 time 0\n\
    printf asking >/dev/tty\nhead -c 1 | od -An -c >got\nstty icanon echo icrnl\n";

/// It runs before the editor is there, in a process group of its own.
const ASKING: [(&str, &str); 2] = [
    ("bash", "fails() { touch ask; PROMPT_COMMAND+=(./asks); return 1; }\n"),
    ("zsh", "later() { ./asks }\nfails() { touch ask; precmd_functions+=(later); return 1 }\n"),
];

#[test]
fn what_asks_before_the_editor_is_there_is_seen_and_answered_at_once() {
    for (shell, below) in ASKING.into_iter().filter(|(shell, _)| have(shell)) {
        let brain = Scripted::proposing(&[&["git --version"]]);
        let mut hosted = Hosted::begin(shell, &Setup { below, brain: Some(&brain), ..Setup::default() });
        hosted.env.script("asks", ASKS);
        hosted.terminal.send("fails\r");
        let began = hosted.env.home().join("began");
        hosted.terminal.until_outside("a question", || began.exists());
        let start = Instant::now();
        hosted.terminal.expect("asking");
        hosted.terminal.send("y");
        let got = hosted.env.home().join("got");
        hosted.terminal.until_outside("an answer", || std::fs::metadata(&got).is_ok_and(|got| got.len() > 0));
        // A prompt would be kept from view for longer.
        assert!(start.elapsed() < Duration::from_millis(1500), "{shell}: {:?}", start.elapsed());
        hosted.settle();
    }
}

#[test]
fn no_key_of_ours_goes_to_what_asks_before_the_editor_is_there() {
    let shells = [
        // A program in the shell's own process group.
        ("fish", "function fails\ntouch ask\nfunction later --on-event fish_prompt\n./asks\nend\nfalse\nend\n"),
        ("bash", "fails() { touch ask; return 1; }\nPS1='$(./asks)$ '\n"),
        ("zsh", "fails() { touch ask; return 1 }\nsetopt prompt_subst\nPS1='$(./asks)$ '\n"),
        // The shell itself.
        (
            "bash",
            "later() { [ -e ask ] && rm ask && read -s -n 1 -p asking key && echo \"$key\" >got; }\n\
             fails() { touch ask; PROMPT_COMMAND+=(later); return 1; }\n",
        ),
        (
            "zsh",
            "later() { [ -e ask ] && rm ask && print -n asking && read -s -k 1 key && echo $key >got }\n\
             fails() { touch ask; precmd_functions+=(later); return 1 }\n",
        ),
    ];
    for (shell, below) in ASKING.into_iter().chain(shells).filter(|(shell, _)| have(shell)) {
        // One that runs at the prompt, and one that is put there.
        for proposed in ["git --version", "mkdir -p a/b/c"] {
            let brain = Scripted::proposing(&[&[proposed]]);
            let mut hosted = Hosted::begin(shell, &Setup { below, brain: Some(&brain), ..Setup::default() });
            hosted.env.script("asks", ASKS);
            hosted.terminal.send("fails\r");
            hosted.terminal.expect("asking");
            hosted.terminal.send("y");
            let got = hosted.env.home().join("got");
            hosted.terminal.until_outside("an answer", || std::fs::metadata(&got).is_ok_and(|got| got.len() > 0));
            assert_eq!(hosted.env.read("got").trim(), "y", "{shell}: {proposed} {below}");
            hosted.settle();
            assert!(!hosted.env.home().join("a").exists(), "{shell}: {below}");
        }
    }
}

#[test]
fn a_line_is_put_at_the_prompt_of_the_shell_that_asked_for_it() {
    in_shells(|shell| {
        let brain = Scripted::proposing(&[&["mkdir -p a/b/c"], &["mkdir -p a/b/c"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), ..Setup::default() });
        hosted.terminal.send("mkdir a/b/c\r");
        hosted.terminal.expect_on_screen("$ mkdir -p a/b/c");
        // To the beginning, and all of it away: the same keys in every shell.
        hosted.terminal.send("\x01\x0b");
        hosted.settle();
        // What failed last, failed in the shell above.
        hosted.line(shell);
        hosted.terminal.send("ghost fix\r");
        hosted.terminal.expect_on_screen("$ mkdir -p a/b/c");
    });
}
