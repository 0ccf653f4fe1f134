//! Does a command want keys? Seen from outside, by what its processes are waiting for (proc(5)).
//!
//! Two uses. Output that is held back is shown as soon as somebody waits at the keyboard: it may be a question. And
//! keys that nobody asks for stay in the person's terminal, so that what is typed ahead reaches the shell, as it would
//! without ghost. So a lasting wrong "No" would leave a program without keys; what cannot be known is `Perhaps`. What has
//! moved on while it was looked at was busy just now: that is "No", until the next look.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sys::signal::killpg;
use nix::unistd::Pid;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wants {
    /// All of them are busy with something else.
    No,
    /// Cannot be told.
    Perhaps,
    /// One waits in read(2) at its terminal.
    Yes,
}

/// Threads looked at in one process, at most.
const MOST: usize = 64;

/// Looks at the process group `foreground` of the terminal with the device number `terminal`.
pub(super) fn look(foreground: i32, terminal: u64) -> Wants {
    let Ok(all) = fs::read_dir("/proc") else {
        return Wants::Perhaps;
    };
    // Members are the leader and what it has started since: their numbers are higher, but for a wrap, see below.
    let numbers = all.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let mut found = Wants::No;
    let mut members = 0;
    for pid in numbers.filter(|&pid| pid >= foreground) {
        match Member::look(pid) {
            Some(member) if member.group == foreground => {
                members += 1;
                if !member.ended {
                    found = found.max(process(pid, terminal));
                }
            }
            _ => {}
        }
    }
    // One alone that waits for others waits for some that we have not seen; none at all may be hidden from us.
    let unseen = if members == 0 { exists(foreground) } else { members == 1 && waits_for_others(foreground) };
    if unseen { found.max(Wants::Perhaps) } else { found }
}

struct Member {
    group: i32,
    /// Not yet reaped.
    ended: bool,
}

impl Member {
    /// The fields of `stat`, counted after the name, which may hold anything.
    fn look(pid: i32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        let ended = matches!(fields.next()?, "Z" | "X");
        Some(Self { group: fields.nth(1)?.parse().ok()?, ended })
    }
}

/// True when the process group has a member, though it may not be ours to see.
fn exists(group: i32) -> bool {
    let group = Pid::from_raw(group);
    killpg(group, None) != Err(Errno::ESRCH)
}

fn waits_for_others(pid: i32) -> bool {
    const WAITS: [libc::c_long; 3] = [libc::SYS_wait4, libc::SYS_waitid, libc::SYS_rt_sigsuspend];
    match fs::read_to_string(format!("/proc/{pid}/syscall")) {
        Ok(line) => {
            let number = line.split_whitespace().next().and_then(|word| word.parse().ok());
            number.is_some_and(|number| WAITS.contains(&number))
        }
        Err(_) => false,
    }
}

fn process(pid: i32, terminal: u64) -> Wants {
    let folder = PathBuf::from(format!("/proc/{pid}/task"));
    let Ok(tasks) = fs::read_dir(&folder) else {
        return unknown(&folder);
    };
    let found = tasks.flatten().take(MOST).map(|task| thread(&task.path(), terminal)).max();
    found.unwrap_or(Wants::Perhaps)
}

/// It does not let itself be looked at, or it has ended meanwhile.
fn unknown(task: &Path) -> Wants {
    if task.exists() { Wants::Perhaps } else { Wants::No }
}

fn thread(task: &Path, terminal: u64) -> Wants {
    let call = task.join("syscall");
    let Ok(line) = fs::read_to_string(&call) else {
        return unknown(task);
    };
    let mut words = line.split_whitespace();
    match words.next() {
        // On the processor, or blocked outside of a system call.
        Some("running" | "-1") => Wants::No,
        Some(number) => {
            let Ok(number) = number.parse::<libc::c_long>() else {
                return Wants::Perhaps;
            };
            if READS.contains(&number) {
                let fd = words.next().and_then(|word| word.strip_prefix("0x"));
                let fd = fd.and_then(|word| u64::from_str_radix(word, 16).ok());
                let found = fd.map_or(Wants::Perhaps, |fd| reads_from(task, fd, terminal));
                // The descriptor may be another file by now: a shell puts its own stdin back after `read < file`.
                let still = fs::read_to_string(&call).is_ok_and(|now| now == line);
                return if still { found } else { Wants::No };
            }
            if BUSY.contains(&number) { Wants::No } else { Wants::Perhaps }
        }
        None => Wants::Perhaps,
    }
}

