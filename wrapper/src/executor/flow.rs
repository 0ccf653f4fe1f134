//! One stream of a command through a pipe of ours: read, or passed on in bulk, as suits what comes.

use std::os::fd::{AsRawFd as _, OwnedFd, RawFd};

use nix::errno::Errno;
use nix::unistd::read;

use super::bulk::{Bulk, Step};
use super::outlet::Outlet;
use super::poll::{bytes_in, has_writers};
use super::streams::Kind;
use crate::hold::Source;

/// Read at once at most; what a pipe holds by default (pipe(7)).
const CHUNK: usize = 64 * 1024;
/// Read at once as long as little comes.
const LITTLE: usize = 4096;

/// Where bytes are read to: nothing until some come, small until many come, so that a command that prints little costs
/// little.
#[derive(Debug, Default)]
pub(super) struct Buffer(Vec<u8>);

impl Buffer {
    /// Room for `most` bytes, or fewer.
    fn room(&mut self, most: usize) -> &mut [u8] {
        if self.0.is_empty() {
            self.0 = vec![0; LITTLE];
        }
        let room = most.min(self.0.len());
        &mut self.0[..room]
    }

    fn note(&mut self, got: usize) {
        if got == self.0.len() && got < CHUNK {
            self.0 = vec![0; CHUNK];
        }
    }
}

/// A stream.
#[derive(Debug)]
pub(super) struct Flow {
    source: Source,
    /// Our end; `None` when there never was one, when nobody can write to it any more, or nobody reads what we would
    /// pass on.
    pipe: Option<OwnedFd>,
    bulk: Option<Bulk>,
    /// Bytes that are still to be taken; `None`: all that come.
    due: Option<usize>,
}

impl Flow {
    pub(super) fn new(source: Source, pipe: Option<OwnedFd>) -> Self {
        Self { source, pipe, bulk: None, due: None }
    }

    pub(super) fn is_open(&self) -> bool {
        self.pipe.is_some()
    }

    /// The command has ended: what comes after what is here now was printed by somebody else.
    pub(super) fn note_end(&mut self) {
        self.due = Some(self.pipe.as_ref().map_or(0, bytes_in));
    }

    /// All that the command printed was taken.
    pub(super) fn is_done(&self) -> bool {
        self.pipe.is_none() || self.due == Some(0)
    }

    /// Bytes wait that our way out has no room for.
    pub(super) fn is_blocked(&self, outlet: &Outlet) -> bool {
        outlet.sink_of(self.source).is_busy() || self.bulk.as_ref().is_some_and(Bulk::is_under_way)
    }

    /// What to wait at for more, unless there is nothing to wait for. What cannot be passed on is not read: the command
    /// waits, as it would for a slow reader.
    pub(super) fn awaited(&self, outlet: &Outlet) -> Option<RawFd> {
        let wanted = !self.is_done() && !self.is_blocked(outlet);
        self.pipe.as_ref().filter(|_| wanted).map(|pipe| pipe.as_raw_fd())
    }

    /// Our way out has room again, or (`POLLERR`) no reader any more.
    pub(super) fn serve_sink(&mut self, events: libc::c_short, outlet: &mut Outlet, buffer: &mut Buffer) {
        let sink = outlet.sink(self.source);
        if events & libc::POLLERR != 0 {
            sink.give_up();
        } else if events != 0 {
            sink.flush();
            if self.bulk.is_some() {
                self.take(events, outlet, buffer);
            }
        }
        self.close_if_broken(outlet);
    }

    /// Takes what is there, as poll(2) has found it.
    pub(super) fn take(&mut self, events: libc::c_short, outlet: &mut Outlet, buffer: &mut Buffer) {
        if self.is_done() {
            return;
        }
        if events & (libc::POLLIN | libc::POLLHUP) == libc::POLLHUP {
            // Empty, and nobody is left to write to it.
            self.end_bulk(outlet);
            self.pipe = None;
        } else if self.bulk.is_some() {
            self.pass_on(outlet);
        } else {
            self.read(outlet, buffer);
        }
        self.close_if_broken(outlet);
    }

    /// Takes what is there, if anything is.
    pub(super) fn take_now(&mut self, outlet: &mut Outlet, buffer: &mut Buffer) {
        if self.pipe.as_ref().is_some_and(|pipe| bytes_in(pipe) > 0) {
            self.take(libc::POLLIN, outlet, buffer);
        }
    }

    fn read(&mut self, outlet: &mut Outlet, buffer: &mut Buffer) {
        let Some(pipe) = &self.pipe else {
            return;
        };
        let got = match read(pipe, buffer.room(self.due.unwrap_or(CHUNK))) {
            Ok(got) => got,
            Err(Errno::EINTR | Errno::EAGAIN) => return,
            Err(_) => 0,
        };
        if got == 0 {
            self.pipe = None;
            return;
        }
        outlet.take(self.source, &buffer.0[..got]);
        let much = got == CHUNK && self.due.is_none();
        let sink = outlet.sink_of(self.source);
        if much && !outlet.is_keeping() && !sink.is_busy() && matches!(sink.kind(), Kind::Pipe | Kind::File) {
            self.bulk = Bulk::begin(pipe, sink.fd());
        }
        self.count(got);
        buffer.note(got);
    }

    fn pass_on(&mut self, outlet: &mut Outlet) {
        let (Some(pipe), Some(bulk)) = (&self.pipe, &mut self.bulk) else {
            return;
        };
        match bulk.step(pipe, outlet.sink_of(self.source).fd(), self.due.is_none()) {
            Step::Full => {}
            Step::Moved(count) => self.count(count),
            Step::Ebbed => self.end_bulk(outlet),
            Step::Refused(bytes) => {
                self.count(bytes.len());
                outlet.sink(self.source).write(&bytes);
                self.end_bulk(outlet);
            }
            Step::Broken => {
                outlet.sink(self.source).give_up();
                self.end_bulk(outlet);
            }
        }
    }

    /// Brings the record up to date; another stream is about to add to it.
    pub(super) fn record(&mut self, outlet: &mut Outlet) {
        if let Some(bulk) = &mut self.bulk {
            bulk.record(&mut outlet.recorder);
        }
    }

    /// Our end, when there is more to come out of it: what the command printed last, or what somebody else still prints.
    pub(super) fn into_rest(self) -> Option<OwnedFd> {
        let due = self.due.is_some_and(|due| due > 0);
        self.pipe.filter(|pipe| due || has_writers(pipe))
    }

    fn end_bulk(&mut self, outlet: &mut Outlet) {
        self.record(outlet);
        self.bulk = None;
    }

    fn count(&mut self, taken: usize) {
        if let Some(due) = &mut self.due {
            *due = due.saturating_sub(taken);
        }
    }

    /// The next write of the command fails as it would have without ghost.
    fn close_if_broken(&mut self, outlet: &mut Outlet) {
        if outlet.sink_of(self.source).is_broken() {
            self.end_bulk(outlet);
            self.pipe = None;
        }
    }
}
