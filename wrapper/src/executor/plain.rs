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

use std::os::fd::{AsFd as _, AsRawFd, OwnedFd};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, pipe2, read};

use super::command::Command;
use super::error::Error;
use super::held::Held;
use super::hold::{Hold, Source};
use super::outlet::Outlet;
use super::poll::wait_for;
use super::run::{self, Finished};
use super::signals::{Received, Signals, is_interrupt};
use super::sink::own_stream;
use super::start::Stream;
use super::straggler::{self, Route};
use super::streams::{Kind, Streams};
use crate::capture::Ending;
use crate::exit;

/// Read at once at most; what a pipe holds by default (pipe(7)).
const CHUNK: usize = 64 * 1024;

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
        state: State::Running,
        interrupted: false,
        pipes: [out.ours, err.ours],
        outlet: Outlet::new(streams, hold),
        buffer: vec![0; CHUNK],
    };
    let ending = watch.to_the_end();
    let gate = watch.leave_stragglers();
    Ok(Finished {
        ending,
        leftover: seen.then(|| watch.outlet.finish()),
        held: Held { gate, ..Held::default() },
        interrupted: watch.interrupted,
    })
}

enum State {
    Running,
    Ended {
        ending: Ending,
        /// Bytes each pipe held at the end: what comes later was printed by somebody else.
        due: [usize; 2],
    },
}

/// A command under way.
struct Watch {
    pid: Pid,
    signals: Signals,
    state: State,
    interrupted: bool,
    /// Ours; `None` once nobody can write to it any more, or nobody reads what we would pass on.
    pipes: [Option<OwnedFd>; 2],
    outlet: Outlet,
    buffer: Vec<u8>,
}

const SOURCES: [Source; 2] = [Source::Out, Source::Err];

impl Watch {
    /// Returns when the command has ended and all that it printed was taken and, unless held, passed on.
    fn to_the_end(&mut self) -> Ending {
        loop {
            let left = self.outlet.tick();
            let Ready { signal, input, sink } = self.wait(left);
            if signal {
                self.take_signals();
            }
            for at in 0..2 {
                self.serve_sink(at, sink[at]);
                if input[at] {
                    self.take_output(at);
                }
                if self.outlet.sink(SOURCES[at]).is_broken() {
                    // The next write of the command fails as it would have without ghost.
                    self.pipes[at] = None;
                }
            }
            if let State::Ended { ending, due } = self.state {
                let idle = |at: usize| self.pipes[at].is_none() || due[at] == 0;
                if idle(0) && idle(1) && !self.outlet.is_busy() {
                    return ending;
                }
            }
        }
    }

    fn wait(&mut self, left: Option<Duration>) -> Ready {
        let input = [0, 1].map(|at: usize| {
            let wanted = match self.state {
                State::Running => true,
                State::Ended { due, .. } => due[at] > 0,
            };
            // What cannot be written is not read: the command waits, as it would for a slow reader.
            let wanted = wanted && !self.outlet.sink(SOURCES[at]).is_busy();
            self.pipes[at].as_ref().filter(|_| wanted).map_or(-1, AsRawFd::as_raw_fd)
        });
        let sink = [0, 1].map(|at: usize| {
            let sink = self.outlet.sink(SOURCES[at]);
            // A reader that goes away is noticed even while nothing is printed: some programs watch for that.
            let wanted = sink.is_busy() || (sink.kind() == Kind::Pipe && self.pipes[at].is_some());
            let events = if sink.is_busy() { libc::POLLOUT } else { 0 };
            (if wanted { sink.fd().as_raw_fd() } else { -1 }, events)
        });
        let ask = |fd, events| libc::pollfd { fd, events, revents: 0 };
        let mut asked = [
            ask(self.signals.as_fd().as_raw_fd(), libc::POLLIN),
            ask(input[0], libc::POLLIN),
            ask(input[1], libc::POLLIN),
            ask(sink[0].0, sink[0].1),
            ask(sink[1].0, sink[1].1),
        ];
        wait_for(&mut asked, left);
        let [signal, rest @ ..] = asked.map(|asked| asked.revents);
        Ready { signal: signal != 0, input: [rest[0] != 0, rest[1] != 0], sink: [rest[2], rest[3]] }
    }

