//! Statuses and the shell's own variables, traps and options: what a hook could disturb.

use crate::stage::{Setup, Shell, Stage};

in_shells!(statuses: bash zsh fish nu);
fn statuses(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            let status = session
                .says("echo is $?", "echo is $?", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"")
                .to_owned();
            let is_nu = session.shell == Shell::Nu;
            let mut check = |line: &str, expected: i32| {
                session.line(line);
                let screen = session.line(&status);
                assert!(screen.contains(&format!("\nis {expected}\n")), "{line}\n{screen}");
                session.line("clear");
            };
            check("true", 0);
            check("sh -c 'exit 42'", 42);
            // nu has no && and no ||, tells the first failure of a pipe, ends a line with it, and tells signals by a minus.
            if is_nu {
                check("sh -c 'exit 7' | cat", 7);
                check("true | sh -c 'exit 7'", 7);
                check("sh -c 'exit 3'; echo never", 3);
                check("try { sh -c 'exit 3' } catch { sh -c 'exit 4' }", 4);
                check("do { sh -c 'exit 3' } | complete | get exit_code", 0);
                check("no-such-program-at-all", 1);
                check("/etc/passwd", 1);
                check("ls /none", 1);
                check("print $unheard_of", 1);
                check("sh -c 'kill -TERM $$'", -15);
                return;
            }
            check("sh -c 'exit 7' | cat", 0);
            check("true | sh -c 'exit 7'", 7);
            check("sh -c 'exit 3' && echo never", 3);
            check("sh -c 'exit 3' || sh -c 'exit 4'", 4);
            check("sh -c 'exit 3'; true", 0);
            check("no-such-program-at-all", 127);
            check("/etc/passwd", 126);
            check("sh -c 'kill -TERM $$'", 143);
        },
    );
}

in_shells!(statuses_of_a_pipe: bash zsh fish);
fn statuses_of_a_pipe(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            for line in ["sh -c 'exit 3' | true | sh -c 'exit 5'", "true | true", "sh -c 'exit 127' | cat"] {
                session.line(line);
                let told = session.says("echo ${PIPESTATUS[*]}", "echo $pipestatus", "echo $pipestatus", "").to_owned();
                session.line(&told);
            }
            assert!(session.screen().contains("\n3 0 5\n"));
            assert!(session.screen().contains("\n127 0\n"));
        },
    );
}

in_shells!(variables_of_the_shell: bash zsh);
fn variables_of_the_shell(stage: &Stage) {
    stage.compare(
        |setup| setup.settings("", "unsetopt bang_hist", "", ""),
        |session| {
            session.line("echo one two three");
            assert!(session.line("echo the last was $_").contains("\nthe last was three\n"));
            session.line("ls /none last");
            assert!(session.line("echo the last was $_").contains("\nthe last was last\n"));
            session.line("x=1");
            session.line("echo \"<$_>\"");
            session.keys("(exit 3) & wait $!; echo $?\r");
            session.await_prompt();
            session.line("clear");
            session.line("true");
            session.line("[ -n \"$!\" ]; wait $! 2>/dev/null; echo it was $?");
            session.line(session.says("set -- a b; echo $# $1", "set -- a b; echo $# $1", "", ""));
            session.line("echo $# $2");
            session.line("echo $- | tr -d 0-9");
            session.line(session.says("shopt | cksum; set -o | cksum", "setopt", "", ""));
            session.line(session.says("trap -p", "trap", "", ""));
            session.line("type cd; alias");
        },
    );
}

in_shells!(what_is_defined: bash zsh fish nu);
fn what_is_defined(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            // Beside names of ghost's own there are those that the shells have for hooks, and nothing else.
            let line = match session.shell {
                Shell::Bash => "{ compgen -A function; compgen -v; } | grep -Eiv 'ghost|^command_not_found_handle$|^PROMPT_COMMAND$|^PS0$|^BASH_LINENO|^_$|^READLINE'",
                Shell::Zsh => "print -l ${(ok)functions} ${(ok)parameters} | grep -Eiv 'ghost|^command_not_found_handler$|^pre(cmd|exec)_functions$|^(PRE|POST)DISPLAY$'",
                Shell::Fish => "begin; functions -n | string split ', '; set -n; end | grep -iv ghost",
                Shell::Nu => "[...(scope commands | get name) ...(scope variables | get name) ...(scope aliases | get name) ...($env | columns)] | where $it !~ '(?i)ghost' | sort | save names",
            };
            let to = session.says(" > names", " > names", " > names", "");
            session.line(&format!("{line}{to}"));
            session.note("names", session.read("names"));
        },
    );
}

