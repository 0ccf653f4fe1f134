//! The person's history: the same lines with ghost as without, in the list and in the file.

use crate::session::Session;
use crate::stage::{Mode, Setup, Shell, Stage};

/// Types lines of every kind, failing ones among them, and keeps what history holds.
fn type_lines(session: &mut Session) {
    for line in [
        "echo one",
        "echo one",
        "ls /none",
        "ls /none",
        " echo with a space",
        " ls /none/secret",
        "true",
        "ls /none",
        "",
        "echo two  spaces",
        "false",
        "# a remark",
        "echo 'quo\"ted'",
        // nu's sign for a program of this name.
        if session.shell == Shell::Nu { "^ls /none" } else { "\\ls /none" },
        "echo one",
    ] {
        session.line(line);
        session.line("clear");
    }
    session.line(session.says("history", "fc -l 1", "history", "history | get command | str join (char nl)"));
    if !session.screen().contains("secret") && session.mode != Mode::Bare {
        // What history leaves out is not written down by ghost either.
        let state = session.home().join(".local/state/ghost");
        let journal = std::fs::read_to_string(state.join("journal.jsonl")).unwrap_or_default();
        assert!(!journal.contains("secret"), "{journal}");
    }
    let _ = session.leave("exit");
    let file = session
        .says(".bash_history", ".zsh_history", ".local/share/fish/fish_history", ".config/nushell/history.txt")
        .to_owned();
    let is_time = |line: &&str| {
        line.starts_with(": ") || line.starts_with("  when: ") || line.starts_with('#') && line.len() == 11
    };
    let written = session.read(&file);
    let mut lines: Vec<&str> = written.lines().filter(|line| !is_time(line)).collect();
    if session.shell == Shell::Fish {
        // How often a line stands in its file is left to chance: it writes the file anew at random times.
        lines.sort_unstable();
        lines.dedup();
    }
    session.note("the file", lines.join("\n"));
}

in_shells!(as_it_comes: bash zsh fish nu);
fn as_it_comes(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.settings("", "HISTFILE=~/.zsh_history HISTSIZE=100 SAVEHIST=100", "", "");
    stage.compare(arrange, type_lines);
}

in_shells!(settings_of_bash: bash);
fn settings_of_bash(stage: &Stage) {
    for settings in [
        "HISTCONTROL=ignorespace; HISTTIMEFORMAT=' '",
        "HISTCONTROL=ignoreboth; shopt -s histappend; HISTFILESIZE=4",
        "HISTCONTROL=ignoredups:erasedups; shopt -s lithist cmdhist histverify histreedit",
        "HISTIGNORE='ls*:echo one:&'; HISTSIZE=3",
        "set +o history",
        "unset HISTFILE; PROMPT_COMMAND='history -a; history -c; history -r'",
        "PROMPT_COMMAND='history -a; history -c; history -r'",
    ] {
        stage.compare_held(|setup| setup.settings(settings, "", "", ""), type_lines);
    }
}

in_shells!(settings_of_zsh: zsh);
fn settings_of_zsh(stage: &Stage) {
    for settings in [
        "hist_ignore_space hist_reduce_blanks hist_no_store hist_no_functions",
        "hist_ignore_dups hist_verify hist_lex_words no_append_history",
        "hist_ignore_all_dups hist_save_no_dups hist_fcntl_lock",
        "hist_expire_dups_first inc_append_history extended_history",
        "share_history hist_ignore_space",
        "inc_append_history_time",
    ] {
        let settings = format!("HISTFILE=~/.zsh_history HISTSIZE=100 SAVEHIST=100; setopt {settings}");
        stage.compare_held(|setup| setup.settings("", &settings, "", ""), type_lines);
    }
}

in_shells!(fish_in_private: fish);
fn fish_in_private(stage: &Stage) {
    stage.compare_held(
        |setup| setup.program.push("--private".to_owned()),
        |session| {
            session.line("clear");
            type_lines(session);
        },
    );
    stage.compare_held(|setup| setup.below += "set -g fish_history other\n", type_lines);
}

in_shells!(history_is_expanded: bash zsh);
fn history_is_expanded(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line("echo one two three");
            session.line("echo !$");
            session.line("ls /none");
            session.line("!!");
            session.line("!ec");
            session.line("^echo^echo again");
            session.line("echo !no-such-line");
            session.line("fc -l -3");
            session.line("fc -s echo");
        },
    );
}

in_shells!(two_shells_at_once: bash zsh fish nu);
fn two_shells_at_once(stage: &Stage) {
    stage.compare(
        |setup| setup.settings("", "HISTFILE=~/.zsh_history HISTSIZE=100 SAVEHIST=100", "", ""),
        |session| {
            session.line("echo outer");
            session.count_from_100(session.shell);
            let outer = session.enter(session.shell.name());
            session.line("echo inner");
            session.come_back("exit", outer);
            session.line(session.says("history", "fc -l 1", "history", "history | get command | str join (char nl)"));
        },
    );
}
