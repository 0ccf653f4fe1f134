//! The last failure of this terminal's shell, looked at once more: `ghost fix` and its key.

use std::path::{Path, PathBuf};

use super::later::Offered;
use super::pocket::Pocket;
use super::shell::is_editable;
use super::{Act, Reply};
use crate::capture::{Output, Text};
use crate::driver::brain::Thinker;
use crate::driver::fix::{Failed, Proposed, proposals};
use crate::driver::{Brain, Lent};
use crate::journal::{self, Record};
use crate::line::nu::Told;
use crate::marks::RunId;
use crate::protocol::types::{Name, OutcomeVerdict};
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
        // Others may have run since: then the end of it is what is left.
        let kept =
            last.record.and_then(|record| record.output).map(|end| Text { head: end.into_bytes(), ..Text::default() });
        let output = taken.run.map(|run| run.text).or(kept).map_or(Output::Unknown, Output::Seen);
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
    pub fn proposals(&mut self, failed: &Failed, ui: Ui) -> Proposed {
        let mut brain = Brain { lent: self.lent(), ..Brain::default() };
        let found = proposals(failed, &mut brain, ui);
        self.brain = brain.lent.map(|(input, output, process)| visit::Brain { input, output, process });
        found
    }

    /// The brain that sleeps here.
    fn lent(&mut self) -> Option<Lent> {
        if self.brain.is_none() {
            self.brain = self.visit.peek(true).ok().and_then(|taken| taken.brain);
        }
        self.brain.take().map(|brain| (brain.input, brain.output, brain.process))
    }

    /// This is in the editor now: the brain hears so, and what becomes of it is listened for.
    fn offered(&mut self, offered: Offered, verdict: &str) {
        let mut thinker = Thinker::new(Brain { lent: self.lent(), ..Brain::default() });
        thinker.tell_later(offered.told(OutcomeVerdict::Offered));
        self.brain = thinker.lend().map(|(input, output, process)| visit::Brain { input, output, process });
        let Ok(taken) = self.visit.peek(false) else { return };
        let mut pocket = Pocket::read(&taken.pocket);
        pocket.offers(&offered, verdict);
        pocket.offered = Some(offered);
        let _ = self.visit.keep(pocket.text());
    }
}

/// A line that answers a sentence is put into the editor, behind this run: what becomes of it is learned, as with a repair.
pub fn offered(line: &str, sentence: &str, id: RunId, host: &Path) {
    if let Some(mut session) = Session::at(host) {
        session.offered(Offered::new(id, sentence, line, line), journal::SENTENCE);
    }
}

/// What happened last in the terminal in which we were started; `None` where nobody knows.
#[must_use]
pub fn happened() -> Option<Record> {
    let mut session = Session::here()?;
    Pocket::read(&session.visit.peek(false).ok()?.pocket).happened().map(std::mem::take)
}

/// A line has failed here that no hook is told of: `ghost COMMAND` has run it.
pub fn keep_told(record: &Record) {
    let Some(mut session) = Session::here() else { return };
    let Ok(taken) = session.visit.peek(false) else { return };
    let mut pocket = Pocket::read(&taken.pocket);
    pocket.since = Some(journal::redacted(record.clone()));
    let _ = session.visit.keep(pocket.text());
}

/// What a host has for a sentence.
#[derive(Debug, Default)]
pub struct Kept {
    /// The line that failed last in its terminal.
    pub failed: Option<Failed>,
    /// What became of it; or what has failed since without any hook.
    pub told: Option<Record>,
    /// The brain that slept there; [`give_back`] lets it sleep on.
    pub brain: Option<Lent>,
}

