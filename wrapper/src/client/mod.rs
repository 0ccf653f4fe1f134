//! The client of the synapse: asks the brain, answers its probes, and trusts nothing it sends.
//!
//! It starts one brain process and ends it; what the answers mean is the repair machine's business, and whether a
//! line may run is policy's.

mod beside;
mod cancel;
mod connection;
mod embedded;
mod process;
mod python;

use std::os::fd::{AsFd as _, OwnedFd};
use std::path::Path;
use std::time::{Duration, Instant};

pub use beside::package_beside;
pub use cancel::Cancel;
pub use connection::{Broken, Connection, Until};
pub use embedded::{HASH as KERNEL_HASH, unpacked};
pub use process::{Kernel, Process, keep_to_the_streams};
pub use python::{behind as python_behind, find as find_python, is_script};

use crate::protocol::codec::{self, Fault};
use crate::protocol::types::{
    Action, Argv, Candidate, ErrorEvent, Event, ExecuteAction, FailedEvent, HelloEvent, OutcomeEvent, OutcomeVerdict,
    Purpose, ResultEvent, Settings, ShutdownEvent, Source, VERSION,
};

/// Looks a brain may ask for in one request.
const MAX_PROBES: usize = 8;
/// Messages that cannot be used, before the brain is held to be broken.
const MAX_FAULTS: usize = 8;

/// Why there is no answer.
#[derive(Debug)]
pub enum Trouble {
    /// It could not be started.
    Missing(String),
    /// It speaks another version of the protocol.
    Version(i64),
    /// The connection broke.
    Broken(Broken),
    /// It sent what is no message.
    Garbled(String),
    /// It reported an error of its own.
    Failed(String),
}

impl Trouble {
    /// The person stopped it.
    #[must_use]
    pub fn is_cancel(&self) -> bool {
        matches!(self, Self::Broken(Broken::Cancelled))
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(why) => write!(f, "no brain: {why}"),
            Self::Version(theirs) => {
                write!(f, "the brain speaks version {theirs} of the protocol, ghost {VERSION}")
            }
            Self::Broken(broken) => write!(f, "the brain: {broken}"),
            Self::Garbled(why) => write!(f, "the brain sent {why}"),
            Self::Failed(why) => write!(f, "the brain: {why}"),
        }
    }
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// What the brain answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Lines that may repair the failed one, best first.
    Candidates(Vec<Candidate>),
    /// Nothing.
    GaveUp {
        /// Why.
        why: String,
        /// What the person could do.
        hint: String,
    },
}

/// A brain in hand.
#[derive(Debug)]
pub struct Client {
    connection: Option<Connection>,
    process: Option<Process>,
    request: i64,
    faults: usize,
}

impl Client {
    /// Starts a brain and exchanges hellos.
    ///
    /// # Errors
    /// See [`Trouble`]; nothing is left running.
    pub fn start(
        kernel: Kernel,
        log: Option<&Path>,
        settings: Settings,
        cancel: &Cancel,
        deadline: Instant,
    ) -> Result<Self, Trouble> {
        let greeted = matches!(kernel, Kernel::Lent { .. });
        let (input, output, process) =
            process::start(kernel, log).map_err(|error| Trouble::Missing(error.to_string()))?;
        let connection = Connection::new(input, output).map_err(|errno| Trouble::Missing(errno.desc().to_owned()));
        let mut client = Self { connection: None, process: Some(process), request: 0, faults: 0 };
        client.connection = Some(connection?);
        if greeted {
            // Its earlier requests had other numbers: answers that are late can be told apart.
            client.request = i64::from(std::process::id()) << 16;
        } else {
            client.greet(settings, until(cancel, deadline))?;
        }
        Ok(client)
    }

    /// Goes on with a brain that was greeted before; `None` when there is no talking to it.
    #[must_use]
    pub fn resume(kernel: Kernel) -> Option<Self> {
        let (input, output, process) = process::start(kernel, None).ok()?;
        let mut client =
            Self { connection: None, process: Some(process), request: i64::from(std::process::id()) << 16, faults: 0 };
        client.connection = Some(Connection::new(input, output).ok()?);
        Some(client)
    }

