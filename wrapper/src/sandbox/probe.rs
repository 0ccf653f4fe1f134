//! Taking a look: starts the confined programs, reads what they print within bounds, and ends all of them.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::Pid;

use super::{ENTRY, LOOK, Refused, confine, program};
use crate::policy::{Need, Origin};

/// How much a look may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Wall-clock time.
    pub time: Duration,
    /// Bytes kept of each stream; what comes after is counted.
    pub bytes: usize,
    /// In the kernel's own sandbox or not at all.
    pub kernel_only: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(10), bytes: 64 * 1024, kernel_only: false }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Exit status of the last program; 128+n for a signal.
    pub exit_code: u8,
    /// What the last program printed.
    pub stdout: String,
    /// What all of them complained.
    pub stderr: String,
    /// Bytes left out of both.
    pub dropped: u64,
    /// How long it took.
    pub duration: Duration,
}

/// The exit status of an entry that could not confine itself, with its reason on stderr behind this mark.
const MARK: &str = "ghost: probe: ";

/// Who has put there what these programs are.
#[must_use]
pub fn origins(argv: &[Vec<String>]) -> Vec<Origin> {
    let search = std::env::var_os("PATH");
    argv.iter().map(|words| program::origin(words.first().map_or("", String::as_str), search.as_deref())).collect()
}

/// Runs a pipeline of programs, confined, in `cwd`. `needs` are what policy lets each of them have; one that is not
/// named needs nothing. All of them are ended when `cancel` becomes readable.
///
/// # Errors
/// When a program is none of the system's, or it cannot be confined: nothing has run then. And when it was cancelled.
pub fn probe(
    argv: &[Vec<String>],
    needs: &[Need],
    cwd: &Path,
    limits: &Limits,
    cancel: Option<BorrowedFd<'_>>,
) -> Result<Sighting, Refused> {
    let search = std::env::var_os("PATH");
    let mut programs = Vec::new();
    let needs = needs.iter().copied().chain(std::iter::repeat(Need::Contained));
    for (words, need) in argv.iter().zip(needs) {
        let (name, rest) = words.split_first().ok_or_else(|| Refused::new("no program is named"))?;
        let mut front: Vec<OsString> = Vec::new();
        if need == Need::OwnLook {
            // This very ghost, not one that a search would find; its words begin with `look`.
            front.push(LOOK.into());
            front.extend(rest.iter().skip(1).map(OsString::from));
        } else {
            let path = program::find(name, search.as_deref())?;
            front.extend(limits.kernel_only.then(|| OsString::from(confine::KERNEL)));
            front.extend(confine::need_words(need));
            front.extend(readable(&path, cwd));
            front.push(path.into_os_string());
            front.extend(rest.iter().map(OsString::from));
        }
        programs.push(front);
    }
    start(programs, None, cwd, limits, cancel)
}

/// Has a program that the caller knows read `input` on its stdin, confined, with the root for its folder and nothing but
/// the system and itself to look at. For what the person runs themselves at every prompt: their shell.
///
/// # Errors
/// When it cannot be confined; nothing has run then.
pub fn ask(program: &Path, words: &[&str], input: &[u8], limits: &Limits) -> Result<Sighting, Refused> {
    let real = std::fs::canonicalize(program).map_err(refused)?;
    let mut front: Vec<OsString> = Vec::new();
    front.extend(limits.kernel_only.then(|| OsString::from(confine::KERNEL)));
    front.extend([OsString::from("--read"), real.clone().into_os_string()]);
    front.extend(readable(&real, Path::new("/")));
    front.push(real.into_os_string());
    front.extend(words.iter().map(OsString::from));
    start(vec![front], Some(in_memory(input)?), Path::new("/"), limits, None)
}

