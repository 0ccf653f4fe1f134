//! `ghost memory`: doors to what the brain remembers. The file is the brain's own: its package answers, confined as a brain
//! at work is; files that the person names are opened here.

mod fetch;
mod helps;
mod taking;

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{IsTerminal as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use nix::sys::signal::{SigSet, Signal};

use super::{Status, args::RunOptions};
use crate::client::Kernel;
use crate::config::{Config, Folders};
use crate::driver;
use crate::error::{Error, Kind, Result};
use crate::ui::{Color, Ui};

/// Look at what ghost remembers, search it, forget it, take it elsewhere.
#[derive(Debug, clap::Subcommand)]
pub enum Memory {
    /// List what came of failures, newest first.
    List {
        /// Only so many.
        #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20)]
        last: u32,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Search lines and messages of remembered failures; with --documents, the documents that were indexed.
    Search {
        /// What to search for.
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
        /// Search documents.
        #[arg(long)]
        documents: bool,
        /// Only so many.
        #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 10)]
        last: u32,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Forget some of it, or all.
    Forget(Forget),
    /// Write all that is remembered to a new file, one JSON object a line; `-` for stdout.
    Export {
        /// The file.
        file: PathBuf,
    },
    /// Add what another memory has exported; `-` for stdin. Each line is checked, and nothing of it runs unasked.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Tell how much is remembered.
    Stats {
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Index documents: files, folders, archives of pages. What has not changed is not read again.
    Index(Index),
    /// Fetch the pages of examples of the tldr project from its releases, and index them.
    Fetch(fetch::Fetch),
}

/// What `forget` takes.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["ids", "all", "like"])))]
pub struct Forget {
    /// Numbers, as `list` shows them.
    #[arg(value_name = "ID")]
    ids: Vec<u64>,
    /// All of it, documents included.
    #[arg(long)]
    all: bool,
    /// Whatever has this text in its line, its message or what helped.
    #[arg(long, value_name = "TEXT")]
    like: Option<String>,
    /// Do not ask before all of it goes.
    #[arg(long, requires = "all")]
    yes: bool,
}

/// What `index` takes.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub struct Index {
    /// Files, folders, .zip and .tar archives.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The manual pages of this machine.
    #[arg(long)]
    man: bool,
    /// The project in this folder: what its readme, its make file and its guide for contributors say.
    #[arg(long)]
    here: bool,
    /// What these programs print for --help; each is asked where it can change nothing.
    #[arg(long, value_name = "PROGRAM", num_args = 1..)]
    help_of: Vec<String>,
}

/// Lets the brain's package answer on our own streams.
///
/// # Errors
/// When memory is off, a file cannot be opened, or there is no brain that can.
pub fn run(memory: &Memory, options: &RunOptions) -> Result<Status> {
    if options.kernel.is_some() {
        return Err(Error::new(Kind::Usage, "--kernel does not go with memory").hint("its memory is its own business"));
    }
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    for complaint in &config.complaints {
        eprintln!("ghost: {}", crate::text::visible(complaint));
    }
    if !config.memory && !matches!(memory, Memory::Forget(_)) {
        return Err(Error::new(Kind::Settings, "look into memory: it is switched off")
            .hint("`ghost memory forget --all` still deletes what was kept before"));
    }
    let fetched = match memory {
        Memory::Fetch(wanted) => match fetch::fetch(wanted, &folders)? {
            Some(archives) => archives,
            None => return Ok(Status::Exit(1)),
        },
        _ => Vec::new(),
    };
    let mut command = package(&folders, &config)?;
    let mut given = Given::Nothing;
    match memory {
        Memory::List { last, json } => {
            command.arg("list").arg(last.to_string()).args(json.then_some("--json"));
        }
        Memory::Search { text, documents, last, json } => {
            command.arg("search").arg(last.to_string()).args(json.then_some("--json"));
            command.args(documents.then_some("--documents")).arg("--").arg(text.join(" "));
        }
        Memory::Forget(wanted) => {
            if wanted.all && !wanted.yes && !agrees_to_forget(&folders, &config)? {
                return Ok(Status::Exit(1));
            }
            wanted.tell(&mut command);
        }
        Memory::Export { file } => {
            command.arg("export");
            if file != Path::new("-") {
                command.stdout(made(file)?);
            }
        }
        Memory::Import { file } => {
            command.arg("import");
            given = Given::Stdin;
            if file != Path::new("-") {
                command.stdin(opened(file)?);
            }
        }
        Memory::Stats { json } => {
            command.arg("stats").args(json.then_some("--json"));
        }
        Memory::Index(wanted) => {
            let here = current()?;
            wanted.tell(&mut command, &here);
            if !wanted.help_of.is_empty() {
                let (texts, is_silent) = helps::texts(&wanted.help_of, &config, &folders, &here);
                given = Given::Texts { texts, is_silent };
            }
        }
        Memory::Fetch(_) => {
            command.arg("index").arg("--").args(&fetched);
        }
    }
    let status = given.to(&mut command).map_err(|error| Error::new(Kind::Outside, "start the brain").because(error))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(crate::exit::OWN_ERROR);
    Ok(Status::Exit(if code == 0 && given.is_wanting() { 1 } else { code }))
}

/// Ctrl-C ends the brain's package, which says so and leaves its file whole; ghost is ended by it after that. Nothing may
/// be started meanwhile: it would never hear of Ctrl-C.
fn with_interrupts_held<T>(work: impl FnOnce() -> T) -> T {
    let interrupt = SigSet::from_iter([Signal::SIGINT]);
    let is_held =
        !SigSet::thread_get_mask().is_ok_and(|held| held.contains(Signal::SIGINT)) && interrupt.thread_block().is_ok();
    let done = work();
    if is_held {
        let _ = interrupt.thread_unblock();
    }
    done
}

/// What the brain's package gets on its stdin.
enum Given {
    Nothing,
    /// What is ours, or what was opened for it.
    Stdin,
    /// Help texts; `is_silent`: there is one less than was asked for.
    Texts {
        texts: Vec<u8>,
        is_silent: bool,
    },
}

impl Given {
    /// Runs the command with it.
    fn to(&self, command: &mut Command) -> std::io::Result<ExitStatus> {
        match self {
            Self::Nothing => command.stdin(Stdio::null()),
            Self::Stdin => command,
            Self::Texts { .. } => command.stdin(Stdio::piped()),
        };
        let mut child = command.spawn()?;
        with_interrupts_held(|| {
            if let (Self::Texts { texts, .. }, Some(mut stdin)) = (self, child.stdin.take()) {
                // One that ended early has said why, by its status too.
                let _ = stdin.write_all(texts);
            }
            child.wait()
        })
    }

    fn is_wanting(&self) -> bool {
        matches!(self, Self::Texts { is_silent: true, .. })
    }
}

fn current() -> Result<PathBuf> {
    std::env::current_dir().map_err(|error| Error::new(Kind::Outside, "find the current folder").because(error))
}

/// What `memory stats --json` prints; for `ghost doctor`.
///
/// # Errors
/// When there is no brain that can say it.
pub fn stats(folders: &Folders, config: &Config) -> Result<Vec<u8>> {
    let mut command = package(folders, config)?;
    command.args(["stats", "--json"]).stdin(Stdio::null()).stderr(Stdio::null());
    let said = command.output().map_err(|error| Error::new(Kind::Outside, "start the brain").because(error))?;
    Ok(said.stdout)
}

/// Says what all of it is, and asks. What was indexed may have taken long; nothing brings any of it back.
fn agrees_to_forget(folders: &Folders, config: &Config) -> Result<bool> {
    let told: serde_json::Value = serde_json::from_slice(&stats(folders, config)?).unwrap_or_default();
    let count = |name: &str| told.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
    let (failures, documents) = (count("episodes"), count("sources"));
    if failures + documents == 0 {
        return Ok(true);
    }
    let ui = Ui::new(Color::Auto, false);
    let many = |count: u64, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    ui.note(&format!(
        "{} and {} would be forgotten, for good",
        many(failures, "failure"),
        many(documents, "indexed document")
    ));
    if !std::io::stdin().is_terminal() {
        return Err(Error::new(Kind::Usage, "nothing was forgotten")
            .hint("`ghost memory forget --all --yes` forgets it without asking"));
    }
    Ok(ui.agrees("forget it? [y/N] "))
}

/// A file of the person's alone. One that is there is not written over.
fn made(file: &Path) -> Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(|error| {
        let wrong = Error::new(Kind::Usage, format!("make {}", file.display()));
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return wrong.because("it is there already").hint("name another file, or move that one away");
        }
        wrong.because(error)
    })
}

fn opened(file: &Path) -> Result<File> {
    File::open(file).map_err(|error| Error::new(Kind::Usage, format!("open {}", file.display())).because(error))
}

/// The brain's package, about to be started as `memory`, where it can write to its own folder alone.
fn package(folders: &Folders, config: &Config) -> Result<Command> {
    let kernel = driver::kernel(&mut driver::Brain::default(), config, folders)?;
    let Kernel::Package { python, package, front, .. } = kernel else {
        return Err(Error::new(Kind::Outside, "find the brain's package"));
    };
    let Some(state) = &folders.state else {
        return Err(Error::new(Kind::Settings, "find the folder that memory lies in"));
    };
    let mut words = front.into_iter().chain([python.into_os_string()]);
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).args(["-I", "-S"]).arg(package.join("__main__.py")).arg("memory");
    command.arg("--state").arg(state.join("brain"));
    if let Some(data) = folders.data.as_ref().filter(|_| config.memory_vectors) {
        command.arg("--data").arg(data);
    }
    if config.memory_most > 0 {
        command.arg("--most").arg(config.memory_most.to_string());
    }
    Ok(command)
}

impl Forget {
    fn tell(&self, command: &mut Command) {
        command.arg("forget");
        if self.all {
            command.arg("--all");
        } else if let Some(text) = &self.like {
            command.arg("--like").arg(text);
        } else {
            command.args(self.ids.iter().map(ToString::to_string));
        }
    }
}

impl Index {
    fn tell(&self, command: &mut Command, here: &Path) {
        command.arg("index");
        let options = [(self.man, "--man"), (self.here, "--here"), (!self.help_of.is_empty(), "--helps")];
        for (_, option) in options.into_iter().filter(|(is_wanted, _)| *is_wanted) {
            let mut word = OsString::from(option);
            if option == "--here" {
                word.push("=");
                word.push(here);
            }
            command.arg(word);
        }
        command.arg("--").args(self.paths.iter().map(|path| here.join(path)));
    }
}