/// Takes it. Nobody stays at the host: an answer may take long.
#[must_use]
pub fn kept(host: &Path, shell: PathBuf) -> Kept {
    let Some(mut session) = Session::at(host) else { return Kept::default() };
    let failed = session.last(shell, false).map(|(failed, _)| failed);
    let pocket = session.visit.peek(false).map(|taken| Pocket::read(&taken.pocket)).unwrap_or_default();
    let since = pocket.since.filter(|since| since.verdict != journal::SENTENCE && since.verdict != journal::UNREAD);
    let told = since.or_else(|| pocket.last?.record);
    Kept { failed, told, brain: session.lent() }
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

/// Where the editor stands that is to hold something.
#[derive(Debug)]
pub struct Editor {
    /// The shell's program.
    pub shell: PathBuf,
    /// The run that ended last; `None`: nobody says, and what becomes of an offer is not learned.
    pub id: Option<RunId>,
    /// The host's socket; `None` when there is none.
    pub host: Option<PathBuf>,
}

/// What the shell's editor is to hold: the best repair of the last failure.
#[must_use]
pub fn fix(editor: &Editor, names: Vec<Name>, yes: bool, ui: Ui) -> Reply {
    let Some(mut session) = editor.host.as_deref().and_then(Session::at) else {
        ui.note("without a host ghost does not know what failed last");
        return Reply::default();
    };
    let Some((failed, _)) = session.last(editor.shell.clone(), yes) else {
        ui.note("nothing has failed yet");
        return Reply::default();
    };
    let names = if names.is_empty() { failed.names.clone() } else { names };
    let failed = Failed { names, ..failed };
    let proposed = session.proposals(&failed, ui);
    offer_best(proposed, &failed, (editor, Some(session)), "", ui)
}

/// A line that stands in the editor, since the shell cannot read it.
#[derive(Debug)]
pub struct Unread {
    /// The line.
    pub line: String,
    /// History would leave it out: nothing of it is kept.
    pub private: bool,
    /// What the shell says of it; empty when it has nothing against it.
    pub error: String,
    /// Aliases and functions of the shell.
    pub names: Vec<Name>,
    /// What the shell itself says of the line's words, where it can.
    pub told: Option<Told>,
}

/// What the editor is to hold in its place. Nothing of it has run.
#[must_use]
pub fn unread(editor: &Editor, unread: Unread, ui: Ui) -> Reply {
    if router::route(&unread.line, None).route == Route::Sentence {
        return Reply { act: Act::Ask, history: None };
    }
    if unread.error.trim().is_empty() {
        ui.note("nothing is wrong with this line as far as can be seen before it runs");
        return Reply::default();
    }
    let output = Output::Seen(Text { head: unread.error.into_bytes(), ..Text::default() });
    let Unread { line, private, names, told, .. } = unread;
    let failed = Failed {
        line,
        shell: editor.shell.clone(),
        status: 1,
        output,
        names,
        live: true,
        yes: false,
        private,
        patient: true,
        told,
        reader: None,
    };
    let mut session = editor.host.as_deref().and_then(Session::at);
    let proposed = match &mut session {
        Some(session) => session.proposals(&failed, ui),
        None => proposals(&failed, &mut Brain::default(), ui),
    };
    offer_best(proposed, &failed, (editor, session), journal::UNREAD, ui)
}

fn offer_best(
    proposed: Proposed,
    failed: &Failed,
    (editor, session): (&Editor, Option<Session>),
    verdict: &str,
    ui: Ui,
) -> Reply {
    let Proposed { found, note, cancelled } = proposed;
    let Some(best) = found.into_iter().find(|one| one.decision != "refuse") else {
        if !cancelled {
            ui.note(if note.is_empty() { "there is nothing to propose" } else { &note });
        }
        return Reply::default();
    };
    ui.offer(&best.repair, &best.why, &best.reason);
    let line = best.rest.unwrap_or_else(|| best.repair.clone());
    // What has to be agreed to by a typed word is not put where Enter alone agrees to it.
    if best.word.is_some() || !is_editable(&line) {
        return Reply::default();
    }
    if let (Some(mut session), Some(id), false) = (session, &editor.id, failed.private) {
        session.offered(Offered::new(id.clone(), &failed.line, &best.repair, &line), verdict);
    }
    Reply { act: Act::Fill(line), history: None }
}