/// A file that is nowhere, read from its beginning.
fn in_memory(content: &[u8]) -> Result<OwnedFd, Refused> {
    use std::io::{Seek as _, Write as _};
    let made = nix::sys::memfd::memfd_create(c"ghost", nix::sys::memfd::MFdFlags::MFD_CLOEXEC);
    let mut file = std::fs::File::from(made.map_err(|errno| refused(errno.into()))?);
    file.write_all(content).and_then(|()| file.rewind()).map_err(refused)?;
    Ok(file.into())
}

fn start(
    programs: Vec<Vec<OsString>>,
    mut input: Option<OwnedFd>,
    cwd: &Path,
    limits: &Limits,
    cancel: Option<BorrowedFd<'_>>,
) -> Result<Sighting, Refused> {
    let own = std::env::current_exe().map_err(|error| Refused::new(format!("ghost does not find itself: {error}")))?;
    let start = Instant::now();
    let mut group = Group::default();
    let (stderr, stderr_in) = pipe()?;
    for words in programs {
        let (stdout, stdout_in) = pipe()?;
        let mut command = Command::new(&own);
        command
            .arg(ENTRY)
            .args(words)
            .current_dir(cwd)
            .stdin(input.take().map_or_else(Stdio::null, Stdio::from))
            .stdout(stdout_in)
            .stderr(stderr_in.try_clone().map_err(refused)?)
            .process_group(group.id());
        group.0.push(command.spawn().map_err(refused)?);
        input = Some(stdout);
    }
    drop(stderr_in);
    let stdout = input.ok_or_else(|| Refused::new("no program is named"))?;
    let deadline = start + limits.time;
    let mut seen = [Stream::new(stdout), Stream::new(stderr)];
    let end = read_all(&mut seen, limits.bytes, deadline, cancel);
    let exit_code = if end == End::Whole { group.wait() } else { None };
    drop(group);
    if end == End::Cancelled {
        return Err(Refused::new("it was stopped"));
    }
    let [stdout, stderr] = seen;
    let complaint = String::from_utf8_lossy(&stderr.kept).into_owned();
    if exit_code == Some(crate::exit::OWN_ERROR)
        && let Some(why) = complaint.strip_prefix(MARK)
    {
        return Err(Refused::new(why.trim_end()));
    }
    Ok(Sighting {
        exit_code: exit_code.unwrap_or(124),
        stdout: String::from_utf8_lossy(&stdout.kept).into_owned(),
        stderr: complaint,
        dropped: stdout.dropped + stderr.dropped,
        duration: start.elapsed(),
    })
}

fn refused(error: io::Error) -> Refused {
    Refused::new(format!("it cannot be started: {error}"))
}

fn pipe() -> Result<(OwnedFd, OwnedFd), Refused> {
    nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC).map_err(|errno| refused(errno.into()))
}

/// What is readable beside the system: the program's own place, and the working folder unless a home lies in it; for git
/// the whole repository that the folder lies in, on the same condition.
fn readable(program: &Path, cwd: &Path) -> Vec<OsString> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let real = std::fs::canonicalize(program).unwrap_or_else(|_| program.to_owned());
    // PREFIX/bin/NAME: its libraries lie below the prefix.
    let prefix = real.parent().and_then(Path::parent).filter(|prefix| prefix.components().count() > 1);
    folders.extend(prefix.filter(|prefix| program::roots_alone(prefix)).map(Path::to_owned));
    if let Ok(cwd) = std::fs::canonicalize(cwd) {
        let home = std::env::var_os("HOME").map(PathBuf::from).and_then(|home| std::fs::canonicalize(home).ok());
        let is_open = |folder: &Path| {
            let private = home.as_deref().is_some_and(|home| home.starts_with(folder) || hidden_below(folder, home));
            !private && folder.components().count() > 1
        };
        let is_git = real.file_name().is_some_and(|name| name == "git");
        let top = cwd.ancestors().filter(|_| is_git).find(|folder| folder.join(".git").is_dir());
        let folder = top.filter(|top| is_open(top)).unwrap_or(&cwd);
        folders.extend(is_open(folder).then(|| folder.to_owned()));
    }
    folders.into_iter().flat_map(|folder| [OsString::from("--read"), folder.into_os_string()]).collect()
}

