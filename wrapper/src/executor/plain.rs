//! A run whose stdout is no terminal: plain pipes, in ghost's own process group and session, so that the shell's job
//! control, `/dev/tty` and everything else are the command's own. stdin is inherited and never touched.
//!
//! | stream | becomes |
//! | --- | --- |
//! | stdin, whatever it is | inherited |
//! | stdout and stderr, one and the same | one pipe: the order is exact |
//! | a pipe, file, socket or terminal | a pipe of its own |
//! | `/dev/null`, closed | inherited: nobody sees it, so nothing has to be kept back |
//!
//! stderr gets a pipe even where it is a terminal (`ghost x | less`): a terminal of ghost's own would need the keyboard
//! as well, which belongs to the rest of the pipeline.

use std::os::fd::{AsFd as _, AsRawFd as _, OwnedFd, RawFd};
use std::time::Duration;

use nix::fcntl::OFlag;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, pipe2};

use super::command::Command;
use super::error::Error;
use super::flow::{Buffer, Flow};
use super::held::Held;
use super::outlet::Outlet;
use super::poll::wait_for;
use super::run::{self, Finished};
use super::signals::{Received, Signals, is_interrupt};
use super::sink::{Sink, own_stream};
use super::start::Stream;
use super::straggler::{self, Route};
use super::streams::{Kind, Streams};
use crate::capture::Ending;
use crate::exit;
use crate::hold::{Hold, Source};

/// The command's end of a stream, and ours.
struct Pipe {
    ours: Option<OwnedFd>,
    theirs: Option<OwnedFd>,
}

impl Pipe {
    fn open(wanted: bool) -> Result<Self, Error> {
        if !wanted {
            return Ok(Self { ours: None, theirs: None });
        }
        let (ours, theirs) = pipe2(OFlag::O_CLOEXEC).map_err(Error::errno("open a pipe"))?;
        Ok(Self { ours: Some(ours), theirs: Some(theirs) })
    }
}

/// Runs it to its end.
///
/// # Errors
/// When there is no pipe or signal descriptor to be had.
pub(super) fn run(command: &Command, streams: &Streams, hold: Hold) -> Result<Finished, Error> {
    let wanted = |kind| !matches!(kind, Kind::Null | Kind::Closed);
    let out = Pipe::open(wanted(streams.stdout))?;
    let err = Pipe::open(wanted(streams.stderr) && !streams.joined)?;
    let signals = Signals::keep(&[libc::SIGTTIN, libc::SIGTTOU]).map_err(Error::to("watch for signals"))?;

    let stream = |pipe: &Pipe| pipe.theirs.as_ref().map_or(Stream::Inherit, |fd| Stream::Use(fd.as_raw_fd()));
    let stdout = stream(&out);
    let stderr = if streams.joined { stdout } else { stream(&err) };
    let pid = match command.start([Stream::Inherit, stdout, stderr], None, signals.before()) {
        Ok(pid) => pid,
        Err(errno) => return Ok(run::not_started(command.refused(errno))),
    };
    // While our copies of the command's ends are open there is no end of file.
    drop((out.theirs, err.theirs));
    let seen = out.ours.is_some() || err.ours.is_some();
    let mut watch = Watch {
        pid,
        signals,
        ending: None,
        interrupted: false,
        flows: [Flow::new(Source::Out, out.ours), Flow::new(Source::Err, err.ours)],
        outlet: Outlet::new(streams, hold),
        buffer: Buffer::default(),
    };
    let ending = watch.follow_through();
    let Watch { signals, flows, mut outlet, interrupted, .. } = watch;
    let gate = leave_stragglers(flows, &mut outlet, &signals);
    Ok(Finished {
        ending,
        leftover: seen.then(|| outlet.finish()),
        held: Held { gate, ..Held::default() },
        interrupted,
    })
}

/// What is left goes on without us: what could not be written yet, and what others print into the command's pipes.
fn leave_stragglers(flows: [Flow; 2], outlet: &mut Outlet, signals: &Signals) -> Option<OwnedFd> {
    let [out, err] = flows.map(Flow::into_rest);
    let mut route = |from: Option<OwnedFd>, source| {
        let first = outlet.sink(source).take_pending();
        (from.is_some() || !first.is_empty()).then(|| Route { from, to: own_stream(source), first, cooked: false })
    };
    let routes = [route(out, Source::Out), route(err, Source::Err)];
    if routes.iter().all(Option::is_none) {
        return None;
    }
    straggler::leave_behind(routes, None, &signals.before()).ok()
}

