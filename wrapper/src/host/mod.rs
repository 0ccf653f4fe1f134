//! The host: a transparent terminal around the person's shell. It passes everything on, sees what each command printed,
//! and holds the first of it back for a moment, so that a repaired error is never seen.
//!
//! Two processes. The *supervisor* is what the terminal sees; it waits. The *relay* carries the bytes, records, and
//! answers hooks. Whatever happens to the relay, the supervisor carries on without it; whatever happens to both, the
//! shell that asked for a host is still there and goes on as a plain one. Nothing here judges or repairs.
//!
//! Linux only: `/proc`, signalfd and ptys are used as Linux has them.

mod chameleon;
mod escapes;
mod inner;
mod origin;
mod outer;
mod relay;
mod service;
mod stream;

use std::ffi::{OsStr, c_char};
use std::io::{self, Write as _};
use std::os::fd::{AsFd as _, AsRawFd as _, OwnedFd};
use std::path::Path;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use nix::sys::signal::{SigSet, Signal, kill};
use nix::sys::socket::{AddressFamily, SockFlag, SockType, socketpair};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, fork, getpid, pipe, setpgid};

use crate::capture::Ending;
use crate::hold::Hold;
use chameleon::Chameleon;
use inner::Inner;
use origin::Origin;
use outer::Outer;
use relay::{Over, Relay, keep_signals, next_signal, poll};
use service::Service;
use stream::Stream;

/// The private entry's name.
pub const ENTRY: &str = "__host";

/// What the relay's exit status says.
const SHELL_OVER: i32 = 0;
const TERMINAL_OVER: i32 = 3;

/// Typed before the terminal is ours, and taken over at once. A terminal holds twice as much; more comes as it is typed.
const TYPED_BEFORE: usize = 2048;

/// What is waited for at the end: a shell that was hung up on, a terminal that takes nothing.
const PATIENCE: Duration = Duration::from_secs(1);

static WORDS: AtomicPtr<c_char> = AtomicPtr::new(std::ptr::null_mut());
static WORDS_LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Remembers where the words of this process lie, for `ps` and others to see another name there.
///
/// # Safety
/// `start` points to `length` writable bytes that nobody else uses for as long as the process lives.
pub unsafe fn remember_words(start: *mut c_char, length: usize) {
    WORDS.store(start, Ordering::Relaxed);
    WORDS_LENGTH.store(length, Ordering::Relaxed);
}

/// Shows this name as the process's command line.
fn set_command_line(name: &[u8]) {
    let (start, length) = (WORDS.load(Ordering::Relaxed), WORDS_LENGTH.load(Ordering::Relaxed));
    if start.is_null() || length < 2 {
        return;
    }
    let count = name.len().min(length - 1);
    // SAFETY: the caller of `remember_words` has promised these bytes.
    unsafe {
        std::ptr::write_bytes(start, 0, length);
        std::ptr::copy_nonoverlapping(name.as_ptr().cast(), start, count);
    }
}

/// Runs the shell with this process number once more, in a terminal of its own, until it ends.
///
/// # Errors
/// When there can be no host here. Nothing has happened then, and the shell goes on without one.
pub fn run(shell: i32, runtime: Option<&Path>, hold: Hold) -> io::Result<Ending> {
    let outer = Outer::open()?;
    let origin = Origin::of(Pid::from_raw(shell))?;
    let inner = Inner::open(&outer)?;
    let token = token()?;
    // Without a place for the socket there is still a terminal; the hooks then do without us.
    let service = Service::open(runtime).ok();
    let files = service.as_ref().map(|service| (service.path.clone(), service.folder().map(Path::to_owned)));
    let ending = host(outer, origin, inner, &token, service, hold);
    if let Some((path, folder)) = files {
        Service::remove(&path, folder.as_deref());
    }
    ending
}

fn host(
    outer: Outer,
    mut origin: Origin,
    inner: Inner,
    token: &str,
    service: Option<Service>,
    hold: Hold,
) -> io::Result<Ending> {
    let socket = service.as_ref().map_or_else(|| OsStr::new("").to_owned(), |service| service.path.clone().into());
    origin.set(&[
        ("GHOST_TTY", inner.name.as_os_str()),
        ("GHOST_TOKEN", OsStr::new(token)),
        ("GHOST_SOCK", &socket),
    ])?;
    let before = SigSet::thread_get_mask()?;
    let signals = keep_signals(&[
        libc::SIGWINCH,
        libc::SIGHUP,
        libc::SIGTERM,
        libc::SIGINT,
        libc::SIGQUIT,
        libc::SIGCHLD,
        libc::SIGTSTP,
        libc::SIGTTOU,
        libc::SIGTTIN,
    ])?;
    let ours = setpgid(Pid::from_raw(0), Pid::from_raw(0)).is_ok();
    outer.take()?;
    if ours {
        // Where this fails only the names that others see are wrong.
        let _ = outer.become_foreground();
    }
    if origin.is_startable() {
        // Else what was typed is left to the shell that goes on without us.
        inner.give(&outer.typed_before(TYPED_BEFORE));
    }
    let (master, shell) = match inner.start(&origin, &before) {
        Ok(started) => started,
        Err(error) => {
            outer.give_back();
            return Err(error);
        }
    };
    let mut supervisor = Supervisor { outer, master: Some(master), signals, shell, ended: None };
    let ending = supervisor.follow(token, service, hold);
    supervisor.outer.give_back();
    Ok(ending)
}

