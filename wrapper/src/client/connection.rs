//! Lines over a pair of descriptors, with deadlines and bounds. Knows nothing of processes.

use std::cell::Cell;
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
    /// Somebody else has something to say; nothing is broken.
    News,
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
            Self::News => write!(f, "it was interrupted"),
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
    /// Somebody else who may have something to say meanwhile.
    pub news: Option<News<'a>>,
}

/// Where somebody else speaks while one is listened to.
#[derive(Debug, Clone, Copy)]
pub struct News<'a> {
    /// Becomes readable when there is something.
    pub end: BorrowedFd<'a>,
    /// False once there is no sense in going on, with either of them.
    pub open: &'a Cell<bool>,
}

impl<'a> Until<'a> {
    /// Until the deadline or Ctrl-C.
    pub fn new(cancel: &'a Cancel, deadline: Instant) -> Self {
        Self { deadline, cancel: Some(cancel.as_fd()), news: None }
    }

    /// Until the deadline alone.
    #[must_use]
    pub fn alone(deadline: Instant) -> Self {
        Self { deadline, cancel: None, news: None }
    }

    /// The same, listening to nobody else.
    #[must_use]
    pub fn without_news(self) -> Self {
        Self { news: None, ..self }
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

    /// Writes a whole line. While that has to wait, what the other end says is read and kept for [`Self::receive`]: one that
    /// is writing as well reads nothing before somebody has heard it.
    ///
    /// # Errors
    /// See [`Broken`]; the other end may have got a part of it.
    pub fn send(&mut self, mut line: &[u8], until: Until<'_>) -> Result<(), Broken> {
        let mut is_speaking = true;
        while !line.is_empty() {
            match nix::unistd::write(&self.output, line) {
                Ok(count) => line = line.get(count..).unwrap_or_default(),
                Err(Errno::EAGAIN) => {
                    let ear = is_speaking.then(|| self.input.as_fd());
                    if wait(self.output.as_fd(), PollFlags::POLLOUT, ear, until)? {
                        is_speaking = self.fill()? != Some(0);
                    }
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
            match self.fill()? {
                Some(0) => return Err(Broken::Closed),
                Some(_) => {}
                None => drop(wait(self.input.as_fd(), PollFlags::POLLIN, None, until)?),
            }
            // A brain that never stops talking must not outrun the clock.
            if Instant::now() >= until.deadline {
                return Err(Broken::Late);
            }
        }
    }

    /// Takes in what has come; 0 at the end of it, `None` when there is nothing now.
    fn fill(&mut self) -> Result<Option<usize>, Broken> {
        let mut chunk = [0_u8; 65536];
        match nix::unistd::read(&self.input, &mut chunk) {
            Ok(count) => {
                self.read += count;
                if self.read > MAX_REQUEST_BYTES {
                    return Err(Broken::Flood);
                }
                self.pending.extend_from_slice(chunk.get(..count).unwrap_or_default());
                Ok(Some(count))
            }
            Err(Errno::EAGAIN | Errno::EINTR) => Ok(None),
            Err(errno) => Err(Broken::System(errno)),
        }
    }

    /// Where it is heard, for somebody who waits for something else as well.
    ///
    /// # Errors
    /// When there are no descriptors left.
    pub fn ear(&self) -> std::io::Result<OwnedFd> {
        self.input.try_clone()
    }

    /// True when there is something to read, or the end of it.
    pub fn has_news(&self) -> bool {
        if self.pending.get(self.start..).unwrap_or_default().contains(&b'\n') {
            return true;
        }
        let mut fds = [PollFd::new(self.input.as_fd(), PollFlags::POLLIN)];
        poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
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

/// Waits for `fd`, or for something to read from `ear`: true when there is.
fn wait(fd: BorrowedFd<'_>, wanted: PollFlags, ear: Option<BorrowedFd<'_>>, until: Until<'_>) -> Result<bool, Broken> {
    let left = until.deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Broken::Late);
    }
    // Rounded up: a poll of 0 ms would spin during the last millisecond.
    let millis = u16::try_from(left.as_millis().saturating_add(1)).unwrap_or(u16::MAX);
    if until.news.is_some_and(|news| !news.open.get()) {
        return Err(Broken::Cancelled);
    }
    let mut fds = vec![PollFd::new(fd, wanted)];
    let others = [ear, until.cancel, until.news.map(|news| news.end)];
    let [heard, cancelled, news] = others.map(|other| {
        fds.push(PollFd::new(other?, PollFlags::POLLIN));
        Some(fds.len() - 1)
    });
    match poll(&mut fds, PollTimeout::from(millis)) {
        Ok(_) => {}
        Err(Errno::EINTR) => return Ok(false),
        Err(errno) => return Err(Broken::System(errno)),
    }
    let seen = |at: Option<usize>| {
        at.and_then(|at| fds.get(at)).and_then(PollFd::revents).is_some_and(|seen| !seen.is_empty())
    };
    if seen(cancelled) {
        return Err(Broken::Cancelled);
    }
    // What was waited for goes first.
    if seen(news) && !seen(Some(0)) && !seen(heard) {
        return Err(Broken::News);
    }
    Ok(seen(heard))
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
        Until::alone(Instant::now() + Duration::from_millis(millis))
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
    fn two_who_write_at_once_do_not_wait_for_each_other() {
        let (mut connection, brain_in, brain_out) = pair();
        let said = vec![[vec![b'y'; 1000], b"\n".to_vec()].concat(); 400];
        let spoken = said.concat();
        let brain = std::thread::spawn(move || {
            let mut left = &spoken[..];
            while !left.is_empty() {
                let count = nix::unistd::write(&brain_out, left).expect("a write");
                left = &left[count..];
            }
            // Only then does it listen.
            let mut heard = 0;
            let mut chunk = [0_u8; 65536];
            while heard < 400_000 {
                heard += nix::unistd::read(&brain_in, &mut chunk).expect("a read");
            }
            heard
        });
        assert_eq!(connection.send(&vec![b'x'; 400_000], within(20_000)), Ok(()));
        assert_eq!(brain.join().expect("the brain ends"), 400_000);
        for line in said {
            assert_eq!(connection.receive(soon()).expect("a line").len() + 1, line.len());
        }
        assert_eq!(connection.receive(soon()), Err(Broken::Closed));
    }

    #[test]
    fn what_comes_while_something_is_said_is_bounded_as_well() {
        let (mut connection, _brain_in, brain_out) = pair();
        let writer = std::thread::spawn(move || while nix::unistd::write(&brain_out, &[b'\n'; 65536]).is_ok() {});
        assert_eq!(connection.send(&vec![b'x'; MAX_LINE_BYTES], soon()), Err(Broken::Flood));
        drop(connection);
        writer.join().expect("the writer ends");
    }

    #[test]
    fn one_who_has_said_its_last_may_still_listen() {
        let (mut connection, brain_in, brain_out) = pair();
        drop(brain_out);
        let brain = std::thread::spawn(move || {
            let mut chunk = [0_u8; 65536];
            while nix::unistd::read(&brain_in, &mut chunk).expect("a read") > 0 {}
        });
        assert_eq!(connection.send(&vec![b'x'; MAX_LINE_BYTES], soon()), Ok(()));
        drop(connection);
        brain.join().expect("the brain ends");
    }

    #[test]
    fn a_brain_that_does_not_read_is_late() {
        let (mut connection, _brain_in, _brain_out) = pair();
        let deadline = within(20);
        let line = vec![b'x'; MAX_LINE_BYTES];
        assert_eq!(connection.send(&line, deadline), Err(Broken::Late));
    }
}
