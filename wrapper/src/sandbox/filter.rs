//! The system calls a probe does without (seccomp(2)): sockets, changes of metadata that Landlock does not cover,
//! namespaces, other processes, the kernel itself.
//!
//! A deny list on top of Landlock, not a sandbox by itself: programs differ too much in what they call to list what
//! is allowed.

use std::collections::BTreeMap;

use super::Refused;
use super::bpf::{self, Program, Verdict};
use crate::policy::Need;

/// Refused whatever the arguments.
const DENIED: &[libc::c_long] = &[
    // Talking to anyone.
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    // Metadata.
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    SYS_FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    SYS_SETXATTRAT,
    SYS_REMOVEXATTRAT,
    SYS_FILE_SETATTR,
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_setpriority,
    // Ways round a filter, and the kernel.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    SYS_MOUNT_SETATTR,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_vhangup,
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_acct,
    libc::SYS_quotactl,
    SYS_QUOTACTL_FD,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_syslog,
];

/// Not yet named by `libc` for every target; the numbers are the same on all (Linux 5.12 to 6.17).
const SYS_MOUNT_SETATTR: libc::c_long = 442;
const SYS_QUOTACTL_FD: libc::c_long = 443;
const SYS_FCHMODAT2: libc::c_long = 452;
const SYS_SETXATTRAT: libc::c_long = 463;
const SYS_REMOVEXATTRAT: libc::c_long = 466;
const SYS_FILE_SETATTR: libc::c_long = 469;

/// Calls that only the older table of x86-64 has.
#[cfg(target_arch = "x86_64")]
const DENIED_HERE: &[libc::c_long] = &[
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
    libc::SYS_iopl,
    libc::SYS_ioperm,
];
#[cfg(not(target_arch = "x86_64"))]
const DENIED_HERE: &[libc::c_long] = &[];

/// Refused to ghost's own look: names and contents of files, by whatever way, and other processes.
const WRITING: &[libc::c_long] = &[
    // Its flags lie in memory, where a filter does not see them.
    libc::SYS_openat2,
    libc::SYS_open_by_handle_at,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_unlinkat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_linkat,
    libc::SYS_symlinkat,
    libc::SYS_truncate,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_clone,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_tgkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_socketpair,
];
#[cfg(target_arch = "x86_64")]
const WRITING_HERE: &[libc::c_long] = &[
    libc::SYS_creat,
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_mknod,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_link,
    libc::SYS_symlink,
    libc::SYS_fork,
    libc::SYS_vfork,
];
#[cfg(not(target_arch = "x86_64"))]
const WRITING_HERE: &[libc::c_long] = &[];

/// Requests (ioctl_tty(2)) that put words into the person's mouth; and such that change a file's flags, as chattr(1)
/// does, through a descriptor that is only for reading (ioctl_iflags(2), linux/fs.h).
const REQUESTS: &[u32] = &[TIOCSTI, TIOCLINUX, FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR];
const TIOCSTI: u32 = 0x5412;
const TIOCLINUX: u32 = 0x541c;
const FS_IOC_SETFLAGS: u32 = 0x4008_6602;
const FS_IOC_FSSETXATTR: u32 = 0x401c_5820;

/// A new user namespace, asked of clone(2).
const NEW_USER: u32 = 0x1000_0000;

/// Refused for what they are asked for; the number of the argument that says it comes first.
const DENIED_SOME: &[(libc::c_long, Verdict)] = &[
    (libc::SYS_ioctl, Verdict::FailIfOneOf(1, REQUESTS)),
    (libc::SYS_clone, Verdict::FailIfHas(0, NEW_USER)),
    // It hides its flags in memory, and is refused as if it were not there, so that libraries fall back to clone.
    (libc::SYS_clone3, Verdict::Fail(libc::ENOSYS)),
];

/// The bits of a socket's type that are its kind, without its flags (linux/net.h, `SOCK_TYPE_MASK`).
const SOCKET_KIND: u32 = 0xf;
/// A pair is no way out while its ends talk to each other; but a datagram can name another receiver, without any
/// connect(2). The raw kind is the same in this family (unix(7)).
const SENDING_KINDS: &[u32] = &[number(libc::SOCK_DGRAM), number(libc::SOCK_RAW)];