/// The name of the terminal we were started at.
#[must_use]
pub fn terminal() -> Option<std::path::PathBuf> {
    outer::name().ok()
}

/// True when a host has started the session we are in, whether or not it still answers: a second one inside it would
/// fare no better, and so on without end. Variables are not asked: a settings file may have cleared them.
#[must_use]
pub fn is_inside() -> bool {
    // SAFETY: takes a number and returns one (getsid(2)).
    let leader = unsafe { libc::getsid(0) };
    let same = |one: &std::fs::Metadata, other: &std::fs::Metadata| {
        use std::os::unix::fs::MetadataExt as _;
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    };
    let program = |process: &str| std::fs::metadata(format!("/proc/{process}/exe")).ok();
    let parent = origin::parent(Pid::from_raw(leader));
    let found = parent.and_then(|parent| program(&parent.to_string())).zip(program("self"));
    found.is_some_and(|(parent, own)| same(&parent, &own))
}

/// The terminal is given back to the shell that asked for a host, after its host has gone without doing so.
///
/// # Errors
/// When stdin is no terminal, or it will not be given.
pub fn reclaim() -> io::Result<()> {
    use nix::sys::termios::{InputFlags, LocalFlags, OutputFlags, SetArg, tcgetattr, tcsetattr};
    let mut terminal = std::fs::OpenOptions::new().read(true).write(true).open(outer::name()?)?;
    let mut blocked = SigSet::empty();
    blocked.add(Signal::SIGTTOU);
    blocked.thread_block()?;
    // fish puts each command into a group of its own.
    nix::unistd::tcsetpgrp(&terminal, nix::unistd::getpgid(Some(nix::unistd::getppid()))?)?;
    let mut modes = tcgetattr(&terminal)?;
    modes.input_flags |= InputFlags::BRKINT | InputFlags::ICRNL | InputFlags::IXON;
    modes.output_flags |= OutputFlags::OPOST | OutputFlags::ONLCR;
    modes.local_flags |= LocalFlags::ISIG | LocalFlags::ICANON | LocalFlags::IEXTEN | LocalFlags::ECHO;
    modes.local_flags |= LocalFlags::ECHOE | LocalFlags::ECHOK | LocalFlags::ECHOCTL | LocalFlags::ECHOKE;
    tcsetattr(&terminal, SetArg::TCSADRAIN, &modes)?;
    // Whatever was on its way: a line of its own, in plain letters, with a cursor and without a mouse.
    terminal.write_all(b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?25h\x1b[0m\r\n")
}

/// 64 random bits, as text.
fn token() -> io::Result<String> {
    let mut bytes = [0_u8; 8];
    // SAFETY: writes at most the given number of bytes.
    let got = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), bytes.len(), 0) };
    if usize::try_from(got) != Ok(bytes.len()) {
        return Err(io::Error::last_os_error());
    }
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

struct Supervisor {
    outer: Outer,
    /// A copy, so that the shell lives on when the relay does not.
    master: Option<OwnedFd>,
    signals: OwnedFd,
    shell: Pid,
    ended: Option<Ending>,
}

impl Supervisor {
    /// Returns when the shell has ended or the terminal has gone.
    fn follow(&mut self, token: &str, service: Option<Service>, hold: Hold) -> Ending {
        let Some(master) = self.master.take() else { return Ending::Exited(0) };
        let over = match self.relay(&master, token, service, hold) {
            Ok((relay, told, end)) => self.wait(relay, &told, end),
            // No second process to be had: then without one that could be lost.
            Err(_) => None,
        };
        let over = over.or_else(|| self.carry_on(&master, token));
        // What is left of the session in there is hung up on, as by a terminal that closes.
        drop(master);
        if over == Some(Over::Terminal) {
            let _ = kill(self.shell, Signal::SIGHUP);
        }
        self.reap(Instant::now() + PATIENCE);
        self.ended.unwrap_or(Ending::Signalled(1))
    }

