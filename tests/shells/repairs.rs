//! Repairs in the person's live shell: silent, in place, offered where they write, and never more than was meant.

use crate::ask::answered_by;
use crate::session::Session;
use crate::stage::{Mode, Setup, Shell, Stage};

fn as_it_is(_setup: &mut Setup) {}

/// What each shell says of a program that is not there.
const NOT_FOUND: [&[u8]; 3] = [b"command not found", b"Unknown command", b"` not found"];

/// Takes what waits at the prompt away. Not by Ctrl-C: a shell that is interrupted in the moment in which it begins to
/// wait for a key, bare or hosted, hears of it at the next key only.
fn drop_offer(session: &mut Session) {
    session.keys("\x15");
    session.await_empty_prompt();
}

/// A line that fails and has a repair that writes. (The `mkdir` that nu has of its own makes all folders on the way: see
/// [`writing`].)
fn makes(session: &Session) -> &'static str {
    session.says("mkdir new/folder", "mkdir new/folder", "mkdir new/folder", "try-out")
}

/// What is offered for it, behind a prompt.
fn offered(session: &Session) -> String {
    let (one, nu) = ("> mkdir -p new/folder", "> mkdir new/folder");
    session.says(one, one, one, nu).to_owned()
}

/// In nu a rule of the person's own offers what the others are offered by ghost's.
fn writing(setup: &mut Setup) {
    if setup.shell == Shell::Nu {
        proposing(setup, &["mkdir new/folder"]);
        setup.script("try-out", "#!/bin/sh\necho No such file >&2\nexit 3\n");
    }
}

fn said_not_found(session: &mut Session) -> bool {
    NOT_FOUND.iter().any(|text| session.has_printed(text))
}

/// A rule of the person's own for the program `try-out`: these lines in turn, one a strike.
pub fn proposing(setup: &mut Setup, lines: &[&str]) {
    let lines: Vec<String> = lines.iter().map(|line| format!("{line:?}")).collect();
    setup.file(
        ".config/ghost/rules/in_turn.py",
        &format!(
            "\"\"\"Proposes one line after the other.\"\"\"\n\
             from ghost_kernel.rules import Example, Failure, Fix, rule\n\n\
             LINES = [{}]\n\n\n\
             @rule(line_has=[\"try-out\"])\n\
             def propose(failure: Failure):\n    \
                 if len(failure.tried) >= len(LINES):\n        \
                     return None\n    \
                 return Fix(line=LINES[len(failure.tried)], why=\"it is its turn\")\n\n\n\
             EXAMPLES = [Example(\"try-out\", \"\", LINES[0]), Example(\"other\", \"\", None)]\n",
            lines.join(", ")
        ),
    );
}

in_shells!(a_slip_is_mended_in_silence: bash zsh fish nu);
fn a_slip_is_mended_in_silence(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        if setup.shell == Shell::Nu {
            // It has to be asked how it reads the line.
            unhurried(setup);
        }
    };
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.line("gti --version");
        assert!(screen.contains("git version") && screen.contains("✓ git --version"), "{screen}");
        assert!(!said_not_found(session), "{screen}");
        let screen = session.line(session.says(
            "echo is $?",
            "echo is $?",
            "echo is $status",
            "echo $\"is ($env.LAST_EXIT_CODE)\"",
        ));
        assert!(screen.contains("is 0"), "{screen}");
    });
}

in_shells!(without_a_hold_the_error_is_seen_and_mended: bash zsh fish nu);
fn without_a_hold_the_error_is_seen_and_mended(stage: &Stage) {
    stage.play(Mode::Instant, as_it_is, |session| {
        let screen = session.line("gti --version");
        assert!(screen.contains("git version") && screen.contains("✓ git --version"), "{screen}");
        assert!(said_not_found(session), "{screen}");
    });
}

