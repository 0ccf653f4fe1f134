//! Carries bytes between the person's terminal and the shell's, in both directions at once, and lets the stream decide
//! what of it is seen when. A process of its own: should it die, the supervisor carries on without any of this.

use std::io;
use std::os::fd::{AsFd as _, AsRawFd as _, OwnedFd, RawFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::termios::LocalFlags;
use nix::unistd::{Pid, read, tcgetpgrp, write};

use super::chameleon::Chameleon;
use super::inner::{Editor, asking_modes, editor, has_running_jobs, has_unread};
use super::outer::Outer;
use super::service::Service;
use super::stream::Stream;
use crate::capture::Ending;

/// A read of a master gives this much at most (the kernel's flip buffers).
const PAGE: usize = 4096;
/// Gathered before it is written on.
const BUFFER: usize = 64 * 1024;
/// Written to a terminal that takes nothing (Ctrl-S): so much is kept, then the shell waits as well.
const MOST_PENDING: usize = 256 * 1024;
/// How often it is looked whether the shell's editor is ready, while a key waits to be pressed: it is all but there, or
/// something else has come first.
const LOOK: Duration = Duration::from_micros(500);
const LOOK_LATER: Duration = Duration::from_millis(5);
/// A shell that could be at its editor for so long is at it, where nobody tells.
const UNTOLD: Duration = Duration::from_millis(30);
/// A program that has ended may have the foreground so much longer.
const LINGERS: Duration = Duration::from_millis(200);
/// A brain that nobody asks is let go after so long.
const IDLE: Duration = Duration::from_secs(600);

/// Why the relay has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// The shell's terminal has no user left, or its shell has ended and all was passed on.
    Shell,
    /// The person's terminal has gone.
    Terminal,
}

/// See the module.
pub(super) struct Relay<'a> {
    pub(super) outer: &'a Outer,
    pub(super) master: OwnedFd,
    pub(super) signals: OwnedFd,
    /// Readable once the shell has ended; `None` where nobody tells.
    pub(super) ended: Option<OwnedFd>,
    /// The shell, where its end is ours to see.
    pub(super) shell: Option<Pid>,
    /// The shell's own process group, which is its session's as well.
    pub(super) session: Pid,
    pub(super) shell_ended: Option<Ending>,
    pub(super) stream: Stream,
    pub(super) service: Option<Service>,
    pub(super) chameleon: Chameleon,
    pub(super) typed: Vec<u8>,
    pub(super) written: usize,
    /// Since when a key waits to be pressed.
    pub(super) wanted: Option<Instant>,
    /// The modes at the last look while output is held back.
    pub(super) modes: Option<LocalFlags>,
    pub(super) buffer: Vec<u8>,
}

impl<'a> Relay<'a> {
    pub(super) fn new(
        outer: &'a Outer,
        master: OwnedFd,
        signals: OwnedFd,
        stream: Stream,
        service: Option<Service>,
        chameleon: Chameleon,
        session: Pid,
    ) -> Self {
        Self {
            outer,
            master,
            signals,
            ended: None,
            shell: None,
            session,
            shell_ended: None,
            stream,
            service,
            chameleon,
            typed: Vec::new(),
            written: 0,
            wanted: None,
            modes: None,
            buffer: vec![0; BUFFER],
        }
    }

    /// Returns when there is nothing left to carry.
    pub(super) fn run(&mut self) -> Over {
        let mut closing = false;
        // All that the shell has printed was read.
        let mut over = false;
        loop {
            let ready = self.wait(closing, over);
            if ready.signal && self.take_signals() {
                return Over::Terminal;
            }
            if let Some(shell) = self.shell
                && self.shell_ended.is_none()
            {
                self.shell_ended = super::ended(shell);
            }
            closing |= ready.ended || self.shell_ended.is_some();
            if !over && (ready.master || closing) {
                match self.take_output() {
                    Ok(_) => {}
                    Err(Errno::EAGAIN) if !closing => {}
                    Err(Errno::EINTR) => {}
                    // EIO: nobody has the terminal open any more (pty(7)). EAGAIN: somebody has, but the shell has
                    // ended, and all that it has printed was read.
                    Err(_) => {
                        self.stream.finish();
                        over = true;
                    }
                }
            }
            if ready.keys && !self.take_keys() {
                return Over::Terminal;
            }
            if let Some(service) = &mut self.service {
                service.serve(&ready.guests, &mut self.stream, Instant::now());
                service.rest(Instant::now(), IDLE);
            }
            self.press_keys();
            self.type_on();
            if !self.flush() {
                return Over::Terminal;
            }
            if over && self.pending() == 0 {
                return Over::Shell;
            }
            self.chameleon.look(&self.master, Instant::now());
        }
    }

