//! `ghost rules list` and `ghost rules check FILE`: doors to the brain's own.

use std::path::PathBuf;
use std::process::Command;

use super::{Status, args::RunOptions};
use crate::client::Kernel;
use crate::config::{Config, Folders};
use crate::driver;
use crate::error::{Error, Kind, Result};

/// List the rules, or check one of your own.
#[derive(Debug, clap::Subcommand)]
pub enum Rules {
    /// List the rules there are, yours included.
    List,
    /// Run the examples of one rule file.
    Check {
        /// The file.
        file: PathBuf,
    },
}

/// Lets the brain's package answer on our own streams.
///
/// # Errors
/// When there is no brain that can.
pub fn run(rules: &Rules, options: &RunOptions) -> Result<Status> {
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    let Kernel::Package { python, package, .. } = driver::kernel(&mut driver::Brain::default(), &config, &folders)?
    else {
        return Err(Error::new(Kind::Outside, "find the brain's package"));
    };
    if options.kernel.is_some() {
        return Err(Error::new(Kind::Usage, "--kernel does not go with rules").hint("its rules are its own business"));
    }
    let mut command = Command::new(python);
    command.args(["-I", "-S"]).arg(package.join("__main__.py")).arg("rules");
    if let Some(config) = &folders.config {
        command.arg("--rules-dir").arg(config.join("rules"));
    }
    match rules {
        Rules::List => command.arg("list"),
        Rules::Check { file } => command.arg("check").arg(file),
    };
    let status = command.status().map_err(|error| Error::new(Kind::Outside, "start the brain").because(error))?;
    Ok(Status::Exit(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(crate::exit::OWN_ERROR)))
}
