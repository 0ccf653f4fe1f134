//! A model's key, had at the moment of asking. It is in no message, no log and no command line, whatever happens here.

use std::ffi::OsStr;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::Failure;
use super::program::handle;
use crate::client::{Running, Until, hear_signals};
use crate::model::Key;

/// How long a program may take to give a key: it may have to ask the person for a password.
const COMMAND_LIMIT: Duration = Duration::from_secs(10);
/// Bytes of a key at most.
const LONGEST: usize = 16 * 1024;

fn failure(message: impl Into<String>, hint: &str) -> Failure {
    Failure::new("key", message, hint)
}

/// The key, `None` where none is needed.
///
/// # Errors
/// When it cannot be had, or is none.
pub(super) fn read(key: &Key, until: Until<'_>) -> Result<Option<String>, Failure> {
    if *key == Key::None {
        return Ok(None);
    }
    leave_no_trace();
    let found = match key {
        Key::None => return Ok(None),
        Key::Env(name) => from_variable(name)?,
        Key::File(path) => from_file(path)?,
        Key::Command(words) => from_command(words, until)?,
    };
    let line = found.lines().next().unwrap_or_default().trim().to_owned();
    if line.is_empty() {
        return Err(failure("the model's key is empty", ""));
    }
    // It becomes part of a header (RFC 9110, section 5.5).
    if !line.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(failure("what is there instead of the model's key is no key", "a key is one word of plain signs"));
    }
    Ok(Some(line))
}

/// From here on no crash writes this process's memory down, and no other process of the account can look into it. That ends
/// with the process, and goes over to none that it starts (prctl(2), `PR_SET_DUMPABLE`): limits of theirs stay as they are.
fn leave_no_trace() {
    // SAFETY: takes numbers.
    unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) };
}

/// Whether the key could be had, without having it: a program is not run for that.
#[must_use]
pub fn state(key: &Key) -> String {
    match key {
        Key::None => "no key".to_owned(),
        Key::Env(name) => match from_variable(name) {
            Ok(_) => format!("key in ${name}"),
            Err(_) => format!("no key: ${name} is not set"),
        },
        Key::File(path) => match from_file(path) {
            Ok(_) => format!("key in {}", path.display()),
            Err(failure) => format!("no key: {}", failure.message),
        },
        Key::Command(words) => {
            let program = words.first().map_or("", String::as_str);
            if is_on_path(program) { format!("key from {program}") } else { format!("no key: {program} is not there") }
        }
    }
}

/// True when a program of that name can be started.
#[must_use]
pub fn is_on_path(program: &str) -> bool {
    let is_there = |path: &Path| nix::unistd::access(path, nix::unistd::AccessFlags::X_OK).is_ok() && path.is_file();
    if program.contains('/') {
        return is_there(Path::new(program));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_there(&folder.join(program)))
}

fn from_variable(name: &str) -> Result<String, Failure> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(value),
        _ => {
            Err(failure(format!("the model's key is not there: ${name} is not set"), "set it where your shell starts"))
        }
    }
}

fn from_file(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let wrong = |error: std::io::Error| failure(format!("the model's key cannot be read: {shown}: {error}"), "");
    // A pipe that nobody writes to must not be waited for.
    let mut file = std::fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path).map_err(wrong)?;
    // Asked of what is open: the name may lead elsewhere by now.
    let found = file.metadata().map_err(wrong)?;
    if !found.is_file() {
        return Err(failure(format!("the model's key is not in a file: {shown}"), ""));
    }
    if found.uid() != nix::unistd::geteuid().as_raw() {
        return Err(failure(format!("the file of the model's key belongs to another account: {shown}"), ""));
    }
    if found.mode() & 0o077 != 0 {
        let hint = format!("chmod 600 {shown}");
        return Err(failure(format!("the file of the model's key can be read by others: {shown}"), &hint));
    }
    let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    std::io::Read::by_ref(&mut file).take(most).read_to_end(&mut bytes).map_err(wrong)?;
    String::from_utf8(bytes).map_err(|_| failure(format!("the model's key is not text: {shown}"), ""))
}

