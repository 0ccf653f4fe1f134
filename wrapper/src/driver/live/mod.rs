//! Repairs in the person's own shell: a hook tells of a line that failed, and is told what the shell is to do.
//!
//! Each call is a process of its own, in the shell's folder and environment. Between two calls the host keeps where the
//! repair stands, so that a repaired line that fails is the next strike of the same repair. Without a host nothing can
//! be kept: then there is one strike, and the output is unknown unless the person lets the terminal be asked for it.

mod last;
mod later;
mod missing;
mod pocket;
mod shell;

use std::fs::File;
use std::path::PathBuf;

use super::Brain;
use super::brain::Thinker;
use super::evidence::shown;
use super::repair::{Repair, Stop, record};
use super::shell::Shell;
use crate::capture::{Capture, Output, Text};
use crate::config::{Config, Folders};
use crate::desk::Refusal;
use crate::journal::{self, Record};
use crate::line::nu::Told;
use crate::line::{self, Dialect, Parsed};
use crate::marks::RunId;
use crate::protocol::types::{Name, OutcomeVerdict};
use crate::repair::{Ending, Event, Machine};
use crate::router::{self, Route};
use crate::screen;
use crate::ui::Ui;
use crate::verdict::{self, Verdict};
use crate::visit::{self, Trouble, Visit};
pub use last::{
    Editor, Kept, Session, Unread, fix, give_back, happened, host, keep_told, kept, last_failure, offered, unread,
};
use later::Offered;
pub use later::dropped;
pub use missing::{Missing, missing};
use pocket::{First, LastFailure, Pocket, UnderWay, capture, shell_of};
use shell::Live;
pub(super) use shell::is_editable;

/// A line that ended, as a hook tells it.
#[derive(Debug)]
pub struct Call {
    /// The shell's program.
    pub shell: PathBuf,
    /// Which run.
    pub id: RunId,
    /// Its exit status.
    pub status: u8,
    /// The line as typed.
    pub line: String,
    /// History leaves it out: it is not remembered.
    pub private: bool,
    /// The shell has run it because we said so.
    pub ours: bool,
    /// The shell is too old to be told to run anything.
    pub only_offers: bool,
    /// Aliases and functions of the shell.
    pub names: Vec<Name>,
    /// Words that the shell replaces wherever they stand (zsh's global aliases).
    pub global_aliases: Vec<String>,
    /// The signs of history expansion, where the person has chosen others; empty for the usual ones.
    pub history_signs: String,
    /// What the shell itself says of the line's words, where it can (Nushell).
    pub told: Option<Told>,
    /// The person's consent.
    pub yes: bool,
    /// Where every repair that is run is written.
    pub report: Option<File>,
    /// The host's socket; `None` when there is none.
    pub host: Option<PathBuf>,
}

/// What the shell is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// With its line editor.
    pub act: Act,
    /// What history is to hold in place of the typed line and of what ran in its stead; `None`: it is right as it is.
    pub history: Option<String>,
}

/// What the shell is to do with its line editor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Act {
    /// Nothing.
    #[default]
    Nothing,
    /// Run this line at the next prompt.
    Run(String),
    /// Put this line into the editor at the next prompt.
    Fill(String),
    /// Ask what was typed: it is a sentence.
    Ask,
    /// Ask it as well, and say only what is known: a command of that name has run and failed.
    AskToo,
}

