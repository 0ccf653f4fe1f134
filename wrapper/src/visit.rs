//! A visit to the host of this terminal: what a command printed, what was kept, the sleeping brain, and what is to
//! become of output that is held back. See `desk` for what is said.
//!
//! Leaving, in whatever way, lets everything go that is held back.

use std::io::{IoSlice, IoSliceMut};
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::cmsg_space;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::socket::{
    AddressFamily, ControlMessage, ControlMessageOwned, MsgFlags, SockFlag, SockType, UnixAddr, connect, getsockopt,
    recvmsg, sendmsg, sockopt::PeerCredentials,
};
use nix::unistd::geteuid;
use std::os::fd::AsFd as _;

use crate::capture::Text;
use crate::desk::{Ask, Refusal, Told, VERSION};
use crate::marks::RunId;

/// A host answers at once, or not at all.
const PATIENCE: Duration = Duration::from_secs(2);
/// Descriptors of a brain: its input, its output, its process.
const BRAIN: usize = 3;

/// Why a visit came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// There is no host, or it has gone.
    Gone,
    /// It cannot help.
    Refused(Refusal),
}

/// A brain that slept at the host's.
#[derive(Debug)]
pub struct Brain {
    /// What it reads from.
    pub input: OwnedFd,
    /// What it writes to.
    pub output: OwnedFd,
    /// Its process (pidfd_open(2)).
    pub process: OwnedFd,
}

/// A command that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its exit status.
    pub status: u8,
    /// What it printed.
    pub text: Text,
    /// The person has seen some of that.
    pub shown: bool,
    /// The person has typed while it ran, or something that was typed before waits to be read.
    pub typed: bool,
}

/// What the host had.
#[derive(Debug)]
pub struct Taken {
    /// The command that was asked about; `None` when nothing is known of it.
    pub run: Option<Run>,
    /// What was kept; empty for nothing.
    pub pocket: String,
    /// The brain, if it was wanted and there is one.
    pub brain: Option<Brain>,
}

/// A visit under way.
#[derive(Debug)]
pub struct Visit {
    stream: UnixStream,
    pending: Vec<u8>,
    received: Vec<OwnedFd>,
}

impl Visit {
    /// Knocks.
    ///
    /// # Errors
    /// When nobody opens.
    pub fn begin(socket: &Path) -> Result<Self, Trouble> {
        // Never waits: one that lets its visitors queue up does not answer either.
        let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
        let stream: nix::Result<UnixStream> = UnixAddr::new(socket).and_then(|address| {
            let stream = nix::sys::socket::socket(AddressFamily::Unix, SockType::Stream, flags, None)?;
            connect(stream.as_raw_fd(), &address)?;
            // What another user says that was printed or kept is not believed, not even of a shell that root has started
            // in their terminal.
            let peer = getsockopt(&stream, PeerCredentials)?;
            if peer.uid() == geteuid().as_raw() || peer.uid() == 0 { Ok(stream.into()) } else { Err(Errno::EACCES) }
        });
        Ok(Self { stream: stream.map_err(|_| Trouble::Gone)?, pending: Vec::new(), received: Vec::new() })
    }

