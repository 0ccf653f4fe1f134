//! Starts a program: a child that shares our memory until it has become the program (vfork(2)), so that starting costs
//! the same however large ghost is. What posix_spawn(3) cannot say portably is done here: a new process group that is
//! at once the foreground of its terminal, closed streams, and signals ignored exactly as they were for ghost.
//!
//! It does not look programs up (`lookup`) and does not wait for them.

use std::ffi::{CStr, CString, OsString, c_char, c_int, c_void};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStringExt as _;
use std::ptr;

use nix::unistd::Pid;

use super::inherited;

unsafe extern "C" {
    static environ: *const *const c_char;
}

/// What becomes of one of the three standard streams.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stream {
    /// As ghost has it; closed when it was closed for ghost.
    Inherit,
    /// This descriptor (above 2).
    Use(RawFd),
}

/// An argument vector as execve wants it.
#[derive(Debug)]
pub(super) struct Arguments {
    /// Owns what `pointers` point to.
    _words: Vec<CString>,
    pointers: Vec<*const c_char>,
}

impl Arguments {
    /// # Errors
    /// `InvalidInput` when a word holds a NUL byte, which no program could be given.
    pub(super) fn new(words: Vec<OsString>) -> io::Result<Self> {
        let words = words.into_iter().map(|word| CString::new(word.into_vec())).collect::<Result<Vec<_>, _>>()?;
        let pointers = words.iter().map(|word| word.as_ptr()).chain([ptr::null()]).collect();
        Ok(Self { _words: words, pointers })
    }

    /// The same command for `sh`, which reads `program`: what shells do with a script that names no interpreter.
    fn through_sh(&self, program: &CStr) -> Vec<*const c_char> {
        let mut pointers = vec![c"sh".as_ptr(), program.as_ptr()];
        pointers.extend_from_slice(self.pointers.get(1..).unwrap_or(&[ptr::null()]));
        pointers
    }
}

/// All that the child needs to know.
pub(super) struct Plan<'a> {
    /// The file to execute.
    pub program: &'a CStr,
    /// Its arguments.
    pub arguments: &'a Arguments,
    /// Its standard streams.
    pub streams: [Stream; 3],
    /// A terminal to become the foreground of, in a process group of its own.
    pub foreground: Option<RawFd>,
    /// Its signal mask: the one ghost was started with.
    pub mask: libc::sigset_t,
}

struct Shared<'a> {
    plan: &'a Plan<'a>,
    program: *const c_char,
    arguments: *const *const c_char,
    /// errno, should the child not become the program.
    failed: c_int,
}

impl Plan<'_> {
    /// Starts it.
    ///
    /// # Errors
    /// What execve(2) or clone(2) answered.
    pub(super) fn start(&self) -> io::Result<Pid> {
        self.start_as(self.program, &self.arguments.pointers)
    }

    /// Starts `sh` with the program as its script.
    ///
    /// # Errors
    /// What execve(2) or clone(2) answered.
    pub(super) fn start_through_sh(&self) -> io::Result<Pid> {
        self.start_as(c"/bin/sh", &self.arguments.through_sh(self.program))
    }

    fn start_as(&self, program: &CStr, arguments: &[*const c_char]) -> io::Result<Pid> {
        // Several times what execve and dup2 take; nothing else runs on it.
        const STACK: usize = 8 * 1024;
        let mut stack = MaybeUninit::<[u128; STACK / 16]>::uninit();
        let mut shared = Shared { plan: self, program: program.as_ptr(), arguments: arguments.as_ptr(), failed: 0 };
        // SAFETY: the stack's end is 16-byte aligned and below it lies room for `become_program`; CLONE_VFORK keeps us
        // (the only thread that uses `stack` and `shared`) suspended until the child has called execve or _exit.
        let pid = unsafe {
            let top = stack.as_mut_ptr().add(1).cast::<c_void>();
            let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
            libc::clone(become_program, top, flags, (&raw mut shared).cast())
        };
        if pid < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: `shared` is ours again; the child wrote to it behind the compiler's back, hence volatile.
        let failed = unsafe { ptr::read_volatile(&raw const shared.failed) };
        if failed != 0 {
            // SAFETY: reaps our own child, which has exited; the status is of no use.
            unsafe { libc::waitpid(pid, ptr::null_mut(), 0) };
            return Err(io::Error::from_raw_os_error(failed));
        }
        Ok(Pid::from_raw(pid))
    }
}

/// The child's part: system calls only, no allocation, no lock, since it borrows our memory.
extern "C" fn become_program(shared: *mut c_void) -> c_int {
    let shared = shared.cast::<Shared<'_>>();
    // SAFETY: `start_as` gave us a valid Shared and waits; all pointers in it outlive execve. Only async-signal-safe
    // functions (signal-safety(7)) are called.
    unsafe {
        let plan = (*shared).plan;
        if let Some(terminal) = plan.foreground {
            libc::setpgid(0, 0);
            // SIGTTOU is blocked here (see `monitor`), so a background process may do this.
            libc::tcsetpgrp(terminal, libc::getpid());
        }
        for (fd, stream) in (0_u8..).zip(plan.streams) {
            match stream {
                Stream::Use(source) => {
                    libc::dup2(source, fd.into());
                }
                Stream::Inherit if inherited::was_closed(fd) => {
                    libc::close(fd.into());
                }
                Stream::Inherit => {}
            }
        }
        if !inherited::ignores_pipe() {
            libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        }
        if inherited::ignores_children() {
            libc::signal(libc::SIGCHLD, libc::SIG_IGN);
        }
        libc::sigprocmask(libc::SIG_SETMASK, &raw const plan.mask, ptr::null_mut());
        libc::execve((*shared).program, (*shared).arguments, environ);
        let errno = io::Error::last_os_error().raw_os_error().unwrap_or(libc::EINVAL);
        ptr::write_volatile(&raw mut (*shared).failed, errno);
        libc::_exit(127)
    }
}
