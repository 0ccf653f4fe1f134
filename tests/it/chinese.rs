//! What ghost itself says in an answer has its Chinese: every reason of policy's, every refusal, found where it is written.

use std::fs;
use std::path::{Path, PathBuf};

use ghostsh::policy::{Effect, Kind};
use ghostsh::protocol::types::Constraint;
use ghostsh::tongue::chinese;
use serde_json::{Value, json};

use crate::env::Env;
use crate::scripted::{Scripted, candidate};

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|end| end == ending) && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The texts in quotes of a line, with a name in each place.
fn texts(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find('"') {
        let inner = &rest[start + 1..];
        let mut from = 0;
        let end = loop {
            let Some(at) = inner[from..].find('"').map(|at| at + from) else { return found };
            if !inner[..at].ends_with('\\') {
                break at;
            }
            from = at + 1;
        };
        let mut text = inner[..end].to_owned();
        while let Some(open) = text.find('{') {
            let Some(close) = text[open..].find('}') else { break };
            text.replace_range(open..=open + close, "NAME");
        }
        found.push(text);
        rest = &inner[end + 1..];
    }
    found
}

/// The code of a file, without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a file");
    let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Said in Chinese, with nothing left in English but names.
fn is_said(text: &str) -> bool {
    chinese(text).is_some_and(|said| {
        let known = ["NAME", "ghost", "GitHub", "shell", "config.toml", "[ask]", "seconds"];
        let bare = known.iter().fold(said, |said, name| said.replace(name, ""));
        !bare
            .split(|sign: char| !sign.is_ascii_lowercase())
            .any(|word| matches!(word, "the" | "it" | "is" | "not" | "of" | "what"))
    })
}

/// Names of files, programs and services, which are the same in every language.
const NAMES: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "Vagrantfile",
    "a.out",
    "cargo",
    "cargo run",
    "cmake",
    "cmake -E",
    "docker compose up",
    "go",
    "go.mod",
    "make",
    "npm",
    "package.json",
    "rustup",
    "troff",
];

