//! A repair that waits for a model: what the person sees meanwhile, and how they end it.

use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use nix::sys::stat::Mode as Rights;
use nix::unistd::mkfifo;

use crate::repairs::proposing;
use crate::session::Session;
use crate::stage::{Mode, Setup, Stage};
use crate::terminal::PATIENCE;

/// What no rule knows, and a model that says nothing until somebody writes into its pipe.
fn arrange(setup: &mut Setup, memory: bool, more: &str) {
    setup.script("try-out", "#!/bin/sh\necho it went wrong somehow >&2\nexit 3\n");
    setup.script("slow-model", "#!/bin/sh\ncat >/dev/null\nread -r said <\"$HOME/pipe\"\n");
    let hold = if setup.mode == Mode::Instant { "[host]\nhold_ms = 0\n" } else { "" };
    setup.file(
        ".config/ghost/config.toml",
        &format!(
            "{hold}[memory]\nenabled = {memory}\n[models.slow]\nkind = 'command'\ncommand = ['slow-model']\n{more}"
        ),
    );
    mkfifo(&setup.home().join("pipe"), Rights::S_IRUSR | Rights::S_IWUSR).expect("a pipe");
}

fn waits(session: &mut Session) {
    session.keys("try-out\r");
    session.await_text("asking slow … Ctrl-C stops");
    assert!(session.screen().contains("it went wrong somehow"), "{}", session.screen());
}

fn is_over(session: &mut Session) {
    session.await_empty_prompt();
    let screen = session.screen();
    assert!(screen.contains("it went wrong somehow") && !screen.contains("asking slow"), "{screen}");
    assert!(session.line("echo still here").contains("\nstill here"));
    assert!(!session.processes().is_empty());
}

in_shells!(an_interrupt_ends_the_wait: bash zsh fish nu);
fn an_interrupt_ends_the_wait(stage: &Stage) {
    stage.hosted(
        |setup| arrange(setup, false, ""),
        |session| {
            for _ in 0..2 {
                waits(session);
                session.interrupt();
                is_over(session);
                session.line("clear");
            }
        },
    );
}

in_shells!(without_a_host_it_is_the_same: bash zsh fish nu);
fn without_a_host_it_is_the_same(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        arrange(setup, false, "");
        setup.flags = "--no-host".to_owned();
        setup.is_hosted = false;
    };
    stage.play(Mode::Hold, arrange, |session| {
        waits(session);
        session.interrupt();
        is_over(session);
    });
}

in_shells!(later_strikes_wait_as_well: bash zsh fish nu);
fn later_strikes_wait_as_well(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        // On a busy machine the usual time to hold is over before the first repair has failed.
        arrange(setup, false, "[host]\nhold_ms = 5000\n");
        proposing(setup, &["ls /none/first"]);
    };
    stage.play(Mode::Hold, arrange, |session| {
        waits(session);
        session.interrupt();
        is_over(session);
        let screen = session.screen();
        assert_eq!(screen.matches("it went wrong somehow").count(), 1, "{screen}");
        assert!(!screen.contains("/none/first'"), "what a repair has printed is nobody's: {screen}");
    });
}

/// Waits until this one has gone, who has asked a server.
fn has_gone(mut asker: TcpStream) {
    asker.set_nonblocking(false).expect("a wait");
    asker.set_read_timeout(Some(PATIENCE)).expect("a time");
    let mut asked = Vec::new();
    asker.read_to_end(&mut asked).expect("its end");
    assert!(!asked.is_empty(), "it asked nothing");
}

in_shells!(an_interrupt_ends_what_was_asked_by_hand: bash zsh fish nu);
fn an_interrupt_ends_what_was_asked_by_hand(stage: &Stage) {
    // A server that listens and says nothing.
    let server = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    server.set_nonblocking(true).expect("a look");
    let port = server.local_addr().expect("an address").port();
    let arrange = |setup: &mut Setup| {
        arrange(setup, false, "");
        setup.file(
            ".config/ghost/config.toml",
            &format!(
                "[memory]\nenabled = false\n[models.slow]\nkind = 'openai'\nurl = 'http://127.0.0.1:{port}/v1'\n\
                 model = 'any'\n"
            ),
        );
    };
    stage.play(Mode::Hold, arrange, |session| {
        let wait = |session: &mut Session| {
            let mut asker = None;
            session.await_outside("somebody asks", || {
                asker = server.accept().ok();
                asker.is_some()
            });
            session.interrupt();
            asker.expect("it was there").0
        };
        waits(session);
        let asker = wait(session);
        is_over(session);
        has_gone(asker);
        for keys in ["ghost fix\r", "\x1bg"] {
            session.line("clear");
            session.keys(keys);
            session.await_text("asking slow … Ctrl-C stops");
            let asker = wait(session);
            let pressed = Instant::now();
            session.await_empty_prompt();
            // Long before the wait would have ended by itself.
            assert!(pressed.elapsed() < Duration::from_secs(8), "{:?}", pressed.elapsed());
            let screen = session.screen();
            assert!(!screen.contains("asking slow"), "{screen}");
            has_gone(asker);
            assert!(session.line("echo still here").contains("\nstill here"));
        }
        let journal = session.read(".local/state/ghost/journal.jsonl");
        assert!(journal.contains("\"mind\"") && !journal.contains("\"repair\""), "{journal}");
    });
}