    fn wait(&mut self, closing: bool, over: bool) -> Ready {
        let now = Instant::now();
        let mut left = self.stream.tick(now);
        if self.stream.awaits_editor() {
            let is_new = self.wanted.is_none_or(|since| now < since + 2 * UNTOLD);
            let look = if is_new { LOOK } else { LOOK_LATER };
            left = Some(left.map_or(look, |left| left.min(look)));
        }
        if let Some(due) = self.chameleon.due(now) {
            left = Some(left.map_or(due, |left| left.min(due)));
        }
        if self.service.as_ref().is_some_and(Service::keeps_brain) {
            left = Some(left.map_or(IDLE, |left| left.min(IDLE)));
        }
        if closing && !over {
            left = Some(Duration::ZERO);
        }
        let busy = self.pending() > 0;
        let full = self.pending() > MOST_PENDING;
        let typing = self.is_typing();
        let ask = |fd: RawFd, events| libc::pollfd { fd, events, revents: 0 };
        let mut asked = vec![
            ask(self.signals.as_raw_fd(), libc::POLLIN),
            ask(self.ended.as_ref().filter(|_| !closing).map_or(-1, |fd| fd.as_raw_fd()), libc::POLLIN),
            ask(
                if over { -1 } else { self.master.as_raw_fd() },
                if full { 0 } else { libc::POLLIN } | if typing { libc::POLLOUT } else { 0 },
            ),
            // While what was typed waits, more of it may wait in the terminal.
            ask(
                self.outer.as_fd().as_raw_fd(),
                if self.typed.len() > BUFFER { 0 } else { libc::POLLIN } | if busy { libc::POLLOUT } else { 0 },
            ),
        ];
        let guests = self.service.as_ref().map(Service::awaited).unwrap_or_default();
        asked.extend(guests.iter().map(|(fd, events)| ask(*fd, *events)));
        poll(&mut asked, left);
        let broken = libc::POLLIN | libc::POLLHUP | libc::POLLERR;
        Ready {
            signal: asked[0].revents != 0,
            ended: asked[1].revents != 0,
            master: asked[2].revents & broken != 0,
            keys: asked[3].revents & broken != 0,
            guests: asked[4..].iter().map(|asked| asked.revents).collect(),
        }
    }

    fn pending(&mut self) -> usize {
        self.stream.out().len() - self.written
    }

    fn is_typing(&self) -> bool {
        !self.typed.is_empty() && !self.stream.defers_typing()
    }

    /// Takes what the shell's terminal has, up to a buffer full; the number of bytes.
    fn take_output(&mut self) -> Result<usize, Errno> {
        let mut count = 0;
        let result = loop {
            if count + PAGE > self.buffer.len() {
                break Ok(count);
            }
            match read(&self.master, &mut self.buffer[count..count + PAGE]) {
                Ok(0) => break if count > 0 { Ok(count) } else { Err(Errno::EIO) },
                Ok(got) => {
                    count += got;
                    // Less than half a page: there was no more.
                    if got < PAGE / 2 {
                        break Ok(count);
                    }
                }
                Err(Errno::EINTR) => {}
                Err(errno) => break if count > 0 { Ok(count) } else { Err(errno) },
            }
        };
        if count > 0 {
            let was_holding = self.stream.is_holding();
            self.stream.take(&self.buffer[..count], Instant::now());
            if self.stream.is_unsure() && (!self.typed.is_empty() || has_unread(&self.master)) {
                // The shell will read it as its next line.
                self.stream.typed(b"", Instant::now());
            }
            if let Some(shell) = self.stream.has_failed().and_then(|id| id.shell())
                && has_running_jobs(&self.master, Pid::from_raw(shell))
            {
                self.stream.show_all();
            }
            self.follow_modes(was_holding);
            self.chameleon.stir(Instant::now());
        }
        result
    }

    /// A program that turns echo or line mode off asks for something: what it has printed is shown. The shell itself
    /// does so for its own editor.
    fn follow_modes(&mut self, was_holding: bool) {
        if !self.stream.is_holding() {
            return;
        }
        let modes = asking_modes(&self.master);
        let fewer = modes.zip(self.modes).is_some_and(|(now, before)| !now.contains(before));
        if was_holding && fewer && tcgetpgrp(&self.master).is_ok_and(|group| group != self.session) {
            self.stream.release();
        }
        self.modes = modes;
    }

    /// Reads keys. False when the terminal has gone.
    fn take_keys(&mut self) -> bool {
        match read(self.outer, &mut self.buffer) {
            Ok(0) => false,
            Ok(count) => {
                let mut keys = self.buffer[..count].to_vec();
                let reports = self.stream.take_reports(&mut keys);
                if !reports.is_empty() {
                    // A terminal takes this little at once, or it has gone.
                    let _ = write(&self.master, &reports);
                }
                if !keys.is_empty() {
                    let before = self.stream.typed(&keys, Instant::now());
                    self.typed.extend_from_slice(before);
                    self.typed.append(&mut keys);
                }
                true
            }
            Err(Errno::EAGAIN | Errno::EINTR) => true,
            Err(_) => false,
        }
    }

