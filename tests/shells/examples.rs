//! Three things that people say at a prompt, with the real brain: a command, a question about a file that a model answers,
//! and a question about a program that is answered without any model, and changes nothing whatever a model says.

use serde_json::{Value, json};

use crate::ask::answered_by;
use crate::model::{Say, Server, text_of};
use crate::session::{Session, before_cursor};
use crate::stage::{Mode, Setup, Stage};

in_shells!(a_command_is_the_shells_own: bash zsh fish nu);
fn a_command_is_the_shells_own(stage: &Stage) {
    let arrange = |setup: &mut Setup| drop(setup.file("some/dir/below/file", ""));
    stage.hosted(arrange, |session| {
        let screen =
            session.line(session.says("ls -R some/dir", "ls -R some/dir", "ls -R some/dir", "^ls -R some/dir"));
        assert!(screen.contains("\nfile"), "{screen}");
        // It is there before a brain is.
        let log = session.home().join(".local/state/ghost/brain/kernel.log");
        assert!(!log.exists(), "the brain was started");
        session.line("ls /none");
        assert!(log.exists(), "a brain is known by its log");
    });
}

const ABOUT_A_FILE: &str = "Analyze the Rust code in src/main.rs and explain how the input loop is implemented.";

/// A program with a loop, and enough behind it that nobody would send it whole.
fn program() -> String {
    let start = "use std::io::BufRead as _;

fn main() {
    let mut total = 0_u64;
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        total += line.len() as u64; // kettle-drum
    }
    println!(\"{total}\");
}
";
    let rest: String = (0..20_000).map(|number| format!("// filler line {number}\n")).collect();
    start.to_owned() + &rest
}

/// What the server says, in pieces that end where no word does, and waits in the middle.
fn page(request: &Value) -> Vec<Say> {
    if !request["response_format"].is_null() {
        return vec![Say::Piece("{\"looks\": []}".to_owned())];
    }
    let pieces = ["# The in", "put loop\n\n", "It reads **lines**.\n\n"];
    let rest = [
        "- `lines()` bor",
        "rows stdin\n- an error ends it\n\n```ru",
        "st\nlet Ok(line) = line else { break };\n",
        "```\n\nThat is all.\n",
    ];
    let say = |text: &&str| Say::Piece((*text).to_owned());
    pieces.iter().map(say).chain([Say::Wait]).chain(rest.iter().map(say)).collect()
}

in_shells!(a_question_about_a_file_is_answered_while_the_model_speaks: bash zsh fish nu);
fn a_question_about_a_file_is_answered_while_the_model_speaks(stage: &Stage) {
    for mode in [Mode::Hold, Mode::Instant] {
        let server = Server::start(page);
        stage.play(
            mode,
            |setup| {
                server.configure(setup);
                setup.file("work/src/main.rs", &program());
            },
            |session| {
                session.line("cd work");
                session.keys(&format!("{ABOUT_A_FILE}\r"));
                // The server waits: what it has said by now is on the screen, as a page.
                session.await_text("It reads lines.");
                let screen = session.screen();
                assert!(!screen.contains("That is all"), "the server has not said it\n{screen}");
                assert!(!screen.contains("# The input loop") && screen.contains("The input loop"), "{screen}");
                server.go_on();
                session.await_text("That is all.");
                session.await_empty_prompt();
                let screen = session.screen();
                assert!(screen.lines().any(|line| line.starts_with("⚡ ") && line.contains("src/main.rs")), "{screen}");
                for part in ["lines() borrows stdin", "an error ends it", "let Ok(line) = line else { break };"] {
                    assert!(screen.contains(part), "{part}\n{screen}");
                }
                for sign in ["**", "```", "`lines", "- an error"] {
                    assert!(!screen.contains(sign), "{sign} is shown as it was written\n{screen}");
                }
                assert_eq!(screen.matches("That is all.").count(), 1, "{screen}");
                asked_for_the_file(&server.heard());
                only_looks_and_models(session);
            },
        );
    }
}

/// The last request held the file's text, fenced as data, and not all of it.
fn asked_for_the_file(heard: &[Value]) {
    let asked = text_of(heard.last().expect("a request"));
    let fence = asked.split("<data ").nth(1).and_then(|rest| rest.split('>').next()).expect("a fence").to_owned();
    let named = format!("<data {fence}: the file src/main.rs>");
    let inside = asked.split(&named).nth(1).and_then(|rest| rest.split(&format!("</data {fence}>")).next());
    let inside = inside.unwrap_or_else(|| panic!("no {named} in\n{asked}"));
    assert!(inside.contains("lock().lines()") && inside.contains("kettle-drum"), "{inside}");
    assert!(asked.len() < 32_000 && !asked.contains("filler line 19999"), "{} bytes were sent", asked.len());
    assert!(asked.contains(ABOUT_A_FILE), "{asked}");
}

const ABOUT_A_PROGRAM: &str = "Check if 'nginx' is running. If the command fails because it's not installed, tell me \
                               exactly which package to install, but do not install it yet.";

/// What installs here, by which program there is.
fn manager() -> &'static str {
    let known = ["apt-get", "dnf", "zypper", "pacman", "apk"];
    known
        .into_iter()
        .find(|name| {
            std::path::Path::new("/usr/bin").join(name).exists() || std::path::Path::new("/sbin").join(name).exists()
        })
        .expect("a package manager that is known")
}