    /// Starts the relay: its process, what it tells us, and what it is told the shell's end by.
    fn relay(
        &self,
        master: &OwnedFd,
        token: &str,
        service: Option<Service>,
        hold: Hold,
    ) -> io::Result<(Pid, OwnedFd, OwnedFd)> {
        let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
        let (told, tell) = socketpair(AddressFamily::Unix, SockType::SeqPacket, None, flags)?;
        let (end_seen, end) = pipe()?;
        let supervisor = getpid();
        // SAFETY: ghost has one thread here.
        match unsafe { fork() }? {
            ForkResult::Parent { child } => Ok((child, told, end)),
            ForkResult::Child => {
                drop((told, end));
                // SAFETY: sets a signal for when our parent dies (prctl(2)).
                unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM) };
                let status = self.be_relay(master, token, service, hold, tell, end_seen);
                if nix::unistd::getppid() != supervisor {
                    // Nobody else is left to do it.
                    self.outer.give_back();
                }
                // SAFETY: ends the process at once; nothing of the supervisor's may be torn down twice.
                unsafe { libc::_exit(status) }
            }
        }
    }

    fn be_relay(
        &self,
        master: &OwnedFd,
        token: &str,
        service: Option<Service>,
        hold: Hold,
        tell: OwnedFd,
        ended: OwnedFd,
    ) -> i32 {
        let now = Instant::now();
        let (Ok(master), Ok(signals)) = (master.try_clone(), self.signals.try_clone()) else {
            return TERMINAL_OVER;
        };
        let stream = Stream::new(token, hold, now);
        let mut relay =
            Relay::new(&self.outer, master, signals, stream, service, Chameleon::new(Some(tell), now), self.shell);
        relay.ended = Some(ended);
        match relay.run() {
            Over::Shell => SHELL_OVER,
            Over::Terminal => TERMINAL_OVER,
        }
    }

    /// Waits for the relay, and for the shell. `None`: the relay was lost.
    fn wait(&mut self, relay: Pid, told: &OwnedFd, end: OwnedFd) -> Option<Over> {
        let mut end = Some(end);
        let mut over = None;
        let mut relay_gone = false;
        while !relay_gone {
            let ask = |fd, events| libc::pollfd { fd, events, revents: 0 };
            let mut asked = [ask(self.signals.as_raw_fd(), libc::POLLIN), ask(told.as_raw_fd(), libc::POLLIN)];
            poll(&mut asked, None);
            if asked[1].revents & libc::POLLIN != 0 {
                let mut message = [0_u8; 4200];
                while let Ok(count) = nix::unistd::read(told, &mut message) {
                    if count == 0 {
                        break;
                    }
                    chameleon::become_like(&message[..count]);
                }
            }
            while let Some(signal) = next_signal(&self.signals) {
                if matches!(signal, libc::SIGHUP | libc::SIGTERM) {
                    let _ = kill(relay, Signal::SIGTERM);
                }
            }
            match waitpid(relay, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::Exited(_, SHELL_OVER)) => (over, relay_gone) = (Some(Over::Shell), true),
                Ok(WaitStatus::Exited(_, TERMINAL_OVER)) => (over, relay_gone) = (Some(Over::Terminal), true),
                Ok(WaitStatus::Exited(..) | WaitStatus::Signaled(..)) | Err(_) => relay_gone = true,
                Ok(_) => {}
            }
            if self.look_after_shell() {
                // The relay passes on what is left and ends.
                end = None;
            }
        }
        drop(end);
        over
    }

    /// The relay was lost: bytes go on, and marks are still taken out of them.
    fn carry_on(&mut self, master: &OwnedFd, token: &str) -> Option<Over> {
        if self.look_after_shell() {
            return Some(Over::Shell);
        }
        let now = Instant::now();
        let (Ok(master), Ok(signals)) = (master.try_clone(), self.signals.try_clone()) else {
            return Some(Over::Terminal);
        };
        let stream = Stream::new(token, Hold::NONE, now);
        let mut relay = Relay::new(&self.outer, master, signals, stream, None, Chameleon::new(None, now), self.shell);
        relay.shell = Some(self.shell);
        let over = relay.run();
        self.ended = relay.shell_ended.or(self.ended);
        Some(over)
    }

    /// True once the shell has ended.
    fn look_after_shell(&mut self) -> bool {
        if self.ended.is_none() {
            self.ended = ended(self.shell);
        }
        self.ended.is_some()
    }

    fn reap(&mut self, until: Instant) {
        while !self.look_after_shell() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let mut asked = [libc::pollfd { fd: self.signals.as_fd().as_raw_fd(), events: libc::POLLIN, revents: 0 }];
            poll(&mut asked, Some(left));
            while next_signal(&self.signals).is_some() {}
        }
    }
}

/// How the shell ended, if it has.
fn ended(shell: Pid) -> Option<Ending> {
    match waitpid(shell, Some(WaitPidFlag::WNOHANG)) {
        Ok(WaitStatus::Exited(_, status)) => Some(Ending::Exited(u8::try_from(status).unwrap_or(u8::MAX))),
        Ok(WaitStatus::Signaled(_, signal, _)) => {
            Some(Ending::Signalled(u8::try_from(signal as i32).unwrap_or(u8::MAX)))
        }
        Err(_) => Some(Ending::Exited(0)),
        Ok(_) => None,
    }
}
