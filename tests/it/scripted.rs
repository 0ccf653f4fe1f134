//! A brain that does what a script says; see `tests/fakes/kernel.py`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A candidate whose words all come from a rule of the brain's.
pub fn candidate(line: &str) -> Value {
    let origins: Vec<Value> = line.split_whitespace().map(|word| json!({"word": word, "origin": "rule"})).collect();
    json!({"command": line, "confidence": 0.9, "origins": origins})
}

/// A scripted brain in a folder of its own.
pub struct Scripted {
    folder: tempfile::TempDir,
}

impl Scripted {
    /// One that follows this script.
    pub fn new(script: &Value) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let fake = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fakes/kernel.py");
        let fake = fs::canonicalize(fake).expect("the scripted brain");
        std::os::unix::fs::symlink(fake, folder.path().join("kernel")).expect("a link");
        fs::write(folder.path().join("script.json"), script.to_string()).expect("a script");
        Self { folder }
    }

    /// One that answers the first failed lines with these candidates, a list a strike.
    pub fn proposing(strikes: &[&[&str]]) -> Self {
        let propose = |lines: &&[&str]| json!([{"action": "propose", "candidates": lines.iter().map(|line| candidate(line)).collect::<Vec<_>>()}]);
        Self::new(&json!({"failed": strikes.iter().map(propose).collect::<Vec<_>>()}))
    }

    /// One that does these steps when the first line has failed.
    pub fn doing(steps: Value) -> Self {
        Self::new(&json!({"failed": [steps]}))
    }

    /// One that does these steps when it is asked something.
    pub fn answering(steps: Value) -> Self {
        Self::new(&json!({"asked": [steps]}))
    }

    /// A file that it was told to write; empty when it is not there.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    /// The program for `--kernel`.
    pub fn program(&self) -> PathBuf {
        self.folder.path().join("kernel")
    }

    /// What it was sent, in order.
    pub fn received(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join("received.jsonl")).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// What it was sent under this name.
    pub fn events(&self, name: &str) -> Vec<Value> {
        self.received().into_iter().filter(|event| event["event"] == name).collect()
    }

    /// Its process; `None` when it was never started.
    pub fn pid(&self) -> Option<i32> {
        fs::read_to_string(self.folder.path().join("pid")).ok()?.parse().ok()
    }
}
