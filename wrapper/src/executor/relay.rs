//! Between two terminals: carries output out and keys in, and follows the command to its end.

use std::os::fd::{AsFd as _, AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use libc::{POLLERR, POLLIN, POLLOUT, c_short};
use nix::errno::Errno;
use nix::sys::termios::tcgetattr;
use nix::unistd::read;

use super::keyboard::Keyboard;
use super::monitor::{Heard, Monitor, News, Order};
use super::outlet::Outlet;
use super::poll::{bytes_in, wait_for};
use super::pty;
use super::run;
use super::signals::{Received, Signals, is_interrupt};
use super::sink::own_stream;
use crate::capture::Ending;
use crate::hold::Source;

/// A read of a master gives this much at most (the kernel's flip buffers).
const PAGE: usize = 4096;
/// Read after the command's end at most: more than a terminal buffers. What is beyond was printed by others.
const DRAIN: usize = 256 * 1024;

/// What a terminal that takes nothing (Ctrl-S) is waited for after the end, when somebody wanted an end.
const PATIENCE: Duration = Duration::from_secs(1);

/// How the command came to its end.
pub(super) enum Outcome {
    /// It was never started: an errno.
    Failed(i32),
    Ended {
        ending: Ending,
        /// Somebody else still has its terminal open.
        terminal_in_use: bool,
    },
}

/// A command under way.
pub(super) struct Relay {
    pub(super) monitor: Monitor,
    pub(super) signals: Signals,
    pub(super) keyboard: Keyboard,
    pub(super) outlet: Outlet,
    /// `None` once our terminal has gone.
    pub(super) master: Option<OwnedFd>,
    /// Kept open until the command has ended: a terminal that nobody has open counts as hung up, which poll(2) tells at
    /// once and again and again. From then on that is the sign that the last of the command's processes has closed it.
    pub(super) slave: Option<OwnedFd>,
    /// The command's stderr, where that is no terminal.
    pub(super) stderr: Option<OwnedFd>,
    pub(super) interrupted: bool,
    /// Until when output is waited for that cannot be written.
    pub(super) patience: Option<Instant>,
    pub(super) state: State,
    pub(super) buffer: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    Running,
    Failed(i32),
    Ended {
        ending: Ending,
        /// Bytes to be read yet, at most: from the terminal, and from the pipe.
        due: [usize; 2],
        in_use: bool,
    },
}

impl Relay {
    /// Returns when the command has ended and all that it printed was taken and, unless held, passed on.
    pub(super) fn follow_through(&mut self) -> Outcome {
        loop {
            let ready = self.wait();
            if ready.signal != 0 {
                self.take_signals();
            }
            if ready.line != 0 {
                self.take_news();
            }
            self.serve_sinks(&ready);
            if ready.master & POLLOUT != 0
                && let Some(master) = &self.master
            {
                self.keyboard.flush(master);
            }
            if ready.master & !POLLOUT != 0 && matches!(self.state, State::Running) {
                self.take_output();
            }
            if ready.stderr != 0 {
                self.take_errors();
            }
            if ready.keys != 0 && matches!(self.state, State::Running) {
                self.take_keys();
            }
            self.look();
            match self.state {
                State::Running => {}
                State::Failed(errno) => return Outcome::Failed(errno),
                State::Ended { .. } => self.drain(),
            }
            if let State::Ended { ending, due: [0, 0], in_use } = self.state
                && !self.outlet.is_busy()
            {
                return Outcome::Ended { ending, terminal_in_use: in_use };
            }
        }
    }

    fn wait(&mut self) -> Ready {
        let left = self.outlet.tick();
        let running = matches!(self.state, State::Running);
        let looks = self.keyboard.left(self.outlet.is_keeping()).filter(|_| running);
        let left = [left, looks].into_iter().flatten().min();
        // What is left to be read after the end is there already; it waits for nothing but the way out.
        let drained = matches!(self.state, State::Ended { due: [0, 0], .. });
        let mut left = if running || drained || self.outlet.is_busy() { left } else { Some(Duration::ZERO) };
        if let Some(end) = self.patience {
            let rest = end.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                self.outlet.give_up();
            }
            left = Some(left.map_or(rest, |left| left.min(rest)));
        }

        let fd = |fd: Option<&OwnedFd>| fd.map_or(-1, AsRawFd::as_raw_fd);
        let ask = |fd, events| libc::pollfd { fd, events, revents: 0 };
        let input = if self.outlet.out.is_busy() { 0 } else { POLLIN };
        let keys = if self.keyboard.is_busy() { POLLOUT } else { 0 };
        let master = self.master.as_ref().filter(|_| running && input | keys != 0);
        let stderr = self.stderr.as_ref().filter(|_| running && !self.outlet.err.is_busy());
        let keyboard = self.keyboard.awaited().filter(|_| running);
        let sink = |busy: bool, fd| ask(if busy { fd } else { -1 }, POLLOUT);
        let mut asked = [
            ask(self.signals.as_fd().as_raw_fd(), POLLIN),
            ask(if running { self.monitor.line.as_raw_fd() } else { -1 }, POLLIN),
            ask(fd(master), input | keys),
            ask(fd(stderr), POLLIN),
            ask(keyboard.map_or(-1, |fd| fd.as_raw_fd()), POLLIN),
            sink(self.outlet.out.is_busy(), self.outlet.out.fd().as_raw_fd()),
            sink(self.outlet.err.is_busy(), self.outlet.err.fd().as_raw_fd()),
        ];
        wait_for(&mut asked, left);
        let [signal, line, master, stderr, keys, out, err] = asked.map(|asked| asked.revents);
        Ready { signal, line, master, stderr, keys, out, err }
    }

    fn serve_sinks(&mut self, ready: &Ready) {
        if ready.out != 0 {
            self.outlet.out.flush();
            if self.outlet.out.is_broken() {
                self.hang_up();
            }
        }
        if ready.err & POLLERR != 0 {
            self.outlet.err.give_up();
        } else if ready.err != 0 {
            self.outlet.err.flush();
        }
        if self.outlet.err.is_broken() {
            // The next write of the command fails as it would have without ghost.
            self.stderr = None;
        }
    }

    /// What the command has printed to its terminal so far, up to a buffer full. The number of bytes, or why none.
    fn gather(&mut self, most: usize) -> Result<usize, Errno> {
        let Some(master) = &self.master else {
            return Err(Errno::EIO);
        };
        let mut count = 0;
        while count + PAGE <= most.min(self.buffer.len()) {
            match read(master, &mut self.buffer[count..count + PAGE]) {
                Ok(0) if count > 0 => break,
                Ok(0) => return Err(Errno::EIO),
                Ok(got) => {
                    count += got;
                    if got < PAGE {
                        break;
                    }
                }
                Err(Errno::EINTR) => {}
                Err(_) if count > 0 => break,
                Err(errno) => return Err(errno),
            }
        }
        // The modes are followed before the bytes leave: a password prompt must not be seen before echo is off.
        if let Ok(inner) = tcgetattr(master) {
            let asks = self.keyboard.asks(&inner);
            if asks {
                self.outlet.release();
            }
            self.keyboard.follow(&inner, asks, &self.monitor, &self.signals);
        }
        self.keyboard.hurry();
        let count = self.keyboard.swallow_echo(&mut self.buffer[..count]);
        self.outlet.out.keep_returns(self.keyboard.is_taken());
        self.outlet.take(Source::Out, &self.buffer[..count]);
        self.outlet.out.settle();
        if self.outlet.out.is_broken() {
            self.hang_up();
        }
        Ok(count)
    }

    fn take_output(&mut self) {
        // EAGAIN: nothing yet. EIO cannot be while the command runs, since we have its terminal open.
        let _ = self.gather(self.buffer.len());
    }

    fn take_errors(&mut self) {
        let Some(pipe) = &self.stderr else {
            return;
        };
        match read(pipe, &mut self.buffer) {
            Ok(0) => self.stderr = None,
            Ok(got) => self.outlet.take(Source::Err, &self.buffer[..got]),
            Err(Errno::EINTR | Errno::EAGAIN) => {}
            Err(_) => self.stderr = None,
        }
    }

    /// After the end: takes what is left, as far as it can be passed on.
    fn drain(&mut self) {
        let State::Ended { ending, due: [mut terminal, mut pipe], mut in_use } = self.state else {
            return;
        };
        while terminal > 0 && !self.outlet.out.is_busy() {
            match self.gather(terminal.max(PAGE)) {
                Ok(count) => terminal = terminal.saturating_sub(count),
                Err(errno) => {
                    in_use = errno == Errno::EAGAIN;
                    terminal = 0;
                }
            }
        }
        while pipe > 0 && !self.outlet.err.is_busy() {
            let most = pipe.min(self.buffer.len());
            let got = self.stderr.as_ref().and_then(|fd| read(fd, &mut self.buffer[..most]).ok());
            let got = got.unwrap_or(0);
            self.outlet.take(Source::Err, &self.buffer[..got]);
            pipe = if got == 0 { 0 } else { pipe - got };
        }
        self.state = State::Ended { ending, due: [terminal, pipe], in_use };
    }

    fn take_keys(&mut self) {
        self.outlet.release();
        if let Some(master) = &self.master
            && !self.keyboard.take_keys(master, &self.monitor, &mut self.buffer)
        {
            self.hang_up();
        }
    }

    /// Looks at what the command wants, when it is time to.
    fn look(&mut self) {
        let Some(master) = &self.master else {
            return;
        };
        let due = self.keyboard.left(self.outlet.is_keeping()).is_some_and(|left| left.is_zero());
        if !due || !matches!(self.state, State::Running) {
            return;
        }
        if let Ok(inner) = tcgetattr(master) {
            let wanted = self.keyboard.look(master, &inner, &self.monitor);
            if wanted {
                // Before the terminal is taken: that may stop us.
                self.catch_up();
            }
            self.keyboard.follow(&inner, wanted, &self.monitor, &self.signals);
            self.outlet.out.keep_returns(self.keyboard.is_taken());
        }
    }

    /// Takes and shows all that the command has printed so far: some may have come since poll(2) was asked.
    fn catch_up(&mut self) {
        self.take_output();
        if self.stderr.as_ref().is_some_and(|pipe| bytes_in(pipe) > 0) {
            self.take_errors();
        }
        self.outlet.release();
    }

    fn take_news(&mut self) {
        loop {
            match self.monitor.hear() {
                Heard::Nothing => return,
                Heard::Said(News::Failed(errno)) => self.state = State::Failed(errno),
                Heard::Said(News::Stopped(signal)) => self.stop(signal),
                Heard::Said(News::Ended(status)) => return self.end(run::ending_of(status)),
                // Somebody has killed it, and with it the command's session.
                Heard::Gone if matches!(self.state, State::Running) => {
                    return self.end(Ending::Signalled(9));
                }
                Heard::Gone => return,
            }
        }
    }

    fn end(&mut self, ending: Ending) {
        self.slave = None;
        let terminal = if self.master.is_some() { DRAIN } else { 0 };
        let pipe = self.stderr.as_ref().map_or(0, bytes_in);
        self.state = State::Ended { ending, due: [terminal, pipe], in_use: true };
        if self.interrupted {
            // Nobody is going to repair what was to end.
            self.outlet.release();
            self.patience = Some(Instant::now() + PATIENCE);
        }
    }

    /// The command was stopped: so are we, for the shell to see, until somebody lets us go on.
    fn stop(&mut self, signal: i32) {
        self.catch_up();
        self.outlet.out.flush();
        self.keyboard.leave(&self.monitor);
        self.signals.stop_with(signal);
        if let Some(master) = &self.master {
            if let Ok(inner) = tcgetattr(master) {
                self.keyboard.follow(&inner, false, &self.monitor, &self.signals);
            }
            pty::copy_size(own_stream(Source::Out), master);
        }
        self.keyboard.resume();
        self.monitor.tell(Order::Continue);
    }

    fn take_signals(&mut self) {
        while let Some(Received { signal, sent }) = self.signals.next() {
            match signal {
                libc::SIGWINCH => self.follow_size(),
                libc::SIGCONT => {
                    self.keyboard.resume();
                    self.follow_size();
                }
                // The monitor is our only child, and it speaks for itself.
                libc::SIGPIPE | libc::SIGCHLD => {}
                _ => {
                    self.interrupted |= is_interrupt(signal);
                    self.pass_on(signal, sent);
                }
            }
        }
    }

    fn follow_size(&self) {
        if let Some(master) = &self.master {
            pty::copy_size(own_stream(Source::Out), master);
        }
    }

    fn pass_on(&mut self, signal: i32, sent: bool) {
        if !matches!(self.state, State::Running) {
            self.signals.owe(signal);
            self.outlet.give_up();
        } else if sent {
            self.monitor.tell(Order::Signal(signal));
        } else if signal == libc::SIGHUP {
            self.hang_up();
        } else if let Some(master) = &self.master {
            self.keyboard.type_signal(signal, master, &self.monitor);
        } else {
            self.monitor.tell(Order::Signal(signal));
        }
    }

    /// The person's terminal has gone. So does the command's.
    fn hang_up(&mut self) {
        self.monitor.tell(Order::HangUp);
        self.interrupted = true;
        self.outlet.give_up();
        self.keyboard.forget();
        self.master = None;
    }
}

struct Ready {
    signal: c_short,
    line: c_short,
    master: c_short,
    stderr: c_short,
    keys: c_short,
    out: c_short,
    err: c_short,
}