/// Answers a hook: looks at what failed, asks the brain, and says what the shell is to do.
///
/// Never fails: whatever goes wrong, the shell goes on as it would have.
#[must_use]
pub fn failed(call: Call, ui: Ui) -> Reply {
    let Some((visit, taken)) = visit_host(&call, &ui) else {
        return Reply::default();
    };
    let mut pocket = Pocket::read(taken.as_ref().map_or("", |taken| &taken.pocket));
    let (run, lent) = taken.map_or((None, None), |taken| (taken.run, taken.brain));
    let under_way = pocket.under_way.take().filter(|under_way| under_way.is_about(&call));
    let live = Live {
        visit,
        forgotten: None,
        forgot: false,
        is_long: false,
        private: under_way.as_ref().map_or(call.private, |under_way| under_way.private),
        typed: run.as_ref().is_some_and(|run| run.typed),
        only_offers: call.only_offers,
        global_aliases: call.global_aliases.clone(),
        told_trouble: pocket.told_trouble,
        history_signs: call.history_signs.clone(),
        reply: Reply::default(),
    };
    let brain = Brain { lent: lent.map(|brain| (brain.input, brain.output, brain.process)), ..Brain::default() };
    let mut thinker = Thinker::new(brain);
    let was_ended = ended(&call, run);
    if let Some(outcome) = pocket.offered.take().and_then(|offer| offer.heard(&call, &was_ended)) {
        if let Some(record) = pocket.happened() {
            was_taken(record, &call, outcome.verdict == OutcomeVerdict::Solved);
        }
        thinker.tell_later(outcome);
    }
    match under_way {
        Some(under_way) => next_strike(call, under_way, &was_ended, live, thinker, pocket, ui),
        // A line of ours of which nothing is known any more is not repaired on and on.
        None if call.ours => leave(live, &pocket, thinker),
        None if live.typed && holds_another(&call) => leave(live, &pocket, thinker),
        None => first_strike(call, was_ended, live, thinker, pocket, ui),
    }
}

/// The line that was offered is the one that has ended: `ghost why` tells so, here and where nobody has failed since.
fn was_taken(record: &mut Record, call: &Call, worked: bool) {
    record.take(call.line.trim(), call.status, worked);
    *record = journal::redacted(std::mem::take(record));
    if let Some(state) = Folders::from_env().state
        && journal::last(&state).is_ok_and(|last| last.is_some_and(|last| last.is_of(record)))
    {
        // Losing the record must not disturb anyone.
        let _ = journal::keep(&state, record);
    }
}

/// Goes to the host. `None`: there is one and it cannot help, so nothing is to be done.
fn visit_host(call: &Call, ui: &Ui) -> Option<(Option<Visit>, Option<visit::Taken>)> {
    let Some(socket) = &call.host else {
        return Some((None, None));
    };
    let mut visit = Visit::begin(socket).ok()?;
    match visit.take(call.id.clone()) {
        Ok(taken) => Some((Some(visit), Some(taken))),
        Err(trouble) => {
            if trouble == Trouble::Refused(Refusal::Version) {
                ui.note("ghost is of another version than this terminal's; a new terminal has both alike");
            }
            None
        }
    }
}

/// How the line ended, as far as it was seen.
fn ended(call: &Call, run: Option<visit::Run>) -> Capture {
    match run {
        Some(run) => capture(call.status, Output::Seen(run.text), run.shown),
        None => capture(call.status, Output::Unknown, true),
    }
}

/// The shell that told of the line, and what it said of its words.
fn own_shell(call: &Call) -> Shell {
    let shell = Shell::named(call.shell.clone());
    if let Some(told) = &call.told {
        shell.lines().know(&call.line, told.clone());
    }
    shell
}

/// What is known of it with what the terminal still shows: the person has seen that, and it may be anything.
fn looked_at(call: &Call, first: Capture) -> Capture {
    match screen::last_output(&call.line) {
        Some(shown) => capture(call.status, Output::Seen(Text { head: shown.into_bytes(), ..Text::default() }), true),
        None => first,
    }
}

