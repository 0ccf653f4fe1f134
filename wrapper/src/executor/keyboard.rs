//! Keys on their way from the person's terminal to the command's.
//!
//! They are passed on when the command wants them. Until then they stay where they are: the shell finds what was typed
//! ahead once the command has ended.

use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::termios::{LocalFlags, Termios, tcgetattr};
use nix::unistd::{tcgetpgrp, write};

use super::monitor::{Monitor, Order};
use super::outer::{Keys, Outer};
use super::signals::Signals;
use super::wanting::{self, Wants};

/// First pause between two looks at what the command wants.
const QUICK: Duration = Duration::from_millis(15);
/// Longest pause while typed keys wait.
const WAITING: Duration = Duration::from_millis(100);
/// Longest pause while the terminal is not taken.
const IDLE: Duration = Duration::from_secs(1);

/// What a program that reads passwords or single keys changes.
const TELLING: LocalFlags = LocalFlags::ICANON.union(LocalFlags::ECHO);

/// The person's terminal as a source of keys.
#[derive(Debug)]
pub(super) struct Keyboard {
    outer: Option<Outer>,
    /// Read, but not yet taken by the command's terminal.
    pending: Vec<u8>,
    /// How the command's terminal was at the start.
    initial: LocalFlags,
    /// Device number of the command's terminal.
    terminal: u64,
    /// Keys have been typed that nobody wants yet.
    unwanted: bool,
    /// A key passed on whose echo the person's terminal has shown already.
    echoed: Option<u8>,
    /// Until when the last answer may be taken for granted.
    granted: Option<Instant>,
    pace: Duration,
    next: Instant,
}

impl Keyboard {
    pub(super) fn new(outer: Option<Outer>, initial: LocalFlags, terminal: u64) -> Self {
        Self {
            outer,
            pending: Vec::new(),
            initial: initial & TELLING,
            terminal,
            unwanted: false,
            echoed: None,
            granted: None,
            pace: QUICK,
            next: Instant::now() + QUICK,
        }
    }

