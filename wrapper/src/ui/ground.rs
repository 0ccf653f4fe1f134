//! The terminal's foreground, for a hook that Nushell starts.
//!
//! nu starts each program in a process group of its own and gives it the terminal, so that Ctrl-C is for that program. A
//! thread of nu's takes the terminal back once a program has ended, and what nu starts in that moment is put into the group
//! of the one that has gone: that fails, and it stays in nu's own, or nu takes the terminal from it (nu-system, foreground.rs).
//! Then Ctrl-C ends nu's hooks and the making of its prompt as well, or those alone.

use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::sys::signal::{SigSet, Signal};
use nix::unistd::{Pid, getpgid, getpgrp, getpid, getppid, setpgid, tcgetpgrp, tcsetpgrp};

/// This process is such a hook.
static IS_HOOK: AtomicBool = AtomicBool::new(false);

/// As long as this is there, Ctrl-C is for this process alone whenever [`keep`] has just been called.
#[derive(Debug)]
pub struct Ground(());

impl Ground {
    /// For a hook of nu's.
    #[must_use]
    pub fn take() -> Self {
        IS_HOOK.store(true, Ordering::Relaxed);
        keep();
        Self(())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        IS_HOOK.store(false, Ordering::Relaxed);
        // nu does so as well, but for what it does not know to be in the foreground.
        if let (Ok(terminal), Ok(shell)) = (File::open("/dev/tty"), getpgid(Some(getppid())))
            && tcgetpgrp(&terminal) == Ok(getpid())
        {
            give(&terminal, shell);
        }
    }
}

/// Before somebody waits: a hook has the terminal, whatever has become of it since.
pub fn keep() {
    if !IS_HOOK.load(Ordering::Relaxed) {
        return;
    }
    let Ok(terminal) = File::open("/dev/tty") else { return };
    let own = getpid();
    if getpgrp() != own && setpgid(Pid::from_raw(0), Pid::from_raw(0)).is_err() {
        return;
    }
    if tcgetpgrp(&terminal) != Ok(own) {
        give(&terminal, own);
    }
}

/// Who is in the background and gives a terminal to somebody is stopped for it (tcsetpgrp(3)), unless that signal waits.
fn give(terminal: &File, group: Pid) {
    let mut held = SigSet::empty();
    held.add(Signal::SIGTTOU);
    if let Ok(before) = held.thread_swap_mask(nix::sys::signal::SigmaskHow::SIG_BLOCK) {
        let _ = tcsetpgrp(terminal, group);
        let _ = before.thread_set_mask();
    }
}
