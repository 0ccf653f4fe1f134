//! `ghost look` on the real machine: what this test does itself is what it has to see.

use std::net::{TcpListener, UdpSocket};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::env::{Env, Outcome};

/// The rows of `ghost look … --json`.
fn rows(out: &Outcome) -> Vec<Value> {
    assert_eq!(out.status, Some(0), "{out:?}");
    out.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

fn look(env: &Env, words: &[&str]) -> Outcome {
    env.ghost(["look"].iter().chain(words))
}

#[test]
fn a_port_names_the_process_that_listens() {
    let env = Env::new();
    for (address, tcp, udp) in [("127.0.0.1:0", "tcp", "udp"), ("[::1]:0", "tcp6", "udp6")] {
        let Ok(listener) = TcpListener::bind(address) else {
            eprintln!("{address} cannot be had here: not tested");
            continue;
        };
        let port = listener.local_addr().expect("an address").port();
        let socket = UdpSocket::bind(listener.local_addr().expect("an address")).expect("a socket");
        let out = look(&env, &["ports", &port.to_string(), "--json"]);
        let found = rows(&out);
        let kinds: Vec<_> = found.iter().filter_map(|row| row["protocol"].as_str()).collect();
        assert_eq!(kinds, [tcp, udp], "{out:?}");
        for row in &found {
            assert_eq!(row["pid"], std::process::id(), "{out:?}");
            assert_eq!(row["uid"], nix::unistd::getuid().as_raw(), "{out:?}");
        }
        let table = look(&env, &["ports", &port.to_string()]);
        assert!(table.stdout.contains(&format!(":{port}  {}", std::process::id())), "{table:?}");
        drop((listener, socket));
        let out = look(&env, &["ports", &port.to_string()]);
        assert_eq!((out.status, out.stdout), (Some(0), format!("nothing listens on port {port}\n")));
    }
}

/// A connection that stands is none that waits for others.
#[test]
fn only_what_listens_is_a_port() {
    let env = Env::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let client = std::net::TcpStream::connect(listener.local_addr().expect("an address")).expect("a connection");
    let port = client.local_addr().expect("an address").port();
    let out = look(&env, &["ports", &port.to_string(), "--json"]);
    assert_eq!(rows(&out), Vec::<Value>::new());
}

#[test]
fn a_process_is_seen_with_its_words_and_what_it_hides_in_them_shows() {
    let env = Env::new();
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", "read x; : \u{1b}[2J"]).stdin(std::process::Stdio::piped());
    let mut child = command.spawn().expect("a shell");
    let out = look(&env, &["processes", "sh", "--json"]);
    let row = rows(&out).into_iter().find(|row| row["pid"] == child.id()).expect("the shell");
    assert_eq!(row["parent"], std::process::id());
    assert_eq!(row["command"], "/bin/sh -c read x; : \u{1b}[2J");
    let table = look(&env, &["processes", "sh"]);
    assert!(table.stdout.contains("read x; : \\u{1b}[2J") && !table.stdout.contains('\u{1b}'), "{table:?}");
    child.kill().expect("it ends");
    child.wait().expect("it is gone");
    assert!(!rows(&look(&env, &["processes", "--json"])).iter().any(|row| row["pid"] == child.id()));
    assert_eq!(rows(&look(&env, &["processes", "--by", "memory", "--last", "1", "--json"])).len(), 1);
}

#[test]
fn memory_and_disk_add_up() {
    let env = Env::empty();
    let memory = rows(&look(&env, &["memory", "--json"]));
    let of = |what: &str| memory.iter().find(|row| row["what"] == what).and_then(|row| row["bytes"].as_u64());
    assert_eq!(of("total"), of("used").zip(of("available")).map(|(used, available)| used + available));
    env.file("folder/big", &"x".repeat(300_000));
    env.file("small", "x");
    let out = look(&env, &["disk", ".", "--json"]);
    let found = rows(&out);
    let paths: Vec<_> = found.iter().filter_map(|row| row["path"].as_str()).collect();
    assert_eq!(paths[1..], ["./folder", "./small"], "{out:?}");
    assert!(found[0]["size"].as_u64() >= found[0]["used"].as_u64(), "{out:?}");
    assert!(found[1]["bytes"].as_u64().is_some_and(|bytes| bytes >= 300_000), "{out:?}");
}

#[test]
fn the_last_changes_come_first() {
    let env = Env::new();
    let now = SystemTime::now();
    for (name, age) in [("old", 300), ("new", 5), (".git/newest", 1)] {
        let path = env.file(name, "text\n");
        let file = std::fs::OpenOptions::new().write(true).open(path).expect("a file");
        file.set_modified(now - Duration::from_secs(age)).expect("a time");
    }
    let found = rows(&look(&env, &["changes", "--json"]));
    let paths: Vec<_> = found.iter().filter_map(|row| row["path"].as_str()).collect();
    assert_eq!(paths, ["new", "old"]);
    assert_eq!(found[0]["bytes"], 5);
    assert_eq!(rows(&look(&env, &["changes", "-n", "1", "--json"])).len(), 1);
}

#[test]
fn units_are_told_or_that_there_are_none() {
    let out = look(&Env::new(), &["units"]);
    assert_eq!(out.status, Some(0), "{out:?}");
    let booted = std::path::Path::new("/run/systemd/system").is_dir();
    assert!(if booted { out.stdout.contains(".service") } else { out.stdout == "no systemd here\n" }, "{out:?}");
}

#[test]
fn what_cannot_be_looked_at_is_an_error_and_prints_nothing() {
    let env = Env::new();
    let file = env.file("file", "text\n");
    for words in [
        &["ports", "http"][..],
        &["ports", "70000"],
        &["processes", "--by", "luck"],
        &["processes", "--last", "-1"],
        &["disk", "nowhere"],
        &["disk", file.to_str().expect("a path")],
        &["changes", "nowhere"],
        &["memory", "much"],
        &["weather"],
        &[],
    ] {
        let out = look(&env, words);
        assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{words:?}\n{out:?}");
        assert!(!out.stderr.is_empty(), "{words:?}");
    }
}

/// `ghost look line`: an object with every command of the line.
fn line(env: &Env, shell: &str, text: &str) -> Value {
    let out = look(env, &["line", text, "--shell", shell, "--json"]);
    rows(&out).remove(0)
}

#[test]
fn a_line_is_told_command_by_command_and_nothing_of_it_runs() {
    let env = Env::new();
    let text =
        "touch made && sh -c 'rm -f gone; true' | tee seen > out.txt 2>/dev/null; echo \"$(frobnicate-it --now)\"";
    let told = line(&env, "bash", text);
    assert_eq!(told["decision"], "ask", "{told}");
    let commands = told["commands"].as_array().expect("commands");
    let joined: Vec<_> = commands.iter().filter_map(|part| part["joined"].as_str()).collect();
    assert_eq!(joined, ["start", "and", "inside", "inside", "pipe", "then", "start"], "{told}");
    assert_eq!(commands[0]["effects"][0]["kind"], "write-new", "{told}");
    assert_eq!(commands[2]["words"][0], "rm", "{told}");
    assert_eq!(commands[2]["effects"][0]["cause"], "gone", "{told}");
    let does: Vec<_> = commands[4]["redirections"].as_array().expect("redirections").iter().collect();
    assert_eq!((does[0]["operator"].as_str(), does[0]["target"].as_str()), (Some(">"), Some("out.txt")), "{told}");
    assert_eq!(does[1]["does"], "what it complains of is thrown away", "{told}");
    assert_eq!(commands[6]["within"], "$(…)", "{told}");
    assert_eq!(commands[6]["programs"][0]["standing"], "missing", "{told}");
    assert_eq!(commands[6]["unknown"][0], "frobnicate-it", "{told}");
    for name in ["made", "seen", "out.txt"] {
        assert!(!env.home().join(name).exists(), "{name}");
    }
}

#[test]
fn a_line_is_read_for_its_shell_and_told_to_people() {
    let env = Env::new();
    let out = look(&env, &["line", "ls \u{1b}[31m | wc -l", "--shell", "bash"]);
    assert!(!out.stdout.contains('\u{1b}') && out.stdout.contains("not read for sure"), "{out:?}");
    let out = look(&env, &["line", "ls | sort -o kept", "--shell", "zsh"]);
    assert!(out.stdout.contains("ls: lists folders\n"), "{out:?}");
    assert!(out.stdout.contains("| sort -o kept\n"), "{out:?}");
    assert!(
        out.stdout.ends_with("ghost would ask before it runs it: it changes kept, which is easily undone\n"),
        "{out:?}"
    );
    let out = look(&env, &["line", "ls", "--shell", "fish"]);
    assert!(out.stdout.ends_with("ghost would run it unasked: it only reads\n"), "{out:?}");
    let out = look(&env, &["line", "ls", "--shell", "cmd.exe"]);
    assert!(out.status != Some(0) && out.stderr.contains("no shell cmd.exe"), "{out:?}");
    // A word that begins with a dash is a line as well.
    assert_eq!(line(&env, "bash", "-x")["commands"][0]["programs"][0]["standing"], "missing");
}
