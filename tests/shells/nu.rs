//! What is nu's own: lines it cannot read, errors of its own, and repairs that change its session.

use std::fs;
use std::path::{Path, PathBuf};

use nix::unistd::{Pid, getpgid};

use crate::repairs::proposing;
use crate::session::{Session, before_cursor};
use crate::stage::{Mode, Setup, Stage};

/// A program that fails, and what is proposed for it.
fn trying(setup: &mut Setup, lines: &[&str]) {
    proposing(setup, lines);
    setup.script("try-out", "#!/bin/sh\necho it has failed >&2\nexit 3\n");
}

/// Types a line, and runs what is offered for it unless it has run already.
fn run_or_take(session: &mut Session, line: &str, offer: &str) {
    session.keys(&format!("{line}\r"));
    let taken = format!("> {offer}");
    let told = format!("✓ {offer}");
    session.await_screen("it has run, or is offered", |screen| {
        screen.contents().contains(&told) || before_cursor(screen).ends_with(&taken)
    });
    if !session.screen().contains(&told) {
        session.keys("\r");
    }
    session.await_empty_prompt();
}

in_shells!(an_error_of_its_own_is_never_seen: nu);
fn an_error_of_its_own_is_never_seen(stage: &Stage) {
    let as_it_is = |_: &mut Setup| {};
    stage.play(Mode::Hold, as_it_is, |session| {
        session.line("mkdir sub");
        session.line("clear");
        let screen = session.line("cdd sub");
        assert!(!screen.contains("Error:") && !screen.contains("not found"), "{screen}");
        let told: Vec<&str> = screen.lines().filter(|line| line.contains('✓')).collect();
        assert_eq!(told, ["✓ cd sub"], "one line, and no other: {screen}");
        assert!(session.line("echo $\"is ($env.LAST_EXIT_CODE)\"").contains("\nis 0\n"));
        let history = session.line("clear; history | get command | str join (char nl)");
        assert!(history.contains("cd sub\n"), "{history}");
    });
}

in_shells!(the_session_is_changed: nu);
fn the_session_is_changed(stage: &Stage) {
    let lines = ["$env.GREETING = 'hello'", "[3 1 2] | sort | str join '-'"];
    for (line, seen) in lines.into_iter().zip(["\nfor hello\n", "1-2-3"]) {
        stage.hosted(
            |setup| trying(setup, &[line]),
            |session| {
                run_or_take(session, "try-out", line);
                if line.starts_with("$env") {
                    session.line("echo $\"for ($env.GREETING)\"");
                }
                assert!(session.screen().contains(seen), "{}", session.screen());
            },
        );
    }
}

in_shells!(a_line_that_it_cannot_read_stays_and_can_be_asked_about: nu);
fn a_line_that_it_cannot_read_stays_and_can_be_asked_about(stage: &Stage) {
    stage.hosted(
        |_| (),
        |session| {
            session.keys("print (1 + 2");
            session.await_at_cursor("print (1 + 2");
            // It is mended and not run, and what is said of it stands on lines of its own.
            session.keys("\x1bg");
            session.await_at_cursor("> print (1 + 2)");
            let screen = session.screen();
            assert!(screen.contains("\nghost: print (1 + 2)"), "{screen}");
            session.keys("\r");
            session.await_empty_prompt();
            assert!(session.screen().contains("\n3\n"), "{}", session.screen());
            assert!(session.line("echo still here").contains("\nstill here\n"));
        },
    );
}

in_shells!(a_repair_of_ours_is_not_offered_on: nu);
fn a_repair_of_ours_is_not_offered_on(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        trying(setup, &["ls /none/a", "ls /none/b", "ls /none/c", "ls /none/d", "ls /none/e"]);
    };
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.line("try-out");
        assert!(screen.contains("it has failed"), "{screen}");
        assert_eq!(screen.matches("ghost tried").count(), 3, "{screen}");
        assert!(session.line("echo still here").contains("\nstill here\n"));
    });
}

