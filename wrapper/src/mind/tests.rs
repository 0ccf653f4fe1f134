//! Real processes: the scripted talker of `tests/fakes/talker`, and small shell scripts.

use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::*;
use crate::model::{Address, Key, TIMEOUT, Wire};
use crate::protocol::types::Role;

const PYTHON: &str = "/usr/bin/python3";

fn soon() -> Until<'static> {
    Until::alone(Instant::now() + Duration::from_secs(30))
}

fn model(way: Way) -> Model {
    Model {
        name: "m".to_owned(),
        way,
        roles: Vec::new(),
        context: 0,
        timeout: TIMEOUT,
        price_in: None,
        price_out: None,
    }
}

/// A model whose talker does what its name says.
fn talking(kind: &str, key: Key) -> Model {
    model(Way::Http {
        wire: Wire::OpenAi,
        address: Address::read("http://127.0.0.1:9/v1").expect("an address"),
        model: kind.to_owned(),
        key,
        options: serde_json::Map::new(),
        local: None,
    })
}

fn script(line: &str) -> Model {
    model(Way::Command { words: ["sh", "-c", line].map(str::to_owned).to_vec(), local: true })
}

fn launch() -> Result<Launch, Failure> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fakes/talker");
    Ok(Launch { front: Vec::new(), python: PathBuf::from(PYTHON), package, local: true })
}

fn action(texts: &[&str]) -> MindAction {
    let said = |text: &&str| Message { role: Role::User, text: (*text).to_owned() };
    MindAction {
        id: None,
        action_id: String::new(),
        name: "m".to_owned(),
        messages: texts.iter().map(said).collect(),
        schema: None,
        max_tokens: 10,
        rung: String::new(),
    }
}

/// What came of asking, and the pieces.
fn ask(minds: &mut Minds, model: &Model, texts: &[&str], until: Until<'_>) -> (Outcome, Vec<String>) {
    let mut pieces = Vec::new();
    let outcome = minds.ask(model, &action(texts), launch, until, &mut |piece| pieces.push(piece.to_owned()));
    (outcome, pieces)
}

fn text(model: &Model, texts: &[&str]) -> String {
    let (outcome, _) = ask(&mut Minds::new(), model, texts, soon());
    assert_eq!(outcome.failure, None);
    outcome.text
}

fn failure(model: &Model, texts: &[&str]) -> Failure {
    let (outcome, _) = ask(&mut Minds::new(), model, texts, soon());
    outcome.failure.expect("a failure")
}

