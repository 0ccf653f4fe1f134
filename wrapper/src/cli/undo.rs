//! `ghost undo`: what the last repair has written over is put back.

use super::{Status, help};
use crate::config::Folders;
use crate::driver;
use crate::error::{Error, Kind, Result};
use crate::text::visible;
use crate::ui::{Color, Ui};
use crate::undo::Undo as Copies;

/// Take the last repair back.
#[derive(Debug, clap::Args)]
pub struct Undo {
    /// Only show what could be taken back, the last first.
    #[arg(long)]
    list: bool,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

/// Shows what would be put back, asks, and does it.
///
/// # Errors
/// When something has changed since, or cannot be written.
pub fn run(undo: &Undo, color: Color) -> Result<Status> {
    let Some(state) = Folders::from_env().state else {
        return Err(Error::new(Kind::Outside, "find the state folder").hint("set HOME or XDG_STATE_HOME"));
    };
    let copies = Copies::of(&state);
    let all = copies.all();
    let Some(last) = all.last() else {
        return Ok(help::print("There is nothing to take back.\n"));
    };
    let shown = if undo.list { all.len() } else { 1 };
    for kept in all.iter().rev().take(shown) {
        let told: String = kept.told().iter().map(|line| format!("  {}\n", visible(line))).collect();
        help::print(&format!("undo  {}\n{told}", visible(&kept.line)));
    }
    if undo.list {
        return Ok(Status::Exit(0));
    }
    if !undo.yes && !Ui::new(color, false).confirm() {
        return Ok(Status::Exit(1));
    }
    driver::take_back(&state, last)?;
    Ok(help::print("It is taken back.\n"))
}
