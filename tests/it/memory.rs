//! `ghost memory`, from end to end: what a repair leaves behind, what is never kept, and what a person does with it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::env::{Env, GHOST};
use crate::terminal::Terminal;

const BASE: &str = ".local/state/ghost/brain/memory.db";

fn listed(env: &Env) -> Vec<Value> {
    let out = env.ghost(["memory", "list", "--json"]);
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), ""), "{out:?}");
    out.stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Everything that lies in the brain's folder, as bytes.
fn kept(env: &Env) -> Vec<u8> {
    let folder = env.home().join(".local/state/ghost/brain");
    let files = std::fs::read_dir(folder).expect("the brain's folder").flatten();
    files.filter_map(|file| std::fs::read(file.path()).ok()).flatten().collect()
}

fn has(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

#[test]
fn what_worked_is_remembered_for_the_person_alone() {
    let env = Env::new();
    let out = env.ghost(["memory", "list"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "Nothing is remembered yet.\n"), "{out:?}");
    for _ in 0..2 {
        let out = env.ghost(["--yes", "mkdir", "frob/tarn"]);
        assert_eq!(out.status, Some(0), "{out:?}");
        std::fs::remove_dir_all(env.home().join("frob")).expect("it was made");
    }
    let rows = listed(&env);
    assert_eq!((&rows[0]["fix"], &rows[0]["solved"]), (&"mkdir -p frob/tarn".into(), &2.into()), "{rows:?}");
    let mode = std::fs::metadata(env.home().join(BASE)).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let out = env.ghost(["memory", "search", "tarn"]);
    assert!(out.stdout.contains("mkdir frob/tarn → mkdir -p frob/tarn  (worked 2)"), "{out:?}");
}

#[test]
fn an_offer_that_nobody_answers_is_no_refusal() {
    let env = Env::new();
    for _ in 0..2 {
        let out = env.ghost(["mkdir", "frob/tarn"]);
        assert!(out.status == Some(1) && out.stderr.contains("ghost: mkdir -p frob/tarn"), "{out:?}");
    }
    let rows = listed(&env);
    assert_eq!((&rows[0]["offered"], &rows[0]["declined"]), (&2.into(), &0.into()), "{rows:?}");
}

#[test]
fn off_means_that_nothing_is_kept_or_shown() {
    let env = Env::new();
    let _ = env.ghost(["--yes", "mkdir", "frob/tarn"]);
    assert_eq!(listed(&env).len(), 1);
    env.config("config.toml", "[memory]\nenabled = false\n");
    let before = kept(&env);
    let _ = env.ghost(["--yes", "mkdir", "quill/tarn"]);
    assert!(!has(&kept(&env), "quill") && has(&before, "frob"));
    for words in [&["list"][..], &["search", "x"], &["stats"], &["export", "-"], &["import", "-"], &["index", "."]] {
        let out = env.ghost([&["memory"], words].concat());
        assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
        assert!(out.stderr.contains("switched off"), "{out:?}");
    }
    let out = env.ghost(["memory", "forget", "--all"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "nobody was asked: {out:?}");
    assert!(out.stderr.contains("1 failure and 0 indexed documents would be forgotten"), "{out:?}");
    assert!(out.stderr.contains("--yes") && has(&kept(&env), "frob/tarn"), "{out:?}");
    let out = env.ghost(["memory", "forget", "--all", "--yes"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "1 forgotten\n"), "{out:?}");
    assert!(!has(&kept(&env), "frob/tarn"));
}

#[test]
fn no_secret_is_kept() {
    let env = Env::new();
    let secret = ["Zx8Kq3", "Lm9Pw2"].concat();
    let out = env.ghost(["--yes", "-c", &format!("mkdir frob/tarn && echo --password {secret}")]);
    assert!(out.status == Some(0) && out.stdout.contains(&secret), "{out:?}");
    let rows = listed(&env);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0]["line"].as_str().is_some_and(|line| line.contains("secret-1")), "{rows:?}");
    assert!(!has(&kept(&env), &secret));
}

#[test]
fn memory_goes_elsewhere_in_a_file() {
    let env = Env::new();
    let _ = env.ghost(["--yes", "mkdir", "frob/tarn"]);
    let out = env.ghost(["memory", "export", "out.jsonl"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), ""), "{out:?}");
    let again = env.ghost(["memory", "export", "out.jsonl"]);
    assert_eq!(again.status, Some(125), "what is there is not written over: {again:?}");
    assert!(again.stderr.contains("it is there already") && !again.stderr.contains("os error"), "{again:?}");
    let mode = std::fs::metadata(env.home().join("out.jsonl")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let other = Env::new();
    other.file("in.jsonl", &format!("{}no JSON\n", env.read("out.jsonl")));
    let out = other.ghost(["memory", "import", "in.jsonl"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(1), "1 taken over, 1 left out\n"), "{out:?}");
    assert_eq!(listed(&other)[0]["fix"], "mkdir -p frob/tarn");
}

