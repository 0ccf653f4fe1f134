//! A hosted shell among those who mean no good, and where things go wrong: it is never worse off than without ghost.

use std::path::PathBuf;

use crate::env::{Env, GHOST};
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
fn where_no_socket_can_be_had_there_is_one_host_and_no_more() {
    in_shells(|shell| {
        // Were there no end to it, this would be one.
        let above = match shell {
            "fish" => "echo >> ~/starts; test (count < ~/starts) -gt 4; and exit\n",
            _ => "echo >> ~/starts; [ $(wc -l < ~/starts) -gt 4 ] && exit\n",
        };
        let variables = [("XDG_RUNTIME_DIR", "/proc/nonexistent"), ("TMPDIR", "/proc/nonexistent")];
        let mut hosted = Hosted::begin(shell, &Setup { above, variables: &variables, ..Setup::default() });
        let printed = hosted.line("echo told");
        assert!(printed.contains("\ntold\r\n") || printed.contains("\rtold\r\n"), "{shell}: {printed}");
        assert_eq!(hosted.env.read("starts"), "\n\n", "{shell}");
    });
}

#[test]
fn a_shell_whose_program_has_gone_goes_on_without_a_host() {
    in_shells(|shell| {
        let place = tempfile::tempdir().expect("a temporary folder");
        let program = place.path().join(shell);
        std::fs::copy(format!("/bin/{shell}"), &program).expect("a copy of the shell");
        let program = program.to_str().expect("a path that is text");
        let above = format!("rm {program}\n");
        let mut hosted = Hosted::begin(shell, &Setup { above: &above, program, ..Setup::default() });
        hosted.line("echo told");
        let left: Vec<_> = std::fs::read_dir(hosted.env.home().join("run/ghost")).expect("a folder").collect();
        assert!(left.is_empty(), "{shell}: {left:?}");
    });
}

#[test]
fn a_line_that_is_put_at_the_prompt_runs_when_the_person_says_so() {
    in_shells(|shell| {
        let brain = Scripted::proposing(&[&["mkdir -p a/b/c"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), ..Setup::default() });
        hosted.terminal.send("mkdir a/b/c\r");
        hosted.terminal.expect_on_screen("$ mkdir -p a/b/c");
        assert!(!hosted.env.home().join("a").exists(), "{shell}");
        hosted.line("");
        assert!(hosted.env.home().join("a/b/c").is_dir(), "{shell}");
    });
}

#[test]
fn what_a_job_prints_while_a_line_is_repaired_is_not_lost() {
    in_shells(|shell| {
        let brain = Scripted::proposing(&[&["git --version"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), ..Setup::default() });
        hosted.env.script(
            "ticks",
            "#!/bin/sh\ni=0\nuntil [ -e stop ]; do echo tick-$i.; i=$((i + 1)); sleep 0.001; done\necho last-$i.\n",
        );
        hosted.terminal.send("./ticks &\r");
        hosted.terminal.expect("tick-9.");
        hosted.terminal.send("gti --version\r");
        hosted.terminal.expect("\u{2713} git --version");
        hosted.env.file("stop", "");
        hosted.terminal.expect("last-");
        let printed = hosted.settle();
        let all = String::from_utf8_lossy(hosted.terminal.printed()).into_owned();
        let count = all.split_once("last-").and_then(|(_, rest)| rest.split('.').next()?.parse().ok()).unwrap_or(0);
        assert!(count > 9, "{shell}: {printed}");
        for number in 0..count {
            assert!(all.contains(&format!("tick-{number}.")), "{shell}: {number} of {count}");
        }
    });
}

