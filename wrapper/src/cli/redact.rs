//! `ghost redact`: stdin to stdout, with a placeholder in the place of each secret.

use std::io::{ErrorKind, Read as _, Write as _};
use std::os::fd::AsFd as _;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::Status;
use crate::error::{Error, Kind, Result};
use crate::redact::{Redactor, Stream};

/// Replace secrets in what comes on stdin by placeholders.
#[derive(Debug, clap::Args)]
pub struct Redact {}

/// Milliseconds without a byte after which whole lines are given on: somebody may be waiting for them.
const QUIET: u16 = 50;

/// Filters stdin until it ends.
///
/// # Errors
/// When stdin cannot be read or stdout cannot be written. A reader that left early is no error.
pub fn run(_: &Redact) -> Result<Status> {
    let variables: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let known = variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut stream = Stream::new(Redactor::with_variables(known));
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let waits = {
            let mut fds = [PollFd::new(input.as_fd(), PollFlags::POLLIN)];
            matches!(poll(&mut fds, PollTimeout::from(QUIET)), Ok(0))
        };
        if waits && let Err(error) = output.write_all(&stream.pause()).and_then(|()| output.flush()) {
            return gone(error);
        }
        match input.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => {
                if let Err(error) = output.write_all(&stream.push(&piece[..count])) {
                    return gone(error);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::new(Kind::Outside, "read stdin").because(error)),
        }
    }
    output.write_all(&stream.finish()).and_then(|()| output.flush()).map_or_else(gone, |()| Ok(Status::Exit(0)))
}

fn gone(error: std::io::Error) -> Result<Status> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(Status::Exit(0)),
        _ => Err(Error::new(Kind::Outside, "write to stdout").because(error)),
    }
}
