//! A program of the person's that answers one prompt: `claude -p`, `llm`, a script.
//!
//! It is started in an empty folder of its own, in a session of its own and so without a terminal; it has the person's
//! rights and their environment, where its own settings and keys are. It ends with the answer, or with the wait for it.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use super::{Failure, LONGEST_ANSWER, Outcome, Spent, TOO_LONG};
use crate::client::{self, Until, keep_to_the_streams};
use crate::model::PLACE;
use crate::text;

/// Bytes of one word of a command line that every system takes (execve(2), `MAX_ARG_STRLEN`).
const LONGEST_WORD: usize = 128 * 1024 - 1;
/// Bytes of complaints that are kept.
const MOST_COMPLAINTS: usize = 64 * 1024;
/// How long a program may stay after it has closed its output.
const GRACE: Duration = Duration::from_secs(2);

/// Starts the program, gives it the prompt, and hears it to the end.
pub(super) fn ask(
    words: &[String],
    prompt: &str,
    begun: Instant,
    until: Until<'_>,
    on_piece: &mut dyn FnMut(&str),
) -> Outcome {
    match heard(words, prompt, begun, until, on_piece) {
        Ok(outcome) => outcome,
        Err(failure) => Outcome::failed(failure),
    }
}

fn heard(
    words: &[String],
    prompt: &str,
    begun: Instant,
    until: Until<'_>,
    on_piece: &mut dyn FnMut(&str),
) -> Result<Outcome, Failure> {
    let in_words = words.iter().any(|word| word.contains(PLACE));
    let words: Vec<String> = words.iter().map(|word| filled(word, prompt)).collect();
    if words.iter().any(|word| word.len() > LONGEST_WORD) {
        return Err(Failure::new(
            "refused",
            "the prompt is too long for a command line",
            "without {prompt} in its words the program gets it on its stdin",
        ));
    }
    let folder = Folder::new().map_err(|error| wrong(&words, &error))?;
    let mut running = start(&words, &folder.0)?;
    let input = if in_words { &[][..] } else { prompt.as_bytes() };
    let mut hearing = Hearing { first: None, text: Pieces::default(), complaints: Vec::new() };
    let ended = hearing.all(&mut running, input, until, begun, on_piece);
    ended?;
    let dropped = hearing.text.dropped;
    // One that says too much is not heard to its end, and ends with `running`.
    let status = if dropped > 0 { None } else { running.end(until) };
    let name = base(&words);
    match status {
        Some(status) if !status.success() => return Err(complained(name, status, &hearing.complaints)),
        None if dropped == 0 => return Err(Failure::late(begun.elapsed())),
        _ => {}
    }
    let text = hearing.text.all.trim().to_owned();
    if text.is_empty() {
        return Err(Failure::new("invalid", format!("{name} said nothing"), ""));
    }
    let first_ms = hearing.first.map_or(0, |first| u64::try_from(first.as_millis()).unwrap_or(u64::MAX));
    let stop = if dropped > 0 { TOO_LONG } else { "stop" };
    let spent = Spent { first_ms, stop: stop.to_owned(), ..Spent::default() };
    Ok(Outcome { text, dropped, spent, failure: None })
}

/// The word with the prompt in its place. One that is the prompt alone must not be taken for an option.
fn filled(word: &str, prompt: &str) -> String {
    let prompt = if word == PLACE && prompt.starts_with('-') { format!(" {prompt}") } else { prompt.to_owned() };
    word.replace(PLACE, &prompt)
}

fn base(words: &[String]) -> &str {
    let program = words.first().map_or("", String::as_str);
    program.rsplit('/').next().unwrap_or(program)
}

fn wrong(words: &[String], error: &std::io::Error) -> Failure {
    let name = base(words);
    let named = words.first().map_or("", String::as_str);
    match error.kind() {
        ErrorKind::NotFound if named.contains('/') => Failure::new("missing", format!("{named} is not there"), ""),
        ErrorKind::NotFound => Failure::new("missing", format!("{name} is not there"), "is it installed, and on PATH?"),
        _ => Failure::new("missing", format!("{name} cannot be started: {error}"), ""),
    }
}

/// How it failed: by its last word, which is where programs put it.
fn complained(name: &str, status: ExitStatus, complaints: &[u8]) -> Failure {
    const LONGEST: usize = 300;
    let said = text::plain(complaints);
    let last = said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    let last: String = last.chars().take(LONGEST).collect();
    let message = if last.is_empty() { format!("{name}: {status}") } else { format!("{name}: {last}") };
    Failure::new("server", message, "")
}