#[test]
fn a_file_of_the_persons_is_none_of_ours_whatever_became_of_the_socket() {
    in_shells(|shell| {
        let mut hosted = Hosted::begin(shell, &Setup::default());
        let file = hosted.env.file(".fix", "theirs\n");
        for line in ["set -e GHOST_SOCK", "unset GHOST_SOCK"] {
            if line.starts_with("set") == (shell == "fish") {
                hosted.line(line);
            }
        }
        hosted.line("echo told");
        hosted.line("echo told");
        assert_eq!(std::fs::read_to_string(file).expect("their file"), "theirs\n", "{shell}");
    });
}

#[test]
fn what_a_job_in_the_background_leaves_late_replaces_no_line_of_the_history() {
    for shell in ["bash", "zsh"] {
        let mut hosted = Hosted::begin(shell, &Setup::default());
        let fix = hosted.socket().with_extension("fix");
        std::fs::write(&fix, "77.1\n(sleep 1; git log) &\n").expect("the runtime folder");
        hosted.line("echo told");
        // `echo en''d` is read behind it.
        assert_eq!(std::fs::read_to_string(&fix).expect("the file"), "", "{shell}: it was looked at");
        let printed = hosted.line(if shell == "bash" { "history" } else { "fc -l 1" });
        assert!(printed.contains("echo told") && !printed.contains("sleep 1"), "{shell}: {printed}");
    }
}

#[test]
fn a_brain_that_sleeps_holds_nothing_of_the_shells() {
    in_shells(|shell| {
        let brain = Scripted::proposing(&[&["git --version"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), ..Setup::default() });
        hosted.line("mkdir sub; cd sub");
        if shell != "fish" {
            hosted.line("exec 8>lock");
        }
        hosted.terminal.send("gti --version\r");
        hosted.terminal.expect("\u{2713} git --version");
        hosted.settle();
        let process = PathBuf::from(format!("/proc/{}", brain.pid().expect("it was asked")));
        assert_eq!(process.join("cwd").read_link().expect("it sleeps"), PathBuf::from("/"), "{shell}");
        let open: Vec<_> = std::fs::read_dir(process.join("fd"))
            .expect("its descriptors")
            .filter_map(|entry| entry.ok()?.path().read_link().ok())
            .collect();
        let theirs =
            |path: &PathBuf| path.ends_with("lock") || path.starts_with("/dev/pts") || path.starts_with("/dev/tty");
        assert!(!open.iter().any(theirs), "{shell}: {open:?}");
    });
}

/// Types a line that fails, and gives what is printed up to this text.
fn repaired(shell: &'static str, below: &str, proposal: &str, until: &str) -> String {
    let brain = Scripted::proposing(&[&[proposal]]);
    let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), below, ..Setup::default() });
    hosted.line("echo @git status");
    hosted.terminal.send("frobnicate --version\r");
    hosted.terminal.expect(until)
}

#[test]
fn what_a_shell_would_make_another_line_of_is_offered_only() {
    in_shells(|shell| {
        repaired(shell, "", "echo a\necho b", "ghost: echo a\\necho b");
        let printed = repaired(shell, "", "git --version\u{1b}[2J", "beyond the line you typed)");
        assert!(printed.contains("ghost: git --version\\u{1b}[2J") && !printed.contains("\u{1b}[2J"), "{shell}");
        if shell == "fish" {
            let below = "abbr -a --position anywhere -- --version --exec-path\n";
            let printed = repaired(shell, below, "git --version", "\u{2713} git --version");
            assert!(printed.contains("git version"), "{printed}");
        } else {
            repaired(shell, "histchars='@^#'\n", "echo @git", "a part of its history");
        }
    });
}

#[test]
fn enter_alone_never_agrees_to_a_loss() {
    for (typed, proposal, act) in [("rm -r biuld", "rm -r build", "none\n"), ("mkdir a/b", "mkdir -p a/b", "fill\n")] {
        let env = Env::new();
        let brain = Scripted::proposing(&[&[proposal]]);
        env.config("config.toml", &format!("[brain]\npython = {:?}\n", brain.program()));
        env.file("build/file", "");
        let words = ["__hook", "failed", "--shell", "bash", "--id", "1.1", "--status", "1"];
        let out = env.ghost_with_input(words, format!("\0{typed}\0f").as_bytes());
        assert!(out.stdout.starts_with(act), "{proposal}: {out:?}");
        assert!(out.stderr.contains(proposal), "{proposal}: {out:?}");
    }
}

