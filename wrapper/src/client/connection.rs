//! Lines over a pair of descriptors, with deadlines and bounds. Knows nothing of processes.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Instant;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::cancel::Cancel;
use crate::protocol::types::MAX_LINE_BYTES;

/// What may come from the brain for one request, all lines together.
const MAX_REQUEST_BYTES: usize = 8 * MAX_LINE_BYTES;

/// Why nothing more can be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The other end is closed.
    Closed,
    /// The deadline passed.
    Late,
    /// A line longer than a line may be, or more of them than a request may bring.
    Flood,
    /// Ctrl-C.
    Cancelled,
    /// The system refused.
    System(Errno),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Closed => write!(f, "it ended"),
            Self::Late => write!(f, "it did not answer in time"),
            Self::Flood => write!(f, "it sent too much"),
            Self::Cancelled => write!(f, "cancelled"),
            Self::System(errno) => write!(f, "{}", errno.desc()),
        }
    }
}

/// How long to wait, and what ends the wait before.
#[derive(Debug, Clone, Copy)]
pub struct Until<'a> {
    /// When patience ends.
    pub deadline: Instant,
    /// Becomes readable on Ctrl-C.
    pub cancel: Option<BorrowedFd<'a>>,
}

impl<'a> Until<'a> {
    /// Until the deadline or Ctrl-C.
    pub fn new(cancel: &'a Cancel, deadline: Instant) -> Self {
        Self { deadline, cancel: Some(cancel.as_fd()) }
    }
}

/// Both directions to the brain.
#[derive(Debug)]
pub struct Connection {
    input: OwnedFd,
    output: OwnedFd,
    pending: Vec<u8>,
    /// Where in `pending` the next line begins.
    start: usize,
    /// How far from there no newline was found.
    scanned: usize,
    read: usize,
}

impl Connection {
    /// `input` is read, `output` written; both become non-blocking.
    ///
    /// # Errors
    /// When a descriptor cannot be made non-blocking.
    pub fn new(input: OwnedFd, output: OwnedFd) -> nix::Result<Self> {
        for fd in [&input, &output] {
            let flags = OFlag::from_bits_retain(fcntl(fd, FcntlArg::F_GETFL)?);
            fcntl(fd, FcntlArg::F_SETFL(flags | OFlag::O_NONBLOCK))?;
        }
        Ok(Self { input, output, pending: Vec::new(), start: 0, scanned: 0, read: 0 })
    }

    /// The two ends, when nothing of an answer is left between them.
    pub fn into_ends(self) -> Option<(OwnedFd, OwnedFd)> {
        (self.pending.len() == self.start).then_some((self.input, self.output))
    }

    /// A new request begins: its bytes are counted anew.
    pub fn begin(&mut self) {
        self.read = 0;
    }

    /// Writes a whole line. `cancel` becomes readable on Ctrl-C.
    ///
    /// # Errors
    /// See [`Broken`]; the other end may have got a part of it.
    pub fn send(&mut self, mut line: &[u8], until: Until<'_>) -> Result<(), Broken> {
        while !line.is_empty() {
            match nix::unistd::write(&self.output, line) {
                Ok(count) => line = line.get(count..).unwrap_or_default(),
                Err(Errno::EAGAIN) => {
                    wait(self.output.as_fd(), PollFlags::POLLOUT, until)?;
                }
                Err(Errno::EINTR) => {}
                Err(Errno::EPIPE) => return Err(Broken::Closed),
                Err(errno) => return Err(Broken::System(errno)),
            }
        }
        Ok(())
    }

    /// The next line, without its newline.
    ///
    /// # Errors
    /// See [`Broken`].
    pub fn receive(&mut self, until: Until<'_>) -> Result<Vec<u8>, Broken> {
        loop {
            if let Some(line) = self.take_line()? {
                return Ok(line);
            }
            let mut chunk = [0_u8; 65536];
            match nix::unistd::read(&self.input, &mut chunk) {
                Ok(0) => return Err(Broken::Closed),
                Ok(count) => {
                    self.read += count;
                    if self.read > MAX_REQUEST_BYTES {
                        return Err(Broken::Flood);
                    }
                    self.pending.extend_from_slice(chunk.get(..count).unwrap_or_default());
                }
                Err(Errno::EAGAIN) => {
                    wait(self.input.as_fd(), PollFlags::POLLIN, until)?;
                }
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(Broken::System(errno)),
            }
            // A brain that never stops talking must not outrun the clock.
            if Instant::now() >= until.deadline {
                return Err(Broken::Late);
            }
        }
    }