fn reads_from(task: &Path, fd: u64, terminal: u64) -> Wants {
    const DEV_TTY: u64 = libc::makedev(5, 0);
    match fs::metadata(task.join("fd").join(OsStr::new(&fd.to_string()))) {
        Ok(file) if file.rdev() == terminal || file.rdev() == DEV_TTY => Wants::Yes,
        Ok(_) => Wants::No,
        Err(_) => Wants::Perhaps,
    }
}

const READS: &[libc::c_long] = &[libc::SYS_read, libc::SYS_readv];

/// Calls in which nobody waits for keys. Their numbers mean nothing of the kind in the machine's 32-bit modes either.
const BUSY: &[libc::c_long] = &[
    libc::SYS_wait4,
    libc::SYS_waitid,
    libc::SYS_nanosleep,
    libc::SYS_clock_nanosleep,
    libc::SYS_rt_sigsuspend,
    libc::SYS_rt_sigtimedwait,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_connect,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_flock,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_openat,
    libc::SYS_execve,
];

#[cfg(test)]
mod tests {
    use super::*;

    use std::os::unix::process::CommandExt as _;
    use std::process::{Child, Command, Stdio};

    use nix::sys::signal::{Signal, kill};

    /// A process in a group of its own, ended with the test.
    struct Group(Child);

    impl Group {
        fn start(program: &str, words: &[&str], stdin: impl Into<Stdio>) -> Self {
            let mut command = Command::new(program);
            command.args(words).stdin(stdin).stdout(Stdio::null()).process_group(0);
            Self(command.spawn().expect("it starts"))
        }

        fn number(&self) -> i32 {
            self.0.id().cast_signed()
        }

        /// Waits until it is seen like this.
        fn becomes(&self, terminal: u64, expected: Wants) {
            let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
            while look(self.number(), terminal) != expected {
                assert!(std::time::Instant::now() < deadline, "never {expected:?}");
                std::thread::yield_now();
            }
        }
    }

    impl Drop for Group {
        fn drop(&mut self) {
            let _ = killpg(Pid::from_raw(self.number()), Signal::SIGKILL);
            let _ = self.0.wait();
        }
    }

    #[test]
    fn only_who_waits_at_the_terminal_wants_keys() {
        let null = fs::File::open("/dev/null").expect("a device");
        let pty = super::super::pty::open(None, std::os::fd::AsFd::as_fd(&null)).expect("a terminal");
        let terminal = nix::sys::stat::fstat(&pty.slave).expect("a device").st_rdev;
        let slave = || pty.slave.try_clone().expect("a descriptor");

        Group::start("cat", &[], slave()).becomes(terminal, Wants::Yes);
        Group::start("sh", &["-c", "cat; :"], slave()).becomes(terminal, Wants::Yes);
        Group::start("cat", &[], Stdio::piped()).becomes(terminal, Wants::No);
        Group::start("sh", &["-c", "sleep 600; :"], slave()).becomes(terminal, Wants::No);
        // Asleep in a call that may be waiting for anything.
        let script = "import select; select.select([0], [], [])";
        Group::start("python3", &["-c", script], slave()).becomes(terminal, Wants::Perhaps);

        let ended = Group::start("true", &[], slave());
        ended.becomes(terminal, Wants::No);
        assert!(kill(Pid::from_raw(ended.number()), None).is_ok(), "it waits to be reaped");
    }

    #[test]
    fn nobody_wants_no_keys() {
        // No process has this number: pid_max is at most 2^22.
        assert_eq!(look(1 << 23, 0), Wants::No);
    }
}
