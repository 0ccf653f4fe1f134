//! Runs in a child process of ours: `ghost CMD` and `ghost -c LINE`.

use std::io::IsTerminal as _;

use super::scene::Scene;
use crate::capture::{Capture, Ending};
use crate::executor::{self, Held, Options};
use crate::line::Scope;
use crate::machine::Input;
use crate::policy::Approved;
use crate::repair::Seen;
use crate::ui::Ui;

/// See the module.
pub(super) struct Child {
    pub(super) ui: Ui,
    pub(super) direct: bool,
    /// Standard input before anything ran.
    pub(super) input: Input,
    /// The first run's output, until it is shown or a repair has made it unneeded.
    pub(super) first: Option<Held>,
    /// The last run's.
    pub(super) last: Option<Held>,
}

impl Scene for Child {
    const SCOPE: Scope = Scope::Child;

    fn can_ask(&self) -> bool {
        self.ui.can_ask()
    }

    fn is_direct(&self) -> bool {
        self.direct
    }

    fn seen(&self, capture: &Capture) -> Seen {
        let never_began = matches!(capture.ending, Ending::NotStarted(_));
        if capture.released.stdout || (!never_began && self.input.may_be_used()) {
            Seen::TooMuch
        } else if capture.released.any {
            Seen::Some
        } else {
            Seen::Nothing
        }
    }

    fn run(&mut self, approved: &Approved) -> Result<Option<Capture>, String> {
        // What a repair that failed has printed is not shown.
        self.last = None;
        let run = executor::run(approved, &Options::default()).map_err(|error| error.to_string())?;
        self.last = Some(run.held);
        Ok(Some(run.capture))
    }

    fn show_first(&mut self) {
        release(self.first.take());
    }

    fn is_waited_for(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    fn waits(&mut self) -> bool {
        // What goes into a pipe or a file would stay there, whatever comes of it.
        if std::io::stdout().is_terminal() && std::io::stderr().is_terminal() {
            self.show_first();
        }
        true
    }

    fn show_parts_before(&mut self) {
        if let Some(held) = &mut self.first {
            // A reader may have gone.
            let _ = held.release_stdout();
        }
    }

    fn show_last(&mut self) {
        self.first = None;
        release(self.last.take());
    }

    fn offered(&mut self, _take: Option<&str>) {}
}

/// Lets held output go. A closed stdout or stderr is the reader's choice and no error of the run.
pub(super) fn release(held: Option<Held>) {
    if let Some(held) = held {
        let _ = held.release();
    }
}