/// ip(8) asks about routes, ss(8) about sockets; the rest of netlink(7) is neither's. Family first, then protocol.
const NETLINK: &[(u8, &[u32])] =
    &[(0, &[number(libc::AF_NETLINK)]), (2, &[number(libc::NETLINK_ROUTE), number(libc::NETLINK_SOCK_DIAG)])];
const LOCAL: &[(u8, &[u32])] = &[(0, &[number(libc::AF_UNIX)])];

/// Ways to open a file that are not reading (open(2)).
const WRITES: u32 = number(libc::O_WRONLY | libc::O_RDWR | libc::O_CREAT | libc::O_TRUNC);

const fn number(value: libc::c_int) -> u32 {
    value.unsigned_abs()
}

/// The filter for a program that needs this, ready to be loaded.
///
/// # Errors
/// When this processor is not known to the filter's compiler.
pub fn program(need: Need) -> Result<Program, Refused> {
    let denied = DENIED.iter().chain(DENIED_HERE).map(|call| (*call, Verdict::Fail(libc::EPERM)));
    let mut table: BTreeMap<libc::c_long, Verdict> = denied.chain(DENIED_SOME.iter().copied()).collect();
    open_sockets(need, &mut table);
    if need == Need::OwnLook {
        read_only(&mut table);
    }
    bpf::compile(table)
}

/// The internet's two families (ip(7), ipv6(7)), as a stream, or to look names up as well.
const INTERNET: &[(u8, &[u32])] = &[(0, FAMILIES), (1, STREAMS_AND_DATAGRAMS)];
const INTERNET_STREAMS: &[(u8, &[u32])] = &[(0, FAMILIES), (1, STREAMS)];
const FAMILIES: &[u32] = &[number(libc::AF_INET), number(libc::AF_INET6)];
const STREAMS: &[u32] = &kinds(libc::SOCK_STREAM);
const STREAMS_AND_DATAGRAMS: &[u32] = &{
    let (streams, datagrams) = (kinds(libc::SOCK_STREAM), kinds(libc::SOCK_DGRAM));
    [streams[0], streams[1], streams[2], streams[3], datagrams[0], datagrams[1], datagrams[2], datagrams[3]]
};

/// A kind of socket with each of the flags that socket(2) lets stand beside it.
const fn kinds(kind: libc::c_int) -> [u32; 4] {
    [
        number(kind),
        number(kind | libc::SOCK_CLOEXEC),
        number(kind | libc::SOCK_NONBLOCK),
        number(kind | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK),
    ]
}

/// The filter for a talker: what a contained program may, and connections over the internet's protocols. Which ports is
/// Landlock's to say; so that it is asked, nothing is sent before there is a connection (tcp(7), `MSG_FASTOPEN`).
///
/// # Errors
/// When this processor is not known to the filter's compiler.
pub fn talker(local: bool) -> Result<Program, Refused> {
    let denied = DENIED.iter().chain(DENIED_HERE).map(|call| (*call, Verdict::Fail(libc::EPERM)));
    let mut table: BTreeMap<libc::c_long, Verdict> = denied.chain(DENIED_SOME.iter().copied()).collect();
    open_sockets(Need::Contained, &mut table);
    table.insert(libc::SYS_socket, Verdict::FailUnlessEach(if local { INTERNET_STREAMS } else { INTERNET }));
    table.remove(&libc::SYS_connect);
    let fast = number(libc::MSG_FASTOPEN);
    for (call, flags) in [(libc::SYS_sendto, 3), (libc::SYS_sendmsg, 2), (libc::SYS_sendmmsg, 3)] {
        table.insert(call, Verdict::FailIfHas(flags, fast));
    }
    bpf::compile(table)
}