/// An empty folder that goes with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Self> {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let name = format!("ghost-mind-{}-{:x}", std::process::id(), since.as_nanos());
        let path = std::env::temp_dir().join(name);
        // One that is there already is somebody else's.
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program, which does not outlive this value: it leads a session of its own, and all of that is ended.
struct Running {
    child: Option<Child>,
    stdin: Option<OwnedFd>,
    stdout: Option<File>,
    stderr: Option<File>,
}

fn start(words: &[String], folder: &Path) -> Result<Running, Failure> {
    let (program, rest) = words.split_first().ok_or_else(Failure::garbled)?;
    let mut command = Command::new(program);
    command.args(rest).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let own = nix::unistd::getpid();
    let alone = move || {
        nix::unistd::setsid()?;
        // Where we are ended with no time to end it.
        // SAFETY: takes numbers (prctl(2)).
        unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
        if nix::unistd::getppid() != own {
            return Err(Errno::ESRCH.into());
        }
        keep_to_the_streams()
    };
    // SAFETY: between fork and exec a few system calls are made, which take numbers and a set of signals.
    unsafe { command.pre_exec(alone) };
    let mut child = command.spawn().map_err(|error| wrong(words, &error))?;
    let stdin = child.stdin.take().map(OwnedFd::from);
    let stdout = child.stdout.take().map(|end| File::from(OwnedFd::from(end)));
    let stderr = child.stderr.take().map(|end| File::from(OwnedFd::from(end)));
    for end in [stdin.as_ref().map(AsFd::as_fd), stdout.as_ref().map(AsFd::as_fd), stderr.as_ref().map(AsFd::as_fd)] {
        let Some(end) = end else { continue };
        let flags = fcntl(end, FcntlArg::F_GETFL).map_or(OFlag::empty(), OFlag::from_bits_retain);
        let _ = fcntl(end, FcntlArg::F_SETFL(flags | OFlag::O_NONBLOCK));
    }
    Ok(Running { child: Some(child), stdin, stdout, stderr })
}

impl Running {
    /// How it ended; `None` when it had to be ended although it had closed its output.
    fn end(&mut self, until: Until<'_>) -> Option<ExitStatus> {
        let mut child = self.child.take()?;
        let group = Pid::from_raw(child.id().cast_signed());
        let deadline = until.deadline.min(Instant::now() + GRACE);
        let status = waited(&mut child, deadline);
        // What it started and left behind has nobody who waits for it.
        let _ = killpg(group, Signal::SIGKILL);
        let _ = child.wait();
        status
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL);
            let _ = child.wait();
        }
    }
}

/// A descriptor that can be read from once the process has ended (pidfd_open(2)); `None` where there is none to be had.
pub(super) fn handle(child: &Child) -> Option<OwnedFd> {
    use std::os::fd::FromRawFd as _;
    // SAFETY: pidfd_open(2) takes two integers and returns a new descriptor or -1.
    let raw = unsafe { libc::syscall(libc::SYS_pidfd_open, child.id(), 0) };
    let raw = i32::try_from(raw).ok().filter(|raw| *raw >= 0)?;
    // SAFETY: the descriptor was just returned to us and belongs to nobody else.
    Some(unsafe { OwnedFd::from_raw_fd(raw) })
}

/// Waits by a descriptor of the process, so that its end is seen at once and nothing spins.
fn waited(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    if let Some(process) = handle(child) {
        let left = deadline.saturating_duration_since(Instant::now());
        let millis = u16::try_from(left.as_millis() + 1).unwrap_or(u16::MAX);
        let _ = poll(&mut [PollFd::new(process.as_fd(), PollFlags::POLLIN)], PollTimeout::from(millis));
    }
    child.try_wait().ok().flatten()
}

struct Hearing {
    first: Option<Duration>,
    text: Pieces,
    complaints: Vec<u8>,
}