#[test]
fn a_ghost_that_has_gone_leaves_a_shell_like_any_other() {
    in_shells(|shell| {
        let place = tempfile::Builder::new().prefix("it's \u{e9} ").tempdir().expect("a temporary folder");
        let ghost = place.path().join("a ghost");
        std::fs::copy(GHOST, &ghost).expect("a copy of ghost");
        let brain = Scripted::proposing(&[&["git --version"]]);
        let setup =
            Setup { brain: Some(&brain), ghost: ghost.to_str().expect("a path that is text"), ..Setup::default() };
        let mut hosted = Hosted::begin(shell, &setup);
        hosted.terminal.send("gti --version\r");
        hosted.terminal.expect("\u{2713} git --version");
        std::fs::remove_file(&ghost).expect("it goes");
        for line in ["gti --version", "gti --version | cat", "what is using port 8080, and why"] {
            hosted.terminal.send(&format!("{line}\r"));
            let printed = hosted.settle().to_lowercase();
            let said = printed.matches("command not found").count() + printed.matches("unknown command").count();
            assert_eq!(said, 1, "{shell}: {printed}");
            assert!(!printed.contains("no such file") && !printed.contains("broken pipe"), "{shell}: {printed}");
        }
    });
}

#[test]
fn variables_that_are_there_before_decide_nothing() {
    in_shells(|shell| {
        let brain = Scripted::proposing(&[&["git --version"], &["git --version"]]);
        let trap = "x[$(touch owned)]";
        let mut variables: Vec<(&str, &str)> = ["n", "ran", "ps2", "kept", "hist", "none", "accepts", "old", "before"]
            .map(|name| (Box::leak(format!("__ghost_{name}").into_boxed_str()) as &str, trap))
            .to_vec();
        variables.extend([
            ("__ghost_loaded", "1"),
            ("__ghost_handles", "1"),
            ("__ghost_go", "run"),
            ("__ghost_fill", "touch owned"),
            ("__ghost_next", "touch owned"),
            ("__ghost_asked", "touch owned"),
            ("__ghost_tried", "echo told"),
            ("GHOST_TOKEN", "$(touch owned)"),
            ("GHOST_SOCK", "/proc/nonexistent/socket"),
            ("GHOST_TTY", "/dev/tty"),
        ]);
        let setup = Setup { brain: Some(&brain), variables: &variables, ..Setup::default() };
        let mut hosted = Hosted::begin(shell, &setup);
        hosted.terminal.send("gti --version\r");
        hosted.terminal.expect("\u{2713} git --version");
        hosted.settle();
        if shell != "fish" {
            hosted.terminal.send("gti --version | cat\r");
            hosted.terminal.expect("\u{2713} git --version | cat");
            hosted.settle();
        }
        assert!(!hosted.env.home().join("owned").exists(), "{shell}");
    });
}

#[test]
fn functions_in_the_place_of_builtins_change_nothing() {
    if !have("fish") {
        return;
    }
    // Not those without which fish itself has no keys.
    let replaced: String = ["printf", "contains", "count", "history", "jobs", "type"]
        .iter()
        .map(|name| format!("function {name}; builtin echo not the {name} you know; return 3; end\n"))
        .collect();
    for (above, below) in [(replaced.as_str(), ""), ("", replaced.as_str())] {
        let brain = Scripted::proposing(&[&["git --version"], &["mkdir -p a/b/c"]]);
        let setup = Setup { brain: Some(&brain), above, below, ..Setup::default() };
        let mut hosted = Hosted::begin("fish", &setup);
        hosted.terminal.send("gti --version\r");
        hosted.terminal.expect("\u{2713} git --version");
        hosted.settle();
        hosted.terminal.send("mkdir a/b/c\r");
        hosted.terminal.expect_on_screen("$ mkdir -p a/b/c");
        hosted.line("");
        assert!(hosted.env.home().join("a/b/c").is_dir());
        hosted.terminal.send("what's using port 8080?\r");
        hosted.terminal.expect("nobody here knows");
    }
}

