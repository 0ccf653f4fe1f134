//! One way out: ghost's own stdout or stderr, written to without ever waiting where that can be avoided, so that ghost
//! hears signals while a reader is slow. What could not be written yet is kept; the caller reads no more meanwhile.

use std::fs::OpenOptions;
use std::os::fd::{AsFd as _, AsRawFd as _, BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt as _;

use nix::errno::Errno;
use nix::unistd::write;

use super::outer::{adds_returns, without_returns};
use super::streams::Kind;
use crate::hold::Source;

/// ghost's own stream for this source.
pub(super) fn own_stream(source: Source) -> BorrowedFd<'static> {
    let fd = match source {
        Source::Out => libc::STDOUT_FILENO,
        Source::Err => libc::STDERR_FILENO,
    };
    // SAFETY: 0, 1 and 2 are open from the start (see `inherited`) to the end; nothing in ghost closes them.
    unsafe { BorrowedFd::borrow_raw(fd) }
}

/// A way out.
#[derive(Debug)]
pub(super) struct Sink {
    source: Source,
    kind: Kind,
    /// The same file by a description of our own that does not block, once it was needed.
    own: Option<OwnedFd>,
    prepared: bool,
    pending: Vec<u8>,
    written: usize,
    broken: bool,
    /// Carriage returns before newlines are taken out: our terminal puts them in again.
    strips: bool,
    /// One of them may have been seen just now.
    carry: bool,
}

impl Sink {
    pub(super) fn new(source: Source, kind: Kind) -> Self {
        Self {
            source,
            kind,
            own: None,
            prepared: false,
            pending: Vec::new(),
            written: 0,
            broken: false,
            strips: false,
            carry: false,
        }
    }

    /// What is written has passed a terminal already. True: it is to be left as it is (our terminal is taken); false:
    /// our terminal will do the same to it once more, so that it has to be undone.
    pub(super) fn keep_returns(&mut self, keep: bool) {
        self.settle();
        self.strips = !keep && adds_returns(self.fd());
    }

    /// Nothing more has come: what was kept to see what follows is written.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.carry) {
            self.write_out(b"\r");
        }
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// The descriptor to write to, or to wait for.
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.own.as_ref().map_or_else(|| own_stream(self.source), OwnedFd::as_fd)
    }

    /// Something waits to be written.
    pub(super) fn is_busy(&self) -> bool {
        !self.pending.is_empty()
    }

    /// What waits, for somebody else to write.
    pub(super) fn take_pending(&mut self) -> Vec<u8> {
        let mut pending = std::mem::take(&mut self.pending);
        pending.drain(..std::mem::take(&mut self.written));
        pending
    }

    /// Nobody reads any more.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Notes that nobody reads any more; what waits is dropped.
    pub(super) fn give_up(&mut self) {
        self.broken = true;
        self.pending = Vec::new();
        self.written = 0;
    }

    /// Writes what can be written now and keeps the rest.
    pub(super) fn write(&mut self, bytes: &[u8]) {
        if self.strips {
            let plain = without_returns(bytes, &mut self.carry);
            self.write_out(&plain);
        } else {
            self.write_out(bytes);
        }
    }

    fn write_out(&mut self, bytes: &[u8]) {
        if self.broken || bytes.is_empty() {
            return;
        }
        self.prepare();
        if self.is_busy() {
            self.pending.extend_from_slice(bytes);
            return;
        }
        let mut done = 0;
        while done < bytes.len() {
            match self.try_write(&bytes[done..]) {
                Ok(count) => done += count,
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => {
                    self.pending.extend_from_slice(&bytes[done..]);
                    return;
                }
                Err(_) => return self.give_up(),
            }
        }
    }

    /// Writes more of what waits.
    pub(super) fn flush(&mut self) {
        while self.written < self.pending.len() {
            match self.try_write(&self.pending[self.written..]) {
                Ok(count) => self.written += count,
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return,
                Err(_) => return self.give_up(),
            }
        }
        self.pending.clear();
        self.written = 0;
    }

    /// Makes sure that writing does not wait. O_NONBLOCK belongs to the open file, which we share with others, hence
    /// a second opening of the same file; where that is refused (another user's terminal, no /proc) writing may wait.
    pub(super) fn prepare(&mut self) {
        if self.prepared {
            return;
        }
        self.prepared = true;
        if matches!(self.kind, Kind::Pipe | Kind::Terminal) {
            let name = format!("/proc/self/fd/{}", own_stream(self.source).as_raw_fd());
            let flags = libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_CLOEXEC;
            self.own = OpenOptions::new().write(true).custom_flags(flags).open(name).ok().map(OwnedFd::from);
        }
    }

    fn try_write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        if self.kind == Kind::Socket {
            // A socket cannot be opened again, but it can be asked not to wait.
            let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
            // SAFETY: a valid range of bytes.
            let sent = unsafe { libc::send(self.fd().as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), flags) };
            return Errno::result(sent).map(isize::cast_unsigned);
        }
        write(self.fd(), bytes)
    }
}
