//! The few looks that may have a socket: what they reach, and that they reach nothing else. And ghost's own looks, which
//! may see other processes.

use std::net::TcpListener;
use std::os::unix::net::UnixDatagram;

use serde_json::{Value, json};

use crate::env::{Env, Outcome};
use crate::scripted::Scripted;

/// Python in the sandbox with that need.
fn python(env: &Env, need: Option<&str>, code: &str) -> Outcome {
    let need = need.map(|need| ["--need", need]);
    let words = ["__probe"].into_iter().chain(need.into_iter().flatten());
    env.ghost(words.chain(["/usr/bin/python3", "-I", "-S", "-c", code]))
}

#[test]
fn a_need_opens_one_family_of_sockets_and_no_other() {
    let env = Env::new();
    let sockets = [
        ("internet", "socket.socket()"),
        ("datagrams", "socket.socket(type=socket.SOCK_DGRAM)"),
        ("internet 6", "socket.socket(socket.AF_INET6)"),
        ("local", "socket.socket(socket.AF_UNIX)"),
        ("routes", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)"),
        ("sockets", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4)"),
        ("audit", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9)"),
        ("packets", "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)"),
    ];
    for (need, open) in [(None, &[][..]), (Some("netlink"), &["routes", "sockets"]), (Some("daemon"), &["local"])] {
        for (kind, socket) in sockets {
            let out = python(&env, need, &format!("import socket\n{socket}"));
            let refused = out.stderr.contains("PermissionError");
            let as_meant = if open.contains(&kind) { out.status == Some(0) } else { out.status == Some(1) && refused };
            assert!(as_meant, "{need:?}, {kind}: {out:?}");
        }
    }
    let out = python(&env, Some("everything"), "");
    assert_eq!((out.status, out.stdout.as_str()), (Some(125), ""), "{out:?}");
}

/// One end of a pair needs no connect(2) to send a datagram to somebody else.
#[test]
fn a_pair_of_sockets_is_no_way_out() {
    let env = Env::new();
    let place = env.home().join("listener");
    let listener = UnixDatagram::bind(&place).expect("a socket");
    listener.set_nonblocking(true).expect("an option");
    for kind in ["SOCK_DGRAM", "SOCK_RAW"] {
        let code = format!(
            "import socket\none, other = socket.socketpair(socket.AF_UNIX, socket.{kind})\none.sendto(b'x', {place:?})"
        );
        let mut free = std::process::Command::new("/usr/bin/python3");
        let free = free.args(["-I", "-S", "-c", &code]).status().expect("python3");
        assert!(free.success() && listener.recv(&mut [0; 9]).is_ok(), "{kind} does not work even without a sandbox");
        let out = python(&env, None, &code);
        assert!(out.stderr.contains("PermissionError"), "{kind}: {out:?}");
        assert!(listener.recv(&mut [0; 9]).is_err(), "{kind}: it came through");
    }
    assert_eq!(python(&env, None, "import socket\nsocket.socketpair()").status, Some(0), "a stream stays within");
}

/// What comes back to a brain that asks for these looks, in order.
fn asked(env: &Env, looks: &[&str]) -> Vec<Value> {
    let ids: Vec<String> = (0..looks.len()).map(|place| place.to_string()).collect();
    let mut steps: Vec<Value> = looks
        .iter()
        .zip(&ids)
        .map(|(look, id)| json!({"action": "execute", "purpose": "probe", "action_id": id, "argv": look.split(' ').collect::<Vec<_>>()}))
        .collect();
    steps.push(json!({"action": "give_up"}));
    let brain = Scripted::doing(Value::Array(steps));
    env.config("config.toml", "[brain]\ndeadline_ms = 30000\n");
    let out = env.ghost(["--kernel", brain.program().to_str().expect("a path"), "-c", "exit 3"]);
    assert_eq!(out.status, Some(3), "{out:?}");
    let results = brain.events("result");
    ids.iter().map(|id| results.iter().find(|result| result["action_id"] == **id).expect("a result").clone()).collect()
}

#[test]
fn the_network_and_daemons_can_be_asked_about_and_nothing_fetched() {
    let env = Env::new();
    let looks =
        ["ip -br addr", "ip link show", "ss -tln", "systemctl is-active x", "curl localhost", "ip link set lo up"];
    let results = asked(&env, &looks);
    for (look, result) in looks.iter().zip(&results).take(3) {
        if std::path::Path::new("/usr/bin").join(look.split(' ').next().expect("a name")).exists() {
            assert_eq!((&result["exit_code"], &result["stderr"]), (&json!(0), &json!("")), "{look}: {result}");
        } else {
            eprintln!("{look}: the program is not here");
        }
    }
    assert!(!results[3]["stderr"].to_string().contains("not permitted"), "{}", results[3]);
    for result in &results[4..] {
        assert!(result["refused"].is_string(), "{result}");
    }
}

#[test]
fn ghosts_own_looks_see_other_processes() {
    let env = Env::new();
    env.file("folder/file", "text\n");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let ports = format!("ghost look ports {port} --json");
    let looks = [
        ports.as_str(),
        "ghost look processes",
        "ghost look units",
        "ghost look disk folder",
        "ghost look memory",
        "ghost look changes",
        "ghost look weather",
        "ghost look ports x",
    ];
    let results = asked(&env, &looks);
    for result in &results[..6] {
        assert_eq!(result["exit_code"], 0, "{result}");
    }
    let text = |place: usize| results[place]["stdout"].as_str().expect("text").to_owned();
    let row: Value = serde_json::from_str(&text(0)).expect("one row");
    assert_eq!(row["pid"], std::process::id(), "{row}");
    assert!(text(1).lines().count() > 2 && text(1).contains(&std::process::id().to_string()), "{}", text(1));
    assert!(text(3).contains("folder/file") && text(5).contains("folder/file"), "{} {}", text(3), text(5));
    assert!(results[6]["refused"].is_string(), "{}", results[6]);
    assert_eq!(results[7]["exit_code"], 125, "{}", results[7]);
}

/// A help text of a program that somebody has put there by hand is not asked for.
#[test]
fn help_is_asked_of_packaged_programs_alone() {
    let env = Env::new();
    env.script("bin/frobnicate", "#!/bin/sh\necho asked > \"$HOME/asked\"\n");
    let local = std::fs::read_dir("/usr/local/bin").into_iter().flatten().flatten();
    let local = local.filter_map(|entry| entry.file_name().into_string().ok());
    let local: Vec<String> = local.filter(|name| !std::path::Path::new("/usr/bin").join(name).exists()).collect();
    let ours = local.first().map_or_else(|| "frobnicate --help".to_owned(), |name| format!("{name} --help"));
    let results = asked(&env, &["ls --help", "frobnicate --help", &ours]);
    assert_eq!(results[0]["exit_code"], 0, "{}", results[0]);
    for result in &results[1..] {
        assert!(result["refused"].to_string().contains("from no package"), "{result}");
    }
    assert!(!env.home().join("asked").exists());
}
