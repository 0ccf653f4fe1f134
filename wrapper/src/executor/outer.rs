//! The person's own terminal: its modes are changed under guards that put them back on every way out.

use std::os::fd::BorrowedFd;

use nix::sys::termios::{OutputFlags, SetArg, Termios, tcgetattr, tcsetattr};
use nix::unistd::{getpgrp, tcgetpgrp};

/// True when this terminal lets us change it: we are its foreground, or it is not the one that controls us.
pub(super) fn may_change(terminal: BorrowedFd<'_>) -> bool {
    tcgetpgrp(terminal).map_or(true, |group| group == getpgrp())
}

/// Puts the modes back when dropped.
#[derive(Debug)]
pub(super) struct Restore<'a> {
    terminal: BorrowedFd<'a>,
    before: Termios,
}

impl Drop for Restore<'_> {
    fn drop(&mut self) {
        if may_change(self.terminal) {
            // Now, not after draining: a terminal stopped by Ctrl-S would keep us waiting, and output is processed
            // when it is written.
            let _ = tcsetattr(self.terminal, SetArg::TCSANOW, &self.before);
        }
    }
}

/// Changes how output is processed for as long as the guard lives; `None` when that is not ours to do.
pub(super) fn change_output<'a>(
    terminal: BorrowedFd<'a>,
    change: impl FnOnce(&mut OutputFlags),
) -> Option<Restore<'a>> {
    if !may_change(terminal) {
        return None;
    }
    let before = tcgetattr(terminal).ok()?;
    let mut after = before.clone();
    change(&mut after.output_flags);
    tcsetattr(terminal, SetArg::TCSANOW, &after).ok()?;
    Some(Restore { terminal, before })
}
