//! One test's place: a folder with a home in it, and somebody who types into one shell, bare or hosted.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::sys::stat::Mode as Permission;
use nix::unistd::mkfifo;

use crate::env::{GHOST, link_compiled};
use crate::person::{Person, ghost, nu};
use crate::session::{Session, await_so};

/// Makes a test of a case for each of these shells.
macro_rules! in_shells {
    ($case:ident: $($shell:ident)+) => {
        mod $case {
            $(#[test]
            fn $shell() {
                super::$case(&crate::stage::Stage::of(stringify!($shell)));
            })+
        }
    };
}

/// Which shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
    Nu,
}

impl Shell {
    pub const ALL: [Self; 4] = [Self::Bash, Self::Zsh, Self::Fish, Self::Nu];

    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Nu => "nu",
        }
    }

    /// Its program.
    pub fn path(self) -> String {
        match self {
            Self::Nu => nu().to_str().expect("a path that is text").to_owned(),
            Self::Bash | Self::Zsh | Self::Fish => format!("/bin/{}", self.name()),
        }
    }

    /// What to read this shell's settings from, below the home.
    pub fn rc(self) -> &'static str {
        match self {
            Self::Bash => ".bashrc",
            Self::Zsh => ".zshrc",
            Self::Fish => ".config/fish/config.fish",
            Self::Nu => ".config/nushell/config.nu",
        }
    }

    /// The line that a person puts at the top of it. (nu has a file for this: see [`Setup::autoload`].)
    pub fn init(self, flags: &str) -> String {
        match self {
            Self::Nu => String::new(),
            Self::Fish => format!("ghost init fish {flags} | source\n"),
            Self::Bash | Self::Zsh => format!("eval \"$(ghost init {} {flags})\"\n", self.name()),
        }
    }

    /// Settings of the tests: a numbered prompt, nothing else.
    fn settings(self) -> &'static str {
        match self {
            Self::Bash => "PS1='<$((++prompts))> '\n",
            Self::Zsh => "setopt prompt_subst\nprecmd() { ((++prompts)) }\nPS1='<$prompts> '\n",
            Self::Fish => {
                "set -g fish_greeting
set -g fish_autosuggestion_enabled 0
set -g prompts 0
function count_prompts --on-event fish_prompt; set -g prompts (math $prompts + 1); end
function fish_prompt; echo -n \"<$prompts> \"; end
"
            }
            // A record, since programs inherit what is a number.
            Self::Nu => {
                "$env.config.show_banner = false
if 'show_hints' in $env.config { $env.config.show_hints = false } # 0.108 knows no such setting
$env.config.history.file_format = 'plaintext'
$env.prompts = {n: 0}
$env.config.hooks.pre_prompt ++= [{|| $env.prompts.n += 1 }]
$env.PROMPT_COMMAND = {|| $\"<($env.prompts.n)> \" }
$env.PROMPT_COMMAND_RIGHT = ''
$env.PROMPT_INDICATOR = ''
alias echo = ^echo
"
            }
        }
    }
}

/// Prints and waits, and stops as Ctrl-Z says once it has been told that the key can be seen, see [`Session::stop`].
const STOPS: &str = "#!/usr/bin/python3 -IS
import os, signal
gate = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'stop')
# Held, and waited for: a handler of Python's that comes right before a pause is run behind it only.
stop = {signal.SIGTSTP}
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGTSTP, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_BLOCK, stop)
os.write(1, b'is-waiting\\n')
while True:
    signal.sigwait(stop)
    os.close(os.open(gate, os.O_RDONLY))
    os.kill(os.getpid(), signal.SIGTSTP)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, stop)
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)
";

/// How the shell runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Without ghost.
    Bare,
    /// In a host that holds output back.
    Hold,
    /// In a host that holds nothing back.
    Instant,
}

/// What is arranged before a shell starts.
#[derive(Debug)]
pub struct Setup {
    pub shell: Shell,
    pub mode: Mode,
    /// The program at the terminal, and its words.
    pub program: Vec<String>,
    pub variables: Vec<(String, String)>,
    /// Options of `ghost init`.
    pub flags: String,
    /// Stands above the line of ghost's in the settings file.
    pub above: String,
    /// Stands below it.
    pub below: String,
    /// Ghost's line stands below all others.
    pub init_is_last: bool,
    /// Where the test's files are.
    pub folder: PathBuf,
    /// Whether the shell is expected to be in a host, in a mode that has one.
    pub is_hosted: bool,
    /// The terminal is the person's own; else root's.
    pub owns_terminal: bool,
}

impl Setup {
    /// Sets a variable.
    pub fn variable(&mut self, name: &str, value: impl Into<String>) {
        self.variables.push((name.to_owned(), value.into()));
    }

