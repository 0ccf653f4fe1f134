//! A home of its own for each test, and nu with the plugin in it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// For whoever types it.
pub const GHOST: &str = "ghost";
const PLUGIN: &str = env!("CARGO_BIN_EXE_nu_plugin_ghost");
const TOOLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/tools/bin");

/// What nu printed.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    /// Its exit status.
    pub status: Option<i32>,
    /// What it printed, without the newlines at the end.
    pub stdout: String,
    /// What it complained.
    pub stderr: String,
}

/// See the module.
pub struct Env {
    home: tempfile::TempDir,
}

impl Env {
    /// An empty home.
    pub fn new() -> Self {
        let ghost = Path::new(PLUGIN).with_file_name("ghost");
        assert!(ghost.is_file(), "{} is not there: cargo build -p ghostsh", ghost.display());
        Self { home: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The home folder, which is the working folder as well.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file below the home.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// A scripted brain in the place of the interpreter: does with a failed line what `failed` says, once for each
    /// list. Gives the folder in which it keeps its process number and what it was told.
    pub fn scripted_brain(&self, failed: &str) -> PathBuf {
        let fake = include_str!("../../../tests/fakes/kernel.py");
        let path = self.file("brain/python", fake);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("permissions");
        self.file("brain/script.json", &format!("{{\"failed\": {failed}}}"));
        // Longer than any test waits: only what is tested can end it.
        let settings = format!("[brain]\npython = {path:?}\ndeadline_ms = 60000\n");
        self.file(".config/ghost/config.toml", &settings);
        self.home().join("brain")
    }

    /// A model named `slow`, beside a scripted brain: a program that does this, in the words of sh. (Its own words are
    /// known by this home's path.)
    pub fn model(&self, does: &str) {
        let path = self.file("slow-model", &format!("#!/bin/sh\ncat >/dev/null\n{does}\n"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("permissions");
        let settings = self.home().join(".config/ghost/config.toml");
        let known = std::fs::read_to_string(&settings).unwrap_or_default();
        let told = format!("{known}[models.slow]\nkind = 'command'\ncommand = [{path:?}]\n");
        std::fs::write(settings, told).expect("settings");
    }

    /// The words that start nu with the plugin, without the person's settings.
    pub fn words(&self) -> Vec<String> {
        ["-n", "--no-std-lib", "--plugins", &format!("[{PLUGIN}]")].map(str::to_owned).to_vec()
    }

    /// What a program is started with here.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        // Where the tests' runner puts the nu that it got; another on PATH does as well.
        let path = std::env::var("PATH").unwrap_or_default();
        vec![
            ("HOME", self.home().to_string_lossy().into_owned()),
            ("PATH", format!("{TOOLS}:{path}")),
            ("LANG", "C.UTF-8".to_owned()),
            ("TERM", "xterm".to_owned()),
        ]
    }

    /// Runs a source in nu with the plugin.
    pub fn nu(&self, source: &str) -> Outcome {
        let out = Command::new(nu())
            .args(self.words())
            .args(["-c", source])
            .current_dir(self.home())
            .env_clear()
            .envs(self.variables())
            .stdin(Stdio::null())
            .output()
            .expect("nu, which `python3 tests/run.py` gets");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        Outcome { status: out.status.code(), stdout: text(&out.stdout), stderr: text(&out.stderr) }
    }

    /// What a source gives, which must end well.
    pub fn told(&self, source: &str) -> String {
        let out = self.nu(source);
        assert_eq!(out.status, Some(0), "{source}\n{out:?}");
        out.stdout
    }
}

/// The nu of the tests' runner, or the one on PATH.
pub fn nu() -> PathBuf {
    let own = Path::new(TOOLS).join("nu");
    if own.is_file() { own } else { "nu".into() }
}