/// The one family of sockets that is needed, and what such sockets take to be used. A listener is never.
fn open_sockets(need: Need, table: &mut BTreeMap<libc::c_long, Verdict>) {
    table.insert(libc::SYS_socketpair, Verdict::FailIfMasked(1, SOCKET_KIND, SENDING_KINDS));
    match need {
        Need::Contained | Need::OwnLook => {}
        Need::Netlink => {
            table.insert(libc::SYS_socket, Verdict::FailUnlessEach(NETLINK));
            table.remove(&libc::SYS_bind);
        }
        Need::DaemonSocket => {
            table.insert(libc::SYS_socket, Verdict::FailUnlessEach(LOCAL));
            table.remove(&libc::SYS_connect);
            // systemd's own clients name their end (sd_bus_set_description(3)); a name in a folder is Landlock's to
            // refuse.
            table.remove(&libc::SYS_bind);
        }
    }
}

/// What ghost's own look does without beside all that: writing anywhere, and other processes. Landlock refuses the same
/// where it may be used; it hides the files that others have open (ptrace restrictions, landlock(7)), which is what a
/// look at ports is after.
fn read_only(table: &mut BTreeMap<libc::c_long, Verdict>) {
    table.extend(WRITING.iter().chain(WRITING_HERE).map(|call| (*call, Verdict::Fail(libc::EPERM))));
    table.insert(libc::SYS_openat, Verdict::FailIfHas(2, WRITES));
    #[cfg(target_arch = "x86_64")]
    table.insert(libc::SYS_open, Verdict::FailIfHas(1, WRITES));
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    type Act = (&'static str, fn(&Path) -> bool);

    /// What changes something or starts somebody, each in a folder with a file `kept`; true when it worked.
    const ACTS: &[Act] = &[
        ("make a file", |here| fs::write(here.join("new"), "x").is_ok()),
        ("append", |here| fs::OpenOptions::new().append(true).open(here.join("kept")).is_ok()),
        ("open for both", |here| fs::OpenOptions::new().read(true).write(true).open(here.join("kept")).is_ok()),
        ("truncate", |here| nix::unistd::truncate(&here.join("kept"), 0).is_ok()),
        ("link", |here| fs::hard_link(here.join("kept"), here.join("again")).is_ok()),
        ("point", |here| std::os::unix::fs::symlink("kept", here.join("link")).is_ok()),
        ("make a folder", |here| fs::create_dir(here.join("folder")).is_ok()),
        ("make a pipe", |here| nix::unistd::mkfifo(&here.join("pipe"), nix::sys::stat::Mode::S_IRWXU).is_ok()),
        ("rename", |here| fs::rename(here.join("kept"), here.join("moved")).is_ok()),
        ("remove", |here| fs::remove_file(here.join("kept")).or_else(|_| fs::remove_file(here.join("moved"))).is_ok()),
        ("start a program", |_| std::process::Command::new("/bin/true").status().is_ok()),
        ("signal", |_| nix::sys::signal::kill(nix::unistd::getpid(), None).is_ok()),
        ("a pair of sockets", |_| std::os::unix::net::UnixStream::pair().is_ok()),
        ("a socket", |_| std::net::UdpSocket::bind(("127.0.0.1", 0)).is_ok()),
    ];

    /// Filters hold for the thread that loads them, so that one goes with each try.
    fn tried(filter: Option<Need>) -> Vec<&'static str> {
        let room = tempfile::tempdir().expect("a temporary folder");
        fs::write(room.path().join("kept"), "text").expect("a file");
        let here = room.path().to_owned();
        let acting = std::thread::spawn(move || {
            if let Some(need) = filter {
                program(need).expect("a filter").load().expect("filters");
                assert_eq!(fs::read_to_string(here.join("kept")).expect("it can be read"), "text");
            }
            ACTS.iter().filter(|(_, act)| act(&here)).map(|(name, _)| *name).collect()
        });
        acting.join().expect("the thread ends")
    }

    #[test]
    fn ghosts_own_look_can_change_nothing_even_without_landlock() {
        let all: Vec<_> = ACTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(tried(None), all, "what does not work even without a filter proves nothing");
        assert_eq!(tried(Some(Need::OwnLook)), [""; 0]);
        // A program is another matter: it starts others, and Landlock keeps it from writing.
        assert!(tried(Some(Need::Contained)).contains(&"start a program"));
    }
}