in_shells!(a_handler_of_the_persons_is_kept: nu);
fn a_handler_of_the_persons_is_kept(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.settings("", "", "", "$env.config.hooks.command_not_found = {|name| $\"own words for ($name)\" }\n$env.config.hooks.env_change.PWD = [{|before, after| print $\"now in ($after | path basename)\" }]\n$env.config.hooks.pre_execution ++= [{|| print 'running' }]");
        std::fs::create_dir(setup.home().join("a-folder")).expect("a folder");
    };
    stage.compare_held(arrange, |session| {
        assert!(session.line("no-such-program-at-all x").contains("own words for no-such-program-at-all"));
        session.line("clear");
        assert!(session.line("cd a-folder").contains("now in a-folder"));
        session.line("ls /none");
    });
}

in_shells!(a_line_in_other_words_shows_what_came_of_it: nu);
fn a_line_in_other_words_shows_what_came_of_it(stage: &Stage) {
    let arrange = |setup: &mut Setup| drop(setup.file("present.txt", "it is here\n"));
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.line("cat present.txt absent.txt 2>/dev/null");
        assert!(screen.contains("it is here") && screen.contains("ended with status 1"), "{screen}");
        assert!(!screen.contains("No such file"), "what was asked for: {screen}");
    });
}

in_shells!(what_follows_a_hook_has_a_group_of_its_own: nu);
fn what_follows_a_hook_has_a_group_of_its_own(stage: &Stage) {
    stage.hosted(
        |_| (),
        |session| {
            let (nu, _) = session.next_run();
            crate::late::hold_back(Pid::from_raw(nu.parse().expect("a number")));
            session.line("clear; ls /none");
            session.keys("stops\r");
            session.await_text("is-waiting");
            let job = session.only_stops();
            assert_eq!(getpgid(Some(job)), Ok(job), "it can be stopped, and go on");
            session.interrupt();
            session.await_prompt();
        },
    );
}

/// Another nu, from where the tests' runner has put it, in the place of the one that is tested otherwise.
fn of_version(setup: &mut Setup, version: &str) {
    let tools = std::env::var_os("GHOST_TEST_TOOLS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools"), PathBuf::from);
    let theirs = tools.join(format!("nu-{version}/nu"));
    let nu = setup.folder.join("bin/nu");
    fs::remove_file(&nu).expect("the other one");
    fs::copy(&theirs, &nu).unwrap_or_else(|error| panic!("{}: {error}", theirs.display()));
    setup.program = vec![nu.to_str().expect("a path that is text").to_owned()];
}

in_shells!(the_version_before_is_repaired_alike: nu);
fn the_version_before_is_repaired_alike(stage: &Stage) {
    stage.play(
        Mode::Hold,
        |setup| of_version(setup, "0.114.1"),
        |session| {
            let screen = session.line("cdd /usr");
            assert!(screen.contains("✓ cd /usr") && !screen.contains("not found"), "{screen}");
            assert!(session.line("$env.PWD").contains("\n/usr\n"));
            session.line("cd ~");
            session.keys("touch new/deep/file\r");
            session.await_at_cursor("; touch new/deep/file");
            session.keys("\r");
            session.await_empty_prompt();
            assert!(session.home().join("new/deep/file").is_file(), "{}", session.screen());
        },
    );
}

in_shells!(an_old_one_is_told_what_could_be_done: nu);
fn an_old_one_is_told_what_could_be_done(stage: &Stage) {
    stage.play(
        Mode::Hold,
        |setup| of_version(setup, "0.108.0"),
        |session| {
            let screen = session.line("cdd /usr");
            assert!(screen.contains("not found") && screen.contains("ghost: cd /usr"), "{screen}");
            assert!(screen.contains("too old"), "{screen}");
            assert!(session.line("$env.PWD").contains("home"), "nothing has run");
        },
    );
}