/// Kept in our own process group and terminal: it may ask there for a password. What it complains is not shown, it may
/// hold anything.
fn from_command(words: &[String], until: Until<'_>) -> Result<String, Failure> {
    let (program, rest) = words.split_first().ok_or_else(|| failure("no program is named for the model's key", ""))?;
    let base = Path::new(program).file_name().unwrap_or(OsStr::new(program)).display();
    let mut command = Command::new(program);
    // What it leaves behind, a keeper of keys say, lives on for long.
    // SAFETY: between fork and exec one system call is made, which takes a set of signals.
    unsafe { command.pre_exec(hear_signals) };
    let started = command
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failure(format!("{base}, which has the model's key, cannot be started: {error}"), ""))?;
    let ended = |waited| match waited {
        Waited::Late => failure(format!("{base} did not give the model's key in time"), "it has ten seconds"),
        Waited::Cancelled => Failure::cancelled(),
    };
    // What it has started may live on: it is in our own process group, so that it can ask at the terminal.
    let mut running = Running(started);
    let until = Until { deadline: until.deadline.min(Instant::now() + COMMAND_LIMIT), ..until };
    let Some(mut stdout) = running.0.stdout.take() else { return Err(failure("the model's key cannot be read", "")) };
    let mut bytes = Vec::new();
    while !bytes.contains(&b'\n') {
        if bytes.len() > LONGEST {
            return Err(failure(format!("what {base} gives is no key"), ""));
        }
        wait(&stdout, until).map_err(&ended)?;
        let mut chunk = [0_u8; 4096];
        match stdout.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failure(format!("the model's key cannot be read: {error}"), "")),
        }
    }
    let has_line = bytes.contains(&b'\n');
    if !has_line {
        // It has closed its output; how it ends says whether that was all. One that lives on is not waited for.
        if let Some(process) = handle(&running.0) {
            wait(&process, until).map_err(&ended)?;
        }
        let status = running.0.try_wait().ok().flatten().ok_or_else(|| ended(Waited::Late))?;
        if !status.success() {
            return Err(failure(format!("{base} did not give the model's key: {status}"), ""));
        }
    }
    String::from_utf8(bytes).map_err(|_| failure(format!("what {base} gives is no key"), ""))
}

enum Waited {
    Late,
    Cancelled,
}

