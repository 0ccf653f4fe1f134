//! What a client prints, taken up to a number of bytes and a time: clients have bounds of their own, and not all of them
//! keep them where a server does not say how long its answer is.

use std::os::fd::{AsFd as _, OwnedFd};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use crate::client::Running;

/// Bytes of what it complains of.
const MOST_COMPLAINTS: usize = 64 << 10;

/// How much of it, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Bytes.
    pub most: usize,
    /// Until its end.
    pub patience: Duration,
}

/// Why there is nothing.
#[derive(Debug)]
pub enum Failed {
    /// It could not be started.
    Start(std::io::Error),
    /// It did not do it; why, in a line.
    Ended(String),
}

/// What the program prints, once it has ended well within its bounds. It does not outlive this call.
///
/// # Errors
/// When it does not start, fails, or goes beyond its bounds.
pub fn all(command: &mut Command, bounds: Bounds) -> Result<Vec<u8>, Failed> {
    let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = Running(started.map_err(Failed::Start)?);
    let mut taken = Stream::of(child.0.stdout.take().map(OwnedFd::from));
    let mut said = Stream::of(child.0.stderr.take().map(OwnedFd::from));
    let deadline = Instant::now() + bounds.patience;
    // Both at once: one that complains much and is not heard would wait for ever.
    while taken.end.is_some() || said.end.is_some() {
        let left = deadline.saturating_duration_since(Instant::now());
        let millis = u16::try_from(left.as_millis()).unwrap_or(u16::MAX);
        match wait([&taken, &said], millis) {
            Ok(0) if millis < u16::MAX => {
                return Err(Failed::Ended(format!("it took longer than {} seconds", bounds.patience.as_secs())));
            }
            Ok(0) | Err(Errno::EINTR) => continue,
            Ok(_) => {}
            Err(errno) => return Err(Failed::Ended(errno.desc().to_owned())),
        }
        let wrong = |errno: Errno| Failed::Ended(errno.desc().to_owned());
        taken.take().map_err(wrong)?;
        said.take().map_err(wrong)?;
        said.bytes.truncate(MOST_COMPLAINTS);
        if taken.bytes.len() > bounds.most {
            return Err(Failed::Ended(format!("it is more than {} MiB", bounds.most >> 20)));
        }
    }
    let status = child.0.wait().map_err(|error| Failed::Ended(error.to_string()))?;
    if status.success() {
        return Ok(taken.bytes);
    }
    let said = crate::text::plain(&said.bytes);
    let why = said.lines().map(str::trim).rfind(|line| !line.is_empty());
    Err(Failed::Ended(why.map_or_else(|| format!("it did not say why ({status})"), str::to_owned)))
}

fn wait(streams: [&Stream; 2], millis: u16) -> nix::Result<i32> {
    let open = streams.iter().filter_map(|stream| stream.end.as_ref());
    let mut fds: Vec<PollFd<'_>> = open.map(|end| PollFd::new(end.as_fd(), PollFlags::POLLIN)).collect();
    poll(&mut fds, PollTimeout::from(millis))
}

/// One stream of a program and what came of it so far.
struct Stream {
    end: Option<OwnedFd>,
    bytes: Vec<u8>,
}

impl Stream {
    const fn of(end: Option<OwnedFd>) -> Self {
        Self { end, bytes: Vec::new() }
    }

    /// Takes what is there, if anything is; at its end the stream is given up.
    fn take(&mut self) -> nix::Result<()> {
        let Some(end) = &self.end else { return Ok(()) };
        let mut fds = [PollFd::new(end.as_fd(), PollFlags::POLLIN)];
        if poll(&mut fds, PollTimeout::ZERO)? == 0 {
            return Ok(());
        }
        let mut chunk = vec![0_u8; 64 << 10];
        match nix::unistd::read(end, &mut chunk) {
            Ok(0) => self.end = None,
            Ok(count) => self.bytes.extend_from_slice(&chunk[..count]),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str, most: usize, millis: u64) -> Result<String, String> {
        let bounds = Bounds { most, patience: Duration::from_millis(millis) };
        match all(Command::new("sh").args(["-c", line]), bounds) {
            Ok(taken) => Ok(String::from_utf8_lossy(&taken).into_owned()),
            Err(Failed::Ended(why)) => Err(why),
            Err(Failed::Start(error)) => panic!("{error}"),
        }
    }

    #[test]
    fn what_ends_well_is_taken_whole() {
        assert_eq!(of("printf ab; printf c >&2", 3, 60_000), Ok("abc".replace('c', "")));
        assert_eq!(of("echo first >&2; echo 'no such host' >&2; exit 6", 3, 60_000), Err("no such host".into()));
        let silent = of("exit 6", 3, 60_000).expect_err("it failed");
        assert!(silent.starts_with("it did not say why"), "{silent}");
        assert!(of("head -c 1000000 /dev/zero >&2; exit 1", 3, 60_000).is_err(), "it complains more than a pipe holds");
    }

    #[test]
    fn what_goes_beyond_its_bounds_is_ended() {
        assert_eq!(of("exec yes", 1 << 20, 60_000), Err("it is more than 1 MiB".into()));
        assert_eq!(of("exec tail -f /dev/null", 9, 50), Err("it took longer than 0 seconds".into()));
        assert_eq!(of("exec yes", usize::MAX, 0), Err("it took longer than 0 seconds".into()));
    }
}
