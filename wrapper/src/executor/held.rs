//! What was kept back to the end of a run, for the driver to show or to forget.

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::OutputFlags;
use nix::unistd::write;

use super::hold::{Kept, Source};
use super::outer;
use super::sink::own_stream;

/// Output that nobody has seen yet. Dropping it forgets it.
#[derive(Debug, Default)]
pub struct Held {
    pub(super) kept: Kept,
    /// The bytes of stdout have passed a terminal already: newlines are carriage return and newline.
    pub(super) cooked: bool,
    /// Closed when we are dropped: then processes that outlived the command may go on printing (see `straggler`).
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
        let _raw = (self.cooked && !self.is_empty())
            .then(|| outer::change_output(own_stream(Source::Out), |flags| flags.remove(OutputFlags::OPOST)));
        for (source, bytes) in self.kept.runs() {
            write_all(own_stream(source), bytes)?;
        }
        Ok(())
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