    /// Takes a variable out of the environment.
    pub fn unset(&mut self, name: &str) {
        self.variables.retain(|(other, _)| other != name);
    }

    /// Adds to the settings below ghost's line, in each shell's own words.
    pub fn settings(&mut self, bash: &str, zsh: &str, fish: &str, nu: &str) {
        let own = match self.shell {
            Shell::Bash => bash,
            Shell::Zsh => zsh,
            Shell::Fish => fish,
            Shell::Nu => nu,
        };
        self.below += own;
        self.below.push('\n');
    }

    /// The folders of programs.
    pub fn path(&self) -> String {
        format!("{}/bin:/usr/local/bin:/usr/bin:/bin", self.folder.display())
    }

    /// The home folder.
    pub fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// The folder for sockets.
    pub fn runtime(&self) -> PathBuf {
        self.folder.join("run")
    }

    /// What stands in a shell's settings file.
    pub fn text(&self, shell: Shell) -> String {
        let init = if self.mode == Mode::Bare { String::new() } else { shell.init(&self.flags) };
        if shell == Shell::Nu {
            // What is below ghost's is read behind it, in a file of its own.
            let below = if self.init_is_last { self.below.as_str() } else { "" };
            let [above, below] = [&self.above, below].map(|text| if shell == self.shell { text } else { "" });
            return format!("{above}{}{below}", shell.settings());
        }
        let [above, below] =
            [&self.above, &self.below].map(|text| if shell == self.shell { text.as_str() } else { "" });
        if self.init_is_last {
            format!("{above}{}{below}{init}", shell.settings())
        } else {
            format!("{above}{init}{}{below}", shell.settings())
        }
    }

    /// The files that nu reads behind its settings, with their names: what `ghost init nu` prints, and what is below it.
    pub fn autoload(&self) -> Vec<(&'static str, String)> {
        let mut files = Vec::new();
        if self.mode != Mode::Bare {
            // As the one who has saved it saw ghost: it need not be there any more.
            let own = self.folder.join("bin/ghost");
            let ghost = if own.exists() { own.as_path() } else { ghost() };
            let asked = Command::new("sh")
                .args(["-c", &format!("exec \"$0\" init nu {}", self.flags)])
                .arg(ghost)
                .env_clear()
                .env("PATH", self.path())
                .output()
                .expect("ghost");
            assert!(asked.status.success(), "{asked:?}");
            let mut script = String::from_utf8(asked.stdout).expect("text");
            if !own.exists() {
                script = script.replace(ghost.to_str().expect("a path"), own.to_str().expect("a path"));
            }
            files.push(("ghost.nu", script));
        }
        if self.shell == Shell::Nu && !self.init_is_last {
            files.push(("later.nu", self.below.clone()));
        }
        files
    }

    /// Writes a file below the home.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(&path, content).expect("a file");
        path
    }

    /// Writes a program that can be run by its name.
    pub fn script(&self, name: &str, content: &str) {
        write_script(&self.folder.join("bin").join(name), content);
    }
}