impl Hearing {
    /// Writes the prompt and reads both streams, until its output is closed.
    fn all(
        &mut self,
        running: &mut Running,
        mut input: &[u8],
        until: Until<'_>,
        begun: Instant,
        on_piece: &mut dyn FnMut(&str),
    ) -> Result<(), Failure> {
        while running.stdout.is_some() {
            if input.is_empty() {
                // The end of the prompt is the end of its stdin.
                running.stdin = None;
            }
            let ready = Ready::wait(running, until, begun)?;
            if ready.news {
                on_piece("");
            }
            if ready.stdin
                && let Some(stdin) = &running.stdin
            {
                match nix::unistd::write(stdin, input) {
                    Ok(count) => input = input.get(count..).unwrap_or_default(),
                    Err(Errno::EAGAIN | Errno::EINTR) => {}
                    // It does not read all of it: its own affair.
                    Err(_) => input = &[],
                }
            }
            if ready.stderr
                && let Some(bytes) = read(&mut running.stderr)
            {
                self.complaints.extend_from_slice(&bytes);
                let over = self.complaints.len().saturating_sub(MOST_COMPLAINTS);
                self.complaints.drain(..over);
            }
            if ready.stdout
                && let Some(bytes) = read(&mut running.stdout)
            {
                if !bytes.is_empty() {
                    self.first.get_or_insert_with(|| begun.elapsed());
                }
                self.text.push(&bytes, on_piece);
                if self.text.dropped > 0 {
                    return Ok(());
                }
            }
        }
        self.text.finish(on_piece);
        // What it complained of last may still be on its way.
        while let Some(bytes) = read(&mut running.stderr).filter(|bytes| !bytes.is_empty()) {
            self.complaints.extend_from_slice(&bytes);
        }
        Ok(())
    }
}

/// What can be read and written.
struct Ready {
    stdin: bool,
    stdout: bool,
    stderr: bool,
    /// Of somebody else.
    news: bool,
}

impl Ready {
    fn wait(running: &Running, until: Until<'_>, begun: Instant) -> Result<Self, Failure> {
        loop {
            let left = until.deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Failure::late(begun.elapsed()));
            }
            let ends = [
                (running.stdin.as_ref().map(AsFd::as_fd), PollFlags::POLLOUT),
                (running.stdout.as_ref().map(AsFd::as_fd), PollFlags::POLLIN),
                (running.stderr.as_ref().map(AsFd::as_fd), PollFlags::POLLIN),
                (until.cancel, PollFlags::POLLIN),
                (until.news.map(|news| news.end), PollFlags::POLLIN),
            ];
            let there =
                ends.iter().enumerate().filter_map(|(at, (end, flags))| Some((at, PollFd::new((*end)?, *flags))));
            let (numbers, mut fds): (Vec<usize>, Vec<PollFd<'_>>) = there.unzip();
            let millis = u16::try_from(left.as_millis() + 1).unwrap_or(u16::MAX);
            match poll(&mut fds, PollTimeout::from(millis)) {
                Ok(_) => {}
                Err(Errno::EINTR) => continue,
                Err(errno) => return Err(Failure::new("missing", errno.desc(), "")),
            }
            let seen = |number: usize| {
                let at = numbers.iter().position(|known| *known == number);
                at.and_then(|at| fds[at].revents()).is_some_and(|seen| !seen.is_empty())
            };
            if seen(3) || until.news.is_some_and(|news| !news.open.get()) {
                return Err(Failure::cancelled());
            }
            if (0..=4).any(seen) {
                return Ok(Self { stdin: seen(0), stdout: seen(1), stderr: seen(2), news: seen(4) });
            }
        }
    }
}

/// What is there to read; the stream is given up at its end. `None` when there is nothing now.
fn read(stream: &mut Option<File>) -> Option<Vec<u8>> {
    let mut chunk = vec![0_u8; 65536];
    match stream.as_mut()?.read(&mut chunk) {
        Ok(count) if count > 0 => {
            chunk.truncate(count);
            Some(chunk)
        }
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => None,
        Ok(_) | Err(_) => {
            *stream = None;
            Some(Vec::new())
        }
    }
}

/// Bytes as text, without splitting a character between two pieces.
#[derive(Default)]
struct Pieces {
    all: String,
    rest: Vec<u8>,
    /// Bytes beyond the longest answer.
    dropped: usize,
}

impl Pieces {
    fn push(&mut self, bytes: &[u8], on_piece: &mut dyn FnMut(&str)) {
        self.rest.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(_) => self.rest.len(),
            // What is cut off may go on; what is wrong stays so.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.rest.len(),
        };
        let whole: Vec<u8> = self.rest.drain(..whole).collect();
        self.say(&whole, on_piece);
    }

    fn finish(&mut self, on_piece: &mut dyn FnMut(&str)) {
        let rest = std::mem::take(&mut self.rest);
        self.say(&rest, on_piece);
    }

    fn say(&mut self, bytes: &[u8], on_piece: &mut dyn FnMut(&str)) {
        let text = text::plain(bytes);
        let kept = client::fitting(&text, LONGEST_ANSWER - self.all.len());
        self.dropped += text.len() - kept.len();
        if !kept.is_empty() {
            on_piece(kept);
            self.all.push_str(kept);
        }
    }
}