in_shells!(who_types_goes_on: bash zsh fish nu);
fn who_types_goes_on(stage: &Stage) {
    stage.hosted(
        |setup| arrange(setup, false, ""),
        |session| {
            waits(session);
            session.keys("echo typed ahead\r");
            session.await_prompt_number(3);
            let screen = session.screen();
            assert!(screen.contains("\ntyped ahead") && !screen.contains("asking slow"), "{screen}");
        },
    );
}

in_shells!(it_waits_no_longer_than_is_set: bash zsh fish nu);
fn it_waits_no_longer_than_is_set(stage: &Stage) {
    stage.play(
        Mode::Hold,
        |setup| arrange(setup, false, "[model]\nrepair_seconds = 2\n"),
        |session| {
            waits(session);
            is_over(session);
        },
    );
}

in_shells!(what_may_be_a_sentence_waits_once: bash zsh fish);
fn what_may_be_a_sentence_waits_once(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        arrange(setup, false, "[model]\nuse = 'slow'\nrepair_seconds = 1\n");
        setup.script(
            "slow-model",
            "#!/bin/sh\ncat >/dev/null\necho asked >> \"$HOME/asked\"\nread -r said <\"$HOME/pipe\"\n",
        );
    };
    stage.hosted(arrange, |session| {
        // A command of that name fails, nobody answers in time: it is not asked a second time as a sentence.
        let screen = session.line("sort the frobbed widgets of my garden please");
        assert!(screen.contains("cannot read"), "{screen}");
        assert_eq!(session.read("asked"), "asked\n");
    });
}

in_shells!(nothing_of_a_private_line_is_kept_when_a_model_is_asked: bash zsh fish nu);
fn nothing_of_a_private_line_is_kept_when_a_model_is_asked(stage: &Stage) {
    for local in [true, false] {
        let arrange = |setup: &mut Setup| {
            arrange(setup, true, &format!("local = {local}\n"));
            setup.script("slow-model", "#!/bin/sh\ncat >>\"$HOME/heard\"\necho nothing\n");
            setup.settings("HISTCONTROL=ignorespace", "setopt hist_ignore_space", "", "");
        };
        stage.play(Mode::Hold, arrange, |session| {
            let screen = session.line(" try-out --quietly");
            assert!(screen.contains("it went wrong somehow"), "{screen}");
            let kept = |name: &str| std::fs::read_to_string(session.home().join(name)).unwrap_or_default();
            assert_eq!(kept("heard").contains("--quietly"), local, "a model elsewhere hears nothing of it");
            let journal = kept(".local/state/ghost/journal.jsonl");
            assert_eq!(journal.contains("\"mind\""), local, "{journal}");
            for name in ["journal.jsonl", "brain/memory.db", "brain/memory.db-wal", "brain/kernel.log", "last.json"] {
                let bytes = std::fs::read(session.home().join(".local/state/ghost").join(name)).unwrap_or_default();
                assert!(memchr::memmem::find(&bytes, b"--quietly").is_none(), "{name} has it");
            }
            // One that is no secret is heard, wherever the model is.
            session.line("try-out --loudly");
            let kept = |name: &str| std::fs::read_to_string(session.home().join(name)).unwrap_or_default();
            assert!(kept("heard").contains("--loudly"));
            assert!(kept(".local/state/ghost/journal.jsonl").contains("--loudly"));
            let state = session.home().join(".local/state/ghost/brain");
            let holds = |name: &str| {
                let bytes = std::fs::read(state.join(name)).unwrap_or_default();
                memchr::memmem::find(&bytes, b"--loudly").is_some()
            };
            session.await_outside("memory has it", || holds("memory.db") || holds("memory.db-wal"));
        });
    }
}
