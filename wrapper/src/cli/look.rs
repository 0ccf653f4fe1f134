//! `ghost look`: what this machine is doing, and what a line would do to it, without starting anything. For people a table, for programs JSON.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{Status, explain, help};
use crate::config::Folders;
use crate::error::{Error, Kind, Result};
use crate::look::{self, Row, Seen, changes, disk, memory, ports, processes, units};

/// Look at the machine; nothing is changed.
#[derive(Debug, clap::Args)]
pub struct Look {
    #[command(subcommand)]
    topic: Topic,
    /// One JSON object a line; sizes in bytes.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Topic {
    /// Who listens on which port.
    Ports {
        /// Only this port.
        port: Option<u16>,
    },
    /// What runs.
    Processes {
        /// Only programs whose name holds this.
        name: Option<String>,
        /// What uses most comes first.
        #[arg(long, value_name = "WHAT")]
        by: Option<By>,
        /// Only so many: the first by what they use, else those started last.
        #[arg(short = 'n', long, value_name = "COUNT")]
        last: Option<usize>,
    },
    /// The units of systemd.
    Units {
        /// Only those whose name holds this.
        name: Option<String>,
    },
    /// File systems; with a path, what takes most room below it.
    Disk {
        /// A folder to look below.
        path: Option<PathBuf>,
        /// Only so many of what lies below.
        #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20)]
        last: usize,
    },
    /// What the memory is used for.
    Memory,
    /// Files that have changed last, newest first.
    Changes {
        /// The folder to look below.
        #[arg(default_value = ".")]
        path: PathBuf,
        /// Only so many.
        #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20)]
        last: usize,
    },
    /// What a line would do, by ghost's own reading; nothing of it is run.
    Line {
        /// The line, in quotes.
        #[arg(allow_hyphen_values = true)]
        line: String,
        /// Whose line it is: bash, zsh, fish or nu; else your shell's.
        #[arg(long, value_name = "NAME")]
        shell: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum By {
    Cpu,
    Memory,
}

/// Looks, and prints what was seen.
///
/// # Errors
/// When a path is not there, or `/proc` cannot be read.
pub fn run(look: &Look) -> Result<Status> {
    let json = look.json;
    Ok(match &look.topic {
        Topic::Ports { port } => {
            let none =
                port.map_or_else(|| "nothing listens".to_owned(), |port| format!("nothing listens on port {port}"));
            show(&ports::ports(*port), json, &none)
        }
        Topic::Processes { name, by, last } => {
            let by = by.map(|by| match by {
                By::Cpu => processes::By::Cpu,
                By::Memory => processes::By::Memory,
            });
            let wanted = processes::Wanted { name: name.clone(), by, most: *last };
            show(&processes::processes(&wanted), json, "no such process runs")
        }
        Topic::Units { name } => {
            match units::units(Path::new("/"), Folders::from_env().home.as_deref(), name.as_deref()) {
                Some(seen) => show(&seen, json, "there is no such unit"),
                None if json => {
                    notes(&["no systemd here".to_owned()]);
                    Status::Exit(0)
                }
                None => help::print("no systemd here\n"),
            }
        }
        Topic::Disk { path: None, .. } => show(&disk::mounts()?, json, "nothing is mounted"),
        Topic::Disk { path: Some(path), last } => below(path, *last, json)?,
        Topic::Memory => show(&memory::memory()?, json, "/proc/meminfo is empty"),
        Topic::Line { line, shell } => explain::run(line, shell.as_deref(), json)?,
        Topic::Changes { path, last } => show(&changes::changes(path, *last)?, json, "there is no file"),
    })
}

/// The file system of a folder, then what lies below it.
fn below(path: &Path, most: usize, json: bool) -> Result<Status> {
    let mount = disk::mount_of(path)?;
    if !path.is_dir() {
        return Err(Error::new(Kind::Outside, format!("look below {}", path.display())).because("it is no folder"));
    }
    let seen = disk::biggest(path, most)?;
    let mut text = text(mount.as_slice(), json);
    if !json && mount.is_some() {
        text.push('\n');
    }
    text += &self::text(&seen.rows, json);
    notes(&seen.notes);
    Ok(help::print(&text))
}

fn text<T: Row>(rows: &[T], json: bool) -> String {
    if json { look::json(rows) } else { look::table(rows) }
}

/// Rows on stdout; where there are none, a person is told so. What was not seen is said on stderr, in both forms.
fn show<T: Row>(seen: &Seen<T>, json: bool, none: &str) -> Status {
    let mut text = text(&seen.rows, json);
    if text.is_empty() && !json {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{none}");
    }
    notes(&seen.notes);
    help::print(&text)
}

fn notes(notes: &[String]) {
    for note in notes {
        eprintln!("ghost: {note}");
    }
}
