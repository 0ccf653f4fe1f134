//! A nu on a machine that has no time for its threads.

use std::collections::HashMap;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::ptrace::{self, Event, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// For as long as the shell needs to be waiting for the thread.
const BEFORE: Duration = Duration::from_millis(30);
/// For as long as it needs to show a prompt and to start what is typed there.
const BEHIND: Duration = Duration::from_millis(150);

/// What a thread of nu's has come to: the system call that it is in, and whether it has seen a program end.
#[derive(Default)]
struct Course {
    call: u64,
    has_seen: bool,
}

/// From now on, and until it ends, this nu's threads that wait for a program are held back at one place: they have told
/// the shell that the program has ended, and have not yet let go of its process group (nu-protocol, child.rs).
pub fn hold_back(nu: Pid) {
    let (begun, begins) = std::sync::mpsc::channel();
    // Who traces is a thread: no other one hears of what it traces (ptrace(2)).
    std::thread::spawn(move || {
        let options = Options::PTRACE_O_TRACECLONE | Options::PTRACE_O_TRACESYSGOOD;
        for thread in threads_of(nu) {
            match ptrace::seize(thread, options) {
                // It has ended in between.
                Err(Errno::ESRCH) if thread != nu => {}
                tried => tried.expect("its threads can be traced"),
            }
        }
        begun.send(()).expect("somebody waits");
        let mut courses = HashMap::new();
        // ECHILD: nobody is left.
        while let Ok(status) = waitpid(None, Some(WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD)) {
            // ESRCH: it has been killed in the meantime.
            let went = follow(status, &mut courses);
            assert!(matches!(went, Ok(()) | Err(Errno::ESRCH)), "{status:?}: {went:?}");
        }
    });
    begins.recv().expect("it is traced");
}

/// Lets a thread go on, now or after a while.
#[expect(clippy::disallowed_methods, reason = "being late is what it is for")]
fn follow(status: WaitStatus, courses: &mut HashMap<Pid, Course>) -> nix::Result<()> {
    match status {
        WaitStatus::PtraceSyscall(thread) => {
            let course = courses.entry(thread).or_default();
            let told = ptrace::syscall_info(thread)?;
            if told.op == libc::PTRACE_SYSCALL_INFO_ENTRY {
                // SAFETY: at the entry to a call the kernel fills in this member.
                course.call = unsafe { told.u.entry.nr };
            } else if course.call == libc::SYS_wait4.cast_unsigned() && is_waiter(thread) {
                course.has_seen = true;
                std::thread::sleep(BEFORE);
            } else if course.call == libc::SYS_futex.cast_unsigned() && course.has_seen {
                std::thread::sleep(BEHIND);
                return ptrace::cont(thread, None);
            }
            ptrace::syscall(thread, None)
        }
        WaitStatus::PtraceEvent(thread, Signal::SIGTRAP, event) if event == Event::PTRACE_EVENT_STOP as i32 => {
            // A new one. (Of the old ones nobody wants to know more.)
            ptrace::syscall(thread, None)
        }
        // The whole process stops, or goes on.
        WaitStatus::PtraceEvent(thread, _, event) if event == Event::PTRACE_EVENT_STOP as i32 => listen(thread),
        WaitStatus::PtraceEvent(thread, ..) => ptrace::cont(thread, None),
        WaitStatus::Stopped(thread, signal) => ptrace::cont(thread, signal),
        _ => Ok(()),
    }
}

/// See ptrace(2), "Group-stop".
fn listen(thread: Pid) -> nix::Result<()> {
    // SAFETY: the request takes no memory of ours.
    Errno::result(unsafe { libc::ptrace(libc::PTRACE_LISTEN, thread.as_raw(), 0, 0) }).map(drop)
}

/// Has this nu a thread that waits for a program, or has not let go of one yet?
pub fn waits(nu: Pid) -> bool {
    threads_of(nu).into_iter().any(is_waiter)
}

fn threads_of(pid: Pid) -> Vec<Pid> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    threads.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).map(Pid::from_raw).collect()
}

/// By its name, as far as a name goes there (proc(5)).
fn is_waiter(thread: Pid) -> bool {
    std::fs::read_to_string(format!("/proc/{thread}/comm")).is_ok_and(|name| name == "exit status wai\n")
}
