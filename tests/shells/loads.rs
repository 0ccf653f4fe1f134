//! What people load into their shells, with ghost's line above it and below.

use crate::session::Session;
use crate::stage::{Setup, Shell, Stage};

/// A little of everything, and what the additions are there for.
fn tour(session: &mut Session) {
    session.line("echo one");
    session.line("ls /none");
    let status =
        session.says("echo is $?", "echo is $?", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"").to_owned();
    assert!(session.line(&status).contains("\nis 2\n"));
    session.line("sh -c 'exit 3' | true");
    session.line(session.says("echo ${PIPESTATUS[*]}", "echo $pipestatus", "echo $pipestatus", ""));
    session.line("no-such-program-at-all");
    session.line("clear");
    session.line("");
    session.line("cd a-folder");
    session.line("cd ..");
    session.keys("waits\r");
    session.await_text("is-waiting");
    session.interrupt();
    session.await_prompt();
    session.look("interrupted");
    session.keys("echo dropped");
    session.await_at_cursor("echo dropped");
    session.interrupt();
    session.await_prompt_again();
    session.keys("\x1b[200~echo 'two\nlines'\x1b[201~");
    session.await_text("lines'");
    session.keys("\r");
    session.await_prompt();
    session.look("pasted");
    session.line("clear");
    session.keys("cat some-l\t");
    session.await_text("some-long-name.txt");
    session.keys("\r");
    session.await_prompt();
    session.look("completed");
    session.line("true");
}

fn arrange(setup: &mut Setup, text: &str, is_above: bool) {
    std::fs::create_dir(setup.home().join("a-folder")).expect("a folder");
    setup.file("some-long-name.txt", "content\n");
    if is_above {
        // Below everything else: the last word in the settings.
        setup.init_is_last = true;
    }
    setup.below += text;
    setup.below.push('\n');
}

/// Each of these, in both orders.
fn with_each(stage: &Stage, loads: &[&str], play: impl Fn(&mut Session)) {
    for load in loads {
        for is_above in [false, true] {
            stage.compare_held(|setup| arrange(setup, load, is_above), &play);
        }
    }
}

/// The numbered prompt of the tests behind one that is made anew each time.
const NUMBERED: [&str; 3] = [
    "PROMPT_COMMAND=\"${PROMPT_COMMAND:-:}\"$'\\n''PS1=$PS1'\"'\"$'\\n<$((++prompts))> '\"'\"",
    "numbered() { PS1=$PS1$'\\n<$prompts> ' }; precmd_functions+=(numbered)",
    "functions -c fish_prompt theirs; function fish_prompt; theirs; echo; echo -n \"<$prompts> \"; end",
];

in_shells!(prompt_commands: bash);
fn prompt_commands(stage: &Stage) {
    with_each(
        stage,
        &[
            "PROMPT_COMMAND='echo \"status $? ${PIPESTATUS[*]} $_\"'",
            "PROMPT_COMMAND='seen=$?; '",
            "PROMPT_COMMAND=('echo \"one $?\"' 'echo \"two $?\"; false' 'echo \"three $?\"')",
            "PROMPT_COMMAND+=('echo \"status $?\"')",
            "PROMPT_COMMAND=\"${PROMPT_COMMAND:+$PROMPT_COMMAND; }echo more\"",
            "prompt() { local s=$?; PS1=\"[$s] \\n\"'<$((++prompts))> '; PS0='running\\n' PS2='more> '; }; PROMPT_COMMAND=prompt",
            "PS0='$(echo \"before $?\")\\n'",
            "PROMPT_COMMAND='printf \"\\\\033]0;title\\\\007\"'; shopt -s checkwinsize",
        ],
        |session| {
            session.keys("clear\r");
            session.await_prompt();
            session.line("echo one");
            session.line("ls /none");
            session.line("sh -c 'exit 3' | false");
            session.line("");
            session.line("for x in 1; do ls /none; done");
            session.line("echo $_");
        },
    );
}