/// Until there is something to read, or an end to see.
fn wait(stdout: &impl std::os::fd::AsFd, until: Until<'_>) -> Result<(), Waited> {
    loop {
        let left = until.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Waited::Late);
        }
        let mut fds = vec![PollFd::new(stdout.as_fd(), PollFlags::POLLIN)];
        fds.extend(until.cancel.map(|cancel| PollFd::new(cancel, PollFlags::POLLIN)));
        let millis = u16::try_from(left.as_millis() + 1).unwrap_or(u16::MAX);
        match poll(&mut fds, PollTimeout::from(millis)) {
            Ok(_) => {}
            Err(Errno::EINTR) => continue,
            Err(_) => return Err(Waited::Late),
        }
        let seen = |at: usize| fds.get(at).and_then(PollFd::revents).is_some_and(|seen| !seen.is_empty());
        if seen(1) {
            return Err(Waited::Cancelled);
        }
        if seen(0) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn soon() -> Until<'static> {
        Until::alone(Instant::now() + Duration::from_secs(20))
    }

    fn command(line: &str) -> Key {
        Key::Command(["sh", "-c", line].map(str::to_owned).to_vec())
    }

    #[test]
    fn a_file_must_be_nobody_elses_to_read() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("key");
        std::fs::write(&path, "k-1 \nmore\n").expect("a file");
        let read_as = |mode: u32| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("permissions");
            read(&Key::File(path.clone()), soon())
        };
        assert_eq!(read_as(0o600), Ok(Some("k-1".to_owned())));
        assert_eq!(read_as(0o400), Ok(Some("k-1".to_owned())));
        for mode in [0o640, 0o604, 0o620, 0o601] {
            let failure = read_as(mode).expect_err("it is open to others");
            assert!(failure.message.contains("by others"), "{failure:?}");
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("permissions");
        if nix::unistd::geteuid().is_root() {
            std::os::unix::fs::chown(&path, Some(65534), None).expect("another owner");
            assert!(read(&Key::File(path.clone()), soon()).is_err());
        }
        assert!(read(&Key::File(place.path().to_owned()), soon()).is_err(), "a folder");
        assert!(read(&Key::File(place.path().join("none")), soon()).is_err());
        let pipe = place.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRUSR).expect("a pipe");
        assert!(read(&Key::File(pipe), soon()).is_err(), "it is not waited for");
    }

    #[test]
    fn who_has_a_key_leaves_no_core_behind_and_those_it_starts_are_free_to() {
        // SAFETY: takes numbers.
        let dumpable = || unsafe { libc::prctl(libc::PR_GET_DUMPABLE, 0, 0, 0, 0) };
        // SAFETY: takes numbers.
        unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 1, 0, 0, 0) };
        assert_eq!(read(&Key::None, soon()), Ok(None));
        assert_eq!(dumpable(), 1, "nothing was read");
        let limit = nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_CORE);
        assert!(read(&command("echo k-1"), soon()).is_ok());
        assert_eq!(dumpable(), 0);
        assert_eq!(nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_CORE), limit);
        // Its own descriptors can still be opened again, and a child's memory is its own affair.
        assert!(std::fs::File::open("/proc/self/fd/0").is_ok() && std::fs::read("/proc/self/stat").is_ok());
        // SAFETY: takes numbers.
        unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 1, 0, 0, 0) };
    }

    #[test]
    fn a_program_hears_of_signals_while_ghost_listens_to_them_itself() {
        let _listening = crate::client::Cancel::new().expect("a descriptor");
        // No shell: one may let signals through by itself.
        let words = ["sed", "-n", "s/^SigBlk:.//p", "/proc/self/status"].map(str::to_owned);
        let held = read(&Key::Command(words.to_vec()), soon());
        assert_eq!(held, Ok(Some("0".repeat(16))));
    }

    #[test]
    fn a_program_gives_its_first_line_and_is_not_waited_for_longer() {
        assert_eq!(read(&command("echo k-2; echo x"), soon()), Ok(Some("k-2".to_owned())));
        assert_eq!(read(&command("printf k-3"), soon()), Ok(Some("k-3".to_owned())));
        assert_eq!(read(&command("echo k-4; exec sleep 1000"), soon()), Ok(Some("k-4".to_owned())));
        let short = Until::alone(Instant::now() + Duration::from_millis(100));
        let failure = read(&command("exec sleep 1000"), short).expect_err("it gives none");
        assert!(failure.message.contains("in time"), "{failure:?}");
    }

    #[test]
    fn what_is_no_key_is_not_repeated() {
        for line in ["echo 'a b'", "exit 1", "echo", "printf 'k\\033[1m'", "echo oops >&2; exit 3", "printf '\\377'"] {
            let failure = read(&command(line), soon()).expect_err(line);
            assert_eq!(failure.code, "key", "{line}");
            for part in ["a b", "oops", "\u{1b}"] {
                assert!(!failure.to_string().contains(part), "{failure}");
            }
        }
        let missing = Key::Command(vec!["/nonexistent/pass".to_owned()]);
        assert!(read(&missing, soon()).is_err());
        assert_eq!(read(&Key::None, soon()), Ok(None));
    }

    #[test]
    fn a_command_has_no_longer_than_it_is_given() {
        let begun = Instant::now();
        // More than a key without an end; a program that lives on behind its closed output.
        let endless = read(&command("yes | tr -d '\\n'"), soon()).expect_err("it is none");
        assert!(endless.message.contains("is no key"), "{endless:?}");
        let soon = Until::alone(Instant::now() + Duration::from_millis(300));
        let living = read(&command("printf k; exec >&-; exec sleep 100"), soon).expect_err("it is late");
        assert!(living.message.contains("in time"), "{living:?}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }
}
