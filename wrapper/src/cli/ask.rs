//! `ghost ask TEXT`: something asked in a person's own words.

use super::Status;
use super::args::RunOptions;
use crate::error::{Error, Kind, Result};
use crate::ui::Ui;

/// Ask something in your own words.
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// The question or wish.
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    text: Vec<String>,
}

/// Answers it, as far as there is something that can.
///
/// # Errors
/// When nothing was asked.
pub fn run(ask: &Ask, options: &RunOptions) -> Result<Status> {
    if ask.text.join(" ").trim().is_empty() {
        return Err(Error::new(Kind::Usage, "nothing was asked").hint("ghost ask 'what is using port 8080?'"));
    }
    Ui::new(options.color, false).note("no model and no skill here can answer sentences yet; nothing was run");
    Ok(Status::Exit(1))
}