/// A folder whose way down from the home goes through a hidden one, such as `.ssh`.
fn hidden_below(cwd: &Path, home: &Path) -> bool {
    let below = cwd.strip_prefix(home).ok();
    below.is_some_and(|rest| rest.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.')))
}

/// The programs of one look, in one process group that does not outlive it.
#[derive(Default)]
struct Group(Vec<Child>);

impl Group {
    /// The group to join; 0 makes one.
    fn id(&self) -> i32 {
        self.0.first().map_or(0, |first| first.id().cast_signed())
    }

    /// The exit status of the last program, which is left to be reaped. It ends in time: see `confine::limit`.
    fn wait(&mut self) -> Option<u8> {
        let last = Pid::from_raw(self.0.last()?.id().cast_signed());
        match waitid(Id::Pid(last), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT).ok()? {
            WaitStatus::Exited(_, status) => u8::try_from(status).ok(),
            WaitStatus::Signaled(_, signal, _) => u8::try_from(128 + signal as i32).ok(),
            _ => None,
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.0.is_empty() {
            return;
        }
        // Before the first is reaped, so that its number cannot be another's yet; what it left behind goes as well.
        let _ = killpg(Pid::from_raw(self.id()), Signal::SIGKILL);
        for child in &mut self.0 {
            let _ = child.wait();
        }
    }
}

/// One stream being read.
struct Stream {
    fd: Option<OwnedFd>,
    kept: Vec<u8>,
    dropped: u64,
}

impl Stream {
    fn new(fd: OwnedFd) -> Self {
        Self { fd: Some(fd), kept: Vec::new(), dropped: 0 }
    }
}

/// How the reading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Both streams have ended.
    Whole,
    /// The deadline came first.
    Late,
    /// The person wants no more of it.
    Cancelled,
}

/// Reads until both streams end, or something comes first.
fn read_all(streams: &mut [Stream; 2], most: usize, deadline: Instant, cancel: Option<BorrowedFd<'_>>) -> End {
    let mut chunk = [0_u8; 16384];
    loop {
        let ready: Vec<usize> = {
            let open: Vec<usize> = (0..2).filter(|index| streams[*index].fd.is_some()).collect();
            if open.is_empty() {
                return End::Whole;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return End::Late;
            }
            let fds = open.iter().filter_map(|index| streams[*index].fd.as_ref()).map(AsFd::as_fd);
            let mut fds: Vec<PollFd<'_>> = fds.chain(cancel).map(|fd| PollFd::new(fd, PollFlags::POLLIN)).collect();
            let millis = u16::try_from(left.as_millis().saturating_add(1)).unwrap_or(u16::MAX);
            let _ = poll(&mut fds, PollTimeout::from(millis));
            let seen = |index: usize| fds.get(index).and_then(PollFd::revents).is_some_and(|events| !events.is_empty());
            if seen(open.len()) {
                return End::Cancelled;
            }
            open.iter().enumerate().filter(|(place, _)| seen(*place)).map(|(_, index)| *index).collect()
        };
        for index in ready {
            let stream = &mut streams[index];
            let Some(fd) = &stream.fd else { continue };
            match nix::unistd::read(fd, &mut chunk) {
                Ok(0) => stream.fd = None,
                Ok(count) => {
                    let room = most.saturating_sub(stream.kept.len()).min(count);
                    stream.kept.extend_from_slice(&chunk[..room]);
                    stream.dropped += u64::try_from(count - room).unwrap_or(u64::MAX);
                }
                Err(nix::errno::Errno::EINTR | nix::errno::Errno::EAGAIN) => {}
                Err(_) => stream.fd = None,
            }
        }
    }
}
