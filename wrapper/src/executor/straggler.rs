//! Output of processes that outlive the command: `sh -c 'make &'` goes on printing after `sh` has ended. Without ghost
//! it would print to the terminal or pipe itself; with ghost it prints into ours. So a small process stays behind that
//! does nothing but carry bytes, and ghost ends with the command.

use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::{io, ptr};

/// From where to where bytes are carried.
#[derive(Debug)]
pub(super) struct Route<'a> {
    /// `None`: there is nothing but `first`.
    pub(super) from: Option<OwnedFd>,
    pub(super) to: BorrowedFd<'a>,
    /// Taken already, but not yet written.
    pub(super) first: Vec<u8>,
    /// From a terminal to a terminal: carriage returns before newlines are put in on both.
    pub(super) cooked: bool,
}

/// Leaves a carrier behind. It begins when the returned gate is closed, and ends when nobody prints any more, or nobody
/// reads. `alive` is kept open as long (a monitor waits for its end).
///
/// # Errors
/// When there is no pipe or process to be had; the routes are closed then.
pub(super) fn leave_behind(
    routes: [Option<Route<'_>>; 2],
    alive: Option<OwnedFd>,
    mask: &libc::sigset_t,
) -> io::Result<OwnedFd> {
    let (wait, gate) = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC)?;
    // SAFETY: the child only makes system calls until it exits.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => carry(&routes, wait.as_raw_fd(), alive.as_ref().map(OwnedFd::as_raw_fd), mask),
        _ => Ok(gate),
    }
}

fn carry(routes: &[Option<Route<'_>>; 2], wait: RawFd, alive: Option<RawFd>, mask: &libc::sigset_t) -> ! {
    let mut wanted = [wait, -1, -1, -1];
    for (place, route) in wanted[1..].iter_mut().zip(routes) {
        *place = route.as_ref().and_then(|route| route.from.as_ref()).map_or(-1, OwnedFd::as_raw_fd);
    }
    wanted[3] = alive.unwrap_or(-1);
    close_all_but(&wanted);
    let mut buffer = [0_u8; 4096];
    // SAFETY: system calls on descriptors that we own and a buffer of our own; SIGPIPE is the default, as for any
    // program that writes.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        libc::sigprocmask(libc::SIG_SETMASK, mask, ptr::null_mut());
        // The end of the file is the sign; nothing is ever written here.
        while libc::read(wait, buffer.as_mut_ptr().cast(), 1) < 0 && is_passing(&io::Error::last_os_error()) {}
        let to = [0, 1].map(|at: usize| routes[at].as_ref().map_or(-1, |route| route.to.as_raw_fd()));
        for route in routes.iter().flatten() {
            write_raw(route.to.as_raw_fd(), &route.first);
        }
        let ask = |fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
        let mut from = [ask(wanted[1]), ask(wanted[2])];
        while from.iter().any(|source| source.fd >= 0) {
            if libc::poll(from.as_mut_ptr(), 2, -1) < 0 {
                continue;
            }
            for (at, source) in from.iter_mut().enumerate() {
                if source.fd < 0 || source.revents == 0 {
                    continue;
                }
                let got = libc::read(source.fd, buffer.as_mut_ptr().cast(), buffer.len());
                if got < 0 && is_passing(&io::Error::last_os_error()) {
                    continue;
                }
                let mut got = usize::try_from(got).unwrap_or(0);
                let end = got == 0;
                if routes[at].as_ref().is_some_and(|route| route.cooked) {
                    got = strip_returns(&mut buffer[..got]);
                }
                if end || !write_raw(to[at], &buffer[..got]) {
                    libc::close(source.fd);
                    source.fd = -1;
                }
            }
        }
        libc::_exit(0)
    }
}

fn is_passing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock)
}

/// Takes the carriage returns before newlines out, in place; gives the length.
fn strip_returns(bytes: &mut [u8]) -> usize {
    let mut kept = 0;
    for at in 0..bytes.len() {
        if !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')) {
            bytes[kept] = bytes[at];
            kept += 1;
        }
    }
    kept
}

fn write_raw(fd: RawFd, mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        // SAFETY: a valid range of bytes.
        let done = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        match usize::try_from(done) {
            Ok(done) => bytes = &bytes[done..],
            Err(_) => match io::Error::last_os_error().kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock => {
                    let mut ready = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
                    // SAFETY: one valid entry.
                    unsafe { libc::poll(&raw mut ready, 1, -1) };
                }
                _ => return false,
            },
        }
    }
    true
}

/// Closes every descriptor above 2 but these, so that nobody waits for the end of a pipe that we keep open by chance.
pub(super) fn close_all_but(wanted: &[RawFd]) {
    let mut sorted = [RawFd::MAX; 8];
    let count = wanted.len().min(sorted.len());
    sorted[..count].copy_from_slice(&wanted[..count]);
    sorted.sort_unstable();
    let mut from = 3;
    for &fd in &sorted {
        if fd >= from {
            close_range(from, fd - 1);
            from = fd.saturating_add(1);
        }
    }
}

fn close_range(first: RawFd, last: RawFd) {
    if first > last {
        return;
    }
    // SAFETY: closing descriptors has no effect on memory.
    unsafe {
        if libc::syscall(libc::SYS_close_range, first, last, 0) != 0 {
            // Linux before 5.9.
            for fd in first..=last.min(4096) {
                libc::close(fd);
            }
        }
    }
}
