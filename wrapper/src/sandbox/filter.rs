//! The system calls a probe does without (seccomp(2)): sockets, changes of metadata that Landlock does not cover,
//! namespaces, other processes, the kernel itself.
//!
//! A deny list on top of Landlock, not a sandbox by itself: programs differ too much in what they call to list what
//! is allowed.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

use super::Refused;

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

/// Terminal requests that put words into the person's mouth (ioctl_tty(2)).
const TIOCSTI: u64 = 0x5412;
const TIOCLINUX: u64 = 0x541c;
/// Requests that change a file's flags, as chattr(1) does, through a descriptor that is only for reading
/// (ioctl_iflags(2), linux/fs.h).
const FS_IOC_SETFLAGS: u64 = 0x4008_6602;
const FS_IOC_FSSETXATTR: u64 = 0x401c_5820;

/// The filter, ready to be loaded.
///
/// # Errors
/// When this processor is not known to the filter's compiler.
pub fn program() -> Result<BpfProgram, Refused> {
    let wrong = |error: seccompiler::BackendError| Refused::new(format!("no filter for system calls: {error}"));
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for call in DENIED.iter().chain(DENIED_HERE) {
        rules.insert(*call, Vec::new());
    }
    let request = |number| {
        let same = SeccompCondition::new(1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, number).map_err(wrong)?;
        SeccompRule::new(vec![same]).map_err(wrong)
    };
    rules.insert(
        libc::SYS_ioctl,
        vec![request(TIOCSTI)?, request(TIOCLINUX)?, request(FS_IOC_SETFLAGS)?, request(FS_IOC_FSSETXATTR)?],
    );
    // clone(2) with a new user namespace; clone3 hides its flags in memory, and is refused as if it were not there,
    // so that libraries fall back to clone.
    let new_user = u64::try_from(libc::CLONE_NEWUSER).unwrap_or_default();
    let flag =
        SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(new_user), new_user).map_err(wrong)?;
    rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![flag]).map_err(wrong)?]);
    let arch: TargetArch = std::env::consts::ARCH.try_into().map_err(wrong)?;
    let deny = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, deny, arch).map_err(wrong)?;
    filter.try_into().map_err(wrong)
}

/// clone3 alone, answered with ENOSYS.
///
/// # Errors
/// As [`program`].
pub fn no_clone3() -> Result<BpfProgram, Refused> {
    let wrong = |error: seccompiler::BackendError| Refused::new(format!("no filter for system calls: {error}"));
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let arch: TargetArch = std::env::consts::ARCH.try_into().map_err(wrong)?;
    let absent = SeccompAction::Errno(u32::try_from(libc::ENOSYS).unwrap_or(38));
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, absent, arch).map_err(wrong)?;
    filter.try_into().map_err(wrong)
}
