//! A run whose stdout is a terminal: the command gets a terminal of its own, so that what it prints is seen by ghost
//! and it behaves as without ghost. One terminal for all of its streams: with two, their order would be lost.
//!
//! | stream of ghost | becomes |
//! | --- | --- |
//! | stdin, a terminal | the command's terminal |
//! | stdin, anything else | inherited, untouched; its `/dev/tty` is the command's terminal |
//! | stdout, a terminal | the command's terminal |
//! | stderr, a terminal | the command's terminal |
//! | stderr, a pipe, file or socket | a pipe of its own |
//! | stderr, `/dev/null` or closed | inherited |
//!
//! The person's terminal (`Outer`) is taken at once when it is stdin and we are its foreground; otherwise (the end of a
//! pipeline, whose other programs may be asking for a password just now; the background) only when the command turns
//! out to want keys.

use std::os::fd::{AsRawFd as _, OwnedFd};
use std::sync::atomic::{AtomicI32, Ordering};

use nix::fcntl::OFlag;
use nix::sys::stat::fstat;
use nix::sys::termios::{LocalFlags, tcgetattr};
use nix::unistd::{Pid, pipe2};

use super::command::Command;
use super::error::Error;
use super::held::Held;
use super::keyboard::Keyboard;
use super::monitor::{self, Monitor, Setup};
use super::outer::Outer;
use super::outlet::Outlet;
use super::poll::has_writers;
use super::pty;
use super::relay::{Outcome, Relay, State};
use super::run::{self, Finished};
use super::signals::Signals;
use super::sink::own_stream;
use super::start::Stream;
use super::straggler::{self, Route};
use super::streams::{Kind, Streams};
use crate::hold::{Hold, Source};

/// Output gathered before it is passed on.
const CHUNK: usize = 64 * 1024;

/// Runs it to its end.
///
/// # Errors
/// When there is no terminal, process or descriptor to be had.
pub(super) fn run(command: &Command, streams: &Streams, hold: Hold) -> Result<Finished, Error> {
    let stdout = own_stream(Source::Out);
    let outer = Outer::find(streams.stdin);
    let modes = outer.as_ref().and_then(Outer::modes_for_command).or_else(|| tcgetattr(stdout).ok());
    let pty = pty::open(modes.as_ref(), stdout).map_err(Error::to("open a terminal for the command"))?;
    let stderr = match streams.stderr {
        Kind::Terminal | Kind::Null | Kind::Closed => None,
        _ => Some(pipe2(OFlag::O_CLOEXEC).map_err(Error::errno("open a pipe"))?),
    };
    let signals = Signals::keep(&[libc::SIGWINCH]).map_err(Error::to("watch for signals"))?;
    let (stderr, their_stderr) = stderr.unzip();

    let slave = Stream::Use(pty.slave.as_raw_fd());
    let stream = |kind| if kind == Kind::Terminal { slave } else { Stream::Inherit };
    let guarded = outer.as_ref().zip(modes.as_ref());
    let monitor = monitor::start(&Setup {
        command,
        slave: &pty.slave,
        streams: [
            stream(streams.stdin),
            slave,
            their_stderr.as_ref().map_or(stream(streams.stderr), |fd| Stream::Use(fd.as_raw_fd())),
        ],
        mask: signals.before(),
        guard: guarded.is_some_and(|(outer, _)| outer.is_stdin()),
        outer: guarded.map(|(outer, modes)| (outer, modes.clone())),
    })
    .map_err(Error::to("start a process"))?;
    let device = fstat(&pty.slave).map_or(0, |found| found.st_rdev);
    // While our copy of the command's end is open there is no end of file.
    drop(their_stderr);

    let initial = modes.as_ref().map_or(LocalFlags::empty(), |modes| modes.local_flags);
    let mut relay = Relay {
        monitor,
        signals,
        keyboard: Keyboard::new(outer, initial, device),
        outlet: Outlet::new(streams, hold),
        master: Some(pty.master),
        slave: Some(pty.slave),
        stderr,
        interrupted: false,
        patience: None,
        state: State::Running,
        buffer: vec![0; CHUNK],
    };
    if let Some(modes) = &modes {
        relay.keyboard.take_at_start(modes);
    }
    let outcome = relay.follow_through();
    let Relay { monitor, signals, mut keyboard, outlet, master, stderr, interrupted, .. } = relay;
    keyboard.leave(&monitor);
    match outcome {
        Outcome::Failed(errno) => {
            reap(monitor, master);
            Ok(run::not_started(command.refused(errno)))
        }
        Outcome::Ended { ending, terminal_in_use } => {
            let from_terminal = master.filter(|_| terminal_in_use);
            let from_pipe = stderr.filter(has_writers);
            let gate = if from_terminal.is_none() && from_pipe.is_none() {
                reap(monitor, None);
                None
            } else {
                let to_terminal = own_stream(Source::Out);
                let routes = [
                    from_terminal.map(|from| Route {
                        from: Some(from),
                        to: to_terminal,
                        first: Vec::new(),
                        cooked: true,
                    }),
                    from_pipe.map(|from| Route {
                        from: Some(from),
                        to: own_stream(Source::Err),
                        first: Vec::new(),
                        cooked: false,
                    }),
                ];
                // The monitor stays as long as the line: with the leader of its session a terminal is gone.
                straggler::leave_behind(routes, Some(monitor.line), &signals.before()).ok()
            };
            Ok(Finished {
                ending,
                leftover: Some(outlet.finish()),
                held: Held { gate, cooked: true, ..Held::default() },
                interrupted,
            })
        }
    }
}

/// Lets the monitor go. It is not waited for: that would cost the person two switches of processes. Its number is
/// taken back when the next one goes, or by init.
fn reap(monitor: Monitor, master: Option<OwnedFd>) {
    static LAST: AtomicI32 = AtomicI32::new(0);
    drop((monitor.line, master));
    let last = LAST.swap(monitor.pid.as_raw(), Ordering::Relaxed);
    if last > 0 {
        let _ = run::wait(Pid::from_raw(last), 0);
    }
}
