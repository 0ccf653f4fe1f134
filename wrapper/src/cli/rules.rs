//! `ghost rules`: doors to the brain's own, for those who write rules.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::{Status, args::RunOptions, fix};
use crate::client::Kernel;
use crate::config::{Config, Folders};
use crate::driver;
use crate::driver::fix::Failed;
use crate::error::{Error, Kind, Result};
use crate::protocol::codec;
use crate::protocol::types::Event;

/// List the rules, write one, check it, see what the rules make of a line.
#[derive(Debug, clap::Subcommand)]
pub enum Rules {
    /// List the rules there are, yours and those of packages included.
    List,
    /// Write a first rule of your own, to be changed.
    New {
        /// Its name: small letters, digits and _.
        name: String,
    },
    /// Run the examples of rules; of all that are not built in when none is named. Exit status 1: something is wrong.
    Check {
        /// Rule files, folders or wheels of such, names of rules or of packages.
        #[arg(value_name = "FILE|FOLDER|NAME")]
        what: Vec<OsString>,
    },
    /// Tell what the rules make of a line that failed, and why. Runs nothing. Exit status 1: nothing is proposed.
    Try(Try),
}

/// What `try` takes.
#[derive(Debug, clap::Args)]
pub struct Try {
    /// The line; put quotes around it.
    #[arg(value_name = "LINE", allow_hyphen_values = true)]
    line: String,
    /// Its exit status.
    #[arg(long, value_name = "STATUS", default_value_t = 1)]
    status: u8,
    /// A file that holds what it printed; `-` for stdin. Left out: that is not known.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The shell it was for; left out: $SHELL.
    #[arg(long, value_name = "SHELL")]
    shell: Option<PathBuf>,
    /// Only this rule, or the rules of this package; asked even where another was sure already.
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// Every rule, those about other programs included.
    #[arg(long)]
    all: bool,
    /// One JSON object instead.
    #[arg(long)]
    json: bool,
}

/// Lets the brain's package answer on our own streams.
///
/// # Errors
/// When there is no brain that can.
pub fn run(rules: &Rules, options: &RunOptions) -> Result<Status> {
    if options.kernel.is_some() {
        return Err(Error::new(Kind::Usage, "--kernel does not go with rules").hint("its rules are its own business"));
    }
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    for complaint in &config.complaints {
        eprintln!("ghost: {}", crate::text::visible(complaint));
    }
    let mut command = package(&folders, &config, matches!(rules, Rules::List | Rules::Try(_)))?;
    let mut question = None;
    match rules {
        Rules::List => command.arg("list"),
        Rules::New { name } => command.arg("new").arg(name),
        Rules::Check { what } => command.arg("check").args(what),
        Rules::Try(wanted) => {
            question = Some(wanted.question()?);
            wanted.tell(&mut command)
        }
    };
    let wrong = |error: std::io::Error| Error::new(Kind::Outside, "start the brain").because(error);
    if question.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().map_err(wrong)?;
    if let (Some(question), Some(mut stdin)) = (question, child.stdin.take()) {
        // One that does not read has said why.
        let _ = stdin.write_all(&question);
    }
    let status = child.wait().map_err(wrong)?;
    Ok(Status::Exit(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(crate::exit::OWN_ERROR)))
}

/// One line about the rules that are not built in, and whether all of them can be used; for `ghost doctor`.
pub(super) fn state(folders: &Folders, config: &Config) -> Result<(bool, String)> {
    let mut command = package(folders, config, true)?;
    command.arg("state");
    said(&mut command)
}

/// The same about skills.
pub(super) fn state_of_skills(folders: &Folders, config: &Config) -> Result<(bool, String)> {
    let folder = folders.config.as_ref().map(|config| config.join("skills")).unwrap_or_default();
    let mut command = brain(folders, config, true)?;
    command.args(["skills", "state"]).arg(folder);
    said(&mut command)
}

/// What the brain's package says to that, and whether all is well.
fn said(command: &mut Command) -> Result<(bool, String)> {
    let out = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| Error::new(Kind::Outside, "start the brain").because(error))?;
    Ok((out.status.success(), String::from_utf8_lossy(&out.stdout).trim_end().to_owned()))
}

/// The brain's package, about to be started as `rules` with the person's folder and packages.
fn package(folders: &Folders, config: &Config, confined: bool) -> Result<Command> {
    let mut command = brain(folders, config, confined)?;
    command.arg("rules");
    if let Some(config) = &folders.config {
        command.arg("--rules-dir").arg(config.join("rules"));
    }
    for package in &config.rule_packages {
        command.arg("--package").arg(package);
    }
    Ok(command)
}

/// The brain's package, about to be started. `confined`: where it has nothing to write and nothing to start, as a brain at
/// work.
fn brain(folders: &Folders, config: &Config, confined: bool) -> Result<Command> {
    let kernel = driver::kernel(&mut driver::Brain::default(), config, folders)?;
    let Kernel::Package { python, package, front, .. } = kernel else {
        return Err(Error::new(Kind::Outside, "find the brain's package"));
    };
    let front = if confined { front } else { Vec::new() };
    let mut words = front.into_iter().chain([python.into_os_string()]);
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).args(["-I", "-S"]).arg(package.join("__main__.py"));
    Ok(command)
}

impl Try {
    /// What the brain would be asked, as a message.
    fn question(&self) -> Result<Vec<u8>> {
        let failed = Failed {
            line: self.line.clone(),
            shell: self.shell.clone().unwrap_or_else(fix::person_shell),
            status: self.status,
            output: fix::output(self.output.as_ref())?,
            names: Vec::new(),
            live: false,
            yes: false,
            private: false,
            patient: true,
            told: None,
            reader: None,
        };
        codec::encode_event(&Event::Failed(driver::fix::question(&failed)))
            .map_err(|fault| Error::new(Kind::Usage, "put the line into a message").because(fault))
    }

    fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.arg("try");
        if let Some(rule) = &self.rule {
            command.arg("--rule").arg(rule);
        }
        command.args(self.all.then_some("--all")).args(self.json.then_some("--json"))
    }
}