#[test]
fn documents_are_indexed_and_found() {
    let env = Env::new();
    env.file("Makefile", "# Builds the ferry.\nferry:\n\tcc ferry.c\n");
    env.file("docs/sailing.md", "# Sailing\n\nHoist the mainsail.\n");
    let out = env.ghost(["memory", "index", "--here", "docs"]);
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), ""), "{out:?}");
    let out = env.ghost(["memory", "search", "--documents", "how", "do", "I", "build", "the", "ferry"]);
    assert!(out.stdout.starts_with("make ferry  ("), "{out:?}");
    let out = env.ghost(["memory", "search", "--documents", "--json", "mainsail"]);
    assert!(out.stdout.contains("Hoist the mainsail."), "{out:?}");
}

#[test]
fn programs_are_asked_for_their_help_where_they_can_change_nothing() {
    let env = Env::new();
    env.script("bin/frobnicate", "#!/bin/sh\necho frobbed > \"$HOME/frobbed\"\necho '  --hub  wake the hub'\n");
    let mut command = env.command(["memory", "index", "--help-of", "sort", "frobnicate", "no-such-frob"]);
    command.env("PATH", format!("{}:/usr/bin:/bin", env.home().join("bin").display()));
    let out = env.finish(command);
    assert_eq!(out.status, Some(1), "one of them is wanting: {out:?}");
    assert!(out.stdout.starts_with("1 documents indexed"), "{out:?}");
    assert!(out.stderr.contains("frobnicate is left out: frobnicate is from no package"), "{out:?}");
    assert!(out.stderr.contains("no-such-frob is left out: there is no such program"), "{out:?}");
    assert!(!env.home().join("frobbed").exists(), "a program that nobody knows has run");
    let out = env.ghost(["memory", "search", "--documents", "reverse", "the", "result", "of", "comparisons"]);
    assert!(out.stdout.starts_with("sort -r, --reverse  (sort --help)"), "{out:?}");
    let out = env.ghost(["log", "--json"]);
    assert!(out.stdout.contains("sort --help"), "{out:?}");
    let out = env.ghost(["memory", "index", "--help-of", "sort"]);
    assert_eq!((out.status, out.stderr.as_str()), (Some(0), ""), "{out:?}");
    assert!(out.stdout.contains("0 documents indexed in 0 passages, 1 as they were"), "{out:?}");
}

#[test]
fn what_is_imported_runs_by_no_consent() {
    let env = Env::new();
    let typed = ["cat", "touch", "frob"];
    assert_eq!(env.ghost(typed).status, Some(1));
    let rows = env.ghost(["memory", "export", "-"]);
    let mut told: Value = serde_json::from_str(rows.stdout.lines().next().expect("a failure")).expect("JSON");
    // Each of its words will have been typed, and it says of itself that it has worked often.
    for (name, value) in [("fix", "touch frob".into()), ("solved", 900.into()), ("origins", "typed touch".into())] {
        told[name] = value;
    }
    env.file("in.jsonl", &format!("{told}\n"));
    let out = env.ghost(["memory", "import", "in.jsonl"]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "1 taken over, 0 left out\n"), "{out:?}");
    let out = env.ghost(["--yes"].iter().chain(&typed));
    assert!(out.status == Some(1) && out.stderr.contains("ghost: touch frob"), "it is shown: {out:?}");
    assert!(!env.home().join("frob").exists(), "it has run");
}

#[test]
fn vectors_are_switched_off_by_one_setting() {
    let env = Env::new();
    let _ = env.ghost(["--yes", "mkdir", "frob/tarn"]);
    let version = "import sys; print('python%d.%d' % sys.version_info[:2])";
    let mut python = std::process::Command::new("python3");
    python.args(["-c", version]).env("PATH", "/usr/local/bin:/usr/bin:/bin");
    let python = String::from_utf8(python.output().expect("an interpreter").stdout).expect("a name");
    // Extras without their model: it is said when they are looked for.
    env.file(&format!(".local/share/ghost/venv/lib/{}/site-packages/x", python.trim()), "");
    let search = || env.ghost(["memory", "search", "tarn"]);
    let out = search();
    assert!(out.stdout.contains("mkdir frob/tarn") && out.stderr.contains("by words alone"), "{out:?}");
    env.config("config.toml", "[memory]\nvectors = false\n");
    let out = search();
    assert!(out.stdout.contains("mkdir frob/tarn") && out.stderr.is_empty(), "{out:?}");
}

/// A server on loopback that gives this file to whoever asks for it by its name, once, and refuses all else.
fn serving(name: &'static str, file: Vec<u8>) -> String {
    use std::io::{BufRead as _, BufReader, Write as _};
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
            let asked = lines.next().and_then(Result::ok).unwrap_or_default();
            while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
            let (status, body) = if asked.contains(name) { ("200 OK", &file[..]) } else { ("404 Not Found", &b""[..]) };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    address
}

