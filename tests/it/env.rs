//! A place of its own for each test: a home, a working folder in it, and a cleared environment.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The real `ghost`.
pub const GHOST: &str = env!("CARGO_BIN_EXE_ghost");

/// Gives a home what `tests/runner/compile_brain.py` has compiled of the brain: one that compiles all it imports for each
/// test computes more than the test. Where that was not run, the brain does so as in any fresh home.
pub fn link_compiled(home: &Path) {
    use std::os::unix::fs::DirBuilderExt as _;
    let Some(compiled) = std::env::var_os("GHOST_TEST_COMPILED") else { return };
    let brain = home.join(".local/state/ghost/brain");
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&brain).expect("folders");
    let link = brain.join("compiled");
    if !link.exists() {
        std::os::unix::fs::symlink(compiled, link).expect("a link");
    }
}

/// How a run ended. Look at it.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    /// The exit status; `None` when a signal ended it.
    pub status: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained.
    pub stderr: String,
}

/// A home folder that goes with the test.
pub struct Env {
    home: tempfile::TempDir,
}

impl Env {
    /// A home of somebody whose ghost has answered before: what the brain has compiled of itself is there, nothing else.
    pub fn new() -> Self {
        let env = Self::empty();
        link_compiled(env.home());
        env
    }

    /// An empty home.
    pub fn empty() -> Self {
        // A script that runs the tests in the background (`&`) has these ignored, and what tests start would inherit it.
        for signal in [libc::SIGINT, libc::SIGQUIT] {
            // SAFETY: the default action runs no code of ours.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
        Self { home: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The home folder, which is the working folder as well.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file below the home.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(&path, content).expect("a file");
        path
    }

    /// Writes an executable below the home.
    pub fn script(&self, name: &str, content: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.file(name, content);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
        path
    }

    /// Writes one of ghost's settings files.
    pub fn config(&self, name: &str, content: &str) {
        self.file(&format!(".config/ghost/{name}"), content);
    }

    /// The content of a file below the home; empty when it is not there.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.home().join(name)).unwrap_or_default()
    }

    /// `ghost` with these words, not yet started: no terminal, nothing on stdin.
    pub fn command<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Command {
        let mut command = Command::new(GHOST);
        command
            .args(words)
            .current_dir(self.home())
            .env_clear()
            .env("HOME", self.home())
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("SHELL", "/bin/bash")
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command that [`Env::command`] made.
    pub fn finish(&self, mut command: Command) -> Outcome {
        use std::os::unix::process::ExitStatusExt as _;
        let out = command.output().expect("ghost starts");
        Outcome {
            status: out.status.code(),
            signal: out.status.signal(),
            stdout: String::from_utf8_lossy(&out.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&out.stderr).into_owned(),
        }
    }

    /// Runs `ghost` with these words.
    pub fn ghost<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Outcome {
        let command = self.command(words);
        self.finish(command)
    }

    /// Runs `ghost` with these words and this on stdin.
    pub fn ghost_with_input<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>, input: &[u8]) -> Outcome {
        use std::os::unix::process::ExitStatusExt as _;
        let mut command = self.command(words);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("ghost starts");
        // A program that does not read its input is no failure of the test.
        let _ = child.stdin.take().expect("its stdin").write_all(input);
        let out = child.wait_with_output().expect("it ends");
        Outcome {
            status: out.status.code(),
            signal: out.status.signal(),
            stdout: String::from_utf8_lossy(&out.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&out.stderr).into_owned(),
        }
    }
}