/// A command under way.
struct Watch {
    pid: Pid,
    signals: Signals,
    ending: Option<Ending>,
    interrupted: bool,
    flows: [Flow; 2],
    outlet: Outlet,
    buffer: Buffer,
}

impl Watch {
    /// Returns when the command has ended and all that it printed was taken and, unless held, passed on.
    fn follow_through(&mut self) -> Ending {
        loop {
            let left = self.outlet.tick();
            let [signal, out, err, to_out, to_err] = self.wait(left);
            if signal != 0 {
                self.take_signals();
            }
            let [stdout, stderr] = &mut self.flows;
            stdout.serve_sink(to_out, &mut self.outlet, &mut self.buffer);
            stderr.serve_sink(to_err, &mut self.outlet, &mut self.buffer);
            if out != 0 {
                stdout.take(out, &mut self.outlet, &mut self.buffer);
            }
            if err != 0 {
                stdout.record(&mut self.outlet);
                stderr.take(err, &mut self.outlet, &mut self.buffer);
            }
            let Some(ending) = self.ending else {
                continue;
            };
            let done = self.flows.iter().all(Flow::is_done) && !self.outlet.is_busy();
            // Somebody wanted an end: a slow reader must not put it off.
            let put_off = self.interrupted && self.flows.iter().any(|flow| flow.is_blocked(&self.outlet));
            if done || put_off {
                self.flows[0].record(&mut self.outlet);
                return ending;
            }
        }
    }

    /// What is ready: signals, the two pipes, the two ways out.
    fn wait(&mut self, left: Option<Duration>) -> [libc::c_short; 5] {
        let ask = |fd: Option<RawFd>, events| libc::pollfd { fd: fd.unwrap_or(-1), events, revents: 0 };
        let pipe = |flow: &Flow| ask(flow.awaited(&self.outlet), libc::POLLIN);
        let way_out = |flow: &Flow, sink: &Sink| {
            let blocked = flow.is_blocked(&self.outlet);
            // A reader that goes away is noticed even while nothing is printed: some programs watch for that.
            let wanted = blocked || (sink.kind() == Kind::Pipe && flow.is_open());
            ask(wanted.then(|| sink.fd().as_raw_fd()), if blocked { libc::POLLOUT } else { 0 })
        };
        let [stdout, stderr] = &self.flows;
        let mut asked = [
            ask(Some(self.signals.as_fd().as_raw_fd()), libc::POLLIN),
            pipe(stdout),
            pipe(stderr),
            way_out(stdout, &self.outlet.out),
            way_out(stderr, &self.outlet.err),
        ];
        wait_for(&mut asked, left);
        asked.map(|asked| asked.revents)
    }

    fn take_signals(&mut self) {
        while let Some(Received { signal, sent }) = self.signals.next() {
            match signal {
                libc::SIGCHLD => self.look_after_child(),
                libc::SIGPIPE | libc::SIGCONT => {}
                _ => {
                    self.interrupted |= is_interrupt(signal);
                    if self.ending.is_some() {
                        self.signals.owe(signal);
                        self.outlet.give_up();
                    } else if sent {
                        // What the terminal sends, it sends to the command as well.
                        let _ = kill(self.pid, Signal::try_from(signal).ok());
                    }
                }
            }
        }
    }

    fn look_after_child(&mut self) {
        while self.ending.is_none() {
            let ending = match run::wait(self.pid, libc::WNOHANG | libc::WUNTRACED) {
                Ok(None) => return,
                Ok(Some(status)) if libc::WIFSTOPPED(status) => {
                    // What it printed before may still be on its way.
                    for flow in &mut self.flows {
                        flow.take_now(&mut self.outlet, &mut self.buffer);
                    }
                    self.outlet.release();
                    self.signals.stop_with(libc::WSTOPSIG(status));
                    let _ = kill(self.pid, Signal::SIGCONT);
                    continue;
                }
                Ok(Some(status)) => run::ending_of(status),
                // Somebody else has reaped it; how it ended is lost.
                Err(_) => Ending::Exited(exit::OWN_ERROR),
            };
            self.ending = Some(ending);
            if self.interrupted {
                // Nobody is going to repair what was to end.
                self.outlet.release();
            }
            self.flows.iter_mut().for_each(Flow::note_end);
        }
    }
}
