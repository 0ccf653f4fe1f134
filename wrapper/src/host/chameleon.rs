//! The host looks from outside like what runs in the foreground of its shell: name, command line and folder. What
//! watches terminals (tmux's names and paths, "new tab in the same folder") goes by these.

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::time::{Duration, Instant};

use nix::unistd::{tcgetpgrp, write};

/// Looks at most this often, and once more after things have calmed down.
const PACE: Duration = Duration::from_millis(60);
/// Longer names are cut, as the kernel does with `comm` (TASK_COMM_LEN).
const NAME: usize = 15;

/// Sees what runs, and tells the process that is to look like it.
#[derive(Debug)]
pub(super) struct Chameleon {
    /// To the supervisor; `None`: there is nobody to tell.
    tell: Option<OwnedFd>,
    last: Vec<u8>,
    looked: Instant,
    stirred: bool,
}

impl Chameleon {
    pub(super) fn new(tell: Option<OwnedFd>, now: Instant) -> Self {
        Self { tell, last: Vec::new(), looked: now, stirred: true }
    }

    /// Something has happened.
    pub(super) fn stir(&mut self, _now: Instant) {
        self.stirred = true;
    }

    /// Time until a look is due; `None` while nothing has happened.
    pub(super) fn due(&self, now: Instant) -> Option<Duration> {
        (self.stirred && self.tell.is_some()).then(|| (self.looked + PACE).saturating_duration_since(now))
    }

    /// Looks, when it is time to.
    pub(super) fn look(&mut self, master: &OwnedFd, now: Instant) {
        if self.due(now) != Some(Duration::ZERO) {
            return;
        }
        self.stirred = false;
        self.looked = now;
        let Some(message) = foreground(master) else { return };
        if message != self.last
            && let Some(tell) = &self.tell
        {
            // One that cannot be told now is told next time.
            if write(tell, &message).is_ok() {
                self.last = message;
            }
        }
    }
}

/// Name, NUL, folder.
fn foreground(master: &OwnedFd) -> Option<Vec<u8>> {
    let group = tcgetpgrp(master).ok().filter(|group| group.as_raw() > 0)?;
    let comm = fs::read(format!("/proc/{group}/comm")).ok()?;
    let name = comm.strip_suffix(b"\n").unwrap_or(&comm);
    let folder = fs::read_link(format!("/proc/{group}/cwd")).ok()?;
    Some([&name[..name.len().min(NAME)], b"\0", folder.as_os_str().as_bytes()].concat())
}

/// Takes on a name and a folder that were told.
pub(super) fn become_like(message: &[u8]) {
    let Some(end) = memchr::memchr(0, message) else { return };
    let (name, folder) = (&message[..end], &message[end + 1..]);
    let mut bytes = [0_u8; NAME + 1];
    bytes[..end.min(NAME)].copy_from_slice(&name[..end.min(NAME)]);
    // SAFETY: PR_SET_NAME reads up to 16 bytes, NUL-terminated as these are (prctl(2)).
    unsafe { libc::prctl(libc::PR_SET_NAME, bytes.as_ptr()) };
    crate::host::set_command_line(name);
    let _ = nix::unistd::chdir(std::ffi::OsStr::from_bytes(folder));
}
