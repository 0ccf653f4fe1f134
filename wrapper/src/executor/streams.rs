//! What the three standard streams of ghost are. Looks only; changes nothing.

use super::inherited;

/// What a standard stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A terminal.
    Terminal,
    /// `/dev/null`: what is written there is seen by nobody.
    Null,
    /// Was closed when ghost was started.
    Closed,
    /// A pipe or FIFO.
    Pipe,
    /// A socket.
    Socket,
    /// A regular file.
    File,
    /// A device that is no terminal, or something stranger.
    Other,
}

/// The three streams.
#[derive(Debug, Clone, Copy)]
pub(super) struct Streams {
    pub stdin: Kind,
    pub stdout: Kind,
    pub stderr: Kind,
    /// stdout and stderr are one and the same: what is written to both must keep its order.
    pub joined: bool,
}

struct Looked {
    kind: Kind,
    device: libc::dev_t,
    inode: libc::ino_t,
}

impl Streams {
    /// For a run that nobody can watch.
    pub(super) const UNSEEN: Self = Self { stdin: Kind::Null, stdout: Kind::Null, stderr: Kind::Null, joined: false };

    /// Looks at the streams ghost was started with.
    pub(super) fn look() -> Self {
        let [stdin, stdout, stderr] = [0, 1, 2].map(look);
        let both = stdout.kind == stderr.kind;
        let same_node = both && stdout.device == stderr.device && stdout.inode == stderr.inode;
        let joined = same_node
            && match stdout.kind {
                Kind::Terminal | Kind::Pipe | Kind::Socket => true,
                // A file opened twice has two offsets.
                Kind::File | Kind::Other => one_description(),
                Kind::Null | Kind::Closed => false,
            };
        Self { stdin: stdin.kind, stdout: stdout.kind, stderr: stderr.kind, joined }
    }
}

fn look(fd: u8) -> Looked {
    if inherited::was_closed(fd) {
        return Looked { kind: Kind::Closed, device: 0, inode: 0 };
    }
    // SAFETY: an all-zero stat is a valid value to be written over.
    let mut found: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `found` is a valid place for one stat.
    if unsafe { libc::fstat(fd.into(), &raw mut found) } != 0 {
        return Looked { kind: Kind::Closed, device: 0, inode: 0 };
    }
    let kind = match found.st_mode & libc::S_IFMT {
        libc::S_IFCHR if found.st_rdev == libc::makedev(1, 3) => Kind::Null,
        // SAFETY: isatty takes any number.
        libc::S_IFCHR if unsafe { libc::isatty(fd.into()) } == 1 => Kind::Terminal,
        libc::S_IFIFO => Kind::Pipe,
        libc::S_IFSOCK => Kind::Socket,
        libc::S_IFREG => Kind::File,
        _ => Kind::Other,
    };
    Looked { kind, device: found.st_dev, inode: found.st_ino }
}

/// kcmp(2) with KCMP_FILE; where it is not to be had, two files are two.
fn one_description() -> bool {
    const KCMP_FILE: libc::c_int = 0;
    // SAFETY: kcmp takes five integers and has no effect.
    unsafe {
        let own = libc::getpid();
        libc::syscall(libc::SYS_kcmp, own, own, KCMP_FILE, 1 as libc::c_ulong, 2 as libc::c_ulong) == 0
    }
}