    /// The terminal to wait at for keys; `None` while none are to be read.
    pub(super) fn awaited(&self) -> Option<BorrowedFd<'_>> {
        let outer = self.outer.as_ref().filter(|outer| outer.is_taken())?;
        (self.pending.is_empty() && !self.unwanted).then(|| outer.as_fd())
    }

    pub(super) fn is_taken(&self) -> bool {
        self.outer.as_ref().is_some_and(Outer::is_taken)
    }

    /// Keys wait for room in the command's terminal.
    pub(super) fn is_busy(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The time after which to `look`; `keeping`: output is being kept back.
    pub(super) fn left(&self, keeping: bool) -> Option<Duration> {
        let watched = self.outer.is_some() && !self.is_taken();
        (keeping || watched || self.unwanted).then(|| self.next.saturating_duration_since(Instant::now()))
    }

    /// Something has changed: the next look is soon.
    pub(super) fn hurry(&mut self) {
        if self.pace > QUICK {
            self.pace = QUICK;
            self.next = Instant::now() + QUICK;
        }
    }

    /// True when the command has made its terminal, whose modes are `inner`, ready for a password or for single keys.
    pub(super) fn asks(&self, inner: &Termios) -> bool {
        inner.local_flags & TELLING != self.initial
    }

    /// Follows the modes of the command's terminal, and takes the person's when it is time to: when it is the command's
    /// stdin and ours, or when the command demands it.
    pub(super) fn follow(&mut self, inner: &Termios, demanded: bool, monitor: &Monitor, signals: &Signals) {
        let Some(outer) = &mut self.outer else {
            return;
        };
        let taken = outer.is_taken();
        let wanted = taken || demanded || (outer.is_stdin() && outer.is_ours());
        if !wanted {
            return;
        }
        if !taken && demanded && !outer.is_ours() {
            // What the kernel does to a background job that wants the terminal (termios(3), SIGTTOU).
            signals.stop_with(libc::SIGTTOU);
        }
        outer.take(inner);
        if !taken && outer.is_taken() {
            monitor.tell(Order::Guard(true));
        }
    }

    /// Takes it at the start, when it is stdin and ours. The monitor has been told already.
    pub(super) fn take_at_start(&mut self, modes: &Termios) {
        if let Some(outer) = self.outer.as_mut().filter(|outer| outer.is_stdin() && outer.is_ours()) {
            outer.take(modes);
        }
    }

    /// To be called when `left` has passed. True when somebody waits for keys.
    pub(super) fn look(&mut self, master: &OwnedFd, inner: &Termios, monitor: &Monitor) -> bool {
        let longest = if self.unwanted || self.is_taken() { WAITING } else { IDLE };
        self.pace = (self.pace * 2).min(longest);
        self.next = Instant::now() + self.pace;
        let wants = if self.asks(inner) { Wants::Yes } else { self.wants(master, monitor) };
        if wants != Wants::No {
            self.unwanted = false;
        }
        wants == Wants::Yes
    }

    fn wants(&self, master: &OwnedFd, monitor: &Monitor) -> Wants {
        match tcgetpgrp(master) {
            // The command has not been started yet.
            Ok(group) if group == monitor.pid => Wants::No,
            Ok(group) if group.as_raw() > 0 => wanting::look(group.as_raw(), self.terminal),
            _ => Wants::Perhaps,
        }
    }

    /// Reads keys and passes them on, if they are wanted. To be called when there are some. False when the terminal has
    /// gone.
    pub(super) fn take_keys(&mut self, master: &OwnedFd, monitor: &Monitor, buffer: &mut [u8]) -> bool {
        let now = Instant::now();
        if self.granted.is_none_or(|until| now >= until) {
            let raw = tcgetattr(master).is_ok_and(|inner| !inner.local_flags.contains(TELLING));
            if !raw && self.wants(master, monitor) == Wants::No {
                self.unwanted = true;
                self.pace = QUICK;
                self.next = now + QUICK;
                return true;
            }
            self.granted = Some(now + WAITING);
        }
        let Some(outer) = &mut self.outer else {
            return true;
        };
        match outer.read(buffer) {
            Keys::Typed(count) => {
                self.pending.extend_from_slice(&buffer[..count]);
                self.flush(master);
                true
            }
            Keys::None => true,
            Keys::Gone => false,
        }
    }

    /// Passes on the key that has made this signal: the command's terminal decides what it means there. Until the command
    /// is that terminal's foreground nobody would hear it; then the monitor is told, which has it started first.
    pub(super) fn type_signal(&mut self, signal: i32, master: &OwnedFd, monitor: &Monitor) {
        let started = tcgetpgrp(master).is_ok_and(|group| group.as_raw() > 0 && group != monitor.pid);
        match self.outer.as_ref().and_then(|outer| outer.key_for(signal)) {
            Some(key) if started => {
                // As the terminal flushes its queue (termios(3), NOFLSH).
                self.pending.clear();
                self.pending.push(key);
                self.echoed = (!self.is_taken()).then_some(key);
                self.flush(master);
            }
            _ => monitor.tell(Order::Signal(signal)),
        }
    }

    /// Takes the second echo of a key (`^C`) out of what the command's terminal has printed; gives the length.
    pub(super) fn swallow_echo(&mut self, printed: &mut [u8]) -> usize {
        let Some(key) = self.echoed.take() else {
            return printed.len();
        };
        let shown = [b'^', key ^ 0x40];
        let Some(at) = printed.windows(2).position(|pair| pair == shown) else {
            return printed.len();
        };
        printed.copy_within(at + 2.., at);
        printed.len() - 2
    }

    /// Passes on what waits.
    pub(super) fn flush(&mut self, master: &OwnedFd) {
        while !self.pending.is_empty() {
            match write(master, &self.pending) {
                Ok(count) => drop(self.pending.drain(..count)),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return,
                Err(_) => self.pending.clear(),
            }
        }
    }

    /// Leaves the terminal to others.
    pub(super) fn leave(&mut self, monitor: &Monitor) {
        if let Some(outer) = self.outer.as_mut().filter(|outer| outer.is_taken()) {
            outer.leave();
            monitor.tell(Order::Guard(false));
        }
    }

    /// ghost was stopped and goes on.
    pub(super) fn resume(&mut self) {
        if let Some(outer) = &mut self.outer {
            outer.retake();
        }
        self.hurry();
    }

    /// The terminal has gone: there is nothing left to put back.
    pub(super) fn forget(&mut self) {
        self.outer = None;
        self.pending.clear();
    }
}