fn write_script(path: &Path, content: &str) {
    fs::write(path, content).expect("a script");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

/// One test's place.
#[derive(Debug)]
pub struct Stage {
    pub shell: Shell,
    pub person: Person,
    folder: tempfile::TempDir,
}

impl Stage {
    /// For this shell.
    pub fn of(name: &str) -> Self {
        let shell = Shell::ALL.into_iter().find(|shell| shell.name() == name).expect("a shell");
        let folder = tempfile::Builder::new().prefix("shells-").tempdir().expect("a temporary folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
        Self { shell, person: Person::with_shell(name), folder }
    }

    /// Plays a case bare and hosted, and compares what was seen.
    pub fn compare(&self, arrange: impl Fn(&mut Setup), play: impl Fn(&mut Session)) {
        self.compare_in(&[Mode::Hold, Mode::Instant], arrange, play);
    }

    /// The same without a host that holds nothing back, for cases in many variants.
    pub fn compare_held(&self, arrange: impl Fn(&mut Setup), play: impl Fn(&mut Session)) {
        self.compare_in(&[Mode::Hold], arrange, play);
    }

    fn compare_in(&self, modes: &[Mode], arrange: impl Fn(&mut Setup), play: impl Fn(&mut Session)) {
        let bare = self.play(Mode::Bare, &arrange, &play);
        for &mode in modes {
            let hosted = self.play(mode, &arrange, &play);
            for (place, (one, other)) in bare.iter().zip(&hosted).enumerate() {
                let ((label, one), (_, other)) = (one, other);
                assert!(
                    one == other,
                    "{} {mode:?} differs, {place}: {label}\n--- bare\n{one}\n--- {mode:?}\n{other}\n---",
                    self.shell.name()
                );
            }
            assert_eq!(bare.len(), hosted.len(), "as many things were seen");
        }
    }

    /// Plays a case hosted only.
    pub fn hosted(&self, arrange: impl Fn(&mut Setup), play: impl Fn(&mut Session)) {
        for mode in [Mode::Hold, Mode::Instant] {
            self.play(mode, &arrange, &play);
        }
    }

    /// Plays a case in one mode; gives what was seen.
    pub fn play(&self, mode: Mode, arrange: impl Fn(&mut Setup), play: impl Fn(&mut Session)) -> Vec<(String, String)> {
        let mut session = self.begin(mode, arrange);
        session.await_prompt();
        if session.is_hosted {
            // Else bare shells would be compared with bare shells.
            session.socket();
        }
        play(&mut session);
        session.end()
    }

    /// Starts a shell; its first prompt is yet to come.
    pub fn begin(&self, mode: Mode, arrange: impl Fn(&mut Setup)) -> Session {
        // The same paths each time: they are on the screen.
        for name in ["home", "run", "bin"] {
            let folder = self.folder.path().join(name);
            if folder.exists() {
                // A brain that has just ended may have written its last a moment ago.
                await_so("an old folder goes", || fs::remove_dir_all(&folder).is_ok());
            }
            fs::create_dir(&folder).expect("a folder");
        }
        let run = self.folder.path().join("run");
        fs::set_permissions(&run, fs::Permissions::from_mode(0o700)).expect("permissions");
        symlink(ghost(), self.folder.path().join("bin/ghost")).expect("a link");
        symlink(nu(), self.folder.path().join("bin/nu")).expect("a link");
        let mut setup = self.setup(mode);
        if mode == Mode::Instant {
            setup.file(".config/ghost/config.toml", "[host]\nhold_ms = 0\n");
        }
        arrange(&mut setup);
        self.write_settings(&setup);
        if ghost() == Path::new(GHOST) {
            // Else the brain is another one, unpacked, and this folder closed to the person.
            link_compiled(&setup.home());
        }
        // fish reads all manuals in the background where this is missing.
        fs::create_dir_all(setup.home().join(".local/share/fish/generated_completions")).expect("folders");
        self.person.own_all(&setup.home());
        self.person.own(&run);
        Session::begin(&setup, &self.person)
    }

    fn setup(&self, mode: Mode) -> Setup {
        let folder = self.folder.path();
        let bin = folder.join("bin");
        write_script(&bin.join("waits"), "#!/bin/sh\nulimit -c 0\necho is-waiting\nexec sleep 1000\n");
        write_script(&bin.join("stops"), STOPS);
        let gate = folder.join("stop");
        if !gate.exists() {
            mkfifo(&gate, Permission::S_IRUSR | Permission::S_IWUSR).expect("a pipe with a name");
            self.person.own(&gate);
        }
        let home = folder.join("home");
        let text = |path: &Path| path.to_str().expect("a path that is text").to_owned();
        let variables = [
            ("HOME", text(&home)),
            ("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", text(&bin))),
            ("SHELL", self.shell.path()),
            ("USER", self.person.name.clone()),
            ("LOGNAME", self.person.name.clone()),
            ("LANG", "C.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("XDG_RUNTIME_DIR", text(&folder.join("run"))),
            // What ghost unpacks is unpacked once.
            ("XDG_CACHE_HOME", text(&self.cache())),
            // What is still running in the end is known by this.
            ("GHOST_TESTED_IN", text(folder)),
        ];
        Setup {
            shell: self.shell,
            mode,
            program: vec![self.shell.name().to_owned()],
            variables: variables.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            flags: String::new(),
            above: String::new(),
            below: String::new(),
            init_is_last: false,
            folder: folder.to_owned(),
            is_hosted: mode != Mode::Bare,
            owns_terminal: true,
        }
    }

    /// Where all of it is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn cache(&self) -> PathBuf {
        if self.person.ids().is_some() {
            self.person.home.join(".cache")
        } else {
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
        }
    }

    fn write_settings(&self, setup: &Setup) {
        for shell in Shell::ALL {
            setup.file(shell.rc(), &setup.text(shell));
        }
        for (name, text) in setup.autoload() {
            setup.file(&format!(".config/nushell/autoload/{name}"), &text);
        }
        if !setup.home().join(".bash_profile").exists() {
            // What is for all users sets the folders of programs anew.
            setup.file(".bash_profile", &format!("PATH={}\n. ~/.bashrc\n", setup.path()));
        }
    }
}