in_shells!(hooks_of_their_own: zsh);
fn hooks_of_their_own(stage: &Stage) {
    with_each(
        stage,
        &[
            "autoload -Uz add-zsh-hook; before() { print before $1 $? }; after() { print after $? $pipestatus }
             add-zsh-hook preexec before; add-zsh-hook precmd after; add-zsh-hook chpwd after",
            "precmd_functions=(own); preexec_functions=(own); own() { print own $? $1 }",
            "preexec() { print \"running $1\" }; periodic() { print -n }; PERIOD=1",
            "zle-line-init() { print -n >> ~/init; zle -K main }; zle -N zle-line-init
             zle-line-finish() { print finish $BUFFER >> ~/finished }; zle -N zle-line-finish
             zle-keymap-select() { print keymap >> ~/keymaps }; zle -N zle-keymap-select",
            "autoload -Uz add-zle-hook-widget; own() { print own $BUFFER >> ~/finished }; zle -N own
             add-zle-hook-widget line-finish own; add-zle-hook-widget line-init own; add-zle-hook-widget line-pre-redraw own",
            "accept-line() { print accepted $BUFFER >> ~/finished; zle .accept-line }; zle -N accept-line",
            "command_not_found_handler() { print \"own words for $1\"; return 9 }",
            "setopt prompt_sp prompt_cr; PROMPT_EOL_MARK='<no end>'; TRAPINT() { print -n 'own ^C'; return $((128 + $1)) }",
        ],
        |session| {
            session.line("echo one");
            session.line("ls /none");
            session.line("sh -c 'exit 3' | false");
            session.line("echo $?");
            session.line("no-such-program-at-all with words");
            session.line("printf 'no end'");
            session.line("cd a-folder");
            let _ = session.leave("exit");
            session.note("finished", session.read("finished"));
            session.note("keymaps", session.read("keymaps"));
        },
    );
}

in_shells!(handlers_of_their_own: bash fish);
fn handlers_of_their_own(stage: &Stage) {
    let load = match stage.shell {
        Shell::Fish => "function fish_command_not_found; echo own words for $argv; end",
        _ => "command_not_found_handle() { echo \"own words for $1\"; return 9; }",
    };
    with_each(stage, &[load], |session| {
        session.line("no-such-program-at-all with words");
        let status = session.says("echo is $?", "", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"").to_owned();
        session.line(&status);
        session.line("no-such-program-at-all | cat");
        session.line("true && no-such-program-at-all || echo went on");
        session.line(session.says(
            "x=\"$(no-such-program-at-all)\"; echo \"<$x>\"",
            "",
            "echo (no-such-program-at-all)",
            "",
        ));
    });
}

in_shells!(preexec: bash);
fn preexec(stage: &Stage) {
    let fake = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fakes/preexec.bash");
    let text = std::fs::read_to_string(fake).expect("the stand-in");
    for settings in ["", "HISTCONTROL=ignorespace\n"] {
        let load = format!(
            "{settings}{text}\nbefore() {{ echo \"<before $1>\"; }}; after() {{ echo \"<after $?>\"; }}\n\
             preexec_functions+=(before); precmd_functions+=(after)"
        );
        with_each(stage, &[&load], |session| {
            session.line("echo one");
            assert!(session.screen().contains("<before echo one>\none\n<after 0>"), "{}", session.screen());
            session.line("ls /none");
            session.line("");
            session.line("echo two; echo three");
            session.line("(echo four)");
            session.line("ls /none | cat");
            session.line(" echo five");
            session.line("f() { echo six; }");
            session.line("f");
        });
    }
}

in_shells!(completion_and_keys: bash zsh fish);
fn completion_and_keys(stage: &Stage) {
    let examples = "/usr/share/doc/fzf/examples";
    let load = match stage.shell {
        Shell::Bash => format!(". /usr/share/bash-completion/bash_completion\n. {examples}/key-bindings.bash"),
        Shell::Zsh => {
            format!("autoload -Uz compinit; compinit -u\n. {examples}/completion.zsh\n. {examples}/key-bindings.zsh")
        }
        Shell::Fish | Shell::Nu => "fzf_key_bindings".to_owned(),
    };
    with_each(stage, &[&load], |session| {
        tour(session);
        // Chosen from the history.
        session.line("echo a needle");
        session.line("clear");
        session.keys("\x12");
        session.await_text("echo a needle");
        session.keys("needle");
        session.await_text("> needle");
        session.await_screen("one line is left", |screen| {
            let shown = screen.contents();
            shown.matches("needle").count() == 2 && !shown.contains("clear")
        });
        session.keys("\r");
        session.await_at_cursor("echo a needle");
        session.keys("\r");
        session.await_prompt();
        assert!(session.screen().contains("\na needle\n"), "{}", session.screen());
        session.line("clear");
        // And a file.
        session.keys("cat \x14");
        session.await_text("some-long-name.txt");
        session.keys("long");
        session.await_screen("one file is left", |screen| !screen.contents().contains("a-folder"));
        session.keys("\r");
        session.await_screen("the file's name in the line", |screen| {
            crate::session::before_cursor(screen).trim_end().ends_with("> cat some-long-name.txt")
        });
        session.keys("\r");
        session.await_prompt();
        assert!(session.screen().contains("\ncontent\n"), "{}", session.screen());
    });
}

