//! Runs a program of the person's own and reads what it prints: bounded, up to a deadline, without a shell.

use std::ffi::OsStr;
use std::os::fd::AsFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// What is read at most: some hundred lines.
const MOST: usize = 64 * 1024;

/// What the program prints when it is given these words; `None` when anything goes wrong.
pub(super) fn ask(program: &str, words: &[String], deadline: Instant) -> Option<String> {
    let program = find(program, &std::env::var_os("PATH")?)?;
    let mut command = Command::new(program);
    let started = command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut asked = Asked(started.ok()?);
    let printed = asked.read(deadline)?;
    asked.went_well(deadline).then(|| String::from_utf8_lossy(&printed).into_owned())
}

/// Where the program is. A folder that depends on the working folder is none: others may have put something there.
fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    let runs = |file: &PathBuf| {
        std::fs::metadata(file).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    };
    std::env::split_paths(path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(name)).find(runs)
}

/// A program that does not outlive the time for its answer.
struct Asked(Child);

impl Asked {
    fn read(&mut self, deadline: Instant) -> Option<Vec<u8>> {
        let stdout = self.0.stdout.take()?;
        let mut printed = Vec::new();
        let mut chunk = [0_u8; 16384];
        while printed.len() <= MOST {
            match poll(&mut [PollFd::new(stdout.as_fd(), PollFlags::POLLIN)], left(deadline)?) {
                Err(Errno::EINTR) => continue,
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
            match nix::unistd::read(&stdout, &mut chunk) {
                Ok(0) => return Some(printed),
                Ok(count) => printed.extend_from_slice(&chunk[..count]),
                Err(Errno::EINTR) => {}
                Err(_) => return None,
            }
        }
        None
    }

    /// It has closed its output; its status says whether that was all of it.
    fn went_well(&mut self, deadline: Instant) -> bool {
        loop {
            match self.0.try_wait() {
                Ok(None) if left(deadline).is_some() => {
                    let _ = poll(&mut [], PollTimeout::from(1_u8));
                }
                Ok(ended) => return ended.is_some_and(|status| status.success()),
                Err(_) => return false,
            }
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        // One that has ended and was waited for is not there to be hit.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `None` when there is no time left.
fn left(deadline: Instant) -> Option<PollTimeout> {
    let left = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
    // A part of a millisecond would be none.
    PollTimeout::try_from(left.as_millis() + 1).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn sh(line: &str, patience: Duration) -> Option<String> {
        ask("sh", &["-c".to_owned(), line.to_owned()], Instant::now() + patience)
    }

    #[test]
    fn only_an_answer_in_whole_and_in_time_counts() {
        let patience = Duration::from_secs(20);
        assert_eq!(sh("echo one; echo two >&2", patience).as_deref(), Some("one\n"));
        assert_eq!(sh("echo one; exit 1", patience), None);
        assert_eq!(sh("kill -9 $$", patience), None);
        assert_eq!(sh("cat", patience).as_deref(), Some(""), "nothing is to be read");
        assert_eq!(sh("yes | head -c 65536", patience).map(|printed| printed.len()), Some(65536));
        assert_eq!(sh("yes | head -c 65537", patience), None);
        assert_eq!(ask("no-such-program-at-all", &[], Instant::now() + patience), None);
    }

    #[test]
    fn one_that_takes_its_time_is_not_waited_for() {
        let begun = Instant::now();
        for line in ["exec sleep 60", "echo one; exec sleep 60", "exec >&-; exec sleep 60"] {
            assert_eq!(sh(line, Duration::from_millis(50)), None, "{line}");
        }
        assert!(begun.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn folders_that_depend_on_the_working_folder_are_left_out() {
        let found = |path: &str| find("sh", OsStr::new(path));
        assert_eq!(found("bin::.:/nonexistent:/bin"), Some(PathBuf::from("/bin/sh")));
        let below_the_root = "./../../../../../../../../../../bin";
        assert_eq!(found(below_the_root), None);
        assert_eq!(find("tmp", OsStr::new("/")), None, "a folder is no program");
    }
}