in_shells!(the_shell_itself_is_where_it_runs: bash zsh fish nu);
fn the_shell_itself_is_where_it_runs(stage: &Stage) {
    stage.hosted(as_it_is, |session| {
        session.line("cdd /usr");
        let screen = session.line(session.says(
            "echo now in $PWD.",
            "echo now in $PWD.",
            "echo now in $PWD.",
            "echo $\"now in ($env.PWD).\"",
        ));
        assert!(screen.contains("now in /usr."), "{screen}");
        if session.shell == Shell::Nu {
            session.line("\"once\\n\" | save -a ~/log; cdd /tmp");
            let screen = session.line("echo $\"there in ($env.PWD).\"");
            assert!(screen.contains("there in /tmp."), "{screen}");
            assert_eq!(session.read("log"), "once\n");
            return;
        }
        // Only what had not run yet: the first part is not done again.
        let screen = session.line(session.says(
            "echo once >> ~/log && cdd /tmp && echo there in $PWD.",
            "echo once >> ~/log && cdd /tmp && echo there in $PWD.",
            "echo once >> ~/log && cdd /tmp && echo there in $PWD.",
            "\"once\\n\" | save --append ~/log; cdd /tmp; echo $\"there in ($env.PWD).\"",
        ));
        assert!(screen.contains("there in /tmp."), "{screen}");
        assert_eq!(session.read("log"), "once\n");
    });
}

in_shells!(what_writes_waits_at_the_prompt: bash zsh fish nu);
fn what_writes_waits_at_the_prompt(stage: &Stage) {
    stage.hosted(writing, |session| {
        session.keys(&format!("{}\r", makes(session)));
        session.await_at_cursor(&offered(session));
        assert!(session.screen().contains("No such file"), "the error is seen as well");
        assert!(!session.home().join("new").exists());
        drop_offer(session);
        assert!(!session.home().join("new").exists());
        session.keys(&format!("{}\r", makes(session)));
        session.await_at_cursor(&offered(session));
        // A letter at once would be meant for an empty line, and take the offer away; whoever edits has seen it.
        session.keys("\x05/deep\r");
        // An editor may draw the prompt of the line anew when Enter is pressed.
        session.await_prompt_number(4);
        assert!(
            session.home().join("new/folder/deep").is_dir(),
            "it can be edited, and Enter runs it: {}",
            session.screen()
        );
    });
}

in_shells!(consent_in_the_init_line_holds_for_the_session: bash zsh fish nu);
fn consent_in_the_init_line_holds_for_the_session(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.flags = format!("--yes --report '{}'", setup.home().join("the report").display());
        writing(setup);
    };
    stage.hosted(arrange, |session| {
        let screen = session.line(makes(session));
        assert!(session.home().join("new/folder").is_dir(), "{screen}");
        session.line("gti --version");
        assert_eq!(session.read("the report"), format!("{}\ngit --version\n", &offered(session)[2..]));
    });
}

in_shells!(no_variable_gives_consent: bash zsh fish nu);
fn no_variable_gives_consent(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        for name in ["GHOST_YES", "GHOST_FLAGS", "__ghost_flags", "GHOST_LEVEL"] {
            setup.variable(name, "--yes");
        }
        writing(setup);
    };
    stage.hosted(arrange, |session| {
        session.keys(&format!("{}\r", makes(session)));
        session.await_at_cursor(&offered(session));
        assert!(!session.home().join("new").exists());
        drop_offer(session);
    });
}

/// On a busy machine the usual time to hold is over before the first repair has failed.
fn unhurried(setup: &mut Setup) {
    setup.file(".config/ghost/config.toml", "[host]\nhold_ms = 5000\n");
}

in_shells!(after_three_strikes_the_first_error_is_told: bash zsh fish nu);
fn after_three_strikes_the_first_error_is_told(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        proposing(setup, &["ls /none/first", "ls /none/second", "ls /none/third", "ls /none/fourth"]);
        setup.script("try-out", "#!/bin/sh\necho the very first error >&2\nexit 3\n");
        unhurried(setup);
    };
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.line("try-out");
        assert!(screen.contains("the very first error"), "{screen}");
        for line in ["first", "second", "third"] {
            assert!(screen.contains(&format!("ghost tried: ls /none/{line}")), "{screen}");
        }
        assert!(!screen.contains("fourth") && !screen.contains("No such file"), "{screen}");
        // Nothing is left of it.
        let screen = session.line("echo after");
        assert!(screen.contains("after"), "{screen}");
    });
}