/// Secrets of many kinds, put together here so that no scanner takes this file for a leak.
fn secrets() -> Vec<(String, String)> {
    let word = ["Zx8Kq3", "Lm9Pw2Rt"].concat();
    let token = format!("{}_{}", "ghp", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
    let amazon = ["AKIA", "Q3EGUWNY5TWLM6PZ"].concat();
    let armour = "MIIEowIBAAKCAQEAr7Zq9xYt2uVw3kLmNoPqRsTuVwXyZ0123456789abcdEFGH";
    vec![
        (token.clone(), format!("git clone https://{token}@h.example/x")),
        (word.clone(), format!("DB_PASSWORD={word}")),
        (word.clone(), format!("curl -u bob:{word} https://h.example")),
        (word.clone(), format!("postgres://bob:{word}@db.example/x")),
        (amazon.clone(), format!("aws_access_key_id = {amazon}")),
        (format!("{word}{word}"), format!("Authorization: Bearer {word}{word}")),
        (word.clone(), format!("mysql -u root -p{word}")),
        (armour.to_owned(), format!("-----BEGIN RSA PRIVATE KEY-----\n{armour}\n-----END RSA PRIVATE KEY-----")),
    ]
}

#[test]
fn no_planted_secret_reaches_a_server_or_a_program() {
    for (secret, text_with_it) in secrets() {
        let before = format!("It is {secret}, he said.");
        for model in [talking("echo", Key::None), script("cat")] {
            let seen = text(&model, &["Look at this:", &text_with_it]);
            assert!(!seen.contains(&secret), "{text_with_it}: {seen}");
            assert!(seen.contains("secret-"), "{seen}");
            // A key in its armour is one secret; a line of it alone looks like anything.
            if !text_with_it.contains("BEGIN") {
                let seen = text(&model, &[&before, &text_with_it]);
                assert!(!seen.contains(&secret), "what is known from later stands earlier as well: {seen}");
            }
        }
    }
}

#[test]
fn a_schema_is_looked_at_as_well() {
    let (secret, with_it) = secrets().swap_remove(0);
    let mut action = action(&["x"]);
    action.schema = Some(format!("{{\"description\": \"{with_it}\"}}"));
    for model in [talking("echo", Key::None), script("cat")] {
        let outcome = Minds::new().ask(&model, &action, launch, soon(), &mut |_| {});
        assert!(outcome.text.contains("description") && !outcome.text.contains(&secret), "{outcome:?}");
    }
}

#[test]
fn placeholders_of_others_are_nobody_elses() {
    let (_, with_it) = secrets().swap_remove(1);
    let seen = text(&script("cat"), &["\u{ab}secret-4\u{bb}", &with_it]);
    assert!(seen.contains("DB_PASSWORD=\u{ab}secret-5\u{bb}"), "{seen}");
}

#[test]
fn a_key_goes_to_the_talkers_stdin_and_nowhere_else() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("key");
    let key = ["quiet", "Horse", "77"].concat();
    std::fs::write(&path, format!("{key}\n")).expect("a file");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("permissions");
    let at = || Key::File(path.clone());
    let seen: serde_json::Value = serde_json::from_str(&text(&talking("echo", at()), &["x"])).expect("JSON");
    assert_eq!(seen["endpoint"]["key"], key.as_str());
    let known = text(&talking("knows", at()), &["x"]);
    assert!(known.contains("mind") && !known.contains(&key), "{known}");
    // Nor does it come back: not where the server repeats it, nor in what a talker complains of when it dies.
    for kind in ["refuses", "dies"] {
        let failure = failure(&talking(kind, at()), &["x"]);
        assert!(!format!("{failure:?}").contains(&key), "{failure:?}");
        assert!(!failure.message.contains('\u{1b}'), "{failure:?}");
    }
    // Nor does it leave as part of a text.
    let seen: serde_json::Value = serde_json::from_str(&text(&talking("echo", at()), &[&key])).expect("JSON");
    assert!(!seen["messages"].to_string().contains(&key), "{seen}");
}

#[test]
fn a_talker_stays_for_the_whole_request_and_no_longer() {
    let mut minds = Minds::new();
    let model = talking("who", Key::None);
    let (first, _) = ask(&mut minds, &model, &["x"], soon());
    let (second, _) = ask(&mut minds, &model, &["x"], soon());
    assert_eq!(first.text, second.text);
    assert!(Path::new("/proc").join(&first.text).exists());
    drop(minds);
    assert!(!Path::new("/proc").join(&first.text).exists(), "it has ended and was waited for");
}

#[test]
fn pieces_come_as_they_are_said() {
    let (outcome, pieces) = ask(&mut Minds::new(), &talking("echo", Key::None), &["x"], soon());
    assert_eq!(pieces, ["one ", "two"]);
    assert_eq!((outcome.spent.input_tokens, outcome.spent.output_tokens), (7, 3));
    let (outcome, pieces) = ask(&mut Minds::new(), &script("echo one; echo two"), &["x"], soon());
    assert_eq!((pieces.concat().as_str(), outcome.text.as_str()), ("one\ntwo\n", "one\ntwo"));
}

