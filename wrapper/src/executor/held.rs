//! What was kept back to the end of a run, for the driver to show or to forget.

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd::write;

use super::outer::{adds_returns, without_returns};
use super::sink::own_stream;
use crate::hold::{Kept, Source};

/// Output that nobody has seen yet. Dropping it forgets it.
#[derive(Debug, Default)]
pub struct Held {
    pub(super) kept: Kept,
    /// The bytes of stdout have passed a terminal already: newlines are carriage return and newline.
    pub(super) cooked: bool,
    /// Closed when we are dropped: then processes that outlived the command may go on printing (see `straggler`).
    #[expect(dead_code, reason = "held to be dropped")]
    pub(super) gate: Option<OwnedFd>,
}

impl Held {
    /// True when there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Shows it: each byte on the stream it was printed on, in the order it was printed.
    ///
    /// # Errors
    /// When a stream cannot be written to; `BrokenPipe` when its reader has gone.
    pub fn release(self) -> io::Result<()> {
        let strips = self.cooked && !self.is_empty() && adds_returns(own_stream(Source::Out));
        let mut carry = false;
        for (source, bytes) in self.kept.runs() {
            let stream = own_stream(source);
            if strips && source == Source::Out {
                write_all(stream, &without_returns(bytes, &mut carry))?;
            } else {
                write_all(stream, bytes)?;
            }
        }
        if carry { write_all(own_stream(Source::Out), b"\r") } else { Ok(()) }
    }
}

impl Held {
    /// Shows what the parts that went well have printed, as far as that can be told from the error: all of stdout.
    /// On a terminal both streams are one, and more than a line of it is more than an error alone: all is shown then.
    ///
    /// # Errors
    /// When a stream cannot be written to; `BrokenPipe` when its reader has gone.
    pub fn release_stdout(&mut self) -> io::Result<()> {
        if !self.cooked {
            let printed = self.kept.take(Source::Out);
            return write_all(own_stream(Source::Out), &printed);
        }
        let lines: usize = self.kept.runs().map(|(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count()).sum();
        if lines > 1 { std::mem::take(self).release() } else { Ok(()) }
    }
}

fn write_all(fd: BorrowedFd<'_>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match write(fd, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::EINTR) => {}
            // Somebody has made the open file non-blocking.
            Err(Errno::EAGAIN) => {
                let _ = poll(&mut [PollFd::new(fd, PollFlags::POLLOUT)], PollTimeout::NONE);
            }
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}
