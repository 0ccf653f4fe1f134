//! `ghost model`: which models may be asked, without an editor.

mod add;
mod edit;
mod list;
pub mod setup;
mod test;

use super::{Status, help};
use crate::config::{Config, Folders, is_model_name};
use crate::error::{Error, Kind, Result};
use edit::Settings;

/// Say which models may be asked, and try them.
#[derive(Debug, clap::Subcommand)]
pub enum Model {
    /// Show the models there are, where each is, and whether its key is there.
    List(list::List),
    /// Add a model, or a known server or program by its short name.
    Add(Box<add::Add>),
    /// Ask for one word, with a schema and without. Exit status 1: it does not answer.
    Test {
        /// Its name; all that are in use when none is named.
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Say which are asked, the first choice first; the others come after it when it cannot be reached.
    Use {
        /// Their names.
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
    },
    /// Take a model out of the settings.
    Remove {
        /// Its name.
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Fetch the extras of memory, a small model that finds documents by what they mean; asks first.
    Setup(setup::Setup),
}

/// Does what was asked.
///
/// # Errors
/// When the settings cannot be read or written, or there is no such model.
pub fn run(model: &Model) -> Result<Status> {
    let folders = Folders::from_env();
    match model {
        Model::List(list) => list::run(list, &Config::load(&folders)),
        Model::Add(add) => add::run(add, &folders),
        Model::Test { name } => test::run(name.as_deref(), &folders),
        Model::Use { names } => choose(names, &folders),
        Model::Remove { name } => remove(name, &folders),
        Model::Setup(wanted) => setup::run(wanted, &folders),
    }
}

fn choose(names: &[String], folders: &Folders) -> Result<Status> {
    let mut settings = Settings::open(folders)?;
    for name in names {
        known(&settings, name)?;
    }
    // One that is named twice is asked once.
    let mut names = names.to_vec();
    names = names
        .iter()
        .enumerate()
        .filter(|(at, name)| !names[..*at].contains(name))
        .map(|(_, name)| name.clone())
        .collect();
    settings.choose(&names);
    settings.write()?;
    Ok(help::print(&format!("asked from now on: {}\n", names.join(", then "))))
}

fn remove(name: &str, folders: &Folders) -> Result<Status> {
    let mut settings = Settings::open(folders)?;
    known(&settings, name)?;
    settings.remove(name);
    settings.write()?;
    Ok(help::print(&format!("{name} is no longer in {}\n", settings.path().display())))
}

fn known(settings: &Settings, name: &str) -> Result<()> {
    if settings.has(name) {
        return Ok(());
    }
    let shown = if is_model_name(name) { name } else { "of that name" };
    Err(Error::new(Kind::Usage, format!("there is no model {shown}")).hint("ghost model list shows those there are"))
}