#[test]
fn what_is_no_line_of_a_talkers_is_no_answer() {
    for kind in ["garbage", "odd", "flood"] {
        let failure = failure(&talking(kind, Key::None), &["x"]);
        assert_eq!(failure.message, "the model's answer could not be read", "{kind}");
    }
    assert_eq!(failure(&talking("dies", Key::None), &["x"]).code, "missing");
    let nowhere = || Ok(Launch { python: PathBuf::from("/nonexistent/python"), ..launch()? });
    let outcome = Minds::new().ask(&talking("echo", Key::None), &action(&["x"]), nowhere, soon(), &mut |_| {});
    assert_eq!(outcome.failure.expect("a failure").code, "missing");
}

#[test]
fn a_deadline_and_a_wish_to_stop_end_it_at_once() {
    for model in [talking("silent", Key::None), script("echo well; sleep 1000 & exec sleep 1000")] {
        let mut short = model.clone();
        short.timeout = Duration::from_millis(400);
        let begun = Instant::now();
        assert_eq!(failure(&short, &["x"]).code, "timeout");
        assert!(begun.elapsed() < Duration::from_secs(10));
        // The wish comes with the first piece.
        let (wish, end) = nix::unistd::pipe().expect("a pipe");
        let mut end = Some(end);
        let until = Until { cancel: Some(wish.as_fd()), ..soon() };
        let outcome = Minds::new().ask(&model, &action(&["x"]), launch, until, &mut |_| end = None);
        assert_eq!(outcome.failure.expect("a failure").code, "cancelled");
    }
}

#[test]
fn all_that_a_program_started_ends_with_it() {
    // It prints who waits behind it, and goes.
    let seen = text(&script("sleep 1000 >/dev/null 2>&1 & echo $!"), &["x"]);
    let left = Path::new("/proc").join(seen).join("stat");
    let is_gone = || std::fs::read_to_string(&left).map_or(true, |stat| stat.contains(") Z "));
    let deadline = Instant::now() + Duration::from_secs(10);
    while !is_gone() && Instant::now() < deadline {
        std::thread::yield_now();
    }
    assert!(is_gone());
}

#[test]
fn a_program_is_alone_in_an_empty_folder_without_a_terminal() {
    let seen = text(&script("ls -A | wc -l; pwd; (: </dev/tty) 2>&1 || true"), &["x"]);
    let mut lines = seen.lines().map(str::trim);
    assert_eq!(lines.next(), Some("0"), "{seen}");
    let folder = lines.next().expect("a folder");
    assert!(folder.contains("ghost-mind-") && !Path::new(folder).exists(), "{seen}");
    assert!(seen.contains("/dev/tty"), "it cannot be opened: {seen}");
}

#[test]
fn a_prompt_goes_to_stdin_or_to_its_place() {
    let long = "x".repeat(300_000);
    assert_eq!(text(&script("wc -c"), &[&long]).trim(), "300001");
    let place =
        |words: &[&str]| model(Way::Command { words: words.iter().map(ToString::to_string).collect(), local: true });
    let words = ["sh", "-c", "echo \"[$1]\"; wc -c", "sh", "{prompt}"];
    assert_eq!(text(&place(&words), &["why?"]), "[why?\n]\n0");
    assert_eq!(text(&place(&words), &["--help"]), "[ --help\n]\n0", "a prompt is no option");
    assert!(failure(&place(&words), &[&long]).message.contains("too long"));
    // One that does not read its prompt is not waited for.
    assert_eq!(text(&script("echo done"), &[&long]), "done");
}

#[test]
fn a_program_that_fails_says_so_with_its_last_word() {
    let failure_of = |line: &str| failure(&script(line), &["x"]).to_string();
    assert_eq!(failure_of("echo first >&2; printf 'no \\033[1mcredit\\n\\n' >&2; exit 1"), "sh: no credit");
    assert!(failure_of("exit 3").contains("exit status: 3"));
    assert!(failure_of("true").contains("said nothing"));
    let nobody = |program: &str| model(Way::Command { words: vec![program.to_owned()], local: true });
    assert_eq!(failure(&nobody("/nonexistent/think"), &["x"]).to_string(), "/nonexistent/think is not there");
    assert!(failure(&nobody("nonexistent-think"), &["x"]).to_string().contains("on PATH"));
    let (secret, with_it) = secrets().swap_remove(0);
    let failed = failure(&script(&format!("echo '{with_it}' >&2; exit 1")), &["x"]);
    assert!(!failed.message.contains(&secret), "{failed:?}");
}