fn first_strike(
    mut call: Call,
    mut first: Capture,
    mut live: Live,
    thinker: Thinker,
    mut pocket: Pocket,
    ui: Ui,
) -> Reply {
    let shell = own_shell(&call);
    let folders = Folders::from_env();
    let mut typed = shell.parse(&call.line);
    let replaced = pocket.replaced.take().filter(|replaced| replaced.id == call.id);
    let mut instead = String::new();
    if let Some(was) = replaced
        && let Some(ran) = missing::as_it_ran(&shell, &typed, &was, folders.home.as_deref())
    {
        // Another program ran in the place of one that is not there: it is that one that has failed.
        typed = shell.parse(&ran);
        call.line = ran;
        instead = format!("{} ran in the place of {}", was.program, was.name);
    }
    let judged = verdict::judge(&typed, &first);
    if judged != Verdict::Failure || is_ours(&typed) {
        live.tell_below(&instead, ui);
        // The hook looked at no line that begins with a program: `which` that found none of many words says so by 1.
        let is_sentence = judged == Verdict::Answer && shell.dialect != Dialect::Nu && may_be_one(&call.line) && {
            let cwd = std::env::current_dir().unwrap_or_default();
            !Config::load(&Folders::from_env()).ignores(programs(&typed), &cwd)
        };
        let reply = leave(live, &pocket, thinker);
        return if is_sentence { Reply { act: Act::AskToo, ..reply } } else { reply };
    }
    if shell.dialect == Dialect::Nu && router::route(&call.line, None).route == Route::Sentence {
        // The other shells' hooks see a sentence before it runs. nu's see it once nu could make nothing of it.
        live.answer_instead();
        return leave(live, &pocket, thinker);
    }
    let config = Config::load(&folders);
    if config.ignores(programs(&typed), &std::env::current_dir().unwrap_or_default()) {
        live.tell_below(&instead, ui);
        return leave(live, &pocket, thinker);
    }
    for complaint in &config.complaints {
        ui.note(complaint);
    }
    if call.host.is_none() && config.terminal_text {
        first = looked_at(&call, first);
        if verdict::judge(&typed, &first) != Verdict::Failure {
            return leave(live, &pocket, thinker);
        }
    }
    pocket.last = (!call.private).then(|| LastFailure {
        id: call.id.clone(),
        line: call.line.clone(),
        status: call.status,
        names: call.names.clone(),
        record: None,
    });
    pocket.since = None;
    let is_long = match &first.output {
        Output::Seen(text) => memchr::memchr_iter(b'\n', &text.head).count() > 1,
        Output::Unknown => false,
    };
    let mut repair = Repair {
        failed: line::failed_stage(&typed, call.status, shown(&first).as_deref()),
        record: record(&typed, first.ending),
        machine: Machine::default(),
        action: String::new(),
        effects: Vec::new(),
        scene: Live { is_long, ..live },
        shell,
        names: call.names,
        base: typed.clone(),
        part: None,
        last: first.ending,
        first,
        decision: None,
        yes: call.yes,
        report: call.report,
        private: call.private,
        thinker,
        typed,
        folders,
        config,
        ui,
    };
    let beginning = repair.beginning();
    let stop = repair.drive(beginning);
    if matches!(stop, Stop::Over(_)) {
        repair.scene.tell_below(&instead, ui);
    }
    let hidden = repair.scene.forgot;
    // As above; nobody knows a better command for it, and it reads well.
    let is_sentence = stop == Stop::Over(Ending::GaveUp)
        && repair.record.steps.is_empty()
        && call.status != crate::exit::NOT_FOUND
        && may_be_one(&call.line);
    let mut reply = settle(repair, stop, &call.id, hidden, pocket, None);
    if is_sentence {
        reply.act = Act::AskToo;
    }
    reply
}

fn next_strike(
    call: Call,
    under_way: UnderWay,
    ended: &Capture,
    live: Live,
    thinker: Thinker,
    pocket: Pocket,
    ui: Ui,
) -> Reply {
    let shell = Shell::named(call.shell.clone());
    shell.lines().prepare([under_way.typed.as_str(), &under_way.runs, &under_way.candidate.command]);
    let typed = shell.parse(&under_way.typed);
    let run = shell.parse(&under_way.runs);
    let was_hidden = under_way.first.hidden;
    let folders = Folders::from_env();
    let mut repair = Repair {
        failed: None,
        record: under_way.record,
        machine: under_way.machine,
        action: under_way.action,
        effects: Vec::new(),
        scene: Live { forgotten: was_hidden.then(|| under_way.first.bytes()), ..live },
        names: call.names,
        base: typed.clone(),
        part: Some(line::Part { line: under_way.candidate.command.clone(), run, again: Vec::new() }),
        first: under_way.first.capture(),
        last: ended.ending,
        decision: None,
        yes: call.yes,
        report: call.report,
        private: under_way.private,
        thinker,
        typed,
        config: Config::load(&folders),
        folders,
        shell,
        ui,
    };
    let end = repair.ended(&under_way.candidate, ended);
    let stop = repair.drive(Event::Ended(end));
    let strike = Strike { typed: under_way.typed, ran: under_way.candidate.command };
    // It was shown where somebody had to wait.
    let hidden = repair.scene.forgotten.is_some();
    settle(repair, stop, &call.id, hidden, pocket, Some(strike))
}

