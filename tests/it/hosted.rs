//! A shell that ghost hosts, as a person sees it: types lines and waits for what must appear.

use std::path::PathBuf;

use crate::env::{Env, GHOST};
use crate::scripted::Scripted;
use crate::terminal::Terminal;

/// The shells that have hooks.
pub const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];

/// What a test may arrange before the shell starts.
#[derive(Default)]
pub struct Setup<'a> {
    /// Lines of the settings file in front of ghost's own.
    pub above: &'a str,
    /// Lines of the settings file behind it.
    pub below: &'a str,
    /// Words for `ghost init`.
    pub flags: &'a str,
    /// The brain; none for the real one.
    pub brain: Option<&'a Scripted>,
    /// Variables beside or instead of the usual ones.
    pub variables: &'a [(&'a str, &'a str)],
    /// The shell's program; empty for the one of its name.
    pub program: &'a str,
    /// ghost, as its init line names it; empty for the one that was built.
    pub ghost: &'a str,
}

/// A shell under way.
pub struct Hosted {
    /// Its home.
    pub env: Env,
    /// Its terminal.
    pub terminal: Terminal,
    shell: &'static str,
    marks: u32,
}

impl Hosted {
    /// Starts a shell.
    pub fn begin(shell: &'static str, setup: &Setup<'_>) -> Self {
        let env = Env::new();
        let ghost = if setup.ghost.is_empty() { GHOST } else { setup.ghost };
        let init = match shell {
            "fish" => format!("\"{ghost}\" init fish {} | source\n", setup.flags),
            _ => format!("eval \"$(\"{ghost}\" init {shell} {})\"\n", setup.flags),
        };
        let own = match shell {
            "bash" => "PS1='$ '\nHISTFILE=\n",
            "zsh" => "PS1='$ '\nunsetopt prompt_sp\n",
            _ => "function fish_prompt; echo -n '$ '; end\nfunction fish_greeting; end\n",
        };
        let name = match shell {
            "bash" => ".bashrc",
            "zsh" => ".zshrc",
            _ => ".config/fish/config.fish",
        };
        env.file(name, &format!("{}{init}{own}{}", setup.above, setup.below));
        // fish reads all manuals in the background where this is missing.
        env.file(".local/share/fish/generated_completions/none.fish", "");
        if let Some(brain) = setup.brain {
            env.config("config.toml", &format!("[brain]\npython = {:?}\n", brain.program()));
        }
        let runtime = env.home().join("run");
        std::fs::create_dir(&runtime).expect("a folder");
        let shell_path = format!("/bin/{shell}");
        let mut variables =
            vec![("XDG_RUNTIME_DIR", runtime.to_str().expect("a path that is text")), ("SHELL", &shell_path)];
        variables.extend(setup.variables);
        let program = if setup.program.is_empty() { shell } else { setup.program };
        let terminal = Terminal::program_with(&env, program, &[], &variables);
        let mut hosted = Self { env, terminal, shell, marks: 0 };
        hosted.settle();
        hosted
    }

    /// Types a line and waits until the shell has done what there is to do; gives what was printed meanwhile.
    pub fn line(&mut self, line: &str) -> String {
        self.terminal.send(&format!("{line}\r"));
        self.settle()
    }

    /// Waits until the shell reads lines; gives what was printed before that.
    pub fn settle(&mut self) -> String {
        self.marks += 1;
        // What is echoed is not what is printed.
        self.terminal.send(&format!("echo en''d-{}\r", self.marks));
        let printed = self.terminal.expect(&format!("end-{}\r\n", self.marks));
        // What is typed before the prompt is typed ahead.
        self.terminal.expect("$ ");
        printed
    }

    /// The host's socket.
    pub fn socket(&self) -> PathBuf {
        let folder = self.env.home().join("run/ghost");
        let entries = std::fs::read_dir(folder).expect("the runtime folder");
        let sockets = entries.flatten().map(|entry| entry.path());
        sockets.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "sock")).expect("a socket")
    }

    /// `$NAME` as this shell writes it for its own process number.
    #[expect(dead_code, reason = "see below")]
    pub fn own_pid(&self) -> &'static str {
        if self.shell == "fish" { "$fish_pid" } else { "$$" }
    }
}