/// The words of the line that installs nginx here.
fn install() -> String {
    let verb = match manager() {
        "pacman" => "-S",
        "apk" => "add",
        _ => "install",
    };
    format!("{} {verb} nginx", manager())
}

/// In front of the programs that install: each start is written down.
fn traps(setup: &mut Setup) {
    let told = setup.home().join("started");
    for name in [manager(), "sudo"] {
        setup.script(name, &format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\n", told.display()));
    }
}

/// Looks and questions to models are all that was done, nothing is offered, and Enter starts nothing.
fn only_looks_and_models(session: &mut Session) {
    let journal = session.read(".local/state/ghost/journal.jsonl");
    for entry in journal.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let what = entry["what"].as_str().unwrap_or("look");
        let installs = entry["runs"].as_str().is_some_and(|line| line.contains("install"));
        assert!(["look", "mind", "probe"].contains(&what) && !installs, "{entry}");
    }
    let screen = session.screen();
    assert!(!screen.lines().any(|line| line.starts_with("ghost: ")), "something is offered\n{screen}");
    assert!(before_cursor(session.terminal().screen()).ends_with("> "), "{screen}");
    session.keys("\r");
    session.await_prompt_again();
    assert!(!session.home().join("started").exists(), "{}", session.read("started"));
}

/// Asks it. (To nu an apostrophe is a quote that is still open: Enter would lead to its next row.)
fn ask_about_a_program(session: &mut Session) {
    session.keys(ABOUT_A_PROGRAM);
    session.keys(session.says("\r", "\r", "\r", "\x1bg"));
}

fn is_answered_by_the_skill(session: &mut Session) {
    ask_about_a_program(session);
    session.await_text("Package to install: nginx");
    session.await_empty_prompt();
    let screen = session.screen();
    assert!(screen.contains("⚡ systemctl is-active nginx"), "{screen}");
    assert!(screen.contains("nginx is not running") && screen.contains(&install()), "{screen}");
}

in_shells!(a_missing_program_is_named_and_not_installed: bash zsh fish nu);
fn a_missing_program_is_named_and_not_installed(stage: &Stage) {
    stage.hosted(traps, |session| {
        is_answered_by_the_skill(session);
        only_looks_and_models(session);
    });
}

/// Whatever it is asked, this model wants to install.
fn wants_to_install(request: &Value) -> Vec<Say> {
    let line = format!("sudo {}", install());
    let argv: Vec<&str> = line.split(' ').collect();
    let text = if request["response_format"].is_null() {
        let repair = json!({"action": "execute", "purpose": "repair", "command": line});
        let offer =
            json!({"action": "propose", "candidates": [{"command": line, "why": "installs it", "confidence": 1}]});
        format!("Nginx is missing.\n{repair}\n{offer}\n\n```sh\n{line}\n```\n\nSo be it.\n")
    } else {
        let look = json!({"why": "it is missing", "argv": argv});
        let wish = json!({"command": line, "line": line, "why": "installs it", "confidence": 1});
        json!({"looks": [look], "candidates": [wish], "lines": [wish], "offers": [wish], "command": line}).to_string()
    };
    vec![Say::Piece(text)]
}

in_shells!(a_model_that_installs_is_not_obeyed: bash zsh fish nu);
fn a_model_that_installs_is_not_obeyed(stage: &Stage) {
    for mode in [Mode::Hold, Mode::Instant] {
        let server = Server::start(wants_to_install);
        let arrange = |setup: &mut Setup| {
            server.configure(setup);
            traps(setup);
        };
        stage.play(mode, arrange, |session| {
            // The skill knows better than any model.
            is_answered_by_the_skill(session);
            assert!(server.heard().is_empty(), "{:?}", server.heard());
            only_looks_and_models(session);
            session.line("clear");
            // What no skill knows, the model is asked.
            session.keys("Explain why nginx and its modules would suit us better than lighttpd, but do not install anything yet.\r");
            session.await_text("So be it.");
            session.await_empty_prompt();
            assert!(!server.heard().is_empty());
            only_looks_and_models(session);
        });
    }
}

in_shells!(a_brain_that_installs_is_not_obeyed: bash zsh fish nu);
fn a_brain_that_installs_is_not_obeyed(stage: &Stage) {
    let line = install();
    let argv: Vec<&str> = line.split(' ').collect();
    let act = |id: &str| json!({"action": "execute", "purpose": "repair", "action_id": id, "command": line});
    let look = |id: &str| json!({"action": "execute", "purpose": "probe", "action_id": id, "argv": argv});
    let offer = json!({"action": "propose", "candidates": [{"command": format!("sudo {line}"), "why": "makes it", "confidence": 1}]});
    let reply = json!({"action": "reply", "text": "So be it."});
    let script = json!({"asked": [[look("a"), {"await": "result"}, act("b"), offer, reply]]});
    let arrange = |setup: &mut Setup| {
        answered_by(setup, &script);
        traps(setup);
    };
    for mode in [Mode::Hold, Mode::Instant] {
        stage.play(mode, arrange, |session| {
            ask_about_a_program(session);
            session.await_text("ghost: ");
            session.await_empty_prompt();
            let screen = session.screen();
            session.line("clear");
            assert!(!screen.contains("makes it"), "{screen}");
            only_looks_and_models(session);
        });
    }
}