/// The rest of an older line is shown behind the cursor.
fn await_suggestion(session: &mut Session) {
    session.await_screen("a suggestion", |screen| {
        let row = screen.rows(0, 80).nth(screen.cursor_position().0.into()).unwrap_or_default();
        crate::session::before_cursor(screen).ends_with("echo a su") && row.contains("echo a suggested line")
    });
}

in_shells!(suggestions_and_colours: zsh);
fn suggestions_and_colours(stage: &Stage) {
    with_each(
        stage,
        &[". /usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh
. /usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh"],
        |session| {
            tour(session);
            session.line("echo a suggested line");
            session.keys("echo a s");
            session.await_at_cursor("echo a s");
            session.keys("u");
            await_suggestion(session);
            session.keys("\x06");
            session.await_at_cursor("echo a suggested line");
            session.keys("\r");
            session.await_prompt();
            assert!(session.look("taken").contains("\na suggested line\n"));
        },
    );
}

in_shells!(suggestions_of_fish: fish);
fn suggestions_of_fish(stage: &Stage) {
    with_each(stage, &["set -g fish_autosuggestion_enabled 1"], |session| {
        session.line("echo a suggested line");
        session.keys("echo a su");
        await_suggestion(session);
        session.keys("\x06");
        session.await_at_cursor("echo a suggested line");
        session.keys("\r");
        session.await_prompt();
        assert!(session.screen().contains("\na suggested line\n"));
        session.keys("ls /none\r");
        session.await_prompt();
    });
}

in_shells!(direnv: bash zsh fish);
fn direnv(stage: &Stage) {
    let load = match stage.shell {
        Shell::Fish => "direnv hook fish | source".to_owned(),
        shell => format!("eval \"$(direnv hook {})\"", shell.name()),
    };
    let load = format!("{load}\n");
    for is_above in [false, true] {
        let arrange = |setup: &mut Setup| {
            arrange(setup, &load, is_above);
            setup.file("a-folder/.envrc", "export OWN_VARIABLE=set-by-direnv\n");
        };
        stage.compare_held(arrange, |session| {
            session.line("direnv allow a-folder");
            session.line("cd a-folder");
            assert!(session.line("echo $OWN_VARIABLE").contains("\nset-by-direnv\n"));
            session.line("ls /none");
            session.line("cd ..");
            assert!(session.line("echo \"<$OWN_VARIABLE>\"").contains("\n<>\n"));
        });
    }
}

in_shells!(powerline: bash zsh fish);
fn powerline(stage: &Stage) {
    let bindings = "/usr/share/powerline/bindings";
    let [bash, zsh, fish] = NUMBERED;
    let load = match stage.shell {
        Shell::Bash => format!(". {bindings}/bash/powerline.sh\n{bash}"),
        Shell::Zsh => format!(". {bindings}/zsh/powerline.zsh\n{zsh}"),
        Shell::Fish | Shell::Nu => format!(
            "set -g fish_key_bindings fish_default_key_bindings; set fish_function_path $fish_function_path {bindings}/fish\npowerline-setup\n{fish}"
        ),
    };
    let arrange = |setup: &mut Setup| {
        arrange(setup, &load, setup.shell == Shell::Zsh);
        setup.variable("POWERLINE_NO_SHELL_BELOW", "1");
    };
    stage.compare_held(arrange, |session| {
        session.keys("echo one\r");
        session.await_prompt();
        session.keys("ls /none\r");
        session.await_prompt();
        assert!(session.screen().contains("/none"), "{}", session.screen());
        session.look("a theme's prompt");
    });
}

in_shells!(all_of_it: bash zsh fish);
fn all_of_it(stage: &Stage) {
    let examples = "/usr/share/doc/fzf/examples";
    let load = match stage.shell {
        Shell::Bash => format!(
            "HISTCONTROL=ignoreboth\nshopt -s histappend checkwinsize globstar\n\
             . /usr/share/bash-completion/bash_completion\n. {examples}/key-bindings.bash\n\
             eval \"$(direnv hook bash)\"\nPROMPT_COMMAND=\"history -a; $PROMPT_COMMAND\"\nset -o noclobber"
        ),
        Shell::Zsh => format!(
            "HISTFILE=~/.zsh_history HISTSIZE=1000 SAVEHIST=1000\nsetopt share_history hist_ignore_all_dups hist_ignore_space\n\
             setopt auto_cd extended_glob correct interactive_comments no_beep\nautoload -Uz compinit; compinit -u\n\
             . {examples}/completion.zsh\n. {examples}/key-bindings.zsh\neval \"$(direnv hook zsh)\"\n\
             . /usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh\n\
             . /usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh\nunsetopt correct"
        ),
        Shell::Fish | Shell::Nu => "fzf_key_bindings\ndirenv hook fish | source\nset -g fish_greeting hello".to_owned(),
    };
    with_each(stage, &[&load], tour);
}