in_shells!(traps: bash zsh);
fn traps(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line("trap 'echo an error: $?' ERR");
            session.line("ls /none");
            session.line("(exit 3)");
            session.line("! true");
            session.line("true");
            session.line("trap - ERR; trap 'echo bye' EXIT; trap 'echo usr' USR1");
            session.line("kill -USR1 $$");
            let left = session.leave("exit 4");
            assert_eq!(left.status, Some(4));
            assert_eq!(left.rest.matches("bye").count(), 1, "{left:?}");
        },
    );
}

in_shells!(a_debug_trap: bash zsh);
fn a_debug_trap(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line(session.says(
                "trap 'printf \"%s %s\\n\" $? \"$BASH_COMMAND\" >> ~/seen' DEBUG",
                "trap 'print -r -- $? $ZSH_DEBUG_CMD >> ~/seen' DEBUG",
                "",
                "",
            ));
            session.line("true");
            session.line("ls /none");
            session.line("");
            session.line("(exit 3); echo two");
            session.line("trap - DEBUG");
            session.line("true");
            // The calls of the hooks themselves cannot be hidden from such a trap.
            let seen = session.read("seen");
            let is_typed = |line: &&str| {
                ["true", "ls /none", "exit 3", "echo two", "trap - DEBUG"].iter().any(|typed| line[2..] == **typed)
            };
            let typed: Vec<&str> = seen.lines().filter(|line| line.len() > 2).filter(is_typed).collect();
            assert!(typed.len() > 3, "{seen}");
            session.note("commands", typed.join("\n"));
        },
    );
}

in_shells!(an_exit_trap_of_fish: fish);
fn an_exit_trap_of_fish(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line("function bye --on-event fish_exit; echo bye; end");
            session.line("function usr --on-signal USR1; echo usr; end");
            session.line("kill -USR1 $fish_pid");
            let left = session.leave("exit 4");
            assert_eq!(left.status, Some(4));
            assert_eq!(left.rest.matches("bye").count(), 1, "{left:?}");
        },
    );
}

in_shells!(options_of_scripts_at_the_prompt: bash zsh);
fn options_of_scripts_at_the_prompt(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line("set -u");
            session.line("echo $no_such_variable");
            session.line("true");
            session.line("set +u; set -x");
            session.line("echo traced");
            session.line("ls /none");
            session.line("");
            session.line("set +x; set -C");
            session.line("true > a-file");
            session.line("true > a-file");
            session.line("set +C; set -f");
            session.line("echo *");
            session.line("set +f");
            if session.shell == Shell::Zsh {
                // bash shows the text of prompt commands as well, whose they may be.
                session.line("set -v");
                session.line("echo shown twice");
                session.line("set +v; clear");
            }
            session.line("set -e; echo careful");
            session.line("! true");
            session.line("false || echo went on");
            session.line("if false; then true; fi");
            session.keys("false\r");
            let left = session.await_end();
            assert_eq!(left.status, Some(1));
        },
    );
}

in_shells!(options_that_change_the_language: zsh);
fn options_that_change_the_language(stage: &Stage) {
    stage.compare(
        |setup| setup.below += "person() { : $((++seen)); }\nprecmd_functions+=(person); preexec_functions+=(person)\n",
        |session| {
            for option in [
                "ksh_arrays",
                "sh_word_split",
                "err_return",
                "warn_create_global",
                "no_unset",
                "glob_subst",
                "no_clobber",
                "posix_builtins",
                "no_multios",
                "csh_null_glob",
                "no_nomatch",
                "ksh_glob",
                "no_bang_hist",
                "extended_glob",
                "null_glob",
                "rc_expand_param",
                "no_short_loops",
                "posix_aliases",
                "all_export",
                "typeset_silent",
                "no_function_argzero",
                "no_prompt_cr",
                "transient_rprompt",
                "octal_zeroes",
            ] {
                session.line(&format!("setopt {option}"));
                session.line("true");
                session.line("ls /none");
                session.line("");
                session.line("echo $seen");
                session.line(&format!("unsetopt {option}; clear"));
            }
            session.line("emulate sh; true");
            session.line("ls /none");
            session.line("echo \"$seen\"");
            session.line("emulate zsh");
        },
    );
}