in_shells!(a_later_strike_may_work: bash zsh fish nu);
fn a_later_strike_may_work(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        // (`echo` is an alias in the tests' nu, and what hides code is not run unasked.)
        let works = if setup.shell == Shell::Nu { "print 'it works'" } else { "echo it works" };
        proposing(setup, &["ls /none/first", works]);
        setup.script("try-out", "#!/bin/sh\necho the very first error >&2\nexit 3\n");
        unhurried(setup);
    };
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.line("try-out");
        assert!(
            screen.contains("it works")
                && screen.contains(session.says(
                    "✓ echo it works",
                    "✓ echo it works",
                    "✓ echo it works",
                    "✓ print 'it works'"
                )),
            "{screen}"
        );
        assert!(!screen.contains("first error") && !screen.contains("No such file"), "{screen}");
    });
}

in_shells!(history_holds_what_worked: bash fish);
fn history_holds_what_worked(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        proposing(setup, &["ls /none/first", "echo it works"]);
        setup.script("try-out", "#!/bin/sh\necho no >&2\nexit 3\n");
        setup.settings("HISTFILE=~/.bash_history", "", "", "");
        unhurried(setup);
    };
    stage.play(Mode::Hold, arrange, |session| {
        for line in ["echo before", "gti --version", "try-out", "echo after"] {
            session.line(line);
        }
        let screen = session.line("history");
        for kept in ["echo before", "git --version", "echo it works", "echo after"] {
            assert!(screen.contains(kept), "{kept}: {screen}");
        }
        session.line("clear");
        let screen = session.line("history");
        for gone in ["gti", "try-out", "ls /none"] {
            assert!(!screen.contains(gone), "{gone}: {screen}");
        }
    });
}

in_shells!(another_program_runs_in_the_place_of_one_that_is_not_there: bash zsh);
fn another_program_runs_in_the_place_of_one_that_is_not_there(stage: &Stage) {
    stage.hosted(as_it_is, |session| {
        let screen = session.line("gti --version | tr a-z A-Z");
        assert!(screen.contains("GIT VERSION"), "{screen}");
        assert!(!said_not_found(session), "nothing was said, whatever is held back: {screen}");
        assert!(screen.contains("✓ git --version | tr a-z A-Z"), "{screen}");
        // It is said as well where the line ends otherwise.
        session.line("clear");
        for line in ["gti --version | grep -c nothing", "gti --version && ls /none"] {
            let screen = session.line(line);
            assert!(screen.contains("ghost: git ran in the place of gti"), "{screen}");
            session.line("clear");
        }
        let screen = session.line("gti --version >/dev/null && echo it went well");
        assert!(screen.contains("it went well"), "{screen}");
    });
}

in_shells!(a_sentence_is_not_executed: bash zsh fish nu);
fn a_sentence_is_not_executed(stage: &Stage) {
    stage.hosted(
        |setup| answered_by(setup, &serde_json::json!({})),
        |session| {
            // An open quote leaves a line in nu's editor.
            let quoted = "what's using port 8080?";
            let quoted = session.says(quoted, quoted, quoted, "what is using port 8080?").to_owned();
            for sentence in [quoted.as_str(), "show me all files (hidden too) > out", "what does `touch bad` do to me"]
            {
                session.keys(&format!("{sentence}\r"));
                session.await_text("nobody here knows");
                session.await_prompt_again();
                session.line("clear");
            }
            assert!(!session.home().join("out").exists() && !session.home().join("bad").exists());
            let screen = session.line(session.says(
                "history",
                "fc -l 1",
                "history",
                "history | get command | str join (char nl)",
            ));
            assert!(screen.contains(&quoted), "{screen}");
            // A blank in front is for the shell.
            let screen = session.line(" show me files");
            assert!(!screen.contains("nobody here knows"), "{screen}");
        },
    );
}

in_shells!(off_is_off: bash zsh fish nu);
fn off_is_off(stage: &Stage) {
    stage.hosted(as_it_is, |session| {
        session.line("ghost off");
        let screen = session.line("gti --version");
        assert!(!screen.contains("git version"), "{screen}");
        session.line("ghost on");
        let screen = session.line("gti --version");
        assert!(screen.contains("git version"), "{screen}");
    });
}