#[test]
fn what_history_leaves_out_ghost_leaves_out() {
    in_shells(|shell| {
        let (below, history) = match shell {
            "bash" => ("HISTCONTROL=ignorespace\n", "history"),
            "zsh" => ("setopt histignorespace\n", "fc -l 1"),
            _ => ("", "history | cat"),
        };
        let brain = Scripted::proposing(&[&["git --version"], &["git --version"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), below, ..Setup::default() });
        hosted.terminal.send(" gti --version\r");
        hosted.terminal.expect("\u{2713} ");
        hosted.settle();
        if shell != "fish" {
            hosted.terminal.send(" gti --version | cat\r");
            hosted.terminal.expect("\u{2713}  git --version | cat");
            hosted.settle();
        }
        let printed = hosted.line(history);
        assert!(printed.contains("end-1") || printed.contains("end''-1") || printed.contains("en''d-1"), "{printed}");
        assert!(!printed.contains("version"), "{shell}: {printed}");
        for name in ["last.json", "journal.jsonl"] {
            assert!(!hosted.env.home().join(".local/state/ghost").join(name).exists(), "{shell}: {name}");
        }
    });
}

#[test]
fn without_a_history_it_is_still_said_what_ran() {
    for below in ["HISTSIZE=0\n", "set +o history\n", "HISTIGNORE='*'\n", "HISTCONTROL=ignoreboth:erasedups\n"] {
        let brain = Scripted::proposing(&[&["git --version"], &["git --version"]]);
        let mut hosted = Hosted::begin("bash", &Setup { brain: Some(&brain), below, ..Setup::default() });
        for _ in 0..2 {
            hosted.terminal.send("gti --version\r");
            hosted.terminal.expect("\u{2713} git --version");
            hosted.settle();
        }
    }
}

#[test]
fn prompts_that_expand_nothing_show_nothing_of_ours() {
    let setup = Setup { below: "shopt -u promptvars\n", ..Setup::default() };
    let mut hosted = Hosted::begin("bash", &setup);
    hosted.line("ls /nonexistent");
    let printed = hosted.line("for i in 1; do\recho told; done");
    assert!(printed.contains("told\r\n") && !printed.contains("__ghost"), "{printed}");
}

#[test]
fn without_a_line_editor_a_shell_is_left_as_it_is() {
    for (shell, above, below) in
        [("bash", "set +o emacs\n", ""), ("bash", "", "set +o emacs\n"), ("zsh", "", "unsetopt zle\n")]
    {
        let brain = Scripted::proposing(&[&["git --version"]]);
        let mut hosted = Hosted::begin(shell, &Setup { brain: Some(&brain), above, below, ..Setup::default() });
        hosted.terminal.send("gti --version\r");
        let printed = hosted.terminal.expect("not found");
        assert!(!printed.contains("warning"), "{shell}: {printed}");
        hosted.settle();
        assert!(brain.pid().is_none(), "{shell}: nobody was asked");
    }
}

#[test]
fn functions_and_aliases_are_not_taken_for_the_programs_of_their_names() {
    in_shells(|shell| {
        let below = match shell {
            "fish" => "function ls; echo owned; end\n",
            _ => "ls() { echo owned; }\n",
        };
        let printed = repaired(shell, below, "ls", "ghost: ls");
        assert!(!printed.contains("owned"), "{shell}: {printed}");
        if shell != "fish" {
            repaired(shell, "alias touch='echo no'\n", "command touch made", "ghost: command touch made");
        }
    });
}
