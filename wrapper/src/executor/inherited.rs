//! What ghost was started with: which of the three standard streams were closed, and which signals were ignored.
//! A command must inherit exactly that, so it is noted before ghost opens anything or changes a signal. Then ghost's own
//! are made fit for its work; see `start` for what the command gets.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

static CLOSED: AtomicU8 = AtomicU8::new(0);
static PIPE_IGNORED: AtomicBool = AtomicBool::new(false);
static CHLD_IGNORED: AtomicBool = AtomicBool::new(false);

/// Notes it. To be called once, at the very beginning, by a `main` that replaces Rust's own start-up: that opens
/// `/dev/null` on closed streams and ignores SIGPIPE.
pub fn note_inherited() {
    let ask = |fd| libc::pollfd { fd, events: 0, revents: 0 };
    let mut streams = [ask(0), ask(1), ask(2)];
    // SAFETY: three valid entries; a time-out of 0 returns at once.
    if unsafe { libc::poll(streams.as_mut_ptr(), 3, 0) } > 0 {
        for (at, stream) in streams.iter().enumerate() {
            if stream.revents & libc::POLLNVAL != 0 {
                CLOSED.fetch_or(1 << at, Ordering::Relaxed);
                // Takes the lowest free number, which is this one; a pipe of ours must never land on 0, 1 or 2.
                // SAFETY: the path is a NUL-terminated literal.
                unsafe { libc::open(c"/dev/null".as_ptr(), libc::O_RDWR) };
            }
        }
    }
    // Writes to a closed pipe are to fail with EPIPE.
    PIPE_IGNORED.store(was_ignored(libc::SIGPIPE, libc::SIG_IGN), Ordering::Relaxed);
    // With SIGCHLD ignored the kernel reaps children itself and their status is lost (wait(2), NOTES).
    CHLD_IGNORED.store(was_ignored(libc::SIGCHLD, libc::SIG_DFL), Ordering::Relaxed);
}

/// Sets what a signal does, and tells whether it was ignored before.
fn was_ignored(signal: libc::c_int, from_now_on: libc::sighandler_t) -> bool {
    // SAFETY: both dispositions there are for `from_now_on` run no code.
    unsafe { libc::signal(signal, from_now_on) == libc::SIG_IGN }
}

/// True when this standard stream (0, 1 or 2) was closed when ghost was started.
pub(super) fn was_closed(fd: u8) -> bool {
    CLOSED.load(Ordering::Relaxed) & (1 << fd) != 0
}

/// True when SIGPIPE was ignored when ghost was started.
pub(crate) fn ignores_pipe() -> bool {
    PIPE_IGNORED.load(Ordering::Relaxed)
}

/// True when SIGCHLD was ignored when ghost was started.
pub(super) fn ignores_children() -> bool {
    CHLD_IGNORED.load(Ordering::Relaxed)
}
