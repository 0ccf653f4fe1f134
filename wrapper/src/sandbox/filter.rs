//! The system calls a probe does without (seccomp(2)): sockets, changes of metadata that Landlock does not cover,
//! namespaces, other processes, the kernel itself.
//!
//! A deny list on top of Landlock, not a sandbox by itself: programs differ too much in what they call to list what
//! is allowed.

use super::Refused;
use super::bpf::{self, Program, Verdict};

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

/// The filter, ready to be loaded.
///
/// # Errors
/// When this processor is not known to the filter's compiler.
pub fn program() -> Result<Program, Refused> {
    let denied = DENIED.iter().chain(DENIED_HERE).map(|call| (*call, Verdict::Fail(libc::EPERM)));
    bpf::compile(denied.chain(DENIED_SOME.iter().copied()))
}