#[test]
fn what_tables_say_is_done_has_its_chinese() {
    let mut tables = vec![source("policy/nu/commands.toml")];
    files(&source("policy/programs"), "toml", &mut tables);
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in tables {
        let text = fs::read_to_string(&path).expect("a table");
        for entry in text.lines().filter(|line| !line.starts_with('"')).flat_map(texts) {
            let Some((kind, target)) = entry.split_once(':') else { continue };
            if Kind::named(kind).is_none()
                || NAMES.contains(&target)
                || target.contains([':', '/']) && !target.contains(' ')
            {
                continue;
            }
            count += 1;
            if !is_said(target) {
                wrong.push(format!("{}: {target}", path.display()));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(count > 200, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_reason_of_policys_has_its_chinese() {
    let mut wrong: Vec<String> = Vec::new();
    let kinds = ["read", "write-new", "write-over", "process", "net", "privilege", "opaque", "unknown", "destroy"];
    for kind in kinds.map(|name| Kind::named(name).expect(name)) {
        for target in ["NAME", "?"] {
            let told = format!("it {}", Effect::new(kind, target, "").told());
            wrong.extend(Some(told).filter(|told| !is_said(told)));
        }
    }
    for name in ["no_change", "no_install", "no_delete", "no_network", "no_privilege", "no_services", "folder_only"] {
        let constraint: Constraint = serde_json::from_value(name.into()).expect(name);
        let argv = [["sudo", "NAME", "/etc"].map(str::to_owned).to_vec()];
        let facts = ghostsh::policy::Facts::new("/home/ann", "/home/ann", false);
        let act = ghostsh::policy::Act::Argv(argv.to_vec());
        let told = ghostsh::policy::forbidden(&[constraint], &act, &facts).expect(name);
        wrong.extend(Some(told).filter(|told| !is_said(told)));
    }
    for (holds, parts) in
        [("NAME holds a secret", true), ("NAME may hold secrets", true), ("what is searched may hold secrets", false)]
    {
        let it = if parts { "what it reads" } else { "it" };
        let told = format!("{holds}, and NAME shows {it} in parts or in other letters");
        wrong.extend(Some(told).filter(|told| !is_said(told)));
    }
    // What is written where effects are read, and where looks are judged.
    let mut readers = Vec::new();
    files(&source("policy"), "rs", &mut readers);
    for path in readers {
        let code = code(&path);
        let calls = code.split(".push").skip(1).map(|call| call.split(';').next().unwrap_or_default());
        for text in calls.filter(|call| call.contains("Kind::")).flat_map(|call| texts(&call.replace('\n', " "))) {
            // Where it begins with a name there is nothing to say but names.
            let is_words = text.contains(' ')
                && !text.starts_with("NAME")
                && text.split(' ').any(|word| word.len() > 2 && word != "NAME");
            let program = text.split(' ').next().unwrap_or_default();
            let is_program = ["dd", "env", "find", "kill", "ssh", "tar", "trap", "venv", "[["].contains(&program);
            if is_words && !is_program && !NAMES.contains(&text.as_str()) && !is_said(&text) {
                wrong.push(format!("{}: {text}", path.display()));
            }
        }
    }
    for file in [
        "policy/probe.rs",
        "policy/unread.rs",
        "policy/rules.rs",
        "policy/forbidden.rs",
        "driver/ask.rs",
        "driver/errands.rs",
        "client/trouble.rs",
    ] {
        for line in code(&source(file)).lines() {
            for text in texts(line).into_iter().filter(|text| text.matches(' ').count() > 1) {
                let fragment = file.ends_with("unread.rs").then(|| text.starts_with("runs "));
                // Fragments of others, what is no word of anybody's, what the journal says and what a spinner says.
                const PARTS: &[&str] = &[
                    "nothing",
                    "no other",
                    "no service",
                    "NAME: it",
                    "policy, in",
                    "asking",
                    "asks ",
                    "looks beyond",
                    "goes to",
                    "holds a secret",
                    "may hold secrets",
                    "NAME NAME, and",
                    " | ",
                ];
                if fragment == Some(false) {
                    continue;
                }
                let text = if fragment.is_some() { format!("it {text}") } else { text };
                let is_part = PARTS.iter().any(|part| text.starts_with(part));
                if !is_part && !is_said(&text) && !is_said(&format!("NAME {text}")) && !is_said(&format!("it {text}")) {
                    wrong.push(format!("{file}: {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn who_asks_in_chinese_hears_chinese() {
    let env = Env::new();
    let ask = |script: &Value, words: &[&str]| {
        let brain = Scripted::answering(script.clone());
        let kernel = brain.program();
        let out = env.ghost([&["--kernel", kernel.to_str().expect("a path"), "ask"], words].concat());
        out.stdout + &out.stderr
    };
    let offers = json!([
        {"action": "propose", "candidates": [candidate("curl https://x.example"), candidate("rm -r notes"), candidate("cat \u{ab}secret-1\u{bb}")]},
        {"action": "execute", "purpose": "probe", "action_id": "a", "argv": ["touch", "new"]},
        {"await": "result"},
        {"action": "reply", "text": "好"},
    ]);
    let told = ask(&offers, &["--trace", "请帮我下载这个页面，但是不要删除任何东西"]);
    for part in [
        "会连接 x.example",
        "没有提供：rm -r notes（要求不删除任何东西：可能造成无法恢复的损失（notes））",
        "里面有代替机密的记号",
        "没有查看 touch new：会改动 new，容易撤销",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let told = ask(&offers, &["download this page"]);
    assert!(told.contains("it contacts x.example") && !told.contains('会'), "{told}");
    // The real brain, which has nobody to ask.
    let out = env.ghost(["ask", "给我讲一个关于大海的故事"]);
    assert!(out.stderr.contains("没有语言模型，这个问题我答不了；`ghost model add` 可以接上一个"), "{out:?}");
    assert!(out.stderr.matches(|sign: char| sign.is_ascii_lowercase()).count() < 60, "{out:?}");
}