/// A repaired line that has run, for the history.
struct Strike {
    /// What the person had typed.
    typed: String,
    /// The line as it was repaired.
    ran: String,
}

/// A line that has run in vain and may be a sentence: nothing is lost by asking, since only an answer is told.
fn may_be_one(line: &str) -> bool {
    router::route(line, None).route != Route::Command
}

/// Keeps what the next call will need, and says what the shell is to do.
fn settle(
    mut repair: Repair<Live>,
    stop: Stop,
    id: &RunId,
    hidden: bool,
    mut pocket: Pocket,
    strike: Option<Strike>,
) -> Reply {
    pocket.offered = match (&stop, &repair.scene.reply.act) {
        (Stop::Over(Ending::Offered(candidate)), Act::Fill(filled)) if !repair.private => Some(Offered {
            id: id.clone(),
            typed: repair.typed.line.text.clone(),
            cwd: repair.record.cwd.clone(),
            line: candidate.command.clone(),
            filled: filled.clone(),
        }),
        _ => None,
    };
    match stop {
        Stop::Runs(candidate) => {
            if let Act::Run(runs) = &repair.scene.reply.act {
                pocket.under_way = Some(UnderWay {
                    shell: shell_of(id).to_owned(),
                    runs: runs.clone(),
                    candidate,
                    machine: repair.machine,
                    typed: repair.typed.line.text.clone(),
                    private: repair.private,
                    first: First::of(&repair.first, hidden),
                    record: repair.record.clone(),
                    action: repair.action,
                });
            }
        }
        // History holds what worked or what the person stopped, or else what was typed, and none of the tries.
        Stop::Over(_) if repair.private => {}
        Stop::Over(Ending::Solved(candidate)) => repair.scene.reply.history = Some(candidate.command),
        Stop::Over(Ending::Cancelled) => repair.scene.reply.history = strike.map(|strike| strike.ran),
        Stop::Over(_) => repair.scene.reply.history = strike.map(|strike| strike.typed),
    }
    if let Some(last) = pocket.last.as_mut().filter(|_| !repair.private) {
        let output = repair.record.output.take().or_else(|| shown(&repair.first));
        last.record = Some(journal::redacted(Record { output, ..repair.record }));
    }
    pocket.told_trouble = repair.scene.told_trouble;
    leave(repair.scene, &pocket, repair.thinker)
}

/// Leaves everything with the host, the brain included.
fn leave(mut live: Live, pocket: &Pocket, mut thinker: Thinker) -> Reply {
    if let Some(visit) = &mut live.visit {
        let _ = visit.keep(pocket.text());
        if let Some((input, output, process)) = thinker.lend() {
            let _ = visit.give_back(&visit::Brain { input, output, process });
        }
    }
    live.reply
}

/// Programs in which a person does something else for a while: their status is that of the last thing done there.
const HOLD_ANOTHER: &[&str] = &[
    "bash", "dash", "fish", "ksh", "mosh", "nu", "python", "python3", "screen", "script", "sh", "ssh", "su", "telnet",
    "tmux", "zsh",
];

/// True when the line ends in such a program.
fn holds_another(call: &Call) -> bool {
    let shell = own_shell(call);
    let line = shell.parse(&call.line);
    let wrapped = |program: &str| matches!(program, "sudo" | "doas" | "env" | "docker" | "podman" | "kubectl");
    programs(&line).last().is_some_and(|program| {
        let name = program.rsplit('/').next().unwrap_or(program);
        HOLD_ANOTHER.contains(&name) || wrapped(name)
    })
}

/// A line that only calls ghost: that has done what it could, and has said so.
fn is_ours(line: &Parsed) -> bool {
    let mut all = programs(line).map(|program| program.rsplit('/').next().unwrap_or(program)).peekable();
    all.peek().is_some() && all.all(|name| name == "ghost")
}

/// The programs a line names.
fn programs(line: &Parsed) -> impl Iterator<Item = &str> {
    line.commands().filter_map(|(_, command)| command.simple()?.program())
}