#[test]
fn what_can_be_done_is_said_in_the_words_of_the_settings() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("key");
    std::fs::write(&path, "k-17171\n").expect("a file");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("permissions");
    let gives = Key::Command(["sh", "-c", "echo k-1"].map(str::to_owned).to_vec());
    for (key, part) in [
        (Key::None, "ghost model remove m, then add it again with --key-env"),
        (Key::File(path.clone()), &*format!("first line of {}", path.display())),
        (gives, "what sh gives"),
        (Key::Env("PATH".to_owned()), "$PATH holds its key"),
    ] {
        let failed = failure(&talking("unauthorized", key), &["x"]);
        assert!(failed.hint.contains(part) && failed.hint.contains("ghost model test m"), "{part}: {failed:?}");
    }
    // Who waits less than the model may take is not told to change the model's setting.
    let short = Until::alone(Instant::now() + Duration::from_millis(300));
    let (outcome, _) = ask(&mut Minds::new(), &talking("silent", Key::None), &["x"], short);
    assert!(outcome.failure.expect("it is late").hint.contains("[ask] seconds"));
    let mut quick = talking("silent", Key::None);
    quick.timeout = Duration::from_millis(300);
    assert!(failure(&quick, &["x"]).hint.contains("timeout_seconds"));
}

#[test]
fn a_key_of_one_letter_is_no_secret_of_every_word() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("key");
    std::fs::write(&path, "a\n").expect("a file");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("permissions");
    let failed = failure(&talking("unauthorized", Key::File(path)), &["x"]);
    assert_eq!(failed.message, "the key is not accepted");
}

#[test]
fn what_an_agent_has_read_of_secrets_stays_here() {
    let (secret, with_it) = secrets().swap_remove(0);
    let model = script(&format!("echo before; echo '{with_it}'; echo after"));
    let (outcome, pieces) = ask(&mut Minds::new(), &model, &["x"], soon());
    assert!(outcome.text.contains("after") && !outcome.text.contains(&secret), "{outcome:?}");
    assert!(pieces.concat().contains("after") && !pieces.concat().contains(&secret), "{pieces:?}");
}

#[test]
fn an_answer_has_a_size() {
    // What goes on for ever is an answer as well, as far as it goes.
    for model in [script("yes é"), script("yes é | head -c 400000"), talking("many", Key::None)] {
        let begun = Instant::now();
        let mut minds = Minds::new();
        let (outcome, pieces) = ask(&mut minds, &model, &["x"], soon());
        assert_eq!(outcome.failure, None);
        let length = outcome.text.len();
        assert!(length <= LONGEST_ANSWER && length > LONGEST_ANSWER - 8 && outcome.dropped > 0, "{length}");
        assert_eq!(pieces.concat().trim_end(), outcome.text.trim_end());
        assert_eq!(outcome.spent.stop, "length");
        assert!(begun.elapsed() < Duration::from_secs(20), "it was not waited for");
        if !model.is_agent() {
            // Nothing of what it went on to say is taken for the next answer.
            assert_eq!(ask(&mut minds, &talking("echo", Key::None), &["y"], soon()).0.failure, None);
        }
    }
    // One that ends by itself and says all of it at once.
    let (outcome, _) = ask(&mut Minds::new(), &talking("long", Key::None), &["x"], soon());
    assert!(outcome.failure.is_none() && outcome.dropped > 0 && outcome.text.len() <= LONGEST_ANSWER);
}