    fn serve_sink(&mut self, at: usize, events: libc::c_short) {
        let sink = self.outlet.sink(SOURCES[at]);
        if events & libc::POLLERR != 0 {
            sink.give_up();
        } else if events != 0 {
            sink.flush();
        }
    }

    fn take_output(&mut self, at: usize) {
        let Some(pipe) = &self.pipes[at] else {
            return;
        };
        let room = match self.state {
            State::Running => CHUNK,
            State::Ended { due, .. } => due[at].min(CHUNK),
        };
        let got = match read(pipe, &mut self.buffer[..room]) {
            Ok(got) => got,
            Err(Errno::EINTR | Errno::EAGAIN) => return,
            Err(_) => 0,
        };
        if got == 0 {
            self.pipes[at] = None;
            return;
        }
        if let State::Ended { due, .. } = &mut self.state {
            due[at] -= got;
        }
        self.outlet.take(SOURCES[at], &self.buffer[..got]);
    }

    fn take_signals(&mut self) {
        while let Some(Received { signal, sent }) = self.signals.next() {
            match signal {
                libc::SIGCHLD => self.look_after_child(),
                libc::SIGPIPE | libc::SIGCONT => {}
                _ => {
                    self.interrupted |= is_interrupt(signal);
                    match self.state {
                        // What the terminal sends, it sends to the command as well.
                        State::Running if sent => {
                            let _ = kill(self.pid, Signal::try_from(signal).ok());
                        }
                        State::Running => {}
                        State::Ended { .. } => {
                            self.signals.owe(signal);
                            self.outlet.give_up();
                        }
                    }
                }
            }
        }
    }

    fn look_after_child(&mut self) {
        if matches!(self.state, State::Ended { .. }) {
            return;
        }
        loop {
            let ending = match run::wait(self.pid, libc::WNOHANG | libc::WUNTRACED) {
                Ok(None) => return,
                Ok(Some(status)) if libc::WIFSTOPPED(status) => {
                    self.outlet.release();
                    self.signals.stop_with(libc::WSTOPSIG(status));
                    let _ = kill(self.pid, Signal::SIGCONT);
                    continue;
                }
                Ok(Some(status)) => run::ending_of(status),
                // Somebody else has reaped it; how it ended is lost.
                Err(_) => Ending::Exited(exit::OWN_ERROR),
            };
            let due = [0, 1].map(|at: usize| self.pipes[at].as_ref().map_or(0, bytes_in));
            self.state = State::Ended { ending, due };
            return;
        }
    }

    /// Somebody may still hold a pipe that the command has left: their output goes on without us.
    fn leave_stragglers(&mut self) -> Option<OwnedFd> {
        let routes = [0, 1].map(|at: usize| {
            let from = self.pipes[at].take()?;
            has_writers(&from).then(|| Route { from, to: own_stream(SOURCES[at]) })
        });
        if routes.iter().all(Option::is_none) {
            return None;
        }
        straggler::leave_behind(routes, None, &self.signals.before()).ok()
    }
}

struct Ready {
    signal: bool,
    input: [bool; 2],
    sink: [libc::c_short; 2],
}

/// The number of bytes that wait in a pipe.
fn bytes_in(pipe: &OwnedFd) -> usize {
    let mut count: libc::c_int = 0;
    // SAFETY: FIONREAD writes one int.
    unsafe { libc::ioctl(pipe.as_raw_fd(), libc::FIONREAD, &raw mut count) };
    usize::try_from(count).unwrap_or(0)
}

fn has_writers(pipe: &OwnedFd) -> bool {
    let mut asked = [libc::pollfd { fd: pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 }];
    wait_for(&mut asked, Some(Duration::ZERO));
    asked[0].revents & libc::POLLHUP == 0
}