    fn take_line(&mut self) -> Result<Option<Vec<u8>>, Broken> {
        let fresh = self.pending.get(self.scanned..).unwrap_or_default();
        if let Some(offset) = fresh.iter().position(|&byte| byte == b'\n') {
            let end = self.scanned + offset;
            let line = self.pending.get(self.start..end).unwrap_or_default().to_vec();
            self.start = end + 1;
            self.scanned = self.start;
            return Ok(Some(line));
        }
        // Moved to the front once a read, not once a line.
        self.pending.drain(..self.start);
        self.start = 0;
        self.scanned = self.pending.len();
        if self.scanned > MAX_LINE_BYTES {
            return Err(Broken::Flood);
        }
        Ok(None)
    }
}

fn wait(fd: BorrowedFd<'_>, wanted: PollFlags, until: Until<'_>) -> Result<(), Broken> {
    let left = until.deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Broken::Late);
    }
    // Rounded up: a poll of 0 ms would spin during the last millisecond.
    let millis = u16::try_from(left.as_millis().saturating_add(1)).unwrap_or(u16::MAX);
    let mut fds = vec![PollFd::new(fd, wanted)];
    if let Some(cancel) = until.cancel {
        fds.push(PollFd::new(cancel, PollFlags::POLLIN));
    }
    match poll(&mut fds, PollTimeout::from(millis)) {
        Ok(_) => {}
        Err(Errno::EINTR) => return Ok(()),
        Err(errno) => return Err(Broken::System(errno)),
    }
    let cancelled = fds.get(1).and_then(PollFd::revents).is_some_and(|seen| !seen.is_empty());
    if cancelled { Err(Broken::Cancelled) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// A connection, and what the brain would hold: its input and its output.
    fn pair() -> (Connection, OwnedFd, OwnedFd) {
        let (input, brain_out) = nix::unistd::pipe().expect("a pipe");
        let (brain_in, output) = nix::unistd::pipe().expect("a pipe");
        let connection = Connection::new(input, output).expect("a connection");
        (connection, brain_in, brain_out)
    }

    fn within(millis: u64) -> Until<'static> {
        Until { deadline: Instant::now() + Duration::from_millis(millis), cancel: None }
    }

    fn soon() -> Until<'static> {
        within(10_000)
    }

    #[test]
    fn lines_come_one_by_one_however_they_are_cut() {
        let (mut connection, _brain_in, brain_out) = pair();
        for part in ["{\"a\"", ":1}\n{\"b\":2}\n{", "}\n"] {
            nix::unistd::write(&brain_out, part.as_bytes()).expect("a write");
        }
        for line in ["{\"a\":1}", "{\"b\":2}", "{}"] {
            assert_eq!(connection.receive(soon()).expect("a line"), line.as_bytes());
        }
        drop(brain_out);
        assert_eq!(connection.receive(soon()), Err(Broken::Closed));
    }

    #[test]
    fn silence_ends_at_the_deadline() {
        let (mut connection, _brain_in, _brain_out) = pair();
        let deadline = within(20);
        assert_eq!(connection.receive(deadline), Err(Broken::Late));
    }

    #[test]
    fn an_endless_line_and_endless_lines_are_a_flood() {
        let (mut connection, _brain_in, brain_out) = pair();
        let writer = std::thread::spawn(move || while nix::unistd::write(&brain_out, &[b'x'; 65536]).is_ok() {});
        assert_eq!(connection.receive(soon()), Err(Broken::Flood));
        assert!(connection.pending.len() < 2 * MAX_LINE_BYTES, "memory stays bounded");
        drop(connection);
        writer.join().expect("the writer ends");

        let (mut connection, _brain_in, brain_out) = pair();
        let writer = std::thread::spawn(move || while nix::unistd::write(&brain_out, &[b'\n'; 65536]).is_ok() {});
        let broken = loop {
            if let Err(broken) = connection.receive(soon()) {
                break broken;
            }
        };
        assert_eq!(broken, Broken::Flood);
        drop(connection);
        writer.join().expect("the writer ends");
    }

    #[test]
    fn a_brain_that_does_not_read_is_late() {
        let (mut connection, _brain_in, _brain_out) = pair();
        let deadline = within(20);
        let line = vec![b'x'; MAX_LINE_BYTES];
        assert_eq!(connection.send(&line, deadline), Err(Broken::Late));
    }
}
