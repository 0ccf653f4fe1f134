//! The last failure of this terminal's shell, looked at once more: `ghost fix` and its key.

use std::path::{Path, PathBuf};

use super::pocket::Pocket;
use super::shell::is_editable;
use super::{Act, Reply};
use crate::capture::{Output, Text};
use crate::driver::fix::{Failed, Proposal, proposals};
use crate::driver::{Brain, Lent};
use crate::line::nu::Told;
use crate::protocol::types::Name;
use crate::router::{self, Route};
use crate::ui::Ui;
use crate::visit::{self, Visit};

/// The socket of the host of the terminal in which we were started.
#[must_use]
pub fn host() -> Option<PathBuf> {
    std::env::var_os("GHOST_SOCK").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// A host that remembers what failed last, and keeps a brain asleep. With this value the brain goes back to sleep there.
#[derive(Debug)]
pub struct Session {
    visit: Visit,
    brain: Option<visit::Brain>,
}

impl Session {
    /// The host of the terminal in which we were started.
    #[must_use]
    pub fn here() -> Option<Self> {
        Self::at(&host()?)
    }

    fn at(host: &Path) -> Option<Self> {
        Some(Self { visit: Visit::begin(host).ok()?, brain: None })
    }

    /// True when it is a host of our version.
    pub fn answers(&mut self) -> bool {
        self.visit.hello().is_ok()
    }

    /// The last line that failed here, and the number of the process in which it did.
    pub fn last(&mut self, shell: PathBuf, yes: bool) -> Option<(Failed, Option<i32>)> {
        let pocket = Pocket::read(&self.visit.peek(false).ok()?.pocket);
        let last = pocket.last?;
        let process = last.id.shell();
        let taken = self.visit.look(last.id).ok()?;
        self.brain = taken.brain;
        let output = taken.run.map_or(Output::Unknown, |run| Output::Seen(run.text));
        let failed = Failed {
            line: last.line,
            shell,
            status: last.status,
            output,
            names: last.names,
            live: true,
            yes,
            private: false,
            patient: true,
            told: None,
            reader: None,
        };
        Some((failed, process))
    }

    /// As [`proposals`], by the brain that sleeps here.
    pub fn proposals(&mut self, failed: &Failed, ui: Ui) -> (Vec<Proposal>, String) {
        if self.brain.is_none() {
            self.brain = self.visit.peek(true).ok().and_then(|taken| taken.brain);
        }
        let lent = self.brain.take().map(|brain| (brain.input, brain.output, brain.process));
        let mut brain = Brain { lent, ..Brain::default() };
        let found = proposals(failed, &mut brain, ui);
        self.brain = brain.lent.map(|(input, output, process)| visit::Brain { input, output, process });
        found
    }
}

/// What a host has for a sentence.
#[derive(Debug, Default)]
pub struct Kept {
    /// The line that failed last in its terminal.
    pub failed: Option<Failed>,
    /// The brain that slept there; [`give_back`] lets it sleep on.
    pub brain: Option<Lent>,
}

/// Takes it. Nobody stays at the host: an answer may take long.
#[must_use]
pub fn kept(host: &Path, shell: PathBuf) -> Kept {
    let Some(mut session) = Session::at(host) else { return Kept::default() };
    let failed = session.last(shell, false).map(|(failed, _)| failed);
    if session.brain.is_none() {
        session.brain = session.visit.peek(true).ok().and_then(|taken| taken.brain);
    }
    let brain = session.brain.take().map(|brain| (brain.input, brain.output, brain.process));
    Kept { failed, brain }
}

/// Leaves a brain to sleep at this host. Where there is none any more it ends.
pub fn give_back(host: &Path, (input, output, process): Lent) {
    if let Some(mut session) = Session::at(host) {
        session.brain = Some(visit::Brain { input, output, process });
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(brain) = &self.brain {
            let _ = self.visit.give_back(brain);
        }
    }
}

/// The last failure of the shell in whose terminal we were started.
#[must_use]
pub fn last_failure(yes: bool) -> Option<Failed> {
    let shell = std::env::var_os("SHELL").map(PathBuf::from).unwrap_or_default();
    Session::here()?.last(shell, yes).map(|(failed, _)| failed)
}

/// What the shell's editor is to hold: the best repair of the last failure.
#[must_use]
pub fn fix(shell: PathBuf, host: Option<&Path>, names: Vec<Name>, yes: bool, ui: Ui) -> Reply {
    let Some(mut session) = host.and_then(Session::at) else {
        ui.note("without a host ghost does not know what failed last");
        return Reply::default();
    };
    let Some((failed, _)) = session.last(shell, yes) else {
        ui.note("nothing has failed yet");
        return Reply::default();
    };
    let names = if names.is_empty() { failed.names.clone() } else { names };
    let (found, note) = session.proposals(&Failed { names, ..failed }, ui);
    drop(session);
    offer_best(found, &note, ui)
}

/// A line that stands in the editor, since the shell cannot read it.
#[derive(Debug)]
pub struct Unread {
    /// The shell's program.
    pub shell: PathBuf,
    /// The line.
    pub line: String,
    /// What the shell says of it; empty when it has nothing against it.
    pub error: String,
    /// Aliases and functions of the shell.
    pub names: Vec<Name>,
    /// What the shell itself says of the line's words, where it can.
    pub told: Option<Told>,
}

/// What the editor is to hold in its place. Nothing of it has run.
#[must_use]
pub fn unread(unread: Unread, host: Option<&Path>, ui: Ui) -> Reply {
    if router::route(&unread.line, None).route == Route::Sentence {
        return Reply { act: Act::Ask, history: None };
    }
    if unread.error.trim().is_empty() {
        ui.note("nothing is wrong with this line as far as can be seen before it runs");
        return Reply::default();
    }
    let output = Output::Seen(Text { head: unread.error.into_bytes(), ..Text::default() });
    let Unread { shell, line, names, told, .. } = unread;
    let failed = Failed {
        line,
        shell,
        status: 1,
        output,
        names,
        live: true,
        yes: false,
        private: false,
        patient: true,
        told,
        reader: None,
    };
    let (found, note) = match host.and_then(Session::at) {
        Some(mut session) => session.proposals(&failed, ui),
        None => proposals(&failed, &mut Brain::default(), ui),
    };
    offer_best(found, &note, ui)
}

fn offer_best(found: Vec<Proposal>, note: &str, ui: Ui) -> Reply {
    let Some(best) = found.into_iter().find(|one| one.decision != "refuse") else {
        ui.note(if note.is_empty() { "there is nothing to propose" } else { note });
        return Reply::default();
    };
    ui.offer(&best.repair, &best.why, &best.reason);
    let line = best.rest.unwrap_or(best.repair);
    Reply { act: if is_editable(&line) { Act::Fill(line) } else { Act::Nothing }, history: None }
}
