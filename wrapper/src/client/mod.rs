//! The client of the synapse: asks the brain, answers its probes, and trusts nothing it sends.
//!
//! It starts one brain process and ends it; what the answers mean is the repair machine's business, and whether a
//! line may run is policy's. One request with all its errands is `request`'s.

mod beside;
mod cancel;
mod compiled;
mod connection;
mod embedded;
mod look;
mod process;
mod python;
mod request;
mod trouble;

use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, Instant};

pub use beside::package_beside;
pub use cancel::Cancel;
pub use compiled::compile_talker;
pub use connection::{Broken, Connection, News, Until};
pub use embedded::{HASH as KERNEL_HASH, unpacked};
pub use look::{Look, MOST, fitting};
pub use process::{COMPILED, Kernel, Process, Running, hear_signals, keep_to_the_streams};
pub use python::{behind as python_behind, find as find_python, is_script};
pub use request::{Answer, Aside, Body, Said, pipeline};
pub use trouble::Trouble;

use crate::protocol::codec::{self, Fault};
use crate::protocol::types::{
    Action, CancelEvent, ErrorEvent, Event, HelloEvent, OutcomeEvent, Settings, ShutdownEvent, VERSION,
};

/// A person waits for their prompt.
const STOPS_WITHIN: Duration = Duration::from_millis(100);
/// Messages that cannot be used, before the brain is held to be broken.
const MAX_FAULTS: usize = 8;

/// A line from the brain.
#[derive(Debug)]
enum Heard {
    /// A message.
    Action(Action),
    /// What begins like none.
    Text(String),
    /// What was none, but leaves hope.
    Nothing,
}

/// A brain in hand.
#[derive(Debug)]
pub struct Client {
    connection: Option<Connection>,
    process: Option<Process>,
    request: i64,
    faults: usize,
    /// It has an outcome to write down.
    is_told: bool,
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
        let slept = matches!(kernel, Kernel::Lent { .. });
        let (input, output, process) =
            process::start(kernel, log).map_err(|error| Trouble::Missing(error.to_string()))?;
        let connection = Connection::new(input, output).map_err(|errno| Trouble::Missing(errno.desc().to_owned()));
        let mut client = Self { connection: None, process: Some(process), request: 0, faults: 0, is_told: false };
        client.connection = Some(connection?);
        if slept {
            // Its earlier requests had other numbers: answers that are late can be told apart.
            client.request = i64::from(std::process::id()) << 16;
        }
        // One that slept is greeted as well: the settings may have changed since.
        client.greet(settings, Until::new(cancel, deadline))?;
        Ok(client)
    }

    /// Goes on with a brain that was greeted before; `None` when there is no talking to it.
    #[must_use]
    pub fn resume(kernel: Kernel) -> Option<Self> {
        let (input, output, process) = process::start(kernel, None).ok()?;
        let request = i64::from(std::process::id()) << 16;
        let mut client = Self { connection: None, process: Some(process), request, faults: 0, is_told: false };
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
                Heard::Action(Action::Hello(hello)) if hello.protocol == VERSION => return Ok(()),
                Heard::Action(Action::Hello(hello)) => return Err(Trouble::Version(hello.protocol)),
                Heard::Action(other) => self.not_asked(&other, until)?,
                Heard::Text(_) => return Err(Trouble::Garbled("a line that is no JSON object".to_owned())),
                Heard::Nothing => {}
            }
        }
    }

    /// Tells the brain how a request ended: the one in hand, unless it says another. Lost messages are of no consequence.
    pub fn tell(&mut self, outcome: OutcomeEvent) {
        let until = Until::alone(Instant::now() + Duration::from_millis(20));
        let id = Some(self.request);
        if self.send(&Event::Outcome(OutcomeEvent { id, ..outcome }), until).is_err() {
            // Half a message may have got through.
            self.connection = None;
        }
        self.is_told = self.connection.is_some();
    }

    /// Tells the brain that the request in hand is no longer wanted. True when it says in time that nothing more comes of it:
    /// then it can be asked again.
    pub fn cancel(&mut self) -> bool {
        let until = Until::alone(Instant::now() + STOPS_WITHIN);
        let request = self.request;
        if self.send(&Event::Cancel(CancelEvent { id: Some(request) }), until).is_err() {
            return false;
        }
        loop {
            match self.receive(until) {
                Ok(Heard::Action(Action::Cancelled(end))) if end.id.is_none_or(|id| id == request) => return true,
                // What was under way.
                Ok(_) => {}
                Err(_) => return false,
            }
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

    /// A request begins; gives its number.
    fn begin(&mut self) -> i64 {
        self.request += 1;
        if let Some(connection) = &mut self.connection {
            connection.begin();
        }
        self.request
    }

    /// The next line.
    fn receive(&mut self, until: Until<'_>) -> Result<Heard, Trouble> {
        let Some(connection) = &mut self.connection else {
            return Err(Trouble::Broken(Broken::Closed));
        };
        let line = connection.receive(until)?;
        if line.iter().find(|byte| !b" \t\r".contains(byte)) != Some(&b'{') {
            return Ok(Heard::Text(String::from_utf8_lossy(&line).into_owned()));
        }
        match codec::decode_action(&line) {
            Ok(action) => Ok(Heard::Action(action)),
            Err(fault) => {
                self.complain(fault.code(), &fault.to_string(), until)?;
                match fault {
                    Fault::UnknownTag(_) | Fault::Field(_) => Ok(Heard::Nothing),
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
        let until = Until::alone(Instant::now() + Duration::from_millis(20));
        if self.connection.is_some() {
            let _ = self.send(&Event::Shutdown(ShutdownEvent { id: Some(self.request) }), until);
        }
        // Closed first: that is how a brain that did not listen learns that nobody will ask again.
        self.connection = None;
        if let Some(process) = self.process.take() {
            process.end(if self.is_told { process::LAST_THOUGHT } else { process::GRACE });
        }
    }
}