    /// Asks whether a host of our version is there.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn hello(&mut self) -> Result<(), Trouble> {
        self.order(&Ask::Hello { version: VERSION }).map(drop)
    }

    /// Waits until the end of this command has been seen, and takes what is there.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn take(&mut self, id: RunId) -> Result<Taken, Trouble> {
        self.taken(&Ask::Take { version: VERSION, id, brain: true })
    }

    /// Takes what is kept.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn peek(&mut self, brain: bool) -> Result<Taken, Trouble> {
        self.taken(&Ask::Peek { version: VERSION, id: None, brain })
    }

    /// Takes what is kept, the brain, and what this command printed if that is still known.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn look(&mut self, id: RunId) -> Result<Taken, Trouble> {
        self.taken(&Ask::Peek { version: VERSION, id: Some(id), brain: true })
    }

    /// Has what is held back forgotten. False when it was seen already.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn forget(&mut self) -> Result<bool, Trouble> {
        self.order(&Ask::Forget)
    }

    /// Has what is held back shown, and returns when it is on its way.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn release(&mut self) -> Result<(), Trouble> {
        self.order(&Ask::Release).map(drop)
    }

    /// Has the next prompt kept from view: a line of ours runs there.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn expect_run(&mut self) -> Result<(), Trouble> {
        self.order(&Ask::ExpectRun).map(drop)
    }

    /// Has something kept.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn keep(&mut self, pocket: String) -> Result<(), Trouble> {
        self.order(&Ask::Keep { pocket }).map(drop)
    }

    /// Has `text` printed once the command has ended well.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn note(&mut self, id: RunId, text: String) -> Result<(), Trouble> {
        self.order(&Ask::Note { id, text }).map(drop)
    }

    /// Leaves a brain to sleep.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn give_back(&mut self, brain: &Brain) -> Result<(), Trouble> {
        let fds = [&brain.input, &brain.output, &brain.process].map(|fd| fd.as_raw_fd());
        self.send(&Ask::Return, &fds)?;
        self.done().map(drop)
    }

    fn order(&mut self, ask: &Ask) -> Result<bool, Trouble> {
        self.send(ask, &[])?;
        self.done()
    }

    fn done(&mut self) -> Result<bool, Trouble> {
        match self.hear()? {
            Told::Done { was_held } => Ok(was_held),
            Told::Refused { why } => Err(Trouble::Refused(why)),
            Told::Taken { .. } => Err(Trouble::Gone),
        }
    }

    fn taken(&mut self, ask: &Ask) -> Result<Taken, Trouble> {
        self.send(ask, &[])?;
        let (run, pocket, brain) = match self.hear()? {
            Told::Taken { run, pocket, brain } => (run, pocket, brain),
            Told::Refused { why } => return Err(Trouble::Refused(why)),
            Told::Done { .. } => return Err(Trouble::Gone),
        };
        let run = match run {
            Some(run) => {
                let mut head = self.bytes(run.head.saturating_add(run.tail))?;
                let tail = head.split_off(run.head.min(head.len()));
                let text = Text { head, tail, dropped: run.dropped };
                Some(Run { status: run.status, text, shown: run.shown, typed: run.typed })
            }
            None => None,
        };
        let mut fds = std::mem::take(&mut self.received).into_iter();
        let brain = match (brain, fds.next(), fds.next(), fds.next()) {
            (true, Some(input), Some(output), Some(process)) => Some(Brain { input, output, process }),
            _ => None,
        };
        Ok(Taken { run, pocket, brain })
    }

    fn send(&mut self, ask: &Ask, fds: &[RawFd]) -> Result<(), Trouble> {
        let mut line = serde_json::to_vec(ask).map_err(|_| Trouble::Gone)?;
        line.push(b'\n');
        let end = Instant::now() + PATIENCE;
        let mut rest = line.as_slice();
        let mut fds = fds;
        while !rest.is_empty() {
            let rights = [ControlMessage::ScmRights(fds)];
            let control: &[ControlMessage<'_>] = if fds.is_empty() { &[] } else { &rights };
            let flags = MsgFlags::MSG_NOSIGNAL;
            match sendmsg::<()>(self.stream.as_raw_fd(), &[IoSlice::new(rest)], control, flags, None) {
                Ok(count) => {
                    rest = &rest[count..];
                    fds = &[];
                }
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => self.wait(PollFlags::POLLOUT, end)?,
                Err(_) => return Err(Trouble::Gone),
            }
        }
        Ok(())
    }

    /// The next message.
    fn hear(&mut self) -> Result<Told, Trouble> {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = memchr::memchr(b'\n', &self.pending) {
                let line: Vec<u8> = self.pending.drain(..=at).collect();
                return serde_json::from_slice(&line).map_err(|_| Trouble::Gone);
            }
            self.receive(end)?;
        }
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>, Trouble> {
        let end = Instant::now() + PATIENCE;
        while self.pending.len() < count {
            self.receive(end)?;
        }
        let rest = self.pending.split_off(count);
        Ok(std::mem::replace(&mut self.pending, rest))
    }

    fn receive(&mut self, end: Instant) -> Result<(), Trouble> {
        let mut buffer = [0_u8; 64 * 1024];
        let mut space = cmsg_space!([RawFd; BRAIN]);
        loop {
            let mut pieces = [IoSliceMut::new(&mut buffer)];
            let flags = MsgFlags::MSG_CMSG_CLOEXEC;
            match recvmsg::<()>(self.stream.as_raw_fd(), &mut pieces, Some(&mut space), flags) {
                Ok(message) => {
                    let count = message.bytes;
                    for control in message.cmsgs().into_iter().flatten() {
                        if let ControlMessageOwned::ScmRights(fds) = control {
                            // SAFETY: the kernel has just made these descriptors for us.
                            self.received.extend(fds.into_iter().map(|fd| unsafe { OwnedFd::from_raw_fd(fd) }));
                        }
                    }
                    if count == 0 {
                        return Err(Trouble::Gone);
                    }
                    self.pending.extend_from_slice(&buffer[..count]);
                    return Ok(());
                }
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => self.wait(PollFlags::POLLIN, end)?,
                Err(_) => return Err(Trouble::Gone),
            }
        }
    }

    fn wait(&self, flags: PollFlags, end: Instant) -> Result<(), Trouble> {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Trouble::Gone);
        }
        let millis = u16::try_from(left.as_millis()).unwrap_or(u16::MAX).max(1);
        let _ = poll(&mut [PollFd::new(self.stream.as_fd(), flags)], PollTimeout::from(millis));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    use std::process::{Command, Stdio};

    use super::*;

    const LISTENS: &str = "import socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
print('listens', flush=True)
sys.stdin.read()";

    #[test]
    fn a_host_of_another_users_is_none() {
        if !geteuid().is_root() {
            eprintln!("only root can be two users: not tested");
            return;
        }
        for (user, opens) in [(65534, false), (0, true)] {
            let place = tempfile::tempdir().expect("a temporary folder");
            std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o777)).expect("permissions");
            let path = place.path().join("socket");
            let mut host = Command::new("python3")
                .args(["-c", LISTENS])
                .arg(&path)
                .uid(user)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("python3");
            let mut said = String::new();
            BufReader::new(host.stdout.take().expect("its words")).read_line(&mut said).expect("it listens");
            assert_eq!(Visit::begin(&path).is_ok(), opens, "{user}");
            drop(host.stdin.take());
            host.wait().expect("it ends");
        }
    }
}