    fn greet(&mut self, settings: Settings, until: Until<'_>) -> Result<(), Trouble> {
        self.send(
            &Event::Hello(HelloEvent {
                id: Some(self.request),
                protocol: VERSION,
                ghost: env!("CARGO_PKG_VERSION").to_owned(),
                features: vec!["probe".to_owned()],
                settings,
            }),
            until,
        )?;
        loop {
            match self.receive(until)? {
                Some(Action::Hello(hello)) if hello.protocol == VERSION => return Ok(()),
                Some(Action::Hello(hello)) => return Err(Trouble::Version(hello.protocol)),
                Some(other) => self.not_asked(&other, until)?,
                None => {}
            }
        }
    }

    /// Asks for repairs of a failed line. `probe` runs a look that the brain asks for, or refuses it.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn failed(
        &mut self,
        mut failed: FailedEvent,
        cancel: &Cancel,
        deadline: Instant,
        mut probe: impl FnMut(&[Vec<String>]) -> Look,
    ) -> Result<Answer, Trouble> {
        let until = until(cancel, deadline);
        self.request += 1;
        failed.id = Some(self.request);
        if let Some(connection) = &mut self.connection {
            connection.begin();
        }
        self.send(&Event::Failed(failed), until)?;
        let mut probes = 0;
        loop {
            let Some(action) = self.receive(until)? else {
                continue;
            };
            if action.id().is_some_and(|id| id != self.request) {
                self.not_asked(&action, until)?;
                continue;
            }
            match action {
                Action::Propose(propose) => return Ok(Answer::Candidates(propose.candidates)),
                Action::GiveUp(answer) => {
                    return Ok(Answer::GaveUp { why: answer.why, hint: answer.hint });
                }
                Action::Execute(execute) if execute.purpose == Purpose::Repair => {
                    return Ok(Answer::Candidates(vec![candidate(execute)]));
                }
                Action::Execute(execute) => {
                    probes += 1;
                    let look = match &execute.argv {
                        Some(_) if probes > MAX_PROBES => Look::refused("too many looks"),
                        Some(argv) => probe(&pipeline(argv)),
                        None => Look::refused("a probe needs argv"),
                    };
                    self.send(&Event::Result(look.into_event(self.request, execute.action_id)), until)?;
                }
                Action::Mind(mind) => {
                    let look = Look::refused("no model is configured");
                    self.send(&Event::Result(look.into_event(self.request, mind.action_id)), until)?;
                }
                Action::Error(error) => return Err(Trouble::Failed(error.message)),
                Action::Progress(_) | Action::Trace(_) => {}
                Action::Hello(_) | Action::Reply(_) => self.not_asked(&action, until)?,
            }
        }
    }

    /// Tells the brain how the request in hand ended. Lost messages are of no consequence.
    pub fn tell(&mut self, verdict: OutcomeVerdict, line: String) {
        let until = Until { deadline: Instant::now() + Duration::from_millis(20), cancel: None };
        let id = Some(self.request);
        if self.send(&Event::Outcome(OutcomeEvent { id, verdict, line }), until).is_err() {
            // Half a message may have got through.
            self.connection = None;
        }
    }

    /// Gives the brain away alive, for a later process to ask: what it reads from, what it writes to, and its process.
    /// `None` when it is in no state for that; it has ended then.
    #[must_use]
    pub fn lend(mut self) -> Option<(OwnedFd, OwnedFd, OwnedFd)> {
        let handle = self.process.as_ref()?.handle()?;
        let (input, output) = self.connection.take()?.into_ends()?;
        // It is nobody's child from now on, and not to be ended here.
        self.process = None;
        Some((output, input, handle))
    }

    fn send(&mut self, event: &Event, until: Until<'_>) -> Result<(), Trouble> {
        let line = codec::encode_event(event).map_err(|fault| Trouble::Garbled(fault.to_string()))?;
        match &mut self.connection {
            Some(connection) => Ok(connection.send(&line, until)?),
            None => Err(Trouble::Broken(Broken::Closed)),
        }
    }

    /// The next message; `None` for a line that was no message but leaves hope.
    fn receive(&mut self, until: Until<'_>) -> Result<Option<Action>, Trouble> {
        let Some(connection) = &mut self.connection else {
            return Err(Trouble::Broken(Broken::Closed));
        };
        let line = connection.receive(until)?;
        match codec::decode_action(&line) {
            Ok(action) => Ok(Some(action)),
            Err(fault) => {
                self.complain(fault.code(), &fault.to_string(), until)?;
                match fault {
                    Fault::UnknownTag(_) | Fault::Field(_) => Ok(None),
                    other => Err(Trouble::Garbled(other.to_string())),
                }
            }
        }
    }

    fn not_asked(&mut self, action: &Action, until: Until<'_>) -> Result<(), Trouble> {
        // An answer to an earlier request may still be under way; anything else is a fault. Nothing is ever run for it.
        if matches!(action, Action::Progress(_) | Action::Trace(_)) {
            return Ok(());
        }
        self.complain("not_asked", "nobody asked for this", until)
    }

    fn complain(&mut self, code: &str, message: &str, until: Until<'_>) -> Result<(), Trouble> {
        self.faults += 1;
        let event =
            Event::Error(ErrorEvent { id: Some(self.request), code: code.to_owned(), message: message.to_owned() });
        self.send(&event, until)?;
        if self.faults >= MAX_FAULTS {
            return Err(Trouble::Garbled(message.to_owned()));
        }
        Ok(())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let until = Until { deadline: Instant::now() + Duration::from_millis(20), cancel: None };
        if self.connection.is_some() {
            let _ = self.send(&Event::Shutdown(ShutdownEvent { id: Some(self.request) }), until);
        }
        // Closed first: that is how a brain that did not listen learns that nobody will ask again.
        self.connection = None;
        if let Some(process) = self.process.take() {
            process.end();
        }
    }
}