in_shells!(the_last_failure_can_be_asked_about: bash zsh fish nu);
fn the_last_failure_can_be_asked_about(stage: &Stage) {
    stage.hosted(writing, |session| {
        session.keys(&format!("{}\r", makes(session)));
        session.await_at_cursor(&offered(session));
        drop_offer(session);
        session.keys("\x1bg");
        session.await_at_cursor(&offered(session));
        drop_offer(session);
        session.keys("ghost fix\r");
        if session.shell == Shell::Nu {
            // There it is the program, which asks.
            session.await_at_cursor("[y/N] ");
            session.keys("y\r");
            let place = session.home().join("new/folder");
            session.await_outside("the folder is there", || place.is_dir());
            session.await_empty_prompt();
            return;
        }
        session.await_at_cursor(&offered(session));
        session.keys("\r");
        session.await_prompt_number(4);
        assert!(session.home().join("new/folder").is_dir());
    });
}

in_shells!(what_was_repaired_in_silence_can_be_asked_about: bash zsh fish nu);
fn what_was_repaired_in_silence_can_be_asked_about(stage: &Stage) {
    stage.hosted(as_it_is, |session| {
        let screen = session.line("gti --version");
        assert!(screen.contains("git version"), "{screen}");
        session.line("echo something else");
        session.line("clear");
        session.keys("why did that fail?\r");
        session.await_text("It was repaired: git --version ran in its place, and worked.");
        session.await_empty_prompt();
        let screen = session.screen();
        assert!(screen.contains("gti --version ended with status") && !screen.contains("was not seen"), "{screen}");
        assert!(!screen.contains("What would be tried"), "{screen}");
    });
}

in_shells!(what_is_to_be_left_alone_is: bash zsh fish nu);
fn what_is_to_be_left_alone_is(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.file(".config/ghost/config.toml", "[ignore]\nprograms = ['mkdir']\nfolders = ['~/quiet']\n");
    };
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.line(makes(session));
        assert!(!screen.contains("ghost:"), "{screen}");
        session.line("mkdir quiet");
        session.line("cd quiet");
        let screen = session.line("gti --version");
        assert!(!screen.contains("git version"), "{screen}");
    });
}

in_shells!(a_private_line_leaves_no_trace: bash zsh fish nu);
fn a_private_line_leaves_no_trace(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.settings("HISTCONTROL=ignorespace", "setopt hist_ignore_space", "", "");
    stage.hosted(arrange, |session| {
        let screen = session.line(" gti --version");
        assert!(screen.contains("git version"), "{screen}");
        assert_eq!(session.read(".local/state/ghost/last.json"), "");
    });
}

in_shells!(a_function_of_the_persons_is_not_run_unasked: bash zsh fish nu);
fn a_function_of_the_persons_is_not_run_unasked(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        let posix = "git() { touch ~/ran; }";
        setup.settings(posix, posix, "function git; touch ~/ran; end", "def --wrapped git [...words] { ^touch ~/ran }");
    };
    stage.hosted(arrange, |session| {
        session.keys("gti --version\r");
        session.await_at_cursor("> git --version");
        assert!(!session.home().join("ran").exists());
        drop_offer(session);
    });
}

in_shells!(signs_of_history_are_not_typed: bash zsh);
fn signs_of_history_are_not_typed(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        proposing(setup, &["ls '!echo'"]);
        setup.script("try-out", "#!/bin/sh\nexit 3\n");
    };
    stage.play(Mode::Hold, arrange, |session| {
        session.keys("try-out\r");
        session.await_at_cursor("> ls '!echo'");
        drop_offer(session);
    });
}

in_shells!(hooks_alone_repair_in_plain_view: bash zsh fish nu);
fn hooks_alone_repair_in_plain_view(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.flags = "--no-host".to_owned();
        setup.is_hosted = false;
    };
    stage.play(Mode::Hold, arrange, |session| {
        session.keys("cdd /usr\r");
        session.await_text("> cd /usr");
        session.await_prompt_number(3);
        let screen = session.line(session.says(
            "echo now in $PWD.",
            "echo now in $PWD.",
            "echo now in $PWD.",
            "echo $\"now in ($env.PWD).\"",
        ));
        assert!(screen.contains("now in /usr."), "{screen}");
    });
}
