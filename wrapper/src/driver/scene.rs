//! Where a line ran, and where its repairs run: a child of ours, or the person's live shell.

use crate::capture::Capture;
use crate::line::Scope;
use crate::policy::Approved;
use crate::repair::Seen;

/// What the driver needs of such a place.
pub(super) trait Scene {
    /// How a repair relates to what the failed line has left behind.
    const SCOPE: Scope;

    /// A person can be asked, here and now.
    fn can_ask(&self) -> bool;

    /// The line was given as a program and its words; repairs that need no shell get none.
    fn is_direct(&self) -> bool;

    /// What of a finished run has been seen.
    fn seen(&self, capture: &Capture) -> Seen;

    /// Why a line may only be offered here, if that is so.
    fn objection(&self, line: &str) -> Option<String> {
        let _ = line;
        None
    }

    /// Trouble with the brain is worth a word now; asked once for each.
    fn tells_of_trouble(&mut self) -> bool {
        true
    }

    /// Runs it. `None`: it will run, and how it ended is told later, to a driver that takes up where this one stops.
    ///
    /// # Errors
    /// Why it cannot be started, for the person.
    fn run(&mut self, approved: &Approved) -> Result<Option<Capture>, String>;

    /// Shows the first run's output, unless that was done.
    fn show_first(&mut self);

    /// Somebody is there who may wait for a model; a script is not to stand still for a repair that it has not asked for.
    fn is_waited_for(&self) -> bool;

    /// A person is going to wait for a model: they see by then what has failed, where that can be shown and followed by
    /// something else. False where nothing else can be shown now.
    fn waits(&mut self) -> bool;

    /// Shows what of the first run's output came from parts that went well, as far as that can be told.
    fn show_parts_before(&mut self);

    /// The run that has just ended is the one that counts: its output is shown, the first one's forgotten.
    fn show_last(&mut self);

    /// A line that was not run: `take` is what of it the person may still want to run, if that is known.
    fn offered(&mut self, take: Option<&str>);
}
