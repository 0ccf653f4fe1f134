//! What ghost was started with: which of the three standard streams were closed, and which signals were ignored.
//! A command must inherit exactly that, and nothing may change it first: Rust's own start-up opens `/dev/null` on
//! closed streams and ignores SIGPIPE. So it is noted before `main`, by an entry of `.init_array`
//! (ELF gABI, "Initialization and Termination Functions").
//!
//! Deliberately does not restore anything in ghost itself; see `start` for the command's side.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

static CLOSED: AtomicU8 = AtomicU8::new(0);
static PIPE_IGNORED: AtomicBool = AtomicBool::new(false);
static CHLD_IGNORED: AtomicBool = AtomicBool::new(false);

#[used]
// SAFETY: the section holds pointers to functions without arguments; the C start-up code calls each once, before `main`.
#[unsafe(link_section = ".init_array")]
static NOTE: extern "C" fn() = note;

extern "C" fn note() {
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
    PIPE_IGNORED.store(is_ignored(libc::SIGPIPE), Ordering::Relaxed);
    if is_ignored(libc::SIGCHLD) {
        CHLD_IGNORED.store(true, Ordering::Relaxed);
        // With SIGCHLD ignored the kernel reaps children itself and their status is lost (wait(2), NOTES).
        // SAFETY: sets a default disposition; no handler is involved.
        unsafe { libc::signal(libc::SIGCHLD, libc::SIG_DFL) };
    }
}

fn is_ignored(signal: libc::c_int) -> bool {
    // SAFETY: an all-zero sigaction is a valid value to be written over; a null new action only asks.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        libc::sigaction(signal, std::ptr::null(), &raw mut action) == 0 && action.sa_sigaction == libc::SIG_IGN
    }
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
