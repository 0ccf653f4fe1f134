//! Large amounts on their way from pipe to pipe or file: passed on inside the kernel (splice(2)), without being copied.
//! What the record wants of them, the last bytes, is kept in the same way: as pages of a second pipe (tee(2)).
//!
//! Only for output that streams already; what may have to be held back is read.

use std::os::fd::{AsFd, OwnedFd};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, SpliceFFlags, fcntl, splice, tee};
use nix::unistd::{pipe2, read};

use crate::capture::{Recorder, TAIL};

/// Wanted size of the command's pipe, and of the way out; what an unprivileged process may ask for (pipe(7),
/// `pipe-max-size`).
const WIDE: i32 = 1 << 20;
/// Wanted size of the pipe that keeps the tail.
const KEPT: i32 = 256 * 1024;
/// With less than this at once, reading is as cheap, and it loses nothing.
const WORTH: usize = 16 * 1024;

/// How a step went.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// This much was passed on.
    Moved(usize),
    /// The way out is full.
    Full,
    /// There is nothing, or little, to pass on: reading is better.
    Ebbed,
    /// The way out does not take bytes in this way. These have been recorded, but not passed on.
    Refused(Vec<u8>),
    /// Nobody reads any more.
    Broken,
}

/// Makes a pipe as large as that, unless it is larger. Only a matter of speed: refused when the person's pipes take much
/// memory already, and for what is no pipe.
fn widen(pipe: impl AsFd, size: i32) {
    if fcntl(&pipe, FcntlArg::F_GETPIPE_SZ).is_ok_and(|now| now < size) {
        let _ = fcntl(pipe, FcntlArg::F_SETPIPE_SZ(size));
    }
}

/// A stream of much.
#[derive(Debug)]
pub(super) struct Bulk {
    /// The last of what was passed on, in a pipe of our own.
    kept: (OwnedFd, OwnedFd),
    in_kept: usize,
    /// Already in `kept`, not yet passed on.
    copied: usize,
    /// Passed on and not kept.
    dropped: u64,
    null: OwnedFd,
    /// The last that came was little.
    ebbing: bool,
}

impl Bulk {
    /// Makes ready; `None` where it cannot be.
    pub(super) fn begin(from: &OwnedFd, to: impl AsFd) -> Option<Self> {
        let kept = pipe2(OFlag::O_CLOEXEC).ok()?;
        let null = std::fs::File::options().write(true).open("/dev/null").ok()?.into();
        widen(from, WIDE);
        // The person's own pipe: as it is, ghost and the reader would wait for each other every 64 KiB.
        widen(to, WIDE);
        widen(&kept.1, KEPT);
        Some(Self { kept, in_kept: 0, copied: 0, dropped: 0, null, ebbing: false })
    }

    /// True while bytes have been recorded that are not passed on yet: then it cannot be ended.
    pub(super) fn is_under_way(&self) -> bool {
        self.copied > 0
    }

    /// Passes on what is there. `more`: new bytes may be begun with.
    pub(super) fn step(&mut self, from: &OwnedFd, to: impl AsFd, more: bool) -> Step {
        if self.copied == 0 {
            if !more || self.ebbing {
                return Step::Ebbed;
            }
            match self.copy(from) {
                Ok(count @ 1..) => self.ebbing = count < WORTH,
                Ok(0) | Err(_) => return Step::Ebbed,
            }
        }
        let flags = SpliceFFlags::SPLICE_F_NONBLOCK | SpliceFFlags::SPLICE_F_MOVE;
        match splice(from, None, to, None, self.copied, flags) {
            Ok(count) => {
                self.copied -= count;
                Step::Moved(count)
            }
            Err(Errno::EAGAIN | Errno::EINTR) => Step::Full,
            Err(Errno::EINVAL | Errno::ENOSYS) => {
                let mut bytes = vec![0; std::mem::take(&mut self.copied)];
                let count = read(from, &mut bytes).unwrap_or(0);
                bytes.truncate(count);
                Step::Refused(bytes)
            }
            Err(_) => Step::Broken,
        }
    }

    /// Copies what is there to `kept`, whose oldest bytes make room.
    fn copy(&mut self, from: &OwnedFd) -> Result<usize, Errno> {
        self.forget(TAIL);
        let flags = SpliceFFlags::SPLICE_F_NONBLOCK;
        let wide = usize::try_from(WIDE).unwrap_or(TAIL);
        let count = match tee(from, &self.kept.1, wide, flags) {
            // Small writes fill its slots before its bytes.
            Err(Errno::EAGAIN) if self.in_kept > 0 => {
                self.forget(0);
                tee(from, &self.kept.1, wide, flags)?
            }
            other => other?,
        };
        self.in_kept += count;
        self.copied = count;
        Ok(count)
    }

    /// Drops all but the last `rest` bytes kept.
    fn forget(&mut self, rest: usize) {
        while self.in_kept > rest {
            let flags = SpliceFFlags::SPLICE_F_NONBLOCK | SpliceFFlags::SPLICE_F_MOVE;
            match splice(&self.kept.0, None, &self.null, None, self.in_kept - rest, flags) {
                Ok(count @ 1..) => {
                    self.in_kept -= count;
                    self.dropped += count as u64;
                }
                _ => return,
            }
        }
    }

    /// Moves what was kept into the record.
    pub(super) fn record(&mut self, recorder: &mut Recorder) {
        self.forget(TAIL);
        recorder.skip(std::mem::take(&mut self.dropped));
        let mut buffer = [0; 4096];
        while self.in_kept > 0 {
            let most = buffer.len().min(self.in_kept);
            match read(&self.kept.0, &mut buffer[..most]) {
                Ok(count @ 1..) => {
                    recorder.push(&buffer[..count]);
                    self.in_kept -= count;
                }
                Err(Errno::EINTR) => {}
                _ => return,
            }
        }
    }
}
