//! `ghost init SHELL`: prints what a shell's rc file evaluates.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use super::{Status, help};
use crate::desk::Refusal;
use crate::error::{Error, Kind, Result};
use crate::line::{Dialect, quote};
use crate::visit::{Trouble, Visit};

/// Print what a shell's rc file evaluates.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// Which shell: bash, zsh, fish or nu.
    shell: String,
    /// Hooks alone: ghost then does not see what commands print.
    #[arg(long)]
    no_host: bool,
    /// Agree ahead to what ghost would ask about, as with `ghost --yes`.
    #[arg(short, long)]
    yes: bool,
    /// Say nothing after a repair.
    #[arg(short, long)]
    quiet: bool,
    /// Append every repair that is run to this file, one a line.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// nu reads no script that another program prints: its hooks are a file, and find out by themselves where they are.
const NU: &str = include_str!("../../../shell-hooks/ghost.nu");

/// One shell's scripts.
struct Scripts {
    dialect: Dialect,
    enter: &'static str,
    hooks: &'static str,
    /// What of the hooks is to run under the person's own options.
    theirs: &'static str,
    /// What stands in the place of all of it in versions of the shell that are too old.
    old: &'static str,
}

impl Scripts {
    /// The hooks, as they are to be evaluated. In zsh the options in force reach every function, unless it was defined
    /// by `emulate -c`; those that have nothing to do with how scripts run have to be named.
    fn hooks(&self, fill: impl Fn(&str) -> String) -> String {
        let hooks = fill(self.hooks);
        match self.dialect {
            Dialect::Zsh => {
                let hooks = quote(&hooks, self.dialect);
                format!("emulate zsh -o no_xtrace -o local_traps -c {hooks}\n{}", fill(self.theirs))
            }
            _ => hooks,
        }
    }

    /// Only the shell itself knows its version. It reads one command after the other: should an old one not understand what
    /// is for the others, it has its own already. (In quotes that would be read twice by all others, for 0.6 ms.)
    fn unless_old(&self, script: &str, fill: impl Fn(&str) -> String) -> String {
        if self.old.is_empty() {
            return script.to_owned();
        }
        let is_old = "((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404))";
        format!("if {is_old}; then\n{}fi\nif ! {is_old}; then\n{script}fi\n", fill(self.old))
    }
}

fn scripts(shell: &str) -> Option<Scripts> {
    Some(match shell {
        "bash" => Scripts {
            dialect: Dialect::Bash,
            enter: include_str!("../../../shell-hooks/enter.bash"),
            hooks: include_str!("../../../shell-hooks/ghost.bash"),
            theirs: "",
            old: include_str!("../../../shell-hooks/old.bash"),
        },
        "zsh" => Scripts {
            dialect: Dialect::Zsh,
            enter: include_str!("../../../shell-hooks/enter.zsh"),
            hooks: include_str!("../../../shell-hooks/ghost.zsh"),
            theirs: include_str!("../../../shell-hooks/theirs.zsh"),
            old: "",
        },
        "fish" => Scripts {
            dialect: Dialect::Fish,
            enter: include_str!("../../../shell-hooks/enter.fish"),
            hooks: include_str!("../../../shell-hooks/ghost.fish"),
            theirs: "",
            old: "",
        },
        _ => return None,
    })
}

/// Prints the script that fits: the way into a host, or the hooks inside one.
///
/// # Errors
/// When the shell is not known.
pub fn run(init: &Init) -> Result<Status> {
    let ghost =
        std::env::current_exe().map_err(|error| Error::new(Kind::Outside, "find ghost itself").because(error))?;
    let ghost = ghost.to_string_lossy();
    if matches!(&*init.shell, "nu" | "nushell") {
        return Ok(help::print(&nu(&ghost, &init.flags(Dialect::Nu))));
    }
    let Some(scripts) = scripts(&init.shell) else {
        return Err(Error::new(Kind::Usage, format!("there are no hooks for {}", init.shell))
            .hint("ghost init takes bash, zsh, fish or nu"));
    };
    let hosted = match place(init.no_host) {
        _ if is_off() => return Ok(Status::Exit(0)),
        Place::Hosted => Some(true),
        Place::Lost => Some(false),
        Place::OtherVersion | Place::Refused => return Ok(Status::Exit(0)),
        Place::Bare => None,
    };
    let ghost = quote(&ghost, scripts.dialect);
    let host = if hosted == Some(true) { "1" } else { "" };
    let flags = init.flags(scripts.dialect);
    let fill = |text: &str| text.replace("@GHOST@", &ghost).replace("@HOST@", host).replace("@FLAGS@", &flags);
    let script = if hosted.is_some() { scripts.hooks(fill) } else { fill(scripts.enter) };
    Ok(help::print(&scripts.unless_old(&script, fill)))
}

