//! Waiting for several descriptors, and how much one has to give.

use std::os::fd::{AsRawFd as _, OwnedFd};
use std::ptr;
use std::time::Duration;

/// Entries of one call, at most.
const MOST: usize = 8;

/// ppoll(2); entries with a negative descriptor are passed over. `None` waits for ever. An interruption by a signal
/// returns with nothing ready.
pub(super) fn wait_for(asked: &mut [libc::pollfd], left: Option<Duration>) {
    let time = left.map(|left| libc::timespec {
        // At most 68 years.
        tv_sec: i32::try_from(left.as_secs()).unwrap_or(i32::MAX).into(),
        tv_nsec: left.subsec_nanos().into(),
    });
    let time = time.as_ref().map_or(ptr::null(), ptr::from_ref);
    // Empty entries count as well for the kernel, which takes no more than we may have descriptors (RLIMIT_NOFILE).
    let mut real = [libc::pollfd { fd: -1, events: 0, revents: 0 }; MOST];
    let mut count = 0;
    for entry in asked.iter().filter(|entry| entry.fd >= 0) {
        real[count] = *entry;
        count += 1;
    }
    // SAFETY: `count` valid entries; the time is null or lives on our stack; no mask is set.
    let ready = unsafe { libc::ppoll(real.as_mut_ptr(), count as libc::nfds_t, time, ptr::null()) } > 0;
    let mut answers = real[..count].iter();
    for entry in asked {
        let answer = if entry.fd >= 0 { answers.next() } else { None };
        entry.revents = answer.filter(|_| ready).map_or(0, |answer| answer.revents);
    }
}

/// The number of bytes that can be read now (FIONREAD).
pub(super) fn bytes_in(fd: &OwnedFd) -> usize {
    let mut count: libc::c_int = 0;
    // SAFETY: FIONREAD writes one int.
    unsafe { libc::ioctl(fd.as_raw_fd(), libc::FIONREAD, &raw mut count) };
    usize::try_from(count).unwrap_or(0)
}

/// True while somebody can still write to this pipe.
pub(super) fn has_writers(pipe: &OwnedFd) -> bool {
    let mut asked = [libc::pollfd { fd: pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 }];
    wait_for(&mut asked, Some(Duration::ZERO));
    asked[0].revents & libc::POLLHUP == 0
}
