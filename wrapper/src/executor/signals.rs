//! Signals to ghost while a command runs: kept from ghost and read from a descriptor (signalfd(2)), so that ghost
//! outlives them, passes on what the command was not sent itself, and stops when the command stops.
//!
//! Dispositions are never changed: what was ignored stays ignored, in the command as well.

use std::io;
use std::mem::{self, MaybeUninit};
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd};

use libc::{c_int, sigset_t};

/// Kept from ghost in every kind of run.
pub(super) const ALWAYS: &[c_int] = &[
    libc::SIGCHLD,
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGTERM,
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGTSTP,
    libc::SIGCONT,
    libc::SIGPIPE,
];

/// A signal that came for ghost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Received {
    /// Its number.
    pub signal: c_int,
    /// Sent to ghost by a process, not by the terminal to the whole group.
    pub sent: bool,
}

/// True for signals by which a person, or whoever runs ghost, asks for an end.
pub(super) fn is_interrupt(signal: c_int) -> bool {
    matches!(signal, libc::SIGHUP | libc::SIGINT | libc::SIGQUIT | libc::SIGTERM)
}

/// The signals are kept back while this lives.
#[derive(Debug)]
pub(super) struct Signals {
    fd: OwnedFd,
    before: sigset_t,
    /// What ends ghost once it may: came when there was no child any more to pass it on to.
    owed: Vec<c_int>,
}

fn set_of(signals: impl IntoIterator<Item = c_int>) -> sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: sigemptyset makes the set valid; sigaddset takes any number.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        for signal in signals {
            libc::sigaddset(set.as_mut_ptr(), signal);
        }
        set.assume_init()
    }
}

fn change_mask(how: c_int, set: &sigset_t) -> sigset_t {
    let mut before = MaybeUninit::uninit();
    // SAFETY: both sets are valid; with a known `how` the call cannot fail, so `before` is written.
    unsafe {
        libc::pthread_sigmask(how, set, before.as_mut_ptr());
        before.assume_init()
    }
}

impl Signals {
    /// Keeps `ALWAYS` and `also` back from now on.
    ///
    /// # Errors
    /// When there is no descriptor to be had.
    pub(super) fn keep(also: &[c_int]) -> io::Result<Self> {
        let set = set_of(ALWAYS.iter().chain(also).copied());
        let before = change_mask(libc::SIG_BLOCK, &set);
        // SAFETY: a valid set; -1 asks for a new descriptor.
        let fd = unsafe { libc::signalfd(-1, &raw const set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK) };
        if fd < 0 {
            let error = io::Error::last_os_error();
            change_mask(libc::SIG_SETMASK, &before);
            return Err(error);
        }
        // SAFETY: the descriptor was just made for us.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        Ok(Self { fd, before, owed: Vec::new() })
    }

    /// The mask ghost was started with.
    pub(super) fn before(&self) -> sigset_t {
        self.before
    }

    /// The next signal that has come, if any.
    pub(super) fn next(&self) -> Option<Received> {
        const SIZE: usize = mem::size_of::<libc::signalfd_siginfo>();
        let mut info = MaybeUninit::<libc::signalfd_siginfo>::uninit();
        // SAFETY: room for one record, which the kernel fills whole or not at all.
        let got = unsafe { libc::read(self.fd.as_raw_fd(), info.as_mut_ptr().cast(), SIZE) };
        if usize::try_from(got) != Ok(SIZE) {
            return None;
        }
        // SAFETY: read filled it.
        let info = unsafe { info.assume_init() };
        Some(Received { signal: info.ssi_signo.cast_signed(), sent: info.ssi_code <= 0 })
    }

    /// Passes a signal that came too late for the command on to ghost itself, once signals are let through again.
    pub(super) fn owe(&mut self, signal: c_int) {
        self.owed.push(signal);
    }

    /// Stops ghost with `signal`, as the terminal would have; returns when it is continued.
    pub(super) fn stop_with(&self, signal: c_int) {
        // Sent first and let through then, so that one which waits already merges with it and stops us only once.
        // SAFETY: a signal to ourselves.
        unsafe { libc::kill(libc::getpid(), signal) };
        let set = set_of([signal]);
        let before = change_mask(libc::SIG_UNBLOCK, &set);
        change_mask(libc::SIG_SETMASK, &before);
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        // A SIGPIPE or SIGCHLD that waits is about our own plumbing and must not hit us now.
        while let Some(received) = self.next() {
            if matches!(received.signal, libc::SIGHUP | libc::SIGTERM) {
                self.owed.push(received.signal);
            }
        }
        for &signal in &self.owed {
            // SAFETY: a signal to ourselves, still kept back.
            unsafe { libc::kill(libc::getpid(), signal) };
        }
        change_mask(libc::SIG_SETMASK, &self.before);
    }
}