/// nu's hooks. A path is a string in quotes there: a bare word is a command where a pipeline begins.
fn nu(ghost: &str, flags: &str) -> String {
    let ghost = serde_json::Value::from(ghost).to_string();
    NU.replace("@GHOST@", &ghost).replace("@VERSION@", env!("CARGO_PKG_VERSION")).replace(" @FLAGS@", &flag_text(flags))
}

/// Behind a blank, or nothing at all.
fn flag_text(flags: &str) -> String {
    if flags.is_empty() { String::new() } else { format!(" {flags}") }
}

fn is_off() -> bool {
    std::env::var_os("GHOST_OFF").is_some_and(|value| value == *"1")
}

/// Where hooks that are a file find themselves: `hosted`, `lost` (inside a host that cannot be asked, or wanted none) or
/// `none` (nothing is to be done here). `None`: a host can be had. `version`: of the ghost that made the file; `shell`: the
/// shell's process.
pub fn place_of(version: &str, shell: i32, no_host: bool) -> Option<&'static str> {
    if version != env!("CARGO_PKG_VERSION") {
        eprintln!(
            "ghost: its hooks for nu were made by another version; this makes them anew: \
             ghost init nu | save --force ($nu.user-autoload-dirs | first | path join ghost.nu)"
        );
    }
    if !prints_to_terminal(shell) {
        return Some("none");
    }
    match place(no_host) {
        Place::Hosted => Some("hosted"),
        Place::Lost => Some("lost"),
        Place::Bare => None,
        Place::OtherVersion | Place::Refused => Some("none"),
    }
}

/// What the process with this number prints goes to a terminal (proc(5), `fd`).
fn prints_to_terminal(pid: i32) -> bool {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
    let stdout = format!("/proc/{pid}/fd/1");
    let opened = std::fs::OpenOptions::new().write(true).custom_flags(libc::O_NOCTTY).open(&stdout);
    match opened {
        Ok(file) => file.is_terminal(),
        // Another person's, as after root's `su - NAME`: the one that was handed down to us is open already.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            let Ok(theirs) = std::fs::metadata(stdout) else { return false };
            let ours = std::fs::metadata("/proc/self/fd/2");
            let is_same = ours.is_ok_and(|ours| ours.rdev() == theirs.rdev() && ours.file_type().is_char_device());
            is_same && std::io::stderr().is_terminal()
        }
        Err(_) => false,
    }
}

impl Init {
    /// The flags that each call of a hook is given. They stand in the script itself: no variable can change them.
    fn flags(&self, dialect: Dialect) -> String {
        let mut flags = String::new();
        for (set, flag) in [(self.yes, "--yes"), (self.quiet, "--quiet"), (self.no_host, "--no-host")] {
            if set {
                flags += &format!("{flag} ");
            }
        }
        if let Some(report) = &self.report {
            let path = std::path::absolute(report).unwrap_or_else(|_| report.clone());
            // Writing to a string cannot fail.
            let _ = write!(flags, "--report {}", quote(&path.to_string_lossy(), dialect));
        }
        flags.trim_end().to_owned()
    }
}

/// What the terminal is.
enum Place {
    /// A host's own, and it answers.
    Hosted,
    /// A host's, which has no socket or does not answer.
    Lost,
    /// A host's, of another version.
    OtherVersion,
    /// Nobody's.
    Bare,
    /// One where it was said that there is to be no host, and so no hooks.
    Refused,
}

/// A variable alone proves nothing: what runs inside inherits it, and numbers of terminals are used again.
fn place(no_host: bool) -> Place {
    if no_host {
        return Place::Lost;
    }
    let name = crate::host::terminal();
    let ours = std::env::var_os("GHOST_TTY").is_some_and(|tty| name.is_some_and(|name| name == *tty));
    let socket = std::env::var_os("GHOST_SOCK").filter(|socket| ours && !socket.is_empty());
    match socket.map(|socket| Visit::begin(socket.as_ref()).and_then(|mut visit| visit.hello())) {
        Some(Ok(())) => Place::Hosted,
        Some(Err(Trouble::Refused(Refusal::Version))) => {
            eprintln!("ghost: this terminal's ghost is of another version; a new terminal has both alike");
            Place::OtherVersion
        }
        Some(Err(Trouble::Refused(_))) => Place::OtherVersion,
        Some(Err(Trouble::Gone)) | None if crate::host::is_inside() => Place::Lost,
        _ if std::env::var_os("GHOST_TTY").is_some_and(|value| value == *"none") => Place::Refused,
        Some(Err(Trouble::Gone)) | None => Place::Bare,
    }
}