    /// Passes keys on, as far as the shell's terminal takes them.
    fn type_on(&mut self) {
        while self.is_typing() {
            match write(&self.master, &self.typed) {
                Ok(count) => drop(self.typed.drain(..count)),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return,
                Err(_) => self.typed.clear(),
            }
        }
    }

    /// Presses the keys that the hooks wait for, once the shell's editor reads keys. Gives it up when something else does.
    fn press_keys(&mut self) {
        if !self.stream.awaits_editor() {
            self.wanted = None;
            return;
        }
        let now = Instant::now();
        let since = *self.wanted.get_or_insert(now);
        let ready = match editor(&self.master, self.stream.shell().map(Pid::from_raw)) {
            Editor::Reads => true,
            Editor::Unknown => now >= since + UNTOLD,
            Editor::Away => false,
            Editor::Ousted => {
                // It may be the line of ours that runs already, as the shell has said before it.
                while self.stream.awaits_editor() && self.take_output().is_ok_and(|count| count > 0) {}
                // Where no key is wanted the line comes by itself, and what a hook has started may be in the foreground
                // a moment longer than it lives: nu learns of its end beside its other work.
                if self.stream.wants_editor() || now >= since + LINGERS {
                    self.stream.give_up_editor();
                }
                return;
            }
        };
        if ready && self.stream.wants_editor() {
            let keys = self.stream.take_keys(has_unread(&self.master), now);
            // A terminal takes this little at once, or it has gone.
            let _ = write(&self.master, &keys);
        }
    }

    /// Writes on what has come. False when the terminal has gone.
    fn flush(&mut self) -> bool {
        let out = self.stream.out();
        while self.written < out.len() {
            match write(self.outer, &out[self.written..]) {
                Ok(count) => self.written += count,
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return true,
                Err(_) => return false,
            }
        }
        out.clear();
        self.written = 0;
        true
    }

    /// True when one of them means the end.
    fn take_signals(&mut self) -> bool {
        let mut over = false;
        while let Some(signal) = next_signal(&self.signals) {
            match signal {
                libc::SIGWINCH => self.outer.copy_size(self.master.as_fd()),
                libc::SIGHUP | libc::SIGTERM => over = true,
                _ => {}
            }
        }
        over
    }
}

struct Ready {
    signal: bool,
    ended: bool,
    master: bool,
    keys: bool,
    guests: Vec<libc::c_short>,
}

/// ppoll(2). `None` waits for ever; an interruption returns with nothing ready.
pub(super) fn poll(asked: &mut [libc::pollfd], left: Option<Duration>) {
    let time = left.map(|left| libc::timespec {
        tv_sec: libc::time_t::try_from(left.as_secs()).unwrap_or(libc::time_t::MAX),
        tv_nsec: left.subsec_nanos().into(),
    });
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let count = asked.len() as libc::nfds_t;
    // SAFETY: `count` valid entries; the time is null or lives on our stack; no mask is set.
    if unsafe { libc::ppoll(asked.as_mut_ptr(), count, time, std::ptr::null()) } <= 0 {
        asked.iter_mut().for_each(|asked| asked.revents = 0);
    }
}

/// The next signal that has come, if any.
pub(super) fn next_signal(signals: &OwnedFd) -> Option<libc::c_int> {
    let mut info = std::mem::MaybeUninit::<libc::signalfd_siginfo>::uninit();
    let size = std::mem::size_of::<libc::signalfd_siginfo>();
    // SAFETY: room for one record, which the kernel fills whole or not at all.
    let got = unsafe { libc::read(signals.as_raw_fd(), info.as_mut_ptr().cast(), size) };
    if usize::try_from(got) != Ok(size) {
        return None;
    }
    // SAFETY: read filled it.
    Some(unsafe { info.assume_init() }.ssi_signo.cast_signed())
}

/// Keeps these signals from the process and gives a descriptor they are read from.
///
/// # Errors
/// When there is no descriptor to be had.
pub(super) fn keep_signals(signals: &[libc::c_int]) -> io::Result<OwnedFd> {
    use nix::sys::signal::{SigSet, Signal};
    use nix::sys::signalfd::{SfdFlags, SignalFd};
    let mut set = SigSet::empty();
    for signal in signals {
        set.add(Signal::try_from(*signal)?);
    }
    set.thread_block()?;
    let fd = SignalFd::with_flags(&set, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
    // The same descriptor under the type that the rest of the host uses.
    fd.as_fd().try_clone_to_owned()
}