#[test]
fn pages_of_examples_are_fetched_when_the_person_says_so() {
    let env = Env::new();
    env.file(
        "pages/common/frobtar.md",
        "# frobtar\n\n> Packs ferries.\n\n- Pack a ferry:\n\n`frobtar --pack {{ferry}}`\n",
    );
    let zip =
        "import zipfile; z = zipfile.ZipFile('en.zip', 'w'); z.write('pages/common/frobtar.md', 'common/frobtar.md')";
    let made = std::process::Command::new("python3").args(["-c", zip]).current_dir(env.home()).status();
    assert!(made.is_ok_and(|status| status.success()));
    let address = serving("/tldr-pages.en.zip", std::fs::read(env.home().join("en.zip")).expect("an archive"));
    let fetch = |words: &[&str]| env.ghost(["memory", "fetch", "--from", &address].iter().chain(words));
    let place = env.home().join(".local/share/ghost/documents/tldr-pages.en.zip");

    let out = fetch(&[]);
    assert_eq!((out.status, place.exists()), (Some(1), false), "nobody can be asked: {out:?}");
    let out = fetch(&["--yes", "--language", "en"]);
    assert_eq!((out.status, out.stderr.as_str(), place.exists()), (Some(0), "", true), "{out:?}");
    let out = env.ghost(["memory", "search", "--documents", "pack", "a", "ferry"]);
    assert!(out.stdout.contains("frobtar --pack"), "{out:?}");

    let out = fetch(&["--yes", "--language", "zh"]);
    assert_eq!(out.status, Some(125), "{out:?}");
    assert!(out.stderr.contains("tldr-pages.zh.zip") && place.exists(), "what was there stays: {out:?}");
    let left = std::fs::read_dir(place.parent().expect("a folder")).expect("a folder").count();
    assert_eq!(left, 1, "nothing half is left");
    for words in [
        &["--yes", "--language", "../en"][..],
        &["--yes", "--from", "file:///etc"],
        &["--yes", "--from", "http://x.example"],
    ] {
        let out = env.ghost(["memory", "fetch"].iter().chain(words));
        assert_eq!(out.status, Some(125), "{words:?}: {out:?}");
    }
}

/// A server on loopback that answers without saying how long its answer is, and sends so many MiB of it, or as many as are
/// taken. How many were is told at its end.
fn serving_without_a_length(mebibytes: usize) -> (String, std::sync::mpsc::Receiver<usize>) {
    use std::io::{BufRead as _, BufReader, Write as _};
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
            let _ = lines.map_while(std::io::Result::ok).take_while(|line| !line.is_empty()).count();
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            let chunk = vec![b'x'; 1 << 20];
            let sent = (0..mebibytes).take_while(|_| stream.write_all(&chunk).is_ok()).count();
            let _ = tell.send(sent);
        }
    });
    (address, told)
}

#[test]
fn an_archive_that_does_not_end_is_given_up() {
    let env = Env::new();
    let (address, sent) = serving_without_a_length(512);
    for client in ["curl", "wget"] {
        let only = env.home().join(client);
        std::fs::create_dir(&only).expect("a folder");
        for program in [client, "python3", "bwrap"] {
            if let Some(found) =
                ["/usr/local/bin", "/usr/bin"].iter().map(|at| Path::new(at).join(program)).find(|at| at.exists())
            {
                std::os::unix::fs::symlink(found, only.join(program)).expect("a link");
            }
        }
        let mut command = env.command(["memory", "fetch", "--yes", "--language", "en", "--from", &address]);
        command.env("PATH", &only);
        let out = env.finish(command);
        assert_eq!(out.status, Some(125), "{client}: {out:?}");
        assert!(out.stderr.contains("more than 64 MiB"), "{client}: {out:?}");
        assert!(sent.recv().expect("it was asked") < 200, "{client} is not let go on");
        let left = std::fs::read_dir(env.home().join(".local/share/ghost/documents")).expect("a folder").count();
        assert_eq!(left, 0, "{client}: nothing half is left");
    }
}

#[test]
fn an_interrupt_leaves_one_line() {
    let env = Env::new();
    let pipe = env.home().join("export");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    let mut terminal = Terminal::program(&env, GHOST, &["memory", "import", pipe.to_str().expect("a path")]);
    // More than a pipe holds: once all is taken, the brain reads and waits for more.
    let mut given = std::fs::OpenOptions::new().write(true).open(&pipe).expect("it is opened for reading");
    std::io::Write::write_all(&mut given, format!("{}\n", " ".repeat(8191)).repeat(40).as_bytes()).expect("it is read");
    terminal.send("\x03");
    let left = terminal.finish();
    assert_eq!((left.status, left.signal), (None, Some(libc::SIGINT)), "{left:?}");
    assert_eq!(left.rest, "^Cghost: interrupted\r\n", "{left:?}");
}