in_shells!(options_of_bash: bash);
fn options_of_bash(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            for option in [
                "nullglob",
                "failglob",
                "extglob",
                "nocasematch",
                "nocaseglob",
                "dotglob",
                "globstar",
                "xpg_echo",
                "expand_aliases",
                "lastpipe",
                "sourcepath",
                "assoc_expand_once",
                "localvar_inherit",
                "checkwinsize",
            ] {
                session.line(&format!("shopt -s {option}"));
                session.line("true");
                session.line("ls /none");
                session.line("");
                session.line("echo $?; clear");
            }
            session.line("set -o posix");
            session.line("ls /none");
            session.line("echo $?");
            session.line("IFS=:; a=1:2");
            session.line("ls /none");
            session.line("echo $a");
        },
    );
}

in_shells!(how_the_shell_ends: bash zsh fish nu);
fn how_the_shell_ends(stage: &Stage) {
    for (line, status, signal) in [
        ("exit 7", Some(7), None),
        ("exit 255", Some(255), None),
        ("exec sh -c 'exit 9'", Some(9), None),
        ("kill -KILL PID", None, Some(libc::SIGKILL)),
        ("kill -HUP PID", None, Some(libc::SIGHUP)),
        ("exec sh -c 'kill -TERM $$'", None, Some(libc::SIGTERM)),
    ] {
        stage.compare(
            |_| (),
            |session| {
                let pid = session.says("$$", "$$", "$fish_pid", "($nu.pid)");
                // nu has a `kill` of its own, without the names of signals.
                let kill = session.says("kill", "kill", "kill", "^kill");
                let line = line.replace("PID", pid);
                let line = if line.starts_with("kill") { line.replacen("kill", kill, 1) } else { line };
                let left = session.leave(&line);
                if matches!(session.shell, Shell::Bash | Shell::Nu) || !line.contains("HUP") {
                    assert_eq!((left.status, left.signal), (status, signal), "{line} {left:?}");
                }
            },
        );
    }
}

in_shells!(signals_that_an_interactive_shell_ignores: bash zsh);
fn signals_that_an_interactive_shell_ignores(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.line("kill -TERM $$");
            session.line("kill -QUIT $$");
            session.line("echo still here");
        },
    );
}

in_shells!(a_login: bash zsh fish nu);
fn a_login(stage: &Stage) {
    for words in [&["-"][..], &["-l"]] {
        let arrange = |setup: &mut Setup| {
            let shell = setup.shell.name();
            // A dash before the name is how login(1) does it.
            setup.program = match words {
                ["-"] => vec!["sh".to_owned(), "-c".to_owned(), format!("exec -a -{shell} {shell}")],
                _ => vec![shell.to_owned(), "-l".to_owned()],
            };
            if words == ["-"] {
                setup.program[0] = "bash".to_owned();
            }
            setup.file(".bash_profile", &format!("echo profile >> told\nPATH={}\n. ~/.bashrc\n", setup.path()));
            setup.file(".bash_logout", "echo logout >> told\n");
            setup.file(".zprofile", "echo profile >> told\n");
            setup.file(".zlogin", "echo login >> told\n");
            setup.file(".zlogout", "echo logout >> told\n");
            setup.settings(
                "echo settings >> told",
                "echo settings >> told",
                "echo settings >> told; status is-login; and echo login >> told\n\
                 function bye --on-event fish_exit; echo logout >> told; end",
                "'settings\n' | save --append told",
            );
        };
        stage.compare(arrange, |session| {
            session.line(session.says(
                "echo level $SHLVL",
                "echo level $SHLVL",
                "echo level $SHLVL",
                "echo $\"level ($env.SHLVL)\"",
            ));
            assert!(session.screen().contains("\nlevel 1\n"));
            session.line(session.says(
                "shopt login_shell; echo $0",
                "[[ -o login ]]; echo $? $0",
                "status is-login; echo $status",
                "$nu.is-login",
            ));
            let _ = session.leave("exit");
            // The outer shell reads what stands above ghost's line a second time.
            let told = session.read("told");
            // nu has no file to leave by.
            assert_eq!(told.matches("logout").count(), usize::from(session.shell != Shell::Nu), "{told}");
            assert_eq!(told.matches("settings").count(), 1, "{told}");
            session.note("logout files", told.lines().last().unwrap_or_default());
        });
    }
}