/// What a look gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Its exit status; `None` when it was not run.
    pub exit_code: Option<u8>,
    /// What it printed.
    pub stdout: String,
    /// What it complained.
    pub stderr: String,
    /// Bytes left out.
    pub dropped: u64,
    /// How long it ran.
    pub duration: Duration,
    /// Why it was not run.
    pub refused: Option<String>,
}

impl Look {
    /// A look that was not taken.
    #[must_use]
    pub fn refused(why: &str) -> Self {
        Self { refused: Some(why.to_owned()), ..Self::default() }
    }

    fn into_event(self, id: i64, action_id: String) -> ResultEvent {
        let bounded = |number: u128| i64::try_from(number).unwrap_or(i64::MAX).min(9_007_199_254_740_991);
        ResultEvent {
            id: Some(id),
            action_id,
            exit_code: self.exit_code.map(i64::from),
            stdout: self.stdout,
            stderr: self.stderr,
            dropped: bounded(u128::from(self.dropped)),
            duration_ms: bounded(self.duration.as_millis()),
            refused: self.refused,
            usage: None,
        }
    }
}

fn until(cancel: &Cancel, deadline: Instant) -> Until<'_> {
    Until { deadline, cancel: Some(cancel.as_fd()) }
}

/// The programs of a look, each with its words.
#[must_use]
pub fn pipeline(argv: &Argv) -> Vec<Vec<String>> {
    match argv {
        Argv::Words(words) => vec![words.clone()],
        Argv::Pipeline(parts) => parts.clone(),
    }
}

/// An `execute` that is no probe is a proposal of one line, and nothing is proven about it.
fn candidate(execute: ExecuteAction) -> Candidate {
    let words = |words: &Vec<String>| crate::line::join(words, crate::line::Dialect::Bash);
    let command = match (execute.command, execute.argv) {
        (Some(command), _) => command,
        (None, Some(Argv::Words(argv))) => words(&argv),
        (None, Some(Argv::Pipeline(parts))) => parts.iter().map(words).collect::<Vec<_>>().join(" | "),
        (None, None) => String::new(),
    };
    Candidate {
        command,
        why: execute.why,
        confidence: 0.5,
        source: Source::Rule,
        rule: String::new(),
        check: None,
        proven: false,
        origins: Vec::new(),
    }
}
